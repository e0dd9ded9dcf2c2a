"""Verifying a report: what still holds, what the register says otherwise, what people changed and typed."""

import csv
import io
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from pdf import needs_office
from reports_in_hand import BODY, ENROLLED, Run, control, edit, emptied, grow, lay, report

from talentreg.reports import office
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.package import pack, unpack
from talentreg.reports.reading import numbers

ONE = "<w:t>3</w:t>"
FOUND = Path("报告.docx")


@pytest.fixture(autouse=True)
def in_hand(own_register: Path) -> Path:
    return lay(own_register)


def verified(run: Run, path: Path | str = "报告.docx") -> dict[str, Any]:
    answer = run("report", "verify", path, "--json")
    document: dict[str, Any] = json.loads(answer.out)
    assert answer.code == (0 if document["sound"] else 1)
    return document


def first(run: Run, figure: str = "persons_enrolled") -> dict[str, Any]:
    return next(one for one in verified(run)["numbers"] if one["figure"] == figure and not one["format"])


def test_a_report_just_made_is_sound(run: Run) -> None:
    answer = run("report", "verify", "报告.docx")
    assert (answer.code, answer.err) == (0, "每个数字都和登记册一致\n")
    assert answer.out.splitlines() == ["2026年第一季度  全部单位", "数字10处：一致10处"]


TRACKED = '<w:ins w:id="901" w:author="甲"><w:r><w:t>4</w:t></w:r></w:ins>'
DELETED = '<w:del w:id="902" w:author="甲"><w:r><w:delText>3</w:delText></w:r></w:del>'


@pytest.mark.parametrize(
    ("old", "new", "untouched", "grown"),
    [
        (ONE, ONE, "ok", "stale"),
        (ONE, "<w:t>7</w:t>", "edited", "both"),
        (ONE, "<w:t>4</w:t>", "edited", "ok"),
        (ONE, "<w:t>３</w:t>", "ok", "stale"),
        (ONE, '<w:t xml:space="preserve"> 3 </w:t>', "ok", "stale"),
        (ONE, '<w:t></w:t></w:r><w:proofErr w:type="x"/><w:r><w:t>3</w:t>', "ok", "stale"),
        (ONE, "<w:tab/><w:t>3</w:t>", "ok", "stale"),
        (f"<w:r>{ONE}</w:r>", TRACKED + DELETED, "revised", "revised"),
        (f"<w:r>{ONE}</w:r>", "", "edited", "both"),
        (f"{ENROLLED}=3", "talentreg:no_such_figure@all/2026Q1=3", "unknown", "unknown"),
        (f"{ENROLLED}=3", "talentreg:persons_enrolled@U99/2026Q1=3", "unknown", "unknown"),
        (f"{ENROLLED}=3", "talentreg:persons_enrolled@all/什么时候=3", "unknown", "unknown"),
        (f"{ENROLLED}=3", f"{ENROLLED}", "ok", "stale"),
        (f"{ENROLLED}=3", "talentreg:#999", "unknown", "unknown"),
    ],
)
def test_who_changed_a_number_is_told_from_what_was_printed_stands_there_and_is_counted(
    run: Run, old: str, new: str, untouched: str, grown: str
) -> None:
    whole = control(FOUND)
    edit(FOUND, (whole, whole.replace(old, new, 1)))
    states = [one["state"] for one in verified(run)["numbers"]]
    grow(run)
    after = [one["state"] for one in verified(run)["numbers"]]
    assert (states[2], after[2]) == (untouched, grown)
    assert set(states[:2] + states[3:]) == {"ok"}


def test_a_number_somebody_emptied_is_told(run: Run) -> None:
    whole = control(FOUND)
    edit(FOUND, (whole, emptied(whole)))
    found = next(one for one in verified(run)["numbers"] if one["state"] != "ok")
    assert (found["state"], found["text"], found["printed"], found["now"]) == ("emptied", "", "3", "3")


