"""What is typed of staff: a new member, corrections, and one person entered twice made one again."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from talentreg.errors import Ambiguous, Malformed, Refused
from talentreg.records.catalogue import RECORDS
from talentreg.records.cleaning import clean_name
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, columns, id_from_number, number, table
from talentreg.records.staff import Staff
from talentreg.store.changes import Writer
from talentreg.store.editing import Edit, told
from talentreg.store.merging_work import unite_assignments
from talentreg.store.people import describe_staff
from talentreg.store.typed import STAFF_FIELDS, read_words
from talentreg.store.units import UnitTree

staff, contacts = table(Staff), table(Contact)


@dataclass(slots=True)
class StaffMerged:
    """What a merger came to: contacts of each before, rows handed over, what was filled in or lost.

    `alike` are contacts both entered, `assignments` those of one pair that held twice and are one now.
    """

    before: dict[int, int] = field(default_factory=dict)
    after: int = 0
    alike: int = 0
    assignments: int = 0
    rows: Counter[type[Record]] = field(default_factory=Counter)
    filled: list[Edit] = field(default_factory=list)
    dropped: list[Edit] = field(default_factory=list)


def read_staff_words(connection: Connection, tree: UnitTree, words: Sequence[str]) -> dict[str, Any]:
    """Read FIELD=VALUE words of a member of staff; 所属单位 becomes `unit_id` of an existing unit."""
    values = read_words(connection, STAFF_FIELDS, words)
    if "unit" in values:
        unit = values.pop("unit")
        if not unit:
            raise Malformed("所属单位不能是空白", "工作人员总属于一个单位")
        values["unit_id"] = tree.find_open(unit).id
    if "name" in values:
        _refuse_bad_name(values["name"] or "")
    return values


def add_staff(
    writer: Writer, tree: UnitTree, name: str, values: Mapping[str, Any], *, namesake: bool = False
) -> int:
    """Enter one member of staff and return their id; `namesake` says it is another person of that name."""
    if "name" in values:
        raise Malformed("姓名写了两遍", "姓名写在最前面，不必再写 姓名=")
    own = clean_name(name)
    _refuse_bad_name(own)
    top = tree.top()
    unit_id = values.get("unit_id") or (top.id if top else None)
    if unit_id is None:
        raise Refused("没有写工作人员的单位", "请加 --unit；还没有单位时先用 talentreg unit add 新建")
    if not namesake:
        refuse_same_staff(writer.connection, tree, own, unit_id)
    return writer.insert(Staff, {**values, "name": own, "unit_id": unit_id})


def edit_staff(writer: Writer, tree: UnitTree, staff_id: int, values: Mapping[str, Any]) -> list[Edit]:
    """Correct one member of staff; what is already so is no edit."""
    row = dict(writer.row(Staff, staff_id))
    changed = {name: value for name, value in values.items() if row[name] != value}
    if changed.keys() & {"name", "unit_id"}:
        new = row | changed
        refuse_same_staff(writer.connection, tree, new["name"], new["unit_id"], staff_id)
    if changed:
        writer.update(Staff, staff_id, changed)
    return [_edit(tree, name, row[name], value) for name, value in changed.items()]


def merge_staff(writer: Writer, tree: UnitTree, others: Sequence[int], into: int) -> StaffMerged:
    """Let everything some members of staff did be another's, and delete their rows.

    A post and a phone the other lacks are kept with them.
    """
    if into in others:
        raise Refused(f"{number(Staff, into)} 不能并入自己", "--into 后面写要保留的那一位")
    done = StaffMerged({one: _contacts_of(writer.connection, one) for one in (*others, into)})
    known = _said(writer.connection, into)
    for one in others:
        said = _said(writer.connection, one)
        done.alike += len(said & known)
        known |= said
        for record, row_id, column in _rows_of(writer.connection, one):
            writer.update(record, row_id, {column: into})
            done.rows[record] += 1
        _keep_facts(writer, tree, one, into, done)
    done.assignments = unite_assignments(writer, into)
    writer.delete_many(Staff, others)
    done.after = _contacts_of(writer.connection, into)
    return done


def refuse_same_staff(
    connection: Connection, tree: UnitTree, name: str, unit_id: int | None, own: int = 0
) -> None:
    """Refuse a second member of staff of one name in one unit."""
    same = (staff.c.name == name, staff.c.unit_id == unit_id, staff.c.id != own)
    found = [
        describe_staff(connection, tree, one) for one in connection.scalars(select(staff.c.id).where(*same))
    ]
    if found and own:
        merge = f"talentreg staff merge {number(Staff, own)} --into {found[0].split()[0]}"
        raise Ambiguous(f"「{tree.path(unit_id)}」已有工作人员「{name}」", found, f"是同一人请合并：{merge}")
    if found:
        raise Ambiguous(
            f"「{tree.path(unit_id)}」已有工作人员「{name}」", found, "如确是另一个人，请加 --namesake"
        )


def _refuse_bad_name(name: str) -> None:
    if not name:
        raise Malformed("没有写姓名")
    if id_from_number(Staff, name) is not None or name.isdecimal() or "@" in name:
        raise Malformed(f"「{name}」不能作姓名", "请写工作人员的姓名，单位用 --unit 写")


def _edit(tree: UnitTree, name: str, before: Any, after: Any) -> Edit:
    if name == "unit_id":
        return Edit(STAFF_FIELDS["unit"].heading, tree.path(before), tree.path(after))
    column = columns(Staff)[name]
    return Edit(column.heading, told(column, before), told(column, after))


def _contacts_of(connection: Connection, staff_id: int) -> int:
    return len(connection.scalars(select(contacts.c.id).where(contacts.c.staff_id == staff_id)).all())


def _said(connection: Connection, staff_id: int) -> set[tuple[Any, ...]]:
    """Return what the contacts of a member of staff are told apart by, but for who made them."""
    names = ("person_id", "on", "channel", "presence", "direction", "reached", "note")
    query = select(*(contacts.c[name] for name in names)).where(contacts.c.staff_id == staff_id)
    return {tuple(row) for row in connection.execute(query)}


def _rows_of(connection: Connection, staff_id: int) -> Iterator[tuple[type[Record], int, str]]:
    """Find every row that names a member of staff."""
    for record in RECORDS:
        rows = table(record)
        for column in rows.c:
            if any(key.column is staff.c.id for key in column.foreign_keys):
                query = select(rows.c.id).where(column == staff_id).order_by(rows.c.id)
                for row_id in connection.scalars(query).all():
                    yield record, row_id, column.name


def _keep_facts(writer: Writer, tree: UnitTree, one: int, into: int, done: StaffMerged) -> None:
    """Fill the blanks of the member who stays; note what differs and is given up."""
    going, staying = writer.row(Staff, one), writer.row(Staff, into)
    for name, value in going.items():
        if name in ("id", "name") or not value or value == staying[name]:
            continue
        if staying[name]:
            done.dropped.append(_edit(tree, name, value, staying[name]))
        else:
            writer.update(Staff, into, {name: value})
            done.filled.append(_edit(tree, name, None, value))
