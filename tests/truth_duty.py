"""The figures of leaders' duty reckoned a second way."""

from collections.abc import Callable, Iterator
from math import ceil

from truth_rows import Entry, Reckoning, Register, Row


class Duty(Reckoning):
    """The duty of leaders in one register on one day."""

    def __init__(self, register: Register) -> None:
        super().__init__(register)
        self.staff = {row["id"]: row for row in self.rows["staff"]}

    def found(self, key: str) -> list[Entry]:
        """List the evidence of a figure in the whole register."""
        ways: dict[str, Callable[[str], Iterator[Entry]]] = {
            **dict.fromkeys(("duty_met", "duty_due"), self._duties),
            **dict.fromkeys(("persons_assigned", "assignments_expired"), self._in_care),
            "persons_without_liaison": self._without_liaison,
            "leaders_assigned": self._leaders,
            "leaders_without_person": self._leaders_without,
            "duty_contacts": self._leaders_contacts,
        }
        return list(ways[key](key))

    def _running(self, kind: str) -> list[Row]:
        return [
            row
            for row in self.rows["assignment"]
            if row["kind"] == kind and row["on"] <= self.end <= (row["ended_on"] or "9999")
        ]

    def _care(self) -> list[Row]:
        """List the leaders' assignments that run on the last day, to people who are still there."""
        return [row for row in self._running("leader") if not self._is_gone(row["person_id"], self.end)]

    def _is_gone(self, person: int, day: str) -> bool:
        return self.register.status(person, day) in ("withdrawn", "deceased")

    def _of_person(self, row: Row) -> Entry:
        return self.entry(row, unit=self.register.unit_of(row["person_id"], self.end), late=False)

    def _of_leader(self, row: Row) -> Entry:
        return self.entry(row, unit=self.staff[row["leader_id"]]["unit_id"], late=False)

    def _in_care(self, key: str) -> Iterator[Entry]:
        for row in self._care():
            if key == "persons_assigned":
                yield self._of_person(row)
            elif (row["until"] or "9999") < self.end:
                yield self._of_leader(row)

    def _without_liaison(self, _: str) -> Iterator[Entry]:
        officers = self._running("liaison")
        people, units = ({row[name] for row in officers} - {None} for name in ("person_id", "unit_id"))
        for row in self._care():
            above = self.upwards(self.register.unit_of(row["person_id"], self.end))
            if row["person_id"] not in people and not units & set(above):
                yield self._of_person(row)

    def _leaders(self, _: str) -> Iterator[Entry]:
        for leader in sorted({row["leader_id"] for row in self._care()}):
            yield Entry(None, self.staff[leader]["unit_id"], leader)

    def _leaders_without(self, _: str) -> Iterator[Entry]:
        busy = {row["leader_id"] for row in self._care()}
        for one in self.staff.values():
            rule = self._rule(one, self.end)
            in_office = one["rank"] is not None and (one["left_on"] or "9999") >= self.end
            if in_office and one["id"] not in busy and rule and rule["quota"] > 0:
                yield Entry(None, one["unit_id"], one["id"])

    def _rule(self, leader: Row, day: str) -> Row | None:
        """Find a leader's rule on a day: the nearest unit's, there that of the rank, then the newest."""
        rules = [
            row
            for row in self.rows["duty_rule"]
            if row["on"] <= day <= (row["until"] or "9999") and row["rank"] in (None, leader["rank"])
        ]
        for place in (*self.upwards(self._unit_then(leader["unit_id"], day)), None):
            if here := [row for row in rules if row["unit_id"] == place]:
                return max(here, key=lambda row: (row["rank"] is not None, row["on"], row["id"]))
        return None

    def _unit_then(self, unit: int | None, day: str) -> int | None:
        """Return what a unit was on a day before it moved."""
        units = {row["id"]: row for row in self.rows["unit"]}
        was = {row["successor_id"]: row for row in self.rows["unit"]}
        while (now := units.get(unit or 0)) and (now["opened_on"] or "") > day and unit in was:
            then = was[unit]
            if (then["name"], then["closed_on"]) != (now["name"], now["opened_on"]):
                break
            unit = then["id"]
        return unit

    def _duties(self, key: str) -> Iterator[Entry]:
        for row in self.rows["assignment"]:
            last = min(row["ended_on"] or "9999", self.end)
            rule = self._rule(self.staff[row["leader_id"]], last)
            if row["kind"] != "leader" or row["on"] > self.end or last < self._year or not rule:
                continue
            required = self._required(row, rule)
            owed = required > 0 and not self._is_gone(row["person_id"], last)
            if owed and (key == "duty_due" or self._count_done(row, rule) >= required):
                yield self._of_leader(row)

    @property
    def _year(self) -> str:
        return f"{self.end[:4]}-01-01"

    def _required(self, row: Row, rule: Row) -> int:
        ended, least = row["ended_on"] or "9999", int(rule["least"])
        if rule["midyear"] == "prorated":
            begins = max(row["on"], self._year)[5:7]
            ends = min(ended, f"{self.end[:4]}-12-31")[5:7]
            return ceil(least * (int(ends) - int(begins) + 1) / 12)
        all_year = row["on"] <= self._year and ended >= self.end
        return 0 if rule["midyear"] == "exempt" and not all_year else least

    def _count_done(self, row: Row, rule: Row) -> int:
        channels = (rule["channels"] or "").split("、") if rule["channels"] else None
        made = [one for one in self.rows["contact"] if self._year <= one["on"] <= self.end]
        return sum(_serves(one, row) and (not channels or one["channel"] in channels) for one in made)

    def _leaders_contacts(self, _: str) -> Iterator[Entry]:
        care = [row for row in self.rows["assignment"] if row["kind"] == "leader"]
        for one in self.rows["contact"]:
            if self.within(one["on"]) and any(_serves(one, row) for row in care):
                yield self.entry(one)


def _serves(contact: Row, row: Row) -> bool:
    """Whether a contact is one of a leader's, or of the delegate, with whom they care for."""
    return bool(
        contact["person_id"] == row["person_id"]
        and contact["direction"] == "outbound"
        and contact["reached"] == "self"
        and contact["staff_id"] is not None
        and contact["staff_id"] in (row["leader_id"], row["delegate_id"])
        and row["on"] <= contact["on"] <= (row["ended_on"] or "9999")
    )
