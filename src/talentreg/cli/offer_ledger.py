"""What every plain ledger offers: add, list, edit, remove, import, export, each made from its declaration."""

from talentreg.cli.commands import Command

_HELP = {
    "list": "按条件和时期列出{noun}",
    "add": "登记一{counter}{noun}",
    "edit": "更正一{counter}{noun}",
    "remove": "删除登记错了的{noun}",
    "import": "从表格导入{noun}（.xlsx、.csv），先说明再写入",
    "export": "把{noun}写成表格，改好可再导入；还没有时是一张空表",
}
ALSO = {
    "list": ("列表", "查询", "名单", "台账", "ls"),
    "add": ("新增", "添加", "登记", "录入", "new", "create"),
    "edit": ("修改", "更正", "改", "update"),
    "remove": ("删除", "delete", "rm"),
    "import": ("导入", "读入", "load"),
    "export": ("导出", "表格", "空表"),
}
"""The words a newcomer may type for each."""


def plain(
    ledger: str, noun: str, counter: str, examples: dict[str, tuple[str, ...]], command: str = ""
) -> tuple[Command, ...]:
    """Make the plain commands of a ledger that has examples for them, in the order of the help."""
    path = f"talentreg {command or ledger}"
    usual = {"import": (f"{noun}.xlsx --dry-run",), "export": (f"{noun}.xlsx",)} | examples
    return tuple(
        Command(
            verb,
            f"ledger:{verb}_{ledger}",
            told.format(noun=noun, counter=counter),
            tuple(f"{path} {verb} {words}".rstrip() for words in usual[verb]),
            ALSO[verb],
        )
        for verb, told in _HELP.items()
        if verb in usual
    )
