"""The frame: opening plans, saying what went wrong, places, themes, and leaving cleanly."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from planner.app import runs
from planner.app.actions import place_specs
from planner.app.main_window import MainWindow
from planner.app.start import FAULT, tell_faults
from planner.app.theme import DARK, LIGHT, Appearance
from planner.app.widgets.chip import Chip
from planner.app.window_state import WindowState
from planner.model.plan import Plan
from planner.workspace import Workspace

Told = Callable[[], str]
CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QTableView)


def test_the_status_line_says_which_plan(window: MainWindow, demo: Plan) -> None:
    assert window.status.plan.text() == "Example Constabulary"
    assert window.status.plan.shown == "Example Constabulary"
    assert window.status.saved.text() == "All changes saved"
    assert window.status.undo.text() == ""
    assert "illustrative" in window.windowTitle()


def test_every_place_says_once_that_the_data_is_made_up(window: MainWindow) -> None:
    for spec in place_specs():
        if spec.name != "scenarios":
            window.go(spec.name)
            assert window.panels[spec.name].illustrative.isVisible()
            said = [chip for chip in window.findChildren(Chip) if chip.isVisible() and chip.text == "Illustrative data"]
            assert len(said) == 1


def test_a_change_can_be_undone_from_the_menu(window: MainWindow, demo: Plan) -> None:
    changed = replace(demo, note="Another note.")
    assert window.session.change("Edit the note", changed)
    assert window.status.undo.text() == "Last change: Edit the note"
    assert window.actions_by_name["undo"].text() == "Undo: Edit the note"
    window.actions_by_name["undo"].trigger()
    assert window.session.plan.note == demo.note
    assert window.actions_by_name["redo"].text() == "Redo: Edit the note"
    window.actions_by_name["redo"].trigger()
    assert window.session.plan.note == "Another note."


def test_the_first_run_on_a_computer_says_that_the_engine_is_prepared(
    empty_window: MainWindow, plan_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    compiled, drawn = threading.Event(), threading.Event()

    def slow(plan: Plan, progress: Callable[[int, int], None]) -> dict[str, runs.Outlook]:
        while not compiled.wait(0.005):
            pass
        progress(1, 2)
        while not drawn.wait(0.005):
            progress(1, 2)
        return {}

    monkeypatch.setattr(runs, "outlook", slow)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "no cache"))
    empty_window.session.open(plan_file)
    qtbot.waitUntil(lambda: empty_window.status.work.text() == runs.PREPARING)
    assert "half a minute" in runs.PREPARING
    assert empty_window.status.bar.maximum() == 0
    empty_window.go("demand")
    assert empty_window.place == "demand"
    compiled.set()
    qtbot.waitUntil(lambda: empty_window.status.work.text() == "Next 12 months")
    assert empty_window.status.bar.maximum() == 100
    drawn.set()
    qtbot.waitUntil(lambda: empty_window.status.work.text() == "")


def test_a_file_that_is_not_a_plan_is_refused_in_a_sentence(window: MainWindow, told: Told, tmp_path: Path) -> None:
    other = tmp_path / "letter.plan"
    other.write_text("Dear sir")
    assert not window.session.open(other)
    assert "is not a plan" in told()
    assert not window.banner.act.isVisible()
    assert window.session.plan.name == "Example Constabulary"


def test_a_held_plan_can_be_opened_read_only(
    empty_window: MainWindow, plan_file: Path, told: Told, qtbot: QtBot, quiet_engine: None
) -> None:
    with Workspace.open(plan_file):
        assert not empty_window.session.open(plan_file)
        assert told()
        assert empty_window.banner.act.text() == "Open read-only"
        qtbot.mouseClick(empty_window.banner.act, Qt.MouseButton.LeftButton)
        assert empty_window.session.workspace.read_only
        assert empty_window.status.saved.text() == "Read-only"
        assert not empty_window.actions_by_name["save_scenario"].isEnabled()
        assert not empty_window.banner.isVisible()


def test_opening_through_the_dialog(
    empty_window: MainWindow, plan_file: Path, qtbot: QtBot, quiet_engine: None
) -> None:
    empty_window.actions_by_name["open_plan"].trigger()
    dialog = empty_window.findChild(QFileDialog, "open_plan_dialog")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.selectFile(str(plan_file))
    dialog.fileSelected.emit(str(plan_file))
    dialog.accept()
    assert empty_window.session.plan is not None
    assert empty_window.dialogs.present is None


def test_the_next_start_opens_the_plan_that_was_open_last(
    window: MainWindow, plan_file: Path, appearance: Appearance, tmp_path: Path
) -> None:
    window.close()
    state = WindowState(tmp_path / "state")
    assert state.last_plan == plan_file
    assert state.geometry is not None


def test_every_control_of_every_place_has_a_name(window: MainWindow, no_engine: None) -> None:
    for spec in place_specs():
        window.go(spec.name)
    nameless = [
        f"{type(control).__name__} {control.objectName()} in {control.parent().objectName()}"
        for kind in CONTROLS
        for control in window.findChildren(kind)
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus and not _name(control) and not _part_of_another(control)
    ]
    assert nameless == []


def _name(control: QWidget) -> str:
    return control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")


def _part_of_another(control: QWidget) -> bool:
    """Qt's own parts (a combo box's list, a calendar's buttons, a table's corner) are named with their owner."""
    return any(isinstance(parent, QComboBox | QAbstractSpinBox | QTableView) for parent in _ancestors(control)) or (
        type(control).__name__ in ("QTableCornerButton",)
        or any(type(parent).__name__ == "QCalendarWidget" for parent in _ancestors(control))
    )


def _ancestors(control: QWidget) -> list[QWidget]:
    found = []
    parent = control.parentWidget()
    while parent is not None:
        found.append(parent)
        parent = parent.parentWidget()
    return found


def test_the_theme_switches_from_the_menu(window: MainWindow) -> None:
    window.actions_by_name["theme_dark"].trigger()
    assert window.grab().toImage().pixelColor(700, 70).name().upper() == DARK.page
    window.actions_by_name["theme_light"].trigger()
    assert window.grab().toImage().pixelColor(700, 70).name().upper() == LIGHT.page


@pytest.mark.slow
def test_text_grows_to_twice_its_size_and_back(window: MainWindow) -> None:
    for _ in range(9):
        window.actions_by_name["larger_text"].trigger()
    assert window.appearance.theme.text_scale == 2.0
    for _ in range(9):
        window.actions_by_name["smaller_text"].trigger()
    assert window.appearance.theme.text_scale == 1.0


def test_closing_with_work_under_way_ends_it(
    empty_window: MainWindow, plan_file: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    begun = threading.Event()

    def slow(plan: Plan, progress: Callable[[int, int], None]) -> dict[str, runs.Outlook]:
        for step in range(1000):
            begun.set()
            progress(step, 1000)
            time.sleep(0.01)
        return {}

    monkeypatch.setattr(runs, "outlook", slow)
    empty_window.session.open(plan_file)
    qtbot.waitUntil(begun.is_set)
    empty_window.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("job ")]
    assert empty_window.session.workspace is None


def test_an_error_of_the_program_is_told_after_it_is_reported(
    window: MainWindow, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: reported.append(error))
    tell_faults(window)
    error = KeyError("x")
    sys.excepthook(KeyError, error, None)
    assert reported == [error]
    assert told() == FAULT


def test_the_file_is_free_after_closing(window: MainWindow, plan_file: Path) -> None:
    window.close()
    with Workspace.open(plan_file) as workspace:
        assert not workspace.read_only


@pytest.mark.slow
def test_panels_do_not_pile_up(
    qapp: QApplication, appearance: Appearance, plan_file: Path, tmp_path: Path, no_engine: None, quiet_engine: None
) -> None:
    counts = []
    for _ in range(8):
        window = MainWindow(appearance, WindowState(tmp_path / "state"))
        window.session.open(plan_file)
        for spec in place_specs():
            window.go(spec.name)
        window.close()
        window.deleteLater()
        del window
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        counts.append(len(QApplication.allWidgets()))
    assert counts[-1] <= counts[1]


def test_the_window_opens_without_numba_pyqtgraph_or_scipy(user_folders: Path) -> None:
    script = (
        "import sys; from planner.app.start import open_window; code = open_window(); "
        "heavy = {'numba', 'pyqtgraph', 'scipy', 'numpy', 'holidays'} & set(sys.modules); "
        "print(sorted(heavy)); sys.exit(code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PLANNER_QUIT_WHEN_SHOWN": "painted"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "[]"


@pytest.mark.slow
def test_what_runs_on_a_thread_imports_no_qt() -> None:
    """PySide6 or pyqtgraph first imported off the window's thread ends the process now and then.

    The engine is there: having it made by another process takes a job, and where there are jobs Qt is loaded already.
    """
    script = (
        "import sys; from planner.app import runs; from planner.model.progress import unheard; "
        "from planner.workspace import demo_plan, prepare_engine; prepare_engine(); "
        "runs.load_storage(unheard); plan = demo_plan(); "
        "runs.outlook(plan, unheard); runs.scenario_picture(plan, None, 'polit', 90, '', unheard); "
        "print(sorted({'PySide6', 'pyqtgraph', 'shiboken6'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=110,
        check=True,
    )
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("text_scale", [1.0, 1.5, 2.0])
def test_the_sentence_of_a_place_without_anything_is_not_cut(
    window: MainWindow, qtbot: QtBot, text_scale: float
) -> None:
    window.appearance.set_text_scale(text_scale)
    assert window.session.change("Remove the rotas", replace(window.session.plan, rotas=()))
    window.go("rota")
    qtbot.wait(20)
    empty = window.panels["rota"].empty
    for words in (empty.sentence, empty.steps):
        assert words.height() >= words.heightForWidth(words.width())


@pytest.mark.parametrize(("folder", "said"), [("OneDrive", True), ("Plans", False)])
def test_a_place_that_can_harm_the_plan_is_told_once(
    empty_window: MainWindow, plan_file: Path, told: Told, quiet_engine: None, folder: str, said: bool
) -> None:
    (plan_file.parent / folder).mkdir()
    path = plan_file.rename(plan_file.parent / folder / plan_file.name)
    assert empty_window.session.open(path)
    assert told() == (empty_window.session.workspace.caution or "")
    assert bool(told()) is said
    empty_window.banner.dismiss.click()
    empty_window.session.change("Edit the note", replace(empty_window.session.plan, note="Another."))
    assert told() == ""
