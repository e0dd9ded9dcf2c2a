"""What speaks for two records being of one person, and what against: a declaration for every kind.

Every finding is weighed twice, in bits: how much likelier it is of one person than of two strangers, and
than of two people of one family. Brothers share phones and addresses, a father and a son may share a name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from talentreg.likeness.commonness import Commonness, folded
from talentreg.likeness.digits import LOST, only_digits, slip
from talentreg.likeness.names import plain, relation
from talentreg.likeness.people import Profile


class Level(NamedTuple):
    """One way in which two records agree or not: its bits at the most, and what is said of it.

    `less` is taken off what the rarity of the value says, for slips are rarer than agreement.
    """

    stranger: float
    kin: float
    words: str
    less: float = 0.0


class Finding(NamedTuple):
    """What one kind of evidence says of a pair."""

    stranger: float
    kin: float
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One kind of evidence: how it is compared, and what each outcome weighs."""

    compare: Callable[[Profile, Profile, Commonness], str]
    levels: Mapping[str, Level] = field(default_factory=dict)
    rarity: Callable[[str, Profile, Profile, Commonness], float] | None = None

    def weigh(self, first: Profile, second: Profile, common: Commonness) -> Finding | None:
        """Say what this kind finds; None when it has nothing to say."""
        outcome = self.compare(first, second, common)
        if not outcome:
            return None
        level = self.levels[outcome]
        bits = level.stranger
        if self.rarity and bits > 0:
            bits = min(bits, self.rarity(outcome, first, second, common) - level.less)
        return Finding(bits, level.kin, level.words)


def _id_numbers(first: Profile, second: Profile, _: Commonness) -> str:
    one, other = first.id_number, second.id_number
    if one and other:
        return _valid_ids(one, other)
    written = only_digits(first.written_id if other else second.written_id)
    known = one or other
    if not known:
        both = [only_digits(each.written_id) for each in (first, second)]
        return "written" if len(both[0]) > 14 and both[0] == both[1] else ""
    if not written or len(written) < 15:
        return ""
    if slip(written, known) or slip(written, known[:6] + known[8:17]):
        return "slip"
    lost = len(written) == 18 and written.endswith(LOST) and written[:15] == known[:15]
    return "damaged" if lost else ""


def _valid_ids(one: str, other: str) -> str:
    """Compare two numbers that are right in themselves; of fifteen digits any number is."""
    if one == other:
        return "equal"
    if one[:14] != other[:14] and slip(one[:17], other[:17]):
        return "recomputed"
    return "different"


def _names(first: Profile, second: Profile, _: Commonness) -> str:
    return relation(first.name, first.pinyin, second.name, second.pinyin)


def _name_rarity(outcome: str, first: Profile, second: Profile, common: Commonness) -> float:
    if outcome == "heard":
        return common.sound_bits(first, second)
    return min(common.name_bits(first.name), common.name_bits(second.name))


def _births(first: Profile, second: Profile, _: Commonness) -> str:
    one, other = first.birth, second.birth
    if not one or not other:
        return ""
    length = min(len(one), len(other))
    if one[:4] == other[:4]:
        return _of_one_year(one[:length], other[:length])
    apart = abs(int(one[:4]) - int(other[:4]))
    if length > 4 and slip(one[:length], other[:length]):
        return "digit" if length == 10 else "digit_of_month"
    if length > 4 and apart == 1 and one[4:length] == other[4:length]:
        return "digit" if length == 10 else "digit_of_month"
    if length == 10 and _days_apart(one, other) <= 60:
        return "lunar"
    return "year_off" if apart <= 1 else "years_off" if apart < 14 else "generation"


def _of_one_year(one: str, other: str) -> str:
    if one == other:
        outcome = {4: "year", 7: "month"}.get(len(one), "day")
        return "month" if outcome == "day" and one.endswith("-01-01") else outcome
    if len(one) < 10:
        return "month_off"
    if one[5:7] == other[8:] and one[8:] == other[5:7]:
        return "turned"
    if slip(one, other) or one[:7] == other[:7]:
        return "digit"
    return "lunar" if _days_apart(one, other) <= 60 else "month_off"


def _days_apart(one: str, other: str) -> int:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return 9_999


def _sexes(first: Profile, second: Profile, _: Commonness) -> str:
    if not first.sex or not second.sex:
        return ""
    return "equal" if first.sex == second.sex else "different"


