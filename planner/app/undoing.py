"""Undo and redo: of the levers where they are on show and moved last, otherwise of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from planner.app.panels.scenario_pages import LIVE

if TYPE_CHECKING:
    from planner.app.main_window import MainWindow
    from planner.app.panels.lever_steps import LeverSteps


class Undoing(QObject):
    """The two actions of the window: what they would do, in words, and doing it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @property
    def _levers(self) -> LeverSteps | None:
        """The levers' own steps, while the levers are on show."""
        panel = self._window.panels.get("scenarios")
        shown = panel is not None and self._window.place == "scenarios" and panel.pages.current == LIVE
        return panel.steps if shown else None

    def _label_of(self, name: str) -> tuple[bool, str | None]:
        """Whether the next step is one of the levers, and what it is called; None when there is none."""
        levers, workspace = self._levers, self._window.session.workspace
        of_lever = None if levers is None else getattr(levers, f"{name}_label")
        if of_lever is not None:
            return True, of_lever
        writable = workspace is not None and not workspace.read_only
        return False, getattr(workspace, f"{name}_label") if writable else None

    @Slot()
    def refresh(self) -> None:
        """Say in the menu what is next."""
        for name in ("undo", "redo"):
            _, label = self._label_of(name)
            action = self._window.actions_by_name[name]
            action.setEnabled(label is not None)
            action.setText(f"{name.capitalize()}: {label}" if label else name.capitalize())

    @Slot()
    def on_levers(self) -> None:
        """The levers were moved, or other steps of theirs are next."""
        self.refresh()
        self._window.status.show_last()

    @Slot()
    def _on_undo(self) -> None:
        self._go("undo", "Taken back")

    @Slot()
    def _on_redo(self) -> None:
        self._go("redo", "Done again")

    def _go(self, name: str, word: str) -> None:
        of_lever, label = self._label_of(name)
        if label is None:
            return
        if of_lever:
            getattr(self._levers, name)()
        elif not getattr(self._window.session, name)():
            return
        self._window.status.tell(f"{word}: {label}")
