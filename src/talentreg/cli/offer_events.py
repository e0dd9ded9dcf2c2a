"""Commands about events, campaigns with their checklists, and what units have to report."""

from talentreg.cli.commands import Command, CommandGroup
from talentreg.cli.offer_ledger import ALSO, plain

EVENTS = (
    CommandGroup(
        "event",
        "登记、查看活动和参加的人",
        (
            *plain(
                *("event", "活动", "场"),
                {
                    "list": (
                        "--quarter Q1 --unit 临江街道",
                        "类型=恳谈会,茶话会 状态=已办 --sort -到场人数",
                    ),
                    "add": (
                        "新春恳谈会 --kind 恳谈会 --on 2026-02-10 --unit 临江街道 到场人数=45",
                        "返乡人才专场招聘会 类型=招聘会 招聘单位=32 提供岗位=460 应聘人次=810",
                    ),
                    "edit": ("E000001 到场人数=52 地点=党群服务中心",),
                    "remove": ("E000001",),
                },
            ),
            Command(
                "attend",
                "event_attend:attend_event",
                "登记谁来了：写名字，或照签到表登记",
                (
                    "talentreg event attend E000001 张三@望江社区 李四 --presence 返乡",
                    "talentreg event attend 新春恳谈会 张三 --role 发言人",
                    "talentreg event attend 新春恳谈会 --from 签到表.xlsx --unit 望江社区 --enrol",
                ),
                also=("签到", "到会", "参加", "出席"),
            ),
            Command(
                "invite",
                "event_invite:invite_to_event",
                "登记邀请了谁、谁答应来",
                (
                    "talentreg event invite 新春恳谈会 张三@望江社区 李四",
                    "talentreg event invite 新春恳谈会 张三 --accepted 是",
                    "talentreg event invite 新春恳谈会 --from 邀请名单.xlsx",
                ),
                also=("邀请", "请", "通知"),
            ),
            Command(
                "people",
                "event_people:list_attendees",
                "列出一场活动的名单：邀请、应邀、到会",
                (
                    "talentreg event people 新春恳谈会",
                    "talentreg event people E000001 是否到会=是 --xlsx 到会名单.xlsx",
                ),
                also=("名单", "人员", "参加名单", "attendees"),
            ),
            Command(
                "drop",
                "event_drop:drop_from_event",
                "从一场活动的名单上删除登记错了的人",
                ("talentreg event drop 新春恳谈会 张三@望江社区",),
                also=("除名", "移除"),
            ),
        ),
        also=("活动", "会议", "座谈", "恳谈", "招聘会", "讲习", "events", "meeting"),
    ),
    CommandGroup(
        "campaign",
        "登记专项行动和各单位必须完成的任务",
        (
            *plain(
                *("campaign", "专项行动", "个"),
                {
                    "list": ("--year 2026",),
                    "edit": ("春节联络行动 结束日期=2026-03-10",),
                    "remove": ("春节联络行动",),
                },
            ),
            Command(
                "add",
                "campaign_add:add",
                "登记一个专项行动，可一并登记四个阶段",
                (
                    "talentreg campaign add 春节联络行动 --on 2026-01-20 结束日期=2026-03-05 --stages",
                    "talentreg campaign add 清明联络 --on 2026-03-28 结束日期=2026-04-08 参加层级=乡镇街道",
                ),
                also=ALSO["add"],
            ),
            Command(
                "status",
                "campaign_status:show_status",
                "看各单位的任务完成了多少，谁还没完成",
                (
                    "talentreg campaign status 春节联络行动",
                    "talentreg campaign status --unit 临江街道 --missing",
                    "talentreg campaign status 春节联络行动 --xlsx 进度.xlsx",
                ),
                also=("进度", "完成情况", "情况", "progress"),
            ),
            Command(
                "done",
                "campaign_done:note_done",
                "登记哪些单位完成了一项任务",
                (
                    "talentreg campaign done 政策宣传 望江社区 渡口社区 --evidence 照片.zip",
                    "talentreg campaign done 摸底排查 临江街道 --below --on 2026-02-01",
                    "talentreg campaign done T000003 新桥社区 --exempt --note 没有在外人员",
                ),
                also=("完成", "销号", "打卡", "finish"),
            ),
            CommandGroup(
                "task",
                "登记专项行动的任务：阶段、规定动作（十个一）",
                plain(
                    *("task", "任务", "项"),
                    {
                        "list": ("行动=春节联络行动",),
                        "add": (
                            "发放一封公开信 行动=春节联络行动 期限=2026-02-15",
                            "摸底 --kind 阶段 行动=春节联络行动",
                        ),
                        "edit": ("T000003 期限=2026-02-20",),
                        "remove": ("T000003",),
                    },
                    "campaign task",
                ),
                also=("任务", "十个一", "规定动作", "阶段", "清单", "tasks"),
            ),
        ),
        also=("专项行动", "行动", "专项", "campaigns"),
    ),
    CommandGroup(
        "reporting",
        "登记要报送的材料，看哪些单位报了",
        (
            Command(
                "list",
                "reporting_plain:list_reporting",
                "列出报送事项",
                ("talentreg reporting list", "talentreg reporting list --unit 临江街道 --sort 期限"),
                also=ALSO["list"],
            ),
            Command(
                "add",
                "reporting_plain:add_reporting",
                "登记一项报送：到哪天为止哪一级的单位都要报",
                (
                    "talentreg reporting add 年度联系服务工作报告 期限=2026-12-31",
                    "talentreg reporting add 一季度小结 期限=2026-04-05 层级=乡镇街道 --note 含表格",
                ),
                also=ALSO["add"],
            ),
            Command(
                "edit",
                "reporting_plain:edit_reporting",
                "更正一项报送",
                ("talentreg reporting edit 年度联系服务工作报告 期限=2026-12-25",),
                also=ALSO["edit"],
            ),
            Command(
                "remove",
                "reporting_plain:remove_reporting",
                "删除登记错了的报送事项",
                ("talentreg reporting remove T000005",),
                also=ALSO["remove"],
            ),
            Command(
                "import",
                "reporting_plain:import_reporting",
                "从表格导入报送事项和各单位报送情况（.xlsx、.csv），先说明再写入",
                ("talentreg reporting import 报送事项.xlsx --dry-run",),
                also=ALSO["import"],
            ),
            Command(
                "export",
                "reporting_plain:export_reporting",
                "把任务（含报送事项）和完成情况写成表格，改好可再导入",
                ("talentreg reporting export 报送事项.xlsx",),
                also=ALSO["export"],
            ),
            Command(
                "status",
                "reporting_status:show_reports",
                "看哪些单位报了、哪些没报",
                (
                    "talentreg reporting status",
                    "talentreg reporting status 年度联系服务工作报告 --missing",
                    "talentreg reporting status --as-of 2026-12-31 --xlsx 报送情况.xlsx",
                ),
                also=("进度", "情况", "报送情况"),
            ),
            Command(
                "done",
                "reporting_done:note_reported",
                "登记哪些单位报了",
                (
                    "talentreg reporting done 年度联系服务工作报告 望江社区 --evidence 报告.docx",
                    "talentreg reporting done 一季度小结 梅溪镇 --exempt --note 合并报送",
                ),
                also=("已报", "报了", "上报", "完成"),
            ),
        ),
        also=("报送", "上报", "报告事项", "reports"),
    ),
)
