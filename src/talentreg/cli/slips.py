"""What a slip on the command line is answered with: what is wrong, and the nearest thing that is right."""

import re
from difflib import get_close_matches
from typing import Any

from talentreg.errors import Malformed


def unknown_command(typed: str, known: list[str], path: str) -> Malformed:
    """Word an unknown command."""
    near = get_close_matches(typed, known, 2, 0.5)
    hint = (
        f"是不是：{'、'.join(f'{path} {name}' for name in near)}" if near else f"{path} --help 列出全部命令"
    )
    return Malformed(f"没有「{typed}」这个命令", hint)


def reword(error: Any) -> Malformed:
    """Word what the command-line library found wrong; its own texts are English.

    Its error classes are not public, so they are told apart by name.
    """
    worded = _WORDINGS.get(type(error).__name__, _usage)(error)
    path = error.ctx.command_path if getattr(error, "ctx", None) else "talentreg"
    return Malformed(worded, f"{path} --help 说明用法")


def _no_such_option(error: Any) -> str:
    near = "、".join(sorted(error.possibilities or []))
    return f"没有选项 {error.option_name}" + (f"，是不是 {near}" if near else "")


def _missing(error: Any) -> str:
    option = error.param.opts[0]
    name = option if option.startswith("-") else error.param.metavar or option
    return f"缺少 {name}" + (f"（{error.param.help}）" if getattr(error.param, "help", None) else "")


def _bad_value(error: Any) -> str:
    name = error.param.opts[0] if error.param is not None else ""
    if match := re.fullmatch(r"'(.*)' is not a valid (integer|int).*", error.message):
        return f"{name} 应为整数，这里是「{match[1]}」"
    return f"{name}：{error.message}" if name else str(error.message)


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
