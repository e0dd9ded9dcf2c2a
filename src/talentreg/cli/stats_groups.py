"""How many figures are read: in their groups, those with nothing to count folded into one line."""

from collections.abc import Iterator, Sequence

from talentreg.cli.counting import is_empty
from talentreg.cli.output import say
from talentreg.cli.stats_asking import Request
from talentreg.figures.compute import Counting, Value


def by_group(
    counting: Counting, values: Sequence[Value], request: Request
) -> Iterator[tuple[str, list[Value]]]:
    """Give the groups of some figures that have anything to count; all of them if they were asked for."""
    for title, some in _groups(counting, values):
        if request.every or not all(map(is_empty, some)):
            yield title, some


def say_folded(counting: Counting, values: Sequence[Value], request: Request) -> None:
    """Name the groups left out because the register holds no record of theirs."""
    if request.every:
        return
    folded = [
        f"{title}（{len(some)}项）" for title, some in _groups(counting, values) if all(map(is_empty, some))
    ]
    if folded:
        say(f"还没有记录可数：{'、'.join(folded)}；逐项列出加 --all")
        say()


def _groups(counting: Counting, values: Sequence[Value]) -> Iterator[tuple[str, list[Value]]]:
    for title, group in counting.groups.items():
        keys = {figure.key for figure in group}
        if some := [value for value in values if value.figure.key in keys]:
            yield title, some
