"""Why a number is not what was sent: every one who came or went is named, with the reason."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from submitted import Run, explained, lay_people, make, numbers, send

from talentreg.reports.gbt9704 import build_template

Book = Callable[..., Path]


@pytest.fixture
def sent(run: Run, book: Book) -> None:
    lay_people(run, book)
    assert send(run).code == 0


def later(run: Run, *lines: str) -> None:
    """Run command lines, every one of which succeeds."""
    for line in lines:
        answer = run(*line.split())
        assert answer.code == 0, (line, answer)


NEWCOMER = "add 孙六 --phone 15400000009 --unit 望江社区 入库日期=2026-02-01 学历=本科"

PEOPLE_CASES = {
    "补录": ((NEWCOMER,), [(1, "补录", "孙六")]),
    "退库": (("withdraw 张一 --on 2026-03-01 --reason 调离",), [(-1, "退库", "张一")]),
    "去世": (("edit 张一 在库状态=去世 --on 2026-03-01",), [(-1, "去世", "张一")]),
    "合并": (("merge R000005 R000006 --keep 联系电话=A --keep 姓名=A",), [(-1, "合并", "钱五")]),
    "抹除": (("erase 张一 --reason 本人申请 --yes",), [(-1, "抹除", "（已删除）")]),
    "撤销": (("undo 1",), None),
    "进出相抵": (
        (NEWCOMER, "withdraw 张一 --on 2026-03-01 --reason 调离"),
        [(1, "补录", "孙六"), (-1, "退库", "张一")],
    ),
    "没有变化": (("edit 张一 工作单位=甲厂",), []),
}


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("case", [name for name in PEOPLE_CASES if PEOPLE_CASES[name][1] is not None])
def test_people_who_came_and_went_are_named_with_the_reason(run: Run, case: str) -> None:
    lines, expected = PEOPLE_CASES[case]
    later(run, *lines)
    assert explained(run, "入库人才") == expected


CONTACT_CASES = {
    "补录": ("contact log 王三 --channel phone --on 2026-03-01", [(1, "补录", "王三")]),
    "删除": ("contact remove C000001", [(-1, "撤销", "张一")]),
    "改日期": ("contact edit C000001 联络日期=2025-12-10", [(-1, "更正", "张一")]),
    "改方式": ("contact edit C000001 联络方式=电话", []),
    "抹除": ("erase 张一 --reason 本人申请 --yes", [(-1, "抹除", "（已删除）")]),
    "期外": ("contact log 王三 --channel phone --on 2025-12-01", []),
}


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("case", CONTACT_CASES)
def test_contacts_that_came_and_went_are_named_with_the_reason(run: Run, case: str) -> None:
    line, expected = CONTACT_CASES[case]
    later(run, line)
    assert explained(run, "联系人次") == expected


@pytest.mark.usefixtures("sent")
def test_a_correction_says_what_was_corrected(run: Run) -> None:
    later(run, "contact edit C000001 联络方式=电话")
    (one,) = json.loads(run("report", "submissions", "1", "--explain", "走访返乡人员", "--json").out)
    assert (one["reason"], one["corrected"], one["person"]) == ("更正", ["联络方式"], "R000001")


@pytest.mark.usefixtures("sent")
def test_a_word_that_was_corrected_moves_somebody_from_part_to_part(run: Run) -> None:
    later(run, "edit 张一 学历=硕士")
    assert explained(run, "persons_enrolled.degree.本科") == [(-1, "更正", "张一")]
    assert explained(run, "入库人才.degree.硕士") == [(1, "更正", "张一")]


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(
    ("unit", "expected"),
    [("望江社区", [(-1, "迁出", "张一")]), ("渡口社区", [(1, "迁入", "张一")]), ("临江街道", [])],
)
def test_who_belongs_elsewhere_now_has_moved(
    run: Run, unit: str, expected: list[tuple[int, str, str]]
) -> None:
    later(run, "edit 张一 所属单位=渡口社区")
    assert explained(run, "入库人才", 1, "--unit", unit) == expected


@pytest.mark.usefixtures("sent")
def test_what_an_undo_took_and_another_brought_back_is_no_difference(run: Run) -> None:
    later(run, NEWCOMER, "undo", "undo 4")
    assert explained(run, "入库人才") == [(1, "补录", "孙六")]
    later(run, "undo 3")
    assert explained(run, "入库人才") == []


@pytest.mark.usefixtures("sent")
def test_somebody_taken_out_and_brought_back_counts_as_before(run: Run) -> None:
    later(run, "contact remove C000001")
    assert explained(run, "联系人次") == [(-1, "撤销", "张一")]
    later(run, "undo")
    assert explained(run, "联系人次") == []


def test_a_share_is_explained_by_its_part_and_its_whole(run: Run, book: Book) -> None:
    lay_people(run, book)
    send(run)
    later(run, NEWCOMER)
    told = json.loads(run("report", "submissions", "1", "--explain", "建档完整率", "--json").out)
    assert [(one["figure"], one["effect"]) for one in told] == [("persons_enrolled", 1)]


@pytest.mark.usefixtures("sent")
def test_the_page_of_a_submission_lists_what_differs_with_the_reasons(run: Run) -> None:
    later(run, NEWCOMER, "contact log 王三 --channel phone --on 2026-03-01")
    told = numbers(run)
    assert {
        key: (one["text"], one["now"], one["change"], one["why"])
        for key, one in told.items()
        if one["change"]
    } == {
        "persons_enrolled": ("6", "7", 1, "补录1人（孙六）"),
        "contacts_made": ("4", "5", 1, "补录1人次（王三）"),
        "persons_contacted": ("3", "4", 1, "补录1人（王三）"),
        "persons_enrolled.degree.本科": ("3", "4", 1, "补录1人（孙六）"),
    }
    page = run("report", "submissions", "1").out
    assert ("走访返乡人员" in page, "联系人才" in page) == (False, True)


@pytest.mark.usefixtures("sent")
def test_what_was_sent_never_changes_by_what_comes_later(run: Run) -> None:
    before = {key: (one["text"], one["value"], one["state"]) for key, one in numbers(run).items()}
    later(run, NEWCOMER, "withdraw 李二 --on 2026-03-01 --reason 调离", "contact remove C000001")
    assert {key: (one["text"], one["value"], one["state"]) for key, one in numbers(run).items()} == before


@pytest.mark.usefixtures("sent")
def test_counting_the_period_again_says_what_was_sent(run: Run) -> None:
    assert "报送" not in run("stats", "--quarter", "2026Q1").err
    later(run, "contact log 王三 --channel phone --on 2026-03-01")
    said = "联系人次：报送4，现在5：补录1人次（王三）"
    assert said in run("stats", "--quarter", "2026Q1").err
    assert said in run("report", "--quarter", "2026Q1", "--template", "模板.docx", "--out", "再出.docx").err
    assert said in run("report", "verify", "报告.docx").err
    assert "报送" not in run("stats", "--quarter", "2025Q4").err


def test_a_running_period_is_compared_as_of_the_day_it_was_sent(
    run: Run, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_people(run, book)
    monkeypatch.setenv("TALENTREG_TODAY", "2026-02-01")
    assert send(run).code == 0
    monkeypatch.setenv("TALENTREG_TODAY", "2026-03-31")
    later(run, "contact log 王三 --channel phone --on 2026-03-01")
    assert numbers(run)["contacts_made"]["now"] == numbers(run)["contacts_made"]["text"] == "2"


@pytest.mark.usefixtures("sent")
def test_a_name_like_markup_prints_as_it_is(run: Run) -> None:
    later(run, "add [red]=1+1 --phone 15400000019 --unit 望江社区 入库日期=2026-02-01")
    assert "[red]=1+1" in run("report", "submissions", "1", "--explain", "入库人才").out


@pytest.mark.usefixtures("sent")
def test_no_name_of_an_erased_person_is_left_anywhere(run: Run, own_register: Path) -> None:
    make(run, out="张一报告.docx")
    later(run, "contact log 王三 --channel phone --on 2026-03-01")
    make(run, out="张一报告.docx")
    assert run("report", "submit", "张一报告.docx").code == 0
    later(run, "erase 张一 --reason 本人申请 --yes")
    assert "张一" not in run("report", "submissions", "--json").out
    assert "张一".encode() not in own_register.read_bytes()


def test_the_day_is_the_pinned_one(run: Run, book: Book) -> None:
    lay_people(run, book)
    send(run)
    (one,) = json.loads(run("report", "submissions", "--json").out)
    assert date.fromisoformat(one["on"]) == date(2026, 3, 31)


OWN = """[[figure]]
key = "graduates"
label = "有学位的"
record = "人才"
where = ["学历={}"]
"""


def test_a_definition_that_was_changed_is_said(run: Run, book: Book) -> None:
    lay_people(run, book)
    Path("指标.toml").write_text(OWN.format("硕士"), "utf-8")
    later(run, "figures add 指标.toml")
    Path("模板.docx").write_bytes(build_template("# 说明\n有学位的{{ 有学位的 }}人"))
    assert send(run).code == 0
    Path("指标.toml").write_text(OWN.format("硕士,博士"), "utf-8")
    later(run, "figures add 指标.toml --replace")
    assert explained(run, "有学位的") == [(1, "口径变化", "赵四")]
    assert (
        "报送时：期末在库，符合学历=硕士的人才"
        in run("report", "submissions", "1", "--explain", "有学位的").out
    )
    later(run, "figures remove 有学位的")
    assert numbers(run)["graduates"]["now"] == "—"
    refused = run("report", "submissions", "1", "--explain", "有学位的")
    assert (refused.code, "已没有这个指标" in refused.err) == (1, True), refused
