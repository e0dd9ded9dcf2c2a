"""One sheet of every ledger as an office keeps it, and the register of four people it speaks of."""

from pathlib import Path

from books import Row, csv_book, lay_once
from diary import write_diary
from trees import Run, done

DIARY = """
2025-06-01 甲 入库
2025-06-01 乙 入库
2025-06-01 丙 入库
2025-06-01 丁 入库
始终 乙 转入 渡口社区
始终 丁 转入 梅溪村
"""

COMMANDS = {
    "event": "event",
    "assignment": "assign",
    "rule": "duty rule",
    "request": "request",
    "campaign": "campaign",
    "task": "campaign task",
    "document": "document",
    "publicity": "publicity",
    "inspection": "inspection",
    "hotline": "hotline",
    "station": "station",
    "referral": "referral",
    "number": "number",
    "milestone": "milestone",
    "case": "case",
    "project": "project",
    "library": "library",
    "policy": "policy",
    "benefit": "benefit",
    "apartment": "apartment",
    "card": "card",
    "service": "service",
    "consent": "consent",
}
"""What is typed before `import` and `export`, by ledger."""

SHEETS = {
    "event": """
临江街道2026年一季度活动台账
序号|活动主题|类型|举办时间|主办单位|协办单位|举办地点|参会人数|节日|经办人|备注
1|新春恳谈会|恳谈|2026.2.10|临江街道|青石街道，区工会|党群服务中心|４５|过年|李主任|=1+1
2|专场招聘会|双选会|2026年3月8日|云河区||体育馆|320||[red]|
合计||||||||365||
填表人：王五
""",
    "assignment": """
联系领导|联系对象|所在社区|任期起|任期止|受托人|确定原因
李主任|甲|望江社区|2025-03-01|2027-02-28|王干事|联系多年
赵书记|乙|渡口社区|2026-01-01|||
""",
    "rule": """
规定名称|适用单位|领导层级|联系人数|每年次数|计入方式|年中开始|重大事项时限|施行日期
联系制度|云河区||1|1|电话、走访|按月折算|15|2023-05-10
""",
    "request": """
姓名|所属社区|事项种类|类别|紧急|诉求内容|受理日期|办理期限|责任单位|责任领导|办结日期|办理结果|满意度
甲|望江社区|诉求|子女教育|是|孩子上学|2026-02-01|2026-03-01|临江街道|李主任|2026-02-20|已入学|非常满意
乙|渡口社区|建议||否|多开招聘会|2026-02-03||||||
""",
    "campaign": """
行动名称|开始日期|结束日期|组织单位|参加层级
春节走访|2026-01-20|2026-03-05|云河区|村社区
""",
    "task": """
任务名称|任务种类|任务序号|完成期限|完成层级|任务要求
一封公开信|十个一|1|2026-02-15|村社区|每户一封
年度总结|报送||2026-12-31|乡镇街道|
""",
    "document": """
文件名称|方向|文号|发文机关|印发日期|文件位置
关于联络工作的通知|来文|云组通〔2026〕3号|区委组织部|2026-01-09|档案柜
""",
    "publicity": """
形式|数量|宣传内容|张贴地点|日期|单位
条幅|12条|欢迎回家|主干道|2026-01-20|望江社区
家书|300||入户|2026-01-22|渡口社区
""",
    "inspection": """
督查形式|被查单位|督查日期|督查人|问题数|得分|问题|整改日期
抽查|望江社区|2026-02-05|李主任|2|92.5|台账不全|2026-02-20
""",
    "hotline": """
类别|来电日期|来电人|登记的人|所属社区|来电内容|是否解决|接线人
政策|2026-02-01|甲的父亲|甲|望江社区|问补贴，电话15412345678|是|李主任
就业|2026-02-03|路人||||否|
""",
    "station": """
名称|城市|依托商会|成立日期|撤销日期|主管单位|负责人
驻沪工作站|上海|江州商会|2024-05-01|至今|云河区|李主任
""",
    "referral": """
被引荐人|所属社区|引荐人|引荐日期|情况
丙|望江社区|甲|2026-03-02|同学
""",
    "number": """
指标|数值|计量单位|统计日期|单位|来源|填报人
创新平台|5|个|2026-03-31|云河区|区科技局|李主任
""",
    "milestone": """
姓名|所属社区|成效类型|日期|学历|成效内容
丁|梅溪村|意向签约|2026-02-20|博士|与医院签约
""",
    "case": """
姓名|所属社区|回归方向|排查日期|上报时间|沟通日期|未成日期|责任人|下步打算|跟进日期|未返乡原因
乙|渡口社区|回乡创业|2026-01-10|2026.1.12|||李主任|陪看厂房|2026-04-02|
丁|梅溪村|任教|2026-01-15||2026-02-01|2026年3月1日||||爱人也在外地工作
""",
    "project": """
项目名称|所属产业|项目主体|登记日期|签约日期|落地日期|总投资|带动就业人数|预计年增收|团队|项目所在单位|服务专员|项目简介
甲食品厂|现代农业|民营|2025-05-06|2025-07-01|2025-09-01|1.2亿元|46人||||望江社区|李主任|=1+1
村里茶园|现代农业|村集体|2025-06-01||2025-12-01|360万|１２|42|茶叶团队|梅溪村||
""",
    "library": """
人才库名称|库类|入库标准|建库日期|管理单位
后备干部库||35岁以下|2025-01-01|云河区
商会会员|商会||2025-01-01|云河区
""",
    "policy": """
政策名称|待遇类别|依据文件|补贴标准|标准说明|生效日期|有效期至|发文单位
生活补贴办法|生活津贴|云人才〔2025〕2号|3000元|每季度一次|2025-01-01|2026-12-31|云河区
""",
    "benefit": """
姓名|所属社区|补贴名称|补贴期间|补贴金额|发放期限|批次
甲|望江社区|生活补贴|2025年四季度|3000元|2026-01-31|第一批
乙|渡口社区|安家补贴||1万元|2026-02-28|第一批
""",
    "apartment": """
公寓房号|小区|房型|交付日期|管理单位
1-101|江边里|一室一厅|2025-01-01|云河区
""",
    "card": """
持卡人|所属社区|卡种|卡号|发卡日期|到期日期
甲|望江社区|绿卡|0012|2026-01-05|2028-12-31
""",
    "service": """
服务对象|所属社区|服务项目|内容|办理日期|经办人
甲|望江社区|子女就学|转学到实验小学|2026-02-10|李主任
""",
    "consent": """
同意人|所属社区|用途|内容|签字日期|有效期至
甲|望江社区|案例|返乡典型|2026-02-10|2026-12-31
""",
}
BESIDE = {
    "event": "活动|姓名|所属社区|是否到会\n新春恳谈会|甲|望江社区|√\n新春恳谈会|乙|渡口社区|否",
    "station": "工作站|姓名|所属社区|加入日期|职务\n驻沪工作站|甲|望江社区|2025-01-01|站长",
    "campaign": "任务|完成单位|完成日期|佐证\n一封公开信|望江社区|2026-02-10|照片",
    "project": "项目名称|姓名|所属社区|角色\n甲食品厂|甲|望江社区|法人\n甲食品厂|乙|渡口社区|股东",
    "library": "库名|姓名|所属社区|纳入时间|来源|考察时间\n后备干部库|甲|望江社区|2025-3-1|自荐|2026-01-05",
    "benefit": "待遇编号|到账日期|实发数|批次\nDY000001|2026-02-01|2000|第一批\nDY000001|2026-03-01|1000|",
    "apartment": "公寓|入住人|所属社区|入住时间|租金\n1-101|甲|望江社区|2025-03-01|600",
}
"""Sheets of what goes with a ledger's rows, by ledger: who came, who is there, what was paid."""

