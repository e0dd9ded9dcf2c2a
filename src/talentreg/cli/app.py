"""The table of commands; a command's file is loaded when it is called."""

from talentreg.cli.commands import Command, CommandGroup, make_group

COMMANDS = (
    Command(
        "demo",
        "demo:demo",
        "用随附样例走一遍：导入、联络、统计、佐证、出报告",
        ("talentreg demo 试用",),
        also=("演示", "试用", "样例", "示例", "example"),
    ),
    Command(
        "import",
        "importing:import_files",
        "导入表格（.xlsx、.xls、.et、.ods、.csv，或整个文件夹），每一行都有交代",
        (
            "talentreg import 登记表.xlsx --dry-run",
            "talentreg import 登记表.xlsx 台账.csv --unit 临江街道",
            "talentreg import 来表 --marked 核对",
            "talentreg import 登记表.xlsx --map '联络手段=联系电话'",
        ),
        also=("导入", "录入表格", "读入", "上传", "load", "read"),
    ),
    CommandGroup(
        "imports",
        "看导入过哪些表、各做了什么；不写命令即 list",
        (
            Command(
                "list",
                "imports:list_imports",
                "列出导入过的表格：何时、何人、哪些文件、多少行",
                ("talentreg imports list --limit 10", "talentreg imports list --csv"),
                also=("列表", "名单", "记录"),
            ),
            Command(
                "show",
                "imports_show:show_import",
                "看一次导入做了什么、有什么要核对、怎样撤销",
                ("talentreg imports show 12", "talentreg imports show 12 --json"),
                also=("查看", "详情", "看"),
            ),
            Command(
                "mappings",
                "imports_mappings:list_mappings",
                "看记住了哪些表头对应；可让它忘掉",
                ("talentreg imports mappings", "talentreg imports mappings --forget 3"),
                also=("表头", "对应", "映射", "mapping"),
            ),
        ),
        also=("导入记录", "导入历史", "来表"),
        alone="list",
    ),
    CommandGroup(
        "conflicts",
        "看来表与登记册哪里不一样，定哪个对；不写命令即 list",
        (
            Command(
                "list",
                "conflicts:list_conflicts",
                "列出待核对的出入：两边各是什么、从哪来；可写成核对表",
                (
                    "talentreg conflicts list --unit 临江街道 --field 联系电话",
                    "talentreg conflicts list 张三@望江社区 --all",
                    "talentreg conflicts list --unit 望江社区 --xlsx 核对.xlsx",
                ),
                also=("列表", "名单", "看"),
            ),
            Command(
                "resolve",
                "conflicts_resolve:resolve",
                "定哪个对：逐处、成批，或读回填好的核对表",
                (
                    "talentreg conflicts resolve X000012 X000013 --use 来表",
                    "talentreg conflicts resolve X000012 --value 15412345678",
                    "talentreg conflicts resolve --all --unit 望江社区 --field 学历 --use 登记册",
                    "talentreg conflicts resolve --from 核对.xlsx",
                ),
                also=("核对", "采用", "解决", "裁定", "decide"),
            ),
        ),
        also=("出入", "冲突", "不一致", "差异", "conflict"),
        alone="list",
    ),
    Command(
        "add",
        "add:add",
        "登记一个人；字段写成 学历=本科 的样子",
        (
            "talentreg add 张三 --phone 15412345678 --unit 望江社区 学历=本科 返乡意愿=创业",
            "talentreg add                      逐项询问",
        ),
        also=("新增", "添加", "登记", "增加", "录入", "new", "create"),
    ),
    Command(
        "show",
        "show:show",
        "看一个人的全部记录；号码默认遮挡",
        (
            "talentreg show 张三@望江社区",
            "talentreg show R000123 --timeline",
            "talentreg show R000123 --reveal --purpose 核对补贴发放",
        ),
        also=("查看", "显示", "看", "档案", "详情", "view", "get"),
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
            "talentreg list 学历≥硕士研究生 --xlsx 高学历名单.xlsx",
        ),
        also=("名单", "查找", "查询", "搜索", "find", "search", "ls"),
    ),
    Command(
        "edit",
        "edit:edit",
        "更正一个人的登记，或记下单位、状态、意愿的变动",
        (
            "talentreg edit 张三@望江社区 学历=硕士 工作单位=江州大学",
            "talentreg edit R000123 --unit 临江街道/渡口社区 --on 2026-03-01",
            "talentreg edit R000123 返乡意愿=创业 备注=",
        ),
        also=("修改", "更正", "编辑", "改", "update", "set"),
    ),
    Command(
        "withdraw",
        "withdraw:withdraw",
        "让一个人退库；记录都保留",
        (
            "talentreg withdraw 张三 --reason 户籍迁出",
            "talentreg withdraw R000123 --deceased --on 2026-02-03",
        ),
        also=("退库", "出库", "删除", "移出", "delete", "remove", "rm"),
    ),
    Command(
        "dupes",
        "dupes:dupes",
        "找出可能是同一人的登记，说明依据；可发核对表请人判断，再读回",
        (
            "talentreg dupes --unit 临江街道 --limit 20",
            "talentreg dupes --no R000012 R000045",
            "talentreg dupes --unit 临江街道 --xlsx 核对.xlsx",
            "talentreg dupes --from 核对.xlsx",
        ),
        also=("查重", "重复", "疑似", "找重复", "duplicates", "dedupe"),
    ),
    Command(
        "merge",
        "merge:merge",
        "把同一人的两条登记合成一条；联络都保留，undo 可再分开",
        (
            "talentreg merge R000012 R000045",
            "talentreg merge R000012 R000045 --dry-run",
            "talentreg merge 张三@望江社区 R000045 --keep 学历=R000045 --keep 身份证号=A",
        ),
        also=("合并", "并入", "去重", "同一人", "join", "combine"),
    ),
    Command(
        "erase",
        "erase:erase",
        "应本人要求抹除一个人的全部资料和历史，不能撤销",
        (
            "talentreg erase 张三@望江社区 --reason 本人书面申请 --dry-run",
            "talentreg erase R000123 --reason 本人书面申请",
        ),
        also=("抹除", "彻底删除", "清除", "注销", "purge", "forget"),
    ),
    CommandGroup(
        "contact",
        "登记、查看、更正联络，看谁该联系了",
        (
            Command(
                "list",
                "contact_list:list_contacts",
                "按人、单位、联络人、方式和时期列出联络",
                (
                    "talentreg contact list --person 张三@望江社区",
                    "talentreg contact list --unit 临江街道 --quarter Q1 --channel 走访",
                    "talentreg contact list --by 李主任 是否联系上=否 --sort 日期",
                ),
                also=("列表", "查询", "名单"),
            ),
            Command(
                "due",
                "contact_due:list_due",
                "看该联系谁：约定到期的、久未联系的、从未联系的",
                (
                    "talentreg contact due --unit 临江街道",
                    "talentreg contact due --days 30 --by 李主任",
                    "talentreg contact due --reason 到期 --ahead 7",
                ),
                also=("该联系", "待办", "提醒", "到期", "todo"),
            ),
            Command(
                "edit",
                "contact_edit:edit_contact",
                "更正一次联络",
                ("talentreg contact edit C000123 联络日期=2026-03-05 联络方式=走访 联络人=李主任",),
                also=("修改", "更正"),
            ),
            Command(
                "remove",
                "contact_remove:remove_contacts",
                "删除登记错了的联络",
                ("talentreg contact remove C000123",),
                also=("删除", "delete", "rm"),
            ),
            Command(
                "log",
                "contact_log:log_contacts",
                "登记与一人或几人的一次联络，要么全记要么全不记",
                (
                    "talentreg contact log 张三@望江社区 --channel 电话 --by 李主任 --note 春节返乡",
                    "talentreg contact log R000123 --channel visit --presence home --occasion 慰问",
                    "talentreg contact log --from 走访名单.xlsx --channel 走访 --on 2026-02-10 --by 李主任",
                ),
                also=("登记", "记录", "添加", "新增", "add"),
            ),
        ),
    ),
    CommandGroup(
        "unit",
        "登记、更正、划转、撤并单位",
        (
            Command(
                "list",
                "unit_list:list_units",
                "列出单位：不写条件画成树，附人数",
                (
                    "talentreg unit list",
                    "talentreg unit list --unit 临江街道 --all",
                    "talentreg unit list 层级=村社区 --sort 单位名称",
                ),
                also=("列表", "名单", "tree", "树"),
            ),
            Command(
                "add",
                "unit_add:add",
                "新建一个单位",
                (
                    "talentreg unit add 望江社区 --parent 临江街道 设立日期=2026-01-01",
                    "talentreg unit add 临江街道/望江社区",
                ),
                also=("新增", "新建", "添加", "登记", "new", "create"),
            ),
            Command(
                "edit",
                "unit_edit:edit",
                "更正登记错了的单位；以前各期的数字也随之改变",
                (
                    "talentreg unit edit 望江社区 名称=望江东社区",
                    "talentreg unit edit U12 上级=临江街道 层级=村社区",
                ),
                also=("修改", "更正", "改", "改名", "rename"),
            ),
            Command(
                "move",
                "unit_move:move",
                "单位从某天起划归另一个上级；以前的数字不变",
                ("talentreg unit move 临江街道/望江社区 --to 青石街道 --on 2026-03-01",),
                also=("划转", "划归", "移动", "transfer"),
            ),
            Command(
                "merge",
                "unit_merge:merge",
                "一个或几个单位从某天起并入另一个；以前的数字不变",
                ("talentreg unit merge 渡口社区 柳堤社区 --into 望江社区 --on 2026-03-01",),
                also=("合并", "并入", "撤并"),
            ),
            Command(
                "close",
                "unit_close:close",
                "撤销一个已没有人员和下级的单位",
                ("talentreg unit close 柳堤社区 --on 2026-03-01",),
                also=("撤销", "关闭", "删除", "delete", "remove"),
            ),
            Command(
                "import",
                "unit_import:import_units",
                "导入单位名册（.xlsx、.csv），先说明再写入",
                (
                    "talentreg unit import 区划表.xlsx --dry-run",
                    "talentreg unit import 社区名册.csv --unit 临江街道",
                ),
                also=("导入", "读入", "load"),
            ),
        ),
        also=("单位", "区划", "社区", "街道", "units"),
    ),
    CommandGroup(
        "staff",
        "登记、更正、合并工作人员",
        (
            Command(
                "list",
                "staff_list:list_staff",
                "列出工作人员和各人的联络次数",
                ("talentreg staff list --unit 临江街道 --sort -联络次数",),
                also=("列表", "名单"),
            ),
            Command(
                "add",
                "staff_add:add",
                "登记一名工作人员",
                ("talentreg staff add 李建国 --unit 临江街道 职务=党工委副书记",),
                also=("新增", "添加", "登记", "new", "create"),
            ),
            Command(
                "edit",
                "staff_edit:edit",
                "更正一名工作人员",
                (
                    "talentreg staff edit 李建国 职务=主任",
                    "talentreg staff edit G000012 姓名=李健国 --unit 望江社区",
                ),
                also=("修改", "更正", "改", "update"),
            ),
            Command(
                "merge",
                "staff_merge:merge",
                "把同一人的几条登记并成一条，联络都归到保留的一条",
                ("talentreg staff merge 李健国 --into 李建国@临江街道",),
                also=("合并", "并入"),
            ),
        ),
        also=("工作人员", "联络员", "领导", "干部"),
    ),
    Command(
        "stats",
        "stats:stats",
        "统计一个时期、一个单位的全部指标",
        (
            "talentreg stats --quarter Q1 --unit 临江街道",
            "talentreg stats --quarter Q1 --compare",
            "talentreg stats --year 2026 --by 学历 --figure 入库人才",
            "talentreg stats --by unit --level 村社区 --rank 联系人次",
            "talentreg stats --by unit,channel --figure 联系人才 --csv",
        ),
        also=("统计", "汇总", "数字", "count", "summary"),
    ),
    Command(
        "why",
        "why:why",
        "列出一个数字背后的每一条记录",
        (
            "talentreg why 走访返乡人员 --quarter Q1",
            "talentreg why contacts_made.channel.phone --unit 临江街道",
        ),
        also=("依据", "佐证", "明细", "为什么", "evidence"),
    ),
    Command(
        "figures",
        "figures:list_figures",
        "列出全部统计指标和口径",
        ("talentreg figures",),
        also=("指标", "口径", "统计口径"),
    ),
    Command(
        "report",
        "report:write_report",
        "出一份公文格式的 Word 工作情况报告",
        ("talentreg report --quarter Q1", "talentreg report --half H1 --unit 临江街道 --out 半年报告.docx"),
        also=("报告", "出报告", "总结", "word"),
    ),
    Command(
        "export",
        "export:export",
        "导出登记册（Excel），或每个单位一份花名册",
        (
            "talentreg export 登记册.xlsx",
            "talentreg export 临江街道.xlsx --unit 临江街道 --only 人才,联络 --masked",
            "talentreg export --workbook 请核对.xlsx --unit 临江街道 --columns 姓名,联系电话,工作单位",
            "talentreg export --roster 花名册",
        ),
        also=("导出", "花名册", "名册"),
    ),
    Command(
        "log",
        "log:show_log",
        "看登记册的变更和留痕",
        ("talentreg log --limit 20",),
        also=("日志", "记录", "变更", "历史", "history"),
    ),
    Command(
        "undo",
        "undo:undo_change",
        "撤销最近一次（或第 N 号）变更",
        ("talentreg undo", "talentreg undo 12"),
        also=("撤销", "撤回", "恢复", "回退", "revert"),
    ),
    Command(
        "where",
        "where:where",
        "说出登记册文件在哪里",
        ("talentreg where",),
        also=("位置", "在哪", "在哪里", "path"),
    ),
    Command(
        "completion",
        "completion:print_script",
        "输出命令补全脚本，装好后按 Tab 补全命令、选项、人名和单位",
        ("talentreg completion bash >> ~/.bashrc", "talentreg completion powershell >> $PROFILE"),
        also=("补全", "自动补全", "complete"),
    ),
)

table = make_group(
    CommandGroup("talentreg", "乡土人才联络登记册：表格进来，联络记下，数字有据，报告出去", COMMANDS)
)


def main() -> None:
    """Run the command line."""
    table()
