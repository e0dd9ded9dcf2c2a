"""Templates an office makes for itself: copied out, made in Word, saved by LibreOffice, found by name."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from docx import Document
from pdf import convert, needs_office
from test_living import with_document
from test_template_safety import HOSTILE

from talentreg.reports.catalogue import REPORTS, load_template
from talentreg.reports.own_templates import own_templates
from talentreg.reports.reading import numbers, texts
from talentreg.reports.variables.catalogue import VARIABLES
from talentreg.reports.variables.examples import examples

Run = Callable[..., Answer]
SIGNED = "{{ 署名 }}".encode()
QUARTER = ("--quarter", "2026Q1")


def written(answer: Answer) -> Path:
    assert answer.code == 0, answer
    return Path(answer.out.strip())


def made_in_word(place: Path) -> None:
    """Make a template from nothing: headings of Word's own, a table, a header, a tag cut into runs."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ 单位 }}"
    document.add_heading("{{ 期间 }}情况", 1)
    paragraph = document.add_paragraph("入库")
    for piece in ("{", "{ 入库", "人才", " }}"):
        paragraph.add_run(piece).bold = piece == "人才"
    paragraph.add_run("人{% if 走访返乡人员 %}，走访{{ 走访返乡人员 }}人{% endif %}。")
    table = document.add_table(rows=4, cols=2)
    table.style = "Table Grid"
    cells = [["单位", "人数"], ["{%tr for 行 in 下级单位 %}", ""], ["{{ 行.单位 }}", "{{ 行.入库人才 }}"]]
    for row, said in zip(table.rows, [*cells, ["{%tr endfor %}", ""]], strict=True):
        for cell, text in zip(row.cells, said, strict=True):
            cell.text = text
    document.save(str(place))


def test_a_template_copied_out_lies_beside_the_register_and_is_found_by_its_name(
    run: Run, samples: Path
) -> None:
    copy = written(run("report", "template", "new", "本区季报", "--from", "duty"))
    assert copy == samples.parent / "templates" / "本区季报.docx"
    assert run("report", "template", "check", "本区季报").code == 0
    own = written(run("report", *QUARTER, "--template", "本区季报", "--out", "自己的.docx"))
    ours = written(run("report", *QUARTER, "--template", "duty", "--out", "随附的.docx"))
    assert texts(own) == texts(ours)
    assert [(one.origin, one.text) for one in numbers(own)] == [
        (one.origin, one.text) for one in numbers(ours)
    ]


def test_what_was_changed_in_the_copy_is_in_the_report(run: Run, samples: Path) -> None:
    copy = written(run("report", "template", "new", "本区季报", "--from", "duty"))
    changed = "王敏核（{{ 入库人才 }}人）{{ 署名 }}".encode()
    copy.write_bytes(with_document(copy.read_bytes(), SIGNED, changed))
    report = written(run("report", *QUARTER, "--template", "本区季报.docx"))
    signed = [(one.label, one.where) for one in numbers(report) if "王敏核" in one.where]
    assert [label for label, _ in signed] == ["入库人才"]


def test_a_template_made_from_nothing_in_word_fills_and_its_numbers_are_tracked(
    run: Run, samples: Path
) -> None:
    made_in_word(Path("季报.docx"))
    assert run("report", "template", "check", "季报.docx").code == 0
    report = written(
        run("report", *QUARTER, "--template", "季报.docx", "--unit", "临江街道", "--out", "出.docx")
    )
    assert texts(report, "hdr") == ["临江街道"]
    assert texts(report)[0] == "2026年第一季度情况"
    labels = [one.label for one in numbers(report)]
    assert {"入库人才", "走访返乡人员", "望江社区 入库人才"} <= set(labels)
    assert run("report", "verify", str(report)).code == 0


@needs_office
def test_a_template_saved_by_libreoffice_says_the_same(run: Run, samples: Path, tmp_path: Path) -> None:
    Path("duty.docx").write_bytes(load_template("duty"))
    saved = convert(Path("duty.docx"), "docx", tmp_path / "saved")
    assert run("report", "template", "check", str(saved)).code == 0
    theirs = written(run("report", *QUARTER, "--template", str(saved), "--out", "甲.docx"))
    ours = written(run("report", *QUARTER, "--template", "duty", "--out", "乙.docx"))
    assert list(filter(None, texts(theirs))) == list(filter(None, texts(ours)))  # it drops an empty paragraph
    assert sorted(one.text for one in numbers(theirs)) == sorted(one.text for one in numbers(ours))


