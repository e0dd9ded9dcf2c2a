"""Compare a whole import with the least any program could do: read the file, write the rows.

    python benchmarks/import_speed.py            # 100,000 rows of 25 columns into an empty register
    python benchmarks/import_speed.py --into 1000000   # the same rows into a register of a million people

The floor is python-calamine and one plain `sqlite3.executemany`, each run in a process of its own like the
import. Ratios are printed, for machines differ; the best of a few runs counts.
"""

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

HEADINGS = (
    "序号 姓名 性别 身份证号 出生年月 民族 政治面貌 籍贯 联系电话 微信 家庭住址 现居住地 工作单位 职务 "
    "人员类别 人才层次 行业 专业特长 学历 毕业院校 所属街道 所属社区 入库日期 返乡意愿 备注"
).split()
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲"
TARGET = 2.5
"""How many times the floor an import may take."""


@dataclass(frozen=True)
class Run:
    """One run: seconds, and the most memory its processes held together, in MB."""

    seconds: float
    megabytes: float


def main() -> None:
    """Print what an import takes beside its floor."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--into", type=int, default=0, help="people the register holds beforehand")
    asked.add_argument("--runs", type=int, default=3)
    options = asked.parse_args()
    with TemporaryDirectory() as folder:
        book, register = Path(folder) / "book.xlsx", Path(folder) / "register.db"
        write_book(book, options.rows)
        laid = lay_register(register, options.into) if options.into else b""
        floor = best(options.runs, lambda: run_floor(book, Path(folder)))
        whole = best(options.runs, lambda: run_import(book, register, laid))
    print(f"{options.rows} rows x {len(HEADINGS)} columns into {options.into} people")
    print(f"floor   {floor.seconds:7.2f} s {floor.megabytes:6.0f} MB")
    print(f"import  {whole.seconds:7.2f} s {whole.megabytes:6.0f} MB")
    print(f"ratio   {whole.seconds / floor.seconds:7.2f} (target {TARGET})")


def write_book(path: Path, rows: int, first: int = 0) -> None:
    """Write a book of invented people, each with an ID number and a phone of their own."""
    draw = random.Random(first + 1)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("人员")
    sheet.write_row(0, 0, HEADINGS)
    for order in range(rows):
        sheet.write_row(order + 1, 0, person(draw, first + order))
    book.close()


def person(draw: random.Random, order: int) -> list[str]:
    """Invent one row."""
    last = chr(0x5B00 + 23 * draw.randrange(200) + order // 100_000 % 23)  # no two books share a name
    name = draw.choice(SURNAMES) + draw.choice(GIVEN) + last
    year, month, day = draw.randint(1950, 2004), draw.randint(1, 12), draw.randint(1, 28)
    street, community = order % 20, order // 20 % 15
    street_name = f"{chr(0x5000 + 40 * street)}{chr(0x6000 + 50 * street)}"
    return [
        str(order + 1),
        name,
        "女男"[order % 999 % 2],
        id_number(f"99{order // 999:04}{year}{month:02}{day:02}{order % 999:03}"),
        f"{year}.{month:02}",
        "汉族",
        draw.choice(["群众", "中共党员"]),
        "本地",
        f"154{order:08}",
        f"wx{order}",
        f"路{order}号",
        draw.choice(["广东省深圳市", "上海市", "江州市"]),
        f"某公司{order % 5000}",
        "职员",
        "专业技术人员",
        draw.choice(["基础人才", "骨干人才"]),
        "制造业",
        "数控",
        draw.choice(["本科", "大专", "硕士研究生"]),
        "江州大学",
        f"{street_name}街道",
        f"{street_name}{chr(0x7000 + 60 * community)}{chr(0x6500 + 70 * community)}社区",
        "2024-05-06",
        draw.choice(["无", "创业", "就业", "待定"]),
        "",
    ]


def id_number(seventeen: str) -> str:
    """Append the check character (GB 11643-1999)."""
    return seventeen + "10X98765432"[sum(int(c) * 2 ** (17 - i) for i, c in enumerate(seventeen)) % 11]


FLOOR = """
import io, sqlite3, sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_filelike(io.BytesIO(open(sys.argv[1], "rb").read()))
rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
connection = sqlite3.connect(sys.argv[2])
names = ", ".join(f"c{place}" for place in range(len(rows[0])))
connection.execute(f"create table person ({names})")
connection.executemany(f"insert into person values ({', '.join('?' * len(rows[0]))})", rows)
connection.commit()
"""


def run_floor(book: Path, folder: Path) -> Run:
    """Read the file and write its rows, nothing else."""
    plain = folder / "floor.db"
    plain.unlink(missing_ok=True)
    return measure([sys.executable, "-c", FLOOR, str(book), str(plain)])


def run_import(book: Path, register: Path, laid: bytes) -> Run:
    """Import the book whole: read, clean, match, write, history."""
    register.unlink(missing_ok=True)
    if laid:
        register.write_bytes(laid)
    return measure([sys.executable, "-m", "talentreg", "--db", str(register), "import", str(book)])


def lay_register(register: Path, people: int) -> bytes:
    """Fill a register with other people, an import's worth at a time, and return it."""
    for first in range(0, people, 100_000):
        with TemporaryDirectory() as folder:
            book = Path(folder) / f"before{first}.xlsx"
            write_book(book, min(100_000, people - first), 1_000_000 + first)
            measure([sys.executable, "-m", "talentreg", "--db", str(register), "import", str(book)])
    with sqlite3.connect(register) as connection:
        assert connection.execute("select count(*) from person").fetchone()[0] > 0.999 * people
    return register.read_bytes()


def best(times: int, run: Callable[[], Run]) -> Run:
    """Return the fastest of some runs, with the most memory any of them held."""
    runs = [run() for _ in range(times)]
    return Run(min(one.seconds for one in runs), max(one.megabytes for one in runs))


def measure(words: list[str]) -> Run:
    """Run a command to its end, watching what it and its children hold."""
    started, most = time.perf_counter(), 0.0
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        most = max(most, held_by(process.pid))
        time.sleep(0.02)
    assert process.returncode in (0, 3), words  # two invented namesakes of one village and month may meet
    return Run(time.perf_counter() - started, most)


def held_by(pid: int) -> float:
    """Return the memory a process and its children hold, in MB; shared pages count once in each (Linux)."""
    held = 0.0
    try:
        with open(f"/proc/{pid}/statm") as file:
            held = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            held += sum(held_by(int(child)) for child in file.read().split())
    except OSError:
        pass  # it has just ended
    return held


if __name__ == "__main__":
    main()
