"""Sheets of different ledgers come in whichever order: what the register then holds is the same."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from books import empty_register, stored
from trees import Run, done
from walked_books import HUMANS, UNITS
from walked_work import LEADERS, write_sheet

from talentreg.records.fields import table
from talentreg.records.ledgers import LEDGERS
from talentreg.store.ledger_finding import NAMED
from talentreg.store.ledger_sheets import command_of

FIRST = ("event", "station", "campaign", "project", "library", "policy", "apartment")
THEN = ["task", "benefit"]


class Sheets:
    """Writes a sheet of every ledger about people and rows by their names."""

    def __init__(self, seed: int) -> None:
        self.chance, self.told = Random(seed), 0

    def secret(self) -> str:
        self.told += 1
        return f"内容{self.told}"

    def someone(self) -> str:
        return f"R{self.chance.randint(1, 4):06}"

    def leader(self) -> str:
        return self.chance.choice(LEADERS)

    def row_of(self, name: str) -> str:
        return f"{LEDGERS[name].title}{self.chance.choice('甲乙丙')}"


def shuffled(chance: Random) -> list[str]:
    """Order the ledgers by chance, but what others refer to before them."""
    names = chance.sample(list(LEDGERS), len(LEDGERS))
    return chance.sample(FIRST, len(FIRST)) + THEN + [one for one in names if one not in (*FIRST, *THEN)]


def lay(run: Run, register: Path) -> None:
    """Lay units, people and leaders."""
    register.write_bytes(empty_register())
    done(run, "unit", "add", "云河区")
    for unit in ("临江街道", "青石街道"):
        done(run, "unit", "add", unit, "--parent", "云河区")
    for unit in UNITS:
        done(run, "unit", "add", unit, "--parent", "临江街道")
    for name in dict.fromkeys(one[0] for one in HUMANS):
        done(run, "add", name, "--unit", "望江社区")
    for name in LEADERS:
        done(run, "staff", "add", name, "--unit", "临江街道", "领导层级=乡科级")


def held(register: Path) -> dict[str, Counter[tuple[object, ...]]]:
    """Return the rows of every ledger, what they refer to by name."""
    names: dict[str, dict[object, object]] = {
        name: {row_id: called for row_id, called in stored(register, f"select id, name from {name}")}
        for name in ("person", "unit", "staff", *NAMED)
    }
    found = {}
    for ledger in LEDGERS.values():
        fields = [(ledger.stored(name), column.refers) for name, column in ledger.fields.items()]
        chosen = ", ".join(f'"{name}"' for name, _ in fields)
        kind = f" where kind = '{ledger.kind}'" if ledger.kind else ""
        rows = stored(register, f'select {chosen} from "{table(ledger.record).name}"{kind}')
        found[ledger.name] = Counter(
            tuple(
                names[refers].get(value) if refers else value
                for value, (_, refers) in zip(row, fields, strict=True)
            )
            for row in rows
        )
    return found


@pytest.mark.parametrize("seed", range(2))
def test_sheets_of_different_ledgers_come_in_any_order(run: Run, own_register: Path, seed: int) -> None:
    office = Sheets(seed)
    books = {name: str(write_sheet(office, one, f"台账/{name}.csv")) for name, one in LEDGERS.items()}
    results = []
    for _ in range(2):
        lay(run, own_register)
        order = shuffled(office.chance)
        for name in order:
            words = command_of(LEDGERS[name]).split()
            assert run(*words, "import", books[name]).code in (0, 3)
        results.append(held(own_register))
    assert sum(map(len, results[0].values())) > 10
    assert results[0] == results[1]
