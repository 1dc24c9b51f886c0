"""What cover the work asks for, from a run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from planner.model.results import Result
from planner.model.rota_need import cover_for, needed_hours
from tests.model.small_plans import small_plan
from tests.model.small_rotas import MONDAY, small_rota


def made(used: np.ndarray, available: np.ndarray) -> Result:
    team = SimpleNamespace(team="team", hours_used=used, hours_available=available)
    found: Any = SimpleNamespace(plan=small_plan(start=MONDAY, cases=()), teams=(team,))
    return cast(Result, found)


def test_hours_by_weekday_become_people() -> None:
    used = np.zeros((5, 14))
    used[:, 0], used[:, 7] = [10, 12, 14, 16, 18], [10, 12, 14, 16, 18]
    used[:, 1] = 5
    rota = small_rota(*("EEEEE--EEEEE--",), days=14)
    needs = needed_hours(made(used, np.full((5, 14), 20.0)), "team", rota)
    assert needs[0].hours == pytest.approx(14)
    assert needs[0].busy_hours == pytest.approx(16.4)
    assert needs[1].hours == pytest.approx(2.5)
    assert not any(need.limited for need in needs)
    rows = cover_for(needs, rota, ("early",))
    assert [(row.weekdays, row.minimum, row.ideal) for row in rows] == [((0,), 2, 3), ((1,), 1, 1)]


def test_a_team_at_its_limit_is_marked_and_a_run_that_is_too_short_says_nothing() -> None:
    full = np.full((2, 7), 20.0)
    rota = small_rota("EEEEE--")
    assert all(need.limited for need in needed_hours(made(full, full), "team", rota))
    later = small_rota("EEEEE--", start=MONDAY.replace(day=25))
    assert needed_hours(made(full, full), "team", later) == ()
