"""Ask somebody on a terminal, one question at a time; what is asked goes to stderr."""

import sys

import typer

from talentreg.cli.output import manner, term_safe


def can_ask() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not manner.quiet


def ask(question: str, *, hidden: bool = False) -> str:
    """Ask for a line of text; Enter answers nothing. A `hidden` answer is not shown while it is typed."""
    answer: str = typer.prompt(
        term_safe(question), default="", show_default=False, prompt_suffix="：", hide_input=hidden, err=True
    )
    return answer.strip()


def confirm(question: str, *, usual: bool = True) -> bool:
    """Ask a question that Enter answers in the usual way."""
    answer = ask(f"{question}［回车＝是，n＝否］" if usual else f"{question}［y＝是，回车＝否］").lower()
    if usual:
        return answer not in ("n", "no", "否", "不")
    return answer in ("y", "yes", "是")
