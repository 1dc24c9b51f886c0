"""Charts whose horizontal axis is an amount and not a day, with a name for each row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetricsF

from planner.app.charts.chart import Chart
from planner.app.charts.picture import wrapped
from planner.app.theme import UNIT

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme

MOST_NAME = 26 * UNIT
"""Widest that names on the left become, in pixels at a text scale of 1."""
MOST_LINES = 3


class AmountAxis(pg.AxisItem):
    """An axis of amounts whose label is not cut off at the bottom, where pyqtgraph lets it hang out."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.enableAutoSIPrefix(False)

    def resizeEvent(self, event: object = None) -> None:  # noqa: N802
        """Put the label inside."""
        super().resizeEvent(event)
        if self.label is not None:
            self.label.setY(self.size().height() - self.label.boundingRect().height())


class LevelChart(Chart):
    """Rows from the top, each with its name; or lines, where there are no names."""

    def __init__(self, appearance: Appearance, title: str, unit: str, start: date, name: str) -> None:
        super().__init__(appearance, title, "", start, name)
        self.plot.setAxisItems({"bottom": AmountAxis()})
        self.row_names: tuple[str, ...] = ()
        self.name_unit(unit)

    def name_unit(self, unit: str) -> None:
        """Say below the axis what is measured, and in what."""
        self.plot.setLabel("bottom", unit)
        self.plot.getAxis("bottom").label.setFont(self.appearance.theme.font("caption"))

    def name_rows(self, names: Sequence[str]) -> None:
        """Write a name beside each row, the first on top."""
        self.row_names = tuple(names)
        self.plot.plotItem.vb.invertY(True)
        self.plot.setYRange(0, max(len(names), 1), padding=0)
        self.fit_names(self.appearance.theme)

    def fit_names(self, theme: Theme) -> None:
        """Break the names into lines, and give the axis the room they take."""
        if not self.row_names:
            return
        metrics = QFontMetricsF(theme.font("caption"))
        room = MOST_NAME * theme.text_scale
        lines = [wrapped(name, metrics, room) for name in self.row_names]
        shown = [_shortened(parts, metrics, room) for parts in lines]
        widest = max(metrics.horizontalAdvance(line) for parts in shown for line in parts)
        axis = self.plot.getAxis("left")
        axis.setGrid(False)
        axis.setStyle(tickLength=0)
        axis.setTicks([[(at + 0.5, "\n".join(parts)) for at, parts in enumerate(shown)]])
        axis.setWidth(round(widest) + 2 * UNIT)
        self.plot.getAxis("bottom").setGrid(60)

    def paint_theme(self, theme: Theme) -> None:
        """The names may need another width."""
        super().paint_theme(theme)
        self.plot.getAxis("bottom").setHeight(4 * theme.pixels("caption"))
        self.fit_names(theme)

    @Slot(float)
    def _on_cursor_moved(self, day: float) -> None:
        super()._on_cursor_moved(day)
        # An amount need not be whole.
        self.cursor.setValue(day)


def amount(value: float) -> str:
    """An amount as it stands beside its mark."""
    return f"{value:,.1f}".removesuffix(".0")


def _shortened(lines: list[str], metrics: QFontMetricsF, room: float) -> list[str]:
    if len(lines) <= MOST_LINES:
        return lines
    rest = " ".join(lines[MOST_LINES - 1 :])
    return [*lines[: MOST_LINES - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)]
