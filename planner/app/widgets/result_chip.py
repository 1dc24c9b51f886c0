"""What a drawing is, when it is not the whole result of what the controls say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.app.widgets.chip import Chip

if TYPE_CHECKING:
    from planner.app.theme import Appearance


class ResultChip(Chip):
    """Previous result, or that of the first futures; hidden for a whole one."""

    def __init__(self, appearance: Appearance, *, compact: bool = False) -> None:
        """`compact` leaves out the noun."""
        super().__init__(appearance, "warn", "")
        self._compact = compact
        self.hide()

    def show_result(self, *, stale: bool, first: int | None) -> None:
        """`stale` for a previous result; `first` futures are in a drawing that others will be added to."""
        if stale:
            self.show_status("warn", "Previous" if self._compact else "Previous result")
        elif first is not None:
            self.show_status("info", f"First {first}" if self._compact else f"First {first} futures")
        self.setVisible(stale or first is not None)
