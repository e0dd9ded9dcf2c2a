"""A command loads the libraries it needs and no others: on an old desktop each costs a tenth of a second."""

from pathlib import Path

import pytest
from consoles import start
from lines import SHEETS

SLOW = {
    "sqlalchemy",
    "sqlmodel",
    "alembic",
    "rich",
    "docx",
    "docxtpl",
    "jinja2",
    "lxml",
    "python_calamine",
    "openpyxl",
    "xlsxwriter",
    "pypinyin",
    "lunar_python",
}
STORE = {"sqlalchemy", "sqlmodel"}
FILLED = {"jinja2", "lxml"}


def loaded(line: str) -> tuple[int, set[str]]:
    """Run a command line as a shell does; return its exit code and the slow libraries it loaded."""
    answer = start(*line.split(), PYTHONPROFILEIMPORTTIME="1")
    return answer.code, slow_of(answer.err)


def slow_of(told: str) -> set[str]:
    """Return the slow libraries among those a process told it loaded."""
    imports = (line for line in told.splitlines() if line.startswith("import time:"))
    return {name.rpartition("|")[2].strip().partition(".")[0] for name in imports} & SLOW


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("--help", 0),
        ("--version", 0),
        ("", 2),
        ("imprt", 2),
        ("--limt", 2),
        ("contact", 2),
        ("contact lgo", 2),
    ],
)
def test_what_the_table_alone_answers_loads_nothing_slow(line: str, code: int) -> None:
    assert loaded(line) == (code, set())


NEEDED = {
    "where": set(),
    "figures example": set(),
    "completion": set(),
    "add": STORE | {"pypinyin"},
    "export": STORE | {"xlsxwriter"},
    "report make": STORE | FILLED,
    "report templates": set(),
    "report template new": {"lxml"},
    "report template check": STORE | {"jinja2", "lxml"},
    "report template variables": STORE,
    "report verify": STORE | {"lxml"},
    "report refresh": STORE | {"lxml"},
    "report submit": STORE | {"lxml"},
    "report submissions": STORE,
    "demo": STORE | FILLED | {"alembic", "pypinyin", "lunar_python"},
}
NEEDED |= {f"{command} export": STORE | {"xlsxwriter"} for command in SHEETS}
"""The slow libraries a command has a use for, where it is not the store alone.

Workbooks are read in a process of their own, so their reader is never loaded here. The tests of every command
compare: they start each as installed.
"""


def test_migrations_load_for_a_new_register_only(own_register: Path) -> None:
    assert loaded("add 张三") == (0, STORE | {"alembic", "pypinyin"})
    assert loaded("add 李四") == (0, STORE | {"pypinyin"})


def test_the_lunar_calendar_loads_for_a_festival_only(samples: Path) -> None:
    assert loaded("stats --festival 春节 --json") == (0, STORE | {"lunar_python"})
    assert loaded("stats --festival 国庆 --json") == (0, STORE)


def test_a_json_answer_needs_no_table(samples: Path) -> None:
    assert loaded("stats --json") == (0, STORE)
