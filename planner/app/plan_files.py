"""The File menu: plans made, opened, copied, and gone back to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

from planner.app import keeping

if TYPE_CHECKING:
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.main_window import MainWindow
    from planner.app.session import Session
    from planner.app.window_state import WindowState
    from planner.model.plan import Plan


class PlanFiles(QObject):
    """Slots of the actions that are about whole plan files; it keeps the version of the day as well."""

    def __init__(self, window: MainWindow, state: WindowState) -> None:
        super().__init__(window)
        self._window, self._state = window, state
        self.recent_menu = QMenu("Open recent", window, objectName="recent_menu")
        self.recent_menu.aboutToShow.connect(self.show_recent)
        window.session.opened.connect(self._on_opened)
        window.warm_up.done.connect(self._on_at_rest)

    @property
    def _session(self) -> Session:
        return self._window.session

    @property
    def _jobs(self) -> Jobs:
        return self._window.jobs

    @property
    def _dialogs(self) -> Dialogs:
        return self._window.dialogs

    @property
    def folder(self) -> Path:
        """Where plans are: beside the open one, else among the user's documents."""
        from planner import paths

        return paths.user_documents() if self._session.workspace is None else self._session.workspace.path.parent

    def show_recent(self) -> None:
        """Fill the menu of recent plans."""
        self.recent_menu.clear()
        for path in self._state.recent:
            action = self.recent_menu.addAction(f"{path.stem} ({path.parent})".replace("&", "&&"))
            action.triggered.connect(lambda _=False, path=path: self._session.open(path))
        if self.recent_menu.isEmpty():
            self.recent_menu.addAction("None yet").setEnabled(False)

    def ask_new_plan(self, template: str | None = None) -> None:
        """Lead through a new plan, beginning with the team of a template when one is named."""
        if self._dialogs.present is None:
            self._dialogs.ask_new_plan(self._session, self._jobs, self.folder, template)

    @Slot()
    def _on_new_plan(self) -> None:
        self.ask_new_plan()

    @Slot()
    def _on_open_plan(self) -> None:
        folder = self.folder if self.folder.is_dir() else Path.home()
        self._dialogs.ask_plan_to_open(folder, self._session.open)

    @Slot()
    def _on_open_recent(self) -> None:
        self.recent_menu.popup(self._window.mapToGlobal(self._window.rect().center()))

    @Slot()
    def _on_open_demo(self) -> None:
        self.open_demo()

    def open_demo(self) -> None:
        """Open the demo plan from the user's folder, making it there first when it is not there yet."""
        from planner.workspace import demo_path, demo_plan

        if demo_path().exists():
            self._session.open(demo_path())
            return
        job = self._jobs.start("Making the example plan", lambda progress: demo_plan(), asked=True)
        job.finished.connect(self._on_demo_made)
        job.failed.connect(self._session.tell_failure)

    @Slot(object)
    def _on_demo_made(self, plan: Plan) -> None:
        from planner.workspace import demo_path

        self._session.create(demo_path(), plan)

    @Slot()
    def _on_save_copy(self) -> None:
        path = self._session.workspace.path
        self._dialogs.ask_copy_to_save(path.parent, f"{path.stem} copy", self.copy_to)

    def copy_to(self, target: Path) -> None:
        """Write a copy of the open plan in the background."""
        source = self._session.workspace.path
        job = self._jobs.start(
            f"Saving a copy as {target.name}", lambda progress: keeping.copy_plan(source, target, progress), asked=True
        )
        job.finished.connect(self._on_copied)
        job.failed.connect(self._session.tell_failure)

    @Slot(object)
    def _on_copied(self, target: Path) -> None:
        self._window.status.tell(f"A copy was saved as {target.name}; the plan that is open is still the same.")

    @Slot()
    def _on_versions(self) -> None:
        if self._dialogs.present is None:
            self._dialogs.ask_versions(self._window.appearance, self._session, self._jobs, self._state)

    @Slot()
    def _on_opened(self) -> None:
        if self._window.warm_up.complete:
            self._on_at_rest()

    @Slot()
    def _on_at_rest(self) -> None:
        """Keep the plan as it was when it was opened, once a day."""
        workspace = self._session.workspace
        if workspace is None or workspace.read_only or workspace.has_version_of_today:
            return
        plan = workspace.plan
        job = self._jobs.start("Keeping today's version", lambda progress: keeping.pack_of_today(plan, progress))
        job.finished.connect(lambda packed: self._on_today_packed(workspace, packed))

    def _on_today_packed(self, workspace: object, packed: object) -> None:
        if self._session.workspace is workspace:
            self._session.keep_version(packed, self._state.keep_rule)
