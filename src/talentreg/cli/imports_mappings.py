"""`talentreg imports mappings`: what somebody decided of headings, layout by layout; it can be forgotten."""

from typing import Annotated, Any

import typer

from talentreg.cli.lists import AsCsv, refuse_two_documents
from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import print_csv, print_json, print_table, say
from talentreg.intake.headings import called
from talentreg.places import register_path
from talentreg.store.imports import forget_columns, read_mappings
from talentreg.store.register import open_for_reading, open_for_writing

SHORT = 8
"""Characters of a layout's signature that tell it from another."""

NAMES = ("number", "layout", "heading", "target", "meaning")

_NOT_READ = {"ignored": "不导入", "kept": "随行保留"}


def list_mappings(
    forget: Annotated[
        list[int] | None,
        typer.Option("--forget", metavar="号", help="忘掉这一号；可写几次", show_default=False),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    db: Db = None,
) -> None:
    """List what was decided of headings, or forget some of it."""
    refuse_two_documents(as_json=as_json, as_csv=as_csv)
    path = register_path(db)
    if forget:
        open_for_reading(path)
        with open_for_writing(path).changing("imports mappings --forget") as writer:
            rows = forget_columns(writer, forget)
    else:
        with open_for_reading(path).reading() as connection:
            rows = read_mappings(connection)
    documents = [_document(row) for row in rows]
    if as_json:
        print_json(documents)
    elif as_csv:
        print_csv(NAMES, (list(one.values()) for one in documents))
    elif forget:
        _say_forgotten(documents, writer.set_id)
    else:
        _print(documents)


def _document(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": row["id"],
        "layout": row["signature"],
        "heading": row["heading"],
        "target": row["target"],
        "meaning": _NOT_READ.get(row["target"]) or called(row["target"]),
    }


def _say_forgotten(documents: list[dict[str, Any]], set_id: int) -> None:
    for one in documents:
        say(f"已忘掉第{one['number']}号：{one['heading']} → {one['meaning']}")
    say(f"如需恢复：talentreg undo {set_id}")


def _print(documents: list[dict[str, Any]]) -> None:
    if not documents:
        say("还没有记住的表头对应；导入时用 --map 或回答提问即记住")
        return
    heads = [("号", "right"), ("版式", "left"), ("来表表头", "left"), ("当作", "left")]
    rows = [[one["number"], one["layout"][:SHORT], one["heading"], one["meaning"]] for one in documents]
    print_table(heads, rows)
    say(f"共{len(rows)}条；版式相同的表按此导入，不再询问")
    say("忘掉一条：talentreg imports mappings --forget 号")
