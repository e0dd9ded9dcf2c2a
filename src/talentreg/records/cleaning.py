"""How each kind of cell is understood: from what people write to what is stored, or a reason why not."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from talentreg.records.text import Cell, as_text, clean_line
from talentreg.records.vocabulary import Vocabulary

Cleaner = Callable[[Cell], Any]
"""Turns a non-blank cell into the stored value, or raises Unclear."""

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_HAN = "[·\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"


class Unclear(ValueError):
    """A cell that cannot be understood; the text is the Chinese reason, with what to write instead."""


def clean_text(cell: Cell) -> str:
    """Keep free text as written."""
    return as_text(cell)


def clean_name(cell: Cell) -> str:
    """Take a person's name without inner blanks (张 三 is 张三); a Latin name keeps its own."""
    text = unicodedata.normalize("NFKC", as_text(cell)).replace("\n", "").replace("•", "·")
    return re.sub(rf"(?<={_HAN})\s+|\s+(?={_HAN})", "", text)


def clean_several(cell: Cell) -> str:
    """Take several words from one cell, each once, joined by 、."""
    words = (word.strip() for word in re.split(r"[、，,;；/\n|]+", as_text(cell)))
    return "、".join(dict.fromkeys(word for word in words if word))


def clean_day(cell: Cell) -> date:
    """Read a whole day: a date cell, an Excel serial, 2026-3-5, 2026.3.5, 2026年3月5日, 20260305."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if 20000 <= cell < 80000:  # 1954 to 2119: nothing else in these columns looks so
            return _EXCEL_DAY_ZERO + timedelta(days=int(cell))
        cell = as_text(cell)
    parts = _date_parts(as_text(cell))
    if len(parts) != 3:
        raise Unclear(f"日期「{as_text(cell)}」看不懂，请写成 2026-03-05")
    return _real_day(parts, as_text(cell))


def clean_month(cell: Cell) -> str:
    """Read a birth date that may lack day or month: `1990`, `1990-05`, `1990-05-06` (ISO 8601, reduced)."""
    if isinstance(cell, date):
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    text = as_text(cell)
    if isinstance(cell, float) and re.fullmatch(r"\d{4}\.1", text):
        raise Unclear(f"「{text}」分不清是1月还是10月，请写成 {text[:4]}-01 或 {text[:4]}-10")
    if isinstance(cell, int | float) and 3000 <= cell < 80000:
        return (_EXCEL_DAY_ZERO + timedelta(days=int(cell))).isoformat()
    parts = _date_parts(text)
    if not parts:
        raise Unclear(f"年月「{text}」看不懂，请写成 1990-05")
    _real_day([*parts, 1, 1][:3], text)
    return "-".join(f"{part:04}" if not i else f"{part:02}" for i, part in enumerate(parts))


def clean_phone(cell: Cell) -> str:
    """Read a mobile or fixed number; +86, blanks and dashes go, an area code keeps its dash."""
    text = unicodedata.normalize("NFKC", as_text(cell))
    digits = re.sub(
        r"[\s\-()（）.]", "", re.sub(r"^\+?\s*(00)?86[\s-]*(?=1[3-9][\d\s-]{9,}$)", "", text.strip())
    )
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return digits
    if match := re.fullmatch(r"(0(?:10|2\d|[3-9]\d\d))(\d{7,8})", digits):
        return f"{match[1]}-{match[2]}"
    if re.fullmatch(r"[2-9]\d{6,7}", digits):
        return digits
    raise Unclear("不是有效的电话号码，应为11位手机号，或带区号的固定电话")


def split_phones(cell: Cell) -> list[str]:
    """List the numbers written into one phone cell, each as written."""
    written = cell if isinstance(cell, str) else as_text(cell)
    parts = re.split(r"[、，,;；/\n]+|\s{2,}|(?<=\d)\s(?=1\d{10})", written)
    return [part for part in parts if part.strip()]


def clean_id_number(cell: Cell) -> str:
    """Read a citizen ID number (GB 11643-1999); fifteen digits grow to eighteen.

    The area code is not checked: half the codes of people born before 1984 are no longer listed.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        raise Unclear("身份证号被存成了数字，末几位已经丢失，请把该列设为文本后重填")
    text = re.sub(r"[\s'’`-]", "", unicodedata.normalize("NFKC", as_text(cell))).upper()
    if re.fullmatch(r"\d{15}", text):
        text = _with_check(f"{text[:6]}19{text[6:]}")
    if not re.fullmatch(r"\d{17}[\dX]", text):
        raise Unclear(f"身份证号应为18位，这里是{len(text)}位")
    if _with_check(text[:17]) != text:
        raise Unclear("身份证号校验位不对，请核对")
    _real_day([int(text[6:10]), int(text[10:12]), int(text[12:14])], "身份证号中的出生日期")
    return text


def birth_of(id_number: str) -> str:
    """Return the birth date an 18-character ID number states, as `1990-05-06`."""
    return f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}"


def sex_of(id_number: str) -> str:
    """Return the sex an 18-character ID number states, as a code."""
    return "male" if int(id_number[16]) % 2 else "female"


def word_cleaner(vocabulary: Vocabulary) -> Cleaner:
    """Make the cleaner of a closed list: the stored value is the word's code."""

    def clean_word(cell: Cell) -> str:
        if word := vocabulary.find(as_text(cell)):
            return word.code
        raise Unclear(f"{vocabulary.title}「{as_text(cell)}」看不懂，可写：{vocabulary.listed()}")

    return clean_word


def clean_note(cell: Cell) -> str:
    """Keep a longer text with its line breaks."""
    return clean_line(as_text(cell))


def _date_parts(text: str) -> list[int]:
    """Split a written date into year, month, day as far as given; nothing when it is no date."""
    day = re.sub(
        r"([T\s]+|(?<=日))\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", unicodedata.normalize("NFKC", text).strip()
    )
    plain = day.replace(" ", "")
    for pattern in (
        r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?",
        r"(\d{4})[-./年](\d{1,2})月?",
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})(\d{2})",
        r"(\d{4})年?",
    ):
        if match := re.fullmatch(pattern, plain):
            return [int(part) for part in match.groups()]
    return []


def _real_day(parts: Sequence[int], text: str) -> date:
    try:
        found = date(*parts)
    except ValueError:
        raise Unclear(f"「{text}」不是真实存在的日期") from None
    if not 1880 <= found.year <= 2199:
        raise Unclear(f"「{text}」的年份不合理")
    return found


def _with_check(seventeen: str) -> str:
    """Append the ISO 7064 MOD 11-2 check character."""
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(seventeen))
    return seventeen + "10X98765432"[total % 11]
