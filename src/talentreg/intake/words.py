"""Open words: synonyms become the register's own word, new ones stay as written and are said once."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from talentreg.intake.problems import Weight
from talentreg.records.fields import Column, table
from talentreg.records.text import fold
from talentreg.records.word import OpenWord

if TYPE_CHECKING:
    from talentreg.intake.drafts import Draft


@dataclass(slots=True)
class WordLists:
    """The register's open lists: list → folded word → the word it is stored as."""

    known: dict[str, dict[str, str]]
    announced: set[tuple[str, str]] = field(default_factory=set)

    def standard(self, column: Column, text: str, draft: "Draft", place: str) -> str:
        """Return the stored form of one or several words."""
        words = text.split("、") if column.several else [text]
        return "、".join(dict.fromkeys(self._one(column, word, draft, place) for word in words))

    def _one(self, column: Column, word: str, draft: "Draft", place: str) -> str:
        listed = self.known.get(column.open_list, {})
        if found := listed.get(fold(word)):
            return found
        if listed and (column.open_list, word) not in self.announced:
            self.announced.add((column.open_list, word))
            draft.note(Weight.NOTICE, f"{column.heading}「{word}」不在常用词里，按原样登记", place)
        return word


def load_words(connection: Connection) -> WordLists:
    """Read the open lists."""
    words = table(OpenWord)
    known: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(words)):
        known.setdefault(row.list, {})[fold(row.word)] = row.standard
    return WordLists(known)
