"""Staff typed by hand: entered, corrected, and one person entered twice made one again."""

from pathlib import Path

import pytest
from books import dump, empty_register, stored
from diary import write_diary
from trees import Run, done, figures, refused, undone

TWO = [("李主任", "望江社区"), ("李主任", "梅溪村")]


@pytest.fixture(autouse=True)
def office(own_register: Path) -> Path:
    """Lay out the tree of the diaries and two people."""
    own_register.write_bytes(empty_register())
    write_diary(own_register, "2025-06-01 甲 入库\n2025-06-01 乙 入库")
    return own_register


def enter(run: Run, *staff: tuple[str, str]) -> None:
    """Enter members of staff of some units; they are G000001, G000002…."""
    for name, unit in staff:
        done(run, "staff", "add", name, "--unit", unit, "--namesake")


def contact(run: Run, person: str, by: str, day: str = "2026-03-01", *more: str) -> None:
    done(run, "contact", "log", person, "--channel", "电话", "--by", by, "--on", day, *more)


def staff_rows(register: Path) -> list[tuple[object, ...]]:
    query = (
        "select s.name, u.name, post, phone from staff s left join unit u on u.id = s.unit_id order by s.id"
    )
    return stored(register, query)


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("李主任 --unit 望江社区", ("李主任", "望江社区", None, None)),
        ("李主任 所属单位=U4 职务=主任", ("李主任", "渡口社区", "主任", None)),
        (
            "李主任 --unit 临江街道/渡口社区 联系电话=154-0000-0001",
            ("李主任", "渡口社区", None, "15400000001"),
        ),
        ("李主任 单位=云河区 联系电话=", ("李主任", "云河区", None, None)),
        ("李主任", ("李主任", "云河区", None, None)),
    ],
)
def test_a_member_of_staff_is_entered_under_a_unit(
    run: Run, office: Path, words: str, row: tuple[object, ...]
) -> None:
    answer = undone(run, office, "staff", "add", *words.split())
    assert staff_rows(office) == [row]
    assert answer.out.startswith("已登记工作人员：G000001  李主任  云河区")
    assert "15400000001" not in answer.out
    assert ("没有写单位" in answer.err) == (words == "李主任")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("李主任 --unit 望江社区", 1, "如确是另一个人，请加 --namesake"),
        ("李 主任 --unit U3", 2, "不是 字段=内容 的写法"),
        ("王主任 --unit 望汀社区", 1, "是不是：望江社区"),
        ("王主任 --unit 旧村", 1, "已于2025年12月31日撤销"),
        ("王主任 --unit 望江社区 联系电话=123", 2, "不是有效的电话号码"),
        ("王主任 --unit 望江社区 所属单位=渡口社区", 2, "写了两遍"),
        ("王主任 --unit 望江社区 岗位=主任", 2, "没有「岗位」这个字段"),
        ("王主任 所属单位=", 2, "所属单位不能是空白"),
        ("王主任 姓名=李主任", 2, "姓名写了两遍"),
        ("G000001 --unit 望江社区", 2, "不能作姓名"),
        ("王主任@望江社区", 2, "不能作姓名"),
        ("", 2, "缺少"),
    ],
)
def test_a_member_of_staff_that_cannot_be_entered_is_refused(
    run: Run, office: Path, words: str, code: int, said: str
) -> None:
    enter(run, TWO[0])
    done(run, "unit", "add", "梅溪镇/旧村", "撤销日期=2025-12-31")
    refused(run, office, ["staff", "add", *words.split()], said, code=code)


def test_a_name_may_stand_in_two_units_and_twice_in_one_when_it_is_said(run: Run, office: Path) -> None:
    for words in ("--unit 望江社区", "--unit 梅溪村", "--unit 望江社区 --namesake"):
        done(run, "staff", "add", "李主任", *words.split())
    assert [unit for _, unit, _, _ in staff_rows(office)] == ["望江社区", "梅溪村", "望江社区"]


def test_without_any_unit_nobody_is_entered(run: Run, own_register: Path) -> None:
    own_register.write_bytes(empty_register())
    refused(run, own_register, ["staff", "add", "李主任"], "talentreg unit add")
    refused(run, own_register, ["staff", "edit", "李主任", "职务=主任"], "没有名为「李主任」的工作人员")
    refused(run, own_register, ["staff", "merge", "李主任", "--into", "王主任"], "没有名为「王主任」")


@pytest.mark.parametrize(
    ("who", "words", "row"),
    [
        ("王主任", "职务=主任 联系电话=15400000001", ("王主任", "渡口社区", "主任", "15400000001")),
        ("G000003", "姓名=汪主任", ("汪主任", "渡口社区", None, None)),
        ("g3", "姓名=汪主任", ("汪主任", "渡口社区", None, None)),
        ("王主任@临江街道", "--unit 梅溪镇", ("王主任", "梅溪镇", None, None)),
        ("王主任＠渡口社区", "所属单位=梅溪镇 职务=镇长", ("王主任", "梅溪镇", "镇长", None)),
    ],
)
def test_a_member_of_staff_is_corrected(
    run: Run, office: Path, who: str, words: str, row: tuple[object, ...]
) -> None:
    enter(run, *TWO, ("王主任", "渡口社区"))
    answer = undone(run, office, "staff", "edit", who, *words.split())
    assert staff_rows(office)[2] == row
    assert "15400000001" not in answer.out


