"""`talentreg imports`: what came in, when, from which files, and what became of the rows."""

from typing import Annotated, Any

import typer

from talentreg.cli.lists import AsCsv, refuse_two_documents, tell_of_columns, tell_of_more
from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import on_terminal, print_csv, print_json, print_table, say
from talentreg.intake.plan import Outcome
from talentreg.places import register_path
from talentreg.store.imports import Import, read_imports
from talentreg.store.register import open_for_reading

USUAL = 30
_SPARE = (2, 10, 8, 7, 6, 4, 5, 9)
"""Columns a narrow screen goes without: who, then what became of the rows, the rejected last."""


def list_imports(
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="条数", help=f"最多列出多少次，默认屏幕上{USUAL}次", show_default=False),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    db: Db = None,
) -> None:
    """List the imports, newest first; those that were undone say so."""
    refuse_two_documents(as_json=as_json, as_csv=as_csv)
    whole = as_json or as_csv or not on_terminal()
    with open_for_reading(register_path(db)).reading() as connection:
        found = read_imports(connection)
    listed = found[: limit or (None if whole else USUAL)]
    documents = [as_document(one) for one in listed]
    if as_json:
        print_json(documents)
    elif as_csv:
        names = ("number", "at", "who", "files", "read", *_codes(), "undone_by")
        print_csv(names, ([_flat(one)[name] for name in names] for one in documents))
    else:
        _print(listed, len(found))


def as_document(one: Import) -> dict[str, Any]:
    """Return an import for JSON, with its files and the sums of their rows."""
    return {
        "number": one.number,
        "at": one.at,
        "who": one.who,
        "command": one.command,
        "files": [{"name": file.name, "digest": file.digest, **_counts(file.counts)} for file in one.files],
        "read": one.read,
        **_counts(one.counts),
        "undone_by": one.undone_by,
    }


def _print(listed: list[Import], total: int) -> None:
    if not listed:
        say("还没有导入过表格")
        return
    heads = [("变更号", "right"), ("时间", "left"), ("操作人", "left"), ("文件", "left"), ("读取", "right")]
    heads += [(outcome.value, "right") for outcome in Outcome]
    rows = [
        [one.number, f"{one.at:%Y-%m-%d %H:%M}", one.who, _files(one) + _mark(one), one.read, *_row(one)]
        for one in listed
    ]
    left_out = print_table(heads, rows, spare=_SPARE)
    say(f"共{total}次" + (f"，这里列出前{len(listed)}" if len(listed) < total else ""))
    if len(listed) < total:
        tell_of_more(total)
    tell_of_columns(left_out, "用 --csv、--json")
    say("看一次做了什么：talentreg imports show 变更号；撤销：talentreg undo 变更号")


def _row(one: Import) -> list[int]:
    return [one.counts[code] for code in _codes()]


def _files(one: Import) -> str:
    """Name the files of an import; a screen is spared all but the first of several."""
    names = [file.name for file in one.files]
    return f"{names[0]}等{len(names)}个" if on_terminal() and len(names) > 1 else "、".join(names)


def _mark(one: Import) -> str:
    return "（已撤销）" if one.undone_by else ""


def _flat(document: dict[str, Any]) -> dict[str, Any]:
    return document | {"files": [file["name"] for file in document["files"]]}


def _codes() -> list[str]:
    return [outcome.name.lower() for outcome in Outcome]


def _counts(counts: Any) -> dict[str, int]:
    return {code: counts.get(code, 0) for code in _codes()}
