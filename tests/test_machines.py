"""Old desktops, odd consoles, impatient hands: narrow screens, bars, quiet, colour, Ctrl-C, no home."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from consoles import COMMAND, start
from test_terminal import ESCAPE, POSIX, on_screen, width

Run = Callable[..., Answer]

PEOPLE = "姓名,联系电话,所属社区\n张三,15400000001,望江社区\n李四,,望江社区\n,15400000003,望江社区\n"


def book(register: Path, text: str = PEOPLE) -> Path:
    path = register.with_name("表.csv")
    path.write_text(text, encoding="utf-8")
    return path


def many(register: Path, rows: int) -> Path:
    lines = (f"王{chr(0x4E00 + n % 3000)}{n},154{n:08},社区{n % 50}社区" for n in range(rows))
    return book(register, "姓名,联系电话,所属社区\n" + "\n".join(lines))


# How a command speaks


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    "line", ["stats", "why 联系人次", "show R000002", "log", "figures", "list", "--help"]
)
def test_forced_colour_stays_out_of_pipes(line: str) -> None:
    answer = start(*line.split(), FORCE_COLOR="1", CLICOLOR_FORCE="1", PY_COLORS="1")
    assert (answer.code, "\x1b" in answer.out + answer.err) == (0, False)


@pytest.mark.parametrize("line", ["--verbose where", "where --verbose", "contact --verbose list"])
def test_verbose_says_which_register_and_how_long(run: Run, samples: Path, line: str) -> None:
    said = run(*line.split()).err
    assert re.search(rf"^登记册：{re.escape(str(samples))}（格式第\d+版）$", said, re.MULTILINE)
    assert re.search(r"^用时\d+\.\d\d秒$", said, re.MULTILINE)


def test_verbose_says_so_of_a_refusal_and_of_a_register_not_there(run: Run, own_register: Path) -> None:
    answer = run("stats", "--verbose")
    assert answer.code == 1
    assert f"登记册：{own_register}（还没有）" in answer.err
    assert not own_register.exists()
    assert "登记册" not in run("completion", "bash", "--verbose").err


@pytest.mark.parametrize("line", ["--quiet import 表.csv", "import --quiet 表.csv"])
def test_a_quiet_import_prints_problems_and_the_sum(run: Run, own_register: Path, line: str) -> None:
    book(own_register)
    answer = run(*line.split())
    assert (answer.code, answer.err) == (3, "")
    assert "望江社区、" not in answer.out
    assert "新建单位" not in answer.out
    assert "没有姓名" in answer.out or "姓名" in answer.out
    assert answer.out.splitlines()[-1].startswith("读取3行＝新增2")


def test_what_a_strict_import_refuses_is_said_on_stderr(run: Run, own_register: Path) -> None:
    book(own_register)
    for line in (["import", "--strict", "表.csv"], ["--quiet", "import", "--strict", "表.csv"]):
        answer = run(*line)
        assert (answer.code, answer.out) == (1, "")
        assert "未导入（1）" in answer.err
        assert "按 --strict 整批没有写入" in answer.err
    assert not own_register.exists()


# Narrow screens


@POSIX
@pytest.mark.parametrize("columns", [40, 80, 119])
def test_the_figures_can_be_read_on_a_narrow_screen(columns: int) -> None:
    shown = ESCAPE.sub("", on_screen(columns, "figures")).splitlines()
    explained = [line for line in shown if line.startswith("  ")]
    assert sum(line.startswith("  数：") for line in shown) == sum("不计：" in line for line in shown) > 20
    assert [line for line in explained if width(line) > columns] == []


@POSIX
def test_the_figures_are_a_table_where_there_is_room() -> None:
    assert "数什么" in ESCAPE.sub("", on_screen(120, "figures"))


@POSIX
def test_the_page_of_an_import_says_only_what_there_is_on_a_narrow_screen(own_register: Path) -> None:
    book(own_register, PEOPLE.replace(",15400000003,望江社区\n", ""))
    shown = ESCAPE.sub("", on_screen(80, "import", "表.csv"))
    assert "表.csv\n  表  人员  2行：新增2\n" in shown  # a slow machine shows a bar before it
    assert "表内重复" in ESCAPE.sub("", on_screen(160, "import", "表.csv", TALENTREG_DB="另.db"))


# Bars


@POSIX
def test_a_long_import_shows_how_far_it_is_and_leaves_no_trace(own_register: Path) -> None:
    many(own_register, 40_000)
    shown = on_screen(80, "import", "表.csv")
    steps = re.findall(r"核对各行 .*?(\d+)/(\d+)", ESCAPE.sub("", shown))
    assert len(set(steps)) > 2
    assert {total for _, total in steps} == {"40001"}
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h")
    assert shown.rpartition("\x1b")[2].startswith("[2K表.csv\n")


@POSIX
@pytest.mark.parametrize(
    ("option", "more"), [("--quiet", {}), ("--strict", {"TERM": "dumb"}), ("--no-color", {"NO_COLOR": "1"})]
)
def test_a_bar_keeps_to_how_the_command_shall_speak(
    own_register: Path, option: str, more: dict[str, str]
) -> None:
    many(own_register, 15_000)
    shown = on_screen(80, "import", option, "表.csv", **more)
    assert re.findall(r"\x1b\[[0-9;]*m", shown) == []
    assert ("核对各行" in shown) == (option == "--no-color")


def test_a_pipe_gets_no_bar(own_register: Path) -> None:
    many(own_register, 15_000)
    answer = start("import", "表.csv", FORCE_COLOR="1")
    assert (answer.code, answer.err, "\x1b" in answer.out) == (0, "", False)


# Ctrl-C


@POSIX
def test_ctrl_c_while_the_program_loads_is_no_traceback(samples: Path) -> None:
    """Before its own first line nothing of ours runs; from there on an interruption is said in a word."""
    line = "from talentreg.__main__ import main; print(flush=True); main()"
    for pause in (0.05, 0.08, 0.12, 0.2):
        with subprocess.Popen(
            [sys.executable, "-c", line, "stats"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(pause)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
        assert process.returncode in (0, 130), err.decode()
        assert "Traceback" not in err.decode()


@POSIX
def test_an_interrupted_demo_says_so_once(own_register: Path) -> None:
    with subprocess.Popen(
        [str(COMMAND), "demo", "试用"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        while "第1步" not in process.stdout.readline().decode():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode().count("已中断")) == (130, 1)


def test_a_demo_is_as_quiet_as_it_is_asked_to_be(own_register: Path) -> None:
    answer = start("--quiet", "demo", "试用")
    assert (answer.code, answer.err) == (0, "")
    assert "新建单位" not in answer.out


# Homes and consoles


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("console", ["gbk:strict", "ascii"])
@pytest.mark.parametrize(
    "line",
    ["stats", "figures", "show R000002", "why 联系人次", "log", "completion bash", "show 没有", "statts"],
)
def test_no_console_is_too_old(console: str, line: str) -> None:
    answer = start(*line.split(), PYTHONIOENCODING=console, PYTHONUTF8="0")
    assert answer.code in (0, 1, 2)
    assert "程序内部错误" not in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    "name", ["HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "USER", "LOGNAME", "TERM"]
)
def test_a_variable_that_is_missing_is_no_bug(name: str, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path / "家"), "TALENTREG_DB": None, "XDG_DATA_HOME": str(tmp_path / "数据")}
    changed: Any = home | {name: None}
    answer = start("where", **changed)
    assert (answer.code, answer.out.endswith(f"register.db{os.linesep}")) == (0, True)


def test_a_home_that_cannot_be_told_is_said_plainly() -> None:
    answer = start("where", TALENTREG_DB="~没有这个用户/登记册.db")
    assert (answer.code, answer.out) == (1, "")
    assert "找不到登记册的位置" in answer.err
