"""Commands about contacts, and about the units and the staff who make them."""

from talentreg.cli.commands import Command, CommandGroup

WORK = (
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
                    "talentreg contact log R000123 --channel 电话 --intention 无 --reason 爱人在外地工作",
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
)
