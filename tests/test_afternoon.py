"""A clerk's afternoon: a book as clerks keep it, a few calls, something to take back, the report."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer

Run = Callable[..., Answer]
Book = Callable[..., Path]

PEOPLE = "人才台账\n姓名|联系电话|学历\n张建国|15400000001|本科\n李梅|15400000002|硕士"


def test_the_second_import_says_no_change_even_of_somebody_with_only_a_name(run: Run, book: Book) -> None:
    path = book(PEOPLE + "\n赵敏||大专\n王强|154000000|高中")
    run("import", path, "--unit", "石桥社区")
    before = run("stats", "--json").out
    again = run("import", path, "--unit", "石桥社区")
    assert "没有变化" in again.out
    assert run("stats", "--json").out == before


def test_a_sheet_that_is_left_out_is_said_beside_the_table(run: Run, book: Book) -> None:
    answer = run("import", book(PEOPLE, "联系记录\n日期|姓名|联系情况\n2026-02-10|张建国|登门慰问"))
    _, _, below = answer.out.partition("合计")
    assert "联系记录" in below


def test_the_unit_of_an_import_tells_who_a_name_in_its_contacts_means(run: Run, book: Book) -> None:
    contacts = "联系记录\n联络日期|姓名|联络方式\n2026-02-10|张建国|走访"
    answer = run("import", book(PEOPLE, contacts), "--unit", "石桥社区")
    assert (answer.code, "联络1" in answer.out) == (0, True), answer.out


def test_a_unit_that_was_not_adopted_is_not_created(run: Run, samples: Path, book: Book) -> None:
    rows = "冯大伟|15472620597|临江街道|望江居委会\n钱多多|15400000077|临江街道|望江社区"
    run("import", book(f"台账\n姓名|联系电话|街道|社区\n{rows}"))
    assert run("why", "村社区数").out.startswith("村社区数：12个\n")


def test_a_near_miss_of_a_unit_is_said_wherever_the_unit_lies(run: Run, samples: Path, book: Book) -> None:
    answer = run("import", book("台账\n姓名|联系电话|社区\n李梅|15400000002|望江社区东"))
    assert "与「云河区/临江街道/望江社区」相近" in answer.out


def test_a_notice_said_of_many_rows_hides_no_other(run: Run, samples: Path, book: Book) -> None:
    many = "\n".join(f"人员{n}|154000001{n:02}|望江社区|务工经商" for n in range(30))
    last = "李梅|15400000002|望江社区|走南闯北"
    answer = run("import", book(f"台账\n姓名|联系电话|社区|人才类别\n{many}\n{last}"))
    assert "走南闯北" in answer.out
    assert answer.out.count("务工经商") < 5


def test_somebody_an_undo_keeps_keeps_their_standing(run: Run, book: Book) -> None:
    run("import", book(PEOPLE), "--unit", "石桥社区")
    run("contact", "log", "张建国", "--channel", "电话")
    assert run("undo", "1").code == 3
    kept = json.loads(run("show", "张建国", "--json").out)
    assert [one["status"] for one in kept["statuses"]] == ["enrolled"]
    assert kept["unit"] == "石桥社区"


def test_what_an_undo_keeps_is_called_by_its_number(run: Run, book: Book) -> None:
    run("import", book(PEOPLE), "--unit", "石桥社区")
    run("contact", "log", "张建国", "--channel", "电话")
    answer = run("undo", "1")
    assert "人才 R000001" in answer.out + answer.err


def test_an_undo_whose_rows_have_lost_their_person_is_refused(run: Run, book: Book) -> None:
    run("import", book(PEOPLE), "--unit", "石桥社区")
    run("contact", "log", "李梅", "--channel", "电话")
    run("undo", "2")
    run("undo", "1")
    answer = run("undo", "3")
    assert answer.code == 1, answer.err
    assert "第3号变更" in answer.out + answer.err


@pytest.mark.parametrize("name", ["报告", "报告.doc", "报告.xlsx"])
def test_a_report_is_written_under_a_name_word_opens(run: Run, samples: Path, name: str) -> None:
    run("report", "--out", name)
    assert [path.name for path in samples.parent.glob("报告*") if path.suffix != ".docx"] == []


def test_an_afternoon_from_the_book_to_the_report(run: Run, book: Book, own_register: Path) -> None:
    path = book(PEOPLE)
    tried = run("import", path, "--unit", "石桥社区", "--dry-run")
    assert "登记册没有改动" in tried.out
    assert not own_register.exists()
    assert "新人2" in run("import", path, "--unit", "石桥社区").out
    assert run("contact", "log", "张建国", "李梅", "--channel", "走访", "--presence", "返乡").code == 0
    assert run("why", "走访返乡人员").out.splitlines()[0] == "走访返乡人员：2人"
    assert "删除联络2" in run("undo").out
    assert run("why", "走访返乡人员").out.splitlines()[0] == "走访返乡人员：—"
    assert run("undo", "3").code == 0
    assert run("why", "走访返乡人员").out.splitlines()[0] == "走访返乡人员：2人"
    assert run("report").out == "2026年第一季度乡土人才联络服务工作情况报告.docx\n"
