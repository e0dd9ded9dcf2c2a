"""What the cells of a column may be chosen from; long lists stand on a hidden sheet."""

from itertools import zip_longest
from typing import Any

from talentreg.records.text import as_text

SHEET, TITLE = "选项", "选项（talentreg）"
"""The hidden sheet that holds long lists, and its first cell: an import passes such a sheet over."""

LONGEST = 255
"""Characters Excel takes for a list in the cell's own rule."""


class Dropdowns:
    """The lists of one workbook that are too long to stand in a rule."""

    def __init__(self) -> None:
        """Begin without any."""
        self.name = ""
        self._places: dict[tuple[str, ...], int] = {}

    def rule(self, heading: str, words: tuple[str, ...], *, warns: bool) -> dict[str, Any]:
        """Return the rule of a column that takes some words; others are stopped, or only asked about."""
        told = "不在常用词里，确实要这样写吗？" if warns else "请从下拉列表里选一个，或清空。"
        return {
            "validate": "list",
            "source": self._source(tuple(as_text(word) for word in words)),
            "error_type": "warning" if warns else "stop",
            "error_title": heading[:32],
            "error_message": told,
        }

    def is_long(self, words: tuple[str, ...]) -> bool:
        """Whether some words cannot stand in a rule of their own; a comma parts them there."""
        joined = ",".join(words).replace('"', '""')
        return len(joined.encode("utf-16-le")) > 2 * LONGEST or joined.count(",") >= len(words)

    def _source(self, words: tuple[str, ...]) -> str | list[str]:
        from xlsxwriter.utility import xl_col_to_name

        if not self.is_long(words):
            return list(words)
        letters = xl_col_to_name(self._places.setdefault(words, len(self._places)))
        return f"='{self.name}'!${letters}$2:${letters}${len(words) + 1}"

    def write(self, book: Any) -> None:
        """Write the hidden sheet, if there is anything to put on it."""
        if not self._places:
            return
        sheet = book.add_worksheet(self.name)
        sheet.write_string(0, 0, TITLE)
        for row, words in enumerate(zip_longest(*self._places), start=1):
            for place, word in enumerate(words):
                if word is not None:
                    sheet.write_string(row, place, word)
        sheet.hide()
