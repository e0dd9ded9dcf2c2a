"""Refreshing a report: stale numbers change, what people wrote stays, and so does every other byte."""

import io
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator
from reports_in_hand import BODY, ENROLLED, Run, control, edit, emptied, grow, lay, report

from talentreg.reports.gbt9704 import build_template
from talentreg.reports.package import pack, unpack
from talentreg.reports.reading import about, numbers, texts

ONE = "<w:t>3</w:t>"
FOUND = Path("报告.docx")
NEW = Path("报告（更新）.docx")


@pytest.fixture(autouse=True)
def in_hand(own_register: Path) -> Path:
    return lay(own_register)


def refreshed(run: Run, *words: str, path: Path = FOUND) -> Path:
    answer = run("report", "refresh", path, *words)
    assert answer.code == 0, answer
    return Path(answer.out.splitlines()[-1])


def states(run: Run, path: Path) -> list[str]:
    document: dict[str, Any] = json.loads(run("report", "verify", path, "--json").out)
    return [one["state"] for one in document["numbers"]]


def body(path: Path) -> str:
    return unpack(path.read_bytes())[BODY].decode()


def test_a_stale_report_says_what_a_new_one_would(run: Run) -> None:
    grow(run)
    new = refreshed(run)
    assert new == NEW
    assert texts(new) == texts(report(run, out="新出.docx"))
    assert states(run, new) == ["ok"] * 10
    assert OpenXmlValidator().validate(new).is_valid


def test_only_numbers_and_their_tags_change_and_no_other_byte(run: Run) -> None:
    strange = '<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- 别动 -->'
    edit(
        FOUND,
        ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', strange),
        ("全区入库", "全区 &#x5165;库"),
    )
    edit(FOUND, ('<w:pStyle w:val="GWBody"/>', "<w:pStyle  w:val='GWBody' ></w:pStyle>"))
    grow(run)
    expected = body(FOUND).replace("较上季度增加2人，增长2倍", "较上季度增加3人，增长3倍")
    for figure, was, now in (
        ("persons_enrolled@all/2026Q1", "3", "4"),
        ("persons_newly_enrolled@all/2026Q1", "2", "3"),
        (r"persons_enrolled@U\d+/2026Q1", "1", "2"),
    ):
        told = rf'(talentreg:{figure}=){was}(".*?<w:t>){was}(<)'
        assert re.search(told, expected)
        expected = re.sub(told, rf"\g<1>{now}\g<2>{now}\g<3>", expected)
    assert body(refreshed(run)) == expected


def test_the_other_members_of_the_package_stay_as_they_are(run: Run) -> None:
    parts = unpack(FOUND.read_bytes())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = "本区".encode()
        for place, (name, data) in enumerate(parts.items()):
            entry = zipfile.ZipInfo(name, (2001, 2, 3, 4, 5, 6 + 2 * (place % 20)))
            entry.external_attr, entry.create_system = 0o640 << 16, 3
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED if place % 2 else zipfile.ZIP_STORED)
        archive.writestr("customXml/甲.txt", b"\0\1")
    FOUND.write_bytes(buffer.getvalue())
    grow(run)
    with zipfile.ZipFile(FOUND) as before, zipfile.ZipFile(refreshed(run)) as after:
        assert after.comment == before.comment
        facts = ("filename", "date_time", "external_attr", "create_system", "compress_type")
        told = [[[getattr(one, fact) for fact in facts] for one in z.infolist()] for z in (before, after)]
        assert told[0] == told[1]
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert sorted(changed) == ["customXml/item1.xml", BODY]


def test_the_same_report_and_register_give_the_same_bytes(run: Run) -> None:
    grow(run)
    first, second = (refreshed(run, "--out", f"{name}.docx").read_bytes() for name in "甲乙")
    assert first == second


