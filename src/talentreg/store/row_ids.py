"""The rows behind a number in a few bytes: ids column by column, each as the steps from row to row.

Ids of rows that were entered together follow one another, so that a million rows take some ten kilobytes.
"""

import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_WIDTHS = {"b": 1, "h": 2, "i": 4, "q": 8}
_NONE = 0
"""Stands for no id: ids begin at one."""

PARTS = 1_000_000
"""Amounts are kept in these parts of one, so that they are whole numbers."""


@dataclass(frozen=True, slots=True)
class RowIds:
    """Rows of one figure, the ids of one row in the same place: record, person, unit; amounts for a sum.

    A row about nobody of the register has the person 0, one that counts nowhere the unit 0.
    """

    records: Sequence[int] = ()
    persons: Sequence[int] = ()
    units: Sequence[int] = ()
    amounts: Sequence[int] = field(default=())

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.records)

    def __iter__(self) -> Iterator[tuple[int, int, int, int]]:
        """Give the rows one by one."""
        amounts = self.amounts or (0,) * len(self.records)
        return zip(self.records, self.persons, self.units, amounts, strict=True)


def pack_rows(rows: RowIds) -> bytes:
    """Write rows as bytes; the same rows are the same bytes."""
    columns = (rows.records, rows.persons, rows.units, rows.amounts)
    return zlib.compress(b"".join(map(_pack_column, columns)), 6)


def unpack_rows(packed: bytes) -> RowIds:
    """Read rows back."""
    data = zlib.decompress(packed)
    columns, place = [], 0
    for _ in range(4):
        column, place = _unpack_column(data, place)
        columns.append(column)
    return RowIds(*columns)


def _pack_column(values: Sequence[int]) -> bytes:
    """Write the steps in as few bytes as the widest needs: first all lowest bytes, then all second…"""
    steps = [after - before for before, after in pairwise((_NONE, *values))]
    widest = max(map(abs, steps), default=0)
    code = next(one for one, width in _WIDTHS.items() if widest < 1 << (8 * width - 1))
    raw, width = _in_order(array(code, steps)).tobytes(), _WIDTHS[code]
    return b"".join(
        (code.encode(), len(steps).to_bytes(4, "little"), *(raw[place::width] for place in range(width)))
    )


def _unpack_column(data: bytes, place: int) -> tuple[list[int], int]:
    code, count = chr(data[place]), int.from_bytes(data[place + 1 : place + 5], "little")
    width, start = _WIDTHS[code], place + 5
    end = start + count * width
    raw = bytearray(count * width)
    for one in range(width):
        raw[one::width] = data[start + one * count : start + (one + 1) * count]
    values, last = [], _NONE
    for step in _in_order(array(code, bytes(raw))):
        last += step
        values.append(last)
    return values, end


def _in_order(steps: "array[int]") -> "array[int]":
    """Turn numbers between this machine's order of bytes and the file's, lowest first."""
    if sys.byteorder == "big":
        steps.byteswap()
    return steps
