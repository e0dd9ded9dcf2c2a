"""The table of commands, in the order of the help; a command's file is loaded when it is called."""

from talentreg.cli.commands import Command, CommandGroup, make_group
from talentreg.cli.offer_books import BOOKS
from talentreg.cli.offer_care import CARE
from talentreg.cli.offer_duty import DUTY
from talentreg.cli.offer_events import EVENTS
from talentreg.cli.offer_figures import FIGURES
from talentreg.cli.offer_grants import GRANTS
from talentreg.cli.offer_growth import GROWTH
from talentreg.cli.offer_office import OFFICE
from talentreg.cli.offer_people import PEOPLE
from talentreg.cli.offer_return import RETURN
from talentreg.cli.offer_work import WORK

DEMO = Command(
    "demo",
    "demo:demo",
    "用随附样例走一遍：导入、联络、统计、佐证、出报告",
    ("talentreg demo 试用",),
    also=("演示", "试用", "样例", "示例", "example"),
)

COMMANDS = (
    *(DEMO, *BOOKS, *PEOPLE, *WORK, *EVENTS, *DUTY, *GROWTH, *RETURN, *GRANTS, *OFFICE, *FIGURES, *CARE),
)

table = make_group(
    CommandGroup("talentreg", "乡土人才联络登记册：表格进来，联络记下，数字有据，报告出去", COMMANDS)
)


def main() -> None:
    """Run the command line."""
    table()
