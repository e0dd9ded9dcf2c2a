"""What stands in the columns of a sheet that asks who came: a tick, a signature, the time of signing."""

import re
import unicodedata
from dataclasses import replace

from talentreg.records.cleaning import Cleaner, Unclear, word_cleaner
from talentreg.records.event import Attendance
from talentreg.records.fields import columns
from talentreg.records.text import Cell, as_text, fold_word, is_blank_word, words
from talentreg.records.work_words import WHETHER

CAME = {
    fold_word(word)
    for word in words("到 已到 到会 已到会 到场 已到场 签到 已签到 已签 签 出席 参加 已参加 参会 已参会")
}
STAYED_AWAY = {
    fold_word(word)
    for word in words(
        "请假 事假 病假 缺席 缺 缺勤 未到 没到 未到会 未到场 未参加 没参加 未参会 未签到 未签 未出席 不参加"
    )
}
_TIME = re.compile(r"(.* )?\d{1,2}[:时点]\d{0,2}(:\d{2})?分?")
_whether: Cleaner = word_cleaner(WHETHER)


def clean_signed(cell: Cell) -> str:
    """Take a mark in a column of signatures: whether somebody came; the time of signing says yes."""
    text = as_text(cell)
    plain = fold_word(text)
    if is_blank_word(text) and plain != "无":
        return ""
    if plain in CAME or _TIME.fullmatch(unicodedata.normalize("NFKC", text).strip()):
        return "yes"
    if plain in STAYED_AWAY:
        return "no"
    try:
        return str(_whether(cell))
    except Unclear as unclear:
        raise Unclear(f"「{text[:20]}」看不懂，到会写 是、√，没到写 否、请假") from unclear


ATTENDANCE = {
    name: replace(column, clean=clean_signed) if name == "attended" else column
    for name, column in columns(Attendance).items()
}
"""The fields of who was there, as a sheet says them."""
