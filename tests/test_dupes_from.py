"""Decisions read back from a review: merged, told apart, or told with their line and left out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, id_number, phone, stored
from conftest import Answer
from openpyxl import load_workbook

Run = Callable[..., Answer]

NAMES = "甲 乙 丙 丁 戊 己".split()


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Enter six people, R000001 to R000006, in one community."""
    lines = [f"晏清{name},{phone(place)},望江社区" for place, name in enumerate(NAMES)]
    assert run("import", csv_book("姓名,联系电话,所属社区\n" + "\n".join(lines))).code == 0
    return own_register


def decide(run: Run, lines: str, heads: str = "甲编号,乙编号,决定,保留") -> Answer:
    """Read decisions back; a line is `1 2 同一人`, with whose number stays behind it if told."""
    rows = []
    for line in lines.split("；"):
        first, second, *more = line.split()
        rows.append(",".join([f"R00000{first}", f"R00000{second}", *more]))
    return run("dupes", "--from", csv_book("\n".join([heads, *rows]), "核对.csv"))


def merged(register: Path) -> list[tuple[object, ...]]:
    return stored(register, "select id, person_id from merged_person order by id")


def distinct(register: Path) -> list[tuple[object, ...]]:
    return stored(register, "select first_id, second_id from distinct_pair order by first_id, second_id")


def sets(register: Path) -> list[tuple[object, ...]]:
    return stored(register, "select command from change_set order by id")


@pytest.mark.parametrize(
    ("lines", "together", "apart"),
    [
        ("1 2 同一人", [(2, 1)], []),
        ("1 2 同一人 R000002", [(1, 2)], []),
        ("1 2 同一人 ｒ０００００２", [(1, 2)], []),
        ("1 2 同一人 乙", [(1, 2)], []),
        ("2 1 同一人 甲", [(1, 2)], []),
        ("2 1 是", [(1, 2)], []),
        ("1 2 合并；3 4 不合并", [(2, 1)], [(3, 4)]),
        ("1 2 不是同一人", [], [(1, 2)]),
        ("2 1 不是", [], [(1, 2)]),
        ("1 2 待定；3 4", [], []),
        ("1 2 同一人；3 4 不是同一人", [(2, 1)], [(3, 4)]),
        ("1 2 同一人；2 3 同一人", [(2, 1), (3, 1)], []),
        ("2 3 同一人；1 2 同一人", [(2, 1), (3, 1)], []),
        ("1 2 同一人；3 2 同一人", [(2, 3), (1, 3)], []),
        ("1 2 同一人；2 3 同一人；1 3 同一人", [(2, 1), (3, 1)], []),
        ("1 2 同一人；2 1 同一人", [(2, 1)], []),
        ("1 2 同一人；3 4 同一人；2 3 不是同一人", [(2, 1), (4, 3)], [(1, 3)]),
        ("1 2 同一人；2 3 不是同一人；1 3 不是同一人", [(2, 1)], [(1, 3)]),
    ],
)
def test_clear_decisions_are_carried_out_in_one_change_set(
    run: Run, office: Path, lines: str, together: list[tuple[int, int]], apart: list[tuple[int, int]]
) -> None:
    before = sets(office)
    answer = decide(run, lines)
    assert answer.code == 0, answer
    chained = {one: into for one, into in merged(office)}
    assert {one: chained[one] for one, _ in together} == _ends(together)
    assert len(chained) == len(together)
    assert distinct(office) == apart
    assert sets(office) == before + [("dupes --from",)] * bool(together or apart)


def _ends(together: list[tuple[int, int]]) -> dict[int, int]:
    """Follow a chain to who is left: what went into 2 stands with whom 2 went into."""
    into = dict(together)
    ends = {}
    for one, other in into.items():
        end = other
        while end in into:
            end = into[end]
        ends[one] = end
    return ends


@pytest.mark.parametrize(
    ("lines", "left", "together", "apart"),
    [
        (
            "1 2 同一人；2 3 同一人；1 3 不是同一人；4 5 同一人",
            {2: "第3、4行", 3: "第2、4行", 4: "第2、3行"},
            1,
            0,
        ),
        ("1 2 同一人；1 2 不是同一人；4 5 不是同一人", {2: "第3行", 3: "第2行"}, 0, 1),
        ("1 2 也许；3 4 同一人", {2: "看不懂「也许」，决定可写：同一人、不是同一人、待定"}, 1, 0),
        ("1 9 同一人；3 4 同一人", {2: "登记册里没有 R000009"}, 1, 0),
        ("1 1 同一人；3 4 同一人", {2: "两个不同的编号"}, 1, 0),
        (
            "1 2 同一人 R000003；3 4 同一人",
            {2: "保留写的「R000003」看不懂，可写：甲、乙，或两个编号之一"},
            1,
            0,
        ),
        ("1 2 同一人 张三；3 4 同一人", {2: "保留写的「张三」"}, 1, 0),
    ],
)
def test_a_line_that_cannot_be_is_told_by_its_number_and_the_rest_is_done(
    run: Run, office: Path, lines: str, left: dict[int, str], together: int, apart: int
) -> None:
    answer = decide(run, lines)
    assert answer.code == 3, answer
    told = [line for line in answer.out.splitlines() if "没有办：" in line]
    assert [line.partition("行没有办")[0] for line in told] == [f"第{line}" for line in left]
    assert all(why in line for line, why in zip(told, left.values(), strict=True)), told
    assert (len(merged(office)), len(distinct(office))) == (together, apart)
    assert answer.err.startswith("没有办的改好后再读回一次，办过的不会重做\n")


