"""`talentreg benefit due`: the benefits that are not paid: past their day, soon due, paid in part."""

from typing import Annotated, Any

import typer
from sqlalchemy import ColumnElement

from talentreg.cli.benefit_asking import OnlyPolicy, narrowed, plain
from talentreg.cli.duty_list import AsOf
from talentreg.cli.lists import AsCsv, Force, Limit, Xlsx
from talentreg.cli.options import AsJson, Db, UnitName, filled, word_of
from talentreg.cli.output import say, tell
from talentreg.cli.overview import Output, Overview, Told, print_overview, say_total
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.benefit import Benefit
from talentreg.records.duty_words import PRESSING
from talentreg.records.fields import number
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.store.benefits import REASONS, Owed, benefit, find_batch, find_owed, unpaid_on
from talentreg.store.outlook import Outlook, count_each
from talentreg.store.register import open_for_reading
from talentreg.store.return_rules import money
from talentreg.store.units import UnitTree, load_units

DUE = Overview(
    title="待遇待发",
    columns=(
        Told("reason", "原因", PRESSING.text),
        Told("record", "待遇编号"),
        Told("name", "姓名"),
        Told("title", "待遇名称"),
        Told("period", "所属期"),
        Told("on", "应发日期"),
        Told("days", "逾期天数", right=True),
        Told("amount", "应发金额", right=True),
        Told("paid", "已发金额", right=True),
        Told("missing", "未发金额", right=True),
        Told("batch", "造册批次"),
        Told("unit", "计入单位", place=True),
    ),
    spare=("batch", "period", "unit", "days", "paid", "amount"),
    names=(
        *("reason", "record", "person", "name", "title", "period", "on", "days"),
        *("amount", "paid", "missing", "batch", "unit"),
    ),
)
Ahead = Annotated[int, typer.Option("--ahead", min=0, max=3650, metavar="天", help="今后几天内到期的算临期")]
Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="待办原因", parser=word_of(PRESSING), help="逾期、临期、未到期"),
]
OfBatch = Annotated[
    str | None, typer.Option("--batch", metavar="批次", parser=filled, help="只看一个造册批次的")
]


def list_due(
    unit: UnitName = None,
    policy: OnlyPolicy = None,
    batch: OfBatch = None,
    ahead: Ahead = 30,
    reason: Reason = None,
    as_of: AsOf = None,
    everything: Annotated[bool, typer.Option("--all", help="连未到期的一并列出")] = False,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List benefits of which not all is paid, the longest overdue first."""
    output = Output(limit, as_json, as_csv, xlsx, force)
    output.check()
    outlook = Outlook(as_of or today(), ahead)
    with open_for_reading(register_path(db)).reading() as connection:
        tree = load_units(connection)
        conditions: list[ColumnElement[bool]] = narrowed(connection, tree, unit, policy)
        if batch:
            conditions.append(benefit.c.batch == find_batch(connection, batch))
        found = find_owed(connection, outlook.day, [unpaid_on(outlook.day), *conditions])
    wanted = (reason,) if reason else REASONS if everything else REASONS[:2]
    chosen = [one for one in found if outlook.presses(one.on) in wanted]
    listed = [_document(one, tree, outlook) for one in chosen[: output.most]]
    print_overview(DUE, listed, output, tree.top())
    if not output.as_document:
        _say_count(found, chosen, len(listed), outlook)


def _document(one: Owed, tree: UnitTree, outlook: Outlook) -> dict[str, Any]:
    reason = outlook.presses(one.on)
    return {
        "reason": reason,
        "record": number(Benefit, one.record_id),
        "person": number(Person, one.person_id),
        "name": one.name,
        "title": mask_free_text(one.title),
        "period": mask_free_text(one.period or "") or None,
        "on": one.on,
        "days": (outlook.day - one.on).days if reason == "overdue" else None,
        "amount": plain(one.amount),
        "paid": plain(one.paid),
        "missing": plain(one.missing),
        "batch": mask_free_text(one.batch or "") or None,
        "unit": tree.path(one.unit_id) or None,
    }


def _say_count(found: list[Owed], chosen: list[Owed], listed: int, outlook: Outlook) -> None:
    when = f"截至{chinese_day(outlook.day)}"
    if not found:
        say(f"{when}，没有应发未发的待遇")
        return
    counts = count_each(REASONS, (outlook.presses(one.on) for one in found))
    parts = "、".join(f"{PRESSING.text(one)}{count}" for one, count in counts.items())
    total = money(sum(one.missing for one in found))
    say_total(f"{when}，未发{len(found)}笔、{total}元：{parts}", len(chosen), listed)
    if chosen:
        tell(f"发了的登记：talentreg benefit pay {number(Benefit, chosen[0].record_id)}，或写整个批次")
