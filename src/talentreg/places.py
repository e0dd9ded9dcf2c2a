"""Where things lie on this machine: the register file and the shipped samples."""

import os
from pathlib import Path

from talentreg.errors import Refused

REGISTER_NAME = "register.db"


def default_register() -> Path:
    """Return the register's place when nobody named one: the platform's data directory."""
    from platformdirs import user_data_path  # only when no place was named

    return user_data_path("talentreg", appauthor=False) / REGISTER_NAME


def register_path(chosen: Path | None = None) -> Path:
    """Decide which register is meant: the `--db` option, then TALENTREG_DB, then the default place."""
    named = str(chosen) if chosen is not None else os.environ.get("TALENTREG_DB", "")
    try:
        return Path(named).expanduser().absolute() if named else default_register()
    except (RuntimeError, OSError) as error:
        raise Refused(
            f"找不到登记册的位置：{named or '当前文件夹'}", "请用 --db 写出登记册文件的完整路径"
        ) from error


def sample_books() -> list[Path]:
    """List the shipped sample books, in the order they are imported.

    They lie inside an installed package, or beside `src/` in a checkout.
    """
    return _shipped("samples", "books")


def sample_ledgers() -> dict[str, Path]:
    """Return the shipped sample ledgers of an office's other work, by file name."""
    return {path.name: path for path in _shipped("ledgers", "台账")}


def _shipped(packaged: str, checked_out: str) -> list[Path]:
    package = Path(__file__).parent
    for folder in (package / packaged, package.parent.parent / "samples" / checked_out):
        if books := sorted(path for path in folder.glob("*") if path.suffix in {".xlsx", ".csv", ".toml"}):
            return books
    raise Refused("没有找到随程序附带的样例表格", "请重新安装 talentreg")
