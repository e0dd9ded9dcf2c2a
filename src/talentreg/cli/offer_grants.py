"""Commands about libraries of people and what people are granted: policies, benefits, apartments, cards."""

from talentreg.cli.commands import Command, CommandGroup
from talentreg.cli.offer_ledger import plain

GRANTS = (
    CommandGroup(
        "library",
        "登记人才库和入库成员：后备干部库、成功人士库、引进人才库",
        (
            *plain(
                *("library", "人才库", "个"),
                {
                    "list": ("库类=后备干部库",),
                    "add": ("后备干部库 入库条件=35岁以下、大专以上",),
                    "edit": ("后备干部库 入库条件=40岁以下",),
                    "remove": ("KU000001",),
                },
            ),
            Command(
                "join",
                "library_join:join_library",
                "登记谁纳入一个库：写名字，或照名单登记",
                (
                    "talentreg library join 后备干部库 张三@望江社区 李四 --way 党组织推荐",
                    "talentreg library join 商会会员 张三@望江社区 --role 副会长 --on 2026-01-08",
                    "talentreg library join 成功人士库 --from 名单.xlsx --unit 临江街道 --enrol",
                ),
                also=("纳入", "入库", "加入", "增加成员"),
            ),
            Command(
                "leave",
                "library_leave:leave_library",
                "登记谁离开一个库：写在库的最后一天",
                ("talentreg library leave 商会会员 张三@望江社区 --on 2026-03-31 --reason 迁出",),
                also=("出库", "退出", "离开", "退库"),
            ),
            Command(
                "state",
                "library_state:set_state",
                "登记后备干部的状态：考察、使用、撤销",
                (
                    "talentreg library state 后备干部库 考察 张三@望江社区 --on 2026-03-10",
                    "talentreg library state 后备干部库 使用 张三@望江社区 --reason 任社区副主任",
                ),
                also=("考察", "使用", "撤销", "状态", "examine", "use", "revoke"),
            ),
            Command(
                "people",
                "library_people:list_library_people",
                "列出一个库的成员：今天的，或某一天的",
                (
                    "talentreg library people 后备干部库",
                    "talentreg library people 后备干部库 --state 考察 --xlsx 考察对象.xlsx",
                    "talentreg library people 商会会员 --as-of 2025-12-31",
                ),
                also=("成员", "名单", "人员", "members"),
            ),
            Command(
                "drop",
                "library_drop:drop_from_library",
                "从一个库里删除登记错了的人",
                ("talentreg library drop 后备干部库 张三@望江社区",),
                also=("除名", "移除"),
            ),
            CommandGroup(
                "member",
                "更正已登记的入库成员",
                plain(
                    *("inclusion", "入库成员", "人"),
                    {
                        "list": ("--person 张三@望江社区 --all",),
                        "edit": ("CY000001 纳入日期=2026-01-08",),
                        "remove": ("CY000001",),
                    },
                    "library member",
                ),
                also=("入库成员", "成员", "memberships"),
            ),
        ),
        also=("库", "人才库", "后备干部", "libraries"),
    ),
    CommandGroup(
        "policy",
        "登记优惠政策：依据、标准、有效期",
        plain(
            *("policy", "优惠政策", "项"),
            {
                "list": ("种类=生活补贴",),
                "add": ("博士生活补贴 种类=生活补贴 补贴标准=3000元 依据=云人才〔2025〕1号",),
                "edit": ("博士生活补贴 失效日期=2028-12-31",),
                "remove": ("ZC000001",),
            },
        ),
        also=("政策", "优惠政策", "policies"),
    ),
    CommandGroup(
        "benefit",
        "登记应发和已发的待遇，造册发放",
        (
            *plain(
                *("benefit", "待遇", "笔"),
                {
                    "list": ("批次=2026年上半年 --unit 临江街道",),
                    "add": ("张三@望江社区 3000 政策=博士生活补贴 --on 2026-03-31",),
                    "edit": ("DY000001 应发金额=3600",),
                    "remove": ("DY000001",),
                },
            ),
            Command(
                "grant",
                "benefit_grant:grant_benefit",
                "造册：照一项政策给许多人各登记一笔应发",
                (
                    "talentreg benefit grant 博士生活补贴 --library 引进人才库 --batch 2026年上半年",
                    "talentreg benefit grant 博士生活补贴 张三@望江社区 --period 2026年 --due 2026-06-30",
                    "talentreg benefit grant 博士生活补贴 --from 名单.xlsx --batch 2026年下半年",
                ),
                also=("造册", "发放名单", "应发", "批量登记"),
            ),
            Command(
                "pay",
                "benefit_pay:pay_benefits",
                "登记发放：整批一次发完，或每笔先发一部分",
                (
                    "talentreg benefit pay 2026年上半年 --on 2026-07-05",
                    "talentreg benefit pay 2026年上半年 --except 张三@望江社区",
                    "talentreg benefit pay DY000001 --amount 1000",
                ),
                also=("发放", "发钱", "支付", "兑现"),
            ),
            Command(
                "due",
                "benefit_due:list_due",
                "列出应发未发的待遇：逾期的、快到期的、发了一部分的",
                (
                    "talentreg benefit due",
                    "talentreg benefit due --unit 临江街道 --all --xlsx 应发未发.xlsx",
                ),
                also=("应发未发", "未发", "拖欠", "待办", "逾期"),
            ),
            Command(
                "roll",
                "benefit_roll:show_roll",
                "一批待遇的发放花名册，带合计和签名栏",
                (
                    "talentreg benefit roll",
                    "talentreg benefit roll 2026年上半年 --xlsx 花名册.xlsx",
                ),
                also=("花名册", "发放册", "批次", "签领表"),
            ),
            CommandGroup(
                "payment",
                "更正已登记的发放",
                plain(
                    *("payment", "发放", "笔"),
                    {
                        "list": ("--quarter Q1",),
                        "edit": ("FF000001 实发金额=3000",),
                        "remove": ("FF000001",),
                    },
                    "benefit payment",
                ),
                also=("发放", "发放记录", "payments"),
            ),
        ),
        also=("待遇", "补贴", "津贴", "benefits"),
    ),
    CommandGroup(
        "apartment",
        "登记人才公寓和入住",
        (
            *plain(
                *("apartment", "人才公寓", "套"),
                {
                    "list": ("--unit 临江街道",),
                    "add": ("青年公寓1-101 地址=江城大道8号",),
                    "edit": ("青年公寓1-101 户型=一室一厅",),
                    "remove": ("青年公寓1-101",),
                },
            ),
            Command(
                "move-in",
                "apartment_move_in:move_people_in",
                "登记谁住进一套公寓",
                ("talentreg apartment move-in 青年公寓1-101 张三@望江社区 --on 2026-03-01 --rent 600",),
                also=("入住", "交钥匙", "分房"),
            ),
            Command(
                "move-out",
                "apartment_move_out:move_people_out",
                "登记谁退租：写住的最后一天",
                ("talentreg apartment move-out 张三@望江社区 --on 2026-12-31",),
                also=("退租", "退房", "搬离", "搬走"),
            ),
            Command(
                "free",
                "apartment_free:list_free",
                "列出空着的公寓",
                ("talentreg apartment free", "talentreg apartment free 户型=一室一厅 --as-of 2026-06-30"),
                also=("空房", "空置", "可分配"),
            ),
            CommandGroup(
                "stay",
                "登记入住和退租",
                plain(
                    *("tenancy", "公寓入住", "人"),
                    {
                        "list": ("公寓=青年公寓1-101",),
                        "add": ("青年公寓1-101 张三@望江社区 --on 2026-03-01",),
                        "edit": ("RZ000001 退租日期=2026-12-31",),
                        "remove": ("RZ000001",),
                    },
                    "apartment stay",
                ),
                also=("入住记录", "租住", "stays"),
            ),
        ),
        also=("公寓", "人才公寓", "住房", "apartments"),
    ),
    CommandGroup(
        "card",
        "登记人才绿卡",
        plain(
            *("card", "人才绿卡", "张"),
            {
                "list": ("有效期至≥2026-12-31",),
                "add": ("张三@望江社区 A0001 --on 2026-03-01 有效期至=2029-02-28",),
                "edit": ("W000009 有效期至=2028-12-31",),
                "remove": ("W000009",),
            },
        ),
        also=("绿卡", "人才绿卡", "人才卡", "cards"),
    ),
    CommandGroup(
        "service",
        "登记享受过的服务：子女入学、体检、疗养",
        plain(
            *("service", "服务", "次"),
            {
                "list": ("--year 2026 服务种类=子女入学",),
                "add": ("张三@望江社区 子女入学 --on 2026-03-01 事项=协调入读第一小学",),
                "edit": ("W000010 服务种类=医疗保障",),
                "remove": ("W000010",),
            },
        ),
        also=("服务", "享受服务", "services"),
    ),
)
