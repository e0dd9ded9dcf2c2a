"""Units typed by hand: entered in their place, corrected for all time, closed when nobody is left."""

from pathlib import Path

import pytest
from books import empty_register, stored
from diary import write_diary
from trees import Run, done, existing, figures, paths, place_on, refused, undone

from talentreg.records.unit import level_below, level_of, nearly_alike
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> None:
    """Begin with an empty register: making one takes most of a test's time."""
    own_register.write_bytes(empty_register())


@pytest.fixture
def office(own_register: Path) -> Path:
    """Lay out the tree of the diaries: 云河区 with 临江街道 and 梅溪镇, their communities and a grid."""
    write_diary(own_register, "2025-06-01 甲 入库\n2026-01-10 甲 走访 返乡")
    return own_register


@pytest.mark.parametrize(
    ("words", "path", "level"),
    [
        ("滨河社区 --parent 临江街道", "云河区/临江街道/滨河社区", "community"),
        ("临江街道/滨河社区", "云河区/临江街道/滨河社区", "community"),
        ("滨 河 社区 上级=临江街道", "云河区/临江街道/滨河社区", "community"),
        ("滨河 --parent U2", "云河区/临江街道/滨河", "community"),
        ("阳光小区 --parent 临江街道", "云河区/临江街道/阳光小区", "community"),
        ("下湾村 --parent 梅溪村", "云河区/梅溪镇/梅溪村/下湾村", "grid"),
        ("下湾 --parent 梅溪村 --level 网格", "云河区/梅溪镇/梅溪村/下湾", "grid"),
        ("直属社区", "云河区/直属社区", "community"),
        ("白鹭乡 级别=township", "云河区/白鹭乡", "township"),
        ("驻外联络处 --level 乡镇街道", "云河区/驻外联络处", "township"),
        ("北山县", "北山县", "county"),
        ("江州市", "江州市", "city"),
        ("/白鹭乡", "白鹭乡", "township"),
        ("白鹭乡 上级=", "白鹭乡", "township"),
    ],
)
def test_a_new_unit_finds_its_place_and_its_level(
    run: Run, office: Path, words: str, path: str, level: str
) -> None:
    name, *others = words.replace("滨 河 社区", "滨\u3000河社区").split(" ")
    answer = undone(run, office, "unit", "add", name, *others)
    assert (paths(office)["U8"], "U8" in answer.out, path in answer.out) == (path, True, True)
    assert stored(office, "select level from unit where code = 'U8'") == [(level,)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["白鹭乡"], "没有写上级，放在「云河区」之下"),
        (["北山县"], "没有写上级，作为顶级单位"),
        (["/北山县"], ""),
        (["临江街道/望汀社区"], "与同级的「望江社区」只差一个字"),
        (["临江街道/望江一社区"], ""),
        (["梅溪镇/望江社区"], ""),
        (["梅溪镇/党建办"], "名称看不出层级，按上级记为村社区，各项统计和报送都会算上它"),
        (["梅溪镇/党建办", "--level", "村社区"], ""),
    ],
)
def test_a_guess_at_the_place_and_a_near_miss_are_said(
    run: Run, office: Path, words: list[str], said: str
) -> None:
    err = done(run, "unit", "add", *words).err
    assert said in err
    assert bool(err) == bool(said)


def test_the_first_unit_of_an_empty_register_stands_at_the_top(run: Run, own_register: Path) -> None:
    done(run, "unit", "add", "云河区", "设立日期=2020年1月1日")
    done(run, "unit", "add", "临江街道")
    assert stored(own_register, "select code, name, parent_id, opened_on from unit") == [
        ("U1", "云河区", None, "2020-01-01"),
        ("U2", "临江街道", 1, None),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("联络处", "看不出「联络处」的层级"),
        ("123 --level 村", "像编号"),
        ("U7 --level 村", "像编号"),
        ("望江社区 --level 村庄", "单位层级「村庄」看不懂"),
        ("望江社区 设立日期=去年", "日期「去年」看不懂"),
        ("望江社区 成立", "不是 字段=内容 的写法"),
        ("望江社区 层次=村", "是不是：单位层级"),
        ("望江社区 名称=渡口社区", "写了两遍"),
        ("望江社区 --level 村 级别=网格", "单位层级写了两遍"),
    ],
)
def test_words_that_cannot_be_read_create_neither_unit_nor_register(
    run: Run, own_register: Path, words: str, said: str
) -> None:
    own_register.unlink()
    answer = run("unit", "add", *words.split())
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert not own_register.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("临江街道/望江社区", "「云河区/临江街道/望江社区」已经登记（U3）"),
        ("临江街道/ＷＪ社区 代码=U9", "单位代码由系统编定，不会改变"),
        ("望江村 --parent 临江接道", "是不是：临江街道"),
        ("青石街道 --parent 临江街道", "不能放在「云河区/临江街道」（乡镇街道）之下"),
        ("一组 --parent 望江一网格", "「一组」是网格，不能放在"),
        ("二片 --parent 望江一网格", "是网格，下面不能再设单位"),
        ("青石街道 设立日期=2026-04-01", "设立日期2026年4月1日还没有到"),
        ("青石街道 设立日期=2026-02-01 撤销日期=2026-01-01", "早于设立日期"),
    ],
)
def test_a_unit_that_does_not_fit_is_refused(run: Run, office: Path, words: str, said: str) -> None:
    refused(run, office, ["unit", "add", *words.split()], said)


