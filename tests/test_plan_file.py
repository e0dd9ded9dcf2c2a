"""A plan as a file: read back the same, private, refused once edited, foreign or out of date."""

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from books import id_number, phone
from conftest import Answer
from hypothesis import given
from hypothesis import strategies as st
from test_store import needs_posix

from talentreg.cli.plan_page import print_changes
from talentreg.errors import Refused
from talentreg.intake.foretelling import Foretelling
from talentreg.intake.options import OnMatch, Options
from talentreg.intake.plan import Outcome, Plan, SheetPlan, SourcePlan
from talentreg.intake.plan_file import SavedPlan, load_plan, save_plan
from talentreg.intake.planning import make_plan
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.reading import read_book
from talentreg.records.contact import Contact
from talentreg.records.history import ALWAYS
from talentreg.records.person import Person
from talentreg.store.register import open_blank, open_for_reading, open_for_writing
from talentreg.store.stamp import Stamp, check_stamp, read_stamp
from talentreg.store.units import UnitNode

Run = Callable[..., Answer]
Book = Callable[..., Path]

STAMP = Stamp(3, "0" * 64)
PEOPLE = (
    "人员\n姓名|所属社区|联系电话|学历|返乡意愿|宠物\n"
    f"张三|望江社区|{phone(1)}|本科|就业|猫\n李四|望江社区|{phone(2)}|||"
)
MORE = (
    "人员\n姓名|身份证号|所属社区|联系电话|学历|返乡意愿|宠物\n"
    f"张三|{id_number(1)}|望江社区|{phone(1)}|大专|创业|狗\n王五||渡口社区|{phone(3)}|硕士||鱼"
)
CALLS = "联络\n姓名|所属社区|联络日期|联络方式|联络人\n张三|望江社区|2026-03-01|电话|赵主任"


text = st.text(max_size=8).map(lambda one: one.encode("utf-8", "ignore").decode())
day = st.dates(ALWAYS, date(2100, 1, 1))
ids = st.integers(-5, 5)
extra = st.none() | st.dictionaries(text, text, max_size=2)
outcomes = st.dictionaries(st.sampled_from(Outcome), st.integers(0, 9)).map(Counter)
sheet = st.builds(
    SheetPlan,
    *(text, text, text, outcomes, text),
    st.dictionaries(st.integers(1, 99), st.tuples(st.sampled_from(Outcome), ids)),
    st.integers(0, 30),
)
problem = st.builds(
    Problem,
    *(st.sampled_from(Weight), text, text, st.integers(0, 99), text, st.none() | st.integers(0, 20), text),
    st.lists(text, max_size=2).map(tuple),
)
source = st.builds(
    SourcePlan, st.sampled_from("ab"), st.sampled_from("xy"), ids, st.sampled_from([Person, Contact]), ids
)
person = st.fixed_dictionaries({"name": text}, optional={"phone": st.none() | text, "extra": extra})
dated = st.fixed_dictionaries({"person_id": ids, "on": day}, optional={"reason": st.none() | text})
contact = st.fixed_dictionaries(
    {"person_id": ids, "on": day}, optional={"next_on": st.none() | day, "extra": extra}
)
value = st.none() | text | ids  # a unit that is planned goes by its number in the plan
conflict = st.fixed_dictionaries(
    {"person_id": ids, "field": text, "stored": value, "offered": value, "file_id": text, "on": day}
)
unit = st.builds(UnitNode, *(ids, text, text, text), st.none() | ids, st.none() | day, st.none() | day)


