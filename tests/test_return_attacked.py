"""What must not break the records of coming back: parts of amounts, numbers in names, rows refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from docx import Document

Run = Callable[..., Answer]
PHONE, ID_NUMBER = "15412345678", "990101199003078888"
TELLING = f"电话{PHONE}证{ID_NUMBER}"


@pytest.fixture
def office(run: Run) -> None:
    """Set up somebody, a project of theirs, a policy and a batch of one benefit."""
    for line in (
        "unit add 望江社区 --level 村社区",
        "add 张三 --unit 望江社区",
        "project add 茶园 --on 2026-01-01 计划投资=1234567.89万元",
        "project join 茶园 张三",
        "policy add 交通补贴 --on 2025-01-01 补贴标准=0.8",
        "benefit grant 交通补贴 张三 --batch 三月",
    ):
        answer = run(*line.split())
        assert answer.code == 0, (line, answer.err)


@pytest.mark.usefixtures("office")
def test_parts_of_an_amount_add_up_to_what_was_typed(run: Run) -> None:
    for part in ("0.7", "0.1"):
        assert run("benefit", "pay", "三月", "--amount", part).code == 0
    [told] = json.loads(run("benefit", "list", "--json").out)
    assert told["paid"] == 0.8
    assert "共1笔" in run("benefit", "list", "已发金额=0.8").out + run("benefit", "list", "已发金额=0.8").err


@pytest.mark.usefixtures("office")
def test_no_digit_of_an_amount_is_lost(run: Run) -> None:
    for part in ("12345.67万元", "0.1万元", "0.2万元"):
        assert run("project", "fund", "add", "茶园", part, "--on", "2026-02-01").code == 0
    assert "计划投资1234567.89万元，到位12345.97万元" in run("project", "show", "茶园").out
    assert "12345.67万元" in run("growth", "张三").out


@pytest.mark.parametrize(
    "line",
    [
        f"project join 茶园 李四 --role {TELLING}",
        "growth 李四",
        "project show 电话 --json",
        "project fund add 电话154 5",
        "library join 电话154 张三",
        "apartment move-in 电话154 张三",
        "benefit grant 电话154 张三",
        "benefit roll 电话154",
        "benefit pay 电话154",
    ],
)
@pytest.mark.usefixtures("office")
def test_a_number_in_a_name_is_masked_also_where_names_are_suggested(run: Run, line: str) -> None:
    near = f"电话154证{ID_NUMBER}"
    for before in (
        "add 李四 --unit 望江社区",
        f"project join 茶园 李四 --role {TELLING}",
        f"project add {near} --on 2026-01-01",
        f"library add {near}",
        f"apartment add {near}",
        f"policy add {near} 补贴标准=5",
        f"benefit grant {near} 张三 --batch {near}",
    ):
        assert run(*before.split()).code == 0
    words = [f"{word}证{ID_NUMBER[:-1]}" if word.startswith("电话154") else word for word in line.split()]
    answer = run(*words)
    assert PHONE not in answer.out + answer.err
    assert ID_NUMBER not in answer.out + answer.err
    assert "99**************88" in answer.out + answer.err or "project show" in line


@pytest.mark.usefixtures("office")
def test_a_row_that_is_refused_names_no_number_another_row_gets(run: Run) -> None:
    Path("补贴.csv").write_text(
        "人才编号,待遇名称,应发金额（元）,应发日期,发放日期,实发金额（元）,所属期\n"
        "R000001,春节慰问,100,2026-01-01,2026-02-01,200,一月\n"
        "R000001,春节慰问,100,2026-01-01,2026-02-01,50,二月\n",
        "utf-8",
    )
    answer = run("benefit", "import", "补贴.csv")
    assert answer.code == 3
    assert "第2行：应发100元，已发0元，再发200元就多了，没有登记；请检查这一行" in answer.out
    assert "DY000002" not in answer.out
    [kept] = json.loads(run("benefit", "list", "待遇名称=春节慰问", "--json").out)
    assert (kept["record"], kept["period"], kept["paid"]) == ("DY000002", "二月", 50)


@pytest.mark.usefixtures("office")
def test_a_template_nested_too_deep_is_refused(run: Run) -> None:
    template = Document()
    template.add_paragraph(f"{{{{ {'(' * 3000}入库人才{')' * 3000} }}}}")
    template.save("深.docx")
    answer = run("report", "--quarter", "2026Q1", "--template", "深.docx", "--out", "报告.docx")
    assert (answer.code, "括号或标签套得太深" in answer.err) == (1, True)
    assert not Path("报告.docx").exists()


@pytest.mark.usefixtures("office")
def test_a_milestone_given_to_somebody_else_remembers_them(run: Run) -> None:
    for name, degree in (("王博", "博士"), ("李硕", "硕士")):
        assert run("add", name, "--unit", "望江社区", f"学历={degree}").code == 0
    assert run("milestone", "log", "引进", "王博", "--on", "2026-02-01").code == 0
    answer = run("milestone", "edit", "H000001", "姓名=李硕")
    assert [word in answer.out for word in ("当时学历", "博士研究生", "硕士研究生")] == [True] * 3
    [row] = json.loads(run("milestone", "list", "--json").out)
    assert (row["person_name"], row["degree"]) == ("李硕", "硕士研究生")
    said = run("milestone", "edit", "H000001", "姓名=王博", "当时学历=硕士")
    assert said.code == 0
    [row] = json.loads(run("milestone", "list", "--json").out)
    assert (row["person_name"], row["degree"]) == ("王博", "硕士研究生")
    assert run("undo").code == run("undo").code == 0
    [row] = json.loads(run("milestone", "list", "--json").out)
    assert (row["person_name"], row["degree"]) == ("王博", "博士研究生")
