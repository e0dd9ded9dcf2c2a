"""Hand the conflicts that wait to an office as a workbook, with full values, and leave a trace of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from talentreg.cli.output import say, tell
from talentreg.errors import Refused
from talentreg.files import check_kind, new_file
from talentreg.records.fields import number
from talentreg.records.masking import HIDDEN
from talentreg.records.person import Person
from talentreg.records.vocabulary import CHOICE
from talentreg.store.audit import record_audit
from talentreg.store.conflicts import Case
from talentreg.store.conflicts_origin import Origin, offered_from
from talentreg.store.register import Register, open_for_writing
from talentreg.store.units import UnitTree
from talentreg.store.verdicts import Thing
from talentreg.workbooks.conflicts import write_conflicts


@dataclass(frozen=True, slots=True)
class Book:
    """Where the workbook goes, the unit whose conflicts it holds, and whether numbers are hidden in it."""

    path: Path
    unit: str
    masked: bool
    force: bool


def write_book(
    register: Register, book: Book, tree: UnitTree, cases: Sequence[Case], origins: Mapping[Thing, Origin]
) -> None:
    """Write the workbook; without an audit entry only masked numbers leave the register."""
    check_kind(book.path, ".xlsx")
    if not cases:
        say("没有待核对的出入，没有写核对表")
        return
    rows = [_row(case, tree, origins.get(case.thing), masked=book.masked) for case in cases]
    with new_file(book.path, force=book.force) as file:
        write_conflicts(file, rows, tuple(word.text for word in CHOICE.words))
        _record(register, book, len(cases))
    say(str(book.path))
    numbers = "号码已遮挡" if book.masked else "含完整号码，请妥善保管"
    tell(f"共{len(cases)}处；{numbers}；填好「采用」后读回：talentreg conflicts resolve --from {book.path}")


def _row(case: Case, tree: UnitTree, origin: Origin | None, *, masked: bool) -> list[str]:
    return [
        case.number,
        number(Person, case.person_id),
        case.name,
        tree.path(case.unit_id),
        case.column.heading,
        case.shown(tree, case.now, masked=masked),
        origin.told() if origin else "",
        _offered(case, tree, masked=masked),
        offered_from(case).told(),
    ]


def _offered(case: Case, tree: UnitTree, *, masked: bool) -> str:
    """Write the value of a row; of one that only looks like the register's own, say so."""
    text = case.shown(tree, case.offered, masked=masked)
    return f"{text}（{HIDDEN}）" if masked and text == case.shown(tree, case.now, masked=masked) else text


def _record(register: Register, book: Book, count: int) -> None:
    assert register.path is not None
    numbers = "号码已遮挡" if book.masked else "含完整号码"
    detail = f"{book.path.name}：{count}处出入，{book.unit or '全部单位'}，{numbers}"
    try:
        record_audit(open_for_writing(register.path), "conflicts list --xlsx", detail)
    except Refused as error:
        if not book.masked:
            raise Refused(
                "登记册只读，写出完整号码不能留痕，没有写", "请检查权限，或加 --masked 遮挡号码"
            ) from error
        tell("登记册只读，本次写出未留痕")
