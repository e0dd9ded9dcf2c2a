"""How figures are asked for: one query each, which never reads a table whole that grows with the years."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event
from tangle import make_tangle

from talentreg.figures.catalogue import FIGURES, KNOWN
from talentreg.figures.compute import Counting, has_dimension
from talentreg.figures.definition import Figure
from talentreg.figures.dimensions import DIMENSIONS, Dimension
from talentreg.periods import quarter
from talentreg.store.cases import find_unrecorded
from talentreg.store.growth import read_growth
from talentreg.store.register import open_for_reading

GROWING = (
    "contact attendance event entry request milestone affiliation intention person "
    "return_case project partner arrival inclusion benefit payment tenancy"
).split()
"""The tables that grow with work and people.

`status` is read whole to see who is in the register, `fulfilment`, a few rows a unit, to see which moved.
"""

WHOLE = {
    **dict.fromkeys(("willing_business", "willing_office", "willing_job", "willing_any"), "intention"),
    **{"unwilling": "intention", "apartment_keys": "tenancy"},
}
"""Figures that may look at what everybody wants, as at everybody's status, or at all that ever was."""

Statements = list[tuple[str, Any]]
COUNTED = [figure for figure in KNOWN.values() if figure.rows]


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counting]:
    """Count the street of a tangled register that SQLite has gathered no statistics of, as an office's."""
    register = tmp_path_factory.mktemp("plans") / "register.db"
    make_tangle(register, 1)
    with open_for_reading(register).reading() as connection:
        period = quarter("2026Q1")
        street = Counting(connection, period).tree.find("临江街道", period.as_of)
        yield Counting(connection, period, street)


def asked(connection: Connection, ask: Callable[[], object]) -> Statements:
    """Return the queries that asking for something comes to."""
    heard: Statements = []

    def hear(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        heard.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", hear)
    try:
        ask()
    finally:
        event.remove(connection, "before_cursor_execute", hear)
    return heard


def plans_of(connection: Connection, statements: Statements) -> list[tuple[str, bool]]:
    """List the steps of some queries, and whether each is done again for every row of another."""
    steps: list[tuple[str, bool]] = []
    for statement, parameters in statements:
        again: dict[int, bool] = {}
        for step, above, _, says in connection.exec_driver_sql(f"explain query plan {statement}", parameters):
            again[step] = again.get(above, False) or says.startswith("CORRELATED")
            steps.append((says, again[step]))
    assert steps
    return steps


def read_whole(connection: Connection, statements: Statements) -> set[str]:
    """Name the tables that some queries read from the first row to the last."""
    steps = plans_of(connection, statements)
    scanned = (re.match(r"SCAN (\w+?)(_\d+)?( |$)", says) for says, _ in steps)
    return {found[1] for found in scanned if found} & set(GROWING)


def read_by_kind(connection: Connection, statements: Statements) -> list[str]:
    """List the steps that look through all records of a kind again and again."""
    return [
        says
        for says, again in plans_of(connection, statements)
        if again and re.search(r"_kind \(kind=", says)
    ]


@pytest.mark.parametrize("figure", COUNTED, ids=lambda figure: figure.key)
def test_a_figure_reads_no_growing_table_whole(counting: Counting, figure: Figure) -> None:
    anew = Counting(counting.connection, counting.period, counting.unit)
    anew.is_known(figure)
    statements = asked(counting.connection, lambda: anew.figure(figure))
    assert len(statements) == 1
    assert not read_by_kind(counting.connection, statements)
    assert read_whole(counting.connection, statements) <= {WHOLE.get(figure.key)}


@pytest.mark.parametrize("figure", COUNTED, ids=lambda figure: figure.key)
def test_a_table_by_unit_is_one_query_a_figure(counting: Counting, figure: Figure) -> None:
    counting.is_known(figure)
    units = counting.tree.children(counting.unit_id)
    statements = asked(counting.connection, lambda: counting.by_unit([figure], units))
    assert len(statements) == 1
    assert read_whole(counting.connection, statements) <= {WHOLE.get(figure.key)}


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda one: one.key)
def test_a_breakdown_is_one_query_a_figure(counting: Counting, dimension: Dimension) -> None:
    broken_down = [one for one in FIGURES.values() if has_dimension(one, dimension)]
    assert broken_down
    counting.settled(dimension)
    for figure in broken_down:
        counting.is_known(figure)
        statements = asked(counting.connection, partial(counting.by_words, figure, [dimension]))
        assert len(statements) == 1, figure.key
        assert not read_by_kind(counting.connection, statements), figure.key


def test_the_file_of_one_person_reads_only_what_names_them(counting: Counting) -> None:
    connection, tree = counting.connection, counting.tree
    statements = asked(connection, lambda: read_growth(connection, 1, tree=tree))
    assert not read_whole(connection, statements)
    assert not [says for says, _ in plans_of(connection, statements) if "_kind (kind=" in says]


def test_cases_without_a_milestone_look_up_those_of_each_person(counting: Counting) -> None:
    statements = asked(counting.connection, lambda: find_unrecorded(counting.connection))
    assert not read_by_kind(counting.connection, statements)
