"""Invent the people of the sample register: six hundred lives whose facts agree with one another."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

import words
from identities import (
    check_character,
    draw_name,
    given_names,
    invent_id_number,
    invented_phones,
    sometimes,
    weighted,
)
from words import City, Community, Industry, Profile

LAST_DAY = date(2026, 3, 31)
QUARTER_START = date(2026, 1, 1)
ENROLMENT_START = date(2023, 3, 1)
NEWLY_ENROLLED = 50
WITHOUT_ID, WITHOUT_PHONE, INCOMPLETE, COUPLES = 72, 24, 60, 5
HOLIDAYS = (
    (date(2023, 10, 1), date(2023, 10, 7)),
    (date(2024, 2, 9), date(2024, 2, 18)),
    (date(2024, 10, 1), date(2024, 10, 8)),
    (date(2025, 1, 27), date(2025, 2, 5)),
    (date(2025, 10, 1), date(2025, 10, 8)),
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
)
DROPPABLE = (
    ("现居住地",),
    ("工作单位", "职务"),
    ("学历", "学位", "毕业院校", "所学专业"),
    ("人员类别",),
    ("返乡意愿",),
    ("行业", "专业特长"),
    ("家庭住址",),
)


@dataclass(frozen=True, slots=True)
class Life:
    """The facts everything else about a person follows from."""

    community: Community
    sex: str
    age: int
    birth: date
    profile: Profile
    industry: str
    degree: str
    city: City

    @property
    def away(self) -> bool:
        """Tell whether the person lives away."""
        return self.city is not words.HOME

    @property
    def trade(self) -> Industry:
        """Return what the person's trade offers."""
        return words.INDUSTRIES[self.industry]


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; `cells` holds the rest of the dossier by its Chinese heading."""

    life: Life
    name: str
    id_number: str
    phone: str
    enrolled: date
    intention: str
    cells: dict[str, str]

    @property
    def has_valid_id(self) -> bool:
        """Tell whether there is an ID number and its check character is right."""
        return bool(self.id_number) and check_character(self.id_number) == self.id_number[-1]


Staff = dict[str, tuple[str, ...]]


def draw_weekday(rng: Random, start: date, end: date) -> date:
    """Draw a working day between two dates, both included."""
    while True:
        day = start + timedelta(days=rng.randint(0, (end - start).days))
        if day.weekday() < 5 and not any(first <= day <= last for first, last in HOLIDAYS):
            return day


def draw_age(rng: Random, profile: Profile, degree: str) -> int:
    """Draw an age at which the profile's people can hold the degree."""
    graduation = words.GRADUATION_AGES[degree]
    if profile is words.GRADUATE:
        return graduation + rng.randint(1, 4)
    youngest, oldest = profile.ages
    return rng.randint(max(youngest, graduation + 2), oldest)


def draw_city(rng: Random, profile: Profile, degree: str) -> City:
    """Draw where a person lives; a few experts with a higher degree live overseas."""
    if not sometimes(rng, profile.away):
        return words.HOME
    scholar = profile is words.EXPERT and degree in (words.MASTER, words.DOCTOR)
    cities = words.OVERSEAS if scholar and sometimes(rng, 16) else words.CITIES
    return rng.choices(cities, [city.weight for city in cities])[0]


def draw_profile(rng: Random, community: Community) -> Profile:
    """Draw a walk of life; towns have few farmers."""
    shares = [
        p.share * (2 if community.is_village else 0.5) if p is words.FARMER else p.share
        for p in words.PROFILES
    ]
    return rng.choices(words.PROFILES, shares)[0]


def draw_life(rng: Random, community: Community) -> Life:
    """Draw the facts a dossier is built on."""
    profile = draw_profile(rng, community)
    degree = weighted(rng, profile.degrees)
    age = draw_age(rng, profile, degree)
    birth = LAST_DAY - timedelta(days=age * 365.25 + rng.randint(1, 360))
    sex = rng.choices(("男", "女"), (58, 42))[0]
    city = draw_city(rng, profile, degree)
    return Life(community, sex, age, birth, profile, weighted(rng, profile.industries), degree, city)


