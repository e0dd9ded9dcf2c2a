"""Figures of recruiting: who was won for the place, as what they were that day."""

from dataclasses import replace

from sqlalchemy import ColumnElement, and_, or_

from talentreg.figures.definition import Figure, Mode, Time
from talentreg.figures.milestones import (
    BY_NOW,
    Where,
    achieved,
    active,
    milestone,
    milestones,
    of_kinds,
    says,
)
from talentreg.records.milestone import Milestone
from talentreg.store.as_then import degree_then, title_level_then

DOCTOR, MASTER = "博士研究生", "硕士研究生"
SENIOR = ("正高", "副高")

_AS_THEN = "按引进时的，没有写的按现在登记的"
_OTHERS = "柔性引才、签约意向和其他成效"


def _recruited(*conditions: ColumnElement[bool]) -> Where:
    """Make the rows of recruitments that meet some conditions."""
    return lambda period: milestones(period, "recruited").where(*conditions)


_DEGREE, _LEVEL = degree_then(milestone), title_level_then(milestone)
_NATIVE = and_(milestone.c.native == "yes", milestone.c.away == "yes")
_ADVANCED = or_(_DEGREE.in_((DOCTOR, MASTER)), _LEVEL.in_(SENIOR))

_TOTAL = achieved(
    "recruited_total", "引进人才", "到期末为止引进的人，不论学历、职称", _OTHERS, of_kinds("recruited")
)
_ADVANCED_ONES = achieved(
    "recruited_advanced",
    "引进博硕和副高以上",
    f"到期末为止引进的博士、硕士和副高以上职称的人，去掉重叠；学历、职称{_AS_THEN}",
    f"学历、职称都够不上或没有填的；{_OTHERS}",
    _recruited(_ADVANCED),
)
_NATIVES = achieved(
    "recruited_native",
    "引进籍在外人才",
    "到期末为止引进的人中，引进时记为本地籍、此前在外的",
    f"没有写是否本地籍或此前是否在外的；{_OTHERS}",
    _recruited(_NATIVE),
)
_ADVANCED_NATIVES = achieved(
    "recruited_advanced_native",
    "引进籍在外博硕和副高以上",
    f"到期末为止引进的博士、硕士和副高以上职称的人中，引进时记为本地籍、此前在外的；学历、职称{_AS_THEN}",
    f"没有写是否本地籍或此前是否在外的；{_OTHERS}",
    _recruited(_ADVANCED, _NATIVE),
)
_SHARE = Figure(
    key="recruited_native_share",
    label="籍在外人才占比",
    unit="%",
    mode=Mode.RATIO,
    time=Time.TOTAL,
    definition="引进籍在外人才除以引进人才，保留一位小数",
    leaves_out="还没有引进人才时不计算",
    record=Milestone,
    part="recruited_native",
    whole="recruited_total",
)
_ADVANCED_SHARE = replace(
    _SHARE,
    key="recruited_advanced_native_share",
    label="博硕和副高以上籍在外占比",
    definition="引进籍在外博硕和副高以上除以引进博硕和副高以上，保留一位小数",
    leaves_out="还没有引进这些人才时不计算",
    part="recruited_advanced_native",
    whole="recruited_advanced",
)
_FLEXIBLE = Figure(
    key="flexible_experts",
    label="柔性引才",
    unit="人",
    mode=Mode.PERSONS,
    time=Time.STOCK,
    definition="期末当天还在柔性服务的人（候鸟人才、假日专家），签了几处都只计一人；"
    "计入成效的计入单位，没有写的计入其期末所属单位",
    leaves_out="截止日期早于期末的、期末以后才开始的；期末已退库、去世的人",
    record=Milestone,
    rows=active("flexible"),
    where=BY_NOW,
)
_FLEXIBLE_EVER = achieved(
    "flexible_experts_ever",
    "累计柔性引才",
    "到期末为止柔性引进过的人，不论是否还在",
    "全职引进的",
    of_kinds("flexible"),
)

RECRUITING_FIGURES = (
    achieved(
        "recruited_doctors",
        "引进博士",
        f"到期末为止引进、最高学历为博士研究生的人；学历{_AS_THEN}，引进过几次的取最高的一次",
        f"引进以后才读到博士的；{_OTHERS}",
        _recruited(_DEGREE == DOCTOR),
    ),
    achieved(
        "recruited_masters",
        "引进硕士",
        f"到期末为止引进、最高学历为硕士研究生的人；学历{_AS_THEN}，引进过几次的取最高的一次",
        f"已计入引进博士的；引进以后才读到硕士的；{_OTHERS}",
        _recruited(_DEGREE == MASTER),
        excluding="recruited_doctors",
    ),
    achieved(
        "recruited_senior",
        "引进副高以上",
        f"到期末为止引进、职称级别为副高或正高的人；职称{_AS_THEN}；与引进博士、引进硕士有重叠，不能相加",
        f"引进以后才评上的；只写了职称、看不出级别的；{_OTHERS}",
        _recruited(_LEVEL.in_(SENIOR)),
    ),
    replace(_TOTAL, variants=(_ADVANCED_ONES,)),
    replace(_NATIVES, variants=(_ADVANCED_NATIVES,)),
    replace(_SHARE, variants=(_ADVANCED_SHARE,)),
    achieved(
        "recruited_leading",
        "领军人才",
        "到期末为止引进、成效层次写有领军人才的人",
        f"没有写层次的；层次写在人才档案里、没有写在引进记录上的；{_OTHERS}",
        _recruited(says(milestone.c.level, "领军人才")),
    ),
    achieved(
        "recruited_scarce",
        "紧缺急需人才",
        "到期末为止引进、成效层次写有紧缺急需人才的人",
        f"没有写层次的；{_OTHERS}",
        _recruited(says(milestone.c.level, "紧缺急需人才")),
    ),
    achieved(
        "recruited_overseas",
        "海外高层次人才",
        "到期末为止引进、成效层次写有海外高层次人才的人",
        f"没有写层次的；{_OTHERS}",
        _recruited(says(milestone.c.level, "海外高层次人才")),
    ),
    achieved(
        "recruited_quota_pool",
        "编制池引进",
        "到期末为止通过编制池引进的人",
        f"引进渠道写成其他的、没有写的；{_OTHERS}",
        _recruited(milestone.c.channel == "编制池"),
    ),
    replace(_FLEXIBLE, variants=(_FLEXIBLE_EVER,)),
)
