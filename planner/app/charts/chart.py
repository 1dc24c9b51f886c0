"""What all charts share: a frame with words, a plot that a keyboard and a screen reader can use, and its table."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.app.charts.axis import MonthAxis
from planner.app.charts.key import Key
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.chip import Chip
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme


class Plot(pg.PlotWidget):
    """A plot without zoom or menu, whose cursor moves with the pointer and with the arrow keys."""

    cursor_moved = Signal(float)

    def __init__(self, start: date, parent: QWidget | None = None) -> None:
        self.months = MonthAxis(start)
        super().__init__(parent, axisItems={"bottom": self.months})
        for name in ("left", "bottom", "right", "top"):
            # Before any data: switching it off later leaves wrong numbers beside the ticks.
            self.getAxis(name).enableAutoSIPrefix(False)
        self.setMouseEnabled(x=False, y=False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.cursor_day = 0.0
        self.scene().sigMouseMoved.connect(self._on_mouse_moved)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Left and right move the cursor by a week, Home and End to the ends."""
        low, high = self.viewRange()[0]
        steps = {Qt.Key.Key_Left: -7.0, Qt.Key.Key_Right: 7.0, Qt.Key.Key_Home: -1e9, Qt.Key.Key_End: 1e9}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._move(min(max(self.cursor_day + step, max(low, 0.0)), high))

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


class Chart(QFrame):
    """A titled card with a plot or its table, a key, and a sentence made from the data that gives way to the read-out.

    Subclasses draw in `paint_theme` and `redraw`, and give `rows` and `read_out`; they keep their curves and set new
    data on them.
    """

    def __init__(
        self, appearance: Appearance, title: str, unit: str, start: date, name: str, *, compact: bool = False
    ) -> None:
        super().__init__(objectName=name)
        self.setProperty("kind", "card")
        self.appearance = appearance
        self.stale = False
        self.title = Words(title, "section")
        self.badge = Chip(appearance, "warn", "Previous" if compact else "Previous result")
        self.badge.hide()
        self.key = Key(appearance)
        self.key.setVisible(not compact)
        self._compact = compact
        self._sentence = ""
        self.reading = Words("", "caption", wrap=True)
        self.reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.plot = Plot(start)
        self.plot.setAccessibleName(title)
        self.plot.setLabel("left", unit)
        self.table = QTableWidget(accessibleName=f"{title}, as a table")
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setHighlightSections(False)
        self.toggle = QPushButton("Show as table", checkable=True, accessibleName=f"{title}: show as table")
        self.toggle.setProperty("tone", "quiet")
        self.toggle.setEnabled(False)
        self.toggle.toggled.connect(self._on_table_toggled)
        self.stack = QStackedWidget()
        self.nothing = Words("No result yet", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(self.nothing)
        self.stack.addWidget(self.plot)
        self.stack.addWidget(self.table)
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        # Its width is its layout's affair: a longer word in the heading must not push its neighbour aside.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._arrange()
        self.cursor = pg.InfiniteLine(angle=90, movable=False)
        self.cursor.hide()
        self.plot.addItem(self.cursor, ignoreBounds=True)
        self.plot.cursor_moved.connect(self._on_cursor_moved)
        appearance.theme_changed.connect(self._on_theme_changed)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        top.addWidget(self.title)
        top.addWidget(self.badge)
        top.addStretch(1)
        top.addWidget(self.toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(top)
        layout.addWidget(self.reading)
        layout.addWidget(self.key)
        layout.addWidget(self.stack, 1)

    def tell(self, sentence: str) -> None:
        """Say in one sentence what the data shows; a screen reader reads it as the chart's description."""
        if self.stack.currentWidget() is self.nothing:
            self.stack.setCurrentWidget(self.plot)
            self.toggle.setEnabled(True)
        self._sentence = sentence
        self.reading.setText(sentence)
        self.reading.setToolTip(sentence)
        self.plot.setAccessibleDescription(sentence)
        self._fill_table()

    def set_stale(self, stale: bool) -> None:
        """Grey the drawing and call it the previous result, or give it its colours back."""
        if stale != self.stale:
            self.stale = stale
            self.badge.setVisible(stale)
            self._on_theme_changed(self.appearance.theme)

    def paint_theme(self, theme: Theme) -> None:
        """Give every item its pen and brush; overridden with what the chart adds."""
        c = theme.colours
        self.plot.setBackground(c.surface)
        self.stack.setMinimumHeight(round((12 if theme.text_scale < LARGE_TEXT else 24) * UNIT * theme.text_scale))
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(pg.mkPen(c.border))
            axis.setTextPen(pg.mkPen(c.muted))
            axis.setTickFont(theme.font("caption"))
            axis.setStyle(tickLength=-4, tickTextOffset=6)
            axis.label.setFont(theme.font("caption"))
        self.plot.getAxis("bottom").setHeight(3 * theme.pixels("caption") + 4)
        self.plot.getAxis("left").setWidth(4 * theme.pixels("caption") + UNIT)
        self.plot.getAxis("left").setGrid(90)
        self.cursor.setPen(pg.mkPen(c.control_border, width=1))

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Headings and rows of the table behind the chart."""
        raise NotImplementedError

    def read_out(self, day: float) -> str:
        """What the chart says at a place on its time axis."""
        raise NotImplementedError

    def _fill_table(self) -> None:
        headings, rows = self.rows()
        self.table.setColumnCount(len(headings))
        self.table.setHorizontalHeaderLabels(list(headings))
        self.table.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        if rows:
            self.table.setCurrentCell(0, 0)

    @property
    def description(self) -> str:
        """The sentence made from the data."""
        return self._sentence

    @Slot(bool)
    def _on_table_toggled(self, shown: bool) -> None:
        self.stack.setCurrentWidget(self.table if shown else self.plot)
        self.toggle.setText("Show as chart" if shown else "Show as table")
        self.key.setVisible(not shown and not self._compact)

    @Slot(float)
    def _on_cursor_moved(self, day: float) -> None:
        text = self.read_out(day)
        self.reading.setText(text or self._sentence)
        self.cursor.setVisible(bool(text))
        self.cursor.setValue(round(day))

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.paint_theme(theme)


def line_pen(colour: str, width: float = 2.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """An opaque pen; translucent ones are slow to draw."""
    return pg.mkPen(colour, width=width, style=style)
