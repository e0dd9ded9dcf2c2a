"""Walks through the work of an office by chance: every ledger, its own verbs, sheets out and in again."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from books import dump
from conftest import TODAY
from office_sheets import COMMANDS
from truth import KEYS, Truth
from truth_work import OF_EVENT, PUBLICITY
from walked_books import UNITS
from walked_work import DAYS, LEADERS, write_row, write_sheet
from walks import Walk

from talentreg.records.fields import table
from talentreg.records.ledgers import LEDGERS
from talentreg.store.ledger_sheets import command_of

PERIODS = {
    ("--quarter", "2026Q1"): ("2026-01-01", "2026-03-31"),
    ("--quarter", "2025Q4"): ("2025-10-01", "2025-12-31"),
    ("--month", "2026-02"): ("2026-02-01", "2026-02-28"),
}
RECORDS = {one.name: table(one.record).name for one in LEDGERS.values()}
WHOSE = {"entry": ("person_id", "from_id")} | dict.fromkeys(
    (
        *("attendance", "assignment", "request", "membership", "milestone"),
        *("return_case", "partner", "inclusion", "benefit", "tenancy"),
    ),
    ("person_id",),
)
TEXTS = {
    "attendance": ("note",),
    "entry": ("name", "note", "code", "place", "source", "measure"),
    "assignment": ("reason", "end_reason", "note"),
    "request": ("text", "measure", "result", "note"),
    "membership": ("role", "note"),
    "milestone": ("name", "place", "note"),
    "return_case": ("next_step", "reason", "result", "note"),
    "partner": ("note",),
    "inclusion": ("role", "reason", "note"),
    "benefit": ("name", "period", "batch", "note"),
    "tenancy": ("note",),
}
"""The fields that say whose a row is, and what is told in it."""
OF_LEADERS = ("duty", "leaders", "assignments_expired")
COUNTED = (
    *(*OF_EVENT, *PUBLICITY, "publicity_quantity", "documents_issued", "event_persons", "referrals"),
    *("hotline_calls", "hotline_helped", "inspections", "findings", "stations_open", "persons_assigned"),
    *("requests_received", "requests_closed", "requests_received_closed", "suggestions_received"),
    *("contacts_made", "persons_contacted", "contacts_family", "contacts_unreached"),
)
"""What merging people never makes more of."""


class WorkWalk(Walk):
    """One walk through the ledgers, with people and units changing meanwhile."""

    care = 0.5
    """How often the figures are reckoned again."""

    def lay(self) -> None:
        """Lay a county, people, leaders, and a first row of every ledger."""
        self.secrets: dict[str, set[int]] = defaultdict(set)
        self.told = 0
        self.run("unit", "add", "云河区")
        for unit, above in (
            *((one, "云河区") for one in ("临江街道", "青石街道")),
            *((one, "临江街道") for one in UNITS),
        ):
            self.run("unit", "add", unit, "--parent", above)
        for name in LEADERS:
            self.run("staff", "add", name, "--unit", "临江街道", "领导层级=乡科级")
        for _ in range(4):
            self.add()
        self.run("edit", "R000001", "在库状态=入库", "--on", "2025-11-11")
        for name in COMMANDS:
            self.add_row(name)

    def deeds(self) -> dict[Callable[[], None], int]:
        """Weigh what may be done."""
        return {
            **super().deeds(),
            self.import_book: 2,
            self.add_row: 8,
            self.edit_row: 5,
            self.remove_row: 2,
            self.import_sheet: 5,
            self.export_and_import: 2,
            self.attend: 4,
            self.go_on_with_request: 4,
            self.change_assignment: 4,
            self.fulfil: 3,
            self.staff_station: 3,
            self.bring_back: 6,
            self.change_words: 2,
            self.change_staff: 3,
            self.move_units: 4,
            self.merge: 5,
        }

    # what an office does

    def secret(self) -> str:
        """Return a text that stands nowhere else."""
        self.told += 1
        return f"密语{self.told:04}号"

    def row_of(self, name: str) -> str:
        """Return the number of a row of a ledger."""
        ledger = LEDGERS[name]
        kind = f" where kind = '{ledger.kind}'" if ledger.kind else ""
        ids = [one for (one,) in self.rows(f"select id from {RECORDS[name]}{kind}")]
        return f"{ledger.record.letter}{int(str(self.chance.choice(ids))) if ids else 1:06}"

    def add_row(self, name: str = "") -> None:
        """Enter a row of a ledger."""
        name = name or self.chance.choice(list(COMMANDS))
        self.run(*COMMANDS[name].split(), "add", *write_row(self, LEDGERS[name]))

    def edit_row(self) -> None:
        """Correct a row of a ledger."""
        name = self.chance.choice(list(COMMANDS))
        words = write_row(self, LEDGERS[name], few=True)
        self.run(*COMMANDS[name].split(), "edit", self.row_of(name), *words)

    def remove_row(self) -> None:
        """Remove a row of a ledger."""
        name = self.chance.choice(list(COMMANDS))
        self.run(*COMMANDS[name].split(), "remove", self.row_of(name))

    def import_sheet(self) -> None:
        """Import a sheet of a ledger, in the mode that writes least; once more changes nothing."""
        name = self.chance.choice(list(LEDGERS))
        path = write_sheet(self, LEDGERS[name], f"books/台账{self.told}.csv")
        command = COMMANDS.get(name) or command_of(LEDGERS[name])
        words = [
            *command.split(),
            "import",
            str(path),
            "--on-match",
            self.chance.choice(("fill", "update", "skip")),
        ]
        text = path.read_text("utf-8").replace("\n", " / ")
        self.run(*words)
        self.done[-1] += f" [{text}]"
        self.expect_nothing_new(words)

    def expect_nothing_new(self, words: list[str]) -> None:
        """See that a command changes nothing any more."""
        before = dump(self.register)
        self.run(*words)
        self.done[-1] += " (again)"
        self.expect(before)

    def export_and_import(self) -> None:
        """Write the whole register out, and every ledger; taken in again they change nothing."""
        before = dump(self.register)
        for name in self.chance.sample(list(COMMANDS), 4):
            command = COMMANDS[name].split()
            path = f"出{self.chance.randrange(3)}.xlsx"
            assert self.run(*command, "export", path, "--force").code == 0, self.done
            answer = self.run(*command, "import", path, "--on-match", self.chance.choice(("fill", "update")))
            assert answer.code == 0, (self.done, answer)
            self.expect(before)
        assert self.run("export", "总.xlsx", "--force", "--all").code == 0

    def attend(self) -> None:
        """Note who came, or did not, or was asked; or that nobody was."""
        event, who = self.row_of("event"), self.someone()
        mark = self.chance.choice(([], ["--absent"], ["--presence", "返乡"], ["--role", "发言人"]))
        self.run(
            *self.chance.choice(
                (
                    ("event", "attend", event, who, *mark, "--note", self.secret()),
                    ("event", "attend", event, who, self.someone()),
                    ("event", "invite", event, who),
                    ("event", "drop", event, who),
                )
            )
        )

    def go_on_with_request(self) -> None:
        """Take a request a step further."""
        step = self.chance.choice("交办 办理 办结 回访".split())
        by = self.chance.choice(((), ("--by", self.leader())))
        unit = self.chance.choice(((), ("--unit", self.chance.choice(UNITS))))
        if self.chance.random() < 0.3:
            self.run("request", "close", self.row_of("request"), "--result", self.secret(), *by)
        else:
            on = ("--on", self.chance.choice(DAYS))
            self.run("request", "step", self.row_of("request"), step, *on, *by, *unit)

    def leader(self) -> str:
        """Name a member of staff."""
        return str(self.chance.choice((*LEADERS, self.row_of_staff())))

    def row_of_staff(self) -> str:
        """Return the number of a member of staff."""
        ids = self.ids("staff")
        return f"G{self.chance.choice(ids):06}" if ids else "G000001"

    def change_assignment(self) -> None:
        """Let a leader be assigned to somebody, end it, or hand all over."""
        on = ("--on", self.chance.choice(DAYS))
        self.run(
            *self.chance.choice(
                (
                    ("assign", "add", self.leader(), self.someone(), *on),
                    ("assign", "end", self.row_of("assignment"), *on),
                    ("assign", "hand-over", self.leader(), self.leader(), *on),
                    ("contact", "log", self.someone(), "--channel", "走访", "--by", self.leader(), *on),
                )
            )
        )

    def fulfil(self) -> None:
        """Note that a unit did what was asked, or did not."""
        what = self.chance.choice((["--below"], ["--exempt"], ["--not-done"], []))
        unit = self.chance.choice((*UNITS, "临江街道", "云河区"))
        words = (self.row_of("task"), unit, *what, "--on", self.chance.choice(DAYS))
        self.run(self.chance.choice(("campaign", "reporting")), "done", *words)

    def staff_station(self) -> None:
        """Let somebody come to a station, or leave it."""
        verb = self.chance.choice(("join", "join", "leave", "drop"))
        on = () if verb == "drop" else ("--on", self.chance.choice(DAYS))
        self.run("station", verb, self.row_of("station"), self.someone(), *on)

    def bring_back(self) -> None:
        """Go on with a case or a project, let somebody into a library or out of it, pay what is due."""
        on = ("--on", self.chance.choice(DAYS))
        case, project = self.row_of("case"), self.row_of("project")
        library, benefit = self.row_of("library"), self.row_of("benefit")
        self.run(
            *self.chance.choice(
                (
                    ("case", "step", case, self.chance.choice("上报 沟通 对接 落地 未成".split()), *on),
                    ("project", "step", project, self.chance.choice("洽谈 签约 落地 终止".split()), *on),
                    ("project", "join", project, self.someone()),
                    ("library", "join", library, self.someone(), *on),
                    ("library", "leave", library, self.someone(), *on),
                    ("benefit", "pay", benefit, "--amount", self.chance.choice(("1", "40")), *on),
                    ("benefit", "pay", benefit, *on),
                    ("project", "fund", "add", project, "40", *on),
                    ("apartment", "stay", "add", self.row_of("apartment"), self.someone(), *on),
                )
            )
        )

    def change_words(self) -> None:
        """Extend a list, let a word mean another, or drop one."""
        self.run(
            *self.chance.choice(
                (
                    ("vocab", "add", "活动类型", "读书会"),
                    ("vocab", "add", "活动类型", "读书会", "--as", "讲习", "--apply"),
                    ("vocab", "add", "宣传形式", "横幅标语", "--as", "横幅", "--apply"),
                    ("vocab", "remove", "活动类型", "读书会"),
                    ("vocab", "remove", "宣传形式", "横幅标语"),
                )
            )
        )

    def change_staff(self) -> None:
        """Let two entries of a leader be one, or correct one; only who looks after whom is told otherwise."""
        if self.chance.random() < 0.4:
            told = self.chance.choice(("职务=主任", "离任日期=2026-02-01", "离任日期=", "所属单位=青石街道"))
            self.run("staff", "edit", self.row_of_staff(), told)
            return
        before = self.sizes()
        self.run("staff", "merge", self.row_of_staff(), "--into", self.row_of_staff())
        after = self.sizes()
        moved = {one for one in before if before[one] != after[one] and not one[-1].startswith(OF_LEADERS)}
        assert not moved, (self.done, moved)

    def move_units(self) -> None:
        """Move, merge or close a unit; what was before that day is told as before, wherever it was done."""
        before = self.evidence()
        count = len(self.done)
        if self.chance.random() < 0.25:
            self.run("unit", "close", self.chance.choice(UNITS), "--on", self.chance.choice(DAYS))
        else:
            super().move_units()
        day = self.done[count].rpartition(" ")[2]
        after = self.evidence()
        for place, was in before.items():
            (_, last), _ = place
            if last < day:
                assert was == after[place], (self.done, place, was, after[place])

    def evidence(self) -> dict[tuple[tuple[str, str], str], set[tuple[object, ...]]]:
        """List where what stands behind every figure was done."""
        found: dict[tuple[tuple[str, str], str], set[tuple[object, ...]]] = {}
        for days in PERIODS.values():
            truth = Truth(self.register, *days, TODAY)
            for key, entries in truth._entries.items():
                if key not in ("townships", "communities", "communities_active"):
                    found[days, key] = {(one.person, one.unit, one.record, one.amount) for one in entries}
        return found

    def sizes(self) -> dict[tuple[tuple[str, str], str], float | None]:
        """Reckon every figure."""
        truths = {days: Truth(self.register, *days, TODAY) for days in PERIODS.values()}
        return {
            (days, key): truth.value(key, None)["value"] for days, truth in truths.items() for key in KEYS
        }

    def merge(self) -> None:
        """Make one person of two; no event, request or sum grows by it."""
        before = self.sizes()
        super().merge()
        after = self.sizes()
        grown = {
            one: (before[one], after[one])
            for one in before
            if one[-1] in COUNTED and (after[one] or 0) > (before[one] or 0)
        }
        assert not grown, (self.done, grown)

    # what always holds

    def note(self) -> None:
        """Note also whom every secret was told of."""
        super().note()
        for name, people in WHOSE.items():
            chosen = ", ".join([*people, *TEXTS[name]])
            for row in self.rows(f"select {chosen} from {name}"):
                whose = {int(str(one)) for one in row[: len(people)] if one}
                for secret in re.findall(r"密语\d{4}号", " ".join(map(str, row[len(people) :]))):
                    self.secrets[secret] |= whose or {0}

    def erase(self) -> None:
        """Erase somebody; nothing that was told of them alone is left."""
        self.note()
        super().erase()
        gone = set(self.ids("erased_person"))
        raw = self.register.read_bytes()
        for secret, people in self.secrets.items():
            if people - {0} and 0 not in people and people <= gone:
                for spelled in (secret.encode(), json.dumps(secret)[1:-1].encode()):
                    at = raw.find(spelled)
                    assert at < 0, (self.done, secret, people, raw[at - 300 : at + 100])

    def check_figures(self) -> None:
        """The figures are those of a second reckoning, unit by unit too; their rows add up."""
        if self.chance.random() > self.care:
            return
        period = self.chance.choice(list(PERIODS))
        truth = Truth(self.register, *PERIODS[period], TODAY)
        self.compare(truth, None, self.asked("stats", *period)["figures"])
        units = self.chance.choice(("云河区", "临江街道"))
        tops = [one for one in truth.rows["unit"] if one["name"] == units and not one["closed_on"]]
        if len(tops) == 1 and self.chance.random() < 0.5:
            rows = self.asked("stats", *period, "--by", "unit", "--unit", units)["rows"]
            below = truth.children(tops[0]["id"])
            if len({one["name"] for one in below}) == len(below) == len(rows):
                ids = {one["name"]: one["id"] for one in below}
                for row in rows:
                    self.compare(truth, ids[row["unit"]], row["figures"])
        self.check_proof(truth, period)

    def asked(self, *words: str) -> dict[str, Any]:
        """Ask for a document."""
        answer = self.run(*words, "--json")
        self.done.pop()
        assert answer.code == 0, (self.done, words, answer)
        found: dict[str, Any] = json.loads(answer.out)
        return found

    def compare(self, truth: Truth, unit: int | None, figures: list[dict[str, object]]) -> None:
        """Compare figures with a second reckoning."""
        unknown = () if truth.rows["contact"] else ("persons_covered", "coverage_rate")
        for figure in figures:
            if (key := str(figure["key"])) in unknown or key not in KEYS:
                continue
            expected = truth.value(key, unit)
            found = {name: figure.get(name) for name in expected}
            assert found == expected, (self.done, unit, figure, expected)

    def check_proof(self, truth: Truth, period: tuple[str, ...]) -> None:
        """The rows behind some figures are as many, or add up to as much, as the figure says."""
        filled = [key for key in KEYS if (truth.value(key, None)["value"] or 0) and not key.endswith("_rate")]
        for key in self.chance.sample(filled, min(2, len(filled))):
            document = self.asked("why", key, *period)
            size = document["figure"]["value"]
            rows = document["rows"]
            added = (
                sum(float(str(one["amount"])) for one in rows) if rows and "amount" in rows[0] else len(rows)
            )
            assert size == added == truth.value(key, None)["value"], (self.done, key, document)
        both = [
            {one["person"] for one in self.asked("why", key, *period)["rows"]}
            for key in ("returnees_visited", "away_phoned")
        ]
        assert not both[0] & both[1], (self.done, both)
