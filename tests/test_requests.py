"""`talentreg request open`, `step`, `close`: what is taken in, by whom it is signed, and what cannot be."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import stored
from carers import LI, WANG, ZHANG, assign, done, lay_office, rule
from conftest import Answer

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Let 周书记 look after 张三."""
    lay_office(run, own_register)
    assign(run, f"周书记 {ZHANG} --on 2025-01-01")
    return own_register


def row(register: Path, names: str, number: int = 1) -> tuple[object, ...]:
    [found] = stored(register, f"SELECT {names} FROM request WHERE id = {number}")
    return found


# Taking in


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (f"{ZHANG} 孩子上学", ("request", "no", "2026-03-31", None)),
        ("张三@望江社区 孩子上学 --urgent", ("request", "yes", "2026-03-31", None)),
        (
            f"{ZHANG} 孩子上学 --on 2026-03-02 --due 2026-08-20",
            ("request", "no", "2026-03-02", "2026-08-20"),
        ),
        (f"{ZHANG} 建夜市 --kind 建议", ("suggestion", "no", "2026-03-31", None)),
        (f"{ZHANG} 获奖 --kind 重大事项 发生日期=2026-03-30", ("life_event", "no", "2026-03-31", None)),
        (f"{ZHANG} 孩子上学 紧急=是 期限=2026-04-01", ("request", "yes", "2026-03-31", "2026-04-01")),
        ("内容=路灯不亮 --unit 临江街道", ("request", "no", "2026-03-31", None)),
    ],
)
def test_what_is_asked_is_taken_in_today_unless_a_day_is_given(
    run: Run, own_register: Path, words: str, fields: tuple[object, ...]
) -> None:
    assert done(run, "request", "open", *words.split()).out.startswith("已登记诉求：Q000001  ")
    assert row(own_register, 'kind, urgent, "on", due_on') == fields


@pytest.mark.parametrize(
    ("person", "words", "leader"),
    [
        (ZHANG, "", "周书记"),
        (ZHANG, "--on 2024-12-31", None),
        (ZHANG, "--leader 郑县长", "郑县长"),
        (ZHANG, "责任领导=郑县长", "郑县长"),
        (LI, "", None),
    ],
)
def test_the_leader_who_cares_for_somebody_answers_for_the_request(
    run: Run, own_register: Path, person: str, words: str, leader: str | None
) -> None:
    answer = done(run, "request", "open", person, "贷款", *words.split())
    [(found,)] = stored(
        own_register, "SELECT staff.name FROM request LEFT JOIN staff ON staff.id = leader_id"
    )
    assert found == leader
    assert ("没有写责任领导，记为联系领导周书记" in answer.err) == (leader == "周书记")


def test_of_two_leaders_none_is_chosen(run: Run, own_register: Path) -> None:
    assign(run, f"吴镇长 {ZHANG} --on 2025-01-01")
    done(run, "request", "open", ZHANG, "贷款")
    assert row(own_register, "leader_id") == (None,)


