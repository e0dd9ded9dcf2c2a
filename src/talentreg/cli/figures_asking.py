"""What the commands about an office's own figures have in common: the file, and names that are taken."""

from pathlib import Path
from typing import Annotated

import typer

from talentreg.errors import Refused, plain_reason
from talentreg.figures.declaring import Declaration, read_declarations

LARGEST = 1_000_000
"""Bytes of a file of figures; more is another file."""

DeclaredIn = Annotated[
    Path,
    typer.Argument(
        metavar="文件", help="写着指标的 TOML 文件，样子见 talentreg figures example", show_default=False
    ),
]


def read_file(place: Path) -> list[Declaration]:
    """Read the figures of a file; raises Refused with the line of what cannot be read."""
    try:
        if place.exists() and not (place.is_file() or place.is_dir()):
            raise Refused(f"{place} 不是普通文件，没有读取", "样子见 talentreg figures example")
        if place.stat().st_size > LARGEST:
            raise Refused(f"{place} 太大，不是写指标的文件", "样子见 talentreg figures example")
        content = place.read_bytes()
    except OSError as error:
        hint = "先写一个：talentreg figures example > 我的指标.toml"
        raise Refused(f"{place} 读不了：{plain_reason(error)}", hint) from error
    return read_declarations(_decoded(place, content))


def _decoded(place: Path, content: bytes) -> str:
    """Read the text of a file as editors write it, with a mark before it or in the old Chinese coding."""
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Refused(f"{place} 不是文本文件", "用记事本写，存成 UTF-8；样子见 talentreg figures example")
