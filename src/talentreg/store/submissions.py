"""Reports that were sent, as the register keeps them: never changed, the latest of several counts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from talentreg.errors import Unknown
from talentreg.periods import today
from talentreg.records.fields import table
from talentreg.records.submission import Submission, SubmittedNumber, SubmittedRows
from talentreg.records.text import fold
from talentreg.store.changes import Writer
from talentreg.store.row_ids import RowIds, pack_rows, unpack_rows

sent, numbers, kept = table(Submission), table(SubmittedNumber), table(SubmittedRows)

Key = tuple[str, str, str]
"""What a number is of: the reference of a figure, the code of a scope, the code of a period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One submission; `id` is 0 and `set_id` are 0 for one that is only being made."""

    name: str
    period: str
    label: str
    first: date
    last: date
    as_of: date
    since: date | None
    scope: str
    unit: str
    subject: str
    template: str
    office: str | None
    code: str | None
    addressee: str | None
    on: date
    by: str
    file: str
    digest: str
    definitions: Mapping[str, Any] = field(default_factory=dict)
    entered_on: date | None = None
    set_id: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class SentNumber:
    """One number of a submission, as it was printed; `value` is None for words and for what was unknown."""

    ref: str
    scope: str
    period: str
    format: str
    label: str
    text: str
    value: float | None
    state: str

    @property
    def key(self) -> Key:
        """What the number is of."""
        return self.ref, self.scope, self.period


def keep_submission(
    writer: Writer,
    told: Sent,
    printed: Iterable[SentNumber],
    rows: Mapping[Key, RowIds],
    definitions: Mapping[str, Any],
) -> Sent:
    """Keep a report that was sent, and return it with its number."""
    told = replace(told, set_id=writer.set_id, definitions=definitions, entered_on=today())
    own = {name: getattr(told, name) for name in Sent.__slots__ if name != "id"}
    number = writer.insert(Submission, own)
    fields = SentNumber.__slots__
    listed = [{name: getattr(one, name) for name in fields} | {"submission_id": number} for one in printed]
    writer.insert_many(SubmittedNumber, listed)
    _keep_rows(writer, number, rows)
    return replace(told, id=number)


def _keep_rows(writer: Writer, number: int, rows: Mapping[Key, RowIds]) -> None:
    """Keep the rows behind the numbers; those that several figures count only once."""
    first, holders = writer.reserve(SubmittedRows, len(rows)), dict[bytes, int]()
    images = []
    for place, ((ref, scope, period), ids) in enumerate(rows.items(), start=first):
        packed = pack_rows(ids)
        holder = holders.setdefault(packed, place)
        told = {"ref": ref, "scope": scope, "period": period, "count": len(ids), "submission_id": number}
        images.append(told | ({"packed": packed} if holder == place else {"same": holder}))
    writer.insert_reserved(SubmittedRows, range(first, first + len(rows)), images)


def read_submissions(connection: Connection) -> list[Sent]:
    """Return every submission, newest first."""
    query = select(sent).order_by(sent.c.on.desc(), sent.c.id.desc())
    return [_read(row) for row in connection.execute(query).mappings()]


def find_submission(connection: Connection, text: str) -> Sent:
    """Return the submission of a number (3, BS000003) or of a 文号; raises Unknown."""
    every = read_submissions(connection)
    plain = re.fullmatch(r"(?:BS)?0*(\d{1,9})", fold(text).upper())
    for one in every:
        if (plain and one.id == int(plain[1])) or (one.code and fold(one.code) == fold(text)):
            return one
    near = get_close_matches(text, [one.code for one in every if one.code], 2, 0.5)
    hint = f"是不是：{'、'.join(near)}" if near else "talentreg report submissions 列出报送过的报告"
    raise Unknown(f"没有报送「{text}」", hint)


def same_file(connection: Connection, digest: str) -> Sent | None:
    """Return the submission of the very same file, if it was sent already."""
    row = connection.execute(select(sent).where(sent.c.digest == digest).limit(1)).mappings().one_or_none()
    return _read(row) if row else None


def is_for(one: Sent, other: Sent) -> bool:
    """Whether two submissions are of the same report: the later is a correction of the earlier."""
    names = ("scope", "period", "template", "subject")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def corrected_by(one: Sent, every: Iterable[Sent]) -> Sent | None:
    """Return the submission that counts in place of one; None while it counts itself."""
    later = [other for other in every if is_for(one, other) and other.id > one.id]
    return max(later, key=lambda other: other.id, default=None)


def corrects(one: Sent, every: Iterable[Sent]) -> Sent | None:
    """Return the submission in whose place one counts, if there is any."""
    earlier = [other for other in every if is_for(one, other) and other.id < one.id]
    return max(earlier, key=lambda other: other.id, default=None)


def standing(every: Sequence[Sent]) -> list[Sent]:
    """Leave out what was corrected."""
    return [one for one in every if corrected_by(one, every) is None]


def sent_for(connection: Connection, scope: str, period: str) -> list[Sent]:
    """Return the submissions of a scope and a period that count."""
    return [
        one for one in standing(read_submissions(connection)) if (one.scope, one.period) == (scope, period)
    ]


def sent_before(connection: Connection, scope: str, period: str, first: date) -> list[Sent]:
    """Return what counts of the latest period of the same length that was sent for a scope before a day."""
    shape = _shape(period)
    found = [
        one
        for one in standing(read_submissions(connection))
        if one.scope == scope and one.last < first and _shape(one.period) == shape
    ]
    last = max((one.last for one in found), default=None)
    return [one for one in found if one.last == last]


def forced(connection: Connection) -> dict[int, int]:
    """Count by submission the numbers that were sent although the register said otherwise."""
    off = select(numbers.c.submission_id, func.count()).where(numbers.c.state != "ok")
    return {one: count for one, count in connection.execute(off.group_by(numbers.c.submission_id))}


def read_numbers(connection: Connection, submission_id: int) -> list[SentNumber]:
    """Return the numbers of a submission in the order they were printed."""
    columns = [numbers.c[name] for name in SentNumber.__slots__]
    query = select(*columns).where(numbers.c.submission_id == submission_id).order_by(numbers.c.id)
    return [SentNumber(*row) for row in connection.execute(query)]


def read_rows(connection: Connection, submission_id: int, key: Key) -> RowIds | None:
    """Return the rows behind a number of a submission; None where it kept none."""
    names = ("ref", "scope", "period")
    here = [kept.c[name] == value for name, value in zip(names, key, strict=True)]
    query = select(kept.c.packed, kept.c.same).where(kept.c.submission_id == submission_id, *here)
    row = connection.execute(query.limit(1)).one_or_none()
    if row is None:
        return None
    packed = row.packed or connection.scalar(select(kept.c.packed).where(kept.c.id == row.same))
    return unpack_rows(packed) if packed else None


def _read(row: RowMapping) -> Sent:
    return Sent(**row)


def _shape(period: str) -> str:
    """Return what periods of one kind have in common: the code of a quarter, a month, a festival, a span."""
    plain = re.split("[@~]", period)[0]
    return "span" if re.fullmatch(r"\d{8}-\d{8}", plain) else re.sub(r"\d+", "", plain[4:])
