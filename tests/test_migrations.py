"""The register's schema: migrated to what is declared, changed whole or not at all, after a backup."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from conftest import Answer
from test_store import contents, needs_posix

from talentreg.records.catalogue import BOOKKEEPING, METADATA, RECORDS
from talentreg.records.fields import table
from talentreg.records.word import STARTER_WORDS
from talentreg.store import migrate, sqlite
from talentreg.store.register import open_for_reading, open_for_writing

Run = Callable[..., Answer]
Step = Callable[[str], None]


def schema(path: Path) -> dict[str, object]:
    """Read columns, foreign keys and indexes of every table as SQLite knows them."""
    found: dict[str, object] = {}
    with closing(sqlite3.connect(path)) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            indexes = {
                index: (unique, origin, [row[2] for row in file.execute(f"PRAGMA index_info('{index}')")])
                for _, index, unique, origin, _ in file.execute(f"PRAGMA index_list('{name}')")
            }
            keys = sorted(row[2:] for row in file.execute(f"PRAGMA foreign_key_list('{name}')"))
            found[name] = (file.execute(f"PRAGMA table_info('{name}')").fetchall(), keys, indexes)
    return found


def marks(path: Path) -> tuple[int, int, str]:
    """Return the file's application id, its version and Alembic's own."""
    with closing(sqlite3.connect(path)) as file:
        queries = ("PRAGMA application_id", "PRAGMA user_version", "SELECT version_num FROM alembic_version")
        first, second, third = (file.execute(query).fetchone()[0] for query in queries)
        return first, second, third


@pytest.fixture
def next_step(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Step:
    """Give the program one more migration than it has, from a folder of its own."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    newest = f"{migrate.LATEST:04}"
    number = migrate.LATEST + 1

    def write(body: str) -> None:
        shutil.rmtree(scripts / "versions" / "__pycache__", ignore_errors=True)
        head = f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '{number:04}'\n"
        text = f"{head}down_revision = '{newest}'\n\n\ndef upgrade():\n    {body}\n"
        (scripts / "versions" / f"{number:04}_next.py").write_text(text)
        monkeypatch.setattr(migrate, "SCRIPTS", scripts)
        monkeypatch.setattr(migrate, "LATEST", number)

    return write


OLDER = """
INSERT INTO change_set (id, at, who, command, undoes, undone_by) VALUES
  (1, '2026-01-05 09:00:00.000000', '李明', 'import 一.xlsx', NULL, 2),
  (2, '2026-01-05 09:01:00.000000', '李明', 'undo 1', 1, NULL),
  (3, '2026-01-06 09:00:00.000000', '李明', 'import 二.xlsx', NULL, NULL);
INSERT INTO person (id, name, phone) VALUES (2, '李四', '15412345679');
INSERT INTO status (id, person_id, "on", status, entered_on) VALUES
  (2, 2, '2026-01-06', 'enrolled', '2026-01-06');
INSERT INTO imported_file (id, set_id, name, digest, counts) VALUES (2, 3, '二.xlsx', 'bbbb', '{"new": 1}');
INSERT INTO source (id, file_id, sheet, line, record, row_id) VALUES (2, 2, '人员', 2, 'person', 2);
INSERT INTO change (set_id, record, "action", first_id, last_id, "before") VALUES
  (1, 'person', 'insert', 1, 1, NULL),
  (1, 'imported_file', 'insert', 1, 1, NULL),
  (1, 'source', 'insert', 1, 1, NULL),
  (2, 'source', 'delete', 1, 1,
    '{"id": 1, "file_id": 1, "sheet": "人员", "line": 2, "record": "person", "row_id": 1}'),
  (2, 'imported_file', 'delete', 1, 1,
    '{"id": 1, "set_id": 1, "name": "一.xlsx", "digest": "aaaa", "counts": {"new": 1, "skipped": 2}}'),
  (2, 'person', 'delete', 1, 1, '{"id": 1, "name": "张三"}'),
  (3, 'person', 'insert', 2, 2, NULL),
  (3, 'status', 'insert', 2, 2, NULL),
  (3, 'imported_file', 'insert', 2, 2, NULL),
  (3, 'source', 'insert', 2, 2, NULL);
INSERT INTO open_word (list, word, standard) VALUES
  ('degree', '大学本科', '大学本科'), ('degree', '本科', '大学本科'), ('degree', '自考', '自学考试');
"""
"""Two imports, the first undone, and an office that says 大学本科, as versions 1 and 2 kept them."""


def lay_tables(path: Path, version: int) -> None:
    """Lay the empty tables of an earlier version."""
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    sqlite.create_file(path)
    with sqlite.open_engine(path, writing=True, foreign_keys=False).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, f"{version:04}")
        sqlite.mark_schema_version(connection, version)


def lay_older(path: Path, version: int) -> None:
    """Lay a register of an earlier version where the commands look for it."""
    lay_tables(path, version)
    with closing(sqlite3.connect(path)) as file:
        file.executescript(OLDER)


