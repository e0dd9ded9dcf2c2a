"""How common a value is: a rare name, a number that only two people have, say more than others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log2

from talentreg.likeness.names import plain, sounds
from talentreg.likeness.people import Profile
from talentreg.records.text import fold
from talentreg.store.units import UnitTree

FEWEST = 3_000
"""People a register is taken to have at the least: a small one says little of how common a name is."""

SECOND_RECORDS = 0.12
"""The share of people who are taken to have a second record."""

_USUAL = {1: 1 / 500, 2: 1 / 6_000, 3: 1 / 40_000}
"""How often a name of so many characters occurs where nothing is known of it."""

TWO = 2
"""Those who are compared: what nobody else has is not counted further."""

_RAREST = 1 / 100_000
_KNOWN = 30_000
"""People whose names are taken to be known beforehand."""


class Commonness:
    """How often names, numbers, employers and units occur in one register."""

    def __init__(self, profiles: Sequence[Profile], tree: UnitTree) -> None:
        """Count everything once."""
        self.tree, self.total = tree, len(profiles)
        self.people = max(self.total, FEWEST)
        self.names = _repeated(plain(one.name) for one in profiles)
        self.heard = _repeated(sound for one in profiles for sound in sounds(one.name, one.pinyin))
        self.numbers = _repeated(number for one in profiles for number in _numbers(one))
        self.employers = _repeated(folded(one.employer) for one in profiles if one.employer)
        self.schools = _repeated(folded(one.school) for one in profiles if one.school)
        self.units = Counter(one.unit_id for one in profiles)
        self.below = self._count_below()

    @property
    def against_strangers(self) -> float:
        """The bits by which two records picked at random are more likely of two people."""
        return log2(SECOND_RECORDS * 2 / self.people)

    def name_bits(self, name: str) -> float:
        """Return how much it says that two have one name."""
        return self._bits(self.names.get(plain(name), TWO), len(plain(name)))

    def sound_bits(self, first: Profile, second: Profile) -> float:
        """Return how much it says that two names sound alike."""
        shared = set(sounds(first.name, first.pinyin)) & set(sounds(second.name, second.pinyin))
        return self._bits(
            max((self.heard.get(one, TWO) for one in shared), default=TWO), len(plain(first.name))
        )

    def holders(self, number: str) -> int:
        """Return how many people have a number, as their own or a relative's."""
        return self.numbers.get(number, TWO)

    def share_bits(self, count: int) -> float:
        """Return how much it says that two share what so many have."""
        return log2(self.total / max(count, 1))

    def employer_bits(self, employer: str) -> float:
        """Return how much it says that two work for one employer."""
        return self.share_bits(self.employers.get(employer, TWO))

    def school_bits(self, school: str) -> float:
        """Return how much it says that two went to one school."""
        return self.share_bits(self.schools.get(school, TWO))

    def unit_bits(self, unit_id: int | None, *, whole: bool = False) -> float:
        """Return how much it says that two belong to a unit, or `whole`: to anything below it."""
        return self.share_bits((self.below if whole else self.units)[unit_id])

    def _bits(self, count: int, length: int) -> float:
        """Weigh a name by the others who bear it, beside the two."""
        usual = _USUAL.get(length, _RAREST) * _KNOWN
        return -log2((max(count - 2, 0) + usual) / (self.total + _KNOWN))

    def _count_below(self) -> Counter[int | None]:
        below: Counter[int | None] = Counter()
        for unit_id, count in self.units.items():
            for node in self.tree.ancestors(unit_id):
                below[node.id] += count
        return below


def _repeated(values: Iterable[str]) -> dict[str, int]:
    """Count what more than two have; the two who are compared need not be remembered."""
    return {value: count for value, count in Counter(values).items() if count > TWO}


def _numbers(one: Profile) -> set[str]:
    return {number for number in (one.phone, one.second_phone, one.relative_phone) if number}


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Make an employer, a school or an address comparable; the sender's punctuation goes."""
    return "".join(character for character in fold(text) if character.isalnum())
