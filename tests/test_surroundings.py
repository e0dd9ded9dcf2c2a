"""Ctrl-C, a full disk, no home, a locked folder: what happens around a command never leaves it half done."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from consoles import COMMAND, start

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_output_that_cannot_be_written_is_said_and_what_was_done_is_not_denied(
    own_register: Path,
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([str(COMMAND), "add", "张三"], stdout=full, stderr=subprocess.PIPE, check=False)
    said = done.stderr.decode()
    assert done.returncode == 1
    assert "程序内部错误" not in said
    assert start("show", "张三").code == 1 or "登记册没有改动" not in said


@POSIX
def test_an_interrupted_import_changes_nothing_and_says_so(samples: Path) -> None:
    rows = "\n".join(f"王{chr(0x4E00 + n % 3000)}{n},154{n:08},望江社区" for n in range(60_000))
    samples.with_name("大表.csv").write_text(f"姓名,联系电话,所属社区\n{rows}", encoding="utf-8")
    before, journal = samples.read_bytes(), samples.with_name("register.db-journal")
    with subprocess.Popen(
        [str(COMMAND), "import", "大表.csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        while process.poll() is None and not (journal.exists() and journal.stat().st_size):
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out.decode()) == (130, "")
    assert err.decode().startswith("已中断")
    assert err.decode().count("\n") == 1
    assert samples.read_bytes() == before
    assert start("add", "张三").code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="needs a pipe that is soon full")
def test_an_interruption_after_the_change_does_not_deny_it(samples: Path) -> None:
    import fcntl

    rows = "\n".join(f"望江社区,冯大伟,2026-03-01,电话,工作人员{n:04}" for n in range(600))
    samples.with_name("台账.csv").write_text(f"社区,姓名,联络日期,联络方式,联络人\n{rows}", encoding="utf-8")
    ours, theirs = os.pipe()
    fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, 4096)
    with subprocess.Popen(
        [str(COMMAND), "import", "台账.csv"], stdout=theirs, stderr=subprocess.PIPE
    ) as process:
        while process.poll() is None and _change_sets(samples) < 2:
            time.sleep(0.02)
        os.close(theirs)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        with os.fdopen(ours, "rb") as printed:
            printed.read()
        _, err = process.communicate(timeout=60)
    said = err.decode()
    assert (process.returncode, _change_sets(samples)) == (130, 2)
    assert "没有改动" not in said


def _change_sets(path: Path) -> int:
    with sqlite3.connect(path) as register:
        return int(register.execute("SELECT count(*) FROM change_set").fetchone()[0])


@pytest.mark.usefixtures("samples")
def test_a_machine_without_home_has_a_register_all_the_same() -> None:
    where = start("where", HOME=None, TALENTREG_DB=None)
    assert (where.code, where.out.endswith("register.db\n")) == (0, True)
    assert start("stats", HOME=None).code == 0


@pytest.mark.parametrize("line", ["report", "demo"])
def test_a_folder_that_cannot_be_written_is_said_to_be_so(samples: Path, tmp_path: Path, line: str) -> None:
    locked = tmp_path / "锁"
    locked.mkdir(mode=0o500)
    assert start("stats", bound=True, cwd=locked).code == 0
    answer = start(line, bound=True, cwd=locked)
    assert (answer.code, answer.out) == (1, "")
    assert "写入" in answer.err
    assert list(locked.iterdir()) == []
