"""Figures of growing: what became of people who were recruited or stayed, and of those they trained."""

from dataclasses import replace

from sqlalchemy import and_, func, null, or_, select

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.libraries import inclusion, library, members
from talentreg.figures.milestones import BY_NOW, WHOSE, achieved, active, milestone, milestones, of_kinds
from talentreg.figures.register import is_complete
from talentreg.figures.rows import rows_of
from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.store.duty import is_here
from talentreg.store.histories import place_of, unit_on

person = table(Person)


def _units_honoured(period: Period) -> Rows:
    return rows_of(milestone).where(
        milestone.c.kind == "honoured", milestone.c.on <= period.as_of, milestone.c.person_id.is_(None)
    )


def _mentors(period: Period) -> Rows:
    """Select who trained others: each pairing stands for the expert, where the trainee belonged."""
    rows = rows_of(milestone, unit_id=place_of(milestone), person_id=milestone.c.mentor_id)
    return rows.where(
        milestone.c.kind == "mentored", milestone.c.on <= period.as_of, milestone.c.mentor_id.is_not(None)
    )


def _promoted_recruits(period: Period) -> Rows:
    """Select the promotions of those who had been recruited by then."""
    before, stay = milestone.alias(), inclusion.alias()
    recruited = select(before.c.id).where(
        before.c.kind == "recruited",
        before.c.person_id == milestone.c.person_id,
        before.c.on <= milestone.c.on,
    )
    listed = (
        select(stay.c.id)
        .join(library, library.c.id == stay.c.library_id)
        .where(
            library.c.kind == "recruits",
            stay.c.person_id == milestone.c.person_id,
            stay.c.on <= milestone.c.on,
        )
    )
    return milestones(period, "promoted").where(or_(recruited.exists(), listed.exists()))


def _growth_files(period: Period) -> Rows:
    """Select recruited people of whom more is kept than that they are there."""
    day = period.as_of
    grown = milestone.alias()
    mine = and_(grown.c.person_id == person.c.id, grown.c.on <= day)
    recruited = select(milestone.c.person_id).where(
        milestone.c.kind == "recruited", milestone.c.on <= day, milestone.c.person_id.is_not(None)
    )
    listed = select(members(period, "recruits").subquery().c.person_id)
    steps = select(func.count()).where(mine).scalar_subquery()
    return select(
        person.c.id.label("person_id"),
        person.c.id.label("record_id"),
        unit_on(person.c.id, day).label("unit_id"),
        null().label("on"),
        null().label("entered_on"),
        steps.label("steps"),
    ).where(
        person.c.id.in_(recruited.union(listed)),
        is_here(person.c.id, day),
        or_(select(grown.c.id).where(mine).exists(), and_(*is_complete(day))),
    )


_PROMOTED = achieved("promoted", "提拔重用", "到期末为止提拔重用的人", "挂职锻炼", of_kinds("promoted"))
_PROMOTED_RECRUITS = achieved(
    "promoted_recruits",
    "提拔重用引进人才",
    "到期末为止提拔重用的人中，提拔时已经引进、或进过引进人才库的",
    "提拔以后才引进的；没有引进记录的",
    _promoted_recruits,
)
_SECONDED = achieved(
    "seconded",
    "挂职锻炼",
    "到期末为止选派挂职锻炼的人，不论是否已结束",
    "期末以后才开始的",
    of_kinds("seconded"),
)
_SECONDED_NOW = Figure(
    key="seconded_now",
    label="在挂职人才",
    unit="人",
    mode=Mode.PERSONS,
    time=Time.STOCK,
    definition="期末当天还在挂职的人；计入成效的计入单位，没有写的计入其期末所属单位",
    leaves_out="截止日期早于期末的；期末已退库、去世的人",
    record=Milestone,
    rows=active("seconded"),
    where=BY_NOW,
)

GROWING_FIGURES = (
    Figure(
        key="growth_files",
        label="成长档案",
        unit="份",
        mode=Mode.PERSONS,
        time=Time.STOCK,
        definition="期末在引进人才库的人和到期末为止引进的人中，有至少一条成效、或一人一档各项都已填写的，一人一份；"
        "计入其期末所属单位",
        leaves_out="只入了库、档案不全又没有成效的人；期末已退库、去世的人",
        record=Person,
        counts=Milestone,
        rows=_growth_files,
        where="本人期末所属单位",
        tells=(("steps", "成长记录"),),
    ),
    replace(_PROMOTED, variants=(_PROMOTED_RECRUITS,)),
    replace(_SECONDED, variants=(_SECONDED_NOW,)),
    achieved(
        "trained",
        "培训研修",
        "到期末为止参加培训研修的人",
        "传帮带培养；没有登记为成效的活动参加人",
        of_kinds("trained"),
    ),
    achieved(
        "honoured",
        "表彰人才",
        "到期末为止受到表彰的人（先进个人）",
        "单位受的表彰（计入先进单位）",
        of_kinds("honoured"),
    ),
    Figure(
        key="units_honoured",
        label="先进单位",
        unit="个",
        mode=Mode.ITEMS,
        time=Time.TOTAL,
        definition="到期末为止单位受的表彰，受一次表彰计一个；计入受表彰的单位",
        leaves_out="个人受的表彰（计入表彰人才）",
        record=Milestone,
        rows=_units_honoured,
        where="受表彰单位",
    ),
    achieved(
        "party_joined", "发展党员", "到期末为止从人才中发展的党员", "发展以前就是党员的", of_kinds("party")
    ),
    achieved(
        "delegates_recommended",
        "推荐两代表一委员",
        "到期末为止推荐为党代会代表、人大代表、政协委员的人，不论是否当选",
        "当选了、没有登记推荐的（计入当选两代表一委员）",
        of_kinds("recommended"),
    ),
    achieved(
        "delegates_elected",
        "当选两代表一委员",
        "到期末为止当选党代会代表、人大代表、政协委员的人",
        "推荐了、没有当选的（计入推荐两代表一委员）",
        of_kinds("elected"),
    ),
    achieved(
        "programme_applications",
        "申报人才项目",
        "到期末为止申报人才项目的人，不论结果；申报几个项目的合计只计一人，按项目分列时各计一人",
        "没有登记申报的入选",
        of_kinds("applied"),
    ),
    achieved(
        "programme_selected",
        "入选人才项目",
        "到期末为止申报人才项目、结果为入选的人；按申报日期计入各期，结果按现在的登记",
        "还没有结果的、没有入选的",
        lambda period: milestones(period, "applied").where(milestone.c.result == "selected"),
    ),
    achieved(
        "trainees", "培育本土人才", "到期末为止由专家传帮带培养的人", "集中培训研修的", of_kinds("mentored")
    ),
    Figure(
        key="mentors",
        label="传帮带专家",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.TOTAL,
        definition=f"到期末为止带培过别人的专家，带几人都只计一人；{WHOSE}（被带培人的）",
        leaves_out="没有写带培专家的传帮带",
        record=Milestone,
        rows=_mentors,
        where="计入单位；没有写的，为被带培人当天所属单位",
    ),
)
