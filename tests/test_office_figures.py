"""Figures an office declares for itself: what they count, proven row by row, and used like any other."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from books import lay_once
from conftest import Answer
from diary import write_diary
from docx import Document
from openpyxl import load_workbook

from talentreg.figures.compute import Counting, has_dimension
from talentreg.figures.counted import all_counted
from talentreg.figures.declaring import read_declarations
from talentreg.figures.definition import Mode
from talentreg.figures.dimensions import DIMENSIONS
from talentreg.figures.evidence import Reference, prove
from talentreg.figures.office import make_figure
from talentreg.periods import quarter
from talentreg.reports.reading import numbers, texts
from talentreg.reports.variables.catalogue import LANGUAGE, RESERVED, VARIABLES
from talentreg.reports.variables.figures import labelled
from talentreg.store.listing import Request, select_rows
from talentreg.store.register import open_for_reading

Run = Callable[..., Answer]

OFFICE = """
    staff 李明 @望江社区
    始终 丙 转入 梅溪村
    2025-06-01 甲 入库
    2025-06-01 乙 入库
    2026-02-01 丙 入库
    2025-06-01 丁 待核
    2025-06-01 戊 入库
    2026-03-01 戊 退库
    2026-01-10 甲 创业
    2026-03-10 甲 无
    2026-02-17 甲 走访 返乡 慰问 由李明
    2026-03-18 甲 走访 返乡 录于2026-04-02
    2026-02-19 乙 电话 未返乡
    2026-02-20 丙 走访 返乡 未联系上
    event 新春讲习 kind=讲习 on=2026-02-10 unit=望江社区 headcount=30 state=已办
    event 恳谈 kind=恳谈会 on=2026-03-10 unit=梅溪村 headcount=12 state=计划
    attendance 新春讲习 甲 attended=是 presence=返乡
    attendance 新春讲习 乙 attended=是 presence=返乡
    request 甲 子女入学 on=2026-01-05 due_on=2026-02-01
    request 乙 孩子上学 on=2026-01-06 closed_on=2026-03-31
    milestone 甲 kind=引进 on=2024-05-01 degree=博士 level=领军人才
    milestone 甲 kind=传帮带培养 on=2026-03-01 mentor=乙
    milestone 丙 kind=传帮带培养 on=2026-03-02 mentor=乙
    milestone 乙 kind=柔性引才 on=2025-01-01 until=2026-03-31
    milestone 丙 kind=柔性引才 on=2025-01-01 until=2026-03-30
    milestone kind=表彰 on=2026-01-20 name=先进单位 unit=望江社区
    project 茶园 on=2025-03-01 landed_on=2025-05-01 owner=村集体 jobs=12 investment=300 unit=梅溪村
    project 网店 on=2025-03-01 jobs=5 unit=望江社区
    project 旧厂 on=2025-03-01 ended_on=2026-03-31 jobs=40 unit=望江社区
    partner 茶园 甲 录于2026-03-01
    partner 茶园 丙 录于2026-03-01
    arrival 茶园 120 on=2026-02-01
    arrival 茶园 60.5 on=2025-12-31
    benefit 甲 3000 name=生活补贴 on=2026-01-31
    payment DY000001 1000 on=2026-02-10
    payment DY000001 500 on=2026-04-10
