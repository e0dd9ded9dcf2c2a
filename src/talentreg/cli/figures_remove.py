"""`talentreg figures remove`: figures of an office's own taken out of the register."""

from typing import Annotated

import typer

from talentreg.cli.options import Db
from talentreg.cli.output import say, tell
from talentreg.errors import Refused, Unknown
from talentreg.figures.compute import Counting
from talentreg.figures.office import made_of, stored_as
from talentreg.periods import current_quarter
from talentreg.places import register_path
from talentreg.store.office_figures import Stored, drop_figures
from talentreg.store.register import open_for_writing


def remove_figures(
    figures: Annotated[
        list[str], typer.Argument(metavar="指标…", help="自定义指标的名称或代码", show_default=False)
    ],
    db: Db = None,
) -> None:
    """Remove figures the office declared; what they counted stays."""
    with open_for_writing(register_path(db)).changing("figures remove") as writer:
        counting = Counting(writer.connection, current_quarter())
        chosen = list(dict.fromkeys(_find(counting, name) for name in figures))
        if needed := made_of(counting.office, {one.key for one in chosen}):
            part, share = needed
            raise Refused(
                f"「{share}」要用「{part}」，没有删除", f"一起删：talentreg figures remove {part} {share}"
            )
        drop_figures(writer, [one.row_id for one in chosen])
    for one in chosen:
        say(f"{one.label}  {one.key}  已删除")
    tell("要找回：talentreg undo")


def _find(counting: Counting, name: str) -> Stored:
    """Find a figure of the office's own, also one that no longer fits; raises Unknown or says whose it is."""
    if found := stored_as(counting.connection, name):
        return found
    try:
        known = counting.find(name)
    except Unknown as error:
        raise Unknown(f"没有名为「{name}」的自定义指标", error.hint) from error
    raise Refused(f"「{known.label}」不是自定义指标，不能删除", "talentreg figures list 列出全部指标")