@pytest.mark.parametrize(
    ("limit", "happened", "late"),
    [
        (7, "2026-03-24", 0),
        (7, "2026-03-23", 1),
        (7, "2026-01-31", 52),
        (0, "2026-03-30", 1),
        ("", "2026-01-31", 0),
    ],
)
def test_a_life_event_reported_after_the_rule_s_days_is_said_to_be_late(
    run: Run, limit: int | str, happened: str, late: int
) -> None:
    rule(run, f"重大事项时限={limit}")
    answer = done(run, "request", "open", LI, "获奖", "--kind", "重大事项", f"发生日期={happened}")
    assert (f"迟报{late}天" in answer.err, "迟报" in answer.err) == (bool(late), bool(late))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (ZHANG, 2, "没有写诉求内容"),
        ("王六 贷款", 1, "登记册里没有「王六」"),
        (f"{ZHANG} 贷款 --on 2026-04-01", 1, "还没有到"),
        (f"{ZHANG} 贷款 --on 2026-03-02 --due 2026-03-01", 1, "早于受理日期"),
        (f"{ZHANG} 贷款 --kind 闲谈", 2, "可写：诉求(request)"),
        (f"{ZHANG} 贷款 是否采纳=是", 2, "只有意见建议才有是否采纳"),
        ("内容=生病 --kind 重大事项", 2, "没有写是谁的"),
        (f"{ZHANG} 贷款 --leader 周书记 责任领导=吴镇长", 2, "写了两遍"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, said: str
) -> None:
    before = own_register.read_bytes()
    answer = run("request", "open", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert own_register.read_bytes() == before


def test_nobody_who_has_left_the_register_asks(run: Run) -> None:
    done(run, "withdraw", LI, "--on", "2026-03-01")
    answer = run("request", "open", LI, "贷款")
    assert (answer.code, "已于2026年3月1日退库" in answer.err) == (1, True)


def test_what_was_taken_in_is_not_taken_in_twice(run: Run, own_register: Path) -> None:
    for _ in range(2):
        answer = done(run, "request", "open", LI, "贷款")
    assert answer.out.startswith("已有相同的登记，没有重复登记：Q000001")
    assert stored(own_register, "SELECT count(*) FROM request") == [(1,)]


# Step by step


def test_a_request_goes_all_the_way_each_step_dated_and_signed(run: Run, own_register: Path) -> None:
    done(run, "request", "open", LI, "=1+1[red]贷款", "--on", "2026-03-01", "--by", "赵主任")
    steps = (
        "step Q000001 转办 --on 2026-03-02 --by 钱主任 --unit 青石街道 --leader 郑县长 --due 2026-03-20",
        "step 李四 办理 --on 2026-03-05 --by 孙干事 --measure 联系银行",
        "close 李四 --on 2026-03-10 --by 孙干事 --result 已放款",
        "step 李四 回访 --by 赵主任 --satisfaction 很满意",
    )
    said = [done(run, "request", *words.split()).out.splitlines()[0] for words in steps]
    assert [line.split("：")[0] for line in said] == ["已交办", "已办理", "已办结", "已回访"]
    days = '"on", assigned_on, handled_on, closed_on, revisited_on'
    assert row(own_register, days) == ("2026-03-01", "2026-03-02", "2026-03-05", "2026-03-10", "2026-03-31")
    names = ", ".join(
        f"(SELECT name FROM staff WHERE id = {step}by_id)"
        for step in ("", "assigned_", "handled_", "closed_", "revisited_")
    )
    assert row(own_register, names) == ("赵主任", "钱主任", "孙干事", "孙干事", "赵主任")
    told = "due_on, measure, result, satisfaction, text"
    assert row(own_register, told) == (
        "2026-03-20",
        "联系银行",
        "已放款",
        "satisfied",
        "=1+1[red]贷款",
    )


def test_what_a_step_wrote_is_said(run: Run) -> None:
    done(run, "request", "open", LI, "贷款")
    answer = done(run, "request", "step", "Q000001", "办理", "办理措施=联系银行15400001111", "--by", "孙干事")
    assert answer.out.splitlines()[1] == (
        "  办理日期：2026-03-31；办理措施：联系银行154****1111；办理人：孙干事"
    )
    assert "新登记工作人员：孙干事" in answer.err
    assert "talentreg request close Q000001 --result" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("step Q000001 交办", 1, "Q000001 已于2026年3月2日交办"),
        ("step Q000001 回访", 1, "还没有办结，不能回访"),
        ("step Q000001 办理 --on 2026-03-01", 1, "早于交办日期2026年3月2日"),
        ("step Q000001 办理 --on 2026-04-01", 1, "还没有到"),
        ("step Q000001 上报", 2, "可写：交办(assigned)"),
        ("step Q000001 办理 办理日期=2026-03-05", 2, "日期用 --on"),
        ("step Q000001 办理 办理措失=协调", 2, "是不是：办理措施"),
        ("step Q000009 办理", 1, "没有 Q000009"),
        ("step 李四 办理", 1, "李四有2件在办的诉求"),
        ("step 张三 办理", 1, "张三没有在办的诉求"),
        ("step 李四 回访", 1, "李四没有待回访的诉求"),
        ("step Q000001 办理 --satisfaction 很好", 2, "可写：满意(satisfied)"),
        ("close Q000001 --on 2026-02-28", 1, "早于受理日期"),
        ("close Q000001 --adopted 是", 2, "只有意见建议才有是否采纳"),
        ("close Q000002 Q000009", 1, "没有 Q000009"),
        ("close", 2, "缺少"),
        ("close 办理结果=好了", 2, "没有写办结哪件诉求"),
        ("close Q000001 办结日期=2026-03-01", 2, "不用写成字段"),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, said: str
) -> None:
    done(run, "request", "open", LI, "贷款", "--on", "2026-03-01")
    done(run, "request", "open", LI, "住房", "--on", "2026-03-01")
    done(run, "request", "step", "Q000001", "交办", "--on", "2026-03-02")
    before = own_register.read_bytes()
    answer = run("request", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert own_register.read_bytes() == before


def test_what_came_of_a_request_may_be_typed_as_fields(run: Run, own_register: Path) -> None:
    done(run, "request", "open", LI, "孩子入学", "--on", "2026-03-01")
    answer = done(run, "request", "close", LI, "办理结果=已入学", "满意度=满意", "--on", "2026-03-10")
    assert "办理结果：已入学；满意度：满意" in answer.out
    assert stored(own_register, "select closed_on, result, satisfaction from request") == [
        ("2026-03-10", "已入学", "satisfied")
    ]


def test_several_are_closed_together_or_not_at_all(run: Run, own_register: Path) -> None:
    for text in ("贷款", "住房", "上学"):
        done(run, "request", "open", LI, text)
    done(run, "request", "close", "Q000002", "--result", "已租")
    closed = "SELECT id FROM request WHERE closed_on IS NOT NULL ORDER BY id"
    assert run("request", "close", "Q000001", "Q000002", "--result", "办好").code == 1
    assert stored(own_register, closed) == [(2,)]
    done(run, "request", "close", "Q000001", "Q000003", "Q000001", "--result", "办好")
    assert stored(own_register, closed) == [(1,), (2,), (3,)]


def test_a_suggestion_is_adopted_when_it_is_closed(run: Run, own_register: Path) -> None:
    done(run, "request", "open", WANG, "建夜市", "--kind", "建议")
    done(run, "request", "close", "Q000001", "--result", "列入计划", "--adopted", "是")
    assert row(own_register, "adopted, closed_on") == ("yes", "2026-03-31")


@pytest.mark.parametrize(
    ("earlier", "words", "said"),
    [("", "", True), ("", "--result 已放款", False), ("办理结果=已放款", "", False)],
)
def test_a_request_closed_without_a_result_is_said(run: Run, earlier: str, words: str, said: bool) -> None:
    done(run, "request", "open", LI, "贷款", *earlier.split())
    answer = done(run, "request", "close", "Q000001", *words.split())
    assert ("没有写办理结果；补记：talentreg request edit Q000001" in answer.err) == said


def test_a_step_is_undone(run: Run, own_register: Path) -> None:
    done(run, "request", "open", LI, "贷款")
    done(run, "request", "close", "Q000001", "--result", "已放款")
    done(run, "undo")
    assert row(own_register, "closed_on, result") == (None, None)


def test_a_merged_person_s_request_is_found_by_either_name(run: Run, own_register: Path) -> None:
    done(run, "request", "open", LI, "贷款")
    done(run, "merge", WANG, LI)
    done(run, "request", "step", LI, "办理")
    assert row(own_register, "person_id, handled_on") == (3, "2026-03-31")
