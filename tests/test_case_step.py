"""`talentreg case step`: 排查 → 上报 → 沟通 → 对接 → 落地 or 未成, and what the end brings with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import dump, stored
from conftest import Answer
from returners import LI, SUN, WANG, ZHANG, do, lay_office, told

Run = Callable[..., Answer]

STAGES = 'select "on", reported_on, talked_on, matched_on, landed_on, failed_on from return_case'
PLANNED = "select next_step, next_on from return_case"
MILESTONES = 'select kind, "on", name, place, unit_id is null from milestone order by id'
INTENTIONS = 'select kind, "on", reason from intention where person_id = {} order by id'


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    return lay_office(run, own_register)


@pytest.fixture
def found(run: Run) -> None:
    """Let 张三's case be open since February."""
    do(run, f"case add {ZHANG} --kind 就业 --on 2026-02-01 跟进人=李主任 下一步=登门 下次跟进日期=2026-03-10")


@pytest.mark.usefixtures("found")
def test_a_case_goes_its_way_stage_by_stage(run: Run, own_register: Path) -> None:
    do(run, f"case step {ZHANG} 上报 --on 2026-02-03")
    do(run, "case step 张三 谈心 --on 2026-03-10")
    do(run, "case step GA000001 matched --on 2026-03-15")
    do(run, f"case step {ZHANG} 落地 --on 2026-03-30")
    assert stored(own_register, STAGES) == [
        ("2026-02-01", "2026-02-03", "2026-03-10", "2026-03-15", "2026-03-30", None)
    ]


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("words", "planned"),
    [
        ("上报 --on 2026-02-03", ("登门", "2026-03-10")),
        ("沟通 --on 2026-03-10", (None, None)),
        ("沟通 --on 2026-03-12 --next 联系学校", ("联系学校", None)),
        ("沟通 --on 2026-02-03 --next 联系学校", ("联系学校", None)),
        ("沟通 --on 2026-02-03 --next 联系学校 --next-on 2026-04-10", ("联系学校", "2026-04-10")),
        ("沟通 --on 2026-02-03 --next-on 2026-04-10", ("登门", "2026-04-10")),
        ("落地 --on 2026-02-20", (None, None)),
        ("未成 --on 2026-02-20", (None, None)),
    ],
)
def test_what_was_to_be_done_by_then_gives_way(
    run: Run, own_register: Path, words: str, planned: tuple[str, str]
) -> None:
    do(run, f"case step {ZHANG} {words}")
    assert stored(own_register, PLANNED) == [planned]


@pytest.mark.parametrize(
    ("kind", "milestone"),
    [
        ("创业", "returned_business"),
        ("任职", "returned_office"),
        ("就业", "returned_job"),
        ("柔性", "flexible"),
        ("调回", "transferred"),
        ("项目合作", None),
    ],
)
def test_a_landing_is_a_milestone_of_its_kind(
    run: Run, own_register: Path, kind: str, milestone: str | None
) -> None:
    do(run, f"case add {SUN} --kind {kind} --on 2026-02-01")
    answer = do(run, f"case step {SUN} 落地 --on 2026-03-05 --place 望江小学 --result 任_教师")
    kept = [(milestone, "2026-03-05", "任 教师", "望江小学", 1)] if milestone else []
    assert stored(own_register, MILESTONES) == kept
    assert ("已记成效：H000001" in answer.out) is bool(milestone)
    assert ("talentreg project add" in answer.err) is (kind in ("创业", "项目合作"))


@pytest.mark.usefixtures("found")
def test_a_landing_counts_as_a_return(run: Run) -> None:
    do(run, f"case step {ZHANG} 落地 --on 2026-03-05")
    [one] = told(run, "milestone list")
    assert (one["person"], one["kind"], one["degree"], one["unit"]) == (
        *(ZHANG, "returned_job", "博士研究生"),
        "云河区/临江街道/望江社区",
    )


