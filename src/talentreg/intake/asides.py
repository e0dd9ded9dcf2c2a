"""Tell the lines of a list that are no data: totals, signatures, notes, the headings again."""

import re
from collections.abc import Sequence

from talentreg.intake.header_rows import heading_like
from talentreg.intake.headings import Layout, meaning
from talentreg.records.fields import id_from_number
from talentreg.records.person import Person
from talentreg.records.text import fold, fold_word
from talentreg.records.unit import level_of

TOTALS = re.compile(
    r"(本页|本表)?(合计|总计|小计|共计|累计)(\W|\d|$)|共\d+(人|条|户|名|次)$|.*(合计|总计|小计|共计)$"
)
_SIGNERS = (
    r"(填表|制表|填报|审核|审批|复核|经办|报送)(人|单位|日期|时间|员)|(单位|主要)?负责人|(分管|主要)领导"
)
FOOTERS = re.compile(
    rf"({_SIGNERS})$|"
    r"(填表|制表|填报|填|审核|复核|经办|负责|报送|联系|单位|主要领导|分管领导|领导)?(人|单位|日期|时间|电话|部门|领导)?(\(.*?\))?:"
    r"|(注|备注|说明|填表说明):|以[上下]|本表|\(?(此[行处页])?空白|\d+[.、]\D{4,}|.*(盖章|签字)"
)
_NO_NAME = re.compile(r"[:、，。;()※*…\d]")
PLAIN_NAME = re.compile(
    r"(?![合总總小共累]\s*[计計]|本\s*[页表]|以[上下]|此[行处页]空白|空\s*白|必填|选填|文本|文字|填表|制表|填报|审核|审批|经办|示例|样例|栏次)[\u4e00-\u9fff·\s]{2,8}(?<![计計名字象例村乡镇市区县组道格表册单录才员])"
)
"""Nearly every name; the others are looked at closely."""

_HINTS = re.compile(r"\(.*\)|(必填|选填|非必填|文本|格式|数字|日期|下拉|选择)+|栏次|[甲乙丙丁戊己庚辛]")
SAMPLE_WORDS = frozenset(
    word + colon
    for word in ("例", "示例", "样例", "范例", "填写示例", "填写样例", "举例", "例如")
    for colon in ("", ":", "：")
)
_GROUPS = ("记录", "人才", "人员")
"""How a line ends that only names a group of people."""

_VILLAGES = ("村", "乡", "镇")

_NUMBERS = ("person.phone", "person.id_number")


class Judge:
    """Tells line by line whether it is data of a list; made once for all its lines."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._name = layout.column("person.name")
        self._number = layout.column("number")
        self._numbers = [i for target in _NUMBERS if (i := layout.column(target)) is not None]
        self._rows = [row for row in layout.header if len(row) > 1]

    def __call__(self, texts: Sequence[str]) -> bool:
        """Whether a line, its cells as they read, is no data.

        A line that names somebody with a phone, an ID or register number is data, whatever else stands in it.
        """
        name = _at(texts, self._name)
        first = texts[0] if texts else ""
        plain = PLAIN_NAME.fullmatch(name)
        if plain and (first == name or first.isdecimal()):
            return False  # nearly every line
        numbered = self._is_numbered(texts)
        if numbered and plain and first not in SAMPLE_WORDS:
            return False
        filled = {column: fold(text) for column, text in enumerate(texts) if text}
        if not filled or self._repeats(filled, texts):
            return True
        words = [fold_word(text) for text in filled.values()]
        if _is_signature(words) or not any(map(str.isalnum, "".join(words))):
            return True
        name = fold_word(name)
        if numbered:
            return bool(TOTALS.match(name)) or first in SAMPLE_WORDS
        return _is_remark(words, name)

    def _is_numbered(self, texts: Sequence[str]) -> bool:
        """Whether a line has somebody's phone, ID number or number in the register."""
        for index in self._numbers:
            text = _at(texts, index)
            if len(text) > 6 and (text[:7].isdecimal() or len(re.findall(r"\d", text)) > 6):
                return True
        return self._number is not None and id_from_number(Person, _at(texts, self._number)) is not None

    def _repeats(self, filled: dict[int, str], texts: Sequence[str]) -> bool:
        """Whether a line says one of the header rows again, in its words or in others."""
        for row in self._rows:
            same = sum(row.get(column) == text for column, text in filled.items())
            if same > 1 and same * 2 >= len(filled):
                return True
        layout = self._layout
        return sum(meaning(layout.kind, _at(texts, i)) == target for i, target in layout.targets.items()) > 1


def _is_signature(filled: list[str]) -> bool:
    """Whether a line begins with whoever filled in or checked the list, their name beside it."""
    return bool(re.fullmatch(_SIGNERS, filled[0].rstrip(":")))


def _is_remark(filled: list[str], name: str) -> bool:
    first = filled[0]
    if TOTALS.match(first) or first in SAMPLE_WORDS or _explains(filled):
        return True
    names_somebody = bool(name) and not (TOTALS.match(name) or FOOTERS.match(name) or _NO_NAME.search(name))
    if len(filled) == 1:
        return not names_somebody or _is_section(name)
    if FOOTERS.match(first) and (not names_somebody or first.endswith(":")):
        return True
    return not names_somebody and any(TOTALS.match(text) for text in filled)


def _is_section(text: str) -> bool:
    """Whether a text that stands alone is the title of what follows: 望江社区, 李家村, 返乡人员.

    Of three characters it may be somebody's name, but hardly one that ends like a village's.
    """
    if len(text) <= 3:
        return len(text) == 3 and text.endswith(_VILLAGES)
    return bool(level_of(text) or text.endswith(_GROUPS) or not heading_like(text))


def _explains(filled: list[str]) -> bool:
    """Whether a line below the headings says how to fill them, or counts the columns: 1 2 3 4."""
    if len(filled) < 3:
        return False
    if all(_HINTS.fullmatch(text) for text in filled):
        return True
    numbers = [int(text) for text in filled if text.isdecimal() and len(text) < 3]
    rest = [text for text in filled if not (text.isdecimal() and len(text) < 3)]
    counted = numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 2
    return counted and all(_HINTS.fullmatch(text) for text in rest)


def _at(texts: Sequence[str], index: int | None) -> str:
    return texts[index] if index is not None and index < len(texts) else ""
