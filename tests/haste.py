"""What the tests do once a process where each command does it anew: tables, SQL of statements."""

import gc
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from talentreg.store import migrate, sqlite

STATEMENTS = 1_500
"""Statements whose SQL is kept: all figures make some hundreds."""

migrate_truly, freeze_truly = migrate.migrate, gc.freeze


def make_haste() -> None:
    """Let the registers of this process share what does not depend on the file.

    An import keeps what there is from being looked at as garbage ever again: right for a command, not for a
    thousand of them in one process.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(gc, "freeze", lambda: None)
    patch.setattr(migrate, "migrate", lay_tables)
    patch.setattr(sqlite, "create_engine", open_alike)


def _steps() -> tuple[int, Path]:
    """Return what migrations there are and where; a test may have its own."""
    return migrate.LATEST, migrate.SCRIPTS


_shipped = _steps()


def lay_tables(connection: Connection) -> None:
    """Migrate; a register that holds nothing yet is given word for word what migrations made of the first."""
    if _steps() != _shipped or connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
        migrate_truly(connection)
        return
    file = connection.connection.driver_connection
    assert file is not None
    for statement in _tables():
        file.execute(statement)
    for statement, rows in _rows():
        file.executemany(statement, rows)
    sqlite.mark_schema_version(connection, migrate.LATEST)


@cache
def _migrated() -> Engine:
    """Migrate a register in memory."""
    engine = sqlite.open_memory_engine()
    with engine.begin() as connection:
        migrate_truly(connection)
    return engine


@cache
def _tables() -> list[str]:
    with _migrated().begin() as connection:
        query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        return list(connection.exec_driver_sql(query).scalars())


@cache
def _rows() -> list[tuple[str, list[tuple[Any, ...]]]]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
    with _migrated().begin() as connection:
        names = connection.exec_driver_sql(query).scalars().all()
        held = {name: connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names}
    return [
        (f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", [tuple(row) for row in rows])
        for name, rows in held.items()
        if rows
    ]


@cache
def _first() -> Engine:
    """Open an engine that has seen a connection, so that it knows its SQLite."""
    engine = create_engine("sqlite://", query_cache_size=STATEMENTS)
    engine.connect().close()
    return engine


def open_alike(url: str, *, poolclass: Any, **options: Any) -> Engine:
    """Make an engine that knows the SQL of every statement another engine of this process has seen."""
    if poolclass is not NullPool:
        return create_engine(url, poolclass=poolclass, **options)
    first = _first()
    pool = NullPool(options.pop("creator"), dialect=first.dialect)
    engine = Engine(pool, first.dialect, first.url, **options)
    engine._compiled_cache = first._compiled_cache
    return engine
