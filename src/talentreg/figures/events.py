"""Figures of events: how many were held, who was asked and came, what job fairs and signings came to."""

from collections.abc import Callable

from sqlalchemy import func, or_, select

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.rows import rows_of, within
from talentreg.periods import Period
from talentreg.records.event import Attendance, Event
from talentreg.records.fields import table
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.store.histories import place_of

event, attendance, milestone, person = (table(r) for r in (Event, Attendance, Milestone, Person))

GUESTS = ("attendee", "speaker")
"""The roles of those an event is for; organisers and local representatives come to it by their office."""

_MANY = "几次参加只计一人；多天的活动按第一天，联合举办的只计入主办单位"
_NOT_HELD = "计划的、取消的活动"
_HOSTS = "组织者和本地代表"

_Where = Callable[[Period], Rows]


def held(period: Period, *kinds: str) -> Rows:
    """Select the events held in a period under the unit that leads each; those of some kinds, or all."""
    rows = rows_of(event).where(event.c.state == "held", within(event.c.on, period))
    return rows.where(event.c.kind.in_(kinds)) if kinds else rows


def named(period: Period, *kinds: str) -> Rows:
    """Select who stands on the lists of events held in a period, under the unit that leads each event."""
    rows = rows_of(attendance, on=event.c.on, unit_id=event.c.unit_id, person_id=attendance.c.person_id).join(
        event, event.c.id == attendance.c.event_id
    )
    rows = rows.where(event.c.state == "held", within(event.c.on, period))
    return rows.where(event.c.kind.in_(kinds)) if kinds else rows


def _guests(period: Period, *kinds: str) -> Rows:
    return named(period, *kinds).where(attendance.c.role.in_(GUESTS))


def _present(period: Period) -> Rows:
    """Select the events at which anybody was counted or named, with how many were there."""
    came = select(func.count()).where(attendance.c.event_id == event.c.id, attendance.c.attended == "yes")
    listed = came.correlate(event).scalar_subquery()
    counted = func.coalesce(event.c.headcount, 0)
    rows = rows_of(event, amount=func.max(counted, listed))
    return rows.where(event.c.state == "held", within(event.c.on, period), or_(counted > 0, listed > 0))


def _fair(name: str) -> _Where:
    """Make the rows of job fairs that say how many of something there were."""

    def rows(period: Period) -> Rows:
        fairs = rows_of(event, amount=event.c[name]).where(event.c[name].is_not(None))
        return fairs.where(event.c.state == "held", within(event.c.on, period), event.c.kind == "招聘会")

    return rows


def _signed(degree: str) -> _Where:
    """Make the rows of people of a degree, that of the day where it is known, who signed in a period."""

    def rows(period: Period) -> Rows:
        signings = rows_of(milestone, unit_id=place_of(milestone), person_id=milestone.c.person_id)
        return signings.join(person, person.c.id == milestone.c.person_id).where(
            milestone.c.kind == "signed",
            within(milestone.c.on, period),
            func.coalesce(milestone.c.degree, person.c.degree) == degree,
        )

    return rows


def _events(key: str, label: str, kinds: tuple[str, ...], leaves_out: str = "", unit: str = "场") -> Figure:
    what = f"活动类型为{'、'.join(kinds)}的" if kinds else "各种类型的"
    return Figure(
        key=key,
        label=label,
        unit=unit,
        mode=Mode.ITEMS,
        time=Time.FLOW,
        definition=f"期内已办、{what}活动，每次活动计一{unit}；多天的按第一天，联合举办的只计入主办单位",
        leaves_out=leaves_out or f"{_NOT_HELD}；其他类型的活动",
        record=Event,
        rows=lambda period: held(period, *kinds),
    )


def _people(key: str, label: str, definition: str, leaves_out: str, rows: _Where) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit="人",
        mode=Mode.PERSONS,
        time=Time.FLOW,
        definition=f"{definition}；{_MANY}",
        leaves_out=leaves_out,
        record=Attendance,
        rows=rows,
    )


def _returnees(key: str, label: str, kinds: tuple[str, ...]) -> Figure:
    def rows(period: Period) -> Rows:
        return _guests(period, *kinds).where(attendance.c.attended == "yes", attendance.c.presence == "home")

    return _people(
        key,
        label,
        f"期内已办的{'、'.join(kinds)}上实名到会、当时记为返乡的人",
        f"{_HOSTS}；没有到会的、当时记为未返乡、本地或不详的；只记了到场人数、没有名单的；{_NOT_HELD}",
        rows,
    )


