"""What the rows of an import call people by, so that nobody else need be read."""

from dataclasses import dataclass, field

from talentreg.intake.drafts import Cleaned
from talentreg.records.fields import id_from_number
from talentreg.records.numbers import birth_of
from talentreg.records.person import Person
from talentreg.store.former import Former


@dataclass(slots=True)
class Sought:
    """What the rows of an import call people by."""

    id_numbers: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    births: set[tuple[str, str]] = field(default_factory=set)

    def add(self, cleaned: Cleaned) -> None:
        """Take what a list calls people by."""
        id_numbers, names = cleaned.values("person.id_number"), cleaned.values("person.name")
        self.id_numbers.update(filter(None, id_numbers))
        numbers = (id_from_number(Person, number) for number in cleaned.values("number") if number)
        self.ids.update(filter(None, numbers))
        self.phones.update(filter(None, cleaned.values("person.phone")))
        births = cleaned.values("person.birth") or [None] * len(names)
        for name, birth, id_number in zip(names, births, id_numbers or births, strict=False):
            stated = birth or (birth_of(id_number) if id_numbers and id_number else "")
            if name and len(stated) >= 7:
                self.births.add((name, stated[:7]))

    def has(self, former: Former) -> bool:
        """Whether the rows may mean somebody by what they were known by before."""
        get = former.fields.get
        phones = {get("phone"), get("second_phone")}
        born = (former.fields["name"], (get("birth") or "")[:7])
        return (
            former.id in self.ids
            or get("id_number") in self.id_numbers
            or not phones.isdisjoint(self.phones)
            or born in self.births
        )
