"""`talentreg contact due`: who was never reached, who was promised a call, who has been silent too long."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, empty_register, lay_once, phone
from conftest import TODAY, Answer

Run = Callable[..., Answer]

PEOPLE = f"""姓名,所属街道,所属社区,联系电话,入库日期
张三,临江街道,望江社区,{phone(1)},2024-03-01
李四,青石街道,石门社区,{phone(2)},2024-03-01
"""
NOWHERE = f"姓名,联系电话,入库日期\n王五,{phone(3)},2024-03-01\n"
ZHANG, LI, WANG = "R000001", "R000002", "R000003"


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with three people nobody was in touch with; 王五 has no community."""

    def lay() -> None:
        for name, people in (("社区.csv", PEOPLE), ("无社区.csv", NOWHERE)):
            assert run("import", csv_book(people, name), "--unit", "/云河区").code == 0

    return lay_once(__name__, own_register, lay)


def ago(days: int) -> str:
    return (date.fromisoformat(TODAY) - timedelta(days=days)).isoformat()


def log(run: Run, person: str, words: str, on: str = TODAY) -> None:
    answer = run("contact", "log", person, "--on", on, *words.split())
    assert answer.code == 0, answer


def due(run: Run, words: str = "") -> list[dict[str, Any]]:
    answer = run("contact", "due", "--json", *words.split())
    assert (answer.code, answer.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(answer.out)
    return found


def reasons(run: Run, words: str = "") -> dict[str, str]:
    return {one["person"]: one["reason"] for one in due(run, words)}


def all_reached(run: Run, *people: str) -> None:
    """Let everybody, or some, be reached today."""
    for one in people or (ZHANG, LI, WANG):
        log(run, one, "--channel 微信 --note 刚联系")


# Why somebody is due


def test_somebody_never_reached_has_neither_day_nor_last_contact(run: Run) -> None:
    all_reached(run, LI, WANG)
    assert due(run) == [
        {
            "person": ZHANG,
            "name": "张三",
            "unit": "云河区/临江街道/望江社区",
            "reason": "never",
            "due": None,
            "last_on": None,
            "days": None,
            "by": None,
        }
    ]


@pytest.mark.parametrize(
    ("days", "words", "is_due"),
    [
        (89, "", False),
        (90, "", True),
        (91, "", True),
        (29, "--days 30", False),
        (30, "--days 30", True),
        (31, "--days 30", True),
        (365, "--days 366", False),
        (0, "--days 1", False),
        (1, "--days 1", True),
    ],
)
def test_so_many_days_make_a_silence_too_long(run: Run, days: int, words: str, is_due: bool) -> None:
    all_reached(run, LI, WANG)
    log(run, ZHANG, "--channel 电话 --by 赵主任", ago(days))
    patience = int(words.rsplit(maxsplit=1)[-1]) if words else 90
    expected = {
        "person": ZHANG,
        "name": "张三",
        "unit": "云河区/临江街道/望江社区",
        "reason": "overdue",
        "due": ago(days - patience),
        "last_on": ago(days),
        "days": days,
        "by": "赵主任",
    }
    assert due(run, words) == ([expected] if is_due else [])


@pytest.mark.parametrize(
    ("words", "on", "reason"),
    [
        ("--channel 电话", TODAY, None),
        ("--channel 走访 --presence 返乡", ago(89), None),
        ("--channel 微信 --inbound", ago(5), None),
        ("--channel 电话 --family", TODAY, "overdue"),
        ("--channel 电话 --no-answer", TODAY, "overdue"),
        ("--channel 电话", ago(200), "overdue"),
        ("--channel 电话", ago(90), "overdue"),
    ],
)
def test_only_reaching_the_person_ends_a_silence(run: Run, words: str, on: str, reason: str | None) -> None:
    log(run, ZHANG, "--channel 电话", ago(150))
    log(run, ZHANG, words, on)
    assert reasons(run).get(ZHANG) == reason


def test_a_late_entry_of_an_earlier_day_resets_nothing(run: Run) -> None:
    log(run, ZHANG, "--channel 电话", ago(120))
    before = due(run, "--reason 久未联系")
    log(run, ZHANG, "--channel 走访", ago(300))
    assert due(run, "--reason 久未联系") == before
    assert before[0]["last_on"] == ago(120)


@pytest.mark.parametrize(
    ("words", "last_on"), [("--family", None), ("--no-answer", None), ("--inbound", ago(100))]
)
def test_attempts_alone_leave_somebody_never_reached(run: Run, words: str, last_on: str | None) -> None:
    log(run, ZHANG, f"--channel 电话 {words}", ago(100))
    found = {one["person"]: one for one in due(run)}[ZHANG]
    assert (found["reason"], found["last_on"]) == ("overdue" if last_on else "never", last_on)


# The next step


@pytest.mark.parametrize(
    ("next_on", "words", "reason"),
    [
        (ago(1), "", "next_step"),
        (ago(0), "", "next_step"),
        (ago(-1), "", None),
        (ago(-1), "--ahead 1", "next_step"),
        (ago(-7), "--ahead 6", None),
        (ago(-7), "--ahead 7", "next_step"),
    ],
)
def test_a_promised_day_is_due_when_it_comes_or_within_the_days_looked_ahead(
    run: Run, next_on: str, words: str, reason: str | None
) -> None:
    log(run, ZHANG, f"--channel 电话 --by 赵主任 --next-on {next_on}", ago(10))
    found = {one["person"]: one for one in due(run, words)}.get(ZHANG)
    assert (found and found["reason"]) == reason
    if found:
        told = (found["due"], found["last_on"], found["days"], found["by"])
        assert told == (next_on, ago(10), 10, "赵主任")


def test_a_promise_presses_more_than_a_silence(run: Run) -> None:
    log(run, ZHANG, f"--channel 电话 --next-on {ago(100)}", ago(120))
    assert next((one["reason"], one["due"]) for one in due(run)) == ("next_step", ago(100))


def test_a_silence_is_due_before_a_promise_that_lies_ahead(run: Run) -> None:
    log(run, ZHANG, f"--channel 电话 --next-on {ago(-20)}", ago(120))
    assert reasons(run)[ZHANG] == "overdue"


@pytest.mark.parametrize(
    ("words", "on", "still"),
    [
        ("--channel 电话", ago(5), False),
        ("--channel 电话 --note 当天又打", ago(20), False),
        ("--channel 电话 --no-answer", ago(5), True),
        ("--channel 电话 --family", ago(5), True),
        ("--channel 电话", ago(30), True),
    ],
)
def test_a_promise_is_kept_only_by_reaching_the_person_later(
    run: Run, words: str, on: str, still: bool
) -> None:
    log(run, ZHANG, f"--channel 电话 --next-on {ago(8)}", ago(20))
    log(run, ZHANG, words, on)
    assert (reasons(run).get(ZHANG) == "next_step") == still


@pytest.mark.parametrize("how", ["", "--family", "--no-answer"])
def test_a_later_promise_takes_the_place_of_an_earlier(run: Run, how: str) -> None:
    log(run, ZHANG, f"--channel 电话 --by 赵主任 --next-on {ago(8)}", ago(20))
    log(run, ZHANG, f"--channel 电话 --by 何文静 --next-on {ago(2)} {how}", ago(10))
    found = {one["person"]: one for one in due(run)}[ZHANG]
    assert (found["due"], found["by"]) == (ago(2), "何文静")


def test_an_attempt_may_put_a_promise_off(run: Run) -> None:
    log(run, ZHANG, f"--channel 电话 --next-on {ago(8)}", ago(20))
    log(run, ZHANG, f"--channel 电话 --no-answer --next-on {ago(-8)}", ago(5))
    assert ZHANG not in reasons(run)
    assert reasons(run, "--ahead 8")[ZHANG] == "next_step"


def test_a_promise_set_by_an_attempt_is_due_though_nobody_was_reached(run: Run) -> None:
    log(run, ZHANG, f"--channel 电话 --no-answer --by 赵主任 --next-on {ago(1)}", ago(5))
    found = {one["person"]: one for one in due(run)}[ZHANG]
    told = (found["reason"], found["due"], found["last_on"], found["days"], found["by"])
    assert told == ("next_step", ago(1), None, None, "赵主任")


def test_a_promise_goes_with_an_edit_a_removal_and_comes_back_with_undo(run: Run) -> None:
    log(run, ZHANG, f"--channel 电话 --next-on {ago(8)}", ago(20))
    promised = due(run, "--reason 到期")
    for words in (("edit", "C000001", "下次联络日期="), ("remove", "C000001")):
        assert run("contact", *words).code == 0
        assert due(run, "--reason 到期") == []
        assert run("undo").code == 0
        assert due(run, "--reason 到期") == promised


# Who is looked at


@pytest.mark.parametrize("standing", ["待核", "退库", "去世"])
def test_only_enrolled_people_are_due(run: Run, standing: str) -> None:
    log(run, ZHANG, f"--channel 电话 --next-on {ago(8)}", ago(200))
    assert ZHANG in reasons(run)
    assert run("edit", ZHANG, f"在库状态={standing}", "--on", ago(3)).code == 0
    assert ZHANG not in reasons(run)
    assert run("edit", ZHANG, "在库状态=入库").code == 0
    assert ZHANG in reasons(run)


@pytest.mark.parametrize(
    ("unit", "people"),
    [("云河区", [ZHANG, LI, WANG]), ("临江街道", [ZHANG]), ("青石街道/石门社区", [LI])],
)
def test_a_unit_is_asked_with_everything_below_it(run: Run, unit: str, people: list[str]) -> None:
    assert list(reasons(run, f"--unit {unit}")) == people


def test_people_are_due_where_they_belong_today(run: Run) -> None:
    run("edit", ZHANG, "--unit", "石门社区", "--on", ago(30))
    assert [one["unit"] for one in due(run, "--unit 石门社区")] == ["云河区/青石街道/石门社区"] * 2
    assert due(run, "--unit 望江社区") == []
    assert run("unit", "move", "石门社区", "--to", "临江街道").code == 0
    assert list(reasons(run, "--unit 临江街道")) == [ZHANG, LI]
    assert {one["unit"] for one in due(run, "--unit 临江街道")} == {"云河区/临江街道/石门社区"}
    assert due(run, "--unit 青石街道") == []


def test_staff_see_whom_they_promised_or_spoke_to_last(run: Run) -> None:
    log(run, ZHANG, "--channel 电话 --by 赵主任", ago(200))
    log(run, LI, f"--channel 电话 --by 赵主任 --next-on {ago(1)}", ago(9))
    log(run, LI, "--channel 电话 --by 何文静 --no-answer", ago(2))
    assert reasons(run, "--by 赵主任") == {LI: "next_step", ZHANG: "overdue"}
    assert due(run, "--by 何文静") == []


@pytest.mark.parametrize("word", ["overdue", "久未联系", "超期"])
def test_one_reason_may_be_asked_for(run: Run, word: str) -> None:
    log(run, ZHANG, "--channel 电话", ago(200))
    log(run, LI, f"--channel 电话 --next-on {ago(1)}", ago(9))
    assert reasons(run, f"--reason {word}") == {ZHANG: "overdue"}


def test_promises_come_first_then_the_longest_silence_then_who_was_never_reached(run: Run) -> None:
    more = "\n".join(f"人{n},临江街道,望江社区,{phone(n)},2024-03-01" for n in range(4, 8))
    run("import", csv_book(f"姓名,所属街道,所属社区,联系电话,入库日期\n{more}\n", "又.csv"))
    log(run, "R000004", "--channel 电话", ago(100))
    log(run, "R000005", "--channel 电话", ago(200))
    log(run, "R000006", f"--channel 电话 --next-on {ago(1)}", ago(9))
    log(run, "R000007", f"--channel 电话 --next-on {ago(3)}", ago(9))
    order = ["R000007", "R000006", "R000005", "R000004", ZHANG, LI, WANG]
    assert list(reasons(run)) == order
    assert list(reasons(run, "--limit 3")) == order[:3]


# How it is told


def test_the_screen_says_how_many_for_what_reason_with_numbers_masked(run: Run) -> None:
    log(run, ZHANG, "--channel 电话 --by 赵主任", ago(100))
    log(run, LI, f"--channel 电话 --next-on {ago(1)}", ago(9))
    answer = run("contact", "due", "--limit", "2")
    assert answer.code == 0
    first, second, total = answer.out.partition("─\n")[2].splitlines()
    assert first.split() == [LI, "李四", "青石街道/石门社区", "154****0002", "到期", ago(1), ago(9), "9"]
    assert second.split()[4:] == ["久未联系", ago(10), ago(100), "100", "赵主任"]
    assert total.startswith("共3人：到期1人、久未联系1人、从未联系1人，这里列出前2；久未联系指90天")
    assert answer.err == "看全部：加 --limit 3，或用 --csv、--json\n"


def test_csv_holds_what_json_holds(run: Run) -> None:
    log(run, ZHANG, "--channel 电话 --by 赵主任", ago(100))
    rows = list(csv.DictReader(io.StringIO(run("contact", "due", "--csv").out.lstrip("\ufeff"))))
    assert list(rows[0]) == ["person", "name", "unit", "reason", "due", "last_on", "days", "by"]
    told = [{name: "" if value is None else str(value) for name, value in one.items()} for one in due(run)]
    assert rows == told


def test_nobody_due_is_said_in_words_and_as_an_empty_list(run: Run) -> None:
    all_reached(run)
    assert run("contact", "due", "--days", "30").out.startswith(
        "没有该联系的人：在库的人30天内都联系上了本人"
    )
    assert due(run) == []
    assert len(run("contact", "due", "--csv").out.splitlines()) == 1


def test_an_empty_register_owes_nobody(run: Run, office: Path) -> None:
    office.write_bytes(empty_register())
    assert due(run) == []
    assert run("contact", "due").code == 0


def test_a_missing_register_is_refused(run: Run, office: Path) -> None:
    office.unlink()
    assert (run("contact", "due").code, office.exists()) == (1, False)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--days 0", 2, "--days"),
        ("--days 很久", 2, "--days"),
        ("--ahead -1", 2, "--ahead"),
        ("--limit 0", 2, "--limit"),
        ("--reason 想念", 2, "到期(next_step)、久未联系(overdue)、从未联系(never)"),
        ("--json --csv", 2, "--json 和 --csv 只能选一个"),
        ("--unit 石山社区", 1, "没有名为「石山社区」的单位"),
        ("--by 没有人", 1, "没有名为「没有人」的工作人员"),
    ],
)
def test_what_cannot_be_asked_is_refused(run: Run, words: str, code: int, said: str) -> None:
    answer = run("contact", "due", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_asking_changes_nothing(run: Run, office: Path) -> None:
    before = office.read_bytes()
    run("contact", "due", "--json")
    assert office.read_bytes() == before


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("unit", ["云河区", "梅溪镇", "望江社区"])
@pytest.mark.parametrize("days", [30, 90, 365])
def test_the_unreached_are_those_a_period_of_so_many_days_left_uncontacted(
    run: Run, unit: str, days: int
) -> None:
    period = ("--from", ago(days - 1), "--to", TODAY)
    why = json.loads(run("why", "persons_uncontacted", *period, "--unit", unit, "--json").out)
    uncontacted = {row["person"] for row in why["rows"]}
    listed = due(run, f"--unit {unit} --days {days}")
    unreached = {one["person"] for one in listed if one["days"] is None or one["days"] >= days}
    others = [one["reason"] for one in listed if one["person"] not in unreached]
    assert unreached == uncontacted
    assert set(others) <= {"next_step"}
    assert uncontacted
