"""How phones and citizen ID numbers are understood."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from talentreg.periods import today
from talentreg.records.cleaning import Unclear
from talentreg.records.text import Cell, as_text

_SCIENTIFIC = re.compile(r"\d(\.\d+)?e\+?\d{1,2}", re.IGNORECASE)
_PARTS = re.compile(
    r"[、，,;；/\\|&\n]+|或者?|以及|和|\s{2,}|(?<=\d)\s(?=1\d{10})|(?<=\d{11})\s|(?<=\d{11})(?=1[3-9]\d{9}(?!\d))"
)
_LABEL = re.compile(
    r"\(?(本人)?(联系|移动|办公|住宅)?(电话|手机|座机|固话|tel|phone|mobile)(号码?)?\)?(\d?[:.])?",
    re.IGNORECASE,
)
_NO_PHONE = "不是有效的电话号码，应为11位手机号，或带区号的固定电话"


class Phones(NamedTuple):
    """The numbers of one cell, and what else stands in it."""

    numbers: tuple[str, ...]
    rest: str = ""


def clean_phone(cell: Cell) -> str:
    """Read one mobile or fixed number; +86, blanks and dashes go, area code and extension keep theirs.

    A foreign number is kept as + and its digits.
    """
    if isinstance(cell, str) and _is_plain(cell):
        return cell
    if isinstance(cell, int | float):
        text = _from_number(cell)
        return text if _is_plain(text) else _number(text)
    text = unicodedata.normalize("NFKC", as_text(cell)).strip().strip("'`’").removesuffix(".0")
    if _SCIENTIFIC.fullmatch(text):
        text = _from_scientific(text)
    return _number(re.sub(r"转|分机|ext\.?|#", "x", text, flags=re.IGNORECASE))


def _is_plain(text: str) -> bool:
    return len(text) == 11 and "13" <= text[:2] <= "19" and text.isascii() and text.isdecimal()


def _from_number(cell: float) -> str:
    """Write a phone that was stored as a number, with the zero of its area code."""
    text = as_text(cell)
    if not text.isdecimal():
        raise Unclear(_NO_PHONE)
    lacks_zero = re.fullmatch(r"[2-9]\d{9,10}|10\d{8}", text) and not text.startswith("400")
    return f"0{text}" if lacks_zero else text


def _number(text: str) -> str:
    bare = re.sub(r"[\s\-–—−()（）.·_]", "", text)
    bare = re.sub(r"^(\+|00)?86(?=(1[3-9]\d{9}|0\d{9,11})$)", "", bare)
    bare = re.sub(r"^(\+|00)86(?=([2-9]\d{8,10}|10\d{8})$)", "0", bare)
    if re.fullmatch(r"1[3-9]\d{9}", bare, re.ASCII):
        return bare
    if match := re.fullmatch(r"(?:\+|00)((?!86)[1-9]\d{6,14})", bare, re.ASCII):
        return f"+{match[1]}"
    if match := re.fullmatch(r"([48]00)(\d{3})(\d{4})", bare, re.ASCII):
        return "-".join(match.groups())
    return _fixed(text, bare)


def _fixed(text: str, bare: str) -> str:
    """Read a fixed number; an extension is told by x or by standing behind a dash of its own."""
    bare, told, extension = bare.partition("x")
    if match := re.fullmatch(r"(.*\d{7,8})-(\d{1,5})", re.sub(r"\s", "", text)):
        bare, told, extension = re.sub(r"\D", "", match[1]), "-", match[2]
    if match := re.fullmatch(r"(0(?:10|2\d|[3-9]\d\d))([1-9]\d{6,7})", bare, re.ASCII):
        bare = f"{match[1]}-{match[2]}"
    elif not re.fullmatch(r"[2-9]\d{6,7}", bare, re.ASCII):
        raise Unclear(_NO_PHONE)
    if told and not re.fullmatch(r"\d{1,5}", extension, re.ASCII):
        raise Unclear(_NO_PHONE)
    return f"{bare}-{extension}" if told else bare


def _from_scientific(text: str) -> str:
    """Write 1.5412345678E+10 in full; raises Unclear when digits are lost."""
    mantissa, _, power = text.lower().partition("e")
    if len(mantissa.replace(".", "")) <= int(power):
        raise Unclear("电话被存成了科学计数，末几位已经丢失；请把该列设为文本格式后重填")
    return f"{Decimal(text):f}"


def read_phones(cell: Cell) -> Phones:
    """Read all numbers of one cell; `rest` is what else it says: 父亲 in 154…（父亲）, a part that is none.

    Raises Unclear when it has no number at all.
    """
    if isinstance(cell, str) and _is_plain(cell):
        return Phones((cell,))
    numbers: list[str] = []
    rest: list[str] = []
    for part in split_phones(cell):
        number, beside = _part(part)
        numbers += [number] if number and number not in numbers else []
        rest += [beside] if beside else []
    if not numbers:
        clean_phone(cell)
        raise Unclear(_NO_PHONE)
    return Phones(tuple(numbers), "、".join(rest))


def _part(part: str) -> tuple[str, str]:
    """Read one number with what is written beside it; what holds none is all beside."""
    try:
        return clean_phone(part), ""
    except Unclear:
        plain = _LABEL.sub("", unicodedata.normalize("NFKC", part).replace("转", "x"), count=1).strip()
    words = [word for word in re.findall(r"[^\d\s()+\-.x:]+", plain) if word]
    bare = re.sub(r"\(\s*\)", "", re.sub(r"[^\d\s()+\-.x]+", "", plain)).strip(" .")
    try:
        return clean_phone(bare), " ".join(words)
    except Unclear:
        return "", part.strip()


def split_phones(cell: Cell) -> list[str]:
    """List the numbers written into one phone cell, each as written."""
    if not isinstance(cell, str):
        cell = as_text(cell)
    elif _is_plain(cell):
        return [cell]
    return [part for part in _PARTS.split(cell) if part.strip()]


_CHECK = "10X98765432"
_LOOKALIKES = {
    "O": "0",
    "Q": "0",
    "D": "0",
    "I": "1",
    "L": "1",
    "|": "1",
    "Z": "2",
    "S": "5",
    "B": "8",
    "〇": "0",
}
_AS_X = str.maketrans("×ХхΧχ✕", "XXXXXX")
_TEXT_FORMAT = "请把该列设为文本格式后重填，或请对方提供原表"


def clean_id_number(cell: Cell) -> str:
    """Read a citizen ID number (GB 11643-1999); fifteen digits grow to eighteen.

    The area code is not checked: half the codes of people born before 1984 are no longer listed.
    No message repeats the number.
    """
    if isinstance(cell, str) and len(cell) == 18 and cell.isascii() and cell[:17].isdecimal():
        if cell[6:10] < "2026" and _is_day(cell[6:14]) and cell[17] == _check(cell):
            return cell
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        raise Unclear(_why_damaged(as_text(cell)))
    written = unicodedata.normalize("NFKC", as_text(cell))
    text = re.sub(r"[\s'’‘`\"“”·.-]", "", written).translate(_AS_X).upper()
    if re.fullmatch(r"\d{15}", text, re.ASCII):
        text = f"{text[:6]}19{text[6:]}"
        text += _check(text)
    if not re.fullmatch(r"\d{17}[\dX]", text, re.ASCII):
        raise Unclear(_why_no_id(text, written.strip()))
    if _check(text) != text[17]:
        lost = "，末三位是000，像是被存成数字后损坏的" if text.endswith("000") else ""
        raise Unclear(f"身份证号校验位不对{lost}，请核对" + (f"；{_TEXT_FORMAT}" if lost else ""))
    if not _is_day(text[6:14]) or text[6:14] > f"{today():%Y%m%d}":
        raise Unclear("身份证号中的出生日期不是真实存在的日期，请核对")
    return text


def _why_damaged(text: str) -> str:
    digits = len(text) if text.isdecimal() else 0
    lost = f"，{digits}位里只有前15位是真的，末几位已经丢失" if digits > 15 else "，末几位已经丢失"
    return f"身份证号被存成了数字{lost if digits != 15 else ''}；{_TEXT_FORMAT}"


def _why_no_id(text: str, written: str) -> str:
    """Say what a text that is no ID number looks like."""
    if _SCIENTIFIC.fullmatch(written):
        left = len(written.partition("E")[0].partition("e")[0].replace(".", ""))
        return f"身份证号被存成了数字，只剩前{left}位，其余已经丢失；{_TEXT_FORMAT}"
    if "*" in text:
        return "身份证号中有星号，请填完整的号码"
    if re.fullmatch(r"[HM](\d{8}|\d{10})|\d{8}|\d{10}", text, re.ASCII):
        return "像是港澳台居民通行证的号码；这里只登记18位身份证号或居住证号，证件号请写到另外的列"
    if re.fullmatch(r"[A-Z]{1,2}\d{7,9}|[A-Z]{3}\d{12}", text, re.ASCII):
        return "像是护照或其他证件的号码；这里只登记18位身份证号，证件号请写到另外的列"
    if len(text) in (15, 18) and (odd := re.search(r"[^\d]", text[:17])):
        meant = _LOOKALIKES.get(odd[0], "")
        guess = f"应为数字{meant}？" if meant else "应为数字，只有末位可以是X"
        return f"身份证号第{odd.start() + 1}位是「{odd[0]}」，{guess}"
    amiss = {16: "，少两位", 17: "，少一位", 19: "，多一位"}.get(len(text), "")
    said = f"应为18位，这里是{len(text)}位{amiss}"
    return f"身份证号{said if len(text) != 18 else f'末位是「{text[-1]}」，应为数字或X'}"


def birth_of(id_number: str) -> str:
    """Return the birth date an 18-character ID number states, as `1990-05-06`."""
    return f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}"


def sex_of(id_number: str) -> str:
    """Return the sex an 18-character ID number states, as a code."""
    return "male" if id_number[16] in "13579" else "female"


def _check(text: str) -> str:
    """Return the ISO 7064 MOD 11-2 check character of seventeen digits; area, birth and order repeat."""
    return _CHECK[(_weighed(text[:6], 17) + _weighed(text[6:14], 11) + _weighed(text[14:17], 3)) % 11]


@lru_cache(maxsize=65_536)
def _weighed(digits: str, power: int) -> int:
    return sum(int(digit) * 2 ** (power - place) for place, digit in enumerate(digits))


@lru_cache(maxsize=65_536)
def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1880
    except ValueError:
        return False
