"""The rows behind a number, as people check them: who, where, when, from which record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from sqlalchemy import select

from talentreg.errors import Ambiguous, Malformed, Refused, Unknown
from talentreg.figures.breakdown import tidy
from talentreg.figures.catalogue import find_figure, part_and_whole
from talentreg.figures.compute import LATE, WITHIN, Counting, require_dimension
from talentreg.figures.definition import Figure, Mode, Time
from talentreg.figures.describing import Describing, batches, masked
from talentreg.figures.dimensions import find_dimension
from talentreg.figures.hand import Typed
from talentreg.figures.naming import staff_names, told_apart
from talentreg.figures.sorting import Dimension
from talentreg.records.fields import number, table
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.records.unit import Unit
from talentreg.store.words import load_words

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """A number's name: a figure, its part under one word of a dimension, or its late records."""

    figure: Figure
    dimension: Dimension | None = None
    word: str = ""


def read_reference(text: str, others: Iterable[Figure] = ()) -> Reference:
    """Read a number's name: a key or label, or `contacts_made.channel.phone`.

    `others` are the figures only one register has; names of hand-entered ones may have dots.
    """
    others = list(others)
    if figure := next((one for one in others if fold(one.key) == fold(text)), None):
        return Reference(figure)
    key, *rest = text.split(".", 2)
    figure = find_figure(key, others)
    if not rest:
        return Reference(figure)
    if rest == [LATE]:
        if figure.time is Time.STOCK or figure.mode is Mode.RATIO:
            raise Refused(f"「{figure.label}」没有补录一说", "只有期内发生的数才分得出补录")
        return Reference(figure, word=LATE)
    if rest == [WITHIN]:
        if figure.time is not Time.TOTAL or figure.mode is Mode.RATIO:
            raise Refused(f"「{figure.label}」没有本期一说", "只有累计的数才分得出本期")
        return Reference(figure, word=WITHIN)
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
    if dimension.grouping:
        return replace(reference, word=counting.settled(dimension).words(word, counting.period.as_of)[0])
    if dimension.span and word not in dimension.span(counting.period):
        raise Refused(f"{word}不在{counting.period.label}之内", f"换一个统计期，如 --month {word}")
    column = dimension.column
    if column is None or not column.open_list:
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

    人: one row a person with the records that count them; 人次 and 项: one a record; 和: one a record, whose
    amounts add up to it; a share: one for each of its whole, `counted` telling the part. A hand-entered
    number has no proof: its rows are what was typed.
    """
    figure = reference.figure
    if figure.mode is Mode.HAND:
        return [_typed(counting, one) for one in counting.figure(figure).typed]
    if not counting.is_known(figure):
        return []
    if figure.mode is Mode.RATIO:
        part, whole = (prove(counting, Reference(one)) for one in part_and_whole(figure))
        counted = {_identity(row) for row in part}
        return [row | {"counted": _identity(row) in counted} for row in whole]
    found = _found(counting, reference)
    if figure.record is Unit:
        return [_unit_row(counting, row) for row in found]
    described = _describe(counting, figure, found)
    return _by_person(described) if figure.mode is Mode.PERSONS and reference.word != LATE else described


def _found(counting: Counting, reference: Reference) -> list[_Row]:
    """Select the rows a number counts, in the order of their days."""
    rows = counting.rows(reference.figure).order_by("on", "record_id")
    found = [row._asdict() for row in counting.connection.execute(rows)]
    if reference.dimension:
        return _under_word(counting, reference, found)
    if reference.word == LATE:
        return [row for row in found if _is_late(row["entered_on"], counting.period.as_of)]
    if reference.word == WITHIN:
        return [row for row in found if row["on"] is not None and row["on"] >= counting.period.start]
    return found


def _under_word(counting: Counting, reference: Reference, found: list[_Row]) -> list[_Row]:
    assert reference.dimension is not None
    dimension, day = counting.settled(reference.dimension), counting.period.as_of
    if dimension.record is None:
        return [row for row in found if f"{row['on']:%Y-%m}" == reference.word]
    record = dimension.record_of(reference.figure)
    key, records = "person_id" if record is Person else "record_id", table(record).alias()
    query = select(records.c.id, dimension.raw(record, records, day))
    stored: dict[int | None, str | None] = {
        row_id: raw
        for some in batches({row[key] for row in found} - {None})
        for row_id, raw in counting.connection.execute(query.where(records.c.id.in_(some)))
    }
    return [row for row in found if reference.word in dimension.words(stored.get(row[key]), day)]


def _describe(counting: Counting, figure: Figure, found: list[_Row]) -> list[_Row]:
    told = Describing(counting.connection, counting.tree, figure, found)
    described = []
    for row in found:
        record_id, named = row["record_id"], row["person_id"] is not None
        facts = {"record": number(figure.record, record_id), **told.person(row["person_id"])}
        if not named:
            facts["name"] = masked(row.get("who")) or told.name(record_id)
        facts |= {
            "unit": counting.tree.path(row["unit_id"]) or None,
            "on": row["on"],
            "late": _is_late(row["entered_on"], counting.period.as_of),
        }
        if figure.mode is Mode.SUM:
            facts["amount"] = tidy(row["amount"] or 0)
        facts |= told.details(record_id, row["on"], named=named)
        described.append(facts | {name: row[name] for name, _ in figure.tells})
    return described


def _by_person(rows: list[_Row]) -> list[_Row]:
    """Gather records by person, keeping each one's facts under `records`."""
    gathered: dict[Any, _Row] = {}
    for row in rows:
        facts = {name: value for name, value in row.items() if name not in ("person", "name", "unit")}
        person = gathered.setdefault(
            row["person"] or (None, row["name"]),
            {"person": row["person"], "name": row["name"], "unit": row["unit"], "records": []},
        )
        person["records"].append(facts)
    return sorted(gathered.values(), key=lambda row: (row["person"] is None, row["person"] or row["name"]))


def _identity(row: _Row) -> Any:
    """Tell what a row of a share is: a person, or a record under a unit."""
    return (row["person"], row["name"]) if "records" in row else (row["record"], row["person"], row["unit"])


def _unit_row(counting: Counting, row: _Row) -> _Row:
    node = counting.tree.nodes[row["record_id"]]
    return {
        "record": node.code,
        "person": None,
        "name": node.name,
        "unit": counting.tree.path(node.id),
        "on": row["on"],
    }


def _typed(counting: Counting, typed: Typed) -> _Row:
    """Write one hand-entered number: whose, how much, from where and by whom."""
    return {
        "record": typed.record,
        "person": None,
        "name": counting.tree.name(typed.unit_id) if typed.unit_id is not None else None,
        "unit": counting.tree.path(typed.unit_id) or None,
        "on": typed.on,
        "late": False,
        "amount": tidy(typed.amount),
        "measure": typed.measure,
        "source": typed.source,
        "by": typed.by,
        "note": typed.note,
        "entered_on": typed.entered_on,
    }


def _is_late(entered_on: date | None, last_day: date) -> bool:
    return entered_on is not None and entered_on > last_day
