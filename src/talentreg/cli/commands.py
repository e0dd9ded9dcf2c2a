"""How the table of commands becomes a command line: loaded late, in Chinese, every error caught once."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from talentreg.cli import help_text, output
from talentreg.cli.options import Db, Version, manner_options
from talentreg.cli.slips import Typed, check_signs, reword, unknown_command
from talentreg.errors import ExitCode, Refused, TalentregError, plain_reason

_NO_WORDS = "NoArgsIsHelpError"
"""The library's class, not public, for a group called without a command: the help page is the answer."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, the `file:function` that runs it, one line of help, examples.

    `also` are the words a newcomer may type for it; they are answered with the command's own name.
    """

    name: str
    place: str
    help: str
    examples: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommandGroup:
    """Commands under one name; `alone` is the one that is meant when none is written."""

    name: str
    help: str
    commands: tuple["Command | CommandGroup", ...]
    also: tuple[str, ...] = ()
    alone: str = ""


class _Loaded(TyperCommand):
    """A command whose help is written in our own layout."""

    examples: tuple[str, ...] = ()

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the command's words; a slip is answered with this command's own help."""
        typed = Typed(f"{parent.command_path} {info_name}", self.params, tuple(args))
        return _read(typed, lambda: super(_Loaded, self).make_context(info_name, args, parent, **extra))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(help_text.command_page(self, ctx, self.examples))


class _Table(TyperGroup):
    """A group that loads a command's file when it is called, and words every error in Chinese."""

    entries: dict[str, Command | CommandGroup]
    alone = ""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the words up to the command's name."""
        if self.alone and self._has_options_only(args):
            args = [self.alone, *args]
        path = f"{parent.command_path} {info_name}" if parent else str(info_name)
        typed = Typed(path, self.params, tuple(args))
        return _read(typed, lambda: super(_Table, self).make_context(info_name, args, parent, **extra))

    def _has_options_only(self, args: list[str]) -> bool:
        """Whether no command is written, nor the help page of the group asked for."""
        return not args or (args[0].startswith("-") and not {"-h", "--help", *self.entries} & set(args))

    def list_commands(self, ctx: Any) -> list[str]:
        """List the names in the order of the table."""
        return list(self.entries)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load one command."""
        entry = self.entries.get(cmd_name)
        return load(entry) if entry else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; a slip of the finger gets the nearest names."""
        if args[0] not in self.entries and not args[0].startswith("-"):
            words = {word: name for name, entry in self.entries.items() for word in (name, *entry.also)}
            alone = self.get_command(ctx, self.alone) if self.alone else None
            meant = Typed(ctx.command_path, alone.params, tuple(args)) if alone else None
            raise unknown_command(args[0], words, ctx.command_path, meant)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page from the table alone: no command is loaded for it."""
        lines = [(entry.name, entry.help) for entry in self.entries.values()]
        formatter.write(help_text.group_page(self, ctx, lines))

    def main(self, *args: Any, standalone_mode: bool = True, **options: Any) -> Any:
        """Run a command line; every error ends as a message on stderr and an exit code."""
        options |= {"prog_name": "talentreg", "standalone_mode": False}
        code = _run(lambda: super(_Table, self).main(*args, **options))
        if standalone_mode:
            sys.exit(code)
        return code

    def take_step(self, words: list[str]) -> int:
        """Run a command as part of another, which says what went wrong; return its exit code."""
        return _attempt(lambda: super(_Table, self).main(words, prog_name="talentreg", standalone_mode=False))


def make_group(group: CommandGroup) -> Any:
    """Make the command line of a group."""
    app = typer.Typer(
        cls=_Table, name=group.name, help=group.help, add_completion=False, rich_markup_mode=None
    )
    app.callback(no_args_is_help=True)(_before_command)
    made = typer.main.get_command(app)
    assert isinstance(made, _Table)
    made.entries, made.alone = {entry.name: entry for entry in group.commands}, group.alone
    _share_options(made)
    return made


def _before_command(db: Db = None, version: Version = False) -> None:
    """Take the options that may stand before the command; the command asks for them itself."""


@cache
def load(entry: Command | CommandGroup) -> Any:
    """Load what stands in the table as a command line of its own."""
    if isinstance(entry, CommandGroup):
        return make_group(entry)
    module, _, function = entry.place.partition(":")
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(entry.name, cls=_Loaded, help=entry.help)(
        getattr(import_module(f"talentreg.cli.{module}"), function)
    )
    loaded = typer.main.get_command(app)
    assert isinstance(loaded, _Loaded)
    loaded.examples = entry.examples
    _share_options(loaded)
    return loaded


def _share_options(command: Any) -> None:
    """Give a command what every command takes: `-h`, and how it should speak."""
    command.context_settings = {"help_option_names": ["-h", "--help"]}
    command.params.extend(manner_options())


def _run(command: Callable[[], object]) -> int:
    """Run a command and turn whatever it raises into a message and an exit code."""
    output.prepare_streams()
    begun = time.monotonic()
    try:
        code = _attempt(command)
    except TalentregError as error:
        output.complain(error)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = ExitCode.INTERRUPTED
    except (SystemExit, typer.Exit):
        raise
    except OSError as error:
        output.complain(Refused(f"读写失败：{plain_reason(error)}", "已完成的变更不受影响，见 talentreg log"))
        return ExitCode.REFUSED
    except Exception as error:  # the last resort: a bug is said plainly, without personal data
        output.confess(error)
        return ExitCode.BUG
    finally:
        if output.manner.verbose:
            _tell_more(time.monotonic() - begun)
    if code == ExitCode.INTERRUPTED:
        output.tell("已中断；没写完的内容不会留下，已完成的变更见 talentreg log")
    return code


def _tell_more(seconds: float) -> None:
    """Say what only `--verbose` asks for: the register a command used, its version, the time it took."""
    path = output.manner.register
    if path is not None:
        from talentreg.store.glimpse import schema_version

        version = schema_version(path)
        output.detail(f"登记册：{path}" + (f"（格式第{version}版）" if version is not None else "（还没有）"))
    output.detail(f"用时{seconds:.2f}秒")


def _read(typed: Typed, read: Callable[[], Any]) -> Any:
    """Read the words of a command; what the command-line library finds wrong is reworded."""
    check_signs(typed)
    try:
        return read()
    except typer.TyperException as error:
        if type(error).__name__ == _NO_WORDS:
            raise
        raise reword(error, typed) from error


def _attempt(command: Callable[[], object]) -> int:
    """Run a command; what the command-line library finds wrong is reworded."""
    try:
        result = command()
    except typer.TyperException as error:
        if type(error).__name__ != _NO_WORDS:
            raise reword(error, Typed("talentreg", (), ())) from error
        output.tell(error.message)
        return ExitCode.MALFORMED
    return result if isinstance(result, int) else ExitCode.DONE
