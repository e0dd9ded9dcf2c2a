"""Every name a template can say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from talentreg.figures.catalogue import KNOWN
from talentreg.figures.compute import Counting
from talentreg.figures.definition import Figure
from talentreg.reports.formats import LIMIT
from talentreg.reports.variables.catalogue import VARIABLES
from talentreg.reports.variables.figures import SUFFIXES, labelled, with_suffix

Lines = Mapping[str, "Lines | None"]
"""What the lines of a list hold; of what is a list again also what its lines hold."""


def every_name(figures: Iterable[str] | None = None) -> list[str]:
    """List every name there is: variables, figures, and figures with what may stand behind them.

    Without figures of a register they are those every office has.
    """
    labels = [one.label for one in KNOWN.values()] if figures is None else list(figures)
    return [*VARIABLES, *labels, *(f"{label}{suffix.ending}" for label in labels for suffix in SUFFIXES)]


@dataclass(frozen=True)
class KnownNames:
    """The names there are: variables, and the figures of one register."""

    figures: dict[str, Figure]

    @classmethod
    def of(cls, counting: Counting) -> "KnownNames":
        """Take the figures a register knows: everybody's, the office's own, the typed ones."""
        return cls(labelled(counting))

    def __contains__(self, name: str) -> bool:
        """Tell whether a template may say a name."""
        if name in VARIABLES or name in self.figures or name == LIMIT:
            return True
        return with_suffix(name, self.figures) is not None

    @cached_property
    def all(self) -> list[str]:
        """Every name, those of figures also with what may stand behind them."""
        return every_name(self.figures)

    def line_of(self, name: str) -> Lines | None:
        """Return what the lines of a list hold; None for what is no list, or one that does not say."""
        variable = VARIABLES.get(name)
        if variable is None or not variable.line:
            return None
        inner = {word: dict.fromkeys(held) for word, held in variable.inner.items()}
        return dict.fromkeys((*variable.line, *(self.figures if variable.figures else ()))) | inner
