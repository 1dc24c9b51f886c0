"""The area between two lines, as one polygon: what pyqtgraph makes of two curves takes ten times as long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Line = NDArray[np.floating]


class Band(pg.GraphicsObject):
    """A filled area without an edge."""

    def __init__(self) -> None:
        super().__init__()
        self._area = QPolygonF()
        self._brush = QBrush()

    def set_data(self, places: Line, low: Line, high: Line) -> None:
        """Fill between `low` and `high`, one value of each at every place."""
        import numpy as np

        self.prepareGeometryChange()
        across = np.concatenate((places, places[::-1])).astype(np.float64)
        self._area = pg.functions.arrayToQPolygonF(across, np.concatenate((low, high[::-1])).astype(np.float64))
        self.update()

    def set_brush(self, brush: QBrush) -> None:
        """Change the colour."""
        self._brush = brush
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Around the whole area."""
        return self._area.boundingRect()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Fill the area."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._brush)
        painter.drawPolygon(self._area)
