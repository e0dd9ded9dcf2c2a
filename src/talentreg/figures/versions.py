"""Which version of a definition a number was counted by: another hash, another definition."""

import hashlib
from typing import Any

from talentreg.figures.catalogue import part_and_whole
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.evidence import Reference
from talentreg.figures.sorting import Dimension

_LENGTH = 8


def version_of(reference: Reference) -> str:
    """Return a short hash of all that defines a number."""
    told = repr((_defining(reference.figure), _sorting(reference.dimension), reference.word))
    return hashlib.sha256(told.encode()).hexdigest()[:_LENGTH]


def definition_of(reference: Reference) -> dict[str, Any]:
    """Return what a submission keeps of a definition: its version, and how it was worded."""
    figure = reference.figure
    return {
        "version": version_of(reference),
        "label": figure.label,
        "definition": figure.definition,
        "leaves_out": figure.leaves_out,
    }


def _defining(figure: Figure) -> tuple[Any, ...]:
    """Gather what a figure's declaration says that decides what it counts."""
    parts = part_and_whole(figure) if figure.mode is Mode.RATIO else ()
    return (
        *(figure.key, figure.unit, figure.mode.name, figure.time.name, figure.definition, figure.leaves_out),
        *(figure.record.__name__, figure.counted.__name__, figure.kind, figure.where, figure.excluding),
        *map(_defining, parts),
    )


def _sorting(dimension: Dimension | None) -> tuple[str, ...]:
    return (dimension.key, dimension.label) if dimension else ()
