"""What every ledger owes: a declaration that holds together, and commands that follow from it."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer

from talentreg.records.cleaning import QUANTITIES
from talentreg.records.days import DAYS
from talentreg.records.fields import Column, table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.text import fold
from talentreg.store.ledger_listings import ledger_listing

Run = Callable[..., Answer]

every_ledger = pytest.mark.parametrize("ledger", LEDGERS.values(), ids=lambda ledger: ledger.name)


@every_ledger
def test_a_declaration_names_only_fields_it_has(ledger: Ledger) -> None:
    named = {*ledger.leads, *ledger.required, *ledger.alike, *ledger.defaults, *ledger.today, *ledger.past}
    named |= {name for pair in ledger.orders for name in pair}
    assert named <= set(ledger.fields)
    assert {*ledger.shown, *ledger.spare} <= {*ledger.fields, *ledger_listing(ledger).fields}
    assert set(ledger.spare) <= set(ledger.shown)
    assert {ledger.stored(name) for name in ledger.fields} <= set(table(ledger.record).c.keys())
    assert ledger.place in ("", "person") or "unit" in ledger.fields


@every_ledger
def test_what_is_filled_in_unasked_is_a_word_of_the_field(ledger: Ledger) -> None:
    for name, value in ledger.defaults.items():
        vocabulary = ledger.fields[name].vocabulary
        assert vocabulary is None or value in [word.code for word in vocabulary.words]
    assert all(ledger.fields[name].clean in DAYS for name in (*ledger.today, *ledger.past))


@every_ledger
def test_a_heading_of_a_ledger_means_one_field(ledger: Ledger) -> None:
    meant: dict[str, set[str]] = {fold(ledger.number_heading): {"record"}}
    for name, column in ledger.fields.items():
        for word in (name, column.heading, *column.aliases):
            meant.setdefault(fold(word), set()).add(name)
    assert {word: names for word, names in meant.items() if len(names) > 1} == {}


@every_ledger
def test_a_list_tells_every_field_and_what_people_read_of_a_reference_is_its_name(ledger: Ledger) -> None:
    listing = ledger_listing(ledger)
    assert set(ledger.fields) | {"record"} <= set(listing.fields)
    assert Counter(one.heading for one in listing.fields.values()).most_common(1)[0][1] == 1
    assert {*listing.spare} < {*listing.shown} <= {*listing.fields}
    assert [name for name in listing.shown if listing.fields[name].key and not name.endswith("_name")] == []


def test_no_two_ledgers_share_a_title_a_command_or_a_heading_of_numbers() -> None:
    for names in (
        [ledger.title for ledger in LEDGERS.values()],
        [ledger.command for ledger in LEDGERS.values()],
        [ledger.number_heading for ledger in LEDGERS.values()],
    ):
        assert len(set(names)) == len(LEDGERS)


ENTERED: dict[str, tuple[str, dict[str, Any]]] = {
    "event": (
        "新春恳谈会 类型=恳谈 日期=2026-02-10",
        {"name": "新春恳谈会", "kind": "恳谈会", "state": "held"},
    ),
    "assign": ("赵建芳 R000003 任期起=2026-01-01", {"leader_name": "赵建芳", "person": "R000003"}),
    "duty rule": ("办法 每年次数=4", {"name": "办法", "least": 4, "quota": 1, "on": "2026-03-31"}),
    "request": ("R000003 要贷款 类别=融资", {"text": "要贷款", "category": "资金", "step": "受理"}),
    "campaign": (
        "夏季行动 开始日期=2026-06-01 结束日期=2026-08-31",
        {"name": "夏季行动", "level": "community"},
    ),
    "campaign task": ("公开信 期限=2026-02-15", {"name": "公开信", "kind": "checklist"}),
    "document": ("工作要点 方向=收文 发文单位=市委", {"way": "in", "source": "市委"}),
    "publicity": ("条幅 ２０ 日期=2026-01-25", {"category": "横幅", "quantity": 20}),
    "inspection": ("抽查 望江社区 得分=86.5", {"unit": "云河区/临江街道/望江社区", "amount": 86.5}),
    "hotline": ("政策 刘先生 是否帮助=有", {"category": "政策咨询", "name": "刘先生", "outcome": "yes"}),
    "station": ("江州站 城市=江州 联系人=赵建芳", {"place": "江州", "by_name": "赵建芳"}),
    "referral": ("R000002 R000003", {"person": "R000002", "from": "R000003"}),
    "milestone": ("R000003 种类=签约 学历=博士", {"kind": "signed", "degree": "博士研究生"}),
    "case": ("R000003 意向=回乡创业 --on 2026-03-01", {"kind": "business", "stage": "排查"}),
    "project": (
        "甲厂 投资=1.2亿元 归属=集体 --on 2026-01-01",
        {"investment": 12000.0, "owner": "collective", "stage": "信息"},
    ),
    "library": ("望江社区后备干部库 --on 2026-01-01", {"kind": "reserve", "members": 0}),
    "policy": ("租房办法 标准=0.3万元 种类=租房 --on 2026-01-01", {"amount": 3000.0, "category": "租房补贴"}),
    "benefit": ("R000003 3万元 补贴=安家费 --on 2026-01-01", {"amount": 30000.0, "name": "安家费"}),
    "apartment": ("1-101 房型=单间 --on 2026-01-01", {"kind": "单间", "tenants": 0}),
    "card": ("R000003 0012 --on 2026-01-01", {"category": "人才绿卡", "code": "0012"}),
    "service": ("R000003 就医 --on 2026-01-01", {"category": "医疗保障"}),
    "consent": ("R000003 案例 --on 2026-01-01", {"category": "典型案例"}),
    "number": ("创新平台 12 个 来源=科技局", {"amount": 12.0, "measure": "个", "source": "科技局"}),
}
"""What is typed after `add`, and what the list says of the row then."""

every_command = pytest.mark.parametrize("command", ENTERED)


def only_row(run: Run, command: str) -> dict[str, Any]:
    [row] = json.loads(run(*command.split(), "list", "--json").out)
    assert isinstance(row, dict)
    return row


def enter(run: Run, command: str) -> dict[str, Any]:
    answer = run(*command.split(), "add", *ENTERED[command][0].split())
    assert answer.code == 0, answer
    return only_row(run, command)


def test_every_ledger_with_commands_of_its_own_has_a_specimen() -> None:
    within = {"attendance", "fulfilment", "membership", "partner", "inclusion"}
    within |= {"arrival", "payment", "tenancy"}  # which need something they belong to
    assert set(ENTERED) == {ledger.command for ledger in LEDGERS.values() if ledger.name not in within}


@every_command
@pytest.mark.usefixtures("samples")
def test_a_row_typed_by_headings_and_synonyms_is_listed_as_it_was_meant(run: Run, command: str) -> None:
    row = enter(run, command)
    assert {name: row[name] for name in ENTERED[command][1]} == ENTERED[command][1]


@every_command
def test_the_same_row_typed_twice_is_one(run: Run, command: str, samples: Path) -> None:
    row = enter(run, command)
    before = samples.read_bytes()
    answer = run(*command.split(), "add", *ENTERED[command][0].split())
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"已有相同的登记，没有重复登记：{row['record']}  ")
    assert samples.read_bytes() == before


@every_command
@pytest.mark.usefixtures("samples")
def test_an_undo_takes_a_row_back_and_another_brings_it_again(run: Run, command: str) -> None:
    row = enter(run, command)
    undone = run("undo")
    assert undone.code == 0
    assert json.loads(run(*command.split(), "list", "--json").out) == []
    assert run("undo", undone.out.split()[-1]).code == 0
    assert only_row(run, command) == row


@every_command
@pytest.mark.usefixtures("samples")
def test_a_row_removed_is_gone_and_an_undo_brings_it_back(run: Run, command: str) -> None:
    row = enter(run, command)
    answer = run(*command.split(), "remove", row["record"])
    assert answer.code == 0, answer
    assert answer.out.startswith(f"已删除：{row['record']}  ")
    assert json.loads(run(*command.split(), "list", "--json").out) == []
    assert run("undo").code == 0
    assert only_row(run, command) == row


REFERRED = {"person": "R000007", "unit": "望江社区", "staff": "王宇航"}
REFERRED |= {"campaign": "清明行动", "policy": "清明办法"}
"""What is typed for a reference, by the table it points at."""


def typed(name: str, column: Column) -> str:
    """Give a value that may be typed for a field."""
    if column.refers:
        return REFERRED[column.refers]
    if column.vocabulary:
        return column.vocabulary.words[0].text
    if column.clean in DAYS:
        return "2026-03-30" if name == "on" else "2026-03-31"
    if column.clean in QUANTITIES:
        return "7"
    return "[red]内容=1+1" if name in ("note", "text", "reason") else "某某"


def listed(row: dict[str, Any], name: str, column: Column) -> Any:
    """Return what the list says where something was typed for a field."""
    if column.refers in ("staff", "campaign", "policy"):
        return row[f"{name}_name"]
    if column.refers == "unit":
        return str(row[name]).rpartition("/")[2]
    return row[name]


def meant(name: str, column: Column) -> Any:
    """Return what the list should say where `typed` was typed."""
    value = typed(name, column)
    if column.vocabulary:
        return column.vocabulary.words[0].code
    return float(value) if column.clean in QUANTITIES else value


FIELDS = {
    f"{ledger.command} {name}": (ledger, name)
    for ledger in LEDGERS.values()
    if ledger.command in ENTERED
    for name in ledger.fields
}
BESIDE = {
    "campaign on": ("结束日期=2026-08-31",),
    "campaign until": ("开始日期=2026-03-01",),
    "campaign task on": ("完成期限=2026-04-15",),
    "request revisited_on": ("办结日期=2026-03-31",),
    "request adopted": ("事项种类=意见建议",),
    "milestone result": ("成效种类=申报",),
    "milestone until": ("成效种类=柔性引才",),
    "case reason": ("未成日期=2026-03-31",),
    "project reason": ("终止日期=2026-03-31",),
}
"""What else has to be said for a field to be so."""


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.usefixtures("samples")
def test_every_field_can_be_edited_by_its_heading_and_is_listed_so(run: Run, field: str) -> None:
    ledger, name = FIELDS[field]
    column, command = ledger.fields[name], ledger.command.split()
    own = enter(run, ledger.command)["record"]
    if column.refers == "campaign":
        run("campaign", "add", "清明行动", "--on", "2026-03-01", "结束日期=2026-04-06")
    if column.refers == "policy":
        run("policy", "add", "清明办法", "--on", "2026-03-01")
    answer = run(*command, "edit", own, f"{column.heading}={typed(name, column)}", *BESIDE.get(field, ()))
    assert answer.code == 0, answer
    shown = ["--all"] if "--all" in run(*command, "list", "--help").out else []
    [row] = json.loads(run(*command, "list", f"编号={own}", "--json", *shown).out)
    assert listed(row, name, column) == meant(name, column)


def test_today_is_the_day_of_what_names_none(run: Run, samples: Path) -> None:
    assert samples.exists()
    run("hotline", "add", "政策咨询")
    assert date.fromisoformat(only_row(run, "hotline")["on"]) == date(2026, 3, 31)
