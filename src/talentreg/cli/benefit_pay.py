"""`talentreg benefit pay`: benefits that were paid, a whole batch at once, or a part of each."""

from datetime import date
from typing import Annotated

import typer

from talentreg.cli.benefit_asking import LISTED, OnlyPolicy, amount_option, narrowed
from talentreg.cli.options import Db, UnitName, filled, parse_with
from talentreg.cli.output import say, tell
from talentreg.errors import Malformed
from talentreg.periods import chinese_day, parse_day, today
from talentreg.places import register_path
from talentreg.records.benefit import Benefit
from talentreg.records.fields import number
from talentreg.records.masking import mask_free_text
from talentreg.store.benefits import PAYMENT, Paid, find_benefits, leave_out, pay, refuse_none
from talentreg.store.register import open_for_writing
from talentreg.store.return_rules import money
from talentreg.store.typed import clean_value
from talentreg.store.units import load_units

What = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="批次…", help="造册批次、待遇编号，或只有一笔未发的人；可写几个", show_default=False
    ),
]
PaidOn = Annotated[
    date | None,
    typer.Option("--on", metavar="日期", parser=parse_with(parse_day), help="发放日期，默认今天"),
]
Amount = Annotated[float | None, amount_option("每笔这次发多少元，默认把没发的都发完")]
PaidBatch = Annotated[
    str | None,
    typer.Option("--batch", metavar="批次", parser=filled, help="发放批次，默认同造册批次"),
]
But = Annotated[
    list[str] | None,
    typer.Option("--except", metavar="人", parser=filled, help="除了谁：人或待遇编号，可写几次"),
]
Note = Annotated[str | None, typer.Option("--note", metavar="文字", help="发放备注")]


def pay_benefits(
    what: What = None,
    on: PaidOn = None,
    amount: Amount = None,
    batch: PaidBatch = None,
    but: But = None,
    note: Note = None,
    unit: UnitName = None,
    policy: OnlyPolicy = None,
    db: Db = None,
) -> None:
    """Enter what was paid of benefits, all or none."""
    if not what:
        raise Malformed("没有写发的是哪些", "写造册批次、待遇编号，或人；批次：talentreg benefit roll")
    said = {"batch": batch, "note": note}
    facts = {key: clean_value(PAYMENT.fields[key], text) for key, text in said.items() if text}
    day = on or today()
    with open_for_writing(register_path(db)).changing("benefit pay") as writer:
        tree = load_units(writer.connection)
        conditions = narrowed(writer.connection, tree, unit, policy)
        row_ids = find_benefits(writer.connection, tree, what, conditions)
        row_ids = leave_out(writer.connection, tree, row_ids, but or ())
        refuse_none(row_ids, f"「{mask_free_text('、'.join(what))}」里符合条件的待遇")
        done = pay(writer, row_ids, day, amount, facts)
    for line in _report(done, day):
        say(line)
    if left := [one for one in done if one.owed.missing - one.amount > 0]:
        owed = money(sum(one.owed.missing - one.amount for one in left))
        tell(f"还有{len(left)}笔没有发完，共{owed}元；看：talentreg benefit due --all")


def _report(done: list[Paid], day: date) -> list[str]:
    """Tell each benefit that was paid where they are few, and what all came to."""
    paid = [one for one in done if one.amount]
    lines = [_line(one) for one in done] if len(done) <= LISTED else []
    total = money(sum(one.amount for one in paid))
    people = len({one.owed.person_id for one in paid})
    told = f"{chinese_day(day)}发放{people}人{len(paid)}笔，共{total}元" if paid else "没有新的发放"
    settled = len(done) - len(paid)
    return [*lines, told + (f"；{settled}笔以前已发，没有重复登记" if settled else "")]


def _line(one: Paid) -> str:
    owed = one.owed
    told = f"  {number(Benefit, owed.record_id)}  {owed.name}  {owed.title}"
    before = f"，以前已发{money(owed.paid)}元" if owed.paid else ""
    how = f"发{money(one.amount)}元" if one.amount else "没有重复登记"
    return mask_free_text(f"{told}  {how}（应发{money(owed.amount)}元{before}）")
