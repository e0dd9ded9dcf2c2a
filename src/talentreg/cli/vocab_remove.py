"""`talentreg vocab remove`: words taken out of an open list."""

from typing import Annotated

import typer

from talentreg.cli.options import Db
from talentreg.cli.output import say, tell
from talentreg.cli.vocab_add import ListName
from talentreg.places import register_path
from talentreg.store.register import open_for_writing
from talentreg.store.vocab import count_said, find_list, remove_word


def remove(
    vocabulary: ListName,
    words: Annotated[list[str], typer.Argument(metavar="词…", help="要删的词", show_default=False)],
    db: Db = None,
) -> None:
    """Remove words from an open list; records keep what they say."""
    one = find_list(vocabulary)
    with open_for_writing(register_path(db)).changing("vocab remove") as writer:
        removed = [remove_word(writer, one, word) for word in dict.fromkeys(words)]
        said = {word: count_said(writer.connection, one, word) for word in removed}
    say(f"词表「{one.title}」已删除：{'、'.join(removed)}")
    for word, times in said.items():
        if times:
            tell(f"已登记的{times}处「{word}」照旧")
