"""A small register of people who grow: degrees, titles, namesakes, one who left, what is stored of them."""

from collections.abc import Callable
from pathlib import Path

from books import csv_book, id_number, lay_once, phone, stored
from conftest import Answer

Run = Callable[..., Answer]

PEOPLE = f"""姓名,身份证号,所属街道,所属社区,联系电话,入库日期,学历,职称,籍贯,工作单位
张三,{id_number(1)},临江街道,望江社区,{phone(1)},2024-03-01,硕士研究生,讲师,云河区临江街道,江州丝绸厂
李四,,临江街道,望江社区,{phone(2)},2024-03-01,博士研究生,教授,海城市,
李四,,青石街道,石门社区,{phone(3)},2024-03-01,,,,
王五,,临江街道,渡口社区,{phone(4)},2024-03-01,本科,,,
赵六,,临江街道,望江社区,{phone(6)},2024-03-01,,,,
"""
KEPT = """select p.name, m.kind, m."on", m.degree, m.professional_title, m.title_level, m.native, m.away
from milestone m left join person p on p.id = m.person_id order by m.id"""


def lay(run: Run, register: Path) -> Path:
    """Lay the register: five people, two of a name, one who has left."""

    def make() -> None:
        assert run("import", csv_book(PEOPLE), "--unit", "/云河区").code == 0
        assert run("withdraw", "赵六", "--on", "2026-01-05", "--reason", "迁出").code == 0

    return lay_once(__name__, register, make)


def milestones(register: Path, *fields: str) -> list[tuple[object, ...]]:
    """Return whose milestones there are, and some fields of each."""
    told = ", ".join(f'm."{name}"' for name in fields)
    query = f"select p.name, {told} from milestone m left join person p on p.id = m.person_id order by m.id"
    return stored(register, query)


def do(run: Run, words: str, code: int = 0) -> Answer:
    """Run a line of words without blanks in them."""
    answer = run(*words.split())
    assert answer.code == code, answer
    return answer
