"""What one report says: every name its template uses, made from the register."""

from pathlib import Path
from typing import Any

from talentreg.periods import Period
from talentreg.reports.formats import LIMIT
from talentreg.reports.variables.catalogue import VARIABLES
from talentreg.reports.variables.declaring import Telling
from talentreg.reports.variables.figures import figure_numbers


def make_context(telling: Telling) -> dict[str, Any]:
    """Make what a template names, and nothing else; what nobody knows is left for the template to refuse."""
    asked = [VARIABLES[name] for name in VARIABLES if name in telling.names]
    return {
        **figure_numbers(telling),
        **{one.name: one.make(telling) for one in asked},
        LIMIT: telling.limit,
    }


def about_report(telling: Telling, template: str) -> dict[str, str]:
    """Return what a report keeps of itself in its manifest: enough to count every number again."""
    return {
        "template": Path(template).name,
        **about_period(telling.period),
        "scope": telling.scope,
        **({"unit": telling.top.name} if telling.top else {}),
        **dict(telling.subject.kept),
    }


def about_period(period: Period) -> dict[str, str]:
    """Return what a report keeps of its period."""
    return {
        "period": period.code,
        "name": period.name,
        "start": period.start.isoformat(),
        "end": period.last_day.isoformat(),
        "as-of": period.as_of.isoformat(),
        **({"baseline": period.since.isoformat()} if period.since else {}),
    }
