"""The Caseload place: who holds what, a re-allocation tried with mouse and keyboard, the adviser, and reduced hours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.main_window import MainWindow
from planner.app.panels.caseload import ADVISER, CHART, TIME_OFF, CaseloadPanel
from planner.app.panels.caseload_chart import HOURS_BARS
from planner.app.widgets.case_tables import CASES, OfficersTable, carried
from planner.edit.time_off import add_time_off
from planner.model.absence import Reduction
from tests.app.caseload_place import caseload, settle, shown

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(kept_window: MainWindow, qtbot: QtBot) -> Iterator[CaseloadPanel]:
    with caseload(kept_window, qtbot) as panel:
        yield panel


def team(panel: CaseloadPanel, key: str, qtbot: QtBot) -> None:
    panel.team.setCurrentIndex(panel.team.findData(key))
    settle(panel, qtbot)


def row_of(panel: CaseloadPanel, key: str | None) -> int:
    return next(at for at, row in enumerate(panel.books.officers.filter.shown) if row.key == key)


def choose(panel: CaseloadPanel, key: str | None, qtbot: QtBot) -> None:
    """A real click on an officer's row."""
    table = panel.books.officers
    index = table.filter.index(row_of(panel, key), 0)
    table.scrollTo(index)
    qtbot.mouseClick(table.viewport(), LEFT, NONE, table.visualRect(index).center())


def owners(panel: CaseloadPanel, keys: tuple[str, ...]) -> set[str | None]:
    return {case.owner for case in panel.session.plan.cases if case.key in keys}


