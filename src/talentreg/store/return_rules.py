"""What makes a record of coming back, growing or service wrong that its fields alone cannot tell."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from talentreg.errors import Malformed, Refused
from talentreg.periods import chinese_day
from talentreg.records.benefit import CENT, Apartment, Benefit, Payment, Tenancy
from talentreg.records.fields import Record, number, table
from talentreg.records.library import Inclusion, Library
from talentreg.records.project import Project
from talentreg.records.returning import ReturnCase
from talentreg.records.text import as_text
from talentreg.store.gone import refuse_gone, refuse_twice

Row = Mapping[str, Any]
Check = Callable[[Connection, Row, int], None]


def money(amount: float) -> str:
    """Write an amount of 元 without more decimals than it has."""
    return as_text(round(amount, 2))


def _check_milestone(connection: Connection, row: Row, _: int) -> None:
    person_id, kind = row.get("person_id"), row["kind"]
    if person_id is None and kind != "honoured":
        raise Malformed("没有写姓名", "只有表彰可以只写单位（先进单位）")
    if person_id is None and row.get("unit_id") is None:
        raise Malformed("没有写表彰的是谁", "写 姓名=… 或 计入单位=…")
    if row.get("mentor_id") is not None and row["mentor_id"] == person_id:
        raise Refused("带培专家不能是本人", "请写两个不同的人")
    if row.get("result") and kind != "applied":
        raise Malformed("只有申报人才项目才有申报结果", "其他成效写 成效内容=…")
    if person_id is not None:
        refuse_gone(connection, person_id, row["on"])


def _check_case(connection: Connection, row: Row, own: int) -> None:
    if row.get("landed_on") and row.get("failed_on"):
        raise Refused("不能既落地又未成", "请去掉一个日期：如 未成日期=")
    if row.get("reason") and not row.get("failed_on"):
        raise Malformed("还没有未成，不能写未成原因", "没有成的写 未成日期=…")
    refuse_gone(connection, row["person_id"], row["on"])
    if row.get("landed_on") or row.get("failed_on"):
        return
    rows = table(ReturnCase)
    open_one = rows.c.landed_on.is_(None) & rows.c.failed_on.is_(None)
    query = select(rows.c.id).where(rows.c.person_id == row["person_id"], open_one, rows.c.id != own)
    if known := connection.scalar(query.limit(1)):
        called = number(ReturnCase, known)
        raise Refused(
            f"{called} 是这个人还没有结的个案，没有另外登记", f"往下走：talentreg case step {called} 沟通"
        )


def _check_project(_: Connection, row: Row, __: int) -> None:
    if row.get("reason") and not row.get("ended_on"):
        raise Malformed("项目没有终止，不能写终止原因", "终止了的写 终止日期=…")


def _check_partner(connection: Connection, row: Row, _: int) -> None:
    refuse_gone(connection, row["person_id"], _of(connection, Project, row["project_id"])["on"])


def _check_arrival(connection: Connection, row: Row, _: int) -> None:
    project = _of(connection, Project, row["project_id"])
    if project["ended_on"] and row["on"] > project["ended_on"]:
        raise Refused(
            f"{project['name']}已于{chinese_day(project['ended_on'])}终止，没有登记", "请检查到位日期"
        )
    _refuse_nothing(row)


def _check_library(connection: Connection, row: Row, own: int) -> None:
    _refuse_outside(connection, Inclusion, "library_id", row, own)
    rows = table(Inclusion)
    examined = or_(rows.c.examined_on.is_not(None), rows.c.outcome.in_(("used", "revoked")))
    query = select(rows.c.id).where(rows.c.library_id == own, examined).limit(1)
    if own and row["kind"] != "reserve" and (known := connection.scalar(query)):
        told = f"{number(Inclusion, known)} 已有考察、使用或撤销，它要是后备干部库"
        raise Refused(told, "先更正那些成员：talentreg library member edit")


def _check_inclusion(connection: Connection, row: Row, own: int) -> None:
    library = _of(connection, Library, row["library_id"])
    _refuse_closed(library, row["on"])
    if row.get("outcome") and not row.get("until"):
        raise Malformed("没有写出库日期", "写了出库方式的要有 出库日期=…")
    reserve = library["kind"] == "reserve"
    if not reserve and (row.get("examined_on") or row.get("outcome") in ("used", "revoked")):
        raise Malformed(f"{library['name']}不是后备干部库，没有考察、使用、撤销", "离开的写 出库方式=退出")
    refuse_twice(connection, Inclusion, ("library_id", "person_id"), row, own)
    refuse_gone(connection, row["person_id"], row["on"])


def _check_benefit(connection: Connection, row: Row, own: int) -> None:
    _refuse_nothing(row)
    refuse_gone(connection, row["person_id"], row["on"])
    if own and (paid := _paid(connection, own)) > row["amount"] + CENT:
        raise Refused(f"已经发了{money(paid)}元，应发金额不能少于它", "请先更正发放记录")


def _check_payment(connection: Connection, row: Row, own: int) -> None:
    _refuse_nothing(row)
    due = _of(connection, Benefit, row["benefit_id"])
    paid = _paid(connection, due["id"], own)
    if paid + row["amount"] > due["amount"] + CENT:
        called = number(Benefit, due["id"])
        raise Refused(
            f"{called} 应发{money(due['amount'])}元，已发{money(paid)}元，"
            f"再发{money(row['amount'])}元就多了，没有登记",
            f"标准变了的先写 talentreg benefit edit {called} 应发金额=…",
        )


def _check_apartment(connection: Connection, row: Row, own: int) -> None:
    _refuse_outside(connection, Tenancy, "apartment_id", row, own)
    rows = table(Tenancy)
    first = connection.scalar(select(func.min(rows.c.on)).where(rows.c.apartment_id == own))
    if own and first and first < row["on"]:
        raise Refused(f"{chinese_day(first)}有一条{Tenancy.title}，那天它要在用", "请检查投用日期")


def _check_tenancy(connection: Connection, row: Row, own: int) -> None:
    home = _of(connection, Apartment, row["apartment_id"])
    _refuse_new(home, row["on"])
    _refuse_closed(home, row["on"])
    refuse_twice(connection, Tenancy, ("person_id",), row, own)
    refuse_gone(connection, row["person_id"], row["on"])


def _check_of_person(connection: Connection, row: Row, _: int) -> None:
    refuse_gone(connection, row["person_id"], row["on"])


def _of(connection: Connection, record: type[Record], row_id: int) -> Row:
    """Return the row something belongs to."""
    rows = table(record)
    return dict(connection.execute(select(rows).where(rows.c.id == row_id)).mappings().one())


def _paid(connection: Connection, benefit_id: int, but: int = 0) -> float:
    """Add up what was paid of a benefit, but for one payment."""
    rows = table(Payment)
    query = select(func.sum(rows.c.amount)).where(rows.c.benefit_id == benefit_id, rows.c.id != but)
    return float(connection.scalar(query) or 0)


def _refuse_nothing(row: Row) -> None:
    if not row["amount"]:
        raise Malformed("金额是0", "没有钱的不用登记")


def _refuse_new(host: Row, day: date) -> None:
    """Refuse a stay in what was not there yet on its first day."""
    if day < host["on"]:
        told = f"{host['name']}要到{chinese_day(host['on'])}才投用，{chinese_day(day)}不能入住"
        raise Refused(told, f"投用日期写错的先更正：talentreg apartment edit {host['name']} 投用日期={day}")


def _refuse_closed(host: Row, day: date) -> None:
    """Refuse a stay in what is given up, on its first day or before."""
    if host["until"] and day > host["until"]:
        told = f"{host['name']}已于{chinese_day(host['until'])}停用，{chinese_day(day)}不能登记"
        raise Refused(told, "请检查日期；还在用的先清空 停用日期=")


def _refuse_outside(connection: Connection, record: type[Record], host: str, row: Row, own: int) -> None:
    """Refuse an end before a day on which somebody began a stay."""
    rows = table(record)
    if not own or not row.get("until"):
        return
    query = select(func.max(rows.c.on)).where(rows.c[host] == own)
    if (began := connection.scalar(query)) and began > row["until"]:
        raise Refused(f"{chinese_day(began)}有一条{record.title}，那天它要在用", "请检查停用日期")


RETURN_CHECKS: Mapping[str, Check] = {
    "milestone": _check_milestone,
    "case": _check_case,
    "project": _check_project,
    "partner": _check_partner,
    "arrival": _check_arrival,
    "library": _check_library,
    "inclusion": _check_inclusion,
    "benefit": _check_benefit,
    "payment": _check_payment,
    "apartment": _check_apartment,
    "tenancy": _check_tenancy,
    "card": _check_of_person,
    "service": _check_of_person,
    "consent": _check_of_person,
}
