"""The numbers that reports of this work state: `stats` gives each, `why` shows as many rows behind it.

The reports are those district, city and county offices write; the sentences here are our own.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer

from talentreg.figures.catalogue import FIGURES
from talentreg.figures.definition import Mode

Run = Callable[..., Answer]
QUARTER = ("--quarter", "2026Q1")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with # for its number, and what the number is called: a figure, or `key.dimension.value`."""

    sentence: str
    figure: str


FESTIVAL = (
    Said("全区#个乡镇街道参加", "乡镇街道数"),
    Said("联络工作在#个村社区铺开", "开展工作的村社区数"),
    Said("动员部署会、推进会到场#人次", "event_attendances.event.推进会"),
    Said("开了#场推进会、部署会", "工作推进会场次"),
    Said("印发文件#份", "制发文件"),
    Said("挂横幅#条", "宣传横幅"),
    Said("发公开信#封", "公开信"),
    Said("推送#篇", "媒体推送"),
    Said("走访返乡人员#人", "走访返乡人员"),
    Said("电话联系没有回来的#人", "电话联系未返乡人员"),
    Said("人才库入库#人", "入库人才"),
    Said("一人一档建档#人", "一人一档"),
    Said("“十个一”完成#项", "规定动作完成数"),
    Said("讲习#场", "讲习活动场次"),
    Said("讲习覆盖返乡人员#人", "讲习覆盖返乡人员"),
    Said("恳谈会、茶话会#场", "恳谈会场次"),
    Said("恳谈会覆盖返乡人员#人", "恳谈会覆盖返乡人员"),
    Said("开座谈会#场", "座谈会场次"),
    Said("座谈会邀请高层次人才#名", "forum_invited.tier.高层次人才"),
    Said("想回来创业的#人", "有返乡创业意愿"),
    Said("后备干部库现有#人", "后备干部库"),
    Said("新纳入后备干部#人", "新纳入后备干部"),
    Said("走访时慰问#人次", "走访慰问人次"),
    Said("排查出回归个案#件", "回归个案"),
    Said("回归个案落地#件", "落地个案"),
    Said("因家人不在本地没有成的#件", "cases_failed.reason.家人不在本地"),
    Said("由人引荐#人", "引荐人才"),
    Said("引荐来的人里已回来#人", "引荐转化"),
)
"""What a district reports after Spring Festival."""

CITY = (
    Said("引进博士#人", "引进博士"),
    Said("引进硕士#人", "引进硕士"),
    Said("引进副高以上职称#人", "引进副高以上"),
    Said("其中籍在外的占#%", "籍在外人才占比"),
    Said("专属优惠#项", "优惠政策"),
    Said("一揽子政策#项", "政策制度"),
    Said("在外人才里，现居广东的#人", "persons_enrolled.region.广东"),
    Said("高层次人才#人", "persons_enrolled.tier.高层次人才"),
    Said("驻外人才工作站#个", "驻外工作站"),
    Said("热线#部", "热线部数"),
    Said("热线接到来电#人次", "热线来电"),
    Said("热线帮了#人", "热线帮助"),
    Said("办专场招聘会#场", "专场招聘会"),
    Said("招聘单位#家", "招聘单位"),
    Said("岗位#个", "提供岗位"),
    Said("应聘#人次", "应聘人次"),
    Said("达成就业意向#人", "就业意向"),
    Said("乡行邀请#人", "乡行邀请人数"),
    Said("签约意向博士#名", "签约意向博士"),
    Said("签约意向硕士#名", "签约意向硕士"),
    Said("落地项目#个", "落地项目"),
    Said("领导联系人才#人", "领导联系人才"),
    Said("领导累计联系#人次", "领导联系人次"),
)
"""What a city reports on bringing talents back."""

