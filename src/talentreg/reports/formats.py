"""How numbers and lists are printed: exact, in 万, rounded the way reports round, as a sum in capitals."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

UNKNOWN = "—"
"""Printed where a number is unknown."""
LIMIT, LISTED = "列名上限", 10
"""The name under which a context says how many names a list tells before 等, and how many else."""
LARGEST_STEP = 100_000_000
"""The coarsest a number is rounded."""

_Writer = Callable[[Decimal, int], str]
"""Writes a value, rounding to a step; the step 0 leaves the choice to the size of the value."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way of printing: its code in a control's tag, the filter that asks for it, an example."""

    code: str
    filter: str
    about: str
    write: _Writer


def write_number(value: int | float | Decimal, exact: str, form: str) -> str:
    """Write a value in a format, its code followed by the step if one was asked for: wan, yu, yu100."""
    if not form:
        return exact
    code = form.rstrip("0123456789")
    exactly = Decimal(str(value))
    return FORMATS[code].write(exactly, int(form[len(code) :] or 0)) or exact


def is_format(form: str) -> bool:
    """Whether a format is one of ours, with a step within reason or without."""
    found = re.fullmatch(r"([a-z]+)([0-9]{0,9})", form)
    return found is not None and found[1] in FORMATS and int(found[2] or 0) <= LARGEST_STEP


def format_code(code: str, step: int = 0) -> str:
    """Spell a format with its step."""
    return f"{code}{step or ''}"


def _in_ten_thousands(value: Decimal, _: int) -> str:
    """Write 0.13万; below a thousand little would be left of it."""
    if abs(value) < 1000:
        return ""
    return f"{plainly((value / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP))}万"


def _floored(word: str) -> _Writer:
    """Round down, and say that there are more; what is whole already stays exact (1200, not 1200余)."""

    def write(value: Decimal, step: int) -> str:
        floor = _rounded(value, step, ROUND_FLOOR)
        return "" if floor in (0, value) else f"{plainly(floor)}{word}"

    return write


def _nearly(value: Decimal, step: int) -> str:
    """Round up: 近1300."""
    ceiling = _rounded(value, step, ROUND_CEILING)
    return "" if ceiling == value or value < 10 else f"近{plainly(ceiling)}"


def _rounded(value: Decimal, step: int, way: str) -> Decimal:
    """Round to a step, by default to tens, and from a thousand on to the first two digits."""
    size = Decimal(step or 10 ** max(value.adjusted() - 1, 1))
    return (value / size).quantize(Decimal(1), way) * size


def plainly(value: Decimal) -> str:
    """Write a number without exponent and without zeros at its end."""
    return f"{value.normalize():f}"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_MYRIADS = ("", "万", "亿", "万亿")


def _in_capitals(value: Decimal, _: int) -> str:
    """Write a sum of yuan as receipts do (支付结算办法, 附一): 壹万贰仟叁佰元整."""
    cents = int((abs(value) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    said = f"{_capital_integer(yuan)}元" if yuan or not cents else ""
    if jiao:
        said += f"{_DIGITS[jiao]}角"
    elif fen and yuan:
        said += "零"
    said += f"{_DIGITS[fen]}分" if fen else "整"
    return f"负{said}" if value < 0 else said


def _capital_integer(number: int) -> str:
    """Write a whole number in capitals, zeros within it said once."""
    if not number:
        return _DIGITS[0]
    said, skipped = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if skipped and said else "") + _DIGITS[digit] + _PLACES[place % 4]
        skipped = not digit
        if place % 4 == 0 and number // 10**place % 10000:
            said += _MYRIADS[place // 4]
            skipped = False if not digit else skipped
    return said


FORMATS = {
    one.code: one
    for one in (
        Format("wan", "万", "以万为单位，保留两位小数：1286 印成 0.13万，不足一千的照印", _in_ten_thousands),
        Format(
            "yu", "余", "往下取整加“余”：1286 印成 1200余，正好是整数的照印；余(10) 取到十位", _floored("余")
        ),
        Format("duo", "多", "往下取整加“多”：1286 印成 1200多；多(10) 取到十位", _floored("多")),
        Format("jin", "近", "往上取整加“近”：1286 印成 近1300；近(10) 取到十位", _nearly),
        Format("cap", "大写", "金额大写：12300 印成 壹万贰仟叁佰元整", _in_capitals),
    )
}
"""Every format by its code; templates ask for one by its filter."""
