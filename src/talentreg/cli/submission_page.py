"""One submission on the screen: its numbers then and now, and everyone who came or went since."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from talentreg.cli.output import say, tell
from talentreg.cli.overview import Output, Overview, Told, print_overview, say_total
from talentreg.cli.report_places import scope_path
from talentreg.errors import Refused, Unknown
from talentreg.figures.breakdown import tidy
from talentreg.figures.differing import Change, Difference
from talentreg.figures.dimensions import find_dimension
from talentreg.figures.reasons import ABOUT
from talentreg.periods import chinese_day
from talentreg.records.text import fold
from talentreg.reports.as_sent import Who, named, reference_of, said, who_changed
from talentreg.reports.checking import SAID, State
from talentreg.reports.sent_now import Compared, SentNow
from talentreg.store.submissions import (
    Sent,
    SentNumber,
    corrected_by,
    corrects,
    read_numbers,
    read_submissions,
)
from talentreg.store.units import UnitTree, load_units

GONE = "登记册里已没有这个指标或单位"
"""Said of a number nobody can count any more."""


def _signed(change: float | None) -> str:
    """Write what a number has gained; one that is the same has gained nothing."""
    return "" if change is None else f"{change:+g}" if change else "0"


NUMBERS = Overview(
    title="报送的数和现在的数",
    columns=(
        Told("label", "指标"),
        Told("unit", "范围", place=True),
        Told("text", "报送", right=True),
        Told("now", "现在", right=True),
        Told("change", "增减", _signed, right=True),
        Told("why", "原因"),
        Told("state", "报送时", lambda state: "" if state == State.OK.value else SAID[State(state)]),
    ),
    spare=("state", "unit"),
    names=("key", "label", "unit", "period", "text", "value", "state", "now", "change", "why"),
)
EXPLAINED = Overview(
    title="和报送时的不同",
    columns=(
        Told("effect", "增减", lambda effect: f"{effect:+g}", right=True),
        Told("reason", "原因"),
        Told("person", "编号"),
        Told("name", "姓名"),
        Told("unit", "单位", place=True),
        Told("record", "记录"),
        Told("corrected", "改过的项目", "、".join),
    ),
    spare=("record", "corrected", "person"),
    names=("figure", "effect", "reason", "person", "name", "unit", "record", "corrected"),
)


def print_submission(
    connection: Connection, sent: Sent, output: Output, unit: str | None, *, every: bool
) -> None:
    """Print a submission, its numbers beside those the register counts now."""
    tree, now = load_units(connection), SentNow(connection, sent)
    printed = [one for one in read_numbers(connection, sent.id) if _is_within(tree, one, unit)]
    compared = now.compare(printed)
    differing = [one for one in compared if one.differs]
    chosen = compared if every or output.as_json else differing
    alike = Counter((one.printed.scope, one.printed.label) for one in compared)
    documents = [
        _document(tree, now, one, looked_into=every or one.differs)
        | {"label": _label(one.printed, alone=alike[one.printed.scope, one.printed.label] == 1)}
        for one in chosen
    ]
    if not output.as_document:
        _say_head(connection, sent)
    print_overview(NUMBERS, documents[: output.most], output, tree.top())
    if not output.as_document:
        _say_count(sent, compared, differing, len(documents[: output.most]))


def _is_within(tree: UnitTree, printed: SentNumber, unit: str | None) -> bool:
    return unit is None or printed.scope == tree.find(unit).code


def _document(tree: UnitTree, now: SentNow, one: Compared, *, looked_into: bool) -> dict[str, Any]:
    """Tell a number then and now; one that is the same may be made up of others if it is looked into."""
    printed = one.printed
    found = now.explain(printed) if looked_into else []
    told = [difference for difference in found if difference.changes or one.differs]
    return {
        "key": printed.ref,
        "label": printed.label,
        "unit": scope_path(tree, printed.scope),
        "period": printed.period,
        "text": printed.text,
        "value": None if printed.value is None else tidy(printed.value),
        "state": printed.state,
        "now": "—" if one.now is None else one.now.text,
        "change": None if one.change is None else tidy(one.change),
        "why": GONE
        if one.now is None
        else "；".join(_why(now, printed, two, len(found)) for two in told) or None,
    }


def _label(printed: SentNumber, *, alone: bool) -> str:
    """Call a number; of several of one name, such as 未填, the dimension tells."""
    parts = printed.ref.split(".")
    if alone or len(parts) < len(("figure", "dimension", "word")):
        return printed.label
    return f"{printed.label}按{find_dimension(parts[1]).label}"


def _why(now: SentNow, printed: SentNumber, difference: Difference, of: int) -> str:
    words = said(now.counting(printed), difference) or "没有变化"
    return f"{difference.figure.label}：{words}" if of > 1 else words


def _say_head(connection: Connection, sent: Sent) -> None:
    every = read_submissions(connection)
    later, earlier = corrected_by(sent, every), corrects(sent, every)
    say(f"第{sent.id}号  {sent.name}")
    say(f"{sent.label}（取数到{chinese_day(sent.as_of)}）  {sent.unit}")
    to = f"报送{sent.addressee}" if sent.addressee else "报送"
    told = (sent.code, f"{chinese_day(sent.on)}{to}", sent.by, sent.file, sent.digest[:12])
    say("  ".join(part for part in told if part))
    if earlier:
        say(f"更正第{earlier.id}号（{chinese_day(earlier.on)}）")
    if later:
        say(f"已由第{later.id}号更正（{chinese_day(later.on)}），以后来的为准")
    say()


def _say_count(sent: Sent, compared: Sequence[Compared], differing: Sequence[Compared], listed: int) -> None:
    if not differing:
        say(f"报送的{len(compared)}个数，登记册现在数出来都一样")
        tell(f"数一样、人有进出的也列出来：talentreg report submissions {sent.id} --all")
        return
    say_total(
        f"报送的{len(compared)}个数里，现在数出来不同的{len(differing)}个",
        max(listed, len(differing)),
        listed,
    )
    tell(f"逐人列出：talentreg report submissions {sent.id} --explain {differing[0].printed.label}")


def print_explained(
    connection: Connection, sent: Sent, figure: str, unit: str | None, output: Output
) -> None:
    """Print everyone who came or went since a number was submitted."""
    tree, now = load_units(connection), SentNow(connection, sent)
    printed = _find_number(now, tree, read_numbers(connection, sent.id), figure, unit)
    told = now.explain(printed)
    if not told:
        raise _unexplained(now, printed)
    documents = [one for difference in told for one in _changes(now, printed, difference)]
    if not output.as_document:
        for difference in told:
            _say_difference(now, sent, printed, difference)
    print_overview(EXPLAINED, documents[: output.most], output, tree.top())
    if not output.as_document and documents:
        _say_reasons(told)
        say_total(f"共{len(documents)}条", len(documents), len(documents[: output.most]))


def _unexplained(now: SentNow, printed: SentNumber) -> Refused:
    if reference_of(now.counting(printed), printed.ref) is None:
        return Refused(f"「{printed.label}」说不出不同在哪里：{GONE}")
    return Refused(f"「{printed.label}」报送时没有逐条依据，说不出不同在哪里", "手工录入的数没有依据")


def _find_number(
    now: SentNow, tree: UnitTree, printed: Sequence[SentNumber], figure: str, unit: str | None
) -> SentNumber:
    """Return the number of a submission a text means; raises Unknown with those there are."""
    scope = tree.find(unit).code if unit else now.sent.scope
    here = [one for one in printed if one.scope == scope and one.value is not None]
    reference = reference_of(now.counting(here[0]), figure) if here else None
    wanted = {fold(figure), *([fold(named(reference))] if reference else [])}
    for one in here:
        if {fold(one.ref), fold(one.label)} & wanted:
            return one
    labels = list(dict.fromkeys(one.label for one in here))
    more = "等" if len(labels) > 8 else ""
    hint = f"有：{'、'.join(labels[:8])}{more}；全部见 talentreg report submissions {now.sent.id} --all"
    raise Unknown(f"第{now.sent.id}号报送里没有「{figure}」", hint if labels else "")


def _changes(now: SentNow, printed: SentNumber, difference: Difference) -> list[dict[str, Any]]:
    counting = now.counting(printed)
    return [_change(difference, one, who) for one, who in who_changed(counting, difference)]


def _change(difference: Difference, one: Change, who: Who) -> dict[str, Any]:
    return {
        "figure": difference.figure.key,
        "effect": tidy(one.effect),
        "reason": one.why.reason.value,
        "person": who.person or None,
        "name": who.name or None,
        "unit": who.unit,
        "record": who.record or None,
        "corrected": list(one.why.headings),
    }


def _say_difference(now: SentNow, sent: Sent, printed: SentNumber, difference: Difference) -> None:
    unit = difference.figure.unit
    then, is_ = tidy(difference.then), tidy(difference.now)
    say(f"{difference.figure.label}：报送{then}{unit}，现在{is_}{unit}（第{sent.id}号，{sent.label}）")
    if words := said(now.counting(printed), difference):
        say(words)
    known = sent.definitions.get(difference.figure.key, {})
    if difference.redefined:
        say(f"统计口径改过。报送时：{known.get('definition', '')}；现在：{difference.figure.definition}")
    say()


def _say_reasons(told: Sequence[Difference]) -> None:
    """Say what the reasons listed mean."""
    met = dict.fromkeys(reason for difference in told for reason, _, _ in difference.by_reason())
    tell("；".join(f"{reason.value}：{ABOUT[reason]}" for reason in met))