def test_a_landing_counts_where_the_case_does(run: Run) -> None:
    do(run, f"case add {ZHANG} --kind 就业 --on 2026-02-01 --unit 青石街道")
    do(run, f"case step {ZHANG} 落地")
    assert [one["unit"] for one in told(run, "milestone list")] == ["云河区/青石街道"]


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("entered", "landing", "count"),
    [
        ("--kind 返乡就业 --on 2026-02-01", "", 1),
        ("--kind 返乡就业 --on 2026-03-20", "", 1),
        ("--kind 返乡就业 --on 2025-12-20", "", 2),
        ("--kind 返乡创业 --on 2026-03-05", "", 2),
        ("--kind 返乡就业 --on 2025-12-20", "--no-milestone", 1),
    ],
)
def test_a_landing_is_not_entered_twice(
    run: Run, own_register: Path, entered: str, landing: str, count: int
) -> None:
    do(run, f"milestone add {ZHANG} {entered}")
    answer = do(run, f"case step {ZHANG} 落地 --on 2026-03-05 {landing}")
    assert len(stored(own_register, MILESTONES)) == count
    assert ("已有成效，没有另记：H000001" in answer.out) is (count == 1 and not landing)


def test_a_landing_wants_to_know_how_somebody_came_back(run: Run, own_register: Path) -> None:
    do(run, f"case add {ZHANG} --on 2026-02-01")
    before = dump(own_register)
    answer = do(run, f"case step {ZHANG} 落地", 2)
    assert "加 --kind 就业" in answer.err
    assert dump(own_register) == before
    assert "H000001  返乡任职" in do(run, f"case step {ZHANG} 落地 --kind 任职").out


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("words", "kept", "said"),
    [
        ("--reason 爱人在外地", [("job", "2024-03-01", None)], "返乡意愿仍是就业"),
        (
            "--reason 爱人在外地 --intention 无",
            [("job", "2024-03-01", None), ("none", "2026-03-31", "家人不在本地")],
            "返乡意愿已记为无",
        ),
        (
            "--intention 待定",
            [("job", "2024-03-01", None), ("undecided", "2026-03-31", None)],
            "没有写未成原因；补记：talentreg case edit GA000001",
        ),
    ],
)
def test_a_failure_may_say_what_somebody_wants_now(
    run: Run, own_register: Path, words: str, kept: list[tuple[str, ...]], said: str
) -> None:
    answer = do(run, f"case step {ZHANG} 未成 {words}")
    assert stored(own_register, INTENTIONS.format(1)) == kept
    assert said in answer.out + answer.err


@pytest.mark.parametrize(
    ("reason", "said", "count"),
    [
        ("--reason 爱人在外地工作", "返乡意愿原来就是无", 1),
        ("", "返乡意愿原来就是无", 1),
        ("--reason 工作忙", "返乡意愿已记为无", 2),
    ],
)
def test_an_intention_that_says_nothing_more_is_not_entered_again(
    run: Run, own_register: Path, reason: str, said: str, count: int
) -> None:
    do(run, f"case add {WANG} --on 2026-02-01")
    assert said in do(run, f"case step {WANG} 未成 {reason} --intention 无").out
    assert len(stored(own_register, INTENTIONS.format(3))) == count


@pytest.mark.usefixtures("found")
def test_a_step_is_one_change_and_comes_back_whole(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    do(run, f"case step {ZHANG} 落地")
    after = dump(own_register)
    do(run, "undo")
    assert dump(own_register) == before
    do(run, "undo 4")
    assert dump(own_register) == after


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (f"{ZHANG} 辞职", 2, "可写：上报(reported)"),
        (f"{LI} 沟通", 1, f"{LI}没有进行中的个案"),
        ("GA000009 沟通", 1, "没有 GA000009 这件回归个案"),
        ("[red] 沟通", 1, "登记册里没有「[red]」"),
        (f"{ZHANG} 沟通 --on 2026-01-31", 1, "早于排查日期2026年2月1日"),
        (f"{ZHANG} 沟通 --on 2026-04-01", 1, "还没有到"),
        (f"{ZHANG} 沟通 沟通日期=2026-02-03", 2, "日期用 --on"),
        (f"{ZHANG} 沟通 跟进=1", 2, "是不是"),
        (f"{ZHANG} 沟通 --reason 走不开", 2, "还没有未成"),
        (f"{ZHANG} 沟通 --intention 无", 2, "--intention 只在未成时写"),
        (f"{ZHANG} 未成 --intention 就业", 2, "无 或 待定"),
        (f"{ZHANG} 沟通 --no-milestone", 2, "只在落地时写"),
        (f"{ZHANG} 未成 --result 任教师", 2, "--result 只在落地时写"),
        (f"{ZHANG} 落地 --place 学校 --no-milestone", 2, "不能和 --no-milestone 同用"),
        (f"{ZHANG} 落地 --unit 望江", 2, "没有选项"),
        (f"{ZHANG} 落地 跟进单位=望海社区", 1, "是不是：望江社区"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, said: str
) -> None:
    before = dump(own_register)
    answer = do(run, f"case step {words}", code)
    assert said in answer.err
    assert (answer.out, dump(own_register)) == ("", before)


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("沟通", "GA000001 沟通", "沟通日期已记为2026年3月31日"),
        ("未成", "GA000001 落地", "不能既落地又未成"),
        ("未成", f"{ZHANG} 落地", "没有进行中的个案"),
        ("落地 --on 2026-03-05", "GA000001 沟通 --on 2026-03-06", "早于沟通日期"),
    ],
)
def test_no_stage_is_reached_twice_nor_after_the_end(run: Run, first: str, then: str, said: str) -> None:
    do(run, f"case step GA000001 {first}")
    assert said in do(run, f"case step {then}", 1).err


