"""`talentreg figures add`: figures an office declares for itself, kept in the register."""

from typing import Annotated

import typer

from talentreg.cli.figures_asking import DeclaredIn, read_file
from talentreg.cli.options import Db
from talentreg.cli.output import say, tell
from talentreg.errors import Refused
from talentreg.figures.compute import Counting
from talentreg.figures.declaring import Declaration
from talentreg.figures.office import OfficeFigures, make_figures
from talentreg.periods import current_quarter
from talentreg.places import register_path
from talentreg.reports.variables.catalogue import RESERVED
from talentreg.store.changes import Writer
from talentreg.store.office_figures import Kept, keep_figure
from talentreg.store.register import open_for_writing


def add_figures(
    place: DeclaredIn,
    replace: Annotated[bool, typer.Option("--replace", help="登记册里已有同代码的，换成文件里的")] = False,
    db: Db = None,
) -> None:
    """Check the figures of a file and keep them all, or none of them."""
    declarations = read_file(place)
    with open_for_writing(register_path(db)).changing("figures add") as writer:
        counting = Counting(writer.connection, current_quarter())
        make_figures(writer.connection, declarations, counting.period.as_of, RESERVED)
        broken = set(counting.office.broken)
        kept = [(told, _keep(writer, counting, told, replace=replace)) for told in declarations]
        _refuse_breaking(OfficeFigures(writer.connection, counting.period.as_of), broken)
    for told, what in kept:
        say(f"{told.label}  {told.key}  {what.value}")
    if any(what is not Kept.SAME for _, what in kept):
        first = kept[0][0].label
        tell(
            f"现在可以用：talentreg stats --figure {first}；talentreg why {first}；报告里写 {{{{ {first} }}}}"
        )
        tell("撤回：talentreg undo")


def _refuse_breaking(office: OfficeFigures, before: set[str]) -> None:
    """Refuse to replace what a share that is not in the file is made of, where it cannot be made any more."""
    for key, error in office.broken.items():
        if key not in before:
            label = office.labels[key]
            raise Refused(
                f"这样换，「{label}」就算不出了：{error.message}；没有改动",
                f"把它也写进文件一起换，或先删除：talentreg figures remove {label}",
            )


def _keep(writer: Writer, counting: Counting, told: Declaration, *, replace: bool) -> Kept:
    known = counting.office.declared.get(told.key)
    if known and known != told and not replace:
        raise Refused(
            f"登记册里已有「{known.label}」（代码 {told.key}），内容不同，没有改动",
            "要换成文件里的，加 --replace",
        )
    return keep_figure(writer, told.key, told.label, told.text)