def personal_cells(rng: Random, life: Life) -> dict[str, str]:
    """Invent what a person is: nation, party, origin."""
    nations = {"汉族": 92, "回族": 3, "土家族": 3, "苗族": 2}
    parties = {"群众": 70, "中共党员": 27, "民主党派": 3 if life.profile is words.EXPERT else 0}
    if life.age <= 28:
        parties = {"共青团员": 55, "群众": 28, "中共党员": 17}
    elif life.profile is words.RETIREE:
        parties = {"中共党员": 62, "群众": 35, "民主党派": 3}
    origin = words.DISTRICT + (life.community.street if sometimes(rng, 60) else "")
    return {"民族": weighted(rng, nations), "政治面貌": weighted(rng, parties), "籍贯": origin}


def schooling_cells(rng: Random, life: Life) -> dict[str, str]:
    """Invent the schooling that led to the degree."""
    degree = life.degree
    studied_major = degree not in ("初中", "高中")
    schools = words.LOW_SCHOOLS.get(degree) or life.trade.schools + words.GENERAL_SCHOOLS[:1]
    written = words.DEGREE_SYNONYMS.get(degree, degree) if sometimes(rng, 8) else degree
    return {
        "学历": written,
        "学位": words.ACADEMIC_DEGREES.get(degree, ""),
        "毕业院校": rng.choice(schools),
        "所学专业": rng.choice(life.trade.majors) if studied_major else "",
    }


