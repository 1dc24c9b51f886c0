"""The shipped cycles are whole, sourced, and what their sources say of them."""

from __future__ import annotations

from datetime import date

import pytest

from planner.model.checks import InvalidPlan
from planner.model.rota_library import LibraryPattern
from planner.storage.rota_patterns import library_pattern, library_patterns
from tests.model.small_rotas import EARLY


def test_every_cycle_is_about_a_full_week_and_anchored_on_a_day() -> None:
    found = {pattern.key: pattern for pattern in library_patterns()}
    assert list(found) == ["office-week", "early-late-weeks", "two-two-two-four", "six-on-four-off", "gmp-five-weeks"]
    for pattern in found.values():
        assert pattern.weekly_hours == pytest.approx(40, abs=0.2), pattern.key
        assert pattern.anchored(date(2027, 1, 4)).on(date(2027, 1, 4)) == pattern.cells[0]
    gmp = found["gmp-five-weeks"].cells
    assert (len(gmp), sum(map(bool, gmp))) == (35, 21)


@pytest.mark.parametrize("key", ["two-two-two-four", "gmp-five-weeks"])
def test_its_teams_together_are_on_every_duty_every_day(key: str) -> None:
    pattern = library_pattern(key)
    for day in range(len(pattern.cells)):
        on = [pattern.cells[(day + offset) % len(pattern.cells)] for offset in pattern.team_offsets]
        assert {"early", "late", "night"} - set(on) == set() if key == "two-two-two-four" else any(on)


def test_unknown_cycles_and_cells_are_refused() -> None:
    with pytest.raises(InvalidPlan, match="choose one of office-week"):
        library_pattern("panama")
    with pytest.raises(InvalidPlan, match="one of its kinds"):
        LibraryPattern("x", "X", (EARLY,), ("early", "late"))
