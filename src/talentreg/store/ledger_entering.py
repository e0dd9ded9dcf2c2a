"""Enter, correct and remove rows of the plain ledgers, as typed or as read from a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from talentreg.errors import Malformed, Refused
from talentreg.periods import today
from talentreg.records.catalogue import RECORDS
from talentreg.records.fields import Record, number, table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.store.belongings import references
from talentreg.store.changes import Writer
from talentreg.store.editing import Edit, told
from talentreg.store.ledger_completing import complete_row, recomplete_row
from talentreg.store.ledger_finding import NAMED, References
from talentreg.store.ledger_rules import check_row
from talentreg.store.typed import find_field, names_field, read_words
from talentreg.store.units import UnitTree

Values = Mapping[str, Any]


@dataclass(slots=True)
class Entered:
    """What entering a row came to: its id, whether it was there before, staff entered on the way.

    Of one that was there `edits` tell what was said otherwise now, and was not written. `notes` say what was
    filled in unasked.
    """

    row_id: int
    known: bool = False
    new_staff: list[str] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_row(connection: Connection, ledger: Ledger, words: Sequence[str]) -> dict[str, Any]:
    """Read typed words into cleaned values by field: the first without a field name are the ledger's leads.

    A reference stays the text that was typed. Raises Malformed for more leads than there are, an unknown
    field, or a value that cannot be understood.
    """
    plain = [word for word in words if not _names(ledger, word)]
    if len(plain) > len(ledger.leads):
        leads = "、".join(ledger.heading(name) for name in ledger.leads)
        raise Malformed(
            f"「{plain[len(ledger.leads)]}」不知道写的是哪一项", f"前面依次写{leads}，其余写成 字段=内容"
        )
    led = [f"{name}={text}" for name, text in zip(ledger.leads, plain, strict=False)]
    return read_words(connection, ledger.fields, [*led, *(word for word in words if _names(ledger, word))])


def _names(ledger: Ledger, word: str) -> bool:
    """Whether a word begins with the name of a field; what looks like one must be one."""
    name, sign, _ = word.replace("＝", "=").partition("=")
    if sign and name and not names_field(ledger.fields, name) and len(name) <= 8:
        find_field(ledger.fields, name)
    return bool(sign) and names_field(ledger.fields, name)


def add_row(writer: Writer, tree: UnitTree, ledger: Ledger, values: Values) -> Entered:
    """Enter one row from cleaned values by field, its references as texts; one already there stays one."""
    whole = {
        **ledger.defaults,
        **dict.fromkeys(ledger.today, today()),
        **{n: v for n, v in values.items() if v is not None},
    }
    resolver = References(writer, tree, ledger)
    stored = resolver.resolve(whole, {})
    if ledger.kind:
        stored["kind"] = ledger.kind
    notes = complete_row(writer.connection, tree, ledger, stored, values)
    known = same_row(writer.connection, ledger, stored)
    if known is not None:
        return Entered(known, known=True, edits=_differing(writer, tree, ledger, known, stored, values))
    check_row(writer.connection, ledger, stored)
    row_id = writer.insert(ledger.record, stored)
    notes += _doubted(writer, ledger, stored, values)
    return Entered(row_id, new_staff=resolver.new_staff, notes=notes)


def edit_row(writer: Writer, tree: UnitTree, ledger: Ledger, row_id: int, values: Values) -> Entered:
    """Correct one row from cleaned values by field; None empties. What is already so is no edit."""
    before = dict(writer.row(ledger.record, row_id))
    resolver = References(writer, tree, ledger)
    stored = resolver.resolve(values, before)
    unasked = recomplete_row(writer.connection, tree, ledger, before, stored)
    changed = {name: value for name, value in {**stored, **unasked}.items() if before[name] != value}
    after = {**before, **changed}
    if changed:
        check_row(writer.connection, ledger, after, row_id)
        twin = same_row(writer.connection, ledger, after, row_id)
        if twin is not None:
            raise Refused(f"改后与 {number(ledger.record, twin)} 相同，没有改动", "重复登记的请删除其中一条")
        writer.update(ledger.record, row_id, changed)
    edits = [
        _edit(writer.connection, tree, ledger, name, before, after)
        for name in dict.fromkeys((*values, *unasked))
        if ledger.stored(name) in changed
    ]
    return Entered(row_id, not changed, resolver.new_staff, edits)


def remove_rows(writer: Writer, ledger: Ledger, row_ids: Sequence[int]) -> int:
    """Delete rows that nothing else refers to; raises Refused where something does."""
    for record in RECORDS:
        rows = table(record)
        for name in references(record, ledger.record):
            query = select(rows.c.id).where(rows.c[name].in_(row_ids)).order_by(rows.c.id)
            if pointing := writer.connection.scalars(query).all():
                called = "、".join(number(record, one) for one in pointing[:3])
                more = f"等{len(pointing)}条" if len(pointing) > 3 else ""
                raise Refused(f"还有{record.title} {called}{more}用着它，没有删除", "先删除那些记录")
    return writer.delete_many(ledger.record, list(row_ids))


def _doubted(writer: Writer, ledger: Ledger, stored: Values, given: Values) -> list[str]:
    """Say where somebody without a leader's level was taken for a leader, nobody having said so."""
    if ledger.name != "assignment" or stored["kind"] != "leader" or given.get("kind"):
        return []
    one = writer.row(Staff, stored["leader_id"])
    if one["rank"]:
        return []
    return [f"{one['name']}没有领导层级，仍记为领导联系；是联络员的，先 talentreg undo，再加 --kind 联络员"]


def same_row(connection: Connection, ledger: Ledger, stored: Values, own: int = 0) -> int | None:
    """Return the id of the row that says the same, other than `own`; None when there is none."""
    rows = table(ledger.record)
    columns = [ledger.stored(name) for name in ledger.alike] + (["kind"] if ledger.kind else [])
    same = [rows.c[name].is_not_distinct_from(stored.get(name)) for name in columns]
    return connection.scalar(select(rows.c.id).where(*same, rows.c.id != own).limit(1))


def _differing(
    writer: Writer, tree: UnitTree, ledger: Ledger, row_id: int, stored: Values, given: Values
) -> list[Edit]:
    """Tell what was said of a row beside what makes it that row, where it says something else."""
    before = dict(writer.row(ledger.record, row_id))
    names = [name for name in ledger.fields if given.get(name) is not None and name not in ledger.alike]
    return [
        _edit(writer.connection, tree, ledger, name, before, {**before, **stored})
        for name in names
        if before[ledger.stored(name)] != stored[ledger.stored(name)]
    ]


def _edit(
    connection: Connection, tree: UnitTree, ledger: Ledger, name: str, before: Values, after: Values
) -> Edit:
    column, stored = ledger.fields[name], ledger.stored(name)
    if not column.refers:
        return Edit(column.heading, told(column, before[stored]), told(column, after[stored]))
    was, now = (name_reference(connection, tree, column.refers, row[stored]) for row in (before, after))
    return Edit(column.heading, was, now)


def name_reference(connection: Connection, tree: UnitTree, refers: str, row_id: int | None) -> str:
    """Write what a reference points at: a unit's path, the name of a person, of staff, of an event."""
    if row_id is None:
        return ""
    if refers == "unit":
        return tree.path(row_id)
    own: dict[str, type[Record]] = {"person": Person, "staff": Staff}
    rows = table(own.get(refers) or LEDGERS[NAMED[refers]].record)
    return mask_free_text(connection.scalar(select(rows.c.name).where(rows.c.id == row_id)) or "")
