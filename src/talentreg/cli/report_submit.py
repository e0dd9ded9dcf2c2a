"""`talentreg report submit`: freeze a report that is sent, with the rows behind each number."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from talentreg.cli.options import AsJson, Db, parse_with
from talentreg.cli.output import print_json, print_table, say, tell, warn
from talentreg.cli.report_places import excerpt, told_shortly
from talentreg.errors import Refused
from talentreg.periods import chinese_day, parse_day, today
from talentreg.places import register_path
from talentreg.reports.checking import SAID, Check, State
from talentreg.reports.number import UNKNOWN
from talentreg.reports.safety import read_document
from talentreg.reports.submitting import Cover, Outgoing, gather_rows, look_through, printed_numbers
from talentreg.store.changes import Writer
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.submissions import Sent, corrects, keep_submission, read_submissions, same_file

SHOWN = 10
"""Numbers that are off, listed before a report is refused."""

SentOn = Annotated[
    date | None,
    typer.Option(
        "--on", metavar="日期", parser=parse_with(parse_day), help="报送日期，默认今天", show_default=False
    ),
]


def submit(
    file: Annotated[Path, typer.Argument(metavar="报告", help="要报送的 .docx", show_default=False)],
    number: Annotated[str, typer.Option(metavar="文号", help="发文字号，如 云组〔2026〕5号")] = "",
    addressee: Annotated[str, typer.Option("--to", metavar="机关", help="报送给哪个机关")] = "",
    on: SentOn = None,
    force: Annotated[
        bool, typer.Option("--force", help="有数字和登记册不符也报送，照印出的数保存并注明")
    ] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Keep a report as it is sent: its numbers, their definitions and the rows behind them."""
    document = read_document(file)
    cover = Cover(file.name, _not_later(on or today()), number.strip(), addressee.strip())
    open_for_reading(register_path(db))  # none is made for a report of another
    register = open_for_writing(register_path(db))
    with register.changing("report submit") as writer:
        outgoing = look_through(writer.connection, document, cover)
        if known := same_file(writer.connection, outgoing.sent.digest):
            _say_known(known, as_json=as_json)
            return
        if outgoing.off and not force:
            raise _refusal(outgoing, file)
        sent = _keep(writer, outgoing)
        earlier = corrects(sent, read_submissions(writer.connection))
    if as_json:
        print_json(document_of(sent, outgoing, earlier))
    else:
        _say_kept(sent, outgoing, earlier)


def _not_later(day: date) -> date:
    if day > today():
        raise Refused(f"报送日期{chinese_day(day)}还没有到", "--on 写实际报送的日期")
    return day


def _refusal(outgoing: Outgoing, file: Path) -> Refused:
    """List the numbers that are off, and say what to do about them."""
    rows = [_row(one) for one in outgoing.off[:SHOWN]]
    print_table([(name, "left") for name in ("指标", "文中", "登记册", "情况", "在哪里")], rows, spare=(4,))
    if len(outgoing.off) > SHOWN:
        say(f"……共{len(outgoing.off)}处，全部见 talentreg report verify {file.name}")
    stale = any(one.state in (State.STALE, State.BOTH) for one in outgoing.off)
    edited = any(one.state in (State.EDITED, State.BOTH, State.EMPTIED) for one in outgoing.off)
    refresh = f"更新过时的：talentreg report refresh {file.name}；" if stale else ""
    refresh += "手改的换回登记册的数，refresh 加 --force；" if edited else ""
    return Refused(
        f"{file.name} 有{len(outgoing.off)}处数字和登记册不符，没有报送",
        f"{refresh}核实无误、要照文中的数报送的，submit 加 --force",
    )


def _row(one: Check) -> list[object]:
    found = one.found
    where = excerpt(found.where, found.at, found.text, found.cell)
    now = UNKNOWN if one.now is None else told_shortly(one.now)
    return [found.label, told_shortly(found.text) or "（空）", now or "（无）", SAID[one.state], where]


def _keep(writer: Writer, outgoing: Outgoing) -> Sent:
    rows, definitions = gather_rows(writer.connection, outgoing)
    return keep_submission(writer, outgoing.sent, printed_numbers(outgoing), rows, definitions)


def _say_known(known: Sent, *, as_json: bool) -> None:
    if as_json:
        print_json({"number": known.id, "already": True, "on": known.on, "digest": known.digest})
        return
    say(f"这个文件已经报送过：第{known.id}号，{chinese_day(known.on)}，没有重复保存")
    tell(f"看当时的数字：talentreg report submissions {known.id}")


def document_of(sent: Sent, outgoing: Outgoing, earlier: Sent | None) -> dict[str, Any]:
    """Return what was kept, for JSON."""
    return {
        "number": sent.id,
        "already": False,
        "name": sent.name,
        "period": sent.period,
        "unit": sent.unit,
        "on": sent.on,
        "digest": sent.digest,
        "numbers": len(printed_numbers(outgoing)),
        "off": len(outgoing.off),
        "corrects": earlier.id if earlier else None,
    }


def _say_kept(sent: Sent, outgoing: Outgoing, earlier: Sent | None) -> None:
    say(f"已报送：第{sent.id}号  {sent.name}（{sent.label}，{sent.unit}）")
    say(f"数字{len(printed_numbers(outgoing))}个、依据和口径都已保存，文件校验值 {sent.digest[:12]}")
    if outgoing.off:
        warn(f"其中{len(outgoing.off)}个和登记册不符，照印出的数保存，已注明")
    _tell_beside(outgoing)
    if earlier:
        say(f"更正第{earlier.id}号（{chinese_day(earlier.on)}报送）；两份都保留，以这一份为准")
    tell(f"以后看变化：talentreg report submissions {sent.id}；报错了可以 talentreg undo")


def _tell_beside(outgoing: Outgoing) -> None:
    """Say what a submission cannot vouch for."""
    checkup = outgoing.checkup
    if checkup.strays:
        tell(f"文中有{len(checkup.strays)}处手工写的数字，没有依据，没有保存：talentreg report verify 列出")
    if checkup.gone:
        tell(f"出报告时的{len(checkup.gone)}个数字文中已经删去，没有保存")
