"""`talentreg vocab list`: the words of the open lists, other ways to write them, how often they are said."""

from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.lists import AsCsv, refuse_two_documents
from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import print_csv, print_json, print_table, say, tell
from talentreg.places import register_path
from talentreg.records.masking import mask_free_text
from talentreg.records.vocabulary import Vocabulary
from talentreg.store.register import open_for_reading
from talentreg.store.vocab import Listed, OpenList, find_closed, find_list, open_lists, read_list, unlisted

NAMES = ("list", "title", "word", "synonyms", "uses", "listed")


def list_words(
    vocabulary: Annotated[
        str | None,
        typer.Argument(
            metavar="词表", help="如 活动类型、宣传形式；不写就列出有哪些词表", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    db: Db = None,
) -> None:
    """List the open lists, or the words of one."""
    refuse_two_documents(as_json=as_json, as_csv=as_csv)
    if vocabulary and (closed := find_closed(vocabulary)) and not (as_json or as_csv):
        _print_closed(closed)
        return
    chosen = [find_list(vocabulary)] if vocabulary else list(open_lists().values())
    with open_for_reading(register_path(db)).reading() as connection:
        documents = [row for one in chosen for row in _documents(connection, one)]
    if as_json:
        print_json(documents)
    elif as_csv:
        print_csv(NAMES, ([row[name] for name in NAMES] for row in documents))
    elif vocabulary:
        _print_words(chosen[0], documents)
    else:
        _print_lists(chosen, documents)


def _documents(connection: Connection, one: OpenList) -> list[dict[str, Any]]:
    def row(listed: Listed, *, known: bool) -> dict[str, Any]:
        return {
            "list": one.name,
            "title": one.title,
            "word": listed.word if known else mask_free_text(listed.word),
            "synonyms": list(listed.synonyms),
            "uses": listed.uses,
            "listed": known,
        }

    known = [row(word, known=True) for word in read_list(connection, one)]
    return [*known, *(row(word, known=False) for word in unlisted(connection, one))]


def _print_lists(lists: list[OpenList], documents: list[dict[str, Any]]) -> None:
    rows = []
    for one in lists:
        said = [row for row in documents if row["list"] == one.name]
        new = sum(not row["listed"] for row in said)
        rows.append((one.title, one.name, len(said) - new, new or ""))
    heads = [("词表", "left"), ("代码", "left"), ("词", "right"), ("未列入", "right")]
    print_table(heads, rows)
    tell("看其中的词：talentreg vocab list 词表；未列入的是登记里写了、词表里没有的")


def _print_words(one: OpenList, documents: list[dict[str, Any]]) -> None:
    heads = [("词", "left"), ("也可写", "left"), ("登记", "right"), ("", "left")]
    ways = {way: row["word"] for row in documents for way in row["synonyms"]}
    rows = [
        (row["word"], "、".join(row["synonyms"]), row["uses"] or "", _remark(row, ways)) for row in documents
    ]
    if rows:
        print_table(heads, rows, one.title)
    say(f"「{one.title}」共{sum(row['listed'] for row in documents)}个词")
    if any(not row["listed"] for row in documents):
        tell(f"未列入的：talentreg vocab add {one.title} 词，或作为另一种写法加 --as 标准词")


def _remark(row: dict[str, Any], ways: dict[str, str]) -> str:
    """Say of a word that is not the list's own what becomes of it."""
    if row["listed"]:
        return ""
    return f"应作{ways[row['word']]}，加 --apply 改" if row["word"] in ways else "未列入"


def _print_closed(closed: Vocabulary) -> None:
    rows = [(word.text, word.code, "、".join(word.synonyms)) for word in closed.words]
    print_table([("词", "left"), ("代码", "left"), ("也可写", "left")], rows, closed.title)
    say(f"「{closed.title}」的用词是固定的，不能增减")
