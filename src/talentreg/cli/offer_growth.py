"""Commands about what became of people: milestones, the file of their growth, what they agreed to."""

from talentreg.cli.commands import CommandGroup
from talentreg.cli.offer_ledger import plain

GROWTH = (
    CommandGroup(
        "milestone",
        "登记成效：签约、引进、返乡创业、提拔、培训、表彰",
        plain(
            *("milestone", "成效", "项"),
            {
                "list": ("--year 2026 种类=签约意向",),
                "add": ("张三@望江社区 --kind 签约意向 --on 2026-03-01 内容=生态农业项目",),
                "edit": ("H000001 种类=返乡创业",),
                "remove": ("H000001",),
            },
        ),
        also=("成效", "签约", "成长", "表彰", "引进", "milestones"),
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
