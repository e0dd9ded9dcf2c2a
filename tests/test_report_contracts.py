"""What the registries of the reports owe: templates, variables, suffixes, formats, states, reasons."""

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer

from talentreg import periods
from talentreg.cli.report_subjects import SUBJECTS
from talentreg.figures.catalogue import KNOWN
from talentreg.figures.compute import Counting
from talentreg.figures.reasons import ABOUT, Reason
from talentreg.reports.catalogue import REPORTS, template_source
from talentreg.reports.checking import SAID, State
from talentreg.reports.copying import COPIES
from talentreg.reports.formats import FORMATS, Format, write_number
from talentreg.reports.sandbox import TemplateEnvironment
from talentreg.reports.variables.catalogue import GROUPS, LANGUAGE, VARIABLES
from talentreg.reports.variables.declaring import Subject, Telling, Variable
from talentreg.reports.variables.examples import examples
from talentreg.reports.variables.figures import SUFFIXES, labelled
from talentreg.store.register import open_for_reading

GOLDEN = Path(__file__).parent / "golden"
TEMPLATES = Path(template_source.__code__.co_filename).parent / "templates"


def test_every_report_has_a_template_and_a_text_that_was_read_over() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.txt")} == set(REPORTS)
    assert {path.stem.removesuffix("_full") for path in GOLDEN.glob("*.txt")} == set(REPORTS)


def test_every_part_of_templates_is_put_into_some() -> None:
    sources = "".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.txt"))
    named = set(re.findall(r"^@引用 (\w+)$", sources, re.MULTILINE)) | {"definitions"}  # behind --definitions
    assert {path.stem for path in (TEMPLATES / "parts").glob("*.txt")} == named


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_says_what_it_is_and_what_it_must_be_told(name: str) -> None:
    report = REPORTS[name]
    assert re.fullmatch("[a-z]+", name)
    assert report.about
    assert not report.about.endswith("。")
    assert report.stem.isidentifier()
    assert report.needs in ("", *SUBJECTS)
    assert report.copies in ("", *COPIES)


def test_no_two_variables_share_a_name_nor_take_that_of_a_figure() -> None:
    listed = [one.name for group in GROUPS.values() for one in group]
    assert len(listed) == len(set(listed))
    assert set(listed) & (LANGUAGE | {figure.label for figure in KNOWN.values()}) == set()


@pytest.mark.parametrize("variable", VARIABLES.values(), ids=lambda one: one.name)
def test_a_variable_says_what_it_is_with_an_example(variable: Variable) -> None:
    assert variable.name.isidentifier()
    assert variable.about
    assert not variable.about.endswith("。")
    assert variable.example or variable.name in examples()
    assert variable.needs in ("", *SUBJECTS)
    assert variable.inner.keys() <= set(variable.line)
    assert len(variable.line) == len(set(variable.line))


def test_examples_are_of_what_there_is() -> None:
    """`python docs/examples.py` writes them anew."""
    figures = {figure.label for figure in KNOWN.values()}
    suffixes = {f"…{suffix.ending}" for suffix in SUFFIXES}
    assert examples().keys() - VARIABLES.keys() - figures - suffixes == set()
    assert figures - examples().keys() == set()


def lines_in(said: Any) -> list[dict[str, Any]]:
    """Return the lines of what a variable says; one that speaks of one thing is a line by itself."""
    found = said if isinstance(said, list) else [said]
    return [line for line in found if isinstance(line, dict)]


def test_the_lines_of_a_list_hold_what_is_declared(demo: Answer, folder: Path) -> None:
    assert demo.code == 0
    empty = set()
    with open_for_reading(folder / "register.db").reading() as connection:
        counting = Counting(connection, periods.quarter("2026Q1"))
        names = frozenset(labelled(counting)) | VARIABLES.keys()
        telling = Telling(counting, names, subject=Subject((("person", "R000002"),)))
        for variable in (one for one in VARIABLES.values() if one.line):
            lines = lines_in(variable.make(telling))
            empty |= set() if lines else {variable.name}
            for line in lines:
                assert line.keys() - (labelled(counting) if variable.figures else ()) == {*variable.line}
                inner = {name for name, cell in line.items() if isinstance(cell, list)}
                assert (variable.name, inner) == (variable.name, set(variable.inner))
                for name, held in variable.inner.items():
                    assert all(one.keys() == set(held) for one in line[name]), (variable.name, name)
    assert len(empty) < len(VARIABLES) / 10, empty


def test_of_two_endings_the_longer_is_looked_for_first() -> None:
    endings = [suffix.ending for suffix in SUFFIXES]
    assert [pair for pair in combinations(endings, 2) if pair[1].endswith(pair[0])] == []
    assert all(suffix.about for suffix in SUFFIXES)


def test_words_that_compare_are_kept_under_a_format_of_their_own() -> None:
    forms = [suffix.form for suffix in SUFFIXES if suffix.form]
    assert len(forms) == len(set(forms))
    assert not set(forms) & FORMATS.keys()
    assert all(form.isalpha() for form in forms), "digits behind a format are its step"


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda one: one.code)
def test_a_format_prints_its_own_example(form: Format) -> None:
    assert form.code.isalpha()
    assert form.filter in TemplateEnvironment().filters
    said = re.findall(r"(\d+) 印成 ([^，；]+)", form.about)
    assert said
    assert [write_number(int(value), value, form.code) for value, _ in said] == [text for _, text in said]


def test_every_state_and_every_reason_is_said_in_words_of_its_own() -> None:
    assert (set(SAID), len(set(SAID.values()))) == (set(State), len(State))
    assert (set(ABOUT), len(set(ABOUT.values()))) == (set(Reason), len(Reason))