older_versions = pytest.mark.parametrize("version", [1, 2])

ADD_TABLE = "op.create_table('next_table', sa.Column('id', sa.Integer(), primary_key=True))"
ADD_COLUMN = "with op.batch_alter_table('person') as t: t.add_column(sa.Column('nickname', sa.String()))"


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.bak"))


def test_the_migrations_end_at_the_declared_schema(run: Run, own_register: Path) -> None:
    run("add", "张三")
    options = {"compare_type": True, "compare_server_default": True}
    with sqlite.open_engine(own_register, writing=False).connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)
    assert differences == []


def test_columns_keys_and_indexes_are_the_declared_ones(run: Run, own_register: Path, tmp_path: Path) -> None:
    run("add", "张三")
    declared = tmp_path / "declared.db"
    declared.touch()
    with sqlite.open_engine(declared, writing=True).begin() as connection:
        METADATA.create_all(connection)
    migrated = schema(own_register)
    assert migrated.pop("alembic_version")
    assert migrated == schema(declared)


def test_every_table_belongs_to_a_listed_record_type() -> None:
    assert {table(record).name for record in (*RECORDS, *BOOKKEEPING)} == set(METADATA.tables)
    assert len(RECORDS) + len(BOOKKEEPING) == len(METADATA.tables)


def test_there_are_as_many_migrations_as_latest_says_in_one_line() -> None:
    files = sorted(path.name[:4] for path in (migrate.SCRIPTS / "versions").glob("*.py"))
    assert files == [f"{number:04}" for number in range(1, migrate.LATEST + 1)]
    steps = ScriptDirectory(str(migrate.SCRIPTS)).walk_revisions()
    assert [step.revision for step in steps] == files[::-1]


def test_a_new_register_bears_the_marks_and_the_starter_words(run: Run, own_register: Path) -> None:
    run("add", "张三")
    assert marks(own_register) == (sqlite.APPLICATION_ID, migrate.LATEST, f"{migrate.LATEST:04}")
    with closing(sqlite3.connect(own_register)) as file:
        stored = set(file.execute("SELECT list, word, standard FROM open_word"))
    assert stored == {
        (name, word, standard)
        for name, words in STARTER_WORDS.items()
        for standard, synonyms in words.items()
        for word in (standard, *synonyms)
    }
    assert backups(own_register) == []


@pytest.mark.parametrize("words", [("log",), ("add", "李四")], ids=["reading", "writing"])
def test_an_older_register_is_brought_up_to_date_after_a_backup(
    run: Run, samples: Path, next_step: Step, words: tuple[str, ...]
) -> None:
    before, rows = schema(samples), contents(samples)
    next_step(ADD_TABLE)
    assert run(*words).code == 0
    assert schema(samples).keys() == before.keys() | {"next_table"}
    assert marks(samples)[1:] == (migrate.LATEST, f"{migrate.LATEST:04}")
    (backup,) = backups(samples)
    assert schema(backup) == before
    assert contents(backup) == rows
    assert marks(backup)[1] == migrate.LATEST - 1


@needs_posix
def test_a_backup_is_as_private_as_the_register(run: Run, samples: Path, next_step: Step) -> None:
    next_step(ADD_TABLE)
    run("log")
    assert [path.stat().st_mode & 0o777 for path in backups(samples)] == [0o600]


def test_an_up_to_date_register_is_neither_migrated_nor_backed_up_again(
    run: Run, samples: Path, next_step: Step
) -> None:
    next_step(ADD_TABLE)
    run("log")
    after = samples.read_bytes()
    backups(samples)[0].unlink()
    assert run("log").code == 0
    assert samples.read_bytes() == after
    assert backups(samples) == []


def test_a_table_that_is_rebuilt_keeps_the_rows_that_refer_to_it(
    run: Run, samples: Path, next_step: Step
) -> None:
    before = contents(samples)
    assert before["contact"]
    next_step(ADD_COLUMN)
    assert run("log").code == 0
    after = contents(samples)
    assert [row[:-1] for row in after.pop("person")] == before.pop("person")
    assert after == before


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (f"{ADD_TABLE}\n    raise RuntimeError", 70, "没写完的内容不会留下"),
        (f"{ADD_COLUMN}\n    op.execute('DROP TABLE nothing')", 70, "没写完的内容不会留下"),
        (f"{ADD_TABLE}\n    op.execute('DELETE FROM person')", 1, "登记册没有改动"),
    ],
    ids=["raises", "bad SQL", "broken references"],
)
def test_a_failed_migration_leaves_no_trace(
    run: Run, samples: Path, next_step: Step, body: str, code: int, said: str
) -> None:
    before = samples.read_bytes()
    next_step(body)
    answer = run("log")
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert samples.read_bytes() == before


def test_a_failed_migration_of_a_new_register_leaves_no_file(
    run: Run, own_register: Path, next_step: Step
) -> None:
    next_step("raise RuntimeError")
    assert run("add", "张三").code == 70
    assert list(own_register.parent.iterdir()) == []


