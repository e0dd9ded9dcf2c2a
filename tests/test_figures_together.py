"""Figures counted together share what they are counted from, and come to what each comes to alone."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from sqlalchemy import Connection, event
from tangle import make_tangle

from talentreg.figures.catalogue import KNOWN
from talentreg.figures.compute import Counting
from talentreg.figures.dimensions import find_dimension
from talentreg.periods import quarter
from talentreg.store.register import open_for_reading

Run = Callable[..., Answer]

FIGURES = [figure for figure in KNOWN.values() if figure.rows]
MERGED = (
    "update unit set closed_on = '2026-02-01', successor_id = 7 where id = 10",
    "update unit set closed_on = '2026-03-01', successor_id = 3 where id = 8",
    "update unit set parent_id = 2 where id = 9",
)
"""An office elsewhere and a village become part of others, which then answer for what was done there."""

every_seed = pytest.mark.parametrize("seed", [1, 2])


@pytest.fixture(scope="module")
def tangles(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Give the tangled register of a seed whose units were merged, laid once."""
    laid: dict[int, Path] = {}

    def lay(seed: int) -> Path:
        if seed not in laid:
            laid[seed] = tmp_path_factory.mktemp("together") / "register.db"
            make_tangle(laid[seed], seed)
            with sqlite3.connect(laid[seed]) as connection:
                for statement in MERGED:
                    connection.execute(statement)
            connection.close()
            laid[seed].chmod(0o400)
        return laid[seed]

    return lay


def heard(connection: Connection, asking: Callable[[], object]) -> list[str]:
    """Return the statements that asking for something comes to."""
    statements: list[str] = []

    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", hear)
    try:
        asking()
    finally:
        event.remove(connection, "before_cursor_execute", hear)
    return statements


@pytest.fixture
def reading(tangles: Callable[[int], Path], seed: int) -> Iterator[Connection]:
    """Read a tangled register; its file is read-only."""
    with open_for_reading(tangles(seed)).reading() as connection:
        yield connection


@every_seed
@pytest.mark.parametrize("unit", [None, "临江街道", "梅溪镇", "望江社区"])
def test_together_they_come_to_what_each_comes_to_alone(reading: Connection, unit: str | None) -> None:
    tree = Counting(reading, quarter("2026Q1")).tree
    scope = tree.find(unit) if unit else None
    alone = Counting(reading, quarter("2026Q1"), scope)
    assert Counting(reading, quarter("2026Q1"), scope).figures(FIGURES) == [
        alone.figure(figure) for figure in FIGURES
    ]


@every_seed
@pytest.mark.parametrize("scope", [None, "临江街道"])
def test_under_units_they_come_to_what_the_units_come_to(reading: Connection, scope: str | None) -> None:
    counting = Counting(reading, quarter("2026Q1"))
    top = counting.tree.find(scope) if scope else None
    units = counting.tree.children(top.id if top else None)
    found = counting.by_unit(FIGURES, units)
    for unit in units:
        alone = Counting(reading, quarter("2026Q1"), unit)
        assert found[unit.id] == [alone.figure(figure) for figure in FIGURES]


@every_seed
@pytest.mark.parametrize(
    ("key", "dimension"),
    [
        ("persons_enrolled", "degree"),
        ("contacts_made", "channel"),
        ("persons_covered", "occasion"),
        ("away_phoned", "month"),
        ("willing_any", "category"),
    ],
)
def test_a_breakdown_after_many_figures_is_that_of_the_figure_alone(
    reading: Connection, key: str, dimension: str
) -> None:
    together, alone = (Counting(reading, quarter("2026Q1")) for _ in range(2))
    together.figures(FIGURES)
    (figure, by) = KNOWN[key], find_dimension(dimension)
    assert together.by_dimension(figure, by) == alone.by_dimension(figure, by) != []


