"""分类: the ways there are of breaking a figure down, and how one is found by name."""

import re
from datetime import date
from difflib import get_close_matches

from sqlalchemy import ColumnElement, Connection, FromClause, String, case, cast, func, literal, select

from talentreg.errors import Unknown
from talentreg.figures.dimensions_return import RETURN_DIMENSIONS
from talentreg.figures.naming import staff_names, told_apart
from talentreg.figures.sorting import AGE_BANDS, UNFILLED, Dimension, Source, age_band, held_by, own, several
from talentreg.periods import month, months
from talentreg.records.campaign import Fulfilment, Task
from talentreg.records.contact import Contact
from talentreg.records.duty import Assignment
from talentreg.records.entry import Entry
from talentreg.records.event import Attendance, Event
from talentreg.records.fields import columns, table
from talentreg.records.history import Intention
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.request import Request
from talentreg.records.text import fold
from talentreg.records.vocabulary import Vocabulary
from talentreg.records.work_words import REQUEST, SATISFACTION
from talentreg.store.histories import unit_on
from talentreg.store.typed import CONTACT_SHORT
from talentreg.store.units import UnitTree

__all__ = ["DIMENSIONS", "UNFILLED", "Dimension", "find_dimension"]

_PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 "
    "广东 海南 四川 贵州 云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 台湾"
).split()
_ABROAD = (
    "美国 英国 日本 韩国 法国 德国 加拿大 澳大利亚 新西兰 新加坡 俄罗斯 意大利 西班牙 荷兰 匈牙利 "
    "瑞士 瑞典 泰国 马来西亚 越南 阿联酋 南非 国外 海外 境外"
).split()


def _region(raw: str, _: date) -> list[str]:
    """Find the province a residence begins with, else its city or county; an address alone tells neither."""
    for names, region in ((_ABROAD, "国（境）外"), (_PROVINCES, "")):
        if found := next((name for name in names if raw.startswith((name, "中国" + name))), ""):
            return [region or found]
    place = re.match(r"[^\W\d]{1,10}?[市县区旗]", raw)
    return [place[0] if place else "其他"]


def _missing(records: FromClause, day: date) -> ColumnElement[str]:
    """Ask which of the dossier's entries a person lacks, as one text joined by 、."""
    intention = table(Intention)
    stated = select(intention.c.id).where(intention.c.person_id == records.c.id, intention.c.on <= day)
    gaps = [
        (column.heading, func.coalesce(records.c[name], "") == "")
        for name, column in columns(Person).items()
        if column.dossier
    ]
    gaps += [("所属单位", unit_on(records.c.id, day).is_(None)), ("返乡意愿", ~stated.exists())]
    listed: ColumnElement[str] = literal("")
    for heading, lacks in gaps:
        listed = listed.concat(case((lacks, f"、{heading}"), else_=""))
    return case((records.c.id.is_not(None), func.substr(listed, 2)))


def _month_of(rows: FromClause, _: date) -> ColumnElement[str]:
    return func.strftime("%Y-%m", rows.c.on)


def _staff_in(name: str) -> Source:
    return lambda records, _: cast(records.c[name], String)


def _of_event(name: str) -> Source:
    """Make what an attendance takes from its event."""
    return held_by(Event, "event_id", name)


def _staff(connection: Connection, tree: UnitTree) -> dict[str, str]:
    return {str(one): name for one, name in told_apart(staff_names(connection, tree)).items()}


def _ranks(name: str) -> tuple[str, ...]:
    return columns(Person)[name].ranks


def _codes(vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(word.code for word in vocabulary.words)


DIMENSIONS = (
    Dimension("category", "人员类别", Person, "category", several),
    Dimension("tier", "人才层次", Person, "tier", order=_ranks("tier")),
    Dimension("industry", "行业", Person, "industry"),
    Dimension("region", "现居地", Person, "residence", _region, also=("地域", "地区")),
    Dimension("field", "专业特长", Person, "specialty"),
    Dimension("degree", "学历", Person, "degree", order=_ranks("degree")),
    Dimension("title", "职称级别", Person, "title_level", order=_ranks("title_level")),
    Dimension("age", "年龄段", Person, "birth", age_band, AGE_BANDS),
    Dimension("sex", "性别", Person, "sex", order=("male", "female")),
    Dimension("missing", "缺项", Person, _missing, several, blank="齐全"),
    Dimension(
        *("channel", "联系渠道", Contact, "channel"),
        order=("visit", "talk", "phone", "video", "wechat"),
        exact=True,
    ),
    Dimension("occasion", "事由", Contact, "occasion", several),
    Dimension("staff", "联络人", Contact, _staff_in("staff_id"), exact=True, names=_staff),
    Dimension(
        *("event", "活动类型", Event, "kind"),
        exact=True,
        through={Attendance: _of_event("kind")},
    ),
    Dimension(
        *("festival", "节日", Event, "festival"),
        exact=True,
        through={Attendance: _of_event("festival")},
    ),
    Dimension("role", "参加身份", Attendance, "role", exact=True),
    Dimension("presence", "是否返乡", Contact, "presence", exact=True, through={Attendance: own("presence")}),
    Dimension("request", "诉求类别", Request, "category", exact=True),
    Dimension("matter", "事项种类", Request, "kind", order=_codes(REQUEST), exact=True),
    Dimension("satisfaction", "满意度", Request, "satisfaction", order=_codes(SATISFACTION), exact=True),
    Dimension(
        *("leader", "联系领导", Assignment, _staff_in("leader_id")),
        exact=True,
        names=_staff,
        through={Request: _staff_in("leader_id")},
    ),
    Dimension("publicity", "宣传形式", Entry, "category", exact=True, ledger="publicity"),
    Dimension("inspection", "督查形式", Entry, "category", exact=True, ledger="inspection"),
    Dimension("hotline", "热线类别", Entry, "category", exact=True, ledger="hotline"),
    Dimension(
        "task", "任务", Task, "name", exact=True, through={Fulfilment: held_by(Task, "task_id", "name")}
    ),
    Dimension("milestone", "成效种类", Milestone, "kind", exact=True),
    *RETURN_DIMENSIONS,
    Dimension(
        *("month", "月份", None, _month_of), exact=True, read=lambda text: month(text).code, span=months
    ),
)


def find_dimension(text: str, *others: str) -> Dimension:
    """Return the dimension of a key or label; raises Unknown with the nearest, listing all after `others`."""
    named = {fold(name): one for one in DIMENSIONS for name in (one.key, one.label)}
    for one in DIMENSIONS:
        for name in _other_names(one):
            named.setdefault(fold(name), one)
    if found := named.get(fold(text)):
        return found
    near = dict.fromkeys(_listed(named[name]) for name in get_close_matches(fold(text), named, 2, 0.5))
    hint = f"可用：{'、'.join([*others, *map(_listed, DIMENSIONS)])}"
    raise Unknown(f"没有「{text}」这种分类", f"是不是：{'、'.join(near)}；{hint}" if near else hint)


def _other_names(dimension: Dimension) -> tuple[str, ...]:
    """Return what else people call a dimension: the headings of the column it is read from, short words."""
    column = dimension.column
    if column is None:
        return dimension.also
    short = [word for word, name in CONTACT_SHORT.items() if name == dimension.source]
    return (*dimension.also, column.heading, *column.aliases, *(short if dimension.record is Contact else ()))


def _listed(dimension: Dimension) -> str:
    return f"{dimension.label}({dimension.key})"
