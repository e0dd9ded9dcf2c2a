"""Conditions of a list: FIELD, an operator, a value, as they are typed, and exactly whom they find."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from roster import documents, roster

Run = Callable[..., Answer]

PRESENT = "曾乐 单雄 覃小红 吕伟 王伟 [red] =1+1 O'Brien 任先生 李老"
"""Everybody but the second 王伟, who is withdrawn, and 赵逝, who is dead."""


@pytest.fixture(autouse=True)
def people(own_register: Path) -> None:
    """Lay the roster where the commands look for a register."""
    own_register.write_bytes(roster())


def names(run: Run, *words: str) -> str:
    """List people; return their names in the order listed."""
    return " ".join(row["name"] for row in documents(run("list", *words, "--json")))


def without(some: str) -> str:
    """Name everybody present but some."""
    return " ".join(name for name in PRESENT.split() if name not in some.split())


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ("学历=本科 学历==本科 学历＝本科", "曾乐"),
        ("学历!=本科 学历！=本科 学历！＝本科 学历≠本科 学历<>本科", without("曾乐")),
        ("工作单位~江州 工作单位～江州", "曾乐 单雄 覃小红"),
        ("工作单位!~江州 工作单位！~江州 工作单位！～江州", without("曾乐 单雄 覃小红")),
        ("学历>=硕士 学历≥硕士 学历＞=硕士 学历＞＝硕士 学历=>硕士", "单雄 覃小红"),
        ("学历<=大专 学历≤大专 学历＜=大专 学历＜＝大专 学历=<大专", "吕伟 李老"),
        ("学历>硕士 学历＞硕士", "单雄"),
        ("学历<大专 学历＜大专", "李老"),
    ],
    ids=lambda value: value.split()[0],
)
def test_an_operator_is_the_same_however_it_is_typed(run: Run, conditions: str, found: str) -> None:
    for condition in conditions.split():
        assert names(run, condition) == found, condition


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("学历＝＝本科", "曾乐"),
        ("学历!＝本科", without("曾乐")),
        ("学历＜＞本科", without("曾乐")),
        ("学历>＝硕士", "单雄 覃小红"),
        ("学历<＝大专", "吕伟 李老"),
    ],
)
def test_a_switch_of_the_keyboard_inside_an_operator_does_no_harm(
    run: Run, condition: str, found: str
) -> None:
    assert names(run, condition) == found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        # text
        ("姓名=王伟", "王伟"),
        ("姓名=王 伟", "王伟"),
        ("姓 名 = 王伟 ", "王伟"),
        ("name=王伟", "王伟"),
        ("NAME=王伟", "王伟"),
        ("姓名=王", ""),
        ("姓名~伟", "吕伟 王伟"),
        ("姓名=[red]", "[red]"),
        ("姓名= =1+1", "=1+1"),
        ("姓名~=1+1", "=1+1"),
        ("姓名=O'Brien", "O'Brien"),
        ("姓名=' OR 1=1 --", ""),
        ("工作单位=江州大学", "曾乐"),
        ("现单位~大学", "曾乐"),
        ("工作单位~%", "吕伟"),
        ("工作单位~_", "吕伟"),
        ("工作单位~0%_精", "吕伟"),
        ("工作单位~0_精", ""),
        ("工作单位~（江州）", "单雄"),
        ("工作单位~acme", "O'Brien"),
        ("联系电话=154 0000 0001", "曾乐"),
        ("手机=+86 154-0000-0001", "曾乐"),
        ("电话~0000", "曾乐 单雄 覃小红 吕伟"),
        ("备用电话=0571 88001234", "王伟"),
        # a closed word by code, text and synonym
        ("性别=男", "曾乐 单雄 吕伟 王伟"),
        ("性别=male", "曾乐 单雄 吕伟 王伟"),
        ("性别=男性", "曾乐 单雄 吕伟 王伟"),
        ("性别=女,男", "曾乐 单雄 覃小红 吕伟 王伟"),
        ("性别!=男", without("曾乐 单雄 吕伟 王伟")),
        ("返乡意愿=返乡创业", "曾乐"),
        ("意愿=创业、就业", "曾乐 吕伟"),
        ("intention=business，job", "曾乐 吕伟"),
        ("返乡意愿!=无", without("单雄")),
        ("返乡意愿~业", "曾乐 吕伟"),
        ("返乡意愿!~业", without("曾乐 吕伟")),
        ("返乡意愿~火星", ""),
        # an open word with its synonyms
        ("学历=大学", "曾乐"),
        ("学历=博士,研究生", "单雄 覃小红"),
        ("学历!=博士,研究生", without("单雄 覃小红")),
        ("学历=博士，，本科，", "曾乐 单雄"),
        ("行业=工业", "吕伟"),
        ("行业~制造", "吕伟"),
        ("行业=从没听过的行业", ""),
        # several words: a whole one, not a part of one
        ("人员类别=引进人才", "曾乐 单雄"),
        ("人员类别=专技人员", "曾乐 覃小红"),
        ("人员类别=引进人才、专业技术人员", "曾乐 单雄 覃小红"),
        ("人员类别~引进人才", "曾乐 单雄 吕伟"),
        ("人员类别!=引进人才", without("曾乐 单雄")),
        # ranked words
        ("学历≥本科", "曾乐 单雄 覃小红"),
        ("学历≥大学", "曾乐 单雄 覃小红"),
        ("学历<本科", "吕伟 李老"),
        ("层次>骨干人才", "单雄"),
        ("职称级别<中级", "吕伟"),
        ("职称级别≤正高级", "曾乐 单雄 吕伟"),
        # a unit with all below it
        ("所属单位=临江街道", "曾乐 单雄 王伟 =1+1 O'Brien 任先生 李老"),
        ("单位=云河区", without("[red]")),
        ("社区=临江街道/望江社区", "曾乐 =1+1 O'Brien 任先生"),
        ("单位=U3", "曾乐 =1+1 O'Brien 任先生"),
        ("单位=老街社区", "李老"),
        ("单位!=临江街道", "覃小红 吕伟 [red]"),
        ("单位~梅溪", "覃小红 吕伟"),
        ("单位~没有这样的", ""),
        ("单位!~社区", "覃小红 吕伟 王伟 [red]"),
        # a record's number
        ("编号=R000002", "单雄"),
        ("编号=r2", "单雄"),
        ("编号!=R000002", without("单雄")),
        ("编号>=R000011", "任先生 李老"),
        ("编号<2", None),
        ("编号=5", None),
    ],
)
def test_a_condition_finds_exactly_whom_it_means(run: Run, condition: str, found: str | None) -> None:
    if found is None:
        assert run("list", condition).code == 2
    else:
        assert names(run, condition) == found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("最近联系=2026-03-01", "吕伟"),
        ("最近联系=2026.3.1", "吕伟"),
        ("最近联系=2026年3月", "吕伟 王伟"),
        ("最近联系=2026", "曾乐 吕伟 王伟"),
        ("最近联系~2026-03", "吕伟 王伟"),
        ("最近联系!=2026", without("曾乐 吕伟 王伟")),
        ("最近联系<2026-01-01", "单雄"),
        ("最近联系<=2025-12", "单雄"),
        ("最近联系≤2025", "单雄"),
        ("最近联系>2026-02", "吕伟 王伟"),
        ("最近联系>2025", "曾乐 吕伟 王伟"),
        ("最近联系>=2026-01-10", "曾乐 吕伟 王伟"),
        ("最近联系>2026-01-10", "吕伟 王伟"),
        ("最近联系=", without("曾乐 单雄 吕伟 王伟")),
        ("最近联系!=", "曾乐 单雄 吕伟 王伟"),
        ("入库日期=2025-05", "单雄 吕伟"),
        ("入库日期≥2026", "王伟"),
        ("入库日期=", "覃小红 任先生"),
        ("下次联络≤2026-04-05", "单雄 覃小红"),
        ("下次联络日期=2026-03-15", "覃小红"),
        ("下次联络!=", "单雄 覃小红"),
        ("联系次数=1", "曾乐 单雄 吕伟 王伟"),
        ("联系次数=0次", without("曾乐 单雄 吕伟 王伟")),
        ("联系次数>０", "曾乐 单雄 吕伟 王伟"),
        ("联络人=李主任", "曾乐"),
        ("联络人~主任", "曾乐 单雄 覃小红 吕伟"),
        ("联络人!~主任", without("曾乐 单雄 覃小红 吕伟")),
        ("联络人=", without("曾乐 单雄 覃小红 吕伟")),
    ],
)
def test_only_contacts_that_reached_the_person_count_as_the_last(
    run: Run, condition: str, found: str
) -> None:
    assert names(run, condition) == found


@pytest.mark.parametrize(
    ("today", "aged"),
    [
        # 曾乐 1991-03-31, 单雄 1991-04-01, 覃小红 1991-03, 吕伟 1991, 王伟 1991-04
        ("2025-12-31", {"曾乐": 34, "单雄": 34, "覃小红": 34, "吕伟": 34, "王伟": 34}),
        ("2026-01-01", {"曾乐": 34, "单雄": 34, "覃小红": 34, "吕伟": 35, "王伟": 34}),
        ("2026-02-28", {"曾乐": 34, "单雄": 34, "覃小红": 34, "吕伟": 35, "王伟": 34}),
        ("2026-03-01", {"曾乐": 34, "单雄": 34, "覃小红": 35, "吕伟": 35, "王伟": 34}),
        ("2026-03-30", {"曾乐": 34, "单雄": 34, "覃小红": 35, "吕伟": 35, "王伟": 34}),
        ("2026-03-31", {"曾乐": 35, "单雄": 34, "覃小红": 35, "吕伟": 35, "王伟": 34}),
        ("2026-04-01", {"曾乐": 35, "单雄": 35, "覃小红": 35, "吕伟": 35, "王伟": 35}),
    ],
)
def test_an_age_changes_on_the_birthday(
    run: Run, monkeypatch: pytest.MonkeyPatch, today: str, aged: dict[str, int]
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", today)
    rows = documents(run("list", "出生年月~1991", "--columns", "姓名,年龄", "--json"))
    assert {row["name"]: row["age"] for row in rows} == aged
    by_age = {age: {name for name, own in aged.items() if own == age} for age in (34, 35)}
    for condition, age in [("年龄≥35", 35), ("年龄=35岁", 35), ("年龄<35", 34), ("年龄!=35", 34)]:
        assert set(names(run, condition, "出生年月=1991").split()) == by_age[age], condition


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("出生年月=1991", "曾乐 单雄 覃小红 吕伟 王伟"),
        ("出生年月=1991-03", "曾乐 覃小红"),
        ("出生年月=1991-03-31", "曾乐"),
        ("生日=1991.04", "单雄 王伟"),
        ("出生年月>1991", ""),
        ("出生年月≥1991", "曾乐 单雄 覃小红 吕伟 王伟"),
        ("出生年月<1991", "李老"),
        ("出生年月<1991-01", "李老"),
        ("出生年月<1991-01-01", "李老"),
        ("出生年月<1991-03-01", "吕伟 李老"),
        ("出生年月<1991-04-01", "曾乐 覃小红 吕伟 李老"),
        ("出生年月≥1991-01-01", "曾乐 单雄 覃小红 吕伟 王伟"),
        ("出生年月≥1991-03-01", "曾乐 单雄 覃小红 王伟"),
        ("出生年月=", "[red] =1+1 O'Brien 任先生"),
    ],
)
def test_a_birth_date_without_month_or_day_counts_from_its_first(
    run: Run, condition: str, found: str
) -> None:
    assert names(run, condition) == found


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        ("学历", "曾乐 单雄 覃小红 吕伟 李老"),
        ("性别", "曾乐 单雄 覃小红 吕伟 王伟"),
        ("人员类别", "曾乐 单雄 覃小红 吕伟"),
        ("所属单位", without("[red]")),
        ("返乡意愿", "曾乐 单雄 吕伟"),
        ("在库状态", without("任先生")),
        ("年龄", "曾乐 单雄 覃小红 吕伟 王伟 李老"),
        ("联系次数", PRESENT),
        ("备用电话", "曾乐 王伟"),
        ("编号", PRESENT),
    ],
)
def test_a_field_without_a_value_asks_what_is_blank_and_with_a_bang_what_is_filled(
    run: Run, field: str, filled: str
) -> None:
    everybody = ("--all",) if field == "在库状态" else ()
    gone = {"赵逝"} if everybody else set()
    assert set(names(run, f"{field}!=", *everybody).split()) == {*filled.split(), *gone}
    assert names(run, f"{field}=") == without(filled)
    assert names(run, f"{field}＝ ") == without(filled)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", PRESENT),
        ("姓名=王伟", "王伟"),
        ("姓名=王伟 --all", "王伟 王伟"),
        ("姓名=王伟 状态=退库", "王伟"),
        ("status=withdrawn", "王伟"),
        ("状态=退库,去世", "王伟 赵逝"),
        ("状态!=入库", "覃小红 王伟 赵逝 任先生"),
        ("状态=", "任先生"),
        ("状态=待核", "覃小红"),
        ("入库日期=2024 性别=女", ""),
        ("入库日期=2024 性别=女 --all", "王伟"),
    ],
)
def test_who_has_left_is_listed_only_when_asked_for(run: Run, words: str, found: str) -> None:
    assert names(run, *words.split()) == found


def test_a_status_asked_for_picks_the_right_one_of_two_namesakes(run: Run) -> None:
    (row,) = documents(run("list", "姓名=王伟", "状态=退库", "--json"))
    assert row["person"] == "R000006"


def test_several_conditions_must_all_hold(run: Run) -> None:
    assert names(run, "性别=男", "学历≥本科", "最近联系≥2026") == "曾乐"
    assert names(run, "江州", "性别=女") == "覃小红"
    assert names(run, "学历=本科", "学历=大专") == ""


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("学力=本科", ["没有「学力」这个字段", "是不是：", "学历"]),
        ("完全不相干的字眼=1", ["没有「完全不相干的字眼」这个字段", "可用：编号、姓名、"]),
        ("=本科", ["「=本科」前面没有写字段", "如 学历=本科"]),
        ("年龄", ["「年龄」后面缺少条件", '"年龄>=35"', "年龄≥35"]),
        ("最近联系", ["「最近联系」后面缺少条件", "引号"]),
        ("年龄>", ["「年龄>」后面没有写内容", "年龄= 找没填的", "年龄!= 找填了的"]),
        ("学历~", ["「学历~」后面没有写内容"]),
        ("年龄=三十", ["「三十」不是整数"]),
        ("年龄=3.5", ["「3.5」不是整数"]),
        ("年龄~3", ["不是整数"]),
        ("年龄≥-1", ["不是整数"]),
        ("年龄=9999999999", ["不是整数"]),
        ("最近联系<去年", ["最近联系：", "看不懂"]),
        ("最近联系=2026-02-30", ["最近联系：", "不是真实存在的日期"]),
        ("最近联系=0001-01-01", ["年份不合理"]),
        ("性别=中", ["性别：", "男(male)、女(female)"]),
        ("性别>男", ["「性别」不能比大小", "性别=…"]),
        ("姓名>张", ["「姓名」不能比大小"]),
        ("单位>临江街道", ["「所属单位」不能比大小"]),
        ("人员类别≥引进人才", ["「人员类别」不能比大小"]),
        ("学历≥火星学历", ["「火星学历」排不了高低", "博士研究生、硕士研究生、本科"]),
        ("电话=123", ["联系电话：不是有效的电话号码"]),
        ("身份证号=123", ["身份证号：", "18位"]),
        ("编号=G000001", ["「G000001」不是人才编号", "R000123"]),
        ("", ["不是 字段=内容 的写法"]),
        (" ", ["不是 字段=内容 的写法"]),
        ("学历=，", ["学历"]),
        ("学历!=、,", ["学历"]),
        ("人员类别=,", ["人员类别"]),
    ],
)
def test_a_malformed_condition_is_refused_and_told(run: Run, condition: str, said: list[str]) -> None:
    answer = run("list", condition)
    assert (answer.code, answer.out) == (2, "")
    assert all(text in answer.err for text in said), answer.err
    assert answer.err.startswith("错误：")


def test_a_hint_does_not_offer_what_is_refused(run: Run) -> None:
    answer = run("list", "编号~5")
    assert (answer.code, answer.out) == (2, "")
    assert "编号~" not in answer.err.partition("提示：")[2]


@pytest.mark.parametrize("condition", ["单位=望江村", "单位!=望江村"])
def test_an_unknown_unit_is_refused_with_near_names(run: Run, condition: str) -> None:
    answer = run("list", condition)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.splitlines()[0] == "错误：没有名为「望江村」的单位"
    assert "望江社区" in answer.err