@every_seed
@pytest.mark.parametrize(
    ("key", "rows", "columns"),
    [
        ("persons_enrolled", "category", "degree"),  # of several words one person may have some
        ("persons_contacted", "industry", "region"),
        ("contacts_made", "channel", "occasion"),
        ("contacts_made", "occasion", "category"),
        ("persons_contacted", "channel", "degree"),  # a person of two channels is one under a degree
        ("benefit_amount", "benefit", "sex"),
    ],
)
def test_a_crossed_table_has_the_totals_of_each_side_alone(
    reading: Connection, key: str, rows: str, columns: str
) -> None:
    crossed, alone = (Counting(reading, quarter("2026Q1")) for _ in range(2))
    figure, both = KNOWN[key], [find_dimension(rows), find_dimension(columns)]
    assert crossed.crossed(figure, *both) == alone.by_words(figure, both)
    for dimension in both:
        assert crossed.by_dimension(figure, dimension) == alone.by_dimension(figure, dimension)
    assert crossed.by_dimension(figure, both[0]) != []


@every_seed
@pytest.mark.parametrize("key", ["persons_enrolled", "contacts_made", "willing_any"])
def test_a_table_of_units_after_many_figures_is_that_of_the_figure_alone(
    reading: Connection, key: str
) -> None:
    district = Counting(reading, quarter("2026Q1")).tree.find("临江街道")
    together, alone = (Counting(reading, quarter("2026Q1"), district) for _ in range(2))
    together.figures(FIGURES)
    asked = KNOWN[key], [find_dimension("category")], alone.tree.children(district.id)
    assert together.by_words(*asked) == alone.by_words(*asked) != {}


@every_seed
def test_units_elsewhere_are_counted_right_after_many_figures_of_a_scope(reading: Connection) -> None:
    tree = Counting(reading, quarter("2026Q1")).tree
    counting = Counting(reading, quarter("2026Q1"), tree.find("望江社区"))
    counting.figures(FIGURES)
    units = [tree.find(name) for name in ("望江社区", "临江街道", "梅溪镇")]
    found = counting.by_unit(FIGURES, units)
    for unit in units:
        alone = Counting(reading, quarter("2026Q1"), unit)
        assert found[unit.id] == [alone.figure(figure) for figure in FIGURES]


@pytest.mark.parametrize("seed", [1])
def test_who_is_in_the_register_is_asked_once_for_many_figures(reading: Connection) -> None:
    counting = Counting(
        reading, quarter("2026Q1"), Counting(reading, quarter("2026Q1")).tree.find("临江街道")
    )
    asked = [KNOWN[key] for key in ("persons_enrolled", "dossiers_complete", "persons_uncontacted")]
    assert len(looked_up(reading, counting, asked)) == 1
    assert looked_up(reading, counting, [KNOWN["willing_any"], KNOWN["persons_covered"]]) == []


@pytest.mark.parametrize("seed", [1])
@pytest.mark.parametrize("scope", [None, "临江街道"])
def test_who_is_in_the_register_is_not_asked_again_for_the_units_of_a_scope(
    reading: Connection, scope: str | None
) -> None:
    tree = Counting(reading, quarter("2026Q1")).tree
    top = tree.find(scope) if scope else None
    counting = Counting(reading, quarter("2026Q1"), top)
    asked = [KNOWN[key] for key in ("persons_enrolled", "dossiers_complete", "persons_uncontacted")]
    counting.figures(asked)
    units = tree.children(top.id if top else None)
    statements = heard(reading, lambda: counting.by_unit(asked, units))
    assert statements
    assert not [one for one in statements if "FROM status" in one]


def looked_up(connection: Connection, counting: Counting, figures: list[Any]) -> list[str]:
    """List the statements that look for people's latest status."""
    return [one for one in heard(connection, lambda: counting.figures(figures)) if "FROM status" in one]


@pytest.mark.parametrize("seed", [1])
def test_one_figure_is_asked_for_without_a_table_of_its_own(reading: Connection) -> None:
    counting = Counting(reading, quarter("2026Q1"))
    assert not [
        one
        for one in heard(reading, lambda: counting.figures([KNOWN["persons_enrolled"]]))
        if "INSERT" in one
    ]


@pytest.mark.parametrize("seed", [2])
def test_nothing_of_it_is_left_in_the_file(tangles: Callable[[int], Path], seed: int) -> None:
    path = tangles(seed)
    before = path.read_bytes()
    with open_for_reading(path).reading() as connection:
        Counting(connection, quarter("2026Q1")).figures(FIGURES)
        assert connection.exec_driver_sql("select count(*) from temp.sqlite_schema").scalar()
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == [path]
