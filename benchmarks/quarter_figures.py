"""Time a district's quarter in a register of a city: all figures, the tables by unit, the slowest figures.

    python benchmarks/quarter_figures.py                      # 1,000,000 people, 5,000,000 contacts
    python benchmarks/quarter_figures.py --people 100000      # 100,000 people, 500,000 contacts

The city has ten districts of ten townships of ten communities. Beside the CPU seconds stand ratios, for
machines differ: to counting the people of the quarter's contacts with plain SQL, and to a register of a
tenth.
"""

import argparse
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from talentreg.figures.catalogue import FIGURES
from talentreg.figures.compute import Counting
from talentreg.figures.definition import Figure
from talentreg.periods import quarter
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.units import load_units

SECONDS, GROWTH = 8.0, 1.5
"""What a quarter of a district of 100,000 may take, whole or by township (measured: 5.5 and 5.7 on a quiet
machine), and a person among many beside one among few."""

LAY = """
insert into unit (id, code, name, level) values (1, 'U1', '江州市', 'city');
insert into unit (id, code, name, level, parent_id)
  select 1 + n, 'U' || (1 + n), '区' || n, 'county', 1 from one_to where n <= 10;
insert into unit (id, code, name, level, parent_id)
  select 11 + n, 'U' || (11 + n), '镇' || n, 'township', 2 + (n - 1) / 10 from one_to where n <= 100;
insert into unit (id, code, name, level, parent_id)
  select 111 + n, 'U' || (111 + n), '村' || n, 'community', 12 + (n - 1) / 10 from one_to where n <= 1000;
insert into staff (id, name, unit_id, rank)
  select n, '干部' || n, 12 + (n - 1) % 1100, case when n % 4 = 0 then '乡科级' end
  from one_to where n <= 4400;
insert into person (id, name, degree, category)
  select n, '人' || n, case n % 3 when 0 then '本科' when 1 then '硕士研究生' else '大专' end, '专业技术人员'
  from one_to where n <= :people;
insert into status (person_id, "on", status, entered_on)
  select n, date('2024-01-01', (n % 600) || ' days'), 'enrolled', '2024-01-01' from one_to where n <= :people;
insert into affiliation (person_id, "on", unit_id, entered_on)
  select n, '0001-01-01', 112 + n % 1000, '2024-01-01' from one_to where n <= :people;
insert into intention (person_id, "on", kind, entered_on)
  select n, '2024-01-01', case n % 4 when 0 then 'business' when 1 then 'job' else 'none' end, '2024-01-01'
  from one_to where n <= :people and n % 2;
insert into contact (person_id, "on", channel, presence, direction, reached, staff_id, occasion, entered_on)
  select 1 + n % :people, date('2024-01-01', (n * 7919 % 820) || ' days'),
    case n % 5 when 0 then 'visit'
      when 1 then 'phone' when 2 then 'wechat' when 3 then 'talk' else 'phone' end,
    case n % 3 when 0 then 'home' else 'away' end, 'outbound',
    case n % 10 when 0 then 'none' when 1 then 'family' else 'self' end,
    1 + n % 4400, case n % 4 when 0 then '慰问' end, date('2024-01-01', (n * 7919 % 820) || ' days')
  from one_to where n <= 5 * :people;
insert into event (id, name, kind, "on", unit_id, state, headcount, entered_on)
  select n, '活动' || n,
    case n % 4 when 0 then '讲习' when 1 then '恳谈会' when 2 then '座谈会' else '推进会' end,
    date('2024-01-01', (n * 7919 % 820) || ' days'), 112 + n % 1000, 'held', 30, '2026-01-01'
  from one_to where n <= :people / 50;
insert into attendance (event_id, person_id, invited, attended, role, presence, entered_on)
  select 1 + n / 20, 1 + n * 7919 % :people, 'yes', 'yes', 'attendee', 'home', '2026-01-01'
  from one_to where n < :people / 50 * 20;
insert into duty_rule (name, unit_id, quota, least, midyear, report_days, "on")
  values ('制度', 1, 1, 1, 'whole', 15, '2023-01-01');
insert into assignment (kind, leader_id, person_id, "on", until, entered_on)
  select 'leader', 4 * (1 + n % 1100), 1 + n * 50 % :people, '2025-01-01', '2026-12-31', '2025-01-01'
  from one_to where n <= :people / 50;
insert into request (person_id, kind, category, urgent, text, unit_id, "on", due_on, closed_on, entered_on)
  select 1 + n * 10 % :people, case n % 5 when 0 then 'suggestion' else 'request' end,
    '住房', 'no', '事项' || n, 112 + n % 1000, date('2024-01-01', (n * 7919 % 820) || ' days'), '2026-03-01',
    case when n % 3 then date('2024-01-01', (n * 7919 % 820) || ' days') end, '2026-01-01'
  from one_to where n <= :people / 10;
insert into entry (kind, category, quantity, way, "on", unit_id, entered_on)
  select case n % 3 when 0 then 'publicity' when 1 then 'document' else 'hotline' end, '横幅', 3, 'out',
    date('2024-01-01', (n * 7919 % 820) || ' days'), 112 + n % 1000, '2026-01-01'
  from one_to where n <= :people / 20;
insert into campaign (id, name, "on", until, unit_id, level)
  values (1, '大走访', '2026-01-10', '2026-03-20', 1, 'community');
insert into task (id, name, kind, campaign_id)
  select n, '动作' || n, 'checklist', 1 from one_to where n <= 10;
insert into fulfilment (task_id, unit_id, "on", state, entered_on)
  select 1 + n % 10, 112 + n / 10, '2026-02-10', 'done', '2026-02-10' from one_to where n < 10000 and n % 7;
insert into milestone (person_id, kind, "on", degree, title_level, native, away, level, mentor_id, entered_on)
  select 1 + n * 7919 % :people,
    case n % 8 when 0 then 'recruited' when 1 then 'returned_business' when 2 then 'trained'
      when 3 then 'flexible' when 4 then 'mentored' when 5 then 'honoured' when 6 then 'seconded'
      else 'promoted' end,
    date('2024-01-01', (n * 7919 % 820) || ' days'),
    case n % 5 when 0 then '博士研究生' when 1 then '硕士研究生' end, case n % 3 when 0 then '副高' end,
    'yes', case n % 2 when 0 then 'yes' end, case n % 9 when 0 then '紧缺急需人才' end,
    case n % 8 when 4 then 1 + n % 500 end, '2026-01-01'
  from one_to where n <= :people / 5;
insert into return_case (person_id, kind, "on", landed_on, failed_on, entered_on)
  select 1 + n * 7919 % :people, 'job', date('2024-01-01', (n * 7919 % 820) || ' days'),
    case n % 4 when 0 then date('2024-01-20', (n * 7919 % 820) || ' days') end,
    case n % 4 when 1 then date('2024-01-20', (n * 7919 % 820) || ' days') end, '2026-01-01'
  from one_to where n <= :people / 50;
insert into project (id, name, owner, "on", landed_on, investment, jobs, income, team, unit_id, entered_on)
  select n, '项目' || n, case n % 4 when 0 then 'collective' else 'private' end,
    date('2024-01-01', (n * 7919 % 820) || ' days'),
    case n % 2 when 0 then date('2024-02-01', (n * 7919 % 820) || ' days') end,
    500, 20, 10, case n % 3 when 0 then '团队' || n % 1000 end, 112 + n % 1000, '2026-01-01'
  from one_to where n <= :people / 100;
insert into partner (project_id, person_id, entered_on)
  select 1 + n / 3, 1 + n * 7919 % :people, '2026-01-01' from one_to where n < :people / 100 * 3;
insert into arrival (project_id, "on", amount, entered_on)
  select n, date('2024-03-01', (n * 7919 % 760) || ' days'), 33.5, '2026-01-01'
  from one_to where n <= :people / 100;
insert into library (id, name, kind, "on", unit_id, entered_on)
  select n, '库' || n, case n % 4 when 0 then 'reserve' when 1 then 'recruits' else 'excellent' end,
    '2024-01-01', 1 + n % 100, '2024-01-01' from one_to where n <= 40;
insert into inclusion (library_id, person_id, "on", until, entered_on)
  select 1 + n % 40, 1 + n * 7919 % :people, date('2024-01-01', (n * 7919 % 820) || ' days'),
    case n % 5 when 0 then date('2024-03-01', (n * 7919 % 820) || ' days') end, '2026-01-01'
  from one_to where n <= :people / 10;
insert into policy (id, name, category, "on", entered_on)
  values (1, '生活补贴', '生活补贴', '2024-01-01', '2024-01-01');
insert into benefit (id, person_id, policy_id, name, amount, "on", entered_on)
  select n, 1 + n * 7919 % :people, 1, '生活补贴', 3000, date('2024-01-01', (n * 7919 % 820) || ' days'),
    '2026-01-01' from one_to where n <= :people / 10;
insert into payment (benefit_id, "on", amount, entered_on)
  select n, date('2024-01-15', (n * 7919 % 800) || ' days'), 1500, '2026-01-01'
  from one_to where n <= :people / 10 and n % 10;
insert into payment (benefit_id, "on", amount, entered_on)
  select n, date('2024-02-15', (n * 7919 % 760) || ' days'), 1500, '2026-01-01'
  from one_to where n <= :people / 10 and n % 3;
insert into apartment (id, name, "on", unit_id, entered_on)
  select n, n || '号', '2024-01-01', 2 + n % 10, '2024-01-01' from one_to where n <= :people / 500;
insert into tenancy (apartment_id, person_id, "on", entered_on)
  select n, 1 + n * 7919 % :people, '2025-01-01', '2025-01-01' from one_to where n <= :people / 500 and n % 4;
insert into entry (kind, category, person_id, "on", until, entered_on)
  select case n % 2 when 0 then 'card' else 'service' end, '人才绿卡', 1 + n * 7919 % :people,
    date('2024-01-01', (n * 7919 % 820) || ' days'),
    case n % 2 when 0 then date('2026-06-01', (n % 90) || ' days') end, '2026-01-01'
  from one_to where n <= :people / 25;
insert into entry (kind, person_id, from_id, "on", entered_on)
  select 'referral', 1 + n * 7919 % :people, 1 + n, date('2024-01-01', (n * 7919 % 820) || ' days'),
    '2026-01-01' from one_to where n <= :people / 50;
"""
"""What a city's register holds, by statements over the numbers from one on; its work lies in 820 days."""

