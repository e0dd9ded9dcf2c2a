"""A command loads the libraries it needs and no others: on an old desktop each costs a tenth of a second."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from lines import SHEETS, TABLE

from talentreg.places import sample_books

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
WORD = {"docx", "docxtpl", "jinja2", "lxml"}
BOOKS = {path.suffix: str(path) for path in sample_books()}


def loaded(line: str) -> tuple[int, set[str]]:
    """Run a command line as a shell does; return its exit code and the slow libraries it loaded."""
    done = subprocess.run(
        [
            *(sys.executable, "-X", "importtime", "-m", "talentreg"),
            *(BOOKS.get(word, word) for word in line.split()),
        ],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
        check=False,
    )
    imports = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return done.returncode, {name.rpartition("|")[2].strip().partition(".")[0] for name in imports} & SLOW


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
    "completion": set(),
    "add": STORE | {"pypinyin"},
    "export": STORE | {"xlsxwriter"},
    "report": STORE | WORD,
    "demo": STORE | WORD | {"alembic", "pypinyin", "lunar_python"},
}
NEEDED |= {f"{command} export": STORE | {"xlsxwriter"} for command in SHEETS}
"""The slow libraries a command has a use for, where it is not the store alone.

Workbooks are read in a process of their own, so their reader is never loaded here.
"""


PLAIN = ("add", "list", "edit", "remove", "import", "export")
"""The verbs every ledger has."""


def made_like_another(name: str) -> bool:
    """Whether a command is made by the code that makes that of `event`: one of a kind is enough."""
    ledger, _, verb = name.rpartition(" ")
    return ledger in SHEETS and ledger != "event" and verb in PLAIN


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", [name for name in TABLE if not made_like_another(name)])
def test_a_command_loads_what_it_needs_and_no_more(name: str) -> None:
    assert loaded(f"{name} {TABLE[name].good}") == (0, NEEDED.get(name, STORE))


def test_migrations_load_for_a_new_register_only(own_register: Path) -> None:
    assert loaded("add 张三") == (0, STORE | {"alembic", "pypinyin"})
    assert loaded("add 李四") == (0, STORE | {"pypinyin"})


def test_the_lunar_calendar_loads_for_a_festival_only(samples: Path) -> None:
    assert loaded("stats --festival 春节 --json") == (0, STORE | {"lunar_python"})
    assert loaded("stats --festival 国庆 --json") == (0, STORE)


def test_a_json_answer_needs_no_table(samples: Path) -> None:
    assert loaded("stats --json") == (0, STORE)
