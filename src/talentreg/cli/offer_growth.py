"""Commands about what became of people: milestones, the file of their growth, what they agreed to."""

from talentreg.cli.commands import Command, CommandGroup
from talentreg.cli.offer_ledger import plain

GROWTH = (
    CommandGroup(
        "milestone",
        "登记成效：签约、引进、返乡创业、提拔、培训、表彰",
        (
            *plain(
                *("milestone", "成效", "项"),
                {
                    "list": (
                        "--year 2026 种类=签约意向",
                        "种类=挂职锻炼 截止日期≥2026-03-31 --sort 截止日期",
                    ),
                    "add": ("张三@望江社区 --kind 签约意向 --on 2026-03-01 内容=生态农业项目",),
                    "edit": ("H000001 种类=返乡创业",),
                    "remove": ("H000001",),
                },
            ),
            Command(
                "log",
                "milestone_log:log_milestone",
                "给一个或许多人登记同一项成效：写名字，或照名单登记",
                (
                    "talentreg milestone log 引进 张三@望江社区 李四 --level 紧缺急需人才 --channel 编制池",
                    "talentreg milestone log 培训研修 张三 李四 --on 2026-03-10 --name 乡村振兴专题班",
                    "talentreg milestone log 挂职锻炼 --from 名单.xlsx --until 2027-03-31 --enrol",
                    "talentreg milestone log 表彰 --unit 望江社区 --name 人才工作先进集体 --level 县级",
                ),
                also=("登记", "批量", "成批", "名单", "记"),
            ),
        ),
        also=("成效", "签约", "成长", "表彰", "引进", "milestones"),
    ),
    Command(
        "growth",
        "growth:show_growth",
        "看一个人的成长档案：全部经历，按时间先后",
        (
            "talentreg growth 张三@望江社区",
            "talentreg growth 张三 --since 2025-01-01",
            "talentreg growth 张三 --xlsx 成长档案.xlsx",
            "talentreg growth --library 引进人才库 --folder 成长档案",
        ),
        also=("成长档案", "档案", "经历", "一人一档"),
    ),
    CommandGroup(
        "consent",
        "登记本人同意：用于典型案例、宣传报道，到哪天为止",
        plain(
            *("consent", "本人同意", "份"),
            {
                "list": ("用途=典型案例",),
                "add": ("张三@望江社区 典型案例 --on 2026-03-01 同意至=2027-03-01",),
                "edit": ("W000008 同意至=2026-12-31",),
                "remove": ("W000008",),
            },
        ),
        also=("同意", "授权", "consents"),
    ),
)