def test_of_two_units_that_could_stand_above_none_is_picked(run: Run, office: Path) -> None:
    done(run, "unit", "add", "/北山县")
    refused(run, office, ["unit", "add", "青石街道"], "有2个单位可以作上级", "云河区", "北山县", "--parent")


def test_a_name_is_free_again_once_its_unit_is_closed(run: Run, office: Path) -> None:
    done(run, "unit", "add", "梅溪镇/白鹭村")
    done(run, "unit", "close", "白鹭村", "--on", "2026-02-01")
    done(run, "unit", "add", "梅溪镇/白鹭村", "设立日期=2026-03-01")
    with open_for_reading(office).reading() as connection:
        tree = load_units(connection)
    assert [node.code for node in tree.named("白鹭村")] == ["U9"]
    assert [tree.find(text).code for text in ("白鹭村", "梅溪镇/白鹭村", "U8")] == ["U9", "U9", "U8"]


@pytest.mark.parametrize(
    ("unit", "words", "before_after"),
    [
        ("渡口社区", ["名称=渡口村"], ["渡口社区", "渡口村"]),
        ("渡口社区", ["层级=网格"], ["村社区", "网格"]),
        ("渡口社区", ["上级=梅溪镇"], ["云河区/临江街道", "云河区/梅溪镇"]),
        ("渡口社区", ["上级="], ["云河区/临江街道", "（空）"]),
        ("渡口社区", ["设立日期=2020-01-01", "撤销日期=2025-01-01"], ["（空）", "2020-01-01", "2025-01-01"]),
    ],
)
def test_a_correction_prints_before_and_after(
    run: Run, office: Path, unit: str, words: list[str], before_after: list[str]
) -> None:
    answer = undone(run, office, "unit", "edit", unit, *words)
    assert [text for text in before_after if text not in answer.out] == []


def test_correcting_a_parent_changes_the_past_and_says_so(run: Run, office: Path) -> None:
    assert figures(run, "2025Q2", "梅溪镇")["persons_enrolled"] == 0
    answer = done(run, "unit", "edit", "望江社区", "上级=梅溪镇")
    assert "以前各期的数字也随之改变" in answer.err
    assert figures(run, "2025Q2", "梅溪镇")["persons_enrolled"] == 1
    assert figures(run, "2025Q2", "临江街道")["persons_enrolled"] == 0


def test_a_unit_closed_by_mistake_is_opened_again(run: Run, office: Path) -> None:
    done(run, "unit", "close", "渡口社区")
    assert "划走、并走的人员不会因此回来" in done(run, "unit", "edit", "渡口社区", "撤销日期=").err
    assert "云河区/临江街道/渡口社区" in existing(office)


def test_a_correction_that_says_nothing_new_changes_nothing(run: Run, office: Path) -> None:
    log = run("log", "--json").out
    answer = done(run, "unit", "edit", "望江社区", "名称=望江社区", "上级=临江街道", "撤销日期=")
    assert answer.out.startswith("没有变化")
    assert run("log", "--json").out == log


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("望江社区 名称=", 2, "单位名称不能是空白"),
        ("望江社区 层级=", 2, "单位层级不能是空白"),
        ("望江社区 代码=U99", 1, "不会改变"),
        ("望江社区 人口=3", 2, "没有「人口」这个字段"),
        ("望江社区 名称=渡口社区", 1, "已经登记（U4）"),
        ("望江社区 名称=U4", 2, "像编号"),
        ("望江社区 上级=梅西镇", 1, "是不是：梅溪镇"),
        ("望江社区 上级=望江社区", 1, "不能作它的上级"),
        ("云河区 上级=望江社区", 1, "不能作它的上级"),
        ("望江社区 上级=梅溪村", 1, "不能放在「云河区/梅溪镇/梅溪村」（村社区）之下"),
        ("望江社区 层级=网格", 1, "下级「望江一网格」是网格"),
        ("望江社区 撤销日期=2026-03-01", 1, "还有1名待核或在库人员、1个下级单位（望江一网格），不能撤销"),
        ("渡口社区 撤销日期=2026-04-01", 1, "还没有到"),
        ("渡口社区 设立日期=2026-03-01 撤销日期=2026-02-01", 1, "早于设立日期"),
        ("望汀社区 名称=望江东社区", 1, "是不是：望江社区"),
        ("望江社区 上级=临江街道 上级单位=梅溪镇", 2, "写了两遍"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    run: Run, office: Path, words: str, code: int, said: str
) -> None:
    refused(run, office, ["unit", "edit", *words.split()], said, code=code)


