"""A clerk who writes people down: leaves fields out, slips with the pen, mistakes one number for another."""

import random
from datetime import date, timedelta
from typing import Any

from talentreg.records.fields import columns, written
from talentreg.records.numbers import clean_id_number, clean_phone
from talentreg.records.person import Person

MEN = "伟强磊军洋勇杰涛明超平刚辉鹏华飞波斌宇浩凯健俊帆旭宁龙林建国志文海永德成家荣世昌振东光庆新立义根生福"
WOMEN = "芳娜秀英敏静丽艳娟霞兰燕玲红梅琳雪慧莹倩婷颖洁云莉萍桂凤珍玉春香月芬淑琴佳欣怡思雨梦瑶嘉琪雅晓小美"
HEARD = (
    "伟玮炜 军钧君均 洋阳扬 勇永咏 杰洁捷 涛韬 明铭鸣 辉晖 鹏朋 飞菲 宇雨语 浩皓 健建 俊峻 旭绪 宁柠 "
    "林琳霖 志智 文雯 成诚程 家佳嘉 荣蓉 东冬 新欣鑫 立丽莉 义艺毅 英瑛 静婧靖 艳燕 娟涓 兰岚 红虹宏 "
    "慧惠 莹盈 婷庭 萍平 珍真 玉钰 月玥 琴勤 怡宜 瑶遥 琪奇 晓小 李里 陈程 张章 杨扬 徐许 余于 向项"
).split()
SEEN = (
    "芳芬 娟绢 梅海 凤风 洁浩 刚钢 未末 晴睛 妍研 建健 佳住 明朋 月丹 玉王 云去 根银 生主 东车 龙尤".split()
)
REMARKS = ("（退休）", "（党员）", "（大）")
SHARES = {
    **{"sex": 0.95, "second_phone": 0.06, "relative": 0.4, "relative_phone": 0.3, "wechat": 0.12},
    **{"employer": 0.65, "school": 0.35, "native_place": 0.5, "home_address": 0.35, "email": 0.04},
}
"""How often a book says these at all."""

Row = dict[str, Any]
Slips = set[str]


class Clerk:
    """Writes down what there is to know of people, with the mistakes of a day's work."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def write(self, truth: Row, slips: Slips) -> Row:
        """Write a record of somebody, noting the slips made on the way."""
        row: Row = {"unit": truth["unit"], "extra": None, "name": self._name(truth["name"], slips)}
        for name, share in SHARES.items():
            row[name] = truth[name] if self.chance(share) else None
        if row["sex"] and self.chance(0.006):
            row["sex"] = "male" if row["sex"] == "female" else "female"
            slips.add("性别填错")
        for name, share in (("employer", 0.2), ("school", 0.2), ("home_address", 0.3)):
            if row[name] and self.chance(share):
                row[name] = row[name].replace("有限公司", "")[: -2 if name == "home_address" else None]
        self._number(row, truth, slips)
        self._birth(row, truth, slips)
        self._phone_cell(row, truth, slips)
        return row

    def _name(self, name: str, slips: Slips) -> str:
        place = self.draw.randrange(1, len(name))
        luck = self.draw.random()
        if luck < 0.015:
            place = place if self.chance(0.85) else 0
            group = next((one for one in HEARD if name[place] in one and len(one) > 1), name[place])
            name = self._put(name, place, self.draw.choice(group), "同音字", slips)
        elif luck < 0.022:
            group = next((one for one in SEEN if name[place] in one), name[place])
            name = self._put(name, place, self.draw.choice(group), "形近字", slips)
        elif luck < 0.028:
            name = self._put(name, place, self.draw.choice(MEN + WOMEN), "错字", slips)
        elif luck < 0.031 and len(name) > 2:
            name = self._put(name, 1, name[2] + name[1], "两字颠倒", slips, width=2)
        elif luck < 0.034 and len(name) > 2:
            name = self._put(name, place, "", "漏字", slips)
        elif luck < 0.039:
            name = self._put(name, len(name), self.draw.choice(REMARKS), "带说明", slips)
        return name

    def _put(self, name: str, place: int, text: str, slip: str, slips: Slips, width: int = 1) -> str:
        written_name = name[:place] + text + name[place + width :]
        if written_name != name:
            slips.add(slip)
        return written_name

    def _number(self, row: Row, truth: Row, slips: Slips) -> None:
        """Write the ID number; one mistyped is set aside as an import does, unless it has fifteen digits."""
        row["id_number"] = None
        if not self.chance(0.5):
            return
        body = f"9901{truth['area']:02}{truth['birth']:%Y%m%d}{truth['order'] % 1000:03}"
        number = body + "10X98765432"[sum(int(digit) * 2 ** (17 - i) for i, digit in enumerate(body)) % 11]
        if truth["birth"].year < 1985 and self.chance(0.03):
            number = body[:6] + body[8:]
        if self.chance(0.02):
            number = self._slip_of_pen(number, "身份证号", slips)
        try:
            row["id_number"] = clean_id_number(number)
        except ValueError:
            row["extra"] = {**(row["extra"] or {}), written(columns(Person)["id_number"]): number}

    def _birth(self, row: Row, truth: Row, slips: Slips) -> None:
        if row["id_number"]:
            number = row["id_number"]
            row["birth"] = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
            return
        born, luck = truth["birth"], self.draw.random()
        if luck < 0.03:
            born -= timedelta(days=self.draw.randint(18, 50))
            slips.add("农历生日")
        elif luck < 0.042:
            born = born.replace(year=born.year - 1, day=min(born.day, 28))
            slips.add("虚一岁")
        elif luck < 0.044 and born.day <= 12:
            born = born.replace(month=born.day, day=born.month)
            slips.add("月日颠倒")
        elif luck < 0.056:
            born = date(born.year - born.year % 10 + self.draw.randrange(10), born.month, min(born.day, 28))
            slips.add("出生错一位")
        length = self.draw.choices([0, 4, 7, 10], [0.1, 0.05, 0.45, 0.4])[0]
        row["birth"] = born.isoformat()[:length] or None

    def _phone_cell(self, row: Row, truth: Row, slips: Slips) -> None:
        row["phone"] = None
        if not self.chance(0.92):
            return
        phone, luck = truth["phone"], self.draw.random()
        if luck < 0.03:
            phone = truth["relative_phone"]
            slips.add("填了亲属电话")
        elif luck < 0.05:
            phone, row["second_phone"] = truth["second_phone"], None
            slips.add("填了另一个电话")
        elif luck < 0.07:
            phone = self._slip_of_pen(phone, "电话", slips)
        try:
            row["phone"] = clean_phone(phone)
        except ValueError:
            row["extra"] = {**(row["extra"] or {}), written(columns(Person)["phone"]): phone}

    def _slip_of_pen(self, number: str, what: str, slips: Slips) -> str:
        place, luck = self.draw.randrange(3, len(number) - 1), self.draw.random()
        if luck < 0.6:
            changed = number[:place] + str(self.draw.randrange(10)) + number[place + 1 :]
            slips.add(f"{what}错一位")
        elif luck < 0.85:
            changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
            slips.add(f"{what}两位颠倒")
        else:
            changed = number[:place] + number[place + 1 :]
            slips.add(f"{what}漏一位")
        return changed
