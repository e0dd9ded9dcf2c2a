"""`talentreg where`: the place of the register file."""

from talentreg.cli.options import Db
from talentreg.cli.output import say, tell
from talentreg.places import register_path


def where(db: Db = None) -> None:
    """Print the register's path, and on stderr whether it is there yet."""
    path = register_path(db)
    say(str(path))
    if not path.exists():
        tell("还没有登记册，第一次写入时会新建")
