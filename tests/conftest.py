"""What the tests share: a register of their own, a pinned day, books made from text, the command line."""

import compileall
import gc
import io
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from haste import freeze_truly, make_haste
from hypothesis import settings
from lines import BOOK, DIVISIONS, OWN_FIGURE, SHEETS, WORK, sheet_of
from openpyxl import Workbook

import talentreg
from talentreg.cli.app import table
from talentreg.places import sample_books

TODAY = "2026-03-31"

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")  # the same examples on every machine

make_haste()


def pytest_configure(config: pytest.Config) -> None:
    """Compile the program once, as an installer does, for all the processes that will start it."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(Path(talentreg.__file__).parent, quiet=2)


def pytest_collection_finish() -> None:
    """Spare the collected tests, which stay, from being looked through for garbage again and again."""
    gc.collect()
    freeze_truly()


@pytest.fixture(autouse=True)
def own_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the machine's own register, day and folder out of every test."""
    folder = tmp_path / "office"
    folder.mkdir()
    monkeypatch.setenv("TALENTREG_DB", str(folder / "register.db"))
    monkeypatch.setenv("TALENTREG_TODAY", TODAY)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.chdir(folder)
    return folder / "register.db"


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    """A text stream whose bytes can be read back, as a shell's pipe gives them."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self) -> str:
        """Return everything written."""
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode()


@pytest.fixture
def run() -> Callable[..., Answer]:
    """Run a command line through the table the shell uses."""

    def call(*words: str | Path) -> Answer:
        out, err = _Stream(), _Stream()
        with redirect_stdout(out), redirect_stderr(err):
            code = table.main([str(word) for word in words], standalone_mode=False)
        return Answer(int(code), out.text(), err.text())

    return call


@pytest.fixture
def shell() -> Callable[..., Answer]:
    """Run the command in a process of its own."""

    def call(*words: str | Path, **more: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "talentreg", *map(str, words)],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **more},
            check=False,
        )
        return Answer(
            done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        )

    return call


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Make a workbook from text: one argument a sheet, `表名\\n` first, then rows with cells parted by |."""

    def make(*sheets: str, name: str = "登记表.xlsx") -> Path:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for text in sheets:
            title, *lines = text.strip("\n").split("\n")
            sheet = workbook.create_sheet(title.strip())
            for line in lines:
                sheet.append([cell.strip() or None for cell in line.split("|")])
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
                cell.data_type = "s"  # =1+1 is what somebody typed, not a formula
        path = tmp_path / name
        workbook.save(path)
        return path

    return make


@pytest.fixture(scope="session")
def sample_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Import the shipped samples once."""
    path = tmp_path_factory.mktemp("samples") / "register.db"
    assert on_the_day(["--db", str(path), "import", *map(str, sample_books())]) == 0
    return path.read_bytes()


def on_the_day(words: list[str]) -> int:
    """Run a command on the pinned day, outside any test."""
    before = os.environ.get("TALENTREG_TODAY")
    os.environ["TALENTREG_TODAY"] = TODAY
    try:
        with redirect_stdout(_Stream()), redirect_stderr(_Stream()):
            return int(table.main(words, standalone_mode=False))
    finally:
        os.environ.pop("TALENTREG_TODAY") if before is None else os.environ.update(TALENTREG_TODAY=before)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder the demo everybody looks at is laid into."""
    return tmp_path_factory.mktemp("office") / "试用"


@pytest.fixture(scope="session")
def demo(folder: Path) -> Answer:
    """Run the demo once, as a shell does."""
    from consoles import start  # which needs an answer of this page

    return start("demo", folder, TALENTREG_TODAY=None, TALENTREG_DB=None)


@pytest.fixture
def samples(own_register: Path, sample_bytes: bytes) -> Path:
    """Lay a register with the samples where the commands look for it."""
    own_register.write_bytes(sample_bytes)
    return own_register


@pytest.fixture(scope="session")
def namesakes(sample_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Lay two units and two members of staff of one name into the samples, and a row of every ledger."""
    path = tmp_path_factory.mktemp("namesakes") / "register.db"
    path.write_bytes(sample_bytes)
    for unit in ("望江社区", "渡口社区"):
        assert on_the_day(["--db", str(path), "unit", "add", "同名组", "--parent", unit]) == 0
        assert on_the_day(["--db", str(path), "staff", "add", "王同名", "--unit", unit]) == 0
    for line in WORK:
        assert on_the_day(["--db", str(path), *line.split()]) == 0, line
    declared = path.with_name("指标.toml")
    declared.write_text(OWN_FIGURE.format("masters", "硕士"), "utf-8")
    assert on_the_day(["--db", str(path), "figures", "add", str(declared)]) == 0
    return path.read_bytes()


def lay_sheets() -> None:
    """Write a sheet of every ledger, and a figure of an office's own, into the folder one works in."""
    for command, text in SHEETS.items():
        Path(sheet_of(command)).write_text(text, "utf-8")
    Path("指标.toml").write_text(OWN_FIGURE.format("doctors", "博士"), "utf-8")


@pytest.fixture(scope="session")
def report_bytes(namesakes: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make a report of that register once."""
    path = tmp_path_factory.mktemp("report") / "register.db"
    path.write_bytes(namesakes)
    report = path.with_name("报告.docx")
    assert on_the_day(["--db", str(path), "report", "--quarter", "2026Q1", "--out", str(report)]) == 0
    return report.read_bytes()


@pytest.fixture
def office(own_register: Path, namesakes: bytes, report_bytes: bytes) -> Path:
    """Lay that register, and a book, a list of units, sheets and a report, where a command looks for them."""
    own_register.write_bytes(namesakes)
    lay_sheets()
    Path("报告.docx").write_bytes(report_bytes)
    Path("表.csv").write_text(BOOK, "utf-8")
    Path("区划.csv").write_text(DIVISIONS, "utf-8")
    return own_register
