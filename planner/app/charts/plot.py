"""The plot of a chart: its axes, its cursor, and the part of it that is shown."""

from __future__ import annotations

import os
from datetime import date

os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QWidget

from planner.app.charts.axis import CountAxis, MonthAxis

ZOOM_STEP = 0.7
"""What is left of the part shown, at each step nearer."""
MOST_ZOOM = 40.0


class Plot(pg.PlotWidget):
    """A plot without menu, whose cursor moves with the pointer and with the arrow keys.

    Plus, minus, and the wheel with Ctrl show a part of the time axis, which goes along with the cursor; 0, Esc or a
    double click show all of it again. New data over another span does so as well.
    """

    cursor_moved = Signal(float)
    zoom_changed = Signal(bool)
    """Whether a part is shown."""

    def __init__(self, start: date, parent: QWidget | None = None, *, whole: bool = False) -> None:
        """`whole` says that the values are counts."""
        self.months = MonthAxis(start)
        axes = {"bottom": self.months, **({"left": CountAxis()} if whole else {})}
        # Without a menu from the start: making pyqtgraph's and dropping it takes a third of making a plot.
        super().__init__(parent, axisItems=axes, enableMenu=False)
        for name in ("left", "bottom", "right", "top"):
            # Before any data: switching it off later leaves wrong numbers beside the ticks.
            self.getAxis(name).enableAutoSIPrefix(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.cursor_day = 0.0
        self.step = 7.0
        """By how much an arrow key moves the cursor."""
        self._whole: tuple[float, float] | None = None
        """From where to where the axis goes, while a part of it is shown."""
        self._looking = False
        self.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.plotItem.vb.sigXRangeChanged.connect(self._on_range_changed)

    @property
    def zoomed(self) -> bool:
        """Whether a part of the axis is shown."""
        return self._whole is not None

    def zoom(self, share: float, about: float) -> None:
        """Show so many times of what is shown now; `about` stays where it is."""
        low, high = self.viewRange()[0]
        first, last = self._whole or (low, high)
        wide = min(max(share * (high - low), (last - first) / MOST_ZOOM), last - first)
        at = (min(max(about, low), high) - low) / max(high - low, 1e-9)
        self._look(min(max(low + at * (high - low - wide), first), last - wide), wide)

    def show_all(self) -> None:
        """Show the whole axis again."""
        if self._whole is not None:
            first, last = self._whole
            self._look(first, last - first)

    def _look(self, low: float, wide: float) -> None:
        first, last = self._whole or tuple(self.viewRange()[0])
        self._looking = True
        self.setXRange(low, low + wide, padding=0)
        self._looking = False
        self._set_whole(None if wide >= 0.999 * (last - first) else (first, last))
        self.settle()

    def _set_whole(self, whole: tuple[float, float] | None) -> None:
        changed = (whole is None) != (self._whole is None)
        self._whole = whole
        if changed:
            self.zoom_changed.emit(whole is not None)

    @Slot()
    def _on_range_changed(self) -> None:
        if not self._looking:
            self._set_whole(None)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """With Ctrl it zooms; without, the page scrolls."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        day = self.plotItem.vb.mapSceneToView(self.mapToScene(event.position().toPoint())).x()
        self.zoom(ZOOM_STEP ** (1 if event.angleDelta().y() > 0 else -1), day)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """All of it again."""
        super().mouseDoubleClickEvent(event)
        self.show_all()

    def _zoomed_by_key(self, key: int) -> bool:
        """Whether the key was one that zooms."""
        low, high = self.viewRange()[0]
        about = self.cursor_day if low <= self.cursor_day <= high else (low + high) / 2
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM_STEP, about)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM_STEP, about)
        elif self.zoomed and key in (Qt.Key.Key_0, Qt.Key.Key_Escape):
            self.show_all()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Left and right move the cursor by a step (a week), Home and End to the ends; the part shown goes along."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._zoomed_by_key(event.key()):
            return
        low, high = self._whole or self.viewRange()[0]
        steps = {Qt.Key.Key_Left: -self.step, Qt.Key.Key_Right: self.step, Qt.Key.Key_Home: -1e9, Qt.Key.Key_End: 1e9}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        day = min(max(self.cursor_day + step, max(low, 0.0)), high)
        left, right = self.viewRange()[0]
        if self.zoomed and not left <= day <= right:
            wide = right - left
            self._look(min(max(day - wide / 2, low), high - wide), wide)
        self._move(day)

    def settle(self) -> None:
        """Give labels and ticks their places now; left to the paint, they ask for a second one."""
        self.scene().prepareForPaint()

    def paint_now(self) -> None:
        """Have what was changed painted before anything else is done."""
        # A scene tells its view in a turn of its own what to paint; a repaint before that would be the first of two.
        QCoreApplication.sendPostedEvents(self.scene(), QEvent.Type.MetaCall)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802
        """The labels go with the new size."""
        super().resizeEvent(event)
        if event is not None:
            self.settle()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """The cursor goes with the pointer."""
        super().leaveEvent(event)
        self._move(-1.0)

    def _move(self, day: float) -> None:
        self.cursor_day = day
        self.cursor_moved.emit(day)

    @Slot(object)
    def _on_mouse_moved(self, position: object) -> None:
        if self.plotItem.vb.sceneBoundingRect().contains(position):
            self._move(self.plotItem.vb.mapSceneToView(position).x())
