"""How tables of figures look: on a screen they fit and show bars, in a pipe they are whole and plain."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from test_terminal import ESCAPE, POSIX, on_screen, width

from talentreg.figures.catalogue import FIGURES
from talentreg.records.contact import Contact
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.unit import Unit
from talentreg.store.register import open_for_writing

Run = Callable[..., Answer]

QUARTER = ("--quarter", "2026Q1")
BARS = re.compile("[▏▎▍▌▋▊▉█]")
LONG = "云河高新技术产业开发区人民政府驻外人才联络服务中心办事处社区"
ENROLLED = (4936, 3702, 2468, 1234)
"""People of the first communities; the others have none."""


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in ESCAPE.sub("", text).splitlines() if line.strip()]


def rows(text: str) -> list[list[str]]:
    """Take the lines of tables apart, headings and totals with them."""
    return [line.split() for line in lines(text) if line.startswith(" ") and "─" not in line]


@pytest.fixture
def many_units(own_register: Path) -> Callable[[int], None]:
    """Write a register of so many communities, one of them with a very long name."""

    def make(count: int) -> None:
        with open_for_writing(own_register).changing("many") as writer:
            top = writer.insert(Unit, {"code": "U1", "name": "云河区", "level": "county"})
            for number in range(1, count + 1):
                name = LONG if number == 2 else f"第{number}社区"
                values = {"code": f"U{number + 1}", "name": name, "level": "community", "parent_id": top}
                unit = writer.insert(Unit, values)
                size = ENROLLED[number - 1] if number <= len(ENROLLED) else 0
                people = [{"person_id": one} for one in writer.insert_many(Person, [{"name": "某"}] * size)]
                writer.insert_many(Affiliation, [one | {"on": ALWAYS, "unit_id": unit} for one in people])
                writer.insert_many(Status, [one | {"on": ALWAYS, "status": "enrolled"} for one in people])

    return make


# A pipe


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    "line",
    [
        "",
        "--compare",
        "--by month --year 2025",
        "--by unit --level 社区 --rank 联系人次",
        "--by unit,channel",
        "--by 学历 --rank 入库人才",
    ],
)
def test_a_pipe_gets_no_bars_and_every_line_whole(run: Run, line: str) -> None:
    answer = run("stats", *line.split())
    assert (answer.code, answer.err) == (0, "")
    assert BARS.findall(answer.out) == []
    tables = answer.out.split("\n\n")
    for table in tables:
        rules = [text for text in table.splitlines() if "─" in text]
        assert len(rules) <= 1
    assert sum("─" in text for text in answer.out.splitlines()) >= 1


def test_a_pipe_gets_every_figure_of_every_unit(run: Run, many_units: Callable[[int], None]) -> None:
    last = len(FIGURES) + 1
    many_units(last)
    out = run("stats", *QUARTER, "--by", "unit", "--all").out
    head, *body = rows(out)
    assert head == ["单位", *(figure.label for figure in FIGURES.values())]
    assert [row[0] for row in body] == ["第1社区", LONG, *(f"第{n}社区" for n in range(3, last + 1)), "合计"]
    assert {len(row) for row in body} == {len(FIGURES) + 1}


# A screen


@POSIX
@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("count", [12, 200])
def test_many_units_stay_readable(many_units: Callable[[int], None], count: int, columns: int) -> None:
    many_units(count)
    shown = on_screen(columns, "stats", *QUARTER, "--by", "unit")
    assert [line for line in lines(shown) if line.startswith(" ") and width(line) > columns] == []
    numbers = [row for row in rows(shown) if len(row) > 2 and row[1].isdecimal()]
    assert len(numbers) == count + 1
    assert [row[1] for row in numbers[:4]] == [str(one) for one in ENROLLED]
    assert numbers[-1][:2] == ["合计", str(sum(ENROLLED))]
    assert "".join(LONG[:5]) in shown
    assert "--figure 指标名" in shown


@POSIX
def test_figures_somebody_named_are_all_shown_in_as_many_tables_as_it_takes(
    many_units: Callable[[int], None],
) -> None:
    many_units(3)
    named = [word for figure in FIGURES for word in ("--figure", figure)]
    shown = on_screen(80, "stats", *QUARTER, "--by", "unit", *named)
    assert [line for line in lines(shown) if width(line) > 80] == []
    totals = [row for row in rows(shown) if row[0] == "合计"]
    assert (len(totals) > 1, sum(len(row) - 1 for row in totals)) == (True, len(FIGURES))
    assert "屏幕只列得下" not in shown


@POSIX
def test_few_units_stand_beside_one_another_under_all_figures(samples: Path) -> None:
    shown = rows(on_screen(80, "stats", *QUARTER, "--by", "unit", "--all"))
    assert shown[0] == ["指标", "临江街道", "梅溪镇", "青石街道", "合计"]
    assert [row[0] for row in shown[1 : len(FIGURES) + 1]] == [figure.label for figure in FIGURES.values()]


@POSIX
@pytest.mark.parametrize("columns", [80, 120])
def test_bars_stand_last_and_are_as_long_as_their_numbers(samples: Path, columns: int) -> None:
    shown = on_screen(columns, "stats", "--year", "2025", "--by", "month", "--figure", "contacts_made")
    barred = [row for row in rows(shown) if row[0].startswith("2025-")]
    assert len(barred) == 12
    assert [row for row in barred if not BARS.fullmatch(row[-1][0])] == []
    lengths = sorted((int(row[1]), len(row[-1])) for row in barred)
    assert [length for _, length in lengths] == sorted(length for _, length in lengths)
    assert lengths[-1][1] > lengths[0][1] > 0
    assert max(width(line) + len(BARS.findall(line)) for line in lines(shown)) <= columns
    assert BARS.findall(next(line for line in lines(shown) if line.startswith(" 合计"))) == []


@POSIX
@pytest.mark.parametrize(
    ("more", "columns"),
    [({"PYTHONIOENCODING": "ascii:backslashreplace"}, 80), ({}, 24)],
    ids=["ascii", "narrow"],
)
def test_where_bars_cannot_stand_there_are_none(samples: Path, more: dict[str, str], columns: int) -> None:
    words = ("stats", "--year", "2025", "--by", "month", "--figure", "contacts_made")
    shown = on_screen(columns, *words, **more)
    assert (BARS.findall(shown), "\\u258" in shown) == ([], False)
    assert "178" in shown


def test_a_chinese_console_has_the_bars() -> None:
    assert "▏▎▍▌▋▊▉█".encode("gbk").decode("gbk") == "▏▎▍▌▋▊▉█"


@POSIX
def test_a_ranking_shows_its_figure_first_and_its_places(samples: Path) -> None:
    shown = on_screen(80, "stats", *QUARTER, "--by", "unit", "--level", "社区", "--rank", "走访返乡人员")
    assert [line for line in lines(shown) if width(line) > 80] == []
    ranked = [row for row in rows(shown) if row[0].isdecimal()]
    assert [int(row[2]) for row in ranked] == sorted((int(row[2]) for row in ranked), reverse=True)
    assert [int(row[0]) for row in ranked] == [
        1 + sum(int(other[2]) > int(row[2]) for other in ranked) for row in ranked
    ]


@POSIX
@pytest.mark.parametrize("columns", [40, 60, 80, 100])
@pytest.mark.parametrize(
    "line", ["--compare", "--by unit,channel", "--by 学历,年龄段", "--by staff,month --figure 联系人次"]
)
def test_wide_tables_are_parted_and_no_number_is_broken(
    run: Run, samples: Path, line: str, columns: int
) -> None:
    shown = on_screen(columns, "stats", "--year", "2025", *line.split())
    tables = [text for text in lines(shown) if text.startswith(" ")]
    assert [text for text in tables if width(text) > columns] == []
    whole = {cell for row in rows(run("stats", "--year", "2025", *line.split()).out) for cell in row}
    found = {cell for row in rows(shown) for cell in row if re.fullmatch(r"\d+(\.\d)?", cell)}
    assert found
    assert found - whole == set()


# Totals


def test_a_cross_table_says_when_people_stand_in_several_cells(run: Run, samples: Path) -> None:
    times, persons = (
        run("stats", *QUARTER, "--by", "unit,channel", "--figure", figure).out
        for figure in ("联系人次", "联系人才")
    )
    assert ("合计已去重" in times, "合计已去重" in persons) == (False, True)


def test_what_is_recorded_at_the_scope_itself_is_said(run: Run, samples: Path) -> None:
    asked = ("stats", *QUARTER, "--by", "unit", "--figure", "联系人次")
    assert "不在所列单位之下" not in run(*asked).out
    run("contact", "log", "R000001", "--channel", "电话", "--on", "2026-03-01", "--unit", "云河区")
    assert "合计含不在所列单位之下的" in run(*asked).out


# CSV


UNKNOWN = {
    figure.key
    for figure in FIGURES.values()
    if figure.counted not in (Person, Status, Intention, Contact, Unit)
}
"""The figures the samples hold no record for."""


def test_csv_is_one_number_a_row(run: Run, samples: Path) -> None:
    one = "key,label,value,unit,time,numerator,denominator,late,in_period"
    shapes = {
        "": one,
        "--by unit": f"place,{one}",
        "--by unit --rank 联系人次": f"place,rank,{one}",
        "--by 学历": "key,label,value,unit,time,word,word_label",
        "--by 学历 --rank 入库人才": "key,label,value,unit,time,word,word_label,rank",
        "--by unit,学历": "key,label,value,unit,time,row,row_label,column,column_label",
    }
    sizes = {"": len(FIGURES), "--by unit": 3 * len(FIGURES)}
    for line, head in shapes.items():
        answer = run("stats", *QUARTER, *line.split(), "--csv")
        names, *found = csv.reader(io.StringIO(answer.out))
        assert (answer.code, answer.err, ",".join(names)) == (0, "", head)
        assert len(found) == sizes.get(line, len(found)) > 0
        key, value = names.index("key"), names.index("value")
        assert {row[key] for row in found if row[value] == ""} == (UNKNOWN if "numerator" in names else set())
    help_page = run("stats", "--help").out.replace("\n", "").replace(" ", "")
    assert all(name in help_page for head in shapes.values() for name in head.split(",")[:5])


def test_a_word_that_looks_like_a_formula_is_none_in_csv(run: Run, own_register: Path) -> None:
    run("add", "张三", "行业==1+1", "入库日期=2026-01-01")
    (row,) = csv.DictReader(io.StringIO(run("stats", "--by", "行业", "--figure", "入库人才", "--csv").out))
    assert (row["word"], row["value"]) == ("'=1+1", "1")