FUNDS = "项目名称|到位时间|到位资金|资金来源\n甲食品厂|2025-08-01|500万元|自筹"
"""Sheets with cells parted by |, by ledger."""


def lay_office(register: Path) -> Path:
    """Lay the register of the four people."""
    return lay_once("office sheets", register, lambda: write_diary(register, DIARY))


def lay_full(register: Path, run: Run) -> Path:
    """Lay that register with every sheet taken in, and with who came, who is at a station, what is done."""

    def fill() -> None:
        lay_office(register)
        for name in SHEETS:
            done(run, *COMMANDS[name].split(), "import", sheet(name))
        for name, text in BESIDE.items():
            done(run, name, "import", text_book(text))
        done(run, "project", "import", text_book(FUNDS))

    return lay_once("full sheets", register, fill)


def sheet(name: str) -> str:
    """Write the sheet of a ledger as a file."""
    return text_book(SHEETS[name], f"{name}.csv")


def text_book(text: str, name: str = "表.csv") -> str:
    """Write a sheet with cells parted by | as a file."""
    lines = [
        ",".join(_quoted(cell.strip()) for cell in line.split("|")) for line in text.strip().splitlines()
    ]
    return str(csv_book("\n".join(lines) + "\n", name))


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell


def rows_of(text: str) -> list[Row]:
    """Part a sheet into its cells."""
    return [tuple(cell.strip() or None for cell in line.split("|")) for line in text.strip().splitlines()]
