"""Units that move, close or merge from a day on: what happened before stays where it happened."""

import json
from pathlib import Path
from typing import Any

import pytest
from books import empty_register, stored
from diary import write_diary
from trees import Run, done, existing, figures, place_on, refused, undone

from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units

DAY = "2026-02-01"
MOVE = ["unit", "move", "望江社区", "--to", "梅溪镇", "--on", DAY]
MERGE = ["unit", "merge", "望江社区", "--into", "梅溪村", "--on", DAY]
OLD, MOVED, MERGED = "云河区/临江街道/望江社区 U3", "云河区/梅溪镇/望江社区 U8", "云河区/梅溪镇/梅溪村 U7"

DIARY = """
2025-06-01 甲 入库
2025-06-01 乙 入库
2025-06-01 丙 入库
2025-06-01 丁 退库
2026-03-01 乙 转入 渡口社区
2025-06-01 丙 转入 渡口社区
2026-02-01 丙 转入 望江社区
始终 戊 转入 渡口社区
2025-06-01 戊 入库
2026-03-05 戊 转入 望江社区
始终 己 转入 望江一网格
2025-06-01 己 入库
2026-01-20 甲 走访 返乡
2026-02-20 甲 走访 返乡
2026-01-21 戊 电话 未返乡 @望江社区
2026-02-01 戊 电话 未返乡 @望江社区
2026-02-21 戊 视频 @渡口社区
"""


@pytest.fixture
def office(own_register: Path) -> Path:
    """Lay out a tree with people who come and go, and contacts on either side of the day."""
    own_register.write_bytes(empty_register())
    write_diary(own_register, DIARY)
    return own_register


@pytest.fixture
def staff(run: Run, office: Path) -> None:
    """Add a member of staff to the unit and to the grid below it."""
    done(run, "staff", "add", "李主任", "--unit", "望江社区")
    done(run, "staff", "add", "王组长", "--unit", "望江一网格")


@pytest.mark.parametrize(
    ("person", "day", "moved", "merged"),
    [
        ("甲", "2026-01-31", OLD, OLD),
        ("甲", "2026-02-01", MOVED, MERGED),
        ("丁", "2026-02-01", MOVED, MERGED),
        ("乙", "2026-02-28", MOVED, MERGED),
        ("乙", "2026-03-01", *(["云河区/临江街道/渡口社区 U4"] * 2)),
        ("丙", "2026-01-31", *(["云河区/临江街道/渡口社区 U4"] * 2)),
        ("丙", "2026-02-01", MOVED, MERGED),
        ("戊", "2026-03-04", *(["云河区/临江街道/渡口社区 U4"] * 2)),
        ("戊", "2026-03-05", MOVED, MERGED),
        ("己", "2026-01-31", *(["云河区/临江街道/望江社区/望江一网格 U5"] * 2)),
        ("己", "2026-02-01", "云河区/梅溪镇/望江社区/望江一网格 U9", "云河区/梅溪镇/梅溪村/望江一网格 U8"),
    ],
)
def test_people_belong_to_the_follower_from_the_day_on(
    run: Run, office: Path, person: str, day: str, moved: str, merged: str
) -> None:
    done(run, *MOVE)
    assert place_on(office, person, day) == moved
    done(run, "undo")
    done(run, *MERGE)
    # Numbers are never given twice, so the grid's follower has the next one after those taken back.
    assert place_on(office, person, day) == merged.replace("网格 U8", "网格 U10")


@pytest.mark.parametrize(("command", "heir"), [(MOVE, 8), (MERGE, 7)], ids=["move", "merge"])
def test_work_named_for_the_unit_follows_from_the_day_on(
    run: Run, office: Path, command: list[str], heir: int
) -> None:
    query = 'select "on", unit_id from contact where unit_id is not null order by "on"'
    assert stored(office, query) == [("2026-01-21", 3), ("2026-02-01", 3), ("2026-02-21", 4)]
    done(run, *command)
    assert stored(office, query) == [("2026-01-21", 3), ("2026-02-01", heir), ("2026-02-21", 4)]


@pytest.mark.parametrize(
    ("command", "places"),
    [(MOVE, [("李主任", 8), ("王组长", 9)]), (MERGE, [("李主任", 7), ("王组长", 8)])],
    ids=["move", "merge"],
)
@pytest.mark.usefixtures("staff")
def test_staff_go_along(run: Run, office: Path, command: list[str], places: list[tuple[str, int]]) -> None:
    done(run, *command)
    assert stored(office, "select name, unit_id from staff order by id") == places


@pytest.mark.parametrize(
    ("command", "kept", "closed"),
    [
        (MOVE, ["云河区/梅溪镇/望江社区", "云河区/梅溪镇/望江社区/望江一网格"], ["U3", "U5"]),
        (MERGE, ["云河区/梅溪镇/梅溪村/望江一网格"], ["U3", "U5"]),
    ],
    ids=["move", "merge"],
)
def test_the_tree_closes_the_old_units_and_opens_their_followers_that_day(
    run: Run, office: Path, command: list[str], kept: list[str], closed: list[str]
) -> None:
    answer = done(run, *command)
    assert [path for path in kept if path not in existing(office)] == []
    assert [path for path in existing(office) if "临江街道/望江社区" in str(path)] == []
    assert stored(office, "select code, closed_on from unit where closed_on is not null order by id") == [
        (code, DAY) for code in closed
    ]
    opened = stored(office, "select opened_on from unit where id > 7")
    assert opened == [(DAY,)] * len(kept)
    assert "随同：人员5，此后转入1，联络1" in answer.out


