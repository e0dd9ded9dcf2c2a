"""What every command takes, known without loading it: read from `outline.json`, written with the docs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from talentreg.cli.commands import Command, CommandGroup, load

PLACE = Path(__file__).with_name("outline.json")
"""Loading a command takes a third of a second, too long for somebody who waits for a completion."""

ROOT = ""
"""The name of the program itself, whose options may stand before a command."""


@dataclass(frozen=True, slots=True)
class Param:
    """One option or argument: how it is written, what is written for it, its help."""

    name: str
    opts: tuple[str, ...]
    metavar: str
    help: str
    argument: bool
    many: bool
    takes_value: bool


@cache
def outlines() -> Mapping[str, Sequence[Param]]:
    """Return the options and arguments of every command by its full name."""
    return {
        name: tuple(Param(**param | {"opts": tuple(param["opts"])}) for param in params)
        for name, params in _written()["commands"].items()
    }


def figure_names() -> list[tuple[str, str]]:
    """Return the label and the key of every figure."""
    return [(label, key) for label, key in _written()["figures"]]


def dimension_names() -> list[tuple[str, str]]:
    """Return the label and the key of every way to break a figure down."""
    return [(label, key) for label, key in _written()["dimensions"]]


def write_outline(table: Any, commands: Sequence[Command | CommandGroup]) -> str:
    """Write the outline of a table of commands, loading them all."""
    from talentreg.figures.catalogue import FIGURES
    from talentreg.figures.dimensions import DIMENSIONS

    named = {ROOT: table, **{name: load(entry) for name, entry in walk(commands)}}
    document = {
        "commands": {
            name: [asdict(_param(one)) for one in command.params] for name, command in named.items()
        },
        "figures": [(figure.label, figure.key) for figure in FIGURES.values()],
        "dimensions": [(dimension.label, dimension.key) for dimension in DIMENSIONS],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def walk(
    entries: Sequence[Command | CommandGroup], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, Command]]:
    """Walk through every command of a table, each with its full name."""
    for entry in entries:
        if isinstance(entry, CommandGroup):
            yield from walk(entry.commands, (*above, entry.name))
        else:
            yield " ".join((*above, entry.name)), entry


def _param(param: Any) -> Param:
    return Param(
        name=param.name,
        opts=tuple(param.opts),
        metavar=param.metavar or "",
        help=param.help or "",
        argument=param.param_type_name == "argument",
        many=param.nargs == -1,
        takes_value=param.param_type_name == "argument" or not (param.is_flag or param.count),
    )


@cache
def _written() -> Any:
    return json.loads(PLACE.read_text("utf-8"))
