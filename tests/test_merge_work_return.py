"""Two records of one person who came back: one case, one stay, one benefit stays; undo parts them again."""

from pathlib import Path

import pytest
from books import dump, stored
from office_sheets import lay_office, text_book
from test_merge_work import merged_and_parted
from trees import Run, done

LAID = (
    "library add 后备干部库 --on 2024-01-01",
    "library add 商会会员 --on 2024-01-01",
    "apartment add 1-101 --on 2024-01-01",
    "apartment add 1-102 --on 2024-01-01",
    "project add 甲食品厂 --on 2025-01-01",
)


@pytest.fixture
def office(own_register: Path, run: Run) -> Path:
    """Lay libraries, apartments, a project, with 甲 and 丙 of one unit, who turn out to be one person."""
    lay_office(own_register)
    for words in LAID:
        done(run, *words.split())
    return own_register


def take(run: Run, command: str, *lines: str) -> None:
    done(run, *command.split(), "import", text_book("\n".join(lines)), "--unit", "临江街道")


STAYS = "库|姓名|纳入日期|考察日期|出库日期|出库方式|来源"


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        (
            ["后备干部库|甲|2025-03-01||||", "后备干部库|丙|2024-05-01|2025-01-01|||自荐"],
            [("2024-05-01", "2025-01-01", None, None, "个人自荐")],
        ),
        (
            ["后备干部库|甲|2025-03-01||2025-09-30|撤销|", "后备干部库|丙|2025-06-01||||"],
            [("2025-03-01", None, None, None, None)],
        ),
        (
            ["后备干部库|甲|2025-03-01||2025-09-30|撤销|", "后备干部库|丙|2025-06-01||2025-12-31|使用|"],
            [("2025-03-01", None, "2025-12-31", "used", None)],
        ),
        (
            ["后备干部库|甲|2025-03-01||2025-09-30|退出|", "后备干部库|丙|2025-10-01||||"],
            [
                ("2025-03-01", None, "2025-09-30", "left", None),
                ("2025-10-01", None, None, None, None),
            ],
        ),
        (
            ["后备干部库|甲|2025-03-01||||", "商会会员|丙|2025-03-01||||"],
            [("2025-03-01", None, None, None, None)] * 2,
        ),
    ],
    ids=["both are in", "one has left", "both have left", "re-opened", "two libraries"],
)
def test_somebody_is_in_a_library_once_at_a_time(
    run: Run, office: Path, rows: list[str], left: list[object]
) -> None:
    take(run, "library", STAYS, *rows)
    merged_and_parted(run, office)
    query = 'select "on", examined_on, until, outcome, way from inclusion order by id'
    assert stored(office, query) == left
    assert {one for (one,) in stored(office, "select person_id from inclusion")} == {1}


CASES = "姓名|排查日期|上报日期|沟通日期|落地日期|未成日期|未成原因|下一步"


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        (
            ["甲|2026-02-01|||||||", "丙|2026-01-10|2026-01-12|||||打电话"],
            [("2026-01-10", "2026-01-12", None, None, "打电话")],
        ),
        (
            ["甲|2026-02-01||2026-02-03||||见面", "丙|2026-02-01|2026-02-20||||"],
            [("2026-02-01", "2026-02-20", None, None, "见面")],
        ),
        (
            ["甲|2026-02-01||||2026-03-01|工资低|", "丙|2026-02-01|||2026-03-05|||"],
            [("2026-02-01", None, "2026-03-05", None, None)],
        ),
        (
            ["甲|2025-02-01||||2025-03-01|工资低|", "丙|2026-02-01||||||"],
            [
                ("2025-02-01", None, None, "2025-03-01", None),
                ("2026-02-01", None, None, None, None),
            ],
        ),
    ],
    ids=["both are open", "days of one day", "who landed has not failed", "one after the other"],
)
def test_somebody_has_one_open_case(run: Run, office: Path, rows: list[str], left: list[object]) -> None:
    take(run, "case", CASES, *rows)
    merged_and_parted(run, office)
    query = 'select "on", reported_on, landed_on, failed_on, next_step from return_case order by id'
    assert stored(office, query) == left


DUE = "姓名|补贴名称|所属期|应发金额|应发日期"


