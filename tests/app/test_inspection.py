"""The Inspection place: the answer in words, never under another plan; edits in one step each; its runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from planner.app import inspection_views
from planner.app.main_window import MainWindow
from planner.app.panels.inspection import DETAIL, EMPTY, OVERDUE, STANDARDS, InspectionPanel
from planner.model.countdown import LEAD_STEPS, Breach, Candidate, Countdown, LastSafe, Lift, StandardCountdown
from planner.model.plan import Plan
from planner.model.standard import Standard

CHANCES = {"polit-unallocated": 0.72, "dpmu-unallocated": 1.0, "dpmu-visits": 0.41}


def made(plan: Plan, *, lifts: bool = True) -> Countdown:
    """A countdown without a simulation."""
    return Countdown(
        plan.reinspection,
        (plan.reinspection - plan.start).days,
        0.9,
        tuple(_row(plan, standard, lifts=lifts) for standard in plan.standards),
        tuple(
            Breach(team.key, band.key, plan.start + timedelta(days=day), 0.6, 2.0, 4.0, 9.0)
            for team in plan.teams
            for band in team.bands
            for day in (6, 13)
        ),
        LEAD_STEPS,
        200,
        1,
    )


def _row(plan: Plan, standard: Standard, *, lifts: bool) -> StandardCountdown:
    chance = CHANCES.get(standard.key, 0.1)
    trend = ((date(2026, 11, 30), 0.9), (plan.reinspection, chance))
    lift = min(0.37, 1 - chance)
    loan = Lift(Candidate("one officer on loan", ()), chance + lift, lift, 0.03, 0.0)
    return StandardCountdown(standard, chance, 0.03, trend, (loan,) if lifts else (), None)


class Counter:
    """Stands in for the engine where a test must hold a run back or count runs."""

    def __init__(self) -> None:
        self.runs: list[tuple[Plan, object]] = []
        self.asked: list[tuple[str, ...]] = []
        self.gate = threading.Event()
        self.gate.set()

    def count(self, plan, scenario, progress, partial):
        self.runs.append((plan, scenario))
        partial(made(plan, lifts=False))
        while not self.gate.wait(0.005):
            progress(5, 10)
        return made(plan)

    def last_safe_dates(self, plan, found, keys, scenario, progress, partial):
        self.asked.append(tuple(keys))
        for key in keys:
            safe = LastSafe(4, date(2026, 12, 14), date(2027, 6, 21), 0.92, 0.88)
            rows = (replace(one, last_safe=safe) if one.standard.key == key else one for one in found.standards)
            found = replace(found, standards=tuple(rows))
            partial(found)
            while not self.gate.wait(0.005):
                progress(1, 10)
        return found


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    counter = Counter()
    monkeypatch.setattr(inspection_views, "count", counter.count)
    monkeypatch.setattr(inspection_views, "last_safe_dates", counter.last_safe_dates)
    monkeypatch.setattr(inspection_views, "today", lambda: date(2026, 11, 2))
    yield counter
    counter.gate.set()


@pytest.fixture
def panel(kept_window: MainWindow, counter: Counter, qtbot: QtBot) -> Iterator[InspectionPanel]:
    """The place with its first countdown, which is forgotten after each test."""
    kept_window.go("inspection")
    panel = kept_window.panels["inspection"]
    panel.runs._rest.setInterval(0)
    panel.runs._kept = inspection_views.Countdowns()
    panel._on_opened()
    qtbot.waitUntil(lambda: panel.runs.found is not None and not panel.runs.soon)
    counter.runs = counter.runs[-1:]
    yield panel
    if kept_window.dialogs.present is not None:
        kept_window.dialogs.present.reject()
    panel.runs.stop()
    panel.card.scenario.setCurrentIndex(0)
    panel.runs.stop()


def cells(panel: InspectionPanel, key: str) -> list[str]:
    row = next(row for row in panel.table.table.rows if row.one.standard.key == key)
    return [column.text(row) for column in panel.table.table.columns]


def test_the_answer_is_read_at_once(panel: InspectionPanel) -> None:
    assert panel.card.headline.text() == "1 of 14 standards is likely met on 2 August 2027"
    assert panel.card.days.figure.text() == "273 days"
    assert [chip.text for chip in panel.card.chips.values()] == ["1 likely", "1 in doubt", "12 unlikely"]
    assert panel.illustrative.isVisible()
    chances = [row.one.chance for row in panel.table.table.rows]
    assert chances == sorted(chances)
    assert cells(panel, "dpmu-visits") == [
        "DPMU: mandated visits on time",
        "≥ 95 %",
        "21 late",
        "41 % (35\N{EN DASH}47), unlikely",
        "falling from 90 % on 30 November 2026",
        "41 → 78 %: one officer on loan",
        "not looked for",
    ]
    assert cells(panel, "dpmu-unallocated")[-2:] == ["none needed", "not needed"]


def test_dates_are_looked_for_on_request_and_kept_while_nothing_changes(
    panel: InspectionPanel, counter: Counter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.card.find.click()
    qtbot.waitUntil(lambda: not panel.runs.soon)
    assert len(counter.asked[0]) == 13 and "dpmu-unallocated" not in counter.asked[0]
    assert cells(panel, "dpmu-visits")[-1] == "4 officers, 14 Dec 2026"
    assert not panel.card.find.isEnabled()
    monkeypatch.setattr(inspection_views, "today", lambda: date(2026, 12, 15))
    panel._draw()
    assert cells(panel, "dpmu-visits")[-1] == "4 officers, 14 Dec 2026 (passed)"
    assert panel.session.change("Edit the note", replace(panel.session.plan, note="Other.", scenarios=()))
    assert not panel.runs.stale and len(counter.runs) == 1


def test_a_change_makes_it_the_previous_result_until_it_is_counted_again(
    panel: InspectionPanel, counter: Counter, qtbot: QtBot
) -> None:
    counter.gate.clear()
    assert panel.session.change(
        "Drop one", replace(panel.session.plan, standards=panel.session.plan.standards[1:], actions=())
    )
    assert panel.card.badge.isVisible() and panel.card.badge.text == "Previous result"
    assert not panel.table.isEnabled() and not panel.card.find.isEnabled()
    qtbot.waitUntil(lambda: len(panel.runs.found.standards) == 13)
    assert not panel.card.badge.isVisible() and panel.table.isEnabled()
    assert cells(panel, "dpmu-visits")[-2] == "trying…"
    counter.gate.set()
    qtbot.waitUntil(lambda: not panel.runs.soon)
    assert panel.session.undo()
    assert len(panel.runs.found.standards) == 14 and not panel.runs.stale and len(counter.runs) == 2


def test_a_run_can_be_cancelled_and_what_it_found_stays(panel: InspectionPanel, counter: Counter, qtbot: QtBot) -> None:
    counter.gate.clear()
    panel.card.find.click()
    qtbot.waitUntil(lambda: panel.card.strip.bar.maximum() == 100 and cells(panel, "polit-caseload")[-1][0] == "4")
    panel.card.strip.cancel.click()
    assert not panel.runs.soon
    assert panel.card.strip.words.text() == "Stopped; what was found is shown."
    assert cells(panel, "dpmu-visits")[-1] == "not looked for"
    assert panel.card.find.isEnabled()


def test_a_scenario_is_counted_by_itself(panel: InspectionPanel, counter: Counter, qtbot: QtBot) -> None:
    panel.card.scenario.setCurrentIndex(panel.card.scenario.findData("growth-70"))
    assert panel.runs.stale
    qtbot.waitUntil(lambda: not panel.runs.soon)
    assert counter.runs[-1][1].key == "growth-70"
    panel.card.scenario.setCurrentIndex(0)
    assert not panel.runs.stale and len(counter.runs) == 2


def test_passing_by_starts_no_run(panel: InspectionPanel, counter: Counter, qtbot: QtBot) -> None:
    panel.runs._rest.setInterval(20)
    panel.card.scenario.setCurrentIndex(panel.card.scenario.findData("growth-70"))
    panel.window().go("overview")
    qtbot.wait(60)
    assert len(counter.runs) == 1
    panel.window().go("inspection")
    qtbot.waitUntil(lambda: len(counter.runs) == 2 and not panel.runs.soon)


def test_the_day_is_edited_in_one_step_and_refused_in_words(panel: InspectionPanel) -> None:
    before = panel.session.plan
    panel.card.day.setDate(QDate(2026, 11, 2))
    assert panel.session.plan is before
    assert panel.card.note.text() == "The plan starts on 02/11/2026: choose a later day, within ten years."
    panel.card.day.setDate(QDate(2027, 10, 1))
    assert panel.session.plan.reinspection == date(2027, 10, 1)
    assert not panel.card.note.isVisible() and panel.card.days.figure.text() == "333 days"
    panel.session.undo()
    assert panel.session.plan.reinspection == before.reinspection
    assert panel.card.day.date() == QDate(2027, 8, 2)


def test_a_row_opens_its_details(panel: InspectionPanel) -> None:
    panel.table.entered_row.emit(next(r for r in panel.table.table.rows if r.one.standard.key == "dpmu-visits"))
    assert panel.stack.currentIndex() == DETAIL
    assert panel.detail.title.text() == "DPMU: mandated visits on time"
    assert panel.detail.chart.rows()[1] == [("30 Nov 2026", "90 %"), ("2 Aug 2027", "41 %")]
    (step,) = panel.detail.steps.table.rows
    assert panel.detail.steps.texts([step])[0][:3] == ("One officer on loan", "78 %", "+37 points (± 6)")
    assert [(name.text(), days.text()) for name, days in panel.detail.lead] == [
        ("Advert and sift (49 days)", "25 Jan 2027 to 15 Mar 2027"),
        ("Assessment (70 days)", "15 Mar 2027 to 24 May 2027"),
        ("Vetting (42 days)", "24 May 2027 to 5 Jul 2027"),
        ("Posting (28 days)", "5 Jul 2027 to 2 Aug 2027"),
    ]
    panel.detail.back.click()
    assert panel.stack.currentIndex() == STANDARDS


def test_one_date_is_found_from_the_details(panel: InspectionPanel, counter: Counter, qtbot: QtBot) -> None:
    panel.show_standard("dpmu-visits")
    panel.detail.find.click()
    qtbot.waitUntil(lambda: not panel.runs.soon)
    assert counter.asked == [("dpmu-visits",)]
    assert panel.detail.sentence.text().startswith("Approve 4 more officers for DPMU by 14 December 2026: they begin")
    assert not panel.detail.find.isVisible()


def test_target_and_date_are_edited_in_one_step_each(panel: InspectionPanel) -> None:
    panel.show_standard("dpmu-visits")
    standard = next(one for one in panel.session.plan.standards if one.key == "dpmu-visits")
    panel.detail.target.setValue(90)
    panel.detail.by.setDate(QDate(2027, 5, 4))
    changed = next(one for one in panel.session.plan.standards if one.key == "dpmu-visits")
    assert (changed.target.value, changed.by) == (0.9, date(2027, 5, 4))
    assert changed.target.unit == standard.target.unit
    assert panel.session.workspace.undo_label == "Change the date of “DPMU: mandated visits on time”"
    panel.session.undo()
    panel.session.undo()
    assert next(one for one in panel.session.plan.standards if one.key == "dpmu-visits") == standard
    assert panel.detail.target.value() == 95


def test_details_of_a_standard_that_is_gone_close(panel: InspectionPanel) -> None:
    panel.show_standard("dpmu-visits")
    kept = tuple(one for one in panel.session.plan.standards if one.key != "dpmu-visits")
    assert panel.session.change("Drop one", replace(panel.session.plan, standards=kept, actions=()))
    assert panel.stack.currentIndex() == STANDARDS


def test_overdue_work_is_drawn_told_and_copied(panel: InspectionPanel) -> None:
    panel.pages.button(OVERDUE).click()
    assert panel.stack.currentIndex() == OVERDUE
    assert panel.overdue.description.startswith("15 of 15 bands have overdue work likelier than not")
    panel.overdue.copy_data()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Team and band\tWeek to\tChance of any\tMean overdue\t9 in 10 futures at most\tLatest by"
    assert lines[1] == "POLIT, Very high\t8 Nov 2026\t60 %\t2.0\t4\t9 days"
    assert len(lines) == 31
    assert panel.overdue.read_out(8).startswith("Week to 15 Nov 2026: POLIT, Very high 2; ")
    assert "illustrative" in panel.overdue.provenance


@pytest.mark.parametrize(
    ("change", "words"),
    [({"standards": (), "actions": ()}, "no standards yet"), ({"reinspection": None}, "no date of a re-inspection")],
)
def test_what_is_missing_is_said(panel: InspectionPanel, change: dict[str, object], words: str) -> None:
    assert panel.session.change("Take away", replace(panel.session.plan, **change))
    assert panel.stack.currentIndex() == EMPTY
    assert words in panel.empty.text()
    assert panel.card.headline.text() == "Nothing to count down to yet"
    assert panel.set_day.isVisibleTo(panel) is ("reinspection" in change)
    if "reinspection" in change:
        panel.set_day.click()
        assert panel.session.plan.reinspection == date(2027, 11, 2)
        assert panel.stack.currentIndex() == STANDARDS


@pytest.mark.parametrize(("width", "scale"), [(960, 1.0), (1280, 2.0)])
@pytest.mark.slow
def test_the_headline_is_never_cut(panel: InspectionPanel, qtbot: QtBot, width: int, scale: float) -> None:
    window = panel.window()
    window.appearance.set_text_scale(scale)
    window.resize(width, 800)
    qtbot.wait(30)
    for words in (panel.card.headline, panel.card.worst):
        assert words.height() >= words.heightForWidth(words.width())
    assert window.width() == width
    below = panel.card.find.y() > panel.card.headline.geometry().bottom()
    assert below is (scale > 1)


def test_a_real_run_counts_what_the_engine_counts(
    kept_window: MainWindow, demo: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection_views, "FUTURES", 50)
    kept = tuple(one for one in demo.standards if one.key == "polit-caseload")
    small = replace(demo, standards=kept, actions=(), reinspection=demo.start + timedelta(days=60))
    parts: list[Countdown] = []
    found = inspection_views.count(small, None, lambda done, total: None, parts.append)
    assert parts[0].standards[0].lifts == () and found.standards[0].lifts
    assert parts[0].standards[0].chance == found.standards[0].chance
    assert found.futures == 50 and found.standards[0].chance == 0
    assert (found.standards[0].last_safe, found.standards[0].obstacle) == (None, None)
    assert found.days_left == 60 and len(found.breaches) == 4 * 8