@pytest.mark.parametrize("command", [MOVE, MERGE], ids=["move", "merge"])
@pytest.mark.usefixtures("staff")
def test_one_undo_restores_everything_as_it_was(run: Run, office: Path, command: list[str]) -> None:
    undone(run, office, *command)


def parts(run: Run, quarter: str, *units: str | None) -> list[dict[str, Any]]:
    return [figures(run, quarter, unit) for unit in units]


FLOWS = ("contacts_made", "contacts_family", "contacts_unreached", "persons_newly_enrolled")
STOCKS = ("persons_enrolled", "dossiers_complete", "persons_uncontacted", "willing_any")


@pytest.mark.parametrize(
    "words",
    [
        "move 望江社区 --to 青石街道",
        "merge 望江社区 --into 石门社区",
        "merge 渡口社区 望江社区 --into 石门社区",
    ],
)
@pytest.mark.parametrize("day", ["2026-01-01", "2026-02-15"])
def test_past_figures_stay_and_the_whole_stays(run: Run, samples: Path, words: str, day: str) -> None:
    units = (None, "临江街道", "青石街道", "望江社区")
    past = parts(run, "2025Q4", *units)
    whole, old, new = parts(run, "2026Q1", None, "临江街道", "青石街道")
    done(run, "unit", *words.split(), "--on", day)
    assert parts(run, "2025Q4", *units) == past
    now, left, grown = parts(run, "2026Q1", None, "临江街道", "青石街道")
    merged = words.count("社区") - 1 if words.startswith("merge") else 0
    assert now["communities"] == whole["communities"] - merged
    spoken = {"communities", "communities_active"}
    assert {k: v for k, v in now.items() if k not in spoken} == {
        k: v for k, v in whole.items() if k not in spoken
    }
    assert [left[key] + grown[key] for key in (*FLOWS, *STOCKS)] == [
        old[key] + new[key] for key in (*FLOWS, *STOCKS)
    ]


def test_on_the_first_day_of_a_quarter_the_quarter_goes_over_whole(run: Run, samples: Path) -> None:
    own, old, new = parts(run, "2026Q1", "望江社区", "临江街道", "青石街道")
    done(run, "unit", "move", "望江社区", "--to", "青石街道", "--on", "2026-01-01")
    moved, left, grown = parts(run, "2026Q1", "望江社区", "临江街道", "青石街道")
    assert moved == own
    for key in (*FLOWS, *STOCKS, "communities"):
        assert (left[key], grown[key]) == (old[key] - own[key], new[key] + own[key]), key


@pytest.mark.parametrize(
    ("quarter", "above", "units"),
    [
        ("2025Q4", "临江街道", ["望江社区", "渡口社区", "柳堤社区", "新桥社区"]),
        ("2026Q1", "临江街道", ["望江社区", "渡口社区", "柳堤社区", "新桥社区"]),
        ("2026Q2", "临江街道", ["柳堤社区", "新桥社区"]),
        ("2025Q4", "青石街道", ["石门社区", "文昌社区", "古槐社区", "东岭社区"]),
        ("2026Q1", "青石街道", ["石门社区", "文昌社区", "古槐社区", "东岭社区", "望江社区"]),
        ("2026Q2", "青石街道", ["石门社区", "文昌社区", "古槐社区", "东岭社区", "望江社区"]),
    ],
)
def test_a_table_by_unit_lists_the_units_of_its_period(
    run: Run, samples: Path, monkeypatch: pytest.MonkeyPatch, quarter: str, above: str, units: list[str]
) -> None:
    done(run, "unit", "move", "望江社区", "--to", "青石街道", "--on", "2026-03-01")
    done(run, "unit", "merge", "渡口社区", "--into", "柳堤社区", "--on", "2026-03-15")
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-10")
    answer = done(run, "stats", "--by", "unit", "--quarter", quarter, "--unit", above, "--json")
    assert [row["unit"] for row in json.loads(answer.out)["rows"]] == units


def test_a_unit_may_move_again_and_back(run: Run, office: Path) -> None:
    done(run, *MOVE)
    done(run, "unit", "move", "望江社区", "--to", "临江街道", "--on", "2026-03-01")
    assert [place_on(office, "甲", day) for day in ("2026-01-31", "2026-02-28", "2026-03-01")] == [
        OLD,
        MOVED,
        "云河区/临江街道/望江社区 U10",
    ]
    with open_for_reading(office).reading() as connection:
        tree = load_units(connection)
    assert [tree.find(text).code for text in ("望江社区", "临江街道/望江社区", "U3", "梅溪镇/望江社区")] == [
        "U10",
        "U10",
        "U3",
        "U8",
    ]


