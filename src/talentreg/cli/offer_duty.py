"""Commands about who looks after whom, what leaders owe, and what people ask for."""

from talentreg.cli.commands import Command, CommandGroup
from talentreg.cli.offer_ledger import ALSO, plain

DUTY = (
    CommandGroup(
        "assign",
        "登记哪位领导（联络员）联系哪位人才",
        (
            *plain(
                *("assignment", "联系服务", "项"),
                {
                    "list": (
                        "--by 李书记",
                        "任期止<2026-07-01 --unit 临江街道",
                    ),
                    "add": (
                        "李书记@临江街道 张三@望江社区 --on 2026-01-01 原因=博士在外创业",
                        "王联络员@望江社区 --kind 联络员 --unit 望江社区",
                    ),
                    "edit": ("L000001 受托人=赵主任 任期止=2027-12-31",),
                    "remove": ("L000001",),
                },
                "assign",
            ),
            Command(
                "end",
                "assign_end:end",
                "结束一项联系服务，写明最后一天和原因",
                (
                    "talentreg assign end 李书记 张三@望江社区 --on 2026-06-30 --reason 岗位变动",
                    "talentreg assign end L000001 L000002 --reason 任期届满",
                ),
                also=("结束", "解除", "终止", "停止"),
            ),
            Command(
                "hand-over",
                "assign_handover:hand_over_people",
                "一位领导的联系对象和在办诉求交给另一位，附交接表",
                (
                    "talentreg assign hand-over 李书记 王书记 --on 2026-07-01 --xlsx 交接表.xlsx",
                    "talentreg assign hand-over 李书记 王书记 --person 张三@望江社区 --dry-run",
                ),
                also=("交接", "移交", "接替", "handover", "transfer"),
            ),
            Command(
                "gaps",
                "assign_gaps:list_gaps",
                "看缺口：领导没有联系对象、人才没有领导、人数不足或超过、任期已到、没有联络员",
                (
                    "talentreg assign gaps --unit 临江街道",
                    "talentreg assign gaps 学历=博士",
                    "talentreg assign gaps --kind 任期已到未调整 --xlsx 到期.xlsx",
                ),
                also=("缺口", "空白", "到期", "检查", "gap"),
            ),
        ),
        also=("联系服务", "包联", "领导联系", "联系安排", "assignment", "assignments"),
    ),
    CommandGroup(
        "duty",
        "登记领导联系人才的规定，看谁还欠几次联系",
        (
            Command(
                "list",
                "duty_list:list_owed",
                "看哪位领导今年还该联系谁、几时到期：红的已过期，黄的快到期",
                (
                    "talentreg duty list",
                    "talentreg duty list --unit 临江街道 --year 2025 --all",
                    "talentreg duty list --leader 李书记 --as-of 2026-06-30",
                    "talentreg duty list --xlsx 联系服务一览表.xlsx",
                ),
                also=("列表", "查询", "欠账", "一览表", "due"),
            ),
            CommandGroup(
                "rule",
                "登记联系规定：哪一级领导联系几人、一年几次、哪些方式算数",
                plain(
                    *("rule", "联系规定", "条"),
                    {
                        "list": ("",),
                        "add": (
                            "领导联系人才办法 层级=县处级 名额=3 每年次数=4 施行日期=2026-01-01",
                            "班子成员联系办法 层级=乡科级 每年次数=2 计入方式=走访、面谈",
                        ),
                        "edit": ("D000001 每年次数=2",),
                        "remove": ("D000001",),
                    },
                    "duty rule",
                ),
                also=("规定", "制度", "办法", "规则", "rules"),
            ),
        ),
        also=("履职", "职责", "欠账", "联系规定", "duties"),
        alone="list",
    ),
    CommandGroup(
        "request",
        "诉求台账：受理、交办、办理、办结、回访",
        (
            *plain(
                *("request", "诉求", "件"),
                {
                    "list": (
                        "环节=受理,交办 --unit 临江街道",
                        "--quarter Q1 种类=重大事项",
                    ),
                    "edit": ("Q000001 承办单位=青石街道 紧急=是",),
                    "remove": ("Q000001",),
                },
            ),
            Command(
                "add",
                "request_open:open_request",
                "登记一件诉求、建议或重大事项，同 open",
                ("talentreg request add 张三@望江社区 孩子上小学 --category 子女入学",),
                also=ALSO["add"],
            ),
            Command(
                "open",
                "request_open:open_request",
                "受理一件诉求、建议或重大事项；责任领导默认此人的联系领导",
                (
                    "talentreg request open 张三@望江社区 孩子上小学 --category 子女入学 --due 2026-08-20",
                    "talentreg request open 李四 获省科技进步奖 --kind 重大事项 发生日期=2026-03-01",
                ),
                also=("受理", "提出", "反映"),
            ),
            Command(
                "step",
                "request_step:step_on",
                "往下办一步：交办、办理、办结、回访，记下日期和经手人",
                (
                    "talentreg request step Q000001 交办 --unit 教育局 --leader 李书记 --due 2026-08-20",
                    "talentreg request step Q000001 办理 --measure 与实验小学衔接 --by 赵主任",
                    "talentreg request step 张三@望江社区 回访 --satisfaction 满意",
                ),
                also=("交办", "办理", "回访", "进度", "转办"),
            ),
            Command(
                "close",
                "request_close:close",
                "办结一件或几件，写明结果",
                (
                    "talentreg request close Q000001 --result 已入学 --satisfaction 满意",
                    "talentreg request close Q000002 --result 列入计划 --adopted 是",
                ),
                also=("办结", "完成", "结案"),
            ),
            Command(
                "due",
                "request_due:list_pressing",
                "看哪些该办了：逾期的、快到期的、没有定期限的、待回访的",
                (
                    "talentreg request due --unit 临江街道",
                    "talentreg request due --leader 李书记 --ahead 14",
                    "talentreg request due --reason 待回访",
                ),
                also=("待办", "逾期", "催办", "到期", "todo"),
            ),
        ),
        also=("诉求", "意见", "建议", "意见建议", "重大事项", "诉求台账", "requests"),
    ),
)
