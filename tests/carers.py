"""An office whose leaders look after people: three people, three leaders, and how they are asked about."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from books import csv_book, lay_once, phone
from conftest import Answer

Run = Callable[..., Answer]

PEOPLE = f"""姓名,所属街道,所属社区,联系电话,入库日期,学历
张三,临江街道,望江社区,{phone(1)},2023-03-01,博士
李四,临江街道,柳堤社区,{phone(2)},2023-03-01,本科
王五,青石街道,石门社区,{phone(3)},2023-03-01,博士
"""
ZHANG, LI, WANG = "R000001", "R000002", "R000003"
LEADERS = (
    ("周书记", "临江街道", "乡科级"),
    ("吴镇长", "临江街道", "乡科级"),
    ("郑县长", "/云河区", "县处级"),
)


def lay_office(run: Run, register: Path) -> Path:
    """Lay the office: nobody is assigned to anybody yet, and no rule says they should be."""

    def lay() -> None:
        assert run("import", csv_book(PEOPLE, "人才.csv"), "--unit", "/云河区").code == 0
        for name, unit, rank in LEADERS:
            done(run, "staff", "add", name, "--unit", unit.lstrip("/"), f"领导层级={rank}", "职务=书记")

    return lay_once(__name__, register, lay)


def done(run: Run, *words: str) -> Answer:
    """Run a command that must succeed."""
    answer = run(*words)
    assert answer.code == 0, answer
    return answer


def rule(run: Run, words: str = "", name: str = "联系办法") -> None:
    """Enter a rule, of the whole district and in force since 2023 unless the words say otherwise."""
    on = "" if "--on" in words else " --on 2023-01-01"
    done(run, "duty", "rule", "add", name, *f"{words}{on}".split())


def assign(run: Run, words: str) -> None:
    done(run, "assign", "add", *words.split())


def log(run: Run, person: str, words: str, on: str) -> None:
    """Log a contact by phone by 周书记 unless the words say otherwise."""
    usual = ("" if "--by" in words else "--by 周书记 ") + ("" if "--channel" in words else "--channel 电话 ")
    done(run, "contact", "log", person, "--on", on, *(usual + words).split())


def owed(run: Run, words: str = "--all") -> list[dict[str, Any]]:
    """Return what leaders owe as JSON says it."""
    answer = run("duty", "--json", *words.split())
    assert (answer.code, answer.err) == (0, ""), answer
    found: list[dict[str, Any]] = json.loads(answer.out)
    return found


def gaps(run: Run, words: str = "") -> list[tuple[str, str, str]]:
    """Return what lacks: the kind, the name, what is said of it."""
    answer = run("assign", "gaps", "--json", *words.split())
    assert answer.code == 0, answer
    return [(one["kind"], one["name"], one["told"]) for one in json.loads(answer.out)]
