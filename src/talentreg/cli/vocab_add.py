"""`talentreg vocab add`: a word for an open list, or another way to write one of its words."""

from typing import Annotated

import typer

from talentreg.cli.options import Db
from talentreg.cli.output import say, tell
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.records.text import clean_line
from talentreg.store.register import open_for_writing
from talentreg.store.vocab import add_word, count_said, find_list, restate, standard_of

ListName = Annotated[
    str, typer.Argument(metavar="词表", help="如 活动类型、宣传形式，见 talentreg vocab list")
]


def add(
    vocabulary: ListName,
    words: Annotated[list[str], typer.Argument(metavar="词…", help="要加的词", show_default=False)],
    standard: Annotated[
        str, typer.Option("--as", metavar="标准词", help="是哪个词的另一种写法", show_default=False)
    ] = "",
    apply: Annotated[bool, typer.Option("--apply", help="已登记的也改成标准词；同 --as 一起用")] = False,
    db: Db = None,
) -> None:
    """Add words to an open list; new entries then say the standard word."""
    if apply and not standard:
        raise Malformed("--apply 要和 --as 一起用", "如 --as 座谈会 --apply")
    one = find_list(vocabulary)
    said, notes = [], []
    with open_for_writing(register_path(db)).changing("vocab add") as writer:
        for word in dict.fromkeys(clean_line(word) for word in words):
            added = add_word(writer, one, word, standard)
            meant = standard_of(writer.connection, one, word)
            told = f"「{word}」记作「{meant}」" if meant != word else f"「{word}」"
            said.append(f"词表「{one.title}」{'已加' if added else '已有'}{told}")
            if apply and (changed := restate(writer, one, word, meant)):
                said.append(f"已登记的{changed}处「{word}」改成「{meant}」")
            elif meant != word and (before := count_said(writer.connection, one, word)):
                notes.append(f"已登记的{before}处「{word}」照旧；要一并改，加 --apply")
    for line in said:
        say(line)
    for line in notes:
        tell(line)
