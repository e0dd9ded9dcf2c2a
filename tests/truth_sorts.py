"""The words that records of coming back stand under, found a second way."""

from collections.abc import Callable
from typing import Any

import truth_return as back
from truth_return import Returning
from truth_rows import Entry, Row, age_band

CASE_DAYS = {
    **{"on": "排查", "reported_on": "上报", "talked_on": "沟通", "matched_on": "对接"},
    **{"landed_on": "落地", "failed_on": "未成"},
}
PROJECT_DAYS = {
    **{"on": "信息", "talks_on": "洽谈", "signed_on": "签约", "landed_on": "落地"},
    **{"running_on": "投产", "ended_on": "终止"},
}
REASONS = {"爱人在外地，孩子在外上学": ["家人不在本地", "子女在外就学"]}
"""What a sentence of the tangle means; any other stands for itself."""

_PROJECTS = ("project", "partner", "arrival")
BY_RETURN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("level", "recruit_channel", "post_kind", "programme"), ("milestone",)),
    **dict.fromkeys(("age_then", "degree_then", "title_then"), ("milestone",)),
    **dict.fromkeys(("recruited", "library"), ()),
    "benefit": ("policy", "benefit", "payment"),
    "card": ("card",),
    "service": ("service",),
    **dict.fromkeys(("project_industry", "project_owner", "project_stage"), _PROJECTS),
    **dict.fromkeys(("returning", "case_stage"), ("return_case",)),
    "reason": ("return_case", "intention"),
}
"""The types of record, or kinds of entry, that tell the words of each dimension; none: the people do."""

FIELDS = {
    **{"recruit_channel": "channel", "post_kind": "post_kind", "programme": "name", "returning": "kind"},
    **{"card": "category", "service": "category", "project_industry": "industry", "project_owner": "owner"},
}


def is_sorted(key: str, record: str, dimension: str, *, of_people: bool) -> bool:
    """Whether what stands behind a figure has what a dimension of coming back sorts by."""
    if not BY_RETURN[dimension]:
        return of_people
    return back.OF_ENTRY.get(key, record) in BY_RETURN[dimension]


class Sorting:
    """The words of evidence in one register on its last day."""

    def __init__(self, returning: Returning) -> None:
        self.back, self.rows, self.end = returning, returning.rows, returning.end
        self.by_id = {name: {row["id"]: row for row in rows} for name, rows in self.rows.items()}

    def words(self, record: str, dimension: str, one: Entry) -> list[str]:
        """List the words of a dimension that a piece of evidence stands under."""
        if dimension == "recruited":
            return [self._is_recruited(one.person)]
        if dimension == "library":
            return self._libraries(record, one)
        row = self.by_id[record][one.record] if record != "intention" else self._wish(one)
        if dimension in ("level", "reason"):
            text = row[dimension] or "未填"
            return REASONS.get(text, [text]) if dimension == "reason" else text.split("、")
        return [self._word(record, dimension, row) or "未填"]

    def _word(self, record: str, dimension: str, row: Row) -> Any:
        ways: dict[str, Callable[[Row], Any]] = {
            "age_then": self._age_then,
            "degree_then": self.back.degree_then,
            "title_then": self.back.title_then,
            "benefit": lambda row: self._benefit(record, row),
            "case_stage": lambda row: self._stage(row, CASE_DAYS),
            "project_stage": lambda row: self._stage(self._project(row), PROJECT_DAYS),
        }
        if dimension in ways:
            return ways[dimension](row)
        whole = self._project(row) if dimension.startswith("project") else row
        return whole[FIELDS[dimension]]

    def _wish(self, one: Entry) -> Row:
        """Give the last thing somebody wanted."""
        mine = [row for row in self.rows["intention"] if row["person_id"] == one.person]
        return max((row for row in mine if row["on"] <= self.end), key=lambda row: (row["on"], row["id"]))

    def _is_recruited(self, person: int | None) -> str:
        if person is None:
            return "未填"
        found = [row for row in self.rows["milestone"] if row["person_id"] == person]
        yes = any(row["kind"] == "recruited" and row["on"] <= self.end for row in found)
        return "引进" if yes else "非引进"

    def _libraries(self, record: str, one: Entry) -> list[str]:
        stays = self.rows["inclusion"]
        if record == "inclusion":
            mine = [self.by_id["inclusion"][one.record]]
        elif one.person is None:
            return ["未填"]
        else:
            there = [row for row in stays if row["on"] <= self.end <= (row["until"] or "9999")]
            mine = [row for row in there if row["person_id"] == one.person]
        names = {self.by_id["library"][row["library_id"]]["name"] for row in mine}
        return sorted(names) or ["不在库内"]

    def _age_then(self, row: Row) -> str | None:
        birth = row["person_id"] and self.by_id["person"][row["person_id"]]["birth"]
        return age_band(birth, row["on"]) if birth else None

    def _benefit(self, record: str, row: Row) -> Any:
        if record == "payment":
            row = self.by_id["benefit"][row["benefit_id"]]
        policy = row if record == "policy" else self.by_id["policy"].get(row["policy_id"], {})
        return policy.get("category") or row["name"]

    def _project(self, row: Row) -> Row:
        return self.by_id["project"][row["project_id"]] if "project_id" in row else row

    def _stage(self, row: Row, days: dict[str, str]) -> str | None:
        reached = [stage for name, stage in days.items() if (row[name] or "9999") <= self.end]
        return reached[-1] if reached else None
