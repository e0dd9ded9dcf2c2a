"""Print every variable once over the demo's register: the examples the page and the list of variables show.

python docs/examples.py                        # lays the demo in a folder of its own, takes half a minute
python docs/examples.py talentreg-demo/register.db
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from talentreg.errors import TalentregError
from talentreg.figures.catalogue import KNOWN
from talentreg.figures.compute import Counting
from talentreg.periods import chinese_day, quarter
from talentreg.reports.charts import Chart
from talentreg.reports.number import Number
from talentreg.reports.variables.catalogue import VARIABLES
from talentreg.reports.variables.declaring import Letter, Subject, Telling
from talentreg.reports.variables.examples import PLACE
from talentreg.reports.variables.figures import SUFFIXES, figure_numbers, labelled
from talentreg.store.register import open_for_reading

TODAY = "2026-03-31"
LETTER = Letter(number="云组〔2026〕5号", copies="市人才工作领导小组办公室", contact="王敏，15400001111")
SUBJECT = Subject((("person", "R000002"),))
SHOWN_LINES, SHOWN_CELLS, LONGEST = 2, 4, 90
TELLING_FIGURES = ("引进博士", "走访返乡人员", "新入库人才", "联系人次", "入库人才")
"""Figures of which there is much to say."""


def make_examples(register: Path) -> dict[str, str]:
    """Return an example of every variable, figure and suffix there is one of."""
    with open_for_reading(register).reading() as connection:
        counting = Counting(connection, quarter("2026Q1"))
        names = frozenset(labelled(counting)) | VARIABLES.keys()
        telling = Telling(counting, names, LETTER, SUBJECT)
        numbers = figure_numbers(telling)
        examples = {one.label: shown(numbers[one.label]) for one in KNOWN.values()}
        for name, variable in VARIABLES.items():
            with suppress(TalentregError):
                examples[name] = variable.example or shown(variable.make(telling))
        return examples | _suffixes(telling)


def _suffixes(telling: Telling) -> dict[str, str]:
    """Return for every suffix what it says of a figure, one it says much of before others."""
    figures = labelled(telling.counting)
    labels = [label for label in (*TELLING_FIGURES, *figures) if label in figures]
    found: dict[str, str] = {}
    for suffix in SUFFIXES:
        said = {label: suffix.make(telling, figures[label]) for label in labels}
        grown = [label for label, one in said.items() if "增加" in str(one)]
        for label in [*grown, *(label for label, one in said.items() if one)][:1]:
            found[f"…{suffix.ending}"] = f"{label}{suffix.ending}：{_named(said[label])}"
    return found


def _named(value: Any) -> str:
    """Write a list of people or events by their names, as the filter 列名 does."""
    if not isinstance(value, list):
        return shown(value)
    return "、".join(str(line["名称"]) for line in value[:3]) + ("等" if len(value) > 3 else "")


def shown(value: Any) -> str:  # noqa: PLR0911  # one way of writing for each kind of value
    """Write a value as a report prints it; of a list the first lines."""
    match value:
        case None | "":
            return "（空）"
        case Number():
            return value.text or "（空）"
        case bool():
            return "是" if value else "否"
        case date():
            return chinese_day(value)
        case Chart():
            return f"图：{value.title}"
        case Mapping():
            plain = {key: shown(cell) for key, cell in value.items() if not isinstance(cell, list | bool)}
            cells = [f"{key} {cell}" for key, cell in plain.items() if cell not in ("（空）", "")]
            return "，".join(cells[:SHOWN_CELLS]) + ("…" if len(cells) > SHOWN_CELLS else "")
        case [str(), *_]:
            return "、".join(list(filter(None, value))[:3])
        case list():
            lines = "；".join(shown(line) for line in value[:SHOWN_LINES])
            return f"{lines}（共{len(value)}行）" if value else "（没有）"
    return _cut(str(value))


def _cut(text: str) -> str:
    said = text.replace("\n", " ")
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def main() -> None:
    """Write the examples into the package."""
    os.environ["TALENTREG_TODAY"] = TODAY
    with TemporaryDirectory() as folder:
        register = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "demo" / "register.db"
        if len(sys.argv) == 1:
            command = [sys.executable, "-m", "talentreg", "demo", str(register.parent)]
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own program
        examples = dict(sorted(make_examples(register).items()))
    PLACE.write_text(json.dumps(examples, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{PLACE}\n")


if __name__ == "__main__":
    main()
