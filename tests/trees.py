"""What the tests of units and staff share: paths of the tree, figures, and refusals that write nothing."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from books import dump, stored
from conftest import Answer

Run = Callable[..., Answer]

_PATHS = """with recursive path(id, text) as (
    select id, name from unit where parent_id is null
    union all select unit.id, path.text || '/' || unit.name from unit join path on path.id = unit.parent_id)
"""


def paths(register: Path) -> dict[object, object]:
    """Return every unit's path by its code."""
    query = f"{_PATHS} select code, text from unit join path using (id) order by unit.id"
    return dict(stored(register, query))  # type: ignore[arg-type]  # two columns are asked for


def existing(register: Path) -> list[object]:
    """List the paths of the units that are not closed, in the order of their paths."""
    query = f"{_PATHS} select text from unit join path using (id) where closed_on is null order by text"
    return [path for (path,) in stored(register, query)]


def place_on(register: Path, person: str, day: str) -> object:
    """Return the path and code of the unit somebody belonged to on a day."""
    query = f"""{_PATHS} select text || ' ' || code from affiliation a join person on person.id = person_id
        join unit on unit.id = a.unit_id join path on path.id = unit.id
        where person.name = '{person}' and a."on" <= '{day}' order by a."on" desc, a.id desc limit 1"""
    found = stored(register, query)
    return found[0][0] if found else None


def figures(run: Run, period: str, unit: str | None = None) -> dict[str, Any]:
    """Return every figure of a quarter by its key."""
    answer = run("stats", "--quarter", period, "--json", *(("--unit", unit) if unit else ()))
    assert answer.code == 0, answer.err
    return {one["key"]: one["value"] for one in json.loads(answer.out)["figures"]}


def fingerprint(register: Path) -> str:
    """Hash everything an office entered."""
    return hashlib.sha256(repr(dump(register)).encode()).hexdigest()


def done(run: Run, *words: str) -> Answer:
    """Run a command that must succeed."""
    answer = run(*words)
    assert answer.code == 0, answer.err
    return answer


def refused(run: Run, register: Path, words: list[str], *said: str, code: int = 1) -> None:
    """Run a command that must be refused in these words, with nothing written, not even to the log."""
    before, log = dump(register), run("log", "--json").out
    answer = run(*words)
    assert (answer.code, answer.out) == (code, ""), answer
    assert [text for text in said if text not in answer.err] == [], answer.err
    assert (dump(register), run("log", "--json").out) == (before, log)


def undone(run: Run, register: Path, *words: str) -> Answer:
    """Run a command that must succeed, see that undoing it restores everything, and bring it back."""
    before = fingerprint(register)
    answer = done(run, *words)
    after = fingerprint(register)
    assert after != before
    assert run("undo").code == 0
    assert fingerprint(register) == before
    newest = max(one["number"] or 0 for one in json.loads(run("log", "--json").out))
    assert run("undo", str(newest)).code == 0
    assert fingerprint(register) == after
    return answer
