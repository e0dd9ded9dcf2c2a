"""What a shell is offered while somebody types: from the table and the register, fast, silent, harmless."""

import os
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Answer
from consoles import COMMAND

from talentreg.cli.app import COMMANDS
from talentreg.cli.completing import candidates, fit_for_sight
from talentreg.cli.completion import SCRIPTS
from talentreg.cli.outline import outlines, walk
from talentreg.cli.suggesting import MOST

Run = Callable[..., Answer]

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def offered(*words: str, shell: str = "zsh", **more: str) -> list[str]:
    """Ask as a shell does: the words typed so far, the last of them unfinished."""
    asked = {"_TALENTREG_COMPLETE": shell, "_TALENTREG_WORDS": "\n".join(words), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([str(COMMAND)], capture_output=True, env=os.environ | asked | more, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode(more.get("PYTHONIOENCODING", "utf-8")).splitlines()


def words(*typed: str) -> list[str]:
    """Ask without a process of its own."""
    return [one.word for one in fit_for_sight(candidates(list(typed)))][:MOST]


# The table


@pytest.mark.parametrize(
    ("typed", "some"),
    [
        (("",), {"import", "contact", "stats", "completion"}),
        (("st",), {"stats", "staff"}),
        (("contact", "l"), {"list", "log"}),
        (("stats", "--q"), {"--quarter", "--quiet"}),
        (("stats", "--quarter", "Q1", "--qu"), {"--quiet"}),
        (("stats", ""), {"--quarter", "--unit", "--db", "--help"}),
        (("--d",), {"--db"}),
        (("completion", "z"), {"zsh"}),
        (("import", "--on-match", "f"), {"fill"}),
    ],
)
def test_commands_and_options_are_offered(typed: tuple[str, ...], some: set[str]) -> None:
    found = set(words(*typed))
    assert some <= found
    assert all(word.startswith(typed[-1]) for word in found)


@pytest.mark.parametrize(
    ("typed", "all_of_them"),
    [
        (("stats", "--quarter", ""), ["2026Q1", "2025Q4", "2025Q3", "2025Q2", "2025Q1"]),
        (("stats", "--quarter", "2026"), ["2026Q1"]),
        (("stats", "--half", "h"), ["H1", "H2", "H1"]),
        (("why", "入库人才", "--month", "2026-0"), ["2026-03", "2026-02", "2026-01"]),
        (("report", "--year", "20"), ["2026", "2025"]),
        (("contact", "log", "x", "--channel", "微"), ["微信"]),
        (("contact", "log", "x", "--channel", "v"), ["visit", "video"]),
        (("contact", "log", "x", "--presence", ""), ["返乡", "未返乡", "本地", "不详"]),
        (("contact", "log", "x", "--on", "2026-03-3"), ["2026-03-31", "2026-03-30"]),
        (("why", "走访返"), ["走访返乡人员"]),
        (("why", "returnees_"), ["returnees_visited"]),
        (("stats", "--by", "学"), ["学历"]),
        (("stats", "--by=学"), ["--by=学历"]),
    ],
)
def test_closed_words_and_periods_are_offered(typed: tuple[str, ...], all_of_them: list[str]) -> None:
    assert words(*typed) == all_of_them


FILES = [("import", ""), ("import", "--plan", ""), ("report", "--out", "a"), ("--db", ""), ("demo", "")]


@pytest.mark.parametrize("typed", FILES)
def test_files_are_left_to_the_shell(typed: tuple[str, ...]) -> None:
    assert words(*typed) == ["<files>"]


def test_a_unit_and_a_person_are_declared_alike_everywhere() -> None:
    """Completion goes by the metavar, so that every new command has it unasked."""
    for name, params in outlines().items():
        metavars = {opt: param.metavar for param in params for opt in param.opts}
        assert metavars.get("--unit", "单位") == "单位", name
        assert metavars.get("--by") in (None, "联络人", "工作人员", "分类"), name


# The register


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("typed", "all_of_them"),
    [
        (("show", "冯大"), ["冯大伟"]),
        (("show", "fengdaw"), ["冯大伟"]),
        (("show", "FENGDAW"), ["冯大伟"]),
        (("contact", "log", "R000001", "冯大"), ["冯大伟"]),
        (("show", "R00000"), [f"R00000{number}" for number in range(1, 10)]),
        (("show", "r000600"), ["R000600"]),
        (("show", "刘海燕"), ["刘海燕@古槐社区", "刘海燕@望江社区"]),
        (("withdraw", "刘海燕@望"), ["刘海燕@望江社区"]),
        (("show", "没有"), []),
        (("show", "154"), []),
        (("show", "1' or '1'='1"), []),
        (("stats", "--unit", "临"), ["临江街道"]),
        (("stats", "--unit=临"), ["--unit=临江街道"]),
        (("stats", "--unit", "临江街道/望"), ["临江街道/望江社区"]),
        (("stats", "--unit", "梅溪镇/望"), []),
        (("contact", "list", "--by", "赵建"), ["赵建芳"]),
    ],
)
def test_people_units_and_staff_come_from_the_register(
    typed: tuple[str, ...], all_of_them: list[str]
) -> None:
    assert words(*typed) == all_of_them


def test_namesakes_of_one_unit_are_offered_by_number(run: Run, own_register: Path) -> None:
    rows = "张三,甲社区,15400000001\n张三,甲社区,15400000002\n张三丰,甲社区,15400000003"
    own_register.with_name("表.csv").write_text(f"姓名,社区,联系电话\n{rows}", encoding="utf-8")
    assert run("import", "表.csv").code == 0
    assert offered("show", "张") == ["张三  2人", "张三丰  R000003"]
    assert words("show", "张三@") == ["R000001", "R000002"]


def test_a_unit_whose_name_repeats_is_offered_with_the_one_above(run: Run, own_register: Path) -> None:
    rows = "王一,甲街道,和平社区\n王二,乙街道,和平社区\n王三,乙街道,和睦社区"
    own_register.with_name("表.csv").write_text(f"姓名,街道,社区\n{rows}", encoding="utf-8")
    assert run("import", "表.csv").code == 0
    assert sorted(words("stats", "--unit", "和")) == ["乙街道/和平社区", "和睦社区", "甲街道/和平社区"]


def test_the_register_is_the_one_the_line_names(run: Run, samples: Path) -> None:
    other = samples.with_name("另一个.db")
    run("--db", other, "add", "尉迟明月")
    assert words("show", "尉迟") == []
    assert words("--db", str(other), "show", "尉迟") == ["尉迟明月"]
    assert words("show", f"--db={other}", "尉迟") == ["尉迟明月"]


@pytest.mark.parametrize(
    "name", ["张三15412345678", "张\x1b[31m三", "张三$(reboot)", "张三 `reboot`", "张\u202e三"]
)
def test_a_hostile_name_is_offered_harmlessly_or_not_at_all(run: Run, own_register: Path, name: str) -> None:
    run("add", "张三")
    with sqlite3.connect(own_register) as register:
        register.execute("update person set name = ?", (name,))
    for shell in SCRIPTS:
        text = "\n".join(offered("show", "张", shell=shell))
        assert "15412345678" not in text
        assert "\x1b" not in text
        assert "\u202e" not in text
        active = {"bash": r"(?<!\\)[$`();&| ]", "zsh": r"^$", "powershell": r"^[^'].*[$`();&|]"}[shell]
        assert [line for line in text.splitlines() if re.search(active, line.partition("  ")[0])] == []


def test_at_most_fifty_are_offered_and_none_may_be_left_out_unseen(run: Run, own_register: Path) -> None:
    rows = "\n".join(f"王{chr(0x4E00 + n)}" + f",154{n:08},甲社区" for n in range(300))
    own_register.with_name("表.csv").write_text(f"姓名,联系电话,社区\n{rows}", encoding="utf-8")
    assert run("import", "表.csv").code in (0, 3)
    found = words("show", "王")
    assert len(found) == 50
    assert len({name[1] for name in found}) > 1, "a shell would type on for the user"
    assert words("show", "") == []


@pytest.mark.parametrize("kind", ["missing", "text", "empty", "folder", "another", "locked"])
def test_without_a_register_to_read_there_is_silence(
    own_register: Path, sample_bytes: bytes, kind: str
) -> None:
    if kind == "text":
        own_register.write_text("姓名,电话", encoding="utf-8")
    elif kind == "empty":
        own_register.touch()
    elif kind == "folder":
        own_register.mkdir()
    elif kind == "another":
        with sqlite3.connect(own_register) as other:
            other.execute("create table person (x)")
    elif kind == "locked":
        own_register.write_bytes(sample_bytes)
    before = {path.name: path.stat().st_mtime_ns for path in own_register.parent.iterdir()}
    with _locked(own_register, kind == "locked"):
        assert (offered("show", "冯"), offered("stats", "--unit", "临")) == ([], [])
    assert {path.name: path.stat().st_mtime_ns for path in own_register.parent.iterdir()} == before


@contextmanager
def _locked(path: Path, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    with sqlite3.connect(path) as register:
        register.execute("begin exclusive")
        yield


@pytest.mark.parametrize(
    "asked",
    [
        {"_TALENTREG_COMPLETE": "fish", "_TALENTREG_WORDS": "zzz"},
        {"_TALENTREG_COMPLETE": "bash"},
        {"_TALENTREG_COMPLETE": "bash", "_TALENTREG_LINE": "talentreg show '冯"},
        {"_TALENTREG_COMPLETE": "", "_TALENTREG_WORDS": ""},
        {"_TALENTREG_COMPLETE": "zsh", "_TALENTREG_WORDS": "stats\n--unit\n临", "TALENTREG_DB": "~nobody/x"},
        {"_TALENTREG_COMPLETE": "zsh", "_TALENTREG_WORDS": "stats\n--year\n2", "TALENTREG_TODAY": "昨天"},
    ],
)
def test_an_odd_question_is_no_error(asked: dict[str, str]) -> None:
    done = subprocess.run([str(COMMAND)], capture_output=True, env=os.environ | asked, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_console_is_offered_only_what_it_can_write(run: Run) -> None:
    run("add", "张三")
    run("add", "张𠮷")
    assert offered("show", "张", PYTHONIOENCODING="gbk") == ["张三  R000001"]


def test_an_answer_comes_at_once(samples: Path) -> None:
    begun = time.monotonic()
    assert offered("show", "冯大") == ["冯大伟  R000002"]
    assert time.monotonic() - begun < 3
    asked = {"_TALENTREG_COMPLETE": "zsh", "_TALENTREG_WORDS": "show\n冯大"}
    line = [sys.executable, "-X", "importtime", "-m", "talentreg"]
    done = subprocess.run(line, capture_output=True, text=True, env=os.environ | asked, check=True)
    assert "talentreg.cli.completing" in done.stderr
    assert "sqlalchemy.engine" not in done.stderr
    assert "rich" not in done.stderr


# The shells


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_script_is_plain_and_speaks_the_protocol(run: Run, shell: str) -> None:
    answer = run("completion", shell)
    assert (answer.code, answer.err, answer.out.isascii()) == (0, "", True)
    assert f"_TALENTREG_COMPLETE={shell}" in answer.out.replace(" ", "").replace("$env:", "").replace("'", "")
    assert "<files>" in answer.out


def test_the_help_says_where_a_script_goes(run: Run) -> None:
    page = "".join(run("completion", "--help").out.split())
    assert [place for place in ("~/.bashrc", "_talentreg", "$PROFILE") if place not in page] == []
    assert run("completion", "cmd").code == 2


LINES = {
    "talentreg show fengdaw": "talentreg show 冯大伟 ",
    "talentreg show 刘海燕@望": "talentreg show 刘海燕@望江社区 ",
    "talentreg show 冯大伟@": "talentreg show 冯大伟@望江社区 ",
    "talentreg stats --unit=临": "talentreg stats --unit=临江街道 ",
    "talentreg stats --unit 临江街道/望": "talentreg stats --unit 临江街道/望江社区 ",
    'talentreg stats --unit "临': 'talentreg stats --unit "临江街道" ',
    "talentreg import 名": "talentreg import 名册.xlsx ",
    f"{COMMAND} show 冯大": f"{COMMAND} show 冯大伟 ",
}
"""What is typed before Tab, and the line after it."""


@POSIX
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_real_shell_completes(samples: Path, shell: str) -> None:
    samples.with_name("名册.xlsx").touch()
    with prompt(shell) as terminal:
        assert {typed: press_tab(terminal, typed) for typed in LINES} == LINES


@contextmanager
def prompt(shell: str) -> Iterator[int]:
    """Start a shell that has read the script, on a terminal of its own."""
    import pty

    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"needs {shell}")
    environment = {**os.environ, "TERM": "dumb", "PS1": "> ", "LC_ALL": "C.UTF-8", "INPUTRC": os.devnull}
    environment |= {"PATH": f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}
    plain = ["--norc", "--noprofile"] if shell == "bash" else ["-f"]
    child, terminal = pty.fork()
    if child == 0:
        os.execve(program, [shell, *plain, "-i"], environment)
    setup = "" if shell == "bash" else "autoload -Uz compinit; compinit -u -D; "
    try:
        os.write(terminal, f"{setup}source <(talentreg completion {shell}); echo RE''ADY\n".encode())
        _read(terminal, lambda text: "READY" in text and text.endswith("> "))
        yield terminal
    finally:
        os.kill(child, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(child, 0)


def press_tab(terminal: int, typed: str) -> str:
    """Type a line and Tab; return the line as it stands on the screen, and clear it."""
    os.write(terminal, f"{typed}\t".encode())
    shown = _read(terminal, lambda text: len(text) > len(typed) and text.endswith(" "))
    os.write(terminal, b"\x15")
    _read(terminal, lambda _: True)
    return _drawn(shown)


def _read(terminal: int, enough: Callable[[str], bool]) -> str:
    """Read until the terminal is still and has shown enough, for ten seconds at most."""
    shown, last = b"", time.monotonic() + 10
    while time.monotonic() < last:
        if select.select([terminal], [], [], 0.3)[0]:
            shown += os.read(terminal, 65536)
        elif enough(shown.decode(errors="replace")):
            break
    return shown.decode(errors="replace")


def _drawn(text: str) -> str:
    """Draw the characters a terminal got: a backspace goes back one column, a wide character takes two."""
    columns: list[str] = []
    place = 0
    for character in text.replace("\x07", ""):
        if character == "\b":
            place -= 1
            continue
        cells = [character, ""] if unicodedata.east_asian_width(character) in "WF" else [character]
        columns[place : place + len(cells)] = cells
        place += len(cells)
    return "".join(columns)


def test_every_command_is_known_without_the_rooms_it_works_in() -> None:
    program = (
        "import sys; from talentreg.cli.outline import outlines; print(len(outlines()))\n"
        "rooms = ('sqlalchemy', 'sqlmodel', 'talentreg.store', 'talentreg.figures')\n"
        "print(*(name for name in sys.modules if name.startswith(rooms)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(len(list(walk(COMMANDS))) + 1)]