def test_what_lacks_of_a_case_that_goes_on_is_said(run: Run) -> None:
    do(run, f"case add {ZHANG} --on 2026-02-01")
    answer = do(run, f"case step {ZHANG} 沟通")
    assert "还没有写下次跟进日期、跟进人：talentreg case edit GA000001 下次跟进日期=… 跟进人=…" in answer.err
    handed = do(run, f"case step {ZHANG} 对接 --by 李主任 --next-on 2026-04-10")
    assert handed.err == "新登记工作人员：李主任\n"


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("reason", "asked"), [("家人不在本地", False), ("爱人也在外地工作的", False), ("老板不放人", True)]
)
def test_a_reason_nobody_knows_may_become_a_word(run: Run, reason: str, asked: bool) -> None:
    assert ("talentreg vocab add" in do(run, f"case step {ZHANG} 未成 --reason {reason}").err) is asked


def test_a_phone_in_what_is_next_is_masked(run: Run) -> None:
    do(run, f"case add {ZHANG} --on 2026-02-01")
    answer = do(run, f"case step {ZHANG} 沟通 --next 打15400009999 --next-on 2026-04-10 个案备注==1+1[red]")
    assert "打154****9999" in answer.out
    assert "=1+1[red]" in answer.out
    assert "15400009999" not in answer.out + answer.err


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("unit close 望江社区", "云河区/临江街道"),
        ("unit merge 望江社区 --into 柳堤社区", "云河区/临江街道/柳堤社区"),
        ("unit edit 望江社区 名称=望江东社区", "云河区/临江街道/望江东社区"),
    ],
)
def test_a_landing_counts_where_the_units_work_went(run: Run, change: str, place: str) -> None:
    do(run, f"case add {LI} --kind 就业 --on 2026-02-01 --unit 望江社区")
    for person in (ZHANG, SUN, "钱七"):
        do(run, f"edit {person} --unit 临江街道 --on 2026-02-01")
    do(run, f"edit {LI} --unit 临江街道 --on 2026-02-01")
    do(run, f"{change}{' --on 2026-03-01' if 'edit' not in change else ''}")
    do(run, f"case step {LI} 落地 --on 2026-03-20")
    assert [one["unit"] for one in told(run, "milestone list")] == [place]


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize("named", [f"{ZHANG},{LI}", "GA000001，GA000002", f"张三、{LI},{ZHANG}"])
def test_several_cases_go_the_same_step_at_once(run: Run, own_register: Path, named: str) -> None:
    do(run, f"case add {LI} --on 2026-02-02")
    before = dump(own_register)
    answer = do(run, f"case step {named} 上报 --on 2026-02-03 --by 周科长@青石街道")
    assert [line.split("  ")[0] for line in answer.out.splitlines() if line.startswith("已记")] == [
        *("已记上报：GA000001", "已记上报：GA000002")
    ]
    assert answer.err.count("新登记工作人员：周科长") == 1
    do(run, "undo")
    assert dump(own_register) == before


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("named", "code", "said"),
    [
        (f"{ZHANG},{LI}", 1, f"{LI}没有进行中的个案"),
        (f"{ZHANG},{WANG}", 1, "沟通日期已记为2026年3月1日"),
        (",", 2, "没有写哪件个案"),
    ],
)
def test_several_cases_go_a_step_all_or_none(
    run: Run, own_register: Path, named: str, code: int, said: str
) -> None:
    do(run, f"case add {WANG} --on 2026-02-02 沟通日期=2026-03-01")
    before = dump(own_register)
    assert said in do(run, f"case step {named} 沟通", code).err
    assert dump(own_register) == before
