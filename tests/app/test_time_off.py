"""Reductions and absences on the Caseload place: added, changed, ended, and pointed out where they are too much."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from planner.app.main_window import MainWindow
from planner.app.panels.caseload import TIME_OFF, CaseloadPanel
from planner.edit.time_off import add_time_off
from planner.model.absence import Reduction
from tests.app.caseload_place import caseload, settle, shown

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(kept_window: MainWindow, qtbot: QtBot) -> Iterator[CaseloadPanel]:
    with caseload(kept_window, qtbot) as panel:
        yield panel


def test_reductions_are_added_changed_ended_and_removed(panel: CaseloadPanel, qtbot: QtBot) -> None:
    panel.tabs.setCurrentIndex(TIME_OFF)
    page = panel.time_off
    assert page.summary.text().startswith("Nobody's hours are reduced here.")
    qtbot.mouseClick(page.add, LEFT)
    dialog = panel._dialogs.present
    assert [dialog.kind.itemText(at) for at in range(dialog.kind.count())] == ["Reduction of weekly hours"]
    assert not dialog.accept_button.isEnabled()
    dialog.officer.setCurrentIndex(dialog.officer.findData("polit-02"))
    qtbot.keyClicks(dialog.reason, "Phased return")
    assert "one rate for everybody" in dialog.note.text()
    dialog.last.setDate(QDate(2026, 11, 1))
    assert dialog.note.text() == "A reduction ends on or after its first day."
    dialog.last.setDate(QDate(2026, 11, 29))
    dialog.amount.setValue(20)
    qtbot.mouseClick(dialog.accept_button, LEFT)
    settle(panel, qtbot)
    (less,) = officer(panel, "polit-02").reductions
    assert (less.reason, less.weekly_hours, less.last.isoformat()) == ("Phased return", 20, "2026-11-29")
    assert panel.session.workspace.undo_label == "Add “Phased return” of POLIT 02"
    assert page.summary.text() == "1 of 1 entry ends within 30 days of 2 Nov 2026."
    assert shown(panel, "polit-02")["Hours available"] == "56"
    qtbot.keyClick(page.table, KEY.Key_Return)
    dialog = panel._dialogs.present
    assert not dialog.officer.isEnabled()
    dialog.open_ended.setChecked(True)
    qtbot.mouseClick(dialog.accept_button, LEFT)
    settle(panel, qtbot)
    assert officer(panel, "polit-02").reductions[0].last is None
    assert page.table.texts(page.table.table.rows)[0][-1] == "Until further notice"
    qtbot.mouseClick(page.end, LEFT)
    settle(panel, qtbot)
    assert officer(panel, "polit-02").reductions[0].last == panel.session.plan.start
    assert not page.end.isEnabled()
    qtbot.mouseClick(page.remove, LEFT)
    settle(panel, qtbot)
    assert officer(panel, "polit-02").reductions == ()
    for _ in range(4):
        panel.session.undo()
    settle(panel, qtbot)
    assert officer(panel, "polit-02").reductions == ()


def test_reductions_beyond_the_paid_hours_are_pointed_out(panel: CaseloadPanel, qtbot: QtBot) -> None:
    panel.tabs.setCurrentIndex(TIME_OFF)
    qtbot.mouseClick(panel.time_off.add, LEFT)
    dialog = panel._dialogs.present
    qtbot.keyClicks(dialog.reason, "Secondment")
    assert not dialog.excess.isVisible()
    dialog.amount.setValue(60)
    assert dialog.excess.isVisible() and dialog.excess.text().endswith("no hours are left for cases.")
    assert dialog.amount.accessibleDescription() == dialog.excess.text()
    assert dialog.accept_button.isEnabled(), "plans may hold it already"
    dialog.amount.setValue(20)
    assert not dialog.excess.isVisible() and not dialog.amount.accessibleDescription()


def officer(panel: CaseloadPanel, key: str):
    return next(person for person in panel.session.plan.officers if person.key == key)


def test_the_same_again_is_refused_in_the_dialog(panel: CaseloadPanel, qtbot: QtBot) -> None:
    day = panel.session.plan.start
    less = Reduction("Tutor", day, None, 8)
    panel.session.change("Add", add_time_off(panel.session.plan, "polit-06", less))
    settle(panel, qtbot)
    panel.tabs.setCurrentIndex(TIME_OFF)
    qtbot.mouseClick(panel.time_off.add, LEFT)
    dialog = panel._dialogs.present
    dialog.officer.setCurrentIndex(dialog.officer.findData("polit-06"))
    dialog.open_ended.setChecked(True)
    qtbot.keyClicks(dialog.reason, "Tutor")
    qtbot.mouseClick(dialog.accept_button, LEFT)
    assert dialog.isVisible() and dialog.note.text() == "The officer has this already."
