"""Pairs of records that may be of one person: how likely, and why."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from sqlalchemy import Connection

from talentreg.likeness.blocking import Blocks
from talentreg.likeness.commonness import Commonness
from talentreg.likeness.evidence import EVIDENCE, Finding
from talentreg.likeness.people import Profile, read_profiles
from talentreg.store.units import UnitTree

LIKELY = 40
"""The score from which a pair is listed: to look at one in vain costs less than to miss one."""

AGAINST_KIN = -1.1
"""The bits by which two records of one family are more likely of two people."""

HARDNESS = 3.0
"""Bits that double the odds a score stands for; one would do, but all likely pairs would score 99 then."""


DIFFERENT_NAMES = EVIDENCE["name"].levels["different"].words
ACCOUNTS = ("wechat", "email")
FIRM = ("id_number", "birth", "sex")
"""What a person is born with beside a name: whatever else is known can make up for little of it."""

LATER = tuple((key, kind) for key, kind in EVIDENCE.items() if key not in ("name", *FIRM))

_MOST = {key: max(0, *(level.kin for level in kind.levels.values())) for key, kind in EVIDENCE.items()}
MOST_TO_COME = sum(_MOST[key] for key, _ in LATER if key not in ACCOUNTS)
"""The bits all else may bring at the most, accounts apart: few people have any."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who may be one, the lower number first.

    `score` goes from 0 to 100; `reasons` and `against` say in words what speaks for it and what does not,
    the weightiest first.
    """

    first: Profile
    second: Profile
    score: int
    reasons: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def ids(self) -> tuple[int, int]:
        """The numbers of the two."""
        return self.first.id, self.second.id


def find_pairs(
    connection: Connection,
    tree: UnitTree,
    least: int = LIKELY,
    scope: int | None = None,
    step: Callable[[], None] = lambda: None,
) -> list[Pair]:
    """List the pairs that reach a score, the likeliest first; of a scope those of whom one belongs to it."""
    profiles = read_profiles(connection)
    common, blocks = Commonness(profiles, tree), Blocks(profiles, tree)
    units = None if scope is None else {scope, *(node.id for node in tree.below(scope))}
    pairs: list[Pair] = []
    for place, first in enumerate(profiles):
        step()
        for other in blocks.after(place):
            second = profiles[other]
            if units is not None and not _touches(units, first, second):
                continue
            if pair := compare(first, second, common, least):
                pairs.append(pair)
    return sorted(pairs, key=lambda pair: (-pair.score, pair.ids))


def compare(first: Profile, second: Profile, common: Commonness, least: int = 1) -> Pair | None:
    """Compare two people; None when they cannot reach a score."""
    if first.id > second.id:
        first, second = second, first
    firm = [found for key in FIRM if (found := EVIDENCE[key].weigh(first, second, common))]
    lacking = bits_of(least) - AGAINST_KIN - sum(found.kin for found in firm) - _most_to_come(first, second)
    if _MOST["name"] < lacking:
        return None
    name = EVIDENCE["name"].weigh(first, second, common)
    assert name is not None
    if name.kin < lacking or (name.words == DIFFERENT_NAMES and not _may_differ_in_name(first, second)):
        return None
    later = (kind.weigh(first, second, common) for _, kind in LATER)
    findings = [name, *firm, *(found for found in later if found)]
    score = score_of(findings, common)
    return Pair(first, second, score, *_worded(findings)) if score >= least else None


@lru_cache(maxsize=128)
def bits_of(score: int) -> float:
    """Return the bits from which a score is reached."""
    return -HARDNESS * log2(100 / (score - 0.5) - 1)


def _most_to_come(first: Profile, second: Profile) -> float:
    """Return what else may tell two from a family once names, ID numbers, birth and sex are known."""
    both = (name for name in ACCOUNTS if getattr(first, name) and getattr(second, name))
    return MOST_TO_COME + sum(_MOST[name] for name in both)


def score_of(findings: Sequence[Finding], common: Commonness) -> int:
    """Weigh findings against both ways of being two people: strangers, and of one family."""
    strangers = common.against_strangers + sum(found.stranger for found in findings)
    kin = AGAINST_KIN + sum(found.kin for found in findings)
    low, high = sorted((strangers, kin))
    bits = low - log2(1 + 2.0 ** (low - high))
    return min(99, round(100 / (1 + 2 ** (-bits / HARDNESS))))


def _may_differ_in_name(first: Profile, second: Profile) -> bool:
    """Whether numbers may say that two are one though their names have nothing in common."""
    if (first.written_id or second.written_id) and (first.id_number or second.id_number):
        return True
    for name in ACCOUNTS:
        if (one := getattr(first, name)) and one == getattr(second, name):
            return True
    return bool(first.written_id and second.written_id)


def _worded(findings: Sequence[Finding]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    told = sorted((one for one in findings if one.words), key=lambda one: -one.stranger - one.kin)
    reasons = tuple(one.words for one in told if one.stranger + one.kin > 0)
    return reasons, tuple(one.words for one in reversed(told) if one.stranger + one.kin <= 0)


def _touches(units: Collection[int], first: Profile, second: Profile) -> bool:
    return first.unit_id in units or second.unit_id in units