"""

DOCTORS = 'record = "人才"\nwhere = ["学历=博士"]'


SPECIMENS: list[tuple[str, str, float | None]] = [
    ("people are those enrolled on the end day", 'record = "人才"', 3),
    ("a condition is that of a list", DOCTORS, 1),
    ("all conditions have to fit", 'record = "人才"\nwhere = ["学历=博士", "性别=男"]', 0),
    ("one text is a list of one", 'record = "人才"\nwhere = "学历=博士,硕士"', 2),
    ("conditions on the person stand apart or not", 'record = "人才"\nperson = ["学历=硕士"]', 1),
    ("a status asked for is asked of everybody", 'record = "人才"\nwhere = ["在库状态=待核,入库"]', 4),
    ("an intention is the latest of the day", 'record = "人才"\nwhere = ["返乡意愿=无"]', 1),
    ("people by a day of theirs", 'record = "人才"\ntime = "期内"\ndate = "入库日期"', 1),
    ("people by a day up to the end", 'record = "人才"\ntime = "累计"\ndate = "入库日期"', 3),
    ("contacts count whom they are about", 'record = "联络"\nwhere = ["联络方式=走访"]', 2),
    ("who answered", 'record = "联络"\nwhere = ["联络方式=走访", "是否联系上=本人"]', 1),
    ("times", 'record = "联络"\nwhere = ["联络方式=走访"]\ncount = "人次"', 3),
    ("records", 'record = "联络"\nwhere = ["联络人=李明"]\ncount = "项"', 1),
    ("a person behind a contact", 'record = "联络"\nperson = ["学历=硕士"]', 1),
    ("a unit holds those below it", 'record = "联络"\nwhere = ["联络单位=临江街道"]', 2),
    ("events", 'record = "活动"\nwhere = ["活动状态=已办"]\ncount = "场"', 1),
    ("a sum", 'record = "活动"\ncount = "和"\nsum = "到场人数"\nunit = "人次"', 42),
    ("who came to events of a day", 'record = "参加名单"\nwhere = ["活动类型=讲习", "是否到会=是"]', 2),
    ("an end that is no last day", 'record = "诉求"\ntime = "期末"\nuntil = "办结日期"\ncount = "件"', 1),
    ("a day of the record's", 'record = "诉求"\ndate = "办结日期"\ncount = "件"', 1),
    ("all milestones since ever", 'record = "成效"\nwhere = ["成效种类=引进"]\ntime = "累计"', 1),
    (
        "whom a field names",
        'record = "成效"\nwhere = ["成效种类=传帮带培养"]\nwho = "带培专家"',
        1,
    ),
    (
        "what lasts through its last day",
        'record = "成效"\nwhere = ["成效种类=柔性引才"]\ntime = "期末"',
        1,
    ),
    ("records about units", 'record = "成效"\nwhere = ["成效种类=表彰"]\ncount = "项"', 1),
    ("nobody is no person", 'record = "成效"\nwhere = ["成效种类=表彰"]', 0),
    ("projects that run on the end day", 'record = "项目"\ntime = "期末"\ncount = "个"', 2),
    (
        "what they employ",
        'record = "项目"\nwhere = ["项目归属=村集体"]\ntime = "期末"\nsum = "带动就业"',
        12,
    ),
    ("people of projects", 'record = "项目人员"\ntime = "期末"', 2),
    ("money by the day it came", 'record = "到位资金"\nsum = "到位金额"', 120),
    ("money since ever", 'record = "到位资金"\nsum = "到位金额"\ntime = "累计"', 180.5),
    (
        "a sum of what a list tells",
        'record = "项目"\nsum = "到位资金"\ntime = "期末"\nunit = "万元"',
        180.5,
    ),
    ("who was paid", 'record = "发放"', 1),
    ("paid in the period", 'record = "发放"\nsum = "实发金额"', 1000),
    ("nobody of that condition was paid", 'record = "发放"\nperson = ["学历=硕士"]', 0),
    ("units", 'record = "单位"\nwhere = ["层级=村社区"]\ntime = "期末"\ncount = "个"', 3),
    ("staff", 'record = "工作人员"\ntime = "期末"\ncount = "项"\nunit = "人"', 1),
    ("of what the register has nothing, nothing is known", 'record = "人才公寓"\ncount = "项"', None),
]
"""What a figure is, how it is declared, and what it comes to."""


def declared(*bodies: str, name: str = "指标.toml") -> Path:
    """Write a file of figures, each of which has a key and a label unless it says them itself."""
    tables = []
    for place, body in enumerate(bodies, start=1):
        named = "" if "key = " in body else f'key = "own_{place}"\nlabel = "自己的{place}"\n'
        tables.append(f"[[figure]]\n{named}{body.strip()}\n")
    Path(name).write_text("\n".join(tables), "utf-8")
    return Path(name)


def add(run: Run, *bodies: str) -> None:
    """Keep figures in the register."""
    answer = run("figures", "add", declared(*bodies))
    assert answer.code == 0, answer.err


def number(run: Run, name: str = "own_1", *words: str) -> Any:
    """Ask for a number of the first quarter, proven by as many rows as it says."""
    period = () if "--quarter" in words or "--from" in words else ("--quarter", "2026Q1")
    answer = run("why", name, *period, *words, "--json")
    assert answer.code == 0, answer.err
    told = json.loads(answer.out)
    value, rows = told["figure"]["value"], told["rows"]
    if "numerator" in told["figure"]:
        assert (sum(row["counted"] for row in rows), len(rows)) == (
            told["figure"]["numerator"],
            told["figure"]["denominator"],
        )
    elif rows and "amount" in rows[0]:
        assert sum(row["amount"] for row in rows) == value
    else:
        assert len(rows) == (value or 0)
    return value


@pytest.fixture
def office(own_register: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay a register with something of everything where the commands look for it."""

    def lay() -> None:
        own_register.unlink()
        write_diary(own_register, OFFICE)
        for words in (("甲", "学历=博士", "性别=女"), ("乙", "学历=硕士"), ("丁", "学历=博士")):
            assert run("edit", *words).code == 0

    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-10")
    lay_once("an office's own figures", own_register, lay)
    return own_register


