"""Which two records may be of one person, and why: a specimen for every kind of evidence."""

from typing import Any

import pytest
from books import id_number, phone

from talentreg.likeness.commonness import Commonness
from talentreg.likeness.pairs import LIKELY, Pair, compare
from talentreg.likeness.people import Profile
from talentreg.records.pinyin import search_keys
from talentreg.store.units import UnitNode, UnitTree

MAN, OTHER_MAN, NEXT_MAN = id_number(301), id_number(777, "19860311"), id_number(303)
ONE, TWO, THREE, FOUR = phone(41230127), phone(57719082), phone(30044127), phone(88123456)


def tree() -> UnitTree:
    made = UnitTree()
    nodes = [("云河区", "county", None), ("临江街道", "township", 1), ("望江社区", "community", 2)]
    nodes += [("渡口社区", "community", 2), ("梅溪镇", "township", 1), ("梅溪村", "community", 5)]
    for place, (name, level, above) in enumerate(nodes, 1):
        made.add(UnitNode(place, f"U{place}", name, level, above))
    return made


def profile(number: int, **fields: Any) -> Profile:
    blank = dict.fromkeys(Profile._fields) | {"unit_id": 3, "status": "enrolled"}
    return Profile(**{**blank, "id": number, "pinyin": search_keys(fields["name"]), **fields})


def crowd(count: int = 5_000) -> list[Profile]:
    """Give a register enough other people: 张伟 is common, 晏清和 is not, units hold their share."""
    names = ["张伟", "李娜", "王秀英", "刘洋", "陈建国", "赵敏敏", "周海峰", "吴小燕", "郑佳怡", "孙国强"]
    return [
        profile(
            1_000 + order,
            name=names[order % 10] if order % 4 == 0 else f"{names[order % 10][0]}{chr(0x6000 + order)}",
            pinyin=None,
            unit_id={0: 3, 1: 4, 2: 2}.get(order % 20, 6),
            employer=f"公司{order % 900}",
        )
        for order in range(count)
    ]


CROWD, TREE = crowd(), tree()


def judge(one: dict[str, Any], other: dict[str, Any], *others: dict[str, Any]) -> Pair | None:
    """Compare two people in a register of many, in both orders."""
    first, second = profile(1, **one), profile(2, **other)
    more = [profile(3 + place, **fields) for place, fields in enumerate(others)]
    common = Commonness([first, second, *more, *CROWD], TREE)
    pair = compare(first, second, common)
    assert compare(second, first, common) == pair
    return pair