def test_the_same_review_read_again_is_no_change(run: Run, office: Path) -> None:
    lines = "1 2 同一人；2 3 同一人；3 4 不是同一人；5 6 待定"
    assert decide(run, lines).out.endswith("合并2对；记为不是同一人1对；未决定1对\n")
    before = sets(office)
    again = decide(run, lines)
    assert (again.code, again.out) == (0, "没有变化；以前已办3对；未决定1对\n")
    assert sets(office) == before


def test_undo_takes_a_whole_review_back(run: Run, office: Path) -> None:
    people = stored(office, "select * from person order by id")
    decide(run, "1 2 同一人；3 4 不是同一人")
    assert run("undo").code == 0
    assert stored(office, "select * from person order by id") == people
    assert (merged(office), distinct(office)) == ([], [])


def test_somebody_merged_meanwhile_is_left_out(run: Run, office: Path) -> None:
    assert run("merge", "R000003", "R000002").code == 0
    answer = decide(run, "1 2 同一人；4 5 同一人")
    assert answer.code == 3
    assert "第2行没有办：R000002 已并入 R000003" in answer.out
    assert merged(office) == [(2, 3), (5, 4)]


def test_who_was_said_before_not_to_be_the_same_is_not_merged(run: Run, office: Path) -> None:
    assert run("dupes", "--no", "R000001", "R000003").code == 0
    answer = decide(run, "1 2 同一人；2 3 同一人；4 5 同一人")
    assert answer.code == 3
    said = "R000001 和 R000003 以前定过不是同一人，没有合并；确是的用 talentreg merge --overrule"
    assert answer.out.count(said) == 2
    assert merged(office) == [(5, 4)]


def test_two_who_need_a_choice_are_left_to_merge(run: Run, office: Path) -> None:
    for person, order in (("R000001", 301), ("R000002", 303)):
        assert run("edit", person, f"身份证号={id_number(order)}").code == 0
    answer = decide(run, "1 2 同一人；3 4 同一人")
    assert answer.code == 3
    assert "第2行没有办：" in answer.out
    assert "身份证号不同" in answer.out
    assert id_number(301) not in answer.out
    assert merged(office) == [(4, 3)]


def test_the_column_for_whose_number_stays_may_be_missing(run: Run, office: Path) -> None:
    assert decide(run, "1 2 同一人", "甲编号,乙编号,决定").code == 0
    assert merged(office) == [(2, 1)]


def test_another_workbook_is_refused(run: Run, office: Path) -> None:
    before = office.read_bytes()
    answer = run("dupes", "--from", csv_book("姓名,电话\n张三,1\n", "别的.csv"))
    assert (answer.code, answer.out) == (1, "")
    assert "没有「甲编号」「乙编号」「决定」这几列" in answer.err
    assert office.read_bytes() == before


def test_a_review_goes_out_is_filled_in_and_comes_back(run: Run, office: Path) -> None:
    twin = f"姓名,联系电话,所属社区\n晏清贾,{phone(0)},望江社区\n晏清义,{phone(1)},渡口社区\n"
    assert run("import", csv_book(twin, "又一本.csv")).code == 0
    assert run("dupes", "--xlsx", "核对.xlsx").code == 0
    book = load_workbook("核对.xlsx")
    sheet = book["重复核对"]
    answers = {("R000001", "R000007"): "同一人", ("R000002", "R000008"): "不是同一人"}
    rows = {(row[0].value, row[1].value): row[2] for row in sheet.iter_rows(min_row=2)}
    for pair, decision in answers.items():
        rows[pair].value = decision
    sheet.insert_cols(1)
    book.save("回来.xlsx")
    answer = run("dupes", "--from", "回来.xlsx")
    assert answer.code == 0, answer
    assert (merged(office), distinct(office)) == ([(7, 1)], [(2, 8)])


def test_a_dry_run_says_what_would_be_done_and_does_nothing(run: Run, office: Path) -> None:
    decide(run, "5 6 待定")
    before = (merged(office), distinct(office), sets(office))
    tried = run("dupes", "--from", csv_book("甲编号,乙编号,决定\nR000001,R000002,同一人\n"), "--dry-run")
    assert tried.out.splitlines() == [
        "将合并：R000002 并入 R000001  晏清甲  望江社区  154****0000",
        "合并1对；记为不是同一人0对",
        "这是试读，登记册没有改动；去掉 --dry-run 即办理",
    ]
    assert (tried.code, merged(office), distinct(office), sets(office)) == (0, *before)
    assert run("dupes", "--dry-run").code == 2
