"""The register's file: private, never half written, never taken for another, and nothing in it lost."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Answer

from talentreg.records.catalogue import RECORDS
from talentreg.records.changes import AuditEntry, ChangeSet
from talentreg.records.fields import Record, table
from talentreg.records.imports import RememberedColumn
from talentreg.records.person import Person
from talentreg.store import sqlite
from talentreg.store.audit import entry_digest
from talentreg.store.changes import Writer
from talentreg.store.migrate import LATEST
from talentreg.store.register import open_for_reading, open_for_writing

Run = Callable[..., Answer]
Book = Callable[..., Path]
needs_posix = pytest.mark.skipif(os.name == "nt", reason="file modes and signals are POSIX")
reading_and_writing = pytest.mark.parametrize("words", [["log"], ["add", "张三"]], ids=["reading", "writing"])

PEOPLE = "人员\n姓名|所属社区|联系电话\n张三|望江社区|15412345678\n李四|望江社区|15412345679"


STANDING = "(SELECT f.id FROM imported_file f JOIN change_set s ON s.id = f.set_id WHERE s.undone_by IS NULL)"


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row that belongs to what an office entered, by table; where from, while that stands."""
    records: list[type[Record]] = [*RECORDS, RememberedColumn]
    wanted = {table(record).name: "TRUE" for record in records}
    wanted |= {"imported_file": f"id IN {STANDING}", "source": f"file_id IN {STANDING}"}
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        return {
            name: file.execute(f"SELECT * FROM {name} WHERE {which} ORDER BY id").fetchall()
            for name, which in wanted.items()
        }


def change_sets(path: Path) -> list[str]:
    """Return the commands of the change sets, oldest first."""
    sets = table(ChangeSet)
    with open_for_reading(path).reading() as connection:
        return [row.command for row in connection.execute(sets.select().order_by(sets.c.id))]


def as_anybody(*words: str) -> Answer:
    """Run the command bound by file permissions, which do not bind root."""
    code = (
        "import ctypes, os, sys\n"
        "if sys.platform == 'linux':\n"
        "    [ctypes.CDLL(None).prctl(24, capability) for capability in (1, 2)]\n"
        "os.execv(sys.executable, [sys.executable, '-X', 'utf8', '-m', 'talentreg', *sys.argv[1:]])"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False)
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


@needs_posix
def test_a_new_register_is_private_to_its_user(run: Run, own_register: Path) -> None:
    before = os.umask(0)
    try:
        assert run("add", "张三").code == 0
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in own_register.parent.iterdir()} == {0o600}


@pytest.mark.parametrize("words", ["log", "show 张三", "stats", "why contacts_made", "report", "undo"])
def test_reading_at_a_mistyped_path_creates_nothing(run: Run, tmp_path: Path, words: str) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    answer = run("--db", folder / "regster.db", *words.split())
    assert (answer.code, answer.out) == (1, "")
    assert "还没有登记册" in answer.err
    assert list(folder.iterdir()) == []


def test_a_dry_run_without_a_register_creates_none(run: Run, book: Book, own_register: Path) -> None:
    assert run("import", book(PEOPLE), "--dry-run").code == 0
    assert list(own_register.parent.iterdir()) == []


def files(folder: Path) -> dict[Path, bytes | None]:
    """Return everything in a folder with its bytes."""
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def lay_foreign_database(path: Path, application_id: int = 0, version: int = 0) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE person (id INTEGER)")
        file.execute(f"PRAGMA application_id = {application_id}")
        file.execute(f"PRAGMA user_version = {version}")


@reading_and_writing
@pytest.mark.parametrize(
    ("lay", "said"),
    [
        (lay_foreign_database, "别的程序的数据库"),
        (lambda path: lay_foreign_database(path, 252006674), "别的程序的数据库"),
        (lambda path: lay_foreign_database(path, sqlite.APPLICATION_ID, LATEST + 1), "更新版本"),
        (lambda path: path.write_text("姓名,电话\n"), "register.db 不是 talentreg 的登记册"),
        (lambda path: path.write_bytes(bytes(5000)), "register.db 不是 talentreg 的登记册"),
        (lambda path: path.mkdir(), "是文件夹"),
    ],
    ids=["no mark", "other mark", "newer", "text", "zeros", "folder"],
)
def test_a_file_that_is_no_register_of_ours_is_left_as_it_is(
    run: Run, own_register: Path, lay: Callable[[Path], object], said: str, words: list[str]
) -> None:
    lay(own_register)
    before = files(own_register.parent)
    answer = run(*words)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
    assert files(own_register.parent) == before


