"""Enrolment, status and intention through imports: nothing restated, nobody enrolled again (rule 10)."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from books import csv_book, dump, empty_register, phone, stored, tally
from conftest import TODAY, Answer

Run = Callable[..., Answer]

ENROLLED = "2026-01-05"
Step = tuple[str, ...]


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> None:
    """Begin with an empty register: making one takes most of a test's time."""
    own_register.write_bytes(empty_register())


def bring(run: Run, headings: str, row: str, *words: str) -> Answer:
    """Import a book with one row about 张三."""
    text = f"姓名,联系电话,{headings}\n张三,{phone(1)},{row}\n"
    answer = run("import", csv_book(text, name=f"{len(text)}.csv"), *words)
    assert answer.code == 0, answer
    return answer


def statuses(register: Path) -> list[tuple[object, ...]]:
    return stored(register, 'select "on", status from status order by id')


def standing(register: Path) -> object:
    """Return the status that holds at the end."""
    return stored(register, 'select status from status order by "on" desc, id desc limit 1')[0][0]


@pytest.mark.parametrize(
    ("written", "words", "on"),
    [
        ("2025-12-01", (), "2025-12-01"),
        ("2025-12-01", ("--as-of", "2026-02-01"), "2025-12-01"),
        ("", ("--as-of", "2026-02-01"), "2026-02-01"),
        ("", (), TODAY),
        ("去年", ("--as-of", "2026-02-01"), "2026-02-01"),
        ("2026-04-01", (), TODAY),
    ],
)
def test_somebody_new_is_enrolled_on_the_day_written_else_as_of_else_today(
    run: Run, own_register: Path, written: str, words: tuple[str, ...], on: str
) -> None:
    bring(run, "入库日期", written, *words)
    assert statuses(own_register) == [(on, "enrolled")]


