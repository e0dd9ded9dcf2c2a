"""`talentreg report`: the Word file."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.counting import counting_in, tell_broken
from talentreg.cli.options import Db, UnitName, parse_with, takes_period
from talentreg.cli.output import say, tell
from talentreg.errors import Refused
from talentreg.files import check_kind, check_place, file_name, write_file
from talentreg.periods import Period, parse_day
from talentreg.places import register_path
from talentreg.reports.catalogue import FILE_STEMS, USUAL_STEM, load_template
from talentreg.reports.context import WHOLE_REGISTER, Letter, make_context
from talentreg.reports.living import render
from talentreg.store.audit import record_audit
from talentreg.store.register import open_for_writing

Out = Annotated[Path | None, typer.Option("--out", metavar="文件", help="写到哪里，默认当前文件夹")]
Dated = Annotated[
    date | None,
    typer.Option("--date", metavar="日期", parser=parse_with(parse_day), help="成文日期，默认统计期最后一天"),
]


@takes_period
def write_report(
    period: Period,
    unit: UnitName = None,
    template: Annotated[str, typer.Option(metavar="模板", help="模板名，或自己的 .docx")] = "quarter",
    out: Out = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    dated: Dated = None,
    office: Annotated[
        str, typer.Option(metavar="机关", help="署名，默认本范围最上级单位", show_default=False)
    ] = "",
    addressee: Annotated[
        str, typer.Option(metavar="机关", help="主送机关，默认上级组织部门", show_default=False)
    ] = "",
    db: Db = None,
) -> None:
    """Write the report of a period and a unit, and print where it is."""
    source = load_template(template)
    with counting_in(db, period, unit) as counting:
        place = out or Path(
            file_name(f"{_name(counting.unit)}{period.name}{FILE_STEMS.get(template, USUAL_STEM)}", ".docx")
        )
        check_kind(place, ".docx")
        check_place(place, force=force)
        tell_broken(counting)
        context = make_context(counting, Letter(office, addressee, dated))
        scope = counting.unit.code if counting.unit else WHOLE_REGISTER
    about = {
        "template": Path(template).name,
        "period": period.code,
        "start": period.start.isoformat(),
        "end": period.last_day.isoformat(),
        "as-of": period.as_of.isoformat(),
        "scope": scope,
        **({"baseline": period.since.isoformat()} if period.since else {}),
    }
    write_file(place, render(source, context, about), force=force)
    _note(db, f"{period.label}，{context['单位']}")
    say(str(place))
    tell("报告里每个数字都能列出依据，如：talentreg why 走访返乡人员，统计期和单位照报告写")


def _name(unit: object) -> str:
    return str(getattr(unit, "name", ""))


def _note(db: Path | None, detail: str) -> None:
    """Leave an audit entry; a register that cannot be written still gives its report."""
    try:
        record_audit(open_for_writing(register_path(db)), "report", detail)
    except Refused:
        tell("登记册只读，本次出报告未留痕")
