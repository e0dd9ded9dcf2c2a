"""The ids behind a number are as many as the number says, in every scope and under every word."""

from pathlib import Path

import pytest

from talentreg import periods
from talentreg.figures.behind import Behind, proofs
from talentreg.figures.catalogue import KNOWN
from talentreg.figures.compute import Counting, Value, has_dimension
from talentreg.figures.definition import Mode
from talentreg.figures.dimensions import DIMENSIONS
from talentreg.figures.evidence import Reference
from talentreg.figures.versions import version_of
from talentreg.store.register import open_for_reading
from talentreg.store.row_ids import PARTS, RowIds

SCOPES = (None, "临江街道", "望江社区", "梅溪镇")


def counted(rows: RowIds, mode: Mode) -> float:
    """Count rows as a figure does."""
    if mode is Mode.PERSONS:
        return len({person or -record for record, person, _, _ in rows})
    return sum(rows.amounts) / PARTS if mode is Mode.SUM else len(rows)


def test_every_figure_has_as_many_ids_as_it_says_in_every_scope(office: Path) -> None:
    with open_for_reading(office).reading() as connection:
        whole = Counting(connection, periods.quarter("2026Q1"))
        behind, told, told_otherwise = Behind(whole), 0, []
        for name in SCOPES:
            unit = whole.tree.find(name) if name else None
            counting = Counting(connection, whole.period, unit)
            for figure in KNOWN.values():
                if figure.mode is not Mode.RATIO:
                    value, rows = counting.figure(figure), behind.rows(Reference(figure), unit)
                    told += bool(len(rows))
                    if (value.value or 0) != counted(rows, figure.mode):
                        told_otherwise.append((figure.key, name))
    assert (told > 100, told_otherwise) == (True, [])


@pytest.mark.parametrize("key", ["persons_enrolled", "contacts_made", "persons_contacted", "events_held"])
def test_every_part_of_a_figure_has_as_many_ids_as_it_says(office: Path, key: str) -> None:
    figure = KNOWN[key]
    with open_for_reading(office).reading() as connection:
        counting = Counting(connection, periods.quarter("2026Q1"))
        behind = Behind(counting)
        parts: list[Value] = [
            value
            for dimension in DIMENSIONS
            if has_dimension(figure, dimension)
            for value in counting.by_dimension(figure, dimension)
        ]
        assert len(parts) > 5
        for value in parts:
            rows = behind.rows(Reference(figure, value.dimension, value.word), None)
            assert counted(rows, figure.mode) == value.value, value.reference


def test_late_records_have_their_own(office: Path) -> None:
    with open_for_reading(office).reading() as connection:
        counting = Counting(connection, periods.quarter("2025Q4"))
        figure = KNOWN["contacts_made"]
        late = Behind(counting).rows(Reference(figure, word="late"), None)
        assert len(late) == counting.figure(figure).late > 0


def test_a_share_is_proven_by_its_part_and_its_whole_and_typed_numbers_by_nothing() -> None:
    share = Reference(KNOWN["dossier_rate"])
    assert [one.figure.key for one in proofs(share)] == ["dossiers_complete", "persons_enrolled"]


def test_no_two_definitions_have_the_same_version() -> None:
    versions = [version_of(Reference(figure)) for figure in KNOWN.values()]
    assert len(set(versions)) == len(versions)
    assert all(len(one) == 8 for one in versions)
