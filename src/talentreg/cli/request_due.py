"""`talentreg request due`: the open requests that are overdue, soon due or without a due day."""

from typing import Annotated, Any

import typer

from talentreg.cli.duty_list import Leader
from talentreg.cli.lists import AsCsv, Force, Limit, Xlsx
from talentreg.cli.options import AsJson, Db, UnitName, word_of
from talentreg.cli.output import say, tell
from talentreg.cli.overview import Output, Overview, Told, print_overview, say_total
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.duty_words import PRESSING
from talentreg.records.fields import columns, number
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.request import Request
from talentreg.store.outlook import Outlook
from talentreg.store.people import require_staff
from talentreg.store.register import open_for_reading
from talentreg.store.requests import REASONS, Pressing, count_reasons, find_pressing
from talentreg.store.units import UnitTree, load_units

USUAL = ("overdue", "soon", "undated")
"""The reasons listed unasked."""

_TOLD = columns(Request)
DUE = Overview(
    title="诉求待办",
    columns=(
        Told("reason", "原因", PRESSING.text),
        Told("record", "诉求编号"),
        Told("name", "姓名"),
        Told("text", "诉求内容"),
        Told("due_on", "办理期限"),
        Told("days", "逾期天数", right=True),
        Told("urgent", "紧急", lambda code: "急" if code == "yes" else ""),
        Told("step", "环节"),
        Told("unit", "承办单位", place=True),
        Told("leader", "责任领导"),
        Told("category", "类别"),
    ),
    spare=("category", "urgent", "unit", "leader", "days", "step"),
    names=(
        *("reason", "record", "on", "person", "name", "kind", "category", "urgent", "text"),
        *("unit", "leader", "due_on", "days", "step"),
    ),
)


def list_pressing(
    unit: UnitName = None,
    leader: Leader = None,
    ahead: Annotated[
        int, typer.Option("--ahead", min=0, max=3650, metavar="天", help="今后几天内到期的算临期")
    ] = 7,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="待办原因", parser=word_of(PRESSING), help=PRESSING.listed()),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="连未到期和待回访的一并列出")] = False,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List requests that are to be seen to, overdue and urgent ones first."""
    output = Output(limit, as_json, as_csv, xlsx, force)
    output.check()
    outlook = Outlook(today(), ahead)
    with open_for_reading(register_path(db)).reading() as connection:
        tree = load_units(connection)
        scope = tree.find(unit).id if unit else None
        leader_id = require_staff(connection, tree, leader) if leader else None
        found = find_pressing(connection, outlook, scope, leader_id)
    wanted = (reason,) if reason else REASONS if everything else USUAL
    chosen = [one for one in found if one.reason in wanted]
    listed = chosen[: output.most]
    print_overview(DUE, [_document(one, tree, outlook) for one in listed], output, tree.top())
    if not output.as_document:
        _say_count(found, len(chosen), len(listed), outlook)


def _document(one: Pressing, tree: UnitTree, outlook: Outlook) -> dict[str, Any]:
    late = (outlook.day - one.due_on).days if one.due_on and one.reason == "overdue" else None
    return {
        "reason": one.reason,
        "record": number(Request, one.record_id),
        "on": one.on,
        "person": number(Person, one.person_id) if one.person_id else None,
        "name": one.name,
        "kind": one.kind,
        "category": mask_free_text(one.category or "") or None,
        "urgent": one.urgent,
        "text": mask_free_text(one.text),
        "unit": tree.path(one.unit_id) or None,
        "leader": one.leader,
        "due_on": one.due_on,
        "days": late,
        "step": one.step,
    }


def _say_count(found: list[Pressing], chosen: int, listed: int, outlook: Outlook) -> None:
    counts = count_reasons(found)
    waiting = counts.pop("revisit")
    when = f"截至{chinese_day(outlook.day)}"
    revisit = f"；另有{waiting}件办结后待回访" if waiting else ""
    if not sum(counts.values()):
        say(f"{when}，没有在办的诉求{revisit}")
        return
    parts = "、".join(f"{PRESSING.text(one)}{count}" for one, count in counts.items())
    say_total(f"{when}，在办{sum(counts.values())}件：{parts}{revisit}", chosen, listed)
    if waiting:
        tell("列出待回访的：talentreg request due --reason 待回访")
