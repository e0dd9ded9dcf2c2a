"""LibreOffice, wherever it is installed: found, and run without a window in a profile of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from talentreg.errors import Refused

TIMEOUT, TIMEOUT_EACH = 180, 30
"""Seconds a conversion may take, and more for each file after the first."""

_ON_PATH = ("soffice", "libreoffice", "soffice.com", "loffice")
_USUAL = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/var/lib/flatpak/exports/bin/org.libreoffice.LibreOffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432", "LOCALAPPDATA")
_BY_HAND = "在 Word 或 WPS 里打开报告，用“文件 → 另存为（导出）→ PDF”"
_NOT_FOUND = f"装上 LibreOffice 后再试（装在别处的用环境变量 TALENTREG_SOFFICE 写明）；也可以{_BY_HAND}"


def find_office() -> Path | None:
    """Return the program that runs LibreOffice without a window, or None where there is none.

    TALENTREG_SOFFICE names it where it is installed in no usual place; nothing else is looked at then.
    """
    if told := os.environ.get("TALENTREG_SOFFICE"):
        return Path(told) if Path(told).is_file() else None
    named = (shutil.which(name) for name in _ON_PATH)
    found = (Path(name) for name in named if name)
    return next(found, None) or next((path for path in _places() if path.is_file()), None)


def require_office() -> Path:
    """Return the program that runs LibreOffice; without one it is refused."""
    office = find_office()
    if office is None:
        raise Refused("这台电脑上没有 LibreOffice，不能直接生成 PDF", _NOT_FOUND)
    return office


def convert(sources: Sequence[Path], to: str, folder: Path) -> list[Path]:
    """Convert files into another format (`odt`, or a filter with its options) inside a folder, in one start.

    Without LibreOffice, and when it fails or takes too long, it is refused.
    """
    office = require_office()
    # A profile in use, or one a crash has left behind, would stop it.
    with tempfile.TemporaryDirectory(prefix="talentreg-") as profile:
        command = [
            *(str(office), "--headless", "--norestore", "--nolockcheck", "--nodefault"),
            f"-env:UserInstallation={Path(profile).as_uri()}",
            *("--convert-to", to, "--outdir", str(folder), *map(str, sources)),
        ]
        _run(command, TIMEOUT + TIMEOUT_EACH * (len(sources) - 1))
    made = [folder / f"{source.stem}.{to.partition(':')[0]}" for source in sources]
    if not all(path.is_file() for path in made):
        raise Refused("LibreOffice 没有转换出结果", _BY_HAND)
    return made


def _places() -> Iterator[Path]:
    yield from map(Path, _USUAL)
    yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
    for variable in _WINDOWS_FOLDERS:
        if folder := os.environ.get(variable):
            yield from Path(folder).glob("LibreOffice*/program/soffice.com")
            yield from Path(folder).glob("Programs/LibreOffice*/program/soffice.com")


def _run(command: list[str], seconds: int) -> None:
    """Run LibreOffice; when it is stopped, the children it has go with it."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603  # the program found above, on files of our own
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=sys.platform != "win32"
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired as stop:
            _end(process)
            raise Refused(f"LibreOffice 转换超过 {seconds} 秒，已停止", _BY_HAND) from stop
        except BaseException:
            _end(process)
            raise
    if process.returncode:
        raise Refused(f"LibreOffice 转换失败（退出码 {process.returncode}）", _BY_HAND)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
