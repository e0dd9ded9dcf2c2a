"""Commands about libraries of people and what people are granted: policies, benefits, apartments, cards."""

from talentreg.cli.commands import CommandGroup
from talentreg.cli.offer_ledger import plain

SERVICE = (
    CommandGroup(
        "library",
        "登记人才库和入库成员：后备干部库、成功人士库、引进人才库",
        plain(
            *("library", "人才库", "个"),
            {
                "list": ("库类=后备干部库",),
                "add": ("后备干部库 入库条件=35岁以下、大专以上",),
                "edit": ("后备干部库 入库条件=40岁以下",),
                "remove": ("KU000001",),
            },
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
                also=("入住", "退租", "租住", "stays"),
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
