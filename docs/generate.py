"""Write the docs pages that follow from the declarations; the tests compare them with what lies here."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from runpy import run_path

from talentreg.cli.app import COMMANDS, table
from talentreg.cli.commands import Command, CommandGroup
from talentreg.cli.figures_example import EXAMPLE
from talentreg.cli.outline import PLACE, write_outline
from talentreg.figures.cards import dimensions_of, where
from talentreg.figures.catalogue import FIGURES, GROUPS
from talentreg.figures.counted import all_counted
from talentreg.figures.declaring import KEYS
from talentreg.figures.dimensions import DIMENSIONS
from talentreg.intake.headings import (
    IGNORED_HEADINGS,
    NUMBER_HEADINGS,
    RECORD_HEADINGS,
    SINCE,
    STAFF_HEADINGS,
    STAFF_NUMBER_HEADINGS,
    UNIT_HEADINGS,
)
from talentreg.records.contact import Contact
from talentreg.records.fields import columns
from talentreg.records.history import Intention, Status
from talentreg.records.ledgers import LEDGERS
from talentreg.records.person import Person
from talentreg.records.vocabulary import VOCABULARIES
from talentreg.records.word import STARTER_WORDS
from talentreg.records.work_words import WORK_VOCABULARIES
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Kind
from talentreg.store.listings import LISTINGS
from talentreg.store.vocab import open_lists

HERE = Path(__file__).parent
NOTE = "<!-- 由 docs/generate.py 生成，请勿手改 -->\n"
WIDTH = "100"


def cli_page() -> str:
    """Describe every command by its own help page."""
    pages = [f"## {' '.join(path)}\n\n```text\n{_help(path)}```\n" for path in _paths(COMMANDS)]
    return f"# 命令\n\n{NOTE}\n```text\n{_help(())}```\n\n" + "\n".join(pages)


def figures_page() -> str:
    """Describe every figure by its definition."""
    lines = [
        "# 统计指标\n",
        NOTE,
        "指标名和代码在 `stats`、`why` 和报告模板里通用；完整口径见 `talentreg figures show 指标名`。",
        "手工录入的数（`talentreg number add`）用它自己的名称，在同样的地方用，没有逐条依据。",
        "累计的指标从登记之初算起，旁边列出本期的数；写 `--baseline 2021-01-01` 的从那天算起。",
        "单位自己要的指标见 [自定义指标](own-figures.md)。\n",
    ]
    for title, group in GROUPS.items():
        lines += [
            f"## {title}\n",
            "| 指标 | 代码 | 单位 | 计法 | 时间 | 数什么 | 算谁的 | 不计 | 可按什么分类 |",
            "| --- " * 9 + "|",
        ]
        for figure in group:
            by = "、".join(one.key for one in dimensions_of(figure))
            cells = (figure.label, f"`{figure.key}`", figure.unit, figure.mode.value, figure.time.text)
            told = (figure.definition, where(figure), figure.leaves_out, by)
            lines.append(f"| {' | '.join((*cells, *told))} |")
        lines.append("")
    lines += ["## 其他口径\n", "只在 `talentreg figures compare` 里并列；也可以用名称 `why`、写进报告。\n"]
    lines += ["| 指标 | 代码 | 单位 | 另一种口径的 | 数什么 |", "| --- " * 5 + "|"]
    for figure in FIGURES.values():
        for one in figure.variants:
            lines.append(f"| {one.label} | `{one.key}` | {one.unit} | {figure.label} | {one.definition} |")
    lines += ["", "## 分类\n", "| 代码 | 名称 |", "| --- | --- |", "| `unit` | 单位 |"]
    return "\n".join([*lines, *(f"| `{one.key}` | {one.label} |" for one in DIMENSIONS)]) + "\n"


def own_figures_page() -> str:
    """Describe how an office declares figures of its own."""
    lines = [
        "# 自定义指标\n",
        NOTE,
        "单位自己要的数，写在一个小文件里加进登记册，就和现成的指标一样：`stats`、`why`、`figures`、报告模板、"
        "佐证表里都能用，每个数字都有依据。\n",
        "```text",
        "talentreg figures example > 我的指标.toml    先要一份样子",
        "talentreg figures check 我的指标.toml        检查写法，算出是多少，不改登记册",
        "talentreg figures add 我的指标.toml          加进登记册；改了内容再加写 --replace",
        "talentreg figures show 在外博士 --toml       打印声明，可以改，也可以给别的单位用",
        "talentreg figures remove 在外博士            删除；talentreg undo 找回",
        "```\n",
        "## 样子\n",
        f"```toml\n{EXAMPLE}```\n",
        "## 每一项\n",
        "条件里，人才的单位、在库状态、返乡意愿、年龄按期末那天，其余内容按现在的登记。没有写状态的，"
        "数人才时只数期末在库的。字段和写法见 [列表的条件](lists.md)。\n",
        "| 项 | 说明 |",
        "| --- | --- |",
        *(f"| `{name}` | {meaning} |" for name, meaning in KEYS.items()),
        "",
        "联络要写 `是否联系上=本人`，活动要写 `活动状态=已办`，不写的，没有联系上的、没有办的也计。\n",
        "期末的数：日期不晚于期末、还没有结束的记录。截止日期（最后一天）当天仍计，办结、终止之类的日期当天不再计。\n",
        "## 可数的记录\n",
        "| record | 代码 | 日期（date、until） | 可相加的（sum） |",
        "| --- | --- | --- | --- |",
    ]
    for one in all_counted():
        days, numbers = ("、".join(field.heading for field in some) for some in (one.days, one.numbers))
        lines.append(f"| {one.title} | `{one.name}` | {days} | {numbers} |")
    return "\n".join(lines) + "\n"


def columns_page() -> str:
    """Describe every column an import understands, and the closed words."""
    lines = [
        "# 表格的列\n",
        NOTE,
        "表头中的空格、全角半角、括号及括号里的字不影响识别；不认识的列随人保留。\n",
    ]
    for title, record in (
        ("人员表", Person),
        ("联络表", Contact),
        ("在库状态", Status),
        ("返乡意愿", Intention),
    ):
        lines += [f"## {title}\n", "| 列 | 字段 | 也认得 | 说明 |", "| --- | --- | --- | --- |"]
        for name, column in columns(record).items():
            about = column.meaning + ("（一人一档必填）" if column.dossier else "")
            lines.append(f"| {column.heading} | `{name}` | {'、'.join(column.aliases)} | {about} |")
        lines.append("")
    lines += ["## 所属单位、编号、联络人\n", "| 字段 | 认得的列 |", "| --- | --- |"]
    since = {f"since.{name}": (column.heading, *column.aliases) for name, column in SINCE.items()}
    named = (
        UNIT_HEADINGS
        | since
        | {
            "number": NUMBER_HEADINGS,
            "staff": STAFF_HEADINGS,
            "staff.number": STAFF_NUMBER_HEADINGS,
            "record": RECORD_HEADINGS,
            "（不导入）": IGNORED_HEADINGS,
        }
    )
    lines += [f"| `{target}` | {'、'.join(headings)} |" for target, headings in named.items()]
    lines += [
        "",
        *_ledger_columns(),
        "",
        "## 固定用词\n",
        "| 列 | 词（代码） | 也认得 |",
        "| --- | --- | --- |",
    ]
    for vocabulary in (*VOCABULARIES, *WORK_VOCABULARIES):
        for word in vocabulary.words:
            also = "、".join(synonym for synonym in word.synonyms)
            lines.append(f"| {vocabulary.title} | {word.text}（`{word.code}`） | {also} |")
    return "\n".join([*lines, "", *_open_words()]) + "\n"


def _ledger_columns() -> Iterator[str]:
    """Describe the columns of every ledger's sheet, which are also the fields of its `add` and `edit`."""
    yield "# 台账的列\n"
    yield "既是表格的列，也是 `add`、`edit` 里 `字段=内容` 的字段；标“必填”的不能空。"
    for ledger in LEDGERS.values():
        yield f"\n## {ledger.title}（`{ledger.command}`）\n"
        yield "| 列 | 字段 | 也认得 | 说明 |"
        yield "| --- | --- | --- | --- |"
        yield f"| {ledger.number_heading} | `record` | | 登记册自己的编号，改表时凭它对上 |"
        for name, column in ledger.fields.items():
            unasked = name in ledger.defaults or name in ledger.today
            needed = "（必填）" if name in ledger.required and not unasked else ""
            yield f"| {column.heading} | `{name}` | {'、'.join(column.aliases)} | {column.meaning}{needed} |"


