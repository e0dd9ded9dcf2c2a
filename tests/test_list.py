"""`talentreg list`: searching by what comes to mind, order, columns, and what is printed for whom."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from consoles import start
from roster import documents, roster
from test_terminal import on_screen

from talentreg.store.listings import LISTINGS, PEOPLE

Run = Callable[..., Answer]

EVERYBODY = "曾乐 单雄 覃小红 吕伟 王伟 [red] =1+1 O'Brien 任先生 李老"


@pytest.fixture
def people(own_register: Path) -> Path:
    """Lay the roster where the commands look for a register."""
    own_register.write_bytes(roster())
    return own_register


def names(run: Run, *words: str) -> str:
    """List people; return their names in the order listed."""
    return " ".join(row["name"] for row in documents(run("list", *words, "--json")))


# Searching


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("乐", "曾乐"),
        (" 曾乐 ", "曾乐"),
        ("伟", "吕伟 王伟"),
        ("zengle", "曾乐"),
        ("Zeng Le", "曾乐"),
        ("zy", "曾乐"),
        ("shan", "单雄"),
        ("chanxiong", "单雄"),
        ("lvwei", "吕伟"),
        ("lüwei", "吕伟"),
        ("w", "王伟"),
        ("0001", "曾乐"),
        ("1234", "吕伟 王伟"),
        ("7777", "曾乐"),
        ("15400000003", "覃小红"),
        ("１２３４", "吕伟 王伟"),
        ("88001234", "王伟"),
        ("0571-88001234", "王伟"),
        ("154 0000 0003", "覃小红"),
        ("12", ""),
        ("03", ""),
        ("154", ""),
        ("江州", "曾乐 单雄 覃小红"),
        ("华信（江州）", "单雄"),
        ("华信(江州)", "单雄"),
        ("acme", "O'Brien"),
        ("R000002", "单雄"),
        ("r2", "单雄"),
        ("Ｒ000002", "单雄"),
        ("R999999", ""),
        ("%", "吕伟"),
        ("_", "吕伟"),
        ("0%_精", "吕伟"),
        ("%%", ""),
        ("\\", ""),
        ("'", "O'Brien"),
        ("O'Brien", "O'Brien"),
        ("OBRIEN", "O'Brien"),
        ("[red]", "[red]"),
        ("red", "[red]"),
        ("1+1", "=1+1"),
        ("没有这样的人", ""),
        ("赵逝", ""),
        ("' OR 1=1", None),
    ],
)
def test_a_word_searches_names_pinyin_phones_employers_and_numbers(
    run: Run, word: str, found: str | None
) -> None:
    if found is None:
        assert run("list", word).code == 2
    else:
        assert names(run, word) == found


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "word", ["ＡＢＣ", "ABC", "ＡＢＣ（江州）", "abc(江州)", "艾力·买买提", "艾力•买买提"]
)
def test_full_and_half_width_make_no_difference_to_a_search(run: Run, word: str) -> None:
    assert run("add", "艾力·买买提", "工作单位=ＡＢＣ（江州）公司").code == 0
    assert names(run, word) == "艾力·买买提"


@pytest.mark.usefixtures("people")
def test_a_search_leaves_out_who_has_left_and_says_so(run: Run) -> None:
    answer = run("list", "王伟")
    assert answer.out.splitlines()[-1] == "共1人"
    gone = run("list", "赵逝")
    assert (gone.code, gone.out) == (0, "没有符合条件的人才\n")
    assert gone.err == "加 --all 还有1人（已退库、去世）\n"
    assert names(run, "赵逝", "--all") == "赵逝"
    assert run("list", "--quiet", "赵逝").err == ""


@pytest.mark.usefixtures("people")
def test_two_words_must_both_fit(run: Run) -> None:
    assert names(run, "江州", "0003") == "覃小红"
    assert names(run, "伟", "lv") == "吕伟"


# Order


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("最近联系", "单雄 曾乐 吕伟 王伟 覃小红 [red] =1+1"),
        ("-最近联系", "王伟 吕伟 曾乐 单雄 覃小红 [red]"),
        ("－最近联系", "王伟 吕伟 曾乐 单雄 覃小红 [red]"),
        ("最近联系降序", "王伟 吕伟 曾乐 单雄 覃小红 [red]"),
        ("last_contact", "单雄 曾乐 吕伟 王伟 覃小红 [red]"),
        ("年龄", "单雄 王伟 曾乐 覃小红 吕伟 李老 [red]"),
        ("-年龄", "李老 曾乐 覃小红 吕伟 单雄 王伟 [red]"),
        ("年龄,-编号", "王伟 单雄 吕伟 覃小红 曾乐 李老 任先生"),
        ("-联系次数，入库日期", "曾乐 单雄 吕伟 王伟 [red] =1+1"),
        ("性别、-最近联系", "覃小红 王伟 吕伟 曾乐 单雄 [red]"),
        ("-编号", "李老 任先生 O'Brien =1+1"),
        ("", "曾乐 单雄 覃小红"),
    ],
)
def test_people_stand_in_the_order_asked_for_with_blanks_last(run: Run, order: str, first: str) -> None:
    found = names(run, "--sort", order).split()
    assert found[: len(first.split())] == first.split()
    assert sorted(found) == sorted(EVERYBODY.split())


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("order", ["没有的字段", "年龄,没有的字段", "-"])
def test_an_unknown_order_is_refused(run: Run, order: str) -> None:
    answer = run("list", "--sort", order)
    assert (answer.code, answer.out) == (2, "")
    assert "这个字段" in answer.err


# How many


@pytest.mark.usefixtures("people")
def test_a_limit_is_said_with_how_many_there_are(run: Run) -> None:
    answer = run("list", "--limit", "3", "--sort", "-编号")
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "共10人，这里列出前3"
    assert answer.err == "看全部：加 --limit 10，或用 --csv、--json\n"
    assert [line.split()[0] for line in answer.out.splitlines()[2:-1]] == ["R000012", "R000011", "R000009"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("limit", ["10", "11", "1000"])
def test_a_limit_nobody_exceeds_is_not_spoken_of(run: Run, limit: str) -> None:
    answer = run("list", "--limit", limit)
    assert (answer.out.splitlines()[-1], answer.err) == ("共10人", "")


@pytest.mark.usefixtures("people")
def test_a_limit_binds_json_and_csv_too(run: Run) -> None:
    assert names(run, "--limit", "2") == "曾乐 单雄"
    assert len(run("list", "--limit", "2", "--csv").out.splitlines()) == 3


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("limit", ["0", "-1", "三", "", "9" * 30])
def test_a_limit_that_is_none_is_malformed(run: Run, limit: str) -> None:
    answer = run("list", "--limit", limit)
    assert (answer.code, answer.out) == (2, "")
    assert "--limit" in answer.err


@pytest.mark.usefixtures("samples")
def test_a_pipe_gets_everybody_in_lines_of_equal_make(run: Run) -> None:
    lines = run("list", "--all").out.splitlines()
    assert lines[-1] == "共600人"
    assert len(lines) == 603
    assert [line.split()[0] for line in lines[2:-1]] == [f"R{n:06}" for n in range(1, 601)]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.usefixtures("samples")
def test_a_screen_gets_two_hundred_and_is_told_of_the_rest() -> None:
    shown = on_screen(200, "list", "--no-color")
    assert "共600人，这里列出前200" in shown
    assert "看全部：加 --limit 600" in shown
    assert ("R000200" in shown, "R000201" in shown) == (True, False)


# What is printed


@pytest.mark.usefixtures("people")
def test_a_table_shows_words_masked_phones_and_units_without_the_top(run: Run) -> None:
    lines = run("list", "学历≥本科").out.splitlines()
    assert lines[0].split() == ["编号", "姓名", "所属单位", "联系电话", "工作单位", "返乡意愿", "最近联系"]
    assert lines[2].split() == [
        *("R000001", "曾乐", "临江街道/望江社区", "154****0001", "江州大学", "创业", "2026-01-10")
    ]
    assert lines[-1] == "共3人"


@pytest.mark.usefixtures("people")
def test_names_that_look_like_markup_or_formulas_are_shown_as_they_are(run: Run) -> None:
    shown = run("list", "--columns", "姓名").out.split()
    assert shown[2:-1] == EVERYBODY.split()


@pytest.mark.usefixtures("people")
def test_columns_stand_as_asked_for(run: Run) -> None:
    answer = run("list", "曾乐", "--columns", "年龄，姓名、备用电话, sex")
    assert answer.out.splitlines()[0].split() == ["年龄", "姓名", "备用电话", "性别"]
    assert answer.out.splitlines()[2].split() == ["35", "曾乐", "154****7777", "男"]
    (row,) = documents(run("list", "曾乐", "--columns", "年龄,姓名", "--json"))
    assert list(row.items()) == [("age", 35), ("name", "曾乐")]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("columns", ["没有的字段", "姓名,学力", ",", "，、"])
def test_unknown_or_no_columns_are_refused(run: Run, columns: str) -> None:
    answer = run("list", "--columns", columns)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("错误：")


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("how", ["--json", "--csv", "--quiet"])
def test_a_column_asked_for_twice_is_no_accident(run: Run, how: str) -> None:
    assert run("list", "--columns", "姓名,学历,name", how).code in (0, 2)


@pytest.mark.usefixtures("people")
def test_json_tells_every_field_by_its_english_name_in_code_words_and_iso_dates(run: Run) -> None:
    row = documents(run("list", "曾乐", "--json"))[0]
    assert list(row) == list(PEOPLE.fields)
    told = {name: value for name, value in row.items() if value is not None}
    assert told == {
        "person": "R000001",
        "name": "曾乐",
        "unit": "云河区/临江街道/望江社区",
        "status": "enrolled",
        "enrolled_on": "2024-01-01",
        "intention": "business",
        "sex": "male",
        "birth": "1991-03-31",
        "phone": "154****0001",
        "second_phone": "154****7777",
        "employer": "江州大学",
        "category": "专业技术人员、引进人才",
        "tier": "骨干人才",
        "industry": "教育",
        "degree": "本科",
        "title_level": "中级",
        "age": 35,
        "last_contact": "2026-01-10",
        "contacts": 1,
        "by": "李主任",
    }


@pytest.mark.usefixtures("people")
def test_no_way_of_printing_shows_a_whole_number(run: Run) -> None:
    person = ["身份证号=990101199001010019", "微信=weixinhao", "亲属电话=15466667777"]
    notes = ["备注=另有电话15455554444", "家庭住址=找15433332222"]
    assert run("add", "黄河", "--phone", "15499998888", *person, *notes).code == 0
    numbers = "990101199001010019 weixinhao 15466667777 15455554444 15433332222 15499998888".split()
    every = ",".join(PEOPLE.fields)
    for words in (["--json"], ["--csv"], ["--columns", every]):
        told = run("list", "黄河", *words)
        assert "154****8888" in told.out
        assert [number for number in numbers if number in told.out] == []


@pytest.mark.usefixtures("people")
def test_csv_has_the_names_json_has_and_guards_formulas(run: Run) -> None:
    rows = list(csv.reader(io.StringIO(run("list", "--csv").out)))
    assert rows[0] == list(PEOPLE.fields)
    assert len(rows) == 11
    told = documents(run("list", "--json"))
    plain = [
        [
            "" if value is None else f"'{value}" if str(value)[0] in "=+-@" else str(value)
            for value in row.values()
        ]
        for row in told
    ]
    assert rows[1:] == plain
    assert "'=1+1" in run("list", "--csv").out
    assert "'=SUM(A1)" in run("list", "--csv").out


@pytest.mark.usefixtures("people")
def test_json_and_csv_of_nobody_are_whole_documents(run: Run) -> None:
    assert json.loads(run("list", "姓名=查无此人", "--json").out) == []
    assert run("list", "姓名=查无此人", "--csv", "--columns", "姓名,学历").out == "name,degree\n"


@pytest.mark.usefixtures("people")
def test_json_and_csv_at_once_are_refused(run: Run) -> None:
    answer = run("list", "--json", "--csv")
    assert (answer.code, answer.out) == (2, "")


@pytest.mark.usefixtures("people")
def test_a_pipe_of_an_old_console_loses_nothing_but_what_it_lacks() -> None:
    answer = start("list", "江州", PYTHONIOENCODING="gbk")
    assert answer.code == 0
    assert "华信（江州）公司" in answer.out


# Units, registers


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("云河区", "曾乐 单雄 覃小红 吕伟 王伟 =1+1 O'Brien 任先生 李老"),
        ("临江街道", "曾乐 单雄 王伟 =1+1 O'Brien 任先生 李老"),
        ("临江街道/望江社区", "曾乐 =1+1 O'Brien 任先生"),
        ("U5", "覃小红 吕伟"),
    ],
)
def test_a_scope_holds_a_unit_and_all_below_it(run: Run, unit: str, found: str) -> None:
    assert names(run, "--unit", unit) == found
    assert names(run, f"单位={unit}") == found


@pytest.mark.usefixtures("people")
def test_an_unknown_scope_is_refused_with_near_names(run: Run) -> None:
    answer = run("list", "--unit", "望江村")
    assert (answer.code, answer.out) == (1, "")
    assert "望江社区" in answer.err


def test_a_register_that_is_not_there_is_refused(run: Run) -> None:
    answer = run("list")
    assert (answer.code, answer.out) == (1, "")
    assert "还没有登记册" in answer.err


def test_a_register_without_people_lists_nobody(run: Run) -> None:
    run("add", "张三")
    run("undo")
    assert (run("list").code, run("list").out) == (0, "没有符合条件的人才\n")
    assert run("list", "学历=本科", "--sort", "年龄", "--limit", "5").out == "没有符合条件的人才\n"
    assert json.loads(run("list", "--json").out) == []
    assert run("list", "--columns", "姓名", "--csv").out == "name\n"


def test_listing_changes_nothing(run: Run, people: Path) -> None:
    before = people.read_bytes()
    for words in (["--all"], ["--json"], ["zengle", "--sort", "年龄"], ["学历=本科", "--limit", "1"]):
        assert run("list", *words).code == 0
    assert people.read_bytes() == before


@pytest.mark.parametrize("kind", LISTINGS)
def test_a_heading_a_name_and_an_alias_mean_one_field_of_a_list(kind: str) -> None:
    listing = LISTINGS[kind]
    for name, field in listing.fields.items():
        assert listing.find(field.heading).name == name
        assert listing.find(name).name == name
    assert all(name in listing.fields for name in (*listing.shown, *listing.usual_unless))
