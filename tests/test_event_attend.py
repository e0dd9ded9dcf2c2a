"""`talentreg event attend`, `invite`, `people`, `drop`: who was asked to an event and who came, by name."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, dump, phone
from conftest import Answer
from roll_call import lay, roll, state

Run = Callable[..., Answer]
CAME = {"attended": "yes", "role": "attendee", "presence": "unknown"}
ASKED = {"invited": "yes", "role": "attendee", "presence": "unknown"}


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with four events."""
    return lay(run, own_register)


def do(run: Run, words: str, code: int = 0) -> Answer:
    answer = run("event", *words.split())
    assert answer.code == code, answer
    return answer


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("attend 恳谈会 张三", CAME),
        ("attend E000001 张三", CAME),
        ("attend e1 张三@望江社区", CAME),
        ("attend Ｅ１ 张三", CAME),
        ("attend 恳谈会 张三 --role 发言 --presence 返乡", CAME | {"role": "speaker", "presence": "home"}),
        ("attend 恳谈会 张三 --invited 是 --accepted 是", CAME | {"invited": "yes", "accepted": "yes"}),
        ("attend 恳谈会 张三 --absent --invited 是", CAME | {"attended": "no", "invited": "yes"}),
        ("attend 恳谈会 张三 --note [red]=1+1", CAME | {"note": "[red]=1+1"}),
        ("invite 恳谈会 张三", ASKED),
        ("invite 恳谈会 张三 --accepted 否 --role 主讲", ASKED | {"accepted": "no", "role": "speaker"}),
    ],
)
def test_what_is_typed_stands_on_the_list(
    run: Run, own_register: Path, words: str, said: dict[str, str]
) -> None:
    answer = do(run, words)
    assert roll(own_register) == {"张三": said}
    assert "E000001  2026年2月10日  恳谈会" in answer.out
    assert "已登记：R000001  张三" in answer.out