FLOOR = """
select count(distinct contact.person_id) from contact
  join affiliation on affiliation.person_id = contact.person_id
  join unit on unit.id = affiliation.unit_id join unit town on town.id = unit.parent_id
where contact."on" between '2026-01-01' and '2026-03-31' and contact.reached = 'self' and town.parent_id = 2
"""


def main() -> None:
    """Print what a district's quarter takes, and the ratios."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--slowest", type=int, default=5, help="figures named with their seconds")
    options = asked.parse_args()
    few = measure(options.people // 10, 0)
    many = measure(options.people, options.slowest)
    print(f"{options.people} people, {5 * options.people} contacts, a district of a tenth, 2026Q1")
    for name, seconds in many.items():
        beside = seconds / many["plain SQL"]
        growth = seconds / few[name] / 10
        print(
            f"{name:24} {seconds:8.2f} s  {beside:6.1f} x plain SQL  a person {growth:5.2f} of one among few"
        )
    print(f"marks: {SECONDS} s for a district of 100,000, whole or by township, growth {GROWTH}")


def measure(people: int, slowest: int) -> dict[str, float]:
    """Lay a register and return the seconds of each way to ask it, the best of three."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        lay(path, people)
        period = quarter("2026Q1")
        with open_for_reading(path).reading() as connection:
            tree = load_units(connection)
            district = tree.find("区1", period.as_of)
            townships = tree.children_in(district.id, period.start, period.last_day)

            def counting() -> Counting:
                return Counting(connection, period, district)

            name_slowest(each_alone(counting), slowest)
            figures = list(FIGURES.values())
            return {
                "plain SQL": best(lambda: connection.exec_driver_sql(FLOOR).scalar()),
                "all figures": best(lambda: counting().figures()),
                "all figures, by township": best(lambda: counting().by_unit(figures, townships)),
            }


