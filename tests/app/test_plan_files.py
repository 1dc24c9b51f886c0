"""The File menu: the first start, new plans, copies, recent plans, versions, and what is said after a crash."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from planner.app.dialogs.new_plan import NO_NAME, NO_TEAM, NewPlanDialog
from planner.app.dialogs.versions import SAME, VersionsDialog
from planner.app.main_window import MainWindow
from planner.app.start import open_first_plan
from planner.app.theme import Appearance
from planner.app.window_state import WindowState
from planner.model.people import Role
from planner.model.plan import Plan
from planner.model.version import VersionKind
from planner.storage.lock import lock_path
from planner.workspace import Workspace, demo_path

Told = Callable[[], str]


def test_the_first_start_shows_the_ways_to_begin(empty_window: MainWindow, quiet_engine: None, qtbot: QtBot) -> None:
    window = empty_window
    demo_path().unlink(missing_ok=True)
    open_first_plan(window, None, None)
    qtbot.waitUntil(lambda: window.welcome is not None and window.welcome.isVisible(), timeout=20_000)
    assert window.welcome.none.isVisible()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.focusWidget() is window.welcome.buttons["new_plan"]
    # A place asks for a plan: until there is one, the ways to begin stay.
    window.actions_by_name["scenarios"].trigger()
    assert window.welcome.isVisible()
    qtbot.keyClick(window.welcome.buttons["open_demo"], Qt.Key.Key_Space)
    qtbot.waitSignal(window.session.opened, timeout=20_000).wait()
    assert window.session.workspace.path == demo_path()
    assert window.place == "overview"
    assert not window.welcome.isVisible()
    window.session.close()
    window.show_welcome()
    assert window.welcome.recent.count() == 1
    window.welcome.recent.setFocus()
    qtbot.keyClick(window.welcome.recent, Qt.Key.Key_Return)
    assert window.session.workspace.path == demo_path()


def test_a_last_plan_that_cannot_be_opened_leaves_the_ways_to_begin(
    empty_window: MainWindow, tmp_path: Path, told: Told, qtbot: QtBot
) -> None:
    bad = tmp_path / "bad.plan"
    bad.write_bytes(b"not a plan")
    open_first_plan(empty_window, None, bad)
    qtbot.waitUntil(lambda: empty_window.welcome is not None and empty_window.welcome.isVisible(), timeout=20_000)
    assert "is not a plan" in told()


@pytest.fixture
def dialog(empty_window: MainWindow, tmp_path: Path, quiet_engine: None, qtbot: QtBot) -> NewPlanDialog:
    window = empty_window
    window.dialogs.ask_new_plan(window.session, window.jobs, tmp_path / "plans", None)
    found = window.dialogs.present
    assert isinstance(found, NewPlanDialog)
    return found


def test_a_plan_is_running_after_a_few_figures(empty_window: MainWindow, dialog: NewPlanDialog, qtbot: QtBot) -> None:
    polit, mosovo = dialog.rows[:2]
    assert polit.ticked.isChecked()
    dialog.name.setText("North: child protection?")
    mosovo.ticked.click()
    for box, value in zip((*polit.boxes, *mosovo.boxes), (12, 2, 31, 60.5, 5, 1, 40, 6), strict=True):
        box.setValue(value)
    assert dialog.note.text().startswith("POLIT: 12 times 31 is 372 open cases; MOSOVO: 5 times 40 is 200 open offend")
    assert dialog.path.name == "North  child protection.plan"
    with qtbot.waitSignal(empty_window.session.opened, timeout=20_000):
        qtbot.mouseClick(dialog.make_button, Qt.MouseButton.LeftButton)
    plan = empty_window.session.plan
    assert (plan.name, [team.key for team in plan.teams]) == ("North: child protection?", ["polit", "mosovo"])
    assert len(plan.cases) == 372 + 200
    assert len(plan.officers_of("polit", Role.SUPERVISOR)) == 2
    assert plan.team("polit").referrals_per_month.value == 60.5
    assert "Entered" in plan.team("polit").referrals_per_month.source
    assert "Entered" not in plan.team("mosovo").referrals_per_month.source
    assert empty_window.place == "overview"
    assert set(empty_window.panels["overview"].cards) == {"polit", "mosovo"}
    assert empty_window.dialogs.present is None


def test_a_name_that_windows_does_not_allow_is_refused(dialog: NewPlanDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.name.setText("nul")
    assert dialog.note.text().startswith("Windows keeps the name nul for itself")
    assert not dialog.make_button.isEnabled()
    dialog.name.setText("North")
    assert dialog.make_button.isEnabled()
    for chosen, words in (("CON.plan", "Windows keeps the name CON"), ("North.plan.", "ends in a dot or a space")):
        dialog._on_place_given(str(tmp_path / chosen))
        assert words in dialog.note.text() and not dialog.make_button.isEnabled()
    dialog._on_place_given(str(tmp_path / "Con artists.plan"))
    assert dialog.make_button.isEnabled() and list(tmp_path.glob("*.plan*")) == []


def test_what_is_missing_is_said_and_nothing_is_written(dialog: NewPlanDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.rows[0].ticked.click()
    assert (dialog.note.text(), dialog.make_button.isEnabled()) == (NO_TEAM, False)
    dialog.rows[0].ticked.click()
    dialog.name.setText("  ")
    assert (dialog.note.text(), dialog.make_button.isEnabled()) == (NO_NAME, False)
    dialog.name.setText("Ours")
    dialog.rows[0].officers.setValue(500)
    dialog.rows[0].cases.setValue(1000)
    assert "500,000 open cases are more than the 20,000" in dialog.note.text()
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "Ours.plan").write_bytes(b"")
    assert dialog.path.name == "Ours 2.plan"
    dialog.reject()
    assert [entry.name for entry in (tmp_path / "plans").iterdir()] == ["Ours.plan"]


def test_a_copy_holds_the_versions_but_not_the_steps(
    window: MainWindow, tmp_path: Path, told: Told, qtbot: QtBot
) -> None:
    window.session.change("Edit the note", replace(window.session.plan, note="Mine"))
    window.session.workspace.keep_version("Mine")
    window.actions_by_name["save_copy"].trigger()
    found = window.dialogs.present
    assert isinstance(found, QFileDialog)
    found.reject()
    target = tmp_path / "copy.plan"
    window.files.copy_to(target)
    qtbot.waitUntil(lambda: "copy.plan" in window.status.undo.text())
    with Workspace.open(target) as copy:
        assert copy.plan == window.session.plan
        assert [note.name for note in copy.versions()][-1] == "Mine"
        assert copy.undo_label is None
    window.files.copy_to(window.session.workspace.path)
    qtbot.waitUntil(lambda: "is the plan itself" in told())
    window.files.copy_to(tmp_path / "con.plan")
    qtbot.waitUntil(lambda: "Windows keeps the name con" in told())
    assert not (tmp_path / "con.plan").exists()


def test_recent_plans_are_in_the_menu(window: MainWindow, plan_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "Other.plan"
    Workspace.create(other, window.session.plan).close()
    window.session.open(other)
    window.files.show_recent()
    texts = [action.text() for action in window.files.recent_menu.actions()]
    assert texts == [f"Other ({tmp_path})", f"Example Constabulary ({tmp_path})"]
    window.files.recent_menu.actions()[1].trigger()
    assert window.session.workspace.path == plan_file


def test_a_plan_dropped_on_the_ways_to_begin_is_opened(
    empty_window: MainWindow, quiet_engine: None, plan_file: Path
) -> None:
    empty_window.show_welcome()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(plan_file))])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    empty_window.dropEvent(event)
    assert empty_window.session.workspace.path == plan_file
    assert empty_window.place == "overview"


def test_after_a_crash_the_window_is_where_it_was_and_says_so(
    window: MainWindow, plan_file: Path, appearance: Appearance, told: Told, tmp_path: Path
) -> None:
    window.session.change("Rename the plan", replace(window.session.plan, name="Renamed"))
    window.go("data")
    lock = json.loads(lock_path(plan_file).read_text("utf-8"))
    window.session.close()
    # The lock of a process that is gone, as a crash leaves it.
    lock_path(plan_file).write_text(json.dumps(lock | {"pid": 2**22 - 1, "born": "0"}), "utf-8")
    again = WindowState(tmp_path / "state")
    assert (again.last_plan, again.place) == (plan_file, "data")
    window.go("overview")
    window._state.went("data")
    assert window.session.open(plan_file)
    assert "ended without closing this plan" in told()
    assert "the last one is “Rename the plan”" in told()
    assert window.place == "data"
    assert window.session.plan.name == "Renamed"
    window.session.undo()
    assert window.session.plan.name == "Example Constabulary"


@pytest.fixture
def versions(window: MainWindow, qtbot: QtBot) -> VersionsDialog:
    window.session.workspace.keep_version("As agreed")
    window.session.change("Rename the plan", replace(window.session.plan, name="Renamed"))
    window.actions_by_name["versions"].trigger()
    found = window.dialogs.present
    assert isinstance(found, VersionsDialog)
    return found


def test_a_version_is_compared_in_words_and_gone_back_to(
    window: MainWindow, versions: VersionsDialog, demo: Plan, qtbot: QtBot
) -> None:
    assert versions.chosen.name == "As agreed"
    qtbot.waitUntil(lambda: versions.since.toPlainText() == "The plan: name Example Constabulary → Renamed.")
    versions.name.setText("Before the board")
    qtbot.keyClick(versions.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: versions.table.table.rowCount() == 2 and versions.isEnabled())
    assert versions.chosen.name == "Before the board"
    qtbot.waitUntil(lambda: versions.since.toPlainText() == SAME)
    assert not versions.back_button.isEnabled()
    qtbot.keyClick(versions.table, Qt.Key.Key_Down)
    qtbot.waitUntil(versions.back_button.isEnabled)
    qtbot.mouseClick(versions.back_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.plan.name == "Example Constabulary")
    assert window.dialogs.present is None
    assert window.actions_by_name["undo"].text() == "Undo: Go back to “As agreed”"
    assert window.session.plan == demo
    # The plan before the step back is that of “Before the board”, which is kept already.
    assert [note.name for note in window.session.versions()] == ["Before the board", "As agreed"]
    window.session.undo()
    assert window.session.plan.name == "Renamed"


def test_a_version_is_removed_and_the_rule_is_remembered(
    window: MainWindow, versions: VersionsDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.mouseClick(versions.remove_button, Qt.MouseButton.LeftButton)
    assert window.session.versions() == ()
    assert "No version is kept yet" in versions.since.toPlainText()
    versions.rule[0].setValue(3)
    rule = WindowState(tmp_path / "state").keep_rule
    assert (rule.daily, rule.weekly, rule.monthly) == (3, 4, 12)


def test_every_control_of_the_dialogs_has_a_name(
    window: MainWindow, versions: VersionsDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    def named(parent: QWidget) -> None:
        from tests.app.test_window import CONTROLS

        for kind in CONTROLS:
            for control in parent.findChildren(kind):
                if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    assert control.accessibleName() or getattr(control, "text", str)(), control.objectName()

    named(versions)
    versions.reject()
    window.files.ask_new_plan()
    named(window.dialogs.present)


def test_the_plan_is_kept_once_a_day(window: MainWindow, qtbot: QtBot) -> None:
    window.files._on_at_rest()
    qtbot.waitUntil(lambda: len(window.session.versions()) == 1)
    (note,) = window.session.versions()
    assert (note.kind, note.name) == (VersionKind.REGULAR, "As it was when opened")
    window.session.change("Edit the note", replace(window.session.plan, note="Mine"))
    window.files._on_at_rest()
    assert "Keeping today's version" not in [job.objectName() for job in window.jobs.active]
    assert len(window.session.versions()) == 1
