"""How an office declares a figure of its own: a small TOML file, every mistake told with its line."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any

from talentreg.errors import Refused, TalentregError
from talentreg.records.masking import mask_free_text
from talentreg.records.text import clean_line

MOST, LONGEST, MOST_CONDITIONS = 100, 1_000, 50
"""Figures in one file, characters in one text of it, and conditions of one figure: more is a slip."""

KEYS: Mapping[str, str] = {
    "key": "代码：小写英文字母、数字和下划线，如 doctors_abroad",
    "label": "名称：报告模板里也用它，不能有空格、标点",
    "record": "数哪种记录：人才、联络、活动、成效、项目、待遇……",
    "where": "条件，写法同 list 命令：学历=博士、专业特长~机电；几条都要符合",
    "person": "对记录所属的人的条件，写法同 talentreg list",
    "who": "数哪一栏的人：默认 姓名；如 带培专家",
    "count": "怎么数：人、人次、项、和、比",
    "sum": "和：把哪一栏的数相加，如 带动就业",
    "part": "比：分子，一个指标的名称或代码",
    "whole": "比：分母，一个指标的名称或代码",
    "time": "什么时候：期内、期末、累计",
    "date": "按哪个日期算在期内，默认记录自己的日期",
    "until": "期末数到哪个日期为止，如 办结日期；默认记录自己的截止日期",
    "unit": "计量单位：人、件、万元",
    "definition": "口径的文字，不写照条件写",
    "leaves_out": "不计什么",
}
"""What may be said of a figure, and what it means."""

LISTS = ("where", "person")
HEAD = "[[figure]]"

_ENTRY = re.compile(r"""\s*["']?([^\s"'=]+)["']?\s*=""")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
"""A mobile number also where it is broken up."""
_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One figure as it was declared; `lines` tells where in the file each of its entries stands."""

    key: str = ""
    label: str = ""
    record: str = ""
    where: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    who: str = ""
    count: str = ""
    sum: str = ""
    part: str = ""
    whole: str = ""
    time: str = ""
    date: str = ""
    until: str = ""
    unit: str = ""
    definition: str = ""
    leaves_out: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The declaration as a table of a TOML file, which reads back as the same."""
        told = ((one.name, getattr(self, one.name)) for one in fields(self) if one.name != "lines")
        return "\n".join([HEAD, *(f"{name} = {_written(value)}" for name, value in told if value), ""])

    def refused(self, name: str, message: str, hint: str = "") -> Refused:
        """Make the refusal of an entry, which tells the figure, the line and the entry."""
        line = self.lines.get(name) or self.lines.get("", 0)
        place = f"第{line}行" if line else ""
        called = f"「{mask_free_text(self.label or self.key)}」" if self.label or self.key else ""
        return Refused(f"{place}{called}{name}：{message}", hint)

    @contextmanager
    def reading(self, name: str) -> Iterator[None]:
        """Tell of whatever is refused inside which entry it was."""
        try:
            yield
        except TalentregError as error:
            raise self.refused(name, error.message, error.hint) from error


def read_declarations(text: str) -> list[Declaration]:
    """Read the figures of a file; raises Refused with the line of what cannot be read."""
    found = _parsed(text)
    if unknown := next((name for name in found if name != "figure"), ""):
        hint = f"每个指标前面单独写一行 {HEAD}，下面写它的内容；样子见 talentreg figures example"
        raise Refused(f"第{_line_of(text, unknown)}行「{unknown}」不在任何指标里", hint)
    tables = found.get("figure", [])
    tables = [tables] if isinstance(tables, dict) else tables
    if not tables or not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise Refused("文件里没有指标", f"每个指标前面单独写一行 {HEAD}；样子见 talentreg figures example")
    if len(tables) > MOST:
        raise Refused(f"文件里有{len(tables)}个指标，一次最多{MOST}个", "请分成几个文件")
    places = _places(text)
    return [_declared(one, places[at] if at < len(places) else {"": 0}) for at, one in enumerate(tables)]


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        line = int(found[1]) if found and found[1] else len(text.splitlines())
        hint = '每行写成 名称 = "内容"，引号、方括号、逗号用英文的；样子见 talentreg figures example'
        raise Refused(f"第{line}行不是 TOML 的写法", hint) from error
    except RecursionError as error:
        raise Refused("括号套得太深，不是写指标的文件", "样子见 talentreg figures example") from error


def _declared(told: Mapping[str, Any], lines: Mapping[str, int]) -> Declaration:
    names = {name: value for name, value in told.items() if name in KEYS}
    plain = {name: value for name, value in names.items() if isinstance(value, str)}
    called = Declaration(plain.get("key", ""), clean_line(plain.get("label", "")), lines=lines)
    if unknown := next((name for name in told if name not in KEYS), ""):
        near = get_close_matches(unknown, KEYS, 2, 0.5)
        hint = f"是不是：{'、'.join(near)}" if near else f"可写：{'、'.join(KEYS)}"
        raise called.refused(unknown, "没有这一项", hint)
    read: dict[str, Any] = {
        name: _texts(called, name, value) if name in LISTS else _text(called, name, value)
        for name, value in names.items()
    }
    return Declaration(**read, lines=lines)


def _texts(called: Declaration, name: str, value: object) -> tuple[str, ...]:
    """Read a list of texts; one text alone is a list of one."""
    listed = value if isinstance(value, list) else [value]
    if len(listed) > MOST_CONDITIONS:
        raise called.refused(
            name, f"有{len(listed)}条，最多{MOST_CONDITIONS}条", "几种都算的写在一条里：学历=博士,硕士"
        )
    return tuple(_text(called, name, one) for one in listed)


def _text(called: Declaration, name: str, value: object) -> str:
    if not isinstance(value, str):
        how = f'{name} = ["…", "…"]' if name in LISTS else f'{name} = "…"'
        raise called.refused(name, "要写成引号里的文字", how)
    text = clean_line(value)
    if not text:
        raise called.refused(name, "是空白", f"写上{KEYS[name]}；不需要的把这一行删去")
    if len(text) > LONGEST:
        raise called.refused(name, f"有{len(text)}个字，太长了", f"每项{LONGEST}字以内")
    if _PHONE.search(text) or mask_free_text(text) != text:
        raise called.refused(name, "里有电话或证件号", "口径要给人看，不写个人的号码；按别的条件数")
    return text


def _places(text: str) -> list[dict[str, int]]:
    """Tell for each figure of a file on which line it begins, and on which each of its entries does."""
    found: list[dict[str, int]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.replace(" ", "").startswith((HEAD, "[figure]")):
            found.append({"": number})
        elif found and (entry := _ENTRY.match(line)):
            found[-1].setdefault(entry[1], number)
    return found


def _line_of(text: str, name: str) -> int:
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if name in line), 1)


def _written(value: str | tuple[str, ...]) -> str:
    """Write a text, or a list of them, as TOML does."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
