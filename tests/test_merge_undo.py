"""A merger and its undo: whatever was entered of two people, both are again exactly what they were."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from books import stored
from conftest import Answer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tangle import PEOPLE, make_tangle
from test_store import contents

from talentreg.cli.period_asking import choose
from talentreg.errors import Refused
from talentreg.figures.catalogue import FIGURES
from talentreg.figures.compute import Counting
from talentreg.figures.definition import Mode
from talentreg.store.changes import Writer
from talentreg.store.distinct import note_distinct
from talentreg.store.merging import Merged, merge_people
from talentreg.store.register import Register, open_for_writing
from talentreg.store.undo import undo
from talentreg.store.units import load_units

Run = Callable[..., Answer]

checked = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def tangled(seed: int) -> Iterator[Path]:
    """Lay a register of tangled histories, people of which are said to be others than some."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        path.write_bytes(_laid(seed))
        yield path


@cache
def _laid(seed: int) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        make_tangle(path, seed)
        with open_for_writing(path).changing("dupes") as writer:
            for one in range(1, PEOPLE, 3):
                note_distinct(writer, one, one % PEOPLE + 2)
        return path.read_bytes()


def merge(register: Register, kept: int, other: int, keep: dict[str, int]) -> Merged:
    """Merge two; where somebody has to say which standing is right, that of the one who stays is."""
    with register.changing("merge") as writer:
        try:
            return _merge(writer, kept, other, keep)
        except Refused:
            return _merge(writer, kept, other, keep | {"status": kept})


def _merge(writer: Writer, kept: int, other: int, keep: dict[str, int]) -> Merged:
    return merge_people(writer, load_units(writer.connection), kept, other, keep, overrule=True)


@st.composite
def mergers(draw: st.DrawFn) -> list[tuple[int, int, dict[str, int]]]:
    """Draw mergers one after the other, some into one person, some of one who was merged into."""
    people = draw(st.lists(st.integers(1, PEOPLE), min_size=2, max_size=5, unique=True))
    done, living = [], list(people)
    while len(living) > 1:
        kept, other = draw(st.permutations(living))[:2]
        whose = st.sampled_from((kept, other))
        keep = draw(st.dictionaries(st.sampled_from(("unit", "name")), whose))
        done.append((kept, other, keep))
        living.remove(other)
    return done


@checked
@given(seed=st.integers(0, 5), mergers=mergers())
def test_undone_mergers_leave_no_trace_and_redone_ones_are_as_before(
    seed: int, mergers: list[tuple[int, int, dict[str, int]]]
) -> None:
    for path in tangled(seed):
        register, states = open_for_writing(path), []
        for kept, other, keep in mergers:
            states.append(contents(path))
            try:
                merge(register, kept, other, keep)
            except Refused:  # who was chosen for their unit has none
                states.pop()
                break
        for state in reversed(states):
            merged = contents(path)
            undone = undo(register)
            assert undone.kept == []
            assert contents(path) == state
            undo(register, undone.by)
            assert contents(path) == merged
            undo(register)
            assert contents(path) == state


OF_OWN_FIELDS = ("dossiers_complete", "signed_", "recruited_")
"""Figures that ask what fields hold: of two values the one stays whose person was kept first."""


OF_PERSONS = [
    figure
    for key, figure in FIGURES.items()
    if figure.mode is Mode.PERSONS and not key.startswith(OF_OWN_FIELDS)
]


def persons_counted(path: Path) -> dict[tuple[str, str], float | None]:
    """Count the people of every figure of people, over the whole register, in the last two quarters."""
    counted: dict[tuple[str, str], float | None] = {}
    with open_for_writing(path).reading() as connection:
        for quarter in ("2025Q4", "2026Q1"):
            counting = Counting(connection, choose({"quarter": quarter}))
            for value in counting.figures(OF_PERSONS):
                counted[quarter, value.figure.key] = value.value
    return counted


IN_LATEST = """
SELECT p.id FROM person p
WHERE (SELECT s.status FROM status s WHERE s.person_id = p.id AND s."on" <= '2026-03-31'
       ORDER BY s."on" DESC, s.id DESC LIMIT 1) IN ('enrolled', 'pending')
ORDER BY p.id
"""


@cache
def who_is_in(seed: int) -> list[int]:
    """List the people of a register who are in it today: nobody has to choose whose standing counts."""
    return [int(str(one)) for path in tangled(seed) for (one,) in stored(path, IN_LATEST)]