@pytest.mark.parametrize(
    ("paid", "dues", "payments"),
    [
        ([], [(1, 3000)], []),
        (["DY000001|2026-02-01|1000", "DY000002|2026-02-01|1000"], [(1, 3000)], [(1, 1000)]),
        (["DY000001|2026-02-01|1000", "DY000002|2026-03-01|2000"], [(1, 3000)], [(1, 1000), (1, 2000)]),
        (
            ["DY000001|2026-02-01|3000", "DY000002|2026-03-01|3000"],
            [(1, 3000), (2, 3000)],
            [(1, 3000), (2, 3000)],
        ),
    ],
    ids=["not paid", "entered twice", "in parts", "really paid twice"],
)
def test_of_one_benefit_granted_to_both_one_is_due_unless_both_were_paid(
    run: Run, office: Path, paid: list[str], dues: list[object], payments: list[object]
) -> None:
    rows = [f"{name}|生活补贴|一季度|3000|2026-01-31" for name in ("甲", "丙")]
    take(run, "benefit", DUE, *rows)
    if paid:
        take(run, "benefit", "待遇编号|发放日期|实发金额", *paid)
    said = merged_and_parted(run, office)
    assert stored(office, "select id, amount from benefit order by id") == dues
    assert stored(office, "select benefit_id, amount from payment order by id") == payments
    assert ("待遇：1条两边都登记过" in said) is (len(dues) == 1)
    assert {one for (one,) in stored(office, "select person_id from benefit")} == {1}


def test_what_was_granted_for_another_time_stays_due(run: Run, office: Path) -> None:
    take(run, "benefit", DUE, "甲|生活补贴|一季度|3000|2026-01-31", "丙|生活补贴|二季度|3000|2026-04-30")
    merged_and_parted(run, office)
    assert stored(office, "select period from benefit order by id") == [("一季度",), ("二季度",)]


def test_somebody_takes_part_in_a_project_once(run: Run, office: Path) -> None:
    take(run, "project", "项目|姓名|角色|备注", "甲食品厂|甲||", "甲食品厂|丙|投资人|出资一半")
    said = merged_and_parted(run, office)
    assert "项目人员：1条两边都登记过" in said
    assert stored(office, "select person_id, role, note from partner") == [(1, "投资人", "出资一半")]


@pytest.mark.parametrize(
    ("apartment", "left"),
    [("1-101", [(1, "2025-03-01", None)]), ("1-102", [(1, "2025-03-01", None), (2, "2025-06-01", None)])],
    ids=["the same", "two of them"],
)
def test_somebody_lives_in_an_apartment_once(
    run: Run, office: Path, apartment: str, left: list[object]
) -> None:
    take(run, "apartment", "公寓|入住人|入住日期", "1-101|甲|2025-03-01", f"{apartment}|丙|2025-06-01")
    merged_and_parted(run, office)
    assert stored(office, 'select apartment_id, "on", until from tenancy order by id') == left


def test_nobody_is_taught_by_themselves_but_what_they_learnt_stays(run: Run, office: Path) -> None:
    for pair in (("甲", "丙"), ("乙@渡口社区", "丙")):
        words = ("成效种类=传帮带", "成效日期=2026-02-01", f"带培专家={pair[1]}")
        done(run, "milestone", "add", pair[0], *words)
    merged_and_parted(run, office)
    assert stored(office, "select person_id, mentor_id from milestone order by id") == [(1, None), (2, 1)]


def test_two_recruitments_stay_two_and_equal_ones_are_one(run: Run, office: Path) -> None:
    rows = ("甲|引进|2025-02-01|", "丙|引进|2025-02-01|博士", "丙|引进|2026-02-01|")
    take(run, "milestone", "姓名|成效种类|日期|学历", *rows)
    merged_and_parted(run, office)
    assert stored(office, 'select "on", degree from milestone order by "on"') == [
        ("2025-02-01", "博士研究生"),
        ("2026-02-01", None),
    ]


def test_work_of_coming_back_stays_counted_where_it_was_done(run: Run, office: Path) -> None:
    done(run, "case", "add", "丁@梅溪村", "--on", "2026-02-01")
    done(run, "benefit", "add", "丁@梅溪村", "3000", "待遇名称=生活补贴", "--on", "2026-02-01")
    done(run, "card", "add", "丁@梅溪村", "0012", "--on", "2026-02-01")
    merged_and_parted(run, office, ("甲", "丁"))
    for rows in ("return_case", "benefit", "entry"):
        assert stored(office, f"select person_id, unit_id from {rows}") == [(1, 7)], rows


def test_a_payment_set_aside_can_only_go_with_the_merger(run: Run, office: Path) -> None:
    rows = [f"{name}|生活补贴|一季度|3000|2026-01-31" for name in ("甲", "丙")]
    take(run, "benefit", DUE, *rows)
    take(run, "benefit", "待遇编号|发放日期|实发金额", "DY000001|2026-02-01|1000")
    take(run, "benefit", "待遇编号|发放日期|实发金额", "DY000002|2026-02-01|1000")
    entered = str(stored(office, "select max(id) from change_set")[0][0])
    done(run, "merge", "甲", "丙")
    before = dump(office)
    answer = run("undo", entered)
    assert (answer.code, "发放 FF000002 已在第" in answer.err, dump(office)) == (1, True, before), answer
