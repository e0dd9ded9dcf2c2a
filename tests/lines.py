"""One line of good, of malformed and of ambiguous words for every command there is."""

from dataclasses import dataclass

BOOK = "姓名,联系电话,所属社区,联络日期,联络方式\n马鹏,,望江社区,2026-02-03,电话\n"
DIVISIONS = "乡镇街道,村社区\n临江街道,新月社区\n"
WORK = (
    "event add 新春恳谈会 --kind 恳谈会 --on 2026-02-10 --unit 临江街道",
    "assign add 赵建芳 R000002 --on 2026-01-01",
    "duty rule add 联系办法 --on 2026-01-01",
    "request add R000002 孩子上学 --on 2026-03-02",
    "campaign add 春节行动 --on 2026-01-20 结束日期=2026-03-05",
    "campaign add 清明行动 --on 2026-04-01 结束日期=2026-04-06",
    "campaign task add 公开信 专项行动=春节行动",
    "document add 联络工作通知 --on 2026-01-15",
    "publicity add 横幅 20 --on 2026-01-25",
    "inspection add 月抽查 望江社区 --on 2026-03-20",
    "hotline add 政策咨询 刘先生 --on 2026-03-20",
    "station add 江州站 --on 2026-01-08",
    "referral add R000002 R000003 --on 2026-02-12",
    "milestone add R000002 --kind 签约意向 --on 2026-03-01",
    "number add 创新平台 12 个 数据来源=科技局",
    "reporting add 年度报告 期限=2026-12-31",
    "event add 春季座谈会 --kind 座谈会 --on 2026-03-01",
    "event attend 春季座谈会 R000004",
    "station add 海城站 --on 2026-01-08",
    "station join 海城站 R000003 --on 2026-02-01",
)
"""What is laid into the register of the office beside its people: a row of every ledger."""

SHEETS = {
    "event": "活动名称,活动类型,活动日期\n清明座谈,座谈会,2026-03-20\n",
    "assign": "联系领导,联系对象编号,联系对象,任期起\n赵建芳,R000007,谢燕,2026-01-01\n",
    "duty rule": "规定名称,每年次数,施行日期\n新规定,2,2026-01-01\n",
    "request": "人才编号,姓名,诉求内容,受理日期\nR000007,谢燕,要贷款,2026-03-02\n",
    "campaign": "行动名称,开始日期,结束日期\n夏季行动,2026-06-01,2026-08-31\n",
    "campaign task": "任务名称,任务种类,完成期限\n横幅上街,规定动作,2026-04-30\n",
    "reporting": "报送事项,期限\n半年小结,2026-07-05\n",
    "document": "文件名称,文件方向,成文日期\n工作要点,来文,2026-03-01\n",
    "publicity": "宣传形式,宣传数量,宣传日期\n公开信,800,2026-03-01\n",
    "inspection": "督查形式,被查单位,督查日期\n月抽查,渡口社区,2026-03-21\n",
    "hotline": "来电类别,来电人,来电日期\n就业服务,王女士,2026-03-21\n",
    "station": "工作站名称,所在城市,设立日期\n沪上站,沪上,2026-03-01\n",
    "referral": "被引荐人编号,被引荐人,引荐人编号,引荐人,引荐日期\nR000007,谢燕,R000002,冯大伟,2026-03-01\n",
    "milestone": "人才编号,姓名,成效种类,成效日期\nR000007,谢燕,表彰,2026-03-01\n",
    "number": "指标名称,数值,计量单位,截至日期,数据来源\n专利,30,件,2026-03-31,科技局\n",
}
"""A sheet of every ledger that has commands of its own, laid beside the register as `event.csv`."""

ABOUT_OTHERS = {"assign", "request", "inspection", "referral", "milestone"}
"""The ledgers whose rows name people or units, whom an empty register does not know."""


def sheet_of(command: str) -> str:
    """Name the file that holds the sheet of a ledger."""
    return f"{command.replace(' ', '_')}.csv"


@dataclass(frozen=True)
class Lines:
    """What is typed after a command, and the exit code the good words end with in an empty register."""

    good: str
    empty: int
    malformed: str
    ambiguous: str = ""


