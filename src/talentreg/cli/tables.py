"""How a table is laid out: in a pipe as wide as it needs, on a screen so that every column stays readable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from talentreg.records.text import shown_width

Column = tuple[str, str]
"""A table column: its heading, and `left` or `right`."""

Rows = Sequence[Sequence[str]]

WHOLE = 14
"""A column no wider than this is never broken: a date, a number, a name."""

LEAST = 10
"""Columns a longer text needs at the least to be read in lines."""

GAP = 2
EDGES = 2

ALARMS = {"红": "bold red", "逾期": "bold red", "黄": "yellow", "临期": "yellow"}
"""Words that say what presses, and how they stand out on a screen with colour."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Which columns of a table a screen has room for, and how wide each may be."""

    places: tuple[int, ...]
    widths: tuple[int, ...]


def fit(columns: Sequence[Column], rows: Rows, room: int, spare: Sequence[int] = ()) -> Fit | None:
    """Fit a table into so many columns, leaving out spare ones in their order; None when nothing helps."""
    natural = natural_widths(columns, rows)
    places = list(range(len(columns)))
    for out in (*spare, None):
        least = [min(natural[place], LEAST) if natural[place] > WHOLE else natural[place] for place in places]
        left = room - EDGES - sum(least) - GAP * (len(places) - 1)
        if left >= 0:
            return Fit(tuple(places), _shared(least, [natural[place] for place in places], left))
        if out is not None:
            places.remove(out)
    return None


def natural_widths(columns: Sequence[Column], rows: Rows) -> list[int]:
    """Return how wide each column would like to be."""
    return [
        max([shown_width(heading), *(shown_width(row[place]) for row in rows)])
        for place, (heading, _) in enumerate(columns)
    ]


def on_screen(columns: Sequence[Column], rows: Rows, title: str, fitted: Fit | None, *, colour: bool) -> str:
    """Lay a table out for a screen; what is too long goes on in the next line of its column."""
    from rich import box  # slow to load, needed only on a screen
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, emoji=False, no_color=not colour or None)
    head = Text(title, style="bold") if title else None
    table = Table(
        box=box.SIMPLE_HEAD, title=head, title_justify="left", pad_edge=False, collapse_padding=True
    )
    places = fitted.places if fitted else range(len(columns))
    for index, place in enumerate(places):
        heading, justify = columns[place]
        width = fitted.widths[index] if fitted else None
        table.add_column(Text(heading), justify=justify, overflow="fold", width=width)  # type: ignore[arg-type]  # Rich names left and right as literals
    for row in rows:
        table.add_row(*(Text(row[place], ALARMS.get(row[place], "")) for place in places))
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def in_pipe(columns: Sequence[Column], rows: Rows, title: str) -> str:
    """Lay a table out as on a screen that is wide enough: a hundred thousand rows take a second."""
    widths = natural_widths(columns, rows)
    kinds = [justify for _, justify in columns]

    def line(cells: Iterable[str]) -> str:
        padded = []
        for cell, width, kind in zip(cells, widths, kinds, strict=True):
            blank = " " * (width - shown_width(cell))
            padded.append(blank + cell if kind == "right" else cell + blank)
        return " " + "   ".join(padded)

    rule = " " + "─" * (sum(widths) + 3 * (len(widths) - 1))
    body = [line(heading for heading, _ in columns), rule, *map(line, rows)]
    return "\n".join([title, "", *body] if title else body)


def _shared(least: list[int], natural: list[int], left: int) -> tuple[int, ...]:
    """Give the columns that want more an equal share of the room left."""
    widths = list(least)
    while left > 0 and (wanting := [n for n, width in enumerate(widths) if width < natural[n]]):
        share = max(left // len(wanting), 1)
        for place in wanting[:left]:
            more = min(share, natural[place] - widths[place])
            widths[place] += more
            left -= more
    return tuple(widths)
