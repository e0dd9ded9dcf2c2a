"""The register workbook: one sheet a record type, in columns in which an import finds nothing new."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

from sqlalchemy import Connection, select

from talentreg.periods import today
from talentreg.records.contact import Contact
from talentreg.records.fields import Column, columns, number, table
from talentreg.records.history import Intention, Status
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.unit import LEVELS
from talentreg.store.dossier import shown_extra
from talentreg.store.histories import latest_on
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Kind, Listing, Request, declared_fields, select_rows
from talentreg.store.listings import CONTACTS, LISTINGS, PEOPLE
from talentreg.store.units import UnitNode, UnitTree, is_below, load_units
from talentreg.workbooks.ledger import Cell, LedgerParts, Part
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, Workbook, writing

PAGE = 5_000
"""Rows asked for at a time: a register's people need not be in memory all at once."""

LEVEL_HEADINGS = dict(
    zip(LEVELS, ("省", "市", "所属区县", "所属街道/乡镇", "所属社区/村", "网格"), strict=True)
)
UNIT_CODE, NO_UNIT = "所属单位代码", "未填"
"""A unit's code tells namesakes apart; without a unit the column says so, or an import would find one."""

DIGITS = {"id_number", "birth", "phone", "second_phone", "relative_phone", "wechat"}
"""Fields Excel must not take for numbers or dates when somebody types into their cells."""

Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: which lists, of which unit, masked or not, also those who left or not.

    Sheets of ledgers may be `editable`: they offer the words their cells take.
    """

    lists: Sequence[str]
    unit: UnitNode | None = None
    masked: bool = False
    everybody: bool = False
    editable: bool = False

    def request(self, listing: Listing) -> Request:
        """Ask a list for its rows in the order they were entered; units and staff are never left out."""
        scope = is_below(listing.place(today()), self.unit.id) if self.unit else None
        present = (
            [PEOPLE.usual(today())] if listing is CONTACTS and PEOPLE.usual and not self.everybody else []
        )
        everybody = self.everybody or listing is not PEOPLE
        return Request(conditions=present, scope=scope, everybody=everybody)


def write_register(
    file: IO[bytes], connection: Connection, export: Export, step: Step = lambda: None
) -> dict[str, int]:
    """Write the workbook, calling `step` for every row; return how many rows of each list it has."""
    tree = load_units(connection)
    parts = LedgerParts(connection, tree, masked=export.masked, editable=export.editable)
    counts: dict[str, int] = {}
    with writing(file, "乡土人才联络登记册") as workbook:
        for name in export.lists:
            sheet = _Sheet(connection, listing_of(name), export, tree)
            counts[name] = sheet.write(workbook, SHEETS.get(name) or _ledger(LEDGERS[name], parts), step)
    return counts


def listing_of(name: str) -> Listing:
    """Return the list a sheet of the workbook holds, by its code word."""
    return LISTINGS.get(name) or ledger_listing(LEDGERS[name])


def read_pages(
    connection: Connection, listing: Listing, request: Request, fields: Sequence[Field]
) -> Iterator[dict[str, Any]]:
    """Give the rows of a list in the order they were entered, some at a time."""
    key = Field("key", Column(""), Kind.NUMBER, lambda _: listing.key)
    last = 0
    while True:
        asked = replace(
            request, conditions=[*request.conditions, listing.key > last], order=[(key, False)], limit=PAGE
        )
        rows = select_rows(connection, listing, asked, [key, *fields])
        yield from rows
        if len(rows) < PAGE:
            return
        last = rows[-1]["key"]


class _Sheet:
    """One list on its way into the workbook."""

    def __init__(self, connection: Connection, listing: Listing, export: Export, tree: UnitTree) -> None:
        self.connection, self.listing, self.export, self.tree = connection, listing, export, tree
        self.request = export.request(listing)
        self.fields: dict[str, Field] = {}
        self.heads: list[SheetColumn] = []
        self.cells: list[Cell] = []
        self._placed: dict[int | None, list[str]] = {}

    def write(self, workbook: Workbook, lay_out: Callable[["_Sheet"], None], step: Step) -> int:
        lay_out(self)
        rows = read_pages(self.connection, self.listing, self.request, list(self.fields.values()))
        layout = Layout(pinned=min(2, len(self.heads) - 1), ruled=False, editable=self.export.editable)
        return workbook.add_list(
            self.listing.title, self.heads, (self._tell(row, step) for row in rows), layout
        )

    def put(self, one: Field, heading: str = "", form: Form | None = None) -> None:
        """Add a column that holds a field."""
        self.fields[one.name] = one
        self.heads.append(SheetColumn(heading or one.heading, form or _form(one)))
        self.cells.append(self._reader(one))

    def put_parts(self, parts: Iterable[Part]) -> None:
        """Add columns laid out elsewhere."""
        for part in parts:
            self.fields[part.asks.name] = part.asks
            self.heads.append(part.head)
            self.cells.append(part.cell)

    def put_units(self, one: Field) -> None:
        """Add a column for every level the register has, and one for the unit's code."""
        self.fields[one.name] = one
        levels = [level for level in LEVELS if any(node.level == level for node in self.tree.nodes.values())]
        for level in levels:
            self.heads.append(SheetColumn(LEVEL_HEADINGS[level]))
            self.cells.append(self._above(one, level))
        self.heads.append(SheetColumn(UNIT_CODE, Form.DIGITS))
        self.cells.append(lambda row: _code(self.tree, row[one.name]) or NO_UNIT)

    def put_extra(self, source: Any) -> None:
        """Add a column for every heading of the senders' that no field has."""
        extra = Field("extra", Column("其他"), Kind.TEXT, lambda _: source.c.extra)
        wanted = replace(self.request, conditions=[*self.request.conditions, source.c.extra.is_not(None)])
        found = read_pages(self.connection, self.listing, wanted, [extra])
        headings = dict.fromkeys(heading for row in found for heading in row["extra"] or ())
        self.fields["extra"] = extra
        for heading in headings:
            self.heads.append(SheetColumn(heading))
            self.cells.append(_extra(heading))

    def _above(self, one: Field, level: str) -> Cell:
        """Tell the unit of a level that a row's own unit lies in."""
        return lambda row: self._names(row[one.name]).get(level)

    def _tell(self, row: dict[str, Any], step: Step) -> list[object]:
        step()
        if row.get("extra"):
            row["extra"] = shown_extra(row["extra"], masked=self.export.masked)
        return [cell(row) for cell in self.cells]

    def _reader(self, one: Field) -> Cell:
        """Make what reads a field from a row: a number, a path, a printed word, a day, a text."""
        name, column, record = one.name, one.column, one.record
        if one.kind is Kind.RECORD and record:
            return lambda row: None if row[name] is None else number(record, row[name])
        if one.kind is Kind.UNIT:
            return lambda row: self.tree.path(row[name])
        if column.vocabulary:
            return lambda row: column.shown(row[name])
        if column.mask and self.export.masked:
            mask = column.mask
            return lambda row: mask(row[name]) if row[name] else None
        return lambda row: row[name]

    def _names(self, unit_id: int | None) -> dict[str, str]:
        names: dict[str, str] = {}
        for node in self.tree.ancestors(unit_id):
            names[node.level] = f"{node.name}/{names[node.level]}" if node.level in names else node.name
        return names


