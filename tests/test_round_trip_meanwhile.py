"""A workbook that comes back after others went on working: three values are compared, none is lost."""

import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from books import csv_book, dump, stored, units_of
from conftest import Answer
from edited import BOOK, add_rows, edit, lay_people, people_of, rework, send, take_in, value
from exported import enter, person
from openpyxl import Workbook, load_workbook

from talentreg.records.person import Person
from talentreg.store.changes import Writer

Run = Callable[..., Answer]


@pytest.mark.parametrize(
    ("returned", "meanwhile", "held", "conflicts"),
    [
        (None, "学历=硕士", "硕士研究生", 0),  # nobody touched it in the book
        ("博士", "工作单位=江州公司", "博士研究生", 0),  # nobody touched it in the register
        ("硕士", "学历=硕士研究生", "硕士研究生", 0),  # both said the same
        ("博士", "学历=硕士", "硕士研究生", 1),
        ("", "学历=硕士", "硕士研究生", 1),
        ("博士", "学历=", None, 1),
    ],
)
def test_three_values_decide_a_field(
    run: Run, own_register: Path, returned: str | None, meanwhile: str, held: str | None, conflicts: int
) -> None:
    lay_people(run)
    send(run)
    run("edit", "张三", meanwhile)
    if returned is not None:
        edit({"张三": {"学历": returned or None}})
    _, answer = take_in(run)
    assert value(own_register, "张三", "degree") == held
    assert stored(own_register, "select count(*) from conflict where choice is null") == [(conflicts,)]
    assert ("发出时为「本科」" in answer.out) == bool(conflicts)


VALUES = (None, "甲", "乙", "丙")


def test_every_way_three_values_can_stand_to_one_another(run: Run, own_register: Path) -> None:
    ways = list(product(VALUES, repeat=3))
    names = [f"某{place:02}人" for place in range(len(ways))]

    def lay(writer: Writer) -> None:
        for name, (sent, _, _) in zip(names, ways, strict=True):
            person(writer, name, post=sent)

    def go_on(writer: Writer) -> None:
        for row_id, (_, now, _) in enumerate(ways, start=1):
            writer.update(Person, row_id, {"post": now})

    enter(own_register, lay)
    send(run)
    enter(own_register, go_on)
    edit({name: {"职务": returned} for name, (_, _, returned) in zip(names, ways, strict=True)})
    take_in(run)
    held = [post for (post,) in stored(own_register, "select post from person order by id")]
    assert held == [returned if now == sent else now for sent, now, returned in ways]
    open_ones = "select person_id from conflict where choice is null"
    waiting = {row for (row,) in stored(own_register, open_ones)}
    assert waiting == {
        row
        for row, (sent, now, returned) in enumerate(ways, start=1)
        if sent != now and returned not in (sent, now)
    }