COUNTY = (
    Said("从编制池引进#名", "编制池引进"),
    Said("申报江州英才计划#人", "programme_applications.programme.江州英才计划"),
    Said("申报青年拔尖人才#人", "programme_applications.programme.青年拔尖人才项目"),
    Said("在外成功人士库#人", "library_members.library.在外成功人士库"),
    Said("返乡创业项目库#个", "返乡创业项目"),
    Said("选派挂职#名", "挂职锻炼"),
    Said("研修、轮训#人", "培训研修"),
    Said("引进人才成长档案#份", "成长档案"),
    Said("县处级领导#名有联系对象", "联系服务领导"),
    Said("提拔重用#名", "提拔重用"),
    Said("先进单位#个", "先进单位"),
    Said("先进个人#名", "honoured.programme.返乡创业先进个人"),
    Said("人才公寓#套", "人才公寓"),
    Said("系列活动#名人才参加", "活动参与人数"),
    Said("系列活动参加#人次", "活动参与人次"),
    Said("发展党员#名", "发展党员"),
    Said("校地协议#份", "校地协议"),
    Said("成长起来的库内成员#人", "入库成员"),
    Said("职称数上涨#%", "职称数增幅"),
)
"""What a county reports on how recruited people are kept."""

TOWN_AND_CITY = (
    Said("领军人才#名", "领军人才"),
    Said("紧缺急需人才#名", "紧缺急需人才"),
    Said("海外高层次人才#名", "海外高层次人才"),
    Said("约谈单位#家", "约谈单位"),
    Said("解决政策实施中的问题#个", "requests_closed_by_category.request.政策"),
    Said("解决配偶就业问题#个", "requests_closed_by_category.request.配偶就业"),
    Said("解决实际问题#个", "解决问题"),
    Said("院士创新中心#个", "院士创新中心"),
    Said("创新服务平台#个", "创新平台"),
    Said("候鸟、假日专家#名", "柔性引才"),
    Said("有效专利#件", "有效专利"),
    Said("成果转化#项", "成果转化"),
    Said("制定标准#项", "制定标准"),
    Said("把在编的人才调回#名", "transferred.post_kind.在编"),
    Said("调回的人里30岁以下#名", "transferred.age_then.30岁及以下"),
    Said("引进在外、在编的#名", "在外在编紧缺人才"),
    Said("返乡创业#名", "返乡创业"),
    Said("回村任职#名", "返乡任职"),
    Said("返乡就业#名", "返乡就业"),
    Said("集体产业#个", "集体产业"),
    Said("村集体每年增收#万元", "村集体年增收"),
    Said("项目计划投资#万元", "项目投资额"),
    Said("项目到位资金#万元", "到位资金"),
    Said("项目带动就业#人", "带动就业"),
    Said("创新创业团队#个", "创新创业团队"),
    Said("专家工作站、院士工作站#个", "创新平台项目"),
    Said("产业链#条", "产业链"),
    Said("实训基地#个", "实训基地"),
    Said("订单培养#名", "订单培养"),
    Said("培养教师#名", "培养教师"),
    Said("科技专家#名传帮带", "传帮带专家"),
    Said("培育乡土专家#名", "培育本土人才"),
    Said("实用型人才#名", "实用型人才"),
    Said("学术交流#场", "events_held.event.学术交流"),
    Said("工作经费#万元", "人才工作经费"),
    Said("#人领到补贴", "发放补贴人数"),
    Said("发放补贴#万元", "发放补贴"),
    Said("创业担保贷款#亿元", "创业担保贷款"),
    Said("推荐两代表一委员#名", "推荐两代表一委员"),
    Said("当选两代表一委员#名", "当选两代表一委员"),
    Said("评选优秀党务工作者#名", "honoured.programme.优秀党务工作者"),
    Said("青年驿站免费住宿#人", "青年驿站服务人数"),
    Said("公寓现住#人", "入住人才"),
    Said("交付公寓钥匙#人", "累计入住人才"),
    Said("人才绿卡#张", "talent_cards.card.人才绿卡"),
)
"""What a county-level city reports on keeping, using and thanking people."""

