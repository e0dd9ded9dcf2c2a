"""Every row has a fate, the preview tells it, the second time nothing happens, and undo takes it all back."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, dump, empty_register, id_number, phone, stored, tally
from conftest import Answer

from talentreg.places import sample_books

Run = Callable[..., Answer]
Book = Callable[..., Path]

PEOPLE = f"人员\n姓名|联系电话|所属社区\n张三|{phone(1)}|望江社区\n李四|{phone(2)}|渡口社区"
CONTACTS = f"联络\n姓名|联系电话|联络日期|联络方式|联络人\n张三|{phone(1)}|2026-03-05|走访|李明"


def lines(answer: Answer) -> list[str]:
    """Return what an import says, but for what a dry run words differently."""
    plain = re.sub(r"将写入：|已写入：", "写入：", answer.out)
    plain = re.sub(r"\n将(更新|新增|登记联络)（.*?\n\n(?=读取)", "\n", plain, flags=re.DOTALL)
    return [line for line in plain.split("\n") if not line.startswith(("这是试导入", "如需整批取消"))]


@pytest.fixture
def begun(own_register: Path) -> Path:
    """Lay an empty register where the commands look for it."""
    own_register.write_bytes(empty_register())
    return own_register


def who_is_who(register: Path) -> list[tuple[object, ...]]:
    """Return everybody with their unit and contacts, in no order the import decides."""
    query = """select p.name, p.phone, p.id_number, p.birth, p.degree,
               (select u.name from affiliation a join unit u on u.id = a.unit_id where a.person_id = p.id),
               (select group_concat("on" || channel || coalesce(note, ''), '|') from
                 (select * from contact c where c.person_id = p.id order by "on", channel, note))
               from person p"""
    return sorted(stored(register, query), key=repr)


def test_the_samples_come_in_row_by_row_and_once(run: Run, own_register: Path) -> None:
    books = sample_books()
    expected = {"新增": 2100, "表内重复": 1, "跳过": 8}
    dry = run("import", *books, "--dry-run")
    assert (tally(dry), dry.code, own_register.exists()) == (expected, 0, False)
    real = run("import", *books)
    assert (tally(real), lines(real)) == (expected, lines(dry))
    before = dump(own_register)
    again = run("import", *books)
    assert (sum(tally(again).values()), again.code) == (2109, 0)
    assert set(tally(again)) <= {"无变化", "表内重复", "跳过"}
    assert "没有变化" in again.out
    assert dump(own_register) == before


def test_the_order_of_the_sample_books_does_not_change_who_is_who(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    assert run("--db", other, "import", *reversed(sample_books())).code == 0
    assert who_is_who(other) == who_is_who(samples)


def test_contacts_may_stand_before_the_people_they_speak_of(run: Run, book: Book, own_register: Path) -> None:
    contacts, people = book(CONTACTS, name="先.xlsx"), book(PEOPLE, name="后.xlsx")
    assert tally(run("import", contacts, people)) == {"新增": 3}
    assert stored(own_register, "select name from person join contact on person_id = person.id") == [
        ("张三",)
    ]


def test_a_sheet_of_contacts_may_stand_before_the_sheet_of_people(run: Run, book: Book) -> None:
    assert tally(run("import", book(CONTACTS, PEOPLE))) == {"新增": 3}


def test_a_sheet_that_is_no_list_is_named_and_passed_over(run: Run, book: Book) -> None:
    answer = run("import", book("封面\n乡土人才登记表", "空白", PEOPLE, "统计\n社区|人数\n望江社区|2"))
    assert tally(answer) == {"新增": 2}
    assert [line.split()[1:3] for line in answer.out.split("\n") if line.startswith(" 登记表.xlsx")] == [
        ["人员", "人员"],
        ["封面", "没有认得的表头"],
        ["空白", "空白工作表"],
        ["统计", "没有认得的表头"],
    ]


def test_a_dry_run_on_a_register_writes_no_row_and_says_what_the_import_will(
    run: Run, book: Book, samples: Path
) -> None:
    before, path = dump(samples), book(PEOPLE, CONTACTS)
    dry = run("import", path, "--dry-run")
    assert (dry.code, dump(samples)) == (0, before)
    assert lines(run("import", path)) == lines(dry)
    assert dump(samples) != before


def test_undo_takes_an_import_back_to_the_row(run: Run, book: Book, samples: Path) -> None:
    before = dump(samples)
    name, number = stored(samples, "select name, id_number from person where id_number is not null")[0]
    headings = "姓名|身份证号|学历|所属街道|所属社区|返乡意愿|子女情况"
    update = f"更新\n{headings}\n{name}|{number}|博士|新设街道|新社区|待定|二女"
    run("import", book(PEOPLE, CONTACTS, update), "--on-match", "update")
    assert dump(samples) != before
    assert run("undo").code == 0
    assert dump(samples) == before


def test_strict_writes_nothing_when_one_row_cannot_come_in(run: Run, book: Book, own_register: Path) -> None:
    answer = run("import", book(f"{PEOPLE}\n|{phone(3)}|望江社区"), "--strict")
    assert (answer.code, own_register.exists()) == (1, False)
    assert ("第4行：没有姓名" in answer.err, answer.out) == (True, "")
    assert run("import", book(PEOPLE), "--strict").code == 0


def test_a_rejected_row_does_not_keep_the_others_out(run: Run, book: Book, own_register: Path) -> None:
    answer = run("import", book(f"{PEOPLE}\n|{phone(3)}|望江社区"))
    assert (tally(answer), answer.code) == ({"新增": 2, "未导入": 1}, 3)
    assert len(dump(own_register)["person"]) == 2


@pytest.mark.parametrize(
    "row",
    [
        "合计|2|||",
        "合 计||2||",
        "|合计|||",
        "总计：2人||||",
        "本页小计|2|||",
        "共2人||||",
        "|||望江社区小计|",
        "望江社区合计||2||",
        "临江街道 总计|2|||",
        "填表人：李明|||审核人：王芳|",
        "填表人：|李明||填表日期：|2026年3月",
        "制表：李明||||",
        "审核：王芳||||",
        "负责人（签字）：||||",
        "单位（盖章）：||||",
        "填报单位：望江社区||||2026年3月31日",
        "注：1.本表一式两份||||",
        "2.联系电话请填手机号||||",
        "备注：以上为本期新增||||",
        "说明：以上信息属实||||",
        "以上信息真实有效||||",
        "一、在外人才||||",
        "（二）返乡人员（2人）||||",
        "※带*的为必填项||||",
        "本表由社区填写，街道汇总||||",
        "||||2026年3月31日",
        "|||望江社区居委会（公章）|",
        "序号|姓 名|联系电话|所属社区|学历",
        "序号|人员姓名|联系电话|所属社区|学历",
    ],
)
@pytest.mark.parametrize("headings", ["序号|姓名|联系电话|所属社区|学历", "姓名|性别|联系电话|所属社区|学历"])
@pytest.mark.usefixtures("begun")
def test_totals_signatures_notes_and_repeated_headings_are_skipped(
    run: Run, book: Book, headings: str, row: str
) -> None:
    data = (
        "1|张三|15412345678|望江社区|本科"
        if headings.startswith("序号")
        else "张三|男|15412345678|望江社区|本科"
    )
    if "序号" not in headings:
        row = row.replace("序号|姓 名", "姓 名|性别").replace("序号|人员姓名", "人员姓名|性别")
    answer = run("import", book(f"人员\n{headings}\n{data}\n{row}"), "--dry-run")
    assert (tally(answer), answer.code) == ({"新增": 1, "跳过": 1}, 0)


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("职务|姓名|联系电话", f"负责人|张三|{phone(1)}"),
        ("职务|姓名|联系电话|学历", f"制表人员|张三|{phone(1)}|本科"),
        ("备注|姓名|联系电话", f"累计返乡三次|张三|{phone(1)}"),
        ("备注|姓名|联系电话", f"注：去年回来过|张三|{phone(1)}"),
        ("现任职务|姓名|联系电话", f"审核人员|张三|{phone(1)}"),
        ("工作单位|姓名|联系电话", f"共30人的合作社|张三|{phone(1)}"),
        ("姓名|联系电话", f"共青|{phone(1)}"),
    ],
)
@pytest.mark.usefixtures("begun")
def test_a_row_that_only_begins_like_a_note_is_somebody(
    run: Run, book: Book, headings: str, row: str
) -> None:
    answer = run("import", book(f"人员\n{headings}\n{row}"), "--dry-run")
    assert tally(answer) == {"新增": 1}


AGAIN = {
    "name and unit": "姓名,所属社区\n张三,望江社区",
    "name, month, no unit": "姓名,出生年月\n张三,1990-05",
    "name, month, unit": "姓名,出生年月,所属社区\n张三,1990-05,望江社区",
    "a bad phone": "姓名,联系电话,所属社区\n张三,12,望江社区",
    "blank unit first": "姓名,出生年月,所属社区\n张三,1990-05,\n李四,1991-01,望江社区",
    "two towns": "姓名,出生年月,所属街道\n张三,1990-05,临江街道\n李四,1991-01,梅溪镇\n王五,1992-01,",
    "a slash": "姓名,出生年月,所属社区\n张三,1990-05,望江社区/一组",
    "evidence for two": (
        f"姓名,身份证号,联系电话\n张三,{id_number(1)},\n张三,,{phone(1)}\n张三,{id_number(1)},{phone(1)}"
    ),
    "two values for one": f"姓名,联系电话,学历\n张三,{phone(1)},本科\n张三,{phone(1)},大专",
    "two units for one": f"姓名,联系电话,所属社区\n张三,{phone(1)},望江社区\n张三,{phone(1)},渡口社区",
    "two intentions for one": f"姓名,联系电话,返乡意愿\n张三,{phone(1)},创业\n张三,{phone(1)},就业",
    "contacts": "姓名,联系电话,联络日期,联络方式" + f"\n张三,{phone(1)},2026-03-05,电话" * 2,
}


@pytest.mark.parametrize(
    ("book", "mode"),
    [*((book, "fill") for book in AGAIN), ("two towns", "update")],
)
def test_the_same_file_a_second_time_changes_nothing(run: Run, begun: Path, book: str, mode: str) -> None:
    if book == "contacts":
        run("add", "张三", "--phone", phone(1))
    path = csv_book(AGAIN[book])
    first = run("import", path, "--on-match", mode)
    before = dump(begun)
    again = run("import", path, "--on-match", mode)
    assert (dump(begun), again.code) == (before, first.code)
    assert not {"新增", "更新"} & set(tally(again))
    assert "没有变化" in again.out


def test_two_files_of_one_name_keep_their_own_counts_and_rows(run: Run, own_register: Path) -> None:
    csv_book(f"姓名,联系电话\n张三,{phone(1)}", name="望江/登记表.csv")
    csv_book(f"姓名,联系电话\n李四,{phone(2)}\n王五,{phone(3)}\n", name="渡口/登记表.csv")
    assert tally(run("import", "望江/登记表.csv", "渡口/登记表.csv")) == {"新增": 3}
    counts = (
        "select counts ->> 'new', (select count(*) from source where file_id = f.id) from imported_file f"
    )
    assert stored(own_register, counts) == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("登记表.csv", "登记表.csv"), 1),
        (("登记表.csv", "./登记表.csv"), 1),
        ((), 2),
        (("登记表.csv", "--on-match", "merge"), 2),
        (("登记表.csv", "--as-of", "猴年"), 2),
        (("登记表.csv", "--as-of", "2026-02-30"), 2),
        (("登记表.csv", "--nosuch"), 2),
        (("登记表.csv", "--db", "没有/register.db"), 1),
    ],
    ids=str,
)
def test_a_command_that_cannot_be_done_says_so_and_begins_nothing(
    run: Run, own_register: Path, words: tuple[str, ...], code: int
) -> None:
    csv_book(f"姓名,联系电话\n张三,{phone(1)}\n")
    answer = run("import", *words)
    assert (answer.code, answer.out, own_register.exists()) == (code, "", False)
    assert 1 <= answer.err.count("\n") <= 2
