"""How many rows of one type are inserted fast: as plain tuples, by one statement."""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Connection, Date, Dialect

from talentreg.periods import today
from talentreg.records.fields import Record, table

Own = Mapping[str, Callable[[Any], Any]]
NOTHING: Own = {}


class Inserting:
    """How rows of one record type are inserted: the statement, and a row's values as the file takes them."""

    def __init__(self, connection: Connection, record: type[Record], own: Own = NOTHING) -> None:
        """Work out once what is the same for every row; `own` takes the place of a field's usual binding."""
        rows, dialect = table(record), connection.dialect
        self.record, self.blank = record, _complete(record)
        names = [column.name for column in rows.c]
        self.pick: Callable[[dict[str, Any]], tuple[Any, ...]] = itemgetter(*names)
        binders = ((column.name, own.get(column.name) or _binder(column, dialect)) for column in rows.c)
        self.binders = [(name, bind) for name, bind in binders if bind]
        marks, listed = ", ".join("?" * len(names)), ", ".join(f'"{name}"' for name in names)
        self.statement = f'INSERT INTO "{rows.name}" ({listed}) VALUES ({marks})'  # noqa: S608  # declared names

    def bind(self, row_id: int, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return a row's values in the order of the statement; blanks take their defaults."""
        whole = {**self.blank, **row, **self.record.derived(row), "id": row_id}
        for name, bind in self.binders:
            if (value := whole[name]) is not None:
                whole[name] = bind(value)
        return self.pick(whole)


def _binder(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return what turns a field's values into those the file holds; None where they are the same."""
    if isinstance(column.type, Date):
        return lambda day: day.isoformat()  # what SQLAlchemy's own makes of it, three times as fast
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _complete(record: type[Record]) -> dict[str, Any]:
    """Return a value for every field of a record type: its declared default, or the day of entry."""
    blank = {
        name: None if field.is_required() else field.get_default()
        for name, field in record.model_fields.items()
    }
    return blank | ({"entered_on": today()} if "entered_on" in blank else {})
