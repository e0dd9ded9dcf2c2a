"""People on paper: their files, one by one and bound, and the roster of every community.

`python tests/test_report_people.py` writes the pages in golden/ anew; read them over before they are kept.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from carers import done
from conftest import TODAY, Answer, on_the_day
from consoles import start
from docx import Document
from docx_marks import marked
from office_people import lay_people
from office_tables import make
from openxml_audit import OpenXmlValidator
from sqlalchemy import event
from test_report_tables import different

from talentreg.reports.reading import about, texts
from talentreg.store.growth import read_growths
from talentreg.store.register import open_for_reading

Run = Callable[..., Answer]
GOLDEN = Path(__file__).parent / "golden"
PAPERS = {
    "dossier": ("--person", "R000001"),
    "dossiers": ("--unit", "青石街道"),
    "roster": (),
    "cases": (),
}
NASTY = [
    "&<>\"' {{ x }} {% raw %}",
    "[red]{#注#}",
    "=1+1",
    "王😀𠮷㛃",
    "长" * 200,
    "]]>&amp;&#0;",
]


@pytest.fixture
def office(run: Run, own_register: Path) -> Path:
    """Lay the register of the office where the commands look for it."""
    return lay_people(run, own_register)


def said(run: Run, template: str, *words: str) -> str:
    return "\n".join(marked(make(run, template, *words)))


@pytest.mark.parametrize("template", PAPERS)
def test_the_paper_says_what_was_read_over_and_vouches_for_its_numbers(
    run: Run, office: Path, template: str
) -> None:
    page = said(run, template, *PAPERS[template])
    assert page + "\n" == (GOLDEN / f"{template}.txt").read_text("utf-8")
    assert not different(office, Path(f"{template}.docx"))


@pytest.mark.parametrize("template", PAPERS)
def test_a_paper_is_a_clean_word_file_the_same_each_time(run: Run, office: Path, template: str) -> None:
    paper = make(run, template, *PAPERS[template])
    result = OpenXmlValidator().validate(paper)
    assert result.is_valid, result.errors
    first = paper.read_bytes()
    assert make(run, template, *PAPERS[template]).read_bytes() == first


def test_a_file_knows_only_what_was_so_on_the_day(run: Run, office: Path) -> None:
    page = said(run, "dossier", "--person", "马建华", "--quarter", "2025Q1")
    assert "截至⟦2025年3月31日⟧" in page
    assert "马建华想回来办厂" in page
    assert "联系到本人⟦1⟧次" in page
    assert "电商站" not in page
    assert "待遇应发" not in page


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        ("contact log R000001 --on 2026-03-30 --channel 走访", {"联系次数（R000001）"}),
        ("benefit pay DY000001 --on 2026-03-31", {"个人已发（R000001）"}),
    ],
)
def test_the_numbers_of_a_file_are_counted_again(
    run: Run, office: Path, changed: str, stale: set[str]
) -> None:
    paper = make(run, "dossier", "--person", "R000001")
    done(run, *changed.split())
    assert different(office, paper) == stale


def test_a_file_of_somebody_who_was_erased_or_merged_can_still_be_checked(run: Run, office: Path) -> None:
    erased = make(run, "dossier", "--person", "R000003").rename("李明.docx")
    merged = make(run, "dossier", "--person", "R000004")
    done(run, "erase", "R000003", "--reason", "本人申请", "--yes")
    done(run, "merge", "R000001", "R000004")
    for paper, label in ((erased, "联系次数（R000003）"), (merged, "联系次数（R000004）")):
        assert label in different(office, paper)
        assert run("report", "verify", paper).code == 1


def test_a_file_lists_the_latest_contacts_and_says_how_many_there_are_more(run: Run, office: Path) -> None:
    page = said(run, "dossier", "--person", "R000001", "--limit", "1")
    assert "2026-01-16 | 电话" in page
    assert "2025-09-12" not in page
    assert "更早的2次从略" in page


def test_everybody_gets_a_file_the_same_as_alone(run: Run, office: Path) -> None:
    answer = done(run, "report", "--template", "dossier", "--all", "--quarter", "2026Q1", "--out", "档案")
    assert "共5份" in answer.err
    names = sorted(path.name for path in Path("档案").iterdir())
    assert names == [
        f"R00000{place} {name} 乡土人才档案.docx"
        for place, name in enumerate(["马建华", "欧阳明", "李明", "王五", "孙六"], 1)
    ]
    for place, name in enumerate(names, 1):
        alone = make(run, "dossier", "--person", f"R00000{place}")
        assert Path("档案", name).read_bytes() == alone.read_bytes()


def test_files_of_one_unit_or_one_library(run: Run, office: Path) -> None:
    words = ("report", "--template", "dossier", "--all", "--quarter", "2026Q1")
    done(run, *words, "--library", "后备干部库", "--out", "库")
    assert sorted(path.name[:7] for path in Path("库").iterdir()) == ["R000002", "R000004"]
    done(run, *words, "--unit", "望江社区", "--out", "社区")
    assert sorted(path.name[:7] for path in Path("社区").iterdir()) == ["R000001", "R000002"]
    done(run, *words, "--unit", "望江社区", "--library", "后备干部库", "--out", "都要")
    assert sorted(path.name[:7] for path in Path("都要").iterdir()) == ["R000002"]


def test_many_files_are_read_with_as_many_queries_as_one(run: Run, office: Path) -> None:
    register = open_for_reading(office)
    with register.reading() as connection:
        counted = []
        for person_ids in ([3], [1, 2, 3, 4, 5]):
            asked: list[str] = []

            def note(*about: object, asked: list[str] = asked) -> None:
                asked.append(str(about[2]))

            event.listen(connection.engine, "before_cursor_execute", note)
            list(read_growths(connection, person_ids))
            event.remove(connection.engine, "before_cursor_execute", note)
            counted.append(len(asked))
    assert counted[1] <= counted[0] + 4  # projects, and the money that came, where there are any


def test_a_book_is_in_the_order_of_the_units_and_lists_its_people(run: Run, office: Path) -> None:
    made = done(run, "report", "--template", "dossier", "--book", "--quarter", "2026Q1", "--out", "册.docx")
    assert "号码已遮挡" in made.err
    lines = [line.partition("\t")[0] for line in texts(Path("册.docx"))]
    people = ["孙六", "马建华", "欧阳明", "李明", "王五"]
    assert [line for line in lines if line in people][:5] == people
    assert not different(office, Path("册.docx"))


@pytest.mark.parametrize("template", ["dossier", "roster"])
def test_numbers_are_masked_unless_they_are_asked_for_with_a_purpose(
    run: Run, office: Path, template: str
) -> None:
    words = PAPERS[template]
    masked = "".join(texts(make(run, template, *words)))
    assert "154****0001" in masked
    assert "15400000001" not in masked
    whole = make(run, template, *words, "--reveal", "--purpose", "核对档案")
    assert "15400000001" in "".join(texts(whole))
    assert "15400000001" not in str(about(whole).about)
    assert "核对档案" in run("log", "--audit").out + run("log").out


def test_whole_numbers_are_not_printed_where_that_cannot_be_noted(office: Path, tmp_path: Path) -> None:
    paper = tmp_path / "档案.docx"
    words = ("report", "--template", "dossier", "--person", "R000001", "--out", str(paper))
    office.chmod(0o400)
    office.parent.chmod(0o500)
    try:
        refused = start(*words, "--reveal", "--purpose", "核对", bound=True)
        assert (refused.code, paper.exists()) == (1, False)
        assert "没有出报告" in refused.err
    finally:
        office.parent.chmod(0o700)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("--template dossier", 2, "写的是谁"),
        ("--template dossier --person 马建", 1, "马建华"),
        ("--template dossier --person R000001 --all", 2, "只能选一个"),
        ("--template dossier --all --book", 2, "只能选一个"),
        ("--template quarter --book", 2, "一人一档"),
        ("--template quarter --all", 2, "dossier"),
        ("--template quarter --person R000001", 2, "用不上 --person"),
        ("--template dossier --person R000001 --library 后备干部库", 2, "用不上 --library"),
        ("--template roster --library 商会", 1, "商会"),
        ("--template quarter --reveal --purpose 看看", 2, "用不上 --reveal"),
        ("--template dossier --person R000001 --reveal", 2, "写明用途"),
        ("--template dossier --all --quarter 2024Q1", 1, "没有在库人员"),
        ("--template roster --all --quarter 2024Q1", 1, "没有在库人员"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(
    run: Run, office: Path, words: str, code: int, told: str
) -> None:
    before = sorted(Path().iterdir())
    answer = run("report", *words.split())
    assert answer.code == code, answer
    assert told in answer.err
    assert sorted(Path().iterdir()) == before


def test_a_folder_that_holds_something_is_left_alone(run: Run, office: Path) -> None:
    Path("名册").mkdir()
    Path("名册/旧.txt").write_text("旧")
    words = ("report", "--template", "roster", "--all", "--quarter", "2026Q1", "--out", "名册")
    refused = run(*words)
    assert (refused.code, "已经有东西" in refused.err) == (1, True)
    done(run, *words, "--force")
    assert {path.name for path in Path("名册").iterdir()} == {
        "旧.txt",
        *(f"{name}乡土人才名册.docx" for name in ("临江街道", "望江社区", "柳堤社区", "石门社区")),
    }


def test_every_community_has_a_roster_of_its_own_people(run: Run, office: Path) -> None:
    done(run, "report", "--template", "roster", "--all", "--quarter", "2026Q1", "--out", "名册")
    lines = marked(Path("名册/临江街道乡土人才名册.docx"))
    assert [line.split(" | ")[1] for line in lines if line.count(" | ") > 5] == ["姓名", "孙六"]
    assert "临江街道在库乡土人才⟦1⟧人，名册如下。" in lines
    for paper in Path("名册").iterdir():
        assert OpenXmlValidator().validate(paper).is_valid
    done(run, "withdraw", "R000005", "--on", "2026-03-01")
    again = done(run, "report", "--template", "roster", "--all", "--quarter", "2026Q1", "--out", "新名册")
    assert "共3份" in again.err


def test_communities_of_one_name_do_not_share_a_file(run: Run, office: Path) -> None:
    done(run, "unit", "add", "联合村", "--parent", "临江街道")
    done(run, "unit", "add", "联合村", "--parent", "青石街道")
    for street in ("临江街道", "青石街道"):
        done(run, "add", f"{street}人", "--unit", f"{street}/联合村")
    done(run, "report", "--template", "roster", "--all", "--quarter", "2026Q1", "--out", "名册")
    found = sorted(path.name for path in Path("名册").glob("*联合村*"))
    assert found == ["临江街道联合村乡土人才名册.docx", "青石街道联合村乡土人才名册.docx"]


@pytest.mark.parametrize("text", NASTY)
def test_whatever_stands_in_the_register_is_printed_as_it_is(run: Run, office: Path, text: str) -> None:
    done(run, "edit", "R000004", f"姓名={text[:60]}", f"工作单位={text}")
    for template, words in (("dossier", ("--person", "R000004")), ("roster", ()), ("dossiers", ())):
        paper = make(run, template, *words)
        assert OpenXmlValidator().validate(paper).is_valid
        assert text in "".join(texts(paper)), template


def test_control_characters_of_the_register_do_not_reach_the_paper(run: Run, office: Path) -> None:
    done(run, "edit", "R000004", "备注=一\x07二\x1b[31m")
    paper = make(run, "dossier", "--person", "R000004")
    assert "\x1b" not in "".join(texts(paper))
    assert OpenXmlValidator().validate(paper).is_valid


def test_an_empty_register_says_that_there_is_nobody(run: Run) -> None:
    done(run, "unit", "add", "云河区")
    for template, told in (
        ("roster", "没有在库人员"),
        ("dossiers", "没有在库人员"),
        ("cases", "没有在库人员取得回归"),
    ):
        paper = make(run, template)
        assert told in "".join(texts(paper))
        assert OpenXmlValidator().validate(paper).is_valid


def test_a_template_of_ones_own_speaks_of_a_person(run: Run, office: Path) -> None:
    own = Document()
    own.add_paragraph("{{ 本人.姓名 }}，{{ 本人.学历 }}，联系{{ 本人.联系次数 }}次")
    own.save("自己的.docx")
    words = ("report", "--template", "自己的.docx", "--quarter", "2026Q1")
    assert run(*words, "--out", "缺.docx").code == 2
    done(run, *words, "--person", "R000001", "--out", "一.docx")
    assert texts(Path("一.docx")) == ["马建华，博士研究生，联系2次"]
    done(run, *words, "--all", "--out", "全")
    assert len(list(Path("全").iterdir())) == 5


def test_a_template_of_ones_own_speaks_of_communities(run: Run, office: Path) -> None:
    own = Document()
    own.add_paragraph("{% for 社区 in 社区名册 %}{{ 社区.名称 }}：{{ 社区.人员|列名 }}{% endfor %}")
    own.save("自己的.docx")
    words = ("report", "--template", "自己的.docx", "--quarter", "2026Q1")
    answer = done(run, *words, "--all", "--out", "全")
    assert "号码已遮挡" in answer.err
    said = sorted("".join(texts(paper)) for paper in Path("全").iterdir())
    assert said == ["临江街道：孙六", "望江社区：马建华、欧阳明", "柳堤社区：李明", "石门社区：王五"]


def _write_anew() -> None:
    """Write the golden pages from an office laid for it."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TALENTREG_TODAY": TODAY, "TALENTREG_DB": f"{folder}/r.db"}
        os.chdir(folder)

        def run(*words: str | Path) -> Answer:
            return Answer(on_the_day([*map(str, words)]), "", "")

        lay_people(run, Path(f"{folder}/r.db"))
        for template, words in PAPERS.items():
            (GOLDEN / f"{template}.txt").write_text(said(run, template, *words) + "\n", "utf-8")


if __name__ == "__main__":
    _write_anew()
