"""What a register holds that begins with what is typed, looked up without loading any library.

Meant for answers while somebody types: nothing is written, and what cannot be read at once counts as nothing.
Of too many answers the first and the last in order are given: what all have in common, these have.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talentreg.records.pinyin import typed_key

PATIENCE = 0.2
"""Seconds to wait for a register somebody is writing to."""

_HIGHEST = "\U0010ffff"
_NAMES = "select name, count(*), min(id) from person where {} group by name order by name"
_BEARERS = """select id, unit, count(*) over (partition by unit) from (
    select p.id, coalesce((select u.name from affiliation a join unit u on u.id = a.unit_id
                           where a.person_id = p.id order by a."on" desc, a.id desc limit 1), '') as unit
    from person p where p.name = ?) where unit >= ? and unit < ? order by unit, id"""
_OF_LEDGER = "select id, name, count(*) over (partition by name) from {} where {} {} order by id desc"
_BATCHES = "select distinct batch from benefit where batch >= ? and batch < ? order by batch"
_OF_LIST = (
    "select word from open_word where list = ? and word = standard and word >= ? and word < ? order by id"
)

Nodes = dict[int, tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Somebody or something whose name begins as typed.

    `word` is what a command takes for it, `about` says a little more.
    """

    word: str
    about: str = ""


def schema_version(path: Path) -> int | None:
    """Return how many migrations a register has seen; None for a file that cannot be asked."""
    found = _ask(path, "pragma user_version")
    return int(found[0][0]) if found else None


def people_like(path: Path, start: str, most: int) -> list[Glimpse]:
    """List people whose name, pinyin, initials or register number begin so; namesakes by `姓名@单位`."""
    if re.fullmatch(r"[Rr]\d+", start):
        query = "select id, name from person where printf('R%06d', id) glob ? order by id"
        return [Glimpse(f"R{row:06}", name) for row, name in _some(path, query, [f"{start.upper()}*"], most)]
    name, at, unit = start.partition("@")
    if at:
        return _bearers(path, name, unit, most)
    asked, values = "name >= ? and name < ?", _range(start)
    if start.isascii() and (key := typed_key(start)):
        asked, values = f"({asked}) or pinyin like ?", [*values, f"% {key}%"]
    found = _some(path, _NAMES.format(asked), values, most)
    if not start and len(found) == most:
        return []  # a whole town says nothing to somebody who typed nothing
    if len(found) == 1 and found[0][1] > 1:
        return _bearers(path, found[0][0], "", most)
    return [Glimpse(name, f"{times}人" if times > 1 else f"R{row:06}") for name, times, row in found]


def units_like(path: Path, start: str, most: int) -> list[Glimpse]:
    """List units whose name begins so, a name that repeats as its path; `街道/` lists what is below."""
    nodes: Nodes = {
        row[0]: (row[1], row[2]) for row in _ask(path, "select id, name, parent_id from unit order by name")
    }
    times = Counter(name for name, _ in nodes.values())
    above, slash, last = start.replace("／", "/").rpartition("/")
    found = []
    for unit_id, (name, _) in nodes.items():
        own, *higher = _upwards(nodes, unit_id)
        if own.startswith(last) and (not slash or above.rpartition("/")[2] in higher):
            repeated = times[name] > 1 and higher and not slash
            word = f"{higher[0]}/{name}" if repeated else f"{above}{slash}{name}"
            found.append(Glimpse(word, "/".join(reversed(higher))))
    return _first_and_last(found, most)


def staff_like(path: Path, start: str, most: int) -> list[Glimpse]:
    """List the members of staff whose name begins so."""
    query = "select distinct name from staff where name >= ? and name < ? order by name"
    return [Glimpse(name) for (name,) in _some(path, query, _range(start), most)]


def rows_like(path: Path, of: tuple[str, str, str], start: str, most: int) -> list[Glimpse]:
    """List rows of a ledger whose name or number begins so, newest first; a name that repeats as its number.

    `of` is its table, the letter of its numbers, and its kind where several share the table.
    """
    rows, letter, kind = of
    asked, values = "name >= ? and name < ?", _range(start)
    if re.fullmatch(rf"{letter}\d*", start, re.IGNORECASE):
        asked, values = f"printf('{letter}%06d', id) glob ?", [f"{start.upper()}*"]
    query = _OF_LEDGER.format(rows, asked, "and kind = ?" if kind else "")
    named = [
        (f"{letter}{row:06}", name, times)
        for row, name, times in _some(path, query, [*values, *([kind] if kind else [])], most)
    ]
    by_number = "glob" in asked
    return [
        Glimpse(own, name) if by_number or times > 1 else Glimpse(name, own)
        for own, name, times in named
        if name
    ]


def batches_like(path: Path, start: str, most: int) -> list[Glimpse]:
    """List the batches of benefits whose name begins so."""
    return [Glimpse(batch) for (batch,) in _some(path, _BATCHES, _range(start), most)]


def words_like(path: Path, name: str, start: str, most: int) -> list[Glimpse]:
    """List the standard words of an open list that begin so."""
    return [Glimpse(word) for (word,) in _some(path, _OF_LIST, [name, *_range(start)], most)]


def _bearers(path: Path, name: str, unit: str, most: int) -> list[Glimpse]:
    """Tell those of one name apart: by unit, else by number."""
    found = _some(path, _BEARERS, [name, *_range(unit)], most)
    return [
        Glimpse(f"{name}@{place}", f"R{row:06}")
        if place and times == 1
        else Glimpse(f"R{row:06}", f"{name} {place}")
        for row, place, times in found
        if not unit or times == 1
    ]


def _upwards(nodes: Nodes, unit_id: int | None) -> Iterator[str]:
    while unit_id in nodes:
        name, unit_id = nodes[unit_id]
        yield name


def _range(start: str) -> list[str]:
    return [start, start + _HIGHEST]


def _some(path: Path, query: str, values: Sequence[Any], most: int) -> list[Any]:
    return _first_and_last(_ask(path, query, values), most)


def _first_and_last(found: list[Any], most: int) -> list[Any]:
    return found if len(found) <= most else [*found[: most - 1], found[-1]]


def _ask(path: Path, query: str, values: Sequence[Any] = ()) -> list[Any]:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE)) as connection:
            connection.execute("pragma trusted_schema = off")
            return connection.execute(query, values).fetchall()
    except (sqlite3.Error, OSError, ValueError):
        return []