@pytest.mark.parametrize(
    ("old", "new", "kept", "forced"),
    [
        (ONE, "<w:t>7</w:t>", "7", "4"),
        (f"<w:r>{ONE}</w:r>", "", "", "4"),
        (ONE, "<w:t>约</w:t><w:tab/><w:t>3</w:t>", "约\t3", "4"),
        (ONE, "<w:t>３</w:t>", "4", "4"),
        (ONE, "<w:t/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>3</w:t>", "4", "4"),
        (f"<w:r>{ONE}</w:r>", f'<w:ins w:id="9" w:author="甲"><w:r>{ONE}</w:r></w:ins>', "3", "3"),
        (f"{ENROLLED}=3", "talentreg:no_such_figure@all/2026Q1=3", "3", "3"),
        (f'<w:tag w:val="{ENROLLED}=3"/>', "", "4", "4"),
        (f'<w:tag w:val="{ENROLLED}=3"/>', f"<w:tag w:val='{ENROLLED}=3' ></w:tag>", "4", "4"),
    ],
)
def test_what_a_person_wrote_stays_unless_forced(
    run: Run, old: str, new: str, kept: str, forced: str
) -> None:
    whole = control(FOUND)
    edit(FOUND, (whole, whole.replace(old, new, 1)))
    grow(run)
    assert numbers(refreshed(run))[2].text == kept
    after = refreshed(run, "--force", "--out", "强制.docx")
    assert numbers(after)[2].text == forced
    assert unpack(after.read_bytes())


@pytest.mark.parametrize("content", ["<w:sdtContent/>", "<w:sdtContent></w:sdtContent>", None])
def test_an_emptied_number_comes_back_in_its_own_format_when_forced(run: Run, content: str | None) -> None:
    whole = control(FOUND)
    bold = whole.replace("<w:sdtPr>", "<w:sdtPr><w:rPr><w:b/></w:rPr>")
    empty = emptied(bold) if content is None else re.sub("<w:sdtContent>.*</w:sdtContent>", content, bold)
    edit(FOUND, (whole, empty))
    grow(run)
    if content is None:
        assert empty in body(refreshed(run))
    after = refreshed(run, "--force", "--out", "强制.docx")
    assert "<w:sdtContent><w:r><w:rPr><w:b/></w:rPr><w:t>4</w:t></w:r></w:sdtContent>" in control(after)
    assert "showingPlcHdr" not in body(after)
    assert OpenXmlValidator().validate(after).is_valid


def test_a_number_edited_in_one_place_and_stale_in_another_is_kept_apart(run: Run) -> None:
    """Long references leave no room in the tag: the manifest keeps what both places need."""
    whole = control(FOUND)
    indexed = whole.replace(f"{ENROLLED}=3", "talentreg:#3")
    edit(FOUND, (whole, indexed.replace(ONE, "<w:t>7</w:t>") + indexed))
    grow(run)
    new = refreshed(run)
    assert [one.text for one in numbers(new)[2:4]] == ["7", "4"]
    assert states(run, new)[2:4] == ["both", "ok"]


def test_a_text_box_is_refreshed_in_both_copies(run: Run) -> None:
    whole = control(FOUND)
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    twice = (
        f'<w:r><mc:AlternateContent xmlns:mc="{compatible}"><mc:Choice Requires="wps"><w:p>{whole}</w:p>'
        f"</mc:Choice><mc:Fallback><w:p>{whole}</w:p></mc:Fallback></mc:AlternateContent></w:r>"
    )
    edit(FOUND, (whole, twice))
    grow(run)
    assert len(states(run, FOUND)) == 10
    after = body(refreshed(run))
    assert after.count(f"{ENROLLED}=4") == 3
    assert f"{ENROLLED}=3" not in after


def test_what_changed_and_what_did_not_is_shown(run: Run) -> None:
    edit(FOUND, ("<w:t>0.0%</w:t>", "<w:t>95%</w:t>"))
    grow(run)
    answer = run("report", "refresh", FOUND)
    lines = [re.sub(r" +", " ", line).strip() for line in answer.out.splitlines()]
    assert "更新5处" in lines
    assert "渡口社区 入库人才 1 2 表格：渡口社区，入库人才" in lines
    assert "建档完整率 95% 0.0% 手改过" in lines
    assert lines[-1] == str(NEW)
    assert "手改的数字没有动" in answer.err


def test_a_dry_run_shows_and_writes_nothing(run: Run) -> None:
    grow(run)
    before = sorted(Path.cwd().iterdir())
    answer = run("report", "refresh", FOUND, "--dry-run")
    assert (answer.code, "更新5处" in answer.out, sorted(Path.cwd().iterdir())) == (0, True, before)
    assert "会改5处，没有写文件" in answer.err


