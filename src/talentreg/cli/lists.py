"""What every `list` has in common: conditions, order, columns, and how it is printed or written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import ColumnElement, Connection

from talentreg.cli.options import parted
from talentreg.cli.output import on_terminal, print_csv, print_json, print_table, say, tell
from talentreg.errors import Malformed
from talentreg.periods import today
from talentreg.records.cleaning import CURRENCY
from talentreg.store.conditions import read_conditions
from talentreg.store.listing import Field, Kind, Listing, Request, count_rows, tell_rows
from talentreg.store.units import UnitNode, is_below, load_units

A_SCREENFUL = 200
"""Rows a terminal shows unasked; files, pipes, JSON and CSV get all."""

Conditions = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="条件…",
        help="字段=内容、字段~部分内容、字段≥35、字段<2026-01-01；含 > < 的要加引号；字段= 找没填的；"
        "字段见 docs/lists.md，写错时会列出相近的",
        show_default=False,
    ),
]
Sort = Annotated[
    str,
    typer.Option("--sort", metavar="字段", help="按字段排序；从大到小写 -字段；可写几个", show_default=False),
]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, max=10**9, metavar="条数", help="最多列出多少条")
]
Columns = Annotated[
    str,
    typer.Option("--columns", metavar="字段…", help="列出哪些字段，用逗号隔开", show_default=False),
]
Xlsx = Annotated[
    Path | None,
    typer.Option("--xlsx", metavar="文件", help="写成 Excel 表格，列和内容同屏幕上一样", readable=False),
]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件")]
AsCsv = Annotated[bool, typer.Option("--csv", help="输出 CSV（UTF-8）")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the words and options of a `list` ask for."""

    words: Sequence[str] | None = None
    unit: str | None = None
    sort: str = ""
    limit: int | None = None
    columns: str = ""
    everybody: bool = False
    as_json: bool = False
    as_csv: bool = False
    xlsx: Path | None = None
    force: bool = False


def print_list(
    connection: Connection, listing: Listing, wanted: Wanted, more: Sequence[ColumnElement[bool]] = ()
) -> None:
    """Print the rows of a list that fit, as a table, JSON or CSV, or write them as a workbook."""
    if wanted.as_json + wanted.as_csv + (wanted.xlsx is not None) > 1:
        raise Malformed("--json、--csv、--xlsx 只能选一个")
    fields = _columns(listing, wanted)
    request = read_request(connection, listing, wanted, more)
    rows = tell_rows(connection, listing, request, fields)
    if wanted.xlsx:
        _write_book(wanted.xlsx, listing, fields, rows, force=wanted.force)
    elif wanted.as_json:
        print_json(rows)
    elif wanted.as_csv:
        print_csv([one.name for one in fields], ([row[one.name] for one in fields] for row in rows))
    else:
        _print_rows(fields, rows, load_units(connection).top(), () if wanted.columns else listing.spare)
        _say_count(connection, listing, request, len(rows), wanted.words or ())


def read_request(
    connection: Connection, listing: Listing, wanted: Wanted, more: Sequence[ColumnElement[bool]] = ()
) -> Request:
    """Read what a `list` asks for; raises Malformed or Unknown with the nearest names."""
    conditions, asked = read_conditions(connection, listing, wanted.words or ())
    scope = load_units(connection).find(wanted.unit) if wanted.unit else None
    whole = wanted.as_json or wanted.as_csv or wanted.xlsx or not on_terminal()
    return Request(
        conditions=[*conditions, *more],
        scope=is_below(listing.place(today()), scope.id) if scope else None,
        order=_order(listing, wanted.sort),
        limit=wanted.limit or (None if whole else A_SCREENFUL),
        everybody=wanted.everybody or bool(listing.usual_unless & asked),
    )


