"""A list as it was asked for, written as a sheet: the same rows and columns as on the screen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import IO, Any

from talentreg.records.days import DAYS
from talentreg.store.listing import Field, Kind, Listing
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, writing

FORMS = {Kind.NUMBER: Form.COUNT, Kind.RECORD: Form.CODE}


def write_list(
    file: IO[bytes], listing: Listing, fields: Sequence[Field], rows: Sequence[dict[str, Any]]
) -> None:
    """Write rows as `tell_rows` gives them under the fields' Chinese headings."""
    ending = (f"共{len(rows)}{listing.unit_word}", "")
    with writing(file, listing.title) as workbook:
        workbook.add_list(
            listing.title, list_columns(fields), list_cells(fields, rows), Layout(ending=ending)
        )


def list_columns(fields: Sequence[Field]) -> list[SheetColumn]:
    """Make the columns of a sheet from the fields of a list."""
    return [SheetColumn(one.heading, _form(one)) for one in fields]


def list_cells(fields: Sequence[Field], rows: Sequence[Mapping[str, Any]]) -> Iterator[list[object]]:
    """Make the rows of a sheet from those of a list."""
    return ([_cell(one, row[one.name]) for one in fields] for row in rows)


def _form(one: Field) -> Form:
    if one.kind is Kind.DATE:
        return Form.DAY if one.column.clean in DAYS else Form.DIGITS
    return FORMS.get(one.kind, Form.DIGITS if one.column.mask else Form.TEXT)


def _cell(one: Field, told: Any) -> object:
    return told if isinstance(told, date | int) else one.shown(told)
