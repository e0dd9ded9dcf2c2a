"""What the second reckoning of figures is made of: pieces of evidence, the register they are found in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

Row = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One piece of evidence: whom or what it counts, where, by which record, when, whether typed late."""

    person: int | None
    unit: int | None
    record: int
    late: bool = False
    on: str | None = None
    amount: float = 1
    who: str | None = None

    @property
    def whom(self) -> int | str | None:
        """Whoever is counted: a person of the register, else somebody by name."""
        return self.person or self.who


class Register(Protocol):
    """What the work is reckoned in: rows by table, a period, the histories of people."""

    rows: dict[str, list[Row]]
    persons: dict[int, Row]
    parent: dict[int, int | None]
    first: str
    last: str
    end: str

    def unit_of(self, person: int, day: str) -> int | None: ...

    def status(self, person: int, day: str) -> str: ...

    def lies_in(self, unit: int | None, scope: int | None) -> bool: ...

    def gaps(self, person: Row) -> list[str]: ...


class Reckoning:
    """Figures of one register in one period."""

    def __init__(self, register: Register) -> None:
        self.register, self.rows = register, register.rows
        self.first, self.last, self.end = register.first, register.last, register.end

    def within(self, day: str | None) -> bool:
        return day is not None and self.first <= day <= self.end

    def entry(self, row: Row, **more: Any) -> Entry:
        """Make the evidence of a row, under its own unit or its person's on the row's day."""
        person, unit = row.get("person_id"), row.get("unit_id")
        if unit is None and person is not None and "unit" not in more:
            unit = self.register.unit_of(person, row["on"])
        told: dict[str, Any] = {"person": person, "unit": unit, "record": row["id"], "on": row.get("on")}
        return Entry(**{**told, "late": (row.get("entered_on") or "") > self.end, **more})

    def upwards(self, unit: int | None) -> Iterator[int]:
        while unit is not None:
            yield unit
            unit = self.register.parent[unit]


def age_band(birth: str, day: str) -> str:
    """Find the age band of somebody on a day."""
    full = (birth + "-01-01")[:10]
    age = int(day[:4]) - int(full[:4]) - (day[5:] < full[5:])
    bands = {"30岁及以下": 30, "31—40岁": 40, "41—50岁": 50, "51—60岁": 60, "61岁及以上": 999}
    return next(band for band, limit in bands.items() if age <= limit)
