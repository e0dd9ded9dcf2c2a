"""The papers of the office's daily work: whom leaders care for, what was asked, paid, visited, not handed in.

`python tests/test_report_tables.py` writes the pages in golden/ anew; read them over before they are kept.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from carers import done
from conftest import TODAY, Answer, on_the_day
from docx_marks import marked
from office_tables import lay_tables, make
from openxml_audit import OpenXmlValidator

from talentreg.reports.reading import about, numbers, texts
from talentreg.reports.recount import recount
from talentreg.store.register import open_for_reading

Run = Callable[..., Answer]
GOLDEN = Path(__file__).parent / "golden"
PAPERS = {
    "liaison": (),
    "requests": (),
    "benefits": ("--batch", "2026年一季度"),
    "visits": ("--limit", "1", "--unit", "青石街道"),
    "notice": ("--number", "云组函〔2026〕7号", "--contact", "李明，0000-1234567"),
    "duty": (),
}


@pytest.fixture
def office(run: Run, own_register: Path) -> Path:
    """Lay the register of the office where the commands look for it."""
    return lay_tables(run, own_register)


def said(run: Run, template: str, *words: str) -> str:
    return "\n".join(marked(make(run, template, *words)))


@pytest.mark.parametrize("template", PAPERS)
def test_the_paper_says_what_was_read_over_and_vouches_for_its_numbers(
    run: Run, office: Path, template: str
) -> None:
    assert said(run, template, *PAPERS[template]) + "\n" == (GOLDEN / f"{template}.txt").read_text("utf-8")


@pytest.mark.parametrize("template", PAPERS)
def test_a_paper_is_a_clean_word_file(run: Run, office: Path, template: str) -> None:
    result = OpenXmlValidator().validate(make(run, template, *PAPERS[template]))
    assert result.is_valid, result.errors


@pytest.mark.parametrize(
    ("template", "changed", "stale"),
    [
        ("liaison", "contact log R000002 --on 2026-03-30 --by 周书记 --channel 走访", {"联系次数"}),
        ("requests", "request close Q000002 --on 2026-03-31", {"办结诉求", "在办诉求", "诉求办结率"}),
        ("benefits", "benefit pay DY000002 --on 2026-03-31", {"实发", "实发合计", "未发合计"}),
        ("visits", "contact log R000003 --on 2026-03-31 --channel 走访", {"走访对象数"}),
        ("notice", "reporting done 一季度情况表 临江街道 --on 2026-03-31", {"催报项数", "催报单位数"}),
    ],
)
def test_its_numbers_are_counted_again_when_the_register_has_gone_on(
    run: Run, office: Path, template: str, changed: str, stale: set[str]
) -> None:
    paper = make(run, template, *PAPERS[template])
    assert not different(office, paper)
    done(run, *changed.split())
    assert stale <= different(office, paper)


def different(register: Path, paper: Path) -> set[str]:
    """Return what the register counts otherwise than a paper printed it."""
    origins = [found.origin for found in numbers(paper) if found.origin]
    with open_for_reading(register).reading() as connection:
        now = recount(connection, origins, about(paper).about)
    labels = {found.origin: found.label for found in numbers(paper)}
    return {
        labels[origin]
        for origin in origins
        for again in [now[type(origin)(origin.ref, origin.scope, origin.period, origin.format)]]
        if again is None or again.text != origin.text
    }


def test_a_leader_whose_term_is_up_and_one_without_anybody_are_told(run: Run, office: Path) -> None:
    page = said(run, "liaison")
    assert "2025年12月（已到期）" in page
    assert "还没有确定联系对象的领导：吴镇长。" in page
    assert "／（⟦2025年—2026年⟧）" in page


@pytest.mark.parametrize(
    ("unit", "leaders"),
    [("临江街道", ["周书记", "周书记"]), ("石门社区", ["郑县长"]), ("青石街道", ["郑县长"])],
)
def test_a_unit_lists_its_own_leaders_and_without_any_those_who_care_for_its_people(
    run: Run, office: Path, unit: str, leaders: list[str]
) -> None:
    lines = [line.split(" | ") for line in marked(make(run, "liaison", "--unit", unit))]
    assert [cells[1] for cells in lines if cells[0].isdigit()] == leaders


def test_the_ledger_of_an_earlier_period_does_not_know_what_came_later(run: Run, office: Path) -> None:
    page = said(run, "requests", "--quarter", "2025Q4")
    assert "受理诉求⟦1⟧件，都还没有办结" in page
    assert "1 | Q000001 | 张三" in page
    assert "已入学" not in page
    assert "意见建议台账" not in page


@pytest.mark.parametrize(
    ("words", "title", "sum_in_words"),
    [
        (("--batch", "租房"), "租房补贴发放册", "陆佰元整"),
        ((), "2026年第一季度待遇发放册", "陆仟壹佰元伍角整"),
        (("--policy", "博士补贴"), "2026年第一季度博士补贴发放册", "伍仟伍佰元伍角整"),
        (("--unit", "临江街道"), "2026年第一季度待遇发放册", "叁仟陆佰元整"),
    ],
)
def test_a_roll_is_of_a_batch_a_policy_or_all_that_is_due(
    run: Run, office: Path, words: tuple[str, ...], title: str, sum_in_words: str
) -> None:
    page = "".join(texts(make(run, "benefits", *words)))
    assert title in page.replace("\n", "")
    assert f"应发合计人民币（大写）{sum_in_words}" in page


@pytest.mark.parametrize(
    ("who", "people"),
    [
        ("该联系的", ["王五", "李四"]),
        ("未联系", ["李四", "王五"]),
        ("在家", []),
        ("在库的", ["张三", "李四", "王五"]),
    ],
)
def test_visits_are_for_those_asked_for(run: Run, office: Path, who: str, people: list[str]) -> None:
    lines = marked(make(run, "visits", "--who", who))
    assert [line.split(" | ")[1] for line in lines if line[:1].isdigit()] == people
    assert [line for line in lines if "登记单" in line] == [f"人才走访登记单（{name}）" for name in people]


def test_how_many_are_not_listed_is_said(run: Run, office: Path) -> None:
    words = ("report", "--template", "visits", "--quarter", "2026Q1", "--out", "单.docx", "--limit", "1")
    assert "还有1人没有列出，要多列加 --limit，如 --limit 2" in run(*words).err
    assert len([line for line in texts(Path("单.docx")) if "登记单" in line]) == 1


def test_whoever_was_last_met_at_home_is_visited_at_home(run: Run, office: Path) -> None:
    page = said(run, "visits", "--who", "返乡在家的", "--festival", "2025春节")
    assert "没有返乡在家的人。" in page
    done(run, *"contact log R000002 --on 2026-02-20 --channel 走访 --presence 返乡".split())
    assert "人才走访登记单（李四）" in said(run, "visits", "--who", "返乡在家的", "--festival", "2026春节")


def test_numbers_of_people_are_masked_unless_they_are_asked_for_with_a_purpose(
    run: Run, office: Path
) -> None:
    masked = said(run, "visits", "--who", "在库的")
    assert "154****0001" in masked
    assert "15400000001" not in masked
    whole = said(run, "visits", "--who", "在库的", "--reveal", "--purpose", "春节走访")
    assert "15400000001" in whole
    assert "春节走访" in run("log").out
    assert run("report", "--template", "visits", "--reveal").code == 2


@pytest.mark.parametrize(
    ("words", "addressed", "left_out"),
    [
        ((), "临江街道、柳堤社区、石门社区：", "年度报告"),
        (("--unit", "临江街道"), "柳堤社区：", "一季度情况表"),
        (("--to-unit", "临江街道"), "临江街道：", "石门社区"),
        (("--addressee", "各街道"), "各街道：", "年度报告"),
        (("--quarter", "2025Q4"), "各有关单位：", "公开信"),
    ],
)
def test_a_letter_goes_to_whoever_owes_something(
    run: Run, office: Path, words: tuple[str, ...], addressed: str, left_out: str
) -> None:
    lines = texts(make(run, "notice", *words))
    assert addressed in lines
    assert not any(left_out in line for line in lines)


def test_a_letter_only_one_unit_has_to_get_speaks_to_it(run: Run, office: Path) -> None:
    lines = "".join(texts(make(run, "notice", "--unit", "临江街道")))
    assert "你单位还有1项工作超过期限没有完成" in lines
    assert "个单位" not in lines.partition("现将")[0]


def test_every_unit_that_owes_something_gets_a_letter_of_its_own(run: Run, office: Path) -> None:
    words = ("report", "--template", "notice", "--quarter", "2026Q1", "--all", "--out", "函")
    assert run(*words).code == 0
    assert sorted(path.name for path in Path("函").iterdir()) == [
        "临江街道催报函.docx",
        "青石街道催报函.docx",
    ]
    lines = texts(Path("函/临江街道催报函.docx"))
    assert "你单位（含所属单位）还有2项工作超过期限没有完成" in "".join(lines)
    assert not different(office, Path("函/临江街道催报函.docx"))
    run("campaign", "done", "公开信", "柳堤社区", "石门社区")
    run("reporting", "done", "一季度情况表", "临江街道")
    refused = run(*words, "--force")
    assert (refused.code, "没有超过期限" in refused.err) == (1, True)


@pytest.mark.parametrize("template", PAPERS)
def test_an_empty_register_gives_the_paper_without_a_table(run: Run, template: str) -> None:
    run("unit", "add", "云河区", "--level", "县区")
    page = said(run, template)
    assert "None" not in page
    assert "序号" not in page
    assert "{{" not in page


@pytest.mark.parametrize(
    "name", ["A&B<{{ x }}>", "=1+1", "[red]赤", "𠮷野㛃", "🙂", "{%p if %}", "长" * 60], ids=range(7)
)
def test_whatever_a_name_or_a_text_is_made_of_it_prints_as_it_is(run: Run, office: Path, name: str) -> None:
    done(run, "edit", "R000003", f"工作单位={name}")
    done(run, "request", "edit", "Q000002", f"诉求内容={name}")
    for template, words in (("liaison", ()), ("requests", ()), ("visits", ("--who", "在库的"))):
        paper = make(run, template, *words)
        assert name in "".join(texts(paper)).replace("\n", "")
        assert OpenXmlValidator().validate(paper).is_valid


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--template", "benefits", "--batch", "2026年1季度"), 1, "2026年一季度"),
        (("--template", "quarter", "--batch", "租房"), 2, "用不上 --batch"),
        (("--template", "visits", "--who", "谁都行"), 2, "该联系的"),
        (("--template", "notice", "--to-unit", "临江"), 1, "临江街道"),
        (("--template", "benefits", "--policy", "硕士补贴"), 1, "博士补贴"),
    ],
)
def test_what_nobody_knows_is_refused_with_what_is_near(
    run: Run, office: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    answer = run("report", *words)
    assert (answer.code, told in answer.err) == (code, True), answer
    assert not list(Path.cwd().glob("*.docx"))


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ |= {"TALENTREG_DB": f"{folder}/register.db", "TALENTREG_TODAY": TODAY}

        def call(*words: str | Path) -> Answer:
            return Answer(on_the_day([str(word) for word in words]), "", "")

        lay_tables(call, Path(folder, "register.db"))
        for paper, options in PAPERS.items():
            (GOLDEN / f"{paper}.txt").write_text(said(call, paper, *options) + "\n", "utf-8")
