"""What appears on a screen, in a pipe or on an old console: whole, aligned, harmless."""

import os
import re
import struct
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from conftest import Answer
from consoles import COMMAND, start

Run = Callable[..., Answer]

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals and signals are POSIX")
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
DANGEROUS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def width(text: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if not unicodedata.combining(c)
    )


def cells(text: str) -> list[str]:
    """Lay a line out on the screen: one entry a column, a wide character takes two."""
    return [cell for c in text for cell in ((c, c) if width(c) == 2 else (c,))]


def on_screen(columns: int, *words: str, **more: str) -> str:
    """Run the installed command on a terminal so many columns wide; return what it sent there."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **more}
    environment.pop("COLUMNS", None)
    process = subprocess.Popen(
        [str(COMMAND), *words], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    shown = b"".join(_until_closed(ours))
    os.close(ours)
    assert process.wait() == 0, shown.decode()
    return shown.decode().replace("\r\n", "\n")


def _until_closed(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            some = os.read(terminal, 65536)
        except OSError:
            return
        if not some:
            return
        yield some


# Pipes


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    "line", ["stats", "stats --by unit", "why 联系人次", "show R000002", "log", "figures"]
)
def test_a_pipe_gets_plain_whole_lines(run: Run, line: str) -> None:
    answer = run(*line.split())
    assert (answer.code, answer.err) == (0, "")
    assert DANGEROUS.findall(answer.out) == []
    assert [text for text in answer.out.splitlines() if text != text.rstrip()] == []


def test_every_row_is_one_line_in_a_pipe(run: Run, samples: Path) -> None:
    head, *rows, total = run("why", "联系人次", "--quarter", "2026Q1").out.partition("─\n")[2].splitlines()
    assert total == f"共{len(rows) + 1}条"
    assert [text for text in (head, *rows) if not re.match(r" C\d{6}   R\d{6}   ", text)] == []


@POSIX
@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("line", ["why 联系人次 --year 2025", "why 联系人次 --year 2025 --json"])
def test_a_reader_that_stops_reading_is_no_error(line: str) -> None:
    with subprocess.Popen(
        [str(COMMAND), *line.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""


# Terminals


@POSIX
@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("show R000002", 40),
        ("show R000002", 80),
        ("show R000002", 200),
        ("why 走访返乡人员 --unit 望江社区", 80),
        ("log", 80),
        *(
            (line, columns)
            for line in (
                "list 学历=博士",
                "contact list --limit 5",
                "contact due --limit 5",
                "staff list --limit 5",
                "stats --by 学历 --figure 入库人才",
                "stats --by unit --quarter 2026Q1",
                "stats --by unit,channel --figure 联系人次 --quarter 2026Q1",
                "log R000002",
            )
            for columns in (40, 80, 200)
        ),
        ("unit list", 80),
        ("show R000002 --timeline", 40),
    ],
)
def test_columns_align_and_fit_on_a_screen(line: str, columns: int) -> None:
    shown = ESCAPE.sub("", on_screen(columns, *line.split())).splitlines()
    rules = [number for number, text in enumerate(shown) if re.fullmatch(r" ?─+", text)]
    assert rules
    for rule in rules:
        head = cells(shown[rule - 1])
        starts = [n for n in range(3, len(head)) if head[n] != " " and head[n - 2 : n] == [" ", " "]]
        body = list(takewhile(lambda text: text.startswith(" "), shown[rule + 1 :]))
        assert starts
        assert body
        assert max(map(width, [shown[rule], *body])) <= columns
        for row in map(cells, body):
            assert "".join(row[n - 1] for n in starts if n < len(row)).strip() == "", row


@POSIX
@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_numbers_stand_under_one_another(columns: int) -> None:
    shown = ESCAPE.sub("", on_screen(columns, "stats", "--quarter", "2026Q1"))
    groups = [group.splitlines() for group in shown.split("\n\n") if "─" in group]
    assert len(groups) == 3
    for heading, rule, *rows in groups:
        assert width(rule) <= columns
        right = width(heading[: heading.index("数值")]) + width("数值")
        ends = [width(row[: found.end(1)]) for row in rows if (found := re.search(r"  +(\d+(\.\d)?) ", row))]
        assert len(ends) >= 4
        assert set(ends) == {right}


@POSIX
@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("line", ["--help", "contact log --help"])
def test_the_lists_of_a_help_page_fit_the_screen(line: str, columns: int) -> None:
    lists = on_screen(columns, *line.split()).partition("例：")[0].splitlines()
    assert [text for text in lists if text.startswith("  ") and width(text) > columns] == []


@pytest.mark.parametrize(("line", "title"), [("--help", "命令"), ("contact log --help", "选项")])
def test_what_a_list_of_a_help_page_explains_starts_in_one_column(run: Run, line: str, title: str) -> None:
    listed = run(*line.split()).out.partition(f"{title}：\n")[2].partition("\n\n")[0].splitlines()
    named = [found[1] for text in listed if (found := re.match(r"(  \S.*?  +)\S", text))]
    assert len(named) > 10
    assert len(set(map(width, named))) == 1


@POSIX
@pytest.mark.parametrize(
    ("more", "forbidden"), [({"TERM": "dumb"}, r"\x1b"), ({"NO_COLOR": "1"}, r"\x1b\[[0-9;]*[34]\dm")]
)
def test_a_terminal_that_wants_no_colour_gets_none(
    samples: Path, more: dict[str, str], forbidden: str
) -> None:
    shown = on_screen(80, "stats", "--quarter", "2026Q1", **more)
    assert "登记情况" in shown
    assert re.findall(forbidden, shown) == []


# Consoles of other encodings


@pytest.mark.parametrize("console", ["gbk:strict", "ascii:strict"])
def test_a_console_shows_what_it_lacks_as_codes(console: str) -> None:
    assert start("add", "𠮷㛃😀", PYTHONIOENCODING=console).code == 0
    shown = start("show", "R000001", PYTHONIOENCODING=console)
    assert (shown.code, shown.err) == (0, "")
    assert r"\U00020bb7\u36c3\U0001f600" in shown.out
    assert ("姓名" in shown.out) == (console == "gbk:strict")
    refused = start("show", "没有㛃", PYTHONIOENCODING=console)
    assert (refused.code, refused.out) == (1, "")
    assert r"\u36c3" in refused.err
    assert start("--help", PYTHONIOENCODING=console).code == 0


def test_json_is_utf_8_on_any_console(run: Run) -> None:
    run("add", "𠮷㛃😀")
    done = subprocess.run(
        [str(COMMAND), "show", "R000001", "--json"],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii:strict"},
        check=True,
    )
    assert '"name": "𠮷㛃😀"' in done.stdout.decode("utf-8")


@POSIX
@pytest.mark.parametrize(
    "line",
    [
        "withdraw R000001 --reason",
        "contact log R000001 --channel 电话 --occasion",
        "show R000001 --reveal --purpose",
    ],
)
def test_bytes_of_another_encoding_are_no_bug(run: Run, line: str) -> None:
    run("add", "张三")
    done = subprocess.run(
        [str(COMMAND), *line.split(), "户籍迁出".encode("gbk")], capture_output=True, check=False
    )
    assert "程序内部错误" not in done.stderr.decode()
    assert done.returncode in (0, 1, 2)


@POSIX
@pytest.mark.parametrize("name", ["名册.xlsx".encode("gbk"), "\x1b[31m名册\u202e.xlsx".encode()])
def test_an_odd_file_name_is_no_bug(book: Callable[..., Path], name: bytes) -> None:
    path = os.fsencode(book("人员\n姓名|联系电话|其他\n张三|15400000001|无"))
    odd = os.path.join(os.path.dirname(path), name)
    os.rename(path, odd)
    done = subprocess.run([str(COMMAND), "import", odd], capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert DANGEROUS.findall(done.stdout.decode()) == []


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31m张三\x1b[0m", "[31m张三[0m"),
        ("张\x1b]0;标题\x07三", "张]0;标题三"),
        ("张\u202e三\u2066", "张三"),
        ("张\x9b31m三", "张31m三"),
        ("[red]张三[/red]", "[red]张三[/red]"),
        ("张三[/]", "张三[/]"),
        (":smile:张三", ":smile:张三"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_hostile_text_is_printed_harmlessly(run: Run, tmp_path: Path, hostile: str, shown: str) -> None:
    cell = f'"{hostile}"'
    (tmp_path / "表.csv").write_text(
        f"姓名,联系电话,{cell}\n王五,15400000001,{cell}\n{cell},{cell},{cell}", encoding="utf-8"
    )
    lines: list[list[str | Path]] = [
        ["add", hostile, f"备注={hostile}"],
        ["contact", "log", "R000001", "--channel", "电话", "--note", hostile, "--occasion", hostile],
        ["contact", "log", "R000001", "--channel", "微信", "--by", hostile, "--next-step", hostile],
        ["import", tmp_path / "表.csv"],
        ["why", "联系人次"],
        ["withdraw", "R000001", "--reason", hostile],
        ["show", "R000001"],
        ["show", "R000001", "--reveal", "--purpose", hostile],
        ["log"],
        ["show", hostile + "？"],
        ["stats", "--unit", hostile],
        ["why", hostile],
    ]
    answers = [run(*words) for words in lines]
    assert [words for words, answer in zip(lines, answers, strict=True) if answer.code > 3] == []
    assert [DANGEROUS.findall(answer.out + answer.err) for answer in answers] == [[]] * len(lines)
    assert shown in answers[6].out
