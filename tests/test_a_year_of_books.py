"""After a year of overlapping books everybody is there once, and nobody was merged by the machine alone."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pytest
from a_year import Sent, Whom, Year, a_year, who_is_who
from books import empty_register, stored
from conftest import Answer
from openpyxl import load_workbook

Run = Callable[..., Answer]

REVIEW = Path("核对.xlsx")
MOST_ROUNDS = 5


def take_in(run: Run, books: Iterable[Sent]) -> None:
    """Import books; a row that may mean several people waits for somebody who knows."""
    for sent in books:
        assert run("import", sent.path).code in (0, 3)


def review(run: Run, whom: Whom) -> Counter[str]:
    """Answer a review workbook as somebody does who knows everybody; return the answers given."""
    given: Counter[str] = Counter()
    REVIEW.unlink(missing_ok=True)
    assert run("dupes", "--xlsx", REVIEW).code == 0
    if not REVIEW.exists():
        return given
    book = load_workbook(REVIEW)
    sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
    heads = {str(cell.value): place for place, cell in enumerate(sheet[1])}
    for row in sheet.iter_rows(min_row=2):
        pair = [str(row[heads[name]].value) for name in ("甲编号", "乙编号")]
        if pair[0].startswith("R"):
            first, second = (whom[int(number[1:])] for number in pair)
            row[heads["决定"]].value = "同一人" if first == second else "不是同一人"
            given[str(row[heads["决定"]].value)] += 1
    book.save(REVIEW)
    assert run("dupes", "--from", REVIEW).code == 0
    return given


def settle(run: Run, register: Path, year: Year) -> Counter[str]:
    """Import, review, and import again what had to wait, until nobody is doubted any more."""
    given: Counter[str] = Counter()
    for _ in range(MOST_ROUNDS):
        new = review(run, who_is_who(register, year))
        if not new:
            return given
        given += new
        take_in(run, year.books)
    raise AssertionError("people are doubted again and again")


def people(register: Path) -> int:
    return int(str(stored(register, "SELECT count(*) FROM person")[0][0]))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_a_year_the_count_of_people_is_right(run: Run, own_register: Path, seed: int) -> None:
    year = a_year(seed)
    take_in(run, year.books)
    before = people(own_register)
    assert all(len(real) == 1 for real in who_is_who(own_register, year).values())
    given = settle(run, own_register, year)
    assert before - people(own_register) <= given["同一人"]
    assert people(own_register) == year.count()


def test_nobody_is_merged_but_by_a_decision(run: Run, own_register: Path) -> None:
    year = a_year(4)
    take_in(run, [*year.books, *year.books])
    assert run("dupes").code == 0
    assert stored(own_register, "SELECT count(*) FROM merged_person") == [(0,)]


def test_the_order_of_imports_does_not_change_who_is_who(run: Run, own_register: Path) -> None:
    year = a_year(5, people=60)
    for shuffle in range(4):
        own_register.write_bytes(empty_register())
        Random(shuffle).shuffle(year.books)
        take_in(run, year.books)
        settle(run, own_register, year)
        whom = who_is_who(own_register, year)
        assert sorted(map(sorted, whom.values())) == [[one] for one in sorted(set(year.meant().values()))]
