"""How one day of one person looks: the duty's letter, colour and pattern; days away, locks and broken rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QPolygonF

from planner.model.rota_people import AwayKind

if TYPE_CHECKING:
    from planner.app.theme import Theme
    from planner.model.shift import ShiftKind

PLAIN, WEEKEND, HOLIDAY = range(3)
FINE, SOFT, HARD = range(3)
"""How a cell stands: nothing broken, a rule with a price, a hard rule."""
AWAY_CODES = {
    AwayKind.LEAVE: "AL",
    AwayKind.SICK: "SK",
    AwayKind.COURSE: "CO",
    AwayKind.COURT: "CT",
    AwayKind.OTHER: "OT",
}
"""What a cell shows of a day away."""
NOT_THERE = "\u00b7"
_FILLS = ("info_tint", "warn_tint", "good_tint", "bad_tint", "band_most")
_PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.DiagCrossPattern,
)
_BAND = 4
"""Height in pixels of the patterned band at the foot of a duty."""


@dataclass(frozen=True, slots=True)
class DutyLook:
    """A kind of duty in the grid."""

    code: str
    fill: str
    """Name of a theme colour."""
    ink: str
    pattern: Qt.BrushStyle


@dataclass(frozen=True, slots=True)
class Tile:
    """All that decides how a cell is painted."""

    duty: DutyLook | None
    day: int
    away: str = ""
    asked: bool = False
    locked: bool = False
    state: int = FINE


def duty_looks(kinds: Sequence[ShiftKind]) -> dict[str, DutyLook]:
    """A look for each kind of duty, in their order: nights are the dark ones."""
    found, place = {}, 0
    for kind in kinds:
        if kind.is_night:
            found[kind.key] = DutyLook(kind.code, "accent", "on_accent", Qt.BrushStyle.DiagCrossPattern)
            continue
        found[kind.key] = DutyLook(
            kind.code, _FILLS[place % len(_FILLS)], "text", _PATTERNS[(place + place // len(_FILLS)) % len(_PATTERNS)]
        )
        place += 1
    return found


class TilePainter:
    """Paints cells from pixmaps: each look is drawn once for a size and a theme."""

    def __init__(self) -> None:
        self._theme: Theme | None = None
        self._size = (0, 0, 1.0)
        self._kept: dict[Tile, QPixmap] = {}

    def pixmap(self, tile: Tile, width: int, height: int, ratio: float, theme: Theme) -> QPixmap:
        """The picture of a cell."""
        if theme is not self._theme or self._size != (width, height, ratio):
            self._theme, self._size, self._kept = theme, (width, height, ratio), {}
        found = self._kept.get(tile)
        if found is None:
            found = QPixmap(round(width * ratio), round(height * ratio))
            found.setDevicePixelRatio(ratio)
            painter = QPainter(found)
            draw_tile(painter, QRectF(0, 0, width, height), tile, theme)
            painter.end()
            self._kept[tile] = found
        return found


def draw_tile(painter: QPainter, rect: QRectF, tile: Tile, theme: Theme) -> None:
    """Paint a cell, without the lines around it."""
    c = theme.colours
    ground = {PLAIN: c.surface, WEEKEND: c.rail, HOLIDAY: c.track}[tile.day]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(rect, QColor(ground))
    if tile.away or tile.asked:
        painter.fillRect(rect, QBrush(QColor(c.stale_half), Qt.BrushStyle.BDiagPattern))
    if tile.duty is not None:
        # Whoever is away that day has the hatching around the duty.
        edge = 4.5 if tile.away or tile.asked else 1.5
        inner = rect.adjusted(edge, edge, -edge, -edge)
        painter.setPen(QPen(QColor(c.control_border), 1.0))
        painter.setBrush(QColor(getattr(c, tile.duty.fill)))
        painter.drawRoundedRect(inner, 3, 3)
        band = QRectF(inner.left() + 1, inner.bottom() - _BAND, inner.width() - 2, _BAND - 0.5)
        painter.fillRect(band, QBrush(QColor(getattr(c, tile.duty.ink)), tile.duty.pattern))
    _draw_words(painter, rect, tile, theme)
    if tile.locked:
        _draw_lock(painter, rect, QColor(getattr(c, tile.duty.ink if tile.duty else "text")))
    if tile.state != FINE:
        _draw_mark(painter, rect, tile.state, theme)


def _draw_words(painter: QPainter, rect: QRectF, tile: Tile, theme: Theme) -> None:
    c = theme.colours
    if tile.duty is not None:
        painter.setFont(theme.font("body", strong=True))
        painter.setPen(QColor(getattr(c, tile.duty.ink)))
        painter.drawText(rect.adjusted(0, 0, 0, -_BAND + 1), Qt.AlignmentFlag.AlignCenter, tile.duty.code)
        return
    words = f"{tile.away}?" if tile.asked and tile.away else tile.away
    if words:
        painter.setFont(theme.font("caption"))
        painter.setPen(QColor(c.text))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)


def _draw_lock(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """A small padlock in the upper left corner."""
    left, top = rect.left() + 3.5, rect.top() + 3.0
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(left + 1.2, top, 4.0, 5.0), 0, 180 * 16)
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRect(QRectF(left, top + 2.6, 6.4, 4.2))


def _draw_mark(painter: QPainter, rect: QRectF, state: int, theme: Theme) -> None:
    """A hard rule: a red frame and a filled corner; a rule with a price: an amber ring in the corner."""
    c = theme.colours
    right, top = rect.right() - 0.5, rect.top() + 0.5
    if state == HARD:
        painter.setPen(QPen(QColor(c.bad), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1.5, -1.5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.bad))
        corner = [QPointF(right - 10, top), QPointF(right, top), QPointF(right, top + 10)]
        painter.drawPolygon(QPolygonF(corner))
        return
    painter.setPen(QPen(QColor(c.warn), 2.0))
    painter.setBrush(QColor(c.surface))
    painter.drawEllipse(QPointF(right - 5, top + 5), 2.6, 2.6)