def listed(pair: Pair | None) -> bool:
    return pair is not None and pair.score >= LIKELY


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"written_id": MAN[:15] + "9" + MAN[16:], "sex": "male"}, {"id_number": MAN}, "身份证号只差一位"),
        ({"written_id": MAN[:8] + MAN[9] + MAN[8] + MAN[10:]}, {"id_number": MAN}, "两位颠倒"),
        ({"written_id": MAN[:-3] + MAN[-2:]}, {"id_number": MAN}, "身份证号只差一位"),
        ({"written_id": MAN[:6] + MAN[8:16] + "4"}, {"id_number": MAN}, "身份证号只差一位"),
        ({"phone": ONE}, {"phone": ONE}, "电话相同"),
        ({"phone": ONE}, {"phone": TWO, "second_phone": ONE}, "电话相同"),
        ({"phone": ONE}, {"phone": ONE[:7] + "9" + ONE[8:]}, "电话只差一位"),
        ({"phone": ONE}, {"phone": ONE[:9] + ONE[10] + ONE[9]}, "两位颠倒"),
        ({"phone": ONE}, {"written_phone": ONE[:-1]}, "电话只差一位"),
        ({"phone": ONE}, {"relative_phone": ONE, "relative": "晏大山"}, "亲属的电话"),
        ({"birth": "1986-03-11"}, {"birth": "1986-03-11"}, "出生年月日相同"),
        ({"birth": "1986-03"}, {"birth": "1986-03-11"}, "出生年月相同"),
        ({"birth": "1986"}, {"birth": "1986-03-11"}, "出生年份相同"),
        ({"birth": "1986-03-11"}, {"birth": "1986-11-03"}, "出生月日颠倒"),
        ({"birth": "1986-03-11"}, {"birth": "1996-03-11"}, "出生日期只差一处"),
        ({"birth": "1986-03-11"}, {"birth": "1986-04-19"}, "农历"),
        ({"relative": "晏大山"}, {"relative": "晏大山"}, "亲属同名"),
        ({"relative_phone": ONE}, {"relative_phone": ONE}, "亲属电话相同"),
        ({"employer": "宁波宏达物流有限公司"}, {"employer": "宁波宏达物流有限公司"}, "工作单位相同"),
        ({"employer": "宁波宏达物流"}, {"employer": "宁波宏达物流有限公司"}, "工作单位相近"),
        ({"school": "江州大学"}, {"school": "江州大学机械系"}, "毕业院校相近"),
        ({"home_address": "幸福路32号5栋"}, {"home_address": "幸福路 32 号 5 栋"}, "家庭住址相同"),
        ({"wechat": "yanqh_86"}, {"wechat": "YanQH_86"}, "微信相同"),
        ({"email": "yqh@x.cn"}, {"email": "yqh@x.cn"}, "邮箱相同"),
        ({"unit_id": 3}, {"unit_id": 3}, "同一单位"),
        ({"unit_id": 3, "birth": "1986-03"}, {"unit_id": 2, "birth": "1986-03"}, "单位一上一下"),
        ({"unit_id": 3, "birth": "1986-03"}, {"unit_id": 4, "birth": "1986-03"}, "同在一个上级之下"),
    ],
)
def test_a_rare_name_and_one_thing_more_is_listed_with_its_reason(
    one: dict[str, Any], other: dict[str, Any], why: str
) -> None:
    pair = judge({"name": "晏清和"} | one, {"name": "晏清和"} | other)
    assert listed(pair), pair
    assert pair
    assert pair.reasons[0] == "姓名相同" or any(why in reason for reason in pair.reasons[:1])
    assert any(why in reason for reason in pair.reasons), pair.reasons


SAME = {"birth": "1986-03-11", "employer": "宁波宏达物流", "phone": ONE}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("王伟", "王玮", "姓名同音"),
        ("晏玥", "晏月", "姓名同音"),
        ("徐丽丽", "许丽丽", "姓名同音"),
        ("晏玲玉", "晏琳玉", "姓名音近"),
        ("晏思和", "晏诗和", "姓名音近"),
        ("田丽丽", "董丽丽", "只有姓不同"),
        ("晏清芳", "晏清芬", "姓名有一字形近"),
        ("晏清和", "晏和清", "姓名两字颠倒"),
        ("晏清和", "晏清平", "姓名差一字"),
        ("晏清和", "晏清", "姓名少一字"),
        ("晏清和", "晏清和（已退休）", "只差空格、间隔号或说明"),
        ("晏 清和", "晏清和", "只差空格、间隔号或说明"),
        ("买买提·艾力", "买买提艾力", "只差空格、间隔号或说明"),
        ("买买提·艾力", "买买提", "开头相同"),
    ],
)
def test_a_name_written_otherwise_is_listed_where_the_rest_agrees(one: str, other: str, why: str) -> None:
    pair = judge({"name": one} | SAME, {"name": other} | SAME)
    assert pair
    assert listed(pair), pair
    assert any(why in words for words in (*pair.reasons, *pair.against)), (pair.reasons, pair.against)


FAMILY = {"relative": "晏大山", "relative_phone": TWO, "home_address": "幸福路32号5栋", "phone": ONE}
MALE = {"sex": "male"}


