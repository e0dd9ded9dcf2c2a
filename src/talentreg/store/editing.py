"""What is corrected by hand: a person's fields and histories, a contact's facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from talentreg.errors import Malformed, Refused
from talentreg.periods import chinese_day
from talentreg.records.cleaning import CURRENCY
from talentreg.records.contact import Contact
from talentreg.records.fields import Column, Record, columns, number, table
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.numbers import birth_of, sex_of
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.store.changes import Writer
from talentreg.store.dossier import shown_extra
from talentreg.store.entering import known_contact, name_staff, refuse_future, refuse_known_id
from talentreg.store.people import unit_of
from talentreg.store.typed import CONTACT_FIELDS, PERSON_FIELDS, PLACE
from talentreg.store.units import UnitTree

contacts = table(Contact)

HISTORIES: Mapping[str, tuple[type[Record], str]] = {
    "status": (Status, "status"),
    "intention": (Intention, "kind"),
    "unit": (Affiliation, "unit_id"),
}


NEVER_BLANK = ("on", "channel", "presence", "direction", "reached")


@dataclass(frozen=True, slots=True)
class Edit:
    """One field that was changed: how it read before and after, numbers masked."""

    heading: str
    before: str
    after: str


def told(column: Column, value: Any) -> str:
    """Write a value for people, numbers masked; nothing is the empty string."""
    masked = column.mask(str(value)) if column.mask and value else value
    unit = CURRENCY.get(column.clean, "") if value is not None else ""
    return f"{column.shown(masked)}{unit}"


def _shown_extra(heading: str, text: str | None) -> str:
    return shown_extra({heading: text}, masked=True)[heading] if text else ""


class PersonEditor:
    """Edits one person inside a change set; what is already so is no edit."""

    def __init__(self, writer: Writer, tree: UnitTree, person_id: int, on: date, *, correct: bool) -> None:
        """Edit as of a day; `correct` puts a wrong entry right instead of noting a change on that day."""
        refuse_future(on, "日期")
        self.writer, self.tree, self.person_id, self.on, self.correct = writer, tree, person_id, on, correct
        self.edits: list[Edit] = []

    def edit(self, values: Mapping[str, Any], extra: Mapping[str, str]) -> list[Edit]:
        """Set fields, histories and the sender's other columns; return what changed."""
        own = {name: value for name, value in values.items() if name in columns(Person)}
        self._edit_own(own)
        for name in HISTORIES:
            if name in values:
                self._edit_history(name, values[name])
        if "intention_reason" in values:
            self._edit_reason(values["intention_reason"])
        if "enrolled_on" in values:
            self._edit_enrolment(values["enrolled_on"])
        if extra:
            self._edit_extra(extra)
        return self.edits

    def _edit_own(self, own: dict[str, Any]) -> None:
        if "name" in own and not own["name"]:
            raise Malformed("姓名不能清空")
        stored = self.writer.row(Person, self.person_id)
        if id_number := own.get("id_number"):
            refuse_known_id(self.writer.connection, id_number, self.person_id)
            own = {
                **({} if stored["birth"] else {"birth": birth_of(id_number)}),
                **({} if stored["sex"] else {"sex": sex_of(id_number)}),
                **own,
            }
        for name, value in own.items():
            self._note(PERSON_FIELDS[name], stored[name], value)
        self.writer.update(Person, self.person_id, own)

    def _edit_history(self, name: str, value: Any) -> None:
        """Add an entry to a history, or put its latest one right."""
        history, field = HISTORIES[name]
        column = PERSON_FIELDS[name]
        if value is None:
            raise Refused(
                f"「{column.heading}」有历史记录，不能清空", f"请写出改成什么，如 {column.heading}=…"
            )
        latest = self._latest(history)
        if name == "unit":
            value = self.tree.find_open(value).id
        before = latest[field] if latest else None
        if before == value:
            return
        self._note(column, self._told(name, before), self._told(name, value))
        if self.correct and latest:
            self.writer.update(history, latest["id"], {field: value})
            return
        first = name == "unit" and not self._any(history)
        row = {"person_id": self.person_id, "on": ALWAYS if first else self.on, field: value}
        self.writer.insert(history, row)

    def _edit_reason(self, reason: str | None) -> None:
        """Put the reason of the intention right that counts on the day."""
        latest = self._latest(Intention)
        if latest is None:
            raise Refused("还没有返乡意愿，不能写它的原因", "一并写出：返乡意愿=无 意愿原因=…")
        self._note(PERSON_FIELDS["intention_reason"], latest["reason"], reason)
        self.writer.update(Intention, latest["id"], {"reason": reason})

    def _edit_enrolment(self, day: date | None) -> None:
        """Put the day of the latest enrolment right."""
        if day is None:
            raise Refused("入库日期不能清空", "退库请用 talentreg withdraw")
        refuse_future(day, "入库日期")
        rows = table(Status)
        query = select(rows).where(rows.c.person_id == self.person_id).order_by(rows.c.on, rows.c.id)
        entries = self.writer.connection.execute(query).mappings().all()
        places = [place for place, entry in enumerate(entries) if entry["status"] == "enrolled"]
        if not places:
            raise Refused("这个人还没有入库", "请写 在库状态=入库，日期用 --on 指定")
        last = places[-1]
        around = (entries[last - 1]["on"] if last else date.min, *(one["on"] for one in entries[last + 1 :]))
        if day < around[0] or any(day > later for later in around[1:]):
            raise Refused(
                f"入库日期{chinese_day(day)}与前后的在库状态颠倒，没有改动", "talentreg show 可看在库状态"
            )
        self._note(PERSON_FIELDS["enrolled_on"], entries[last]["on"], day)
        self.writer.update(Status, entries[last]["id"], {"on": day})

    def _edit_extra(self, extra: Mapping[str, str]) -> None:
        stored = dict(self.writer.row(Person, self.person_id)["extra"] or {})
        for heading, text in extra.items():
            before, after = (_shown_extra(heading, one) for one in (stored.get(heading), text))
            if (stored.get(heading) or "") != text:
                self.edits.append(Edit(heading, before, after))
        kept = {heading: text for heading, text in {**stored, **extra}.items() if text}
        self.writer.update(Person, self.person_id, {"extra": kept or None})

    def _latest(self, history: type[Record]) -> Any:
        """Return the entry that counts on the day."""
        rows = table(history)
        query = select(rows).where(rows.c.person_id == self.person_id, rows.c.on <= self.on)
        newest = query.order_by(rows.c.on.desc(), rows.c.id.desc()).limit(1)
        return self.writer.connection.execute(newest).mappings().one_or_none()

    def _any(self, history: type[Record]) -> bool:
        rows = table(history)
        query = select(rows.c.id).where(rows.c.person_id == self.person_id).limit(1)
        return self.writer.connection.scalar(query) is not None

    def _told(self, name: str, value: Any) -> Any:
        return self.tree.path(value) if name == "unit" else value

    def _note(self, column: Column, before: Any, after: Any) -> None:
        if before != after:
            self.edits.append(Edit(column.heading, told(column, before), told(column, after)))


