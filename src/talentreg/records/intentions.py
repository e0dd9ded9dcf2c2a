"""返乡意愿 as sheets state it: under a heading that names the kind, with a reason, several in one cell."""

import re
from functools import lru_cache

from talentreg.records.cleaning import Unclear, quoted
from talentreg.records.text import Cell, as_text, fold_word
from talentreg.records.vocabulary import INTENTION, WILLING

_KINDS = {
    "创业": "business",
    "任职": "office",
    "就业": "job",
    "投资": "project",
    "合作": "project",
    "柔性": "flexible",
}
_PARTS = re.compile(r"[、，,;；/\n|:：。()（）]+|\s+")


def kind_named_by(heading: str) -> str | None:
    """Return the kind of intention a heading asks for (返乡创业意愿: business); None for any or several."""
    plain = re.sub(r"\(.*?\)", "", fold_word(heading))
    named = {code for word, code in _KINDS.items() if word in plain}
    return named.pop() if len(named) == 1 else None


@lru_cache(maxsize=16_384)
def intention_under(heading: str, cell: Cell) -> tuple[str, str]:
    """Read an intention below a heading; return its code and what else the cell says, to be kept beside it.

    有, 愿意 and √ mean the kind the heading names, or willingness of no stated kind. Of several kinds the
    first counts: 创业、就业 is business and 就业. Raises Unclear for what begins with no intention, or says
    yes and no.
    """
    text = as_text(cell)
    if word := INTENTION.find(text):
        return _under(heading, word.code), ""
    parts = [part for part in _PARTS.split(text) if part]
    read = [word.code if (word := INTENTION.find(part)) else "" for part in parts]
    kinds = [code for code in read if code]
    told = next((code for code in kinds if code != "willing"), "willing")
    if not read or not read[0] or ({"none", "undecided"} & {*kinds} and {*WILLING} & {*kinds}):
        raise Unclear(f"「{quoted(text)}」看不懂，可写：{INTENTION.listed()}")
    rest = [part for part, code in zip(parts, read, strict=True) if code not in (told, "willing")]
    return _under(heading, told), "、".join(rest)


def _under(heading: str, code: str) -> str:
    return kind_named_by(heading) or code if code == "willing" else code
