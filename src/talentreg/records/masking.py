"""What stands on the screen in place of a phone or an ID number (PIPL art. 51: de-identified display)."""

import re

HIDDEN = "遮挡的几位不同"
"""Said of two numbers that look alike when they are masked."""

_RUN = re.compile(r"\d{11,}[Xx]?")


def mask_phone(text: str) -> str:
    """Keep the first three and last four digits of a mobile number, the last two of any other."""
    return re.sub(r"\d[\d-]*\d", lambda match: _mask_number(match[0]), text)


def mask_id_number(text: str) -> str:
    """Keep two characters at each end: six and four leave three candidates once the birth month is known."""
    return _keep(text, 2, 2)


def mask_name_like(text: str) -> str:
    """Keep the first and last character of an account name."""
    return _keep(text, 1, 1)


def mask_free_text(text: str) -> str:
    """Mask every run of eleven and more digits in a free text: phones, ID numbers, also mistyped ones."""
    return _RUN.sub(lambda match: (mask_phone if len(match[0]) == 11 else mask_id_number)(match[0]), text)


def mask_digits(text: str) -> str:
    """Mask every digit but the last two: for a number mistyped, or broken up by blanks and dashes."""
    return re.sub(r"\d(?=(?:\D*\d){2})", "*", text)


def _mask_number(number: str) -> str:
    return _keep(number, 3, 4) if len(number) == 11 and "-" not in number else _keep(number, 0, 2)


def _keep(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[len(text) - tail :] if hidden > 0 else "*" * len(text)