@pytest.mark.parametrize(
    ("says", "one", "other"),
    [
        (
            "twins whose names share a character",
            {"name": "晏清和", "birth": "1986-03-11"} | FAMILY,
            {"name": "晏清平", "birth": "1986-03-11"} | FAMILY,
        ),
        (
            "twins with short names",
            {"name": "晏和", "birth": "1986-03-11"} | FAMILY,
            {"name": "晏平", "birth": "1986-03-11"} | FAMILY,
        ),
        (
            "twins both with ID numbers, though they sound alike",
            {"name": "晏清和", "birth": "1990-05-06", "id_number": MAN} | FAMILY,
            {"name": "晏清河", "birth": "1990-05-06", "id_number": NEXT_MAN} | FAMILY,
        ),
        (
            "a father and a son of one name",
            {"name": "晏清和", "birth": "1958-02"} | FAMILY,
            {"name": "晏清和", "birth": "1984-09-03"} | FAMILY,
        ),
        (
            "a father and a son of one name, the years alone known",
            {"name": "晏清和", "birth": "1958"} | MALE | FAMILY,
            {"name": "晏清和", "birth": "1986-03-11"} | MALE | FAMILY,
        ),
        (
            "a brother and a sister",
            {"name": "晏清和", "sex": "male", "birth": "1986-03-11"} | FAMILY,
            {"name": "晏清荷", "sex": "female", "birth": "1988-07-02"} | FAMILY,
        ),
        (
            "a mother who is her son's relative",
            {"name": "李秀兰", "phone": ONE},
            {"name": "李秀", "relative": "李秀兰", "relative_phone": ONE, "phone": TWO},
        ),
        (
            "namesakes of one community whose years differ",
            {"name": "张伟", "birth": "1979-02", "phone": ONE},
            {"name": "张伟", "birth": "1985-11", "phone": TWO},
        ),
        (
            "two of a common name in one street",
            {"name": "张伟", "phone": ONE},
            {"name": "张伟", "unit_id": 4},
        ),
        (
            "one name, two valid ID numbers",
            {"name": "晏清和", "id_number": MAN, "phone": ONE, "employer": "宏达"},
            {"name": "晏清和", "id_number": OTHER_MAN, "phone": ONE, "employer": "宏达"},
        ),
        ("one name, two sexes", {"name": "李娜", "sex": "male"}, {"name": "李娜", "sex": "female"}),
        (
            "a wife under her husband's phone",
            {"name": "晏清和", "phone": ONE},
            {"name": "李娜", "phone": ONE},
        ),
        (
            "two whom a clerk told apart by numbers",
            {"name": "晏清和1", "birth": "1986-03"},
            {"name": "晏清和2", "birth": "1986-03"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_two_people_who_only_look_it_are_not_listed(
    says: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert not listed(judge(one, other)), judge(one, other)


@pytest.mark.parametrize(("holders", "score"), [(2, 84), (4, 81), (12, 69), (40, 45)])
def test_a_phone_says_less_the_more_people_have_it(holders: int, score: int) -> None:
    others = [{"name": f"孙{chr(0x7000 + place)}", "phone": ONE} for place in range(holders - 2)]
    pair = judge({"name": "赵敏敏", "phone": ONE}, {"name": "赵敏敏", "phone": ONE, "unit_id": 6}, *others)
    assert pair
    assert pair.score == score


def test_a_rare_name_says_more_than_a_common_one() -> None:
    scores = [
        judge({"name": name, "birth": "1986-03"}, {"name": name, "birth": "1986-03-02"})
        for name in ("晏清和", "张伟")
    ]
    assert scores[0]
    assert scores[1]
    assert scores[0].score > scores[1].score


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        ({"birth": "1986-03"}, {"birth": "1988-07"}, "出生差几年"),
        ({"birth": "1986-03"}, {"birth": "1958-07"}, "出生相差一代人"),
        ({"id_number": MAN}, {"id_number": OTHER_MAN}, "身份证号不同"),
        ({"sex": "male"}, {"sex": "female"}, "性别不同"),
        ({"phone": ONE}, {"phone": FOUR}, "电话不同"),
        ({"employer": "宁波宏达物流"}, {"employer": "深圳华强电子"}, "工作单位不同"),
        ({"unit_id": 3}, {"unit_id": 6}, "单位不在一处"),
        ({"relative": "晏大山"}, {"relative": "李桂花"}, "亲属不同"),
    ],
)
def test_what_contradicts_is_told_too(one: dict[str, Any], other: dict[str, Any], against: str) -> None:
    pair = judge({"name": "晏清和"} | one, {"name": "晏清和"} | other)
    assert pair
    assert against in pair.against
    assert pair.score < (judge({"name": "晏清和"}, {"name": "晏清和"}) or pair).score


def test_no_single_slip_makes_one_of_two_valid_numbers_of_twins() -> None:
    pair = judge({"name": "晏清和", "id_number": MAN}, {"name": "晏清和", "id_number": NEXT_MAN})
    assert pair
    assert "身份证号不同" in pair.against
