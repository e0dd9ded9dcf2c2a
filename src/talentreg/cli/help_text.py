"""The help pages, laid out for Chinese: a character counts two columns."""

import re
import shutil
from typing import Any

from talentreg.records.text import shown_width

INDENT, GAP, WIDEST_NAME = 2, 2, 30

Lines = list[tuple[str, str]]


def group_page(command: Any, ctx: Any, lines: Lines) -> str:
    """Write the page of a command group from names and one-line helps."""
    sections = [command.help or "", f"用法：{ctx.command_path} 命令 [选项]", _section("命令", lines)]
    return "\n\n".join([*sections, f"每个命令的用法：{ctx.command_path} 命令 --help"]) + "\n"


def command_page(command: Any, ctx: Any, examples: tuple[str, ...]) -> str:
    """Write the page of one command."""
    arguments: Lines = []
    options: Lines = []
    for param in command.get_params(ctx):
        if record := param.get_help_record(ctx):
            (arguments if param.param_type_name == "argument" else options).append(_translated(*record))
    pieces = " ".join(command.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[选项]")
    usage = re.sub(r"\{(.*?)\}(\.\.\.)?", r"\1", pieces).replace("…]...", "…]").replace("…...", "…")
    sections = [command.help or "", f"用法：{ctx.command_path} {usage}"]
    sections += [_section(title, lines) for title, lines in (("参数", arguments), ("选项", options)) if lines]
    if examples:
        sections.append("例：\n" + "\n".join(" " * INDENT + example for example in examples))
    return "\n\n".join(sections) + "\n"


def _section(title: str, lines: Lines) -> str:
    width = max(min(shutil.get_terminal_size().columns, 100), 40)
    left = min(max(shown_width(name) for name, _ in lines), WIDEST_NAME, width // 3)
    room = width - INDENT - left - GAP - 2  # a comma or stop may hang over
    written = [f"{title}："]
    for name, text in lines:
        first, *rest = wrapped(text, room) or [""]
        padding = " " * max(left - shown_width(name), 0)
        if shown_width(name) > left:
            written += [" " * INDENT + name, " " * (INDENT + left + GAP) + first]
        else:
            written.append(" " * INDENT + name + padding + " " * GAP + first)
        written += [" " * (INDENT + left + GAP) + line for line in rest]
    return "\n".join(line.rstrip() for line in written)


def wrapped(text: str, room: int) -> list[str]:
    """Break a text into lines of so many columns, keeping Latin words whole."""
    lines, line = [], ""
    for piece in re.findall(r"[!-~]+|\s|.", text):
        if line and shown_width(line + piece) > room and piece not in "，。；、）":
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _translated(name: str, text: str) -> tuple[str, str]:
    words = {
        "Show this message and exit.": "显示本页说明",
        "[required]": "（必填）",
        "[default: ": "（默认 ",
    }
    for english, chinese in words.items():
        text = text.replace(english, chinese)
    text = re.sub(r"\s*\[[^\]]*\bx\b[<>=][^\]]*\]", "", text)  # a range, such as x>=1
    return re.sub(r" <.*>$", "", name), re.sub(r"（默认 ([^\];]*)(; [^\]]*)?\]", r"（默认 \1）", text)