def test_a_day_to_come_is_refused_as_as_of(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    answer = run("import", csv_book(f"姓名,联系电话\n张三,{phone(1)}\n"), "--as-of", "2026-04-01")
    assert (answer.code, answer.out, dump(own_register)) == (1, "", before)
    assert "--as-of" in answer.err


def test_an_enrolment_stated_again_with_another_day_changes_nothing(run: Run, own_register: Path) -> None:
    bring(run, "入库日期", ENROLLED)
    assert tally(bring(run, "入库日期", "2026-02-01", "--on-match", "update")) == {"无变化": 1}
    assert statuses(own_register) == [(ENROLLED, "enrolled")]


@pytest.mark.parametrize("mode", ["fill", "update", "skip"])
@pytest.mark.parametrize("word", [(), ("--deceased",)], ids=["withdrawn", "deceased"])
@pytest.mark.parametrize("stated", ["", "入库"])
def test_somebody_withdrawn_is_never_enrolled_again_by_an_import(
    run: Run, own_register: Path, mode: str, word: tuple[str, ...], stated: str
) -> None:
    bring(run, "入库日期", ENROLLED)
    run("withdraw", "张三", "--on", "2026-03-01", *word)
    before = statuses(own_register)
    answer = bring(run, "入库日期,在库状态", f"2026-03-20,{stated}", "--on-match", mode)
    assert tally(answer) == {"跳过" if mode == "skip" else "无变化": 1}
    assert statuses(own_register) == before
    assert ("没有重新入库" in answer.out) == (mode != "skip")


@pytest.mark.parametrize(("pending", "enrolled"), [("2026-02-01", "2026-03-01"), ("2026-03-01", ENROLLED)])
def test_somebody_pending_is_enrolled_by_a_book_once(
    run: Run, own_register: Path, pending: str, enrolled: str
) -> None:
    bring(run, "入库日期,在库状态", f"{pending},待核")
    assert tally(bring(run, "入库日期,学历", f"{enrolled},本科")) == {"更新": 1}
    assert standing(own_register) == "enrolled"
    assert tally(bring(run, "入库日期,学历", f"{enrolled},本科")) == {"无变化": 1}


@pytest.mark.parametrize(
    ("headings", "row", "mode", "entered"),
    [
        ("在库状态,退库日期", "退库,2026-03-01", "fill", ("2026-03-01", "withdrawn")),
        ("退库日期", "2026-03-01", "fill", ("2026-03-01", "withdrawn")),
        ("去世日期", "2026-03-01", "fill", ("2026-03-01", "deceased")),
        ("在库状态,状态日期", "退库,2026.3.1", "fill", ("2026-03-01", "withdrawn")),
        ("在库状态", "退库", "update", (TODAY, "withdrawn")),
    ],
)
def test_a_book_that_says_when_somebody_left_is_followed_once(
    run: Run, own_register: Path, headings: str, row: str, mode: str, entered: tuple[str, str]
) -> None:
    bring(run, "入库日期", ENROLLED)
    assert tally(bring(run, headings, row, "--on-match", mode)) == {"更新": 1}
    assert statuses(own_register) == [(ENROLLED, "enrolled"), entered]
    assert tally(bring(run, f"序号,{headings}", f"1,{row}", "--on-match", mode)) == {"无变化": 1}
    assert run("undo").code == 0
    assert statuses(own_register) == [(ENROLLED, "enrolled")]


@pytest.mark.parametrize(
    ("headings", "row", "said"),
    [
        ("在库状态", "退库", "请在表中写明退库日期，或用 talentreg withdraw"),
        ("在库状态,退库日期", "退库,2020-01-01", "没有改动"),
        ("在库状态,退库日期", "退库,2027-01-01", "退库日期在今天以后，未采用"),
    ],
)
def test_a_book_that_does_not_say_since_when_withdraws_nobody(
    run: Run, own_register: Path, headings: str, row: str, said: str
) -> None:
    bring(run, "入库日期", ENROLLED)
    answer = bring(run, headings, row)
    assert (statuses(own_register), said in answer.out) == ([(ENROLLED, "enrolled")], True)


def test_an_intention_with_a_day_of_its_own_is_entered_on_it(run: Run, own_register: Path) -> None:
    bring(run, "入库日期,返乡意愿", f"{ENROLLED},无")
    stated = (
        ("创业", "2026-02-10", "更新"),
        ("创业", "2026-02-10", "无变化"),
        ("无", "2026-01-20", "无变化"),
    )
    for number, (kind, day, outcome) in enumerate(stated):
        answer = bring(run, "序号,返乡意愿,意愿日期", f"{number},{kind},{day}")
        assert tally(answer) == {outcome: 1}, (kind, day)
    assert stored(own_register, 'select "on", kind from intention order by "on"') == [
        (ENROLLED, "none"),
        ("2026-02-10", "business"),
    ]


HEARD = "2026-03-10"


def follow(run: Run, steps: Sequence[Step]) -> Answer:
    """Do one thing after another; return the last answer."""
    for kind, word, *more in steps:
        if kind == "book":
            answer = bring(run, "入库日期,返乡意愿", f"{ENROLLED},{word}", *more)
        else:
            on = more[0] if more else HEARD
            answer = bring(run, "联络日期,联络方式,返乡意愿", f"{on},电话,{word}")
    return answer


@pytest.mark.parametrize(
    ("steps", "history"),
    [
        ([("book", "创业")], [(ENROLLED, "business")]),
        ([("book", "创业", "--as-of", "2026-02-01")], [(ENROLLED, "business")]),
        ([("book", "创业"), ("book", "返乡创业")], [(ENROLLED, "business")]),
        ([("book", "创业"), ("book", "")], [(ENROLLED, "business")]),
        ([("book", ""), ("book", "创业")], [(ENROLLED, "business")]),
        ([("book", "创业"), ("book", "就业")], [(ENROLLED, "business"), (TODAY, "job")]),
        (
            [("book", "创业"), ("book", "就业", "--as-of", "2026-02-01")],
            [(ENROLLED, "business"), ("2026-02-01", "job")],
        ),
        ([("book", "创业"), ("heard", "就业")], [(ENROLLED, "business"), (HEARD, "job")]),
        ([("book", "创业"), ("heard", "创业")], [(ENROLLED, "business")]),
        ([("book", "创业"), ("heard", "就业"), ("book", "创业")], [(ENROLLED, "business"), (HEARD, "job")]),
        ([("book", "创业"), ("heard", "就业"), ("book", "就业")], [(ENROLLED, "business"), (HEARD, "job")]),
        (
            [("book", "创业"), ("heard", "就业"), ("book", "待定")],
            [(ENROLLED, "business"), (HEARD, "job"), (TODAY, "undecided")],
        ),
        (
            [("book", "创业"), ("heard", "就业"), ("heard", "待定", "2026-02-01")],
            [(ENROLLED, "business"), ("2026-02-01", "undecided"), (HEARD, "job")],
        ),
        ([("book", ""), ("heard", "就业"), ("book", "创业")], [(ENROLLED, "business"), (HEARD, "job")]),
        (
            [("book", "创业"), ("book", "就业", "--as-of", "2025-12-31")],
            [("2025-12-31", "job"), (ENROLLED, "business")],
        ),
    ],
)
def test_intentions_are_dated_by_rule_ten_and_said_once(
    run: Run, own_register: Path, steps: list[Step], history: list[tuple[str, str]]
) -> None:
    follow(run, steps)
    query = 'select "on", kind from intention order by "on", id'
    assert stored(own_register, query) == history
    assert tally(follow(run, steps[-1:])) == {"无变化": 1}
    assert stored(own_register, query) == history


def test_of_two_intentions_heard_on_one_day_the_later_row_counts(run: Run, own_register: Path) -> None:
    bring(run, "入库日期", ENROLLED)
    rows = f"张三,{phone(1)},{HEARD},走访,创业\n张三,{phone(1)},{HEARD},电话,无\n"
    run("import", csv_book(f"姓名,联系电话,联络日期,联络方式,返乡意愿\n{rows}"))
    assert stored(own_register, "select kind, contact_id from intention order by id") == [
        ("business", 1),
        ("none", 2),
    ]


def test_the_reason_of_an_intention_is_kept(run: Run, own_register: Path) -> None:
    bring(run, "返乡意愿,意愿原因", "无,孩子在外上学")
    assert stored(own_register, "select kind, reason from intention") == [("none", "孩子在外上学")]


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("返乡意愿", "创业"),
        ("所属社区", "望江社区"),
        ("所属社区,子女情况", "渡口社区,一子"),
        ("在库状态", "入库"),
    ],
)
def test_an_import_that_wrote_something_says_what(run: Run, headings: str, row: str) -> None:
    bring(run, "所属社区,在库状态", ",待核")
    run("import", csv_book(f"姓名,联系电话,所属社区\n李四,{phone(2)},渡口社区\n王五,{phone(3)},望江社区\n"))
    written = bring(run, headings, row).out.split("已写入：")[1]
    assert written.split("\n")[0]


def test_who_waits_longer_than_a_book_says_is_told_once(run: Run, own_register: Path) -> None:
    bring(run, "在库状态,入库日期", "待核,2026-02-10")
    answer = bring(run, "入库日期", ENROLLED)
    assert statuses(own_register) == [("2026-02-10", "pending"), ("2026-02-10", "enrolled")]
    assert f"入库日期与登记册不同，保留「2026-02-10」，表中为「{ENROLLED}」" in answer.out
    before = dump(own_register)
    bring(run, "入库日期", ENROLLED)
    assert dump(own_register) == before
