"""Every command as installed: good words, an empty register, ambiguous and malformed words, a pipe, JSON."""

import json
import re
import shlex
from pathlib import Path

import pytest
from conftest import Answer, lay_sheets
from consoles import start
from lines import BOOK, DIVISIONS, TABLE

from talentreg.cli.app import COMMANDS
from talentreg.cli.commands import Command, CommandGroup


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


def type_(name: str, words: str) -> Answer:
    return start(*name.split(), *shlex.split(words))


def asks(name: str, option: str) -> bool:
    return option in start(*name.split(), "--help").out


def harmless(answer: Answer) -> bool:
    """Whether what went down the pipe is whole lines without colour, and nothing broke."""
    broken = "Traceback" in answer.err or "程序内部错误" in answer.err
    return not broken and not re.search(r"\x1b|[ \t]+$", answer.out, re.MULTILINE)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make a register that has tables and nothing in them."""
    path = tmp_path_factory.mktemp("blank") / "register.db"
    assert start("--db", path, "add", "张三").code == 0
    assert start("--db", path, "undo").code == 0
    return path.read_bytes()


def test_every_command_stands_in_the_table() -> None:
    assert set(TABLE) == set(commands(COMMANDS))


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", TABLE)
def test_good_words_do_it_and_a_pipe_gets_whole_lines(name: str) -> None:
    answer = type_(name, TABLE[name].good)
    assert answer.code == 0, answer
    assert answer.out
    assert harmless(answer), answer


@pytest.mark.parametrize("name", TABLE)
def test_an_empty_register_is_no_trouble(name: str, blank: bytes, own_register: Path) -> None:
    own_register.write_bytes(blank)
    lay_sheets()
    Path("表.csv").write_text(BOOK, "utf-8")
    Path("区划.csv").write_text(DIVISIONS, "utf-8")
    answer = type_(name, TABLE[name].good)
    assert answer.code == TABLE[name].empty, answer
    assert harmless(answer), answer


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", [name for name, lines in TABLE.items() if lines.ambiguous])
def test_an_ambiguous_name_lists_the_candidates(name: str) -> None:
    answer = type_(name, TABLE[name].ambiguous)
    assert (answer.code, answer.out) == (1, ""), answer
    assert re.match(r"错误：有2[个人位]", answer.err), answer.err
    assert len(re.findall(r"^  \S", answer.err, re.MULTILINE)) == 2


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", TABLE)
def test_malformed_words_are_said_and_change_nothing(name: str, office: Path) -> None:
    before = office.read_bytes()
    answer = type_(name, TABLE[name].malformed)
    assert (answer.code, answer.out) == (2, ""), answer
    assert answer.err.startswith("错误："), answer.err
    assert office.read_bytes() == before


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", TABLE)
def test_json_is_one_document_or_no_option(name: str) -> None:
    answer = type_(name, f"{TABLE[name].good} --json")
    if answer.code == 2:
        assert "没有选项 --json" in answer.err
        assert not asks(name, "--json")
    else:
        assert answer.code == 0, answer
        assert isinstance(json.loads(answer.out), dict | list)
