"""The rows behind a number, as people check them: who, where, when, from which record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from sqlalchemy import select

from talentreg.errors import Ambiguous, Malformed, Refused, Unknown
from talentreg.figures.catalogue import FIGURES, find_figure
from talentreg.figures.compute import LATE, Counting, require_dimension
from talentreg.figures.definition import Figure, Mode, Time
from talentreg.figures.dimensions import Dimension, find_dimension
from talentreg.figures.naming import staff_names, told_apart
from talentreg.records.contact import Contact
from talentreg.records.fields import columns, number, table
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import fold
from talentreg.store.words import load_words

BATCH = 10_000
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """A number's name: a figure, its part under one word of a dimension, or its late records."""

    figure: Figure
    dimension: Dimension | None = None
    word: str = ""


def read_reference(text: str) -> Reference:
    """Read a number's name: a key or label, or `contacts_made.channel.phone`."""
    key, *rest = text.split(".", 2)
    figure = find_figure(key)
    if not rest:
        return Reference(figure)
    if rest == [LATE]:
        if figure.time is not Time.FLOW or figure.mode is Mode.RATIO:
            raise Refused(f"「{figure.label}」没有补录一说", "只有期内发生的数才分得出补录")
        return Reference(figure, word=LATE)
    if len(rest) == 1 or not rest[1]:
        raise Unknown(f"「{text}」缺少分类的词", f"请写成 {key}.{rest[0]}.某个词，如 {key}.degree.本科")
    dimension = find_dimension(rest[0])
    require_dimension(figure, dimension)
    return Reference(figure, dimension, _read_word(dimension, rest[1]))


def settle_word(counting: Counting, reference: Reference) -> Reference:
    """Take the word a register knows what was typed by: 硕士研究生 for 硕士, 李明@望江社区 for 李明.

    Raises Ambiguous for a name that several staff bear, Refused for a month outside the period.
    """
    dimension, word = reference.dimension, reference.word
    if dimension is None or word == dimension.blank:
        return reference
    if dimension.names:
        return replace(reference, word=_find_staff(counting, word))
    if dimension.span and word not in dimension.span(counting.period):
        raise Refused(f"{word}不在{counting.period.label}之内", f"换一个统计期，如 --month {word}")
    if dimension.record is None or not isinstance(dimension.source, str):
        return reference
    column = columns(dimension.record)[dimension.source]
    if not column.open_list:
        return reference
    return replace(reference, word=load_words(counting.connection).standard(column, word))


def _read_word(dimension: Dimension, typed: str) -> str:
    """Read a word as typed: a closed one by its text or a synonym, a month by its name."""
    if typed == dimension.blank:
        return typed
    if dimension.vocabulary is None:
        return dimension.read(typed)
    if word := dimension.vocabulary.find(typed):
        return word.code
    raise Malformed(f"{dimension.label}「{typed}」看不懂", f"可写：{dimension.vocabulary.listed()}")


def _find_staff(counting: Counting, typed: str) -> str:
    """Find the name by which breakdowns tell a member of staff from others."""
    known = staff_names(counting.connection, counting.tree)
    called = told_apart(known)
    found = [called[one] for one, names in known.items() if fold(typed) in map(fold, [called[one], *names])]
    if len(found) == 1 or typed in found:
        return typed if typed in found else found[0]
    if found:
        raise Ambiguous(f"有{len(found)}位工作人员叫「{typed}」", found, "请照其中一个写全")
    near = get_close_matches(typed, list(called.values()), 3, 0.5)
    raise Unknown(f"没有名为「{typed}」的工作人员", f"是不是：{'、'.join(near)}" if near else "")