def rows(row: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(row, max_size=3).map(tuple)


def whole(plan: Plan) -> Plan:
    """Let a plan's totals be the sums of its sheets, as they always are."""
    return replace(plan, totals=sum((one.outcomes for one in plan.sheets), Counter()))


plans = st.builds(
    Plan,
    files=rows(st.tuples(text, text)),
    sheets=rows(sheet),
    units=rows(unit),
    staff=rows(st.fixed_dictionaries({"name": text, "unit_id": st.none() | ids})),
    people=rows(person),
    updates=st.dictionaries(ids, person, max_size=3),
    statuses=rows(dated),
    affiliations=rows(dated),
    contacts=rows(contact),
    intentions=rows(dated),
    conflicts=rows(conflict),
    sources=st.lists(source, max_size=6).map(tuple),
    problems=rows(problem),
    remembered=st.dictionaries(text, st.dictionaries(text, text, max_size=2), max_size=2),
).map(whole)


@given(plan=plans, told=st.dictionaries(text, text, max_size=2))
def test_any_plan_is_read_back_the_same(plan: Plan, told: dict[str, str]) -> None:
    saved = SavedPlan(plan, STAMP, told)
    path = Path("计划.json")
    save_plan(saved, path, force=True)
    assert load_plan(path) == saved
    assert json.loads(path.read_text("utf-8"))["format"] == "talentreg-plan"


def planned(register: Path, *books: Path) -> SavedPlan:
    """Plan an import into a register, or into none."""
    opened = open_for_reading(register) if register.exists() else open_blank()
    with opened.reading() as connection:
        options = Options(on_match=OnMatch.UPDATE)
        plan = make_plan(connection, [read_book(path) for path in books], options)
        return SavedPlan(plan, read_stamp(connection), {"as_of": "2026-03-31"})


@pytest.fixture
def begun(run: Run, book: Book, own_register: Path) -> Path:
    """Lay a register with two people where the commands look for it."""
    run("import", book(PEOPLE, name="一.xlsx"))
    return own_register


def test_a_plan_of_real_books_is_read_back_the_same(begun: Path, book: Book) -> None:
    saved = planned(begun, book(MORE, name="二.xlsx"), book(CALLS, name="三.xlsx"))
    assert saved.plan.updates
    assert saved.plan.people
    assert saved.plan.contacts
    save_plan(saved, Path("计划.json"))
    assert load_plan(Path("计划.json")) == saved


@needs_posix
def test_a_plan_is_private_and_another_file_is_not_overwritten(begun: Path, book: Book) -> None:
    saved, path = planned(begun, book(MORE)), Path("计划.json")
    save_plan(saved, path)
    assert path.stat().st_mode & 0o777 == 0o600
    before, left = path.read_bytes(), os.listdir()
    with pytest.raises(Refused, match="已经存在"):
        save_plan(saved, path)
    assert path.read_bytes() == before
    save_plan(saved, path, force=True)
    assert sorted(os.listdir()) == sorted(left)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda text: text.replace("大专", "博士"), "不完整或被改动过"),
        (lambda text: text.replace('"newest": 1', '"newest": 2'), "不完整或被改动过"),
        (lambda text: text[: len(text) // 2], "不完整或被改动过"),
        (lambda text: text.rpartition('\n"checksum')[0] + "\n", "不完整或被改动过"),
        (lambda text: f"{text}还有", "不完整或被改动过"),
        (lambda text: json.dumps(json.loads(text)), "不是试导入保存的计划"),
        (lambda _: "", "不是试导入保存的计划"),
        (lambda _: '{"format": "别的"}', "不是试导入保存的计划"),
        (lambda _: '{"format": "talentreg-plan",\n', "不完整或被改动过"),
        (lambda _: '{"format": "talentreg-plan",\n乱\n', "不完整或被改动过"),
        (lambda text: text.replace('"version": 2', '"version": 3'), "别的版本"),
    ],
    ids="value stamp half no-sum more rewritten blank foreign beginning nonsense newer".split(),
)
def test_a_file_that_is_no_plan_or_was_edited_is_refused(
    begun: Path, book: Book, edit: Callable[[str], str], said: str
) -> None:
    path = Path("计划.json")
    save_plan(planned(begun, book(MORE)), path)
    text = path.read_text("utf-8")
    changed = edit(text)
    assert changed != text
    path.write_text(changed, "utf-8")
    with pytest.raises(Refused, match=said):
        load_plan(path)


def test_a_plan_that_is_not_there_is_refused(own_register: Path) -> None:
    for path in (Path("没有.json"), own_register.parent):
        with pytest.raises(Refused, match="打不开"):
            load_plan(path)


def check(register: Path, stamp: Stamp) -> None:
    """Check a stamp the way a commit does: inside the change set under way."""
    with open_for_writing(register).changing("import") as writer:
        check_stamp(writer.connection, stamp, writer.set_id)