@pytest.mark.parametrize("key", REPORTS)
def test_every_template_of_the_package_can_be_copied_out(run: Run, key: str) -> None:
    copy = written(run("report", "template", "new", f"本区{key}", "--from", key))
    assert copy.read_bytes() == load_template(key)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["季/报"], 2, "不能作模板的名称"),
        (["  "], 2, "不能作模板的名称"),
        (["quarter"], 2, "是随附模板的名称"),
        (["季报", "--from", "季度"], 1, "是不是 quarter（季度、半年、年度工作情况报告）？"),
        (["季报", "--out", "季报.doc"], 1, "请写成 季报.docx"),
        (["季报", "--out", "没有/季报.docx"], 1, "不存在"),
        (["已有"], 1, "已经存在，没有覆盖"),
        (["已有.docx"], 1, "已经存在，没有覆盖"),
    ],
)
def test_a_copy_that_cannot_be_made_is_refused(
    run: Run, own_register: Path, words: list[str], code: int, said: str
) -> None:
    run("report", "template", "new", "已有")
    before = own_templates(own_register.parent / "templates")
    answer = run("report", "template", "new", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert own_templates(own_register.parent / "templates") == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("没有.docx", "模板文件 没有.docx 不存在"),
        ("本区李报", "是不是 本区季报？"),
        ("走访登记单", "是不是 visits（走访登记单"),
        ("季报.dotx", "不是 .dotx"),
        ("季报.wps", "不是 .wps"),
        ("../register", "没有名为「../register」的模板"),
        ("火箭", "可用：quarter、"),
    ],
)
def test_a_template_that_is_not_there_is_told_with_the_nearest(
    run: Run, samples: Path, name: str, said: str
) -> None:
    run("report", "template", "new", "本区季报")
    answer = run("report", *QUARTER, "--template", name)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_a_hostile_template_writes_no_report(run: Run, samples: Path) -> None:
    Path("坏.docx").write_bytes(HOSTILE["DDE"])
    for words in (("report", *QUARTER, "--template", "坏.docx"), ("report", "template", "check", "坏.docx")):
        answer = run(*words)
        assert (answer.code, answer.out) == (1, "")
        assert "不允许的域（DDE）" in answer.err
    assert list(Path().glob("*报告.docx")) == []


def test_a_template_that_names_what_is_not_there_is_refused_with_the_nearest_name(
    run: Run, samples: Path
) -> None:
    copy = written(run("report", "template", "new", "本区季报", "--from", "duty"))
    copy.write_bytes(with_document(copy.read_bytes(), SIGNED, "{{ 署名单位 }}".encode()))
    answer = run("report", *QUARTER, "--template", "本区季报")
    assert answer.code == 1
    assert "不认识的变量「署名单位」" in answer.err
    assert "是不是「署名」？" in answer.err


def test_own_templates_are_listed_and_what_word_leaves_beside_them_is_not(run: Run, samples: Path) -> None:
    copy = written(run("report", "template", "new", "本区季报", "--from", "duty"))
    for name in ("~$本区季报.docx", ".~lock.本区季报.docx#", "说明.txt"):
        shutil.copy(copy, copy.with_name(name))
    listed = json.loads(run("report", "templates", "--json").out)
    assert [one["name"] for one in listed] == [*REPORTS, "本区季报"]
    assert listed[-1] == {
        "name": "本区季报",
        "about": None,
        "own": True,
        "needs": None,
        "all": False,
        "file": str(copy),
    }
    assert "本区季报" in run("report", "templates").out


def test_variables_are_found_by_a_word(run: Run) -> None:
    listed = json.loads(run("report", "template", "variables", "走访返乡", "--json").out)
    assert "走访返乡人员" in [one["name"] for one in listed]
    answer = run("report", "template", "variables", "走访返乡人数")
    assert (answer.code, answer.out) == (1, "")
    assert "「走访返乡人员」" in answer.err


def test_every_variable_is_shown_with_an_example() -> None:
    """`python docs/examples.py` prints them over the demo's register."""
    assert [name for name in VARIABLES if name not in examples()] == []
