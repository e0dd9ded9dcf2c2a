"""Commands of the plain ledgers, made from their declarations: `ledger:add_event`, `ledger:edit_hotline`."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.contact_log import new_staff_line
from talentreg.cli.options import Db
from talentreg.cli.output import LONGEST_CELL, shortened, tell
from talentreg.records.cleaning import clean_note
from talentreg.records.days import DAYS
from talentreg.records.fields import Column, number
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Kind, Request, tell_rows
from talentreg.store.words import WordLists, load_words

Run = Callable[..., None]
VERBS = ("add", "list", "edit", "remove", "import", "export")

OFTEN = ("kind", "category", "on", "unit", "by", "note")
"""The fields that have an option of their own, where a ledger has them."""

METAVARS = {
    "person": "人",
    "unit": "单位",
    "staff": "工作人员",
    "event": "活动",
    "campaign": "专项行动",
    "task": "任务",
    "entry": "工作站",
    "project": "项目",
    "library": "库",
    "policy": "政策",
    "benefit": "待遇",
    "apartment": "公寓",
}
"""What stands in the help for a reference, by the table it points at; completion knows these."""


def __getattr__(name: str) -> Run:
    """Make the command of a ledger that a place in the table of commands names."""
    verb, _, ledger = name.partition("_")
    if verb in VERBS and ledger in LEDGERS:
        return make(verb, LEDGERS[ledger])
    raise AttributeError(name)


def make(verb: str, ledger: Ledger) -> Run:
    """Make one command of a ledger; each verb has a file of its own."""
    made: Run = import_module(f"talentreg.cli.ledger_{verb}").make(ledger)
    return made


def sign(command: Run, parameters: Sequence[inspect.Parameter]) -> Run:
    """Give a command that takes anything the parameters Typer is to read, and `--db` after them."""
    whole = [*parameters, parameter("db", Db, None)]
    command.__signature__ = inspect.Signature(whole)  # type: ignore[attr-defined]  # what Typer reads
    command.__annotations__ = {one.name: one.annotation for one in whole}
    return command


def parameter(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    """Declare one option or argument of a command."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def leads(ledger: Ledger) -> list[inspect.Parameter]:
    """Declare the arguments that are typed without a field name, and the words that follow."""
    made = []
    for name in ledger.leads:
        column = ledger.fields[name]
        asked = typer.Argument(metavar=_metavar(column), help=_meaning(column), show_default=False)
        made.append(parameter(f"lead_{name}", Annotated[str | None, asked], None))
    return [*made, words(f"可写：{_further(ledger)}")]


def words(about: str) -> inspect.Parameter:
    """Declare the FIELD=VALUE words of a command."""
    asked = typer.Argument(metavar="字段=内容…", help=about, show_default=False)
    return parameter("fields", Annotated[list[str] | None, asked], None)


def often(ledger: Ledger, *, first: tuple[str, ...] = ()) -> list[inspect.Parameter]:
    """Declare the options of what is said often, but for what is typed first without a name."""
    made = []
    for name in OFTEN:
        if name in ledger.fields and name not in first:
            column = ledger.fields[name]
            asked = typer.Option(f"--{name}", metavar=_metavar(column), parser=_filled, help=_meaning(column))
            made.append(parameter(f"often_{name}", Annotated[str | None, asked], None))
    return made


def typed(ledger: Ledger, given: dict[str, Any]) -> list[str]:
    """Return what was typed as arguments and options as words of FIELD=VALUE."""
    first = [given.get(f"lead_{name}") for name in ledger.leads]
    options = [f"{name}={given[f'often_{name}']}" for name in OFTEN if given.get(f"often_{name}") is not None]
    return [*(one for one in first if one is not None), *(given.get("fields") or ()), *options]


def example(ledger: Ledger) -> str:
    """Write two fields as they may be typed."""
    return " ".join(f"{heading}=…" for heading in _further(ledger).split("、")[:2])


def _further(ledger: Ledger) -> str:
    """List the headings of the fields that have no place or option of their own."""
    further = [name for name in ledger.fields if name not in (*ledger.leads, *OFTEN)]
    return "、".join(ledger.heading(name) for name in further or ledger.fields)


def tell_row(connection: Connection, ledger: Ledger, row_id: int) -> str:
    """Write one line of what a list shows of a row."""
    [line] = tell_some(connection, ledger, [row_id])
    return line


def tell_some(connection: Connection, ledger: Ledger, row_ids: Sequence[int]) -> list[str]:
    """Write a line of each of some rows, in their order."""
    listing = ledger_listing(ledger)
    fields = [listing.fields[name] for name in dict.fromkeys(("record", *listing.shown))]
    request = Request(conditions=[listing.key.in_(row_ids)], everybody=True)
    found = {row["record"]: row for row in tell_rows(connection, listing, request, fields)}
    shown = [listing.fields[name] for name in listing.shown]
    return [_line(shown, found[number(ledger.record, one)]) for one in row_ids]


def _line(fields: Sequence[Field], row: Mapping[str, Any]) -> str:
    first = next((one.name for one in fields if one.kind is Kind.DATE), "")
    told = [(one, row[one.name]) for one in fields if row[one.name] is not None]
    said = (one.shown(value) if one.name == first else one.named(value) for one, value in told)
    return "  ".join(shortened(text, LONGEST_CELL) for text in said)


def new_staff_lines(connection: Connection, names: Sequence[str]) -> list[str]:
    """Say who was entered as new staff on the way."""
    return [new_staff_line(connection, name) for name in dict.fromkeys(names)]


def new_word_lines(
    connection: Connection, fields: Mapping[str, Column], values: Mapping[str, Any]
) -> list[str]:
    """Say which words no open list knows: they are kept, but counted under no other word."""
    lists = load_words(connection)
    said = [
        (column, values[name]) for name, column in fields.items() if column.open_list and values.get(name)
    ]
    return [_new_word(lists, column, word) for column, text in said for word in lists.unlisted(column, text)]


def _new_word(lists: WordLists, column: Column, word: str) -> str:
    word = shortened(mask_free_text(word), LONGEST_CELL)
    near = get_close_matches(word, set(lists.known[column.open_list].values()), 1, 0.5)
    doubt = f"（是不是{near[0]}？）" if near else ""
    add = f"talentreg vocab add {column.heading} {word}"
    return f"「{word}」不在词表「{column.heading}」里{doubt}，照写登记；要加入词表：{add}"


def tell_each(lines: Sequence[str]) -> None:
    """Print lines about the work."""
    for line in lines:
        tell(line)


def _metavar(column: Column) -> str:
    if column.clean is clean_note:
        return "文字"
    return METAVARS.get(column.refers, "日期" if column.clean in DAYS else column.heading)


def _meaning(column: Column) -> str:
    listed = f"：{column.vocabulary.listed()}" if column.vocabulary else ""
    return f"{column.meaning or column.heading}{listed}"


def _filled(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("不能是空白")
    return text