RULE = (
    Said("班子成员#名有联系对象", "联系服务领导"),
    Said("一年至少联系一次，#对做到", "履行联系职责"),
    Said("做到的占#%", "联系职责履行率"),
    Said("两年任期到了没有调整的#对", "到期未调整"),
    Said("所在单位没有明确联络员的#个", "未明确联络员"),
    Said("诉求台账受理#件", "受理诉求"),
    Said("办结#件", "办结诉求"),
    Said("在办#件", "在办诉求"),
    Said("逾期#件", "逾期诉求"),
    Said("征求到意见建议#条", "意见建议"),
    Said("重大事项报告#件", "重大事项报告"),
    Said("督查#次", "督查次数"),
    Said("年底报告已报#个单位", "已报单位"),
    Said("应报#个单位", "应报单位"),
)
"""What a township's rule for keeping in touch asks to be told."""

ALL = (*FESTIVAL, *CITY, *COUNTY, *TOWN_AND_CITY, *RULE)


@pytest.fixture(scope="session")
def known() -> dict[tuple[str, ...], Any]:
    """Keep what `stats` answered, each answer for all who ask it."""
    return {}


@pytest.fixture
def ask(run: Run, demo: Answer, folder: Path) -> Callable[..., Any]:
    """Ask the register the demo left, about its quarter."""
    assert demo.code == 0, demo.err

    def answer(*words: str) -> Any:
        told = run("--db", folder / "register.db", *words, *QUARTER, "--json")
        assert told.code == 0, told.err
        return json.loads(told.out)

    return answer


def stated(ask: Callable[..., Any], known: dict[tuple[str, ...], Any], name: str) -> Mapping[str, Any]:
    """Give what `stats` says of a figure, or of one part of it."""
    key, _, rest = name.partition(".")
    dimension, _, part = rest.partition(".")
    told = _told(ask, known, key, "--by", dimension) if part else _told(ask, known, key)
    return _named(told["by"], part)[0] if part else told


def _told(
    ask: Callable[..., Any], known: dict[tuple[str, ...], Any], key: str, *by: str
) -> Mapping[str, Any]:
    """Look among all figures first; one of another way of counting is asked for by name."""
    for words in (("stats", f"--figure={key}", *by),) if by else (("stats",), ("stats", f"--figure={key}")):
        if words not in known:
            known[words] = ask(*words)["figures"]
        if found := _named(known[words], key):
            return found[0]
    raise AssertionError(key)


