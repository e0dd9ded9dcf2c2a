"""Import a year of overlapping books about people who are known, and count who was taken for whom.

    python benchmarks/year_of_books.py                     # 2,000 people, seven books, one seed
    python benchmarks/year_of_books.py --people 500 --seeds 1,2,3

A wrong automatic match is a record that rows about two different people came into. Then `talentreg dupes` is
asked which records are of one person, and its list compared with the truth.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).resolve().parent.parent / "tests"
PRECISION, RECALL = 0.9, 0.95
"""What the list of likely doubles must reach; wrong automatic matches must be none."""


def main() -> None:
    """Print what became of the people of a year, seed by seed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=2_000)
    asked.add_argument("--seeds", default="7")
    options = asked.parse_args()
    sys.path.insert(0, str(TESTS))
    met = [measure(int(seed), options.people) for seed in options.seeds.split(",")]
    print("all marks met" if all(met) else "marks missed")
    sys.exit(not all(met))


def measure(seed: int, people: int) -> bool:
    """Import the books of one year, print how well people were told apart, return whether marks are met."""
    from a_year import a_year, who_is_who

    with TemporaryDirectory() as folder:
        os.chdir(folder)
        register = Path(folder) / "register.db"
        year = a_year(seed, people)
        started = time.perf_counter()
        for sent in year.books:
            talentreg(register, "import", str(sent.path))
        whom = who_is_who(register, year)
        answer = talentreg(register, "dupes", "--json")
        seconds = time.perf_counter() - started
        os.chdir(TESTS)
    listed = {pair_of(pair) for pair in json.loads(answer)}
    true = {pair for pair in combinations(sorted(whom), 2) if whom[pair[0]] & whom[pair[1]]}
    wrong = sum(len(real) > 1 for real in whom.values())
    precision, recall = len(listed & true) / max(len(listed), 1), len(listed & true) / max(len(true), 1)
    print(f"seed {seed}: {year.count()} people in {len(year.meant())} rows of {len(year.books)} books")
    print(f"  {len(whom)} records, {wrong} wrong automatic matches, {seconds:.1f} s")
    print(f"  {len(true)} true pairs, {len(listed)} listed: precision {precision:.3f}, recall {recall:.3f}")
    return not wrong and precision >= PRECISION and recall >= RECALL


def talentreg(register: Path, *words: str) -> str:
    """Run a command as installed and return what it printed; rows that have to wait are no failure."""
    command = [sys.executable, "-m", "talentreg", "--db", str(register), *words]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode in (0, 3), done.stderr.decode()
    return done.stdout.decode()


def pair_of(pair: dict[str, dict[str, str]]) -> tuple[int, int]:
    """Return the numbers of a listed pair, the lower first."""
    first, second = (int(pair[which]["person"][1:]) for which in ("first", "second"))
    return min(first, second), max(first, second)


if __name__ == "__main__":
    main()