@pytest.mark.parametrize(("says", "body", "value"), SPECIMENS, ids=[says for says, _, _ in SPECIMENS])
def test_a_figure_counts_what_its_conditions_fit(
    run: Run, office: Path, says: str, body: str, value: float | None
) -> None:
    add(run, body)
    assert number(run) == value, says


@pytest.mark.parametrize(
    ("body", "day", "value"),
    [
        ('record = "人才"\nwhere = ["返乡意愿=创业"]', "2026-03-09", 1),
        ('record = "人才"\nwhere = ["返乡意愿=创业"]', "2026-03-10", 0),
        ('record = "人才"', "2026-02-28", 4),
        ('record = "成效"\nwhere = ["成效种类=柔性引才"]\ntime = "期末"', "2026-03-30", 2),
        ('record = "项目"\ntime = "期末"\ncount = "个"', "2026-03-30", 3),
        ('record = "诉求"\ntime = "期末"\nuntil = "办结日期"\ncount = "件"', "2026-03-30", 2),
    ],
)
def test_a_stock_figure_can_be_asked_for_any_past_day(
    run: Run, office: Path, body: str, day: str, value: int
) -> None:
    add(run, body)
    assert number(run, "own_1", "--from", "2026-01-01", "--to", day) == value


def test_a_number_counts_for_the_unit_of_its_records(run: Run, office: Path) -> None:
    add(run, 'record = "联络"\ncount = "人次"', 'record = "项目"\nsum = "带动就业"\ntime = "期末"')
    answer = run(
        "stats",
        "--quarter",
        "2026Q1",
        "--by",
        "unit",
        "--level",
        "村社区",
        "--json",
        "--figure",
        "自定义指标",
    )
    told = {row["unit"]: [one["value"] for one in row["figures"]] for row in json.loads(answer.out)["rows"]}
    assert told == {"望江社区": [3, 5], "渡口社区": [0, 0], "梅溪村": [1, 12]}
    for unit, (times, jobs) in told.items():
        assert number(run, "own_1", "--unit", unit) == times
        assert number(run, "自己的2", "--unit", unit) == jobs


