"""Reasons as people write them, sorted by the words of the register's list."""

import re
from collections.abc import Callable
from functools import cache

from sqlalchemy import Connection

from talentreg.records.text import fold_word
from talentreg.store.words import load_words

OTHER = "其他原因"
LONGEST = 12
"""Characters of a reason that stands for itself; a longer one the list knows no word of is another."""

_PARTS = re.compile(r"[、，,；;。/]+")


def read_reasons(connection: Connection) -> Callable[[str], list[str]]:
    """Make what tells the words a written reason means.

    A word of the list counts where the text has it or a synonym in it, so 爱人在外地、孩子在外上学 means two;
    a short text the list does not know stands for itself, a longer one for `OTHER`.
    """
    known = load_words(connection).known.get("reason", {})
    longest_first = sorted(known, key=len, reverse=True)

    @cache
    def read(text: str) -> list[str]:
        folded, found = fold_word(text), list[tuple[int, str]]()
        for word in longest_first:
            if (place := folded.find(word)) >= 0:
                found.append((place, known[word]))
                folded = folded.replace(word, "\n" * len(word))
        if found:
            return list(dict.fromkeys(word for _, word in sorted(found)))
        parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
        short = bool(parts) and all(len(part) <= LONGEST for part in parts)
        return list(dict.fromkeys(parts)) if short else [OTHER]

    return read