@checked
@given(
    seed=st.integers(0, 5),
    places=st.lists(st.integers(0, 9), min_size=3, max_size=3, unique=True),
)
def test_in_whatever_order_three_are_made_one_the_same_people_count(seed: int, places: list[int]) -> None:
    first, second, third = (who_is_in(seed)[place] for place in places)
    orders = (
        ((first, second), (first, third)),
        ((second, third), (first, second)),
        ((third, second), (third, first)),
    )
    results = []
    for order in orders:
        for path in tangled(seed):
            with open_for_writing(path).changing("merge") as writer:
                for kept, other in order:
                    _merge(writer, kept, other, {})
            results.append(persons_counted(path))
    assert results[0] == results[1] == results[2]


@pytest.fixture
def people(run: Run) -> Callable[..., Answer]:
    """Enter 甲, 乙 and 丙, each with one call, and merge 乙 into 甲."""
    for name in "甲乙丙":
        run("add", name, *(["学历=本科"] if name == "乙" else []))
        run("contact", "log", name, "--channel", "电话", "--on", "2026-03-01", "--note", name)
    run("merge", "甲", "乙")
    return run


def test_what_came_since_stays_and_is_named(people: Run, own_register: Path) -> None:
    people("contact", "log", "R000002", "--channel", "走访", "--on", "2026-03-02")
    people("edit", "R000001", "学历=博士研究生")
    answer = people("undo", "7")
    assert answer.code == 3
    assert "人才 R000001  甲" in answer.out
    rows = contents(own_register)
    assert [row[0] for row in rows["person"]] == [1, 2, 3]
    assert [row[1] for row in rows["contact"]] == [1, 2, 3, 1]


@pytest.mark.parametrize(("kept", "other"), [("丙", "甲"), ("甲", "丙")])
def test_who_was_merged_on_is_first_taken_out_again(
    people: Run, own_register: Path, kept: str, other: str
) -> None:
    before = contents(own_register)
    assert people("merge", kept, other).code == 0
    answer = people("undo", "7")
    assert answer.code == 1
    assert "第8号又合并了同一人" in answer.err
    assert "talentreg undo 8" in answer.err
    assert people("show", "R000002").out.startswith("R000003  丙" if kept == "丙" else "R000001  甲")
    assert people("undo").code == 0
    assert contents(own_register) == before
    assert people("undo", "7").code == 0
    assert people("undo", "10").code == 0
    assert contents(own_register) == before


def test_a_merger_is_not_done_again_over_what_came_since(people: Run, own_register: Path) -> None:
    people("undo")
    people("contact", "log", "乙", "--channel", "走访", "--on", "2026-03-02")
    before = contents(own_register)
    answer = people("undo", "8")
    assert answer.code == 1
    assert "R000002 在第8号变更之后又有登记，没有撤销" in answer.err
    assert "talentreg merge R000001 R000002" in answer.err
    assert contents(own_register) == before


def test_a_merger_undone_is_not_done_again_after_another(people: Run, own_register: Path) -> None:
    people("undo")
    people("merge", "甲", "丙")
    before = contents(own_register)
    answer = people("undo", "8")
    assert (answer.code, "第9号又合并了同一人" in answer.err) == (1, True)
    assert contents(own_register) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("3", "人才 R000002  已并入 R000001  甲"),  # 乙 was entered
        ("4", "联络 C000002  R000001  甲"),  # 乙 was called
    ],
)
def test_what_was_entered_of_one_who_was_merged_is_kept(
    people: Run, own_register: Path, change: str, told: str
) -> None:
    before = contents(own_register)
    answer = people("undo", change)
    assert (answer.code, answer.err) == (3, "")
    assert contents(own_register) == before
    assert told in answer.out


def test_a_correction_of_one_who_was_merged_is_kept(run: Run) -> None:
    run("add", "甲")
    run("add", "乙")
    run("edit", "乙", "学历=本科")
    run("merge", "甲", "乙")
    answer = run("undo", "3")
    assert (answer.code, "人才 R000002  已并入 R000001  甲" in answer.out) == (3, True)


def test_a_contact_removed_before_does_not_come_back_to_nobody(run: Run) -> None:
    run("add", "甲")
    run("add", "乙")
    run("contact", "log", "乙", "--channel", "电话")
    run("contact", "remove", "C000001")
    run("merge", "甲", "乙")
    answer = run("undo", "4")
    assert answer.code == 1
    assert "R000002 的，此人后来已并入 R000001，没有撤销" in answer.err
    assert "talentreg undo 5" in answer.err


def _merge_and_stop(register: Register) -> None:
    with register.changing("merge") as writer:
        _merge(writer, 1, 2, {})
        raise KeyboardInterrupt


def test_a_kill_in_the_middle_leaves_two_people(own_register: Path, people: Run) -> None:
    people("undo")
    before = contents(own_register)
    register = open_for_writing(own_register)
    with pytest.raises(KeyboardInterrupt):
        _merge_and_stop(register)
    assert contents(own_register) == before
    with closing(sqlite3.connect(own_register)) as file:
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
