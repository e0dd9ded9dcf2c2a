"""How a record's field is declared, and how every other room reads the declaration."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, TypedDict, Unpack, cast

from sqlalchemy import Table
from sqlmodel import Field, SQLModel

from talentreg.records.cleaning import Cleaner, clean_text, word_cleaner, words_cleaner
from talentreg.records.text import Cell, as_text, fold
from talentreg.records.vocabulary import Vocabulary

Mask = Callable[[str], str]

WRITTEN = "（原文）"
"""Ends the heading under which a cell that was not understood is kept."""

# Constraints need names of their own, or a later migration cannot drop them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of one field beyond its database type."""

    heading: str
    aliases: tuple[str, ...] = ()
    meaning: str = ""
    clean: Cleaner = clean_text
    vocabulary: Vocabulary | None = None
    open_list: str = ""
    several: bool = False
    dossier: bool = False
    mask: Mask | None = None
    ranks: tuple[str, ...] = ()
    refers: str = ""
    """The table a reference points at; blank for a value of the row's own."""

    def shown(self, value: object) -> str:
        """Write a stored value for people; nothing stored is the empty string."""
        text = as_text(cast(Cell, value))
        if self.vocabulary and self.several:
            return "、".join(self.vocabulary.text(code) for code in text.split("、") if code)
        return self.vocabulary.text(text) if self.vocabulary else text


class Record(SQLModel):
    """A type of record; `title` is its Chinese name, `letter` (or two) begins its numbers (R000123).

    Rows of a `permanent` type say what a change set did: they stay when it is undone, and count only while
    it stands.
    """

    title: ClassVar[str] = ""
    letter: ClassVar[str] = ""
    permanent: ClassVar[bool] = False

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that follow from some being written; a record type with such says which."""
        return {}


class Facets(TypedDict, total=False):
    """What a declaration may say of a field beside its headings."""

    meaning: str
    clean: Cleaner
    vocabulary: Vocabulary
    open_list: str
    several: bool
    dossier: bool
    mask: Mask
    ranks: tuple[str, ...]


def column(
    heading: str,
    *aliases: str,
    default: Any = None,
    index: bool = False,
    unique: bool = False,
    **facets: Unpack[Facets],
) -> Any:
    """Declare a field with its heading, the headings people use for it, its meaning and its cleaner.

    A closed `vocabulary` brings its own cleaner; `open_list` names the list whose synonyms apply,
    `ranks` its words from the highest down;
    `dossier` marks what a complete file on a person needs; a field without blank takes `default=...`.
    """
    if vocabulary := facets.get("vocabulary"):
        facets["clean"] = (words_cleaner if facets.get("several") else word_cleaner)(vocabulary)
    facets.setdefault("meaning", heading)
    declared = Column(heading, aliases, **facets)
    info = {"info": {"column": declared}}
    return Field(default=default, index=index, unique=unique, sa_column_kwargs=info)


def reference(
    heading: str,
    *aliases: str,
    to: type[SQLModel],
    default: Any = None,
    index: bool = False,
    meaning: str = "",
) -> Any:
    """Declare a field that points at a row of another type; it is called `<name>_id`, its words `<name>`.

    A field without blank takes `default=...`.
    """
    refers = table(to).name
    declared = Column(heading, aliases, meaning or heading, refers=refers)
    info = {"info": {"column": declared}}
    return Field(default=default, foreign_key=f"{refers}.id", index=index, sa_column_kwargs=info)


def number(record: type[Record], row_id: int) -> str:
    """Write the number a row is called by: R000123."""
    return f"{record.letter}{row_id:06}"


def id_from_number(record: type[Record], text: str) -> int | None:
    """Read a row's number (R000123, r123); None when the text is none."""
    text = unicodedata.normalize("NFKC", text).strip()
    length = len(record.letter)
    digits = text[length:] if text[:length].upper() == record.letter else ""
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) <= 12 else None


def written(column: Column) -> str:
    """Name the place beside a record where a cell stays as it was written."""
    return f"{column.heading}{WRITTEN}"


def table(record: type[SQLModel]) -> Table:
    """Return the table of a record type, for queries."""
    return cast(Table, record.__table__)  # type: ignore[attr-defined]  # SQLModel sets it at run time


@cache
def columns(record: type[SQLModel]) -> dict[str, Column]:
    """Return the declared columns of a record type by field name, in the order of declaration."""
    return {name: c.info["column"] for name, c in table(record).c.items() if "column" in c.info}


@cache
def headings(record: type[SQLModel]) -> dict[str, str]:
    """Return field names by every folded heading, alias and name that may stand for them."""
    known: dict[str, str] = {}
    for name, declared in columns(record).items():
        for word in (name, declared.heading, *declared.aliases):
            known.setdefault(fold(word), name)
    return known
