"""How a name is typed in Latin letters: every usual reading in full and by initials."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from unicodedata import combining, normalize

SURNAMES = {
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "单于": "chan yu",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "令狐": "ling hu",
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "查": "zha",
    "盖": "ge",
    "朴": "piao",
    "区": "ou",
    "解": "xie",
    "覃": "qin",
    "任": "ren",
    "华": "hua",
    "缪": "miao",
    "员": "yun",
    "贠": "yun",
    "秘": "bi",
    "繁": "po",
    "种": "chong",
    "折": "she",
    "能": "nai",
    "祭": "zhai",
    "乜": "nie",
    "翟": "zhai",
    "薄": "bo",
    "隗": "wei",
    "应": "ying",
    "宁": "ning",
    "葛": "ge",
    "纪": "ji",
    "沈": "shen",
    "石": "shi",
    "车": "che",
    "洗": "xian",
    "么": "yao",
    "黑": "he",
    "召": "shao",
    "都": "du",
    "逄": "pang",
    "那": "na",
}
"""Surnames whose reading differs from the character's usual one, or is easily taken for another."""

USUAL = 2
"""Readings kept of one character: the third is hardly ever heard in a name."""

LONG = 10
"""Syllables whose second readings are tried; a longer name is known by its beginning."""

_SYLLABLES = re.compile(r"[A-Za-z]+|[^\W\d_]")
MOST = 8
"""Combinations of readings kept of one name."""


@lru_cache(maxsize=65_536)
def search_keys(name: str) -> str:
    """Return what a name may be typed as, each after a blank: ` zengle zengyue cengle zl cl`.

    The surname's own reading comes first, the character's usual one after it: 覃 is Qin and Tan.
    """
    plain = normalize("NFKD", name)
    if plain != name:
        plain = "".join(c for c in plain if not combining(c))
    surnames = [some for some in (plain[:2], plain[:1]) if some in SURNAMES] or [""]
    spelled = [one for surname in surnames for one in _spellings(plain, surname)]
    keys = dict.fromkeys([full for full, _ in spelled] + [short for _, short in spelled])
    return "".join([f" {key}" for key in keys if key])


def _spellings(name: str, surname: str) -> Sequence[tuple[str, str]]:
    """Spell a name in full and by initials in every usual way, the most usual first."""
    begin = len(surname) or int(not name[:1].isascii())
    first = _first_spellings(name[:begin], surname)
    if len(first) > 1:
        return _spell((*_readings(name[:begin], surname), *_readings(name[begin:])))
    full, short = first[0]
    return [(full + rest, short + initials) for rest, initials in _given_spellings(name[begin:])]


@lru_cache(maxsize=4096)
def _first_spellings(first: str, surname: str) -> Sequence[tuple[str, str]]:
    """Spell what a name begins with, its surname or its first character."""
    return _spell(_readings(first, surname))


@lru_cache(maxsize=16_384)
def _given_spellings(given: str) -> Sequence[tuple[str, str]]:
    """Spell a given name, which many people share."""
    return _spell(_readings(given))


def _spell(readings: Sequence[tuple[str, ...]]) -> list[tuple[str, str]]:
    spelled = []
    for choice in _choices(tuple(map(len, readings))):
        syllables = [some[n] for some, n in zip(readings, choice, strict=True)]
        spelled.append(("".join(syllables), "".join([syllable[0] for syllable in syllables])))
    return spelled


@lru_cache(maxsize=1024)
def _choices(counts: tuple[int, ...]) -> list[tuple[int, ...]]:
    """List which reading of each syllable is taken in turn, those first that least depart from the usual."""
    every = product(*(range(count if place < LONG else 1) for place, count in enumerate(counts)))
    return sorted(every, key=lambda one: (sum(map(bool, one)), one))[:MOST]


def typed_key(text: str) -> str:
    """Make what a user typed comparable with search keys; ü is typed v."""
    return re.sub(r"[^a-z]", "", text.lower().replace("ü", "v"))


@lru_cache(maxsize=4096)
def _readings(name: str, surname: str = "") -> Sequence[tuple[str, ...]]:
    """List the readings of each syllable; a Latin word is one syllable of its own."""
    own = SURNAMES.get(surname, "").split()
    listed = [
        tuple(dict.fromkeys((reading, *_read(character)))) if len(own) == 1 else (reading,)
        for reading, character in zip(own, surname, strict=True)
    ]
    listed += map(_read, _SYLLABLES.findall(name, len(surname)))
    return [readings for readings in listed if readings]


@lru_cache(maxsize=16_384)
def _read(syllable: str) -> tuple[str, ...]:
    """Return a character's usual readings, or a Latin word itself; what dictionaries lack has none."""
    from pypinyin import Style, pinyin  # slow to load, needed when somebody is entered

    if syllable.isascii():
        return (syllable.lower(),)
    found = pinyin(syllable, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(found[0][:USUAL]) if found else ()
