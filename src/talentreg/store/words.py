"""Open words: synonyms become the register's own word, new ones stay as written."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from talentreg.records.fields import Column, table
from talentreg.records.text import fold_word
from talentreg.records.word import OpenWord


@dataclass(frozen=True, slots=True)
class WordLists:
    """The register's open lists: list → folded word → the word it is stored as."""

    known: dict[str, dict[str, str]]

    def standard(self, column: Column, text: str) -> str:
        """Return the stored form of one or several words."""
        listed = self.known.get(column.open_list, {})
        words = text.split("、") if column.several else [text]
        return "、".join(dict.fromkeys(listed.get(fold_word(word), word) for word in words))

    def unlisted(self, column: Column, text: str) -> list[str]:
        """Return the words a list that has any does not know."""
        listed = self.known.get(column.open_list, {})
        words = text.split("、") if column.several else [text]
        return [word for word in words if listed and fold_word(word) not in listed]


def load_words(connection: Connection) -> WordLists:
    """Read the open lists."""
    known: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(table(OpenWord))):
        known.setdefault(row.list, {})[fold_word(row.word)] = row.standard
    return WordLists(known)
