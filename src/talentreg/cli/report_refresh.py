"""`talentreg report refresh`: stale numbers of a finished report brought up to date."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.options import Db, parse_with, takes_period
from talentreg.cli.output import print_table, say, tell
from talentreg.cli.report_places import (
    a_screenful,
    catching_up,
    excerpt,
    labelled,
    lock_files,
    numbered_beside,
    quoted,
    standing,
    told_shortly,
    unit_names,
)
from talentreg.cli.submitted_note import tell_submitted_report
from talentreg.errors import Malformed, Refused
from talentreg.files import check_kind, check_place, write_file
from talentreg.periods import READERS, Period, today
from talentreg.places import register_path
from talentreg.reports.checking import SAID, Check, State, is_foreign, open_report
from talentreg.reports.refreshing import Refreshed, refresh
from talentreg.reports.safety import read_document
from talentreg.store.audit import record_audit
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.units import load_units

_SPEAKS_OF_NOTHING = {"", "0", "—", "0%", "0.0%"}
Names = dict[str, str]


def _any_period(text: str) -> Period:
    """Read a period whatever its kind: 2026Q2, 2026-03, H1, 2026, 2026春节."""
    for read in READERS.values():
        with suppress(Malformed):
            return read(text, None)
    raise Malformed(f"--period「{text}」看不懂", "可写：2026Q2、2026-03、2026H1、2026、2026春节")


_MovedTo = Annotated[
    Period | None,
    typer.Option(
        "--period",
        metavar="统计期",
        parser=parse_with(_any_period),
        help="挪到哪一期：2026Q2、2026-03、2026H1",
    ),
]


def _only_one(period: Period | None, moved_to: Period | None) -> Period | None:
    if period and moved_to:
        raise Malformed("只能给出一个统计期", "--period 和 --quarter 等任选其一")
    return period or moved_to


@takes_period
def refresh_report(
    file: Annotated[Path, typer.Argument(metavar="报告.docx", help="talentreg 出的报告，改过的也行")],
    period: Period | None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="文件", help="写到哪里，默认在旁边另存“…（更新）”")
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="直接改原文件，改前的在旁边留一份“…（更新前）”")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="手改过、清空了的数字也换成登记册的")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会改什么，不写文件")] = False,
    moved_to: _MovedTo = None,
    db: Db = None,
) -> None:
    """Bring the stale numbers of a report up to date; what people typed stays, unless forced.

    With a period, the report moves to it.
    """
    if out and in_place:
        raise Malformed("--out 和 --in-place 只能选一个")
    period = _only_one(period, moved_to)
    content = read_document(file)
    _refuse_open(file)
    file = file.resolve() if in_place and file.is_symlink() else file
    place = file if in_place else out or numbered_beside(file, "更新")
    if not in_place:
        check_kind(place, ".docx")
        check_place(place, force=False)
    opened = open_report(content)
    with open_for_reading(register_path(db)).reading() as connection:
        tree = load_units(connection)
        if is_foreign(tree, opened.manifest.about):
            unit = opened.manifest.about["unit"]
            hint = f"报告的单位「{unit}」这里没有；请用 --db 指明它的登记册，单位改过名的请重新出一份"
            raise Refused(f"{file.name} 不是用这本登记册出的，没有更新", hint)
        refreshed = refresh(connection, content, opened, force=force, period=period)
        names = unit_names(tree, opened.manifest.about)
        tell_submitted_report(connection, opened.manifest.about)
    _print(refreshed, names)
    place = file if dry_run or refreshed.content == content else place
    if refreshed.content == content:
        tell("没有要更新的数字，没有写文件")
    elif dry_run:
        tell(f"这是预览，会改{len(refreshed.changed)}处，没有写文件；去掉 --dry-run 就写")
    else:
        _write(file, place, content, refreshed)
        _note(db, f"{file.name}，更新{len(refreshed.changed)}处")
    _advise(refreshed, place, moved=period is not None)
    if period is None and (hint := catching_up(opened.manifest.about)):
        tell(hint)


def _refuse_open(file: Path) -> None:
    if locks := lock_files(file):
        raise Refused(
            f"{file.name} 正在 Word、WPS 或 LibreOffice 里打开着",
            f"请先保存并关闭；确实没有打开的，是上次没有正常退出，请删掉旁边的 {locks[0].name} 再试",
        )


def _write(file: Path, place: Path, content: bytes, refreshed: Refreshed) -> None:
    if place == file:
        backup = numbered_beside(file, f"更新前{today().isoformat()}")
        write_file(backup, content, force=False)
        tell(f"改前的留在：{backup}")
    write_file(place, refreshed.content, force=place == file)
    say(str(place))


def _print(refreshed: Refreshed, names: Names) -> None:
    if refreshed.changed:
        rows = [_changed_row(check, names) for check in refreshed.changed]
        columns = (("指标", "left"), ("原来", "right"), ("现在", "right"), ("在哪里", "left"))
        print_table(columns, a_screenful(rows), f"更新{len(rows)}处")
    if refreshed.kept:
        rows = [(*_changed_row(check, names)[:3], SAID[check.state]) for check in refreshed.kept]
        columns = (("指标", "left"), ("文中", "right"), ("登记册", "right"), ("为什么没有改", "left"))
        print_table(columns, rows, f"没有动{len(rows)}处")
    if refreshed.left:
        left = [(one.text, excerpt(one.where, one.at, one.text)) for one in refreshed.left]
        print_table((("原统计期的字样", "left"), ("在哪里", "left")), left, f"要人改的{len(left)}处")


def _changed_row(check: Check, names: Names) -> tuple[str, str, str, str]:
    found, now = check.found, "—" if check.now is None else check.now
    label = labelled(found.label, found.origin, names)
    where = standing(found)
    return label, told_shortly(found.text) or "（空）", told_shortly(now) or "（无）", where


def _advise(refreshed: Refreshed, place: Path, *, moved: bool) -> None:
    """Say what only a person can do now."""
    if any(_turned(check) for check in refreshed.changed):
        tell("有数字变成了零或没有可比的（或反过来），请看一下所在的句子")
    if moved:
        tell("名单、按月的图和手写的句子不随统计期换，请通读一遍；要整篇重出用 talentreg report")
    states = {check.state for check in refreshed.kept}
    if State.REVISED in states:
        tell("有未接受的修订：请先在 Word 或 WPS 里接受或拒绝，再更新")
    if states & {State.EDITED, State.BOTH, State.EMPTIED}:
        tell(f"手改的数字没有动；要换成登记册的：talentreg report refresh {quoted(place)} --force")


def _turned(check: Check) -> bool:
    """Whether a number became nothing, or nothing a number: its sentence may have to say it otherwise."""
    was, now = (text.strip() in _SPEAKS_OF_NOTHING for text in (check.found.text, check.now or ""))
    return was is not now


def _note(db: Path | None, detail: str) -> None:
    """Leave an audit entry; a register that cannot be written still gives its numbers."""
    try:
        record_audit(open_for_writing(register_path(db)), "report refresh", detail)
    except Refused:
        tell("登记册只读，本次更新未留痕")
