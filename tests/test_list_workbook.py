"""`list --xlsx`: the rows and columns of the screen as a workbook."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from conftest import Answer
from openpyxl import load_workbook

Run = Callable[..., Answer]


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("line", "sheet", "head"),
    [
        ("list 学历=博士", "人才", ["编号", "姓名", "所属单位", "联系电话"]),
        ("list --columns 姓名,年龄,最近联系", "人才", ["姓名", "年龄", "最近联系"]),
        ("contact list --quarter 2026Q1 --unit 望江社区", "联络", ["联络编号", "联络日期", "姓名"]),
        ("unit list", "单位", ["单位代码", "单位全名", "单位层级"]),
        ("staff list", "工作人员", ["工作人员编号", "姓名", "所在单位"]),
    ],
)
def test_a_list_is_written_as_it_is_shown(run: Run, line: str, sheet: str, head: list[str]) -> None:
    answer = run(*line.split(), "--xlsx", "名单.xlsx")
    assert (answer.code, answer.out) == (0, "名单.xlsx\n")
    book = load_workbook("名单.xlsx")
    rows = list(book[sheet].iter_rows(values_only=True))
    assert list(rows[0][: len(head)]) == head
    told = json.loads(run(*line.split(), "--json").out)
    assert len(rows) - 2 == len(told)
    assert rows[-1][0] == f"共{len(told)}{answer.err.partition('；')[0].lstrip('共0123456789')}"


@pytest.mark.usefixtures("samples")
def test_numbers_are_masked_and_days_are_days(run: Run) -> None:
    run("list", "R000002", "--xlsx", "名单.xlsx")
    row = list(load_workbook("名单.xlsx")["人才"].iter_rows(values_only=True))[1]
    assert row[3] == "154****0597"
    assert row[6] == datetime(2026, 2, 11)


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--xlsx 名单.docx", 1, "不是 Excel 文件名"),
        ("--xlsx 没有/名单.xlsx", 1, "不存在"),
        ("--xlsx 名单.xlsx --json", 2, "只能选一个"),
        ("--xlsx 有.xlsx", 1, "已经存在"),
    ],
)
def test_a_place_that_will_not_do_is_refused(run: Run, words: str, code: int, said: str) -> None:
    Path("有.xlsx").write_text("", "utf-8")
    answer = run("list", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert Path("有.xlsx").read_text("utf-8") == ""
