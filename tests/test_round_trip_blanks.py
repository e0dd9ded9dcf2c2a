"""What an office empties on purpose stays empty, and a unit nobody knows is not made of a slip."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, phone, stored
from conftest import Answer
from edited import BOOK, edit, send

Run = Callable[..., Answer]

OLD = f"姓名,联系电话,工作单位,宠物,所属街道,所属社区\n张三,{phone(1)},江州大学,猫,临江街道,望江社区\n"


def send_back(run: Run, **cells: str | None) -> Answer:
    """Send the workbook, change some cells of the one person, and import it."""
    send(run)
    edit({"张三": cells})
    return run("import", BOOK)


def says(register: Path, heading: str) -> str | None:
    """Return what the register says of the one person."""
    ((employer, extra),) = stored(register, "SELECT employer, extra FROM person")
    kept = {"工作单位": employer, **json.loads(str(extra or "{}"))}
    return kept.get(heading)


@pytest.mark.parametrize(
    ("heading", "old", "new"), [("工作单位", "江州大学", "江州医院"), ("宠物", "猫", "狗")]
)
def test_an_older_book_does_not_fill_what_was_emptied_since(
    run: Run, own_register: Path, heading: str, old: str, new: str
) -> None:
    run("import", csv_book(OLD, "旧.csv"))
    assert says(own_register, heading) == old
    assert send_back(run, **{heading: None}).code == 0
    assert says(own_register, heading) is None
    again = run("import", Path("旧.csv"))
    assert (again.code, says(own_register, heading)) == (0, None)
    assert "没有变化" in again.out
    assert run("conflicts", "list").out.strip() == "没有待核对的出入"
    run("undo")
    assert says(own_register, heading) == old
    assert send_back(run, **{heading: None}).code == 0
    run("import", csv_book(OLD.replace(old, new), "新.csv"))
    assert says(own_register, heading) == new


@pytest.mark.parametrize(
    ("typed", "units", "said"),
    [
        ("不存在村", 2, "登记册里没有单位「不存在村」，所属单位没有改动"),
        ("临江街道/新村", 3, "新建单位（1）：新村"),
    ],
)
def test_a_unit_typed_by_hand_is_entered_only_below_one_that_is_known(
    run: Run, own_register: Path, typed: str, units: int, said: str
) -> None:
    run("import", csv_book(OLD, "旧.csv"))
    answer = send_back(run, 所属单位=typed)
    assert said in answer.out
    assert len(stored(own_register, "SELECT id FROM unit")) == units
