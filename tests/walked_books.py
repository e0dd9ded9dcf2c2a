"""Small books of a few people that overlap and do not agree, written by chance."""

from pathlib import Path
from random import Random

from books import csv_book, id_number, phone

UNITS = ("望江社区", "渡口社区", "柳堤社区")
HUMANS = (
    ("赵一鸣", phone(1), id_number(1, "19800102"), 0),
    ("赵一铭", phone(1), None, 0),
    ("钱二", phone(2), id_number(3, "19910203"), 1),
    ("钱二", phone(3), id_number(5, "19910204"), 1),
    ("孙三娘", phone(4), None, 2),
    ("孙三娘", phone(5), None, 1),
    ("李四方", None, None, 0),
    ("周五", phone(6), id_number(7, "19700707"), 2),
)
"""Name, phone, ID number, unit: a couple with one phone, namesakes, somebody known by name alone."""

PEOPLE = "姓名,联系电话,备用电话,身份证号,出生年月,所属社区,学历,在库状态,入库日期,返乡意愿,特长爱好"
CONTACTS = "姓名,联系电话,所属社区,联络日期,联络方式,返乡情况,联络人,联络内容"
DEGREES, INTENTIONS = ("本科", "大专", "硕士研究生", ""), ("创业", "就业", "无", "")
DAYS = ("2025-12-30", "2026-01-15", "2026-02-10", "2026-03-31")


def write_books(chance: Random) -> list[Path]:
    """Write books of people and of contacts that overlap and do not agree."""
    books = [_people_book(chance, place) for place in range(4)]
    return [*books, *(_contacts_book(chance, place) for place in range(2))]


def _people_book(chance: Random, place: int) -> Path:
    lines = [PEOPLE]
    for name, number, identity, unit in chance.sample(HUMANS, 5):
        told = [one if one and chance.random() < 0.75 else "" for one in (number, identity)]
        birth = chance.choice(("", "", f"{identity[6:10]}-{identity[10:12]}" if identity else "1985-05"))
        where = UNITS[unit if chance.random() < 0.8 else chance.randrange(3)]
        second = chance.choice(("", "", phone(chance.randrange(1, 8))))
        more = (chance.choice(DEGREES), chance.choice(("", "", "入库", "待核")), chance.choice(("", *DAYS)))
        hobby = chance.choice(("", "", "书法", "象棋"))
        lines.append(
            ",".join((name, told[0], second, told[1], birth, where, *more, chance.choice(INTENTIONS), hobby))
        )
    return csv_book("\n".join(lines), f"books/名册{place}.csv")


def _contacts_book(chance: Random, place: int) -> Path:
    lines = [CONTACTS]
    for name, number, _, unit in (chance.choice(HUMANS) for _ in range(4)):
        told = number if number and chance.random() < 0.8 else ""
        by = chance.choice(("", "王主任"))
        words = (
            chance.choice(DAYS),
            chance.choice(("走访", "电话")),
            "返乡",
            by,
            chance.choice(("", "问候")),
        )
        lines.append(",".join((name, told, UNITS[unit], *words)))
    return csv_book("\n".join(lines), f"books/联络{place}.csv")