class ContactEditor:
    """Edits one contact inside a change set; what is already so is no edit."""

    def __init__(self, writer: Writer, tree: UnitTree, contact_id: int) -> None:
        """Edit the contact of this id."""
        self.writer, self.tree, self.contact_id = writer, tree, contact_id
        self.stored = writer.row(Contact, contact_id)
        self.edits: list[Edit] = []
        self.new_staff = ""

    def edit(self, values: Mapping[str, Any]) -> list[Edit]:
        """Set facts of the contact; an intention stated in it moves with its date."""
        facts = {name: value for name, value in values.items() if name in columns(Contact)}
        for name in NEVER_BLANK:
            if name in facts and facts[name] is None:
                raise Malformed(f"{CONTACT_FIELDS[name].heading}不能清空")
        if "on" in facts:
            refuse_future(facts["on"], "联络日期")
            self._move_intention(facts["on"])
        for name, value in facts.items():
            self._note(CONTACT_FIELDS[name], self.stored[name], value)
        if "unit" in values:
            facts["unit_id"] = self._unit(values["unit"], facts.get("on") or self.stored["on"])
        if "by" in values:
            facts["staff_id"] = self._staff(values["by"], facts)
        self._refuse_twin({**self.stored, **facts})
        self.writer.update(Contact, self.contact_id, facts)
        return self.edits

    def _refuse_twin(self, values: Mapping[str, Any]) -> None:
        """Refuse to make two contacts the same: both would be counted."""
        twin = known_contact(self.writer.connection, values, self.contact_id)
        if twin is not None and self.edits:
            message = f"改后与 {number(Contact, twin)} 完全相同，没有改动"
            raise Refused(message, "是重复登记的，用 talentreg contact remove 删除其中一条")

    def _unit(self, text: str | None, on: date) -> int | None:
        unit_id = self.tree.find_open(text, on).id if text else None
        before = self.stored["unit_id"]
        self._note(PLACE, self.tree.path(before), self.tree.path(unit_id))
        return unit_id

    def _staff(self, text: str | None, facts: Mapping[str, Any]) -> int | None:
        """Find or enter who made the contact, under the contact's unit."""
        staff_id = None
        if text:
            on = facts.get("on") or self.stored["on"]
            person_id = self.stored["person_id"]
            own = facts.get("unit_id") or self.stored["unit_id"]
            own = own or unit_of(self.writer.connection, person_id, on)
            staff_id, self.new_staff = name_staff(self.writer, self.tree, text, own)
        if staff_id != self.stored["staff_id"]:
            before, after = self._name(self.stored["staff_id"]), self._name(staff_id)
            self.edits.append(Edit(CONTACT_FIELDS["by"].heading, before, after))
        return staff_id

    def _name(self, staff_id: int | None) -> str:
        return str(self.writer.row(Staff, staff_id)["name"]) if staff_id is not None else ""

    def _move_intention(self, on: date) -> None:
        said = table(Intention)
        query = select(said.c.id).where(said.c.contact_id == self.contact_id)
        for row_id in list(self.writer.connection.scalars(query)):
            self.writer.update(Intention, row_id, {"on": on})

    def _note(self, column: Column, before: Any, after: Any) -> None:
        if (before or None) != (after or None):
            self.edits.append(Edit(column.heading, told(column, before), told(column, after)))


def remove_contact(writer: Writer, contact_id: int) -> int:
    """Delete one contact with the intentions stated in it; return how many of those went along."""
    said = table(Intention)
    ids = list(writer.connection.scalars(select(said.c.id).where(said.c.contact_id == contact_id)))
    gone = writer.delete_many(Intention, ids) if ids else 0
    writer.delete_many(Contact, [contact_id])
    return gone


def find_contact(connection: Connection, contact_id: int) -> Any:
    """Return one contact's row; raises Refused when there is none of that number."""
    row = connection.execute(select(contacts).where(contacts.c.id == contact_id)).mappings().one_or_none()
    if row is None:
        raise Refused(f"没有 {number(Contact, contact_id)} 这次联络", "talentreg contact list 列出联络编号")
    return row