def _invited(key: str, label: str, kind: str) -> Figure:
    def rows(period: Period) -> Rows:
        return _guests(period, kind).where(attendance.c.invited == "yes")

    return _people(
        key,
        label,
        f"期内已办的{kind}邀请过的人，不论是否到会",
        f"{_HOSTS}；没有记明邀请的（到会也不算邀请）；{_NOT_HELD}",
        rows,
    )


def _fairs(key: str, label: str, unit: str, name: str, what: str) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit=unit,
        mode=Mode.SUM,
        time=Time.FLOW,
        definition=f"期内已办的招聘会登记的{what}相加",
        leaves_out=f"没有填{what}的招聘会；计划的、取消的；其他类型的活动",
        record=Event,
        rows=_fair(name),
    )


def _signings(key: str, label: str, degree: str, excluding: str, leaves_out: str) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit="人",
        mode=Mode.PERSONS,
        time=Time.FLOW,
        definition=f"期内达成签约意向、最高学历为{degree}的人；学历按成效里写的当时学历，没有写的按现在登记的；"
        "计入成效的计入单位，没有写的计入其当天所属单位",
        leaves_out=leaves_out,
        record=Milestone,
        rows=_signed(degree),
        excluding=excluding,
    )


EVENT_FIGURES = (
    _events("seminars_held", "讲习活动场次", ("讲习",)),
    _returnees("seminar_returnees", "讲习覆盖返乡人员", ("讲习",)),
    _events("talks_held", "恳谈会场次", ("恳谈会", "茶话会")),
    _returnees("talk_returnees", "恳谈会覆盖返乡人员", ("恳谈会", "茶话会")),
    _events("forums_held", "座谈会场次", ("座谈会",)),
    _invited("forum_invited", "座谈会邀请人数", "座谈会"),
    _people(
        "forum_attended",
        "座谈会到会人数",
        "期内已办的座谈会上实名到会的人，不论是否邀请过",
        f"{_HOSTS}；邀请了没有到会的；只记了到场人数、没有名单的；{_NOT_HELD}",
        lambda period: _guests(period, "座谈会").where(attendance.c.attended == "yes"),
    ),
    _events("hometown_visits", "乡行活动次数", ("乡行",), unit="次"),
    _invited("hometown_visit_guests", "乡行邀请人数", "乡行"),
    _events("events_held", "活动场次", (), _NOT_HELD),
    _people(
        "event_persons",
        "活动参与人数",
        "期内已办的各种活动上实名到会的人，不论身份",
        f"没有到会的；只记了到场人数、没有名单的（计入活动参与人次）；{_NOT_HELD}",
        lambda period: named(period).where(attendance.c.attended == "yes"),
    ),
    Figure(
        key="event_attendances",
        label="活动参与人次",
        unit="人次",
        mode=Mode.SUM,
        time=Time.FLOW,
        definition="期内已办的各种活动的人数相加，每场取到场人数与实名到会人数中较大的；按第一天，只计入主办单位",
        leaves_out=f"既没有到场人数、名单上也没有人到会的活动；{_NOT_HELD}",
        record=Event,
        rows=_present,
    ),
    _events("meetings_held", "工作推进会场次", ("推进会", "部署会")),
    _events("job_fairs", "专场招聘会", ("招聘会",)),
    _fairs("fair_employers", "招聘单位", "家", "employers", "招聘单位数"),
    _fairs("fair_posts", "提供岗位", "个", "posts", "岗位数"),
    _fairs("fair_applicants", "应聘人次", "人次", "applicants", "应聘人次"),
    _fairs("fair_intents", "就业意向", "人", "intents", "就业意向数"),
    _signings(
        "signed_doctors",
        "签约意向博士",
        "博士研究生",
        "",
        "硕士及以下学历、没有学历的人；没有签约的；签约几次只计一人",
    ),
    _signings(
        "signed_masters",
        "签约意向硕士",
        "硕士研究生",
        "signed_doctors",
        "同一统计期、同一范围内已计入“签约意向博士”的人；其他学历、没有学历的人",
    ),
)
