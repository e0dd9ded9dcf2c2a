"""Time Word reports: files for a thousand people, a roster of five thousand, the report of a quarter.

    python benchmarks/reports_speed.py                  # prints the three ratios, takes about a minute
    python benchmarks/reports_speed.py --people 200     # fewer files through docxtpl, same ratio

Files: the people of the demo's register, each in the dossier template, beside docxtpl opening the template
anew for each. Roster: a filled and packed document beside the bare render of the same compiled template into
a string. Quarter: the command as a process, beside a process that imports the same modules and lets docxtpl
fill the same template once. CPU seconds, the best of several runs; exits 1 when a mark is missed.
"""

import argparse
import io
import os
import pickle
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from talentreg.figures.compute import Counting
from talentreg.periods import quarter
from talentreg.reports.catalogue import load_template
from talentreg.reports.context import make_context
from talentreg.reports.copying import for_each_person
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.living import prepare
from talentreg.reports.number import Number
from talentreg.reports.sandbox import TemplateEnvironment
from talentreg.reports.variables.declaring import Telling
from talentreg.store.register import open_for_reading

FILES, ROSTER, QUARTER = 20.0, 2.0, 1.5
"""Marks: files at least so many times as fast as docxtpl, a roster and a quarter at most so many times as
long (measured on two cores shared with six other processes: 34, 1.99 and 1.55)."""

TODAY = "2026-03-31"
ROWS = 5000

ROSTER_COLUMNS = "序号 姓名 性别 出生年月 学历 职称 所属单位 现居地 联系电话 返乡意愿".split()
ROSTER_FORM = "# 乡土人才花名册\n@横排\n@表 人 in 名单\n" + "\n".join(
    f"{column} | 5 | {{{{ 人.{column} }}}}" for column in ROSTER_COLUMNS
)

DOCXTPL_ONCE = """
import importlib, io, pickle, sys
for module in sys.argv[3].split():
    try:
        importlib.import_module(module)
    except ImportError:
        pass
from docxtpl import DocxTemplate
from talentreg.reports.sandbox import TemplateEnvironment
document = DocxTemplate(sys.argv[1])
document.render(pickle.load(open(sys.argv[2], "rb")), jinja_env=TemplateEnvironment(), autoescape=True)
document.save(io.BytesIO())
"""
"""A process of the modules the command loads, that fills the same template by docxtpl."""


