"""`talentreg case reasons`: what keeps people from coming back, how many, and who they are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, dump, phone, stored, tally
from conftest import Answer
from openpyxl import load_workbook
from returners import LI, SUN, WANG, ZHANG, do, lay_office, told

Run = Callable[..., Answer]

AT_HOME = [("家人不在本地", 1), ("子女在外就学", 1), ("收入待遇", 1)]
"""What 王五 and 赵六 said when they were entered."""


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    return lay_office(run, own_register)


def reasons(run: Run, words: str = "") -> list[tuple[str, int]]:
    return [(one["reason"], one["people"]) for one in told(run, f"case reasons {words}")]


def who(run: Run, reason: str) -> dict[str, Any]:
    return {one["name"]: one["source"] for one in told(run, f"case reasons {reason}")}


@pytest.mark.parametrize(
    ("said", "grouped"),
    [
        ("爱人在外地", ["家人不在本地"]),
        ("爱人也在外地工作，孩子在外上学", ["家人不在本地", "子女在外就学"]),
        ("家里说现工作稳定", ["工作走不开"]),
        ("老板不放人", ["老板不放人"]),
        ("公司正在上市的关键阶段老板暂时不肯放人", ["其他原因"]),
        ("=1+1[red]", ["=1+1[red]"]),
    ],
)
def test_a_reason_counts_as_the_words_that_stand_in_it(run: Run, said: str, grouped: list[str]) -> None:
    do(run, f"contact log {SUN} --channel 电话 --intention 无 --reason {said}")
    [one] = [one for one in told(run, "case reasons --who") if one["person"] == SUN]
    assert sorted(one["reasons"]) == sorted(grouped)


@pytest.mark.parametrize(
    ("lines", "words", "expected"),
    [
        ("", "", AT_HOME),
        ("", "--unit 望江社区", []),
        ("", "--as-of 2024-02-28", []),
        (f"withdraw {WANG} --on 2026-03-01", "", [("子女在外就学", 1), ("收入待遇", 1)]),
        (f"withdraw {WANG} --on 2026-03-01", "--as-of 2026-02-28", AT_HOME),
        (f"edit {WANG} 返乡意愿=就业", "", [("子女在外就学", 1), ("收入待遇", 1)]),
        (f"edit {SUN} 返乡意愿=无", "", [*AT_HOME, ("没有写原因", 1)]),
        (
            f"case add {ZHANG} --on 2026-02-01 未成日期=2026-03-01 未成原因=工资低",
            "",
            [("收入待遇", 2), ("子女在外就学", 1), ("家人不在本地", 1)],
        ),
        (
            f"case add {ZHANG} --on 2026-02-01 未成日期=2026-03-01 未成原因=工资低",
            "--as-of 2026-02-28",
            AT_HOME,
        ),
        (f"case add {ZHANG} --on 2026-02-01", "", AT_HOME),
        (f"case add {ZHANG} --on 2026-02-01 落地日期=2026-03-01", "", AT_HOME),
    ],
)
def test_who_wants_no_and_whose_case_failed_is_counted(
    run: Run, lines: str, words: str, expected: list[tuple[str, int]]
) -> None:
    if lines:
        do(run, lines)
    assert sorted(reasons(run, words)) == sorted(expected)


@pytest.mark.parametrize(
    ("afterwards", "counted"),
    [
        (f"case add {LI} --on 2026-03-02", False),
        (f"case add {LI} --on 2026-03-02 落地日期=2026-03-03", False),
        (f"edit {LI} 返乡意愿=就业 --on 2026-03-02", False),
        (f"edit {LI} 返乡意愿=就业 --on 2026-02-20", True),
        (f"case add {LI} --on 2026-03-02 未成日期=2026-03-03", True),
    ],
)
def test_a_failed_case_is_forgotten_when_somebody_comes_round(
    run: Run, afterwards: str, counted: bool
) -> None:
    do(run, f"case add {LI} --on 2026-02-01 未成日期=2026-03-01 未成原因=缺少资金")
    assert ("缺少资金", 1) in reasons(run)
    do(run, afterwards)
    assert (LI in {one["person"] for one in told(run, "case reasons --who")}) is counted


def test_one_person_counts_once_for_a_reason_and_once_in_all(run: Run) -> None:
    do(run, f"case add {WANG} --on 2026-02-01 未成日期=2026-03-01 未成原因=爱人在外地")
    [one] = [one for one in told(run, "case reasons") if one["reason"] == "家人不在本地"]
    assert one == {
        "reason": "家人不在本地",
        "people": 1,
        "of": 2,
        "share": 50.0,
        "failed": 1,
        "none": 1,
        "undecided": 0,
        "said": "爱人在外地工作",
    }
    assert who(run, "家人不在本地") == {"王五": "意愿无、个案GA000001"}
    assert "截至2026年3月31日，2人没有回来的打算或个案未成" in do(run, "case reasons").out


def test_what_was_left_blank_in_one_place_is_known_from_another(run: Run) -> None:
    do(run, f"case add {WANG} --on 2026-02-01 未成日期=2026-03-01")
    assert "没有写原因" not in dict(reasons(run))


@pytest.mark.parametrize("typed", ["家人不在本地", "爱人在外地", "配偶在外地"])
def test_a_reason_is_asked_for_by_any_word_for_it(run: Run, typed: str) -> None:
    assert who(run, typed) == {"王五": "意愿无"}


def test_a_word_an_office_adds_groups_what_was_said_before(run: Run) -> None:
    do(run, f"contact log {SUN} --channel 电话 --intention 无 --reason 老家没有像样的医院老人看病不方便")
    assert ("其他原因", 1) in reasons(run)
    do(run, "vocab add 未成原因 医疗条件")
    do(run, "vocab add 未成原因 看病不方便 --as 医疗条件")
    assert ("医疗条件", 1) in reasons(run)
    assert ("其他原因", 1) not in reasons(run)


def test_the_table_names_who_to_ask_for(run: Run) -> None:
    answer = do(run, "case reasons")
    assert answer.err == "看是哪些人：talentreg case reasons 子女在外就学\n"
    assert do(run, "case reasons 子女在外就学").out.splitlines()[-1] == "共1人"


def test_where_nobody_stays_away_that_is_said(run: Run) -> None:
    assert "没有意愿为无或待定的人" in do(run, "case reasons --unit 望江社区").out


def test_the_workbook_holds_texts_as_they_are_and_masks_phones(run: Run) -> None:
    do(run, f"contact log {SUN} --channel 电话 --intention 无 --reason =1+1打15400009999")
    do(run, "case reasons --who --xlsx 原因.xlsx")
    sheet = load_workbook("原因.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [SUN, "孙八", "意愿无", "=1+1打154****9999"] in [[row[0], row[1], row[4], row[6]] for row in rows]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("想家", 1, "没有人的原因是「想家」"),
        ("[red]", 1, "现有：子女在外就学、家人不在本地、收入待遇"),
        ("--unit 望海社区", 1, "是不是：望江社区"),
        ("--as-of 去年", 2, "--as-of"),
        ("--json --xlsx 甲.xlsx", 2, "只能选一个"),
    ],
)
def test_words_that_cannot_be_are_said_plainly(run: Run, words: str, code: int, said: str) -> None:
    answer = do(run, f"case reasons {words}", code)
    assert said in answer.err
    assert answer.out == ""


REASONS = "select kind, reason, contact_id is null from intention where person_id = 6 order by id"


@pytest.mark.parametrize(
    ("again", "kept"),
    [
        ("--intention 无 --reason 工作忙", [("none", "工作忙", 0)]),
        ("--intention 无", [("none", "工作忙", 0)]),
        ("--intention 无 --reason 收入低", [("none", "工作忙", 0), ("none", "收入低", 0)]),
        ("--intention 待定", [("none", "工作忙", 0), ("undecided", None, 0)]),
    ],
)
def test_a_contact_keeps_why_somebody_does_not_come(
    run: Run, own_register: Path, again: str, kept: list[tuple[str, ...]]
) -> None:
    do(run, f"contact log {SUN} --channel 电话 --on 2026-02-01 --intention 无 --reason 工作忙")
    do(run, f"contact log {SUN} --channel 电话 --on 2026-03-01 {again}")
    assert stored(own_register, REASONS) == kept


def test_a_reason_without_an_intention_is_refused(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    assert "要和 --intention 同用" in do(run, f"contact log {SUN} --channel 电话 --reason 工作忙", 2).err
    assert "不能是空白" in do(run, f"contact log {SUN} --channel 电话 --intention 无 --reason=_", 2).err
    assert dump(own_register) == before


SHEET = f"""姓名,联系电话,联络日期,联络方式,返乡意愿,不返乡原因
孙八,{phone(6)},2026-02-01,电话,无,爱人在外地
张三,{phone(1)},2026-02-01,电话,,房价高
王五,{phone(3)},2026-02-02,电话,无,
"""


def test_a_sheet_of_contacts_says_why_too(run: Run, own_register: Path) -> None:
    csv_book(SHEET, "名单.csv")
    answer = do(run, "contact log --from 名单.csv")
    assert tally(answer) == {"新增": 3}
    assert "没有写返乡意愿，它的原因没有登记" in answer.out + answer.err
    assert stored(own_register, REASONS) == [("none", "爱人在外地", 0)]
    assert who(run, "家人不在本地") == {"王五": "意愿无", "孙八": "意愿无"}
    before = dump(own_register)
    assert tally(do(run, "contact log --from 名单.csv")) == {"无变化": 3}
    assert dump(own_register) == before


def test_what_is_said_for_a_whole_sheet_holds_where_it_is_silent(run: Run, own_register: Path) -> None:
    csv_book(f"姓名,联系电话,返乡意愿\n孙八,{phone(6)},\n李四,{phone(2)},就业\n", "名单.csv")
    do(run, "contact log --from 名单.csv --channel 电话 --on 2026-02-01 --intention 无 --reason 工作忙")
    assert stored(own_register, REASONS) == [("none", "工作忙", 0)]
    latest = "select kind, reason from intention where person_id = 2 order by id desc limit 1"
    assert stored(own_register, latest) == [("job", None)]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("意愿原因=爱人在外地", [("none", "爱人在外地", 1)]),
        ("意愿原因=", [("none", None, 1)]),
        ("返乡意愿=待定 意愿原因=工作忙", [("none", "收入低", 1), ("undecided", "工作忙", 1)]),
        ("返乡意愿=待定", [("none", "收入低", 1), ("undecided", None, 1)]),
        ("返乡意愿=待定 意愿原因=工作忙 --correct", [("undecided", "工作忙", 1)]),
    ],
)
def test_a_reason_is_put_right_or_stated_anew(
    run: Run, own_register: Path, words: str, kept: list[tuple[str, ...]]
) -> None:
    do(run, f"edit {SUN} 返乡意愿=无 意愿原因=收入低 --on 2026-02-01")
    before = dump(own_register)
    do(run, f"edit {SUN} {words}")
    assert stored(own_register, REASONS) == kept
    do(run, "undo")
    assert dump(own_register) == before


def test_somebody_may_be_entered_with_a_reason(run: Run, own_register: Path) -> None:
    do(run, "add 周九 --unit 望江社区 返乡意愿=无 意愿原因=爱人在外地")
    assert who(run, "家人不在本地") == {"王五": "意愿无", "周九": "意愿无"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("add 周九 --unit 望江社区 意愿原因=爱人在外地", "没有写返乡意愿"),
        (f"edit {SUN} 意愿原因=爱人在外地", "还没有返乡意愿"),
    ],
)
def test_a_reason_belongs_to_an_intention(run: Run, own_register: Path, words: str, said: str) -> None:
    before = dump(own_register)
    answer = run(*words.split())
    assert answer.code in (1, 2)
    assert said in answer.err
    assert dump(own_register) == before


def test_a_reason_of_their_own_is_masked(run: Run) -> None:
    do(run, f"contact log {SUN} --channel 电话 --intention 无 --reason 打15400009999")
    for words in ("", "--json", "--who", "--csv"):
        answer = do(run, f"case reasons {words}")
        assert "15400009999" not in answer.out + answer.err
        assert "154****9999" in answer.out


def test_the_figure_of_the_unwilling_says_what_the_table_says(run: Run) -> None:
    do(run, f"contact log {SUN} --channel 电话 --intention 无")
    do(run, f"case add {ZHANG} --on 2026-02-01 未成日期=2026-03-01 未成原因=工资低")
    unwilling = [one for one in told(run, "case reasons --who") if "意愿无" in one["source"]]
    assert f"：{len(unwilling)}人" in do(run, "why unwilling --quarter 2026Q1").out
