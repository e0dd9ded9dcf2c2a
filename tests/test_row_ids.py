"""The rows behind a number are kept in a few bytes and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentreg.store.row_ids import RowIds, pack_rows, unpack_rows

ids = st.integers(min_value=0, max_value=2**62)


def told(rows: RowIds) -> list[tuple[int, int, int, int]]:
    return list(rows)


@given(st.lists(st.tuples(ids, ids, ids, st.integers(-(2**40), 2**40)), max_size=50))
def test_any_rows_come_back_as_they_were(rows: list[tuple[int, int, int, int]]) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * 4
    assert told(unpack_rows(pack_rows(RowIds(*columns)))) == rows


@pytest.mark.parametrize(
    ("rows", "most"),
    [
        (RowIds(range(1, 100_001), range(501, 100_501), [1 + one // 1000 for one in range(100_000)]), 1_500),
        (RowIds(range(1, 100_001), [one * 7919 % 100_000 for one in range(100_000)], [1] * 100_000), 400_000),
    ],
    ids=["entered together", "in no order"],
)
def test_many_rows_take_few_bytes(rows: RowIds, most: int) -> None:
    packed = pack_rows(rows)
    assert len(packed) < most
    assert unpack_rows(packed).persons == list(rows.persons)
    assert pack_rows(unpack_rows(packed)) == packed


def test_rows_without_amounts_have_none() -> None:
    assert told(unpack_rows(pack_rows(RowIds([3, 5], [1, 0], [2, 2])))) == [(3, 1, 2, 0), (5, 0, 2, 0)]
