"""Everything the window can do or go to, collected for the command palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence

from planner.app.actions import ACTIONS
from planner.app.palette_entries import Entry

if TYPE_CHECKING:
    from planner.app.main_window import MainWindow
    from planner.app.window_state import WindowState

LEFT_OUT = ("palette", "open_recent")
"""Actions that lead to what is listed itself."""


class Finder(QObject):
    """The slot of the palette's action."""

    def __init__(self, window: MainWindow, state: WindowState) -> None:
        super().__init__(window)
        self._window, self._state = window, state

    @Slot()
    def _on_palette(self) -> None:
        if self._window.dialogs.present is None:
            self._window.dialogs.ask_palette(self.entries())

    def entries(self) -> tuple[Entry, ...]:
        """Places first, then actions that can be used now, then what the plan holds, recent plans and help."""
        return (*self._actions(places=True), *self._actions(places=False), *self._of_plan(), *self._others())

    def _actions(self, *, places: bool) -> list[Entry]:
        found = []
        for spec in ACTIONS:
            action = self._window.actions_by_name[spec.name]
            if spec.place is not places or spec.name in LEFT_OUT or not action.isEnabled():
                continue
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            text = action.text().rstrip("…")
            found.append(Entry(text, "Place" if places else spec.menu, action.trigger, keys))
        return found

    def _of_plan(self) -> list[Entry]:
        plan = self._window.session.plan
        if plan is None:
            return []
        teams = {team.key: team.name for team in plan.teams}
        found = [Entry(entry.name, "Scenario", partial(self.show_scenario, entry.key)) for entry in plan.scenarios]
        found += [Entry(team.name, "Team", partial(self.show_team, team.key)) for team in plan.teams]
        found += [
            Entry(f"{standard.name} ({teams[standard.team]})", "Standard", partial(self.show_standard, standard.key))
            for standard in plan.standards
        ]
        return found

    def _others(self) -> list[Entry]:
        from planner.app.help_pages import pages

        session, present = self._window.session, self._window.session.workspace
        recent = [path for path in self._state.recent if present is None or path != present.path]
        found = [Entry(path.stem, "Recent plan", partial(session.open, path)) for path in recent]
        found += [Entry(page.title, "Help", partial(self._window.guide.show_page, page.name)) for page in pages()]
        return found

    def show_scenario(self, key: str) -> None:
        """Go to a scenario of the plan."""
        self._window.go("scenarios")
        self._window.panels["scenarios"].show_scenario(key)

    def show_team(self, key: str) -> None:
        """Go to a team's card."""
        self._window.go("overview")
        self._window.panels["overview"].show_team(key)

    def show_standard(self, key: str) -> None:
        """Go to a standard: to its details as soon as it has been counted down."""
        self._window.go("inspection")
        panel = self._window.panels["inspection"]
        if panel.runs.found is not None and not panel.runs.stale:
            panel.show_standard(key)
            return

        def show_once() -> None:
            if panel.runs.found is not None and not panel.runs.stale:
                panel.runs.changed.disconnect(show_once)
                panel.show_standard(key)

        panel.runs.changed.connect(show_once)
