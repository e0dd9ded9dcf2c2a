"""Which unit the amounts of money on a sheet are in: its headings say so, or the lines above them."""

import re
import unicodedata
from collections.abc import Iterable

from talentreg.records.cleaning import CURRENCY, Cleaner, clean_wan, clean_yuan
from talentreg.records.fields import Column
from talentreg.records.text import Cell, as_text

_UNIT = r"(?:(?:千万|百万|亿|万|千|百)元|(?<![美欧日港澳韩台单公])元)"
_IN_HEADING = re.compile(rf"({_UNIT})|\((?:单位:?)?([亿万])\)")
_AT_END = re.compile(rf"[:/]?(?:单位:?)?{_UNIT}$")
_ABOVE = re.compile(rf"单位:[^\w;。]*(?:[人个项户家次名笔套][、,，/]*)*({_UNIT})")
_RATE = re.compile(r"/[人月年季]|每[人月年季]|月标准")
_FOREIGN = re.compile(r"[美欧日港澳韩]元|英镑|港币|台币|外币|澳币")

_DOUBTED: dict[Cleaner, tuple[int, int]] = {clean_yuan: (10, 10_000_000), clean_wan: (0, 1_000_000)}
"""Below and from which an amount is more likely in another unit: 3元 of a subsidy, 100亿元 of a project."""


def is_money(column: Column | None) -> bool:
    """Whether a field holds an amount of money."""
    return column is not None and column.clean in CURRENCY


def is_foreign(heading: str) -> bool:
    """Whether a heading says another currency."""
    return bool(_FOREIGN.search(heading))


def is_rate(heading: str) -> bool:
    """Whether a heading says an amount for each month or person, which is not what is due: 元/月."""
    return bool(_RATE.search(unicodedata.normalize("NFKC", heading)))


def unit_in(heading: str) -> str:
    """Return the unit a heading says: 亿元 of 总投资（亿元）; blank for none."""
    match = _IN_HEADING.search(unicodedata.normalize("NFKC", heading))
    return (match[1] or f"{match[2]}元") if match else ""


def without_unit(plain: str) -> str:
    """Take the unit off the end of a folded heading: 投资额 of 投资额万元."""
    return _AT_END.sub("", plain)


def unit_above(texts: Iterable[str]) -> str:
    """Return the unit that the lines above the headings say: 单位：万元; blank for none."""
    found = (_ABOVE.search(unicodedata.normalize("NFKC", text).replace(" ", "")) for text in texts)
    return next((match[1] for match in found if match), "")


def in_unit(cell: Cell, unit: str) -> Cell:
    """Return a bare number with the unit its column is in; what says its own stays as it is."""
    text = as_text(cell)
    return f"{text}{unit}" if unit and is_bare(text) else cell


def is_bare(text: str) -> bool:
    """Whether an amount says no unit."""
    return text[-1:].isdecimal()


def doubt(column: Column, value: float) -> str:
    """Say that an amount looks as if it were in another unit; blank where it does not."""
    least, most = _DOUBTED[column.clean]
    if value and not least <= value < most:
        return f"{column.heading}{value:,.12g}{CURRENCY[column.clean]}，请核对单位是元还是万元"
    return ""
