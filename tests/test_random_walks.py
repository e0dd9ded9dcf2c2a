"""Merging, undoing, erasing and importing, in whatever order: what has to hold of a register holds."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import empty_register
from conftest import Answer
from walks import Walk
from walks_work import WorkWalk

STEPS = 14


@pytest.mark.parametrize("seed", range(5))
def test_a_walk_by_chance_finds_nothing_broken(
    run: Callable[..., Answer], own_register: Path, seed: int
) -> None:
    own_register.write_bytes(empty_register())
    walk = Walk(run, own_register, seed)
    for _ in range(STEPS):
        walk.step()
    walk.end()


@pytest.mark.parametrize("seed", range(2))
def test_a_walk_through_the_ledgers_finds_nothing_broken(
    run: Callable[..., Answer], own_register: Path, seed: int
) -> None:
    own_register.write_bytes(empty_register())
    walk = WorkWalk(run, own_register, seed)
    for _ in range(STEPS):
        walk.step()
