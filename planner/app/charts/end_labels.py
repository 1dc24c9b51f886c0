"""Names at the right-hand end of lines and bands, kept apart from each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF

if TYPE_CHECKING:
    from planner.app.theme import Theme

Label = tuple[float, str, str]
"""The height it belongs to, its words, and its colour in the theme."""
MARGIN = 10
"""Pixels beside the longest label."""


class EndLabels:
    """Text items in a column, each as near to its own height as the others allow."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot = plot
        self._items: list[pg.TextItem] = []
        self._labels: tuple[Label, ...] = ()
        self._place = 0.0

    def show(self, place: float, labels: Sequence[Label], theme: Theme) -> None:
        """Put these labels to the right of `place`."""
        self._place = place
        self._labels = tuple(sorted(labels))
        while len(self._items) < len(labels):
            item = pg.TextItem(anchor=(0, 0.5))
            item.setZValue(20)
            self._items.append(item)
            self._plot.addItem(item, ignoreBounds=True)
        for at, item in enumerate(self._items):
            item.setVisible(at < len(labels))
        for item, (_, text, colour) in zip(self._items, self._labels, strict=False):
            item.setFont(theme.font("caption", strong=colour == "median"))
            item.setText(text, theme.colour(colour))
        self.arrange(theme)

    def width(self, theme: Theme) -> float:
        """Pixels that the widest label takes."""
        metrics = QFontMetricsF(theme.font("caption", strong=True))
        return max((metrics.horizontalAdvance(text) for _, text, _ in self._labels), default=0.0) + MARGIN

    def arrange(self, theme: Theme) -> None:
        """Keep the labels a line apart at the present size of the plot."""
        box = self._plot.plotItem.vb
        low, high = box.viewRange()[1]
        if not self._labels or box.height() <= 0:
            return
        line = (high - low) / box.height() * theme.pixels("caption") * 1.2
        heights = spread([height for height, _, _ in self._labels], line, low + line / 2, high - line / 2)
        for item, height in zip(self._items, heights, strict=False):
            item.setPos(self._place, height)


def spread(heights: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights in the same order, at least `gap` apart, between `low` and `high` as far as there is room."""
    found = list(heights)
    for at in range(len(found)):
        found[at] = max(found[at], found[at - 1] + gap if at else low)
    top = high
    for at in reversed(range(len(found))):
        found[at] = min(found[at], top)
        top = found[at] - gap
    return found