def test_nothing_is_written_where_nothing_changes(run: Run) -> None:
    answer = run("report", "refresh", FOUND, "--in-place")
    assert (answer.code, answer.out) == (0, "")
    assert "没有要更新的数字，没有写文件" in answer.err
    assert not list(Path.cwd().glob("*更新*"))


def test_a_file_changed_in_place_leaves_what_it_was_beside_it(run: Run) -> None:
    was = FOUND.read_bytes()
    grow(run)
    assert refreshed(run, "--in-place") == FOUND
    assert Path("报告（更新前2026-03-31）.docx").read_bytes() == was
    assert states(run, FOUND) == ["ok"] * 10
    grow(run)
    run("add", "己六", "所属单位=渡口社区", "入库日期=2026-03-01")
    refreshed(run, "--in-place")
    assert Path("报告（更新前2026-03-31-2）.docx").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_a_link_leads_to_is_changed_not_the_link(run: Run) -> None:
    Path("原件.docx").write_bytes(FOUND.read_bytes())
    FOUND.unlink()
    FOUND.symlink_to("原件.docx")
    grow(run)
    assert run("report", "refresh", FOUND, "--in-place").code == 0
    assert FOUND.is_symlink()
    assert states(run, FOUND) == ["ok"] * 10


def test_an_earlier_refreshed_file_is_never_written_over(run: Run) -> None:
    grow(run)
    assert [refreshed(run), refreshed(run)] == [NEW, Path("报告（更新2）.docx")]
    answer = run("report", "refresh", FOUND, "--out", NEW)
    assert (answer.code, "已经存在" in answer.err) == (1, True)


@pytest.mark.parametrize("lock", ["~$报告.docx", ".~报告.docx", ".~lock.报告.docx#"])
def test_a_report_that_is_open_is_not_touched(run: Run, lock: str) -> None:
    grow(run)
    Path(lock).write_bytes(b"")
    answer = run("report", "refresh", FOUND, "--in-place")
    assert (answer.code, "打开着" in answer.err, lock in answer.err) == (1, True, True)


def test_a_long_name_is_locked_by_word_without_its_first_letters(run: Run) -> None:
    long = Path("二〇二六年第一季度工作报告.docx")
    long.write_bytes(FOUND.read_bytes())
    Path("~$二六年第一季度工作报告.docx").write_bytes(b"")
    assert run("report", "refresh", long).code == 1


@pytest.mark.parametrize(
    "words", [("--out", "甲.docx", "--in-place"), ("--quarter", "Q9"), ("--as-of", "2026-03-01")]
)
def test_words_that_do_not_go_together_are_malformed(run: Run, words: tuple[str, ...]) -> None:
    assert run("report", "refresh", FOUND, *words).code == 2


def test_a_report_moves_to_another_period_with_its_words(run: Run) -> None:
    moved = refreshed(run, "--quarter", "2025Q4", "--out", "四季度.docx")
    said = texts(moved)
    assert said[0] == "关于2025年第四季度的报告"
    assert said[2].startswith("截至2025年12月31日，全区入库1人")
    assert about(moved).about["period"] == "2025Q4"
    assert {one.origin.period for one in numbers(moved) if one.origin} == {"2025Q4"}
    assert states(run, moved) == ["ok"] * 10


def test_what_still_names_the_old_period_is_told(run: Run) -> None:
    template = "# 关于{{ 期间 }}的报告\n2026年第一季度以来，入库{{ 入库人才 }}人。\n2026年3月31日"
    plain = report(run, out="手写.docx", template=template)
    answer = run("report", "refresh", plain, "--quarter", "2025Q4", "--out", "四季度.docx")
    assert "要人改的2处" in answer.out
    assert "【2026年第一季…】以来，入库3人。" in answer.out
    assert "名单、按月的图和手写的句子不随统计期换" in answer.err


def test_an_edited_number_moves_with_the_report_and_stays_edited(run: Run) -> None:
    whole = control(FOUND)
    edit(FOUND, (whole, whole.replace(ONE, "<w:t>7</w:t>", 1)))
    moved = refreshed(run, "--quarter", "2025Q4", "--out", "四季度.docx")
    assert numbers(moved)[2].text == "7"
    assert states(run, moved)[2] == "both"
    assert numbers(refreshed(run, "--force", path=moved))[2].text == "1"


