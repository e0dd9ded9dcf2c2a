"""Bring a register's tables up to the declared ones, by Alembic, after a backup.

Whether a step is due is read from the file's `user_version`, so Alembic loads only when one is.
"""

from pathlib import Path

from sqlalchemy import Connection, insert

from talentreg.errors import Refused
from talentreg.records.fields import table
from talentreg.records.text import fold_word
from talentreg.records.word import STARTER_WORDS, OpenWord
from talentreg.store import sqlite
from talentreg.store.words import load_words

LATEST = 7
"""The number of migrations there are; the files of `migrations/versions` bear them as names."""

SCRIPTS = Path(__file__).parent / "migrations"


def is_due(connection: Connection, path: Path | None = None) -> bool:
    """Whether the register lacks migrations; a register of a newer program is refused."""
    version = sqlite.schema_version(connection)
    if version > LATEST:
        raise Refused(f"登记册 {path} 是更新版本的 talentreg 建立的", "请升级 talentreg 后再打开")
    return version < LATEST


def migrate_file(path: Path) -> Path | None:
    """Run the migrations a register file lacks, all or none; return the backup made first, if any."""
    backup = None if sqlite.is_blank(path) else path.with_name(f"{path.name}.before-{LATEST:04}.bak")
    if backup:
        with sqlite.plain_refusals(path):
            sqlite.copy_file(path, backup)
    engine = sqlite.open_engine(path, writing=True, foreign_keys=False)
    with sqlite.plain_refusals(path), engine.begin() as connection:
        migrate(connection)
    return backup


def migrate(connection: Connection) -> None:
    """Run the migrations a register lacks inside the caller's transaction."""
    version = sqlite.schema_version(connection)
    if version >= LATEST:
        return  # another process was faster
    from alembic import command  # slow to load, needed once in a register's life
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    _plant_words(connection)
    if broken := sqlite.broken_references(connection):
        raise Refused(f"升级登记册时发现{broken}处失效的引用，已放弃", "登记册没有改动；请联系维护人员")
    sqlite.mark_schema_version(connection, LATEST)


def _plant_words(connection: Connection) -> None:
    """Teach the register's lists the starter words they lack; what an office calls things stands."""
    known = load_words(connection).known
    lacking = [
        {"list": name, "word": word, "standard": known.get(name, {}).get(fold_word(standard), standard)}
        for name, words in STARTER_WORDS.items()
        for standard, synonyms in words.items()
        for word in (standard, *synonyms)
        if fold_word(word) not in known.get(name, {})
    ]
    if lacking:
        connection.execute(insert(table(OpenWord)), lacking)
