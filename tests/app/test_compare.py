"""Scenarios side by side and why they differ: the real engine in a few futures, drawn and said."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from planner.app import scenario_views
from planner.app.charts.futures import Futures, limits
from planner.app.main_window import MainWindow
from planner.app.panels.scenario_compare import CURVES, DOTS, OVER_TIME, ComparePage
from planner.app.panels.scenario_pages import COMPARE, WHY, ScenarioPage
from planner.app.panels.scenario_why import WhyPage
from planner.workspace import compare_scenarios, explain_difference
from tests.app.held_engine import Engine

pytestmark = pytest.mark.slow

FUTURES = 12


@pytest.fixture
def few_futures(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    monkeypatch.setattr(scenario_views, "FUTURES", FUTURES)


def _page(window: MainWindow, number: int) -> ScenarioPage:
    window.go("scenarios")
    pages = window.panels["scenarios"].pages
    pages.go(number)
    return pages.page(number)


def _answered(page: ScenarioPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.run.answer is not None and not page.run.at_work and not page.run.stale, timeout=60_000)


@pytest.fixture
def compare(kept_window: MainWindow, few_futures: None, qtbot: QtBot) -> Iterator[ComparePage]:
    page = _page(kept_window, COMPARE)
    page.picks.tick(["as-today", "growth-70", "growth-70-recruits"])
    page.views.button(OVER_TIME).click()
    _answered(page, qtbot)
    yield page
    page.run.refuse("")


@pytest.fixture
def why(kept_window: MainWindow, few_futures: None, qtbot: QtBot) -> Iterator[WhyPage]:
    page = _page(kept_window, WHY)
    _answered(page, qtbot)
    yield page
    page.run.refuse("")


def test_the_page_shows_what_the_comparison_finds(compare: ComparePage, kept_window: MainWindow) -> None:
    plan = kept_window.session.plan
    day = date(2027, 8, 2)
    subjects = scenario_views.subjects_of(plan, "polit", day)
    scenarios = [plan.scenario(key) for key in ("as-today", "growth-70", "growth-70-recruits")]
    found = compare_scenarios(plan, scenarios, subjects, futures=FUTURES)
    shown = compare.run.answer.found
    assert [measure.subject for measure in shown.measures] == list(subjects)
    assert shown.measures[0].sides == found.measures[0].sides
    assert len(shown.measures) == 4 + sum(standard.team == "polit" for standard in plan.standards)
    assert compare.card.answer.text().startswith("Open cases per officer on 2 August 2027: best under")
    assert "In 8 futures of 10, open cases per officer stay at" in compare.card.more.text()
    assert compare.table.headings[1] == "Demand as today (base)"
    column = compare.table.table.columns[2]
    row = compare.table.table.rows[0]
    assert column.text(row).endswith(")") and "to" in column.text(row) and column.mark(row) == "bad"
    assert compare.decided.text().startswith("Nothing was decided")


def test_the_page_has_room_for_itself_in_a_small_window(
    compare: ComparePage, kept_window: MainWindow, qtbot: QtBot
) -> None:
    kept_window.resize(1280, 800)
    compare.team.setCurrentIndex(1)
    _answered(compare, qtbot)
    QCoreApplication.processEvents()
    assert compare.findChild(QScrollArea).verticalScrollBar().maximum() == 0
    assert compare.table.height() >= compare.table.minimumHeight() > 0
    compare.team.setCurrentIndex(0)
    _answered(compare, qtbot)


def test_the_fans_stand_on_the_same_axes(compare: ComparePage) -> None:
    fans = compare.run.answer.fans[0]
    assert [fan.days for fan in fans] == 3 * [(date(2027, 8, 2) - fans[0].start).days + 1]
    low, high = compare.views.chart(OVER_TIME).plot.viewRange()[1]
    assert low == 0 and high > max(float(fan.high90.max()) for fan in fans)
    assert compare.views.chart(OVER_TIME).description == compare.card.answer.text()
    headings, rows = compare.views.chart(OVER_TIME).rows()
    assert headings == ("At the end of", "Demand as today", "+70 % in twelve months", "+70 % and four POLIT recruits")
    assert rows[0][0] == "Nov 2026" and rows[0][1] == compare.views.chart(OVER_TIME)._text(fans[0], 28)
    second = compare.views.chart(OVER_TIME)._stride + 100
    words = compare.views.chart(OVER_TIME).read_out(second)
    assert words.startswith("10 Feb 2027, middle future:  Demand as today")
    assert f"+70 % in twelve months {float(fans[1].median[100]):,.1f}" in words
    assert compare.views.chart(OVER_TIME).read_out(compare.views.chart(OVER_TIME)._stride - 1) == ""


def test_another_row_is_drawn_without_another_run(compare: ComparePage, kept_window: MainWindow) -> None:
    place = next(
        at for at, row in enumerate(compare.table.table.rows) if getattr(row.subject, "standard", None) is not None
    )
    compare.table.choose(place)
    assert compare.card.answer.text().startswith("POLIT: open cases per officer (≤ 20), chance on 2 August 2027:")
    assert compare.views.chart(OVER_TIME).title.text() == "POLIT: open cases per officer (≤ 20), chance"
    compare.views.button(DOTS).click()
    assert compare.views.chart(DOTS)._goal.isVisible() and compare.views.chart(DOTS)._goal.value() == 20
    assert not compare.run.at_work


def test_dots_and_curves_say_what_8_futures_of_10_keep_to(compare: ComparePage) -> None:
    compare.views.button(DOTS).click()
    assert compare.views.chart(DOTS).isVisible()
    side = compare.run.answer.found.measures[0].sides[0]
    _, rows = compare.views.chart(DOTS).rows()
    assert rows[0][:2] == ("Demand as today", f"{side.kept:,.1f}".removesuffix(".0"))
    assert "In 8 futures of 10" in compare.views.chart(DOTS).description
    kept = compare.views.chart(DOTS).read_out(side.kept)
    assert "Demand as today" in kept and f"{sum(dot <= side.kept for dot in side.dots)} of 20" in kept
    compare.views.button(CURVES).click()
    _, rows = compare.views.chart(CURVES).rows()
    assert [row[0] for row in rows][:2] == ["5 %", "10 %"]
    assert "Demand as today 80 %" in compare.views.chart(CURVES).read_out(side.kept)


def test_one_scenario_is_not_compared(compare: ComparePage) -> None:
    compare.picks.tick(["growth-70"])
    assert compare.card.answer.text() == "Tick two to five scenarios on the left: 1 of them are ticked."
    compare.picks.tick([None, "as-today", "growth-70", "growth-low", "growth-mid", "growth-high"])
    assert "6 of them are ticked" in compare.card.answer.text()
    assert not compare.run.at_work


def test_a_change_of_the_plan_makes_a_previous_result(
    compare: ComparePage, kept_window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    gate = threading.Event()
    real = scenario_views.compare

    def held(plan, scenarios, subjects, progress):
        while not gate.wait(0.005):
            progress(1, 10)
        return real(plan, scenarios, subjects, progress)

    monkeypatch.setattr(scenario_views, "compare", held)
    compare.day.setDate(QDate(2027, 3, 1))
    assert compare.run.stale and compare.card.badge.isVisible() and compare.views.chart(OVER_TIME).stale
    qtbot.waitUntil(lambda: compare.card.strip.bar.maximum() == 100)
    compare.card.strip.cancel.click()
    assert compare.card.strip.words.text() == "Stopped; the previous result is still shown."
    compare.card.strip.run.click()
    gate.set()
    _answered(compare, qtbot)
    assert "on 1 March 2027" in compare.card.answer.text() and not compare.views.chart(OVER_TIME).stale


def test_a_new_name_and_a_decision_need_no_run(compare: ComparePage, kept_window: MainWindow) -> None:
    from planner.edit.scenarios import decide_scenario, rename_scenario

    plan = rename_scenario(kept_window.session.plan, "growth-70", "The rise")
    plan = decide_scenario(plan, "growth-70", "Chief officer board", date(2026, 11, 20), "Plan for it")
    kept_window.session.change("Decide", plan)
    assert not compare.run.at_work
    assert compare.table.headings[2] == "The rise"
    assert compare.decided.text() == ("The rise: decided by Chief officer board on 20 November 2026: Plan for it.")


def test_the_picks_can_be_ticked_from_the_keyboard(compare: ComparePage, qtbot: QtBot) -> None:
    compare.picks.setFocus()
    compare.picks.setCurrentRow(0)
    qtbot.keyClick(compare.picks, Qt.Key.Key_Space)
    assert compare.picks.keys[0] is None and compare.run.at_work


def test_the_waterfall_adds_up_and_says_so(why: WhyPage, kept_window: MainWindow) -> None:
    plan = kept_window.session.plan
    subject = scenario_views.subjects_of(plan, "polit", date(2027, 8, 2))[0]
    second = plan.scenario("growth-70-recruits")
    found = explain_difference(plan, plan.scenario("as-today"), second, subject, futures=FUTURES)
    assert why.run.answer.terms == found.terms
    steps = why.chart.steps
    assert steps[0].begins == round(found.before, 1) and steps[-1].ends == round(found.after, 1)
    headings, rows = why.chart.rows()
    assert headings == ("Change", "Adds", "± (95 %)", "Then")
    assert rows[0] == ("Demand as today", "", "", f"{found.before:,.1f}")
    assert rows[-1] == ("+70 % and four POLIT recruits", "", "", f"{found.after:,.1f}")
    assert why.card.answer.text().startswith("Open cases per officer: ")
    assert "Recruits -" in why.card.answer.text() and "Demand +" in why.card.answer.text()
    assert why.chart.plot.accessibleDescription().startswith("POLIT, open cases per officer on 2 August 2027")
    assert [why.chart._is_better(step) for step in steps] == [step.amount < 0 for step in steps]
    why.chart.copy_data()
    assert QGuiApplication.clipboard().text().startswith("Change\tAdds")


def test_the_same_levers_have_nothing_to_explain(why: WhyPage, qtbot: QtBot) -> None:
    why.second.setCurrentIndex(why.second.findData("as-today"))
    assert why.card.answer.text().startswith("These two have the same levers")
    assert not why.run.at_work
    why.second.setCurrentIndex(why.second.findData("growth-70"))
    _answered(why, qtbot)
    assert len(why.chart.steps) == 1


def test_a_chance_is_explained_in_points(why: WhyPage, qtbot: QtBot) -> None:
    why.measure.setCurrentIndex(why.measure.count() - 1)
    _answered(why, qtbot)
    assert " points, from " in why.card.answer.text()
    assert why.chart.rows()[1][1][1].endswith(" points")


def test_an_axis_has_room_for_everything() -> None:
    side = Futures("A", (1.0, 4.0), (2.0, 3.0), 3.0, "")
    low, high = limits([*side.curve, side.kept], (9.0, "Target 9"))
    assert low < 1 and high > 9
    assert limits([], None)[0] == 0
