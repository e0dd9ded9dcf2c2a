"""Taking many updates back at once: the same as one after the other."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from test_store import contents

from talentreg.records.person import Person
from talentreg.records.sameness import Conflict
from talentreg.store import undo as taking_back
from talentreg.store.register import open_for_writing
from talentreg.store.undo import undo

Run = Callable[..., Answer]
Update = tuple[type[Any], int, Mapping[str, Any]]

ONE, OTHER = "990101199003078893", "990101199003078914"


@pytest.fixture
def people(run: Run, own_register: Path) -> Path:
    """Enter three people, the first with an ID number."""
    assert run("add", "张三", f"身份证号={ONE}", "学历=本科").code == 0
    assert run("add", "李四", "学历=大专").code == 0
    assert run("add", "王五").code == 0
    return own_register


def update(register: Path, *updates: Update) -> None:
    """Write updates in one change set, one after the other."""
    with open_for_writing(register).changing("edit") as writer:
        for record, row_id, values in updates:
            writer.update(record, row_id, values)


@pytest.mark.parametrize(
    "updates",
    [
        [(Person, 1, {"degree": "硕士"}), (Person, 1, {"degree": "博士", "employer": "江州大学"})],
        [(Person, 1, {"id_number": None}), (Person, 2, {"id_number": ONE})],
        [(Person, 1, {"id_number": OTHER}), (Person, 3, {"id_number": ONE}), (Person, 2, {"degree": None})],
        [(Person, one, {"name": name}) for one, name in ((1, "赵一"), (2, "钱二"), (3, "孙三"))],
    ],
    ids=["one row twice", "a number changes hands", "a number is passed on", "names with what follows"],
)
@pytest.mark.parametrize("batch", [1, 2, 10_000])
def test_updates_are_taken_back_and_brought_back_whatever_their_order(
    people: Path, updates: list[Update], batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_back, "BATCH", batch)
    before = contents(people)
    update(people, *updates)
    after = contents(people)
    assert undo(open_for_writing(people)).kept == []
    assert contents(people) == before
    undo(open_for_writing(people), 5)
    assert contents(people) == after


def test_of_many_updates_those_changed_since_are_kept_and_named_in_order(people: Path) -> None:
    update(people, *((Person, one, {"degree": "硕士", "employer": "江州大学"}) for one in (1, 2, 3)))
    update(people, (Person, 3, {"degree": "博士"}), (Person, 1, {"degree": "博士", "employer": "云河一中"}))
    undone = undo(open_for_writing(people), 4)
    assert undone.kept == [("人才", "R000003"), ("人才", "R000001")]
    assert undone.counts["人才", "还原"] == 2
    assert [row[20] for row in contents(people)["person"]] == ["博士", "大专", "博士"]


def test_updates_of_two_types_in_turn_come_back_together(people: Path) -> None:
    with open_for_writing(people).changing("import") as writer:
        told = {"field": "degree", "stored": "本科", "offered": "硕士", "on": date(2026, 3, 30)}
        writer.insert_many(Conflict, [{**told, "person_id": one} for one in (1, 2)])
    before = contents(people)
    decided = {"choice": "offered", "chosen": "硕士"}
    in_turn = ((Person, 1, {"degree": "硕士"}), (Conflict, 1, decided))
    update(people, *in_turn, (Person, 2, {"degree": "硕士"}), (Conflict, 2, decided))
    undone = undo(open_for_writing(people))
    assert undone.counts == {("人才", "还原"): 2, ("出入", "还原"): 2}
    assert contents(people) == before
