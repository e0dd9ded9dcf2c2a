"""What every variable looks like in a report of the demo's register; `docs/examples.py` writes it anew."""

import json
from functools import cache
from pathlib import Path

PLACE = Path(__file__).parent / "examples.json"


@cache
def examples() -> dict[str, str]:
    """Return an example for each variable and figure by its name, for each suffix by … and the suffix."""
    if not PLACE.exists():
        return {}
    found: dict[str, str] = json.loads(PLACE.read_text("utf-8"))
    return found
