"""Read the decisions an office has written into the workbook of conflicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from talentreg.errors import TalentregError
from talentreg.intake.answers import Answer
from talentreg.records.fields import id_from_number
from talentreg.records.person import Person
from talentreg.records.sameness import Conflict
from talentreg.records.text import as_text, fold
from talentreg.records.vocabulary import CHOICE
from talentreg.store.conflicts import Case, State, cases_by_id
from talentreg.store.conflicts_resolve import Deciding, Decision
from talentreg.store.former import living
from talentreg.store.units import UnitTree
from talentreg.workbooks import conflicts as headings


@dataclass(slots=True)
class Read:
    """What a workbook says: decisions to carry out, lines that cannot be read, and why.

    `again` counts the decisions that were carried out before, `blank` the lines nobody has decided on.
    """

    decisions: list[Decision] = field(default_factory=list)
    unclear: list[tuple[str, str]] = field(default_factory=list)
    again: int = 0
    blank: int = 0


def read_decisions(deciding: Deciding, answers: Sequence[Answer]) -> Read:
    """Read the lines of a workbook against the conflicts as they stand."""
    connection, read = deciding.writer.connection, Read()
    ids = {answer.line: id_from_number(Conflict, answer.texts[headings.NUMBER]) for answer in answers}
    cases = cases_by_id(connection, deciding.tree, [one for one in ids.values() if one is not None])
    seen: set[int] = set()
    for answer in answers:
        case, place = cases.get(ids[answer.line] or 0), f"第{answer.line}行"
        if not (answer.texts[headings.CHOICE] or answer.texts[headings.VALUE]):
            # The line that ends the list has texts in its own columns.
            read.blank += ids[answer.line] is not None
        elif case is None:
            read.unclear.append((place, f"没有编号为「{answer.texts[headings.NUMBER]}」的出入"))
        elif wrong := "编号重复" if case.id in seen else _wrong(deciding, case, answer.texts):
            read.unclear.append((place, wrong))
        else:
            seen.add(case.id)
            _take(deciding, read, _decision(case, answer.texts, place))
    return read


def _take(deciding: Deciding, read: Read, decision: Decision) -> None:
    """Keep a decision to be carried out, unless it was before; a value that cannot be read is told."""
    try:
        if decision.case.state is State.DECIDED and deciding.is_repeated(decision):
            read.again += 1
            return
    except TalentregError as error:
        read.unclear.append((decision.place, error.message))
        return
    read.decisions.append(decision)


def _decision(case: Case, texts: Mapping[str, str], place: str) -> Decision:
    word = CHOICE.find(texts[headings.CHOICE])
    assert word is not None
    return Decision(case, word.code, texts[headings.VALUE], place)


def _wrong(deciding: Deciding, case: Case, texts: Mapping[str, str]) -> str:
    """Say why a line cannot be taken as it stands; nothing is wrong with most."""
    choice, value = texts[headings.CHOICE], texts[headings.VALUE]
    word = CHOICE.find(choice)
    if not _is_meant(deciding.writer.connection, case, texts):
        return f"{case.number} 在本登记册里不是这个人的这一项"
    if not choice:
        return "写了正确内容，没有写采用；请选另填"
    if word is None:
        return f"采用「{choice}」看不懂，可写：{'、'.join(one.text for one in CHOICE.words)}"
    if word.code == "other" and not value:
        return "采用另填，没有写正确内容"
    if word.code != "other" and value:
        return f"采用{word.text}，又写了正确内容；请只留一样"
    return "" if word.code == "other" else _changed(deciding.tree, case, texts[headings.STORED])


def _changed(tree: UnitTree, case: Case, seen: str) -> str:
    """Say that the register no longer says what stands on a line, if what it says has waited since."""
    shown = [case.shown(tree, case.now, masked=masked) for masked in (False, True)]
    if case.state is not State.OPEN or as_text(seen) in map(as_text, shown):
        return ""
    return f"{case.number} 登记册已改为「{shown[1] or '空白'}」，没有采用"


def _is_meant(connection: Connection, case: Case, texts: Mapping[str, str]) -> bool:
    """Whether a line speaks of the person and field of a conflict: numbers of another register may not."""
    if fold(texts[headings.FIELD]) != fold(case.column.heading):
        return False
    written = id_from_number(Person, texts[headings.PERSON])
    return living(connection, written or 0) == case.person_id
