"""Figures of leaders' duty: who is in whose care, what was done of what is owed, what is missing."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import FromClause, Integer, Select, literal, null, select

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.rows import rows_of, within
from talentreg.periods import Period
from talentreg.records.contact import Contact
from talentreg.records.duty import Assignment, DutyRule
from talentreg.records.fields import Record, table
from talentreg.records.staff import Staff
from talentreg.store import duty
from talentreg.store.histories import work_unit

staff, contact = table(Staff), table(Contact)

_Where = Callable[[Period], Rows]
_LEADERS_UNIT = "计入领导现在登记的单位"
_NOT_HELD = "期末以前已结束的联系、联络员的联系；期末已退库、去世的人"
_YEAR = "当年1月1日到期末"
_OWED = (("required", "应联系次数"), ("done", "已联系次数"))


def _rows(found: FromClause, unit: str, record: str = "record_id") -> Select[Any]:
    """Select rows of a figure of what was found: under the unit one column names, never typed late."""
    return select(
        found.c.person_id,
        found.c[record].label("record_id"),
        found.c[unit].label("unit_id"),
        found.c.on,
        null().label("entered_on"),
        *(found.c[name] for name, _ in _OWED if name in found.c),
    )


def _leaders(found: FromClause, leader: str) -> Select[Any]:
    """Select leaders, one row each, under the units they are of."""
    return select(
        literal(None, Integer).label("person_id"),
        staff.c.id.label("record_id"),
        staff.c.unit_id,
        null().label("on"),
        null().label("entered_on"),
    ).where(staff.c.id.in_(select(found.c[leader])))


def _leaders_assigned(period: Period) -> Rows:
    return _leaders(duty.assigned(period.as_of).subquery(), "leader_id")


def _persons_assigned(period: Period) -> Rows:
    return _rows(duty.assigned(period.as_of).subquery(), "person_unit")


def _duty_contacts(period: Period) -> Rows:
    """Select the leaders' contacts of a period; looking at their people first leaves few of all contacts."""
    care = table(Assignment).alias()
    theirs = select(care.c.person_id).where(care.c.kind == "leader")
    own = select(care.c.id).where(care.c.kind == "leader", duty.counts_for(care))
    return rows_of(contact, unit_id=work_unit(), person_id=contact.c.person_id).where(
        within(contact.c.on, period), contact.c.person_id.in_(theirs), own.exists()
    )


def _due(period: Period) -> Rows:
    return _rows(duty.duties(period.as_of), "unit_id")


def _met(period: Period) -> Rows:
    owed = duty.duties(period.as_of)
    return _rows(owed, "unit_id").where(duty.is_met(owed))


def _leaders_without(period: Period) -> Rows:
    return _leaders(duty.leaders_without_person(period.as_of).subquery(), "record_id")


def _expired(period: Period) -> Rows:
    return _rows(duty.assignments_expired(period.as_of).subquery(), "leader_unit")


def _without_liaison(period: Period) -> Rows:
    cared = duty.assigned(period.as_of).subquery()
    lacking = duty.persons_without_liaison(period.as_of).subquery()
    return _rows(cared, "person_unit").where(cared.c.person_id.in_(select(lacking.c.person_id)))


def _items(
    key: str, label: str, definition: str, leaves_out: str, rows: _Where, counts: type[Record] | None = None
) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit="项",
        mode=Mode.ITEMS,
        time=Time.STOCK,
        definition=f"{definition}；{_LEADERS_UNIT}",
        leaves_out=leaves_out,
        record=Assignment,
        counts=counts,
        rows=rows,
        tells=_OWED if counts is DutyRule else (),
    )


DUTY_FIGURES = (
    Figure(
        key="leaders_assigned",
        label="联系服务领导",
        unit="人",
        mode=Mode.ITEMS,
        time=Time.STOCK,
        definition=f"期末当天有联系对象的领导，联系几人都只计一人；{_LEADERS_UNIT}",
        leaves_out=_NOT_HELD,
        record=Staff,
        counts=Assignment,
        rows=_leaders_assigned,
    ),
    Figure(
        key="persons_assigned",
        label="领导联系人才",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.STOCK,
        definition="期末当天有领导联系的人，几名领导联系都只计一人；任期已过、还没有结束的仍算；计入其期末所属单位",
        leaves_out=_NOT_HELD,
        record=Assignment,
        rows=_persons_assigned,
    ),
    Figure(
        key="duty_contacts",
        label="领导联系人次",
        unit="人次",
        mode=Mode.TIMES,
        time=Time.FLOW,
        definition="期内联系领导或受托人主动联系上其联系对象本人的次数，当天联系关系须有效，方式不限；"
        "计入联络登记的单位，没有写的计入其当天所属单位",
        leaves_out="对方来电来访的；只联系到家属的、未联系上的；其他工作人员联系的；联系关系开始前、结束后的",
        record=Contact,
        counts=Assignment,
        rows=_duty_contacts,
    ),
    _items(
        "duty_met",
        "履行联系职责",
        f"应履行联系职责的联系关系中，{_YEAR}，领导或受托人以规定的方式主动联系上本人的次数已达到要求的",
        "次数不够的；对方来电来访的、只联系到家属的、未联系上的；联系关系无效的日子里的联络",
        _met,
        DutyRule,
    ),
    _items(
        "duty_due",
        "应履行联系职责",
        f"{_YEAR}有效过、按离领导最近的联系规定当年要求联系的联系关系；每年次数、年中开始的折算都按该规定",
        "没有规定管到的领导；规定当年不要求的；没有结束就已退库、去世的人",
        _due,
        DutyRule,
    ),
    Figure(
        key="duty_rate",
        label="联系职责履行率",
        unit="%",
        mode=Mode.RATIO,
        time=Time.STOCK,
        definition="履行联系职责除以应履行联系职责（都是当年到期末），保留一位小数",
        leaves_out="没有应履行的联系职责时不计算",
        record=Assignment,
        counts=DutyRule,
        part="duty_met",
        whole="duty_due",
    ),
    Figure(
        key="leaders_without_person",
        label="未分配联系对象的领导",
        unit="人",
        mode=Mode.ITEMS,
        time=Time.STOCK,
        definition=f"期末在任、按联系规定应联系人才、期末当天没有联系对象的领导；{_LEADERS_UNIT}",
        leaves_out="没有填领导层级的工作人员；没有规定管到的、规定联系人数为0的；已离任的；联系人数没有满的",
        record=Staff,
        counts=DutyRule,
        rows=_leaders_without,
    ),
    _items(
        "assignments_expired",
        "到期未调整",
        "期末当天还有效、任期止早于期末当天的领导联系关系",
        "任期止就在期末当天的；没有写任期止的；已结束的；联络员的联系；期末已退库、去世的人",
        _expired,
    ),
    Figure(
        key="persons_without_liaison",
        label="未明确联络员",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.STOCK,
        definition="期末当天有领导联系，本人和期末所属单位、其上级单位当天都没有联络员的人；计入其期末所属单位",
        leaves_out="没有领导联系的人；上级单位已有联络员的人；期末已退库、去世的人",
        record=Assignment,
        rows=_without_liaison,
    ),
)
