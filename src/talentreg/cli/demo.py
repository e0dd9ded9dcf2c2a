"""`talentreg demo`: the whole job on the shipped samples, each step the command a user would type."""

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.output import say, tell
from talentreg.errors import Refused, plain_reason
from talentreg.places import REGISTER_NAME, sample_books

DEMO_DAY = "2026-03-31"
"""The day the samples end; the demo's commands take it for today."""

REPORT_NAME = "2026年第一季度工作情况报告.docx"


def demo(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新的或空的文件夹")] = Path(
        "talentreg-demo"
    ),
) -> None:
    """Import the samples, log contacts, count, prove and report, leaving everything in a folder."""
    _claim(folder)
    books = [str(path) for path in sample_books()]
    report = folder / REPORT_NAME
    before = {name: os.environ.get(name) for name in ("TALENTREG_DB", "TALENTREG_TODAY")}
    os.environ |= {"TALENTREG_DB": str(folder / REGISTER_NAME), "TALENTREG_TODAY": DEMO_DAY}
    say(f"以下各步都用 {folder / REGISTER_NAME}，今天当作 {DEMO_DAY}；自己试时在命令后加 --db 和这个文件")
    say()
    try:
        for step, words in enumerate(_steps(books, report), start=1):
            _run(step, words)
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    _say_farewell(folder, report)


def _steps(books: list[str], report: Path) -> list[list[str]]:
    logged = [
        "contact",
        "log",
        "R000002",
        "R000003",
        "--channel",
        "走访",
        "--presence",
        "home",
        "--by",
        "赵建芳",
    ]
    return [
        ["import", *books],
        [*logged, "--occasion", "慰问", "--on", "2026-03-30", "--note", "登门看望，问了近况"],
        ["stats", "--quarter", "2026Q1"],
        ["why", "走访返乡人员", "--quarter", "2026Q1", "--unit", "望江社区"],
        ["report", "--quarter", "2026Q1", "--out", str(report)],
    ]


def _claim(folder: Path) -> None:
    """Take a folder that is new or empty."""
    try:
        folder.mkdir(exist_ok=True)
        if any(folder.iterdir()):
            raise Refused(f"文件夹 {folder} 里已经有东西，没有动它", "请换一个新文件夹：talentreg demo 试用2")
    except FileExistsError as error:
        raise Refused(f"{folder} 是文件，不是文件夹", "请换一个文件夹名") from error
    except OSError as error:
        raise Refused(
            f"不能使用文件夹 {folder}：{plain_reason(error)}", "请检查上级文件夹是否存在、能否写入"
        ) from error


def _run(step: int, words: list[str]) -> None:
    """Run one command through the same table a shell would."""
    from talentreg.cli.app import table  # the table names this file

    say(f"—— 第{step}步 ——")
    say("$ talentreg " + " ".join(_quoted(Path(word).name if os.sep in word else word) for word in words))
    say()
    code = table.take_step(words)
    if code:
        raise typer.Exit(code)
    say()


def _say_farewell(folder: Path, report: Path) -> None:
    say("—— 完成 ——")
    say(f"登记册：{folder / REGISTER_NAME}")
    say(f"报告：  {report}")
    tell(f"接着试：talentreg --db {_quoted(str(folder / REGISTER_NAME))} why 入库人才 --quarter 2026Q1")


def _quoted(word: str) -> str:
    """Quote a word a shell would break; Chinese needs no quotes."""
    return f'"{word}"' if re.search(r"[\s'$&|;<>()*?!]", word) else word