def test_a_conflict_tells_all_three_values_with_numbers_masked(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    run("edit", "张三", "联系电话=15400000041")
    edit({"张三": {"联系电话": "15400000042"}})
    _, answer = take_in(run)
    told = "联系电话与登记册不同，保留「154****0041」；发出时为「154****0001」，交回的表中为「154****0042」"
    assert told in answer.out
    assert "1540000004" not in answer.out


def test_a_cell_emptied_against_a_later_value_waits_for_a_decision(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    run("edit", "张三", "备注=刚回来过")
    edit({"张三": {"备注": None}})
    take_in(run)
    waiting = stored(own_register, "select field, stored, offered from conflict")
    assert waiting == [("note", "刚回来过", None)]


@pytest.mark.parametrize("words", [("--on-match", "fill"), ("--on-match", "update")])
def test_with_update_the_book_that_came_back_wins(
    run: Run, own_register: Path, words: tuple[str, ...]
) -> None:
    lay_people(run)
    send(run)
    run("edit", "张三", "学历=硕士", "返乡意愿=无")
    edit({"张三": {"学历": "博士", "返乡意愿": "任职"}})
    take_in(run, *words)
    wins = "update" in words
    assert value(own_register, "张三", "degree") == ("博士研究生" if wins else "硕士研究生")
    kinds = stored(own_register, "select kind from intention where person_id = 1 order by id desc limit 1")
    assert kinds == [("office" if wins else "none",)]


@pytest.mark.parametrize(
    ("edits", "meanwhile", "fields"),
    [
        ({"返乡意愿": "任职"}, ("edit", "张三", "返乡意愿=无"), [("intention",)]),
        ({"所属单位": "云河区/青石街道"}, ("edit", "张三", "--unit", "渡口社区"), [("unit",)]),
        ({"孩子": "四个"}, None, []),
    ],
)
def test_histories_changed_on_both_sides_wait_too(
    run: Run, own_register: Path, edits: dict[str, str], meanwhile: tuple[str, ...] | None, fields: object
) -> None:
    lay_people(run)
    send(run)
    if meanwhile:
        run(*meanwhile)
    edit({"张三": edits})
    take_in(run)
    assert stored(own_register, "select field from conflict") == fields


def test_what_was_undone_meanwhile_is_no_change_of_the_book(run: Run, own_register: Path) -> None:
    lay_people(run)
    run("edit", "张三", "学历=硕士")
    send(run)
    run("undo")
    edit({"李四": {"学历": "本科"}})
    assert take_in(run)[0] == {"更新": 1, "无变化": 3}
    assert value(own_register, "张三", "degree") == "本科"
    assert run("undo").code == 0
    assert value(own_register, "李四", "degree") == "大专"


def test_an_import_meanwhile_is_compared_like_any_change(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    book = csv_book(
        "姓名,联系电话,学历,职务\n张三,15400000001,博士,主任\n新来的,15400000031,本科,\n", "另.csv"
    )
    run("import", book, "--on-match", "update", "--unit", "望江社区")
    edit({"张三": {"职务": "院长"}, "李四": {"职务": "厂长"}})
    became, _ = take_in(run)
    assert became == {"更新": 1, "无变化": 3}
    assert value(own_register, "张三", "degree") == "博士研究生"
    assert value(own_register, "张三", "post") == "主任"
    assert stored(own_register, "select field, stored, offered from conflict") == [("post", "主任", "院长")]


def test_units_renamed_meanwhile_are_the_same_units(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    run("unit", "edit", "望江社区", "名称=望江东社区")
    edit({"王五": {"所属单位": "云河区/临江街道/望江社区"}, "张三": {"学历": "硕士"}})
    became, answer = take_in(run)
    assert became == {"更新": 2, "无变化": 2}
    assert units_of(own_register) == dict.fromkeys(["张三", "李四", "王五"], "望江东社区") | {
        "赵六": "渡口社区"
    }
    assert "新建单位" not in answer.out


def test_somebody_withdrawn_meanwhile_is_edited_and_not_enrolled_again(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    run("withdraw", "张三", "--reason", "户籍迁出")
    edit({"张三": {"学历": "硕士"}})
    became, answer = take_in(run)
    assert became == {"更新": 1, "无变化": 3}
    assert "已退库，没有重新入库［张三］" in answer.out
    assert value(own_register, "张三", "degree") == "硕士研究生"
    last = stored(own_register, "select status from status where person_id = 1 order by id desc limit 1")
    assert last == [("withdrawn",)]


def test_somebody_taken_back_meanwhile_does_not_return_with_the_book(run: Run, own_register: Path) -> None:
    lay_people(run)
    run("add", "钱七", "--unit", "望江社区", "--phone", "15400000070")
    send(run)
    run("undo")
    became, answer = take_in(run, code=3)
    assert became == {"未导入": 1, "无变化": 4}
    assert "已从登记册撤回" in answer.out


def test_somebody_merged_meanwhile_is_who_they_became(run: Run, own_register: Path) -> None:
    lay_people(run)
    run("add", "张三", "--unit", "渡口社区", "--phone", "15400000070")
    send(run)
    assert run("merge", "R000001", "R000005", "--keep", "联系电话=R000001").code == 0
    edit({"李四": {"学历": "本科"}})

    def change(book: Workbook) -> None:
        sheet = people_of(book)
        assert sheet["A6"].value == "R000005"
        for cell in sheet[1]:
            if cell.value == "工作单位":
                sheet.cell(6, cell.column).value = "江州第二大学"
            if cell.value == "民族":
                sheet.cell(6, cell.column).value = "回族"

    rework(change)
    became, answer = take_in(run)
    assert became["更新"] == 2
    assert "R000005 已并入 R000001" in answer.out
    assert value(own_register, "张三", "ethnicity") == "回族"
    assert value(own_register, "张三", "employer") == "江州大学"
    assert stored(own_register, "select count(*) from person") == [(4,)]


@pytest.mark.parametrize(("words", "outcome"), [((), "跳过"), (("--allow-erased",), "新增")])
def test_somebody_erased_meanwhile_stays_away_whatever_the_row_now_says(
    run: Run, own_register: Path, words: tuple[str, ...], outcome: str
) -> None:
    lay_people(run)
    send(run)
    assert run("erase", "张三", "--reason", "本人申请", "--yes").code == 0
    edit({"张三": {"姓名": "张山", "联系电话": "15400000098"}})
    became, _ = take_in(run, *words)
    assert became == {outcome: 1, "无变化": 3}


def test_a_line_put_back_on_purpose_is_not_changed_again(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    edit({"张三": {"学历": "硕士"}})
    take_in(run)
    run("edit", "张三", "学历=本科")
    assert take_in(run)[0] == {"无变化": 4}
    assert value(own_register, "张三", "degree") == "本科"


def test_a_book_of_another_register_clears_nothing_and_its_numbers_name_nobody(
    run: Run, own_register: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    run("--db", other, "unit", "add", "别处社区")
    run("--db", other, "add", "冯十", "--unit", "别处社区", "--phone", "15400000091")
    lay_people(run)
    edit_me = send(run, "--columns", "姓名,联系电话,学历")
    edit({"张三": {"学历": None}})
    answer = run("--db", other, "import", edit_me, "--unit", "别处社区")
    assert answer.code == 0
    assert "不是从这本登记册导出的" in answer.out
    assert "新增4" in answer.out
    assert stored(other, "select name from person order by id") == [
        (name,) for name in ("冯十", "张三", "李四", "王五", "赵六")
    ]


def test_after_a_restored_backup_nothing_is_cleared(run: Run, own_register: Path) -> None:
    lay_people(run)
    shutil.copy(own_register, "备份.db")
    run("edit", "张三", "备注=又联系了")
    send(run)
    edit({"张三": {"备注": None, "职务": "院长"}})
    shutil.copy("备份.db", own_register)
    _, answer = take_in(run)
    assert "登记册恢复过更早的备份" in answer.out
    assert value(own_register, "张三", "note") == "常联系"
    assert value(own_register, "张三", "post") == "院长"


def _copy_sheet(path: str) -> None:
    """Copy the people into a workbook of one's own, as by selecting all and pasting."""
    rows = list(people_of(load_workbook(path)).iter_rows(values_only=True))
    made = Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    made.save(path)


def test_a_sheet_copied_into_another_workbook_clears_nothing(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    edit({"张三": {"备注": None, "职务": "院长"}})
    _copy_sheet(BOOK)
    became, answer = take_in(run)
    assert became == {"更新": 1, "无变化": 3}
    assert "隐藏工作表没有一起交回" in answer.out
    assert (value(own_register, "张三", "note"), value(own_register, "张三", "post")) == ("常联系", "院长")


def test_without_the_number_column_people_are_known_by_their_phones(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    rework(lambda book: people_of(book).delete_cols(1))
    edit({"张三": {"备注": None, "职务": "院长"}})
    became, answer = take_in(run)
    assert became == {"更新": 1, "无变化": 3}
    assert "两列不在了" in answer.out
    assert (value(own_register, "张三", "note"), value(own_register, "张三", "post")) == ("常联系", "院长")


def test_rows_pasted_from_an_earlier_book_clear_nothing(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run, out="早先.xlsx")
    run("edit", "李四", "学历=本科")
    send(run)
    early = [cell.value for cell in people_of(load_workbook("早先.xlsx"))[2]]

    def paste(book: Workbook) -> None:
        sheet = people_of(book)
        for column, cell in enumerate(early, start=1):
            sheet.cell(2, column).value = cell
        sheet.cell(2, 12).value = None

    rework(paste)
    before = dump(own_register)
    _, answer = take_in(run)
    assert "有1行是从另一次导出的表里复制来的" in answer.out
    assert dump(own_register)["person"] == before["person"]


def test_five_thousand_people_go_out_and_come_back(run: Run, own_register: Path) -> None:
    rows = "".join(f"某{place:04}人,望江社区,154{place:08},本科\n" for place in range(5_000))
    run("import", csv_book("姓名,所属社区,联系电话,学历\n" + rows, "大表.csv"))
    send(run)
    edit({f"某{place:04}人": {"学历": "硕士", "职务": "主任"} for place in range(0, 5_000, 50)})
    add_rows({"姓名": "钱七", "所属单位": "望江社区"})
    became, answer = take_in(run)
    assert became == {"新增": 1, "更新": 100, "无变化": 4900}
    assert len(answer.out.splitlines()) < 30
