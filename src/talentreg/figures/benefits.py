"""Figures of what talents are granted: subsidies due and paid, apartments, cards, services used."""

from collections.abc import Callable

from sqlalchemy import func, select

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.rows import rows_of, within
from talentreg.figures.sharing import shared
from talentreg.periods import Period
from talentreg.records.benefit import Apartment, Benefit, Payment, Policy, Tenancy
from talentreg.records.entry import Entry
from talentreg.records.fields import table
from talentreg.store.benefits import paid_until, unpaid_on
from talentreg.store.duty import is_here
from talentreg.store.histories import lasts, place_of, unit_on

policy, benefit, payment, apartment, tenancy, entry = (
    table(record) for record in (Policy, Benefit, Payment, Apartment, Tenancy, Entry)
)

WAN = 10_000
"""How many 元 are a 万元: amounts are kept in the one and counted in the other."""

_WHOSE = "计入待遇的计入单位，没有写的计入其应发当天所属单位"
_BENEFITS = "待遇的计入单位；没有写的，为本人应发当天所属单位"
_GONE = "期末已退库、去世的人"
_PAID = (("paid", "已发金额"),)

_Where = Callable[[Period], Rows]


def _paid(period: Period) -> Rows:
    """Select the payments of a period under the unit the benefit counts for."""
    rows = rows_of(
        payment,
        unit_id=place_of(benefit),
        person_id=benefit.c.person_id,
        amount=payment.c.amount / WAN,
    )
    return rows.join(benefit, benefit.c.id == payment.c.benefit_id).where(within(payment.c.on, period))


def _due(period: Period) -> Rows:
    rows = rows_of(
        benefit, unit_id=place_of(benefit), person_id=benefit.c.person_id, amount=benefit.c.amount / WAN
    )
    return rows.where(within(benefit.c.on, period))


def _unpaid(period: Period) -> Rows:
    """Select what was due by the end day and not paid in full, with what is missing."""
    paid = paid_until(period.as_of)
    rows = rows_of(
        benefit,
        unit_id=place_of(benefit),
        person_id=benefit.c.person_id,
        amount=(benefit.c.amount - paid) / WAN,
    ).add_columns(paid.label("paid"))
    rows = rows.where(benefit.c.on <= period.as_of, unpaid_on(period.as_of))
    return select(shared("unpaid", period, rows, benefit.c.unit_id))


def _partly(period: Period) -> Rows:
    owed = _unpaid(period).subquery()
    return select(owed).where(owed.c.paid > 0)


def _apartments(period: Period) -> Rows:
    return rows_of(apartment).where(lasts(apartment, period.as_of))


def _free(period: Period) -> Rows:
    lived_in = select(tenancy.c.id).where(
        tenancy.c.apartment_id == apartment.c.id, lasts(tenancy, period.as_of)
    )
    return _apartments(period).where(~lived_in.exists())


def _tenants(period: Period) -> Rows:
    day = period.as_of
    rows = rows_of(tenancy, unit_id=unit_on(tenancy.c.person_id, day), person_id=tenancy.c.person_id)
    in_use = select(apartment.c.id).where(lasts(apartment, day))
    return rows.where(
        tenancy.c.apartment_id.in_(in_use), lasts(tenancy, day), is_here(tenancy.c.person_id, day)
    )


def _given_keys(period: Period) -> Rows:
    day = tenancy.c.on
    rows = rows_of(tenancy, unit_id=unit_on(tenancy.c.person_id, day), person_id=tenancy.c.person_id)
    return rows.where(day <= period.as_of)


def _cards(period: Period) -> Rows:
    day = period.as_of
    whose = func.coalesce(entry.c.unit_id, unit_on(entry.c.person_id, day))
    return rows_of(entry, unit_id=whose, person_id=entry.c.person_id).where(
        entry.c.kind == "card", lasts(entry, day), is_here(entry.c.person_id, day)
    )


def _services(period: Period) -> Rows:
    rows = rows_of(entry, unit_id=place_of(entry), person_id=entry.c.person_id)
    return rows.where(entry.c.kind == "service", within(entry.c.on, period))


def _service(key: str, label: str, unit: str, mode: Mode, definition: str) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit=unit,
        mode=mode,
        time=Time.FLOW,
        definition=f"{definition}；计入服务单位，没有写的计入其当天所属单位",
        leaves_out="办结的诉求（计入解决问题）；发放的补贴",
        record=Entry,
        ledger="service",
        rows=_services,
    )


