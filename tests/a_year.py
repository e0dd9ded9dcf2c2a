"""A year of overlapping books by several offices about one and the same people, and who each row means."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from books import csv_book, id_number, phone, stored

HEADINGS = "姓名,性别,身份证号,出生年月,联系电话,备用电话,所属街道,所属社区,工作单位,在家亲属,学历".split(",")
PLACES = (
    ("临江街道", "望江社区"),
    ("临江街道", "渡口社区"),
    ("青石镇", "青石村"),
    ("青石镇", "白鹭村"),
)
EMPLOYERS = ("江州大学", "云河建工集团", "望江食品厂", "江州第一医院", "南湖中学", "东港物流公司")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲嘉诚思源晓晨佳宁宇轩梓涵"
SOUNDS_ALIKE = {
    "伟": "玮",
    "静": "靖",
    "丽": "莉",
    "军": "君",
    "涛": "滔",
    "明": "铭",
    "佳": "嘉",
    "玲": "琳",
}
"""What a clerk types for a given name heard on the phone."""


Whom = dict[int, set[int]]

WHERE_FROM = """
SELECT f.name, s.line, coalesce(m.person_id, s.row_id)
FROM source s JOIN imported_file f ON f.id = s.file_id LEFT JOIN merged_person m ON m.id = s.row_id
WHERE s.record = 'person'
"""


@dataclass(frozen=True)
class Someone:
    """One real person; `number` is nowhere in the books."""

    number: int
    facts: dict[str, str]

    def row(self, headings: Sequence[str]) -> list[str]:
        """Write the person the way a book with some headings does."""
        return [self.facts.get(heading, "") for heading in headings]


@dataclass(frozen=True)
class Sent:
    """A book: its file, and whom each of its lines means by the line's number."""

    path: Path
    whom: dict[int, int]


@dataclass
class Year:
    """The people there are, and the books in the order in which they came."""

    people: list[Someone]
    books: list[Sent] = field(default_factory=list)

    def meant(self) -> dict[tuple[str, int], int]:
        """Return whom every line of every book means."""
        return {(sent.path.name, line): who for sent in self.books for line, who in sent.whom.items()}

    def count(self) -> int:
        """Count the people any book names."""
        return len(set(self.meant().values()))


def a_year(seed: int, people: int = 120) -> Year:
    """Draw people and the books about them; nothing in a row is wrong but what clerks get wrong."""
    chance = Random(seed)
    year = Year(list(_people(chance, people)))
    for name, headings, share, spoil in _BOOKS:
        some = [one for one in year.people if chance.random() < share]
        chance.shuffle(some)
        year.books.append(_book(name, headings, [spoil(chance, one) for one in some]))
        year.people = [_moved_on(chance, one) for one in year.people]
    return year


def _people(chance: Random, count: int) -> Iterator[Someone]:
    """Draw people: one in twelve has a twin, one in twelve a father of the same name."""
    number = 0
    while number < count:
        number += 1
        one = _someone(chance, number)
        yield one
        if chance.random() < 1 / 12 and number + 1 < count:
            number += 1
            yield _relative(chance, one, number, twin=True)
        elif chance.random() < 1 / 12 and number + 1 < count:
            number += 1
            yield _relative(chance, one, number, twin=False)


def _someone(chance: Random, number: int) -> Someone:
    name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2, 2))))
    day = f"{chance.randint(1955, 2003)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    street, community = chance.choice(PLACES)
    man = chance.random() < 0.5
    kin = name[0] + "".join(chance.sample(GIVEN, 2))
    facts = {
        "姓名": name,
        "性别": "男" if man else "女",
        "身份证号": id_number(2 * (number % 400) + man, day),
        "出生年月": f"{day[:4]}-{day[4:6]}-{day[6:]}",
        "联系电话": _new_phone(chance),
        "所属街道": street,
        "所属社区": community,
        "工作单位": chance.choice(EMPLOYERS),
        "在家亲属": kin,
        "学历": chance.choice(("高中", "大专", "本科")),
    }
    return Someone(number, facts)


