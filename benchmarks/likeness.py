"""Measure the finder of likely doubles on invented registers whose true pairs are known.

    python benchmarks/likeness.py                      # 100,000 people, one seed
    python benchmarks/likeness.py --people 20000 --seeds 11,12,13

A register is written, `talentreg dupes --json` is run as a process of its own, and what it lists is compared
with the truth: precision, recall, recall by what was amiss, what else was listed, seconds and memory.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from import_speed import held_by

TESTS = Path(__file__).resolve().parent.parent / "tests"
PRECISION, RECALL, SECONDS = 0.9, 0.95, 60
"""What 100,000 people must reach."""


@dataclass(frozen=True)
class Outcome:
    """What the finder made of one population."""

    people: int
    listed: int
    right: int
    true: int
    found: dict[str, tuple[int, int]]
    wrong: dict[str, tuple[int, int]]
    seconds: float
    megabytes: float

    @property
    def precision(self) -> float:
        """The share of listed pairs that are true."""
        return self.right / max(self.listed, 1)

    @property
    def recall(self) -> float:
        """The share of true pairs that are listed."""
        return self.right / max(self.true, 1)


def main() -> None:
    """Print how well and how fast likely doubles are found, seed by seed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--seeds", default="7")
    options = asked.parse_args()
    outcomes = [measure(int(seed), options.people) for seed in options.seeds.split(",")]
    met = [one.precision >= PRECISION and one.recall >= RECALL and one.seconds <= SECONDS for one in outcomes]
    print("all marks met" if all(met) else "marks missed")
    sys.exit(not all(met))


def measure(seed: int, people: int) -> Outcome:
    """Lay a population, let the command find its doubles and print what it found."""
    sys.path.insert(0, str(TESTS))
    from likeness_specimens import lay_population, likeness_population

    population = likeness_population(seed, people)
    with TemporaryDirectory() as folder:
        register = Path(folder) / "register.db"
        lay_population(register, population)
        listed, seconds, megabytes = run(register)
    outcome = Outcome(
        people=len(population.rows),
        listed=len(listed),
        right=len(listed & population.pairs.keys()),
        true=len(population.pairs),
        found=by_kind(population.pairs, listed),
        wrong=by_kind({pair: (why,) for pair, why in population.unlike.items()}, listed),
        seconds=seconds,
        megabytes=megabytes,
    )
    report(seed, outcome)
    return outcome


def run(register: Path) -> tuple[set[tuple[int, int]], float, float]:
    """Run the command as installed; return the pairs by their rows, its seconds and the memory it held."""
    words = [sys.executable, "-m", "talentreg", "--db", str(register), "dupes", "--json", "--quiet"]
    started, held = time.perf_counter(), 0.0
    with TemporaryFile() as answer:
        process = subprocess.Popen(words, stdout=answer)
        while process.poll() is None:
            held = max(held, held_by(process.pid))
            time.sleep(0.02)
        seconds = time.perf_counter() - started
        assert process.returncode == 0, words
        answer.seek(0)
        listed = json.load(answer)
    pairs = {(int(pair["first"]["person"][1:]) - 1, int(pair["second"]["person"][1:]) - 1) for pair in listed}
    return pairs, seconds, held


def by_kind(
    pairs: Mapping[tuple[int, int], Sequence[str]], listed: set[tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """Count the listed among all pairs of every kind."""
    every = Counter(kind for kinds in pairs.values() for kind in kinds or ("没有出入",))
    found = Counter(
        kind for pair, kinds in pairs.items() if pair in listed for kind in kinds or ("没有出入",)
    )
    return {kind: (found[kind], count) for kind, count in every.most_common()}


def report(seed: int, one: Outcome) -> None:
    """Print one outcome."""
    print(f"seed {seed}: {one.people} people, {one.true} true pairs, {one.listed} listed")
    print(f"  precision {one.precision:.3f} (mark {PRECISION}), recall {one.recall:.3f} (mark {RECALL})")
    print(f"  {one.seconds:.1f} s for the whole process (mark {SECONDS}), {one.megabytes:.0f} MB")
    print("  recall by what was amiss: " + told(one.found))
    print("  listed though not the same: " + told(one.wrong))


def told(counts: Mapping[str, tuple[int, int]]) -> str:
    """Write counts as 换了电话 812/840."""
    return ", ".join(f"{kind} {part}/{whole}" for kind, (part, whole) in counts.items())


if __name__ == "__main__":
    main()
