"""A bar for one value against a limit or a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from planner.app.theme import UNIT
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme


LIMIT_STYLE = Qt.PenStyle.SolidLine
TARGET_STYLE = Qt.PenStyle.DotLine
"""How the mark of a target below a limit differs from the limit's."""


class MarkWords(Words):
    """A caption with the mark that it names before it."""

    def __init__(self, appearance: Appearance, style: Qt.PenStyle) -> None:
        super().__init__("", "caption")
        self._appearance = appearance
        self._style = style
        self.setContentsMargins(UNIT, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the mark, then the words."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(self._appearance.theme.colour("text"), 2, self._style, Qt.PenCapStyle.FlatCap))
        painter.drawLine(2, 1, 2, self.height() - 2)
        painter.end()


class Meter(QWidget):
    """A bar from 0 to `top` with a mark across it. The part beyond an upper limit is hatched as well as coloured.

    A target below an upper limit has a dotted mark of its own; above it the bar has the warning colour.
    """

    def __init__(self, appearance: Appearance, name: str) -> None:
        super().__init__(accessibleName=name)
        self._appearance = appearance
        self._value = self._top = 0.0
        self._mark: float | None = None
        self._target: float | None = None
        self._at_least = False
        self._stale = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.theme_changed.connect(self._on_theme_changed)

    @property
    def value(self) -> float:
        """What the bar shows."""
        return self._value

    @property
    def target(self) -> float | None:
        """Where the dotted mark is; None without one."""
        return self._target

    @property
    def colour(self) -> str:
        """The theme's name for the colour of the bar up to its limit."""
        if self._stale:
            return "stale_line"
        return "warn" if self._target is not None and self._value > self._target else "median"

    def show_value(
        self,
        value: float,
        mark: float | None,
        top: float,
        description: str,
        *,
        at_least: bool = False,
        target: float | None = None,
    ) -> None:
        """Draw `value`; the mark is a limit not to pass, or with `at_least` a target to reach.

        `target` is a second mark, not to be passed either, though that is no more than a warning.
        """
        self._value, self._mark, self._top, self._at_least = value, mark, max(top, 1e-9), at_least
        self._target = target
        self.setAccessibleDescription(description)
        self.setToolTip(description)
        self.update()

    def set_stale(self, stale: bool) -> None:
        """Draw in grey."""
        self._stale = stale
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Two units high."""
        return QSize(12 * UNIT, 2 * UNIT)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Draw the track, the bar, the excess and the mark."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(self.rect()).adjusted(0, 3, 0, -3)
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(track, 3, 3)
        at_mark = track.width() if self._mark is None else track.width() * min(self._mark / self._top, 1.0)
        length = track.width() * min(max(self._value / self._top, 0.0), 1.0)
        over = self._mark is not None and not self._at_least and self._value > self._mark
        solid = at_mark if over else length
        painter.setBrush(theme.colour(self.colour))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), solid, track.height()), 3, 3)
        if over:
            rest = QRectF(track.left() + at_mark, track.top(), length - at_mark, track.height())
            colour = theme.colour("stale_line" if self._stale else "limit")
            painter.setBrush(colour)
            painter.drawRect(rest)
            painter.setBrush(QBrush(theme.colour("surface"), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(rest)
        for level, style in ((self._target, TARGET_STYLE), (self._mark, LIMIT_STYLE)):
            if level is not None:
                painter.setPen(QPen(theme.colour("text"), 2, style, Qt.PenCapStyle.FlatCap))
                at = track.left() + track.width() * min(level / self._top, 1.0)
                place = int(max(min(at, track.right() - 1), track.left() + 1))
                if style == TARGET_STYLE and level < self._value:
                    # On the bar itself dots of the text's colour would be lost.
                    painter.fillRect(QRectF(place - 2, 0, 4, self.height()), theme.colour("surface"))
                painter.drawLine(place, 0, place, self.height())
        painter.end()

    @Slot(object)
    def _on_theme_changed(self, _: Theme) -> None:
        self.update()