def _phones(first: Profile, second: Profile, common: Commonness) -> str:
    ones, others = first.phones, second.phones
    shared = [phone for phone in ones if phone in others]
    if shared:
        return _by_holders(min(common.holders(phone) for phone in shared))
    written = [only_digits(one.written_phone) for one in (first, second)]
    mine, theirs = [*ones, written[0]], [*others, written[1]]
    if any(len(a) > 9 and len(b) > 9 and (a == b or slip(a, b)) for a in mine for b in theirs):
        return "slip"
    if second.relative_phone in ones or first.relative_phone in others:
        return "relative"
    return "different" if ones and others else ""


def _by_holders(holders: int) -> str:
    return "two" if holders <= 2 else "few" if holders <= 4 else "dozen" if holders <= 12 else "many"


def _relatives(first: Profile, second: Profile, _: Commonness) -> str:
    one, other = (plain(each.relative) if each.relative else "" for each in (first, second))
    names = plain(first.name), plain(second.name)
    if names[0] != names[1] and (one == names[1] or other == names[0]):
        return "is_other"
    if not one or not other:
        return ""
    return "equal" if one == other else "different"


def _relative_phones(first: Profile, second: Profile, common: Commonness) -> str:
    if not first.relative_phone or first.relative_phone != second.relative_phone:
        return ""
    return _by_holders(common.holders(first.relative_phone))


def _units(first: Profile, second: Profile, common: Commonness) -> str:
    one, other = first.unit_id, second.unit_id
    if one is None or other is None:
        return ""
    if one == other:
        return "equal"
    nodes, tree = common.tree.nodes, common.tree
    if tree.within(one, other) or tree.within(other, one):
        return "nested"
    parent = nodes[one].parent_id
    beside = parent is not None and parent == nodes[other].parent_id
    return "beside" if beside and nodes[one].level in ("community", "grid") else "elsewhere"


def _unit_rarity(outcome: str, first: Profile, second: Profile, common: Commonness) -> float:
    if outcome == "equal":
        return common.unit_bits(first.unit_id)
    if outcome == "nested":
        upper = second if common.tree.within(first.unit_id, second.unit_id) else first
        return common.unit_bits(upper.unit_id, whole=True)
    parent = common.tree.nodes[first.unit_id or 0].parent_id
    return common.unit_bits(parent, whole=True)


def _texts(name: str, least: int = 4) -> Callable[[Profile, Profile, Commonness], str]:
    """Compare a free text: equal, one within the other, or different."""

    def compare(first: Profile, second: Profile, _: Commonness) -> str:
        one, other = getattr(first, name), getattr(second, name)
        if not one or not other:
            return ""
        one, other = folded(one), folded(other)
        if one == other:
            return "equal"
        short, long = sorted((one, other), key=len)
        return "near" if len(short) >= least and (short in long or slip(one, other)) else "different"

    return compare


def _employer_rarity(_: str, first: Profile, second: Profile, common: Commonness) -> float:
    return min(common.employer_bits(folded(one.employer or "")) for one in (first, second))


def _school_rarity(_: str, first: Profile, second: Profile, common: Commonness) -> float:
    return min(common.school_bits(folded(one.school or "")) for one in (first, second))


def _accounts(name: str) -> Callable[[Profile, Profile, Commonness], str]:
    """Compare an account; one that is only the phone once more says nothing new."""

    def compare(first: Profile, second: Profile, _: Commonness) -> str:
        one, other = getattr(first, name), getattr(second, name)
        if not one or not other or one in first.phones or other in second.phones:
            return ""
        return "equal" if folded(one) == folded(other) else "different"

    return compare


