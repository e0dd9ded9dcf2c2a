"""Enter whom a row of a ledger's sheet names and nobody knows: an office types nothing twice."""

from collections.abc import Iterator
from typing import Any

from talentreg.errors import Refused
from talentreg.intake.ledger_columns import IDENTIFYING, PERSON
from talentreg.intake.ledger_lines import LedgerRow
from talentreg.records.cleaning import Unclear
from talentreg.records.fields import columns
from talentreg.records.ledger import Ledger
from talentreg.records.person import Person
from talentreg.records.titles import level_of_title
from talentreg.store.changes import Writer
from talentreg.store.entering import add_person
from talentreg.store.units import UnitTree

NOT_ENOUGH = "请加一列联系电话、身份证号或所属社区，或用 --unit 写明是哪个单位的"


class Enrolling:
    """Enters people with what a row tells of them; `people` are those entered so far, by the row's line."""

    def __init__(self, writer: Writer, tree: UnitTree) -> None:
        """Enter into the change set of an import."""
        self.writer, self.tree = writer, tree
        self.people: list[tuple[int, str]] = []

    def enter(self, ledger: Ledger, row: LedgerRow, called: str, scopes: tuple[str, ...]) -> int:
        """Enter somebody, enrolled today; raises Refused where only their name is told."""
        values = dict(_told(ledger, row))
        if (title := values.get("professional_title")) and (level := level_of_title(title)):
            values.setdefault("title_level", level)
        if not scopes and not any(map(values.get, IDENTIFYING)):
            raise Refused(f"登记册里没有「{called}」，只有姓名不能登记", NOT_ENOUGH)
        unit = self.tree.find_open(scopes[0]) if scopes else None
        try:
            person_id = add_person(self.writer, called, values, unit)
        except Refused as error:
            again = error.hint.replace("请加 --namesake", "请先用 talentreg add --namesake 登记")
            raise Refused(
                error.message, again.replace("请加 --allow", "请先用 talentreg add --allow")
            ) from error
        self.people.append((person_id, called))
        return person_id


def _told(ledger: Ledger, row: LedgerRow) -> Iterator[tuple[str, Any]]:
    """Give what a row says of somebody: in columns about them, and in those of its own that mean the same."""
    known = columns(Person)
    for name in known.keys() & ledger.fields.keys():
        same = known[name].open_list and known[name].open_list == ledger.fields[name].open_list
        if same and row.values.get(name):
            yield name, row.values[name]
    for target, value in row.said.items():
        name = target.removeprefix(PERSON)
        if target.startswith(PERSON) and name in known:
            try:
                yield name, known[name].clean(value) if name in IDENTIFYING else value
            except Unclear as unclear:
                raise Refused(f"{known[name].heading}{unclear}", "请更正") from unclear
