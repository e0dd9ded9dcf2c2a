"""FIELD=VALUE words as they are typed after `add` and `edit`, read into cleaned values."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from talentreg.errors import Malformed
from talentreg.records.cleaning import Unclear
from talentreg.records.contact import Contact
from talentreg.records.fields import Column, columns
from talentreg.records.history import Intention, Status
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import fold
from talentreg.records.titles import level_of_title
from talentreg.records.unit import Unit
from talentreg.store.words import load_words

PLACE = Column("所属单位", ("单位", "社区", "街道", "所在单位", "联络单位"), "单位名称、代码，或 街道/社区")
PERSON_FIELDS: Mapping[str, Column] = {
    **columns(Person),
    "unit": PLACE,
    "enrolled_on": columns(Status)["on"],
    "status": columns(Status)["status"],
    "intention": columns(Intention)["kind"],
    "intention_reason": columns(Intention)["reason"],
}
CONTACT_SHORT = {"日期": "on", "时间": "on", "方式": "channel", "渠道": "channel", "内容": "note"}
"""What a typist calls a contact's fields; as headings of a sheet these words may mean anything."""

CONTACT_FIELDS: Mapping[str, Column] = {
    **columns(Contact),
    "by": Column("联络人", ("联系人", "走访人", "工作人员")),
    "unit": PLACE,
}
UNIT_FIELDS: Mapping[str, Column] = {**columns(Unit), "parent": Column("上级单位", ("上级", "所属上级"))}
STAFF_FIELDS: Mapping[str, Column] = {**columns(Staff), "unit": PLACE}


def read_words(
    connection: Connection,
    known: Mapping[str, Column],
    words: Sequence[str],
    short: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Read FIELD=VALUE words into cleaned values by field name; a blank value is None.

    FIELD is a name, a heading, an alias or one of the `short` words; a title says its level too. Raises
    Malformed for what is no field, with the nearest names.
    """
    lists = load_words(connection)
    values: dict[str, Any] = {}
    for word in words:
        name, sign, text = word.replace("＝", "=").partition("=")
        if not sign:
            raise Malformed(f"「{word}」不是 字段=内容 的写法", "如 学历=本科 工作单位=江州大学")
        target = short.get(fold(name)) or find_field(known, name)
        if target in values:
            raise Malformed(f"{known[target].heading}写了两遍")
        value = clean_value(known[target], text)
        values[target] = lists.standard(known[target], value) if value and known[target].open_list else value
    if "title_level" in known and (level := level_of_title(values.get("professional_title") or "")):
        values.setdefault("title_level", level)
    return values


def clean_value(column: Column, text: str) -> Any:
    """Clean one typed value; blank is None; raises Malformed for what cannot be understood."""
    try:
        return column.clean(text) if text.strip() else None
    except Unclear as unclear:
        said = str(unclear)
        raise Malformed(f"{column.heading}{said}" if said.startswith("「") else said) from unclear


def find_field(known: Mapping[str, Column], text: str) -> str:
    """Return the field a word names; raises Malformed with the nearest names."""
    named = _named(known)
    if found := named.get(fold(text)):
        return found
    near = dict.fromkeys(known[named[word]].heading for word in get_close_matches(fold(text), named, 4, 0.5))
    listed = near or dict.fromkeys(column.heading for column in known.values())
    raise Malformed(f"没有「{text}」这个字段", f"{'是不是' if near else '可用'}：{'、'.join(listed)}")


def names_field(known: Mapping[str, Column], text: str) -> bool:
    """Whether a word names a field."""
    return fold(text) in _named(known)


def _named(known: Mapping[str, Column]) -> dict[str, str]:
    named: dict[str, str] = {}
    for name, column in known.items():
        for word in (name, column.heading, *column.aliases):
            named.setdefault(fold(word), name)
    return named
