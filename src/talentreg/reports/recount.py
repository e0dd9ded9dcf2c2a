"""What the numbers of a report say now: each counted again from the register, as the report printed it.

Verifying, refreshing and freezing a report all come here, so that they cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from talentreg.errors import TalentregError
from talentreg.figures.compute import LATE, WITHIN, Counting, Value
from talentreg.figures.definition import Figure
from talentreg.figures.evidence import Reference, read_reference
from talentreg.periods import Period
from talentreg.reports.formats import is_format
from talentreg.reports.number import Number
from talentreg.reports.period_codes import read_code
from talentreg.reports.tags import Origin
from talentreg.reports.variables.catalogue import VARIABLES
from talentreg.reports.variables.declaring import ITEM, OWN, WHOLE_REGISTER, Subject, Telling
from talentreg.reports.variables.figures import PREVIOUS, SUFFIXES, YEAR_BEFORE
from talentreg.reports.variables.letter import PERIOD, period_word, period_words
from talentreg.store.units import UnitNode, UnitTree, load_units

NOT_SUBJECT = frozenset({"template", "period", "name", "start", "end", "as-of", "scope", "unit", "baseline"})
"""What a manifest says that is not the subject of its report."""

MANY = 3
"""From so many units on a figure is counted for all of them at once."""

Asked = dict[Origin, Number | None]
"""Numbers by their origin without the text; None is what cannot be counted any more."""


def recount(connection: Connection, origins: Iterable[Origin], about: Mapping[str, str]) -> Asked:
    """Count the numbers of a report again, in the format each was printed in.

    `about` is what the report's manifest says of it. A number whose figure, unit or period is not known any
    more is None.
    """
    asked = dict.fromkeys(replace(origin, text=None) for origin in origins)
    tree = load_units(connection)
    periods: defaultdict[str, list[Origin]] = defaultdict(list)
    for origin in asked:
        if _is_written_so(origin):
            periods[origin.period].append(origin)
    found: Asked = dict(asked)
    for code, of_period in periods.items():
        found |= _of_period(connection, tree, code, of_period, about)
    return found


def _of_period(
    connection: Connection, tree: UnitTree, code: str, origins: list[Origin], about: Mapping[str, str]
) -> Asked:
    try:
        period = _period(code, about)
    except TalentregError:
        return {}
    scopes: defaultdict[str, list[Origin]] = defaultdict(list)
    for origin in origins:
        scopes[origin.scope].append(origin)
    subject = Subject(tuple((key, told) for key, told in about.items() if key not in NOT_SUBJECT))
    whole = Counting(connection, period)
    whole.tree = tree
    tellings = {
        scope: Telling(_narrowed(whole, unit), frozenset(), subject=subject)
        for scope in scopes
        for unit in [tree.coded(scope)]
        if unit is not None or scope == WHOLE_REGISTER
    }
    found: Asked = {}
    own_first = sorted(tellings, key=lambda scope: scope != about.get("scope"))
    for place, scope in enumerate(own_first):
        if place == 1 and len(tellings) >= MANY:  # what the report's own scope was counted from serves again
            counting = tellings[own_first[0]].counting
            found |= _by_unit(counting, {one: tellings[one] for one in own_first[1:]}, scopes)
        left = [origin for origin in scopes[scope] if origin not in found]
        _count_together(tellings[scope], left)
        found |= {origin: _again(tellings[scope], origin) for origin in left}
    return found


def _narrowed(whole: Counting, unit: UnitNode | None) -> Counting:
    """Count in one unit; what is read of the register as a whole is not read again for each."""
    if unit is None:
        return whole
    counting = Counting(whole.connection, whole.period, unit)
    counting.tree, counting.office, counting.hand = whole.tree, whole.office, whole.hand
    return counting


def _count_together(telling: Telling, origins: list[Origin]) -> None:
    """Count the figures of many numbers at once, so that what they share is selected once."""
    figures: dict[str, dict[str, Figure]] = defaultdict(dict)
    for origin in origins:
        words = origin.ref == PERIOD or origin.ref.startswith(OWN)
        reference = None if words else _reference(telling.counting, origin.ref)
        if reference:
            compared = origin.format if origin.format in (PREVIOUS, YEAR_BEFORE) else ""
            figures[compared][reference.figure.key] = reference.figure
    for compared, some in figures.items():
        with suppress(TalentregError):  # a period may have none before it
            then = {PREVIOUS: "before", YEAR_BEFORE: "year_before"}.get(compared, "counting")
            counting: Counting = getattr(telling, then)
            counting.figures(some.values())


def _is_written_so(origin: Origin) -> bool:
    """Whether anything is printed in the format of a number."""
    form = origin.format
    return origin.ref == PERIOD or not form or is_format(form) or _compares(form)


def _period(code: str, about: Mapping[str, str]) -> Period:
    """Read a number's period; how it is called and up to which day it ran is known of the report's own."""
    if code.partition("~")[0] == about.get("period", code.partition("~")[0]):
        return read_code(code, about.get("name", ""), _day(about.get("as-of", "")))
    return read_code(code)


def _by_unit(
    counting: Counting, tellings: Mapping[str, Telling], scopes: Mapping[str, list[Origin]]
) -> Asked:
    """Count the plain figures of many units together, as the table they stand in was made."""
    units = {scope: telling.unit for scope, telling in tellings.items() if telling.unit}
    plain = {
        origin: figure
        for scope, unit in units.items()
        for origin in scopes[scope]
        if (figure := _plain_figure(tellings[scope], origin))
    }
    figures = list({figure.key: figure for figure in plain.values()}.values())
    if not figures or not units:
        return {}
    counted = counting.by_unit(figures, [unit for unit in units.values() if unit])
    place = {figure.key: index for index, figure in enumerate(figures)}
    found: Asked = {}
    for origin, figure in plain.items():
        unit = units[origin.scope]
        assert unit is not None
        value = counted[unit.id][place[figure.key]]
        found[origin] = tellings[origin.scope].tracked(value).written(origin.format)
    return found


def _plain_figure(telling: Telling, origin: Origin) -> Figure | None:
    """Return the figure a number is the whole of, without a word and without another period."""
    if origin.ref == PERIOD or origin.ref.startswith(OWN) or _compares(origin.format):
        return None
    reference = _reference(telling.counting, origin.ref)
    plain = reference and reference.dimension is None and not reference.word
    return reference.figure if reference and plain else None


def _again(telling: Telling, origin: Origin) -> Number | None:
    """Count one number again; None if nobody knows any more what it was."""
    try:
        number = _number(telling, origin)
    except TalentregError:
        return None
    if number is None or _compares(origin.format):
        return number
    return number.written(origin.format)


def _number(telling: Telling, origin: Origin) -> Number | None:
    if origin.ref == PERIOD:
        known = origin.format in period_words(telling)
        return period_word(telling, PERIOD, origin.format) if known else None
    if origin.ref.startswith(OWN):
        return _own(telling, origin.ref)
    reference = _reference(telling.counting, origin.ref)
    if reference is None:
        return None
    if suffix := next((one for one in SUFFIXES if one.form and one.form == origin.format), None):
        return suffix.make(telling, reference.figure) or silent(telling, reference.figure, origin)
    return telling.tracked(value_of(telling.counting, reference))


def _own(telling: Telling, ref: str) -> Number | None:
    """Ask a variable again for its number, or a list for the number of one of its lines."""
    name, _, item = ref.removeprefix(OWN).partition(ITEM)
    if name not in VARIABLES:
        return None
    said = telling.once(f"{OWN}{name}", VARIABLES[name].make)
    if not item:
        return said if isinstance(said, Number) else None
    return telling.once(f"{OWN}{name}{ITEM}", lambda _: _of_lines(said)).get(ref)


def _of_lines(said: object) -> dict[str, Number]:
    """Find the numbers in the lines of a list, and in the lists its lines hold."""
    if isinstance(said, Number):
        return {said.ref: said}
    parts = said.values() if isinstance(said, Mapping) else said if isinstance(said, list) else ()
    return {ref: one for part in parts for ref, one in _of_lines(part).items()}


def silent(telling: Telling, figure: Figure, origin: Origin) -> Number:
    """Return words that have nothing to say any more."""
    label = telling.counting.figure(figure).label
    return Number(origin.ref, label, "", "", origin.scope, origin.period, origin.format)


def value_of(counting: Counting, reference: Reference) -> Value:
    """Compute the number a reference names: a figure, its part under a word, or its late or own part."""
    value = counting.figure(reference.figure)
    if reference.dimension is not None:
        parts = counting.by_dimension(reference.figure, reference.dimension)
        missing = Value(reference.figure, 0, dimension=reference.dimension, word=reference.word)
        return next((one for one in parts if one.word == reference.word), missing)
    return {LATE: value.late_part, WITHIN: value.within_part}.get(reference.word, value)


def _reference(counting: Counting, ref: str) -> Reference | None:
    try:
        return read_reference(ref, counting.own_figures)
    except TalentregError:
        return None


def _compares(form: str) -> bool:
    return any(suffix.form == form for suffix in SUFFIXES if suffix.form)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
