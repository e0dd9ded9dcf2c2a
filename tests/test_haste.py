"""What the tests do once a process gives what a command alone would have made."""

from pathlib import Path

import haste
from conftest import on_the_day
from test_migrations import marks, schema
from test_store import contents

from talentreg.store import sqlite


def test_tables_laid_again_are_those_that_were_migrated(tmp_path: Path) -> None:
    laid, migrated = tmp_path / "laid.db", tmp_path / "migrated.db"
    for path, make in ((laid, haste.lay_tables), (migrated, haste.migrate_truly)):
        sqlite.create_file(path)
        with sqlite.open_engine(path, writing=True, foreign_keys=False).begin() as connection:
            make(connection)
    assert marks(laid) == marks(migrated)
    assert schema(laid) == schema(migrated)
    assert contents(laid) == contents(migrated)
    assert on_the_day(["--db", str(laid), "list"]) == 0
