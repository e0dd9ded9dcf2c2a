"""`talentreg case due`: the open cases to be followed up: overdue, soon, or without a next step."""

from collections import Counter
from typing import Annotated, Any

import typer

from talentreg.cli.lists import AsCsv, Force, Limit, Xlsx
from talentreg.cli.options import AsJson, Db, UnitName, word_of
from talentreg.cli.output import say, tell
from talentreg.cli.overview import Output, Overview, Told, print_overview, say_total
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.duty_words import FOLLOWING
from talentreg.records.fields import number
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.returning import CASE_STAGES, ReturnCase
from talentreg.records.work_words import RETURNING
from talentreg.store.cases import REASONS, Following, count_reasons, find_following, find_unrecorded
from talentreg.store.outlook import Outlook
from talentreg.store.people import require_staff
from talentreg.store.register import open_for_reading
from talentreg.store.units import UnitTree, load_units

USUAL = ("overdue", "soon", "unplanned")
"""The reasons listed unasked."""

DUE = Overview(
    title="个案待跟进",
    columns=(
        Told("reason", "原因", FOLLOWING.text),
        Told("record", "个案编号"),
        Told("name", "姓名"),
        Told("kind", "方向", lambda code: RETURNING.text(code) if code else ""),
        Told("stage", "阶段"),
        Told("stage_on", "到此阶段"),
        Told("next_step", "下一步"),
        Told("next_on", "下次跟进"),
        Told("days", "逾期天数", right=True),
        Told("owner", "跟进人"),
        Told("unit", "单位", place=True),
    ),
    spare=("stage_on", "days", "unit", "kind", "next_step"),
    names=(
        *("reason", "record", "person", "name", "kind", "stage", "stage_on"),
        *("next_step", "next_on", "days", "owner", "unit"),
    ),
)


def list_following(
    unit: UnitName = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="工作人员", help="只看一个人跟进的：姓名，或 姓名@单位")
    ] = None,
    ahead: Annotated[
        int, typer.Option("--ahead", min=0, max=3650, metavar="天", help="今后几天内要跟进的算临期")
    ] = 7,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="跟进原因", parser=word_of(FOLLOWING), help=FOLLOWING.listed()),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="连还没有到跟进日期的一并列出")] = False,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List open cases that are to be followed up, the longest overdue first."""
    output = Output(limit, as_json, as_csv, xlsx, force)
    output.check()
    outlook = Outlook(today(), ahead)
    with open_for_reading(register_path(db)).reading() as connection:
        tree = load_units(connection)
        scope = tree.find(unit).id if unit else None
        owner_id = require_staff(connection, tree, by) if by else None
        found = find_following(connection, outlook, scope, owner_id)
        unrecorded = len(find_unrecorded(connection, scope)) if not output.as_document else 0
    wanted = (reason,) if reason else REASONS if everything else USUAL
    chosen = [one for one in found if one.reason in wanted]
    listed = chosen[: output.most]
    print_overview(DUE, [_document(one, tree, outlook) for one in listed], output, tree.top())
    if not output.as_document:
        _say_count(found, len(chosen), len(listed), outlook)
    if unrecorded:
        tell(f"另有{unrecorded}件已落地的没有记成效，补记：talentreg case milestones")


def _document(one: Following, tree: UnitTree, outlook: Outlook) -> dict[str, Any]:
    late = (outlook.day - one.next_on).days if one.next_on and one.reason == "overdue" else None
    return {
        "reason": one.reason,
        "record": number(ReturnCase, one.record_id),
        "person": number(Person, one.person_id),
        "name": one.name,
        "kind": one.kind,
        "stage": one.stage,
        "stage_on": one.stage_on,
        "next_step": mask_free_text(one.next_step or "") or None,
        "next_on": one.next_on,
        "days": late,
        "owner": one.owner,
        "unit": tree.path(one.unit_id) or None,
    }


def _say_count(found: list[Following], chosen: int, listed: int, outlook: Outlook) -> None:
    when = f"截至{chinese_day(outlook.day)}"
    if not found:
        say(f"{when}，没有进行中的个案")
        return
    counts = count_reasons(found)
    parts = "、".join(f"{FOLLOWING.text(one)}{count}" for one, count in counts.items())
    say_total(f"{when}，进行中{len(found)}件：{parts}", chosen, listed)
    stages = Counter(one.stage for one in found)
    tell("各阶段：" + "、".join(f"{stage}{stages[stage]}" for stage in CASE_STAGES.values() if stages[stage]))
    if alone := sum(one.owner is None for one in found):
        tell(f"{alone}件没有跟进人：talentreg case list 跟进人= 落地日期= 未成日期=")
