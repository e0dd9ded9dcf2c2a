"""An undo never leaves what could not have been typed: two open cases, more paid than was due."""

from datetime import date
from pathlib import Path

import pytest
from books import dump, stored
from office_sheets import lay_office
from trees import Run, done

from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.store.register import open_for_writing


@pytest.fixture
def office(own_register: Path) -> Path:
    """Lay the register of four people."""
    return lay_office(own_register)


@pytest.mark.parametrize(
    ("laid", "taken_back", "since"),
    [
        (
            ["case add 甲 --on 2026-01-01"],
            "case edit GA000001 未成日期=2026-02-01",
            "case add 甲 --on 2026-03-01",
        ),
        (
            ["case add 甲 --on 2026-01-01"],
            "case remove GA000001",
            "case add 甲 --on 2026-03-01",
        ),
        (
            ["library add 后备干部库 --on 2025-01-01", "library join 后备干部库 甲 --on 2025-02-01"],
            "library leave 后备干部库 甲 --on 2025-06-01",
            "library join 后备干部库 甲 --on 2025-08-01",
        ),
        (
            [
                "library add 后备干部库 --on 2025-01-01 停用日期=2025-06-30",
                "library edit 后备干部库 停用日期=2026-06-30",
            ],
            "",
            "library join 后备干部库 甲 --on 2025-08-01",
        ),
        (
            ["apartment add 1-101 --on 2025-01-01", "apartment stay add 1-101 甲 --on 2025-02-01"],
            "apartment stay edit RZ000001 退租日期=2025-06-01",
            "apartment stay add 1-101 甲 --on 2025-08-01",
        ),
        (
            [
                "apartment add 1-101 --on 2025-06-01",
                "apartment edit 1-101 投用日期=2025-01-01",
            ],
            "",
            "apartment stay add 1-101 甲 --on 2025-02-01",
        ),
        (
            ["benefit add 甲 3000 待遇名称=补贴 --on 2026-01-01"],
            "benefit edit DY000001 应发金额=5000",
            "benefit pay DY000001 --amount 4000 --on 2026-02-01",
        ),
        (
            ["project add 甲厂 --on 2025-01-01 终止日期=2025-06-30 终止原因=停产"],
            "project edit 甲厂 终止日期= 终止原因=",
            "project fund add 甲厂 100 --on 2025-08-01",
        ),
    ],
    ids=[
        *("a failed case", "a removed case", "a stay in a library", "a library's end"),
        *("a stay in an apartment", "an apartment's first day", "a larger amount", "an ended project"),
    ],
)
def test_what_came_since_would_contradict(
    run: Run, office: Path, laid: list[str], taken_back: str, since: str
) -> None:
    for words in (*laid, *([taken_back] if taken_back else [])):
        done(run, *words.split())
    number = str(stored(office, "select max(id) from change_set")[0][0])
    done(run, *since.split())
    before = dump(office)
    answer = run("undo", number)
    assert (answer.code, "会互相矛盾" in answer.err, dump(office)) == (1, True, before), answer
    done(run, "undo")
    done(run, "undo", number)


def test_a_payment_that_was_removed_does_not_come_back_beside_another(run: Run, office: Path) -> None:
    done(run, "benefit", "add", "甲", "3000", "待遇名称=补贴", "--on", "2026-01-01")
    done(run, "benefit", "pay", "DY000001", "--on", "2026-02-01")
    done(run, "benefit", "payment", "remove", "FF000001")
    number = str(stored(office, "select max(id) from change_set")[0][0])
    done(run, "benefit", "pay", "DY000001", "--on", "2026-02-05")
    answer = run("undo", number)
    assert (answer.code, "待遇 DY000001 与发放 FF00000" in answer.err) == (1, True), answer


def test_a_benefit_goes_with_its_payments_and_comes_back_with_them(run: Run, office: Path) -> None:
    done(run, "benefit", "add", "甲", "3000", "待遇名称=补贴", "--on", "2026-01-01")
    done(run, "benefit", "pay", "DY000001", "--on", "2026-02-01")
    answer = run("benefit", "remove", "DY000001")
    assert (answer.code, "还有发放 FF000001用着它" in answer.err) == (1, True), answer


def test_a_sheet_of_a_thousand_newcomers_is_taken_back_whole(run: Run, office: Path) -> None:
    before = {name: dump(office)[name] for name in ("person", "milestone")}
    with open_for_writing(office).changing("milestone import") as writer:
        for place in range(1_010):  # a condition for each would be deeper than SQLite reads
            one = writer.insert(Person, {"name": f"新{place}"})
            day = date(2026, 1, 5)
            writer.insert(Milestone, {"person_id": one, "kind": "recruited", "on": day, "entered_on": day})
    assert "删除成效1010，删除人才1010" in done(run, "undo").out
    assert {name: dump(office)[name] for name in before} == before
