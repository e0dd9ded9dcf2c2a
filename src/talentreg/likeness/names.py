"""How two names may be one: written alike, heard alike, seen alike, or a slip of the pen apart."""

import re
import unicodedata
from functools import lru_cache
from itertools import permutations

_REMARK = re.compile(r"[(（\[【].*?[)）\]】]?$")
_MARK = re.compile(r"(?<=[\u3400-\u9fff])[0-9a-z]+$")
_LOOSE = re.compile(r"[\s·.•'’\-]")

_SEEN_ALIKE = (
    "芳芬 娟绢捐 妍研 晴睛清 梅海 凤风 莉利 末未 戊戌戍 己已巳 春舂 燕莺 萍苹 洁浩 岩若 贵责 玉王 士土 "
    "大太天夫 今令 兰三 丽丹 昌冒吕 斌武 延廷 壮状 免兔 堂常 荣茱 辉挥 淑叔 霞震 佳住 候侯 冯马 汪江 史吏 "
    "任住 肖尚 宋来 郑邓 杨场 何向 万方 田由 申甲 余佘 刀力 日曰 干千"
).split()
"""Characters easily read for one another."""

_SAID_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that many do not tell apart: flat and curled tongue, front and back nasal."""

_CONFUSED = {pair for group in _SEEN_ALIKE for pair in permutations(group, 2)}


@lru_cache(maxsize=65_536)
def plain(name: str) -> str:
    """Write a name without blanks, dots and what stands in brackets behind it."""
    return _parts(name)[0]


@lru_cache(maxsize=65_536)
def _parts(name: str) -> tuple[str, str]:
    """Part a name from the sign that tells it from a namesake's: 张伟1."""
    if len(name) < 5 and name.isalpha() and name[0] >= "\u3400" and not name.isascii():
        text = name
    else:
        text = unicodedata.normalize("NFKC", name).lower()
        text = _LOOSE.sub("", _REMARK.sub("", text) or text)
    if len(text) > 2 and (match := _MARK.search(text)):
        return text[: match.start()], match[0]
    return text, ""


@lru_cache(maxsize=65_536)
def sounds(name: str, pinyin: str | None) -> tuple[str, ...]:
    """List what a name may sound like in full; initials are no sound."""
    length = len(plain(name))
    return tuple(sorted({key for key in (pinyin or "").split() if len(key) > length}))


def _loosely_said(sound: str) -> str:
    for careful, careless in _SAID_ALIKE:
        sound = sound.replace(careful, careless)
    return sound


def relation(first: str, first_pinyin: str | None, second: str, second_pinyin: str | None) -> str:
    """Say how two names are alike, or `different`."""
    if first == second:
        return "equal"
    if first > second:
        return _relation(second, second_pinyin, first, first_pinyin)
    return _relation(first, first_pinyin, second, second_pinyin)


@lru_cache(maxsize=65_536)
def _relation(first: str, first_pinyin: str | None, second: str, second_pinyin: str | None) -> str:
    (one, mark), (other, other_mark) = _parts(first), _parts(second)
    if one == other:
        return "told_apart" if mark and other_mark else "loosely"
    if len(one) != len(other):
        return _of_two_lengths(*sorted((one, other), key=len))
    heard, also_heard = set(sounds(first, first_pinyin)), set(sounds(second, second_pinyin))
    if heard & also_heard:
        return "heard"
    if set(map(_loosely_said, heard)) & set(map(_loosely_said, also_heard)):
        return "nearly_heard"
    return "swapped" if sorted(one) == sorted(other) else _with_one_changed(one, other)


def _with_one_changed(one: str, other: str) -> str:
    """Compare names of one length by the only character in which they differ."""
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) != 1 or len(one) < 2:
        return "different"
    place = places[0]
    if (one[place], other[place]) in _CONFUSED:
        return "seen"
    if len(one) == 2:
        return "surname"
    if not place:
        return "given"
    # Brothers share the character before the last.
    return "typed" if place == len(one) - 1 else "typed_within"


def _of_two_lengths(short: str, long: str) -> str:
    """Compare names of which one has more characters: 买买提 and 买买提艾力, 张明 and 张小明."""
    if len(short) >= 3 and long.startswith(short):
        return "begun"
    one_more = len(short) >= 2 and len(long) == len(short) + 1 and short[0] == long[0]
    dropped = (long[:place] + long[place + 1 :] for place in range(1, len(long)))
    return "short" if one_more and short in dropped else "different"
