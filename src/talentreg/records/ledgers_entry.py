"""The kinds of entries that share one table, each with headings of its own: documents, publicity, calls."""

from collections.abc import Mapping
from typing import Any

from talentreg.records.cleaning import clean_amount, clean_count, clean_note, word_cleaner
from talentreg.records.days import clean_day, clean_end_day
from talentreg.records.entry import Entry
from talentreg.records.fields import Column
from talentreg.records.ledger import Ledger
from talentreg.records.masking import mask_free_text
from talentreg.records.text import words
from talentreg.records.work_words import WAY, WHETHER


def _day(heading: str, aliases: str) -> Column:
    return Column(heading, words(aliases), heading, clean=clean_day)


def _note(heading: str, aliases: str) -> Column:
    return Column(heading, words(aliases), heading, clean=clean_note, mask=mask_free_text)


def _refers(heading: str, aliases: str, to: str) -> Column:
    return Column(heading, words(aliases), heading, refers=to)


def _kind(name: str, title: str, counter: str, fields: Mapping[str, Column], **more: Any) -> Ledger:
    return Ledger(name, title, Entry, counter, kind=name, fields=fields, today=("on",), **more)


ENTRIES = (
    _kind(
        *("document", "文件", "份"),
        fields={
            "name": Column("文件名称", words("名称 标题 文件标题 文件"), "文件名称"),
            "way": Column(
                "文件方向", words("方向 收发"), "发文还是来文", vocabulary=WAY, clean=word_cleaner(WAY)
            ),
            "code": Column("文号", ("发文字号",), "文号，如 云组通〔2026〕3号"),
            "source": Column("发文单位", words("发文机关 来文单位 制发单位"), "来文由谁发"),
            "on": _day("成文日期", "日期 发文日期 印发日期 来文日期 收文日期"),
            "unit": _refers("所属单位", "单位", "unit"),
            "place": Column("文件位置", words("存放位置 附件 文件路径"), "文件存放的位置"),
            "note": _note("文件备注", "备注 说明"),
        },
        leads=("name",),
        required=("name", "way", "on"),
        defaults={"way": "out"},
        alike=("name", "way", "code", "on", "unit"),
        shown=("record", "on", "way", "code", "name", "unit"),
        spare=("unit", "code"),
        past=("on",),
        place="top",
    ),
    _kind(
        *("publicity", "宣传", "条"),
        fields={
            "category": Column(
                "宣传形式", words("形式 宣传种类 种类 类型 宣传方式"), "宣传形式", open_list="publicity"
            ),
            "quantity": Column("宣传数量", words("数量 条数 份数 张数"), "数量", clean=clean_count),
            "name": Column("宣传内容", words("内容 标题 主题"), "宣传内容"),
            "place": Column("宣传地点", words("地点 位置 媒体 平台 张贴地点"), "地点或媒体"),
            "on": _day("宣传日期", "日期 时间 宣传时间 发布日期"),
            "unit": _refers("所属单位", "单位 宣传单位", "unit"),
            "note": _note("宣传备注", "备注 说明"),
        },
        leads=("category", "quantity"),
        required=("category", "quantity", "on"),
        alike=("category", "quantity", "name", "place", "on", "unit"),
        shown=("record", "on", "category", "quantity", "name", "place", "unit"),
        spare=("place", "unit", "name"),
        past=("on",),
        place="top",
    ),
    _kind(
        *("inspection", "督查", "次"),
        fields={
            "category": Column(
                "督查形式", words("形式 督查类型 类型 检查形式"), "督查形式", open_list="inspection"
            ),
            "unit": _refers("被查单位", "单位 受检单位 检查单位", "unit"),
            "on": _day("督查日期", "日期 时间 督查时间 检查日期"),
            "by": _refers("督查人", "检查人 督导人", "staff"),
            "quantity": Column(
                "发现问题", words("问题数 发现问题数 问题个数"), "发现几个问题", clean=clean_count
            ),
            "amount": Column("得分", words("评分 分数 考核得分"), "得分", clean=clean_amount),
            "note": _note("问题内容", "问题 督查情况 备注"),
            "until": _day("整改日期", "整改完成日期 整改时间"),
        },
        leads=("category", "unit"),
        required=("category", "unit", "on"),
        alike=("category", "unit", "on"),
        shown=("record", "on", "category", "unit", "quantity", "amount", "until", "by"),
        spare=("by", "until"),
        past=("on", "until"),
        orders=(("on", "until"),),
    ),
    _kind(
        *("hotline", "热线", "次"),
        fields={
            "category": Column("来电类别", words("类别 咨询类别 类型"), "来电类别", open_list="hotline"),
            "on": _day("来电日期", "日期 时间 来电时间"),
            "name": Column(
                "来电人", words("来电人姓名 咨询人"), "来电人；不是登记的人也可以写", mask=mask_free_text
            ),
            "person": _refers("登记的人", "来电人才 姓名", "person"),
            "note": _note("来电内容", "内容 咨询内容 事项"),
            "outcome": Column(
                "是否帮助",
                words("是否解决 已帮助 办理结果"),
                "是否帮上忙",
                vocabulary=WHETHER,
                clean=word_cleaner(WHETHER),
            ),
            "by": _refers("接线人", "接听人 受理人", "staff"),
            "unit": _refers("受理单位", "单位 接线单位", "unit"),
        },
        leads=("category", "name"),
        required=("category", "on"),
        alike=("category", "on", "name", "person", "note"),
        shown=("record", "on", "category", "name", "person", "outcome", "note", "unit"),
        spare=("unit", "note"),
        past=("on",),
        place="top",
    ),
    _kind(
        *("station", "工作站", "个"),
        fields={
            "name": Column("工作站名称", words("名称 站名 工作站"), "工作站名称"),
            "place": Column("所在城市", words("城市 地点 驻地"), "所在城市"),
            "source": Column("依托单位", words("依托商会 依托 挂靠单位"), "依托的商会或单位"),
            "on": _day("设立日期", "成立日期 日期 设立时间"),
            "until": Column("撤销日期", words("撤站日期 撤销时间"), "撤销日期", clean=clean_end_day),
            "unit": _refers("设立单位", "单位 主管单位", "unit"),
            "by": _refers("联系人", "负责人 站长", "staff"),
            "note": _note("工作站备注", "备注 说明"),
        },
        leads=("name",),
        required=("name", "on"),
        alike=("name", "unit"),
        shown=("record", "name", "place", "source", "on", "until", "unit"),
        spare=("unit", "source", "until"),
        past=("on",),
        orders=(("on", "until"),),
        place="top",
    ),
    _kind(
        *("referral", "引荐", "次"),
        fields={
            "person": _refers("被引荐人", "姓名 人 人才", "person"),
            "from": _refers("引荐人", "推荐人 介绍人", "person"),
            "on": _day("引荐日期", "日期 时间 推荐日期"),
            "unit": _refers("所属单位", "单位", "unit"),
            "by": _refers("登记人", "经办人 联络人", "staff"),
            "note": _note("引荐情况", "备注 说明 情况"),
        },
        leads=("person", "from"),
        required=("person", "from", "on"),
        alike=("person", "from", "on"),
        shown=("record", "on", "person", "from", "converted_on", "by", "note"),
        spare=("note", "by"),
        past=("on",),
        place="person",
    ),
    _kind(
        *("number", "手工数", "个"),
        fields={
            "name": Column("指标名称", words("名称 指标 数据名称"), "指标名称，如 创新平台"),
            "amount": Column("数值", words("数量 值 数"), "数值", clean=clean_amount),
            "measure": Column("计量单位", words("单位名 量词"), "个、部、万元、亿元……"),
            "on": _day("截至日期", "日期 时间 统计日期"),
            "unit": _refers("所属单位", "单位 填报单位", "unit"),
            "source": Column("数据来源", words("来源 依据 出处"), "数从哪里来"),
            "by": _refers("填报人", "经办人 录入人", "staff"),
            "note": _note("填报备注", "备注 说明"),
        },
        leads=("name", "amount", "measure"),
        required=("name", "amount", "measure", "on", "source"),
        alike=("name", "on", "unit"),
        shown=("record", "name", "amount", "measure", "on", "source", "by", "unit"),
        spare=("unit", "by"),
        past=("on",),
        place="top",
    ),
    _kind(
        *("card", "人才绿卡", "张"),
        fields={
            "person": _refers("姓名", "持卡人 人 人员 人才", "person"),
            "category": Column("卡种", words("种类 卡类 类别"), "卡种", open_list="card"),
            "code": Column("卡号", words("编号 证号 绿卡编号"), "卡号"),
            "on": _day("发卡日期", "日期 发放日期 发卡时间"),
            "until": Column("有效期至", words("到期日期 失效日期"), "最后一天", clean=clean_end_day),
            "unit": _refers("发卡单位", "单位 所属单位", "unit"),
            "note": _note("绿卡备注", "备注 说明"),
        },
        leads=("person", "code"),
        required=("person", "on"),
        defaults={"category": "人才绿卡"},
        alike=("person", "category", "on"),
        shown=("record", "on", "person", "category", "code", "until"),
        spare=("code", "category"),
        past=("on",),
        orders=(("on", "until"),),
        place="person",
    ),
    _kind(
        *("service", "服务", "次"),
        fields={
            "person": _refers("姓名", "服务对象 人 人员 人才", "person"),
            "category": Column(
                "服务种类", words("种类 待遇种类 服务项目 类别"), "服务种类", open_list="benefit"
            ),
            "name": Column("服务事项", words("事项 内容 服务内容"), "享受了什么服务"),
            "on": _day("服务日期", "日期 时间 办理日期"),
            "by": _refers("经办人", "服务专员 办理人", "staff"),
            "unit": _refers("服务单位", "单位 所属单位", "unit"),
            "note": _note("服务备注", "备注 说明"),
        },
        leads=("person", "category"),
        required=("person", "category", "on"),
        alike=("person", "category", "name", "on"),
        shown=("record", "on", "person", "category", "name", "by"),
        spare=("by", "name"),
        past=("on",),
        place="person",
    ),
    _kind(
        *("consent", "本人同意", "份"),
        fields={
            "person": _refers("姓名", "同意人 本人 人 人员 人才", "person"),
            "category": Column("同意用途", words("用途 种类 同意事项"), "同意用于什么", open_list="consent"),
            "name": Column("同意内容", words("内容 事项"), "哪件事、哪篇稿件", mask=mask_free_text),
            "on": _day("同意日期", "日期 签字日期"),
            "until": Column(
                "同意至", words("有效期至 截止日期"), "最后一天；空白表示没有期限", clean=clean_end_day
            ),
            "by": _refers("经办人", "登记人 征求人", "staff"),
            "note": _note("同意备注", "备注 说明"),
        },
        leads=("person", "category"),
        required=("person", "category", "on"),
        alike=("person", "category", "name", "on"),
        shown=("record", "on", "person", "category", "name", "until", "by"),
        spare=("by", "name"),
        past=("on",),
        orders=(("on", "until"),),
        place="person",
    ),
)
"""The ledgers that share the table of entries."""
