"""Closed words of work that is kept beside contacts: what counting events, duty and requests depends on."""

from talentreg.records.text import words
from talentreg.records.vocabulary import NO, YES, Vocabulary, Word

_YES = tuple(word for word in YES if word not in ("是", "yes"))
_NO = tuple(word for word in NO if word not in ("否", "no"))

WHETHER = Vocabulary(
    "是否",
    (
        Word("yes", "是", (*_YES, "有", "已", "对", "true", "1")),
        Word("no", "否", (*_NO, "无", "未", "没有", "false", "0")),
    ),
)

EVENT_STATE = Vocabulary(
    "活动状态",
    (
        Word("planned", "计划", words("拟举办 待举办 筹备 筹备中 未举办 计划举办")),
        Word("held", "已办", words("已举办 举办 已召开 已完成 完成 已结束")),
        Word("cancelled", "取消", words("已取消 不办 停办 取消举办")),
    ),
)

ROLE = Vocabulary(
    "参加身份",
    (
        Word("attendee", "参加人", words("参会 参会人员 与会 与会人员 嘉宾 人才 返乡人员 参加")),
        Word("speaker", "发言人", words("发言 主讲 主讲人 演讲 讲习 授课 演讲人 报告人")),
        Word("organiser", "组织者", words("组织 工作人员 主办 主办方 主持 主持人")),
        Word("representative", "本地代表", words("代表 群众代表 党员代表 党员群众代表 居民代表 陪同")),
    ),
)

ASSIGNMENT = Vocabulary(
    "联系关系",
    (
        Word("leader", "领导联系", words("联系领导 包联 联系服务 领导")),
        Word("liaison", "联络员", words("联络 联系人 联络人")),
    ),
)

MIDYEAR = Vocabulary(
    "年中开始的要求",
    (
        Word("whole", "按全年", words("全年 照常 不折算")),
        Word("prorated", "按月折算", words("折算 按月 按比例")),
        Word("exempt", "当年不要求", words("免 免除 不要求 当年免 次年起")),
    ),
)

REQUEST = Vocabulary(
    "事项种类",
    (
        Word("request", "诉求", words("困难 问题 求助 困难诉求 诉求问题")),
        Word("suggestion", "意见建议", words("建议 意见 建言 建言献策")),
        Word("life_event", "重大事项", words("重大事项报告 重要事项")),
    ),
)

SATISFACTION = Vocabulary(
    "满意度",
    (
        Word("satisfied", "满意", words("非常满意 很满意")),
        Word("fair", "基本满意", words("一般 较满意 比较满意")),
        Word("dissatisfied", "不满意", words("不满 很不满意")),
    ),
)

TASK = Vocabulary(
    "任务种类",
    (
        Word("stage", "阶段", words("工作阶段 环节")),
        Word("checklist", "规定动作", words("十个一 清单 规定事项 必做")),
        Word("report", "报送", words("报告 上报 报送任务 报表")),
    ),
)

FULFILMENT = Vocabulary(
    "完成情况",
    (
        Word("done", "完成", words("已完成 已报 已报送 √ ✓ 是")),
        Word("exempt", "免做", words("不适用 免 免报 不涉及")),
    ),
)

ENTRY = Vocabulary(
    "台账种类",
    (
        Word("document", "文件", ("政策文件", "发文", "来文")),
        Word("publicity", "宣传", ("宣传情况",)),
        Word("inspection", "督查", ("督导", "督导检查", "检查")),
        Word("hotline", "热线", ("返乡热线", "热线来电")),
        Word("station", "工作站", ("驻外工作站", "人才工作站")),
        Word("referral", "引荐", ("推荐", "引荐人才")),
        Word("number", "手工数", ("手工录入数", "填报数")),
    ),
)

WAY = Vocabulary(
    "文件方向",
    (
        Word("out", "发文", words("制发 印发 发出 下发")),
        Word("in", "来文", words("收文 上级来文 接收")),
    ),
)

MILESTONE = Vocabulary(
    "成效种类",
    (
        Word("signed", "签约意向", words("达成签约意向 意向签约 签约")),
        Word("recruited", "引进", words("引进人才 引才")),
        Word("returned_business", "返乡创业", ()),
        Word("returned_office", "返乡任职", ()),
        Word("returned_job", "返乡就业", ()),
        Word("promoted", "提拔重用", words("提拔 重用")),
        Word("seconded", "挂职锻炼", ("挂职",)),
        Word("trained", "培训研修", words("培训 研修")),
        Word("honoured", "表彰", words("表彰奖励 荣誉")),
        Word("recommended", "推荐两代表一委员", ("推荐",)),
        Word("elected", "当选两代表一委员", ("当选",)),
        Word("party", "发展党员", ("入党",)),
    ),
)

WORK_VOCABULARIES = (
    *(WHETHER, EVENT_STATE, ROLE, ASSIGNMENT, MIDYEAR, REQUEST, SATISFACTION),
    *(TASK, FULFILMENT, ENTRY, WAY, MILESTONE),
)
