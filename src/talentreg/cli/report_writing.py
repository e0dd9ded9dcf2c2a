"""Putting reports in their place: one file, or a folder with one for everyone; and what is noted of it."""

import gc
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.options import parse_with
from talentreg.cli.output import progress, tell
from talentreg.cli.report_subjects import needs
from talentreg.errors import Malformed, Refused
from talentreg.figures.catalogue import KNOWN
from talentreg.files import check_folder, check_kind, check_place, file_name, new_file, new_folder
from talentreg.periods import said_again
from talentreg.places import register_path
from talentreg.reports.catalogue import OWN_STEM, REPORTS
from talentreg.reports.context import about_report, make_context
from talentreg.reports.copying import COPIES
from talentreg.reports.formats import FORMATS
from talentreg.reports.living import Prepared
from talentreg.reports.variables import visits
from talentreg.reports.variables.declaring import Telling
from talentreg.reports.variables.dossiers import FILE, FILES
from talentreg.reports.variables.rosters import ROSTER
from talentreg.store.audit import record_audit
from talentreg.store.register import open_for_writing

_ROUNDINGS = {FORMATS[code].filter: code for code in ("yu", "duo")}


def _rounding(text: str) -> str:
    """Read how large numbers are rounded."""
    if text not in _ROUNDINGS:
        raise Malformed(f"--round「{text}」看不懂", f"可写：{'、'.join(_ROUNDINGS)}")
    return _ROUNDINGS[text]


RoundOption = Annotated[
    str | None,
    typer.Option(
        "--round",
        metavar="余|多",
        parser=parse_with(_rounding),
        help="正文里一百以上的数往下取整，如1200余；表格里照旧",
        show_default=False,
    ),
]

