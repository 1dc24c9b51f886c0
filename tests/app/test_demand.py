"""The Demand place over the example plan: history, forecast, growth cases, events, back-test."""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from planner.app import demand_views
from planner.app.demand_views import DemandLook
from planner.app.main_window import MainWindow
from planner.app.panels.demand import BACK_TEST, EMPTY, FORECAST, DemandPanel
from planner.app.widgets.growth_case_form import WHY
from planner.model.demand import DemandEvent
from planner.model.growth import Compound, GrowthCase, ManualPoints, Percentage
from planner.model.plan import Plan
from planner.model.scenario import ForecastDemand
from planner.model.shipped_growth import Subject

LIMIT_SECONDS = 0.1


@pytest.fixture
def window(one_window: MainWindow, no_engine: None) -> Iterator[MainWindow]:
    """The module's window at Demand; each test puts the plan back as it found it."""
    window, plan = one_window, one_window.session.plan
    window.go("demand")
    yield window
    panel = window.panels["demand"]
    if window.dialogs.present is not None:
        window.dialogs.present.reject()
    window.banner.hide()
    panel.cases.forget_draft()
    window.go("demand")
    if "scenarios" in window.panels:
        window.panels["scenarios"].stop()
    window.session.change("Back to the start", plan)
    panel.team.setCurrentIndex(0)
    panel.band.setCurrentIndex(0)
    panel.cases.board.setCurrentRow(0)
    panel.pages.button(FORECAST).click()


@pytest.fixture
def told(window: MainWindow) -> Callable[[], str]:
    """What the banner says; empty when it is not there."""
    return lambda: window.banner.words.text() if window.banner.isVisible() else ""


@pytest.fixture
def demand(window: MainWindow, qtbot: QtBot) -> DemandPanel:
    """The place with POLIT's forecast drawn."""
    panel = window.panels["demand"]
    settled(panel, qtbot)
    return panel


def settled(panel: DemandPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel._job is None and not panel.chart.stale and panel.view is not None, timeout=20_000)


def choose(panel: DemandPanel, key: str | None) -> None:
    panel.cases.board.setCurrentRow(panel.cases.board._keys.index(key))


def kept(panel: DemandPanel, key: str) -> GrowthCase | None:
    cases = panel.session.plan.growth_cases
    return next((case for case in cases if (case.team, case.key) == ("polit", key)), None)


def middle(panel: DemandPanel) -> float:
    """The middle of what is drawn for the next twelve months."""
    return panel.chart.reach.total[3]


def test_the_place_says_what_changed_and_what_may_come(demand: DemandPanel) -> None:
    moved = "The level changed in April 2026: from about 41 to 55 a month. Since then "
    assert demand.verdict.text().startswith(moved)
    assert demand.why.text().startswith("36 months of counts")
    assert demand.chart.title.text() == "POLIT, all bands: new cases a month"
    said = demand.chart.plot.accessibleDescription()
    assert said.startswith(demand.verdict.text())
    assert "next 12 months (80 % range:" in said
    names = [entry.text for entry in demand.chart.key.entries]
    assert names[:3] == ["Counted", "Levels", "Limits of chance"]
    assert all(entry.symbol for entry in demand.chart.key.entries[3:])
    assert demand.illustrative.isVisible()
    assert "illustrative" in demand.chart.provenance


def test_every_case_is_there_with_its_total_and_its_line(demand: DemandPanel) -> None:
    board = demand.cases.board
    assert [board.item(row).text().split(":")[0] for row in range(board.count())] == [
        "History's own trend",
        "Low",
        "Middle",
        "High",
    ]
    told = [board.item(row).toolTip() for row in range(board.count())]
    assert all("in 12 months (80 %:" in text for text in told)
    totals = [demand.reaches[key].total[3] for key in ("low", "mid", "high")]
    assert totals == sorted(totals)
    assert totals[0] < totals[2]
    assert len(demand.chart.others) == 3
    assert sum(line.isVisible() for line in demand.chart._lines) == 3