def prove(counting: Counting, reference: Reference) -> list[dict[str, Any]]:
    """Return the rows behind a number, as many as it says.

    人: one row a person with the records that count them; 人次 and 项: one a record; a share: one for each
    of its whole, `counted` telling the part.
    """
    figure = reference.figure
    if not counting.is_known(figure):
        return []
    if figure.mode is Mode.RATIO:
        part, whole = (prove(counting, Reference(FIGURES[key])) for key in (figure.part, figure.whole))
        counted = {row["person"] for row in part}
        return [row | {"counted": row["person"] in counted} for row in whole]
    found = [
        row._asdict()
        for row in counting.connection.execute(counting.rows(figure).order_by("on", "record_id"))
    ]
    if reference.dimension:
        found = _under_word(counting, reference, found)
    if reference.word == LATE:
        found = [row for row in found if _is_late(row["entered_on"], counting.period.last_day)]
    if figure.mode is Mode.ITEMS:
        return [_unit_row(counting, row) for row in found]
    described = _describe(counting, figure, found)
    return _by_person(described) if figure.mode is Mode.PERSONS and reference.word != LATE else described


def _under_word(
    counting: Counting, reference: Reference, found: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    assert reference.dimension is not None
    dimension = counting.settled(reference.dimension)
    record, day = dimension.record_of(reference.figure), counting.period.as_of
    key, records = "person_id" if record is Person else "record_id", table(record).alias()
    query = select(records.c.id, dimension.raw(records, day))
    standing = {
        row_id
        for some in _batches({row[key] for row in found})
        for row_id, raw in counting.connection.execute(query.where(records.c.id.in_(some)))
        if reference.word in dimension.words(raw, day)
    }
    return [row for row in found if row[key] in standing]


def _describe(counting: Counting, figure: Figure, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    persons = _fetch(counting, Person, {row["person_id"] for row in found})
    records = _fetch(counting, figure.record, {row["record_id"] for row in found})
    staff = _fetch(
        counting, Staff, {record["staff_id"] for record in records.values() if record.get("staff_id")}
    )
    return [
        {
            "record": number(figure.record, row["record_id"]),
            "person": number(Person, row["person_id"]),
            "name": persons[row["person_id"]]["name"],
            "unit": counting.tree.path(row["unit_id"]) or None,
            "on": row["on"],
            "late": _is_late(row["entered_on"], counting.period.last_day),
            **_details(figure, records[row["record_id"]], staff),
        }
        for row in found
    ]


def _details(figure: Figure, record: dict[str, Any], staff: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Pick what a checker needs to see of a record; free text is masked."""
    if figure.record is not Contact:
        stated: dict[str, Any] = {name: record[name] for name in ("status", "kind") if name in record}
        return stated | {"reason": mask_free_text(record["reason"] or "") or None}
    shown: dict[str, Any] = {name: record[name] for name in ("channel", "presence", "reached", "occasion")}
    by = staff[record["staff_id"]]["name"] if record["staff_id"] else None
    return shown | {"by": by, "note": mask_free_text(record["note"] or "") or None}


def _by_person(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gather records by person, keeping each one's facts under `records`."""
    gathered: dict[str, dict[str, Any]] = {}
    for row in rows:
        facts = {name: value for name, value in row.items() if name not in ("person", "name", "unit")}
        person = gathered.setdefault(
            row["person"], {"person": row["person"], "name": row["name"], "unit": row["unit"], "records": []}
        )
        person["records"].append(facts)
    return sorted(gathered.values(), key=lambda row: str(row["person"]))


def _unit_row(counting: Counting, row: dict[str, Any]) -> dict[str, Any]:
    node = counting.tree.nodes[row["record_id"]]
    return {
        "record": node.code,
        "person": None,
        "name": node.name,
        "unit": counting.tree.path(node.id),
        "on": row["on"],
    }


def _fetch(counting: Counting, record: Any, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    rows = table(record)
    return {
        row["id"]: dict(row)
        for some in _batches(ids)
        for row in counting.connection.execute(select(rows).where(rows.c.id.in_(some))).mappings()
    }


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Cut ids into lists a query takes."""
    wanted = sorted(ids)
    return (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))


def _is_late(entered_on: date | None, last_day: date) -> bool:
    return entered_on is not None and entered_on > last_day