def draw_post(life: Life, posts: tuple[str, ...]) -> str:
    """Pick the post a career of the person's length has led to."""
    years = life.age - words.GRADUATION_AGES[life.degree]
    return posts[min(len(posts) - 1, years * len(posts) // 32)]


def draw_employer(rng: Random, life: Life) -> tuple[str, str]:
    """Draw an invented employer and the post held there."""
    trade, profile = life.trade, life.profile
    if profile is words.RETIREE:
        post, employers = words.RETIRED_FROM[life.industry]
        return rng.choice(employers), post
    if profile is words.FARMER:
        return rng.choice(words.FARMS[life.industry]), rng.choice(("负责人", "理事长", "技术员"))
    if profile is words.OWNER:
        return rng.choice(trade.firms), rng.choice(("总经理", "董事长", "总经理", "副总经理"))
    at_institute = profile is words.EXPERT or (
        profile is words.GRADUATE and life.degree in words.ACADEMIC_DEGREES
    )
    if at_institute and (life.industry != "公共管理" or not life.away):
        return rng.choice(trade.institutes), draw_post(life, trade.expert_posts)
    return rng.choice(trade.firms), draw_post(life, trade.posts)


def draw_title(rng: Random, life: Life) -> tuple[str, str]:
    """Draw a professional title and its level from degree and years of work; most people have none."""
    has_titles = life.profile is words.EXPERT or (
        life.profile is words.RETIREE and life.industry in ("教育", "医疗卫生")
    )
    if not has_titles or sometimes(rng, 22):
        return "", ""
    head_start = {words.MASTER: 4, words.DOCTOR: 10}.get(life.degree, 0)
    years = life.age - words.GRADUATION_AGES[life.degree] + head_start
    highest = {"大专": 1, "中专": 1, "高中": 0}.get(life.degree, 3)
    level = min(highest, sum(years >= threshold for threshold in (7, 18, 28)))
    if level == 3 and sometimes(rng, 60):
        level = 2
    return life.trade.titles[level], words.TITLE_LEVELS[level]


def draw_category(rng: Random, life: Life, titled: bool) -> str:
    """Name the person's category, for some people a second one too."""
    category = life.profile.category
    if life.profile is words.RETIREE and titled and sometimes(rng, 40):
        return f"专业技术人员、{category}"
    if life.profile is words.WORKER and life.industry == "现代农业":
        return f"{category}、农村实用人才"
    if life.profile is words.GRADUATE and life.industry in ("医疗卫生", "教育") and sometimes(rng, 40):
        return f"{category}、专业技术人员"
    return category


def draw_tier(rng: Random, life: Life) -> str:
    """Draw the tier; doctors stand in the upper two."""
    if life.degree == words.DOCTOR:
        return "领军人才" if life.age >= 42 and sometimes(rng, 40) else "高层次人才"
    return weighted(rng, life.profile.tiers)


def work_cells(rng: Random, life: Life) -> dict[str, str]:
    """Invent the working life."""
    employer, post = draw_employer(rng, life)
    title, level = draw_title(rng, life)
    place = life.community.name.removesuffix("社区").removesuffix("村")
    chambers = ("云河区工商联", f"{life.city.name}云河商会" if life.away else "")
    chamber = rng.choice(chambers) if life.profile is words.OWNER else ""
    return {
        "工作单位": employer.format(city=life.city.name, place=place, word=rng.choice(words.FIRM_WORDS)),
        "职务": post,
        "行业": life.industry,
        "专业特长": rng.choice(life.trade.skills) if sometimes(rng, 75) else "",
        "职称": title,
        "职称级别": level,
        "人员类别": draw_category(rng, life, bool(title)),
        "人才层次": draw_tier(rng, life),
        "所属商会": chamber,
    }


def home_address(rng: Random, community: Community) -> str:
    """Write an address inside the community."""
    if community.is_village:
        return f"{community.name}{rng.randint(1, 12)}组{rng.randint(1, 80)}号"
    block, floor, door = rng.randint(1, 30), rng.randint(1, 11), rng.randint(1, 4)
    return f"{community.name}{rng.randint(1, 9)}区{block}栋{floor}0{door}室"


def draw_relative(rng: Random, life: Life, name: str) -> str:
    """Name a relative at home; father and brother bear the person's surname."""
    relation = rng.choice(("父亲", "母亲", "兄弟", "配偶") if life.age < 58 else ("兄弟", "配偶"))
    own_surname = name[:2] if name[:2] in words.SURNAMES else name[0]
    kin = relation in ("父亲", "兄弟")
    female = relation == "母亲" or (relation == "配偶" and life.sex == "男")
    birth_year = max(1940, life.birth.year - (25 if relation in ("父亲", "母亲") else 0))
    surname = own_surname if kin else weighted(rng, words.SURNAMES)
    return relation + surname + rng.choice(given_names("女" if female else "男", birth_year))


def family_cells(rng: Random, life: Life, name: str, phones: Iterator[str]) -> dict[str, str]:
    """Invent home, residence and the family that stayed."""
    residence = rng.choice(life.city.residences)
    has_relative = sometimes(rng, 70 if life.away else 25)
    children = next(options for oldest, options in words.CHILDREN if life.age < oldest)
    return {
        "家庭住址": home_address(rng, life.community),
        "现居住地": residence if life.away or sometimes(rng, 60) else residence + life.community.street,
        "在家亲属": draw_relative(rng, life, name) if has_relative else "",
        "亲属联系电话": next(phones) if has_relative and sometimes(rng, 85) else "",
        "家属需求": rng.choice(words.FAMILY_NEEDS) if has_relative and sometimes(rng, 45) else "",
        "子女情况": rng.choice(children) if sometimes(rng, 60) else "",
    }


def remaining_cells(rng: Random, life: Life, phones: Iterator[str]) -> dict[str, str]:
    """Invent the ways to reach a person and what clerks add at the end of a row."""
    return {
        "备用电话": next(phones) if sometimes(rng, 18) else "",
        "微信": f"yhq_{rng.randrange(10**6):06d}" if sometimes(rng, 55) else "",
        "备注": rng.choice(words.REMARKS) if sometimes(rng, 8) else "",
        "所在微信群": rng.choice(words.CHAT_GROUPS) if sometimes(rng, 70) else "",
        "每年返乡次数": f"{rng.randint(1, 4)}次" if life.away and sometimes(rng, 80) else "",
    }


def invent_person(rng: Random, life: Life, order: int, phones: Iterator[str], taken: set[str]) -> Person:
    """Turn a life into a register entry."""
    name = draw_name(rng, life.sex, life.birth.year, taken)
    cells = personal_cells(rng, life) | schooling_cells(rng, life) | work_cells(rng, life)
    cells |= family_cells(rng, life, name, phones) | remaining_cells(rng, life, phones)
    intention = weighted(rng, life.profile.intentions)
    enrolled = draw_weekday(rng, ENROLMENT_START, QUARTER_START - timedelta(days=1))
    id_number = invent_id_number(life.community.area_code, life.birth, life.sex, order)
    return Person(life, name, id_number, next(phones), enrolled, intention, cells)


def invent_staff(rng: Random) -> Staff:
    """Name the few people of every community office, no name twice in the district."""
    taken: set[str] = set()
    return {
        community.name: tuple(
            draw_name(rng, rng.choice("男女"), rng.randint(1975, 1998), taken) for _ in range(community.staff)
        )
        for community in words.COMMUNITIES
    }


def find_couples(people: list[Person]) -> list[tuple[int, int]]:
    """Find pairs who may share a phone: one city, near in age, at most one a community."""
    couples: dict[str, tuple[int, int]] = {}
    for (i, one), (j, other) in combinations(enumerate(people), 2):
        a, b = one.life, other.life
        same_home = a.community is b.community and a.city is b.city and a.sex != b.sex
        if same_home and a.age > 28 and b.age > 28 and abs(a.age - b.age) <= 3:
            couples.setdefault(a.community.name, (i, j))
    return list(couples.values())[:COUPLES]


def join_couples(people: list[Person]) -> set[int]:
    """Give each couple one phone and one address; answer their places in the list."""
    couples = find_couples(people)
    for first, second in couples:
        shared = {heading: people[first].cells[heading] for heading in ("家庭住址", "现居住地")}
        people[second] = replace(
            people[second], phone=people[first].phone, cells=people[second].cells | shared
        )
    return {place for couple in couples for place in couple}


def leave_gaps(rng: Random, people: list[Person], couples: set[int]) -> None:
    """Blank ID numbers, phones and dossier fields as clerks do; nobody lacks both ID number and phone."""
    order = [place for place in rng.sample(range(len(people)), len(people)) if place not in couples]
    for place in order[:WITHOUT_ID]:
        people[place] = replace(people[place], id_number="")
    for place in order[WITHOUT_ID : WITHOUT_ID + WITHOUT_PHONE]:
        people[place] = replace(people[place], phone="")
    for place in rng.sample(range(len(people)), INCOMPLETE):
        dropped = [heading for group in rng.sample(DROPPABLE, 3) for heading in group]
        person = people[place]
        intention = "" if "返乡意愿" in dropped else person.intention
        people[place] = replace(person, intention=intention, cells=person.cells | dict.fromkeys(dropped, ""))


def mistype_one_id(rng: Random, people: list[Person], street: str) -> None:
    """Mistype the last character of one ID number of the street, of somebody who has a phone too."""
    place = rng.choice(
        [i for i, p in enumerate(people) if p.life.community.street == street and p.id_number and p.phone]
    )
    number = people[place].id_number
    people[place] = replace(people[place], id_number=number[:-1] + ("7" if number.endswith("1") else "1"))


def invent_people(rng: Random, staff: Staff) -> list[Person]:
    """Invent everybody, community by community."""
    people: list[Person] = []
    phones = invented_phones(rng)
    staff_names = {name for names in staff.values() for name in names}
    for community in words.COMMUNITIES:
        taken = set(staff_names)
        people += [
            invent_person(rng, draw_life(rng, community), order, phones, taken)
            for order in range(community.people)
        ]
    for place in rng.sample(range(len(people)), NEWLY_ENROLLED):
        people[place] = replace(people[place], enrolled=draw_weekday(rng, QUARTER_START, LAST_DAY))
    leave_gaps(rng, people, join_couples(people))
    for street in (words.RIVERSIDE, words.BLUESTONE, words.PLUMBROOK):
        mistype_one_id(rng, people, street)
    return people