def test_a_share_divides_two_figures_its_own_or_everybodys(run: Run, office: Path) -> None:
    share = 'key = "share"\nlabel = "博士占比"\npart = "自己的2"\nwhole = "入库人才"'
    add(run, share, DOCTORS)
    assert number(run, "博士占比") == 33.3
    assert number(run, "博士占比", "--unit", "望江社区") == 50.0
    assert number(run, "博士占比", "--unit", "梅溪村") == 0.0
    assert number(run, "博士占比", "--unit", "渡口社区") is None
    answer = run("stats", "--quarter", "2026Q1", "--by", "unit", "--json", "--figure", "博士占比")
    assert [row["figures"][0]["value"] for row in json.loads(answer.out)["rows"]] == [50.0, 0.0]
    assert "怎样去重：自己的2÷入库人才" in run("figures", "show", "博士占比").out


def test_a_figure_stands_beside_the_others_everywhere(run: Run, office: Path) -> None:
    add(run, DOCTORS, 'record = "联络"')
    assert "自己的1      1   人" in run("stats", "--quarter", "2026Q1").out.partition("自定义指标")[2]
    listed = {one["key"]: one for one in json.loads(run("figures", "list", "--json").out)}
    assert listed["own_1"]["definition"].startswith("期末在库，符合学历=博士的人才")
    assert {"degree", "age", "library"} <= set(listed["own_1"]["by"])
    assert "month" in listed["own_2"]["by"]
    assert "自定义指标\n" in run("figures", "list").out
    assert number(run, "own_1.sex.女") == 1
    compared = run("figures", "compare", "自己的1", "入库人才", "--quarter", "2026Q1")
    assert [
        line.split()[:2]
        for line in compared.out.splitlines()
        if line.endswith("的人才；单位、状态、意愿、年龄按期末，其余条件按现在的登记")
    ] == [["自己的1", "1"]]
    assert (
        json.loads(run("stats", "--quarter", "2026Q1", "--compare", "--figure", "own_2", "--json").out)[
            "figures"
        ][0]["previous"]
        == 0
    )


def test_the_evidence_workbook_says_how_it_was_counted(run: Run, office: Path) -> None:
    add(run, 'record = "成效"\nwhere = ["成效种类=引进"]\ntime = "累计"')
    assert run("why", "own_1", "--quarter", "2026Q1", "--xlsx", "佐证.xlsx").code == 0
    book = load_workbook("佐证.xlsx")
    about = {row[0].value: row[1].value for row in book["说明"].iter_rows(min_row=2)}
    assert str(about["口径"]).startswith("成效日期不晚于期末，符合成效种类=引进的成效")
    (row,) = [line for line in book["依据"].iter_rows(values_only=True) if line[0] == 1]
    assert row[1:5] == ("R000002", "甲", "云河区/临江街道/望江社区", 1)


def test_a_template_says_it_by_its_label(run: Run, office: Path, tmp_path: Path) -> None:
    add(run, DOCTORS, 'record = "成效"\ntime = "累计"\ncount = "项"')
    template = Document()
    template.add_paragraph("有{{ 自己的1 }}名，累计{{ 自己的2 }}项，本期{{ 自己的2本期 }}项。")
    template.save(str(tmp_path / "模板.docx"))
    answer = run(
        *("report", "--quarter", "2026Q1", "--template", tmp_path / "模板.docx", "--out", "报告.docx")
    )
    assert answer.code == 0, answer.err
    assert texts(Path("报告.docx")) == ["有1名，累计6项，本期3项。"]
    assert [one.origin.ref for one in numbers(Path("报告.docx")) if one.origin] == [
        "own_1",
        "own_2",
        "own_2.period",
    ]


def test_names_of_templates_that_are_no_figures_are_all_reserved(samples: Path) -> None:
    with open_for_reading(samples).reading() as connection:
        figures = labelled(Counting(connection, quarter("2026Q1")))
    assert VARIABLES.keys() | LANGUAGE == RESERVED
    assert not RESERVED & figures.keys()


