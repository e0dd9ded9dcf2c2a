"""The numbers of a report counted again: as they were printed, in their own period, or not at all."""

from pathlib import Path

import pytest
from reports_in_hand import lay

from talentreg.reports.recount import recount
from talentreg.reports.tags import Origin, is_mixed
from talentreg.reports.variables.catalogue import VARIABLES
from talentreg.reports.variables.figures import SUFFIXES
from talentreg.store.register import open_for_reading

ABOUT = {"period": "2026Q1", "name": "2026年第一季度", "as-of": "2026-03-31", "scope": "all"}


@pytest.fixture
def register(own_register: Path) -> Path:
    lay(own_register)
    return own_register


def texts(register: Path, *origins: Origin, **about: str) -> list[str | None]:
    with open_for_reading(register).reading() as connection:
        found = recount(connection, origins, ABOUT | about)
    return [None if (number := found[one]) is None else number.text for one in origins]


@pytest.mark.parametrize(
    ("origin", "text"),
    [
        (Origin("persons_enrolled", "all", "2026Q1"), "3"),
        (Origin("persons_enrolled", "all", "2025Q4"), "1"),
        (Origin("persons_enrolled", "all", "2026-01"), "2"),
        (Origin("persons_enrolled", "all", "2026"), "3"),
        (Origin("persons_enrolled", "all", "20260101-20260110"), "2"),
        (Origin("persons_enrolled", "all", "2026Q1@20260110"), "2"),
        (Origin("persons_enrolled.degree.本科", "all", "2026Q1"), "2"),
        (Origin("persons_enrolled", "all", "2026Q1", "prev"), "较上季度增加2人，增长2倍"),
        (Origin("persons_enrolled", "all", "2026Q1", "cap"), "叁元整"),
        (Origin("persons_withdrawn", "all", "2026Q1", "cap"), "零元整"),
        (Origin("persons_enrolled", "all", "2026Q1", "wan"), "3"),
        (Origin("contacts_made", "all", "2026Q1"), "—"),
        (Origin("period", "all", "2026Q1", "name"), "2026年第一季度"),
        (Origin("period", "all", "2025Q4", "day"), "2025年12月31日"),
        (Origin("no_such_figure", "all", "2026Q1"), None),
        (Origin("persons_enrolled", "U99", "2026Q1"), None),
        (Origin("persons_enrolled", "all", "2026Q9"), None),
        (Origin("persons_enrolled", "all", ""), None),
        (Origin("persons_enrolled", "all", "2026Q1", "什么"), None),
        (Origin("persons_enrolled.degree.没有", "all", "2026Q1"), "0"),
        (Origin("period", "all", "2026Q1", "什么"), None),
        (Origin("~没有的变量", "all", "2026Q1"), None),
        (Origin("~", "all", "2026Q1"), None),
    ],
)
def test_a_number_is_counted_as_it_was_printed(register: Path, origin: Origin, text: str | None) -> None:
    assert texts(register, origin) == [text]


def test_many_units_counted_together_are_what_each_is_alone(register: Path) -> None:
    origins = [
        Origin(figure, f"U{number}", "2026Q1")
        for number in range(1, 6)
        for figure in ("persons_enrolled", "dossier_rate", "persons_newly_enrolled")
    ]
    assert texts(register, *origins) == [texts(register, one)[0] for one in origins]


def test_the_day_a_report_was_made_is_that_of_its_own_period_only(register: Path) -> None:
    own, other = (Origin("persons_enrolled", "all", code) for code in ("2026Q1", "2026-02"))
    day = "2026-01-31"
    assert texts(register, own, other, **{"as-of": day}) == ["2", "3"]


def test_whatever_variable_a_tag_claims_to_be_of_nothing_falls_over(register: Path) -> None:
    """What variables share under their names must not be mixed up with what they say."""
    claimed = [Origin(f"~{name}{item}", "all", "2026Q1") for name in VARIABLES for item in ("", ".甲.1")]
    words = [Origin("contacts_made", "all", "2026Q1", suffix.form) for suffix in SUFFIXES if suffix.form]
    found = dict(zip([*claimed, *words], texts(register, *claimed, *words), strict=True))
    assert found[Origin("~催报项数", "all", "2026Q1")] == "0"
    assert found[Origin("~上次报送", "all", "2026Q1")] is None
    assert {text for origin, text in found.items() if origin.ref.endswith(".甲.1")} == {None}


def test_an_origin_is_asked_without_what_was_printed(register: Path) -> None:
    with open_for_reading(register).reading() as connection:
        printed = Origin("persons_enrolled", "all", "2026Q1", "", "7")
        found = recount(connection, [printed], {})
    assert [(origin.text, number.text) for origin, number in found.items() if number] == [(None, "3")]


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("1286", False),
        ("92.3%", False),
        ("—", False),
        ("与上季度持平", False),
        ("壹万贰仟元整", False),
        ("2026年3月31日", True),
        ("0.13万", True),
        ("较上季度增加12人，增长8.3%", True),
        ("", False),
    ],
)
def test_words_beside_digits_are_known_for_what_libreoffice_would_print_twice(text: str, mixed: bool) -> None:
    assert is_mixed(text) is mixed
