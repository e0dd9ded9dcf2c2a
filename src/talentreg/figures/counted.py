"""What an office may count with a figure of its own: every list there is, its days, numbers and people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, select

from talentreg.errors import Refused, Unknown
from talentreg.records.benefit import Benefit
from talentreg.records.contact import Contact
from talentreg.records.days import DAYS
from talentreg.records.fields import Record, table
from talentreg.records.ledgers import LEDGERS
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import fold
from talentreg.records.unit import Unit
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Kind, Listing
from talentreg.store.listings import CONTACTS, PEOPLE, STAFF, UNITS

OWN_DAY = "on"
_ELSEWHERE = {
    "inclusion": "本人期末所属单位",
    "tenancy": "本人期末所属单位",
    "partner": "项目的落地单位",
    "arrival": "项目的落地单位",
    "payment": "待遇的计入单位；没有写的，为本人应发当天所属单位",
    "membership": "工作站的设立单位",
}
"""Whose a row is that has no unit of its own."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One list an office may count; `ledger` is the name of the ledger it is, blank for any other."""

    name: str
    title: str
    listing: Listing
    record: type[Record]
    ledger: str = ""

    @property
    def counter(self) -> str:
        """What one row of it is counted in."""
        return self.listing.unit_word

    @property
    def whose(self) -> str:
        """Say whose unit a row counts for, where that does not follow from the record."""
        return _ELSEWHERE.get(self.ledger, "")

    @property
    def days(self) -> list[Field]:
        """The fields that hold whole days."""
        return [one for one in self.listing.fields.values() if _is_day(one)]

    @property
    def numbers(self) -> list[Field]:
        """The fields that hold numbers."""
        return [one for one in self.listing.fields.values() if one.kind is Kind.NUMBER]

    def day(self, text: str) -> Field | None:
        """Return the field a day is read from, without a text the row's own; raises Refused for others."""
        if not text:
            own = self.listing.fields.get(OWN_DAY)
            return own if own and _is_day(own) else None
        return _picked(self.listing.find(text), self.days, "日期")

    def end(self, text: str) -> Field | None:
        """Return the field of the last day a row counts on; without a text the one that ends it."""
        if text:
            return _picked(self.listing.find(text), self.days, "日期")
        names = ("until", *self.listing.usual_unless)
        fields = (self.listing.fields.get(name) for name in names)
        return next((one for one in fields if one and _is_day(one)), None)

    def number(self, text: str) -> Field:
        """Return the field numbers are read from; raises Refused for a field of another kind."""
        return _picked(self.listing.find(text), self.numbers, "数")

    def person(self, text: str, day: date) -> ColumnElement[Any] | None:
        """Ask for the person a row is about, or whom a field of it names; None where there is nobody."""
        if not text and self.ledger == "payment":
            due = table(Benefit).alias()
            rows = self.listing.key.table
            return select(due.c.person_id).where(due.c.id == rows.c.benefit_id).scalar_subquery()
        found = self.listing.find(text) if text else self.listing.fields.get("person")
        if found is None or found.record is not Person:
            if text:
                raise Refused(f"「{text}」不是写人的一栏", f"可写：{'、'.join(self._people()) or '（没有）'}")
            return None
        return (found.key or found.ask)(day)

    def _people(self) -> list[str]:
        fields = self.listing.fields.values()
        return [one.heading for one in fields if one.record is Person and one.kind is Kind.REFERENCE]


def find_counted(text: str) -> Counted:
    """Return the list of a name or title; raises Unknown with the nearest."""
    known = _named()
    if found := known.get(fold(text)):
        return found
    near = dict.fromkeys(known[one].title for one in get_close_matches(fold(text), known, 3, 0.5))
    hint = f"是不是：{'、'.join(near)}" if near else f"可写：{'、'.join(one.title for one in all_counted())}"
    raise Unknown(f"没有「{text}」这种记录", hint)


@cache
def all_counted() -> tuple[Counted, ...]:
    """List what an office may count; numbers typed by hand are figures already."""
    ledgers = [one for one in LEDGERS.values() if one.name != "number"]
    return (
        Counted("person", "人才", PEOPLE, Person),
        Counted("contact", "联络", CONTACTS, Contact),
        Counted("unit", "单位", UNITS, Unit),
        Counted("staff", "工作人员", STAFF, Staff),
        *(Counted(one.name, one.title, ledger_listing(one), one.record, one.name) for one in ledgers),
    )


@cache
def _named() -> Mapping[str, Counted]:
    named: dict[str, Counted] = {}
    for one in all_counted():
        for word in (one.name, one.title, *((LEDGERS[one.ledger].command,) if one.ledger else ())):
            named.setdefault(fold(word), one)
    return named | {fold("人员"): named[fold("人才")], fold("联系"): named[fold("联络")]}


def _is_day(one: Field) -> bool:
    return one.kind is Kind.DATE and one.column.clean in DAYS


def _picked(found: Field, allowed: list[Field], kind: str) -> Field:
    if found not in allowed:
        listed = "、".join(one.heading for one in allowed) or "（没有）"
        raise Refused(f"「{found.heading}」不是{kind}", f"可写：{listed}")
    return found
