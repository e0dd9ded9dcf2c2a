"""The options of `report` that say how it is addressed, what it prints, and what is written beside it."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.options import parse_with
from talentreg.periods import parse_day

Template = Annotated[str, typer.Option(metavar="模板", help="模板名（见 report templates），或自己的 .docx")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="文件", help="写到哪里，默认当前文件夹；--all 写文件夹")
]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件")]
Dated = Annotated[
    date | None,
    typer.Option("--date", metavar="日期", parser=parse_with(parse_day), help="成文日期，默认统计期最后一天"),
]
Office = Annotated[str, typer.Option(metavar="机关", help="署名，默认本范围最上级单位", show_default=False)]
Number = Annotated[str, typer.Option(metavar="文号", help="发文字号，如 云组〔2026〕5号")]
Addressee = Annotated[
    str, typer.Option(metavar="机关", help="主送机关，默认上级组织部门", show_default=False)
]
Copies = Annotated[str, typer.Option("--copy-to", metavar="机关", help="抄送机关")]
Contact = Annotated[str, typer.Option(metavar="联系人", help="函上的联系人和电话", show_default=False)]
Limit = Annotated[int, typer.Option(min=1, max=1000, metavar="人数", help="名单列到几个，再多的写“等”")]
Everybody = Annotated[bool, typer.Option("--all", help="一人一份，或一社区一份，写进 --out 的文件夹")]
Book = Annotated[bool, typer.Option("--book", help="一人一档合订成一个文件，带目录")]
Reveal = Annotated[bool, typer.Option("--reveal", help="印出完整号码；须同时写 --purpose，并留痕")]
Purpose = Annotated[str, typer.Option(metavar="用途", help="为什么要印完整号码", show_default=False)]
Definitions = Annotated[
    bool, typer.Option("--definitions", help="末尾附统计口径说明：用到的每个指标怎么数的")
]
Beside = Annotated[bool, typer.Option("--evidence", help="旁边另写一份 Excel：每个数字的口径和依据")]
Pdf = Annotated[bool, typer.Option("--pdf", help="旁边另写一份 PDF（这台电脑要装有 LibreOffice）")]