def _people(sheet: _Sheet) -> None:
    fields = PEOPLE.fields
    sheet.put(fields["person"], "人才编号")
    sheet.put(fields["name"])
    sheet.put_units(fields["unit"])
    sheet.put(fields["status"])
    sheet.put(fields["enrolled_on"])
    reason = columns(Status)["reason"]
    person = table(Person)
    sheet.put(
        Field("status_reason", reason, Kind.TEXT, lambda day: latest_on(Status, "reason", person.c.id, day))
    )
    sheet.put(fields["intention"])
    sheet.put(fields["intention_reason"])
    for name in columns(Person):
        if name != "name":
            sheet.put(fields[name])
    sheet.put_extra(person)


def _contacts(sheet: _Sheet) -> None:
    fields, contact, intention = CONTACTS.fields, table(Contact), table(Intention)
    sheet.put(fields["record"])
    sheet.put(fields["person"], "人才编号")
    sheet.put(fields["name"])
    sheet.put_units(fields["unit"])
    for name in columns(Contact):
        sheet.put(fields[name])
    sheet.put(fields["by"])
    staff = Column("联络人编号")
    sheet.put(Field("staff", staff, Kind.RECORD, lambda _: contact.c.staff_id, Staff))
    heard = select(intention.c.kind).where(intention.c.contact_id == contact.c.id).limit(1).scalar_subquery()
    sheet.put(Field("heard", columns(Intention)["kind"], Kind.WORD, lambda _: heard))
    sheet.put_extra(contact)


def _units(sheet: _Sheet) -> None:
    fields = sheet.listing.fields
    for name in ("code", "name", "level"):
        sheet.put(fields[name], form=Form.DIGITS if name == "code" else None)
    sheet.put(fields["parent"])
    for name in ("opened_on", "closed_on", "path"):
        sheet.put(fields[name])


def _staff(sheet: _Sheet) -> None:
    fields = sheet.listing.fields
    sheet.put(fields["staff"])
    sheet.put(fields["name"], "工作人员")  # a list with 姓名 is a list of people
    sheet.put(fields["unit"])
    for name in declared_fields(Staff):
        if name != "name":
            sheet.put(fields[name])


def _ledger(ledger: Ledger, parts: LedgerParts) -> Callable[[_Sheet], None]:
    """Lay out the sheet of a plain ledger as it is declared."""
    return lambda sheet: sheet.put_parts(parts.of(ledger, sheet.listing))


SHEETS: dict[str, Callable[[_Sheet], None]] = {
    "person": _people,
    "contact": _contacts,
    "unit": _units,
    "staff": _staff,
}
"""How each list is laid out that is more than its declaration, by the code word its records go by."""

LISTS = (*SHEETS, *LEDGERS)
"""The code words of everything a workbook may hold, in the order of its sheets."""


def _extra(heading: str) -> Cell:
    """Tell what a sender's own column holds."""
    return lambda row: (row["extra"] or {}).get(heading)


def _code(tree: UnitTree, unit_id: int | None) -> str:
    return tree.nodes[unit_id].code if unit_id is not None else ""


def _form(one: Field) -> Form:
    if one.kind is Kind.RECORD or one.name in DIGITS:
        return Form.DIGITS
    return Form.DAY if one.kind is Kind.DATE else Form.TEXT