def drag(table: OfficersTable, keys: tuple[str, ...], at: int, *, drop: bool = True) -> QDropEvent | None:
    """The events that a drag of cases over a row brings, in their order."""
    place = QPointF(table.visualRect(table.filter.index(at, 0)).center())
    data, view = carried(keys), table.viewport()
    buttons = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place.toPoint(), Qt.DropAction.MoveAction, data, buttons, NONE)
    QApplication.sendEvent(view, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(view, QDragMoveEvent(place.toPoint(), Qt.DropAction.MoveAction, data, buttons, NONE))
    if not drop:
        return None
    event = QDropEvent(place, Qt.DropAction.MoveAction, data, buttons, NONE)
    QApplication.sendEvent(view, event)
    return event


def test_who_is_over_stands_on_top(panel: CaseloadPanel) -> None:
    assert panel.sentence.text().startswith("12 officers hold 372 open cases, which want 63 % of the hours")
    first = panel.books.officers.table.rows[0]
    assert (first.name, first.state, first.tone) == ("POLIT 06", "Over 110 % for 4 weeks", "bad")
    cells = shown(panel, "polit-06")
    assert (cells["Open"], cells["Limit"], cells["Capacity"]) == ("31", "35", "126 %")
    assert [cells[band] for band in ("Very high", "High", "Medium", "Low")] == ["1", "8", "10", "12"]
    assert panel.illustrative.isVisible()


def test_a_click_on_a_heading_sorts(panel: CaseloadPanel, qtbot: QtBot) -> None:
    table = panel.books.officers
    header = table.horizontalHeader()
    at = table.headings.index("Overdue")
    place = QPoint(header.sectionViewportPosition(at) + 10, header.height() // 2)
    for _ in range(2):
        qtbot.mouseClick(header.viewport(), LEFT, NONE, place)
    late = [row.late.overdue for row in table.filter.shown]
    assert late == sorted(late, reverse=True) and late[0] == 1


def test_the_book_of_an_officer(panel: CaseloadPanel, qtbot: QtBot) -> None:
    late = next(row for row in panel.books.officers.table.rows if row.late.overdue)
    choose(panel, late.key, qtbot)
    assert panel.books.title.text() == f"Cases of {late.name}: 31"
    table = panel.books.cases
    cells = dict(zip(table.headings, table.texts(table.table.rows[:1])[0], strict=True))
    assert cells["Late or left"].endswith("late")
    assert cells["Band"] and cells["Stage"] and cells["Opened"]
    qtbot.keyClick(panel.books.officers, KEY.Key_Return)
    assert table.hasFocus()
    qtbot.keyClick(table, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 32 and lines[0].startswith("Case\tBand\tStage")


def test_dragged_cases_are_tried_then_kept_in_one_step(panel: CaseloadPanel, qtbot: QtBot) -> None:
    choose(panel, "polit-06", qtbot)
    keys = tuple(row.case.key for row in panel.books.cases.table.rows[:3])
    table = panel.books.officers
    drag(table, keys, row_of(panel, "polit-04"), drop=False)
    assert panel.books.effect.text().startswith("Drop here: POLIT 04: 31 → 34 cases, 36 % → ")
    assert owners(panel, keys) == {"polit-06"}
    assert drag(table, keys, row_of(panel, "polit-04")).isAccepted()
    assert "Tried, not kept: 3 cases moved" in panel.books.effect.text()
    assert "POLIT 06: 31 → 28 cases, 126 % → " in panel.books.effect.text()
    assert owners(panel, keys) == {"polit-06"}, "nothing is changed before it is kept"
    assert shown(panel, "polit-04")["Open"] == "34"
    assert shown(panel, "polit-04")["Note"] == "Trial: was 31 cases, 36 %"
    qtbot.mouseClick(panel.books.keep_button, LEFT)
    assert owners(panel, keys) == {"polit-04"}
    assert panel.session.workspace.undo_label == "Move 3 cases to POLIT 04"
    settle(panel, qtbot)
    assert not panel.books.keep_button.isVisible()
    assert shown(panel, "polit-04")["Open"] == "34" and not shown(panel, "polit-04")["Note"]
    panel.session.undo()
    assert owners(panel, keys) == {"polit-06"}
    settle(panel, qtbot)
    assert shown(panel, "polit-04")["Open"] == "31"


def test_the_mouse_carries_the_chosen_cases(
    panel: CaseloadPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Press and move begin a drag; a platform without a screen has none of its own to go on with."""
    choose(panel, "polit-06", qtbot)
    table, officers = panel.books.cases, panel.books.officers
    chosen = [row.case.key for row in table.filter.shown[:2]]

    def exec_(started: QDrag, *_: object) -> Qt.DropAction:
        keys = tuple(bytes(started.mimeData().data(CASES)).decode().split("\n"))
        drag(officers, keys, row_of(panel, "polit-04"))
        return Qt.DropAction.MoveAction

    monkeypatch.setattr(QDrag, "exec", exec_)
    view = table.viewport()
    first, second = (table.visualRect(table.filter.index(at, 0)).center() for at in (0, 1))
    qtbot.mouseClick(view, LEFT, NONE, first)
    qtbot.mouseClick(view, LEFT, Qt.KeyboardModifier.ShiftModifier, second)
    qtbot.mousePress(view, LEFT, NONE, second)
    for step in (3, 20, 40):
        place = QPointF(second - QPoint(0, step))
        moved = QMouseEvent(QEvent.Type.MouseMove, place, view.mapToGlobal(place), Qt.MouseButton.NoButton, LEFT, NONE)
        QApplication.sendEvent(view, moved)
    qtbot.mouseRelease(view, LEFT, NONE, second)
    assert panel.books.trial.moves == dict.fromkeys(chosen, "polit-04")


def test_the_keyboard_moves_cases_too(panel: CaseloadPanel, qtbot: QtBot) -> None:
    choose(panel, "polit-06", qtbot)
    qtbot.keyClick(panel.books.officers, KEY.Key_Return)
    table = panel.books.cases
    qtbot.keyClick(table, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    keys = table.chosen_keys
    assert len(keys) == 2
    qtbot.keyClick(table, KEY.Key_M)
    dialog = panel._dialogs.present
    assert dialog.windowTitle() == "Move 2 cases"
    assert "POLIT 06" not in [choice.now.name for choice in dialog.table.table.rows]
    assert dialog.table.table.rows[0].now.name == "POLIT 04", "the one with the most room first"
    qtbot.keyClicks(dialog.search, "lit 1")
    names = [choice.now.name for choice in dialog.table.filter.shown]
    assert sorted(names) == ["POLIT 01", "POLIT 10", "POLIT 11", "POLIT 12"]
    qtbot.keyClick(dialog.search, KEY.Key_Down)
    wanted = dialog.table.current.now
    assert wanted.name == names[1]
    qtbot.keyClick(dialog.search, KEY.Key_Return)
    assert panel._dialogs.present is None or not panel._dialogs.present.isVisible()
    assert panel.books.trial.moves == dict.fromkeys(keys, wanted.key)
    qtbot.mouseClick(panel.books.discard_button, LEFT)
    assert panel.books.count == 0 and owners(panel, keys) == {"polit-06"}
    assert panel.session.workspace.undo_label is None


def test_a_case_that_comes_home_is_not_moved(panel: CaseloadPanel) -> None:
    key = panel.books.cases.table.rows[0].case.key
    panel.books.move((key,), "polit-04")
    assert panel.books.count == 1
    panel.books.move((key,), "polit-06")
    assert panel.books.count == 0 and not panel.books.keep_button.isVisible()


def test_a_case_outside_keeps_an_officer(panel: CaseloadPanel, qtbot: QtBot) -> None:
    team(panel, "dpmu", qtbot)
    assert panel.books.officers.filter.shown[0].key is None, "cases to be given out come first"
    choose(panel, "dpmu-01", qtbot)
    waiting = next(row.case.key for row in panel.books.cases.table.rows if str(row.case.phase) == "delay")
    drag(panel.books.officers, (waiting,), 0)
    assert "keeps its officer" in panel.books.effect.text() and panel.books.count == 0
    choose(panel, None, qtbot)
    key = panel.books.cases.table.rows[0].case.key
    drag(panel.books.officers, (key,), row_of(panel, "dpmu-06"))
    assert "No owner yet: 2 → 1" in panel.books.effect.text()


def test_a_trial_is_there_again_after_a_look_at_another_team(panel: CaseloadPanel, qtbot: QtBot) -> None:
    first, second = (row.case.key for row in panel.books.cases.table.rows[:2])
    panel.books.move((first, second), "polit-04")
    team(panel, "mosovo", qtbot)
    assert panel.books.count == 0 and not panel.books.keep_button.isVisible()
    elsewhere = panel.books.cases.table.rows[0].case.key
    panel.books.move((elsewhere,), "mosovo-02")
    team(panel, "polit", qtbot)
    assert panel.books.trial.moves == {first: "polit-04", second: "polit-04"}
    assert panel.books.effect.text().startswith("Tried, not kept: 2 cases moved.")
    assert shown(panel, "polit-04")["Open"] == "33"
    panel.keep()
    settle(panel, qtbot)
    assert owners(panel, (first, second)) == {"polit-04"}
    team(panel, "mosovo", qtbot)
    assert panel.books.trial.moves == {elsewhere: "mosovo-02"}
    panel.books.discard()
    panel.session.undo()


def test_a_trial_ends_with_what_the_plan_no_longer_allows(panel: CaseloadPanel, qtbot: QtBot) -> None:
    from planner.edit.allocation import move_cases

    first, second = (row.case.key for row in panel.books.cases.table.rows[:2])
    panel.books.move((first, second), "polit-04")
    panel.session.change("Elsewhere", move_cases(panel.session.plan, {first: "polit-04"}))
    settle(panel, qtbot)
    assert panel.books.trial.moves == {second: "polit-04"}


def test_the_chart_shows_cases_and_hours_with_their_limits(panel: CaseloadPanel, qtbot: QtBot) -> None:
    panel.tabs.setCurrentIndex(CHART)
    assert panel.chart_page.chart.isVisible()
    headings, rows = panel.chart_page.chart.rows()
    assert headings == ("Officer", "Very high", "High", "Medium", "Low", "Together", "Case limit")
    assert rows[0] == ("POLIT 06", "1", "8", "10", "12", "31", "35")
    assert panel.chart_page.chart.description == "0 of 12 officers are above the line; POLIT 06 has most, 31."
    assert len({entry.pattern for entry in panel.chart_page.chart.key.entries[:4]}) == 4, "told apart without colour"
    assert panel.chart_page.chart.read_out(3.0) == (
        "POLIT 06: 31 together (1 very high, 8 high, 10 medium, 12 low); case limit 35"
    )
    assert panel.chart_page.chart.read_out(-1.0) == ""
    panel.chart_page.bars.setCurrentText(HOURS_BARS)
    assert panel.chart_page.chart.rows()[1][0] == ("POLIT 06", "137.0", "3.7", "140.7", "112.0")
    assert panel.chart_page.chart.rows()[0][-1] == "Hours there are"
    panel.chart_page.bars.setCurrentIndex(0)
    qtbot.mouseClick(panel.chart_page.chart.toggle, LEFT)
    assert panel.chart_page.chart.table.rowCount() == 12
    qtbot.mouseClick(panel.chart_page.chart.toggle, LEFT)


def test_who_can_take_one(panel: CaseloadPanel, qtbot: QtBot) -> None:
    panel.tabs.setCurrentIndex(ADVISER)
    page = panel.adviser
    page.band.setCurrentIndex(page.band.findData("high"))
    assert page.answer.text() == "POLIT 04 has the most room: 46 % of hours with it; 10 more can."
    assert not page.give.isEnabled(), "there is nothing to give of a new case"
    team(panel, "dpmu", qtbot)
    page.case.setFocus()
    qtbot.keyClick(page.case, KEY.Key_Down)
    key = page.case.currentData()
    assert page.band.currentData() == "low" and not page.band.isEnabled()
    assert page.answer.text().startswith("Nobody can take it within the limits. The one with the least over is DPMU 06")
    assert page.give.text() == "Give it to DPMU 06" and page.give.isEnabled()
    qtbot.mouseClick(page.give, LEFT)
    assert owners(panel, (key,)) == {"dpmu-06"}
    assert panel.session.workspace.undo_label == f"Give case {key} to DPMU 06"
    settle(panel, qtbot)
    assert key not in [page.case.itemData(at) for at in range(page.case.count())]


def test_what_is_shown_is_narrowed(panel: CaseloadPanel, qtbot: QtBot) -> None:
    from datetime import timedelta

    day, plan = panel.session.plan.start, panel.session.plan
    for name, begins, ends in (("a", -9, 20), ("b", -9, 90), ("c", 5, 9), ("d", -9, -1)):
        less = Reduction(name, day + timedelta(begins), day + timedelta(ends), 4)
        plan = add_time_off(plan, "polit-06", less)
    panel.session.change("Add", plan)
    settle(panel, qtbot)
    panel.tabs.setCurrentIndex(TIME_OFF)
    page = panel.time_off
    found = {}
    for at in range(page.shown.count()):
        page.shown.setCurrentIndex(at)
        found[page.shown.currentText()] = sorted(row.what.reason for row in page.table.filter.shown)
    page.shown.setCurrentIndex(0)
    assert found == {
        "All": ["a", "b", "c", "d"],
        "About to end": ["a"],
        "In force": ["a", "b"],
        "To come": ["c"],
        "Over": ["d"],
    }


def test_another_team_is_never_under_the_wrong_name(panel: CaseloadPanel, qtbot: QtBot) -> None:
    panel.team.setCurrentIndex(panel.team.findData("mosovo"))
    assert not panel.pages.isEnabled()
    settle(panel, qtbot)
    assert panel.pages.isEnabled() and panel.sentence.text().startswith("11 officers hold 682 offenders")
    assert panel.books.officers.headings.count("Very high") == 1


def test_a_plan_without_cases_says_what_to_do(panel: CaseloadPanel, qtbot: QtBot) -> None:
    from dataclasses import replace

    panel.session.change("Empty", replace(panel.session.plan, cases=()))
    settle(panel, qtbot)
    assert panel.sentence.text().startswith("No open cases here yet: import the case book")
    assert panel.import_button.isVisible()
    assert not panel.books.move_button.isEnabled()
    panel.session.change("Nobody", replace(panel.session.plan, officers=(), rotas=()))
    settle(panel, qtbot)
    assert panel.sentence.text().startswith("This team has no officers yet")


def test_large_text_leaves_the_tabs_a_line_of_their_own(panel: CaseloadPanel, qtbot: QtBot) -> None:
    assert panel.tabs.geometry().top() <= panel.team.geometry().bottom()
    panel.appearance.set_text_scale(2.0)
    qtbot.waitUntil(lambda: panel.tabs.geometry().top() > panel.team.geometry().bottom())
    assert panel.tabs.x() == panel.team.x()


def test_the_table_is_exported(panel: CaseloadPanel, qtbot: QtBot, tmp_path) -> None:
    qtbot.mouseClick(panel.export_button, LEFT)
    dialog = panel._dialogs.present
    dialog.fileSelected.emit(str(tmp_path / "officers.csv"))
    qtbot.waitUntil((tmp_path / "officers.csv").exists)
    lines = (tmp_path / "officers.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 13 and lines[0].startswith("Officer,Post,Very high")
