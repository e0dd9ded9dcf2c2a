"""What commands share that take people by name or as a sheet: its options, how it is gone through."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.ledger import Run, parameter, sign
from talentreg.cli.options import filled
from talentreg.errors import Malformed

if TYPE_CHECKING:
    from talentreg.intake.roll import Roll

Sheet = Annotated[
    Path | None,
    typer.Option(
        "--from", metavar="表格", help="按一张名单登记：每人一行；表里没有的项目用这里的选项", readable=False
    ),
]
Enrol = Annotated[bool, typer.Option("--enrol", help="与 --from 同用：登记册里没有的人按导入的办法一并登记")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="与 --from 同用：只说明会做什么，不写入")]
Strict = Annotated[bool, typer.Option("--strict", help="与 --from 同用：有一行不能登记就整批不写")]
AllowErased = Annotated[
    bool, typer.Option("--allow-erased", help="与 --from 同用：表里已抹除的人也照常对照，不跳过")
]
SheetUnit = Annotated[
    str | None,
    typer.Option(
        "--unit", metavar="单位", parser=filled, help="与 --from 同用：没写单位的人在其中找，新人也记在那里"
    ),
]
Marked = Annotated[
    Path | None,
    typer.Option(
        "--marked", metavar="文件夹", help="与 --from 同用：名单另存一份标出问题的副本", readable=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="与 --marked 同用：覆盖同名的副本")]


@dataclass(frozen=True, slots=True)
class OfSheet:
    """A sheet to go by, and what was said of how."""

    sheet: Path | None = None
    unit: str | None = None
    enrol: bool = False
    dry_run: bool = False
    strict: bool = False
    allow_erased: bool = False
    marked: Path | None = None
    force: bool = False

    def instead_of(self, people: Sequence[str]) -> bool:
        """Whether a sheet names the people; raises Malformed for both, for neither, for its options alone."""
        if self.sheet is not None:
            if people:
                raise Malformed("写了 --from 就不用再写人", "表里每行一个人；要加人，分两次登记")
            return True
        self.refuse_alone()
        if not people:
            raise Malformed("缺少 人", "写姓名、编号或 姓名@社区；整张名单登记用 --from 表格.xlsx")
        return False

    def refuse_alone(self) -> None:
        """Refuse what only a sheet can have."""
        asked = {
            "--enrol": self.enrol,
            "--dry-run": self.dry_run,
            "--strict": self.strict,
            "--allow-erased": self.allow_erased,
            "--unit": self.unit,
            "--marked": self.marked,
            "--force": self.force,
        }
        if alone := [option for option, given in asked.items() if given]:
            raise Malformed(f"{alone[0]} 只和 --from 同用", "整张名单登记用 --from 表格.xlsx")


_OPTIONS = (
    parameter("sheet", Sheet, None),
    parameter("unit", SheetUnit, None),
    parameter("enrol", Enrol, False),
    parameter("dry_run", DryRun, False),
    parameter("strict", Strict, False),
    parameter("allow_erased", AllowErased, False),
    parameter("marked", Marked, None),
    parameter("force", Force, False),
)


def takes_sheet(command: Callable[..., None]) -> Run:
    """Give a command the options of a sheet in place of its parameter `of_sheet`, which gets what they say.

    A command with a `unit` of its own tells itself whether it is the sheet's.
    """
    own = inspect.signature(command).parameters
    options = [one for one in _OPTIONS if one.name not in own]
    others = [
        one.replace(kind=one.KEYWORD_ONLY) for one in own.values() if one.name not in ("of_sheet", "db")
    ]

    def run(**given: Any) -> None:
        said = {one.name: given.pop(one.name) for one in options}
        command(of_sheet=OfSheet(**said), **given)

    run.__doc__ = command.__doc__
    return sign(run, [*others, *options])


@dataclass(frozen=True, slots=True)
class SheetTask:
    """What a sheet is to do: in which register, for which command, to which list of names.

    `facts` hold for every row that does not say them itself, by fields of the record with that `prefix`;
    they may not all be blank.
    """

    path: Path
    command: str
    prefix: str
    facts: Mapping[str, Any]
    open_roll: "Callable[[Connection], Roll]"


def enter_sheet(task: SheetTask, of_sheet: OfSheet, after: Callable[[], None] = lambda: None) -> None:
    """Enter the list of names of a sheet, row by row, and tell `after` it what there is now.

    Raises typer.Exit where rows were rejected, after all was told.
    """
    from talentreg.cli.taking_in import Task, Wishes, take_in
    from talentreg.intake.batch import Batch
    from talentreg.intake.options import Options
    from talentreg.intake.reading import read_book

    assert of_sheet.sheet is not None
    given = {f"{task.prefix}.{name}": value for name, value in task.facts.items() if value is not None}
    options = Options(of_sheet.unit, given=given, allow_erased=of_sheet.allow_erased, roll=task.open_roll)
    tried = Task(task.path, f"{task.command} --from", dry_run=of_sheet.dry_run, strict=of_sheet.strict)
    wishes = Wishes(marked=of_sheet.marked, force=of_sheet.force)
    told = after if not of_sheet.dry_run else lambda: None
    try:
        take_in(tried, Batch((read_book(of_sheet.sheet),)), options, wishes)
    except typer.Exit:
        told()
        raise
    told()