def main() -> int:
    """Print the three ratios; return 1 when a mark is missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--people", type=int, default=1000, help="files through docxtpl")
    asked.add_argument("--register", type=Path, help="register of a quarter, else the demo's is made")
    options = asked.parse_args()
    with TemporaryDirectory() as folder:
        register = options.register or make_register(Path(folder))
        files = many_files(options.people, register)
        roster = one_roster()
        whole = one_quarter(Path(folder), register)
    kept = files >= FILES and roster <= ROSTER and whole <= QUARTER
    told = "kept" if kept else "MISSED"
    print(f"marks: files {FILES:g} times as fast, roster {ROSTER:g}, quarter {QUARTER:g}: {told}")
    return 0 if kept else 1


def many_files(people: int, register: Path) -> float:
    """Return how many times as fast as docxtpl the files of so many people are."""
    template = load_template("dossier")
    files = list(islice(cycle(dossiers(template, register)), people))

    def ours() -> None:
        prepared = prepare(template)
        for file in files:
            prepared.render(file, {"period": "2026Q1"})

    def docxtpl() -> None:
        for file in files:
            fill_by_docxtpl(template, file)

    one, other = best(ours, 3), best(docxtpl, 1)
    print(f"{people} files {one:8.2f} s   docxtpl {other:8.2f} s   {other / one:6.1f} times as fast")
    return other / one


def one_roster() -> float:
    """Return how many times as long a roster takes as the bare render of its table."""
    prepared = prepare(build_template(ROSTER_FORM))
    people = [dict(zip(ROSTER_COLUMNS, roster_line(number), strict=True)) for number in range(ROWS)]
    (part,) = prepared.fillable
    bare, whole = best_of_each(
        lambda: part.template.render(名单=people),
        lambda: prepared.render({"名单": people}, {"period": "2026Q1"}),
    )
    print(f"roster of {ROWS} {whole:8.3f} s   bare render {bare:8.3f} s   {whole / bare:6.2f} times as long")
    rows = [
        {
            column: Number(f"f{n}", column, row, str(row), f"U{row}", "2026Q1")
            for n, column in enumerate(ROSTER_COLUMNS)
        }
        for row in range(ROWS)
    ]
    tracked = best(lambda: prepared.render({"名单": rows}, {}), 1)
    print(f"  with {ROWS * len(ROSTER_COLUMNS)} tracked numbers {tracked:8.2f} s")
    return whole / bare


def one_quarter(folder: Path, register: Path) -> float:
    """Return how many times as long the command takes as its imports and one docxtpl render."""
    line = ["-m", "talentreg", "report", "--quarter", "2026Q1", "--out", str(folder / "报告.docx"), "--force"]
    told = start("-X", "importtime", *line, register=register)
    modules = " ".join(dict.fromkeys(re.findall(r"^import time:.*\|\s+(\S+)$", told, re.MULTILINE)))
    template, context = folder / "template.docx", folder / "context"
    template.write_bytes(load_template("quarter"))
    context.write_bytes(pickle.dumps(quarter_context(register)))
    floor = ["-c", DOCXTPL_ONCE, str(template), str(context), modules]
    whole, bare = best_of_each(
        partial(start, *line, register=register), partial(start, *floor, register=register)
    )
    print(f"quarter {whole:8.2f} s   imports and docxtpl {bare:8.2f} s   {whole / bare:6.2f} times as long")
    return whole / bare


def dossiers(template: bytes, register: Path) -> list[dict[str, Any]]:
    """Return what everybody's file is filled with."""
    with open_for_reading(register).reading() as connection:
        counting = Counting(connection, quarter("2026Q1"), None)
        telling = Telling(counting, prepare(template).names)
        return [make_context(one) for _, one in for_each_person(telling).each]


def quarter_context(register: Path) -> dict[str, Any]:
    """Return what the quarter's template is filled with."""
    names = prepare(load_template("quarter")).names
    with open_for_reading(register).reading() as connection:
        return make_context(Telling(Counting(connection, quarter("2026Q1"), None), names))


def fill_by_docxtpl(template: bytes, context: dict[str, object]) -> None:
    """Fill a template as docxtpl does: opened anew."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render(context, jinja_env=TemplateEnvironment(), autoescape=True)
    document.save(io.BytesIO())


def roster_line(number: int) -> tuple[str, ...]:
    """Make up a person of the roster."""
    return (
        str(number),
        f"人{number}",
        "女" if number % 2 else "男",
        f"19{60 + number % 40}-0{1 + number % 9}",
        "硕士研究生" if number % 5 == 0 else "本科",
        "",
        "云河区/临江街道/望江社区",
        "浙江杭州",
        f"154{number:08d}",
        "有返乡创业意愿",
    )


def make_register(folder: Path) -> Path:
    """Lay the register of the demo."""
    start("-m", "talentreg", "demo", str(folder / "demo"), register=folder / "none.db")
    return folder / "demo" / "register.db"


def start(*words: str, register: Path) -> str:
    """Run Python as a process of its own; return what it told."""
    env = os.environ | {"TALENTREG_DB": str(register), "TALENTREG_TODAY": TODAY}
    answer = subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, check=True)
    return answer.stderr


def best_of_each(*steps: Callable[[], object]) -> list[float]:
    """Return the CPU seconds of the fastest of seven runs of each step, taken in turn."""
    rounds = [[seconds(step) for step in steps] for _ in range(7)]
    return [min(taken) for taken in zip(*rounds, strict=True)]


def best(step: Callable[[], object], runs: int) -> float:
    """Return the CPU seconds of the fastest of several runs."""
    return min(seconds(step) for _ in range(runs))


def seconds(step: Callable[[], object]) -> float:
    """Return the CPU seconds a step takes, its processes among them."""
    started = _spent()
    step()
    return _spent() - started


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    sys.exit(main())