@reading_and_writing
@pytest.mark.parametrize("kept", [100, 20_000])
def test_a_register_that_was_cut_off_is_refused(run: Run, samples: Path, words: list[str], kept: int) -> None:
    samples.write_bytes(damaged := samples.read_bytes()[:kept])
    answer = run(*words)
    assert (answer.code, answer.out) == (1, "")
    assert "已损坏" in answer.err
    assert samples.read_bytes() == damaged


@needs_posix
def test_a_read_only_register_can_be_read_and_refuses_changes(run: Run, own_register: Path) -> None:
    run("add", "张三")
    before = own_register.read_bytes()
    own_register.chmod(0o400)
    refused = as_anybody("add", "李四")
    said = f"错误：登记册 {own_register} 是只读的，不能写入\n提示：请检查文件和所在文件夹的权限\n"
    assert (refused.code, refused.out, refused.err) == (1, "", said)
    assert as_anybody("show", "张三").code == 0
    assert own_register.read_bytes() == before


@needs_posix
@pytest.mark.parametrize(("forbidden", "mode"), [("register.db", 0), (".", 0o500), (".", 0)])
def test_a_missing_permission_is_said_in_chinese(run: Run, tmp_path: Path, forbidden: str, mode: int) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    if forbidden != ".":
        run("--db", folder / forbidden, "add", "张三")
    (folder / forbidden).chmod(mode)
    answer = as_anybody("--db", str(folder / "register.db"), "add", "李四")
    (folder / forbidden).chmod(0o700)
    assert (answer.code, answer.out) == (1, ""), answer.err
    assert ("权限" in answer.err, "denied" in answer.err) == (True, False)


