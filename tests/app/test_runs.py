"""What the window draws, from the real engine and the demo plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from planner.app import runs
from planner.app.main_window import MainWindow
from planner.app.theme import Appearance
from planner.app.widgets.team_card import TeamCard
from planner.model.demand import DemandHistory
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.progress import unheard
from planner.model.scenario import DemandGrowth, Scenario
from planner.report.summary import watched_stage


@pytest.fixture(scope="module")
def grown(demo: Plan) -> runs.ScenarioPicture:
    scenario = Scenario("growth", "Growth", (DemandGrowth("polit", 70, demo.start),))
    return runs.scenario_picture(demo, scenario, "polit", 365, "Growth", unheard)


def test_the_fan_is_in_order_and_starts_from_today(grown: runs.ScenarioPicture, demo: Plan) -> None:
    fan = grown.per_officer
    assert fan.start == demo.start
    assert fan.days == 365
    for below, above in (
        (fan.low90, fan.low50),
        (fan.low50, fan.median),
        (fan.median, fan.high50),
        (fan.high50, fan.high90),
    ):
        assert np.all(below <= above)
    assert float(fan.median[0]) == pytest.approx(31, rel=0.05)


def test_growth_fills_the_queue_or_the_desks(grown: runs.ScenarioPicture, demo: Plan) -> None:
    today = runs.scenario_picture(demo, None, "polit", 365, "Today", unheard)
    assert grown.per_officer.median[-1] > today.per_officer.median[-1] + 2


def test_on_time_shares_are_shares_with_their_time_and_target(grown: runs.ScenarioPicture, demo: Plan) -> None:
    assert [row.band for row in grown.on_time] == [band.name for band in demo.team("polit").bands]
    for row in grown.on_time:
        assert 0 <= row.low <= row.share <= row.high <= 1
        assert row.target == 0.9
    assert grown.stage == watched_stage(demo, demo.team("polit")).name
    assert grown.verdict


@pytest.mark.parametrize("team", ["mosovo", "dpmu"])
def test_the_stage_is_the_one_that_the_verdict_speaks_of(demo: Plan, team: str) -> None:
    picture = runs.scenario_picture(demo, None, team, 365, "Today", unheard)
    assert picture.stage is not None
    assert picture.stage in picture.verdict


def test_the_share_of_futures_over_the_limit(demo: Plan, grown: runs.ScenarioPicture) -> None:
    assert grown.passed > 0.9
    assert runs.scenario_picture(demo, None, "mosovo", 90, "Today", unheard).passed == 0


def test_a_compiled_engine_is_not_prepared_again(demo: Plan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    runs.outlook(demo, unheard)
    assert runs.engine_words() != runs.PREPARING
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert runs.engine_words() == runs.PREPARING


def test_the_outlook_is_weekly_for_every_team(demo: Plan) -> None:
    found = runs.outlook(demo, unheard)
    assert set(found) == {team.key for team in demo.teams}
    for team, outlook in found.items():
        assert len(outlook.open) == len(outlook.unallocated) == len(outlook.overdue) == 53
        assert outlook.open[0] == pytest.approx(len(demo.cases_of(team)), rel=0.15)


def test_history_adds_up_the_bands_and_keeps_gaps(demo: Plan) -> None:
    histories = (
        DemandHistory("polit", "high", date(2026, 1, 1), (1, 2, None)),
        DemandHistory("polit", "low", date(2026, 2, 1), (10, 20)),
        DemandHistory("dpmu", "low", date(2026, 1, 1), (99,)),
    )
    assert runs.team_history(replace(demo, histories=histories, scenarios=()), "polit") == (Period.MONTH, (1, 12, None))
    assert len(runs.team_history(demo, "polit")[1]) == 36


def test_a_history_by_week_is_read_by_week(demo: Plan, qtbot: QtBot) -> None:
    weeks = DemandHistory("polit", "high", date(2023, 1, 2), tuple(range(170)), period=Period.WEEK)
    low = DemandHistory("polit", "low", date(2026, 3, 30), (100,), period=Period.WEEK)
    period, counts = runs.team_history(replace(demo, histories=(weeks, low), scenarios=()), "polit")
    assert (period, len(counts)) == (Period.WEEK, 156)
    assert counts[-2:] == (168, 269)
    card = TeamCard(Appearance(), "polit")
    qtbot.addWidget(card)
    card.show_history(period, counts)
    assert card.arriving.note.text() == "last week; past 156 weeks"


def test_the_whole_window_from_slider_to_fan(empty_window: MainWindow, plan_file: Path, qtbot: QtBot) -> None:
    empty_window.session.open(plan_file)
    card = empty_window.panels["overview"].cards["polit"]
    qtbot.waitUntil(lambda: len(card.open.spark.values) == 53, timeout=60_000)
    empty_window.go("scenarios")
    panel = empty_window.panels["scenarios"]
    qtbot.waitUntil(lambda: panel.picture is not None, timeout=60_000)
    before = float(panel.picture.per_officer.median[-1])
    panel.form.growth.slider.setValue(70)
    assert panel.badge.isVisible()
    qtbot.waitUntil(lambda: not panel.badge.isVisible(), timeout=60_000)
    assert float(panel.picture.per_officer.median[-1]) > before
    assert panel.verdict.text() == panel.picture.verdict
