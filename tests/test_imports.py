"""What came in, when and from which file: listed, told again in full, and known even after an undo."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import dump, stored
from conftest import Answer
from test_terminal import ESCAPE, on_screen, width

from talentreg.intake.accounts import file_row
from talentreg.records.changes import ImportedFile
from talentreg.store.imports import load_remembered, remember_columns
from talentreg.store.register import open_for_reading, open_for_writing

Run = Callable[..., Answer]
Book = Callable[..., Path]

PEOPLE = (
    "人员\n姓名|所属社区|联系电话|学历|宠物\n"
    "张三|望江社区|15412345678|本科|猫\n李四|望江社区|15412345679||\n|望江社区|15412345670||"
)
MORE = (
    "人员\n姓名|所属社区|联系电话|学历|返乡意愿|宠物\n"
    "张三|望江社区|15412345678|大专|创业|狗\n王五|渡口社区|15412345671|硕士||鱼"
)
CALLS = "联络\n姓名|所属社区|联络日期|联络方式|联络人\n张三|望江社区|2026-03-01|电话|赵主任"


@pytest.fixture
def taken_in(run: Run, book: Book, own_register: Path) -> Path:
    """Take in three books one after another: people, more people with corrections, contacts."""
    run("import", book(PEOPLE, name="一.xlsx"))
    run("import", book(MORE, name="二.xlsx"), "--on-match", "update")
    run("import", book(CALLS, name="三.xlsx"))
    return own_register


def listed(run: Run, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("imports", *words, "--json").out)
    return found


def shown(run: Run, number: int) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run("imports", "show", str(number), "--json").out)
    return document


@pytest.mark.usefixtures("taken_in")
def test_imports_are_listed_newest_first_with_what_became_of_their_rows(run: Run) -> None:
    found = listed(run)
    assert [(one["number"], [file["name"] for file in one["files"]]) for one in found] == [
        (3, ["三.xlsx"]),
        (2, ["二.xlsx"]),
        (1, ["一.xlsx"]),
    ]
    counts = ("read", "new", "updated", "unchanged", "duplicate", "rejected", "skipped")
    assert [[one[name] for name in counts] for one in found] == [
        [1, 1, 0, 0, 0, 0, 0],
        [2, 1, 1, 0, 0, 0, 0],
        [3, 2, 0, 0, 0, 1, 0],
    ]


@pytest.mark.usefixtures("taken_in")
@pytest.mark.parametrize("words", [("imports",), ("imports", "list")], ids=" ".join)
def test_the_table_names_the_number_undo_takes(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert answer.code == 0
    assert [line.split()[0] for line in answer.out.split("\n") if ".xlsx" in line] == ["3", "2", "1"]
    assert "共3次" in answer.out
    assert run("undo", "3").out.startswith("已撤销第3号变更：import 三.xlsx")


@pytest.mark.usefixtures("taken_in")
def test_options_may_follow_the_group_alone_and_a_slip_gets_the_near_command(run: Run) -> None:
    assert [one["number"] for one in listed(run, "--limit", "1")] == [3]
    answer = run("imports", "shwo", "3")
    assert (answer.code, answer.out) == (2, "")
    assert "talentreg imports show" in answer.err
    assert "用法：talentreg imports 命令" in run("imports", "--help").out


@pytest.mark.usefixtures("taken_in")
def test_csv_has_a_line_an_import(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("imports", "--csv").out)))
    assert [(row["number"], row["files"], row["read"]) for row in rows] == [
        ("3", "三.xlsx", "1"),
        ("2", "二.xlsx", "2"),
        ("1", "一.xlsx", "3"),
    ]
    assert run("imports", "--csv", "--json").code == 2


def test_without_any_import_it_says_so(run: Run) -> None:
    run("add", "张三")
    assert run("imports").out == "还没有导入过表格\n"
    answer = run("imports", "show", "1")
    assert (answer.code, answer.out) == (1, "")
    assert "第1号变更不是导入：add" in answer.err
    assert "没有第7号变更" in run("imports", "show", "7").err


@pytest.mark.usefixtures("taken_in")
def test_show_names_the_people_created_and_tells_the_updated_field_by_field(run: Run) -> None:
    document = shown(run, 2)
    assert document["new_people"] == [{"person": "R000003", "name": "王五", "unit": "渡口社区"}]
    (updated,) = document["updated_people"]
    assert (updated["person"], updated["name"]) == ("R000001", "张三")
    assert updated["fields"] == {"学历": ["本科", "大专"], "返乡意愿": ["", "创业"], "宠物": ["猫", "狗"]}
    assert [unit["name"] for unit in document["new_units"]] == ["渡口社区"]
    page = run("imports", "show", "2").out
    for line in (
        "R000003  王五  渡口社区",
        "学历：本科 → 大专",
        "返乡意愿：（空） → 创业",
        "talentreg undo 2",
    ):
        assert line in page


@pytest.mark.usefixtures("taken_in")
def test_show_tells_contacts_staff_and_the_digest_of_the_file(run: Run) -> None:
    document = shown(run, 3)
    (contact,) = document["new_contacts"]
    assert (contact["record"], contact["person"], contact["on"]) == ("C000001", "R000001", "2026-03-01")
    assert [one["name"] for one in document["new_staff"]] == ["赵主任"]
    digest = document["files"][0]["digest"]
    page = run("imports", "show", "3").out
    assert digest[:12] in page
    assert digest not in page


@pytest.mark.usefixtures("taken_in")
def test_show_accounts_for_every_sheet_and_repeats_what_there_was_to_look_at(run: Run) -> None:
    document = shown(run, 1)
    (sheet,) = document["sheets"]
    assert (document["rejected"], document["updated"]) == (1, 0)
    assert (sheet["sheet"], sheet["kind"], sheet["read"], sheet["rejected"]) == ("人员", "人员", 3, 1)
    rejected = [one for one in document["problems"] if one["weight"] == "rejected"]
    assert [(one["sheet"], one["line"]) for one in rejected] == [("人员", 4)]
    page = run("imports", "show", "1").out
    assert "未导入（1）" in page
    assert "读取3行＝新增2＋更新0＋无变化0＋表内重复0＋未导入1＋跳过0" in page


@pytest.mark.usefixtures("taken_in")
def test_no_full_number_is_shown_or_kept_beside_the_record(run: Run, taken_in: Path, book: Book) -> None:
    masked = "人员\n姓名|所属社区|联系电话\n张三|望江社区|15499999999"
    run("import", book(masked, name="四.xlsx"))
    for number in ("1", "2", "3"):
        for words in ((), ("--json",)):
            assert "15412345678" not in run("imports", "show", number, *words).out
    kept = stored(taken_in, "select message, value, candidates from import_problem")
    assert kept
    assert not any("154123456" in str(cell) or "15499999999" in str(cell) for row in kept for cell in row)


@pytest.mark.usefixtures("taken_in")
def test_an_undone_import_is_still_listed_and_told_the_same(run: Run) -> None:
    before = shown(run, 2)
    assert run("undo", "3").code == 0
    assert run("undo", "2").code == 0
    assert [one["undone_by"] for one in listed(run)] == [4, 5, None]
    after = shown(run, 2)
    assert after | {"undone_by": None} == before
    answer = run("imports")
    assert answer.out.count("（已撤销）") == 2
    page = run("imports", "show", "2").out
    assert "R000003  王五  渡口社区" in page
    assert "已由第5号变更撤销；如需恢复：talentreg undo 5" in page


@pytest.mark.usefixtures("taken_in")
def test_undoing_the_undo_lets_it_stand_again(run: Run) -> None:
    before = shown(run, 3)
    run("undo", "3")
    run("undo", "4")
    assert shown(run, 3) == before
    assert "已撤销" not in run("imports").out


@pytest.mark.usefixtures("taken_in")
def test_an_undone_import_left_nobody_any_source(run: Run, book: Book) -> None:
    def sources() -> set[str]:
        return {one["file"] for one in json.loads(run("show", "张三", "--json").out)["sources"]}

    assert sources() == {"一.xlsx", "二.xlsx"}
    run("undo", "2")
    assert sources() == {"一.xlsx"}


def test_what_was_undone_can_come_in_again_as_if_for_the_first_time(
    run: Run, book: Book, own_register: Path
) -> None:
    run("import", book(PEOPLE, name="一.xlsx"))
    more = book(MORE, name="二.xlsx")
    first = run("import", more)
    run("undo")
    assert run("import", more).out == first.out
    assert "没有变化" in run("import", more).out


def test_a_list_of_units_is_an_import_too(run: Run, office: Path) -> None:
    run("unit", "import", "区划.csv")
    newest = listed(run)[0]
    assert newest["files"][0]["name"] == "区划.csv"
    document = shown(run, newest["number"])
    assert [one["name"].rpartition("/")[2] for one in document["new_units"]] == ["新月社区"]
    assert document["sheets"][0]["kind"] == "单位"


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_screen_is_spared_and_never_overrun(columns: int) -> None:
    page = ESCAPE.sub("", on_screen(columns, "imports"))
    assert re.search("等4\\s*个", page)
    assert all(width(line) <= columns for line in page.partition("共1次")[0].splitlines())
    assert ("屏幕较窄，没有列出：操作人" in page) == (columns < 200)
    told = on_screen(columns, "imports", "show", "1")
    assert told.count("R000") == 40  # twenty of the people, twenty of their contacts
    assert "……还有580，全部见 --verbose 或 --json" in told


@pytest.mark.usefixtures("samples")
def test_a_pipe_gets_everybody(run: Run) -> None:
    page = run("imports", "show", "1").out
    assert "新增人才（600）" in page
    assert len(re.findall(r"^  R\d{6}  ", page, re.MULTILINE)) == 600


def remember(register: Path, **choices: str) -> None:
    with open_for_writing(register).changing("import") as writer:
        remember_columns(writer, "a1b2c3d4e5f6", choices)


def remembered(register: Path) -> dict[str, dict[str, str]]:
    with open_for_reading(register).reading() as connection:
        return load_remembered(connection)


def test_choices_are_remembered_by_layout_and_a_later_one_replaces_an_earlier(
    run: Run, taken_in: Path
) -> None:
    assert remembered(taken_in) == {}
    remember(taken_in, 号码="person.phone", 村="unit.community")
    remember(taken_in, 号码="person.second_phone")
    assert remembered(taken_in) == {"a1b2c3d4e5f6": {"号码": "person.second_phone", "村": "unit.community"}}
    assert run("undo").code == 0
    assert remembered(taken_in) == {"a1b2c3d4e5f6": {"号码": "person.phone", "村": "unit.community"}}


def test_what_is_remembered_already_is_no_change_and_leaves_no_import(run: Run, taken_in: Path) -> None:
    remember(taken_in, 号码="person.phone")
    before = dump(taken_in)
    with open_for_writing(taken_in).changing("import") as writer:
        writer.insert(ImportedFile, file_row(writer.set_id, "四.xlsx", "d", ()))
        remember_columns(writer, "a1b2c3d4e5f6", {"号码": "person.phone"})
    assert dump(taken_in) == before
    assert [one["number"] for one in listed(run)] == [3, 2, 1]


def test_mappings_are_listed_with_what_they_mean_and_can_be_forgotten(run: Run, taken_in: Path) -> None:
    remember(taken_in, 号码="person.phone", 村="unit.community", 谁="staff", 甲="ignored", 乙="kept")
    page = run("imports", "mappings").out
    for heading, meaning in (("号码", "联系电话"), ("谁", "联络人"), ("甲", "不导入"), ("乙", "随行保留")):
        assert [line for line in page.split("\n") if heading in line and meaning in line]
    rows = json.loads(run("imports", "mappings", "--json").out)
    assert (rows[0]["number"], rows[0]["target"], rows[0]["meaning"]) == (1, "person.phone", "联系电话")
    answer = run("imports", "mappings", "--forget", "1", "--forget", "3")
    assert answer.out == (
        "已忘掉第1号：号码 → 联系电话\n已忘掉第3号：谁 → 联络人\n如需恢复：talentreg undo 5\n"
    )
    assert remembered(taken_in)["a1b2c3d4e5f6"].keys() == {"村", "甲", "乙"}
    run("undo")
    assert remembered(taken_in)["a1b2c3d4e5f6"].keys() == {"号码", "村", "谁", "甲", "乙"}


def test_forgetting_what_is_not_there_forgets_nothing(run: Run, taken_in: Path) -> None:
    remember(taken_in, 号码="person.phone")
    answer = run("imports", "mappings", "--forget", "1", "--forget", "9")
    assert (answer.code, answer.out) == (1, "")
    assert "没有第9号表头对应" in answer.err
    assert remembered(taken_in) == {"a1b2c3d4e5f6": {"号码": "person.phone"}}


def test_without_any_mapping_it_says_so(run: Run, taken_in: Path) -> None:
    assert run("imports", "mappings").out.startswith("还没有记住的表头对应")
    assert json.loads(run("imports", "mappings", "--json").out) == []
