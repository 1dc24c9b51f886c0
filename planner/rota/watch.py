"""The time a search may take, and whoever may end it sooner."""

from __future__ import annotations

import time

from planner.model.progress import Progress, unheard


class TimeIsUp(Exception):
    """The search has had its time; what it has found is kept."""


class Watch:
    """Counts seconds from its making. `progress` hears milliseconds done of those allowed, and may raise Cancelled."""

    def __init__(self, seconds: float, progress: Progress = unheard) -> None:
        self._begun = time.monotonic()
        self.seconds = seconds
        self._progress = progress

    def passed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._begun

    def left(self) -> float:
        """Seconds that are left, 0 when there are none."""
        return max(0.0, self.seconds - self.passed())

    def hear(self) -> None:
        """Report, and end the search by an exception when it is over."""
        passed = self.passed()
        self._progress(min(round(1000 * passed), round(1000 * self.seconds)), round(1000 * self.seconds))
        if passed >= self.seconds:
            raise TimeIsUp
