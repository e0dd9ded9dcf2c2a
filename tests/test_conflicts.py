"""What a book says differently: kept once with both sources until somebody decides, gone with the import."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, dump, empty_register, id_number, lay_once, phone, stored, tally
from conftest import Answer

Run = Callable[..., Answer]

HEAD = "姓名,身份证号,联系电话,微信,工作单位,学历,所属社区,宠物"
KNOWN = f"{HEAD}\n张三,{id_number(1)},{phone(1)},wx_zhang,江州大学,大专,望江社区,猫\n"
LATER = f"{HEAD}\n张三,{id_number(1)},{phone(2)},wx_san,江州医院,本科,渡口社区,狗\n"
ROWS = 'select field, stored, offered, sheet, line, "on", choice from conflict order by id'
EVERY = [
    ("phone", phone(1), phone(2)),
    ("wechat", "wx_zhang", "wx_san"),
    ("employer", "江州大学", "江州医院"),
    ("degree", "大专", "本科"),
    ("extra:宠物", "猫", "狗"),
    ("unit", "1", "渡口社区"),
]


@pytest.fixture(autouse=True)
def known(run: Run, own_register: Path) -> Path:
    """Lay a register with somebody whom a later book sees otherwise."""
    own_register.write_bytes(empty_register())
    return lay_once("conflicts", own_register, lambda: lay(run))


def lay(run: Run) -> None:
    bring(run, KNOWN, "先.csv")


def bring(run: Run, text: str, name: str = "后.csv", *words: str) -> Answer:
    answer = run("import", csv_book(text, name), *words)
    assert answer.code == 0, answer
    return answer


def other(**values: str) -> str:
    """Write a book in which 张三 differs in some columns."""
    return f"姓名,身份证号,{','.join(values)}\n张三,{id_number(1)},{','.join(values.values())}\n"


def listed(run: Run, *words: str) -> list[dict[str, Any]]:
    answer = run("conflicts", "list", *words, "--json")
    assert answer.code == 0, answer
    return list(json.loads(answer.out))


def test_every_differing_field_is_kept_with_its_place(run: Run, known: Path) -> None:
    answer = bring(run, LATER)
    assert tally(answer) == {"无变化": 1}
    assert "已写入：待核对的出入6\n" in answer.out
    assert answer.out.endswith("登记册里有6处出入待核对：talentreg conflicts list\n")
    assert stored(known, ROWS) == [(*one, "后", 2, "2026-03-31", None) for one in EVERY]
    assert (
        stored(known, "select f.name from conflict join imported_file f on f.id = file_id")
        == [("后.csv",)] * 6
    )


def test_the_same_book_changes_nothing_the_second_time_and_says_it_again(run: Run, known: Path) -> None:
    bring(run, LATER)
    before = dump(known)
    again = bring(run, LATER, "再后.csv")
    assert "没有变化：登记册里已经都有了\n登记册里有6处出入待核对" in again.out
    assert again.out.count("与登记册不同") == 6
    assert (dump(known), run("log", "--limit", "1").out.count("再后.csv")) == (before, 0)


@pytest.mark.parametrize("mode", ["update", "skip"])
def test_nothing_waits_where_the_book_wins_or_the_person_is_left_alone(
    run: Run, known: Path, mode: str
) -> None:
    bring(run, LATER, "后.csv", "--on-match", mode)
    assert stored(known, ROWS) == []


def test_undo_of_an_import_takes_its_conflicts_back(run: Run, known: Path) -> None:
    before = dump(known)
    bring(run, LATER)
    undone = run("undo")
    assert (undone.code, "删除出入6" in undone.out, dump(known)) == (0, True, before)
    run("undo", "3")  # and brings them back
    assert stored(known, ROWS) == [(*one, "后", 2, "2026-03-31", None) for one in EVERY]


def test_a_third_value_is_a_conflict_of_its_own(run: Run, known: Path) -> None:
    bring(run, other(学历="本科"))
    bring(run, other(学历="硕士"), "三.csv")
    bring(run, other(学历="本科"), "四.csv")
    assert [row[:3] for row in stored(known, ROWS)] == [
        ("degree", "大专", "本科"),
        ("degree", "大专", "硕士研究生"),
    ]


def test_a_dry_run_says_how_many_would_wait_and_keeps_none(run: Run, known: Path) -> None:
    before = dump(known)
    answer = run("import", csv_book(LATER, "后.csv"), "--dry-run")
    assert "将写入：待核对的出入6\n" in answer.out
    assert "导入后将有6处出入待核对" in answer.out
    assert dump(known) == before


def test_a_saved_plan_keeps_what_will_wait(run: Run, known: Path) -> None:
    run("import", csv_book(LATER, "后.csv"), "--dry-run", "--plan", "计划.json")
    answer = run("import", "--plan", "计划.json")
    assert (answer.code, "登记册里有6处出入待核对" in answer.out) == (0, True)
    assert [row[:3] for row in stored(known, ROWS)] == EVERY


def test_a_book_that_contradicts_itself_about_a_newcomer_waits_under_their_own_number(
    run: Run, known: Path
) -> None:
    rows = (
        f"李四,{id_number(2)},{degree},{unit}\n"
        for degree, unit in (("本科", "新桥社区"), ("大专", "柳堤社区"))
    )
    bring(run, "姓名,身份证号,学历,所属社区\n" + "".join(rows))
    named = """select p.name, c.field, c.stored, c.offered
        from conflict c join person p on p.id = person_id order by c.id"""
    ((new_unit,),) = stored(known, "select id from unit where name = '新桥社区'")
    assert stored(known, named) == [
        ("李四", "degree", "本科", "大专"),
        ("李四", "unit", str(new_unit), "柳堤社区"),
    ]
    assert [(one["stored"], one["offered"]) for one in listed(run, "李四", "--field", "所属单位")] == [
        ("新桥社区", "柳堤社区")
    ]


def test_a_unit_that_stays_planned_is_kept_by_its_own_number(run: Run, known: Path) -> None:
    bring(
        run,
        f"姓名,身份证号,所属社区\n李四,{id_number(2)},新桥社区\n张三,{id_number(1)},新桥社区\n",
    )
    ((new_unit,),) = stored(known, "select id from unit where name = '新桥社区'")
    assert [row[:3] for row in stored(known, ROWS)] == [("unit", "1", str(new_unit))]


def test_a_unit_kept_by_its_path_is_the_same_once_it_is_there(run: Run, known: Path) -> None:
    bring(run, other(所属社区="新桥社区"))
    run("unit", "add", "新桥社区")
    bring(run, other(所属社区="新桥社区", 备注="又来"), "再后.csv")
    assert [row[:3] for row in stored(known, ROWS)] == [("unit", "1", "新桥社区")]


@pytest.mark.parametrize("words", [(), ("--on-match", "skip")], ids=["again", "skipped"])
def test_a_row_that_moves_nobody_creates_no_unit(run: Run, known: Path, words: tuple[str, ...]) -> None:
    text = other(所属社区="新桥社区", 备注="到访")
    bring(run, text)
    answer = bring(run, text + f"李四,{id_number(2)},望江社区,\n", "后.csv", *words)
    assert "新建单位" not in answer.out
    again = bring(run, text, "后.csv", *words)
    assert "新建单位" not in again.out
    assert stored(known, "select name from unit") == [("望江社区",)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"入库日期": "2026-01-05"}, ("enrolled_on", "2026-03-31", "2026-01-05")),
        ({"在库状态": "退库"}, ("status", "enrolled", "withdrawn")),
    ],
)
def test_a_differing_day_or_standing_waits_too(
    run: Run, known: Path, values: dict[str, str], expected: tuple[str, str, str]
) -> None:
    bring(run, other(**values))
    assert [row[:3] for row in stored(known, ROWS)] == [expected]


def test_two_intentions_of_one_book_wait_only_where_the_register_says_one_of_them(
    run: Run, known: Path
) -> None:
    row = f"张三,{id_number(1)},"
    bring(run, f"姓名,身份证号,返乡意愿\n{row}创业\n{row}就业\n")
    assert [one[:3] for one in stored(known, ROWS)] == [("intention", "business", "job")]
    past = f"{row}创业,2026-02-01\n{row}就业,2026-02-01\n"
    answer = bring(run, f"姓名,身份证号,返乡意愿,意愿日期\n{past}{row}待定,\n", "三.csv")
    assert "前后不一，按先写的「创业」" in answer.out
    assert len(stored(known, ROWS)) == 1


def test_values_are_shown_masked_with_both_sources(run: Run, known: Path) -> None:
    bring(run, LATER)
    answer = run("conflicts", "--field", "联系电话")
    assert answer.out == (
        "X000001  R000001 张三  望江社区  联系电话\n"
        "    登记册「154****0001」  先.csv／先／第2行，2026-03-31\n"
        "    来表　「154****0002」  后.csv／后／第2行，2026-03-31\n"
        "共1处待核对\n"
    )
    whole = (
        run("conflicts").out + run("conflicts", "list", "--json").out + run("conflicts", "list", "--csv").out
    )
    assert [secret for secret in (phone(1), phone(2), "wx_san", "wx_zhang") if secret in whole] == []


def test_a_value_typed_by_hand_names_who_typed_it(run: Run, known: Path) -> None:
    run("edit", "张三", "学历=硕士", "宠物=鱼")
    bring(run, other(学历="本科", 宠物="狗"))
    ((who,),) = stored(known, "select who from change_set where command = 'edit'")
    source = {"on": "2026-03-31", "who": who, "command": "edit", "told": f"2026-03-31 {who} edit"}
    assert [one["now_source"] for one in listed(run)] == [source, source]
    run("undo", "2")  # the edit: what the first book said is back
    assert [one["state"] for one in listed(run, "--all")] == ["changed", "changed"]
    bring(run, other(学历="本科"), "三.csv")
    assert [one["now_source"]["file"] for one in listed(run)] == ["先.csv"]


def test_a_book_that_set_the_value_later_is_its_source(run: Run, known: Path) -> None:
    bring(run, other(学历="硕士", 宠物="鱼"), "改.csv", "--on-match", "update")
    bring(run, other(学历="本科", 宠物="狗"))
    assert [one["now_source"]["file"] for one in listed(run)] == ["改.csv", "改.csv"]


@pytest.mark.parametrize(
    ("edit", "state", "said"),
    [
        ("学历=本科", "same", "已不再有出入：登记册已是来表的内容"),
        ("学历=硕士", "changed", "登记册已改为「硕士研究生」"),
        ("学历=", "changed", "登记册已改为「空白」"),
    ],
)
def test_what_was_edited_by_hand_no_longer_waits_and_is_told(
    run: Run, known: Path, edit: str, state: str, said: str
) -> None:
    bring(run, other(学历="本科"))
    run("edit", "张三", edit)
    before = dump(known)
    answer = run("conflicts")
    assert (answer.out, "另有1处登记册后来改过" in answer.err) == ("没有待核对的出入\n", True)
    assert [one["state"] for one in listed(run, "--all")] == [state]
    assert said in run("conflicts", "list", "--all").out
    assert dump(known) == before


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ((), ["degree", "extra:宠物", "unit"]),
        (("张三",), ["degree", "extra:宠物", "unit"]),
        (("R000001", "--field", "宠物"), ["extra:宠物"]),
        (("--field", "学历", "--unit", "望江社区"), ["degree"]),
        (("--unit", "渡口社区"), []),
        (("--limit", "1"), ["degree"]),
    ],
    ids=str,
)
def test_conflicts_are_listed_by_person_unit_and_field(
    run: Run, words: tuple[str, ...], fields: list[str]
) -> None:
    run("unit", "add", "渡口社区")
    bring(run, other(学历="本科", 宠物="狗", 所属社区="渡口社区"))
    assert sorted(str(one["field"]) for one in listed(run, *words)) == fields


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--field", "学厉"), 2, "没有「学厉」这个字段"),
        (("--field", "宠务"), 2, "是不是：宠物"),
        (("李四",), 1, "登记册里没有「李四」"),
        (("--unit", "天上"), 1, "没有名为「天上」的单位"),
        (("--json", "--csv"), 2, "只能选一个"),
        (("--all", "--xlsx", "a.xlsx"), 2, "--xlsx"),
    ],
    ids=str,
)
def test_what_cannot_be_listed_is_said(run: Run, words: tuple[str, ...], code: int, said: str) -> None:
    bring(run, other(宠物="狗"))
    answer = run("conflicts", "list", *words)
    assert (answer.code, answer.out, said in answer.err) == (code, "", True), answer


def test_strange_texts_do_no_harm(run: Run) -> None:
    bring(run, other(工作单位="[red]\x1b[31m江州\u202e医院", 宠物="=1+1"))
    answer = run("conflicts")
    assert "来表　「[red][31m江州医院」" in answer.out
    assert "'=1+1" in run("conflicts", "list", "--csv").out
    assert "\x1b" not in answer.out + run("conflicts", "list", "--json").out


def test_who_is_shown_is_said_to_have_conflicts_that_wait(run: Run) -> None:
    assert "待核对" not in run("show", "R000001").err
    bring(run, other(学历="本科", 宠物="狗"))
    assert run("show", "R000001").err == "有2处出入待核对：talentreg conflicts list R000001\n"
