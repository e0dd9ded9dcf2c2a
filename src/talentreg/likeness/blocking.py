"""Which pairs are worth comparing: people who share a key; a key too many share is cut by a second one."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from talentreg.likeness.commonness import folded
from talentreg.likeness.digits import only_digits
from talentreg.likeness.names import plain, sounds
from talentreg.likeness.people import Profile
from talentreg.store.units import UnitTree

LARGEST = 6
"""People of one block who are all compared with one another; more are cut, so that namesakes cost little."""

NEIGHBOURS = 24
"""People of a block that nothing cuts who are compared with one another, those of like names together."""

DEEPEST = 3
"""Keys by which a block is cut before neighbours alone are compared."""

Key = Callable[[Profile], Hashable | None]
Keys = Callable[[Profile], Sequence[Hashable]]


def _heard(one: Profile) -> Hashable:
    """Key a name by its letters in order: homophones and swapped characters fall together."""
    heard = sounds(one.name, one.pinyin)
    return "".join(sorted(heard[0])) if heard else plain(one.name)


def _every_sound(one: Profile) -> list[Hashable]:
    """Key a name by each reading; a long one also by its beginning."""
    name = plain(one.name)
    keys: list[Hashable] = list(
        dict.fromkeys("".join(sorted(sound)) for sound in sounds(one.name, one.pinyin))
    )
    return [*(keys or [name]), *([("long", name[:3])] if len(name) > 4 else [])]


def _numbers(one: Profile) -> list[Hashable]:
    found = {number for number in (one.phone, one.second_phone, one.relative_phone) if number}
    if one.written_phone and len(written := only_digits(one.written_phone)) > 9:
        found.add(written)
    return list(found)


def _accounts(one: Profile) -> list[Hashable]:
    return [folded(account) for account in (one.wechat, one.email) if account]


def _parts_of_id(one: Profile) -> list[Hashable]:
    """Key an ID number by parts of which a single slip leaves one whole."""
    number = one.id_number or only_digits(one.written_id)
    if len(number) == 15:
        number = f"{number[:6]}19{number[6:]}"
    if len(number) != 18:
        return [number] if number else []
    return [("area", number[:14]), ("birth", number[6:17]), *([number] if one.written_id else [])]


def _birth_day(one: Profile) -> list[Hashable]:
    """Key a whole birth date with the surname, and with the given name's last character."""
    if not one.birth or len(one.birth) < 10 or one.birth.endswith("-01-01"):
        return []
    name = plain(one.name)
    return [(one.birth, name[:1]), (one.birth, "", name[-1:])]


def _birth_month(one: Profile) -> list[Hashable]:
    return [(one.unit_id, one.birth[:7])] if one.unit_id and one.birth and len(one.birth) > 6 else []


def _tails(one: Profile) -> list[Hashable]:
    """Key a mobile number by parts of which a single slip leaves one whole, with the surname."""
    surname = plain(one.name)[:1]
    numbers = [number for number in one.phones if len(number) == 11]
    return [(surname, *part) for number in numbers for part in (("head", number[:8]), ("tail", number[-7:]))]


FIRST: tuple[Keys, ...] = (
    _every_sound,
    _numbers,
    _accounts,
    _parts_of_id,
    _birth_day,
    _birth_month,
    _tails,
)
"""The keys of which sharing one is enough."""


def _part(value: str | None, begin: int, end: int | None = None) -> str | None:
    return value[begin:end] or None if value else None


def cutting_keys(tree: UnitTree) -> tuple[Key, ...]:
    """List what a block too large is cut by: everything that would make two of its people the same."""

    def street(one: Profile) -> Hashable | None:
        node = tree.nodes.get(one.unit_id or 0)
        return node and (node.parent_id if node.level in ("community", "grid") else node.id)

    def born_there(one: Profile) -> Hashable | None:
        return (street(one), one.birth[:4]) if one.unit_id and one.birth else None

    return (
        _heard,
        lambda one: one.phone,
        lambda one: one.second_phone or one.phone,
        lambda one: one.relative_phone,
        lambda one: _part(one.birth, 0, 7),
        lambda one: _part(one.birth, 0, 4),
        lambda one: _part(one.birth, 5) if one.birth and len(one.birth) > 7 else None,
        lambda one: one.unit_id,
        born_there,
        street,
        lambda one: folded(one.employer) if one.employer else None,
        lambda one: one.home_address or None,
        lambda one: (one.relative, _part(one.school, 0)) if one.relative else None,
        lambda one: _part(one.phone, -7),
        lambda one: _part(one.phone, 0, 8),
        lambda one: _part(one.id_number or one.written_id, 6, 17),
    )


class Blocks:
    """Who shares a key with whom, by place in the list of people."""

    def __init__(self, profiles: Sequence[Profile], tree: UnitTree) -> None:
        """Find all blocks; each is kept once, as the places of its people in rising order."""
        self.profiles, self.cutting = profiles, cutting_keys(tree)
        self.blocks: list[array[int]] = []
        for keys in FIRST:
            for members in self._sharing(keys):
                self._keep(members, self.cutting, DEEPEST)
        self.of: list[array[int] | None] = [None] * len(profiles)
        for number, block in enumerate(self.blocks):
            for place in block:
                listed = self.of[place]
                if listed is None:
                    self.of[place] = array("i", (number,))
                else:
                    listed.append(number)

    def after(self, place: int) -> set[int]:
        """Return the places behind one whose people share a block with its own."""
        found: set[int] = set()
        for number in self.of[place] or ():
            found.update(self.blocks[number])
        return {other for other in found if other > place}

    def _sharing(self, keys: Keys) -> Iterator[Sequence[int]]:
        shared: dict[int, int | list[int]] = {}
        for place, one in enumerate(self.profiles):
            for key in map(hash, keys(one)):  # a third of the memory; two keys of one hash cost a comparison
                held = shared.setdefault(key, place)
                if isinstance(held, list):
                    held.append(place)
                elif held != place:
                    shared[key] = [held, place]
        yield from (held for held in shared.values() if isinstance(held, list))

    def _keep(self, members: Sequence[int], cutting: Sequence[Key], depth: int) -> None:
        """Keep a block, or the parts a second key cuts it into, each of which may be cut once more."""
        if len(members) <= LARGEST:
            self.blocks.append(array("i", members))
            return
        if not depth or not cutting:
            self._keep_neighbours(members)
            return
        cut = False
        for order, key in enumerate(cutting):
            for part in self._parted(members, key):
                if len(part) < len(members):
                    self._keep(part, cutting[order + 1 :], depth - 1)
                    cut = True
        if not cut:
            self._keep_neighbours(members)

    def _keep_neighbours(self, members: Sequence[int]) -> None:
        """Keep those alike in name and birth together, where nothing else cuts a block."""
        by = self.profiles
        ordered = sorted(members, key=lambda place: (by[place].name, by[place].birth or ""))
        for start in range(0, len(ordered), NEIGHBOURS // 2):
            self.blocks.append(array("i", sorted(ordered[start : start + NEIGHBOURS])))

    def _parted(self, members: Sequence[int], key: Key) -> list[list[int]]:
        parts: defaultdict[Hashable, list[int]] = defaultdict(list)
        for place in members:
            if (value := key(self.profiles[place])) is not None:
                parts[value].append(place)
        return [part for part in parts.values() if len(part) > 1]
