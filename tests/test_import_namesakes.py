"""Namesakes of one house: who has a father's name and phone is not the father, whatever else a book lacks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, id_number, phone, stored, tally
from conftest import Answer

Run = Callable[..., Answer]

HEADINGS = "姓名,出生年月,联系电话,身份证号,所属社区\n"
HOME = phone(77)


def row(birth: str = "", own: str = HOME, number: str = "", community: str = "望江社区") -> str:
    return f"施勇,{birth},{own},{number},{community}\n"


def people(register: Path) -> int:
    return len(stored(register, "SELECT id FROM person"))


@pytest.mark.parametrize("at_once", [True, False], ids=["in one book", "in two books"])
@pytest.mark.parametrize(
    ("one", "other", "persons"),
    [
        (row("1958-02"), row("1986-03-11"), 2),
        (row("1958"), row("1986"), 2),
        (row("1986-03-11"), row(number=id_number(31, "19580211")), 2),
        (row("1971"), row("1986"), 2),
        (row("1972"), row("1986"), 1),
        (row("1976-03-11"), row("1986-03-11"), 1),
        (row("1986-03"), row(), 1),
        (row("1959-11-23", phone(1)), row("1959-11-05", phone(2)), 2),
        (row("1959-11-23", phone(1)), row("1959-11", phone(2)), 1),
        (row("1959-11", phone(1)), row("1959-11-05", phone(2)), 1),
        (row("1959-11-23", phone(1)), row("1959-11-05", phone(1)), 1),
    ],
    ids=[
        "a father and a son who share the phone",
        "a father and a son of whom the years are known",
        "a father who is told by his ID number",
        "fifteen years apart",
        "fourteen years apart",
        "a decade that was mistyped",
        "no birth to tell them by",
        "two days of one month",
        "a month, and a day of it",
        "a day, and its month",
        "a day that was mistyped, the phone the same",
    ],
)
def test_a_name_and_a_phone_are_one_person_unless_a_generation_lies_between(
    run: Run, own_register: Path, one: str, other: str, persons: int, at_once: bool
) -> None:
    if at_once:
        assert run("import", csv_book(HEADINGS + one + other)).code == 0
    else:
        assert run("import", csv_book(HEADINGS + one, "一.csv")).code == 0
        assert run("import", csv_book(HEADINGS + other, "二.csv")).code == 0
    assert people(own_register) == persons


def test_who_is_entered_beside_a_namesake_of_the_same_phone_is_told(run: Run, own_register: Path) -> None:
    run("import", csv_book(HEADINGS + row("1958-02"), "一.csv"))
    answer = run("import", csv_book(HEADINGS + row("1986-03"), "二.csv"))
    told = "与 R000001  施勇  望江社区  154****0077 同名同电话，但出生相差15年以上，按另一人登记"
    assert f"{told}；如是同一人请核对出生年月［施勇］" in answer.out


def test_both_are_found_again_by_what_tells_them_apart(run: Run, own_register: Path) -> None:
    run("import", csv_book(HEADINGS + row("1958-02") + row("1986-03")))
    again = run("import", csv_book(HEADINGS + row("1986") + row("1958") + row(), "又.csv"))
    assert tally(again) == {"无变化": 2, "未导入": 1}
    assert "有2人同名同电话" in again.out
