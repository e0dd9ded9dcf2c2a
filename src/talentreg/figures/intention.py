"""Figures of what would bring people back, from the latest intention each person stated."""

from collections.abc import Callable

from sqlalchemy import FromClause, select

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.register import enrolled
from talentreg.figures.rows import as_they_are
from talentreg.figures.sharing import shared
from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.history import Intention
from talentreg.records.vocabulary import WILLING
from talentreg.store.histories import is_latest

intention = table(Intention)


def stated(period: Period) -> FromClause:
    """Give what enrolled people wanted last on the period's end day."""
    there = enrolled(period)
    rows = (
        select(
            intention.c.person_id,
            intention.c.id.label("record_id"),
            there.c.unit_id,
            intention.c.on,
            intention.c.entered_on,
            intention.c.kind,
        )
        .join_from(there, intention, intention.c.person_id == there.c.person_id)
        .where(is_latest(Intention, period.as_of))
    )
    return shared("stated", period, rows)


def willing(*kinds: str) -> Callable[[Period], Rows]:
    """Make the rows of enrolled people whose latest intention on the end day is one of some kinds."""

    def rows(period: Period) -> Rows:
        wanted = stated(period)
        return as_they_are(wanted).where(wanted.c.kind.in_(kinds))

    return rows


def _figure(key: str, label: str, kinds: tuple[str, ...], meaning: str) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit="人",
        mode=Mode.PERSONS,
        time=Time.STOCK,
        definition=f"期末在库、最近一次表达的返乡意愿为{meaning}的人；计入其期末所属单位",
        leaves_out="后来改为其他意愿的人；期末不在库的人；同一天有几条意愿时以后录入的为准",
        record=Intention,
        rows=willing(*kinds),
    )


INTENTION_FIGURES = (
    _figure("willing_business", "有返乡创业意愿", ("business",), "创业"),
    _figure("willing_office", "有返乡任职意愿", ("office",), "任职"),
    _figure("willing_job", "有返乡就业意愿", ("job",), "就业"),
    _figure("willing_any", "有返乡意愿", WILLING, "创业、任职、就业、项目合作、柔性服务，或未说明种类"),
    _figure("unwilling", "无返乡意愿", ("none",), "无"),
)
