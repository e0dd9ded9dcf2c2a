"""Invent two years of contacts with the people of the sample register."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import words
from identities import sometimes, weighted
from people import LAST_DAY, Person, Staff


@dataclass(frozen=True, slots=True)
class Round:
    """A quarter of work: how many contacts with how many people, and its Spring Festival if any."""

    start: date
    end: date
    contacts: int
    people: int
    festival: date | None = None

    @property
    def season(self) -> tuple[date, date] | None:
        """Return the days around the festival when people are home."""
        if self.festival is None:
            return None
        return self.festival - timedelta(days=9), self.festival + timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with one person on one day."""

    person: Person
    on: date
    channel: str
    presence: str
    reached: str
    by: str
    occasion: str
    note: str = ""
    intention: str = ""
    next_on: date | None = None


ROUNDS = (
    Round(date(2024, 4, 1), date(2024, 6, 30), 150, 135),
    Round(date(2024, 7, 1), date(2024, 9, 30), 150, 134),
    Round(date(2024, 10, 1), date(2024, 12, 31), 135, 121),
    Round(date(2025, 1, 1), date(2025, 3, 31), 320, 276, date(2025, 1, 29)),
    Round(date(2025, 4, 1), date(2025, 6, 30), 130, 116),
    Round(date(2025, 7, 1), date(2025, 9, 30), 140, 126),
    Round(date(2025, 10, 1), date(2025, 12, 31), 135, 122),
    Round(date(2026, 1, 1), LAST_DAY, 340, 298, date(2026, 2, 17)),
)

HOME, AWAY, LOCAL = "是", "否", "本地"
SELF, FAMILY, NOBODY = "是", "家属", "否"
VISIT, TALK, PHONE, VIDEO = "走访", "面谈", "电话", "视频"

LOCAL_CHANNELS = words.weights("走访:42 面谈:22 电话:24 微信:10 信函:2")
SEASON_CHANNELS = words.weights("走访:46 面谈:16 电话:22 微信:11 视频:2 短信:3")
AWAY_CHANNELS = words.weights("走访:5 面谈:5 电话:54 微信:22 视频:5 短信:5 邮件:2 信函:2")
PHONELESS_CHANNELS = words.weights("走访:62 面谈:26 信函:12")
OUTCOMES = {SELF: 82, NOBODY: 10, FAMILY: 8}
SEASON_OCCASIONS = words.weights("慰问:62 调研:8 征求意见:10 政策宣传:12 服务:6 其他:2")
OCCASIONS = words.weights("慰问:8 调研:24 征求意见:16 政策宣传:26 服务:18 其他:8")

OPENINGS = {
    "走访": words.listed("上门走访， 到家中看望， 入户走访，"),
    "面谈": words.listed("约谈一次， 相约座谈， 当面交流，"),
    "电话": words.listed("电话联系， 电话问候， 电话回访，"),
    "视频": ("视频通话，", "视频连线，"),
    "微信": ("微信联系，", "微信语音交流，"),
    "短信": ("短信问候并收到回复，", "短信联系，本人回复："),
    "邮件": ("邮件往来，", "邮件联系，本人回信："),
    "信函": ("寄送家乡来信，本人回执：", "寄送慰问信，收到回复，"),
}
ABROAD_TALKS = ("随队外出时在{city}见面，", "在{city}走访在外人才时面谈，")

AWAY_STATES = words.listed(
    "目前在{city}从事{industry}工作，情况稳定 在{city}工作繁忙，身体都好 "
    "今年仍在{city}，岗位没有变动 近期岗位有调整，仍在{city} 在{city}已安家，每年回乡一两次 "
    "所在单位近期项目多，暂时走不开"
)
HOME_STATES = words.listed(
    "临时回乡办事，停留一周左右 回乡照看老人，近期不外出 休假在家，下旬回{city} 此次回乡探亲，刚从{city}到家"
)
SEASON_HOME_STATES = words.listed(
    "刚从{city}回来，准备过完节返程 带家人从{city}回乡过年 回家过年，初八前后回{city} "
    "今年休假早，已在家住了几天 回乡过年，走亲访友"
)
RETIRED_AWAY = words.listed("随子女住在{city}，身体尚好 在{city}帮子女带孩子 在{city}养老，常念叨家乡")
RETIRED_LOCAL = words.listed("退休在家，身体硬朗 退休后常到社区活动室帮忙 退休在家，帮忙带孙辈")
LOCAL_STATES = words.listed(
    "在本地从事{industry}工作，经营平稳 在家照顾老人，生活安稳 手头项目进展顺利 "
    "近期参加了区里组织的培训 对社区工作很支持，愿意帮忙牵线"
)

