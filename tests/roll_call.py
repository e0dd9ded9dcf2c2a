"""A small register with an event for each state, and what stands on the lists of them."""

from collections.abc import Callable
from pathlib import Path

from books import csv_book, id_number, lay_once, phone, stored
from conftest import Answer

Run = Callable[..., Answer]

PEOPLE = f"""姓名,身份证号,所属街道,所属社区,联系电话,入库日期,工作单位
张三,{id_number(1)},临江街道,望江社区,{phone(1)},2024-03-01,江州丝绸厂
李四,,临江街道,望江社区,{phone(2)},2024-03-01,
李四,,青石街道,石门社区,{phone(3)},2024-03-01,
王五,,临江街道,渡口社区,{phone(4)},2024-03-01,
王五,,临江街道,渡口社区,{phone(5)},2024-03-01,
赵六,,临江街道,望江社区,{phone(6)},2024-03-01,
"""
EVENTS = (
    "恳谈会 --kind 恳谈会 --on 2026-02-10 到场人数=30",
    "茶话会 --kind 茶话会 --on 2026-03-30 状态=计划",
    "乡行 --kind 乡行 --on 2026-04-20",
    "参观 --kind 参观 --on 2026-03-01 状态=取消",
)
FIELDS = ("invited", "accepted", "attended", "role", "presence", "note")
ROLL = f"""select p.name, p.phone, {", ".join(f"a.{name}" for name in FIELDS)}
from attendance a join person p on p.id = a.person_id where a.event_id = {{}} order by a.id"""


def lay(run: Run, register: Path) -> Path:
    """Lay the register: six people, two pairs of namesakes, one who has left, and four events."""

    def make() -> None:
        assert run("import", csv_book(PEOPLE), "--unit", "/云河区").code == 0
        assert run("withdraw", "赵六", "--on", "2026-01-05", "--reason", "迁出").code == 0
        for words in EVENTS:
            assert run("event", "add", *words.split(), "--unit", "临江街道").code == 0

    return lay_once(__name__, register, make)


def roll(register: Path, event: int = 1) -> dict[str, dict[str, object]]:
    """Return what is said of whom on the list of an event, by name; namesakes by phone."""
    rows = stored(register, ROLL.format(event))
    names = [row[0] for row in rows]
    return {
        str(name if names.count(name) == 1 else phone_): {
            field: value for field, value in zip(FIELDS, said, strict=True) if value is not None
        }
        for name, phone_, *said in rows
    }


def state(register: Path, event: int) -> object:
    """Return the state of an event."""
    [[found]] = stored(register, f"select state from event where id = {event}")
    return found
