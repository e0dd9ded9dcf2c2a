"""A report that is sent is kept as it was: its numbers, what defined them, the rows behind each."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from submitted import Run, lay_people, make, numbers, send
from test_store import contents

from talentreg.reports.gbt9704 import build_template
from talentreg.reports.package import pack, unpack

Book = Callable[..., Path]
TABLES = ("submission", "submitted_number", "submitted_rows")


@pytest.fixture
def laid(run: Run, book: Book) -> None:
    lay_people(run, book)


def stored(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as file:
        return [file.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES]


def typed_over(report: Path, old: str, new: str) -> Path:
    """Type over a number as somebody does in Word."""
    parts = unpack(report.read_bytes())
    document = parts["word/document.xml"].decode()
    assert document.count(f"<w:t>{old}</w:t>")
    parts["word/document.xml"] = document.replace(f"<w:t>{old}</w:t>", f"<w:t>{new}</w:t>").encode()
    report.write_bytes(pack(parts))
    return report


@pytest.mark.usefixtures("laid")
def test_what_was_sent_is_known_with_number_day_and_addressee(run: Run) -> None:
    answer = send(run, "--number", "云组〔2026〕5号", "--to", "区委组织部", "--on", "2026-03-30")
    assert (answer.code, answer.out.splitlines()[0]) == (
        0,
        "已报送：第1号  2026年第一季度报告（2026年第一季度，全部单位）",
    )
    (one,) = json.loads(run("report", "submissions", "--json").out)
    asked = (
        "number",
        "code",
        "period_code",
        "unit",
        "template",
        "addressee",
        "on",
        "file",
        "corrected_by",
        "forced",
    )
    assert [one[name] for name in asked] == [
        *(1, "云组〔2026〕5号", "2026Q1", "全部单位", "模板.docx", "区委组织部", "2026-03-30", "报告.docx"),
        *(None, 0),
    ]


@pytest.mark.usefixtures("laid")
def test_every_number_is_kept_as_printed_and_counts_the_same_at_once(run: Run) -> None:
    send(run)
    told = numbers(run)
    assert {key: (one["text"], one["now"], one["state"]) for key, one in told.items()} == {
        "persons_enrolled": ("6", "6", "ok"),
        "contacts_made": ("4", "4", "ok"),
        "persons_contacted": ("3", "3", "ok"),
        "returnees_visited": ("2", "2", "ok"),
        "dossier_rate": ("0.0%", "0.0%", "ok"),
        "persons_enrolled.degree.本科": ("3", "3", "ok"),
        "persons_enrolled.degree.硕士研究生": ("1", "1", "ok"),
        "persons_enrolled.degree.博士研究生": ("1", "1", "ok"),
        "persons_enrolled.degree.未填": ("1", "1", "ok"),
    }
    assert "登记册现在数出来都一样" in run("report", "submissions", "1").out


@pytest.mark.usefixtures("laid")
def test_the_same_file_is_not_kept_twice(run: Run, own_register: Path) -> None:
    report = make(run)
    run("report", "submit", report)
    before = stored(own_register)
    again = run("report", "submit", report, "--number", "另一个号")
    assert (again.code, stored(own_register)) == (0, before)
    assert "这个文件已经报送过：第1号" in again.out


@pytest.mark.usefixtures("laid")
def test_a_second_report_of_the_same_is_a_correction_and_both_are_kept(run: Run) -> None:
    send(run)
    run("contact", "log", "王三", "--channel", "phone", "--on", "2026-03-01")
    assert "更正第1号" in send(run).out
    told = {one["number"]: (one["corrected_by"], one["state"]) for one in _listed(run)}
    assert told == {1: (2, "已由第2号更正"), 2: (None, "有效")}
    assert (numbers(run, 1)["contacts_made"]["text"], numbers(run, 2)["contacts_made"]["text"]) == ("4", "5")


def _listed(run: Run) -> list[dict[str, object]]:
    told: list[dict[str, object]] = json.loads(run("report", "submissions", "--json").out)
    return told


@pytest.mark.usefixtures("laid")
def test_another_period_or_unit_is_no_correction(run: Run) -> None:
    send(run)
    send(run, period="2025Q4")
    run("report", "submit", make(run, "--unit", "临江街道"))
    assert [one["corrected_by"] for one in _listed(run)] == [None, None, None]
    narrow = json.loads(run("report", "submissions", "--unit", "临江街道", "--json").out)
    assert [one["unit"] for one in narrow] == ["临江街道"]


@pytest.mark.usefixtures("laid")
@pytest.mark.parametrize("force", [False, True])
def test_a_report_the_register_has_left_behind_is_sent_only_on_purpose(
    run: Run, own_register: Path, *, force: bool
) -> None:
    report = make(run)
    run("contact", "log", "王三", "--channel", "phone", "--on", "2026-03-01")
    answer = run("report", "submit", report, *(["--force"] if force else []))
    if force:
        told = numbers(run)["contacts_made"]
        assert (answer.code, told["text"], told["value"], told["state"]) == (0, "4", 4, "stale")
        assert _listed(run)[0]["forced"] == 2
    else:
        assert (answer.code, stored(own_register)) == (1, [0, 0, 0])
        assert "过时" in answer.out
        assert "加 --force" in answer.err


@pytest.mark.usefixtures("laid")
def test_a_number_somebody_typed_over_is_kept_as_typed_and_marked(run: Run, own_register: Path) -> None:
    report = typed_over(make(run), "4", "14")
    assert run("report", "submit", report).code == 1
    assert run("report", "submit", report, "--force").code == 0
    told = numbers(run)["contacts_made"]
    assert (told["text"], told["value"], told["state"], told["change"]) == ("14", 14, "edited", -10)


@pytest.mark.usefixtures("laid")
def test_a_submission_is_taken_back_and_comes_again_as_it_was(run: Run, own_register: Path) -> None:
    send(run)
    kept = contents(own_register)
    assert all(kept[name] for name in TABLES)
    assert run("undo").code == 0
    assert stored(own_register) == [0, 0, 0]
    assert "还没有报送过报告" in run("report", "submissions").out
    assert run("undo", "3").code == 0
    assert {name: contents(own_register)[name] for name in TABLES} == {name: kept[name] for name in TABLES}
    assert numbers(run)["persons_enrolled"]["now"] == "6"


@pytest.mark.usefixtures("laid")
def test_rows_that_several_numbers_share_are_kept_once(run: Run, own_register: Path) -> None:
    send(run)
    with closing(sqlite3.connect(own_register)) as file:
        rows = file.execute(
            "SELECT id, ref, scope, count, same, packed IS NULL FROM submitted_rows"
        ).fetchall()
    by_ref = {(ref, scope): (row_id, count, same, blank) for row_id, ref, scope, count, same, blank in rows}
    made, contacted = by_ref["contacts_made", "all"], by_ref["persons_contacted", "all"]
    assert (contacted[1:], made[1], made[3]) == ((4, made[0], 1), 4, 0) or (made[2], contacted[3]) == (
        contacted[0],
        0,
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("submit", "没有.docx"), 1, "打不开"),
        (("submit", "别的.docx"), 1, "不是 Word 文档"),
        (("submit", "报告.docx", "--on", "2026-04-01"), 1, "还没有到"),
        (("submit", "报告.docx", "--on", "昨日吧"), 2, "不是有效的日期"),
        (("submissions", "7"), 1, "没有报送「7」"),
        (("submissions", "云组〔2026〕6号"), 1, "云组〔2026〕5号"),
        (("submissions", "1", "--explain", "没有这个"), 1, "没有「没有这个」"),
        (("submissions", "--explain", "入库人才"), 2, "哪一次报送"),
        (("submissions", "--json", "--csv"), 2, "只能选一个"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    run: Run, book: Book, words: tuple[str, ...], code: int, said: str
) -> None:
    lay_people(run, book)
    Path("别的.docx").write_text("不是")
    send(run, "--number", "云组〔2026〕5号")
    make(run, out="报告.docx")
    before = len(_listed(run))
    answer = run("report", *words)
    assert (answer.code, len(_listed(run))) == (code, before), answer
    assert said in answer.err, answer


@pytest.mark.usefixtures("laid")
def test_a_submission_is_found_by_its_number_or_its_document_number(run: Run) -> None:
    send(run, "--number", "云组〔2026〕5号")
    pages = {run("report", "submissions", word).out for word in ("1", "BS000001", "云组〔2026〕5号")}
    assert len(pages) == 1


@pytest.mark.usefixtures("laid")
def test_a_page_without_any_submission_says_how_to_begin(run: Run) -> None:
    answer = run("report", "submissions")
    assert (answer.code, "还没有报送过报告" in answer.out, "report submit" in answer.err) == (0, True, True)


@pytest.mark.usefixtures("laid")
def test_the_list_is_written_as_csv_and_as_a_workbook(run: Run) -> None:
    send(run, "--to", "=1+1")
    assert "'=1+1" in run("report", "submissions", "--csv").out
    assert run("report", "submissions", "--xlsx", "台账.xlsx").code == 0
    assert Path("台账.xlsx").stat().st_size > 1000


def test_of_a_unit_that_is_there_no_more_what_was_sent_is_still_told(run: Run, book: Book) -> None:
    for name, unit in (("张一", "望江社区"), ("李二", "渡口社区")):
        assert run("import", book(f"人员\n姓名|所属社区|入库日期\n{name}|{unit}|2025-11-01")).code == 0
    Path("模板.docx").write_bytes(build_template("入库人才{{ 入库人才 }}人。"))
    report = make(run, "--unit", "渡口社区")
    assert run("report", "submit", report).code == 0
    assert run("undo", "2").code == 0
    told = json.loads(run("report", "submissions", "1", "--json").out)
    enrolled = next(one for one in told if one["key"] == "persons_enrolled")
    assert (enrolled["unit"], enrolled["text"], enrolled["now"]) == ("U2（已没有）", "1", "—")
    answer = run("report", "submissions", "1", "--explain", "入库人才")
    assert (answer.code, answer.out) == (1, "")
    assert "没有代码是 U2 的单位" in answer.err
    assert "无从核对" in run("report", "verify", report).out


@pytest.mark.usefixtures("laid")
def test_where_there_is_no_register_none_is_made_for_a_report(run: Run) -> None:
    make(run)
    answer = run("report", "submit", "报告.docx", "--db", "别的.db")
    assert (answer.code, "还没有登记册" in answer.err, Path("别的.db").exists()) == (1, True, False)


@pytest.mark.usefixtures("laid")
def test_a_report_without_its_relations_is_still_sent(run: Run) -> None:
    path = make(run)
    path.write_bytes(
        pack({name: data for name, data in unpack(path.read_bytes()).items() if name != "_rels/.rels"})
    )
    assert run("report", "submit", path).code == 0
