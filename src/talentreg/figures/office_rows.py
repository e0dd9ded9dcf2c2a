"""The rows behind a figure of an office's own: the records or people its conditions fit, in a period."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, null, or_, select

from talentreg.figures.counted import Counted
from talentreg.figures.declaring import Declaration
from talentreg.figures.definition import Mode, Time
from talentreg.figures.register import enrolled
from talentreg.periods import Period
from talentreg.records.days import clean_end_day
from talentreg.records.fields import table
from talentreg.records.person import Person
from talentreg.store.conditions import read_conditions
from talentreg.store.listing import Field
from talentreg.store.listings import PEOPLE

_SIGN = re.compile("[=~<>≥≤≠＝～＜＞]")
"""What a condition has between a field and a value."""

person = table(Person)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a declaration asks for, understood."""

    connection: Connection
    told: Declaration
    counted: Counted
    mode: Mode
    time: Time
    day: Field | None = None
    end: Field | None = None
    amount: Field | None = None

    def conditions(self, day: date) -> tuple[list[ColumnElement[bool]], set[str]]:
        """Read the conditions as of a day; return them with the fields of the record they ask of."""
        told, listing = self.told, self.counted.listing
        where = self._read("where", told.where, day, people=False)
        people, asked = self._read("person", told.person, day, people=True)
        if not told.person or listing is PEOPLE:
            return [*where[0], *people], where[1] | asked
        whom = self.counted.person(told.who, day)
        if whom is None:
            raise told.refused("person", f"{self.counted.title}没有人可以加条件", "条件写在 where 里")
        meant = select(person.c.id).where(*people).correlate(None)
        return [*where[0], whom.in_(meant)], where[1]

    def _read(
        self, name: str, words: tuple[str, ...], day: date, *, people: bool
    ) -> tuple[list[ColumnElement[bool]], set[str]]:
        """Read the conditions of one entry, each by itself, so that a wrong one can be named."""
        listing, found, asked = PEOPLE if people else self.counted.listing, [], set[str]()
        for word in words:
            if not _SIGN.search(word):
                raise self.told.refused(name, f"「{word}」不是 字段=内容 的写法", "如 学历=博士 年龄≥35")
            with self.told.reading(name):
                conditions, fields = read_conditions(self.connection, listing, [word], day)
            found += conditions
            asked |= fields
        return found, asked


def records_fitting(asked: Asked) -> Callable[[Period], Select[Any]]:
    """Make the rows of records that fit, each under its own unit."""
    counted, told = asked.counted, asked.told
    conditions = cache(asked.conditions)

    def rows(period: Period) -> Select[Any]:
        as_of, fields = period.as_of, counted.listing.fields
        whom = counted.person(told.who, as_of)
        told_columns = {
            "person_id": null() if whom is None else whom,
            "record_id": counted.listing.key,
            "unit_id": counted.listing.place(as_of),
            "on": asked.day.ask(as_of) if asked.day else null(),
            "entered_on": fields["entered_on"].ask(as_of) if "entered_on" in fields else null(),
        }
        query = select(*(column.label(name) for name, column in told_columns.items()))
        query = query.select_from(counted.listing.source).where(*conditions(as_of)[0], *_days(asked, period))
        if asked.mode in (Mode.PERSONS, Mode.TIMES) and whom is not None:
            query = query.where(whom.is_not(None))
        if asked.amount is not None:
            amount = asked.amount.ask(as_of)
            query = query.add_columns(amount.label("amount")).where(amount.is_not(None))
        return query

    return rows


def _days(asked: Asked, period: Period) -> list[ColumnElement[bool]]:
    """Ask whether rows count in a period: by the day they are of, on its end by the days they last."""
    as_of = period.as_of
    day = asked.day.ask(as_of) if asked.day else None
    if asked.time is not Time.STOCK:
        assert day is not None
        return [day.between(period.start, as_of) if asked.time is Time.FLOW else day <= as_of]
    lasts = [] if day is None else [or_(day.is_(None), day <= as_of)]
    if asked.end is not None:
        end = asked.end.ask(as_of)
        still = end >= as_of if asked.end.column.clean is clean_end_day else end > as_of
        lasts.append(or_(end.is_(None), still))
    return lasts


def people_fitting(asked: Asked) -> Callable[[Period], Select[Any]]:
    """Make the rows of people in the register on the end day, or of those a day of whom is in the period."""
    conditions = cache(asked.conditions)

    def rows(period: Period) -> Select[Any]:
        there = enrolled(period)
        stock = asked.time is Time.STOCK
        on = there.c.on if stock or asked.day is None else asked.day.ask(period.as_of)
        entered_on = there.c.entered_on if stock else null()
        same = [there.c[name] for name in ("person_id", "record_id", "unit_id")]
        query = select(*same, on.label("on"), entered_on.label("entered_on"))
        query = query.join_from(there, person, person.c.id == there.c.person_id)
        within = [] if stock else _days(asked, period)
        return query.where(*conditions(period.as_of)[0], *within)

    return rows


def anybody_fitting(asked: Asked) -> Callable[[Period], Select[Any]]:
    """Make the rows of people whatever their status is: a condition says which counts."""
    conditions = cache(asked.conditions)

    def rows(period: Period) -> Select[Any]:
        as_of = period.as_of
        on = null() if asked.day is None or asked.time is Time.STOCK else asked.day.ask(as_of)
        query = select(
            person.c.id.label("person_id"),
            person.c.id.label("record_id"),
            PEOPLE.place(as_of).label("unit_id"),
            on.label("on"),
            null().label("entered_on"),
        )
        within = [] if asked.time is Time.STOCK else _days(asked, period)
        return query.where(*conditions(as_of)[0], *within)

    return rows
