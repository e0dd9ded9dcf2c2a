"""What the commands on finished reports have in common: where a number stands, where a file goes."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from talentreg.cli.lists import A_SCREENFUL
from talentreg.cli.output import Row, on_terminal, tell
from talentreg.periods import chinese_day, said_again, today
from talentreg.reports.chart_points import PART
from talentreg.reports.period_codes import read_code
from talentreg.reports.reading import Found
from talentreg.reports.tags import Origin
from talentreg.reports.variables.declaring import WHOLE_REGISTER
from talentreg.store.units import UnitTree

AROUND = 8
"""Characters told on either side of a number."""
LONGEST = 24
"""Characters of a number that is a phrase: 较上季度增加12人，增长8.3%."""


def excerpt(where: str, at: int, text: str, cell: str = "") -> str:
    """Tell where a number stands: the cell of a table, or the words round it with the number in 【】."""
    if cell:
        return f"表格：{told_shortly(cell.replace(chr(10), ''))}"
    if not text:
        return told_shortly(where.strip())
    end = at + len(text)
    start = max(at - AROUND, 0)
    before, after = where[start:at], where[end : end + AROUND]
    dots = "…" if start else "", "…" if end + AROUND < len(where) else ""
    told = text if len(text) <= AROUND else f"{text[:AROUND]}…"
    said = f"{dots[0]}{before.lstrip()}【{told}】{after.rstrip()}{dots[1]}"
    return said.replace("\n", "")


def standing(found: Found) -> str:
    """Tell where a number of a report stands."""
    if found.part == PART:
        return f"图：{told_shortly(found.where)}"
    return excerpt(found.where, found.at, found.text, found.cell)


def told_shortly(text: str) -> str:
    """Cut a text that would fill the line."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def unit_names(tree: UnitTree, about: Mapping[str, str]) -> dict[str, str]:
    """Return the units' names by their codes; under the blank one, the code of the report's own scope."""
    names = {unit.code: unit.name for unit in tree.nodes.values()}
    return {WHOLE_REGISTER: "全部单位"} | names | {"": about.get("scope", "")}


def scope_path(tree: UnitTree, code: str) -> str:
    """Write the unit of a code with those above it; of one that is there no more only the code is known."""
    if code == WHOLE_REGISTER:
        return "全部单位"
    unit = tree.coded(code)
    return tree.path(unit.id) if unit else f"{code}（已没有）"


def labelled(label: str, origin: Origin | None, names: Mapping[str, str]) -> str:
    """Call a number by its label, with its unit where that is another than the report's own."""
    unit = names.get(origin.scope) if origin else None
    told = unit and origin and origin.scope != names.get("") and not label.startswith(unit)
    return f"{unit} {label}" if told else label


def lock_files(document: Path) -> list[Path]:
    """Return the files Word, WPS and LibreOffice keep beside a document while they have it open."""
    name = document.name
    beside = [f"~${name[cut:]}" for cut in (0, 1, 2)] + [f".~{name}", f".~lock.{name}#"]
    return [place for one in beside if (place := document.with_name(one)).exists()]


def numbered_beside(document: Path, what: str) -> Path:
    """Name a file beside a document that is not there yet: 报告（更新）.docx, 报告（更新2）.docx."""
    number = 1
    while True:
        more = f"{'-' if what[-1:].isdigit() else ''}{number}" if number > 1 else ""
        place = document.with_name(f"{document.stem}（{what}{more}）{document.suffix}")
        if not place.exists():
            return place
        number += 1


def catching_up(about: Mapping[str, str]) -> str:
    """Say how to bring a report of a running period up to today; blank where there is nothing to do."""
    code, as_of, end = (about.get(name, "") for name in ("period", "as-of", "end"))
    if not as_of or as_of >= end or "@" in code or as_of >= today().isoformat():
        return ""
    period = read_code(code, about.get("name", ""))
    told = chinese_day(date.fromisoformat(as_of))
    return f"报告算到{told}；要算到今天，更新时写上统计期：{said_again(period)}"


def a_screenful(rows: Sequence[Row]) -> Sequence[Row]:
    """Spare a screen the rows nobody would read there."""
    if not on_terminal() or len(rows) <= A_SCREENFUL:
        return rows
    left = len(rows) - A_SCREENFUL
    tell(f"只列出前{A_SCREENFUL}处，还有{left}处；看全部用 talentreg report verify 加 --csv 或 --json")
    return rows[:A_SCREENFUL]


def quoted(path: Path) -> str:
    """Write a path as it is typed in a command."""
    return f'"{path}"' if " " in str(path) else str(path)
