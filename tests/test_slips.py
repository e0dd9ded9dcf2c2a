"""What a slip on the command line is answered with: one or two Chinese lines, the right code, no data."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from consoles import start

Run = Callable[..., Answer]

CHANNELS = (
    "走访(visit)、面谈(talk)、电话(phone)、视频(video)、微信(wechat)、短信(sms)、邮件(email)、信函(letter)"
)
TOLD = "contact log R000002 --channel 电话"


def check(answer: Answer, code: int, *said: str) -> None:
    lines = answer.err.splitlines()
    assert (answer.code, answer.out) == (code, ""), answer.err
    assert lines[0].startswith("错误："), answer.err
    assert len(lines) <= 5, answer.err
    assert not re.search(r"[A-Z][a-z]+ [a-z]+|Traceback|Error\b", answer.err), "only Chinese is spoken"
    assert [text for text in said if text not in answer.err] == [], answer.err


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        # commands
        ("imprt 登记表.xlsx", 2, ["没有「imprt」这个命令", "talentreg import"]),
        ("statts", 2, ["没有「statts」这个命令", "talentreg stats"]),
        ("contact lgo R000001", 2, ["没有「lgo」这个命令", "talentreg contact log"]),
        ("帮助", 2, ["没有「帮助」这个命令", "talentreg --help"]),
        ("导入 登记表.xlsx", 2, ["没有「导入」这个命令", "是不是：talentreg import\n"]),
        ("统计", 2, ["是不是：talentreg stats\n"]),
        ("contact 登记", 2, ["是不是：talentreg contact log\n"]),
        ("IMPORT", 2, ["是不是：talentreg import"]),
        # options
        ("log --limt 3", 2, ["没有选项 --limt", "--limit", "talentreg log --help"]),
        ("contact log R000002 --chanel 电话", 2, ["没有选项 --chanel", "--channel"]),
        ("-x", 2, ["没有选项 -x", "talentreg --help"]),
        ("log -limit 3", 2, ["没有选项 -limit，是不是 --limit\n"]),
        ("stats --quart Q1", 2, ["没有选项 --quart，是不是 --quarter\n"]),
        ("unit add 桃源村 --under 梅溪镇", 2, ["没有选项 --under，是不是 --parent\n"]),
        ("unit add 桃源村 --unit 梅溪镇", 2, ["没有选项 --unit，是不是 --parent\n"]),
        ("contact log 张三 --channel 电话 --direction 来电", 2, ["是不是 --inbound\n"]),
        ("show R000002 --by 李主任", 2, ["没有选项 --by\n", "有 --by 的命令：", "contact list"]),
        ("--unit 临江街道 stats", 2, ["--unit 要写在命令后面：talentreg stats … --unit"]),
        # the signs of a Chinese keyboard
        ("stats ——unit 临江街道", 2, ["「——unit」", "英文字符", "请写成 --unit\n"]),
        ("stats —unit 临江街道", 2, ["请写成 --unit\n"]),
        ("stats －－ｕｎｉｔ＝临江街道", 2, ["请写成 --unit=临江街道"]),
        ("stats --unit＝临江街道", 2, ["请写成 --unit=临江街道"]),
        ("contact log R000002 ——channel 电话", 2, ["请写成 --channel\n"]),
        ("add 张三 ——phone 15400000001", 2, ["请写成 --phone\n"]),
        ("——help", 2, ["请写成 --help\n"]),
        ("stats --unit", 2, ["选项 --unit 后面要写内容", "talentreg stats --help"]),
        ("stats --json=是", 2, ["选项 --json 后面不能写内容", "talentreg stats --help"]),
        ("log --limit 三", 2, ["--limit 应为整数", "talentreg log --help"]),
        ("log --limit 0", 2, ["--limit"]),
        ("undo 最近", 2, ["变更号 应为整数", "talentreg undo --help"]),
        ("undo 0", 1, ["没有第0号变更"]),
        # arguments
        ("show", 2, ["缺少 人", "talentreg show --help"]),
        ("add", 2, ["缺少 姓名", "talentreg add --help"]),
        ("withdraw", 2, ["缺少 人"]),
        ("why", 2, ["缺少 指标"]),
        ("import", 2, ["缺少 文件"]),
        ("contact log --channel 电话", 2, ["缺少 人"]),
        ("contact log R000002", 2, ["缺少 --channel", CHANNELS]),
        ("stats 2026Q1", 2, ["多出来的内容：2026Q1", "是不是：--quarter 2026Q1", "talentreg stats --help"]),
        ("stats Q1", 2, ["是不是：--quarter Q1"]),
        ("report 上半年", 2, ["是不是：--half 上半年"]),
        ("why 入库人才 3月", 2, ["是不是：--month 3月"]),
        ("stats 2026", 2, ["是不是：--year 2026"]),
        ("stats 临江街道", 2, ["是不是：--unit 临江街道"]),
        ("show 欧阳 明", 2, ['名字里有空格时要加引号："欧阳 明"']),
        ("stats --unit 临江 大道", 2, ['名字里有空格时要加引号："临江 大道"']),
        ("show R000001 R000002", 2, ["多出来的内容：R000002"]),
        # dates
        (f"{TOLD} --on 2026-02-30", 2, ["--on", "「2026-02-30」不是有效的日期", "2026-03-05"]),
        (f"{TOLD} --on 2026/2/30", 2, ["「2026/2/30」", "2026年2月只有28天"]),
        (f"{TOLD} --on 猴年", 2, ["--on", "「猴年」不是有效的日期"]),
        (f"{TOLD} --next-on 2026-13-01", 2, ["--next-on", "「2026-13-01」不是有效的日期"]),
        ("withdraw R000001 --on 3-5", 2, ["--on", "「3-5」不是有效的日期"]),
        ("report --date 2026", 2, ["--date", "「2026」不是有效的日期"]),
        ("import x.csv --as-of x", 2, ["--as-of", "「x」不是有效的日期"]),
        # periods
        ("stats --quarter Q5", 2, ["季度「Q5」看不懂", "2026Q1"]),
        ("stats --month 13", 2, ["月份「13」看不懂", "2026-03"]),
        ("stats --half 三", 2, ["半年「三」看不懂", "2026H1"]),
        ("stats --year 26", 2, ["年份「26」看不懂", "2026"]),
        ("why 入库人才 --from 2026-01-32", 2, ["--from「2026-01-32」不是有效的日期"]),
        ("report --to 2026-01-31", 2, ["没有给 --from"]),
        ("stats --from 2026-03-02 --to 2026-03-01", 2, ["起止日期颠倒"]),
        ("stats --quarter Q1 --year 2026", 2, ["只能给出一个统计期", "任选其一"]),
        ("report --month 3 --from 2026-01-01", 2, ["只能给出一个统计期"]),
        ("stats --quarter 2026Q2", 1, ["2026年第二季度还没有开始", "今天是2026年3月31日"]),
        ("report --from 2026-04-01", 1, ["2026年4月1日", "还没有开始"]),
        # units, figures, words
        ("stats --unit 梅溪", 1, ["没有名为「梅溪」的单位", "是不是：梅溪镇、梅溪村"]),
        ("report --unit 火星", 1, ["没有名为「火星」的单位"]),
        ("stats --unit=", 2, ["--unit"]),
        ("why 走访", 1, ["没有名为「走访」的统计指标", "走访返乡人员(returnees_visited)"]),
        ("why 气温", 1, ["没有名为「气温」的统计指标", "talentreg figures"]),
        ("why 联系人次.channel.传真", 2, ["「传真」", CHANNELS]),
        ("why 入库人才.channel.电话", 1, ["「入库人才」不能按联系渠道分类"]),
        ("why 入库人才.degree", 1, ["缺少分类的词", "入库人才.degree.本科"]),
        ("stats --by 血型", 1, ["没有「血型」这种分类", "学历(degree)"]),
        ("stats --by unit --unit 望江社区", 1, ["「望江社区」没有下级单位"]),
        ("contact log R000002 --channel 传真", 2, ["--channel", "「传真」看不懂", CHANNELS]),
        (
            f"{TOLD} --presence 火星",
            2,
            ["「火星」看不懂", "返乡(home)、未返乡(away)、本地(local)、不详(unknown)"],
        ),
        (f"{TOLD} --intention 买房", 2, ["「买房」看不懂", "创业(business)", "待定(undecided)"]),
        ("import x.csv --on-match merge", 2, ["「merge」看不懂", "fill、update、skip"]),
        # people
        ("show 没有人", 1, ["登记册里没有「没有人」", "姓名@社区"]),
        ("show 15499999999", 1, ["登记册里没有「15499999999」"]),
        ("withdraw 刘海燕", 1, ["有2人符合「刘海燕」", "R000003", "R000524"]),
        # files
        ("import 没有.xlsx", 1, ["找不到文件 没有.xlsx", "现在的文件夹是"]),
        ("import 没有/a.xlsx", 1, ["找不到文件", "文件夹 没有 不存在"]),
        ("import *.csv", 1, ["找不到文件 *.csv", "没有合这个写法的文件"]),
        ("import '登记表.xlsx'", 1, ["英文双引号"]),
        ("import .", 1, ["文件夹 . 里没有文件", "请确认表格放在这个文件夹里"]),
        ("import register.db", 1, ["register.db 是数据库文件，不是表格"]),
        ("report --template 年报", 1, ["没有名为「年报」的模板", "quarter"]),
        ("report --template 年报.docx", 1, ["年报.docx", "不存在"]),
        ("report --out 没有/a.docx", 1, ["文件夹 没有 不存在", "换一个位置"]),
        ("report --out .", 1, ["是文件夹", "报告.docx"]),
        ("--db . stats", 1, ["是文件夹，不是登记册", "--db"]),
        ("--db 没有/a.db add 张三", 1, ["文件夹", "不存在，不能新建登记册", "--db"]),
    ],
)
def test_a_slip_is_worded(run: Run, samples: Path, line: str, code: int, said: list[str]) -> None:
    before = samples.read_bytes()
    check(run(*line.split()), code, *said)
    assert samples.read_bytes() == before


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("imprt", 2, ["没有「imprt」这个命令"]),
        ("stats --limt 3", 2, ["没有选项 --limt"]),
        ("show", 2, ["缺少 人"]),
        ("undo x", 2, ["应为整数"]),
        (f"{TOLD} --on x", 2, ["「x」不是有效的日期"]),
        ("stats --quarter Q5", 2, ["季度「Q5」看不懂"]),
        ("stats --quarter 2026Q2", 1, ["还没有开始"]),
        ("stats --unit 望江", 1, ["望江社区"]),
        ("why 走访", 1, ["走访返乡人员"]),
        ("show 刘海燕", 1, ["有2人符合「刘海燕」"]),
        ("contact log R000002 --channel 传真", 2, [CHANNELS]),
    ],
)
def test_the_shell_sees_what_the_tests_see(samples: Path, line: str, code: int, said: list[str]) -> None:
    check(start(*line.split()), code, *said)


READING = ["show R000001", "stats", "why 入库人才", "report", "log", "undo"]


@pytest.mark.parametrize("line", READING)
def test_what_only_reads_refuses_a_missing_register(run: Run, own_register: Path, line: str) -> None:
    check(run(*line.split()), 1, f"还没有登记册：{own_register}", "talentreg import", "--db")
    assert list(own_register.parent.iterdir()) == []


@pytest.mark.parametrize("line", [*READING, "add 张三", "contact log 张三 --channel 电话", "withdraw 张三"])
@pytest.mark.parametrize("kind", ["another program's", "text", "newer"])
def test_a_file_that_is_no_register_is_refused_and_left_alone(
    run: Run, samples: Path, line: str, kind: str
) -> None:
    if kind == "text":
        samples.write_text("姓名,电话\n张三,15400000001\n", encoding="utf-8")
    else:
        if kind == "another program's":
            samples.unlink()
        with sqlite3.connect(samples) as database:
            database.executescript("CREATE TABLE person_x (name); PRAGMA user_version = 99;")
    before = samples.read_bytes()
    said = "更新版本的 talentreg" if kind == "newer" else "不是 talentreg 的登记册"
    check(run(*line.split()), 1, said)
    assert samples.read_bytes() == before
    assert [one.name for one in samples.parent.iterdir() if one != samples and one.stat().st_size] == []


@pytest.mark.parametrize(
    "line", ["add 张三", "contact log R000001 --channel 电话", "undo", "show R000001 --reveal --purpose 核对"]
)
def test_a_read_only_register_is_said_to_be_so(samples: Path, line: str) -> None:
    samples.chmod(0o400)
    check(start(*line.split(), bound=True), 1, "是只读的，不能写入", "权限")


def test_a_read_only_register_still_answers(samples: Path) -> None:
    samples.chmod(0o400)
    samples.parent.chmod(0o500)
    answer = start("show", "R000001", bound=True)
    assert (answer.code, answer.err) == (0, "")
    reported = start("report", "--out", samples.parent.parent / "a.docx", bound=True)
    assert reported.code == 0
    assert "登记册只读，本次出报告未留痕" in reported.err


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("report --out 锁/a.docx", ["不能写入", "换一个位置"]),
        ("add 张三 --db 锁/a.db", ["新建登记册", "权限"]),
        ("demo 锁/试用", ["不能使用文件夹", "能否写入"]),
        ("import 密.csv", ["密.csv 打不开", "权限"]),
        ("stats --db 密.csv", ["打不开", "权限"]),
        ("report --template 密.docx", ["密.docx 打不开", "权限"]),
    ],
)
def test_what_permissions_forbid_is_said(own_register: Path, line: str, said: list[str]) -> None:
    folder = own_register.parent
    (folder / "锁").mkdir(mode=0o500)
    for name in ("密.csv", "密.docx"):
        (folder / name).touch(mode=0)
    check(start(*line.split(), bound=True), 1, *said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("登记表", "是不是：登记表.xlsx\n"),
        ("登记.xlsx", "是不是：登记表.xlsx\n"),
        ("登记表.xls", "是不是：登记表.xlsx\n"),
        ("登记表.xlsx.xlsx", "是不是：登记表.xlsx\n"),
        ("春节台帐.csv", "是不是：春节台账.csv\n"),
        ("梅溪", '"梅溪 名册.xlsx"'),
        ("春节台账.xls", "旁边有另存的 春节台账.csv"),
    ],
)
def test_a_file_misspelt_gets_the_file_that_was_meant(
    run: Run, own_register: Path, typed: str, said: str
) -> None:
    for name in ("登记表.xlsx", "梅溪 名册.xlsx", "春节台账.csv", "照片.jpg"):
        own_register.with_name(name).touch()
    own_register.with_name("春节台账.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1")
    check(run("import", typed), 1, said)


def test_what_is_no_option_is_not_taken_for_one(run: Run) -> None:
    """Dashes belong to what people write, as long as no option is spelt behind them."""
    assert run("add", "张三", "备注=——unit 里谈的").code == 0
    assert run("contact", "log", "张三", "--channel", "电话", "--note=－－回电").code == 0


def test_an_existing_file_is_kept_unless_forced(run: Run, samples: Path) -> None:
    place = samples.with_name("报告.docx")
    place.write_text("我的报告", encoding="utf-8")
    check(run("report", "--out", place), 1, "已经存在，没有覆盖", "--force", "换一个文件名")
    assert place.read_text(encoding="utf-8") == "我的报告"
    assert run("report", "--out", place, "--force").code == 0
    assert place.read_bytes().startswith(b"PK")


def test_a_template_that_is_no_word_file_is_refused(run: Run, samples: Path) -> None:
    samples.with_name("模板.docx").write_text("不是 Word", encoding="utf-8")
    check(run("report", "--template", "模板.docx", "--out", "a.docx"), 1, "不是 Word 文档")
    assert not samples.with_name("a.docx").exists()