def _write_book(
    path: Path, listing: Listing, fields: Sequence[Field], rows: list[dict[str, Any]], *, force: bool
) -> None:
    from talentreg.files import check_kind, new_file
    from talentreg.workbooks.listed import write_list

    check_kind(path, ".xlsx")
    with new_file(path, force=force) as file:
        write_list(file, listing, fields, rows)
    say(str(path))
    tell(f"共{len(rows)}{listing.unit_word}；号码已遮挡，要完整号码用 talentreg export 或 export --roster")


def _order(listing: Listing, text: str) -> list[tuple[Field, bool]]:
    """Read `年龄,-最近联系`: a minus before a field, or 降序 after it, turns the order round."""
    order = []
    for word in parted(text):
        plain = word.removesuffix("降序").removesuffix("升序").strip("-－+ ")
        order.append((listing.find(plain), word.startswith(("-", "－")) or word.endswith("降序")))
    return order


def _columns(listing: Listing, wanted: Wanted) -> list[Field]:
    if wanted.columns:
        chosen = list(dict.fromkeys(listing.find(word).name for word in parted(wanted.columns)))
        if not chosen:
            raise Malformed("--columns 后面没有写字段", "如 --columns 姓名,学历,年龄")
        return [listing.fields[name] for name in chosen]
    if wanted.as_json or wanted.as_csv:
        return list(listing.fields.values())
    return [listing.fields[name] for name in listing.shown]


def _print_rows(
    fields: Sequence[Field], rows: list[dict[str, Any]], top: UnitNode | None, spare: Sequence[str]
) -> None:
    """Print a table; the unit that stands above all others goes without saying."""
    if not rows:
        return
    above = f"{top.name}/" if top else ""
    heads = [(one.heading, "right" if one.kind is Kind.NUMBER else "left") for one in fields]
    cells = [[one.shown(row[one.name]) for one in fields] for row in rows]
    units = {place for place, one in enumerate(fields) if one.kind is Kind.UNIT}
    short = [[c.removeprefix(above) if place in units else c for place, c in enumerate(row)] for row in cells]
    names = [one.name for one in fields]
    left_out = print_table(heads, short, spare=[names.index(name) for name in spare if name in names])
    tell_of_columns(left_out, "用 --columns 选")
    money = {one.heading: unit for one in fields if (unit := CURRENCY.get(one.column.clean))}
    for unit in dict.fromkeys(money.values()):
        tell(f"{'、'.join(name for name, said in money.items() if said == unit)}的单位是{unit}")


def _say_count(
    connection: Connection, listing: Listing, request: Request, listed: int, words: Sequence[str]
) -> None:
    total = listed
    if request.limit is not None and listed == request.limit:
        total = count_rows(connection, listing, request)
    if not total:
        say(f"没有符合条件的{listing.title}")
        if any("=" in word and not word.endswith("=") for word in words):
            tell("= 要写全；只记得一部分时写 ~，如 字段~部分内容")
        _tell_of_others(connection, listing, request)
        return
    say(f"共{total}{listing.unit_word}" + (f"，这里列出前{listed}" if listed < total else ""))
    if listed < total:
        tell_of_more(total)


def refuse_two_documents(*, as_json: bool, as_csv: bool) -> None:
    """Refuse to print as two documents at once."""
    if as_json and as_csv:
        raise Malformed("--json 和 --csv 只能选一个")


def tell_of_columns(left_out: Sequence[str], otherwise: str) -> None:
    """Say which columns a narrow screen was spared, if any, and how else to see them."""
    if left_out:
        tell(f"屏幕较窄，没有列出：{'、'.join(left_out)}；可加宽窗口，或{otherwise}")


def tell_of_more(total: int) -> None:
    """Say how to see the rows a screen was spared."""
    tell(f"看全部：加 --limit {total}，或用 --csv、--json")


def _tell_of_others(connection: Connection, listing: Listing, request: Request) -> None:
    """Say when rows left out unasked would have fitted."""
    if listing.usual and not request.everybody:
        others = count_rows(connection, listing, replace(request, everybody=True))
        if others:
            tell(f"加 --all 还有{others}{listing.unit_word}（{listing.left_out}）")
