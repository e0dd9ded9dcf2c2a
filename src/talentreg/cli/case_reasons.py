"""`talentreg case reasons`: what keeps people from coming back, as a table, and who is behind each reason."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any

import typer

from talentreg.cli.lists import AsCsv, Force, Limit, Xlsx
from talentreg.cli.options import AsJson, Db, UnitName, parse_with
from talentreg.cli.output import say, tell
from talentreg.cli.overview import Output, Overview, Told, print_overview, say_total
from talentreg.errors import Unknown
from talentreg.periods import chinese_day, parse_day, today
from talentreg.places import register_path
from talentreg.records.fields import number
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.returning import ReturnCase
from talentreg.records.text import fold_word
from talentreg.records.vocabulary import INTENTION
from talentreg.store.reasons import read_reasons
from talentreg.store.register import open_for_reading
from talentreg.store.staying import LIST, UNSAID, Reader, Statement, Staying, find_staying, group_by_reason
from talentreg.store.units import UnitTree, load_units
from talentreg.store.words import load_words

Groups = dict[str, list[Staying]]
REASONS = Overview(
    title="未返乡原因",
    columns=(
        Told("reason", "原因"),
        Told("people", "人数", right=True),
        Told("share", "占比", lambda share: f"{share:.1f}%", right=True),
        Told("failed", "个案未成", right=True),
        Told("none", "无意愿", right=True),
        Told("undecided", "待定", right=True),
        Told("said", "原话"),
    ),
    spare=("said", "share"),
    names=("reason", "people", "of", "share", "failed", "none", "undecided", "said"),
)
WHO = Overview(
    title="未返乡原因名单",
    columns=(
        Told("person", "编号"),
        Told("name", "姓名"),
        Told("unit", "所属单位", place=True),
        Told("reasons", "原因", "、".join),
        Told("source", "来源"),
        Told("on", "日期"),
        Told("said", "原话"),
    ),
    spare=("on", "source", "reasons"),
    names=("person", "name", "unit", "reasons", "source", "on", "said"),
)
MOST_NAMED = 10
"""Reasons a refusal names."""
LONGEST = 40
"""Characters of what somebody said that are shown beside a count."""


def tell_reasons(
    reason: Annotated[
        str | None,
        typer.Argument(metavar="原因", help="只看一种原因：列出是哪些人", show_default=False),
    ] = None,
    unit: UnitName = None,
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", metavar="日期", parser=parse_with(parse_day), help="截至哪一天，默认今天"),
    ] = None,
    everybody: Annotated[bool, typer.Option("--who", help="列出全部的人和各自的原因")] = False,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """Count enrolled people who do not come back by what keeps them away, or list those of one reason."""
    output = Output(limit, as_json, as_csv, xlsx, force)
    output.check()
    day = as_of or today()
    with open_for_reading(register_path(db)).reading() as connection:
        tree, read = load_units(connection), read_reasons(connection)
        found = find_staying(connection, day, tree.find(unit).id if unit else None)
        listed = set(load_words(connection).known.get(LIST, {}).values())
    groups = group_by_reason(found)
    if reason or everybody:
        _print_people(_chosen(reason, read, groups) if reason else found, tree, output)
        return
    documents = [_group(name, some, len(found), read) for name, some in groups.items()][: output.most]
    print_overview(REASONS, documents, output, tree.top())
    if not output.as_document:
        _say_count(len(found), groups, len(documents), f"截至{chinese_day(day)}")
        _tell_of_groups(groups, listed)


def _chosen(text: str, read: Reader, groups: Groups) -> list[Staying]:
    """Return those whose reason a typed text names; raises Unknown with the reasons there are."""
    known = {fold_word(name): name for name in groups}
    for name in (known.get(fold_word(text)), *read(text)):
        if name in groups:
            return groups[name]
    there = "、".join(mask_free_text(name) for name in list(groups)[:MOST_NAMED])
    raise Unknown(f"没有人的原因是「{text}」", f"现有：{there}" if there else "还没有人说过原因")


def _group(name: str, some: list[Staying], of: int, read: Reader) -> dict[str, Any]:
    """Count people of one reason: in all, by where it was stated, and one way it was said."""
    said = (one.text for person in some for one in person.statements if one.text)
    text = next((one for one in said if name in read(one)), None)
    return {
        "reason": mask_free_text(name),
        "people": len(some),
        "of": of,
        "share": round(100 * len(some) / of, 1),
        **{kind: sum(kind in one.kinds for one in some) for kind in ("failed", "none", "undecided")},
        "said": mask_free_text(text)[:LONGEST] if text else None,
    }


def _print_people(chosen: list[Staying], tree: UnitTree, output: Output) -> None:
    listed = chosen[: output.most]
    documents = [_person(one, tree) for one in listed]
    print_overview(WHO, documents, output, tree.top())
    if not output.as_document:
        say_total(f"共{len(chosen)}人", len(chosen), len(listed))


def _person(one: Staying, tree: UnitTree) -> dict[str, Any]:
    last = max(one.statements, key=lambda said: (said.text is not None, said.on))
    return {
        "person": number(Person, one.person_id),
        "name": mask_free_text(one.name),
        "unit": tree.path(one.unit_id) or None,
        "reasons": [mask_free_text(reason) for reason in one.reasons],
        "source": "、".join(_source(said) for said in one.statements),
        "on": last.on,
        "said": mask_free_text(last.text) if last.text else None,
    }


def _source(said: Statement) -> str:
    if said.kind == "failed":
        return f"个案{number(ReturnCase, said.record_id)}"
    return f"意愿{INTENTION.text(said.kind)}"


def _say_count(total: int, groups: Groups, listed: int, when: str) -> None:
    if not total:
        say(f"{when}，没有意愿为无或待定的人，也没有未成的个案")
        return
    told = f"{when}，{total}人没有回来的打算或个案未成；一人可以有几种原因，总数已去重"
    say_total(told, len(groups), listed)


def _tell_of_groups(groups: Groups, listed: Collection[str]) -> None:
    """Say how to see who is behind a reason, to state one, and to count loose ones under a word."""
    if named := next((name for name in groups if name in listed), None):
        tell(f"看是哪些人：talentreg case reasons {named}")
    if UNSAID in groups:
        tell(f"补记原因：talentreg edit {number(Person, groups[UNSAID][0].person_id)} 意愿原因=…")
    if any(name not in listed and name != UNSAID for name in groups):
        tell("词表里没有的说法可归到一类：talentreg vocab add 未成原因 说法 --as 家人不在本地")
