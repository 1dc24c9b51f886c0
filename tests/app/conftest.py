"""The real window over a real plan file, on no screen."""

from __future__ import annotations

import gc
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app import main_window, runs
from planner.app.collector import Collector
from planner.app.main_window import MainWindow
from planner.app.panels.scenarios import ScenariosPanel
from planner.app.start import prepare_application
from planner.app.theme import Appearance, Choice
from planner.app.window_state import WindowState
from planner.model.plan import Plan
from planner.workspace import Workspace, demo_plan
from tests.app.held_engine import Engine

NOT_OFFSCREEN = ("propagateSizeHints", r"does not support raise\(\)", "does not support grabbing the keyboard")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says this of windows and menus; it is about the platform, not about the window."""
    for item in items:
        if "app" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore(*NOT_OFFSCREEN, extend=True))


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    """What looks for unreachable objects while the program runs."""
    found = Collector()
    yield found
    found.deleteLater()
    Collector.at_work = False
    gc.enable()


@pytest.fixture(scope="session")
def demo() -> Plan:
    return demo_plan()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, demo: Plan) -> Path:
    path = tmp_path_factory.mktemp("demo") / "Example Constabulary.plan"
    Workspace.create(path, demo).close()
    return path


@pytest.fixture
def plan_file(tmp_path: Path, demo_file: Path) -> Path:
    return Path(shutil.copy(demo_file, tmp_path / "Example Constabulary.plan"))


@pytest.fixture
def appearance(qapp: QApplication) -> Iterator[Appearance]:
    prepare_application()
    appearance = Appearance()
    appearance.choose(Choice.LIGHT)
    appearance.apply()
    yield appearance
    appearance.choose(Choice.LIGHT)
    appearance.set_text_scale(1.0)
    appearance.deleteLater()


@pytest.fixture
def quiet_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that are not about results: the Overview's run in the background finds nothing."""
    monkeypatch.setattr(runs, "outlook", lambda plan, progress: {})


@pytest.fixture
def empty_window(
    qapp: QApplication, appearance: Appearance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    # A test looks at a place or two, and need not wait for the others; whole sessions have processes of their own.
    monkeypatch.setattr(main_window, "make_ahead", lambda _: iter(()))
    window = MainWindow(appearance, WindowState(tmp_path / "state"))
    window.show()
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("job ")]
    assert not left, f"still at work after closing: {left}"


@pytest.fixture
def window(empty_window: MainWindow, plan_file: Path, quiet_engine: None) -> MainWindow:
    assert empty_window.session.open(plan_file)
    return empty_window


@pytest.fixture
def told(empty_window: MainWindow) -> Callable[[], str]:
    """What the banner says; empty when it is not there."""
    return lambda: empty_window.banner.words.text() if empty_window.banner.isVisible() else ""


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that visit Scenarios without looking at results: its run goes on until it is stopped."""

    def endless(*arguments: object) -> None:
        *_, progress, _ = arguments
        while True:
            progress(1, 100)
            time.sleep(0.005)

    monkeypatch.setattr(runs, "scenario_picture", endless)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    engine = Engine()
    monkeypatch.setattr(runs, "scenario_picture", engine)
    yield engine
    engine.gate.set()


@pytest.fixture
def panel(window: MainWindow, engine: Engine, qtbot: QtBot) -> ScenariosPanel:
    """The Scenarios place with its first result."""
    window.go("scenarios")
    panel = window.panels["scenarios"]
    qtbot.waitUntil(lambda: panel.picture is not None)
    return panel


@pytest.fixture(scope="module")
def one_window(qapp: QApplication, demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window on the demo plan for a whole module, whose tests are each shorter than opening one."""
    prepare_application()
    appearance = Appearance()
    appearance.choose(Choice.LIGHT)
    appearance.apply()
    folder = tmp_path_factory.mktemp("window")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "outlook", lambda plan, progress: {})
        patch.setattr(main_window, "make_ahead", lambda _: iter(()))
        window = MainWindow(appearance, WindowState(folder))
        window.show()
        assert window.session.open(Path(shutil.copy(demo_file, folder / demo_file.name)))
        yield window
        window.close()
        window.deleteLater()
        appearance.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def kept_window(one_window: MainWindow) -> Iterator[MainWindow]:
    """The module's window with the demo plan as it was made, and a Data place that nobody has touched."""
    window = one_window
    path = window.session.workspace.path
    yield window
    if window.dialogs.present is not None:
        window.dialogs.present.reject()
    for job in window.jobs.active:
        job.wait()
    QCoreApplication.processEvents()
    window.banner.hide()
    if window.session.workspace is None or window.session.workspace.path != path or window.session.workspace.read_only:
        window.session.close()
        window.session.open(path)
    while window.session.workspace.undo_label is not None:
        window.session.undo()
    if window.appearance.theme.text_scale != 1.0:
        window.appearance.set_text_scale(1.0)
    window.go("overview")
    panel = window.panels.pop("data", None)
    if panel is not None:
        window.stack.removeWidget(panel)
        panel.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