def test_a_report_of_a_running_period_catches_up(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", "2026-02-01")
    report(run, "--force")
    monkeypatch.setenv("TALENTREG_TODAY", "2026-03-10")
    assert "算到2026年2月1日" in run("report", "refresh", FOUND).err
    assert texts(refreshed(run, "--quarter", "Q1"))[2].startswith("截至2026年3月10日，全区入库3人")


def test_words_with_nothing_to_say_any_more_are_blank_and_told(run: Run) -> None:
    answer = run("report", "refresh", FOUND, "--quarter", "2025Q3", "--out", "三季度.docx")
    assert "较上季度增加2人，增长2倍 （无）" in re.sub(r" +", " ", answer.out)
    assert "请看一下所在的句子" in answer.err
    assert texts(Path("三季度.docx"))[2] == "截至2025年9月30日，全区入库0人，。"
    assert states(run, Path("三季度.docx")) == ["ok"] * 10


def test_refreshing_leaves_a_trace_in_the_audit(run: Run) -> None:
    grow(run)
    refreshed(run)
    assert "报告.docx，更新5处" in run("log").out


def test_numbers_of_a_footer_are_refreshed(run: Run) -> None:
    parts = unpack(build_template("全区{{ 入库人才 }}人"))
    footer = parts["word/footer1.xml"].decode()
    footer = footer.replace("</w:p>", "<w:r><w:t>共{{ 新入库人才 }}人</w:t></w:r></w:p>", 1)
    Path("页脚.docx").write_bytes(pack(parts | {"word/footer1.xml": footer.encode()}))
    run("report", "--quarter", "2026Q1", "--template", "页脚.docx", "--out", "有页脚.docx")
    grow(run)
    new = refreshed(run, path=Path("有页脚.docx"))
    assert [(one.part, one.text) for one in numbers(new)] == [("document", "4"), ("ftr", "3")]


def points(path: Path) -> list[str]:
    chart = unpack(path.read_bytes())["word/charts/chart1.xml"].decode()
    return re.findall(r"<c:v>(\d+)</c:v>", chart)


def test_a_stale_chart_is_told_and_drawn_anew(run: Run) -> None:
    charted = report(run, out="有图.docx", template="全区{{ 入库人才 }}人\n@图 {{ 各单位登记和联系人才图 }}")
    grow(run)
    assert states(run, charted) == ["stale", "ok", "stale", "ok", "ok"]
    answer = run("report", "verify", charted)
    assert "图：各单位登记和联系人才（人）：渡口社区" in answer.out
    new = refreshed(run, path=charted)
    assert (points(charted), points(new)) == (["2", "1"], ["2", "2"])
    assert states(run, new) == ["ok"] * 5
    assert OpenXmlValidator().validate(new).is_valid


def test_a_chart_of_months_keeps_the_months_it_names(run: Run) -> None:
    run("contact", "log", "丙三", "--on", "2026-02-08", "--channel", "走访")
    charted = report(run, out="有图.docx", template="全区{{ 入库人才 }}人\n@图 {{ 各月联系人次图 }}")
    shown = points(charted)
    assert shown == ["0", "1", "0"]
    later = refreshed(run, "--quarter", "2025Q4", "--out", "四季度.docx", path=charted)
    half = refreshed(run, "--half", "2026H1", "--out", "半年.docx", path=charted)
    assert points(later) == points(half) == shown
    assert set(states(run, later)) == set(states(run, half)) == {"ok"}


def test_a_chart_somebody_typed_into_keeps_what_was_typed(run: Run) -> None:
    charted = report(run, out="有图.docx", template="全区{{ 入库人才 }}人\n@图 {{ 各单位登记和联系人才图 }}")
    edit(charted, ("<c:v>2</c:v>", "<c:v>9</c:v>"), part="word/charts/chart1.xml")
    grow(run)
    assert points(refreshed(run, path=charted)) == ["9", "2"]
    assert points(refreshed(run, "--force", path=charted)) == ["2", "2"]
