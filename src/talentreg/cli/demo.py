"""`talentreg demo`: the whole job on the shipped samples, each step the command a user would type."""

import csv
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.output import manner, say, tell
from talentreg.errors import Refused, plain_reason
from talentreg.places import REGISTER_NAME, sample_books, sample_ledgers

DEMO_DAY = "2026-03-31"
"""The day the samples end; the demo's commands take it for today."""

QUARTERLY = "2026年第一季度工作情况报告.docx"
REPORTS = {
    QUARTERLY: ["--quarter", "2026Q1"],
    "2026年春节期间联络和回归工作报告.docx": ["--template", "festival", "--festival", "2026春节"],
    "2025年度联系服务工作报告.docx": ["--template", "duty", "--year", "2025"],
    "领导联系优秀人才情况一览表.docx": ["--template", "liaison", "--quarter", "2026Q1"],
    "典型案例.docx": ["--template", "cases", "--year", "2026"],
}
"""The reports the demo leaves, and the options they are asked for with."""

LEADERS = "领导名册.csv"

LEDGERS = """
duty rule    联系规定.csv
assign       联系服务安排.xlsx
event        活动台账.xlsx
request      诉求台账.xlsx
campaign     春节大走访.xlsx
campaign task 报送情况.xlsx
document     文件登记.csv
publicity    宣传情况.xlsx
inspection   督查情况.xlsx
hotline      热线登记.xlsx
station      驻外工作站.xlsx
referral     引荐登记.csv
milestone    签约意向.csv
milestone    引进人才.xlsx --set 成效种类=引进 --enrol
milestone    成效登记.xlsx
case         回归个案.xlsx
project      返乡创业项目.xlsx
library      人才库.xlsx
benefit      待遇发放.xlsx
apartment    人才公寓.xlsx
card         人才绿卡.csv
service      享受服务.csv
consent      本人同意.csv
number       手工数.csv
"""
"""The commands that take the sample ledgers in, each before the file it takes and what it is told of it."""

Words = list[str]
Step = tuple[str, list[Words]]
"""What a step is about, and the commands it takes."""


def demo(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新的或空的文件夹")] = Path(
        "talentreg-demo"
    ),
) -> None:
    """Take the samples in, log contacts, look at duty and requests, count, prove and report, in a folder."""
    _claim(folder)
    books = [str(path) for path in sample_books()]
    before = {name: os.environ.get(name) for name in ("TALENTREG_DB", "TALENTREG_TODAY")}
    os.environ |= {"TALENTREG_DB": str(folder / REGISTER_NAME), "TALENTREG_TODAY": DEMO_DAY}
    say(f"以下各步都用 {folder / REGISTER_NAME}，今天当作 {DEMO_DAY}；自己试时在命令后加 --db 和这个文件")
    say()
    try:
        for number, (about, commands) in enumerate(_steps(books, folder), start=1):
            say(f"—— 第{number}步　{about} ——")
            for words in commands:
                _run(words)
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    _say_farewell(folder)


def _steps(books: list[str], folder: Path) -> list[Step]:
    ledgers = sample_ledgers()
    signed_in = ["渡口社区返乡人员恳谈会", "--from", str(ledgers["渡口社区恳谈会签到表.xlsx"]), "--enrol"]
    posted, own_figures = (str(ledgers[name]) for name in ("挂职名单.xlsx", "本区指标.toml"))
    quarter = ["--quarter", "2026Q1"]
    return [
        ("收表：三个街道（镇）的人员和联络", [["import", *books]]),
        ("领导：谁在任、联系谁、一年几次", [*_leaders(ledgers), *_imports(ledgers, "duty rule", "assign")]),
        ("领导的联络和当天登记的走访", [["import", str(ledgers["领导联系记录.xlsx"]), "--quiet"], _visit()]),
        ("活动、诉求、专项行动，引进、返乡、项目、待遇和其他台账", _imports(ledgers)),
        ("恳谈会照签到表登记，新来的人一并入库", [["event", "attend", *signed_in]]),
        ("一个人迁出", [["withdraw", "R000006", "--on", "2026-03-27", "--reason", "户籍迁出"]]),
        ("六十人挂职，照名单一次登记", [["milestone", "log", "挂职锻炼", "--from", posted]]),
        ("造册、发放补贴，谁的还没有发", _benefits()),
        ("谁欠联系、哪件诉求到期", [["duty"], ["assign", "gaps"], ["request", "due"]]),
        ("哪些回归个案该跟进，没有成的是什么原因", [["case", "due"], ["case", "reasons"]]),
        (
            "一个项目，一个人的成长档案",
            [["project", "show", "云河精工配件厂"], ["growth", "马建华@新桥社区"]],
        ),
        ("各社区规定动作的进度", [["campaign", "status", "2026年春节返乡人才大走访"]]),
        ("一季度的数字；春节期间与上一个春节相比", [["stats", *quarter], _festival()]),
        ("2021年以来引进多少人，其中多少籍在外；产业人才地图", [_since(), _map()]),
        ("加上本区自己的指标", [["figures", "add", own_figures], ["why", "在外在编紧缺人才", *quarter]]),
        ("一个数字的依据", [["why", "走访返乡人员", *quarter, "--unit", "望江社区"]]),
        ("报告", [["report", *asked, "--out", str(folder / name)] for name, asked in REPORTS.items()]),
        ("核对季度报告里的每个数字，报送存档", _submit(str(folder / QUARTERLY))),
    ]