def test_a_blank_empties_and_what_is_so_already_is_no_change(run: Run, office: Path) -> None:
    done(run, "staff", "add", "王主任", "--unit", "渡口社区", "职务=主任")
    assert done(run, "staff", "edit", "王主任", "职务=主任").out.startswith("没有变化")
    done(run, "staff", "edit", "王主任", "职务=")
    assert staff_rows(office) == [("王主任", "渡口社区", None, None)]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("李主任 职务=主任", 1, "请写成 姓名@单位"),
        ("李主任@云河区 职务=主任", 1, "有2位工作人员叫「李主任」"),
        ("李主人 职务=主任", 1, "是不是：李主任"),
        ("李主任@望汀社区 职务=主任", 1, "是不是：望江社区"),
        ("G000009 职务=主任", 1, "没有编号为 G000009 的工作人员"),
        ("G000001 姓名=", 2, "没有写姓名"),
        ("G000001 单位=", 2, "所属单位不能是空白"),
        ("G000001 联系电话=12", 2, "不是有效的电话号码"),
        ("G000001 --unit 梅溪村", 1, "talentreg staff merge G000001 --into G000002"),
        ("G000001", 2, "没有写要改什么"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    run: Run, office: Path, words: str, code: int, said: str
) -> None:
    enter(run, *TWO)
    refused(run, office, ["staff", "edit", *words.split()], said, code=code)


def test_namesakes_in_one_unit_are_told_apart_by_number(run: Run, office: Path) -> None:
    enter(run, TWO[0], TWO[0])
    refused(run, office, ["staff", "edit", "李主任", "职务=主任"], "G000001", "G000002", "请用编号")
    done(run, "staff", "edit", "G000002", "职务=副主任")
    assert [post for _, _, post, _ in staff_rows(office)] == [None, "副主任"]
    contact(run, "甲", "G000002")
    assert stored(office, "select staff_id from contact") == [(2,)]


def test_a_number_nobody_bears_enters_no_new_staff(run: Run, office: Path) -> None:
    words = ["contact", "log", "甲", "--channel", "电话", "--by", "G000007"]
    refused(run, office, words, "没有编号为 G000007 的工作人员")


def test_merging_hands_all_contacts_over_and_says_how_many(run: Run, office: Path) -> None:
    enter(run, ("李主任", "望江社区"), ("李主仼", "望江社区"), ("李主人", "渡口社区"))
    contact(run, "甲", "李主任")
    contact(run, "甲", "李主仼", "2026-03-02")
    contact(run, "乙", "李主仼", "2026-03-03")
    contact(run, "乙", "李主人", "2026-03-04")
    numbers = figures(run, "2026Q1")
    answer = undone(run, office, "staff", "merge", "李主仼", "G000003", "--into", "李主任")
    assert stored(office, "select staff_id, count(*) from contact group by 1") == [(1, 4)]
    assert staff_rows(office) == [("李主任", "望江社区", None, None)]
    assert "李主仼  云河区/临江街道/望江社区（联络2次）" in answer.out
    assert "（联络1次 → 4次）" in answer.out
    assert figures(run, "2026Q1") == numbers


def test_merging_keeps_a_post_and_a_phone_and_says_what_it_gives_up(run: Run, office: Path) -> None:
    done(run, "staff", "add", "李主任", "--unit", "望江社区", "职务=主任")
    done(run, "staff", "add", "李主仼", "--unit", "渡口社区", "职务=书记", "联系电话=15400000001")
    answer = undone(run, office, "staff", "merge", "李主仼", "--into", "李主任")
    assert staff_rows(office) == [("李主任", "望江社区", "主任", "15400000001")]
    assert "补上联系电话：154****0001" in answer.out
    assert "职务不同，保留「主任」，不再保存「书记」" in answer.out
    assert "所属单位不同，保留「云河区/临江街道/望江社区」" in answer.out


def test_contacts_that_become_the_same_are_kept_and_pointed_out(run: Run, office: Path) -> None:
    enter(run, ("李主任", "望江社区"), ("李主仼", "望江社区"))
    contact(run, "甲", "李主任", "2026-03-01", "--note", "春节")
    contact(run, "甲", "李主仼", "2026-03-01", "--note", "春节")
    contact(run, "甲", "李主仼", "2026-03-01", "--note", "端午")
    answer = done(run, "staff", "merge", "李主仼", "--into", "李主任")
    assert "其中1次联络与已有的完全相同" in answer.err
    assert figures(run, "2026Q1")["contacts_made"] == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("李主任@望江社区 --into G000001", "G000001 不能并入自己"),
        ("王主任 李主任@望江社区 --into G000001", "G000001 不能并入自己"),
        ("李主任 --into 王主任", "有2位工作人员叫「李主任」"),
        ("王主任 --into 李主任", "有2位工作人员叫「李主任」"),
        ("王主仼 --into G000001", "是不是：王主任"),
        ("王主任 --into 李主人", "是不是：李主任"),
        ("王主任 --into G000009", "没有编号为 G000009"),
    ],
)
def test_a_merger_that_cannot_be_is_refused(run: Run, office: Path, words: str, said: str) -> None:
    enter(run, *TWO, ("王主任", "渡口社区"))
    contact(run, "甲", "王主任")
    refused(run, office, ["staff", "merge", *words.split()], said)


@pytest.mark.parametrize("words", ["merge 李主任", "merge --into 李主任", "edit", "merge"])
def test_a_staff_command_without_its_words_is_malformed(run: Run, office: Path, words: str) -> None:
    refused(run, office, ["staff", *words.split()], "缺少", code=2)


@pytest.mark.parametrize("name", ["[red]李", "=1+1", "李\u202e主任", "欧阳·阿依古丽"])
def test_any_name_is_kept_and_printed_safely(run: Run, office: Path, name: str) -> None:
    answer = done(run, "staff", "add", name, "--unit", "望江社区")
    kept = name.replace("\u202e", "")
    assert f"  {kept}  " in answer.out
    assert [row[1] for row in dump(office)["staff"]] == [kept]