def test_a_sub_unit_founded_or_closed_after_the_day_keeps_its_dates(run: Run, office: Path) -> None:
    done(run, "unit", "add", "望江社区/二组", "设立日期=2026-03-01")
    done(run, "unit", "add", "望江社区/三组", "撤销日期=2026-03-10")
    done(run, "unit", "add", "望江社区/四组", "撤销日期=2025-12-31")
    done(run, *MOVE)
    dates = "select name, opened_on, closed_on from unit where id > 10 order by id"
    assert stored(office, dates) == [
        ("望江社区", DAY, None),
        ("望江一网格", DAY, None),
        ("二组", "2026-03-01", None),
        ("三组", DAY, "2026-03-10"),
    ]
    assert stored(office, "select closed_on from unit where id in (8, 9, 10) order by id") == [
        ("2026-03-01",),
        (DAY,),
        ("2025-12-31",),
    ]


def test_two_units_merge_though_one_lies_below_the_other(run: Run, office: Path) -> None:
    done(run, "unit", "add", "渡口社区/望江一网格")
    undone(run, office, "unit", "merge", "望江社区", "U5", "临江街道", "--into", "梅溪镇", "--on", DAY)
    assert existing(office) == [
        "云河区",
        "云河区/梅溪镇",
        "云河区/梅溪镇/梅溪村",
        "云河区/梅溪镇/渡口社区",
        "云河区/梅溪镇/渡口社区/望江一网格",
    ]
    assert place_on(office, "己", DAY) == "云河区/梅溪镇 U6"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("move 望江社区 --to 临江街道", "已经在「临江街道」之下"),
        ("move 临江街道 --to 望江社区", "就在「临江街道」之下"),
        ("move 望江社区 --to 望江社区", "不能划到那里"),
        ("move 望江社区 --to 梅溪村", "不能放在「云河区/梅溪镇/梅溪村」（村社区）之下"),
        ("move 望江社区 --to 梅西镇", "是不是：梅溪镇"),
        ("move 望汀社区 --to 梅溪镇", "是不是：望江社区"),
        ("move 望江社区 --to 梅溪镇 --on 2026-04-01", "2026年4月1日还没有到"),
        ("move 渡口社区 --to 白鹭乡 --on 2026-01-31", "2026年2月1日才设立"),
        ("move 新村 --to 临江街道 --on 2026-01-31", "2026年2月1日才设立"),
        ("move 旧村 --to 临江街道", "已于2025年12月31日撤销"),
        ("move 望江社区 --to 旧乡", "已于2025年12月31日撤销"),
        ("move 梅溪镇/渡口社区 --to 临江街道", "「云河区/临江街道/渡口社区」已经登记"),
        ("merge 望江社区 --into 望江社区", "不能并入自己"),
        ("merge 望江社区 --into 望江一网格", "不能并入自己的下级"),
        ("merge 望江社区 --into 旧村", "已于2025年12月31日撤销"),
        ("merge 旧村 --into 望江社区", "已于2025年12月31日撤销"),
        ("merge 望江社区 --into 新村 --on 2026-01-31", "2026年2月1日才设立"),
        ("merge 望江社区 --into 梅溪村 --on 2026-04-01", "2026年4月1日还没有到"),
        ("merge 临江街道 --into 梅溪村", "不能放在「云河区/梅溪镇/梅溪村」（村社区）之下"),
        ("merge 临江街道 --into 梅溪镇", "同名，不能都归到「梅溪镇」"),
        ("merge 望汀社区 --into 梅溪村", "是不是：望江社区"),
        ("merge 渡口社区 --into 望江社区", "有2个单位叫「渡口社区」"),
    ],
)
def test_what_cannot_be_rearranged_is_refused_and_leaves_nothing(
    run: Run, office: Path, words: str, said: str
) -> None:
    for unit in ("梅溪镇/新村 设立日期=2026-02-01", "梅溪镇/旧村 撤销日期=2025-12-31", "梅溪镇/渡口社区"):
        done(run, "unit", "add", *unit.split())
    done(run, "unit", "add", "白鹭乡", "设立日期=2026-02-01")
    done(run, "unit", "add", "旧乡", "--level", "乡镇", "撤销日期=2025-12-31")
    words = words.replace("move 渡口社区", "move 临江街道/渡口社区")
    refused(run, office, ["unit", *words.split()], said)


def test_a_unit_that_stood_at_the_top_is_asked_whether_it_moved_at_all(run: Run, office: Path) -> None:
    done(run, "unit", "add", "江州市")
    answer = done(run, "unit", "move", "云河区", "--to", "江州市")
    assert "如果一直归「江州市」" in answer.err
    assert len(existing(office)) == 8
    assert done(run, "stats", "--quarter", "2026Q1", "--unit", "江州市").code == 0


@pytest.mark.parametrize("words", ["unit move 望江社区", "unit merge 望江社区", "unit merge --into 望江社区"])
def test_a_command_without_its_target_is_malformed(run: Run, office: Path, words: str) -> None:
    refused(run, office, words.split(), "缺少", code=2)
