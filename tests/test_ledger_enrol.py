"""A sheet of people and of what became of them is typed once: who is new is entered on the way."""

from pathlib import Path

import pytest
from books import dump, id_number, phone, stored, tally
from conftest import Answer
from office_sheets import lay_office, text_book
from trees import Run, done

RECRUITED = ("--set", "成效种类=引进", "--enrol")
HEAD = "姓名|性别|出生年月|学历|毕业院校|职称|引进单位|引进时间|联系电话|所属社区"
NEW = f"赵新|女|1992-05|博士|江州大学|工程师|区一中|2025-03-10|{phone(7)}|渡口社区"


@pytest.fixture
def office(own_register: Path) -> Path:
    """Lay the register of four people: 甲 and 丙 of 望江社区, 乙 of 渡口社区, 丁 of 梅溪村."""
    return lay_office(own_register)


def take(run: Run, text: str, *words: str) -> Answer:
    return run("milestone", "import", text_book(text), *words)


def test_one_sheet_enters_who_was_recruited_and_that_they_were(run: Run, office: Path) -> None:
    before = dump(office)
    answer = take(run, f"{HEAD}\n{NEW}\n甲|男|||||区一中|2025-03-11||望江社区", *RECRUITED)
    assert (answer.code, tally(answer)) == (0, {"新增": 2}), answer
    assert "新登记人才（1）：赵新" in answer.out
    assert "已写入：新增成效2，新增人才1" in answer.out
    query = """select name, sex, birth, degree, school, professional_title, title_level, phone, unit_id
        from person p join affiliation a on a.person_id = p.id where p.id = 5"""
    assert stored(office, query) == [
        ("赵新", "female", "1992-05", "博士研究生", "江州大学", "工程师", "中级", phone(7), 4)
    ]
    assert stored(office, 'select status, "on" from status where person_id = 5') == [
        ("enrolled", "2026-03-31")
    ]
    assert stored(office, "select person_id, kind, degree, place from milestone") == [
        (5, "recruited", "博士研究生", "区一中"),
        (1, "recruited", None, "区一中"),
    ]
    done(run, "undo")
    after = dump(office)
    assert (after["person"], after["milestone"]) == (before["person"], before["milestone"])


def test_the_line_they_came_from_is_known(run: Run, office: Path) -> None:
    take(run, f"{HEAD}\n{NEW}", *RECRUITED)
    assert stored(office, "select line, record, row_id from source order by record") == [
        (2, "milestone", 1),
        (2, "person", 5),
    ]
    number = str(stored(office, "select max(set_id) from imported_file")[0][0])
    assert "赵新" in done(run, "imports", "show", number).out


def test_a_second_sheet_finds_them(run: Run, office: Path) -> None:
    take(
        run,
        f"{HEAD}\n{NEW}\n{NEW.replace('区一中', '区二中').replace('2025-03-10', '2026-01-05')}",
        *RECRUITED,
    )
    assert [name for (name,) in stored(office, "select name from person where id > 4")] == ["赵新"]
    before = dump(office)
    assert tally(take(run, f"{HEAD}\n{NEW}", *RECRUITED)) == {"无变化": 1}
    assert dump(office) == before


def test_without_being_asked_nobody_is_entered_and_the_way_is_said(run: Run, office: Path) -> None:
    before = dump(office)
    answer = take(run, f"{HEAD}\n{NEW}", *RECRUITED[:2])
    assert (answer.code, dump(office)) == (3, before)
    assert f"登记册里没有「{phone(7)[:3]}****{phone(7)[-4:]}」，是新人的加 --enrol 一并登记" in answer.out
    assert "「性别」、「出生年月」、「毕业院校」是人员资料，没有采用；登记新人加 --enrol" in answer.out


def test_what_is_known_of_somebody_does_not_change(run: Run, office: Path) -> None:
    done(run, "edit", "甲", "性别=男", "学历=本科")
    before = dump(office)["person"]
    answer = take(run, f"{HEAD}\n甲|女|1980-01|博士|别的大学||区一中|2025-03-11||望江社区", *RECRUITED)
    assert "只用于登记新人，已登记的人没有改" in answer.out
    assert dump(office)["person"] == before
    assert stored(office, "select degree from milestone") == [("博士研究生",)]


@pytest.mark.parametrize(
    ("heads", "cells", "said"),
    [
        ("姓名", "赵新", "登记册里没有「赵新」，只有姓名不能登记"),
        ("姓名|联系电话", "赵新|12", "联系电话"),
        ("姓名|身份证号", "赵新|99", "身份证号"),
        ("姓名|所属社区", "赵新|没有的社区", "没有名为「没有的社区」的单位"),
        ("姓名|联系电话|所属社区", f"甲|{phone(8)}|望江社区", "「望江社区」的「甲」登记的是另一个电话"),
        ("人才编号|姓名", "R000099|赵新", "R000099"),
        ("联系电话|姓名", f"{phone(1)}|赵新", "号码是 R000001  甲"),
    ],
    ids=[
        "a name alone",
        "no phone",
        "no ID number",
        "no unit",
        "another phone",
        "a number",
        "another's phone",
    ],
)
def test_who_cannot_be_told_is_not_entered(run: Run, office: Path, heads: str, cells: str, said: str) -> None:
    done(run, "edit", "甲", f"联系电话={phone(1)}")
    before = dump(office)
    answer = take(run, f"{heads}|引进时间\n{cells}|2025-03-10", *RECRUITED)
    assert (answer.code, said in answer.out, dump(office)) == (3, True, before), answer


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        ("姓名|联系电话", f"赵新|{phone(7)}"),
        ("姓名|身份证号", f"赵新|{id_number(7)}"),
        ("姓名|所属社区", "赵新|望江社区"),
        ("姓名|电话", "[red]赵|１５４０００００００７"),
        ("姓名|联系电话", f"=1+1甲|{phone(7)}"),
    ],
)
def test_a_phone_an_id_number_or_a_unit_is_enough(run: Run, office: Path, heads: str, cells: str) -> None:
    answer = take(run, f"{heads}|引进时间\n{cells}|2025-03-10", *RECRUITED)
    assert (answer.code, len(stored(office, "select id from person"))) == (0, 5), answer
    assert cells.split("|", maxsplit=1)[0] in answer.out


