"""How a name is typed in Latin letters: every usual reading in full and by initials."""

import re
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

MOST = 8
"""Combinations of readings kept of one name."""


@lru_cache(maxsize=65_536)
def search_keys(name: str) -> str:
    """Return what a name may be typed as, each after a blank: ` zengle zengyue cengle zl cl`.

    The surname's own reading comes first, the character's usual one after it: 覃 is Qin and Tan.
    """
    plain = "".join(c for c in normalize("NFKD", name) if not combining(c))
    surnames = [some for some in SURNAMES if plain.startswith(some)] or [""]
    combinations = [one for surname in surnames for one in _combinations(_readings(plain, surname))]
    full = ["".join(syllables) for syllables in combinations]
    initials = ["".join(syllable[0] for syllable in syllables) for syllables in combinations]
    keys = dict.fromkeys(key for key in (*full, *initials) if key)
    return "".join(f" {key}" for key in keys)


def _combinations(readings: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Combine readings, those first in which the fewest syllables depart from the usual one."""
    if all(len(some) == 1 for some in readings):
        return [tuple(some[0] for some in readings)]
    tried = [some if place < LONG else some[:1] for place, some in enumerate(readings)]
    places = sorted(
        product(*(range(len(some)) for some in tried)), key=lambda one: (sum(map(bool, one)), one)
    )
    return [tuple(some[n] for some, n in zip(tried, one, strict=True)) for one in places[:MOST]]


def typed_key(text: str) -> str:
    """Make what a user typed comparable with search keys; ü is typed v."""
    return re.sub(r"[^a-z]", "", text.lower().replace("ü", "v"))


def _readings(name: str, surname: str) -> list[tuple[str, ...]]:
    """List the readings of each syllable of a name; a Latin word is one syllable of its own."""
    own = SURNAMES.get(surname, "").split()
    listed = [
        tuple(dict.fromkeys((reading, *_read(character)[:USUAL]))) if len(own) == 1 else (reading,)
        for reading, character in zip(own, surname, strict=True)
    ]
    others = re.findall(r"[A-Za-z]+|[^\W\d_]", name[len(surname) :])
    listed += [(word.lower(),) if word.isascii() else _read(word)[:USUAL] for word in others]
    return [readings for readings in listed if readings]


@lru_cache(maxsize=16_384)
def _read(character: str) -> tuple[str, ...]:
    """Return a character's readings, the usual first; one that dictionaries lack has none."""
    from pypinyin import Style, pinyin  # slow to load, needed when somebody is entered

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(found[0]) if found else ()
