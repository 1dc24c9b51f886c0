"""The action plan and the standards themselves, in the Inspection place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QDate

from planner.app import inspection_views
from planner.app.main_window import MainWindow
from planner.app.panels import action_plan
from planner.app.panels.action_plan import ActionPlan
from planner.app.panels.inspection import ACTIONS, DETAIL, EMPTY, STANDARDS, InspectionPanel
from planner.model.standard import Measure
from tests.app.test_inspection import Counter

TODAY = date(2026, 12, 20)


@pytest.fixture
def panel(kept_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> InspectionPanel:
    counter = Counter()
    monkeypatch.setattr(inspection_views, "count", counter.count)
    monkeypatch.setattr(action_plan, "today", lambda: TODAY)
    kept_window.go("inspection")
    return kept_window.panels["inspection"]


@pytest.fixture
def page(panel: InspectionPanel) -> ActionPlan:
    panel.pages.button(ACTIONS).click()
    panel.actions.show_plan()
    return panel.actions


def test_what_is_overdue_stands_first_and_is_marked_by_shape_and_words(page: ActionPlan) -> None:
    assert page.isVisible()
    assert page.summary.text() == "3 actions, 1 done." and page.late.text == "1 overdue"
    first, *_ = page.table.table.rows
    assert first.key == "polit-posts"
    state = page.table.table.columns[4]
    assert state.text(first) == "OVERDUE by 6 days" and state.mark(first) == "bad"
    assert [state.mark(row) for row in page.table.table.rows] == ["bad", "info", "good"]


def test_an_action_is_added_changed_marked_done_and_removed(page: ActionPlan, kept_window: MainWindow) -> None:
    page.add.click()
    dialog = kept_window.dialogs.present
    assert not dialog.accept_button.isEnabled() and dialog.note.text() == "Needed: say what is to be done."
    dialog.what.setPlainText("Borrow two officers for the visits")
    dialog.owner.setText("John Smith")
    assert "It looks like" in dialog.note.text() and not dialog.accept_button.isEnabled()
    dialog.owner.setText("Detective inspector")
    dialog.standard.setCurrentIndex(dialog.standard.findData("dpmu-visits"))
    dialog.due.show_day(date(2027, 1, 31))
    dialog.accept_button.click()
    action = kept_window.session.plan.actions[-1]
    assert (action.standard, action.owner, action.due) == ("dpmu-visits", "Detective inspector", date(2027, 1, 31))
    page.table.choose([row.key for row in page.table.table.rows].index(action.key))
    page.done.click()
    assert kept_window.session.plan.actions[-1].done == TODAY
    assert page.done.text() == "Not done after all"
    page.change.click()
    dialog = kept_window.dialogs.present
    assert dialog.done_on.day == TODAY
    dialog.evidence.setPlainText("Duty sheet of the unit")
    dialog.accept_button.click()
    assert kept_window.session.plan.actions[-1].evidence == "Duty sheet of the unit"
    page.remove.click()
    assert len(kept_window.session.plan.actions) == 3
    for _ in range(4):
        kept_window.session.undo()
    assert len(kept_window.session.plan.actions) == 3 and page.summary.text() == "3 actions, 1 done."


def test_a_standard_is_added_and_changed(panel: InspectionPanel, kept_window: MainWindow) -> None:
    panel.pages.button(STANDARDS).click()
    assert panel.edits.add.isVisible() and not panel.edits.change.isVisible()
    panel.edits.add.click()
    dialog = kept_window.dialogs.present
    assert dialog.note.text().startswith("Needed: a name") and not dialog.accept_button.isEnabled()
    dialog.name.setText("DPMU: no visit more than three weeks late")
    dialog.team.setCurrentIndex(dialog.team.findData("dpmu"))
    dialog.measure.setCurrentIndex(dialog.measure.findData(Measure.MOST_OVERDUE))
    assert not dialog.stage.isEnabled() and dialog.band.isEnabled() and dialog.target.suffix() == " days"
    dialog.target.setValue(21)
    dialog.by.setDate(QDate(2027, 3, 1))
    dialog.source.setText("Inspection report")
    dialog.accept_button.click()
    found = kept_window.session.plan.standards[-1]
    assert (found.measure, found.target.value, found.by) == (Measure.MOST_OVERDUE, 21.0, date(2027, 3, 1))
    assert (found.target.status, found.target.source) == ("ADAPT", "Inspection report")
    assert kept_window.session.workspace.undo_label.startswith("Add the standard")


def test_a_share_of_a_task_keeps_its_target_in_per_cent(panel: InspectionPanel, kept_window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: panel.runs.found is not None and not panel.runs.at_work)
    panel.show_standard("dpmu-visits")
    assert panel.edits.change.isVisible() and not panel.edits.add.isVisible()
    panel.edits.change.click()
    dialog = kept_window.dialogs.present
    assert dialog.target.value() == 95 and dialog.stage.currentData() == "visit"
    before = panel.session.plan.standards
    dialog.target.setValue(90)
    dialog.accept_button.click()
    (changed,) = [one for one in panel.session.plan.standards if one not in before]
    old = next(one for one in before if one.key == "dpmu-visits")
    assert changed == replace(old, target=replace(old.target, value=0.9))


def test_a_standard_with_actions_is_not_removed_until_they_are(
    panel: InspectionPanel, kept_window: MainWindow, qtbot
) -> None:
    qtbot.waitUntil(lambda: panel.runs.found is not None and not panel.runs.at_work)
    panel.show_standard("polit-caseload")
    panel.edits.remove.click()
    assert panel.detail.note.text() == "An action hangs on this standard: remove them from the action plan first."
    assert panel.stack.currentIndex() == DETAIL
    panel.show_standard("dpmu-visits")
    panel.edits.remove.click()
    assert "dpmu-visits" not in [one.key for one in kept_window.session.plan.standards]
    assert panel.stack.currentIndex() != DETAIL


def test_a_plan_without_standards_offers_the_first(panel: InspectionPanel, kept_window: MainWindow) -> None:
    plan = kept_window.session.plan
    kept_window.session.change("Empty", replace(plan, standards=(), actions=()))
    assert panel.stack.currentIndex() == EMPTY and panel.edits.add.isVisible()
    panel.edits.add.click()
    dialog = kept_window.dialogs.present
    dialog.name.setText("POLIT: cases per officer")
    dialog.accept_button.click()
    assert [one.measure for one in kept_window.session.plan.standards] == [Measure.CASELOAD]
    assert panel.stack.currentIndex() != EMPTY
