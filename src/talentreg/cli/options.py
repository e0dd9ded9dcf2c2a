"""Options that several commands share, declared once as types."""

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from talentreg import __version__
from talentreg.cli.output import manner
from talentreg.cli.period_asking import choose
from talentreg.errors import Malformed, TalentregError
from talentreg.periods import Period, Reader, parse_day
from talentreg.places import register_path
from talentreg.records.text import clean_line
from talentreg.records.vocabulary import CHANNEL, INTENTION, PRESENCE, Vocabulary


def _inherited_db(ctx: typer.Context, value: Path | None) -> Path | None:
    """Take `--db` from before the command when it does not stand after it."""
    parent: Any = ctx.parent
    while value is None and parent is not None:
        value, parent = parent.params.get("db"), parent.parent
    if ctx.parent is not None:
        manner.register = register_path(value)
    return value


def _manner(field: str, asked_for: bool) -> Callable[[bool], None]:
    def take(asked: bool) -> None:
        if asked:
            setattr(manner, field, asked_for)

    return take


def _speak(
    no_color: Annotated[
        bool,
        typer.Option("--no-color", callback=_manner("colour", False), help="不用颜色，同环境变量 NO_COLOR"),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", callback=_manner("quiet", True), help="只输出结果和错误，不说明过程")
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", callback=_manner("verbose", True), help="多说一些，如用时"),
    ] = False,
) -> None:
    """Declare how every command may be asked to speak."""


def manner_options() -> list[Any]:
    """Make the options every command takes for how it speaks; they may stand before the command too."""
    app = typer.Typer(add_completion=False)
    app.command()(_speak)
    made: list[Any] = typer.main.get_command(app).params
    for option in made:
        option.expose_value = False  # the command itself need not know
    return made


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"talentreg {__version__}")
        raise typer.Exit


def parse_with(reader: Callable[[str], Any]) -> Callable[[str], Any]:
    """Make an option parser of a reader, whose refusal then names the option."""

    def parse(text: str) -> Any:
        try:
            return reader(text)
        except TalentregError as error:
            raise typer.BadParameter(
                f"{error.message}；{error.hint}" if error.hint else error.message
            ) from error

    return parse


def word_of(vocabulary: Vocabulary) -> Callable[[str], str]:
    """Make the parser of a closed list: the code of a word given by code, text or synonym."""

    def parse(text: str) -> str:
        if word := vocabulary.find(text):
            return word.code
        raise typer.BadParameter(f"「{text}」看不懂，可写：{vocabulary.listed()}")

    return parse


def filled(text: str) -> str:
    """Refuse an option that is said and left blank."""
    if not text.strip():
        raise typer.BadParameter("不能是空白")
    return text


def parted(text: str) -> list[str]:
    """Split what was typed as a list in one word, by commas of either width or 、."""
    return [word.strip() for word in re.split(r"[,，、;；]+", clean_line(text)) if word.strip()]


def words_of(said: Mapping[str, Any]) -> list[str]:
    """Return what options said as words of FIELD=VALUE, as they could have been typed."""
    return [f"{name}={value}" for name, value in said.items() if value]


def one_of(words: list[str]) -> Callable[[str], str]:
    """Make a parser for a closed list of option words."""

    def parse(text: str) -> str:
        if text in words:
            return text
        raise typer.BadParameter(f"「{text}」看不懂，可写：{'、'.join(words)}")

    return parse


Db = Annotated[
    Path | None,
    typer.Option(
        "--db",
        metavar="文件",
        help="登记册文件，默认见 talentreg where",
        callback=_inherited_db,
        readable=False,
    ),
]
Version = Annotated[bool, typer.Option("--version", is_eager=True, callback=_show_version, help="显示版本")]

_PERIOD_OPTIONS = {
    "month": typer.Option("--month", metavar="月", help="统计某月：2026-03，或 3"),
    "quarter": typer.Option("--quarter", metavar="季度", help="统计某季度：2026Q1，或 Q1（最近一个）"),
    "half": typer.Option("--half", metavar="半年", help="统计半年：2026H1，或 H1"),
    "year": typer.Option("--year", metavar="年", help="统计全年：2026"),
    "festival": typer.Option("--festival", metavar="节日", help="统计节日前后：春节，或 2026春节"),
    "campaign": typer.Option("--campaign", metavar="专项行动", help="统计一次专项行动的起止日期：名称或编号"),
    "year_to_date": typer.Option("--year-to-date", help="统计今年以来"),
    "from": typer.Option("--from", metavar="日期", help="统计期第一天"),
    "to": typer.Option("--to", metavar="日期", help="统计期最后一天，默认今天"),
    "as_of": typer.Option("--as-of", metavar="日期", help="当作那天来统计：只算到那天，存量取那天"),
    "baseline": typer.Option(
        "--baseline", metavar="日期", help="累计的指标从那天算起，如 2021-01-01；不写从登记之初算"
    ),
}


