"""The Rota place: begun, painted by keys and mouse, checked as it is painted, solved by the real solver."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from pytestqt.qtbot import QtBot

from planner.app.main_window import MainWindow
from planner.app.panels.rota import EMPTY, GRID, RotaPanel
from planner.app.panels.rota_side import ANSWER
from planner.app.widgets.rota_grid import LOCK
from planner.app.widgets.rota_tile import HARD
from planner.edit.rota import add_away, remove_person
from planner.model.rota_people import AwayKind, Unavailability
from planner.workspace.rota import new_rota

START = date(2026, 11, 2)


@pytest.fixture
def place(window: MainWindow, qtbot: QtBot) -> RotaPanel:
    """The place with a rota of seven people over two weeks, checked."""
    plan = new_rota(replace(window.session.plan, rotas=()), "dpmu", "dpmu-rota", "two-two-two-four", START, 2)
    assert window.session.change("Begin a rota", plan)
    window.go("rota")
    panel = window.panels["rota"]
    qtbot.waitUntil(lambda: not panel.cells.pending)
    return panel


def cells_of(panel: RotaPanel, row: int) -> tuple[str, ...]:
    """A line as the plan has it."""
    return panel.draft.lines[row].cells


def choose(panel: RotaPanel, row: int, first: int, last: int | None = None) -> None:
    """Choose days of a person, as Shift and the arrows do."""
    panel.grid.setFocus()
    panel.grid.setCurrentIndex(panel.cells.index(row, first))
    for day in range(first + 1, (last or first) + 1):
        model = panel.grid.selectionModel()
        model.select(panel.cells.index(row, day), model.SelectionFlag.Select)


def middle(panel: RotaPanel, row: int, day: int) -> QPoint:
    return panel.grid.visualRect(panel.cells.index(row, day)).center()


def test_a_plan_without_a_rota_offers_to_begin_one(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session.change("Remove the rotas", replace(window.session.plan, rotas=()))
    window.go("rota")
    panel = window.panels["rota"]
    assert panel.stack.currentIndex() == EMPTY
    qtbot.mouseClick(panel.empty.begin, Qt.MouseButton.LeftButton)
    dialog = window.dialogs.present
    dialog.team.setCurrentIndex(dialog.team.findData("dpmu"))
    dialog.pattern.setCurrentIndex(dialog.pattern.findData("two-two-two-four"))
    dialog.weeks.setValue(3)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert panel.stack.currentIndex() == GRID
    assert (panel.cells.rowCount(), panel.cells.columnCount()) == (7, 21)
    assert window.session.workspace.undo_label == f"Begin the rota “{panel.rota.name}”"
    qtbot.waitUntil(lambda: not panel.cells.pending)
    assert window.session.undo()
    assert panel.stack.currentIndex() == EMPTY


def test_a_letter_paints_the_chosen_cells_in_one_step(place: RotaPanel, qtbot: QtBot) -> None:
    before = cells_of(place, 0)
    choose(place, 0, 6, 8)
    qtbot.keyClicks(place.grid, "l")
    assert cells_of(place, 0)[6:9] == ("late", "late", "late")
    assert place.session.workspace.undo_label == "Paint 3 days: Late"
    qtbot.keyClick(place.grid, Qt.Key.Key_Delete)
    assert cells_of(place, 0)[6:9] == ("", "", "")
    assert place.session.undo()
    assert place.session.undo()
    assert cells_of(place, 0) == before
    assert place.cells.lines[place.draft.lines[0].officer] == before


def test_what_is_painted_is_checked_at_once_and_listed(place: RotaPanel, qtbot: QtBot) -> None:
    choose(place, 0, 4)
    qtbot.keyClicks(place.grid, "n")
    choose(place, 0, 5)
    qtbot.keyClicks(place.grid, "e")
    assert place.cells.tile(0, 5).state == HARD
    assert "Rest between duties" in place.cells.words(0, 5)
    assert place.bar.state.tone == "bad"

    def found() -> list[int]:
        rows = place.side.rules.table.rows
        return [
            at for at, row in enumerate(rows) if row.breach.rule == "rest-between-duties" and row.breach.day.day == 7
        ]

    qtbot.waitUntil(lambda: bool(found()))
    choose(place, 3, 0)
    place.side.rules.clicked.emit(place.side.rules.filter.index(found()[0], 0))
    assert place.grid.currentIndex() == place.cells.index(0, 5)
    assert "Rest between duties (hard)" in place.side.rule_detail.text()


def test_a_drag_paints_and_is_one_step(place: RotaPanel, qtbot: QtBot) -> None:
    before, view = cells_of(place, 1), place.grid.viewport()
    place.bar.brushes.group.button(3).click()
    assert place.grid.brush == "night"
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(place, 1, 4))
    for day in (5, 6):
        at = QPointF(middle(place, 1, day))
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        move = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), Qt.MouseButton.NoButton, buttons, keys)
        QCoreApplication.sendEvent(view, move)
    assert place.cells.tile(1, 6).duty.code == "N"
    assert cells_of(place, 1) == before
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(place, 1, 6))
    assert cells_of(place, 1)[4:7] == ("night",) * 3
    assert place.session.undo()
    assert cells_of(place, 1) == before


def test_locked_days_are_not_painted(place: RotaPanel, qtbot: QtBot) -> None:
    before = cells_of(place, 2)
    choose(place, 2, 1, 2)
    qtbot.keyClick(place.grid, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert place.draft.lines[2].locked == (1, 2)
    assert place.cells.tile(2, 1).locked
    qtbot.keyClick(place.grid, Qt.Key.Key_Delete)
    qtbot.keyClicks(place.grid, "e")
    assert cells_of(place, 2) == before
    assert "locked" in place.note.text()
    place.grid.brush = LOCK
    qtbot.mouseClick(place.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(place, 2, 1))
    assert place.draft.lines[2].locked == (2,)


def test_a_letter_of_no_duty_is_refused_in_words(place: RotaPanel, qtbot: QtBot) -> None:
    before = cells_of(place, 0)
    choose(place, 0, 0)
    qtbot.keyClicks(place.grid, "z")
    assert place.note.text() == "No duty of this rota begins with Z."
    assert cells_of(place, 0) == before


def test_cover_says_where_people_are_missing(place: RotaPanel, qtbot: QtBot) -> None:
    rows = [row for row in range(7) if cells_of(place, row)[0] == "early"]
    for row in rows:
        choose(place, row, 0)
        qtbot.keyClick(place.grid, Qt.Key.Key_Delete)
    assert "Early on Mon 2 November (0 of 1)" in place.cover_words.text()
    assert "1 too few" in place.cover.words(0, 0)


def test_days_away_are_shown_and_said(place: RotaPanel, qtbot: QtBot) -> None:
    officer = place.rota.people[0].officer
    away = Unavailability(officer, AwayKind.LEAVE, START, date(2026, 11, 4))
    assert place.session.change("Away", add_away(place.session.plan, "dpmu-rota", away))
    assert place.cells.tile(0, 2).away == "AL"
    assert "annual leave" in place.cells.words(0, 2)


def test_solve_makes_a_draft_that_is_lawful(place: RotaPanel, qtbot: QtBot) -> None:
    drafts = len(place.rota.drafts)
    place.bar.seconds_box.setItemData(0, 3)
    qtbot.mouseClick(place.bar.solve, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(place.rota.drafts) == drafts + 1, timeout=30_000)
    assert place.draft.name == "Solved"
    qtbot.waitUntil(lambda: not place.cells.pending)
    assert place.bar.state.text == "Lawful"
    assert place.side.currentIndex() == ANSWER
    assert place.side.answer_words.text().startswith("Lawful, ")
    assert place.session.workspace.undo_label == "Solve a rota: “Solved”"


def test_a_rota_that_cannot_be_says_which_rules_contradict(place: RotaPanel, qtbot: QtBot) -> None:
    choose(place, 0, 4)
    qtbot.keyClicks(place.grid, "n")
    choose(place, 0, 5)
    qtbot.keyClicks(place.grid, "e")
    choose(place, 0, 4, 5)
    qtbot.keyClick(place.grid, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    place.bar.seconds_box.setItemData(0, 3)
    qtbot.mouseClick(place.bar.solve, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not place.runs.at_work, timeout=30_000)
    assert "no lawful rota" in place.side.answer_words.text()
    assert "Rest between duties, DPMU" in place.side.answer_details.text()
    assert "Way out 1" in place.side.answer_details.text()
    assert len(place.rota.drafts) == 1


def test_why_not_says_what_a_cell_would_cost(place: RotaPanel, qtbot: QtBot) -> None:
    choose(place, 0, 0)
    place.bar.why_menu.aboutToShow.emit()
    rest = next(action for action in place.bar.why_menu.actions() if action.text() == "Rest day")
    rest.trigger()
    qtbot.waitUntil(lambda: not place.runs.at_work, timeout=30_000)
    assert "points" in place.side.answer_words.text() or "cannot be" in place.side.answer_words.text()


def test_a_rota_of_nobody_is_answered_in_words(place: RotaPanel, qtbot: QtBot) -> None:
    plan = place.session.plan
    for person in place.rota.people:
        plan = remove_person(plan, place.rota.key, person.officer)
    assert place.session.change("Nobody", plan)
    qtbot.waitUntil(lambda: not place.cells.pending)
    qtbot.mouseClick(place.bar.solve, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not place.runs.at_work, timeout=30_000)
    assert place.side.answer_words.text().endswith("so there is nothing to solve: add its people first.")


@pytest.mark.slow
def test_cancel_in_the_list_of_work_keeps_the_best_rota(place: RotaPanel, window: MainWindow, qtbot: QtBot) -> None:
    drafts = len(place.rota.drafts)
    place.bar.seconds_box.setItemData(0, 120)
    qtbot.mouseClick(place.bar.solve, Qt.MouseButton.LeftButton)
    window.status.show_tray()
    (row,) = [row for row in window.status.tray.rows.values() if row.words.text() == "Rota: solving"]
    qtbot.waitUntil(lambda: "points" in place.bar.strip.words.text() or not place.runs.at_work, timeout=30_000)
    if place.runs.at_work:
        qtbot.mouseClick(row.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not place.runs.at_work, timeout=30_000)
    assert len(place.rota.drafts) == drafts + 1
    assert place.draft.name == "Solved"
