"""`talentreg figures`: every figure with its definition."""

from pathlib import Path

from talentreg.cli.counting import tell_broken
from talentreg.cli.help_text import wrapped
from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import print_json, print_table, say, screen_width
from talentreg.figures.cards import dimensions_of
from talentreg.figures.catalogue import GROUPS
from talentreg.figures.compute import Counting
from talentreg.figures.definition import Figure
from talentreg.figures.office import OFFICE_GROUP
from talentreg.periods import current_quarter
from talentreg.places import register_path
from talentreg.store.register import open_for_reading

ROOMY = 120
"""Columns of a screen on which six columns of words can be read side by side."""

NARROWEST = 40


def list_figures(as_json: AsJson = False, db: Db = None) -> None:
    """List the figures by group: name, key, unit, what is counted and what is left out.

    Those the office declared for itself stand in its register, which need not be there for the others.
    """
    own = _declared(db)
    groups = GROUPS | ({OFFICE_GROUP: own} if own else {})
    if as_json:
        print_json([as_document(figure) for group in groups.values() for figure in group])
        return
    width = screen_width()
    for title, group in groups.items():
        if width is None or width >= ROOMY:
            _print_as_table(title, group)
        else:
            _print_as_cards(title, group)
    say("一个指标的完整口径：talentreg figures show 指标名")


def _declared(db: Path | None) -> tuple[Figure, ...]:
    if not register_path(db).exists():
        return ()
    with open_for_reading(register_path(db)).reading() as connection:
        counting = Counting(connection, current_quarter())
        tell_broken(counting)
        return tuple(counting.office.figures.values())


def _print_as_table(title: str, group: tuple[Figure, ...]) -> None:
    heads = [(head, "left") for head in ("指标", "代码", "单位", "时间", "数什么", "不计")]
    rows = [(f.label, f.key, f.unit, f.time.text, f.definition, f.leaves_out) for f in group]
    print_table(heads, rows, title)
    say()


def _print_as_cards(title: str, group: tuple[Figure, ...]) -> None:
    say(title)
    say()
    for figure in group:
        say(f"{figure.label}  {figure.key}  {figure.unit}，{figure.time.text}")
        for text in (f"数：{figure.definition}", f"不计：{figure.leaves_out}"):
            say_wrapped(text)
        say()


def say_wrapped(text: str) -> None:
    """Print a longer text indented, broken where the screen ends; in a pipe it stays one line."""
    width = screen_width()
    lines = [text] if width is None else wrapped(text, max(width, NARROWEST) - 6)
    for place, line in enumerate(lines):
        say(("  " if place == 0 else "    ") + line)


def as_document(figure: Figure) -> dict[str, object]:
    """Return a figure's definition for JSON."""
    return {
        "key": figure.key,
        "label": figure.label,
        "unit": figure.unit,
        "mode": figure.mode.name.lower(),
        "time": figure.time.value,
        "definition": figure.definition,
        "leaves_out": figure.leaves_out,
        "by": [dimension.key for dimension in dimensions_of(figure)],
    }
