"""Commands about coming back: cases followed up one by one, and projects with their people and money."""

from talentreg.cli.commands import CommandGroup
from talentreg.cli.offer_ledger import plain

RETURN = (
    CommandGroup(
        "case",
        "跟进回归个案：排查、上报、沟通、对接，直到落地或未成",
        plain(
            *("case", "回归个案", "件"),
            {
                "list": ("--unit 临江街道 未成原因=",),
                "add": ("张三@望江社区 --kind 就业 跟进人=李主任 下一步=联系学校",),
                "edit": ("GA000001 下一步=寄简历 下次跟进日期=2026-04-10",),
                "remove": ("GA000001",),
            },
        ),
        also=("个案", "回归", "回归个案", "cases"),
    ),
    CommandGroup(
        "project",
        "登记返乡创业项目：阶段、人员、资金、就业",
        (
            *plain(
                *("project", "项目", "个"),
                {
                    "list": ("行业=农业 阶段=落地",),
                    "add": ("生态茶园 --unit 望江社区 行业=农业 计划投资=500万元",),
                    "edit": ("生态茶园 带动就业=30",),
                    "remove": ("生态茶园",),
                },
            ),
            CommandGroup(
                "fund",
                "登记项目到位资金",
                plain(
                    *("arrival", "到位资金", "笔"),
                    {
                        "list": ("项目=生态茶园",),
                        "add": ("生态茶园 200万元 --on 2026-03-01 资金来源=自筹",),
                        "edit": ("DW000001 到位金额=180",),
                        "remove": ("DW000001",),
                    },
                    "project fund",
                ),
                also=("资金", "到位", "到位资金", "funds"),
            ),
        ),
        also=("项目", "返乡项目", "projects"),
    ),
)
