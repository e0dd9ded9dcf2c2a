"""Closed words of what is looked over rather than recorded: how far a duty is, what lacks, what presses."""

from talentreg.records.text import words
from talentreg.records.vocabulary import Vocabulary, Word

DUTY_STATE = Vocabulary(
    "履职状态",
    (
        Word("red", "红", words("逾期 超期 未履行 没履行")),
        Word("amber", "黄", words("临期 快到期 将到期")),
        Word("open", "未到期", words("未到 待履行")),
        Word("met", "已履行", words("绿 完成 已完成 履行")),
    ),
)
"""Of one assignment: its day has passed, comes soon, lies further ahead, or all is done."""

GAP = Vocabulary(
    "缺口",
    (
        Word("leader", "领导没有联系对象", words("领导无人 未分配 未分配联系对象")),
        Word("short", "联系人数不足", words("不足 名额不足")),
        Word("overload", "联系人数超过规定", words("超过 超额 超员 过多")),
        Word("person", "人才没有领导联系", words("人才无领导 没有领导 无人联系")),
        Word("expired", "任期已到未调整", words("到期 任期到期 到期未调整")),
        Word("liaison", "没有联络员", words("联络员 无联络员 未明确联络员")),
        Word("left", "领导已离任仍在联系", words("离任 领导离任")),
        Word("gone", "人才已退库仍在联系", words("退库 人才退库")),
    ),
)
"""What is missing or too much in who cares for whom."""

PRESSING = Vocabulary(
    "待办原因",
    (
        Word("overdue", "逾期", words("超期 红")),
        Word("soon", "临期", words("快到期 将到期 黄")),
        Word("undated", "未定期限", words("没有期限 无期限")),
        Word("ahead", "未到期", words("未到 期限未到")),
        Word("revisit", "待回访", words("未回访 没回访")),
    ),
)
"""Why a request is to be seen to."""

FOLLOWING = Vocabulary(
    "跟进原因",
    (
        Word("overdue", "逾期", words("超期 到期 红")),
        Word("soon", "临期", words("快到期 将到期 黄")),
        Word("unplanned", "未定下次", words("没有下一步 无下一步 未定日期 未定")),
        Word("ahead", "未到期", words("未到 期限未到")),
    ),
)
"""Why a return case is to be followed up."""

STEP = Vocabulary(
    "办理环节",
    (
        Word("assigned", "交办", words("转办 分办 派办")),
        Word("handled", "办理", words("承办 处理")),
        Word("closed", "办结", words("完成 结案")),
        Word("revisited", "回访", words("反馈 复访")),
    ),
)
"""The steps of a request after it was taken in, by how the fields of their day and hand begin."""

CASE_STAGE = Vocabulary(
    "个案阶段",
    (
        Word("reported", "上报", words("报告 上报办事处")),
        Word("talked", "沟通", words("谈心 谈心谈话 联系")),
        Word("matched", "对接", words("推荐 联系单位 牵线")),
        Word("landed", "落地", words("成功 回归 留任 已回归")),
        Word("failed", "未成", words("失败 放弃 终止 不回")),
    ),
)
"""The stages of a return case after it was found, by how the fields of their day begin."""

PROJECT_STAGE = Vocabulary(
    "项目阶段",
    (
        Word("talks", "洽谈", words("接洽 商谈 谈判")),
        Word("signed", "签约", words("签订协议 签署")),
        Word("landed", "落地", words("开工 注册 在建 建设中 动工")),
        Word("running", "投产", words("运营 开业 投运")),
        Word("ended", "终止", words("退出 撤销 放弃")),
    ),
)
"""The stages of a project after the first word of it, by how the fields of their day begin."""

INCLUSION_STATE = Vocabulary(
    "成员状态",
    (
        Word("reserve", "后备", words("在库 后备干部")),
        Word("examined", "考察", words("考察对象 列为考察对象")),
        Word("used", "使用", words("已使用 任用")),
        Word("revoked", "撤销", words("撤销资格 已撤销资格")),
        Word("left", "退出", words("离开 出库")),
    ),
)
"""How far somebody in a library has come."""

VISITED = Vocabulary(
    "走访对象",
    (
        Word("due", "该联系的", words("该联系 待联系 到期")),
        Word("uncontacted", "本期未联系的", words("未联系 没联系 未走访")),
        Word("home", "返乡在家的", words("返乡 在家 返乡在家 回乡")),
        Word("all", "在库的", words("在库 全部 全体 所有")),
    ),
)
"""Whom to call on."""

DUTY_VOCABULARIES = (
    *(DUTY_STATE, GAP, PRESSING, FOLLOWING, STEP, VISITED),
    *(CASE_STAGE, PROJECT_STAGE, INCLUSION_STATE),
)