_SUBSIDIES = (
    Figure(
        key="policies_in_force",
        label="优惠政策",
        unit="项",
        mode=Mode.ITEMS,
        time=Time.STOCK,
        definition="期末当天有效的优惠政策；计入制定单位",
        leaves_out="期末以后才施行的、期末以前已失效的",
        record=Policy,
        rows=lambda period: rows_of(policy).where(lasts(policy, period.as_of)),
    ),
    Figure(
        key="benefit_persons",
        label="发放补贴人数",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.FLOW,
        definition=f"发放日期在期内、拿到补贴的人，几次、几项都只计一人，只发了一部分的也算；{_WHOSE}",
        leaves_out="期内应发、还没有发的；以前或以后发的",
        record=Payment,
        rows=_paid,
        where=_BENEFITS,
    ),
    Figure(
        key="benefit_amount",
        label="发放补贴",
        unit="万元",
        mode=Mode.SUM,
        time=Time.FLOW,
        definition=f"发放日期在期内的实发金额相加，分几次发的按各次的发放日期；{_WHOSE}",
        leaves_out="期内应发、还没有发的；以前或以后发的",
        record=Payment,
        rows=_paid,
        where=_BENEFITS,
        of_people=True,
    ),
    Figure(
        key="benefit_due_amount",
        label="应发补贴",
        unit="万元",
        mode=Mode.SUM,
        time=Time.FLOW,
        definition=f"应发日期在期内的应发金额相加，不论是否已发；{_WHOSE}",
        leaves_out="应发日期不在期内、期内才发的",
        record=Benefit,
        rows=_due,
    ),
    Figure(
        key="benefit_unpaid",
        label="应发未发",
        unit="笔",
        mode=Mode.ITEMS,
        time=Time.STOCK,
        definition=f"应发日期在期末当天或以前、到期末还没有发清的待遇，只发了一部分的也算；{_WHOSE}",
        leaves_out="到期末已发清的；期末以后才到应发日期的",
        record=Benefit,
        rows=_unpaid,
        tells=_PAID,
        variants=(
            Figure(
                key="benefit_unpaid_partly",
                label="未发清",
                unit="笔",
                mode=Mode.ITEMS,
                time=Time.STOCK,
                definition=f"应发未发的待遇中，到期末已发了一部分的；{_WHOSE}",
                leaves_out="一分还没有发的；到期末已发清的",
                record=Benefit,
                rows=_partly,
                tells=_PAID,
            ),
        ),
    ),
    Figure(
        key="benefit_unpaid_amount",
        label="应发未发金额",
        unit="万元",
        mode=Mode.SUM,
        time=Time.STOCK,
        definition=f"应发日期在期末当天或以前的待遇，到期末还没有发的部分相加；{_WHOSE}",
        leaves_out="到期末已发的部分；期末以后才到应发日期的",
        record=Benefit,
        rows=_unpaid,
        tells=_PAID,
    ),
)

_SERVICES = (
    Figure(
        key="apartments",
        label="人才公寓",
        unit="套",
        mode=Mode.ITEMS,
        time=Time.STOCK,
        definition="期末当天在用的人才公寓，不论是否有人住；计入管理单位",
        leaves_out="期末以前已停用的、期末以后才投用的",
        record=Apartment,
        rows=_apartments,
        variants=(
            Figure(
                key="apartments_free",
                label="空置公寓",
                unit="套",
                mode=Mode.ITEMS,
                time=Time.STOCK,
                definition="期末当天在用、没有人住的人才公寓；计入管理单位",
                leaves_out="有人住的；已停用的",
                record=Apartment,
                rows=_free,
            ),
        ),
    ),
    Figure(
        key="apartment_tenants",
        label="入住人才",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.STOCK,
        definition="期末当天住在人才公寓的人；计入其期末所属单位",
        leaves_out=f"期末以前已退租的、公寓已停用的；{_GONE}",
        record=Tenancy,
        rows=_tenants,
        where="本人期末所属单位",
        variants=(
            Figure(
                key="apartment_keys",
                label="累计入住人才",
                unit="人",
                mode=Mode.PERSONS,
                time=Time.TOTAL,
                definition="到期末为止住过人才公寓的人，不论是否还住；计入其入住当天所属单位",
                leaves_out="期末以后才入住的",
                record=Tenancy,
                rows=_given_keys,
                where="本人入住当天所属单位",
            ),
        ),
    ),
    Figure(
        key="talent_cards",
        label="人才绿卡",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.STOCK,
        definition="期末当天持有有效人才卡的人，几张都只计一人；计入发卡单位，没有写的计入其期末所属单位",
        leaves_out=f"期末以前已到期的；{_GONE}",
        record=Entry,
        ledger="card",
        rows=_cards,
        where="发卡单位；没有写的，为本人期末所属单位",
    ),
    _service("services_used", "享受服务人次", "人次", Mode.TIMES, "期内享受的服务，一人一次计一人次"),
    _service("services_persons", "享受服务人才", "人", Mode.PERSONS, "期内享受过服务的人，几次都只计一人"),
)

BENEFIT_FIGURES = (*_SUBSIDIES, *_SERVICES)
