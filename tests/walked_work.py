"""Rows and sheets of every ledger, written by chance from what is declared of them."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Protocol

from books import csv_book
from walked_books import HUMANS, UNITS

from talentreg.records.cleaning import QUANTITIES
from talentreg.records.days import clean_day, clean_day_or_month, clean_end_day
from talentreg.records.fields import Column
from talentreg.records.ledger import Ledger
from talentreg.store.ledger_finding import NAMED

LEADERS = ("李书记", "赵书记", "王主任")
DAYS = ("2025-06-01", "2025-10-20", "2025-12-30", "2026-01-15", "2026-02-10", "2026-03-31")
LISTED = {
    "event": "讲习 座谈会 茶话会 招聘会 推进会 乡行 读书会".split(),
    "publicity": "横幅 公开信 媒体推送 横幅标语".split(),
    "inspection": ("月抽查", "季调度"),
    "hotline": ("政策咨询", "就业服务"),
    "request": ("住房", "医疗"),
    "degree": ("博士研究生", "硕士研究生"),
    "rank": ("乡科级",),
    "festival": ("春节", "清明"),
    "milestone_level": ("领军人才", "省级", "领军人才、海外高层次人才"),
    "reason": ("收入待遇", "家人不在本地"),
    "benefit": ("生活补贴", "子女入学"),
    "card": ("人才绿卡",),
    "consent": ("典型案例",),
}


class Office(Protocol):
    """Where rows come from: a source of chance, people, secrets and numbers of rows already there."""

    chance: Random

    def secret(self) -> str: ...

    def someone(self) -> str: ...

    def leader(self) -> str: ...

    def row_of(self, name: str) -> str: ...


def write_row(office: Office, ledger: Ledger, *, few: bool = False) -> list[str]:
    """Write a row as one types it, or one or two of its fields."""
    if few:
        names = office.chance.sample(list(ledger.fields), office.chance.choice((1, 1, 2)))
        return [f"{ledger.heading(name)}={_blank(office, ledger, name)}" for name in names]
    told = {name: write_value(office, ledger, name) for name in _chosen(office, ledger)}
    return [f"{ledger.heading(name)}={value}" for name, value in told.items() if value]


def write_sheet(office: Office, ledger: Ledger, name: str) -> Path:
    """Write a sheet of some rows, its people by number and name."""
    names = _chosen(office, ledger)
    rows = [
        [write_value(office, ledger, one, sheet=True) for one in names]
        for _ in range(office.chance.choice((1, 3, 5)))
    ]
    lines = [",".join(row) for row in ([ledger.heading(one) for one in names], *rows)]
    return csv_book("\n".join(lines) + "\n", name)


def write_value(office: Office, ledger: Ledger, name: str, *, sheet: bool = False) -> str:
    """Write what might stand in a field."""
    column, chance = ledger.fields[name], office.chance
    if column.refers:
        return _reference(office, column, sheet=sheet)
    if words := _words(column):
        return chance.choice(words)
    plain = name == "name" and ledger.name not in ("hotline", "milestone")
    return f"{ledger.title}{chance.choice('甲乙丙')}" if plain and chance.random() < 0.8 else office.secret()


def _words(column: Column) -> Sequence[str]:
    """List what may be written where not everything may."""
    if column.vocabulary:
        return [word.text for word in column.vocabulary.words]
    if column.open_list:
        return LISTED.get(column.open_list, ("其他",))
    if column.clean in (clean_day, clean_day_or_month, clean_end_day):
        return (*DAYS, *DAYS, "2026-05-01")
    return ("0", "1", "2", "40") if column.clean in QUANTITIES else ()


def _blank(office: Office, ledger: Ledger, name: str) -> str:
    return "" if office.chance.random() < 0.15 else write_value(office, ledger, name)


def _chosen(office: Office, ledger: Ledger) -> list[str]:
    must = {*ledger.required, *ledger.leads}
    often = {"person", "unit", "kind", "attended", "presence", "category", "quantity", "state"}
    seldom = {name for name in ledger.fields if name.endswith("_on") or name == "until"}
    return [
        name
        for name in ledger.fields
        if name in must
        or office.chance.random() < (0.7 if name in often else 0.1 if name in seldom else 0.25)
    ]


def _reference(office: Office, column: Column, *, sheet: bool) -> str:
    chance = office.chance
    if column.refers == "person":
        return chance.choice(HUMANS)[0] if sheet and chance.random() < 0.5 else office.someone()
    if column.refers == "staff":
        return office.leader() if chance.random() < 0.9 else "新干部"
    if column.refers == "unit":
        return chance.choice((*UNITS, "临江街道", "青石街道"))
    return office.row_of(NAMED[column.refers])
