"""Figures of contact work: who was visited, phoned, reached, and who was not."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, literal, null, or_, select

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.register import attempts, enrolled
from talentreg.figures.rows import as_they_are, rows_of, within
from talentreg.periods import Period
from talentreg.records.contact import Contact
from talentreg.records.entry import Entry
from talentreg.records.fields import table
from talentreg.records.history import Status
from talentreg.records.person import Person
from talentreg.store.histories import place_of

contact, status, entry = table(Contact), table(Status), table(Entry)

VISITED, WRITTEN_TO = ("visit", "talk"), ("wechat", "video")


def reaching(whom: str) -> Callable[[Period], Rows]:
    """Make the rows of contacts that reached the person, the family or nobody."""

    def rows(period: Period) -> Rows:
        made = attempts(period)
        return as_they_are(made).where(made.c.reached == whom)

    return rows


def _made(
    channels: tuple[str, ...], presence: str, whom: tuple[str, ...] = ("self",)
) -> Callable[[Period], Rows]:
    """Make the rows of contacts by some channels with people who were somewhere, reached in some way."""

    def rows(period: Period) -> Rows:
        made = attempts(period)
        return as_they_are(made).where(
            made.c.channel.in_(channels), made.c.presence == presence, made.c.reached.in_(whom)
        )

    return rows


def _referred(period: Period) -> Rows:
    """Select the first referral of people who were not in the register before it."""
    earlier, known = entry.alias(), status.alias()
    before = or_(earlier.c.on < entry.c.on, and_(earlier.c.on == entry.c.on, earlier.c.id < entry.c.id))
    same = and_(earlier.c.person_id == entry.c.person_id, earlier.c.kind == "referral")
    again = select(earlier.c.id).where(same, before)
    already = select(known.c.id).where(known.c.person_id == entry.c.person_id, known.c.on < entry.c.on)
    return rows_of(entry, unit_id=place_of(entry), person_id=entry.c.person_id).where(
        entry.c.kind == "referral", within(entry.c.on, period), ~again.exists(), ~already.exists()
    )


def _condolences(period: Period) -> Rows:
    made = attempts(period)
    words = literal("、") + contact.c.occasion + literal("、")
    rows = as_they_are(made).join(contact, contact.c.id == made.c.record_id)
    return rows.where(made.c.reached == "self", words.contains("、慰问、"))


def _answered(period: Period) -> ColumnElement[bool]:
    return and_(contact.c.on.between(period.start, period.as_of), contact.c.reached == "self")


def _covered(period: Period) -> Rows:
    there = enrolled(period)
    rows = rows_of(contact, unit_id=there.c.unit_id, person_id=contact.c.person_id)
    return rows.join(there, there.c.person_id == contact.c.person_id).where(_answered(period))


def _uncontacted(period: Period) -> Rows:
    """Select who did not answer; what did not happen cannot have been typed late."""
    there = enrolled(period)
    answered = select(contact.c.id).where(contact.c.person_id == there.c.person_id, _answered(period))
    return select(
        *(there.c[name] for name in ("person_id", "record_id", "unit_id", "on")), null().label("entered_on")
    ).where(~answered.exists())


_VISITED = Figure(
    key="returnees_visited",
    label="走访返乡人员",
    unit="人",
    mode=Mode.PERSONS,
    time=Time.FLOW,
    definition="期内走访或面谈、本人联系上、当时记为返乡的人；走访几次都只计一人",
    leaves_out="只见到家属的、未联系上的、当时记为未返乡、本地或不详的",
    record=Contact,
    rows=_made(VISITED, "home"),
)
_PHONED = Figure(
    key="away_phoned",
    label="电话联系未返乡人员",
    unit="人",
    mode=Mode.PERSONS,
    time=Time.FLOW,
    definition="期内电话联系上本人（含对方来电）、当时记为未返乡的人",
    leaves_out="同一统计期、同一范围内已计入“走访返乡人员”的人；微信、视频、短信联系的",
    record=Contact,
    rows=_made(("phone",), "away"),
    excluding="returnees_visited",
)

_VISITED_ELSE = (
    replace(
        _VISITED,
        key="returnee_visits",
        label="走访返乡人次",
        unit="人次",
        mode=Mode.TIMES,
        definition="期内走访或面谈、本人联系上、当时记为返乡的次数；一人一次计一人次",
    ),
    replace(
        _VISITED,
        key="returnees_visited_or_family",
        label="走访返乡人员含家属",
        definition="期内走访或面谈、见到本人或家属、当时记为返乡的人；走访几次都只计一人",
        leaves_out="本人和家属都没有联系上的；当时记为未返乡、本地或不详的",
        rows=_made(VISITED, "home", ("self", "family")),
    ),
    replace(
        _VISITED,
        key="returnees_visited_or_written",
        label="走访返乡人员含微信视频",
        definition="期内走访、面谈、微信或视频联系上本人、当时记为返乡的人；联系几次都只计一人",
        rows=_made((*VISITED, *WRITTEN_TO), "home"),
    ),
)
_PHONED_ELSE = (
    replace(
        _PHONED,
        key="away_calls",
        label="电话联系未返乡人次",
        unit="人次",
        mode=Mode.TIMES,
        definition="期内电话联系上本人（含对方来电）、当时记为未返乡的次数；一人一次计一人次",
    ),
    replace(
        _PHONED,
        key="away_phoned_or_family",
        label="电话联系未返乡人员含家属",
        definition="期内电话联系上本人或家属（含对方来电）、当时记为未返乡的人",
        leaves_out="同一统计期、同一范围内已计入“走访返乡人员”的人；微信、视频、短信联系的；本人和家属都没有联系上的",
        rows=_made(("phone",), "away", ("self", "family")),
    ),
    replace(
        _PHONED,
        key="away_phoned_or_written",
        label="联系未返乡人员含微信视频",
        definition="期内电话、微信或视频联系上本人（含对方联系的）、当时记为未返乡的人",
        leaves_out="同一统计期、同一范围内已计入“走访返乡人员”的人；短信、邮件、信函联系的",
        rows=_made(("phone", *WRITTEN_TO), "away"),
    ),
)

CONTACT_FIGURES = (
    replace(_VISITED, variants=_VISITED_ELSE),
    replace(_PHONED, variants=_PHONED_ELSE),
    Figure(
        key="persons_contacted",
        label="联系人才",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.FLOW,
        definition="期内以任何方式联系上本人的人；联系几次都只计一人",
        leaves_out="只联系到家属的、未联系上的",
        record=Contact,
        rows=reaching("self"),
    ),
    Figure(
        key="contacts_made",
        label="联系人次",
        unit="人次",
        mode=Mode.TIMES,
        time=Time.FLOW,
        definition="期内联系上本人的次数，各种方式合计；一人一次计一人次",
        leaves_out="只联系到家属的、未联系上的",
        record=Contact,
        rows=reaching("self"),
    ),
    Figure(
        key="contacts_family",
        label="联系家属人次",
        unit="人次",
        mode=Mode.TIMES,
        time=Time.FLOW,
        definition="期内没有联系上本人、联系到家属的次数",
        leaves_out="联系上本人的、完全未联系上的",
        record=Contact,
        rows=reaching("family"),
    ),
    Figure(
        key="contacts_unreached",
        label="未联系上人次",
        unit="人次",
        mode=Mode.TIMES,
        time=Time.FLOW,
        definition="期内本人和家属都没有联系上的次数",
        leaves_out="联系上本人或家属的",
        record=Contact,
        rows=reaching("none"),
    ),
    Figure(
        key="condolence_visits",
        label="走访慰问人次",
        unit="人次",
        mode=Mode.TIMES,
        time=Time.FLOW,
        definition="期内事由有慰问、联系上本人的次数，方式不限",
        leaves_out="只见到家属的、未联系上的；其他事由的走访",
        record=Contact,
        rows=_condolences,
    ),
    Figure(
        key="persons_covered",
        label="已联系入库人才",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.FLOW,
        definition="期末在库、期内被任何单位的任何人联系上本人的人；计入其期末所属单位",
        leaves_out="期末不在库的人；只联系到家属的",
        record=Contact,
        rows=_covered,
        where="本人期末所属单位",
    ),
    Figure(
        key="persons_uncontacted",
        label="尚未联系人才",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.FLOW,
        definition="期末在库、期内没有任何人联系上本人的人；计入其期末所属单位",
        leaves_out="被其他单位联系上的人；期末不在库的人",
        record=Status,
        counts=Person,
        rows=_uncontacted,
    ),
    Figure(
        key="coverage_rate",
        label="联系覆盖率",
        unit="%",
        mode=Mode.RATIO,
        time=Time.FLOW,
        definition="已联系入库人才除以入库人才，保留一位小数",
        leaves_out="没有入库人才时不计算",
        record=Status,
        counts=Person,
        part="persons_covered",
        whole="persons_enrolled",
    ),
    Figure(
        key="referrals",
        label="引荐人才",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.FLOW,
        definition="第一次被别人引荐的日期在期内、此前没有登记过在库状态的人；几人引荐、引荐几次都只计一人；"
        "计入引荐登记的单位，没有写的计入其当天所属单位",
        leaves_out="引荐以前已经登记的人；以前被引荐过的人",
        record=Entry,
        ledger="referral",
        rows=_referred,
    ),
)
