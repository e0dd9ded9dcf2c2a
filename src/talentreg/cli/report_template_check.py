"""`talentreg report template check`: what is wrong with an office's own template, and how to put it right."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.figures import say_wrapped
from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import print_json, say, tell
from talentreg.errors import ExitCode
from talentreg.figures.compute import Counting
from talentreg.periods import current_quarter
from talentreg.places import register_path
from talentreg.reports.catalogue import load_template
from talentreg.reports.own_templates import chosen_template, own_folder
from talentreg.reports.template_check import Checked, Tell, check_template
from talentreg.reports.template_spelling import Finding
from talentreg.reports.variables.declaring import Telling
from talentreg.store.register import open_blank, open_for_reading

Template = Annotated[str, typer.Argument(metavar="模板", help="自己的 .docx，或 templates 文件夹里的名称")]


def check_own(template: Template, as_json: AsJson = False, db: Db = None) -> int:
    """Check a template: how its tags are written and nested, its names, and whether a report comes out."""
    source = load_template(chosen_template(template, own_folder(register_path(db))))
    with tellers(db) as told_from:
        checked = check_template(source, *told_from)
    if as_json:
        print_json(_document(template, checked))
    else:
        _say(template, checked)
    return ExitCode.REFUSED if checked.grave else ExitCode.DONE


@contextmanager
def tellers(db: Path | None) -> Iterator[tuple[Tell, Tell]]:
    """Tell of the register, if there is one, and of one that holds nothing."""
    path = register_path(db)
    with ExitStack() as opened:

        @cache
        def blank() -> Connection:  # made for those who ask only: it takes a third of a second
            return opened.enter_context(open_blank().reading())

        there = opened.enter_context(open_for_reading(path).reading()) if path.exists() else blank()
        yield (
            lambda names: Telling(Counting(there, current_quarter()), names),
            lambda names: Telling(Counting(blank(), current_quarter()), names),
        )


def _say(template: str, checked: Checked) -> None:
    for place, one in enumerate(checked.findings, start=1):
        _say_finding(place, one)
    wrong, advised = len(checked.grave), len(checked.findings) - len(checked.grave)
    if wrong:
        more = f"，另有{advised}条建议" if advised else ""
        tell(f"有{wrong}处要改{more}；改好存盘，再检查一遍")
        return
    more = f"，有{advised}条建议" if advised else ""
    say(f"没有要改的地方{more}；用到{len(checked.used)}个变量")
    tell(f"出报告：talentreg report --template {template} --quarter Q1")


def _say_finding(place: int, one: Finding) -> None:
    said = f"：{one.text}" if one.text else ""
    say(f"{place}. {one.place}{said}")
    say_wrapped(one.problem if one.grave else f"建议：{one.problem}")
    if one.advice:
        say_wrapped(one.advice)
    say()


def _document(template: str, checked: Checked) -> dict[str, Any]:
    return {
        "template": template,
        "ok": not checked.grave,
        "variables": checked.used,
        "findings": [
            {
                "place": one.place,
                "text": one.text,
                "problem": one.problem,
                "advice": one.advice,
                "level": "error" if one.grave else "advice",
            }
            for one in checked.findings
        ],
    }