def _visit() -> Words:
    whom = ["contact", "log", "R000002", "R000003", "--channel", "走访", "--presence", "home"]
    what = ["--by", "赵建芳", "--occasion", "慰问", "--on", "2026-03-30", "--note", "登门看望，问了近况"]
    return [*whom, *what]


def _benefits() -> list[Words]:
    """Grant a quarter's allowance to doctors and pay part of it, and what is left of the quarter before."""
    doctors = ["马建华@新桥社区", "马芳@文昌社区", "陈雪@白鹭村"]
    what = ["--period", "2026年一季度", "--batch", "2026年一季度", "--due", "2026-03-31"]
    return [
        ["benefit", "grant", "博士生活补贴", *doctors, *what],
        ["benefit", "pay", "2025年四季度", "--on", "2026-01-30"],
        ["benefit", "pay", "2026年一季度", "--amount", "1000", "--on", "2026-03-31"],
        ["benefit", "due"],
    ]


def _submit(report: str) -> list[Words]:
    sent = ["--number", "云组〔2026〕5号", "--to", "江州市委组织部", "--on", "2026-03-31"]
    return [["report", "verify", report], ["report", "submit", report, *sent], ["report", "submissions"]]


def _since() -> Words:
    asked = ("引进博士", "引进硕士", "引进副高以上", "引进人才", "籍在外人才占比")
    return ["stats", "--quarter", "2026Q1", "--baseline", "2021-01-01", *(f"--figure={one}" for one in asked)]


def _map() -> Words:
    return ["stats", "--by", "产业人才地图", "--figure=入库人才", "--quarter", "2026Q1"]


def _festival() -> Words:
    asked = [f"--figure={name}" for name in ("走访返乡人员", "电话联系未返乡人员", "恳谈会场次")]
    return ["stats", "--festival", "2026春节", "--compare", *asked]


def _leaders(ledgers: Mapping[str, Path]) -> list[Words]:
    """Enter every leader of the sample list, as one would type them."""
    with ledgers[LEADERS].open(encoding="utf-8-sig", newline="") as file:
        return [
            [
                "staff",
                "add",
                row.pop("姓名"),
                "--unit",
                row.pop("单位"),
                *(f"{k}={v}" for k, v in row.items()),
            ]
            for row in csv.DictReader(file)
        ]


def _imports(ledgers: Mapping[str, Path], *commands: str) -> list[Words]:
    """Take in the ledgers of some commands; without commands those of all others."""
    own = ("duty rule", "assign")
    listed = [re.fullmatch(r"([a-z ]+?) +(\S+\.\w+)(.*)", line) for line in LEDGERS.strip().splitlines()]
    return [
        [*one[1].split(), "import", str(ledgers[one[2]]), *one[3].split(), "--quiet"]
        for one in listed
        if one and (one[1] in commands if commands else one[1] not in own)
    ]


def _claim(folder: Path) -> None:
    """Take a folder that is new or empty."""
    try:
        folder.mkdir(exist_ok=True)
        if any(folder.iterdir()):
            raise Refused(f"文件夹 {folder} 里已经有东西，没有动它", "请换一个新文件夹：talentreg demo 试用2")
    except FileExistsError as error:
        raise Refused(f"{folder} 是文件，不是文件夹", "请换一个文件夹名") from error
    except OSError as error:
        raise Refused(
            f"不能使用文件夹 {folder}：{plain_reason(error)}", "请检查上级文件夹是否存在、能否写入"
        ) from error


def _run(words: Words) -> None:
    """Run one command through the same table a shell would."""
    from talentreg.cli.app import table  # the table names this file

    say("$ talentreg " + " ".join(_quoted(Path(word).name if os.sep in word else word) for word in words))
    say()
    quiet = manner.quiet
    code = table.take_step(words)
    manner.quiet = quiet  # a step's own --quiet is that step's
    if code:
        raise typer.Exit(code)
    say()


def _say_farewell(folder: Path) -> None:
    say("—— 完成 ——")
    say(f"登记册：{folder / REGISTER_NAME}")
    for name in REPORTS:
        say(f"报告：  {folder / name}")
    tell(f"接着试：talentreg --db {_quoted(str(folder / REGISTER_NAME))} why 入库人才 --quarter 2026Q1")


def _quoted(word: str) -> str:
    """Quote a word a shell would break; Chinese needs no quotes."""
    return f'"{word}"' if re.search(r"[\s'$&|;<>()*?!]", word) else word
