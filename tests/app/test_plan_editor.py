"""The plan editor: typed into with real keys, in a real window over a real plan file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from planner.app.main_window import MainWindow
from planner.app.panels.data_parts import PartsPage
from planner.model.cases import Phase
from planner.report.stage_flow import stage_flow

pytestmark = pytest.mark.slow


@pytest.fixture
def page(window: MainWindow, quiet_engine: None) -> PartsPage:
    window.go("data")
    panel = window.panels["data"]
    panel.go("Plan")
    return panel.parts


def cell(page: PartsPage, row: int, title: str) -> object:
    return page.model.index(row, page.model.columns.index(title))


def type_text(qtbot: QtBot, page: PartsPage, row: int, title: str, text: str) -> None:
    page.table.setCurrentIndex(cell(page, row, title))
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    (editor,) = open_editors(page)
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not open_editors(page))


def open_editors(page: PartsPage) -> list[QLineEdit]:
    return [editor for editor in page.table.findChildren(QLineEdit) if editor.isVisible()]


def test_a_figure_is_typed_saved_and_undone(page, window, qtbot):
    before = window.session.plan
    page.choose("polit", "officers")
    type_text(qtbot, page, 2, "FTE", "0.5")
    officers = [officer for officer in window.session.plan.officers if officer.team == "polit"]
    assert officers[2].fte == 0.5
    assert window.session.workspace.undo_label == "Change FTE in officers of POLIT"
    window.actions_by_name["undo"].trigger()
    assert window.session.plan == before
    assert page.model.text_at(cell(page, 2, "FTE")) == "1"


def test_what_is_refused_stays_in_its_cell_with_the_reason_beside_it(page, window, qtbot):
    before = window.session.plan
    page.choose("polit", "officers")
    type_text(qtbot, page, 1, "FTE", "lots")
    index = cell(page, 1, "FTE")
    assert window.session.plan is before
    assert page.model.text_at(index) == "lots"
    assert page.editor.message.text() == "Not taken. FTE: this is not a number from 0 on."
    assert "Not taken" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert page.editor.forget_button.isVisible()
    type_text(qtbot, page, 1, "FTE", "0.6")
    assert not page.model.problems
    assert not page.editor.forget_button.isVisible()
    assert [officer.fte for officer in window.session.plan.officers if officer.team == "polit"][1] == 0.6


def test_put_back_shows_what_the_plan_holds(page, qtbot):
    page.choose("polit", "bands")
    page.model.setData(cell(page, 0, "Priority"), "first")
    assert page.model.problem_at(cell(page, 0, "Priority")) is not None
    qtbot.mouseClick(page.editor.forget_button, Qt.MouseButton.LeftButton)
    assert page.model.text_at(cell(page, 0, "Priority")) == "0"


def test_a_choice_is_made_from_a_list(page, window, qtbot):
    page.choose("polit", "officers")
    page.table.setCurrentIndex(cell(page, 3, "Role"))
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    box = page.table.findChild(QComboBox)
    assert [box.itemText(at) for at in range(box.count())] == ["officer", "supervisor"]
    assert box.accessibleName() == "Role, row 4"
    qtbot.keyClick(box, Qt.Key.Key_Escape)


def test_a_block_from_a_spreadsheet_is_pasted_as_one_step(page, window, qtbot):
    page.choose("polit", "bands")
    page.table.setCurrentIndex(cell(page, 0, "Share of new cases"))
    QGuiApplication.clipboard().setText("Share of new cases\tPriority\n10 %\t0\n20 %\t1\n30 %\t2\n40 %\t3\n")
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    shares = [band.share.value for band in window.session.plan.team("polit").bands]
    assert shares == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert window.session.workspace.undo_label == "Change 8 cells in risk bands of POLIT"
    QGuiApplication.clipboard().setText("1\n" * 9)
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "add rows, or paste further up" in page.editor.message.text()


def paste(page: PartsPage, qtbot: QtBot, row: int, title: str, text: str) -> None:
    page.table.setCurrentIndex(cell(page, row, title))
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def fte(window: MainWindow) -> list[float]:
    return [officer.fte for officer in window.session.plan.officers if officer.team == "polit"][:4]


def test_a_block_with_one_bad_cell_waits_until_it_is_mended_and_is_then_one_step(page, window, qtbot):
    before = window.session.plan
    page.choose("polit", "officers")
    paste(page, qtbot, 0, "FTE", "0.5\n0.6\nbad\n0.8\n")
    assert window.session.plan is before
    assert [page.model.text_at(cell(page, row, "FTE")) for row in range(4)] == ["0.5", "0.6", "bad", "0.8"]
    said = "Not taken. FTE: this is not a number from 0 on. None of the 4 pasted cells is taken until all can be."
    assert page.editor.message.text() == said
    page.table.setCurrentIndex(cell(page, 0, "Post"))
    assert page.editor.message.text() == said
    assert cell(page, 0, "FTE").data(Qt.ItemDataRole.DisplayRole) == "… 0.5"
    assert "Not taken yet" in cell(page, 0, "FTE").data(Qt.ItemDataRole.AccessibleTextRole)
    type_text(qtbot, page, 1, "FTE", "0.9")
    assert window.session.plan is before
    type_text(qtbot, page, 2, "FTE", "0.7")
    assert fte(window) == [0.5, 0.9, 0.7, 0.8]
    assert not page.model.waiting
    assert not page.model.problems
    assert window.session.workspace.undo_label == "Change 4 cells in officers of POLIT"
    window.actions_by_name["undo"].trigger()
    assert window.session.plan == before


def test_a_column_makes_room_for_a_text_that_is_not_taken(page, window, qtbot):
    page.choose("polit", "officers")
    type_text(qtbot, page, 0, "FTE", "one half")
    at = page.model.columns.index("FTE")
    assert page.table.columnWidth(at) >= page.table.sizeHintForColumn(at)


def test_a_cell_outside_a_waiting_block_is_taken_by_itself_and_put_back_forgets_the_block(page, window, qtbot):
    page.choose("polit", "officers")
    paste(page, qtbot, 0, "FTE", "0.5\nbad\n")
    type_text(qtbot, page, 3, "FTE", "0.4")
    assert fte(window) == [1, 1, 1, 0.4]
    assert page.model.text_at(cell(page, 0, "FTE")) == "0.5"
    qtbot.mouseClick(page.editor.forget_button, Qt.MouseButton.LeftButton)
    assert page.model.text_at(cell(page, 0, "FTE")) == "1"
    type_text(qtbot, page, 1, "FTE", "0.6")
    assert fte(window) == [1, 0.6, 1, 0.4]


@pytest.mark.parametrize("picture", [False, True])
def test_pasting_no_text_changes_nothing_and_says_so(page, window, qtbot, picture):
    before = window.session.plan
    page.choose("polit", "stages")
    page.table.setCurrentIndex(cell(page, 0, "Wait after it, mean"))
    QGuiApplication.clipboard().clear()
    if picture:
        QGuiApplication.clipboard().setImage(QImage(4, 4, QImage.Format.Format_RGB32))
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.session.plan is before
    assert not page.model.problems
    assert page.editor.message.text() == "There is no text to paste."


def test_cells_are_copied_for_a_spreadsheet(page, qtbot):
    page.choose("polit", "officers")
    page.table.setCurrentIndex(cell(page, 0, "Post"))
    qtbot.keyClick(page.table, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "POLIT 01\tofficer"


def test_rows_are_added_and_removed_and_what_is_in_use_stays(page, window, qtbot):
    page.choose("dpmu", "stages")
    before = page.model.rowCount()
    qtbot.mouseClick(page.editor.add_button, Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == before + 1
    assert page.table.currentIndex().row() == before
    qtbot.mouseClick(page.editor.remove_button, Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == before
    page.table.setCurrentIndex(page.model.index(1, 0))
    qtbot.mouseClick(page.editor.remove_button, Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == before
    assert "move or remove them first" in page.editor.message.text()


def test_the_source_of_a_figure_is_one_click_away(page, window, qtbot):
    page.choose("polit", "stages")
    page.table.setCurrentIndex(cell(page, 0, "Name"))
    assert not page.editor.source_button.isEnabled()
    page.table.setCurrentIndex(cell(page, 0, "Effort, mean"))
    qtbot.mouseClick(page.editor.source_button, Qt.MouseButton.LeftButton)
    register = window.panels["data"].register
    assert window.panels["data"].pages.currentWidget() is register
    stage = window.session.plan.team("polit").stages[0]
    assert register.table.current.place == f"teams/polit/stages/{stage.key}/effort/parameters/0"


def test_the_map_shows_the_load_and_leads_to_the_row(page, window, qtbot):
    plan = window.session.plan
    page.choose("mosovo", "officers")
    flow = stage_flow(plan, plan.team("mosovo"))
    stages = [box for box in flow.boxes if not box.outcome]
    assert sum(box.working + box.outside for box in stages) == len(plan.cases_of("mosovo"))
    assert sum(box.working for box in stages) == sum(case.phase is Phase.TASK for case in plan.cases_of("mosovo"))
    box = page.map.findChild(object, f"stage_box_{stages[1].key}")
    assert f"{stages[1].working + stages[1].outside:,} " in box.accessibleName()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert page.model.sheet.key == "stages"
    assert page.table.currentIndex().row() == 1
    assert stages[0].name in page.map.accessibleDescription()


def test_arrows_of_each_stage_take_all_of_its_cases(page, window):
    plan = window.session.plan
    for team in plan.teams:
        flow = stage_flow(plan, team)
        for stage in team.stages:
            leaving = sum(arrow.share for arrow in flow.arrows if arrow.start == stage.key)
            assert leaving == pytest.approx(1)


def test_teams_are_added_renamed_and_removed(page, window, qtbot, monkeypatch):
    page.team_button.menu().aboutToShow.emit()
    like = {action.text(): action for action in page.add_team.actions()}
    like["MOSOVO"].trigger()
    assert page.team.currentText() == "MOSOVO 2"
    answer: list[Callable[[str], None]] = []
    monkeypatch.setattr(window.dialogs, "ask_text", lambda title, question, text, then: answer.append(then))
    page.rename.trigger()
    answer[0]("polit")
    assert "Another team of this plan is called so." in page.editor.message.text()
    answer[0]("MOSOVO north")
    assert page.team.currentText() == "MOSOVO north"
    page.remove_team.trigger()
    assert [team.name for team in window.session.plan.teams] == ["POLIT", "MOSOVO", "DPMU", "Referral sharing"]
    assert "Undo brings it back" in page.editor.message.text()


def test_a_plan_that_is_open_read_only_cannot_be_edited(page, window, plan_file):
    window.session.close()
    assert window.session.open(plan_file, read_only=True)
    page.choose("polit", "officers")
    assert not page.model.flags(cell(page, 0, "FTE")) & Qt.ItemFlag.ItemIsEditable
    assert not page.editor.add_button.isEnabled()
    assert not page.team_button.isEnabled()