def test_a_control_inside_deleted_text_is_being_revised(run: Run) -> None:
    whole = control(FOUND)
    edit(FOUND, (whole, f'<w:del w:id="7" w:author="甲">{whole}</w:del>'))
    assert [one["state"] for one in verified(run)["numbers"]].count("revised") == 1


def test_a_number_taken_out_is_told_once_even_where_it_stood_twice(run: Run) -> None:
    rate = control(FOUND, "talentreg:dossier_rate")
    edit(FOUND, (rate, "<w:r><w:t>很高</w:t></w:r>"), (control(FOUND), ""))
    found = verified(run)
    assert [(one["label"], one["printed"], one["now"]) for one in found["deleted"]] == [
        ("建档完整率", "0.0%", "0.0%")
    ]


def test_a_paragraph_copied_within_a_report_or_from_another_keeps_its_numbers(run: Run) -> None:
    other = report(run, "--unit", "望江社区", out="社区.docx")
    copied = control(other, "talentreg:persons_enrolled@")
    own = control(FOUND)
    edit(FOUND, (own, own + copied))
    grow(run)
    states = [(one["unit"], one["text"], one["state"]) for one in verified(run)["numbers"][2:4]]
    assert states == [(None, "3", "stale"), ("望江社区", "2", "ok")]


@pytest.mark.parametrize("level", ["block", "cell"])
def test_a_control_that_holds_a_whole_paragraph_or_cell_is_seen(run: Run, level: str) -> None:
    document = unpack(FOUND.read_bytes())[BODY].decode()
    whole = re.findall(r"<w:tc>(?:(?!</w:tc>).)*<w:sdt>.*?</w:tc>", document)[-1]
    head, tail = re.match(r".*?(<w:sdt>.*?<w:sdtContent>)(.*?)</w:sdtContent></w:sdt>.*", whole).groups()  # type: ignore[union-attr]
    plain = whole.replace(f"{head}{tail}</w:sdtContent></w:sdt>", tail)
    if level == "cell":
        lifted = f"{head}{plain}</w:sdtContent></w:sdt>"
    else:
        lifted = re.sub(r"(<w:p>.*</w:p>)", rf"{head}\1</w:sdtContent></w:sdt>", plain)
    edit(FOUND, (whole, lifted))
    grow(run)
    found = verified(run)["numbers"]
    assert (len(found), found[-1]["text"], found[-1]["now"]) == (10, "3", "4")


def test_numbers_in_a_footer_are_verified_too(run: Run) -> None:
    parts = unpack(build_template("全区{{ 入库人才 }}人"))
    footer = parts["word/footer1.xml"].decode()
    footer = footer.replace("</w:p>", "<w:r><w:t>共{{ 新入库人才 }}人，另有12户</w:t></w:r></w:p>", 1)
    Path("页脚.docx").write_bytes(pack(parts | {"word/footer1.xml": footer.encode()}))
    made = run("report", "--quarter", "2026Q1", "--template", "页脚.docx", "--out", "有页脚.docx")
    assert made.code == 0, made
    grow(run)
    found = verified(run, "有页脚.docx")
    assert [(one["part"], one["text"], one["now"]) for one in found["numbers"]] == [
        ("document", "3", "4"),
        ("ftr", "2", "3"),
    ]
    assert found["stray"] == []


