"""`talentreg report submissions`: what was sent, how the register counts it now, and why it differs."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.lists import AsCsv, Force, Limit, Xlsx
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.cli.output import say, tell
from talentreg.cli.overview import Output, Overview, Told, print_overview, say_total
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.store.register import open_for_reading
from talentreg.store.submissions import Sent, corrected_by, find_submission, forced, read_submissions
from talentreg.store.units import load_units

SENT = Overview(
    title="报送台账",
    columns=(
        Told("number", "号", right=True),
        Told("period", "统计期"),
        Told("unit", "单位", place=True),
        Told("name", "报告"),
        Told("code", "文号"),
        Told("on", "报送日期"),
        Told("addressee", "报送机关"),
        Told("by", "报送人"),
        Told("state", "情况"),
    ),
    spare=("by", "addressee", "code", "name", "unit"),
    names=(
        *("number", "code", "name", "period_code", "period", "as_of", "unit", "template", "office"),
        *("addressee", "on", "by", "file", "digest", "corrected_by", "forced", "state"),
    ),
)


def list_submissions(
    number: Annotated[
        str | None,
        typer.Argument(
            metavar="报送号", help="只看一次：号或文号；列出现在数出来不同的数", show_default=False
        ),
    ] = None,
    explain: Annotated[
        str, typer.Option(metavar="指标", help="逐人列出一个指标和报送时不同在哪里", show_default=False)
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="数没有变的也列出来，连同其中进出的人")] = False,
    unit: UnitName = None,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List what was sent, or compare one submission with the register of now."""
    output = Output(limit, as_json, as_csv, xlsx, force)
    output.check()
    if explain and not number:
        raise Malformed(
            "--explain 要写明哪一次报送", f"如 talentreg report submissions 1 --explain {explain}"
        )
    with open_for_reading(register_path(db)).reading() as connection:
        if number is None:
            _print_list(connection, unit, output)
            return
        from talentreg.cli.submission_page import print_explained, print_submission  # which reads reports

        sent = find_submission(connection, number)
        if explain:
            print_explained(connection, sent, explain, unit, output)
        else:
            print_submission(connection, sent, output, unit, every=every)


def _print_list(connection: Connection, unit: str | None, output: Output) -> None:
    tree = load_units(connection)
    within = tree.find(unit) if unit else None
    every, off = read_submissions(connection), forced(connection)
    codes = {within.code, *(node.code for node in tree.below(within.id))} if within else set()
    found = [one for one in every if not within or one.scope in codes]
    listed = [sent_document(one, every, off) for one in found][: output.most]
    print_overview(SENT, listed, output, tree.top())
    if output.as_document:
        return
    if not found:
        say("还没有报送过报告")
        tell("报送：talentreg report submit 报告.docx --number 文号 --to 机关")
        return
    say_total(f"共{len(found)}次", len(found), len(listed))
    tell(f"看现在和报送时有什么不同：talentreg report submissions {found[0].id}")


def sent_document(one: Sent, every: Sequence[Sent], off: dict[int, int]) -> dict[str, Any]:
    """Return one submission for JSON."""
    later = corrected_by(one, every)
    return {
        "number": one.id,
        "code": one.code,
        "name": one.name,
        "period_code": one.period,
        "period": one.label,
        "as_of": one.as_of,
        "unit": one.unit,
        "template": one.template,
        "office": one.office,
        "addressee": one.addressee,
        "on": one.on,
        "by": one.by,
        "file": one.file,
        "digest": one.digest,
        "corrected_by": later.id if later else None,
        "forced": off.get(one.id, 0),
        "state": _state(later, off.get(one.id, 0)),
    }


def _state(later: Sent | None, off: int) -> str:
    parts = [f"已由第{later.id}号更正"] if later else ["有效"]
    return "，".join([*parts, *([f"{off}个数照印出的保存"] if off else [])])
