"""Books as townships send them, the page that comes of each, and the copy that goes back."""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from books import Row, csv_book, id_number, phone, save, workbook
from conftest import Answer
from openpyxl import Workbook, load_workbook
from test_store import needs_posix

Run = Callable[..., Answer]

HEAD: Row = ("姓名", "性别", "联系电话")


def people(*orders: int) -> list[Row]:
    return [("张" + "甲乙丙丁戊己庚辛"[order], "男", phone(order)) for order in orders]


def sum_of(answer: Answer) -> str:
    """Return the line that accounts for the rows, without what there was none of."""
    line = next(line for line in answer.out.splitlines() if line.startswith("读取"))
    read, parts = line.split("＝")
    kept = [part for part in parts.split("＋") if not re.fullmatch(r"\D+0", part)]
    return f"{read}＝{'＋'.join(kept)}"


@pytest.mark.parametrize(
    "below",
    ["以下空白", "（以下空白）", "以下无正文", "空 白", "此页空白", "此处空白"],
)
def test_what_says_that_nothing_follows_is_nobody(run: Run, below: str) -> None:
    answer = run("import", workbook([("下河村名单",), HEAD, *people(1, 2), (below,)]))
    assert sum_of(answer) == "读取3行＝新增2＋跳过1"


@pytest.mark.parametrize("name", ["白空", "夏以下", "空明"])
def test_a_name_like_such_a_note_is_somebody(run: Run, name: str) -> None:
    answer = run("import", workbook([("下河村名单",), HEAD, *people(1), (name, "女", phone(9))]))
    assert sum_of(answer) == "读取2行＝新增2"


def test_what_another_system_gives_out_is_understood(run: Run, own_register: Path) -> None:
    path = csv_book(
        "id,name,gender,phone,idcard,birthday,village,create_time\n"
        f"1000,张三,M,{phone(1)},{id_number(1)},1990-05-06,下河村,2026-01-01 10:00:00\n",
        "export.csv",
    )
    answer = run("import", path)
    assert sum_of(answer) == "读取1行＝新增1"
    assert "不认识的列「id」、「create_time」，内容随行保留" in answer.out
    shown = run("show", "张三@下河村").out
    assert [word in shown for word in ("男", "154****0001", "1990-05-06", "1000")] == [True] * 4


def test_an_id_number_with_a_wrong_last_letter_says_which(run: Run) -> None:
    answer = run(
        "import", workbook([("姓名", "身份证号", "村"), ("张三", id_number(1)[:-1] + "Z", "下河村")])
    )
    assert "B2：身份证号末位是「Z」，应为数字或X" in answer.out


def folder_of(count: int, rows: Callable[[int], Sequence[Row]]) -> Path:
    folder = Path("来表").absolute()
    folder.mkdir()
    for place in range(1, count + 1):
        workbook(rows(place), name=f"来表/{place:02}.xlsx")
    return folder


def test_a_folder_of_sixty_makes_a_page_and_not_six(run: Run) -> None:
    head = (*HEAD, "主要事迹", "所属村")
    folder = folder_of(60, lambda n: [head, (f"张{chr(0x4E00 + n)}", "男", phone(n), "种茶", "下河村")])
    page = run("import", folder).out
    assert len(page.splitlines()) < 24
    assert "60张表（没有未导入的行）" in page
    assert page.count("不认识的列「主要事迹」") == 3
    assert "还有57处同样的，--verbose 全部列出" in page
    assert sum_of(Answer(0, page, "")) == "读取60行＝新增60"
    everything = run("imports", "show", "1", "--verbose").out
    assert everything.count("不认识的列「主要事迹」") == 60
    assert everything.count("  人员") == 60


def test_of_many_sheets_those_with_rejected_rows_are_named(run: Run) -> None:
    folder = folder_of(
        30,
        lambda n: [
            HEAD,
            (f"张{chr(0x4E00 + n)}", "男", phone(n)),
            *([(None, "女", phone(n))] if n == 7 else []),
        ],
    )
    page = run("import", folder, "--unit", "下河村").out
    told = [line.split()[0] for line in page.splitlines() if line.startswith((" 0", " 2", " 3"))]
    assert told == ["07.xlsx", "29张表（没有未导入的行）"]


def test_one_thing_said_of_many_rows_is_said_once(run: Run) -> None:
    page = run("import", workbook([HEAD, *people(1, 2, 3)])).out
    assert page.count("没有写所属单位") == 1
    assert "第2行、第3行、第4行：没有写所属单位，暂记为未填；可用 --unit 指定［张乙、张丙、张丁］" in page


def test_rows_passed_by_on_request_are_not_called_known(run: Run) -> None:
    path = workbook([(*HEAD, "所属村"), (*people(1)[0], "下河村")])
    run("import", path)
    changed = workbook([(*HEAD, "所属村", "备注"), (*people(1)[0], "下河村", "新")], name="改.xlsx")
    answer = run("import", changed, "--on-match", "skip")
    assert "没有写入任何内容" in answer.out
    assert "登记册里已经都有了" not in answer.out


def test_the_copy_of_a_book_with_a_short_total_line_keeps_its_looks(run: Run) -> None:
    made = Workbook()
    page = made.worksheets[0]
    page.append(["下河村名单"])
    page.merge_cells("A1:D1")
    for row in ((*HEAD, "备注"), *people(1, 2), ("合计", 12)):
        page.append(list(row))
    page.column_dimensions["C"].width = 33
    answer = run("import", save(made), "--marked", "回")
    assert "没有原来的格式" not in answer.err
    copy = load_workbook("回/登记表（核对）.xlsx").worksheets[0]
    assert copy.column_dimensions["C"].width == 33
    assert copy["E5"].value == "合计不符：B5 表中合计写12人，实际读到2行"


@pytest.mark.parametrize(
    ("filtered", "afterwards"),
    [("A1:C3", "A1:D3"), ("A1:B3", "A1:B3")],
    ids=["over the whole list", "over a part of it"],
)
def test_results_are_sorted_along_with_their_rows(run: Run, filtered: str, afterwards: str) -> None:
    made = Workbook()
    page = made.worksheets[0]
    for row in (HEAD, *people(1), (None, "女", phone(2))):
        page.append(list(row))
    page.auto_filter.ref = filtered
    run("import", save(made), "--marked", "回", "--unit", "下河村")
    assert load_workbook("回/登记表（核对）.xlsx").worksheets[0].auto_filter.ref == afterwards


@needs_posix
def test_a_pipe_with_a_tables_name_is_not_waited_for(run: Run) -> None:
    os.mkfifo("登记表.xlsx")
    answer = run("import", "登记表.xlsx")
    assert (answer.code, "不是普通文件" in answer.err) == (1, True)