_OF_PEOPLE = frozenset({FILE, FILES, ROSTER, visits.LIST})
"""The variables that print numbers of people, masked unless they are to be revealed."""
_BOOKS = {"dossier": "dossiers"}
"""The template that binds what another makes one by one."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One report about to be written."""

    template: str
    prepared: Prepared
    telling: Telling
    rounding: str = ""

    @property
    def stem(self) -> str:
        """What its file is called after the unit and the period."""
        return REPORTS[self.template].stem if self.template in REPORTS else OWN_STEM

    @property
    def content(self) -> bytes:
        """The filled document."""
        context, about = make_context(self.telling), about_report(self.telling, self.template)
        return self.prepared.render(context, about, rounding=self.rounding)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: where it goes, in words what it is about, and of one report what is in it.

    Of many it is the folder they lie in until they go to their place.
    """

    place: Path
    about: str
    content: bytes = b""
    folder: Path | None = None


def check_reveal(template: str, purpose: str, *, reveal: bool) -> None:
    """Refuse to print whole numbers without a purpose, or where none are printed."""
    if reveal and template in REPORTS and not REPORTS[template].people:
        raise Malformed(f"模板「{template}」不印号码，用不上 --reveal")
    if reveal and not purpose.strip():
        raise Malformed("印出完整号码要写明用途", "如 --reveal --purpose 核对补贴发放")


def in_a_book(template: str, *, everybody: bool) -> str:
    """Return the template that binds what another makes one by one."""
    if everybody:
        raise Malformed("--all 和 --book 只能选一个", "--all 一人一个文件，--book 合订成一个文件")
    if template not in (*_BOOKS, *_BOOKS.values()):
        raise Malformed(
            "--book 只用于一人一档", "如 talentreg report --template dossier --book --unit 望江社区"
        )
    return _BOOKS.get(template, template)


def write_one(paper: Paper, out: Path | None, places: ExitStack, *, force: bool) -> Written:
    """Write one report, by default named after its unit, its period and what it is.

    It goes into its place when `places` is closed.
    """
    place = out or Path(file_name(_called(paper), ".docx"))
    check_kind(place, ".docx")
    check_place(place, force=force)
    gc.freeze()  # what is loaded by now stays: nobody need look through it for garbage
    document = paper.content
    if visits.LIST in paper.prepared.names and (more := visits.left_out(paper.telling)):
        tell(f"还有{more}人没有列出，要多列加 --limit，如 --limit {min(paper.telling.limit + more, 1000)}")
    places.enter_context(new_file(place, force=force)).write(document)
    return Written(place, _about(paper), document)


def _called(paper: Paper) -> str:
    telling = paper.telling
    about = telling.unit.name if telling.unit else ""
    if unit := telling.subject.get("to-unit"):
        about = telling.counting.tree.find(unit).name
    if person := telling.subject.get("person"):
        return f"{person}{paper.stem}"
    return f"{about}{telling.subject.get('batch') or telling.period.name}{paper.stem}"


def write_copies(paper: Paper, out: Path | None, places: ExitStack, *, force: bool) -> Written:
    """Write one report for everyone into a folder; all go there when `places` is closed, or none."""
    kind = _copied(paper)
    place = out or Path(file_name(_called(paper), ""))
    check_folder(place, force=force)
    copies = COPIES[kind](paper.telling)
    if not copies.count:
        raise Refused(f"{copies.none}，没有可写的", copies.hint)
    folder, names = places.enter_context(new_folder(place, force=force)), _Names(paper.stem)
    with progress("写报告", copies.count) as step:
        for called, telling in copies.each:
            (folder / names.take(called)).write_bytes(replace(paper, telling=telling).content)
            step()
    tell(f"共{copies.count}份")
    return Written(place, f"{_about(paper)}，{copies.count}份", folder=folder)


class _Names:
    """File names of which no two are the same, whatever the case of their letters."""

    def __init__(self, stem: str) -> None:
        self.stem = stem
        self.taken: set[str] = set()

    def take(self, called: str) -> str:
        name, times = file_name(f"{called}{self.stem}", ".docx"), 1
        while name.lower() in self.taken:
            times += 1
            name = file_name(f"{called[:60]}（{times}）{self.stem}", ".docx")
        self.taken.add(name.lower())
        return name


def _about(paper: Paper) -> str:
    telling = paper.telling
    said = [telling.period.label, telling.top.name if telling.top else "全部单位"]
    return "，".join([*said, *(told for _, told in telling.subject.kept)])


def leave_note(db: Path | None, about: str, purpose: str) -> None:
    """Leave an audit entry; without one only masked numbers leave the register.

    A register that cannot be written still gives its other reports.
    """
    try:
        register = open_for_writing(register_path(db))
        if purpose:
            record_audit(register, "report --reveal", f"{about}，含完整号码，用途：{purpose}")
        else:
            record_audit(register, "report", about)
    except Refused as error:
        if purpose:
            raise Refused(
                "登记册只读，印出完整号码不能留痕，没有出报告", "请检查权限，或不加 --reveal"
            ) from error
        tell("登记册只读，本次出报告未留痕")


def _copied(paper: Paper) -> str:
    """Tell for what a template is filled many times: the packaged one as declared, else by its variables."""
    names = paper.prepared.names
    if paper.template in REPORTS:
        kind = REPORTS[paper.template].copies
    elif "person" in needs(paper.template, names):
        kind = "person"
    else:
        kind = "community" if ROSTER in names else ""
    if not kind:
        able = "、".join(key for key, report in REPORTS.items() if report.copies)
        raise Malformed(f"模板「{paper.template}」不能用 --all", f"能用的：{able}")
    return kind


def tell_about(paper: Paper, *, reveal: bool) -> None:
    """Say what to know of what was written."""
    names = paper.prepared.names
    if (paper.template in REPORTS and REPORTS[paper.template].people) or names & _OF_PEOPLE:
        masked = "号码已遮挡，要完整号码加 --reveal --purpose 用途"
        tell("含完整号码，请妥善保管" if reveal else masked)
    elif label := next((one.label for one in KNOWN.values() if one.label in names), ""):
        tell(f"报告里每个数字都能列出依据，如：talentreg why {label} {_asked_alike(paper.telling)}")


def _asked_alike(telling: Telling) -> str:
    """Write the options that ask another command for the report's own period and unit."""
    asked, top = said_again(telling.period), telling.top
    return f"{asked} --unit {top.name}" if top and telling.counting.unit_id is not None else asked
