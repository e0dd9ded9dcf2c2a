"""What `campaign done` and `reporting done` share: units that have done a task, all or none."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from talentreg.cli.ledger import new_staff_lines
from talentreg.cli.output import say, tell
from talentreg.errors import Malformed
from talentreg.periods import chinese_day, today
from talentreg.records.cleaning import clean_note
from talentreg.records.ledgers import CAMPAIGN
from talentreg.store.changes import Writer
from talentreg.store.ledger_entering import Entered
from talentreg.store.ledger_finding import find_row
from talentreg.store.register import open_for_writing
from talentreg.store.tasks import TaskNode, find_owing, find_task, fulfil, load_board, take_back
from talentreg.store.units import UnitNode, UnitTree, load_units

Units = Annotated[
    list[str] | None,
    typer.Argument(metavar="单位…", help="完成的单位：名称、代码，或 街道/社区", show_default=False),
]
Evidence = Annotated[str | None, typer.Option(metavar="材料", help="佐证：文件名、位置或说明")]
By = Annotated[str | None, typer.Option(metavar="工作人员", help="谁报的：姓名，或 姓名@单位")]
Note = Annotated[str | None, typer.Option(metavar="文字", help="完成备注")]
Exempt = Annotated[bool, typer.Option("--exempt", help="免做：这些单位不用完成")]
NotDone = Annotated[bool, typer.Option("--not-done", help="撤回：登记错了，其实没有完成")]
Below = Annotated[bool, typer.Option("--below", help="连同所写单位下面每个应完成的单位")]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done by which units, and what is said of it."""

    command: str
    task: str
    units: list[str]
    kinds: tuple[str, ...]
    campaign: str | None = None
    below: bool = False
    not_done: bool = False

    def refuse_told(self, said: dict[str, Any]) -> None:
        """Refuse to say anything of what is taken back."""
        if self.not_done and any(value for name, value in said.items() if value != "done"):
            raise Malformed("--not-done 不能和别的选项同用", "撤回只写任务和单位")


def values(*, exempt: bool, note: str | None, **more: Any) -> dict[str, Any]:
    """Gather what is said of a task that was done, by field."""
    return {"state": "exempt" if exempt else "done", "note": clean_note(note) if note else None, **more}


def enter(path: Path, done: Done, said: dict[str, Any]) -> None:
    """Enter that units have done a task, all or none, and tell how many have not."""
    if not done.units:
        raise Malformed("缺少 单位", "写完成的单位；街道下面都完成了写 街道 --below")
    done.refuse_told(said)
    with open_for_writing(path).changing(done.command) as writer:
        connection, tree = writer.connection, load_units(writer.connection)
        campaign = find_row(connection, CAMPAIGN, done.campaign) if done.campaign else None
        task = find_task(connection, done.task, done.kinds, campaign)
        units = find_owing(connection, tree, task, done.units, below=done.below)
        entered = [(unit, _enter_one(writer, tree, task, unit, done, said)) for unit in units]
        staff = new_staff_lines(connection, [name for _, one in entered for name in one.new_staff])
        tally = load_board(connection, tree, [task], today()).whole
    say(task.told)
    for unit, one in entered:
        say(f"  {_told(done, said, known=one.known)}：{tree.path(unit.id)}")
    for line in (*staff, f"应完成{tally.owed}个单位，已完成{tally.done}个，还差{tally.owed - tally.done}个"):
        tell(line)


def _enter_one(
    writer: Writer, tree: UnitTree, task: TaskNode, unit: UnitNode, done: Done, said: dict[str, Any]
) -> Entered:
    if done.not_done:
        take_back(writer, tree, task, unit)
        return Entered(0)
    return fulfil(writer, tree, task, unit, said)


def _told(done: Done, said: dict[str, Any], *, known: bool) -> str:
    if known:
        return "已经是这样，没有重复登记"
    if done.not_done:
        return "已撤回"
    return (
        "已登记免做" if said["state"] == "exempt" else f"已登记完成（{chinese_day(said['on'] or today())}）"
    )