def test_a_register_that_has_not_changed_takes_its_plan(run: Run, begun: Path, book: Book) -> None:
    stamp = planned(begun, book(MORE)).stamp
    run("import", book(MORE), "--dry-run")  # leaves an audit entry, and changes nothing
    check(begun, stamp)


@pytest.mark.parametrize("words", [("add", "赵六"), ("undo",)], ids=" ".join)
def test_a_register_that_has_changed_refuses_the_plan(
    run: Run, begun: Path, book: Book, words: tuple[str, ...]
) -> None:
    stamp = planned(begun, book(MORE)).stamp
    run(*words)
    with pytest.raises(Refused, match=r"登记册在计划之后有过变更（第2号 .*），计划已过时"):
        check(begun, stamp)


def test_another_register_refuses_the_plan(run: Run, begun: Path, book: Book) -> None:
    stamp = planned(begun, book(MORE)).stamp
    other = begun.with_name("other.db")
    run("--db", other, "add", "张三")
    with pytest.raises(Refused, match="另一本登记册"):
        check(other, stamp)


def test_a_plan_made_without_a_register_fits_a_new_one_only(run: Run, own_register: Path, book: Book) -> None:
    stamp = planned(own_register, book(MORE)).stamp
    check(own_register, stamp)
    run("add", "张三")
    with pytest.raises(Refused, match="还没有登记册"):
        check(own_register, stamp)


def told(register: Path, plan: Plan) -> list[dict[str, Any]]:
    with open_for_reading(register).reading() as connection:
        return list(Foretelling(plan, connection).documents())


def test_what_a_commit_would_do_is_told_person_by_person(begun: Path, book: Book) -> None:
    saved = planned(begun, book(MORE, name="二.xlsx"), book(CALLS, name="三.xlsx"))
    by_action = {one["action"]: one for one in told(begun, saved.plan)}
    assert list(by_action) == ["unit", "staff", "update", "new", "contact"]
    update = by_action["update"]
    assert (update["person"], update["name"], update["unit"]) == ("R000001", "张三", "望江社区")
    assert update["fields"]["身份证号"][0] == ""
    assert update["fields"]["返乡意愿"] == ("就业", "创业（2026-03-31）")
    assert update["fields"]["学历"] == ("本科", "大专")
    assert update["fields"]["宠物"] == ("猫", "狗")
    new = by_action["new"]
    assert (new["person"], new["name"], new["unit"]) == ("", "王五", "渡口社区")
    assert new["fields"]["学历"] == ("", "硕士研究生")
    assert new["fields"]["宠物"] == ("", "鱼")
    assert by_action["contact"]["fields"]["联络人"] == ("", "赵主任")


def test_the_file_tells_it_masked_beside_the_whole_values(begun: Path, book: Book) -> None:
    saved, path = planned(begun, book(MORE)), Path("计划.json")
    save_plan(saved, path, told(begun, saved.plan))
    document = json.loads(path.read_text("utf-8"))
    changes = json.dumps(document["changes"], ensure_ascii=False)
    assert phone(3) not in changes
    assert id_number(1) not in changes
    assert f"{phone(3)[:3]}****{phone(3)[-4:]}" in changes
    assert document["people"][0]["phone"] == phone(3)
    assert load_plan(path) == saved


def test_a_dry_run_prints_it_before_and_after(
    begun: Path, book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = planned(begun, book(MORE, name="二.xlsx"), book(CALLS, name="三.xlsx"))
    with open_for_reading(begun).reading() as connection:
        print_changes(saved.plan, connection)
    page = capsys.readouterr().out
    assert "将更新（1）\n  R000001  张三  望江社区\n" in page
    assert "      身份证号：（空） → 99**************" in page
    assert "      返乡意愿：就业 → 创业（2026-03-31）\n" in page
    assert "将新增（1）\n  王五  渡口社区  4项：" in page
    assert "将登记联络（1）\n  R000001  张三" in page
    assert phone(3) not in page


def test_everybody_stands_in_a_pipe(
    own_register: Path, book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "\n".join(f"人{n}|望江社区|{phone(n)}" for n in range(50))
    saved = planned(own_register, book(f"人员\n姓名|所属社区|联系电话\n{lines}"))
    with open_blank().reading() as connection:
        print_changes(saved.plan, connection)
    assert capsys.readouterr().out.count("望江社区") == 50
