"""What was submitted beside what the register counts now: a number counted anew, and why it differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from talentreg.errors import TalentregError, Unknown
from talentreg.figures.behind import Behind, proofs
from talentreg.figures.breakdown import tidy
from talentreg.figures.compute import Counting
from talentreg.figures.describing import batches
from talentreg.figures.differing import Change, Difference, Submitted, differ, merged_into
from talentreg.figures.evidence import Reference, read_reference, settle_word
from talentreg.figures.reasons import Reason
from talentreg.figures.sharing import together
from talentreg.records.fields import Record, number, table
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.reports.period_codes import read_code
from talentreg.reports.variables.declaring import WHOLE_REGISTER
from talentreg.store.submissions import Sent, SentNumber, read_rows
from talentreg.store.traces import DELETED
from talentreg.store.units import load_units

NAMED = 3
"""Names told for each reason in a sentence."""

_SAID = {Reason.MERGED: "合并重复登记", Reason.ERASED: "应要求删除", Reason.REMOVED: "撤销登记"}
"""How a reason reads in a sentence, where it is not its word."""


def counting_as_sent(connection: Connection, sent: Sent, code: str = "", scope: str = "") -> Counting:
    """Count in a scope of a submission and in one of its periods, its own as of the day it reached to.

    Raises Unknown for a scope whose unit is there no more.
    """
    own = code.partition("~")[0] in ("", sent.period)
    period = read_code(code or sent.period, "", sent.as_of if own else None)
    tree, wanted = load_units(connection), scope or sent.scope
    unit = tree.coded(wanted)
    if unit is None and wanted != WHOLE_REGISTER:
        raise Unknown(f"登记册里已没有代码是 {wanted} 的单位")
    counting = Counting(connection, period, unit)
    counting.tree = tree
    return counting


def counting_together(counting: Counting) -> Counting:
    """Count the same so that what several figures are counted from is selected once."""
    roots = None if counting.unit_id is None else [counting.unit_id]
    shared = together(counting.period, counting.connection, roots)
    return Counting(counting.connection, shared, counting.unit)


def reference_of(counting: Counting, ref: str) -> Reference | None:
    """Return what a number is a number of; None for what the register does not know any more."""
    try:
        return settle_word(counting, read_reference(ref, counting.own_figures))
    except TalentregError:
        return None


def named(reference: Reference) -> str:
    """Write the name of a number, as controls and `why` know it."""
    dimension = reference.dimension.key if reference.dimension else ""
    return ".".join(part for part in (reference.figure.key, dimension, reference.word) if part)


def differences(
    counting: Counting, sent: Sent, printed: SentNumber, behind: Behind | None = None
) -> list[Difference]:
    """Explain what has become of a submitted number: of a share its part and its whole; none without rows.

    The counting is of the period and scope it is compared with; `behind` as for `differ`.
    """
    reference = reference_of(counting, printed.ref)
    found = []
    for proof in proofs(reference) if reference else ():
        key = (named(proof), printed.scope, printed.period)
        then = read_rows(counting.connection, sent.id, key)
        if then is not None:
            found.append(differ(counting, Submitted(proof, sent, then), behind))
    return found


@dataclass(frozen=True, slots=True)
class Who:
    """Whom or what a change is about, as people read it; `person` and `record` are numbers."""

    name: str
    person: str
    record: str
    unit: str


def who_changed(counting: Counting, difference: Difference) -> list[tuple[Change, Who]]:
    """Name everyone a difference is about; of the erased nothing is known but their number."""
    record, changes = difference.figure.record, difference.changes
    merged = merged_into(counting.connection)
    people = _names(
        counting.connection, Person, (merged.get(one.person_id, one.person_id) for one in changes)
    )
    people |= {before: people[now] for before, now in merged.items() if now in people}
    others = _names(counting.connection, record, (one.record_id for one in changes if not one.person_id))
    return [(one, _who(counting, record, one, people, others)) for one in changes]


def _who(
    counting: Counting, record: type[Record], change: Change, people: dict[int, str], others: dict[int, str]
) -> Who:
    unit = change.unit_id if change.unit_id in counting.tree.nodes else None
    known = people.get(change.person_id) if change.person_id else others.get(change.record_id, "")
    return Who(
        DELETED if known is None else known,
        number(Person, change.person_id) if change.person_id else "",
        number(record, change.record_id) if change.record_id and record is not Person else "",
        counting.tree.path(unit) or "未填",
    )


def _names(connection: Connection, record: type[Record], ids: Iterable[int]) -> dict[int, str]:
    """Read the names of rows of a type that has any."""
    rows = table(record)
    if "name" not in rows.c:
        return {}
    return {
        row_id: mask_free_text(name or "")
        for some in batches(set(ids) - {0})
        for row_id, name in connection.execute(select(rows.c.id, rows.c.name).where(rows.c.id.in_(some)))
    }


def said(counting: Counting, difference: Difference, limit: int = NAMED) -> str:
    """Say in a sentence who came and who went: 新增2人（张三、李四），补录1人（王五），退库1人（赵六）."""
    names: dict[Change, str] = dict(_named_changes(counting, difference))
    parts = []
    for reason, came, some in difference.by_reason():
        amount = tidy(sum(one.amount for one in some))
        told = "、".join(list(dict.fromkeys(filter(None, (names[one] for one in some))))[:limit])
        more = "等" if told and len({names[one] for one in some} - {""}) > limit else ""
        listed = f"（{told}{more}）" if told else ""
        parts.append(f"{_verb(reason, came=came)}{amount}{difference.figure.unit}{listed}")
    return "，".join(parts)


def _verb(reason: Reason, *, came: bool) -> str:
    if reason in (Reason.CORRECTED, Reason.REDEFINED, Reason.OTHER):
        return (
            f"{'因情况变化' if reason is Reason.OTHER else f'因{reason.value}'}{'增加' if came else '减少'}"
        )
    return _SAID.get(reason, str(reason.value))


def _named_changes(counting: Counting, difference: Difference) -> Iterator[tuple[Change, str]]:
    """Give each change the name a sentence may tell; nobody's who was erased."""
    for change, who in who_changed(counting, difference):
        yield change, "" if who.name == DELETED else who.name
