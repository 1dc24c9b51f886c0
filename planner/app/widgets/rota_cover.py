"""Cover and visits by day below the grid of a rota, each day under its column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from planner.app.theme import UNIT
from planner.model.rota_line import day_words

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.app.widgets.rota_grid import RotaGrid
    from planner.report.rota_strips import CoverStrip

ROW_HEIGHT = 22
"""Pixels at a text scale of 1."""


class CoverStripes(QWidget):
    """A row for each row of cover, planned people over needed ones; short days have a triangle, too full ones a bar.
    The last row has the visits that fall due by day, and the late ones."""

    day_wanted = Signal(int)
    """A day that was clicked."""

    def __init__(self, appearance: Appearance, grid: RotaGrid) -> None:
        super().__init__(objectName="rota_cover", accessibleName="Cover by day")
        self._appearance, self._grid = appearance, grid
        self._strips: Sequence[CoverStrip] = ()
        self._visits: Sequence[tuple[int, int]] | None = None
        grid.scrolled.connect(self.update)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def show_strips(self, strips: Sequence[CoverStrip]) -> None:
        """Show rows of cover."""
        self._strips = strips
        self._fit()

    def show_visits(self, visits: Sequence[tuple[int, int]] | None) -> None:
        """Show visits by day: how many are due, and how many of these are late; None when that is not known."""
        self._visits = visits
        self._fit()

    @Slot(object)
    def _on_theme_changed(self, _: Theme) -> None:
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self._rows()) * self._row_height() + 2)
        self.update()

    def _rows(self) -> int:
        return len(self._strips) + (self._visits is not None)

    def _row_height(self) -> int:
        return round(ROW_HEIGHT * self._appearance.theme.text_scale)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its rows."""
        return QSize(40 * UNIT, max(1, self._rows()) * self._row_height() + 2)

    def _left_of(self, day: int) -> int:
        return self._grid.verticalHeader().width() + self._grid.frameWidth() + self._grid.columnViewportPosition(day)

    def _days(self) -> range:
        """The days on the screen."""
        facts = self._grid.cells.facts
        if facts is None:
            return range(0)
        first = max(0, self._grid.columnAt(0))
        last = self._grid.columnAt(self._grid.viewport().width() - 1)
        return range(first, facts.rota.days if last < 0 else last + 1)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Names on the left, days under their columns."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, height = self._appearance.theme, self._row_height()
        painter.setFont(theme.font("caption"))
        names = self._grid.verticalHeader().width() + self._grid.frameWidth()
        painter.save()
        painter.setClipRect(QRectF(names, 0, self._grid.viewport().width(), self.height()))
        for at, strip in enumerate(self._strips):
            for day in self._days():
                self._draw_cover(painter, strip, day, at * height)
        if self._visits is not None:
            for day in self._days():
                self._draw_visits(painter, day, len(self._strips) * height)
        painter.restore()
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text"))
        titles = [strip.row.name for strip in self._strips] + ["Visits due"] * (self._visits is not None)
        for at, title in enumerate(titles):
            room = QRectF(UNIT, at * height, names - UNIT, height)
            words = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()

    def _box(self, day: int, top: int) -> QRectF:
        return QRectF(self._left_of(day), top, self._grid.columnWidth(day), self._row_height()).adjusted(1, 1, -1, -1)

    def _draw_cover(self, painter: QPainter, strip: CoverStrip, day: int, top: int) -> None:
        planned = strip.planned[day]
        if planned is None:
            return
        theme, box = self._appearance.theme, self._box(day, top)
        short, over = strip.short_on(day), strip.over_on(day)
        ideal = strip.row.ideal is not None and planned < strip.row.ideal
        tone = "bad" if short else "warn" if over or ideal else "good"
        painter.fillRect(box, theme.colour(f"{tone}_tint"))
        painter.setFont(theme.font("caption", strong=bool(short)))
        painter.setPen(theme.colour(tone))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{planned}/{strip.row.minimum}")
        if short:
            _triangle(painter, box, theme.colour("bad"))
        elif over:
            painter.setPen(QPen(theme.colour("warn"), 2))
            painter.drawLine(box.topLeft(), box.topRight())

    def _draw_visits(self, painter: QPainter, day: int, top: int) -> None:
        due, late = self._visits[day] if day < len(self._visits) else (0, 0)
        if not due:
            return
        theme, box = self._appearance.theme, self._box(day, top)
        tone = "bad" if late else "good"
        painter.fillRect(box, theme.colour(f"{tone}_tint"))
        painter.setFont(theme.font("caption", strong=bool(late)))
        painter.setPen(theme.colour(tone))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{due}")
        if late:
            _triangle(painter, box, theme.colour("bad"))

    def _day_at(self, x: float) -> int:
        return self._grid.columnAt(int(x) - self._grid.verticalHeader().width() - self._grid.frameWidth())

    def words(self, row: int, day: int) -> str:
        """One day of one row in words."""
        on = day_words(self._grid.cells.facts.dates[day])
        if row >= len(self._strips):
            if self._visits is None or day >= len(self._visits):
                return ""
            due, late = self._visits[day]
            return f"{on}: {due} visits fall due, {late} of them would be late."
        strip = self._strips[row]
        if strip.planned[day] is None:
            return f"{on}: {strip.row.name} asks for nobody."
        short = strip.short_on(day)
        state = f"{short} too few" if short else "enough"
        ideal = "" if strip.row.ideal is None else f", ideally {strip.row.ideal}"
        return f"{on}: {strip.row.name}, {strip.planned[day]} planned, at least {strip.row.minimum}{ideal}: {state}."

    def event(self, event: QEvent) -> bool:
        """Tool tips by day."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day, row = self._day_at(event.pos().x()), event.pos().y() // self._row_height()
            if day >= 0 and row < self._rows():
                QToolTip.showText(event.globalPos(), self.words(row, day), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go to the day."""
        day = self._day_at(event.position().x())
        if day >= 0:
            self.day_wanted.emit(day)


def _triangle(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A filled corner: the same shape as a hard rule's in the grid."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    right, top = box.right(), box.top()
    painter.drawPolygon(QPolygonF([QPointF(right - 7, top), QPointF(right, top), QPointF(right, top + 7)]))
