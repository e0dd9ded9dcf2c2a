"""How each kind of cell is understood: from what people write to what is stored, or a reason why not."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from talentreg.records.masking import mask_free_text
from talentreg.records.text import Cell, as_text, is_blank_word, is_error_word
from talentreg.records.vocabulary import Vocabulary

Cleaner = Callable[[Cell], Any]
"""Turns a non-blank cell into the stored value, or raises Unclear."""

_HAN = "[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_DOT = re.compile(rf"(?<={_HAN})\s*[·•・‧⋅∙●᛫ㆍ.]\s*(?={_HAN})")
_GAP = re.compile(rf"(?<={_HAN})\s+|\s+(?={_HAN})")
_REMARK = re.compile(r"([\u3400-\u9fff·\s]*[\u3400-\u9fff])\s*[（(](.*?)[）)]\s*")
_WITH_NUMBER = re.compile(r"([\u4e00-\u9fff·]{2,})\s*[:：]?\s*(\d{7,18})")
_COUNTED = re.compile(r"^\d{1,4}[.、．]\s*(?=[\u4e00-\u9fff]{2})")
_QUANTITY = re.compile(r"([-−–—]?)(\d{1,12}(?:\.\d{1,4})?)[^\W\d_]{0,3}%?")
_SEVERAL_PEOPLE = re.compile(rf"{_HAN}{{2,4}}([、,，;；/]|\s*\n\s*){_HAN}{{2,4}}(\1{_HAN}{{2,4}})*")


class Unclear(ValueError):
    """A cell that cannot be understood; the text is the Chinese reason, with what to write instead."""


def clean_text(cell: Cell) -> str:
    """Keep free text as written."""
    return as_text(cell)


def quoted(text: str) -> str:
    """Cut a text for a message; long runs of digits in it are masked."""
    return mask_free_text(text.replace("\n", " "))[:24]


def clean_name(cell: Cell) -> str:
    """Take a name without the blanks of its layout (张 三 is 张三); a Latin name keeps its own."""
    if isinstance(cell, str) and 0 < len(cell) < 6 and min(cell) >= "\u4e00" and max(cell) <= "\u9fff":
        return cell
    text = unicodedata.normalize("NFKC", as_text(cell)).replace("\n", "")
    return _GAP.sub("", _DOT.sub("·", text))


def clean_person_name(cell: Cell) -> str:
    """Take a person's name; a number, a formula's error and several people in one cell are none."""
    if isinstance(cell, str) and 1 < len(cell) < 5 and min(cell) >= "\u4e00" and max(cell) <= "\u9fff":
        return cell
    text = as_text(cell)
    if is_error_word(text) or is_blank_word(text) or text.isdecimal():
        raise Unclear(f"「{quoted(text)}」不是姓名")
    if _SEVERAL_PEOPLE.fullmatch(text):
        raise Unclear(f"「{quoted(text)}」像是几个人，请每人写一行")
    return clean_name(cell)


def name_and_remark(cell: Cell) -> tuple[str, str]:
    """Part a name from what stands in brackets behind it: 张三（小名强子） is 张三 and 小名强子.

    A phone behind it is no part of it either, nor the number of the line before it: 1.张三.
    """
    text = as_text(cell)
    if text[-1:] in ("）", ")") and (match := _REMARK.fullmatch(text)):
        return match[1], match[2]
    if text[-1:].isdecimal() and (match := _WITH_NUMBER.fullmatch(text)):
        return match[1], match[2]
    if text[:1].isdecimal():
        return _COUNTED.sub("", text), ""
    return text, ""


def clean_several(cell: Cell) -> str:
    """Take several words from one cell, each once, joined by 、."""
    return _several(as_text(cell))


@lru_cache(maxsize=16_384)
def _several(text: str) -> str:
    words = (word.strip() for word in re.split(r"[、，,;；/\n|]+", text))
    return "、".join(dict.fromkeys(word for word in words if word))


def word_cleaner(vocabulary: Vocabulary) -> Cleaner:
    """Make the cleaner of a closed list: the stored value is the word's code.

    The message does not name the list; who shows it says where it stands.
    """
    known: dict[Cell, str] = {}

    def clean_word(cell: Cell) -> str:
        if code := known.get(cell):
            return code
        text = as_text(cell)
        if word := vocabulary.find(text):
            known[text] = word.code
            return word.code
        raise Unclear(f"「{quoted(text)}」看不懂，可写：{vocabulary.listed()}")

    return clean_word


def words_cleaner(vocabulary: Vocabulary) -> Cleaner:
    """Make the cleaner of several words of a closed list in one cell: their codes, joined by 、."""
    clean_word = word_cleaner(vocabulary)

    def clean_words(cell: Cell) -> str:
        return "、".join(dict.fromkeys(clean_word(word) for word in clean_several(cell).split("、")))

    return clean_words


def clean_count(cell: Cell) -> int:
    """Take a whole number of people, posts or things: 50, 50人, １２; none is negative or about so many."""
    value = clean_amount(cell)
    if not value.is_integer():
        raise Unclear(f"「{quoted(as_text(cell))}」不是整数")
    return int(value)


def clean_amount(cell: Cell) -> float:
    """Take a quantity that may have decimals, without its unit: 12.5, 1,200万元; none is negative."""
    text = unicodedata.normalize("NFKC", as_text(cell)).replace(",", "").replace(" ", "")
    match = _QUANTITY.fullmatch(text)
    if not match:
        raise Unclear(f"「{quoted(text)}」不是数，请只写数字，如 12")
    if match[1]:
        raise Unclear(f"「{quoted(text)}」是负数，请写 0 或正数")
    return float(match[2])


def clean_yuan(cell: Cell) -> float:
    """Take an amount of money as 元: 3000, 3000元, 3万元, 1.2亿元; none is negative."""
    return _money(cell, 1)


def clean_wan(cell: Cell) -> float:
    """Take an amount of money as 万元: 500, 500万, 1.2亿元, 30000元; none is negative."""
    return _money(cell, 10_000)


_MONEY = re.compile(r"(.*?\d)(?:(千|百)?(元)|(亿|千万|百万|万)元?)?(?:人民币|整)?")
_TIMES = {"百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}


def _money(cell: Cell, unit: int) -> float:
    text = unicodedata.normalize("NFKC", as_text(cell)).replace(",", "").replace(" ", "")
    match = _MONEY.fullmatch(text.removeprefix("人民币").removeprefix("¥"))
    if not match:
        raise Unclear(f"「{quoted(text)}」不是金额，请只写数字，如 12")
    said = _TIMES.get(match[2] or match[4] or "") or (1 if match[3] else unit)
    return round(clean_amount(match[1]) * said / unit, 6)


CURRENCY: dict[Cleaner, str] = {clean_yuan: "元", clean_wan: "万元"}
"""What stored amounts of money are in, and bare numbers where nothing else is said."""

QUANTITIES = (clean_count, clean_amount, clean_yuan, clean_wan)


def clean_note(cell: Cell) -> str:
    """Keep a longer text with its line breaks."""
    return as_text(cell)
