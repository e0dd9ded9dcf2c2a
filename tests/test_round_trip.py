"""A workbook that was sent, was edited as offices edit, and comes back: what was changed is taken."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from books import dump, id_number, stored, units_of
from conftest import Answer
from edited import (
    BOOK,
    add_rows,
    edit,
    heads,
    lay_people,
    lines,
    people_of,
    put,
    rework,
    send,
    take_in,
    value,
)
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

Run = Callable[..., Answer]


def test_a_book_nobody_edited_changes_nothing(run: Run, samples: Path) -> None:
    send(run, "--all")
    before = dump(samples)
    became, answer = take_in(run)
    assert became == {"无变化": 600}
    assert "没有变化" in answer.out
    assert "提醒" not in answer.out
    assert dump(samples) == before


@pytest.mark.parametrize(
    ("edits", "field", "held"),
    [
        ({"联系电话": "15400000099"}, "phone", "15400000099"),
        ({"联系电话": " 154 0000 0099 "}, "phone", "15400000099"),
        ({"联系电话": None}, "phone", None),
        ({"学历": "硕士"}, "degree", "硕士研究生"),
        ({"学历": "/"}, "degree", "/"),
        ({"备注": None}, "note", None),
        ({"人员类别": "引进人才，专业技术人员"}, "category", "引进人才、专业技术人员"),
        ({"性别": "男性"}, "sex", "male"),
        ({"出生年月": "1990.5"}, "birth", "1990-05"),
        ({"工作单位": "=1+1"}, "employer", "=1+1"),
        ({"工作单位": "[red]"}, "employer", "[red]"),
        ({"姓名": "张三丰"}, "name", "张三丰"),
        ({"身份证号": id_number(1)}, "id_number", id_number(1)),
        ({"孩子": "三个"}, "extra", json.dumps({"孩子": "三个"})),
        ({"孩子": None}, "extra", None),
    ],
)
def test_what_was_changed_on_purpose_is_taken(
    run: Run, own_register: Path, edits: Mapping[str, Any], field: str, held: object
) -> None:
    lay_people(run)
    send(run)
    edit({"张三": edits})
    became, _ = take_in(run)
    assert became == {"更新": 1, "无变化": 3}
    assert stored(own_register, f"select {field} from person where id = 1") == [(held,)]
    assert take_in(run)[0] == {"无变化": 4}
    assert run("undo").code == 0
    assert take_in(run)[0] == {"更新": 1, "无变化": 3}
    send(run)
    assert take_in(run)[0] == {"无变化": 4}


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ({"姓名": None}, "姓名不能清空"),
        ({"所属单位": None}, "所属单位不能清空"),
        ({"在库状态": None}, "在库状态不能清空"),
        ({"返乡意愿": None}, "返乡意愿不能清空"),
        ({"联系电话": "见备注"}, "［见备注］"),
        ({"性别": "看不清"}, "性别"),
        ({"身份证号": id_number(7)}, "已登记在「李四」名下"),
        ({"身份证号": "990101199005060000"}, "身份证号"),
    ],
)
def test_what_cannot_be_is_told_and_left_alone(
    run: Run, own_register: Path, edits: Mapping[str, Any], told: str
) -> None:
    lay_people(run)
    run("edit", "李四", f"身份证号={id_number(7)}")
    query = "select name, phone, sex, birth, id_number from person"
    before = (stored(own_register, query), units_of(own_register))
    send(run)
    edit({"张三": edits})
    _, answer = take_in(run)
    assert told in answer.out
    assert (stored(own_register, query), units_of(own_register)) == before
    assert stored(own_register, "select count(*) from status") == [(4,)]


@pytest.mark.parametrize(
    ("edits", "query", "entry"),
    [
        ({"在库状态": "退库"}, 'select "on", status from status', ("2026-03-31", "withdrawn")),
        ({"返乡意愿": "任职"}, 'select "on", kind from intention', ("2026-03-31", "office")),
        (
            {"意愿原因": "父母年迈"},
            'select "on", kind, reason from intention',
            ("2026-03-31", "business", "父母年迈"),
        ),
        (
            {"所属单位": "云河区/青石街道/渡口社区"},
            'select a."on", u.name from affiliation a join unit u on u.id = a.unit_id',
            ("2026-03-31", "渡口社区"),
        ),
        (
            {"所属单位": "云河区/青石街道/新月社区"},
            'select a."on", u.name from affiliation a join unit u on u.id = a.unit_id',
            ("2026-03-31", "新月社区"),
        ),
    ],
)
def test_histories_get_an_entry_and_keep_the_former(
    run: Run, own_register: Path, edits: Mapping[str, Any], query: str, entry: tuple[object, ...]
) -> None:
    lay_people(run)
    send(run)
    edit({"张三": edits})
    before = stored(own_register, f"{query} where person_id = 1 order by 1")
    assert take_in(run)[0] == {"更新": 1, "无变化": 3}
    assert stored(own_register, f"{query} where person_id = 1 order by 1") == [*before, entry]


def test_an_entry_is_dated_as_the_import_says(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    edit({"张三": {"返乡意愿": "无"}})
    take_in(run, "--as-of", "2026-02-15")
    kinds = stored(own_register, 'select "on", kind from intention where person_id = 1 order by id')
    assert kinds == [("2026-01-05", "business"), ("2026-02-15", "none")]


def test_people_are_added_below_and_keep_eighteen_digits(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    add_rows(
        {"姓名": "钱七", "所属单位": "云河区/临江街道/望江社区", "身份证号": id_number(9)},
        {"姓名": "孙八", "联系电话": "15400000088", "所属单位": "云河区/青石街道/渡口社区", "学历": "本科"},
    )
    became, _ = take_in(run)
    assert became == {"新增": 2, "无变化": 4}
    assert value(own_register, "钱七", "id_number") == id_number(9)
    assert units_of(own_register)["孙八"] == "渡口社区"
    assert take_in(run)[0] == {"无变化": 6}


def test_rows_that_do_not_come_back_remove_nobody(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    rework(lambda book: people_of(book).delete_rows(3, 2))
    became, answer = take_in(run)
    assert became == {"无变化": 2}
    assert "导出了4人，其中2人没有交回（R000002、R000003）" in answer.out
    assert stored(own_register, "select count(*) from person") == [(4,)]


def test_a_book_parted_in_two_is_whole_again(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    Path("另一半.xlsx").write_bytes(Path(BOOK).read_bytes())
    rework(lambda book: people_of(book).delete_rows(2, 2))
    rework(lambda book: people_of(book).delete_rows(4, 2), "另一半.xlsx")
    answer = run("import", BOOK, "另一半.xlsx")
    assert (answer.code, "没有交回" in answer.out) == (0, False)
    rework(lambda book: people_of(book).delete_rows(2, 1))
    answer = run("import", BOOK, "另一半.xlsx")
    assert answer.out.count("导出了4人，其中1人没有交回（R000003）") == 1


def _sorted(book: Workbook) -> None:
    sheet = people_of(book)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for line, row in enumerate(reversed(rows), start=2):
        for column, cell in enumerate(row, start=1):
            sheet.cell(line, column).value = cell


def _moved(book: Workbook) -> None:
    sheet = people_of(book)
    for row in sheet.iter_rows():
        values = [cell.value for cell in row]
        for cell, moved in zip(row, reversed(values), strict=True):
            cell.value = moved


def _starred(book: Workbook) -> None:
    sheet = people_of(book)
    for heading in ("姓名", "联系电话"):
        sheet.cell(1, heads(sheet)[heading]).value = f"*{heading}"


def _renamed_name(book: Workbook) -> None:
    sheet = people_of(book)
    sheet.cell(1, heads(sheet)["姓名"]).value = "人员姓名（必填）"


def _hidden(book: Workbook) -> None:
    sheet = people_of(book)
    for row in (2, 4):
        sheet.row_dimensions[row].hidden = True
    for letter in "DEFGH":
        sheet.column_dimensions[letter].hidden = True


def _titled(book: Workbook) -> None:
    sheet = people_of(book)
    sheet.insert_rows(1)
    sheet["C1"].value = "云河区在外人才核对表"


def _renamed(book: Workbook) -> None:
    people_of(book).title = "望江核对后"


def _shortened(book: Workbook) -> None:
    sheet = people_of(book)
    for heading in ("备注", "返乡意愿", "在库状态", "所属单位"):
        sheet.delete_cols(heads(sheet)[heading])


@pytest.mark.parametrize(
    "change",
    [_sorted, _moved, _starred, _renamed_name, _hidden, _titled, _renamed, _shortened],
    ids=lambda one: one.__name__,
)
def test_however_the_sheet_was_arranged_nothing_changed(
    run: Run, own_register: Path, change: Callable[[Workbook], None]
) -> None:
    lay_people(run)
    send(run)
    before = dump(own_register)
    rework(change)
    assert take_in(run)[0] == {"无变化": 4}
    assert dump(own_register) == before


def test_a_column_somebody_added_is_kept_and_was_never_sent(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run, "--columns", "姓名,学历")

    def add(book: Workbook) -> None:
        sheet = people_of(book)
        last = sheet.max_column
        sheet.cell(1, last + 1).value = "走访情况"
        sheet.cell(1, last + 2).value = "联系电话"
        put(sheet, lines(sheet)["张三"], {"走访情况": "已走访", "联系电话": "15400000077"})

    rework(add)
    became, answer = take_in(run)
    assert became == {"更新": 1, "无变化": 3}
    kept = json.loads(str(value(own_register, "张三", "extra")))
    assert kept == {"孩子": "两个", "走访情况": "已走访"}
    assert value(own_register, "张三", "phone") == "15400000001"
    assert "保留「154****0001」" in answer.out
    assert value(own_register, "李四", "phone") == "15400000002"  # blank in a column that was not sent


def test_a_row_copied_for_somebody_new_is_somebody_new(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)

    def copy(book: Workbook) -> None:
        sheet = people_of(book)
        held = [cell.value for cell in sheet[lines(sheet)["张三"]]]
        for column, one in enumerate(held, start=1):
            sheet.cell(6, column).value = one
        put(sheet, 6, {"姓名": "张小三", "联系电话": "15400000055", "学历": "初中"})

    rework(copy)
    became, answer = take_in(run)
    assert became == {"新增": 1, "无变化": 4}
    assert "R000001 有几行" in answer.out
    assert value(own_register, "张小三", "degree") == "初中"
    assert value(own_register, "张三", "degree") == "本科"


def test_a_row_that_names_somebody_else_is_not_taken(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    edit({"张三": {"姓名": "周九", "联系电话": "15400000066"}})
    became, answer = take_in(run, code=3)
    assert became == {"未导入": 1, "无变化": 3}
    assert "编号 R000001 原是「张三」" in answer.out
    assert value(own_register, "张三", "phone") == "15400000001"


def test_columns_sorted_without_the_hidden_ones_are_not_taken(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)

    def sort(book: Workbook) -> None:
        sheet = people_of(book)
        rows = [[cell.value for cell in row[2:]] for row in sheet.iter_rows(min_row=2)]
        for line, row in enumerate([*rows[1:], rows[0]], start=2):
            for column, cell in enumerate(row, start=3):
                sheet.cell(line, column).value = cell

    rework(sort)
    before = dump(own_register)
    assert take_in(run, code=3)[0] == {"未导入": 4}
    assert dump(own_register) == before


def test_two_rows_may_not_swap_their_id_numbers(run: Run, own_register: Path) -> None:
    lay_people(run)
    for name, order in (("张三", 11), ("李四", 13)):
        run("edit", name, f"身份证号={id_number(order)}")
    send(run)
    edit({"张三": {"身份证号": id_number(13)}, "李四": {"身份证号": id_number(11)}})
    _, answer = take_in(run)
    assert answer.out.count("名下，没有改动") == 2
    assert value(own_register, "张三", "id_number") == id_number(11)


def test_a_dry_run_tells_before_and_after_and_writes_nothing(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    edit({"张三": {"联系电话": "15400000099", "备注": None, "在库状态": "退库"}})
    before = dump(own_register)
    _, answer = take_in(run, "--dry-run")
    assert "154****0099" in answer.out
    assert "15400000099" not in answer.out
    assert "常联系" in answer.out
    assert dump(own_register) == before


def test_skipping_the_known_takes_only_the_new(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    edit({"张三": {"联系电话": "15400000099"}})
    add_rows({"姓名": "钱七", "所属单位": "云河区/临江街道/望江社区"})
    assert take_in(run, "--on-match", "skip")[0] == {"新增": 1, "跳过": 4}
    assert value(own_register, "张三", "phone") == "15400000001"


def test_an_edited_book_is_a_source(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    edit({"张三": {"学历": "硕士"}})
    take_in(run)
    assert f"{BOOK}人才2" in run("show", "张三").out.replace(" ", "")
    assert load_workbook(BOOK).sheetnames[0] == "人才"
