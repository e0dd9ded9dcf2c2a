"""What the commands that take cases, projects and requests further share: how a step is said."""

from collections.abc import Sequence

from talentreg.cli.output import say
from talentreg.store.editing import Edit


def say_step(done: str, line: str, edits: Sequence[Edit], along: Sequence[str] = ()) -> None:
    """Say that a step was taken, what was written with it, and what was entered along."""
    say(f"已{done}：{line}")
    say("  " + "；".join(f"{one.heading}：{one.after or '（空）'}" for one in edits))
    for one in along:
        say(f"  {one}")
