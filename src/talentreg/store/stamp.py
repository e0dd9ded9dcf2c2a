"""The state a register is in, so that what was planned for one state is not carried out in another."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, Select, select

from talentreg.errors import Refused
from talentreg.records.changes import ChangeSet
from talentreg.records.fields import table

sets = table(ChangeSet)
AGAIN = "请重新试导入，再提交新的计划"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A register as of a change set: the number of the newest, 0 for none, and a digest over all."""

    newest: int
    digest: str


def read_stamp(connection: Connection, own: int | None = None) -> Stamp:
    """Return the state of a register, leaving out the change set under way, whose number is `own`."""
    return _stamp(connection, select(sets).where(sets.c.id != (own or 0)))


def stamp_at(connection: Connection, newest: int) -> Stamp:
    """Return the state of a register after a change set, whatever came later."""
    return _stamp(connection, select(sets).where(sets.c.id <= newest))


def check_stamp(connection: Connection, stamp: Stamp, own: int | None = None) -> None:
    """Raise Refused unless a register is in the very state of a stamp; `own` is the change set under way."""
    if read_stamp(connection, own) == stamp:
        return
    if _stamp(connection, select(sets).where(sets.c.id <= stamp.newest, sets.c.id != (own or 0))) != stamp:
        raise Refused("这份计划是对另一本登记册做的，没有写入", "用 --db 指明那本登记册，或重新试导入")
    later = select(sets).where(sets.c.id > stamp.newest, sets.c.id != (own or 0)).order_by(sets.c.id)
    first = connection.execute(later.limit(1)).mappings().one()
    if not stamp.newest:
        raise Refused("做计划时还没有登记册，现在登记册里已有内容，没有写入", AGAIN)
    what = f"第{first['id']}号 {first['command']}"
    raise Refused(f"登记册在计划之后有过变更（{what}），计划已过时，没有写入", AGAIN)


def _stamp(connection: Connection, query: Select[tuple[object, ...]]) -> Stamp:
    digest, newest = hashlib.sha256(), 0
    for row in connection.execute(query.order_by(sets.c.id)).mappings():
        kind = row["command"].partition(" ")[0]  # the names of files are taken out when somebody is erased
        told = (str(row["id"]), row["at"].isoformat(), row["who"], kind)
        digest.update("\x1f".join(told).encode() + b"\x1e")
        newest = row["id"]
    return Stamp(newest, digest.hexdigest())
