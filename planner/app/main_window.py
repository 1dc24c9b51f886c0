"""The frame: rail, places, menus, messages and status."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from planner.app import icons
from planner.app.actions import ACTIONS, MENUS, make_action, paint_action, place_specs
from planner.app.dialogs.service import Dialogs
from planner.app.finder import Finder
from planner.app.guide import Guide
from planner.app.jobs import Jobs
from planner.app.places import WITH_CHARTS, make_ahead, make_place
from planner.app.plan_files import PlanFiles
from planner.app.session import Session
from planner.app.status import StatusLine
from planner.app.theme import UNIT, Choice
from planner.app.undoing import Undoing
from planner.app.warm_up import WarmUp
from planner.app.widgets.banner import Banner
from planner.app.widgets.drop_area import dropped_file

if TYPE_CHECKING:
    from planner.app.panels.panel import Panel
    from planner.app.panels.scenarios import ScenariosPanel
    from planner.app.panels.welcome import WelcomePage
    from planner.app.theme import Appearance, Theme
    from planner.app.window_state import WindowState
    from planner.workspace import ReadImport

TITLE = "Caseload Planner"
SMALLEST = QSize(960, 640)
"""Narrower or lower, a place would be mostly scroll bars."""
TEXT_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)


class MainWindow(QMainWindow):
    """One window, one plan."""

    first_painted = Signal()
    """The window is on the screen for the first time."""

    def __init__(self, appearance: Appearance, state: WindowState) -> None:
        super().__init__(objectName="main_window", windowTitle=TITLE)
        self.appearance = appearance
        self._state = state
        self._painted = False
        self.session = Session(self)
        self.jobs = Jobs(self)
        self.warm_up = WarmUp(self.jobs, lambda: make_ahead(self), self)
        self.dialogs = Dialogs(self, lambda: self.guide.show_for_here())
        self.files = PlanFiles(self, state)
        self.guide = Guide(self)
        self.finder = Finder(self, state)
        self.undoing = Undoing(self)
        self._leaving = False
        self.banner = Banner()
        self.stack = QStackedWidget()
        self.panels: dict[str, Panel] = {}
        self.welcome: WelcomePage | None = None
        self.actions_by_name: dict[str, QAction] = {}
        self.buttons: dict[str, QToolButton] = {}
        self._make_actions()
        self._make_menus()
        self._arrange()
        self.status = StatusLine(self.session, self.jobs)
        self.setStatusBar(self.status)
        self.session.opened.connect(self._on_opened)
        self.session.plan_changed.connect(self._on_plan_changed)
        self.session.faulted.connect(self._on_faulted)
        self.warm_up.cautioned.connect(self._on_cautioned)
        self.stack.currentChanged.connect(self.undoing.refresh)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST)
        self.resize(1280, 800)
        if state.geometry is not None:
            self.restoreGeometry(state.geometry)
        self.go("overview")
        self._refresh_actions()

    def _make_actions(self) -> None:
        groups: dict[str, QActionGroup] = {}
        owners = (self, self.files, self.guide, self.finder, self.undoing)
        for spec in ACTIONS:
            action = make_action(spec, self)
            if spec.group is not None:
                groups.setdefault(spec.group, QActionGroup(self)).addAction(action)
            if spec.place:
                action.triggered.connect(lambda _=False, name=spec.name: self.go(name))
            else:
                slot = f"_on_{spec.name}"
                owner = next(owner for owner in owners if hasattr(owner, slot))
                action.triggered.connect(getattr(owner, slot))
            self.actions_by_name[spec.name] = action
            self.addAction(action)
        self.actions_by_name["open_recent"].setMenu(self.files.recent_menu)
        self.actions_by_name[f"theme_{self.appearance.choice}"].setChecked(True)

    def _make_menus(self) -> None:
        for title in MENUS:
            menu = self.menuBar().addMenu(title)
            menu.setAccessibleName(title)
            for spec in ACTIONS:
                if spec.menu == title:
                    menu.addAction(self.actions_by_name[spec.name])

    def _arrange(self) -> None:
        self.rail = QFrame(objectName="rail", accessibleName="Places")
        self.rail.setProperty("kind", "rail")
        column = QVBoxLayout(self.rail)
        column.setContentsMargins(UNIT, 2 * UNIT, UNIT, 2 * UNIT)
        column.setSpacing(UNIT // 2)
        for spec in place_specs():
            button = QToolButton(objectName=f"place_{spec.name}", accessibleName=spec.text)
            button.setProperty("kind", "place")
            button.setDefaultAction(self.actions_by_name[spec.name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(20, 20))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            column.addWidget(button)
            self.buttons[spec.name] = button
        column.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.stack, 1)
        centre = QWidget()
        whole = QHBoxLayout(centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        self.setCentralWidget(centre)

    def go(self, place: str) -> None:
        """Show one of the seven places; it is made on the first visit."""
        if self.session.plan is None and self.welcome is not None:
            self.actions_by_name["overview"].setChecked(True)
            self.show_welcome()
            return
        if place not in self.panels:
            if place in WITH_CHARTS and self.session.plan is None:
                self.actions_by_name["overview"].setChecked(True)
                return
            if place in WITH_CHARTS:
                self.warm_up.finish()
        self.add_place(place)
        self.actions_by_name[place].setChecked(True)
        self.stack.setCurrentWidget(self.panels[place])
        if self.session.plan is not None:
            self._state.went(place)
        if self.focusWidget() in self.buttons.values():
            self.buttons[place].setFocus()

    def add_place(self, place: str) -> None:
        """Make a place that is not there yet, out of sight."""
        self.make_panel(place)
        if self.stack.indexOf(self.panels[place]) < 0:
            self.stack.addWidget(self.panels[place])

    def make_panel(self, place: str) -> None:
        """Make the panel of a place that has none; it is not among the window's pages until `add_place`."""
        if place not in self.panels:
            self.panels[place] = make_place(self, place)

    def show_welcome(self) -> None:
        """Show the ways to begin, while no plan is open."""
        from planner.app.panels.welcome import WelcomePage

        if self.session.plan is not None:
            return
        if self.welcome is None:
            self.welcome = WelcomePage(self.actions_by_name, self.session.open)
            self.stack.addWidget(self.welcome)
        self.welcome.show_recent(self._state.recent)
        self.stack.setCurrentWidget(self.welcome)
        self.welcome.buttons["new_plan"].setFocus()

    @property
    def place(self) -> str:
        """The name of the place on show; the first one while the ways to begin are."""
        shown = self.stack.currentWidget()
        return next((name for name, panel in self.panels.items() if panel is shown), "overview")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Say when the window is first on the screen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Remember the window, stop all work, wait for its threads, and give the file free.

        On work that somebody asked for the window does not close before they agreed.
        """
        asked = self.jobs.asked
        if asked and not self._leaving:
            event.ignore()
            if self.dialogs.present is not None:
                self.dialogs.present.reject()
            self.dialogs.ask_to_leave([job.objectName() for job in asked], self._on_leaving)
            return
        self._state.remember(self.saveGeometry(), self.appearance.choice, self.appearance.theme.text_scale)
        self.hide()
        self.warm_up.stop()
        self.jobs.close()
        self.session.close()
        super().closeEvent(event)

    def _refresh_actions(self) -> None:
        for spec in ACTIONS:
            self.actions_by_name[spec.name].setEnabled(spec.enabled(self.session))
        running = "scenarios" in self.panels and self.panels["scenarios"].strip.running
        self.actions_by_name["stop_work"].setEnabled(running)
        self.undoing.refresh()

    @Slot()
    def _on_opened(self) -> None:
        workspace = self.session.workspace
        self.banner.hide()
        self._state.opened(workspace.path)
        self.setWindowTitle(f"{workspace.title} - {TITLE}")
        self._refresh_actions()
        if self.stack.currentWidget() is self.welcome:
            self.go("overview")
        said = " ".join(filter(None, (workspace.recovered, workspace.caution)))
        if said:
            self.banner.tell(said, "warn" if workspace.caution else "info")
        if workspace.recovered and self._state.place in self.actions_by_name:
            self.go(self._state.place)

    @Slot(object, object)
    def _on_plan_changed(self, _parts: frozenset[str], _origin: object) -> None:
        self._refresh_actions()

    @Slot(str, object)
    def _on_faulted(self, sentence: str, path: Path | None) -> None:
        self._refresh_actions()
        if path is None:
            self.banner.tell(sentence, "bad")
        else:
            self.banner.tell(sentence, "warn", "Open read-only", lambda: self.session.open(path, read_only=True))

    @Slot(str)
    def _on_cautioned(self, sentence: str) -> None:
        """Another message, of the plan's place say, is not pushed aside."""
        present = f"{self.banner.words.text()} " if self.banner.isVisible() else ""
        self.banner.tell(f"{present}{sentence}", "warn")

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        for spec in ACTIONS:
            paint_action(spec, self.actions_by_name[spec.name], theme)
        for button in self.buttons.values():
            # A tool button does not ask for more room by itself when the style sheet enlarges its text.
            button.setMinimumSize(round(18 * UNIT * theme.text_scale), 5 * UNIT)
        self.setWindowIcon(icons.icon("app", theme.colours.accent))

    @Slot()
    def _on_import_table(self) -> None:
        self.ask_import()

    def ask_import(self, given: Path | None = None) -> None:
        """Lead through an import, beginning with a file when there is one."""
        if self.actions_by_name["import_table"].isEnabled() and self.dialogs.present is None:
            self.dialogs.ask_import(
                self.appearance, self.session, self.jobs, self._state.who, self._on_import_agreed, given
            )

    @Slot()
    def _on_make_report(self) -> None:
        if self.dialogs.present is None:
            self.dialogs.ask_report(self.session, self.jobs)

    def _on_import_agreed(self, read: ReadImport) -> None:
        if self.session.take_import(read):
            self.go("data")
            self.panels["data"].show_import(read.record.key)
            self.status.tell(f"Done: {read.label}. Undo takes all of it back.")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """A plan to open, or a table to import."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Open a plan; lead through the import of anything else."""
        path = dropped_file(event.mimeData())
        if path is None:
            return
        event.acceptProposedAction()
        if path.suffix.lower() == ".plan":
            self.session.open(path)
        else:
            self.ask_import(path)

    def _on_leaving(self) -> None:
        self._leaving = True
        self.close()

    @Slot()
    def _on_jobs(self) -> None:
        self.status.show_tray()

    @Slot()
    def _on_quit(self) -> None:
        self.close()

    @Slot()
    def _on_theme_system(self) -> None:
        self.appearance.choose(Choice.SYSTEM)

    @Slot()
    def _on_theme_light(self) -> None:
        self.appearance.choose(Choice.LIGHT)

    @Slot()
    def _on_theme_dark(self) -> None:
        self.appearance.choose(Choice.DARK)

    @Slot()
    def _on_larger_text(self) -> None:
        self._step_text(1)

    @Slot()
    def _on_smaller_text(self) -> None:
        self._step_text(-1)

    def _step_text(self, step: int) -> None:
        now = self.appearance.theme.text_scale
        further = [scale for scale in TEXT_SCALES[::step] if (scale - now) * step > 0]
        if further:
            self.appearance.set_text_scale(further[0])

    @Slot(str, str)
    def tell_scenario(self, name: str, key: str) -> None:
        """Say that a scenario was added in another place, and offer to go there."""
        self.banner.tell(
            f"Scenario “{name}” follows this forecast.", "info", "Open it", lambda: self._scenarios().show_scenario(key)
        )

    def _scenarios(self) -> ScenariosPanel:
        self.go("scenarios")
        return self.panels["scenarios"]

    @Slot()
    def _on_run_scenario(self) -> None:
        self._scenarios().run()

    @Slot()
    def _on_save_scenario(self) -> None:
        self._scenarios().ask_to_save()

    @Slot()
    def _on_stop_work(self) -> None:
        if "scenarios" in self.panels:
            self.panels["scenarios"].stop()
