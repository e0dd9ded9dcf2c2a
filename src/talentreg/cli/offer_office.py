"""Commands about the plain things an office notes: documents, publicity, checks, calls, stations, numbers."""

from talentreg.cli.commands import Command, CommandGroup
from talentreg.cli.offer_ledger import plain

OFFICE = (
    CommandGroup(
        "document",
        "登记发文和来文",
        plain(
            *("document", "文件", "份"),
            {
                "list": ("--year 2026 方向=发文",),
                "add": (
                    "关于做好春节联络工作的通知 文号=云组通〔2026〕3号 --on 2026-01-15",
                    "全市人才工作要点 方向=来文 发文单位=市委组织部",
                ),
                "edit": ("W000001 文号=云组通〔2026〕4号",),
                "remove": ("W000001",),
            },
        ),
        also=("文件", "通知", "发文", "来文", "公文", "documents"),
    ),
    CommandGroup(
        "publicity",
        "登记宣传：横幅、公开信、推文",
        plain(
            *("publicity", "宣传", "条"),
            {
                "list": ("--quarter Q1 --unit 临江街道",),
                "add": (
                    "横幅 20 --on 2026-01-25 --unit 望江社区 地点=村口",
                    "媒体推送 1 内容=致在外乡亲的一封信 媒体=公众号",
                ),
                "edit": ("W000002 数量=24",),
                "remove": ("W000002",),
            },
        ),
        also=("宣传", "横幅", "公开信", "推文"),
    ),
    CommandGroup(
        "inspection",
        "登记督查：月抽查、季调度、年评比",
        plain(
            *("inspection", "督查", "次"),
            {
                "list": ("--year 2026 得分<80",),
                "add": ("月抽查 望江社区 --on 2026-03-20 发现问题=2 得分=86.5 督查人=赵主任",),
                "edit": ("W000003 整改日期=2026-03-28",),
                "remove": ("W000003",),
            },
        ),
        also=("督查", "督导", "检查", "抽查", "评比", "inspections"),
    ),
    CommandGroup(
        "hotline",
        "登记热线来电",
        plain(
            *("hotline", "热线", "次"),
            {
                "list": ("--month 3 是否帮助=否",),
                "add": (
                    "政策咨询 刘先生 --note 问返乡创业贷款 是否帮助=是",
                    "就业服务 登记的人=张三@望江社区 接线人=李主任",
                ),
                "edit": ("W000004 是否帮助=是",),
                "remove": ("W000004",),
            },
        ),
        also=("热线", "来电", "电话热线", "hotlines"),
    ),
    CommandGroup(
        "station",
        "登记驻外人才工作站和站内人员",
        (
            *plain(
                *("station", "工作站", "个"),
                {
                    "list": ("--all",),
                    "add": ("江州人才工作站 所在城市=江州 依托单位=江州商会 --on 2026-01-08",),
                    "edit": ("江州人才工作站 联系人=李主任",),
                    "remove": ("W000005",),
                },
            ),
            Command(
                "join",
                "station_join:join_station",
                "登记谁从哪天起是工作站的人",
                (
                    "talentreg station join 江州人才工作站 张三@望江社区 李四",
                    "talentreg station join 江州人才工作站 张三 --on 2026-01-08 --role 站长",
                ),
                also=("加入", "进站"),
            ),
            Command(
                "leave",
                "station_leave:leave_station",
                "登记谁到哪天离开工作站",
                ("talentreg station leave 江州人才工作站 张三@望江社区 --on 2026-03-31",),
                also=("离开", "退出", "离站"),
            ),
            Command(
                "people",
                "station_people:list_station_people",
                "列出工作站的人",
                (
                    "talentreg station people 江州人才工作站",
                    "talentreg station people 江州人才工作站 --all --sort -加入日期",
                ),
                also=("人员", "名单", "成员"),
            ),
            Command(
                "drop",
                "station_drop:drop_from_station",
                "从工作站的名单上删除登记错了的人",
                ("talentreg station drop 江州人才工作站 张三@望江社区",),
                also=("除名", "移除"),
            ),
        ),
        also=("工作站", "驻外", "人才工作站", "stations"),
    ),
    CommandGroup(
        "referral",
        "登记谁引荐了谁",
        plain(
            *("referral", "引荐", "次"),
            {
                "list": ("--year 2026", "引荐人=张三"),
                "add": ("李四@渡口社区 张三@望江社区 --on 2026-02-12",),
                "edit": ("W000006 引荐日期=2026-02-13",),
                "remove": ("W000006",),
            },
        ),
        also=("引荐", "推荐", "介绍", "referrals"),
    ),
    CommandGroup(
        "number",
        "登记手工数：有数值、单位、日期、来源，不作佐证",
        plain(
            *("number", "手工数", "个"),
            {
                "list": ("指标~创新平台",),
                "add": ("创新平台 12 个 --on 2026-03-31 数据来源=科技局统计表 填报人=李主任",),
                "edit": ("W000007 数值=13",),
                "remove": ("W000007",),
            },
        ),
        also=("手工数", "填报数", "录入数", "数字", "numbers"),
    ),
)
