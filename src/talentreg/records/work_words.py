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
        Word("card", "人才绿卡", words("绿卡 人才卡 服务卡")),
        Word("service", "服务", words("享受服务 服务记录 待遇享受")),
        Word("consent", "本人同意", words("同意 授权 同意书")),
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
        Word("recruited", "引进", words("引进人才 引才 刚性引进 全职引进")),
        Word("flexible", "柔性引才", words("柔性引进 柔性 候鸟 候鸟人才 假日专家 周末工程师")),
        Word("returned_business", "返乡创业", words("回乡创业 创业")),
        Word("returned_office", "返乡任职", words("回乡任职 回村任职 任职")),
        Word("returned_job", "返乡就业", words("回乡就业 就业")),
        Word("transferred", "调回", words("调回家乡 调动回乡 调入 商调")),
        Word("promoted", "提拔重用", words("提拔 重用 晋升")),
        Word("seconded", "挂职锻炼", ("挂职",)),
        Word("trained", "培训研修", words("培训 研修 轮训")),
        Word("mentored", "传帮带培养", words("传帮带 培养 结对培养 带培 师带徒")),
        Word("honoured", "表彰", words("表彰奖励 荣誉 获奖 评优 奖励")),
        Word("applied", "申报人才项目", words("项目申报 申报项目 人才项目 申报")),
        Word("recommended", "推荐两代表一委员", ("推荐",)),
        Word("elected", "当选两代表一委员", ("当选",)),
        Word("party", "发展党员", words("入党 加入党组织")),
    ),
)

RESULT = Vocabulary(
    "申报结果",
    (
        Word("pending", "待定", words("申报中 评审中 已申报 公示中")),
        Word("selected", "入选", words("通过 获批 已入选 获评 立项")),
        Word("rejected", "未入选", words("未通过 落选 未获批")),
    ),
)

RETURNING = Vocabulary(
    "回归方向",
    (
        Word("business", "创业", words("返乡创业 回乡创业")),
        Word("office", "任职", words("返乡任职 回乡任职")),
        Word("job", "就业", words("返乡就业 回乡就业 任教 工作")),
        Word("project", "项目合作", words("项目 合作 投资 项目回迁")),
        Word("flexible", "柔性", words("柔性引才 柔性服务")),
        Word("transfer", "调回", words("调动 商调")),
    ),
)

OWNER = Vocabulary(
    "项目归属",
    (
        Word("private", "民营", words("个人 企业 私营 民企 合伙 公司")),
        Word("collective", "村集体", words("集体 村级集体 村集体经济 集体产业 合作社")),
        Word("state", "国有", words("国企 国资 政府")),
    ),
)

LIBRARY = Vocabulary(
    "库类",
    (
        Word("reserve", "后备干部库", words("后备干部 社区后备干部库 村级后备干部库 后备人选库 后备人才库")),
        Word("achievers", "成功人士库", words("成功人士 在外成功人士库")),
        Word("recruits", "引进人才库", words("引进人才 引进人才信息库")),
        Word("excellent", "优秀人才信息库", words("优秀人才 优秀人才库 领导干部联系优秀人才信息库")),
        Word("chamber", "商会会员", words("商会 驻外商会会员 商会会员库")),
        Word("other", "其他", words("其它 其他库")),
    ),
)

LEAVING = Vocabulary(
    "出库方式",
    (
        Word("used", "使用", words("已使用 任用 已任用 提拔使用")),
        Word("revoked", "撤销", words("撤销资格 取消资格 已撤销")),
        Word("left", "退出", words("离开 调整出库 出库 退会")),
    ),
)

WORK_VOCABULARIES = (
    *(WHETHER, EVENT_STATE, ROLE, ASSIGNMENT, MIDYEAR, REQUEST, SATISFACTION),
    *(TASK, FULFILMENT, ENTRY, WAY, MILESTONE, RESULT),
    *(RETURNING, OWNER, LIBRARY, LEAVING),
)
