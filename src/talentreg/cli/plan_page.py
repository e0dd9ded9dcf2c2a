"""What a dry run prints beside its page: everything a commit would do, person by person, field by field."""

from collections.abc import Callable, Iterator
from itertools import islice

from sqlalchemy import Connection

from talentreg.cli.output import manner, on_terminal, say
from talentreg.intake.foretelling import UNIT, Foretelling, Told
from talentreg.intake.plan import Plan
from talentreg.records.fields import columns
from talentreg.records.person import Person

SHOWN = 20
"""People of one kind a screen lists unasked; pipes get all."""

_IN_THE_CALL = {columns(Person)["name"].heading, UNIT}


def print_changes(plan: Plan, connection: Connection) -> None:
    """Print what a commit would do: first what changes of people there, then who is new, then contacts.

    The connection must see the register the plan was made for. `--quiet` leaves it out.
    """
    if manner.quiet:
        return
    told = Foretelling(plan, connection)
    _print_some("将更新", told.updates(), len(told.changed), _update)
    _print_some("将新增", told.newcomers(), len(plan.people), _newcomer)
    _print_some("将登记联络", told.contacts(), len(plan.contacts), _contact)
    if plan.listed:
        _print_some(f"将登记{plan.listed.written[0]}", told.listed(), len(plan.listed.rows), _contact)


def _print_some(title: str, told: Iterator[Told], total: int, write: Callable[[Told], Iterator[str]]) -> None:
    if not total:
        return
    say()
    say(f"{title}（{total}）")
    shown = SHOWN if on_terminal() and not manner.verbose else total
    for one in islice(told, shown):
        for line in write(one):
            say(line)
    if total > shown:
        say(f"  ……还有{total - shown}个，加 --verbose 全部列出，或用 --plan 存成文件看")


def _update(one: Told) -> Iterator[str]:
    yield f"  {_called(one)}"
    for heading, (before, after) in one.fields.items():
        yield f"      {heading}：{_plain(before) or '（空）'} → {_plain(after) or '（空）'}"


def _newcomer(one: Told) -> Iterator[str]:
    fields = {heading: after for heading, (_, after) in one.fields.items() if heading not in _IN_THE_CALL}
    known = "、".join(f"{heading} {_plain(after)}" for heading, after in fields.items())
    yield f"  {_called(one)}  {len(fields)}项：{known}"


def _contact(one: Told) -> Iterator[str]:
    facts = "、".join(_plain(after) for _, after in one.fields.values())
    yield f"  {_called(one)}  {facts}"


def _called(one: Told) -> str:
    return "  ".join(text for text in (one.person, one.name, one.unit) if text)


def _plain(text: str) -> str:
    return text.replace("\n", " ")