def test_what_the_table_says_fits_an_official(run: Run) -> None:
    grow(run)
    edit(FOUND, ("本期新入库", "本期走访12户、新入库"), ("<w:t>0.0%</w:t>", "<w:t>95%</w:t>"))
    answer = run("report", "verify", "报告.docx")
    assert answer.code == 1
    lines = [re.sub(r" +", " ", line).strip() for line in answer.out.splitlines()]
    assert lines[1] == "数字10处：一致4处，过时5处，手改过1处，手工写的数字1处"
    assert "入库人才 3 4 过时 …31日，全区入库【3】人，较上季度增加…" in lines
    assert "建档完整率 95% 0.0% 手改过 …人次，建档完整率【95%】。" in lines
    assert "渡口社区 入库人才 1 2 过时 表格：渡口社区，入库人才" in lines
    assert "12户 本期走访【12户】、新入库2人，联…" in lines
    assert answer.err == "更新过时的数字（手改的不动）：talentreg report refresh 报告.docx\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("本期新入库", "走访12户、新入库", "手工写的数字没有出处，请逐个核实"),
        (
            "talentreg:dossier_rate",
            "talentreg:no_such_rate",
            "无从核对的，指标、单位或统计期在登记册里已经没有",
        ),
        ("<w:t>0.0%</w:t>", "<w:t>95%</w:t>", "要换回登记册的数：talentreg report refresh 报告.docx --force"),
        ("<w:t>0.0%</w:t>", TRACKED, "请先在 Word 或 WPS 里接受或拒绝修订，再核对"),
    ],
)
def test_the_last_line_says_what_to_do(run: Run, old: str, new: str, said: str) -> None:
    if new == TRACKED:
        old = f"<w:r>{old}</w:r>"
    edit(FOUND, (old, new))
    assert said in run("report", "verify", FOUND).err.splitlines()[-1]


def test_a_number_taken_out_may_have_been_meant_to(run: Run) -> None:
    edit(FOUND, (control(FOUND, "talentreg:dossier_rate"), ""))
    assert "有意删去的不用管" in run("report", "verify", FOUND).err


def test_all_the_numbers_are_listed_when_asked_for(run: Run) -> None:
    assert run("report", "verify", "报告.docx", "--all").out.count("一致") == 11


def test_lines_for_a_spreadsheet_hold_everything_found(run: Run) -> None:
    rate = control(FOUND, "talentreg:dossier_rate")
    edit(FOUND, (rate, ""), ("本期新入库", "=1+1 走访12户、新入库"))
    grow(run)
    rows = list(csv.DictReader(io.StringIO(run("report", "verify", "报告.docx", "--csv").out)))
    assert [row["state"] for row in rows] == ["stale"] * 5 + ["stray"] * 3 + ["deleted"]
    assert rows[0]["printed"] == rows[0]["text"] == "3"