# Greetings by whether it is the season, then whether the two met.
GREETINGS = {
    (True, True): words.listed(
        "送上慰问品，问了家里过年的准备 看望家中老人，拜个早年 当面转达家乡的新春问候"
    ),
    (True, False): words.listed("转达家乡的新春问候 代表村社致以节日问候 介绍家乡一年来的变化，致新春问候"),
    (False, True): words.listed("看望家中老人，问了身体状况 了解家里近况和困难"),
    (False, False): words.listed("代表村社表示问候 问候家人，感谢对家乡的支持"),
}
MATTERS = {
    "调研": words.listed(
        "了解所在行业的用工和技术情况 了解所在单位今年的用人打算 摸清返乡就业的岗位要求 "
        "了解家属和子女情况，更新登记信息"
    ),
    "征求意见": words.listed(
        "建议多办专业对口的招聘会 希望家乡把停车和道路再改善一些 建议搭建在外人才线上交流的平台 "
        "建议给返乡项目配一名联络员"
    ),
    "政策宣传": words.listed(
        "介绍了创业担保贷款的申请条件 介绍了人才公寓和安家补贴政策 讲解事业单位引进人才的报名办法 "
        "发送了返乡创业扶持政策摘要 介绍了产业园场地租金减免办法"
    ),
    "服务": words.listed(
        "帮助咨询老人医保异地备案 协助了解子女转学手续 帮助咨询社保转接手续 "
        "协调老房确权登记的办理窗口 转交了区内企业的招聘岗位表"
    ),
    "其他": words.listed("核对联系电话和住址 邀请参加座谈会 请其推荐同行业的同乡 商量加入在外人才微信群"),
}
CLOSINGS = words.listed("约定下月再联系 答应有消息及时沟通 已加微信便于联系 需求已转相关科室 表示感谢")
WISHES = {
    "创业": ("有回乡办厂的打算，想先看场地", "想回乡创业，正在做预算"),
    "任职": ("愿意回村社任职，关注公开选聘", "有意参加村社后备干部选拔"),
    "就业": ("希望在区内找一份对口工作", "有合适岗位愿意回来就业"),
    "项目合作": ("愿意介绍项目落户，先做对接", "希望与本地企业合作"),
    "柔性": ("愿意利用假期回乡作技术指导", "可以远程提供咨询"),
    "无": ("目前没有返乡打算", "孩子在外上学，暂不考虑返乡"),
    "待定": ("返乡的事还在考虑", "要和家人商量后再定"),
}
UNREACHED = {
    VISIT: ("上门两次家中无人，向邻居留了联系卡", "敲门无人应答，择日再访"),
    TALK: ("约定的时间未到，电话也未接", "临时有事没有见成，另约时间"),
    PHONE: words.listed("电话无人接听 连打两次未接，改日再打 号码能打通但无人接听 提示已关机"),
    "": ("发出后未见回复", "联系后一周没有回音"),
}
FAMILY_NOTES = {
    VISIT: ("本人不在家，由家里老人接待", "本人外出，家属代为答复"),
    "": ("由家属接听，说本人近期都好", "本人不便接听，家属转达"),
}


def in_season(day: date) -> bool:
    """Tell whether a day lies around a Spring Festival."""
    return any(season[0] <= day <= season[1] for quarter in ROUNDS if (season := quarter.season))


def day_weight(day: date) -> float:
    """Weigh a day: little is done on weekends, much from twelve days before the season to its end."""
    busy = in_season(day) or in_season(day + timedelta(days=12))
    return (1 if day.weekday() < 5 else 0.3) * (4.5 if busy else 1)


def draw_day(rng: Random, first: date, last: date) -> date:
    """Draw the day of a contact between two days, both included."""
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    return rng.choices(days, [day_weight(day) for day in days])[0]


def draw_channel(rng: Random, person: Person, day: date) -> str:
    """Draw a channel that suits where the person lives and what number is known."""
    if not person.phone:
        return weighted(rng, PHONELESS_CHANNELS)
    if not person.life.away:
        return weighted(rng, LOCAL_CHANNELS)
    return weighted(rng, SEASON_CHANNELS if in_season(day) else AWAY_CHANNELS)


def draw_presence(rng: Random, contact: Contact) -> str:
    """Decide whether somebody living away was home at that contact."""
    life, season = contact.person.life, in_season(contact.on)
    if not life.away:
        return LOCAL
    if contact.reached != SELF:
        return AWAY
    if contact.channel == TALK and not season and life.city not in words.OVERSEAS:
        return HOME if sometimes(rng, 50) else AWAY
    if contact.channel in (VISIT, TALK):
        return HOME
    return HOME if sometimes(rng, 18 if season else 2) else AWAY


def draw_wish(rng: Random, contact: Contact) -> str:
    """Draw the intention voiced at a contact, mostly none; now and then it differs from the register's."""
    if contact.reached != SELF or not contact.person.life.away or not sometimes(rng, 11):
        return ""
    known = contact.person.intention
    return known if known and sometimes(rng, 60) else rng.choice(words.listed("待定 创业 就业 任职"))


def draw_next_day(rng: Random, contact: Contact) -> date | None:
    """Draw when to contact the person again; more often after nobody answered."""
    unanswered = contact.reached == NOBODY
    if not sometimes(rng, 55 if unanswered else 15):
        return None
    return contact.on + timedelta(days=rng.randint(5, 20) if unanswered else rng.randint(30, 120))