TABLE = {
    "demo": Lines("试用", 0, "试用 多余"),
    "import": Lines("表.csv", 3, "表.csv --on-match 覆盖"),
    "imports list": Lines("--limit 5", 0, "--limit 0"),
    "imports show": Lines("1", 1, "第一次"),
    "imports mappings": Lines("", 0, "--forget 一"),
    "conflicts list": Lines("--field 学历 --limit 5", 0, "--field 学厉", "--unit 同名组"),
    "conflicts resolve": Lines("--all --use 登记册", 0, "X000001", "--all --use 来表 --unit 同名组"),
    "export": Lines("册.xlsx", 0, "册.xlsx --only 天气", "册.xlsx --unit 同名组"),
    "add": Lines("张三 学历=本科", 0, "张三 学历", "张三 --unit 同名组"),
    "list": Lines("学历≥本科 --limit 5", 0, "学厉=本科", "--unit 同名组"),
    "show": Lines("R000002 --timeline", 1, "R000002 --reveal", "刘云"),
    "edit": Lines("R000002 学历=硕士", 1, "R000002 学厉=硕士", "刘云 学历=硕士"),
    "withdraw": Lines("R000002 --reason 户籍迁出", 1, "R000002 --on 2026-02-30", "刘云"),
    "dupes": Lines("--limit 5", 0, "--limit 0", "--unit 同名组"),
    "merge": Lines("R000002 R000003 --keep 身份证号=A", 1, "R000002 R000003 --keep 学厉=A", "刘云 R000003"),
    "erase": Lines(
        "R000002 --reason 本人申请 --yes", 1, "R000002 --reason 本人申请", "刘云 --reason 申请 --yes"
    ),
    "contact log": Lines("R000002 --channel 电话", 1, "R000002 --channel 飞鸽", "刘云 --channel 电话"),
    "contact list": Lines("--quarter Q1 --limit 5", 0, "--channel 飞鸽", "--person 刘云"),
    "contact due": Lines("--unit 望江社区", 1, "--days 0", "--by 王同名"),
    "contact edit": Lines("C000001 事由=慰问", 1, "C000001 事游=慰问", "C000001 联络人=王同名"),
    "contact remove": Lines("C000001", 1, "第一次"),
    "unit list": Lines("", 0, "层机=村社区", "--unit 同名组"),
    "unit add": Lines("新月社区 --parent 临江街道", 1, "新月社区 层级=星球", "新月组 --parent 同名组"),
    "unit edit": Lines("望江社区 名称=望江东社区", 1, "望江社区 名子=望江东社区", "同名组 名称=一组"),
    "unit move": Lines("望江社区 --to 青石街道", 1, "望江社区", "同名组 --to 青石街道"),
    "unit merge": Lines("柳堤社区 --into 新桥社区", 1, "柳堤社区", "同名组 --into 新桥社区"),
    "unit close": Lines("望江社区/同名组", 1, "望江社区 --on 明年", "同名组"),
    "unit import": Lines("区划.csv", 0, "", "区划.csv --unit 同名组"),
    "staff list": Lines("--limit 5", 0, "姓氏=王", "--unit 同名组"),
    "staff add": Lines(
        "王新人 --unit 望江社区", 1, "王新人 --unit 望江社区 职位级别=高", "王新人 --unit 同名组"
    ),
    "staff edit": Lines("王同名@望江社区 职务=主任", 1, "王同名@望江社区", "王同名 职务=主任"),
    "staff merge": Lines("王同名@望江社区 --into 王同名@渡口社区", 1, "王同名", "王同名 --into 赵建芳"),
    "event list": Lines("状态=已办 --limit 5", 0, "状态=办完", "--unit 同名组"),
    "event add": Lines("茶话会 --kind 茶话会 --on 2026-03-02", 0, "茶话会", "茶话 类型=茶话会 --unit 同名组"),
    "event edit": Lines("E000001 到场人数=45", 1, "E000001 到场人数=-3", "E000001 --unit 同名组"),
    "event remove": Lines("E000001", 1, ""),
    "event attend": Lines(
        "E000001 R000002 --presence 返乡", 1, "E000001 R000002 --role 路人", "E000001 刘云"
    ),
    "event invite": Lines("新春恳谈会 R000002 --accepted 是", 1, "E000001", "E000001 刘云"),
    "event people": Lines("春季座谈会 是否到会=是", 1, "春季座谈会 是否到会=也许", "E000002 --unit 同名组"),
    "event drop": Lines("春季座谈会 R000004", 1, "春季座谈会", "春季座谈会 刘云"),
    "assign list": Lines("--by 赵建芳", 1, "关系=亲戚", "--by 王同名"),
    "assign add": Lines("赵建芳 R000003", 1, "赵建芳", "王同名 R000003"),
    "assign edit": Lines("L000001 原因=博士", 1, "L000001 原音=博士", "L000001 联系领导=王同名"),
    "assign remove": Lines("L000001", 1, ""),
    "assign end": Lines("L000001 --on 2026-03-20 --reason 调动", 1, "L000001 --on 去年", "赵建芳 刘云"),
    "assign hand-over": Lines("赵建芳 钱主任 --on 2026-04-01", 1, "赵建芳 钱主任 --on 下月", "赵建芳 王同名"),
    "assign gaps": Lines("--unit 临江街道 --kind 到期", 1, "--kind 空缺", "--unit 同名组"),
    "duty rule list": Lines("", 0, "名额=许多", "--unit 同名组"),
    "duty rule add": Lines("新办法 每年次数=2", 0, "新办法 每年次数=两三次", "新办法 --unit 同名组"),
    "duty rule edit": Lines("联系办法 名额=2", 1, "D000001 名额=-2", "D000001 --unit 同名组"),
    "duty rule remove": Lines("D000001", 1, ""),
    "duty list": Lines("--year 2026 --all", 0, "--state 蓝", "--leader 王同名"),
    "request list": Lines("环节=受理", 0, "种类=闲谈", "--person 刘云"),
    "request add": Lines("R000003 要贷款 --category 资金", 1, "R000003", "刘云 要贷款"),
    "request edit": Lines("Q000001 紧急=是", 1, "Q000001 紧急=也许", "Q000001 姓名=刘云"),
    "request remove": Lines("Q000001", 1, ""),
    "request open": Lines("R000003 要贷款 --urgent", 1, "R000003 要贷款 --due 下月", "刘云 要贷款"),
    "request step": Lines("Q000001 交办 --by 赵建芳", 1, "Q000001 上报", "刘云 交办"),
    "request close": Lines("Q000001 --result 已入学", 1, "Q000001 --satisfaction 很好吃", "刘云"),
    "request due": Lines("--ahead 14 --all", 0, "--reason 忙", "--unit 同名组"),
    "campaign list": Lines("", 0, "层级=星球", "--unit 同名组"),
    "campaign add": Lines(
        "夏季行动 --on 2026-06-01 结束日期=2026-08-31",
        *(0, "夏季行动"),
        "夏季行动 --on 2026-06-01 结束日期=2026-08-31 --unit 同名组",
    ),
    "campaign edit": Lines("春节行动 结束日期=2026-03-10", 1, "春节行动", "春节行动 --unit 同名组"),
    "campaign remove": Lines("K000002", 1, ""),
    "campaign status": Lines("春节行动", 1, "春节行动 --as-of 去年", "春节行动 --unit 同名组"),
    "campaign done": Lines("公开信 望江社区 --on 2026-02-01", 1, "公开信", "公开信 同名组"),
    "campaign task list": Lines("行动=春节行动", 1, "种类=闲事", "--unit 同名组"),
    "campaign task add": Lines("座谈 --kind 规定动作", 0, "座谈 --kind 闲事", "座谈 --unit 同名组"),
    "campaign task edit": Lines("公开信 期限=2026-02-15", 1, "公开信 期限=明年", "公开信 --unit 同名组"),
    "campaign task remove": Lines("T000001", 1, ""),
    "reporting list": Lines("--sort 期限", 0, "期限=明年", "--unit 同名组"),
    "reporting add": Lines("小结 期限=2026-04-05", 0, "小结", "小结 期限=2026-04-05 --unit 同名组"),
    "reporting edit": Lines("年度报告 期限=2026-12-25", 1, "年度报告 期限=明年", "年度报告 --unit 同名组"),
    "reporting remove": Lines("T000002", 1, ""),
    "reporting status": Lines("", 1, "--as-of 去年", "--unit 同名组"),
    "reporting done": Lines("年度报告 望江社区", 1, "年度报告", "年度报告 同名组"),
    "document list": Lines("方向=发文", 0, "方向=转", "--unit 同名组"),
    "document add": Lines("工作要点 方向=来文", 0, "工作要点 方向=转", "工作要点 --unit 同名组"),
    "document edit": Lines("W000001 文号=云组通〔2026〕3号", 1, "W000001", "W000001 --unit 同名组"),
    "document remove": Lines("W000001", 1, ""),
    "publicity list": Lines("数量≥10", 0, "数量=许多", "--unit 同名组"),
    "publicity add": Lines("公开信 800", 0, "公开信 -8", "公开信 800 --unit 同名组"),
    "publicity edit": Lines("W000002 数量=24", 1, "W000002 数量=2.5", "W000002 --unit 同名组"),
    "publicity remove": Lines("W000002", 1, ""),
    "inspection list": Lines("得分= --unit 望江社区", 1, "得分=高", "--unit 同名组"),
    "inspection add": Lines("季调度 望江社区 得分=86.5", 1, "季调度", "季调度 同名组"),
    "inspection edit": Lines("W000003 得分=90", 1, "W000003 得分=高", "W000003 --unit 同名组"),
    "inspection remove": Lines("W000003", 1, ""),
    "hotline list": Lines("是否帮助=", 0, "是否帮助=也许", "--unit 同名组"),
    "hotline add": Lines("就业服务 王女士", 0, "", "就业服务 登记的人=刘云"),
    "hotline edit": Lines("W000004 是否帮助=是", 1, "W000004 是否帮助=也许", "W000004 登记的人=刘云"),
    "hotline remove": Lines("W000004", 1, ""),
    "station list": Lines("--all", 0, "城事=江州", "--unit 同名组"),
    "station add": Lines("沪上站 城市=沪上", 0, "", "沪上站 --unit 同名组"),
    "station edit": Lines("江州站 城市=江州", 1, "江州站", "江州站 --unit 同名组"),
    "station remove": Lines("江州站", 1, ""),
    "station join": Lines("江州站 R000002 --on 2026-02-01", 1, "江州站", "江州站 刘云"),
    "station leave": Lines("海城站 R000003", 1, "海城站", "海城站 刘云"),
    "station drop": Lines("海城站 R000003", 1, "海城站", "海城站 刘云"),
    "station people": Lines("海城站", 1, "海城站 职务≥", "海城站 --unit 同名组"),
    "referral list": Lines("--person R000003", 1, "引荐者=R000003", "--person 刘云"),
    "referral add": Lines("R000004 R000003", 1, "R000004", "刘云 R000003"),
    "referral edit": Lines("W000006 情况=同学", 1, "W000006", "W000006 引荐人=刘云"),
    "referral remove": Lines("W000006", 1, ""),
    "milestone list": Lines("种类=签约意向", 0, "种类=成功", "--person 刘云"),
    "milestone add": Lines("R000003 --kind 表彰", 1, "R000003", "刘云 --kind 表彰"),
    "milestone edit": Lines("H000001 内容=示范园", 1, "H000001 种类=成功", "H000001 姓名=刘云"),
    "milestone remove": Lines("H000001", 1, ""),
    "number list": Lines("指标~平台", 0, "数值=许多", "--unit 同名组"),
    "number add": Lines("专利 30 件 数据来源=科技局", 0, "专利 30 件", "专利 3 件 来源=报 --unit 同名组"),
    "number edit": Lines("创新平台 数值=13", 1, "创新平台 数值=-1", "创新平台 --unit 同名组"),
    "number remove": Lines("W000007", 1, ""),
    "vocab list": Lines("活动类型", 0, "活动类行"),
    "vocab add": Lines("活动类型 读书会", 0, "活动类行 读书会"),
    "vocab remove": Lines("活动类型 茶话", 0, "活动类行 茶话"),
    "stats": Lines("--quarter 2026Q1", 0, "--quarter 五", "--unit 同名组"),
    "why": Lines("联系人次 --quarter 2026Q1", 0, "联系人次 --year 去年", "联系人次 --unit 同名组"),
    "figures list": Lines("", 0, "多余"),
    "figures show": Lines("走访返乡人员", 0, ""),
    "figures compare": Lines(
        "走访返乡人员 --quarter 2026Q1", 0, "联系人次 --year 去年", "联系人次 --unit 同名组"
    ),
    "report": Lines("--quarter 2026Q1", 0, "--date 昨年", "--unit 同名组"),
    "log": Lines("R000002", 1, "--limit 0", "刘云"),
    "undo": Lines("--dry-run", 1, "最近"),
    "where": Lines("", 0, "多余"),
    "completion": Lines("bash", 0, "fish"),
}
TABLE |= {
    f"{command} import": Lines(
        sheet_of(command),
        3 if command in ABOUT_OTHERS else 0,
        f"{sheet_of(command)} --on-match 覆盖",
        f"{sheet_of(command)} --unit 同名组",
    )
    for command in SHEETS
}
TABLE |= {f"{command} export": Lines("册.xlsx", 0, "", "册.xlsx --unit 同名组") for command in SHEETS}
