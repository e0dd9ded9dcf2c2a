"""`talentreg assign gaps`: leaders without a person, people without a leader, loads, terms, officers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from carers import LI, WANG, ZHANG, assign, done, gaps, lay_office, rule
from conftest import Answer
from openpyxl import load_workbook

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    return lay_office(run, own_register)


def leaders(run: Run, words: str = "") -> list[str]:
    return [name for _, name, _ in gaps(run, f"--kind 领导没有联系对象 {words}")]


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ([], ["郑县长", "周书记", "吴镇长"]),
        (["名额=1"], ["郑县长", "周书记", "吴镇长"]),
        (["名额=0"], []),
        (["名额=1 层级=县处级"], ["郑县长"]),
        (["名额=1", "名额=0 层级=乡科级"], ["郑县长"]),
        (["名额=1 --unit 临江街道"], ["周书记", "吴镇长"]),
        (["名额=1 废止日期=2026-03-30"], []),
    ],
)
def test_a_leader_whose_rule_asks_for_people_has_to_have_one(
    run: Run, rules: list[str], named: list[str]
) -> None:
    for place, words in enumerate(rules):
        rule(run, words, name=f"办法{place}")
    assert leaders(run) == named


@pytest.mark.parametrize(
    ("words", "still"),
    [
        ("--on 2026-03-31", False),
        ("--on 2026-04-01", True),
        ("--on 2025-01-01 结束日期=2026-03-31", False),
        ("--on 2025-01-01 结束日期=2026-03-30", True),
        ("--on 2022-01-01 任期止=2023-12-31", False),
        ("--on 2025-01-01 --kind 联络员", True),
    ],
)
def test_somebody_is_in_a_leader_s_care_from_the_first_day_to_the_last(
    run: Run, words: str, still: bool
) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} {words}")
    assert ("周书记" in leaders(run)) == still


def test_a_leader_of_somebody_who_died_has_nobody_and_the_assignment_should_end(run: Run) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} --on 2025-01-01")
    done(run, "withdraw", ZHANG, "--deceased", "--on", "2026-03-30")
    assert "周书记" in leaders(run)
    assert ("gone", "周书记", "张三已去世") in gaps(run)
    assert "周书记" not in leaders(run, "--as-of 2026-03-29")


def test_a_leader_who_left_needs_nobody_and_should_not_have_anybody(run: Run) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} --on 2025-01-01")
    for name in ("周书记", "吴镇长"):
        done(run, "staff", "edit", name, "离任日期=2026-03-30")
    assert leaders(run) == ["郑县长"]
    assert ("left", "周书记", "2026年3月30日离任，联系张三") in gaps(run)
    assert leaders(run, "--as-of 2026-03-30") == ["郑县长", "吴镇长"]


@pytest.mark.parametrize(
    ("quota", "people", "expected"),
    [
        (1, [ZHANG], []),
        (1, [ZHANG, LI], [("overload", "周书记", "联系2人，规定1人，多1人")]),
        (3, [ZHANG], [("short", "周书记", "联系1人，规定3人，还差2人")]),
        (3, [ZHANG, LI, WANG], []),
    ],
)
def test_too_few_and_too_many_are_told_against_the_rule(
    run: Run, quota: int, people: list[str], expected: list[tuple[str, str, str]]
) -> None:
    rule(run, f"名额={quota}")
    for one in people:
        assign(run, f"周书记 {one} --on 2025-01-01")
    assert gaps(run, "--kind 不足 --kind 超额") == expected


def test_one_person_assigned_twice_after_a_merger_is_one_person(run: Run) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} --on 2025-01-01")
    assign(run, f"周书记 {LI} --on 2025-01-01 结束日期=2026-12-31")
    done(run, "merge", ZHANG, LI)
    assert gaps(run, "--kind 超额") == []


@pytest.mark.parametrize(
    ("conditions", "named"),
    [
        ("学历=博士", ["王五"]),
        ("学历=本科", ["李四"]),
        ("姓名~张", []),
        ("--kind 没有领导", ["李四", "王五"]),
    ],
)
def test_people_without_a_leader_are_those_who_fit_the_conditions(
    run: Run, conditions: str, named: list[str]
) -> None:
    assign(run, f"周书记 {ZHANG} --on 2025-01-01")
    assign(run, f"吴镇长 {LI} --on 2025-01-01 --kind 联络员")
    found = gaps(run, f"{conditions} --kind 没有领导" if "--kind" not in conditions else conditions)
    assert [name for _, name, _ in found] == named


def test_conditions_alone_ask_for_people_without_a_leader_or_a_liaison_officer(run: Run) -> None:
    assign(run, f"周书记 {ZHANG} --on 2025-01-01")
    assert gaps(run, "学历=博士") == [("person", "王五", ""), ("liaison", "张三", "联系领导：周书记")]


def test_somebody_withdrawn_needs_no_leader(run: Run) -> None:
    done(run, "withdraw", WANG, "--on", "2026-03-01")
    assert gaps(run, "学历=博士 --kind 没有领导") == [("person", "张三", "")]


@pytest.mark.parametrize(
    ("officer", "lacks"),
    [
        ("", True),
        ("赵联络@临江街道 --kind 联络员 --unit 临江街道", False),
        ("赵联络@临江街道 --kind 联络员 --unit 望江社区", False),
        ("赵联络@临江街道 --kind 联络员 --unit 柳堤社区", True),
        (f"赵联络@临江街道 {ZHANG} --kind 联络员", False),
        (f"赵联络@临江街道 {LI} --kind 联络员", True),
        ("赵联络@临江街道 --kind 联络员 --unit 临江街道 --on 2025-01-01 结束日期=2026-03-30", True),
        ("赵联络@临江街道 --kind 联络员 --unit 临江街道 --on 2025-01-01 结束日期=2026-03-31", False),
    ],
)
def test_a_person_in_care_has_a_liaison_officer_of_their_own_or_of_a_unit_above(
    run: Run, officer: str, lacks: bool
) -> None:
    assign(run, f"周书记 {ZHANG} --on 2025-01-01")
    if officer:
        assign(run, officer)
    assert ([name for _, name, _ in gaps(run, "--kind 联络员")] == ["张三"]) == lacks


@pytest.mark.parametrize(
    ("until", "expired"), [("2026-03-30", True), ("2026-03-31", False), ("2026-04-01", False)]
)
def test_a_term_is_over_the_day_after_its_last(run: Run, until: str, expired: bool) -> None:
    assign(run, f"周书记 {ZHANG} --on 2024-01-01 任期止={until}")
    assert bool(gaps(run, "--kind 到期")) == expired


def test_what_leaders_lack_belongs_to_their_unit_what_people_lack_to_theirs(run: Run) -> None:
    rule(run)
    assign(run, f"郑县长 {WANG} --on 2022-01-01 任期止=2023-12-31")
    assert gaps(run, "--unit 青石街道") == [("liaison", "王五", "联系领导：郑县长")]
    assert [kind for kind, _, _ in gaps(run, "--unit 临江街道")] == ["leader", "leader"]
    assert {kind for kind, _, _ in gaps(run)} == {"leader", "expired", "liaison"}


def test_the_table_counts_by_kind_and_says_how_to_ask_for_people(run: Run) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} --on 2024-01-01")
    answer = run("assign", "gaps")
    assert answer.out.splitlines()[-1] == (
        "截至2026年3月31日，共4处：领导没有联系对象2、任期已到未调整1、没有联络员1"
    )
    assert answer.err == "哪些人才没有领导联系，要写条件，如 talentreg assign gaps 学历=博士\n"


def test_where_nothing_lacks_that_is_said(run: Run) -> None:
    rule(run, "名额=0")
    assert run("assign", "gaps").out == "截至2026年3月31日，没有发现缺口\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("学厉=博士", 2, "学历"),
        ("学历=博士 --kind 到期", 2, "不能加条件"),
        ("--kind 空缺", 2, "看不懂"),
        ("--unit 望海社区", 1, "是不是：望江社区"),
        ("--json --xlsx 缺口.xlsx", 2, "只能选一个"),
    ],
)
def test_words_that_cannot_be_are_said_plainly(run: Run, words: str, code: int, said: str) -> None:
    answer = run("assign", "gaps", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_json_says_whose_each_gap_is(run: Run) -> None:
    assign(run, f"周书记 {ZHANG} --on 2022-01-01 任期止=2023-12-31")
    [one] = json.loads(run("assign", "gaps", "--kind", "到期", "--json").out)
    assert one == {
        "kind": "expired",
        "number": "L000001",
        "name": "周书记",
        "unit": "云河区/临江街道",
        "told": "任期止2023年12月31日，联系张三",
        "staff": "G000001",
        "person": ZHANG,
        "assignment": "L000001",
    }


def test_the_workbook_holds_names_as_they_are(run: Run) -> None:
    done(run, "edit", WANG, "工作单位==1+1[red]")
    assert run("assign", "gaps", "学历=博士", "--kind", "没有领导", "--xlsx", "缺口.xlsx").code == 0
    sheet = load_workbook("缺口.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1] == ["缺口", "编号", "姓名", "单位", "说明"]
    assert rows[3] == ["人才没有领导联系", WANG, "王五", "云河区/青石街道/石门社区", "=1+1[red]"]
