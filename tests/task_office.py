"""A register of a county with two streets and three communities, for what units have to do."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from books import csv_book, lay_once
from conftest import Answer

Run = Callable[..., Answer]

UNITS = """区县,乡镇街道,村社区
云河区,临江街道,望江社区
云河区,临江街道,渡口社区
云河区,青石街道,石门社区
"""
CAMPAIGN = "春节行动 --on 2026-01-20 结束日期=2026-03-05 --unit 云河区 --stages"


def lay(run: Run, register: Path) -> Path:
    """Lay the register."""

    def make() -> None:
        assert run("unit", "import", csv_book(UNITS, "区划.csv")).code == 0

    return lay_once(__name__, register, make)


def do(run: Run, words: str, code: int = 0) -> Answer:
    """Type a command whose words have no blanks in them."""
    answer = run(*words.split())
    assert answer.code == code, answer
    return answer


def board(run: Run, words: str = "campaign status") -> dict[str, Any]:
    """Return a board as JSON."""
    found: dict[str, Any] = json.loads(do(run, f"{words} --json").out)
    return found


def standings(run: Run, words: str = "campaign status") -> dict[str, str]:
    """Return how every unit stands with the tasks of a board, in order; `-` where it owes none."""
    found = board(run, words)
    numbers = [task["task"] for task in found["tasks"]]
    return {
        unit["unit"].rpartition("/")[2]: " ".join(
            unit["tasks"].get(number, {"standing": "-"})["standing"] for number in numbers
        )
        for unit in found["units"]
    }


def counts(found: dict[str, Any]) -> tuple[int, int, int, int, float | None]:
    """Return what a board, one of its tasks or units counts."""
    return tuple(found[name] for name in ("owed", "done", "exempt", "overdue", "percent"))