def _open_words() -> Iterator[str]:
    """Describe the words the open lists begin with."""
    yield "## 词表\n"
    yield "新登记册自带的词，可用 `talentreg vocab` 增减；没列入的词照写登记。\n"
    yield "| 词表 | 词 | 也可写 |"
    yield "| --- | --- | --- |"
    for one in open_lists().values():
        for word, also in STARTER_WORDS[one.name].items():
            yield f"| {one.title} | {word} | {'、'.join(also)} |"


OPERATORS = {
    Kind.TEXT: "= != ~ !~",
    Kind.WORD: "= != ~ !~",
    Kind.SEVERAL: "= != ~ !~",
    Kind.DATE: "= != > < ≥ ≤",
    Kind.NUMBER: "= != > < ≥ ≤",
    Kind.UNIT: "= != ~ !~",
    Kind.RECORD: "= != > < ≥ ≤",
    Kind.REFERENCE: "= != ~ !~",
}


def lists_page() -> str:
    """Describe what can be asked in the conditions of every list."""
    lines = [
        "# 列表的条件\n",
        NOTE,
        "`talentreg list`、`contact list`、`unit list`、`staff list`，以及 `event list`、`request list` "
        "等各种台账的列表，条件都写成 `字段=内容`，"
        "几个条件都要符合。字段可写名称、代码或别名。\n",
        "| 写法 | 意思 |",
        "| --- | --- |",
        "| `学历=本科,大专` | 是其中之一；`!=` 不是（没填的也算不是） |",
        "| `工作单位~大学` | 含有这几个字；`!~` 不含 |",
        "| `学历=`　`学历!=` | 没填的；填了的 |",
        "| `年龄≥35`　`学历≥本科` | 比大小，也可写 `>=`；用 `>` `<` 时整个条件加引号；没填的不算 |",
        "| `入库日期=2026-03`　`最近联系<2026` | 日期可只写到月或年 |",
        "| `单位=临江街道` | 该单位及所有下级 |",
        "| `引荐人=张三`　`活动=E000012` | 台账里的人、工作人员、活动等：写姓名（名称）或编号；同名的都算 |",
        "| `小明`　`xm`　`5678`　`大学` | 不带符号的词：姓名、拼音或首字母、电话末几位、工作单位 |",
        "",
    ]
    ledgers = {ledger.command: ledger_listing(ledger) for ledger in LEDGERS.values()}
    for name, listing in (LISTINGS | ledgers).items():
        lines += [
            f"## {listing.title}（`{name}`）\n",
            "| 字段 | 代码 | 也可写 | 可用 |",
            "| --- | --- | --- | --- |",
        ]
        short = {field: word for word, field in listing.also.items()}
        for field in listing.fields.values():
            also = "、".join((*field.column.aliases, *([short[field.name]] if field.name in short else [])))
            ranked = " > < ≥ ≤" if field.column.ranks else ""
            operators = OPERATORS[Kind.REFERENCE if field.key else field.kind]
            lines.append(f"| {field.heading} | `{field.name}` | {also} | `{operators}{ranked}` |")
        lines.append("")
    return "\n".join(lines)


def variables_page() -> str:
    """Describe everything a template can say."""
    page: str = run_path(str(HERE / "variables_page.py"))["variables_page"](NOTE)
    return page


PAGES = {
    "cli.md": cli_page,
    "figures.md": figures_page,
    "own-figures.md": own_figures_page,
    "columns.md": columns_page,
    "lists.md": lists_page,
    "variables.md": variables_page,
}


def _paths(
    commands: tuple[Command | CommandGroup, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    for command in commands:
        path = (*above, command.name)
        if isinstance(command, CommandGroup):
            yield from _paths(command.commands, path)
        else:
            yield path


def _help(path: tuple[str, ...]) -> str:
    """Return a help page as a terminal of a hundred columns shows it."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    page = io.StringIO()
    try:
        with redirect_stdout(page):
            table.main([*path, "--help"], standalone_mode=False)
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
    return page.getvalue()


def main() -> None:
    """Write every page, and the outline the program reads."""
    for place, text in [(HERE / name, page()) for name, page in PAGES.items()] + [
        (PLACE, write_outline(table, COMMANDS))
    ]:
        place.write_text(text, "utf-8")
        sys.stdout.write(f"{place}\n")


if __name__ == "__main__":
    main()