def _relative(chance: Random, one: Someone, number: int, *, twin: bool) -> Someone:
    """Draw a twin, of another given name, or a father, of the same; half share the phone at home."""
    facts = dict(one.facts)
    day = facts["出生年月"].replace("-", "")
    if twin:
        other = chance.choice([sign for sign in GIVEN if sign not in facts["姓名"]])
        facts["姓名"] = facts["姓名"][:-1] + other
    else:
        day = f"{int(day[:4]) - chance.randint(21, 32)}{day[4:]}"
        facts["出生年月"] = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    man = facts["性别"] == "男"
    own = id_number(2 * (number % 400) + man, day)
    facts |= {"身份证号": own, "工作单位": chance.choice(EMPLOYERS)}
    if chance.random() < 0.5:
        facts["联系电话"] = _new_phone(chance)
    return Someone(number, facts)


def _new_phone(chance: Random) -> str:
    return phone(chance.randint(10_000, 99_999_999))


def _moved_on(chance: Random, one: Someone) -> Someone:
    """Let time pass: some change their phone or their work, and the books after that say the new one."""
    facts = dict(one.facts)
    if chance.random() < 0.03:
        facts |= {"备用电话": facts["联系电话"], "联系电话": _new_phone(chance)}
    if chance.random() < 0.1:
        facts["工作单位"] = chance.choice(EMPLOYERS)
    return replace(one, facts=facts)


def _as_it_is(chance: Random, one: Someone) -> Someone:
    return one


def _by_ear(chance: Random, one: Someone) -> Someone:
    """Write a name the way it sounds, one time in ten."""
    name = one.facts["姓名"]
    heard = "".join(SOUNDS_ALIKE.get(sign, sign) if chance.random() < 0.1 else sign for sign in name)
    return replace(one, facts=one.facts | {"姓名": name[0] + heard[1:]})


def _old_numbers(chance: Random, one: Someone) -> Someone:
    """Write ID numbers of fifteen digits for those born before 1980."""
    long = one.facts["身份证号"]
    if long[6:10] >= "1980":
        return one
    return replace(one, facts=one.facts | {"身份证号": long[:6] + long[8:17]})


def _with_slips(chance: Random, one: Someone) -> Someone:
    """Swap two digits of a phone, one time in fifteen; write the birth to the month only."""
    number = one.facts["联系电话"]
    if chance.random() < 1 / 15:
        place = chance.randint(4, 9)
        number = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    return replace(one, facts=one.facts | {"联系电话": number, "出生年月": one.facts["出生年月"][:7]})


Spoil = Callable[[Random, Someone], Someone]
_WITHOUT_ID = [heading for heading in HEADINGS if heading != "身份证号"]
_BOOKS: tuple[tuple[str, list[str], float, Spoil], ...] = (
    ("一月社区摸底.csv", _WITHOUT_ID, 0.7, _as_it_is),
    ("二月走访名单.csv", "姓名,性别,出生年月,联系电话,所属街道,所属社区".split(","), 0.5, _by_ear),
    ("三月组织部名册.csv", HEADINGS, 0.6, _as_it_is),
    ("五月商会名单.csv", "姓名,联系电话,工作单位,身份证号".split(","), 0.3, _with_slips),
    ("七月校友名单.csv", "姓名,身份证号,出生年月,工作单位,学历".split(","), 0.4, _old_numbers),
    ("九月社区更新.csv", _WITHOUT_ID, 0.7, _with_slips),
    ("十二月年终名册.csv", HEADINGS, 0.8, _by_ear),
)
"""The offices' books: their headings, how many of the people each has, and what its clerk gets wrong."""


def _book(name: str, headings: Sequence[str], some: Sequence[Someone]) -> Sent:
    lines = [",".join(headings), *(",".join(one.row(headings)) for one in some)]
    whom = {line: one.number for line, one in enumerate(some, start=2)}
    return Sent(csv_book("\n".join(lines) + "\n", name), whom)


def who_is_who(register: Path, year: Year) -> Whom:
    """Return the real people whom each number of the register stands for, by the lines it came from."""
    meant: dict[tuple[str, int], int] = year.meant()
    found: Whom = defaultdict(set)
    for file, line, person in stored(register, WHERE_FROM):
        found[int(str(person))].add(meant[str(file), int(str(line))])
    return found