EVIDENCE = {
    "id_number": Evidence(
        _id_numbers,
        {
            "equal": Level(40, 40, "身份证号相同"),
            "written": Level(24, 20, "填错的身份证号相同"),
            "slip": Level(18, 12, "身份证号只差一位，或两位颠倒"),
            "damaged": Level(8, 3, "身份证号前15位相同，一方末几位已丢失"),
            "recomputed": Level(5, 3, "身份证号只差一位，两个都合规则"),
            "different": Level(-25, -25, "身份证号不同"),
        },
    ),
    "name": Evidence(
        _names,
        {
            "equal": Level(17, 8, "姓名相同"),
            "loosely": Level(17, 7, "姓名相同，只差空格、间隔号或说明"),
            "told_apart": Level(-8, -6, "姓名后有区分的记号"),
            "heard": Level(13, 2.5, "姓名同音", less=4),
            "nearly_heard": Level(11, 0, "姓名音近，如前后鼻音、平翘舌", less=5),
            "seen": Level(8, 1, "姓名有一字形近", less=6),
            "swapped": Level(10, 3, "姓名两字颠倒", less=5),
            "typed": Level(5, -8, "姓名差一字"),
            "typed_within": Level(5, -6.5, "姓名中间差一字"),
            "short": Level(5, 0.5, "姓名少一字"),
            "begun": Level(9, 2, "姓名一长一短，开头相同"),
            "given": Level(4, -1, "只有姓不同"),
            "surname": Level(1, -7, "姓同名不同"),
            "different": Level(-12, -10, "姓名不同"),
        },
        _name_rarity,
    ),
    "birth": Evidence(
        _births,
        {
            "day": Level(13, 5, "出生年月日相同"),
            "month": Level(8.5, 4.3, "出生年月相同"),
            "year": Level(5.5, 3.5, "出生年份相同"),
            "turned": Level(7, 3, "出生月日颠倒"),
            "digit": Level(4, 2.5, "出生日期只差一处"),
            "digit_of_month": Level(1.5, 1, "出生年月只差一位"),
            "lunar": Level(3, 2, "出生日期相差不到两个月，像是农历与公历"),
            "month_off": Level(0.7, 0.5, "出生月份不同"),
            "year_off": Level(-3, -3, "出生差一年"),
            "years_off": Level(-8, -8, "出生差几年"),
            "generation": Level(-13, -16, "出生相差一代人"),
        },
    ),
    "sex": Evidence(_sexes, {"equal": Level(0.9, 0.9, ""), "different": Level(-5.6, -5.6, "性别不同")}),
    "phone": Evidence(
        _phones,
        {
            "two": Level(13, 0.8, "电话相同"),
            "few": Level(10, 0.5, "电话相同（几人共用）"),
            "dozen": Level(6, 0.3, "电话相同（多人共用）"),
            "many": Level(1.5, 0.2, "电话相同（很多人共用）"),
            "slip": Level(9, 3, "电话只差一位，或两位颠倒"),
            "relative": Level(7, -1, "一方的电话是另一方亲属的电话"),
            "different": Level(-0.7, -0.6, "电话不同"),
        },
    ),
    "relative": Evidence(
        _relatives,
        {
            "equal": Level(6, 0.3, "亲属同名"),
            "different": Level(-1, 0, "亲属不同"),
            "is_other": Level(-2, -7, "一方是另一方的亲属"),
        },
    ),
    "relative_phone": Evidence(
        _relative_phones,
        {
            "two": Level(9, 0.2, "亲属电话相同"),
            "few": Level(7, 0.1, "亲属电话相同（几人共用）"),
            "dozen": Level(3, 0, "亲属电话相同（多人共用）"),
            "many": Level(0.5, 0, "亲属电话相同（很多人共用）"),
        },
    ),
    "unit": Evidence(
        _units,
        {
            "equal": Level(8, -0.3, "同一单位", less=0.5),
            "nested": Level(5, 0, "单位一上一下", less=1),
            "beside": Level(2.5, 0, "单位不同，同在一个上级之下", less=2),
            "elsewhere": Level(-3.5, -0.5, "单位不在一处"),
        },
        _unit_rarity,
    ),
    "employer": Evidence(
        _texts("employer"),
        {
            "equal": Level(7, 3, "工作单位相同", less=0.7),
            "near": Level(4, 2, "工作单位相近"),
            "different": Level(-1.6, -1.5, "工作单位不同"),
        },
        _employer_rarity,
    ),
    "school": Evidence(
        _texts("school"),
        {
            "equal": Level(5, 1, "毕业院校相同", less=0.3),
            "near": Level(2.5, 0.8, "毕业院校相近"),
            "different": Level(-2.2, -1.5, "毕业院校不同"),
        },
        _school_rarity,
    ),
    "home_address": Evidence(
        _texts("home_address", 6),
        {
            "equal": Level(6, 0, "家庭住址相同"),
            "near": Level(4, 0, "家庭住址相近"),
            "different": Level(-2, -1, "家庭住址不同"),
        },
    ),
    "native_place": Evidence(
        _texts("native_place", 2),
        {"equal": Level(0.3, 0, ""), "near": Level(0.2, 0, ""), "different": Level(-1, -1, "籍贯不同")},
    ),
    "wechat": Evidence(
        _accounts("wechat"),
        {"equal": Level(14, 8, "微信相同"), "different": Level(-2, -2, "微信不同")},
    ),
    "email": Evidence(
        _accounts("email"),
        {"equal": Level(14, 8, "邮箱相同"), "different": Level(-1.5, -1.5, "邮箱不同")},
    ),
}
"""Every kind of evidence, by the field it is about."""
