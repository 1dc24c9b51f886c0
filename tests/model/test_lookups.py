"""What the model answers when asked: figures and routes by band, who serves when, and the room a lead time needs."""

from __future__ import annotations

from datetime import date

import pytest

from planner.model.assumption import BandFigure, figure_for
from planner.model.checks import InvalidPlan
from planner.model.people import Officer
from planner.model.team import DueFrom
from tests.model.small_plans import START, figure, recurrence, route, small_team, stage


def test_an_interval_leaves_room_for_its_lead():
    with pytest.raises(InvalidPlan, match=r"recurrence\.interval\[(high|low)\]: 7 .* longer than the lead of 7 days"):
        small_team(
            stages=(
                stage(recurrence=recurrence(interval=(BandFigure(figure(7, "days")),)), due_from=DueFrom.LAST_DONE),
            )
        )


def test_a_band_has_its_own_figure_before_the_shared_one():
    rows = (BandFigure(figure(30, "days")), BandFigure(figure(7, "days"), "high"))
    assert [getattr(figure_for(rows, key), "value", None) for key in ("high", "low")] == [7, 30]
    assert figure_for(rows[1:], "low") is None


def test_a_band_has_its_own_routes_before_the_shared_ones():
    own = stage("a", route("done"), route("b", 1.0, "high"))
    assert [entry.to for entry in own.routes_for("high")] == ["b"]
    assert [entry.to for entry in own.routes_for("low")] == ["done"]


def test_officers_serve_from_their_first_day_to_their_last():
    officer = Officer("a", "A", "team", start=START, end=date(2026, 12, 31))
    served = [officer.serves_on(day) for day in (date(2026, 11, 1), START, date(2026, 12, 31), date(2027, 1, 1))]
    assert served == [False, True, True, False]
