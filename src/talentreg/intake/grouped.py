"""What a heading below another one means: 家庭情况/联系电话 is a relative's number, not the person's."""

import re
from collections.abc import Mapping

from talentreg.intake.headings import Kind, meaning
from talentreg.records.text import fold

Path = tuple[str, ...]
"""A column's headings from the top row down."""

_FAMILY = re.compile(
    r"家庭|家属|家里|家中|家人|家长|亲属|亲人|亲戚|父|母|配偶|子女|儿女|爱人|丈夫|妻|直系|紧急联系"
)
_SELF = re.compile(
    r"本人|个人|基本|人员|人才|自然|联系方式|联络方式|通讯|联系信息|身份|信息$|情况$|对象|外出|务工|就业|工作|现状"
)
_OTHERS = re.compile(
    r"领导|干部|责任|联系人|联络人|联络员|推荐|介绍|填[报表]|负责|法人|帮扶|包[联保挂]|代办|经办|企业|公司|单位|学校|项目|在职教育"
)
_PLACES = re.compile(r"籍|户口|户籍|出生|住|地址|工作|务工|就业|流入|流出|去向|外出|毕业|企业|项目|单位地")
_TO_RELATIVES = {
    "person.name": "person.relative",
    "person.phone": "person.relative_phone",
    "person.relative": "person.relative",
    "person.relative_phone": "person.relative_phone",
    "person.family_needs": "person.family_needs",
    "person.home_address": "person.home_address",
}
_IDENTITY = {"person.name", "person.phone", "person.second_phone", "person.id_number", "person.wechat"}
_OF_SCHOOL = {"学历学位": "person.degree", "学历/学位": "person.degree", "学历(学位)": "person.degree"}
_OF_WORK = {"名称": "person.employer", "单位": "person.employer", "单位名称": "person.employer"}


def is_family(text: str) -> bool:
    """Whether a heading speaks of the family, not of the person."""
    return bool(_FAMILY.search(fold(text)))


def is_other(text: str) -> bool:
    """Whether a heading speaks of somebody or something else than the person."""
    return bool(_FAMILY.search(fold(text)) or _OTHERS.search(fold(text)))


def is_group(text: str) -> bool:
    """Whether a heading is known to stand over others."""
    plain = fold(text)
    return bool(_FAMILY.search(plain) or _SELF.search(plain) or _OTHERS.search(plain) or plain == "出生")


def path_meaning(kind: Kind, path: Path) -> str | None:
    """Return what a column means: its headings read as one, else the lowest unless those above deny it."""
    if path[-1] in ("年", "月", "日"):
        return None  # part of a date: taken alone it would pass for the whole
    if whole := meaning(kind, "".join(path)) or meaning(kind, "/".join(path)):
        return whole
    if len(path) == 1:
        return None
    return _below(kind, "".join(path[:-1]), path[-1])


def _below(kind: Kind, group: str, leaf: str) -> str | None:
    """Return what a heading means below a group."""
    target = meaning(kind, leaf)
    if _FAMILY.search(fold(group)):
        return _TO_RELATIVES.get(target or "") if kind is Kind.PEOPLE else None
    if kind is Kind.CONTACTS and target == "person.name" and meaning(kind, group) == "staff":
        return "staff"
    if target is None:
        return _by_group(group, fold(leaf)) if kind is Kind.PEOPLE else None
    return None if _denied(fold(group), target) else target


def _by_group(group: str, leaf: str) -> str | None:
    """Return what a heading that says nothing alone means below its group: 工作情况/名称."""
    if "全日制" in group:
        return _OF_SCHOOL.get(leaf)
    return _OF_WORK.get(leaf) if re.search(r"工作|就业|任职", group) else None


def _denied(group: str, target: str) -> bool:
    """Whether what stands above says that the lowest heading is not about the person, or their unit."""
    if target.startswith("unit"):
        return bool(_PLACES.search(group))
    if target in ("person.degree", "person.academic_degree", "person.school", "person.major"):
        return "在职" in group
    return target in _IDENTITY and bool(_OTHERS.search(group))


def mixed_families(paths: Mapping[int, Path], targets: Mapping[int, str]) -> list[int]:
    """Find the columns of a relative other than the one with the phone: name and number are one person's."""
    held = {target: column for column, target in targets.items()}
    phone, name = (held.get(f"person.{field}") for field in ("relative_phone", "relative"))
    if phone is None or name is None or len(paths.get(phone, ())) < 2 or len(paths.get(name, ())) < 2:
        return []
    return [] if paths[phone][:-1] == paths[name][:-1] else [name]


def strangers(kind: Kind, paths: Mapping[int, Path]) -> set[str]:
    """Find the groups that name somebody of their own where the person is named outside of them."""
    named = {"".join(path[:-1]) for path in paths.values() if meaning(kind, path[-1]) == "person.name"}
    outside = any(len(path) == 1 and meaning(kind, path[0]) == "person.name" for path in paths.values())
    own = {group for group in named if group and _SELF.search(fold(group)) and not is_other(group)}
    others = {group for group in named if group and group not in own and not is_family(group)}
    return others if outside or own else set()
