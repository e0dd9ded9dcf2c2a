"""Every command: as installed with good words, down a pipe and as JSON; with ambiguous and malformed ones."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer, lay_sheets, on_the_day
from consoles import start
from lines import BOOK, DIVISIONS, SHEETS, TABLE
from test_startup import NEEDED, STORE, slow_of

from talentreg.cli.app import COMMANDS
from talentreg.cli.commands import Command, CommandGroup
from talentreg.cli.outline import outlines

Run = Callable[..., Answer]


def commands(entries: tuple[Command | CommandGroup, ...], above: str = "") -> list[str]:
    return [
        name
        for entry in entries
        for name in (
            commands(entry.commands, f"{above}{entry.name} ")
            if isinstance(entry, CommandGroup)
            else [f"{above}{entry.name}"]
        )
    ]


def has_json(name: str) -> bool:
    return any("--json" in one.opts for one in outlines()[name])


def harmless(answer: Answer) -> bool:
    """Whether what went down the pipe is whole lines without colour, and nothing broke."""
    broken = "Traceback" in answer.err or "程序内部错误" in answer.err
    return not broken and not re.search(r"\x1b|[ \t]+$", answer.out, re.MULTILINE)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make a register that has tables and nothing in them."""
    path = tmp_path_factory.mktemp("blank") / "register.db"
    assert on_the_day(["--db", str(path), "add", "张三"]) == 0
    assert on_the_day(["--db", str(path), "undo"]) == 0
    return path.read_bytes()


def test_every_command_stands_in_the_table() -> None:
    assert set(TABLE) == set(commands(COMMANDS))


PLAIN = ("add", "list", "edit", "remove", "import", "export")
"""The verbs every ledger has."""


def made_like_another(name: str) -> bool:
    """Whether a command is made by the code that makes that of `event`: one of a kind shows how all start."""
    ledger, _, verb = name.rpartition(" ")
    return ledger in SHEETS and ledger != "event" and verb in PLAIN


ALIKE = [name for name in TABLE if made_like_another(name)]
STARTED = [name for name in TABLE if not made_like_another(name)]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", ALIKE)
def test_good_words_do_it(name: str, run: Run) -> None:
    answer = run(*name.split(), *shlex.split(TABLE[name].good))
    assert answer.code == 0, answer
    assert answer.out
    assert harmless(answer), answer


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", STARTED)
def test_good_words_do_it_a_pipe_gets_whole_lines_and_no_library_loads_in_vain(name: str) -> None:
    answer = start(*name.split(), *shlex.split(TABLE[name].good), PYTHONPROFILEIMPORTTIME="1")
    assert answer.code == 0, answer
    assert slow_of(answer.err) == NEEDED.get(name, STORE)
    assert answer.out
    assert harmless(answer), answer


@pytest.mark.parametrize("name", [name for name in TABLE if name != "demo"])  # which has one of its own
def test_an_empty_register_is_no_trouble(name: str, run: Run, blank: bytes, own_register: Path) -> None:
    own_register.write_bytes(blank)
    lay_sheets()
    Path("表.csv").write_text(BOOK, "utf-8")
    Path("区划.csv").write_text(DIVISIONS, "utf-8")
    answer = run(*name.split(), *shlex.split(TABLE[name].good))
    assert answer.code == TABLE[name].empty, answer
    assert harmless(answer), answer


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", [name for name, lines in TABLE.items() if lines.ambiguous])
def test_an_ambiguous_name_lists_the_candidates(name: str, run: Run) -> None:
    answer = run(*name.split(), *shlex.split(TABLE[name].ambiguous))
    assert (answer.code, answer.out) == (1, ""), answer
    assert re.match(r"错误：有2[个人位]", answer.err), answer.err
    assert len(re.findall(r"^  \S", answer.err, re.MULTILINE)) == 2


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", TABLE)
def test_malformed_words_are_said_and_change_nothing(name: str, run: Run, office: Path) -> None:
    before = office.read_bytes()
    answer = run(*name.split(), *shlex.split(TABLE[name].malformed))
    assert (answer.code, answer.out) == (2, ""), answer
    assert answer.err.startswith("错误："), answer.err
    assert office.read_bytes() == before


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", [name for name in TABLE if has_json(name)])
def test_json_is_one_document(name: str, run: Run) -> None:
    answer = run(*name.split(), *shlex.split(TABLE[name].good), "--json")
    assert answer.code == 0, answer
    assert isinstance(json.loads(answer.out), dict | list)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", [name for name in TABLE if not has_json(name)])
def test_what_has_no_json_says_so(name: str, run: Run) -> None:
    answer = run(*name.split(), *shlex.split(TABLE[name].good), "--json")
    assert (answer.code, answer.out) == (2, ""), answer
    assert "没有选项 --json" in answer.err