def test_a_drag_moves_the_fan_at_once_and_is_one_step(demand: DemandPanel, qtbot: QtBot) -> None:
    choose(demand, "high")
    before, plan = middle(demand), demand.session.plan
    seen = []
    for percent in (40, 60, 90):
        demand.cases.form.slider.setValue(percent)
        seen.append(middle(demand))
    assert before < seen[0] < seen[1] < seen[2]
    assert demand.session.plan is plan
    qtbot.waitUntil(lambda: demand.session.plan is not plan)
    demand.cases.form.slider.setValue(95)
    qtbot.waitUntil(lambda: kept(demand, "high").factors[0].percent == 95)
    assert demand.session.workspace.undo_label == f"Change growth case “{kept(demand, 'high').name}”"
    demand.session.undo()
    assert demand.session.plan is plan
    assert demand.cases.form.slider.value() == 26
    assert middle(demand) == before


def test_a_drag_that_ended_is_a_step_of_its_own(demand: DemandPanel) -> None:
    choose(demand, "high")
    plan = demand.session.plan
    for percent in (40, 60):
        demand.cases.form.slider.setValue(percent)
        demand.cases.form.slider.sliderReleased.emit()
    demand.session.undo()
    assert kept(demand, "high").factors[0].percent == 40
    demand.session.undo()
    assert demand.session.plan is plan


def test_dragging_leaves_the_window_free(demand: DemandPanel) -> None:
    """Judged by the work of the window's thread for one step of the drag: reckoned, arranged and painted."""
    choose(demand, "high")
    QCoreApplication.processEvents()
    took = []
    for percent in range(0, 60, 3):
        begun = time.thread_time()
        demand.cases.form.slider.setValue(percent)
        QCoreApplication.processEvents()
        took.append(time.thread_time() - begun)
    print(sorted(took))  # noqa: T201 - shown when the test fails
    assert max(took) < LIMIT_SECONDS


def test_a_case_without_a_reason_is_drawn_but_not_kept(demand: DemandPanel, qtbot: QtBot) -> None:
    before, cases, form = middle(demand), demand.session.plan.growth_cases, demand.cases.form
    demand.cases.begin(Percentage)
    form.slider.setValue(70)
    assert middle(demand) > before
    assert "(not kept yet)" in demand.cases.board.currentItem().text()
    assert form.note.text() == WHY
    assert not demand.cases.follow.isEnabled()
    demand.cases.keep()
    assert demand.session.plan.growth_cases == cases
    form.why.setPlainText("Chief officers' own figure")
    assert not form.note.isVisible()
    demand.cases.keep()
    (new,) = demand.session.plan.growth_cases[len(cases) :]
    assert new.factors == (Percentage(70.0, demand.session.plan.start, "Chief officers' own figure"),)
    form.why.setPlainText("  ")
    demand.cases.keep()
    assert demand.session.plan.growth_cases[-1] == new


def test_leaving_the_place_keeps_what_was_just_set(demand: DemandPanel, window: MainWindow) -> None:
    choose(demand, "high")
    demand.cases.form.controls["percent"].setValue(33.5)
    window.go("overview")
    assert kept(demand, "high").factors[0].percent == 33.5


def test_points_by_hand_draw_the_middle_through_them(demand: DemandPanel) -> None:
    demand.cases.begin(ManualPoints)
    form = demand.cases.form
    assert form.controls["points"].isVisible()
    form.controls["points"].setPlainText("Nov 2026\t100\nNov 2028\t100")
    assert 1150 < middle(demand) < 1250
    form.controls["points"].setPlainText("Nov 2026 100\nsoon 200")
    assert form.note.text() == "Line 2: Each line is a month or day and a figure: Mar 2027 80."
    form.why.setPlainText("Agreed with intake")
    assert demand.cases.draft.override.points[0] == (date(2026, 11, 1), 100.0)


