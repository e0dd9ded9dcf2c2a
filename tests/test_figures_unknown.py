"""Unknown is not zero: what a register without some type of record says, and a period still running."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from diary import Counts, counted, write_diary

from talentreg.figures.catalogue import FIGURES
from talentreg.store.register import open_for_writing

Run = Callable[..., Answer]

OF_CONTACTS = (
    "returnees_visited",
    "away_phoned",
    "persons_contacted",
    "contacts_made",
    "contacts_family",
    "contacts_unreached",
    "condolence_visits",
)
OF_INTENTIONS = ("willing_business", "willing_office", "willing_job", "willing_any")


def test_a_register_that_holds_nothing_knows_no_figure(run: Run, own_register: Path) -> None:
    open_for_writing(own_register)
    assert all_figures(run) == dict.fromkeys(FIGURES, None)
    nothing: Counts = dict.fromkeys(FIGURES)
    assert counted(run, nothing) == nothing


def test_a_register_of_units_alone_knows_how_many_and_that_none_has_worked(
    run: Run, own_register: Path
) -> None:
    write_diary(own_register, "")
    known = {"townships": 2, "communities": 3, "communities_active": 0}
    assert all_figures(run) == dict.fromkeys(FIGURES, None) | known


def test_without_contacts_and_intentions_their_figures_are_unknown_not_zero(
    run: Run, own_register: Path
) -> None:
    write_diary(own_register, "2026-02-01 甲 入库")
    found = all_figures(run)
    assert [found[key] for key in (*OF_CONTACTS, *OF_INTENTIONS)] == [None] * 11
    assert (found["persons_enrolled"], found["persons_withdrawn"]) == (1, 0)


def test_a_unit_without_contacts_made_none_where_another_unit_has_some(run: Run, own_register: Path) -> None:
    write_diary(own_register, "2026-02-01 甲 走访 返乡")
    assert counted(run, {"contacts_made@渡口社区": 0}) == {"contacts_made@渡口社区": 0}


def all_figures(run: Run) -> dict[str, Any]:
    answer = run("stats", "--quarter", "2026Q1", "--json")
    return {figure["key"]: figure["value"] for figure in json.loads(answer.out)["figures"]}


def test_a_running_quarter_says_up_to_which_day_and_ends_on_its_last(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_diary(own_register, "2026-02-10 甲 入库")
    monkeypatch.setenv("TALENTREG_TODAY", "2026-02-10")
    assert json.loads(run("stats", "--json").out)["period"] == {
        "label": "2026年第一季度（截至2月10日）",
        "start": "2026-01-01",
        "end": "2026-03-31",
    }
