"""Take a row with dated stages one stage further: a case on somebody's way back, a project."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from talentreg.errors import Malformed, Refused
from talentreg.periods import chinese_day
from talentreg.records.fields import number
from talentreg.records.ledger import Ledger
from talentreg.records.vocabulary import Vocabulary
from talentreg.store.changes import Writer
from talentreg.store.ledger_entering import Entered, edit_row
from talentreg.store.units import UnitTree


def take_stage(
    writer: Writer, tree: UnitTree, ledger: Ledger, row_id: int, stage: str, values: Mapping[str, Any]
) -> Entered:
    """Take a row to a stage; `values` are its day, `{stage}_on`, and further fields as `edit_row` takes them.

    Raises Refused where the stage was reached already, or before the row was known of.
    """
    before = writer.row(ledger.record, row_id)
    if done := before[f"{stage}_on"]:
        called, heading = number(ledger.record, row_id), ledger.heading(f"{stage}_on")
        raise Refused(
            f"{called} {heading}已记为{chinese_day(done)}，没有改动",
            f"要更正：talentreg {ledger.command} edit {called} {heading}=…",
        )
    if values[f"{stage}_on"] < before["on"]:
        first, heading = ledger.heading("on"), ledger.heading(f"{stage}_on")
        raise Refused(
            f"{heading}{chinese_day(values[f'{stage}_on'])}早于{first}{chinese_day(before['on'])}，没有改动",
            f"{first}记晚了的先改：talentreg {ledger.command} edit {number(ledger.record, row_id)} {first}=…",
        )
    return edit_row(writer, tree, ledger, row_id, values)


def refuse_stage_days(ledger: Ledger, stages: Vocabulary, values: Mapping[str, Any]) -> None:
    """Refuse the day of a stage among typed fields: the day of the stage taken has an option of its own."""
    days = ["on", *(f"{word.code}_on" for word in stages.words)]
    if found := next((name for name in values if name in days), None):
        heading = ledger.heading(found)
        raise Malformed(
            f"{heading}不用写成字段，没有改动", f"日期用 --on；补以前的用 talentreg {ledger.command} edit"
        )


def reached(row: Mapping[str, Any] | RowMapping, stages: Mapping[str, str]) -> tuple[str, date]:
    """Return the last stage a row has reached, and its day."""
    found = [(stage, row[day]) for day, stage in stages.items() if row[day]]
    return found[-1]
