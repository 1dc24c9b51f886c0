"""A supervisor's rota, from a team to paper: begun, its cover edited, solved, painted, published, repaired, printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from planner.app.main_window import MainWindow
from planner.app.panels.rota import EMPTY, GRID, RotaPanel

pytestmark = pytest.mark.slow

LEFT = Qt.MouseButton.LeftButton
PATIENCE_MILLISECONDS = 60_000


def _begun(window: MainWindow, qtbot: QtBot) -> RotaPanel:
    """A plan that has no rota is led to its first."""
    assert window.session.change("Remove the rotas", replace(window.session.plan, rotas=()))
    window.go("rota")
    panel = window.panels["rota"]
    assert panel.stack.currentIndex() == EMPTY
    qtbot.mouseClick(panel.empty.begin, LEFT)
    dialog = window.dialogs.present
    dialog.team.setCurrentIndex(dialog.team.findData("dpmu"))
    dialog.pattern.setCurrentIndex(dialog.pattern.findData("two-two-two-four"))
    dialog.start.setDate(QDate(2027, 1, 4))
    dialog.weeks.setValue(2)
    qtbot.mouseClick(dialog.accept_button, LEFT)
    assert panel.stack.currentIndex() == GRID
    return panel


def _cover_of_nights(panel: RotaPanel, qtbot: QtBot, people: str) -> None:
    """Typed into the table of cover."""
    qtbot.mouseClick(panel.bar.edit, LEFT)
    page = panel.parts
    page.choose("cover")
    row = next(at for at, entry in enumerate(panel.rota.cover) if entry.shifts == ("night",))
    table, model = page.editor.table, page.editor.model
    table.setCurrentIndex(model.index(row, model.columns.index("Minimum")))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    (editor,) = [editor for editor in table.findChildren(QLineEdit) if editor.isVisible()]
    qtbot.keyClicks(editor, people)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not [editor for editor in table.findChildren(QLineEdit) if editor.isVisible()])
    qtbot.mouseClick(page.back, LEFT)
    assert panel.rota.cover[row].minimum == int(people)


def _paint_what_breaks_a_rule(window: MainWindow, panel: RotaPanel, qtbot: QtBot) -> None:
    """A night and then an early, less than eleven hours apart; the message is read, and both are taken back."""
    before = window.session.plan
    officer = panel.rota.people[0].officer
    for day, letter in ((0, "n"), (1, "e")):
        panel.grid.setFocus()
        panel.grid.setCurrentIndex(panel.cells.index(0, day))
        qtbot.keyClicks(panel.grid, letter)
    broken = [entry for entry in panel.cells.check.hard if entry.rule == "rest-between-duties"]
    assert {entry.officer for entry in broken} == {officer}
    assert "broken" in panel.bar.state.text
    rows = panel.side.rules.table
    qtbot.waitUntil(lambda: any(row.breach.rule == "rest-between-duties" for row in rows.rows))
    panel.side.rules.entered_row.emit(next(row for row in rows.rows if row.breach.rule == "rest-between-duties"))
    assert "Rest between duties (hard)" in panel.side.rule_detail.text()
    while window.session.plan != before:
        assert window.session.undo()
    qtbot.waitUntil(lambda: panel.bar.state.text == "Lawful")


def test_from_a_team_to_a_rota_on_paper(window: MainWindow, quiet_engine: None, qtbot: QtBot, tmp_path: Path) -> None:
    panel = _begun(window, qtbot)
    _cover_of_nights(panel, qtbot, "0")

    panel.bar.seconds_box.setItemData(0, 5)
    qtbot.mouseClick(panel.bar.solve, LEFT)
    qtbot.waitUntil(lambda: not panel.runs.at_work, timeout=PATIENCE_MILLISECONDS)
    qtbot.waitUntil(lambda: not panel.cells.pending)
    assert panel.draft.name == "Solved"
    assert panel.bar.state.text == "Lawful"

    _paint_what_breaks_a_rule(window, panel, qtbot)

    qtbot.waitUntil(lambda: "due" in panel.side.visit_words.text(), timeout=PATIENCE_MILLISECONDS)
    panel.outlets.ask_to_publish()
    dialog = window.dialogs.present
    assert panel.side.visit_words.text() in dialog.visits.text()
    assert "Everybody on the rota" in dialog.told.toPlainText()
    dialog.day.setDate(QDate(2026, 12, 1))
    qtbot.mouseClick(dialog.accept_button, LEFT)
    assert panel.rota.published.version == 1

    working = next(at for at, line in enumerate(panel.draft.lines) if line.cells[8])
    panel.grid.setCurrentIndex(panel.cells.index(working, 8))
    panel.outlets.ask_away()
    dialog = window.dialogs.present
    dialog.last.setDate(dialog.first.date().addDays(3))
    qtbot.mouseClick(dialog.accept_button, LEFT)
    qtbot.waitUntil(lambda: not panel.runs.at_work, timeout=PATIENCE_MILLISECONDS)
    assert panel.draft.name == "Repaired"
    assert panel.draft.lines[working].cells[8] == ""
    assert panel.side.answer_details.text().startswith("Tell by the end of ")

    path = tmp_path / "rota.pdf"
    panel.outlets.save_pdf(path)
    qtbot.waitUntil(lambda: path.exists() and not panel.jobs.asked, timeout=PATIENCE_MILLISECONDS)
    assert path.read_bytes().startswith(b"%PDF")
    qtbot.waitUntil(lambda: not panel.cells.pending)