def test_the_example_explains_itself_and_counts(run: Run, samples: Path) -> None:
    Path("例.toml").write_text(run("figures", "example").out, "utf-8")
    checked = run("figures", "check", "例.toml", "--quarter", "2026Q1", "--json")
    assert checked.code == 0, checked.err
    values = {one["label"]: one["value"] for one in json.loads(checked.out)["figures"]}
    assert (
        values["在外博士"]
        == json.loads(run("list", "学历=博士", "现居住地!~云河", "在库状态=入库", "--json").out).__len__()
    )
    assert values["在外博士"] > 0
    assert values["走访女性人才"] > 0
    assert values["本人走访次数"] > values["走访女性人才"]
    assert run("figures", "add", "例.toml").code == 0
    assert number(run, "在外博士占比") == round(100 * values["在外博士"] / 600, 1)


def test_a_merged_person_counts_once(run: Run, office: Path) -> None:
    add(run, 'record = "联络"', 'record = "人才"')
    assert (number(run), number(run, "own_2")) == (3, 3)
    assert run("merge", "甲", "乙").code == 0
    assert (number(run), number(run, "own_2")) == (2, 2)


def test_a_number_typed_by_hand_of_the_same_name_is_told_apart(run: Run, office: Path) -> None:
    assert run("number", "add", "自己的1", "9", "人", "数据来源=表").code == 0
    add(run, DOCTORS)
    figures = json.loads(run("stats", "--json").out)["figures"]
    assert [one["value"] for one in figures if one["label"] in ("自己的1", "自己的1（手工）")] == [1, 9]


def test_a_number_of_somebody_in_an_older_declaration_is_told_to_nobody(run: Run, office: Path) -> None:
    add(run, DOCTORS)
    with closing(sqlite3.connect(office)) as base, base:
        base.execute("UPDATE office_figure SET declaration = replace(declaration, '博士', '15412345678')")
    for words in (("figures", "show", "own_1", "--toml"), ("stats", "--json"), ("why", "own_1")):
        answer = run(*words)
        assert "15412345678" not in answer.out + answer.err
        assert answer.code == (1 if words[0] == "why" else 0)


def test_every_part_of_a_figure_has_as_many_rows_as_it_says(run: Run, office: Path) -> None:
    add(run, *(body for _, body, value in SPECIMENS if value))
    with open_for_reading(office).reading() as connection:
        counting = Counting(connection, quarter("2026Q1"))
        pairs = [
            (figure, one)
            for figure in counting.office.figures.values()
            for one in DIMENSIONS
            if has_dimension(figure, one)
        ]
        assert len(pairs) > 200
        for figure, dimension in pairs:
            for part in counting.by_dimension(figure, dimension):
                rows = prove(counting, Reference(figure, dimension, part.word))
                proven = sum(row["amount"] for row in rows) if figure.mode is Mode.SUM else len(rows)
                assert proven == part.value, (figure.definition, part.reference)


def test_every_ledger_can_be_counted_as_it_is_listed(own_register: Path, namesakes: bytes) -> None:
    own_register.write_bytes(namesakes)
    with open_for_reading(own_register).reading() as connection:
        for counted in (one for one in all_counted() if one.ledger and one.days):
            counting = Counting(connection, quarter("2026Q1"))
            day = counted.day("") or counted.days[0]
            body = f'record = "{counted.title}"\ncount = "项"\ntime = "累计"\ndate = "{day.heading}"'
            (told,) = read_declarations(declared(body).read_text("utf-8"))
            value = counting.figure(make_figure(connection, told, counting.period.as_of)).value
            rows = select_rows(connection, counted.listing, Request(everybody=True), [day])
            days = [row[day.name] for row in rows if row[day.name] and row[day.name] <= counting.period.as_of]
            assert value == (len(days) if rows else None), counted.name
