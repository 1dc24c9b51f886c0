"""The numbers of a fan chart; apart from the drawing, because a job makes them on a thread without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Days = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class FanData:
    """Five arrays [D] of one value a day from `start`: median, and the bounds of 50 % and 90 % of the futures."""

    start: date
    low90: Days
    low50: Days
    median: Days
    high50: Days
    high90: Days

    @property
    def days(self) -> int:
        """How many days there are."""
        return len(self.median)
