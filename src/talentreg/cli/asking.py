"""Asking for a person field by field on a terminal; every answer is checked as it is given."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from talentreg.cli.output import complain, print_table, tell
from talentreg.cli.prompting import ask, confirm
from talentreg.errors import Ambiguous, TalentregError
from talentreg.records.fields import Column, table
from talentreg.records.numbers import birth_of, sex_of
from talentreg.records.word import OpenWord
from talentreg.store.editing import told
from talentreg.store.typed import PERSON_FIELDS, clean_value
from talentreg.store.units import UnitNode, UnitTree, load_units
from talentreg.store.words import WordLists, load_words

ASKED = "id_number sex birth phone employer post residence category degree industry intention note".split()
"""The fields asked for, in the order people know them; the rest can be typed with `edit`."""

FROM_ID_NUMBER = {"sex": sex_of, "birth": birth_of}


@dataclass(slots=True)
class Answers:
    """What was answered: the name, the unit, fields by name."""

    name: str = ""
    unit: UnitNode | None = None
    values: dict[str, Any] = field(default_factory=dict)


def ask_person(connection: Connection) -> Answers | None:
    """Ask for one person; None when the user thinks better of it."""
    tell("逐项填写，不清楚的直接回车；Ctrl-C 放弃，什么都不会写入")
    answers = Answers(_ask_name())
    answers.unit = _ask_unit(load_units(connection))
    lists, choices = load_words(connection), _choices(connection)
    for name in ASKED:
        id_number = answers.values.get("id_number")
        if id_number and name in FROM_ID_NUMBER:
            answers.values[name] = FROM_ID_NUMBER[name](id_number)
        else:
            answers.values[name] = _ask_field(name, lists, choices)
    answers.values = {name: value for name, value in answers.values.items() if value}
    _print_answers(answers)
    return answers if confirm("以上无误，登记吗？") else None


def _ask_name() -> str:
    while True:
        try:
            if name := clean_value(PERSON_FIELDS["name"], ask("姓名")):
                return str(name)
        except TalentregError as error:
            complain(error)
            continue
        tell("  姓名必须填写")


def _ask_unit(tree: UnitTree) -> UnitNode | None:
    """Ask until a unit is found; of several the number of one may be given, Enter takes the only top unit."""
    top = tree.top()
    usual = f"，回车＝{top.name}" if top else ""
    offered: tuple[str, ...] = ()
    while True:
        text = ask(f"所属单位（单位名称，或 街道/社区{usual}）")
        if not text:
            return top
        if text.isdecimal() and 0 < int(text) <= len(offered):
            text = offered[int(text) - 1]
        try:
            return tree.find_open(text)
        except Ambiguous as error:
            offered = error.candidates
            tell(f"  {error.message}，写序号选一个：")
            for place, path in enumerate(offered, start=1):
                tell(f"  {place} {path}")
        except TalentregError as error:
            complain(error)


def _ask_field(name: str, lists: WordLists, choices: Mapping[str, list[str]]) -> Any:
    column = PERSON_FIELDS[name]
    words = _words_of(column, choices)
    if words:
        tell("  " + "  ".join(f"{place} {word}" for place, word in enumerate(words, start=1)))
    while True:
        text = ask(_question(column), hidden=name == "id_number")
        try:
            value = clean_value(column, _chosen(column, text, words))
        except TalentregError as error:
            complain(error)
            continue
        return lists.standard(column, value) if value and column.open_list else value


def _chosen(column: Column, text: str, words: list[str]) -> str:
    """Put words in place of the numbers they were offered under."""
    parts = re.split(r"[、，,\s]+", text) if column.several else [text]
    numbers = {str(place): word for place, word in enumerate(words, start=1)}
    return "、".join(numbers.get(part, part) for part in parts)


def _question(column: Column) -> str:
    if column is PERSON_FIELDS["id_number"]:
        return f"{column.heading}（输入时不显示）"
    return f"{column.heading}（可写几个，用顿号隔开）" if column.several else column.heading


def _words_of(column: Column, choices: Mapping[str, list[str]]) -> list[str]:
    if column.vocabulary:
        return [word.text for word in column.vocabulary.words]
    return list(column.ranks) or choices.get(column.open_list, [])


def _choices(connection: Connection) -> dict[str, list[str]]:
    """Return the standard words of every open list, in the order they were entered."""
    words = table(OpenWord)
    found: dict[str, list[str]] = {}
    for row in connection.execute(select(words).where(words.c.word == words.c.standard).order_by(words.c.id)):
        found.setdefault(row.list, []).append(row.word)
    return found


def _print_answers(answers: Answers) -> None:
    rows = [("姓名", answers.name), ("所属单位", answers.unit.name if answers.unit else "未填")]
    rows += [(PERSON_FIELDS[n].heading, told(PERSON_FIELDS[n], value)) for n, value in answers.values.items()]
    print_table([("字段", "left"), ("内容", "left")], rows)