def test_a_backup_holds_the_register_as_it_was_just_before(
    run: Run, samples: Path, next_step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = migrate.LATEST
    next_step("raise RuntimeError")
    assert run("log").code == 70
    monkeypatch.setattr(migrate, "LATEST", older)
    assert run("add", "张三").code == 0
    before = contents(samples)
    next_step(ADD_TABLE)
    assert run("log").code == 0
    assert before in [contents(backup) for backup in backups(samples)]


def test_a_backup_that_was_cut_short_is_made_anew(run: Run, samples: Path, next_step: Step) -> None:
    before = contents(samples)
    next_step(ADD_TABLE)
    assert run("log").code == 0
    (backup,) = backups(samples)
    samples.write_bytes(backup.read_bytes())
    backup.write_bytes(b"")
    assert run("log").code == 0
    assert before in [contents(one) for one in backups(samples) if one.stat().st_size]


def test_two_opening_an_older_register_at_once_both_succeed(run: Run, samples: Path, next_step: Step) -> None:
    next_step(ADD_TABLE)
    engine = sqlite.open_engine(samples, writing=False)
    with engine.connect() as connection:
        assert migrate.is_due(connection)
    assert run("log").code == 0  # the other one was faster
    migrate.migrate_file(samples)
    assert marks(samples)[1] == migrate.LATEST
    with open_for_reading(samples).reading() as connection:
        assert not migrate.is_due(connection)


def test_the_register_says_which_backup_it_made(samples: Path, next_step: Step) -> None:
    assert open_for_writing(samples).backup is None
    next_step(ADD_TABLE)
    assert open_for_writing(samples).backup == backups(samples)[0]


LOADED = """
import sys
from talentreg.cli.app import table
code = table.main(sys.argv[1:], standalone_mode=False)
sys.exit(code or 100 + ("alembic" in sys.modules))
"""


@pytest.mark.parametrize(
    ("words", "exists", "loaded"),
    [(["add", "张三"], False, True), (["add", "李四"], True, False), (["log"], True, False)],
    ids=["new register", "writing", "reading"],
)
def test_alembic_is_loaded_only_when_a_step_is_due(
    run: Run, words: list[str], exists: bool, loaded: bool
) -> None:
    if exists:
        run("add", "张三")
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, check=False)
    assert done.returncode == 100 + loaded, done.stderr.decode()


@older_versions
def test_a_register_of_every_earlier_version_is_opened(run: Run, own_register: Path, version: int) -> None:
    lay_older(own_register, version)
    assert run("show", "李四").code == 0
    assert marks(own_register)[1:] == (migrate.LATEST, f"{migrate.LATEST:04}")
    assert [marks(path)[1] for path in backups(own_register)] == [version]
    migrated, current = schema(own_register), own_register.with_name("new.db")
    assert run("--db", current, "add", "张三").code == 0
    assert migrated == schema(current)


@older_versions
def test_imports_of_an_older_register_are_known_the_undone_too(
    run: Run, own_register: Path, version: int
) -> None:
    lay_older(own_register, version)
    found = json.loads(run("imports", "--json").out)
    assert [(one["number"], one["files"][0]["name"], one["undone_by"]) for one in found] == [
        (3, "二.xlsx", None),
        (1, "一.xlsx", 2),
    ]
    undone = json.loads(run("imports", "show", "1", "--json").out)
    assert (undone["new_people"][0]["name"], undone["read"]) == ("张三", 3)
    with closing(sqlite3.connect(own_register)) as file:
        assert file.execute("SELECT file_id, line, row_id FROM source").fetchall() == [(1, 2, 1), (2, 2, 2)]


@older_versions
def test_imports_of_an_older_register_are_taken_back(run: Run, own_register: Path, version: int) -> None:
    lay_older(own_register, version)
    assert "二.xlsx" in run("show", "李四", "--sources").out
    assert run("undo").out.startswith("已撤销第3号变更")
    assert run("list", "--all", "--json").out.strip() == "[]"
    assert [one["undone_by"] for one in json.loads(run("imports", "--json").out)] == [4, 2]
    assert run("undo", "4").code == 0
    assert "二.xlsx" in run("show", "李四", "--sources").out


@older_versions
def test_an_older_register_learns_the_words_it_lacks_and_keeps_its_own(
    run: Run, own_register: Path, version: int
) -> None:
    lay_older(own_register, version)
    run("list")
    with closing(sqlite3.connect(own_register)) as file:
        rows = file.execute("SELECT list, word, standard FROM open_word ORDER BY id").fetchall()
    first, words = [row[1:] for row in rows[:3]], {row[:2]: row[2] for row in rows}
    assert first == [("大学本科", "大学本科"), ("本科", "大学本科"), ("自考", "自学考试")]
    assert words["degree", "全日制本科"] == "大学本科"
    assert words["degree", "硕士"] == "硕士研究生"
    for name, listed in STARTER_WORDS.items():
        for standard, synonyms in listed.items():
            assert {(name, word) for word in (standard, *synonyms)} <= words.keys()
