"""What a command takes, known without the rooms it works in: loading those takes a third of a second."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from talentreg.cli.commands import Command, CommandGroup, load

_LIBRARIES = ("sqlalchemy", "sqlmodel")
_LIGHT_RECORDS = ("text", "vocabulary", "masking")
_ROOMS = ("store", "figures", "intake", "reports", "workbooks")


def outline(entry: Command) -> Any:
    """Load a command far enough to know its options and arguments; it cannot be run."""
    return _lightly(lambda: load(entry), _ROOMS)


def figure_names() -> Iterator[tuple[str, str]]:
    """Give the label and the key of every figure."""
    groups: dict[str, Any] = _lightly(lambda: import_module("talentreg.figures.catalogue").GROUPS, ("store",))
    return ((figure.label, figure.key) for group in groups.values() for figure in group)


def dimension_names() -> Iterator[tuple[str, str]]:
    """Give the label and the key of every way to break a figure down."""
    found = _lightly(lambda: import_module("talentreg.figures.dimensions").DIMENSIONS, ("store",))
    return ((dimension.label, dimension.key) for dimension in found)


def outlines(
    entries: Sequence[Command | CommandGroup], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any]]:
    """Walk through every command of a table: its full name, its outline."""
    for entry in entries:
        if isinstance(entry, CommandGroup):
            yield from outlines(entry.commands, (*above, entry.name))
        else:
            yield " ".join((*above, entry.name)), outline(entry)


def _lightly(loading: Callable[[], Any], rooms: Sequence[str]) -> Any:
    """Load something with rooms left blank; what needs more of them than their names is loaded whole."""
    try:
        with _left_blank(rooms):
            return loading()
    except Exception:
        return loading()


@contextmanager
def _left_blank(rooms: Sequence[str]) -> Iterator[None]:
    """Let modules be imported as if some rooms held nothing; none of them stays loaded."""
    before, finder = set(sys.modules), _BlankFinder(rooms)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in set(sys.modules) - before:
            if name.startswith("talentreg.") or isinstance(sys.modules[name], _Blank):
                del sys.modules[name]


class _BlankFinder(MetaPathFinder, Loader):
    """Finds a blank module under every name of the rooms and libraries left out."""

    def __init__(self, rooms: Sequence[str]) -> None:
        self.left_out = {*_LIBRARIES, *(f"talentreg.{room}" for room in rooms)}

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        top, _, rest = fullname.partition(".")
        room, _, inner = rest.partition(".")
        heavy_record = room == "records" and inner not in ("", *_LIGHT_RECORDS)
        if (
            top == "talentreg" and (f"{top}.{room}" in self.left_out or heavy_record)
        ) or top in self.left_out:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Blank(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it blank."""


class _AnyUse(type):
    """Lets a class be called, indexed, asked for any attribute: the answer is the class again."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __call__(cls, *_: Any, **__: Any) -> Any:
        return cls

    def __getitem__(cls, _: Any) -> Any:
        return cls

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


class _Nothing(metaclass=_AnyUse):
    """Stands for whatever a blank module is asked for."""


class _Blank(ModuleType):
    """A module that holds nothing and gives it under every name."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing
