"""How far long work has come, on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

_QUIET_SECONDS = 1.0
_REDRAW_SECONDS = 0.1


class ProgressLine:
    """A progress callable: silent for a second, then a line, redrawn on a terminal and printed once elsewhere."""

    def __init__(self, label: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._label = label
        self._stream = stream or sys.stderr
        self._clock = clock
        self._started = clock()
        self._drawn: float | None = None
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        """Take note that `done` of `total` parts are finished."""
        now = self._clock()
        waited = now - self._started
        if waited < _QUIET_SECONDS or done >= total:
            return
        if not self._stream.isatty():
            if self._drawn is None:
                print(f"{self._label} …", file=self._stream, flush=True)
                self._drawn = now
            return
        if self._drawn is None or now - self._drawn >= _REDRAW_SECONDS:
            left = f", about {waited * (total - done) / done:.0f} s left" if done else ""
            self._draw(f"{self._label}: {100 * done // max(total, 1)} %{left}")
            self._drawn = now

    def _draw(self, text: str) -> None:
        print(f"\r{text:<{self._width}}", end="", file=self._stream, flush=True)
        self._width = len(text)

    def clear(self) -> None:
        """Take a redrawn line off the screen."""
        if self._width:
            self._draw("")
            print("\r", end="", file=self._stream, flush=True)
            self._width = 0
