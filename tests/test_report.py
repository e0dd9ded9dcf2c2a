"""The report an office signs: what it says, what is inside, and that every number in it is proven."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from openxml_audit import OpenXmlValidator
from pdf import needs_office
from printed import bracketed

from talentreg import periods
from talentreg.figures.compute import Counting
from talentreg.figures.evidence import prove, read_reference
from talentreg.reports.reading import about, numbers, texts
from talentreg.reports.variables.letter import PERIOD
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units

GOLDEN = Path(__file__).parent / "golden" / "quarter.txt"
"""The text of the sample register's report; `python tests/test_report.py 报告.docx` writes it anew."""

Run = Callable[..., Answer]


def make(run: Run, *words: str, out: str = "报告.docx") -> Path:
    answer = run("report", "--quarter", "2026Q1", "--out", out, *words)
    assert answer.code == 0, answer
    return Path(out)


def test_the_sample_report_says_what_was_read_over(run: Run, samples: Path) -> None:
    assert "\n".join(bracketed(make(run))) + "\n" == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize(
    "scope", [(), ("--unit", "临江街道"), ("--unit", "望江社区")], ids=["区", "街道", "社区"]
)
def test_every_number_in_the_report_has_as_many_rows_behind_it_as_it_says(
    run: Run, samples: Path, scope: tuple[str, ...]
) -> None:
    found = numbers(make(run, *scope))
    assert len(found) > 40
    with open_for_reading(samples).reading() as connection:
        tree = load_units(connection)
        for tag in {one.origin for one in found}:
            assert tag is not None
            assert tag.text is not None
            if tag.ref == PERIOD or tag.format:  # comparisons are held against those of stats elsewhere
                continue
            unit = None if tag.scope == "all" else tree.find(tag.scope)
            counting = Counting(connection, periods.quarter(tag.period), unit)
            rows = prove(counting, read_reference(tag.ref))
            if tag.text.endswith("%"):
                share = 100 * sum(row["counted"] for row in rows) / len(rows)
                assert tag.text == f"{share:.1f}%", tag
            else:
                assert tag.text == str(len(rows)), tag


def test_the_same_register_period_and_options_give_the_same_bytes(run: Run, samples: Path) -> None:
    assert make(run, out="甲.docx").read_bytes() == make(run, out="乙.docx").read_bytes()


@pytest.mark.parametrize("scope", [(), ("--unit", "梅溪镇"), ("--unit", "梅溪村")], ids=["区", "镇", "村"])
def test_a_report_is_a_clean_word_file(run: Run, samples: Path, scope: tuple[str, ...]) -> None:
    result = OpenXmlValidator().validate(make(run, *scope))
    assert result.is_valid, result.errors


def test_a_report_knows_what_it_speaks_of(run: Run, samples: Path) -> None:
    told = about(make(run, "--unit", "临江街道")).about
    assert (told["period"], told["as-of"], told["template"]) == ("2026Q1", "2026-03-31", "quarter")


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (("--office", "中共云河区委组织部"), "中共云河区委组织部"),
        (("--addressee", "中共江州市委组织部"), "中共江州市委组织部："),
        (("--date", "2026-04-02"), "2026年4月2日"),
        (("--unit", "临江街道"), "云河区委组织部："),
        (("--unit", "望江社区"), "临江街道党工委："),
        (("--unit", "梅溪村"), "梅溪镇党委："),
    ],
)
def test_office_addressee_and_date_are_the_offices_to_say(
    run: Run, samples: Path, words: tuple[str, ...], printed: str
) -> None:
    assert printed in texts(make(run, *words))


def test_an_empty_register_still_gives_a_report_without_a_blank_or_a_dash_in_a_sentence(
    run: Run, book: Callable[..., Path]
) -> None:
    run("import", book("人员\n姓名|性别\n张三|男"))
    run("undo")
    prose = texts(make(run))
    assert "登记册中还没有联络记录，联络服务情况待补记后报告。" in prose
    assert not [line for line in prose if "—人" in line or "有人" in line or "{{" in line or "None" in line]


def test_a_period_without_contacts_says_so_in_words(run: Run, book: Callable[..., Path]) -> None:
    people = "人员\n姓名|联系电话|所属社区\n张三|15412345678|甲社区"
    contacts = "联络\n姓名|联系电话|联络日期|联络方式\n张三|15412345678|2025-05-01|电话"
    run("import", book(people, contacts))
    text = "".join(texts(make(run)))
    assert "本期没有联系上本人的记录。" in text
    assert "（一）总体情况" not in text  # nor a heading over each thing that was not done


def test_a_running_quarter_says_up_to_which_day_it_counts(
    run: Run, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", "2026-02-20")
    text = "".join(texts(make(run)))
    assert "截至2026年2月20日" in text
    assert text.count("2026年第一季度（截至2月20日）") == 1


def test_names_with_marks_of_xml_and_templates_print_as_they_are(run: Run, book: Callable[..., Path]) -> None:
    run("import", book("人员\n姓名|所属社区|行业\n张三|A&B<{{ x }}>社区|=1+1"))
    report = make(run)
    assert "A&B<{{ x }}>社区" in texts(report)
    assert any("=1+1" in line for line in texts(report))
    assert OpenXmlValidator().validate(report).is_valid


def test_an_existing_file_is_kept_unless_forced(run: Run, samples: Path) -> None:
    Path("报告.docx").write_text("别动我")
    refused = run("report", "--quarter", "2026Q1", "--out", "报告.docx")
    assert (refused.code, Path("报告.docx").read_text()) == (1, "别动我")
    assert make(run, "--force").read_bytes().startswith(b"PK")
    assert not list(Path.cwd().glob(".*tmp*"))


@needs_office
def test_a_report_is_written_as_pdf_beside(run: Run, samples: Path) -> None:
    answer = run("report", "--quarter", "2026Q1", "--out", "报告.docx", "--pdf")
    assert answer.out.splitlines() == ["报告.docx", "报告.pdf"]
    assert Path("报告.pdf").read_bytes().startswith(b"%PDF")


@needs_office
def test_every_report_of_many_is_written_as_pdf(run: Run, samples: Path) -> None:
    words = ("--template", "roster", "--unit", "临江街道", "--all", "--pdf", "--out", "册")
    assert run("report", "--quarter", "2026Q1", *words).code == 0
    reports = {path.stem for path in Path("册").glob("*.docx")}
    assert len(reports) > 1
    assert {path.stem for path in Path("册").glob("*.pdf")} == reports


def test_without_libreoffice_neither_is_written(
    run: Run, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENTREG_SOFFICE", "没有这个程序")
    answer = run("report", "--quarter", "2026Q1", "--out", "报告.docx", "--pdf")
    assert (answer.code, answer.out) == (1, "")
    assert "没有 LibreOffice" in answer.err
    assert not Path("报告.docx").exists()


def test_an_existing_pdf_keeps_the_report_from_being_written(
    run: Run, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soffice").write_text("")
    monkeypatch.setenv("TALENTREG_SOFFICE", str(tmp_path / "soffice"))
    Path("报告.pdf").write_text("别动我")
    answer = run("report", "--quarter", "2026Q1", "--out", "报告.docx", "--pdf")
    assert (answer.code, Path("报告.pdf").read_text()) == (1, "别动我")
    assert not Path("报告.docx").exists()


if __name__ == "__main__":
    import sys

    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text("\n".join(bracketed(Path(sys.argv[1]))) + "\n", "utf-8")
