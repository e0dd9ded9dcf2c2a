"""Open a register: for reading, or for a change that happens whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, update

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
    def changing(self, command: str, undoes: int | None = None) -> Iterator[Writer]:
        """Give a writer; all it does is kept when the block ends, nothing when it raises.

        A block that changes nothing leaves no change set.
        """
        try:
            with sqlite.plain_refusals(self.path), self.engine.begin() as connection:
                writer = Writer(connection, command, undoes)
                yield writer
                if not writer.finish():
                    sets = table(ChangeSet)
                    connection.execute(delete(sets).where(sets.c.id == writer.set_id))
                elif undoes is not None:
                    _mark_undone(connection, undoes, writer.set_id)
        except BaseException:
            self._forget_fresh_file()
            raise
        self.fresh = False

    def _forget_fresh_file(self) -> None:
        """Remove a file that was created for a change which did not happen."""
        if self.fresh and self.path is not None:
            self.path.unlink(missing_ok=True)
            self.path.with_name(self.path.name + "-journal").unlink(missing_ok=True)


def open_for_reading(path: Path) -> Register:
    """Open an existing register; nothing done through it can change the file."""
    if not path.exists() or (path.is_file() and sqlite.is_blank(path)):
        raise Refused(f"还没有登记册：{path}", "先用 talentreg import 导入表格，或用 --db 指明已有的登记册")
    sqlite.check_file(path)
    engine = sqlite.open_engine(path, writing=False)
    with sqlite.plain_refusals(path), engine.connect() as connection:
        due = migrate.is_due(connection, path)
    return Register(path, engine, backup=migrate.migrate_file(path) if due else None)


def open_for_writing(path: Path) -> Register:
    """Open a register for changes, creating it when there is none.

    Its folder must exist, except for the default place.
    """
    fresh = not path.exists()
    if fresh:
        _create(path)
    sqlite.check_file(path)
    engine = sqlite.open_engine(path, writing=True)
    register = Register(path, engine, fresh)
    try:
        with sqlite.plain_refusals(path), sqlite.open_engine(path, writing=False).connect() as connection:
            due = migrate.is_due(connection, path)
        if due:
            register.backup = migrate.migrate_file(path)
    except BaseException:
        register._forget_fresh_file()
        raise
    return register


def open_blank() -> Register:
    """Open an empty register in memory, for planning without one."""
    register = Register(None, sqlite.open_memory_engine())
    with register.engine.begin() as connection:
        migrate.migrate(connection)
    return register


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


def _mark_undone(connection: Connection, undone: int, by: int) -> None:
    """Note who undid what; undoing an undo brings the first change set back into effect."""
    sets = table(ChangeSet)
    first = connection.execute(sets.select().where(sets.c.id == undone)).mappings().one()["undoes"]
    connection.execute(update(sets).where(sets.c.id == undone).values(undone_by=by))
    if first is not None:
        connection.execute(update(sets).where(sets.c.id == first).values(undone_by=None))
