"""`talentreg figures show`: the definition card of a figure."""

from pathlib import Path
from typing import Annotated, Any

import typer

from talentreg.cli.figures import as_document, say_wrapped
from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import print_json, say
from talentreg.errors import Unknown
from talentreg.figures.cards import make_card, where
from talentreg.figures.catalogue import find_figure
from talentreg.figures.compute import Counting
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.hand import variable
from talentreg.figures.office import stored_as
from talentreg.periods import current_quarter
from talentreg.places import register_path
from talentreg.records.masking import mask_free_text
from talentreg.store.register import open_for_reading

Named = Annotated[
    list[str], typer.Argument(metavar="指标…", help="名称或代码，可以写几个", show_default=False)
]


def show_figures(
    figures: Named,
    as_json: AsJson = False,
    as_toml: Annotated[
        bool, typer.Option("--toml", help="自定义指标：打印它的声明，可以改，也可以给别的单位用")
    ] = False,
    db: Db = None,
) -> None:
    """Print what some figures count, when, for whom, each once by what, and what they leave out."""
    if as_toml:
        _say_declarations(figures, db)
        return
    found = list(dict.fromkeys(_find(name, db) for name in figures))
    if as_json:
        print_json([_document(figure) for figure in found])
        return
    for figure in found:
        _say_card(figure)


def _find(name: str, db: Path | None) -> Figure:
    """Find a figure; a hand-entered one only in its register, which need not be there for the others."""
    try:
        return find_figure(name)
    except Unknown:
        if not register_path(db).exists():
            raise
    with open_for_reading(register_path(db)).reading() as connection:
        return Counting(connection, current_quarter()).find(name)


def _say_declarations(names: list[str], db: Path | None) -> None:
    """Print figures of the office's own as the file they could come from, also those that no longer fit."""
    with open_for_reading(register_path(db)).reading() as connection:
        found = [(name, stored_as(connection, name)) for name in names]
    if lacking := [name for name, stored in found if stored is None]:
        hint = "现成的指标没有声明；talentreg figures list 列出全部"
        raise Unknown(f"没有名为「{lacking[0]}」的自定义指标", hint)
    say(mask_free_text("\n".join(stored.declaration for _, stored in found if stored).rstrip("\n")))


def _say_card(figure: Figure) -> None:
    say(f"{figure.label}  {figure.key}  {figure.unit}，{figure.time.text}，按{figure.mode.value}计")
    say()
    for heading, text in make_card(figure):
        say_wrapped(f"{heading}：{text}")
    say_wrapped(f"报告里写：{{{{ {variable(figure)} }}}}")
    proof = "填报的数" if figure.mode is Mode.HAND else "依据"
    say_wrapped(f"{proof}：talentreg why {figure.label}")
    if figure.variants:
        say_wrapped(f"比较各种口径：talentreg figures compare {figure.label}")
    say()


def _document(figure: Figure) -> dict[str, Any]:
    return as_document(figure) | {
        "where": where(figure),
        "card": [{"heading": heading, "text": text} for heading, text in make_card(figure)],
        "variants": [one.key for one in figure.variants],
    }
