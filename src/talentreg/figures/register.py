"""Figures of the register itself: units, people enrolled, files complete."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, literal, null, or_, select

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.sharing import shared
from talentreg.periods import Period
from talentreg.records.contact import Contact
from talentreg.records.entry import Entry
from talentreg.records.event import Event
from talentreg.records.fields import columns, table
from talentreg.records.history import Intention, Status
from talentreg.records.person import Person
from talentreg.records.unit import Unit
from talentreg.store.histories import is_latest, unit_on, work_unit
from talentreg.store.units import descent

person, status, intention, contact, unit, event, entry = (
    table(record) for record in (Person, Status, Intention, Contact, Unit, Event, Entry)
)


def enrolled(period: Period) -> FromClause:
    """Give the people whose latest status on the period's end day is 入库."""
    rows = _status_rows(unit_on(status.c.person_id, period.as_of)).where(
        is_latest(Status, period.as_of), status.c.status == "enrolled"
    )
    return shared("enrolled", period, rows)


def attempts(period: Period) -> FromClause:
    """Give every contact of a period, reached or not, under the unit it counts for."""
    rows = select(
        contact.c.person_id,
        contact.c.id.label("record_id"),
        work_unit().label("unit_id"),
        contact.c.on,
        contact.c.entered_on,
        *(contact.c[name] for name in ("channel", "presence", "reached")),
    ).where(contact.c.on.between(period.start, period.as_of))
    return shared("attempts", period, rows, contact.c.unit_id)


def existing_units(level: str) -> Callable[[Period], Rows]:
    """Make the rows of units of one level that exist on a period's end day."""

    def rows(period: Period) -> Rows:
        opened = or_(unit.c.opened_on.is_(None), unit.c.opened_on <= period.as_of)
        closed = and_(unit.c.closed_on.is_not(None), unit.c.closed_on <= period.as_of)
        return _unit_rows().where(unit.c.level == level, opened, ~closed)

    return rows


def _active_communities(period: Period) -> Rows:
    tree = descent()
    worked = select(attempts(period).c.unit_id)
    enrolments = select(unit_on(status.c.person_id, status.c.on)).where(
        status.c.status == "enrolled", status.c.on.between(period.start, period.as_of)
    )
    held = select(event.c.unit_id).where(
        event.c.state == "held", event.c.on.between(period.start, period.as_of)
    )
    publicised = select(entry.c.unit_id).where(
        entry.c.kind == "publicity", entry.c.on.between(period.start, period.as_of)
    )
    # What happened in a unit before it moved or was merged counts for the one that took over.
    active_in = worked.union(enrolments, held, publicised).subquery()
    followed = select(active_in.c.unit_id).cte(recursive=True)
    followed = followed.union(
        select(unit.c.successor_id).where(unit.c.id == followed.c.unit_id, unit.c.successor_id.is_not(None))
    )
    active = select(tree.c.root_id).where(tree.c.unit_id.in_(select(followed.c.unit_id)))
    return existing_units("community")(period).where(unit.c.id.in_(active))


def _newly_enrolled(period: Period) -> Rows:
    earlier = status.alias()
    before = select(earlier.c.id).where(
        earlier.c.person_id == status.c.person_id,
        earlier.c.status == "enrolled",
        earlier.c.on < status.c.on,
        is_latest(Status, earlier.c.on, earlier),
    )
    return _status_rows(unit_on(status.c.person_id, status.c.on)).where(
        status.c.status == "enrolled",
        status.c.on.between(period.start, period.as_of),
        is_latest(Status, status.c.on),
        ~before.exists(),
    )


def _withdrawn(period: Period) -> Rows:
    before, between = status.alias(), status.alias()
    newer = or_(between.c.on > before.c.on, and_(between.c.on == before.c.on, between.c.id > before.c.id))
    replaced = select(between.c.id).where(
        between.c.person_id == before.c.person_id, between.c.on < status.c.on, newer
    )
    was_enrolled = select(before.c.id).where(
        before.c.person_id == status.c.person_id,
        before.c.status == "enrolled",
        before.c.on < status.c.on,
        ~replaced.correlate(before, status).exists(),
    )
    return _status_rows(unit_on(status.c.person_id, status.c.on)).where(
        status.c.status.in_(("withdrawn", "deceased")),
        status.c.on.between(period.start, period.as_of),
        is_latest(Status, status.c.on),
        was_enrolled.correlate(status).exists(),
    )


