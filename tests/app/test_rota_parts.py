"""What a rota is made of, edited in the Rota place with real keys and clicks over a real plan file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from planner.app.main_window import MainWindow
from planner.app.panels.rota import EMPTY, GRID, PARTS, RotaPanel
from planner.app.panels.rota_empty import NOBODY
from planner.app.panels.rota_parts import RotaPartsPage
from planner.edit.rota import publish
from planner.model.absence import Absence, AbsenceKind
from planner.model.rota_people import PatternUse
from planner.workspace.rota import new_rota

START = date(2026, 11, 2)


@pytest.fixture
def place(window: MainWindow, quiet_engine: None, qtbot: QtBot) -> RotaPanel:
    plan = new_rota(replace(window.session.plan, rotas=()), "dpmu", "dpmu-rota", "office-week", START, 2)
    assert window.session.change("Begin a rota", plan)
    window.go("rota")
    panel = window.panels["rota"]
    qtbot.waitUntil(lambda: not panel.cells.pending)
    qtbot.mouseClick(panel.bar.edit, Qt.MouseButton.LeftButton)
    return panel


def cell(page: RotaPartsPage, row: int, title: str) -> object:
    return page.editor.model.index(row, page.editor.model.columns.index(title))


def type_text(qtbot: QtBot, page: RotaPartsPage, row: int, title: str, text: str) -> None:
    table = page.editor.table
    table.setCurrentIndex(cell(page, row, title))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    (editor,) = [editor for editor in table.findChildren(QLineEdit) if editor.isVisible()]
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not [editor for editor in table.findChildren(QLineEdit) if editor.isVisible()])


def test_cover_is_typed_refused_pasted_and_undone_and_esc_goes_back(place: RotaPanel, qtbot: QtBot) -> None:
    page, session = place.parts, place.session
    assert place.stack.currentIndex() == PARTS
    page.choose("cover")
    type_text(qtbot, page, 0, "Minimum", "3")
    assert place.rota.cover[0].minimum == 3
    assert session.workspace.undo_label == f"Change minimum in cover of {place.rota.name}"
    assert place.stack.currentIndex() == PARTS
    type_text(qtbot, page, 0, "Days", "never")
    assert "Not taken. Days: write weekdays as Mon-Fri" in page.editor.message.text()
    assert place.rota.cover[0].weekdays == (0, 1, 2, 3, 4)
    qtbot.mouseClick(page.editor.forget_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.editor.add_button, Qt.MouseButton.LeftButton)
    assert len(place.rota.cover) == 2
    page.editor.table.setCurrentIndex(cell(page, 1, "Name"))
    QGuiApplication.clipboard().setText("Weekend\tD\t1\t2\t\t\tno\tSat, Sun")
    qtbot.keyClick(page.editor.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (place.rota.cover[1].name, place.rota.cover[1].ideal, place.rota.cover[1].weekdays) == ("Weekend", 2, (5, 6))
    assert session.workspace.undo_label == f"Change 8 cells in cover of {place.rota.name}"
    for _ in range(3):
        assert session.undo()
    assert place.rota.cover[0].minimum != 3
    qtbot.keyClick(page.editor.table, Qt.Key.Key_Escape)
    assert place.stack.currentIndex() == GRID


@pytest.mark.slow
def test_people_fill_from_the_team_and_leave_from_caseload(place: RotaPanel, qtbot: QtBot) -> None:
    page, session = place.parts, place.session
    count = len(place.rota.people)
    qtbot.mouseClick(page.editor.remove_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.editor.remove_button, Qt.MouseButton.LeftButton)
    assert len(place.rota.people) == count - 2
    assert place.grid.model().rowCount() == count - 2
    qtbot.mouseClick(page.fill, Qt.MouseButton.LeftButton)
    assert len(place.rota.people) == count
    assert session.workspace.undo_label == "Fill the rota from the team"
    qtbot.mouseClick(page.fill, Qt.MouseButton.LeftButton)
    assert page.editor.message.text() == "Everybody of the team is on this rota."
    plan = session.plan
    mine = next(officer for officer in plan.officers if officer.team == "dpmu")
    away = replace(mine, absences=(Absence(AbsenceKind.LEAVE, START, START.replace(day=6)),))
    teams = tuple(replace(team, abstraction=None) if team.key == "dpmu" else team for team in plan.teams)
    officers = tuple(away if officer is mine else officer for officer in plan.officers)
    assert session.change("Leave", replace(plan, teams=teams, officers=officers))
    page.choose("away")
    qtbot.mouseClick(page.fill, Qt.MouseButton.LeftButton)
    assert [(entry.officer, entry.last.day) for entry in place.rota.away] == [(mine.key, 6)]


@pytest.mark.slow
def test_the_days_before_are_taken_from_the_last_rota(place: RotaPanel, qtbot: QtBot) -> None:
    page, session, rota = place.parts, place.session, place.rota
    assert page.earlier.isVisible()
    qtbot.mouseClick(page.earlier, Qt.MouseButton.LeftButton)
    assert page.editor.message.text().startswith("The team has no published rota")
    start = rota.start - timedelta(days=rota.days)
    then = replace(rota, key="then", name="The one before", start=start)
    plan = replace(session.plan, rotas=(*session.plan.rotas, then))
    assert session.change("Publish", publish(plan, "then", then.drafts[0].key, start))
    qtbot.mouseClick(page.earlier, Qt.MouseButton.LeftButton)
    assert place.rota.key == rota.key
    assert place.rota.people[0].before == then.drafts[0].lines[0].cells[-119:]
    assert session.workspace.undo_label == "Fill in the days before the rota"
    page.choose("cover")
    assert not page.earlier.isVisible()


@pytest.mark.slow
def test_a_cycle_of_the_library_is_added_put_on_everybody_and_drawn(place: RotaPanel, qtbot: QtBot) -> None:
    page = place.parts
    page.choose("cycles")
    page.library.menu().aboutToShow.emit()
    actions = {action.text(): action for action in page.library.menu().actions()}
    next(action for text, action in actions.items() if text.startswith("2-2-2-4")).trigger()
    assert page.editor.row == "two-two-two-four"
    qtbot.mouseClick(page.everybody, Qt.MouseButton.LeftButton)
    people = place.rota.people
    assert {person.pattern for person in people} == {"two-two-two-four"}
    assert [person.pattern_offset for person in people[:6]] == [0, 2, 4, 6, 8, 0]
    assert {person.pattern_use for person in people} == {PatternUse.ADAPTED}
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    place.bar.more_menu.aboutToShow.emit()
    next(action for action in place.bar.more_menu.actions() if action.text() == "New draft from the cycles").trigger()
    assert place.draft.name == "From the cycles"
    assert place.draft.lines[0].cells[:6] == ("early", "early", "late", "late", "night", "night")


@pytest.mark.slow
def test_cover_is_proposed_from_the_demand_and_taken_as_one_step(place: RotaPanel, qtbot: QtBot) -> None:
    page, session = place.parts, place.session
    page.choose("cover")
    before = len(place.rota.cover)
    page.need.menu().aboutToShow.emit()
    assert len(page.need.menu().actions()) == 1 + len(session.plan.scenarios)
    page.need.menu().actions()[0].trigger()
    assert not page.need.isEnabled()
    window = place.window()
    qtbot.waitUntil(lambda: window.dialogs.present is not None, timeout=120_000)
    dialog = window.dialogs.present
    assert "100 futures of demand and staffing as they are, seed 1" in dialog.words.text()
    assert len(dialog.table.table.rows) == 7
    for check in dialog.duties.values():
        qtbot.mouseClick(check, Qt.MouseButton.LeftButton, pos=QPoint(8, check.height() // 2))
    assert not dialog.accept_button.isEnabled()
    assert dialog.note.text() == "Choose one duty at least."
    qtbot.keyClick(next(iter(dialog.duties.values())), Qt.Key.Key_Space)
    rows = dialog.rows()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert place.rota.cover[before:] == rows
    assert session.workspace.undo_label == "Set the cover from the demand"
    assert session.undo()
    assert len(place.rota.cover) == before


@pytest.mark.slow
def test_every_table_shows_and_rules_say_their_source(place: RotaPanel, qtbot: QtBot) -> None:
    page = place.parts
    for at in range(page.list.count()):
        page.list.setCurrentRow(at)
        assert page.editor.model.columns
        assert page.editor.table.accessibleName().endswith(place.rota.name)
    page.choose("rules")
    assert "Working Time Regulations 1998" in page.editor.message.text()
    type_text(qtbot, page, 0, "Limit", "10")
    assert place.rota.setting("rest-between-duties").limit == 10


@pytest.mark.slow
def test_a_plan_without_people_says_where_to_add_them(window: MainWindow, quiet_engine: None) -> None:
    plan = window.session.plan
    assert window.session.change("Nobody", replace(plan, rotas=(), officers=(), cases=(), duties=(), scenarios=()))
    window.go("rota")
    panel = window.panels["rota"]
    assert panel.stack.currentIndex() == EMPTY
    assert panel.empty.nobody.isVisible()
    assert panel.empty.nobody.text() == NOBODY
    assert not panel.empty.begin.isEnabled()
