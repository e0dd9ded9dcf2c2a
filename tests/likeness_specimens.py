"""A register as overlapping books leave it: people entered twice, and people who only look it.

Every record is what a clerk wrote down of somebody: fields left out, slips of the pen, numbers since changed.
A second record that an import would have known by itself (the ID number, name and phone, name with unit and
birth month) is written anew: such a pair never comes to be. The rates are those of books, not of the finder.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from likeness_clerk import MEN, WOMEN, Clerk, Row, Slips

from talentreg.records.history import ALWAYS, Affiliation, Status
from talentreg.records.person import Person
from talentreg.records.unit import Unit
from talentreg.store.register import open_for_writing

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
EMPLOYERS = "科技有限公司 建筑工程有限公司 人民医院 中学 物流有限公司 电子厂 餐饮店 建材经营部".split()
PLACES = "深圳 上海 杭州 江州 东莞 苏州 武汉 宁波 广州 成都 长沙 昆山".split()
SCHOOLS = "江州大学 云河师范学院 省农业大学 江州职业技术学院 云河一中 省工业大学 江州医学院".split()


@dataclass(slots=True)
class Population:
    """People as records, and which two of them are one (with what differs) or only look it (with why)."""

    units: list[tuple[str, str, int | None]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    pairs: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    unlike: dict[tuple[int, int], str] = field(default_factory=dict)


def likeness_population(seed: int, people: int) -> Population:
    """Invent a register of so many people, one in twenty of whom was entered twice."""
    return _Maker(seed, people).make(people)


def lay_population(path: Path, population: Population) -> None:
    """Write a population as a register; the person of row n gets the number n + 1."""
    with open_for_writing(path).changing("import") as writer:
        units = [
            {"code": f"U{place}", "name": name, "level": level, "parent_id": above}
            for place, (name, level, above) in enumerate(population.units, 1)
        ]
        writer.insert_many(Unit, units)
        people = [{k: v for k, v in row.items() if k != "unit"} for row in population.rows]
        with writer.filling({Person: len(people)}):
            writer.insert_many(Person, people)
        placed = [
            {"person_id": number, "on": ALWAYS, "unit_id": row["unit"]}
            for number, row in enumerate(population.rows, 1)
            if row["unit"]
        ]
        writer.insert_many(Affiliation, placed)
        stands = [
            {"person_id": number, "on": date(2025, 1, 1), "status": "enrolled"}
            for number in range(1, len(people) + 1)
        ]
        writer.insert_many(Status, stands)


class _Maker:
    """Makes one population."""

    def __init__(self, seed: int, people: int) -> None:
        self.draw = random.Random(seed)
        self.clerk = Clerk(self.draw)
        self.made = Population()
        self.streets: dict[int, list[int]] = {}
        self.known: set[tuple[str, ...]] = set()
        self.ids: set[str] = set()
        self.issued: set[str] = set()
        self.weights = [1 / (place + 3) for place in range(len(SURNAMES))]
        self._lay_units(max(people // 300, 4))

    def make(self, people: int) -> Population:
        while len(self.made.rows) < people:
            self._add_family(self.draw.choice(self.communities))
        return self.made

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def _lay_units(self, communities: int) -> None:
        units = self.made.units
        units.append(("云河区", "county", None))
        for number in range(max(communities // 12, 2)):
            units.append((f"第{number + 1}街道", "township", 1))
            street = len(units)
            self.streets[street] = []
            for inner in range(communities // max(communities // 12, 2)):
                units.append((f"第{number + 1}之{inner + 1}社区", "community", street))
                self.streets[street].append(len(units))
        self.communities = [one for some in self.streets.values() for one in some]
        self.above = {one: street for street, some in self.streets.items() for one in some}
        self.offices = {street: self._phone() for street in self.streets}

    def _add_family(self, unit: int) -> None:
        """Add somebody, now and then with a brother, a twin, a father or a namesake of one village."""
        surname = self.draw.choices(SURNAMES, self.weights)[0]
        shared = self._household(surname)
        truth = self._truth(unit, surname, shared)
        first = self._enter(truth)
        luck = self.draw.random()
        if luck < 0.09:
            other = self._truth(unit, surname, shared)
            other["name"] = self._sibling_name(truth["name"], other["name"])
            self._unlike(first, self._enter(other), "兄弟姐妹")
        elif luck < 0.097:
            other = self._truth(unit, surname, shared)
            other |= {name: truth[name] for name in ("birth", "area", "sex")} | {"order": truth["order"] + 2}
            other["name"] = self._sibling_name(truth["name"], other["name"])
            if self.chance(0.7):
                other["phone"] = truth["phone"]
            self._unlike(first, self._enter(other), "双胞胎")
        elif luck < 0.102:
            born = truth["birth"] - timedelta(days=self.draw.randint(8_000, 12_500))
            other = self._truth(unit, surname, shared)
            other |= {"name": truth["name"], "birth": born, "sex": truth["sex"]}
            self._unlike(first, self._enter(other), "父子同名")
        elif luck < 0.107:
            other = self._truth(unit, surname, self._household(surname)) | {"name": truth["name"]}
            self._unlike(first, self._enter(other | {"sex": truth["sex"]}), "本社区重名")

    def _household(self, surname: str) -> Row:
        shared = {
            "relative": surname + self._given(MEN),
            "relative_phone": self._phone(),
            "home_address": self._address(),
        }
        if self.chance(0.5):
            shared["school"] = self.draw.choice(SCHOOLS)
        return shared

    def _truth(self, unit: int, surname: str, shared: Row) -> Row:
        """Invent everything there is to know of somebody."""
        sex = self.draw.choice(["male", "female"])
        born = date(1950, 1, 1) + timedelta(days=int(self.draw.triangular(0, 20_500, 13_000)))
        phone = self.offices[self.above[unit]] if self.chance(0.008) else self._phone()
        named = surname + self._given(MEN if sex == "male" else WOMEN)
        truth = {
            **{"unit": unit, "area": self.draw.randrange(4), "name": named, "sex": sex, "birth": born},
            **{"order": self.draw.randint(1, 400) * 2 + (sex == "male"), "phone": phone},
            **{"employer": self._employer(), "school": self.draw.choice(SCHOOLS), "native_place": "江州云河"},
            **{"wechat": f"wx{self.draw.randrange(10**8)}", "email": f"m{self.draw.randrange(10**8)}@x.cn"},
            "second_phone": self._phone(),
        }
        return truth | shared

    def _employer(self) -> str:
        name = "".join(self.draw.choices("宏达鑫源盛华天瑞恒信", k=2))
        return self.draw.choice(PLACES) + name + self.draw.choice(EMPLOYERS)

    def _address(self) -> str:
        return f"幸福路{self.draw.randint(1, 900)}号{self.draw.randint(1, 12)}栋"

    def _given(self, pool: str) -> str:
        return "".join(self.draw.choices(pool, k=1 if self.chance(0.18) else 2))

    def _sibling_name(self, name: str, other: str) -> str:
        """Name a sibling: most share the character of their generation, which now and then comes last."""
        luck, named = self.draw.random(), name[0] + other[1:]
        if len(name) == 3 and luck < 0.6:
            named = name[:2] + other[-1] if luck < 0.5 else name[0] + other[1] + name[2]
        return named if named != name else named[:-1] + ("福" if name[-1] != "福" else "美")

    def _phone(self) -> str:
        """Issue a number nobody has yet; a place has some thousand beginnings."""
        number = ""
        while not number or number in self.issued:
            number = f"154{self.draw.randrange(2_000):04}{self.draw.randrange(10_000):04}"
        self.issued.add(number)
        return number

    def _enter(self, truth: Row) -> int:
        """Enter a person's record, and perhaps a second one; return the first one's row."""
        place = self._take(self.clerk.write(truth, set()))
        if self.chance(0.05):
            for _ in range(20):
                slips: Slips = set()
                row = self.clerk.write(self._later(truth, slips), slips)
                if not self._marks(row) & self.known and row["id_number"] not in self.ids:
                    second = self._take(row)
                    self.made.pairs[place, second] = tuple(sorted(slips | self._missing(place, second)))
                    break
        return place

    def _take(self, row: Row) -> int:
        if row["id_number"] in self.ids:
            row["id_number"] = None
        self.ids |= {row["id_number"]} - {None}
        self.known |= self._marks(row)
        self.made.rows.append(row)
        return len(self.made.rows) - 1

    def _marks(self, row: Row) -> set[tuple[str, ...]]:
        """List what an import would know the record by."""
        marks: set[tuple[str, ...]] = {
            (row["name"], row[name]) for name in ("phone", "second_phone") if row.get(name)
        }
        if row["unit"] and len(row.get("birth") or "") > 6:
            marks.add((row["name"], str(row["unit"]), row["birth"][:7]))
        return marks

    def _unlike(self, first: int, second: int, why: str) -> None:
        self.made.unlike[first, second] = why

    def _missing(self, first: int, second: int) -> Slips:
        one, other = self.made.rows[first], self.made.rows[second]
        missing = ("birth", "phone", "unit")
        return {f"一方没有{name}" for name in missing if not (one.get(name) and other.get(name))}

    def _later(self, truth: Row, slips: Slips) -> Row:
        """Tell what is so a year or two later."""
        now = dict(truth)
        if self.chance(0.15):
            now["phone"] = self._phone()
            slips.add("换了电话")
        if self.chance(0.2):
            now["employer"] = self._employer()
            slips.add("换了单位")
        if self.chance(0.25):
            now |= {"relative": now["name"][0] + self._given(WOMEN), "relative_phone": self._phone()}
        if self.chance(0.12):
            now["school"] = self.draw.choice(SCHOOLS)
        if self.chance(0.08):
            now["home_address"] = self._address()
        if self.chance(0.1):
            now["wechat"] = f"wx{self.draw.randrange(10**8)}"
        if self.chance(0.08):
            now["unit"] = self.draw.choice(self.streets[self.above[truth["unit"]]])
            slips.add("迁了社区")
        elif self.chance(0.02):
            now["unit"] = self.draw.choice(self.communities)
            slips.add("迁到别处")
        elif self.chance(0.06):
            now["unit"] = self.above[truth["unit"]]
            slips.add("只写街道")
        return now
