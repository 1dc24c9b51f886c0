"""Looking for objects that nobody can reach any more, on the window's thread alone.

Python looks for them on whichever thread has just made an object. Widgets that refer to one another in a ring would
then be destroyed on a thread of the background work, under the window's hands, which ends the program sooner or later.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

PAUSE_MS = 50
"""From one look at whether there is enough to look for to the next: short, so that background work that makes a million
objects a second leaves none that stands in the window's way for 0.1 seconds."""
GROWN = 1.25
"""All objects are gone through when there are this many times those that the last time left, as Python does it."""


class Collector(QObject):
    """Takes the looking over from Python, for as long as the program runs."""

    at_work = False
    resting = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left = 0
        gc.disable()
        Collector.at_work = True
        timer = QTimer(self, interval=PAUSE_MS)
        timer.timeout.connect(self.look)
        timer.start()

    @Slot()
    def look(self) -> None:
        """Look as far as Python would by now, youngest objects first."""
        made, looked, looked_further = gc.get_count()
        most, most_looks, most_further = gc.get_threshold()
        if Collector.resting or made <= most:
            return
        if looked <= most_looks:
            gc.collect(0)
        elif looked_further <= most_further or len(gc.get_objects(2)) < GROWN * self._left:
            gc.collect(1)
        else:
            gc.collect()
            self._left = len(gc.get_objects(2))


def rest() -> None:
    """Nobody looks until `wake`."""
    Collector.resting = True
    gc.disable()


def wake() -> None:
    """The looking goes on, by the collector where there is one."""
    Collector.resting = False
    if not Collector.at_work:
        gc.enable()
