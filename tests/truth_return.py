"""The figures of coming back, growing, libraries and service reckoned a second way."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from truth_rows import Entry, Reckoning, Row

TABLES = (
    *("milestone", "return_case", "project", "partner", "arrival", "library", "inclusion"),
    *("policy", "benefit", "payment", "apartment", "tenancy"),
)
BACK = ("returned_business", "returned_office", "returned_job", "transferred")
OF_MILESTONE = {
    **{kind: (kind,) for kind in (*BACK, "promoted", "seconded", "trained", "honoured")},
    "returned_total": BACK,
    "units_honoured": ("honoured",),
    "party_joined": ("party",),
    "delegates_recommended": ("recommended",),
    "delegates_elected": ("elected",),
    "programme_applications": ("applied",),
    "programme_selected": ("applied",),
    "trainees": ("mentored",),
    "mentors": ("mentored",),
    "flexible_experts": ("flexible",),
    **{
        f"recruited_{what}": ("recruited",)
        for what in "doctors masters senior total native leading scarce overseas quota_pool".split()
    },
}
LEVELS = {
    "recruited_leading": "领军人才",
    "recruited_scarce": "紧缺急需人才",
    "recruited_overseas": "海外高层次人才",
}
DEGREES = {"recruited_doctors": "博士研究生", "recruited_masters": "硕士研究生"}
LIBRARIES = {
    "library_members": "reserve achievers recruits excellent chamber other",
    "achievers": "achievers",
    "recruits_listed": "recruits",
    "excellent_listed": "excellent",
    "chamber_members": "chamber",
    "reserve_cadres": "reserve",
    "reserve_newly": "reserve",
}
CASES = {"cases_found": "on", "cases_open": "on", "cases_landed": "landed_on", "cases_failed": "failed_on"}
AMOUNTS = {"project_investment": "investment", "project_jobs": "jobs", "collective_income": "income"}
PROJECTS = (
    *("projects_listed", "projects_new", "projects_signed", "projects_landed", "projects_collective"),
    *("teams", "platforms", *AMOUNTS),
)
PAID = ("benefit_persons", "benefit_amount")
DUE = ("benefit_due_amount", "benefit_unpaid", "benefit_unpaid_amount")
SERVICES = {"talent_cards": "card", "services_used": "service", "services_persons": "service"}

RECORD_OF: dict[str, str] = {
    **dict.fromkeys(OF_MILESTONE, "milestone"),
    "growth_files": "person",
    **dict.fromkeys(LIBRARIES, "inclusion"),
    **dict.fromkeys(CASES, "return_case"),
    **dict.fromkeys(PROJECTS, "project"),
    "project_people": "partner",
    "project_arrived": "arrival",
    "policies_in_force": "policy",
    **dict.fromkeys(PAID, "payment"),
    **dict.fromkeys(DUE, "benefit"),
    "apartments": "apartment",
    "apartment_tenants": "tenancy",
    "referrals_converted": "entry",
    **dict.fromkeys(SERVICES, "entry"),
}
"""The type of record behind every figure of coming back."""

OF_ENTRY = {"referrals_converted": "referral", **SERVICES}
SUMS = (*AMOUNTS, "project_arrived", "benefit_amount", "benefit_due_amount", "benefit_unpaid_amount")
PERSONS = (
    *(key for key in OF_MILESTONE if key != "units_honoured"),
    *LIBRARIES,
    *("growth_files", "project_people", "benefit_persons", "apartment_tenants"),
    *("referrals_converted", "talent_cards", "services_persons"),
)
WITH_PERSONS = (*PERSONS, "units_honoured", *CASES, "benefit_amount", *DUE, "services_used")
TOTALS = (
    *(key for key in OF_MILESTONE if key != "flexible_experts"),
    *("cases_found", "cases_landed", "cases_failed"),
    *("projects_signed", "projects_landed", "project_arrived", "referrals_converted"),
)
STOCKS = (
    *("flexible_experts", "growth_files", "cases_open", "project_people", "policies_in_force"),
    *(key for key in LIBRARIES if key != "reserve_newly"),
    *(key for key in PROJECTS if key not in ("projects_new", "projects_signed", "projects_landed")),
    *("benefit_unpaid", "benefit_unpaid_amount", "apartments", "apartment_tenants", "talent_cards"),
)
SHARES = {"recruited_native_share": ("recruited_native", "recruited_total")}
EXCLUDING = {"recruited_masters": "recruited_doctors"}
LETTERS = {
    **{"milestone": "H", "person": "R", "inclusion": "CY", "return_case": "GA", "project": "XM"},
    **{"partner": "XR", "arrival": "DW", "policy": "ZC", "payment": "FF", "benefit": "DY"},
    **{"apartment": "GY", "tenancy": "RZ"},
}


class Returning(Reckoning):
    """Coming back, growing, libraries and service in one register in one period."""

    def found(self, key: str) -> list[Entry]:
        """List the evidence of a figure in the whole register."""
        ways: dict[str, Callable[[str], Iterator[Entry]]] = {
            **dict.fromkeys(OF_MILESTONE, self._milestones),
            "growth_files": self._growth_files,
            **dict.fromkeys(LIBRARIES, self._members),
            **dict.fromkeys(CASES, self._cases),
            **dict.fromkeys(PROJECTS, self._projects),
            **dict.fromkeys(("project_people", "project_arrived"), self._of_projects),
            "policies_in_force": self._policies,
            **dict.fromkeys(PAID, self._payments),
            **dict.fromkeys(DUE, self._benefits),
            "apartments": self._apartments,
            "apartment_tenants": self._tenants,
            "referrals_converted": self._referrals,
            **dict.fromkeys(SERVICES, self._services),
        }
        return list(ways[key](key))

    def rows_by_id(self, name: str) -> dict[int, Row]:
        """Give the rows of a table by their ids."""
        return {row["id"]: row for row in self.rows[name]}

    def _milestones(self, key: str) -> Iterator[Entry]:
        for row in self.rows["milestone"]:
            if row["kind"] not in OF_MILESTONE[key] or row["on"] > self.end or not self._fits(key, row):
                continue
            if key == "mentors":
                yield self.entry(row, person=row["mentor_id"])
            elif key == "flexible_experts":
                yield from self._still(row)
            else:
                yield self.entry(row)

    def _fits(self, key: str, row: Row) -> bool:
        if key in DEGREES:
            return self.degree_then(row) == DEGREES[key]
        if key in LEVELS:
            return LEVELS[key] in (row["level"] or "").split("、")
        return bool(
            {
                "recruited_senior": self.title_then(row) in ("正高", "副高"),
                "recruited_native": (row["native"], row["away"]) == ("yes", "yes"),
                "recruited_quota_pool": row["channel"] == "编制池",
                "programme_selected": row["result"] == "selected",
                "units_honoured": row["person_id"] is None,
                "mentors": row["mentor_id"] is not None,
            }.get(key, row["person_id"] is not None)
        )

    def degree_then(self, row: Row) -> str | None:
        """Tell the degree somebody had on the day of a milestone, as far as it is known."""
        found: str | None = row["degree"] or self._now(row, "degree")
        return found

    def title_then(self, row: Row) -> str | None:
        """Tell the level of somebody's title on the day of a milestone, as far as it is known."""
        noted = row["title_level"] or row["professional_title"]
        found: str | None = row["title_level"] if noted else self._now(row, "title_level")
        return found

    def _now(self, row: Row, name: str) -> Any:
        return self.register.persons[row["person_id"]][name] if row["person_id"] else None

    def _still(self, row: Row) -> Iterator[Entry]:
        """Give what stands on the last day, of somebody who is still there, where they belong by then."""
        person = row["person_id"]
        if self._holds(row) and not self._is_gone(person):
            own = row.get("unit_id") or self.register.unit_of(person, self.end)
            yield self.entry(row, unit=own, late=False)

    def _holds(self, row: Row) -> bool:
        return bool(row["on"] <= self.end <= (row["until"] or "9999"))

    def _is_gone(self, person: int) -> bool:
        return self.register.status(person, self.end) in ("withdrawn", "deceased")

    def _growth_files(self, _: str) -> Iterator[Entry]:
        grown = {row["person_id"] for row in self.rows["milestone"] if row["on"] <= self.end}
        found = (*self._milestones("recruited_total"), *self._members("recruits_listed"))
        for person in sorted({entry.person for entry in found if entry.person is not None}):
            full = self.register.gaps(self.register.persons[person]) == []
            if not self._is_gone(person) and (person in grown or full):
                yield Entry(person, self.register.unit_of(person, self.end), person)

    def _members(self, key: str) -> Iterator[Entry]:
        libraries = self.rows_by_id("library")
        kinds = LIBRARIES[key].split()
        stays = [row for row in self.rows["inclusion"] if libraries[row["library_id"]]["kind"] in kinds]
        for row in stays:
            if key == "reserve_newly":
                if self.within(row["on"]) and not any(_leads_to(one, row) for one in stays):
                    yield self.entry(row)
            elif self._holds(libraries[row["library_id"]]):
                yield from self._still(row)

    def _cases(self, key: str) -> Iterator[Entry]:
        for row in self.rows["return_case"]:
            ended = row["landed_on"] or row["failed_on"] or "9999"
            day = row[CASES[key]] or "9999"
            if row["on"] <= self.end and day <= self.end and (key != "cases_open" or ended > self.end):
                yield self.entry(row, on=day)

    def _is_listed(self, row: Row) -> bool:
        return bool(row["on"] <= self.end < (row["ended_on"] or "9999"))

    def _projects(self, key: str) -> Iterator[Entry]:
        for row in self.rows["project"]:
            landed = row["landed_on"] or row["running_on"] or "9999"
            signed = row["signed_on"] or landed
            days = {"projects_new": row["on"], "projects_signed": signed, "projects_landed": landed}
            day = str(days.get(key, row["on"]))
            if key == "projects_new":
                counts = self.within(day)
            elif key in TOTALS:
                counts = day <= self.end
            else:
                counts = self._is_listed(row) and self._is_one(key, row, landed)
            if counts:
                amount = row[AMOUNTS[key]] if key in AMOUNTS else 1
                yield self.entry(row, on=day, amount=amount)

    def _is_one(self, key: str, row: Row, landed: str) -> bool:
        if key in ("teams", "platforms"):
            name = key.removesuffix("s")
            named = [
                one["id"] for one in self.rows["project"] if one[name] == row[name] and self._is_listed(one)
            ]
            return bool(row[name]) and row["id"] == min(named)
        if key in AMOUNTS and row[AMOUNTS[key]] is None:
            return False
        own = key not in ("projects_collective", "collective_income") or row["owner"] == "collective"
        return own and (key != "project_jobs" or landed <= self.end)

    def _of_projects(self, key: str) -> Iterator[Entry]:
        projects = self.rows_by_id("project")
        for row in self.rows["partner" if key == "project_people" else "arrival"]:
            project = projects[row["project_id"]]
            if key == "project_people" and self._is_listed(project):
                yield self.entry(row, unit=project["unit_id"], late=False)
            elif key == "project_arrived" and row["on"] <= self.end:
                yield self.entry(row, unit=project["unit_id"], amount=row["amount"])

    def _policies(self, _: str) -> Iterator[Entry]:
        yield from (self.entry(row) for row in self.rows["policy"] if self._holds(row))

    def _payments(self, _: str) -> Iterator[Entry]:
        benefits = self.rows_by_id("benefit")
        for row in self.rows["payment"]:
            if self.within(row["on"]):
                whose = self.entry(benefits[row["benefit_id"]])
                yield self.entry(row, person=whose.person, unit=whose.unit, amount=row["amount"] / 10000)

    def _benefits(self, key: str) -> Iterator[Entry]:
        for row in self.rows["benefit"]:
            paid = sum(
                one["amount"]
                for one in self.rows["payment"]
                if one["benefit_id"] == row["id"] and one["on"] <= self.end
            )
            missing = round(row["amount"] - paid, 2)
            if key == "benefit_due_amount":
                if self.within(row["on"]):
                    yield self.entry(row, amount=row["amount"] / 10000)
            elif row["on"] <= self.end and missing > 0:
                yield self.entry(row, amount=missing / 10000)

    def _apartments(self, _: str) -> Iterator[Entry]:
        yield from (self.entry(row) for row in self.rows["apartment"] if self._holds(row))

    def _tenants(self, _: str) -> Iterator[Entry]:
        apartments = self.rows_by_id("apartment")
        for row in self.rows["tenancy"]:
            if self._holds(apartments[row["apartment_id"]]):
                yield from self._still(row)

    def _referrals(self, _: str) -> Iterator[Entry]:
        for row in self.rows["entry"]:
            if row["kind"] == "referral" and (days := sorted(self._came(row))) and days[0] <= self.end:
                yield self.entry(row, on=days[0])

    def _came(self, referral: Row) -> Iterator[str]:
        """List the days from a referral on when whom it brought came back, or their case landed."""
        for row in self.rows["milestone"]:
            if row["person_id"] == referral["person_id"] and row["kind"] in (*BACK, "recruited"):
                yield from [row["on"]] if row["on"] >= referral["on"] else []
        for row in self.rows["return_case"]:
            if row["person_id"] == referral["person_id"]:
                yield from [row["landed_on"]] if (row["landed_on"] or "") >= referral["on"] else []

    def _services(self, key: str) -> Iterator[Entry]:
        for row in self.rows["entry"]:
            if row["kind"] == SERVICES[key] == "card":
                yield from self._still(row)
            elif row["kind"] == SERVICES[key] and self.within(row["on"]):
                yield self.entry(row)


def _leads_to(before: Row, stay: Row) -> bool:
    """Whether one stay still held the day before another of the same person began."""
    eve = str(date.fromisoformat(stay["on"]) - timedelta(days=1))
    same = before["person_id"] == stay["person_id"] and before["on"] < stay["on"]
    return bool(same and (before["until"] or "9999") >= eve)