def test_a_second_part_is_added_and_taken_out(demand: DemandPanel) -> None:
    choose(demand, "high")
    demand.cases.form._on_add_part(Percentage)
    assert demand.cases.form.part.count() == 2
    assert demand.cases.form.part.currentText().startswith("+10 % over 365 days")
    demand.cases.form.remove_part.click()
    assert demand.cases.case.factors == kept(demand, "high").factors


def test_cases_are_copied_renamed_and_removed(demand: DemandPanel, told: Callable[[], str]) -> None:
    choose(demand, "high")
    demand.cases.copy.click()
    copied = demand.session.plan.growth_cases[-1]
    assert (copied.name, demand.cases.board.key) == ("Copy of High: as leads to the UK grew", copied.key)
    demand.cases.rename_to(copied.key, "Our own")
    assert demand.cases.board.currentItem().text() == "Our own"
    demand.cases.remove.click()
    assert all(case.key != copied.key for case in demand.session.plan.growth_cases)
    choose(demand, "high")
    demand.cases.remove.click()
    assert "follows this growth case" in told()
    assert kept(demand, "high") is not None


def test_published_cases_come_with_their_sources(demand: DemandPanel) -> None:
    demand.cases.add_shipped(Subject.REGISTERED_OFFENDERS)
    mid = kept(demand, "mid")
    assert isinstance(mid.factors[0], Compound)
    assert mid.factors[0].percent == 5.0
    assert "Source: Ministry of Justice" in demand.cases.form.why.toPlainText()


def test_an_event_enters_the_model(demand: DemandPanel, qtbot: QtBot) -> None:
    event = DemandEvent(date(2026, 4, 1), "A new reporting tool", "polit")
    demand.cases.put_event(None, event)
    assert event in demand.session.plan.events
    settled(demand, qtbot)
    assert "1 dated event may have changed the level for good." in demand.why.text()
    assert demand.cases.events.item(0).text() == "1 Apr 2026: A new reporting tool"
    flag = demand.chart._flags[0]
    assert flag.isVisible()
    assert flag.value() == (event.on - demand.view.begin).days
    assert "A new reporting tool" in demand.chart.read_out(flag.value())
    demand.cases.unpin.click()
    assert event not in demand.session.plan.events
    settled(demand, qtbot)
    assert not flag.isVisible()


def test_an_event_needs_a_reason_and_a_day_of_its_own(demand: DemandPanel, window: MainWindow) -> None:
    demand.cases.pin.click()
    dialog = window.dialogs.present
    assert not dialog.accept_button.isEnabled()
    dialog.reason.setPlainText("National policy changed")
    dialog.whom.setCurrentIndex(1)
    dialog.accept_button.click()
    (event,) = [event for event in demand.session.plan.events if event.team is None]
    assert event == DemandEvent(demand.session.plan.start, "National policy changed")
    demand.cases.pin.click()
    dialog = window.dialogs.present
    dialog.reason.setPlainText("Twice")
    dialog.whom.setCurrentIndex(1)
    assert "already" in dialog.note.text()
    dialog.reject()


