"""The time a search may take, and whoever may end it sooner."""

from __future__ import annotations

import math
import time

from planner.model.progress import Cancelled, Progress, unheard


class TimeIsUp(Exception):
    """The search has had its time; what it has found is kept."""


class Watch:
    """Counts seconds from its making. `progress` hears milliseconds done of those allowed, and may raise Cancelled."""

    def __init__(self, seconds: float, progress: Progress = unheard) -> None:
        self._begun = time.monotonic()
        self.seconds = seconds
        self._progress = progress
        self._kept = 0.0
        self._cancelled = False

    def passed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._begun

    def left(self) -> float:
        """Seconds that are left, 0 when there are none."""
        return max(0.0, self.seconds - self._kept - self.passed())

    def is_over(self) -> bool:
        """Report, and say whether the search is over: for where an exception cannot pass."""
        try:
            self.hear()
        except (Cancelled, TimeIsUp):
            return True
        return False

    def reserve(self, seconds: float) -> None:
        """Keep so many seconds back for what comes after the search."""
        self._kept = min(seconds, 0.5 * self.seconds)

    def hear(self) -> None:
        """Report, and end the search by an exception when it is over."""
        passed = self.passed()
        if self._cancelled:
            raise Cancelled
        if self.seconds == math.inf:
            return
        try:
            self._progress(min(round(1000 * passed), round(1000 * self.seconds)), round(1000 * self.seconds))
        except Cancelled:
            self._cancelled = True
            raise
        if passed >= self.seconds - self._kept:
            raise TimeIsUp