def test_a_register_that_knows_nothing_of_a_report_is_named_as_the_reason(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    unit = report(run, "--unit", "望江社区", out="社区.docx", template="本社区入库{{ 入库人才 }}人")
    assert run("--db", other, "unit", "add", "别处", "--level", "村社区").code == 0
    answer = run("--db", other, "report", "verify", unit)
    assert answer.code == 1
    assert "报告的单位是「望江社区」，这本登记册里没有：这份报告可能是另一本登记册出的" in answer.err
    refused = run("--db", other, "report", "refresh", unit)
    assert (refused.code, "没有更新" in refused.err) == (1, True)


def test_a_running_period_is_verified_as_of_the_day_it_was_counted(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", "2026-02-10")
    report(run, "--force")
    monkeypatch.setenv("TALENTREG_TODAY", "2026-03-20")
    run("add", "丁四", "所属单位=渡口社区", "入库日期=2026-03-01")
    answer = run("report", "verify", "报告.docx")
    assert answer.code == 0
    assert "报告算到2026年2月10日；要算到今天，更新时写上统计期：--quarter 2026Q1" in answer.err
    run("add", "戊五", "所属单位=渡口社区", "入库日期=2026-02-01")
    assert first(run)["now"] == "4"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (build_template("正文"), "没有 talentreg 的数字"),
        (b"not a document", "不是 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", ".doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (pack({"a.txt": b"a"}), "Word 文档"),
    ],
)
def test_a_file_that_is_no_report_of_ours_is_refused(run: Run, content: bytes, said: str) -> None:
    Path("别的.docx").write_bytes(content)
    for command in ("verify", "refresh"):
        answer = run("report", command, "别的.docx")
        assert answer.code == 1
        assert said in answer.err


def test_a_report_that_carries_macros_is_not_opened(run: Run) -> None:
    parts = unpack(FOUND.read_bytes())
    Path("宏.docx").write_bytes(pack(parts | {"word/vbaProject.bin": b"x"}))
    answer = run("report", "verify", "宏.docx")
    assert (answer.code, "宏" in answer.err) == (1, True)


def test_nothing_is_written_by_verifying(run: Run, own_register: Path) -> None:
    grow(run)
    before = own_register.read_bytes(), FOUND.read_bytes(), sorted(Path.cwd().iterdir())
    run("report", "verify", "报告.docx")
    assert before == (own_register.read_bytes(), FOUND.read_bytes(), sorted(Path.cwd().iterdir()))


def test_the_quarter_report_of_the_samples_is_sound_charts_and_all(run: Run, samples: Path) -> None:
    made = run("report", "--quarter", "2026Q1", "--out", "季度.docx")
    assert made.code == 0, made
    found = verified(run, "季度.docx")
    assert (found["sound"], len(found["numbers"]) > 200) == (True, True)
    assert {one["part"] for one in found["numbers"]} >= {"document", "chart"}


MANIFEST = "customXml/item1.xml"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('as-of="2026-03-31"', 'as-of="昨天"'),
        ('as-of="2026-03-31"', 'as-of="2026-13-01"'),
        ("<report ", '<report baseline="x" '),
        ('chart=""', 'chart="x"'),
    ],
)
@pytest.mark.parametrize("command", ["verify", "refresh", "submit"])
def test_a_report_whose_memory_was_tampered_with_is_refused(
    run: Run, command: str, old: str, new: str
) -> None:
    edit(FOUND, (old, new), part=MANIFEST)
    answer = run("report", command, FOUND)
    assert (answer.code, "来历已经损坏" in answer.err) == (1, True)


def test_a_format_beyond_reason_is_nobodys(run: Run) -> None:
    edit(FOUND, (f"{ENROLLED}=", f"{ENROLLED}|yu{'9' * 5000}="))
    assert [one["state"] for one in verified(run)["numbers"]].count("unknown") == 1


def test_what_another_program_says_of_the_memory_stays_out_of_it(run: Run) -> None:
    edit(FOUND, ("<report ", '<report xmlns:z="urn:z" z:y="1" '), part=MANIFEST)
    grow(run)
    assert run("report", "refresh", FOUND, "--in-place").code == 0
    assert verified(run)["sound"]


def test_many_numbers_in_one_paragraph_take_no_longer_each(run: Run) -> None:
    one = control(FOUND)
    edit(FOUND, (one, one * 20_000))
    begun = time.monotonic()
    assert len(numbers(FOUND)) > 20_000
    assert time.monotonic() - begun < 5


@needs_office
def test_every_number_survives_libreoffice_and_can_be_refreshed_after_it(run: Run, tmp_path: Path) -> None:
    """LibreOffice 7.4 drops tags and, of words beside digits, labels too; on the way through .odt, all."""
    edit(FOUND, ("<w:t>0.0%</w:t>", "<w:t>95%</w:t>"))
    copy = Path("另存.docx")
    copy.write_bytes(FOUND.read_bytes())
    (odt,) = office.convert([copy], "odt", tmp_path)
    saved, through_odt = office.convert([FOUND, odt], "docx", tmp_path / "saved")
    grow(run)
    found = verified(run, saved)
    assert [one["state"] for one in found["numbers"]] == [one["state"] for one in verified(run)["numbers"]]
    assert (found["stray"], found["deleted"]) == ([], [])
    assert run("report", "refresh", saved, "--in-place", "--force").code == 0
    assert verified(run, saved)["sound"]
    answer = run("report", "verify", through_odt)
    assert "没有 talentreg 的数字" in answer.err or "手改过1处" in answer.out