def test_somebody_whose_phone_nobody_knew_is_the_one_of_that_name_there(run: Run, office: Path) -> None:
    answer = take(run, f"姓名|联系电话|所属社区|引进时间\n甲|{phone(8)}|望江社区|2025-03-10", *RECRUITED)
    assert (answer.code, stored(office, "select person_id from milestone")) == (0, [(1,)]), answer


def test_a_namesake_elsewhere_is_somebody_else(run: Run, office: Path) -> None:
    answer = take(run, f"姓名|联系电话|所属社区|引进时间\n甲|{phone(8)}|渡口社区|2025-03-10", *RECRUITED)
    assert (answer.code, stored(office, "select person_id from milestone")) == (0, [(5,)]), answer


def test_a_row_that_fails_enters_nobody_and_the_next_may(run: Run, office: Path) -> None:
    bad = NEW.replace("2025-03-10", "2027-03-10")
    answer = take(run, f"{HEAD}\n{bad}\n{NEW}", *RECRUITED)
    assert (answer.code, tally(answer)) == (3, {"新增": 1, "未导入": 1})
    assert "新登记人才（1）：赵新" in answer.out
    assert stored(office, "select id, name from person where id > 4") == [(5, "赵新")]


def test_who_was_erased_is_not_entered_again(run: Run, office: Path) -> None:
    take(run, f"{HEAD}\n{NEW}", *RECRUITED)
    done(run, "erase", "赵新", "--reason", "本人申请", "--yes")
    answer = take(run, f"{HEAD}\n{NEW.replace('2025-03-10', '2025-04-10')}", *RECRUITED)
    assert (answer.code, stored(office, "select id from person where name = '赵新'")) == (3, [])
    assert "已应要求删除" in answer.out


def test_a_trial_says_whom_it_would_enter(run: Run, office: Path) -> None:
    before = dump(office)
    answer = take(run, f"{HEAD}\n{NEW}", *RECRUITED, "--dry-run")
    assert ("新登记人才（1）：赵新" in answer.out, dump(office)) == (True, before)


def test_a_sheet_without_people_has_nobody_to_enter(run: Run, office: Path) -> None:
    answer = run("publicity", "import", text_book("形式|数量|日期\n横幅|3|2026-01-05"), "--enrol")
    assert (answer.code, "宣传表里没有人" in answer.err) == (2, True)


def test_what_all_rows_have_in_common_may_be_said_once(run: Run, office: Path) -> None:
    answer = take(run, f"{HEAD}\n{NEW}")
    assert (answer.code, "全表一样的写 --set 成效种类=…" in answer.err) == (1, True)


def test_a_list_of_names_becomes_the_members_of_a_library(run: Run, office: Path) -> None:
    done(run, "library", "add", "后备干部库", "--on", "2025-01-01")
    text = f"望江社区后备干部花名册\n姓名|性别|联系电话|推荐方式\n甲|男||自荐\n赵新|女|{phone(7)}|党支部推荐"
    words = ("--set", "库=后备干部库", "--set", "纳入日期=2026-03-01")
    answer = run("library", "import", text_book(text), *words, "--enrol")
    assert (answer.code, tally(answer)) == (0, {"新增": 2}), answer
    assert stored(office, 'select person_id, library_id, "on" from inclusion order by id') == [
        (1, 1, "2026-03-01"),
        (5, 1, "2026-03-01"),
    ]
    assert stored(office, "select unit_id from affiliation where person_id = 5") == [(3,)]
    wrong = run("library", "import", text_book(text), "--set", "没有=1")
    assert (wrong.code, "没有「没有」这个字段" in wrong.err) == (2, True)


def test_a_case_of_somebody_new_begins_with_them(run: Run, office: Path) -> None:
    text = f"姓名|联系电话|所属社区|意向|排查时间|跟进人\n赵新|{phone(7)}|渡口社区|创业|2026-02-03|李主任"
    answer = run("case", "import", text_book(text), "--enrol")
    assert (answer.code, tally(answer)) == (0, {"新增": 1}), answer
    assert ("新登记人才（1）：赵新" in answer.out, "新登记工作人员（1）：李主任" in answer.out) == (
        True,
        True,
    )
    assert stored(office, 'select person_id, "on", kind from return_case') == [(5, "2026-02-03", "business")]
