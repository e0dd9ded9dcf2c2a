"""Everything that is particular to SQLite: the file, its marks, its pragmas, how transactions begin.

Settings were measured against power cuts: a rollback journal that is truncated, synchronous=FULL, no WAL.
"""

import glob
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool, StaticPool

from talentreg.errors import Refused, plain_reason

APPLICATION_ID = 0x54414C52
"""`TALR`, in the file's header: tells a register from any other SQLite file."""

HEADER = b"SQLite format 3\x00"
BUSY_SECONDS = 20
_PRAGMAS = ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON")
_WRITING_PRAGMAS = ("journal_mode=TRUNCATE", "synchronous=FULL", "secure_delete=ON", "cache_size=-65536")
"""The cache of 64 MB holds the indexes while an import fills them."""


def create_file(path: Path) -> None:
    """Create the register's file, empty and private to its user."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def is_missing(path: Path) -> bool:
    """Whether there is no file; raises Refused when the system will not tell."""
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError as error:
        raise Refused(f"登记册 {path} 打不开：{plain_reason(error)}", "请检查文件和文件夹的权限") from error
    return False


def is_blank(path: Path) -> bool:
    """Whether the file holds nothing yet, as after a creation that was cut short."""
    return path.is_file() and path.stat().st_size == 0


def recover(path: Path) -> None:
    """Let SQLite take back a change that was cut short by a kill or a full disk; a read-only open could not.

    Reading is enough: a journal nobody holds is rolled back, one of a change still under way is left alone.
    """
    journal = path.with_name(path.name + "-journal")
    if journal.exists() and journal.stat().st_size:
        with plain_refusals(path), closing(_connect(path, "rw")) as connection:
            connection.execute("PRAGMA user_version").fetchall()


def check_file(path: Path) -> None:
    """Refuse a file that is no SQLite file or belongs to another program."""
    if path.is_dir():
        raise Refused(f"{path} 是文件夹，不是登记册", "请用 --db 指明登记册文件")
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError as error:
        raise Refused(f"登记册 {path} 打不开：{plain_reason(error)}", "请检查文件权限") from error
    if head and not head.startswith(HEADER):
        raise Refused(f"{path} 不是 talentreg 的登记册", "请用 --db 指明登记册文件")
    if head and int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise Refused(
            f"{path} 是别的程序的数据库，不是 talentreg 的登记册", "没有改动它；请用 --db 指明登记册文件"
        )


def open_engine(path: Path, *, writing: bool, foreign_keys: bool = True) -> Engine:
    """Make the engine for one register file; without `writing` the file cannot be changed.

    `foreign_keys` is off only while migrations rebuild tables: the pragma is void inside a transaction.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path, "rw" if writing else "ro"),
        poolclass=NullPool,
        hide_parameters=True,
    )
    pragmas = [*_PRAGMAS, *(_WRITING_PRAGMAS if writing else ())]
    _prepare(engine, pragmas if foreign_keys else ["foreign_keys=OFF", *pragmas[1:]], writing=writing)
    return engine


def open_memory_engine() -> Engine:
    """Make the engine of an empty register that is never saved."""
    engine = create_engine("sqlite://", poolclass=StaticPool, hide_parameters=True)
    _prepare(engine, list(_PRAGMAS), writing=True)
    return engine


def schema_version(connection: Connection) -> int:
    """Return how many migrations the file has seen."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def mark_schema_version(connection: Connection, version: int) -> None:
    """Write the register's mark and the number of migrations it has seen."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {version:d}")


def broken_references(connection: Connection) -> int:
    """Count the rows that point at nothing."""
    return len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())


def copy_file(source: Path, target: Path) -> None:
    """Copy a register consistently, even while in use; an older copy goes when the new is whole."""
    beside = target.with_name(target.name + ".tmp")
    beside.unlink(missing_ok=True)
    create_file(beside)
    old = _connect(source, "ro")
    new = sqlite3.connect(beside)
    try:
        old.backup(new)
    finally:
        old.close()
        new.close()
    os.replace(beside, target)


def copies_beside(path: Path) -> list[Path]:
    """List the files beside a register that are copies of it by their names."""
    own = {path.name + ending for ending in ("", "-journal", "-wal", "-shm")}
    named, stem = glob.escape(path.name), glob.escape(path.stem)
    found = {*path.parent.glob(f"{named}?*"), *path.parent.glob(f"*{stem}*.bak")}
    return sorted(one for one in found if one.name not in own and one.is_file())


def rebuild(path: Path) -> None:
    """Write a register's file anew, so that no byte of what was deleted is left in the gaps of a page."""
    with plain_refusals(path), closing(_connect(path, "rw")) as connection:
        connection.isolation_level = None
        for pragma in _WRITING_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("VACUUM")


@contextmanager
def plain_refusals(path: Path | None) -> Iterator[None]:
    """Turn what SQLite says of a file into one Chinese line."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        said = error.orig if isinstance(error, DatabaseError) else error
        if refusal := _refusal(str(said), path):
            raise refusal from error
        raise


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS)


def _refusal(said: str, path: Path | None) -> Refused | None:
    answers = {
        "locked": (f"登记册 {path} 正被另一个程序占用", f"已等待{BUSY_SECONDS}秒；请稍后再试"),
        "readonly": (f"登记册 {path} 是只读的，不能写入", "请检查文件和所在文件夹的权限"),
        "unable to open": (f"登记册 {path} 打不开", "请检查文件和所在文件夹的权限"),
        "disk is full": ("磁盘已满，登记册没有改动", "请腾出空间后再试"),
        "malformed": (f"登记册 {path} 已损坏", "请用最近的备份恢复"),
        "not a database": (f"{path} 不是 talentreg 的登记册", "请用 --db 指明登记册文件"),
        "disk I/O": (f"读写登记册 {path} 时磁盘出错", "登记册没有改动；请检查磁盘和权限"),
    }
    return next((Refused(*answer) for sign, answer in answers.items() if sign in said), None)


def _prepare(engine: Engine, pragmas: list[str], *, writing: bool) -> None:
    """Let SQLAlchemy begin the transactions: Python's sqlite3 opens none before DDL or SELECT."""

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