def is_complete(day: date, unit_id: ColumnElement[int] | None = None) -> tuple[ColumnElement[bool], ...]:
    """Ask whether a person's file lacked nothing on a day; `unit_id` is the unit of that day if at hand."""
    filled = [func.coalesce(person.c[name], "") != "" for name, c in columns(Person).items() if c.dossier]
    stated = select(intention.c.id).where(intention.c.person_id == person.c.id, intention.c.on <= day)
    unit_id = unit_on(person.c.id, day) if unit_id is None else unit_id
    return *filled, stated.exists(), unit_id.is_not(None)


def _complete(period: Period) -> Rows:
    there = enrolled(period)
    rows = select(there).join(person, person.c.id == there.c.person_id)
    return rows.where(*is_complete(period.as_of, there.c.unit_id))


def _status_rows(unit_id: ColumnElement[int]) -> Select[Any]:
    return select(
        status.c.person_id,
        status.c.id.label("record_id"),
        unit_id.label("unit_id"),
        status.c.on,
        status.c.entered_on,
    )


def _unit_rows() -> Select[Any]:
    no_person = literal(None, unit.c.id.type)
    return select(
        no_person.label("person_id"),
        unit.c.id.label("record_id"),
        unit.c.id.label("unit_id"),
        unit.c.opened_on.label("on"),
        null().label("entered_on"),
    )


REGISTER_FIGURES = (
    Figure(
        key="townships",
        label="乡镇街道数",
        unit="个",
        mode=Mode.ITEMS,
        time=Time.STOCK,
        definition="期末存在的乡镇、街道一级单位",
        leaves_out="期末当天或以前已撤销的、期末以后才设立的单位",
        record=Unit,
        rows=existing_units("township"),
    ),
    Figure(
        key="communities",
        label="村社区数",
        unit="个",
        mode=Mode.ITEMS,
        time=Time.STOCK,
        definition="期末存在的村、社区一级单位",
        leaves_out="期末当天或以前已撤销的、期末以后才设立的单位",
        record=Unit,
        rows=existing_units("community"),
    ),
    Figure(
        key="communities_active",
        label="开展工作的村社区数",
        unit="个",
        mode=Mode.ITEMS,
        time=Time.FLOW,
        definition="期内本单位（含划转、合并前的）或下级至少有一次联络、一人入库、一场已办的活动或一条宣传的"
        "村、社区；没有联系上的联络也算",
        leaves_out="期内没有任何记录的村、社区；期末已撤销的单位",
        record=Unit,
        rows=_active_communities,
    ),
    Figure(
        key="persons_enrolled",
        label="入库人才",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.STOCK,
        definition="期末当天最近一次在库状态为入库的人，按人计；计入其期末所属单位",
        leaves_out="待核、退库、去世的人；同一天有几条状态时以后录入的为准",
        record=Status,
        counts=Person,
        rows=lambda period: select(enrolled(period)),
    ),
    Figure(
        key="persons_newly_enrolled",
        label="新入库人才",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.FLOW,
        definition="第一次入库的日期落在期内的人；计入其入库当天所属单位",
        leaves_out="以前入过库、退库后重新入库的人；当天入库又改为其他状态的人",
        record=Status,
        rows=_newly_enrolled,
    ),
    Figure(
        key="persons_withdrawn",
        label="退库人才",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.FLOW,
        definition="期内由入库转为退库或去世的人；计入其退库当天所属单位",
        leaves_out="此前不在库的人；退库当天又重新入库的人",
        record=Status,
        rows=_withdrawn,
    ),
    Figure(
        key="dossiers_complete",
        label="一人一档",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.STOCK,
        definition="期末入库且姓名、性别、出生年月、联系电话、单位、人员类别、学历、现居住地、工作单位、返乡意愿"
        "均已填写的人（“无”和“待定”算已填）；返乡意愿和单位按期末，其余各项按现在的登记内容",
        leaves_out="缺任何一项的人",
        record=Status,
        counts=Person,
        rows=_complete,
    ),
    Figure(
        key="dossier_rate",
        label="建档完整率",
        unit="%",
        mode=Mode.RATIO,
        time=Time.STOCK,
        definition="一人一档人数除以入库人才数，保留一位小数",
        leaves_out="没有入库人才时不计算",
        record=Status,
        counts=Person,
        part="dossiers_complete",
        whole="persons_enrolled",
    ),
)
