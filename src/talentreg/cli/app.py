"""The table of commands; a command's file is loaded when it is called."""

from talentreg.cli.commands import Command, CommandGroup, make_group

COMMANDS = (
    Command(
        "demo", "demo:demo", "用随附样例走一遍：导入、联络、统计、佐证、出报告", ("talentreg demo 试用",)
    ),
    Command(
        "import",
        "importing:import_files",
        "导入表格（.xlsx、.csv），先说明再写入，每一行都有交代",
        ("talentreg import 登记表.xlsx --dry-run", "talentreg import 登记表.xlsx 台账.csv --unit 临江街道"),
    ),
    Command(
        "add",
        "add:add",
        "登记一个人；字段写成 学历=本科 的样子",
        ("talentreg add 张三 --phone 15412345678 --unit 望江社区 学历=本科 返乡意愿=创业",),
    ),
    Command(
        "show",
        "show:show",
        "看一个人的全部记录；号码默认遮挡",
        ("talentreg show 张三@望江社区", "talentreg show R000123 --reveal --purpose 核对补贴发放"),
    ),
    Command(
        "list",
        "list_people:list_people",
        "列出符合条件的人；也可只写姓名、拼音、首字母、电话末几位、工作单位来找人",
        (
            "talentreg list 学历=博士 行业~制造 年龄≥35 --unit 临江街道",
            "talentreg list zsm                 拼音或首字母",
            "talentreg list 5678                电话末几位",
            'talentreg list "最近联系<2026-01-01" --sort 最近联系',
            "talentreg list 现居住地= --columns 姓名,所属单位,联系电话",
        ),
        also=("名单", "查找", "查询", "搜索", "find", "search", "ls"),
    ),
    Command(
        "withdraw",
        "withdraw:withdraw",
        "让一个人退库；记录都保留",
        (
            "talentreg withdraw 张三 --reason 户籍迁出",
            "talentreg withdraw R000123 --deceased --on 2026-02-03",
        ),
    ),
    CommandGroup(
        "contact",
        "登记联络",
        (
            Command(
                "log",
                "contact_log:log_contacts",
                "登记与一人或几人的一次联络，要么全记要么全不记",
                (
                    "talentreg contact log 张三@望江社区 --channel 电话 --by 李主任 --note 春节返乡",
                    "talentreg contact log R000123 --channel visit --presence home --occasion 慰问",
                ),
            ),
        ),
    ),
    Command(
        "stats",
        "stats:stats",
        "统计一个时期、一个单位的全部指标",
        ("talentreg stats --quarter Q1 --unit 临江街道", "talentreg stats --year 2026 --by 学历"),
    ),
    Command(
        "why",
        "why:why",
        "列出一个数字背后的每一条记录",
        (
            "talentreg why 走访返乡人员 --quarter Q1",
            "talentreg why contacts_made.channel.phone --unit 临江街道",
        ),
    ),
    Command("figures", "figures:list_figures", "列出全部统计指标和口径", ("talentreg figures",)),
    Command(
        "report",
        "report:write_report",
        "出一份公文格式的 Word 工作情况报告",
        ("talentreg report --quarter Q1", "talentreg report --half H1 --unit 临江街道 --out 半年报告.docx"),
    ),
    Command("log", "log:show_log", "看登记册的变更和留痕", ("talentreg log --limit 20",)),
    Command(
        "undo", "undo:undo_change", "撤销最近一次（或第 N 号）变更", ("talentreg undo", "talentreg undo 12")
    ),
    Command("where", "where:where", "说出登记册文件在哪里", ("talentreg where",)),
)

table = make_group(
    CommandGroup("talentreg", "乡土人才联络登记册：表格进来，联络记下，数字有据，报告出去", COMMANDS)
)


def main() -> None:
    """Run the command line."""
    table()
