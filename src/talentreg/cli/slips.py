"""What a slip on the command line is answered with: what is wrong, and the nearest thing that is right."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from talentreg.errors import Malformed


def unknown_command(typed: str, words: Mapping[str, str], path: str) -> Malformed:
    """Word an unknown command; `words` gives the command's name for every word that may mean it."""
    alike = get_close_matches(typed, [word for word in words if word != "undo"], 3, 0.5)
    near = list(dict.fromkeys(words[word] for word in alike))[:2]
    hint = (
        f"是不是：{'、'.join(f'{path} {name}' for name in near)}" if near else f"{path} --help 列出全部命令"
    )
    return Malformed(f"没有「{typed}」这个命令", hint)


def reword(error: Any, path: str) -> Malformed:
    """Word what the command-line library found wrong with a command; its own texts are English.

    Its error classes are not public, so they are told apart by name.
    """
    worded = _WORDINGS.get(type(error).__name__, _usage)(error)
    return Malformed(worded, f"{path} --help 说明用法")


def _no_such_option(error: Any) -> str:
    near = "、".join(sorted(error.possibilities or []))
    return f"没有选项 {error.option_name}" + (f"，是不是 {near}" if near else "")


def _missing(error: Any) -> str:
    return f"缺少 {_name(error.param)}" + (f"（{error.param.help}）" if error.param.help else "")


def _bad_value(error: Any) -> str:
    """Word a value that cannot be read; our own readers have said it in Chinese already."""
    name = _name(error.param) if error.param is not None else "内容"
    if not error.message.isascii():
        return f"{name}：{error.message}"
    return f"{name} 应为整数" if "integer" in error.message else f"{name} 写得不对，或超出范围"


def _name(param: Any) -> str:
    option: str = param.opts[0]
    return option if option.startswith("-") else param.metavar or option


def _usage(error: Any) -> str:
    if match := re.match(r"Got unexpected extra argument\S* \((.*)\)", error.message):
        return f"多出来的内容：{match[1]}"
    return "缺少子命令" if error.message.startswith("Missing command") else str(error.message)


def _needs_value(error: Any) -> str:
    return (
        f"选项 {error.option_name} 后面要写内容"
        if "requires" in error.message
        else f"选项 {error.option_name} 后面不能写内容"
    )


_WORDINGS = {
    "NoSuchOption": _no_such_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "BadOptionUsage": _needs_value,
}
