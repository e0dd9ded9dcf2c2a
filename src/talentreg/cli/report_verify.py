"""`talentreg report verify`: every number of a finished report against the register."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from talentreg.cli.lists import AsCsv, refuse_two_documents
from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import print_csv, print_json, print_table, say, tell
from talentreg.cli.report_places import (
    a_screenful,
    catching_up,
    excerpt,
    labelled,
    quoted,
    standing,
    told_shortly,
    unit_names,
)
from talentreg.cli.submitted_note import tell_submitted_report
from talentreg.errors import ExitCode
from talentreg.places import register_path
from talentreg.reports.checking import (
    SAID,
    Check,
    Checkup,
    Gone,
    State,
    check_report,
    open_report,
)
from talentreg.reports.number import UNKNOWN
from talentreg.reports.safety import read_document
from talentreg.reports.stray import Stray
from talentreg.reports.tags import Origin
from talentreg.reports.variables.declaring import WHOLE_REGISTER
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units

STRAY, GONE = "stray", "deleted"
"""What is said of a number nothing vouches for, and of one that was taken out, beside the states."""

CSV_NAMES = ("state", "label", "unit", "period", "printed", "text", "now", "where", "figure")
_COLUMNS = (
    ("指标", "left"),
    ("文中", "right"),
    ("登记册", "right"),
    ("情况", "left"),
    ("在哪里", "left"),
)
Names = dict[str, str]


def verify_report(
    file: Annotated[Path, typer.Argument(metavar="报告.docx", help="talentreg 出的报告，改过的也行")],
    everything: Annotated[bool, typer.Option("--all", help="一致的也列出来")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    db: Db = None,
) -> int:
    """Check every number of a report against the register, and what nobody vouches for."""
    refuse_two_documents(as_json=as_json, as_csv=as_csv)
    opened = open_report(read_document(file))
    with open_for_reading(register_path(db)).reading() as connection:
        checkup = check_report(connection, opened)
        names = unit_names(load_units(connection), checkup.about)
        if not (as_json or as_csv):
            tell_submitted_report(connection, checkup.about)
    if as_json:
        print_json(_document(file, checkup, names))
    elif as_csv:
        lines = _lines(checkup, names, everything=everything)
        print_csv(CSV_NAMES, ([line.get(name) for name in CSV_NAMES] for line in lines))
    else:
        _print(checkup, names, everything=everything)
        _advise(file, checkup)
    return ExitCode.DONE if checkup.is_sound else ExitCode.REFUSED


def _print(checkup: Checkup, names: Names, *, everything: bool) -> None:
    say(f"{checkup.about.get('name', '')}  {names.get(checkup.about.get('scope', ''), '全部单位')}".strip())
    say(_counted(checkup))
    listed = checkup.checks if everything else checkup.wrong
    if listed:
        say()
        print_table(_COLUMNS, a_screenful([_row(check, names) for check in listed]))
    if checkup.strays:
        say()
        rows = [(one.text, excerpt(one.where, one.at, one.text, one.cell)) for one in checkup.strays]
        print_table((("手工写的数字", "left"), ("在哪里", "left")), rows)
    if checkup.gone:
        say()
        rows = [
            (labelled(one.entry.label, one.entry.origin, names), one.entry.origin.text or "")
            for one in checkup.gone
        ]
        print_table((("文中已经没有的数字", "left"), ("原来印的", "right")), rows)


def _counted(checkup: Checkup) -> str:
    """Say how many numbers there are and how they stand."""
    counts = {state: sum(check.state is state for check in checkup.checks) for state in State}
    told = [f"{SAID[state]}{count}处" for state, count in counts.items() if count]
    told += [f"手工写的数字{len(checkup.strays)}处"] if checkup.strays else []
    told += [f"已删去{len(checkup.gone)}个"] if checkup.gone else []
    return f"数字{len(checkup.checks)}处" + (f"：{'，'.join(told)}" if told else "")


def _row(check: Check, names: Names) -> tuple[str, ...]:
    found = check.found
    where = standing(found)
    now = UNKNOWN if check.now is None else check.now
    label = labelled(found.label, found.origin, names)
    return (
        label,
        told_shortly(found.text) or "（空）",
        told_shortly(now) or "（无）",
        SAID[check.state],
        where,
    )


def _advise(file: Path, checkup: Checkup) -> None:
    """Say what to do next, the most useful thing first."""
    states = {check.state for check in checkup.checks}
    if hint := catching_up(checkup.about):
        tell(hint)
    if checkup.is_sound:
        tell("每个数字都和登记册一致")
        return
    if checkup.is_foreign or states == {State.UNKNOWN}:
        unit = checkup.about.get("unit", "")
        said = f"报告的单位是「{unit}」，这本登记册里没有" if checkup.is_foreign else "一个数字也核对不上"
        tell(f"{said}：这份报告可能是另一本登记册出的，请用 --db 指明")
    elif State.STALE in states:
        tell(f"更新过时的数字（手改的不动）：talentreg report refresh {quoted(file)}")
    elif State.REVISED in states:
        tell("请先在 Word 或 WPS 里接受或拒绝修订，再核对")
    elif states & {State.EDITED, State.BOTH, State.EMPTIED}:
        tell(f"要换回登记册的数：talentreg report refresh {quoted(file)} --force；改得对的，请先更正登记册")
    elif checkup.strays:
        tell("手工写的数字没有出处，请逐个核实")
    elif State.UNKNOWN in states:
        tell("无从核对的，指标、单位或统计期在登记册里已经没有；请逐个核实，或重新出一份")
    else:
        tell("文中已经没有的数字，有意删去的不用管；误删的请从原来的报告里复制回来")


def _lines(checkup: Checkup, names: Names, *, everything: bool) -> Iterator[dict[str, Any]]:
    """Give everything found as lines of one table."""
    for check in checkup.checks if everything else checkup.wrong:
        yield _check_document(check, names)
    yield from (_stray_document(one) for one in checkup.strays)
    yield from (_gone_document(one, names) for one in checkup.gone)


def _document(file: Path, checkup: Checkup, names: Names) -> dict[str, Any]:
    scope = checkup.about.get("scope", "")
    return {
        "file": str(file),
        "template": checkup.about.get("template"),
        "period": checkup.about.get("name"),
        "as_of": checkup.about.get("as-of"),
        "unit": _unit(scope, names),
        "sound": checkup.is_sound,
        "numbers": [_check_document(check, names) for check in checkup.checks],
        "stray": [_stray_document(one) for one in checkup.strays],
        "deleted": [_gone_document(one, names) for one in checkup.gone],
    }


def _check_document(check: Check, names: Names) -> dict[str, Any]:
    found = check.found
    where = standing(found)
    told = _origin_document(found.origin, names)
    told |= {"label": found.label, "text": found.text, "now": check.now, "part": found.part, "where": where}
    return {"state": check.state.value, **told}


def _stray_document(one: Stray) -> dict[str, Any]:
    where = excerpt(one.where, one.at, one.text, one.cell)
    return {"state": STRAY, "text": one.text, "part": one.part, "where": where}


def _gone_document(one: Gone, names: Names) -> dict[str, Any]:
    told = _origin_document(one.entry.origin, names)
    return {"state": GONE, **told, "label": one.entry.label, "now": one.now}


def _unit(scope: str, names: Names) -> str | None:
    return None if scope == WHOLE_REGISTER else names.get(scope)


def _origin_document(origin: Origin | None, names: Names) -> dict[str, Any]:
    if origin is None:
        return {"figure": None, "unit": None, "period": None, "format": None, "printed": None}
    return {
        "figure": origin.ref,
        "unit": _unit(origin.scope, names),
        "period": origin.period,
        "format": origin.format or None,
        "printed": origin.text,
    }