def test_a_late_forecast_is_never_drawn_under_another_name(
    demand: DemandPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real = threading.Event(), demand_views.look

    def held(plan: Plan, team: str, *rest: object) -> DemandLook:
        found = real(plan, team, *rest)
        if team == "mosovo":
            gate.wait(10)
        return found

    monkeypatch.setattr(demand_views, "look", held)
    demand.team.setCurrentIndex(demand.team.findData("mosovo"))
    assert demand.chart.stale
    assert demand.chart.title.text().startswith("POLIT")
    assert demand.cases.board.item(0).text() == "History's own trend"
    demand.team.setCurrentIndex(demand.team.findData("dpmu"))
    gate.set()
    settled(demand, qtbot)
    qtbot.wait(50)
    assert demand.view.team == "dpmu"
    assert demand.chart.title.text().startswith("DPMU")


def test_one_band_is_drawn_alone(demand: DemandPanel, qtbot: QtBot) -> None:
    whole = middle(demand)
    demand.band.setCurrentIndex(2)
    settled(demand, qtbot)
    assert demand.view.band == demand.band.currentData()
    assert middle(demand) < whole
    assert demand.band.currentText() in demand.chart.title.text()


def test_a_scenario_follows_the_case(demand: DemandPanel, window: MainWindow, told: Callable[[], str]) -> None:
    choose(demand, "mid")
    demand.cases.follow.click()
    added = demand.session.plan.scenarios[-1]
    assert added.levers == (ForecastDemand("polit", "mid"),)
    assert added.name in told()
    window.banner.act.click()
    assert window.place == "scenarios"
    assert window.panels["scenarios"].form.base.key == added.key


def test_the_back_test_runs_as_a_job_and_says_how_it_did(demand: DemandPanel, qtbot: QtBot) -> None:
    demand.pages.button(BACK_TEST).click()
    page = demand.backtest
    assert page.strip.running
    page.strip.cancel.click()
    assert page.strip.words.text() == "Stopped."
    assert page.view is None
    page.strip.run.click()
    qtbot.waitUntil(lambda: page.view is not None, timeout=20_000)
    assert page.sentence.text().startswith("In 11 of the last 12 months the count fell inside the 80 % range")
    score = page.view.found.ours
    assert [cells[1].text() for cells in page.scores][:2] == [f"{score.mase:.2f}", f"{100 * score.inside_80:.0f} %"]
    rows = page.chart.rows()[1]
    assert len(rows) == 24
    assert page.chart.description.startswith(f"{sum(row[-1] == 'yes' for row in rows)} of 24 months")
    assert "foretold" in page.chart.read_out(20.0)
    demand.pages.button(FORECAST).click()
    assert demand.stack.currentIndex() == FORECAST


def test_without_counts_the_place_says_what_to_do(window: MainWindow, qtbot: QtBot, demo: Plan) -> None:
    plan = replace(demo, histories=tuple(row for row in demo.histories if row.team == "mosovo"), scenarios=())
    window.session.change("Take counts out", plan)
    panel = window.panels["demand"]
    assert panel.stack.currentIndex() == EMPTY
    assert panel.empty.text().startswith("POLIT has no counts of past cases yet")
    panel.type_in.click()
    dialog = window.dialogs.present
    dialog.lines.setPlainText("Sep 2026 3\nOct 2026 many")
    assert not dialog.accept_button.isEnabled()
    assert dialog.note.text().startswith("Line 2: ")
    dialog.lines.setPlainText("Sep 2026 3\n10/2026, 4")
    dialog.accept_button.click()
    added = window.session.plan.histories[-1]
    assert (added.team, added.counts, added.start) == ("polit", (3, 4), date(2026, 9, 1))
    panel.bring.click()
    assert window.place == "data"


def test_a_short_history_says_why_its_range_is_wide(window: MainWindow, qtbot: QtBot, demo: Plan) -> None:
    short = tuple(replace(row, start=date(2026, 5, 1), counts=row.counts[-6:]) for row in demo.histories)
    window.session.change("Keep half a year", replace(demo, histories=short, events=()))
    panel = window.panels["demand"]
    settled(panel, qtbot)
    assert "too short for a trend" in panel.why.text()
    assert "the range is wide because" in panel.why.text()
    assert panel.verdict.text().startswith("Within ordinary variation")


def test_data_is_saved_for_a_spreadsheet(demand: DemandPanel, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "demand.csv"
    demand._saver.save_data(demand.chart, path)
    qtbot.waitUntil(path.exists)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == demand.chart.rows()[0]
    assert len(rows) == 62
    assert "illustrative data" in rows[-1][0]


def test_a_forecast_finished_out_of_sight_is_drawn_on_the_next_visit(
    demand: DemandPanel, window: MainWindow, qtbot: QtBot
) -> None:
    demand.team.setCurrentIndex(demand.team.findData("mosovo"))
    window.go("overview")
    qtbot.waitUntil(lambda: demand._job is None, timeout=20_000)
    assert demand.chart.title.text().startswith("POLIT")
    assert demand.chart.stale
    window.go("demand")
    settled(demand, qtbot)
    assert demand.chart.title.text().startswith("MOSOVO")
