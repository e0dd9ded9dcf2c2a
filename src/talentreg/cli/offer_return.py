"""Commands about coming back: cases followed up one by one, and projects with their people and money."""

from talentreg.cli.commands import Command, CommandGroup
from talentreg.cli.offer_ledger import plain

RETURN = (
    CommandGroup(
        "case",
        "跟进回归个案：排查、上报、沟通、对接，直到落地或未成",
        (
            *plain(
                *("case", "回归个案", "件"),
                {
                    "list": ("--unit 临江街道 阶段=对接", "落地日期≥2026-01-01"),
                    "add": ("张三@望江社区 --kind 就业 跟进人=李主任 下一步=联系学校",),
                    "edit": ("GA000001 下一步=寄简历 下次跟进日期=2026-04-10",),
                    "remove": ("GA000001",),
                },
            ),
            Command(
                "open",
                "case_open:open_for_people",
                "给几个人、或一个单位里有返乡意愿的人各开一件个案",
                (
                    "talentreg case open 张三@望江社区 李四 --by 李主任 --next 登门沟通 --next-on 2026-04-10",
                    "talentreg case open --willing --unit 临江街道 --dry-run",
                ),
                also=("开", "立案", "批量登记", "排查"),
            ),
            Command(
                "step",
                "case_step:step_on",
                "个案往下走一步：上报、沟通、对接、落地、未成；落地一并记成效",
                (
                    "talentreg case step 张三@望江社区 沟通 --next 联系学校 --next-on 2026-04-10",
                    "talentreg case step GA000001,GA000002 上报 --by 李主任 --on 2026-03-20",
                    "talentreg case step 张三 落地 --kind 就业 --place 望江小学 --result 任教师",
                    "talentreg case step 张三 未成 --reason 爱人也在外地工作 --intention 无",
                ),
                also=("推进", "进展", "上报", "沟通", "对接", "落地", "未成"),
            ),
            Command(
                "due",
                "case_due:list_following",
                "列出该跟进的个案：逾期、临期、没有下一步",
                ("talentreg case due --unit 临江街道", "talentreg case due --by 李主任 --ahead 14"),
                also=("待办", "跟进", "提醒"),
            ),
            Command(
                "milestones",
                "case_milestones:enter_milestones",
                "给导入或更正时落地、还没有成效的个案补记成效",
                ("talentreg case milestones --unit 临江街道 --dry-run", "talentreg case milestones"),
                also=("补记成效", "成效"),
            ),
            Command(
                "reasons",
                "case_reasons:tell_reasons",
                "列出未返乡的原因各有多少人、是哪些人",
                (
                    "talentreg case reasons --unit 临江街道",
                    "talentreg case reasons 家人不在本地",
                    "talentreg case reasons --who --xlsx 未返乡原因.xlsx",
                ),
                also=("原因", "未返乡原因", "不返乡原因"),
            ),
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
                    "list": ("行业=现代农业 阶段=落地", "--unit 临江街道 --all 归属=村集体"),
                    "add": ("生态茶园 --unit 望江社区 行业=现代农业 计划投资=500万元",),
                    "edit": ("生态茶园 带动就业=30",),
                    "remove": ("生态茶园",),
                },
            ),
            Command(
                "step",
                "project_step:step_on",
                "项目往下走一步：洽谈、签约、落地、投产、终止",
                (
                    "talentreg project step 生态茶园 签约 --on 2026-02-10 计划投资=500万元",
                    "talentreg project step XM000001 落地 带动就业=30",
                    "talentreg project step 生态茶园 终止 --reason 用地没有批下来",
                ),
                also=("推进", "进展", "洽谈", "签约", "落地", "投产", "终止"),
            ),
            Command(
                "join",
                "project_join:join_project",
                "登记谁参与项目、是什么角色",
                ("talentreg project join 生态茶园 张三@望江社区 --role 负责人",),
                also=("加入", "参与", "加人"),
            ),
            Command(
                "drop",
                "project_drop:drop_from_project",
                "从项目名单上删除登记错了的人",
                ("talentreg project drop 生态茶园 张三@望江社区",),
                also=("除名", "移除"),
            ),
            Command(
                "people",
                "project_people:list_partners",
                "列出一个项目有哪些人参与",
                ("talentreg project people 生态茶园", "talentreg project people XM000001 角色=负责人"),
                also=("人员", "名单", "参与人"),
            ),
            Command(
                "show",
                "project_show:show_project",
                "看一个项目：阶段、人员、计划和到位的资金",
                ("talentreg project show 生态茶园", "talentreg project show XM000001 --json"),
                also=("查看", "详情", "看"),
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
