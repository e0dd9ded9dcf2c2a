"""Compare taking changes back with making them, and many with few.

    python benchmarks/undo_speed.py              # 2,000 and 20,000 people
    python benchmarks/undo_speed.py --people 50000

Everybody gets an open conflict; all are resolved, which is taken back and brought back, in CPU seconds.
Ratios are printed, for machines differ: what a person costs among many and among a tenth of them, and what
taking back costs beside resolving.
"""

import argparse
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from talentreg.records.person import Person
from talentreg.records.sameness import Conflict
from talentreg.store.conflicts import Sought, read_cases
from talentreg.store.conflicts_resolve import Deciding, Decision
from talentreg.store.register import Register, open_for_writing
from talentreg.store.undo import undo
from talentreg.store.units import load_units

GROWTH, BESIDE = 1.5, 2.0
"""What a person may cost among many, beside among few; what taking back may cost, beside resolving."""


def main() -> None:
    """Print what resolving and taking back cost, and the ratios."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=20_000)
    many = asked.parse_args().people
    few = measure(many // 10)
    found = measure(many)
    for name, seconds in found.items():
        growth = seconds / many / (few[name] / (many // 10))
        print(f"{name:8} {seconds:7.2f} s CPU, a person beside one of few: {growth:.2f} (mark {GROWTH})")
    print(f"undo beside resolve: {found['undo'] / found['resolve']:.2f} (mark {BESIDE})")


def measure(people: int) -> dict[str, float]:
    """Return the CPU seconds of resolving everybody's conflict, of taking it back and of bringing it back."""
    with TemporaryDirectory() as folder:
        register = lay(Path(folder) / "register.db", people)
        steps: dict[str, Callable[[], object]] = {
            "resolve": lambda: resolve(register),
            "undo": lambda: undo(register, 2),
            "redo": lambda: undo(register, 3),
        }
        return {name: seconds(step) for name, step in steps.items()}


def lay(path: Path, people: int) -> Register:
    """Write a register of people with one open conflict each."""
    register = open_for_writing(path)
    with register.changing("import") as writer:
        writer.insert_many(Person, [{"name": f"人{chr(0x5B00 + one % 5_000)}"} for one in range(people)])
        told = {"field": "employer", "stored": None, "offered": "江州大学", "on": date(2026, 3, 1)}
        writer.insert_many(Conflict, [{**told, "person_id": one + 1} for one in range(people)])
    return register


def resolve(register: Register) -> None:
    """Let what was offered be right everywhere."""
    with register.changing("conflicts resolve") as writer:
        tree = load_units(writer.connection)
        cases = read_cases(writer.connection, tree, Sought())
        decisions = [Decision(case, "offered") for case in cases]
        done, _ = Deciding(writer, tree, date(2026, 3, 2)).decide_each(decisions)
        assert len(done) == len(cases) > 0


def seconds(step: Callable[[], object]) -> float:
    """Return the CPU seconds a step takes."""
    started = time.process_time()
    step()
    return time.process_time() - started


if __name__ == "__main__":
    main()