def test_a_unit_nobody_belongs_to_is_closed_from_a_day_on(run: Run, office: Path) -> None:
    before = [figures(run, quarter)["communities"] for quarter in ("2025Q4", "2026Q1")]
    undone(run, office, "unit", "close", "渡口社区", "--on", "2026-02-01")
    assert before == [3, 3]
    assert [figures(run, quarter)["communities"] for quarter in ("2025Q4", "2026Q1")] == [3, 2]
    assert "云河区/临江街道/渡口社区" not in existing(office)


def test_who_left_the_register_does_not_keep_a_unit_open(run: Run, office: Path) -> None:
    done(run, "unit", "close", "望江一网格")
    refused(run, office, ["unit", "close", "望江社区"], "还有1名待核或在库人员", "unit merge U3 --into")
    done(run, "withdraw", "甲")
    done(run, "unit", "close", "望江社区")
    assert place_on(office, "甲", "2026-03-31") == "云河区/临江街道/望江社区 U3"


def test_staff_of_a_closed_unit_are_pointed_out(run: Run, office: Path) -> None:
    done(run, "staff", "add", "李主任", "--unit", "渡口社区")
    assert "还有1名工作人员" in done(run, "unit", "close", "渡口社区").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("望江社区", "还有1名待核或在库人员、1个下级单位（望江一网格）"),
        ("云河区", "2个下级单位（临江街道、梅溪镇）"),
        ("渡口社区 --on 2026-04-01", "2026年4月1日还没有到"),
        ("新村 --on 2024-12-31", "2025年1月1日才设立"),
        ("旧村", "已于2025年12月31日撤销"),
        ("渡口社去", "是不是：渡口社区"),
    ],
)
def test_a_unit_that_cannot_be_closed_is_refused(run: Run, office: Path, words: str, said: str) -> None:
    done(run, "unit", "add", "梅溪镇/新村", "设立日期=2025-01-01")
    done(run, "unit", "add", "梅溪镇/旧村", "撤销日期=2025-12-31")
    refused(run, office, ["unit", "close", *words.split()], said)


def test_a_unit_somebody_comes_to_later_is_not_closed_before(run: Run, office: Path) -> None:
    done(run, "edit", "甲", "--unit", "渡口社区", "--on", "2026-03-01")
    refused(run, office, ["unit", "close", "渡口社区", "--on", "2026-02-01"], "还有1名待核或在库人员")


@pytest.mark.parametrize(
    "command", ["edit 望江社区 名称=甲村", "close 望江社区", "move 望江社区 --to 临江街道"]
)
def test_an_empty_register_has_no_unit_to_change(run: Run, own_register: Path, command: str) -> None:
    refused(run, own_register, ["unit", *command.split()], "没有名为「望江社区」的单位")


@pytest.mark.parametrize("command", ["edit", "close", "move", "merge", "import"])
def test_a_unit_command_without_its_words_is_malformed(run: Run, office: Path, command: str) -> None:
    refused(run, office, ["unit", command], "缺少", code=2)


def test_of_two_units_of_one_name_the_path_decides(run: Run, office: Path) -> None:
    done(run, "unit", "add", "梅溪镇/望江社区")
    refused(
        run,
        office,
        ["unit", "edit", "望江社区", "名称=望江村"],
        "有2个单位叫「望江社区」",
        "云河区/临江街道/望江社区",
        "云河区/梅溪镇/望江社区",
    )
    done(run, "unit", "edit", "梅溪镇/望江社区", "名称=望江村")
    assert paths(office)["U8"] == "云河区/梅溪镇/望江村"


@pytest.mark.parametrize(
    ("name", "other", "near"),
    [
        ("望江社区", "望汀社区", True),
        ("望江社区", "望江东路社区", False),
        ("望江社区", "望江社社区", True),
        ("望江一组", "望江二组", False),
        ("望江社区", "望江一社区", False),
        ("东街", "西街", False),
        ("李村", "王村", False),
        ("望江社区", "望江社区", False),
    ],
)
def test_near_misses_are_one_character_apart_and_not_neighbours_on_purpose(
    name: str, other: str, near: bool
) -> None:
    assert nearly_alike(name, other) is nearly_alike(other, name) is near


@pytest.mark.parametrize(
    ("name", "above", "level", "below"),
    [
        ("云山市", "city", "city", "county"),
        ("高新区", "county", "county", "township"),
        ("下湾村", "community", "community", "grid"),
        ("青石街道", "township", "township", "township"),
        ("望江社区", "province", "community", "community"),
        ("联络处", "grid", "", ""),
    ],
)
def test_an_ending_used_on_several_levels_gives_way_to_the_unit_above(
    name: str, above: str, level: str, below: str
) -> None:
    assert (level_of(name), level_below(name, above)) == (level, below)
