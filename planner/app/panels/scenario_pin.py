"""A result that stays beside the ones that come after it, as a dashed curve under its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

if TYPE_CHECKING:
    from planner.app.charts.fan import FanChart
    from planner.app.runs import ScenarioPicture


class PinButton(QPushButton):
    """Keeps the result on show. What is kept is drawn for its own team only, and goes with the plan it is of."""

    def __init__(self, fan: FanChart, waiting: FanChart) -> None:
        super().__init__("Pin to compare", checkable=True, enabled=False, objectName="pin_button")
        self.setProperty("tone", "quiet")
        self.setToolTip("Keep the middle future of this result as a dashed curve beside the next ones")
        self._fan, self._waiting = fan, waiting
        self._latest: ScenarioPicture | None = None
        self.kept: ScenarioPicture | None = None
        self.toggled.connect(self._on_toggled)

    def show_beside(self, picture: ScenarioPicture) -> None:
        """This is on show now."""
        self._latest = picture
        self.setEnabled(picture.complete or self.kept is not None)
        self._draw()

    def drop(self) -> None:
        """Nothing is kept any more."""
        self._latest = None
        self.setChecked(False)
        self.setEnabled(False)

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        self.kept = self._latest if checked else None
        self.setText("Unpin" if checked else "Pin to compare")
        self._draw()

    def _draw(self) -> None:
        kept = self.kept
        if kept is not None and (self._latest is None or self._latest.team != kept.team):
            kept = None
        label = "" if kept is None else f"Pinned: {kept.title.partition(': ')[2]}"
        self._fan.pin(None if kept is None else kept.per_officer, label)
        self._waiting.pin(None if kept is None else kept.waiting, label)
