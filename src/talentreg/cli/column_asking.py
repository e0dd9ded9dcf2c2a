"""Ask on a terminal what a column holds when its heading does not say and its cells do not prove it."""

from collections.abc import Sequence
from pathlib import Path

from talentreg.cli.output import tell
from talentreg.cli.prompting import ask
from talentreg.errors import Malformed
from talentreg.intake.choices import KEPT, Choices, find_target
from talentreg.intake.headings import Question, called
from talentreg.intake.layouts import find_layouts
from talentreg.intake.options import Options
from talentreg.intake.sheet import Book
from talentreg.store.imports import load_remembered
from talentreg.store.register import open_for_reading


def ask_columns(path: Path, books: Sequence[Book], options: Options) -> dict[str, str]:
    """Return what was told of columns, with the answers to what is open; each heading is asked about once."""
    told = dict(options.told)
    for where, question in _questions(path, books, options):
        if question.heading not in told:
            told[question.heading] = _answer(where, question)
    return told


def _questions(path: Path, books: Sequence[Book], options: Options) -> list[tuple[str, Question]]:
    remembered = {}
    if path.exists():
        with open_for_reading(path).reading() as connection:
            remembered = load_remembered(connection)
    choices = Choices(options.told, remembered)
    return [
        (f"{book.name}／{sheet.name}", question)
        for book in books
        for sheet in book.sheets
        for layout in find_layouts(sheet, options.given, choices, book.name)
        for question in layout.questions
    ]


def _answer(where: str, question: Question) -> str:
    """Ask until the answer can be followed; Enter keeps the column beside the person."""
    likely = called(question.target)
    tell(f"{where}：列「{question.heading}」{question.reason}")
    while True:
        text = ask(f"是{likely}吗？［y＝是，回车＝不是，原样保留；也可写别的项目名］")
        if text.lower() in ("y", "yes", "是", likely):
            return question.target
        if text.lower() in ("", "n", "no", "否", "不是"):
            return KEPT
        try:
            return find_target(text)
        except Malformed as error:
            tell(f"  {error.message}；{error.hint}" if error.hint else f"  {error.message}")
