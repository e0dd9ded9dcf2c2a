"""Open a register: for reading, or for a change that happens whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.exc import DatabaseError

from talentreg import places
from talentreg.errors import Refused, plain_reason
from talentreg.records import catalogue
from talentreg.records.changes import ChangeSet
from talentreg.records.fields import table
from talentreg.store import migrate, sqlite
from talentreg.store.changes import Writer

assert catalogue.METADATA  # every table is known before the first query


@dataclass(slots=True)
class Register:
    """One register. `fresh` is set until the first change of a file just created has been kept."""

    path: Path | None
    engine: Engine
    fresh: bool = False
    backup: Path | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state."""
        with sqlite.plain_refusals(self.path), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def changing(self, command: str, undoes: int | None = None, *, dry_run: bool = False) -> Iterator[Writer]:
        """Give a writer; all it does is kept when the block ends, nothing when it raises or is a dry run.

        A block that changes nothing leaves no change set.
        """
        try:
            with sqlite.plain_refusals(self.path), self.engine.begin() as connection:
                writer = Writer(connection, command, undoes)
                yield writer
                if dry_run or not writer.finish():
                    connection.rollback()
                elif undoes is not None:
                    _mark_undone(connection, undoes, writer.set_id)
        except BaseException:
            self.forget_fresh_file()
            raise
        if dry_run:
            self.forget_fresh_file()
        self.fresh = False

    def forget_fresh_file(self) -> None:
        """Remove a file created for a change which did not happen, unless somebody else has used it."""
        if not self.fresh or self.path is None:
            return
        with suppress(DatabaseError, OSError), self.engine.begin() as connection:
            if sqlite.schema_version(connection) and connection.scalar(
                select(func.count()).select_from(table(ChangeSet))
            ):
                return
            self.path.unlink(missing_ok=True)
        self.path.with_name(self.path.name + "-journal").unlink(missing_ok=True)


def open_for_reading(path: Path) -> Register:
    """Open an existing register; nothing done through it can change the file."""
    if sqlite.is_missing(path):
        raise _none_yet(path)
    sqlite.check_file(path)
    if sqlite.is_blank(path):
        raise _none_yet(path)
    sqlite.recover(path)
    engine = sqlite.open_engine(path, writing=False)
    with sqlite.plain_refusals(path), engine.connect() as connection:
        due = migrate.is_due(connection, path)
    return Register(path, engine, backup=migrate.migrate_file(path) if due else None)


def open_for_writing(path: Path) -> Register:
    """Open a register for changes, creating it when there is none.

    Its folder must exist, except for the default place.
    """
    fresh = sqlite.is_missing(path)
    if fresh:
        _create(path)
    sqlite.check_file(path)
    sqlite.recover(path)
    register = Register(path, sqlite.open_engine(path, writing=True), fresh)
    try:
        with (
            sqlite.plain_refusals(path),
            sqlite.open_engine(path, writing=False).connect() as connection,
        ):
            due = migrate.is_due(connection, path)
        if due:
            register.backup = migrate.migrate_file(path)
    except BaseException:
        register.forget_fresh_file()
        raise
    return register


def open_blank() -> Register:
    """Open an empty register in memory, for planning without one."""
    register = Register(None, sqlite.open_memory_engine())
    with register.engine.begin() as connection:
        migrate.migrate(connection)
    return register


def _none_yet(path: Path) -> Refused:
    return Refused(f"还没有登记册：{path}", "先用 talentreg import 导入表格，或用 --db 指明已有的登记册")


def _create(path: Path) -> None:
    try:
        if path == places.default_register():
            path.parent.mkdir(parents=True, exist_ok=True)
        sqlite.create_file(path)
    except FileNotFoundError as error:
        raise Refused(
            f"文件夹 {path.parent} 不存在，不能新建登记册", "请先建好文件夹，或用 --db 换一个位置"
        ) from error
    except FileExistsError:
        return  # another process was faster
    except OSError as error:
        raise Refused(
            f"不能在 {path.parent} 新建登记册：{plain_reason(error)}", "请检查文件夹权限"
        ) from error


def _mark_undone(connection: Connection, undone: int, by: int | None) -> None:
    """Note that a change set is undone by another, or stands again (None), and what follows from it.

    An undo that is undone lets what it took back stand again; one that stands again takes it back again.
    """
    sets = table(ChangeSet)
    connection.execute(update(sets).where(sets.c.id == undone).values(undone_by=by))
    first = connection.scalar(select(sets.c.undoes).where(sets.c.id == undone))
    if first is not None:
        _mark_undone(connection, first, None if by is not None else undone)
