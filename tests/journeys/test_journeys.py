"""Things that people do, by keys and clicks, with the real engine; each is checked on the screen."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from planner import paths
from planner.app.actions import ACTIONS
from planner.app.dialogs.import_wizard import RESULT, ImportWizard
from planner.app.main_window import MainWindow
from planner.app.panels.scenario_pages import COMPARE
from planner.app.panels.scenarios import ScenariosPanel
from planner.model.imported import ImportKind
from planner.model.plan import Plan
from planner.model.scenario import DemandGrowth, Recruits
from planner.report.words import day_in_words

pytestmark = pytest.mark.slow

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MILLISECONDS = 90_000


def _go(window: MainWindow, place: str, qtbot: QtBot) -> QWidget:
    """By the place's own key."""
    number = [spec.name for spec in ACTIONS if spec.place].index(place)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + number), CTRL)
    assert window.place == place
    assert window.panels[place].isVisible()
    return window.panels[place]


def _press(window: MainWindow, key: Qt.Key, qtbot: QtBot) -> None:
    """With Ctrl, in the window: after a dialog it has to be in front again."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, CTRL)


def _simulated(panel: ScenariosPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: panel.picture is not None and panel.picture.complete and not panel.badge.isVisible(),
        timeout=PATIENCE_MILLISECONDS,
    )


def _type_percent(panel: ScenariosPanel, percent: int, qtbot: QtBot) -> None:
    box = panel.form.growth.box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, str(percent))
    qtbot.keyClick(box, Qt.Key.Key_Return)


def test_open_the_example(empty_window: MainWindow, quiet_engine: None, qtbot: QtBot) -> None:
    empty_window.show_welcome()
    button = empty_window.welcome.buttons["open_demo"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: empty_window.session.plan is not None)
    panel = empty_window.panels["overview"]
    assert panel.isVisible()
    assert panel.illustrative.isVisible()
    assert "POLIT" in [card.title.text() for card in panel.cards.values()]
    assert empty_window.windowTitle().startswith("Example Constabulary")


@pytest.mark.slow
def test_read_who_is_over_the_limit(window: MainWindow, qtbot: QtBot) -> None:
    panel = _go(window, "caseload", qtbot)
    table = panel.books.officers
    qtbot.waitUntil(lambda: panel._job is None and not panel._stale, timeout=PATIENCE_MILLISECONDS)
    assert table.isVisible()
    words = " ".join(" ".join(row) for row in table.texts(table.filter.shown))
    assert "%" in words


@pytest.fixture
def wizard(window: MainWindow, qtbot: QtBot) -> ImportWizard:
    _press(window, Qt.Key.Key_I, qtbot)
    assert isinstance(window.dialogs.present, ImportWizard)
    return window.dialogs.present


def _read(wizard: ImportWizard, path: Path, kind: ImportKind, qtbot: QtBot) -> None:
    wizard.source.set_kind(kind)
    wizard.take(path)
    qtbot.waitUntil(lambda: not wizard.busy)
    for _ in range(2):
        qtbot.mouseClick(wizard.next_button, LEFT)
        qtbot.waitUntil(lambda: not wizard.busy)
    assert wizard.page == RESULT


def test_import_a_case_book_and_take_it_back(
    window: MainWindow, wizard: ImportWizard, demo: Plan, qtbot: QtBot
) -> None:
    _read(wizard, paths.shipped("data", "examples", "case-book.csv"), ImportKind.CASES, qtbot)
    assert wizard.result.verdict.text == "Every row can be read"
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert window.place == "data"
    assert window.panels["data"].imports.table.current.file == "case-book.csv"
    assert window.session.plan.cases != demo.cases
    _press(window, Qt.Key.Key_Z, qtbot)
    assert window.session.plan == demo
    assert window.panels["data"].imports.nothing.isVisible()


def test_mend_a_row_in_error(window: MainWindow, wizard: ImportWizard, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("Month,Team,Very high\n01/11/2026,POLIT,many\n", "utf-8")
    _read(wizard, path, ImportKind.COUNTS, qtbot)
    assert not wizard.next_button.isEnabled()
    ((row, column, value, *_),) = wizard.result.problems.texts(wizard.result.problems.filter.shown)
    assert (row, column, value) == ("2", "Very high", "many")
    wizard.reject()
    path.write_text("Month,Team,Very high\n01/11/2026,POLIT,4\n", "utf-8")
    _press(window, Qt.Key.Key_I, qtbot)
    again = window.dialogs.present
    _read(again, path, ImportKind.COUNTS, qtbot)
    assert again.result.verdict.text == "Every row can be read"
    qtbot.keyClick(again.next_button, Qt.Key.Key_Space)
    assert "counts.csv" in window.status.undo.text()


@pytest.mark.slow
def test_apply_70_percent_and_add_four_recruits_from_october(window: MainWindow, qtbot: QtBot) -> None:
    panel = _go(window, "scenarios", qtbot)
    _simulated(panel, qtbot)
    before = float(panel.fan.data.median[-1])
    _type_percent(panel, 70, qtbot)
    _simulated(panel, qtbot)
    assert panel.subtitle.text() == "POLIT: +70 % demand, no recruits"
    grown = float(panel.fan.data.median[-1])
    assert grown > before
    recruits, day = panel.form.recruits, panel.form.recruits_start
    for _ in range(4):
        qtbot.keyClick(recruits, Qt.Key.Key_Up)
    day.setFocus()
    day.setSelectedSection(day.Section.MonthSection)
    for _ in range(12):
        if day.date().month() != 10:
            qtbot.keyClick(day, Qt.Key.Key_Down if day.date().month() > 10 else Qt.Key.Key_Up)
    _simulated(panel, qtbot)
    growth, four = panel.form.settings.scenario.levers
    assert isinstance(growth, DemandGrowth)
    assert isinstance(four, Recruits)
    assert (growth.percent, four.count, four.start.month) == (70.0, 4, 10)
    assert "4 recruits from" in panel.subtitle.text()
    assert "Oct" in panel.subtitle.text()
    assert panel.fan.badge.isHidden()


@pytest.mark.slow
def test_compare_three_scenarios(window: MainWindow, qtbot: QtBot) -> None:
    panel = _go(window, "scenarios", qtbot)
    qtbot.mouseClick(panel.pages.tabs.button(COMPARE), LEFT)
    page = panel.pages.page(COMPARE)
    page.picks.tick(["as-today", "growth-70", "growth-70-recruits"])
    qtbot.waitUntil(
        lambda: page.run.answer is not None and not page.run.at_work and not page.run.stale,
        timeout=PATIENCE_MILLISECONDS,
    )
    assert page.table.isVisible()
    assert not page.card.badge.isVisible()


@pytest.mark.timeout(300)
def test_find_the_last_safe_date(window: MainWindow, qtbot: QtBot) -> None:
    panel = _go(window, "inspection", qtbot)
    qtbot.waitUntil(lambda: panel.runs.found is not None and not panel.runs.soon, timeout=PATIENCE_MILLISECONDS)
    assert panel.card.headline.text().endswith(f"on {day_in_words(window.session.plan.reinspection)}")
    table = panel.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Home, CTRL)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    while panel.detail.find.isHidden():
        # One that is likely met needs no date: back, and on to the next.
        qtbot.mouseClick(panel.detail.back, LEFT)
        qtbot.keyClick(table, Qt.Key.Key_Down)
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert panel.detail.isVisible()
    key = panel.detail.key
    before = panel.detail.sentence.text()
    panel.detail.find.setFocus()
    qtbot.keyClick(panel.detail.find, Qt.Key.Key_Space)
    assert panel.card.strip.cancel.isVisible()
    qtbot.waitUntil(lambda: not panel.runs.soon and panel.detail.find.isHidden(), timeout=180_000)
    assert panel.detail.sentence.isVisible()
    assert panel.detail.sentence.text() != before
    found = next(one for one in panel.runs.found.standards if one.standard.key == key)
    assert found.last_safe is not None or found.obstacle is not None
    if found.last_safe is not None:
        assert day_in_words(found.last_safe.approve) in panel.detail.sentence.text()
    qtbot.mouseClick(panel.detail.back, LEFT)
    row = next(row for row in table.table.rows if row.one.standard.key == key)
    assert table.isVisible()
    assert table.table.columns[-1].text(row) not in ("", "not looked for")


def test_undo_all_of_it(window: MainWindow, demo: Plan, qtbot: QtBot) -> None:
    panel = _go(window, "scenarios", qtbot)
    for percent in (70, 30):
        _type_percent(panel, percent, qtbot)
        qtbot.mouseClick(panel.form.save, LEFT)
        dialog = window.dialogs.present
        dialog.setTextValue(f"Mine {percent}")
        dialog.accept()
        assert panel.form.scenario.currentText() == f"Mine {percent}"
    said = []
    for _ in range(4):
        said.append(window.actions_by_name["undo"].text())
        _press(window, Qt.Key.Key_Z, qtbot)
    assert said == [
        "Undo: Add scenario “Mine 30”",
        "Undo: Growth 70 → 30 %",
        "Undo: Add scenario “Mine 70”",
        "Undo: Growth 0 → 70 %",
    ]
    assert window.session.plan == demo
    assert panel.form.scenario.findText("Mine 70") == -1
    assert panel.form.growth.percent == 0
    assert not window.actions_by_name["undo"].isEnabled()
    panel.stop()


def test_export_a_table(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    panel = _go(window, "data", qtbot)
    qtbot.mouseClick(panel.export_button, LEFT)
    dialog = window.dialogs.present
    assert isinstance(dialog, QFileDialog)
    path = tmp_path / "table.csv"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(lambda: path.exists() and not window.jobs.active)
    table = panel.table
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(table.filter.shown) + 1
