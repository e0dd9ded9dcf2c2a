"""What stands beside a row on its line: who runs a project, what was paid of a benefit, who lives there."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from talentreg.errors import Ambiguous
from talentreg.intake.ledger_columns import PERSON, PLACE
from talentreg.intake.ledger_lines import LedgerRow
from talentreg.intake.problems import Weight
from talentreg.records.benefit import Benefit, Payment, Policy
from talentreg.records.cleaning import quoted
from talentreg.records.duty_words import PROJECT_STAGE
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.person import Person
from talentreg.records.project import Project
from talentreg.records.text import as_text
from talentreg.records.vocabulary import Word
from talentreg.store.benefits import unpaid_on
from talentreg.store.changes import Writer
from talentreg.store.ledger_finding import describe_row
from talentreg.store.ledger_sheets import BESIDE, PROGRESS, STANDS_IN, Companion, companions

due, paid, policies = table(Benefit), table(Payment), table(Policy)
_AHEAD = re.compile("[未拟待]|计划|预计|即将|准备")
"""Says of a stage that it has not come yet."""
_FROM_LAST = PROJECT_STAGE.words[::-1]
ON, AMOUNT = f"{BESIDE}payment.on", f"{BESIDE}payment.amount"


def stand_in(connection: Connection, ledger: Ledger, row: LedgerRow, values: dict[str, Any]) -> None:
    """Fill what a row needs and does not say from what it says instead; say so."""
    for name, others in STANDS_IN.get(ledger.name, {}).items():
        said = {one: found for one in others if (found := values.get(one, row.said.get(one)))}
        own = [found for one, found in said.items() if one in ledger.fields]
        if name == "on" and row.values.get(name) is None and values.get(name) and own:
            values[name] = min(values[name], *own)  # what holds for all rows is no later
        granted = "policy" in said and (name != "amount" or _grants(connection, said.pop("policy")))
        if values.get(name) is None and said and not granted:
            first = min(said, key=said.__getitem__)
            values[name] = said[first]
            row.note(Weight.NOTICE, f"没有写{ledger.heading(name)}的，按{_heading(ledger, first)}记", name)


def _heading(ledger: Ledger, target: str) -> str:
    """Return the heading of a column of a row, or of what stands beside it."""
    if target.startswith(BESIDE):
        beside_it, _, target = target.removeprefix(BESIDE).partition(".")
        ledger = LEDGERS[beside_it]
    return ledger.heading(target)


def _grants(connection: Connection, called: Any) -> bool:
    policy_id = id_from_number(Policy, called) if called else None
    return bool(connection.scalar(select(policies.c.amount).where(policies.c.id == policy_id)))


def beside(
    ledger: Ledger, row: LedgerRow, values: Mapping[str, Any]
) -> Iterator[tuple[Companion, LedgerRow]]:
    """Give what stands beside a row as rows of their own, which share its line and its problems."""
    for one in companions(ledger):
        begun = [target for target in row.said if target.startswith(one.begins)]
        said = {target.removeprefix(one.begins): row.said[target] for target in begun}
        if one.ledger == "payment":
            said = _payment(row, said, values)
        who = _who(ledger, row, values)
        numbers = {name: told for name, told in said.items() if "." in name}
        facts = {name: told for name, told in said.items() if "." not in name}
        if one.needed in facts or any(name.startswith(one.needed) for name in numbers):
            for each in _each(one, facts):
                yield one, _part(row, one, {**one.defaults, **each}, {**who, **numbers})
                who = {name: told for name, told in who.items() if not name.startswith(PERSON)}


def _who(ledger: Ledger, row: LedgerRow, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a line says of who somebody is; who builds a project is looked for where it stands."""
    who = {name: told for name, told in row.said.items() if name.startswith((PERSON, PLACE))}
    placed = any(name.startswith(PLACE) for name in who)
    if ledger.name == "project" and values.get("unit") and not placed:
        who[PLACE] = values["unit"]
    return who


def _each(one: Companion, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the facts of every one of several people named in one cell; what identifies is the first's."""
    names = str(facts.get("person") or "").split("、")
    for name in names:
        yield {**facts, "person": name} if one.needed == "person" and name else facts


def _part(row: LedgerRow, one: Companion, values: dict[str, Any], said: dict[str, Any]) -> LedgerRow:
    """Make a row of what stands beside another."""
    part = LedgerRow(row.file, row.sheet, row.line, values, said)
    part.problems = row.problems
    part.places = {target.removeprefix(one.begins): index for target, index in row.places.items()}
    return part


def _payment(row: LedgerRow, said: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was paid: all that is due where a row tells the day alone, nothing where it tells none."""
    if said.get("amount") == 0:
        return {}
    if said.get("amount") and not said.get("on"):
        row.note(Weight.SET_ASIDE, "没有写发放日期，没有登记发放", AMOUNT, value=as_text(said["amount"]))
    if said.get("on") and not said.get("amount") and values.get("amount"):
        said["amount"] = values["amount"]
    return said


def remark_progress(writer: Writer, row: LedgerRow, row_id: int) -> None:
    """Say where a sheet tells in words how far a project has come, and nobody told on which day."""
    text = row.said.get(PROGRESS) or ""
    stage = None if _AHEAD.search(text) else next(filter(partial(_is_at, text), _FROM_LAST), None)
    if stage and writer.row(Project, row_id)[f"{stage.code}_on"] is None:
        name = row.values.get("name") or number(Project, row_id)
        step = f"talentreg project step {name} {stage.text} --on 日期"
        row.note(
            Weight.NOTICE, f"进展「{quoted(text)}」没有写{stage.text}日期，没有记；补记：{step}", PROGRESS
        )


def _is_at(text: str, stage: Word) -> bool:
    return any(word in text for word in (stage.text, *stage.synonyms))


def find_unpaid(connection: Connection, row: LedgerRow, values: Mapping[str, Any]) -> int | None:
    """Return the benefit a row about a payment speaks of, if it tells no day on which anything is due.

    It is the one so paid already, else the one not paid yet.
    Raises Ambiguous where several that are not paid yet may be meant.
    """
    if row.values.get("on") or not row.said.get(ON) or not values.get("person"):
        return None
    person_id = id_from_number(Person, values["person"])
    policy_id = id_from_number(Policy, values["policy"]) if values.get("policy") else None
    said = {name: row.values.get(name) for name in ("period", "batch", "name")}
    same = [due.c[name] == value for name, value in said.items() if value]
    same += [due.c.policy_id == policy_id] if policy_id else []
    query = select(due.c.id).where(due.c.person_id == person_id, *same).order_by(due.c.on, due.c.id)
    amount = row.said.get(AMOUNT) or row.values.get("amount") or paid.c.amount
    known = query.join(paid, paid.c.benefit_id == due.c.id)
    known = known.where(paid.c.on == row.said[ON], paid.c.amount == amount)
    if (again := connection.scalar(known.limit(1))) is not None:
        return int(again)
    found = list(connection.scalars(query.where(unpaid_on(date.max))))
    if len(found) > 1:
        told = [describe_row(connection, LEDGERS["benefit"], one) for one in found]
        raise Ambiguous(
            f"还有{len(found)}笔没有发完，不知道发的是哪一笔", told, "请写应发日期、所属期或待遇编号"
        )
    return found[0] if found else None
