"""Whether a row speaks of somebody whose data was erased: it must not bring them back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from talentreg.intake.drafts import Draft
from talentreg.intake.matching import Known
from talentreg.intake.placing import Places
from talentreg.intake.plan import Outcome
from talentreg.intake.problems import Weight
from talentreg.intake.sheet import Book
from talentreg.records.fields import id_from_number
from talentreg.records.person import Person
from talentreg.store.tombstones import (
    Key,
    Tombstones,
    contact_key,
    file_key,
    line_key,
    load_tombstones,
    number_key,
)
from talentreg.store.units import UnitTree

SAYING = ("name", "id_number", "phone", "second_phone", "birth")
"""Fields of a row that may tell whom it means."""

TOLD = "这一行的人已应要求删除，没有导入；确需重新登记请加 --allow-erased"


@dataclass(slots=True)
class ErasedPeople:
    """The tombstones a register holds; empty when erased people may come in again.

    `files` are the books of this import that erased people came from, by name with their fingerprints.
    """

    tree: UnitTree
    stones: Tombstones = field(default_factory=Tombstones)
    files: Mapping[str, str] = field(default_factory=dict)

    def find(self, draft: Draft, unit_id: int | None) -> int | None:
        """Return the number of the erased person a row speaks of; None when it speaks of nobody erased."""
        if not self.stones:
            return None
        fields = {name: draft.get(f"person.{name}") for name in SAYING}
        place = self.tree.nodes[unit_id].name if unit_id is not None else ""
        return self.certain(draft) or self.stones.of_person(fields, place)

    def of_contact(self, draft: Draft, unit_id: int | None) -> int | None:
        """Return the erased person whom a contact row means; here name and unit are enough."""
        if not self.stones:
            return None
        name = draft.get("person.name") or ""
        above = [contact_key(name, node.name) for node in self.tree.ancestors(unit_id)]
        return self.find(draft, unit_id) or self.stones.find(above[:1] or [contact_key(name, "")])

    def certain(self, draft: Draft) -> int | None:
        """Return the erased person a row is known to mean, whoever else it fits.

        It is the very line of the very file that brought them in, or bears their name and number.
        """
        if not self.stones or not self.stones.knows(draft.get("person.name") or ""):
            return None
        return self.stones.find(self._certain_keys(draft))

    def instead(self, draft: Draft, found: Known) -> int | None:
        """Return the erased person a row means though it fits somebody who is there.

        None when that is they themselves, who came in again on purpose.
        """
        erased = self.certain(draft)
        if erased is None or found.is_planned:
            return None
        place = self.tree.nodes[found.unit_id].name if found.unit_id is not None else ""
        return None if self.stones.of_person(found.fields, place) else erased

    def _certain_keys(self, draft: Draft) -> Iterator[Key]:
        name = draft.get("person.name") or ""
        if digest := self.files.get(draft.file):
            yield line_key(name, digest, draft.sheet, draft.line)
        if person_id := id_from_number(Person, draft.get("number") or ""):
            yield number_key(name, person_id)


def pass_over(draft: Draft, places: Places) -> Outcome:
    """Leave out a row that speaks of somebody whose data was erased; nothing of the row is kept."""
    draft.problems.clear()
    draft.note(Weight.NOTICE, TOLD)
    places.forget()
    return Outcome.SKIPPED


def load_erased(
    connection: Connection, tree: UnitTree, books: Sequence[Book], *, allowed: bool
) -> ErasedPeople:
    """Read the tombstones, none if erased people are `allowed` to come in again."""
    stones = Tombstones() if allowed else load_tombstones(connection)
    files = {book.name: book.digest for book in books if stones and stones.find([file_key(book.digest)])}
    return ErasedPeople(tree, stones, files)