def test_several_people_come_together_or_not_at_all(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    refused = do(run, "attend 恳谈会 张三 李四", 1)
    assert "有2人符合「李四」" in refused.err
    assert dump(own_register) == before
    do(run, "attend 恳谈会 张三 李四@石门社区 张三")
    assert roll(own_register) == {"张三": CAME, "李四": CAME}


def test_being_asked_saying_yes_and_coming_are_told_apart(run: Run, own_register: Path) -> None:
    do(run, f"invite 恳谈会 张三 李四@望江社区 {phone(4)}")
    do(run, "invite 恳谈会 张三 李四@望江社区 --accepted 是")
    answer = do(run, f"attend 恳谈会 张三 {phone(5)}")
    assert "已更正：R000001  张三" in answer.out
    listed, unplaced = answer.err.splitlines()
    assert listed == "名单共4人：邀请3人，应邀2人，到会2人"
    assert unplaced.startswith("到会的2人没有写是否返乡，不计入覆盖返乡人员")
    assert roll(own_register)["张三"] == ASKED | {"accepted": "yes", "attended": "yes"}
    assert roll(own_register)[phone(5)] == CAME


def test_what_is_so_already_is_not_entered_again(run: Run, own_register: Path) -> None:
    do(run, "attend 恳谈会 张三")
    before = dump(own_register)
    assert "已经是这样，没有重复登记：R000001" in do(run, "attend 恳谈会 张三").out
    assert dump(own_register) == before


def test_what_is_typed_later_corrects_what_was_typed_before(run: Run, own_register: Path) -> None:
    do(run, "attend 恳谈会 张三 --role 发言 --presence 返乡")
    do(run, "attend 恳谈会 张三 --absent --presence 未返乡")
    said = {"attended": "no", "role": "speaker", "presence": "away"}
    assert roll(own_register) == {"张三": said}


def test_a_planned_event_somebody_came_to_was_held_and_undo_takes_both_back(
    run: Run, own_register: Path
) -> None:
    before = dump(own_register)
    assert "活动状态已由计划改为已办" in do(run, "attend 茶话会 张三").out
    assert (state(own_register, 2), roll(own_register, 2)) == ("held", {"张三": CAME})
    assert run("undo").code == 0
    assert dump(own_register) == before


def test_an_event_nobody_came_to_stays_planned(run: Run, own_register: Path) -> None:
    do(run, "attend 茶话会 张三 --absent")
    do(run, "invite 茶话会 李四@望江社区")
    assert state(own_register, 2) == "planned"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("attend 参观 张三", 1, "已取消，不能记到会"),
        ("attend 乡行 张三", 1, "还没有到日子，不能记到会"),
        ("attend 恳谈 张三", 1, "没有名为「恳谈」的活动"),
        ("attend E000009 张三", 1, "没有 E000009 这场活动"),
        ("attend 恳谈会 张三三", 1, "登记册里没有「张三三」"),
        ("attend 恳谈会 王五", 1, "有2人符合「王五」"),
        ("attend 恳谈会 赵六", 1, "已于2026年1月5日退库"),
        ("attend 恳谈会", 2, "缺少 人"),
        ("attend 恳谈会 张三 --role 路人", 2, "--role"),
        ("attend 恳谈会 张三 --presence 火星", 2, "--presence"),
        ("attend 恳谈会 张三 --enrol", 2, "--enrol 只和 --from 同用"),
        ("attend 恳谈会 张三 --dry-run", 2, "--dry-run 只和 --from 同用"),
        ("attend 恳谈会 张三 --unit 望江社区", 2, "--unit 只和 --from 同用"),
        ("attend 恳谈会 张三 --marked 副本", 2, "--marked 只和 --from 同用"),
        ("invite 恳谈会 赵六", 1, "已于2026年1月5日退库"),
        ("invite 恳谈会", 2, "缺少 人"),
        ("drop 恳谈会 张三", 1, "不在这场活动的名单上"),
        ("drop 恳谈会", 2, "缺少 人"),
        ("people 恳谈", 1, "没有名为「恳谈」的活动"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, told: str
) -> None:
    before = own_register.read_bytes()
    answer = do(run, words, code)
    assert answer.err.startswith("错误：")
    assert told in answer.err
    assert own_register.read_bytes() == before


def test_two_events_of_one_name_are_listed(run: Run) -> None:
    do(run, "add 恳谈会 --kind 恳谈会 --on 2026-03-10")
    refused = do(run, "attend 恳谈会 张三", 1)
    assert "有2场活动叫「恳谈会」" in refused.err
    assert "E000001  2026-02-10  恳谈会" in refused.err
    assert "E000005  2026-03-10  恳谈会" in refused.err


def test_somebody_who_left_after_the_event_was_there(run: Run, own_register: Path) -> None:
    do(run, "add 年前座谈 --kind 座谈会 --on 2025-12-20")
    do(run, "attend 年前座谈 赵六")
    assert roll(own_register, 5) == {"赵六": CAME}


def test_a_list_longer_than_the_room_was_full_is_said(run: Run) -> None:
    do(run, "edit 恳谈会 到场人数=1")
    told = do(run, f"attend 恳谈会 张三 {phone(4)}").err
    assert "到场人数写的是1，比到会名单少" in told
    assert "talentreg event edit E000001 到场人数=" in told


def test_people_are_dropped_and_come_back_with_undo(run: Run, own_register: Path) -> None:
    do(run, f"attend 恳谈会 张三 {phone(4)}")
    before = dump(own_register)
    assert "已从名单上删除：R000001  张三" in do(run, "drop 恳谈会 张三").out
    assert set(roll(own_register)) == {"王五"}
    assert run("undo").code == 0
    assert dump(own_register) == before


def test_an_event_with_a_list_is_not_removed_without_it(run: Run) -> None:
    do(run, "attend 恳谈会 张三")
    assert "还有参加名单 A000001" in do(run, "remove 恳谈会", 1).err
    do(run, "drop 恳谈会 张三")
    do(run, "remove 恳谈会")


def test_the_list_of_an_event_is_told(run: Run) -> None:
    do(run, "invite 恳谈会 张三 李四@石门社区")
    do(run, "attend 恳谈会 李四@石门社区 --presence 返乡 --role 发言")
    answer = do(run, "people 恳谈会")
    assert answer.out.splitlines()[0].split() == [
        *("参加名单编号", "姓名", "所属单位", "是否邀请", "是否应邀", "是否到会", "参加身份", "是否返乡")
    ]
    assert "李四   青石街道/石门社区   是" in answer.out
    assert answer.err.splitlines() == [
        "E000001  2026年2月10日  恳谈会",
        "名单共2人：邀请2人，到会1人",
    ]


def test_the_list_of_an_event_can_be_asked(run: Run) -> None:
    do(run, "invite 恳谈会 张三 李四@石门社区")
    do(run, "attend 恳谈会 李四@石门社区")
    for words, names in (
        ("", ["张三", "李四"]),
        ("是否到会=是", ["李四"]),
        ("是否到会=", ["张三"]),
        ("--unit 青石街道", ["李四"]),
        ("--sort -姓名 --limit 1", ["李四"]),
    ):
        rows = json.loads(do(run, f"people 恳谈会 {words} --json").out)
        assert [row["person_name"] for row in rows] == names, words


def test_a_list_nobody_stands_on_is_no_trouble(run: Run) -> None:
    answer = do(run, "people 恳谈会")
    assert (answer.out, answer.err) == (
        "没有符合条件的参加名单\n",
        "E000001  2026年2月10日  恳谈会\n名单共0人\n",
    )


def test_a_merged_person_keeps_their_place(run: Run, own_register: Path) -> None:
    do(run, f"attend 恳谈会 {phone(4)}")
    assert run("merge", phone(5), phone(4)).code == 0
    assert roll(own_register) == {"王五": CAME}
    assert "已经是这样" in do(run, f"attend 恳谈会 {phone(4)}").out


def test_a_file_that_is_no_register_is_said(run: Run, own_register: Path) -> None:
    own_register.write_bytes(b"")
    answer = run("event", "attend", "恳谈会", "张三")
    assert answer.code == 1
    assert answer.err.startswith("错误：")


def test_a_name_with_control_characters_harms_no_screen(run: Run) -> None:
    assert run("event", "add", "[red]\x1b[31m讲习", "--kind", "讲习").code == 0
    answer = do(run, "attend E000005 张三")
    assert "\x1b" not in answer.out
    assert "[red]" in answer.out


def test_names_beside_a_sheet_are_refused(run: Run) -> None:
    csv_book("姓名\n张三\n", "签到表.csv")
    refused = run("event", "attend", "恳谈会", "张三", "--from", "签到表.csv")
    assert (refused.code, refused.err.splitlines()[0]) == (2, "错误：写了 --from 就不用再写人")


def test_an_ordinary_import_takes_a_list_with_signatures_for_people(run: Run, own_register: Path) -> None:
    book = csv_book(f"姓名,联系电话,签到\n孙八,{phone(8)},√\n", "名单.csv")
    assert run("import", book).code == 0
    assert roll(own_register) == {}
    assert json.loads(run("show", "孙八", "--json").out)["extra"] == {"签到": "√"}