def test_a_register_in_use_can_be_read(run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", "张三")
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    with open_for_writing(own_register).changing("add") as writer:
        writer.insert(Person, {"name": "王五"})
        answer = run("add", "李四")
        assert (answer.code, answer.out) == (1, "")
        assert "正被另一个程序占用" in answer.err
        assert run("show", "张三").code == 0
        assert "没有「王五」" in run("show", "王五").err
    assert run("show", "王五").code == 0


def test_a_refused_first_change_leaves_no_file(run: Run, own_register: Path) -> None:
    assert run("add", "张三", "--unit", "没有的单位").code == 1
    assert list(own_register.parent.iterdir()) == []


def test_a_refused_first_change_spares_a_colleagues(shell: Run, run: Run, own_register: Path) -> None:
    register = open_for_writing(own_register)
    assert shell("add", "李四").code == 0
    with pytest.raises(RuntimeError), register.changing("add"):
        raise RuntimeError
    assert run("show", "李四").code == 0


def test_nobody_waiting_for_a_refused_first_change_is_told_a_lie(run: Run, own_register: Path) -> None:
    waiting: list[subprocess.Popen[bytes]] = []

    def change() -> None:
        waiting.append(subprocess.Popen([sys.executable, "-m", "talentreg", "add", "李四"]))
        time.sleep(2)
        raise RuntimeError

    with pytest.raises(RuntimeError), open_for_writing(own_register).changing("add"):
        change()
    assert waiting[0].wait(30) == run("show", "李四").code


def test_a_change_that_raises_leaves_nothing(run: Run, own_register: Path) -> None:
    run("add", "张三")
    before = own_register.read_bytes()

    def change(writer: Writer) -> None:
        writer.insert_many(Person, [{"name": f"李{n}"} for n in range(500)])
        writer.update(Person, 1, {"name": "王五"})
        raise RuntimeError

    with pytest.raises(RuntimeError), open_for_writing(own_register).changing("add") as writer:
        change(writer)
    assert own_register.read_bytes() == before


def test_a_block_that_changes_nothing_leaves_no_change_set(run: Run, book: Book, own_register: Path) -> None:
    run("import", book(PEOPLE))
    assert "没有变化" in run("import", book(PEOPLE)).out
    with open_for_writing(own_register).changing("edit") as writer:
        assert not writer.update(Person, 1, {"name": "张三", "phone": "15412345678"})
    assert change_sets(own_register) == ["import 登记表.xlsx"]


LOGGING = """
import sys
from talentreg.cli.app import table
who = sys.argv[1]
for n in range(30):
    words = ["contact", "log", "R000001", "--channel=phone", f"--note={who}{n}", f"--by={who}"]
    assert table.main(words, standalone_mode=False) == 0
"""


def test_two_processes_writing_at_once_lose_nothing(run: Run, own_register: Path) -> None:
    run("add", "张三")
    both = [subprocess.Popen([sys.executable, "-c", LOGGING, who]) for who in ("甲某", "乙某")]
    assert [process.wait(60) for process in both] == [0, 0]
    with closing(sqlite3.connect(own_register)) as file:
        rows = dict(file.execute("SELECT id, note FROM contact"))
    assert set(rows) == set(range(1, 61))
    assert set(rows.values()) == {f"{who}{n}" for who in ("甲某", "乙某") for n in range(30)}
    assert change_sets(own_register) == ["add"] + ["contact log"] * 60


KILLED = """
import os, resource, signal, sys
from pathlib import Path
from talentreg.records.person import Person
from talentreg.store.register import open_for_writing
register = open_for_writing(Path(os.environ["TALENTREG_DB"]))
if sys.argv[1] == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
with register.changing("import") as writer:
    writer.connection.exec_driver_sql("PRAGMA cache_size = 50")  # so that it reaches the file midway
    writer.update(Person, 1, {"name": "无名"})
    for batch in range(8):
        writer.insert_many(Person, [{"name": f"李{n}", "note": "长" * 500} for n in range(1000)])
    os.kill(os.getpid(), signal.SIGKILL)
"""


@needs_posix
@pytest.mark.parametrize("ending", ["killed", "full"])
@pytest.mark.parametrize("words", [["show", "张三"], ["add", "李四"]], ids=["reading", "writing"])
def test_a_change_cut_short_leaves_the_register_as_before(
    run: Run, own_register: Path, words: list[str], ending: str
) -> None:
    run("add", "张三")
    before, size = contents(own_register), own_register.stat().st_size
    done = subprocess.run([sys.executable, "-c", KILLED, ending], capture_output=True, check=False)
    assert done.returncode == (-9 if ending == "killed" else 1)
    assert own_register.stat().st_size > size, "the change must have reached the file before it was cut short"
    assert run(*words).code == 0
    if words[0] == "add":
        run("undo")
    assert contents(own_register) == before


def audit_is_whole(path: Path) -> bool:
    """Compute the chain of hashes anew."""
    entries = table(AuditEntry)
    previous = ""
    with open_for_reading(path).reading() as connection:
        for entry in connection.execute(entries.select().order_by(entries.c.id)).mappings():
            if entry["digest"] != entry_digest(previous, dict(entry)):
                return False
            previous = entry["digest"]
    return True


TAMPERINGS = (
    "DELETE FROM audit_entry WHERE id = 1",
    "DELETE FROM audit_entry WHERE id = 2",
    "UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE id = 1",
    "UPDATE audit_entry SET detail = '' WHERE id = 3",
)


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_an_audit_entry_removed_or_altered_shows(run: Run, own_register: Path, tampering: str) -> None:
    run("add", "张三", "--phone", "15412345678")
    for purpose in ("核对补贴", "节日慰问", "回访"):
        assert run("show", "张三", "--reveal", "--purpose", purpose).code == 0
    assert audit_is_whole(own_register)
    with closing(sqlite3.connect(own_register)) as file, file:
        assert file.execute(tampering).rowcount == 1
    assert not audit_is_whole(own_register)