def opening(rng: Random, contact: Contact) -> str:
    """Word how the contact was made."""
    if contact.channel == TALK and contact.presence == AWAY:
        return rng.choice(ABROAD_TALKS)
    return rng.choice(OPENINGS[contact.channel])


def state(rng: Random, contact: Contact) -> str:
    """Word how the person is doing."""
    if contact.presence == HOME:
        return rng.choice(SEASON_HOME_STATES if in_season(contact.on) else HOME_STATES)
    retired = contact.person.life.profile is words.RETIREE
    away_states, local_states = (RETIRED_AWAY, RETIRED_LOCAL) if retired else (AWAY_STATES, LOCAL_STATES)
    return rng.choice(away_states if contact.presence == AWAY else local_states)


def matter(rng: Random, contact: Contact) -> str:
    """Word what the contact was about."""
    if contact.occasion == "慰问":
        return rng.choice(GREETINGS[in_season(contact.on), contact.channel in (VISIT, TALK)])
    return rng.choice(MATTERS[contact.occasion])


def compose_note(rng: Random, contact: Contact) -> str:
    """Put the sentence about a contact together."""
    if contact.reached == NOBODY:
        return rng.choice(UNREACHED.get(contact.channel, UNREACHED[""])) + "。"
    if contact.reached == FAMILY:
        text = rng.choice(FAMILY_NOTES.get(contact.channel, FAMILY_NOTES[""]))
        return f"{text}，{matter(rng, contact)}。"
    parts = [opening(rng, contact) + state(rng, contact) + "；" + matter(rng, contact)]
    if contact.intention:
        parts.append(rng.choice(WISHES[contact.intention]))
    if sometimes(rng, 60):
        parts.append(rng.choice(CLOSINGS))
    life = contact.person.life
    return "，".join(parts).format(city=life.city.name, industry=life.industry) + "。"


def draw_reached(rng: Random, channel: str) -> str:
    """Draw whether the person was reached; nobody's family answers a message."""
    reached = weighted(rng, OUTCOMES)
    return SELF if reached == FAMILY and channel not in (VISIT, PHONE, VIDEO) else reached


def draw_staff(rng: Random, person: Person, staff: Staff) -> str:
    """Draw who made the contact, mostly the one who usually looks after the person."""
    office = staff[person.life.community.name]
    return office[sum(map(ord, person.name)) % len(office)] if sometimes(rng, 80) else rng.choice(office)


def begin(rng: Random, person: Person, staff: Staff, day: date) -> Contact:
    """Draw channel, outcome and occasion of a contact."""
    channel = draw_channel(rng, person, day)
    occasion = weighted(rng, SEASON_OCCASIONS if in_season(day) else OCCASIONS)
    reached = draw_reached(rng, channel)
    return Contact(person, day, channel, "", reached, draw_staff(rng, person, staff), occasion)


def complete(rng: Random, contact: Contact) -> Contact:
    """Add what follows from these: presence, wish, next day and the sentence."""
    contact = replace(contact, presence=contact.presence or draw_presence(rng, contact))
    contact = replace(contact, intention=draw_wish(rng, contact), next_on=draw_next_day(rng, contact))
    return replace(contact, note=compose_note(rng, contact))


def contact_once(rng: Random, person: Person, staff: Staff, quarter: Round) -> list[Contact]:
    """Contact a person once in the quarter."""
    return [complete(rng, begin(rng, person, staff, draw_day(rng, quarter.start, quarter.end)))]


def contact_twice(rng: Random, person: Person, staff: Staff, quarter: Round) -> list[Contact]:
    """Contact a person twice; around the festival those away are phoned first, then visited at home."""
    middle = quarter.start + (quarter.end - quarter.start) / 2
    opens, closes = quarter.season or (middle, quarter.end)
    first = begin(rng, person, staff, draw_day(rng, quarter.start, opens - timedelta(days=3)))
    second = begin(rng, person, staff, draw_day(rng, opens, closes))
    if quarter.festival and person.life.away and person.phone:
        first = replace(first, channel=PHONE, presence=AWAY)
        second = replace(second, channel=VISIT, presence=HOME, reached=SELF, occasion="慰问")
    return [complete(rng, first), complete(rng, second)]


def work_quarter(rng: Random, people: list[Person], staff: Staff, quarter: Round) -> list[Contact]:
    """Contact so many people in the quarter, the first of them twice."""
    chosen = rng.sample(people, quarter.people)
    twice = quarter.contacts - quarter.people
    pairs = [contact_twice(rng, person, staff, quarter) for person in chosen[:twice]]
    singles = [contact_once(rng, person, staff, quarter) for person in chosen[twice:]]
    return [contact for group in pairs + singles for contact in group]


def invent_contacts(rng: Random, people: list[Person], staff: Staff) -> list[Contact]:
    """Invent all contacts, in the order of their days."""
    contacts = [contact for quarter in ROUNDS for contact in work_quarter(rng, people, staff, quarter)]
    return sorted(contacts, key=lambda contact: contact.on)
