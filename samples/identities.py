"""Draw names, phones and ID numbers that belong to nobody."""

from collections.abc import Iterator
from datetime import date
from random import Random

import words


def weighted(rng: Random, options: dict[str, int]) -> str:
    """Draw one word by its weight."""
    return rng.choices(tuple(options), tuple(options.values()))[0]


def sometimes(rng: Random, percent: float) -> bool:
    """Answer yes in so many cases of a hundred."""
    return rng.random() * 100 < percent


def check_character(id_number: str) -> str:
    """Work out the ISO 7064 MOD 11-2 check character over the first 17 digits."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(id_number[:17]))
    return "10X98765432"[total % 11]


def invented_phones(rng: Random) -> Iterator[str]:
    """Yield phone numbers of a range nobody uses, none of them twice."""
    seen: set[str] = set()
    while True:
        phone = f"154{rng.randrange(10**8):08d}"
        if phone not in seen:
            seen.add(phone)
            yield phone


def given_names(sex: str, birth_year: int) -> tuple[str, ...]:
    """List the given names of a generation."""
    return next(given for start, given in reversed(words.GIVEN_NAMES[sex].items()) if start <= birth_year)


def draw_name(rng: Random, sex: str, birth_year: int, taken: set[str]) -> str:
    """Draw a name of the person's generation that nobody in `taken` bears, and take it."""
    while True:
        name = weighted(rng, words.SURNAMES) + rng.choice(given_names(sex, birth_year))
        if name not in taken:
            taken.add(name)
            return name


def invent_id_number(area_code: str, birth: date, sex: str, order: int) -> str:
    """Build an ID number of an area that does not exist; `order` is the person's place in the community."""
    sequence = order * 14 + (1 if sex == "男" else 0)
    body = f"{area_code}{birth:%Y%m%d}{sequence:03d}"
    return body + check_character(body)