def takes_period(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the period options in place of its parameter `period`, which gets what they choose.

    A command whose `period` may be None gets None when no option is given, instead of the current quarter;
    it lists records and has no use for the day cumulative figures count from.
    """
    own = inspect.signature(command).parameters
    optional = own["period"].annotation == Period | None
    names = [name for name in _PERIOD_OPTIONS if not (optional and name == "baseline")]
    options = [_period_parameter(name, _PERIOD_OPTIONS[name]) for name in names]
    others = [
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for name, one in own.items() if name != "period"
    ]
    arguments = [one for one in others if one.default is inspect.Parameter.empty]
    parameters = [*arguments, *options, *(one for one in others if one not in arguments)]

    def run(**given: Any) -> None:
        chosen = {name: given.pop(f"{name}_") for name in names}
        asked = {name for name, word in chosen.items() if word not in (None, False)}
        if optional and asked == {"as_of"}:
            raise Malformed("--as-of 要和统计期一起用", "如 --quarter 2026Q1 --as-of 2026-02-14")
        whole = optional and not asked
        command(period=None if whole else choose(chosen, _campaigns(given.get("db"))), **given)

    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what Typer reads
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__doc__ = command.__doc__
    return run


def _period_parameter(name: str, option: Any) -> inspect.Parameter:
    annotation = bool if name == "year_to_date" else str | None
    default = False if annotation is bool else None
    return inspect.Parameter(
        f"{name}_",
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[annotation, option],
    )


def _campaigns(db: Path | None) -> Reader:
    """Make the reader of the campaigns of a register, which is opened only when one is asked for."""

    def read(text: str, day: date | None) -> Period:
        from talentreg.store.campaign_days import campaign_period
        from talentreg.store.register import open_for_reading

        with open_for_reading(register_path(db)).reading() as connection:
            return campaign_period(connection, text, day)

    return read


PersonName = Annotated[
    str, typer.Argument(metavar="人", help="编号、电话、身份证号、姓名，或 姓名@社区", show_default=False)
]
PeopleNames = Annotated[
    list[str] | None,
    typer.Argument(metavar="人…", help="编号、电话、身份证号、姓名，或 姓名@社区", show_default=False),
]
UnitName = Annotated[
    str | None,
    typer.Option("--unit", metavar="单位", parser=filled, help="单位名称、代码，或 街道/社区；含所有下级"),
]
UnitArgument = Annotated[
    str, typer.Argument(metavar="单位", help="单位名称、代码，或 街道/社区", show_default=False)
]
StaffArgument = Annotated[
    str, typer.Argument(metavar="工作人员", help="姓名，姓名@单位，或编号 G000001", show_default=False)
]
UnitPlace = Annotated[
    str | None,
    typer.Option("--unit", metavar="单位", parser=filled, help="单位名称、代码，或 街道/社区"),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
On = Annotated[
    date | None,
    typer.Option(
        "--on", metavar="日期", parser=parse_with(parse_day), help="发生的那天，默认今天", show_default=False
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of", metavar="日期", parser=parse_with(parse_day), help="表中没写日期时按哪天记，默认今天"
    ),
]
Channel = Annotated[
    str | None,
    typer.Option("--channel", metavar="方式", parser=word_of(CHANNEL), help=f"联络方式：{CHANNEL.listed()}"),
]
StaffName = Annotated[
    str, typer.Option("--by", metavar="联络人", help="联络人：姓名，或 姓名@单位", show_default=False)
]
Presence = Annotated[
    str | None,
    typer.Option(
        "--presence", metavar="何处", parser=word_of(PRESENCE), help=f"当时人在哪里：{PRESENCE.listed()}"
    ),
]
IntentionWord = Annotated[
    str | None,
    typer.Option(
        "--intention", metavar="意愿", parser=word_of(INTENTION), help=f"返乡意愿：{INTENTION.listed()}"
    ),
]
NextOn = Annotated[
    date | None, typer.Option("--next-on", metavar="日期", parser=parse_with(parse_day), help="下次联络日期")
]
