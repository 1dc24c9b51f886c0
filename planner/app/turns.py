"""Work that must be done on the window's thread, a little in each turn of the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

Steps = Iterator[None]
"""A generator: each step lasts some milliseconds; what it returns is the result."""


class Turns(QObject):
    """One generator at a time; another takes the place of the one at work."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Steps = iter(())
        self._then: Callable[[Any], object] = _nothing
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_turn)

    @property
    def active(self) -> bool:
        """Whether steps are left."""
        return self._timer.isActive()

    def run(self, steps: Steps, then: Callable[[Any], object] | None = None) -> None:
        """Take the first step now and the others in turns to come; `then` gets the result."""
        self._steps, self._then = steps, then or _nothing
        self._timer.start()
        self._on_turn()

    def stop(self) -> None:
        """Leave the rest undone."""
        self._timer.stop()
        self._steps = iter(())

    @Slot()
    def _on_turn(self) -> None:
        try:
            next(self._steps)
        except StopIteration as ended:
            self._timer.stop()
            self._then(ended.value)


def _nothing(_: object) -> None:
    return None
