"""Answer a shell that completes a command line: which words may stand where the cursor is."""

import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from talentreg.cli.app import COMMANDS
from talentreg.cli.commands import Command, CommandGroup
from talentreg.cli.outline import ROOT, Param, outlines
from talentreg.cli.output import prepare_streams, say
from talentreg.cli.suggesting import FILES, MOST, suggest
from talentreg.places import register_path
from talentreg.records.masking import mask_free_text
from talentreg.store.glimpse import Glimpse

ASKS, WORDS, LINE, BREAKS = (f"_TALENTREG_{name}" for name in ("COMPLETE", "WORDS", "LINE", "BREAKS"))
"""The variables a shell asks by: its name; the words, one a line, or else the line; where words break."""


def answer() -> None:
    """Print what the shell asks for, one candidate a line; say nothing rather than anything wrong."""
    with suppress(Exception):
        shell, line = os.environ[ASKS], os.environ.get(LINE, "")
        words = os.environ[WORDS].split("\n") if WORDS in os.environ else split_line(line)[1:]
        found = list(fit_for_sight(candidates(words)))[:MOST]
        write = {"bash": _for_bash, "powershell": _for_powershell}.get(shell, _with_about)
        prepare_streams()
        for text in filter(None, (write(one, words[-1]) for one in found)):
            say(text)
        sys.stdout.flush()


def candidates(words: list[str]) -> Iterator[Glimpse]:
    """Give what the last of some words may become; the program's own name is left out."""
    *before, start = words
    line = _Line()
    for word in before:
        line.read(word)
    if line.awaited is not None:
        yield from line.values(line.awaited, start)
    elif line.takes_options and start.startswith("-"):
        yield from line.options(start)
    elif line.entries:
        yield from (Glimpse(one.name, one.help) for one in line.entries if one.name.startswith(start))
    elif (argument := line.argument()) is not None:
        yield from line.values(argument, start)
    elif not start:
        yield from line.options("--")


def fit_for_sight(found: Iterable[Glimpse]) -> Iterator[Glimpse]:
    """Leave out what the console cannot write, and what would have to be masked."""
    encoding = sys.stdout.encoding or "utf-8"
    for one in found:
        text = one.word + one.about
        if text.isprintable() and mask_free_text(text) == text and _encodes(text, encoding):
            yield one


def split_line(line: str) -> list[str]:
    """Split a line as a shell does; a quote may still be open at its end."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        return [*words, lexer.token]
    return [*words, ""] if line.endswith((" ", "\t")) else words


@dataclass(slots=True)
class _Line:
    """A command line as far as it is typed: its command, what stands there already, what is awaited."""

    command: str = ROOT
    entries: tuple[Command | CommandGroup, ...] = COMMANDS
    given: list[Param] = field(default_factory=list)
    arguments: int = 0
    awaited: Param | None = None
    register: str = ""
    group: str = ""
    takes_options: bool = True

    def read(self, word: str) -> None:
        """Take the next word."""
        if self.awaited is not None:
            self._take(self.awaited, word)
            self.awaited = None
        elif self.takes_options and word.startswith("-"):
            self._read_option(*word.partition("="))
        elif self.entries:
            self._enter(word)
        else:
            self.arguments += 1

    @property
    def params(self) -> Sequence[Param]:
        """What the command takes."""
        return outlines()[self.command]

    def argument(self) -> Param | None:
        """Find the argument whose turn it is; the last may take many words."""
        arguments = [one for one in self.params if one.argument]
        if self.arguments < len(arguments):
            return arguments[self.arguments]
        return arguments[-1] if arguments and arguments[-1].many else None

    def options(self, start: str) -> Iterator[Glimpse]:
        """Give the options not yet given that begin so, or after `=` the values of one."""
        name, equals, value = start.partition("=")
        for param in self.params:
            if param.argument or param in self.given:
                continue
            if equals and name in param.opts and param.takes_value:
                yield from (Glimpse(f"{name}={one.word}", one.about) for one in self.values(param, value))
            elif not equals:
                long = [opt for opt in param.opts if opt.startswith("--" + start.lstrip("-"))]
                yield from (Glimpse(opt, param.help) for opt in long)
        if not equals and "--help".startswith(start):
            yield Glimpse("--help", "显示本页说明")

    def values(self, param: Param, start: str) -> Iterator[Glimpse]:
        """Give the values of an option or argument that begin so."""
        place = register_path(Path(self.register) if self.register else None)
        yield from suggest(param.metavar, start, place)

    def _read_option(self, name: str, equals: str, value: str) -> None:
        if name == "--":
            self.takes_options = False
        param = next((one for one in self.params if name in one.opts), None)
        if param is None:
            return
        self.given.append(param)
        if self.command != ROOT:
            self.entries = ()  # after an option the command is the one its group alone means
        if equals:
            self._take(param, value)
        elif param.takes_value:
            self.awaited = param

    def _take(self, param: Param, value: str) -> None:
        if param.name == "db":
            self.register = value

    def _enter(self, word: str) -> None:
        entry = next(one for one in self.entries if one.name == word)
        if isinstance(entry, CommandGroup):
            self.entries, self.group = entry.commands, f"{self.group}{entry.name} "
            self.command = f"{self.group}{entry.alone}" if entry.alone else self.command
        else:
            self.entries, self.command = (), f"{self.group}{entry.name}"


def _encodes(text: str, encoding: str) -> bool:
    try:
        return bool(text.encode(encoding))
    except UnicodeEncodeError:
        return False


def _for_bash(one: Glimpse, typed: str) -> str:
    """Write a candidate as bash's line editor takes it: from the last break of the word on, quoted."""
    line, breaks = os.environ.get(LINE, ""), os.environ.get(BREAKS, "")
    if one.word == FILES:
        return FILES
    quoted = bool(line) and _open_quote(line)
    if quoted:
        return "" if re.search(r"[\"'$`\\!]", one.word) else one.word
    kept = max((typed.rfind(sign) + (sign != "@") for sign in breaks if sign not in " \t\n\"'"), default=0)
    kept = max(kept, 0)  # an @ stays with what follows it
    word = one.word[kept:] if one.word.startswith(typed[:kept]) else one.word
    return re.sub(r"([^\w@%+=:,./-])", r"\\\1", word)


def _open_quote(line: str) -> bool:
    try:
        shlex.split(line)
    except ValueError:
        return True
    return False


def _with_about(one: Glimpse, _: str) -> str:
    return f"{one.word}  {one.about}".rstrip()


def _for_powershell(one: Glimpse, typed: str) -> str:
    quoted = "'" + re.sub("(['‘’‚‛])", r"\1\1", one.word) + "'"
    safe = re.fullmatch(r"[\w.:/\\=-][\w@.:/\\=-]*", one.word) or one.word == FILES
    return _with_about(one if safe else Glimpse(quoted, one.about), typed)