def _named(told: list[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    return [one for one in told if name in (one["key"], one["label"])]


def proven(answer: Mapping[str, Any]) -> float:
    """Count what the rows of `why` add up to, as the figure counts."""
    figure, rows = answer["figure"], answer["rows"]
    if figure.get("denominator"):
        assert len(rows) == figure["denominator"]
        return float(round(100 * sum(row["counted"] for row in rows) / len(rows), 1))
    known = FIGURES.get(figure["key"].partition(".")[0])
    if "by_hand" in figure or (known and known.mode is Mode.SUM):
        return float(sum(row["amount"] for row in rows))
    return len(rows)


@pytest.mark.parametrize("said", ALL)
def test_a_number_is_stated_and_what_is_behind_it_adds_up_to_it(
    said: Said, ask: Callable[..., Any], known: dict[tuple[str, ...], Any]
) -> None:
    number = stated(ask, known, said.figure).get("value")
    assert number, f"{said.sentence}：{said.figure}"
    answer = ask("why", said.figure)
    assert answer["figure"]["value"] == number
    assert proven(answer) == pytest.approx(number)


def test_what_no_record_can_prove_says_where_it_comes_from(ask: Callable[..., Any]) -> None:
    told = ask("why", "创业担保贷款")
    assert told["figure"]["by_hand"][0] | {"record": ""} == {
        **{"record": "", "value": 1.26, "unit": "亿元", "on": "2026-03-31"},
        **{"source": "区人社局", "by": "赵建芳"},
    }


@pytest.mark.parametrize(
    ("figure", "since", "before"),
    [("引进人才", 10, 2), ("引进硕士", 4, 1), ("引进博士", 5, 0), ("引进副高以上", 5, 1)],
)
def test_a_number_since_a_named_day_leaves_out_what_came_before(
    ask: Callable[..., Any], figure: str, since: int, before: int
) -> None:
    counted = ask("stats", f"--figure={figure}", "--baseline", "2021-01-01")["figures"][0]
    assert counted["value"] == since
    assert ask("stats", f"--figure={figure}")["figures"][0]["value"] == since + before
    assert len(ask("why", figure, "--baseline", "2021-01-01")["rows"]) == since


@dataclass(frozen=True, slots=True)
class Typed:
    """Rows as an office keeps them in sheets, the one line that enters them, and where they then stand."""

    rows: tuple[str, ...]
    line: str
    shown: str
    facts: Mapping[str, Any]
    entered: int = 1


TYPED = (
    Typed(
        ("余晨|文昌社区|引进|2026-03-31|硕士研究生|工程师|中级|区第二中学|编制池|本地籍|原在外",),
        "milestone log 引进 余晨@文昌社区 --place 区第二中学 --channel 编制池",
        "milestone list 引进渠道=编制池 --person 余晨@文昌社区",
        {
            **{
                "kind": "recruited",
                "on": "2026-03-31",
                "degree": "硕士研究生",
                "professional_title": "工程师",
            },
            **{"title_level": "中级", "place": "区第二中学", "native": "yes", "away": "yes"},
        },
    ),
    Typed(
        (
            "吴志强|新桥社区|就业|落地日期|2026-03-31|落地情况",
            "吴志强|新桥社区|返乡就业|2026-03-31|云河装备产业园",
        ),
        "case step 吴志强@新桥社区 落地 --kind 就业 --place 云河装备产业园",
        "milestone list 种类=返乡就业 --person 吴志强@新桥社区",
        {"on": "2026-03-31", "degree": "高中", "place": "云河装备产业园"},
    ),
    Typed(
        (
            "张紫萱|望江社区|后备干部库|2026-03-31|群众推荐",
            "孙丽|渡口社区|后备干部库|2026-03-31|群众推荐",
        ),
        "library join 后备干部库 张紫萱@望江社区 孙丽@渡口社区 --way 群众推荐",
        "library member list 纳入日期=2026-03-31",
        {"library_name": "后备干部库", "way": "群众推荐", "until": None, "state": "reserve"},
        entered=2,
    ),
    Typed(
        (
            "马建华|新桥社区|博士生活补贴|二季度|3000|2026-03-31",
            "马芳|文昌社区|博士生活补贴|二季度|3000|2026-03-31",
        ),
        "benefit grant 博士生活补贴 马建华@新桥社区 马芳@文昌社区 --batch 二季度",
        "benefit list 批次=二季度",
        {"policy_name": "博士生活补贴", "name": "博士生活补贴", "amount": 3000, "on": "2026-03-31"},
        entered=2,
    ),
    Typed(
        ("2000|2026-03-31",) * 3,
        "benefit pay 2026年一季度",
        "benefit payment list 金额=2000",
        {"on": "2026-03-31", "benefit_name": "博士生活补贴"},
        entered=3,
    ),
)


@pytest.mark.parametrize("typed", TYPED)
def test_one_line_enters_what_took_rows_of_a_sheet_with_fewer_words(
    typed: Typed, run: Run, demo: Answer, folder: Path, own_register: Path
) -> None:
    own_register.write_bytes((folder / "register.db").read_bytes())
    assert run(*typed.line.split()).code == 0
    found = json.loads(run(*typed.shown.split(), "--json").out)
    assert [{key: row[key] for key in typed.facts} for row in found] == [typed.facts] * typed.entered
    assert len(typed.line.split()) <= sum(len(row.split("|")) for row in typed.rows)


def test_sixty_people_of_a_sheet_took_one_line(ask: Callable[..., Any], demo: Answer) -> None:
    assert "$ talentreg milestone log 挂职锻炼 --from 挂职名单.xlsx\n" in demo.out
    assert ask("stats", "--figure=挂职锻炼")["figures"][0]["value"] == 60