def each_alone(counting: Callable[[], Counting]) -> dict[str, float]:
    """Return the seconds of every figure asked alone."""

    def alone(figure: Figure) -> float:
        return seconds(lambda: counting().figure(figure))

    return {figure.label: alone(figure) for figure in FIGURES.values()}


def name_slowest(taken: dict[str, float], slowest: int) -> None:
    """Print the figures that take longest."""
    for label, spent in sorted(taken.items(), key=lambda one: -one[1])[:slowest]:
        print(f"  {label:　<16} {spent:8.2f} s")


def lay(path: Path, people: int) -> None:
    """Write a city's register with plain SQL, as fast as SQLite takes it."""
    with open_for_writing(path).changing("benchmark"):
        pass  # the schema
    with sqlite3.connect(path) as connection:
        connection.execute("pragma synchronous = off")
        numbers = (
            "with recursive n(n) as (select 1 union all select n + 1 from n where n < ?) select n from n"
        )
        connection.execute("create temp table one_to (n integer primary key)")
        connection.execute(f"insert into one_to {numbers}", (5 * people,))
        for statement in LAY.split(";"):
            if statement.strip():
                connection.execute(statement, {"people": people})
        connection.execute("drop table one_to")  # and no ANALYZE: a real register has no statistics


def best(step: Callable[[], object]) -> float:
    """Return the CPU seconds of the fastest of three runs."""
    return min(seconds(step) for _ in range(3))


def seconds(step: Callable[[], object]) -> float:
    """Return the CPU seconds a step takes."""
    started = time.process_time()
    step()
    return time.process_time() - started


if __name__ == "__main__":
    main()
