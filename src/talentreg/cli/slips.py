"""What a slip on the command line is answered with: what is wrong, and the nearest thing that is right."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from talentreg.errors import Malformed

CLOSE = 0.7
"""How alike an option's name and what was typed must be to be taken for a slip of the finger."""

_DASHES = "-‐‑‒–—―−─﹘﹣－"
_OPTION = re.compile(rf"[{_DASHES}]+\s*([A-Za-z][A-Za-z-]*)(=.*)?", re.DOTALL)
_UNIT = re.compile(r"[^\W\d_]{1,20}(街道|镇|乡|社区|村|区|县|市|居委会|网格)")
_PERIODS = (
    ("--quarter", r"(\d{4}[-年]?)?(Q|第)?[1-4一二三四]季度|(\d{4}[-年]?)?Q[1-4]"),
    ("--half", r"(\d{4}[-年]?)?(H[12]|[上下]半年)"),
    ("--month", r"(\d{4}[-./年])?(\d{1,2}|[一二三四五六七八九十]{1,2})月|\d{4}[-./]\d{1,2}"),
    ("--year", r"(19|20)\d\d年?"),
    ("--limit", r"\d{1,4}"),
    ("--unit", _UNIT.pattern),
)
"""What an option's value looks like; somebody often writes it without the option."""


_SAME_THING = {
    "unit": ("parent",),
    "under": ("parent", "unit"),
    "direction": ("inbound",),
    "reached": ("family", "no-answer"),
    "festival": ("on",),
    "date": ("on",),
    "day": ("on",),
}
"""What somebody may well call an option of another name."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A command and the words typed after it."""

    path: str
    params: Sequence[Any]
    words: Sequence[str]

    @property
    def options(self) -> list[str]:
        """The long options the command takes."""
        return ["--help", *(one for param in self.params for one in param.opts if one.startswith("--"))]


def unknown_command(typed: str, words: Mapping[str, str], path: str, alone: Typed | None = None) -> Malformed:
    """Word an unknown command; `words` gives the command's name for every word that may mean it.

    `alone` is the command that is meant when none is written: the word may be a value of its options.
    """
    if alone and (meant := _option_meant(typed, alone)):
        return Malformed(f"没有「{typed}」这个命令", meant)
    near = [words[typed]] if typed in words else []
    if not near:
        alike = get_close_matches(typed.lower(), [word for word in words if word != "undo"], 3, 0.5)
        near = list(dict.fromkeys(words[word] for word in alike))[:2]
    hint = (
        f"是不是：{'、'.join(f'{path} {name}' for name in near)}" if near else f"{path} --help 列出全部命令"
    )
    return Malformed(f"没有「{typed}」这个命令", hint)


def check_signs(typed: Typed) -> None:
    """Refuse an option written with the dashes, the letters or the equals sign of a Chinese keyboard."""
    for word in typed.words:
        if word == "--":
            return
        match = _OPTION.fullmatch(unicodedata.normalize("NFKC", word)) if not word.isascii() else None
        option = f"--{match[1].lower()}" if match else ""
        if match and option in typed.options and not word.startswith((f"{option}=", f"{option} ")):
            raise Malformed(
                f"「{word}」里有中文横线或全角字符，选项要用英文字符", f"请写成 {option}{match[2] or ''}"
            )


def reword(error: Any, typed: Typed) -> Malformed:
    """Word what the command-line library found wrong with a command; its own texts are English.

    Its error classes are not public, so they are told apart by name.
    """
    message, hint = _WORDINGS.get(type(error).__name__, _usage)(error, typed)
    return Malformed(
        message, f"{hint}；{typed.path} --help 说明用法" if hint else f"{typed.path} --help 说明用法"
    )


def _no_such_option(error: Any, typed: Typed) -> tuple[str, str]:
    given: str = error.option_name
    if re.fullmatch(r"-\d+(\.\d+)?", given):
        return f"「{given}」是负数，请写 0 或正数", ""
    if not given.startswith("--"):  # -limit is read as -l, -i, …
        given = next((word for word in typed.words if word.startswith(given)), given)
    given = given.partition("=")[0]
    name = given.lstrip("-").lower()
    names = {option[2:]: option for option in typed.options}
    begun = [option for own, option in names.items() if own.startswith(name)][:3] if name else []
    near = begun or [names[own] for own in get_close_matches(name, names, 2, CLOSE)]
    near = near or [names[own] for own in _SAME_THING.get(name, ()) if own in names]
    message = f"没有选项 {given}" + (f"，是不是 {'、'.join(near)}" if near else "")
    return message, "" if near else _whose(f"--{name}", typed)


def _whose(option: str, typed: Typed) -> str:
    """Say which commands have an option this one lacks, or that it stands before the command it is for."""
    from talentreg.cli.outline import outlines  # only for a slip

    asked = [name for name in outlines() if typed.path != "talentreg" or name.split(" ")[0] in typed.words]
    takers = [name for name in asked if name and any(option in one.opts for one in outlines()[name])]
    if not takers:
        return ""
    if typed.path == "talentreg":
        return f"{option} 要写在命令后面：talentreg {takers[0]} … {option}"
    return f"有 {option} 的命令：{'、'.join(takers[:4])}" + ("等" if len(takers) > 4 else "")


def _missing(error: Any, _: Typed) -> tuple[str, str]:
    return f"缺少 {_name(error.param)}" + (f"（{error.param.help}）" if error.param.help else ""), ""


def _bad_value(error: Any, _: Typed) -> tuple[str, str]:
    """Word a value that cannot be read; our own readers have said it in Chinese already."""
    name = _name(error.param) if error.param is not None else "内容"
    if not error.message.isascii():
        return f"{name}：{error.message}", ""
    return f"{name} 应为整数" if "integer" in error.message else f"{name} 写得不对，或超出范围", ""


def _name(param: Any) -> str:
    option: str = param.opts[0]
    return option if option.startswith("-") else param.metavar or option


def _usage(error: Any, typed: Typed) -> tuple[str, str]:
    if match := re.match(r"Got unexpected extra argument\S* \((.*)\)", error.message, re.DOTALL):
        return f"多出来的内容：{match[1]}", _meant(match[1], typed)
    return "缺少子命令" if error.message.startswith("Missing command") else str(error.message), ""


def _meant(extra: str, typed: Typed) -> str:
    """Guess what a word too many was meant to be: an option's value, or the rest of a name with a blank."""
    words = list(typed.words)
    first = next((word for word in words if extra == word or extra.startswith(f"{word} ")), "")
    if meant := _option_meant(first, typed):
        return meant
    before = words[words.index(first) - 1] if first and words.index(first) else "-"
    if before.startswith("-") or re.fullmatch(r"[A-Z]{0,2}\d+", before):
        return ""
    return f'名字里有空格时要加引号："{before} {first}"'


def _option_meant(word: str, typed: Typed) -> str:
    """Guess of which option a word is the value."""
    plain = unicodedata.normalize("NFKC", word).upper()
    options = (one for one, pattern in _PERIODS if one in typed.options and re.fullmatch(pattern, plain))
    return next((f"是不是：{option} {word}" for option in options), "")


def _needs_value(error: Any, _: Typed) -> tuple[str, str]:
    return (
        f"选项 {error.option_name} 后面要写内容"
        if "requires" in error.message
        else f"选项 {error.option_name} 后面不能写内容"
    ), ""


_WORDINGS = {
    "NoSuchOption": _no_such_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "BadOptionUsage": _needs_value,
}
