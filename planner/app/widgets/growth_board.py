"""A team's growth cases side by side: each with what the next twelve months bring, as words and on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from planner.app.theme import UNIT

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex

    from planner.app.demand_views import Reach
    from planner.app.theme import Appearance, Theme

REACH = Qt.ItemDataRole.UserRole
BAR = 10
"""Pixels that the bar is high."""
LOW, MIDDLE, HIGH = 1, 3, 5
"""Places of the 80 % range's ends and of the middle among a total's figures."""


def total_text(reach: Reach) -> str:
    """The sum of twelve months with its range."""
    total = reach.total
    return f"{total[MIDDLE]:,.0f} in 12 months (80 %: {total[LOW]:,.0f} to {total[HIGH]:,.0f})"


class _Row(QStyledItemDelegate):
    """Name, total in words, and its range as a bar on the scale that all rows share."""

    def __init__(self, board: GrowthBoard) -> None:
        super().__init__(board)
        self._board = board

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Two lines and a bar."""
        theme = self._board.appearance.theme
        return QSize(0, round(1.35 * (theme.pixels("body") + theme.pixels("caption"))) + BAR + UNIT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one case."""
        theme, reach = self._board.appearance.theme, index.data(REACH)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if chosen:
            painter.fillRect(box, theme.colour("selected"))
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), theme.colour("accent"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inside = box.adjusted(UNIT + 4, UNIT // 2, -UNIT, 0)
        for text, role, colour in (
            (index.data(), "body", "text"),
            ("calculating…" if reach is None else total_text(reach), "caption", "text" if chosen else "muted"),
        ):
            painter.setFont(theme.font(role, strong=role == "body"))
            painter.setPen(theme.colour(colour))
            high = 1.35 * theme.pixels(role)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
            line = QRectF(inside.left(), inside.top(), inside.width(), high)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
            inside.setTop(inside.top() + high)
        if reach is not None:
            self._paint_bar(painter, inside, reach, theme)
        painter.restore()

    def _paint_bar(self, painter: QPainter, inside: QRectF, reach: Reach, theme: Theme) -> None:
        low, high = self._board.scale

        def at(value: float) -> float:
            return inside.left() + inside.width() * (value - low) / max(high - low, 1e-9)

        middle = inside.top() + BAR / 2
        painter.setPen(QPen(theme.colour("control_border"), 1))
        painter.drawLine(QPointF(at(reach.total[0]), middle), QPointF(at(reach.total[6]), middle))
        painter.fillRect(
            QRectF(at(reach.total[LOW]), middle - 3, at(reach.total[HIGH]) - at(reach.total[LOW]), 6),
            theme.colour("band_half"),
        )
        painter.fillRect(QRectF(at(reach.total[MIDDLE]) - 1.5, middle - 5, 3, 10), theme.colour("median"))


class GrowthBoard(QListWidget):
    """The list; the first row is the history's own trend. `chosen` is sent for changes by the user only."""

    chosen = Signal(object)
    """The key of a growth case, or None for the history's own trend."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="growth_board", accessibleName="Growth cases")
        self.appearance = appearance
        self.scale = (0.0, 1.0)
        """The totals at the two ends of every bar."""
        self._keys: list[str | None] = []
        self.setItemDelegate(_Row(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentRowChanged.connect(self._on_row_changed)
        appearance.theme_changed.connect(self._on_theme_changed)

    @property
    def key(self) -> str | None:
        """The chosen case."""
        row = self.currentRow()
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def show_cases(self, entries: Sequence[tuple[str | None, str]], chosen: str | None) -> None:
        """List cases by key and name; what they bring is told by `show_reach`."""
        blocked = self.blockSignals(True)
        known = {key: self.item(at).data(REACH) for at, key in enumerate(self._keys)}
        self.clear()
        self._keys = [key for key, _ in entries]
        for key, name in entries:
            item = QListWidgetItem(name)
            item.setToolTip(name)
            item.setData(REACH, known.get(key))
            self.addItem(item)
        self.setCurrentRow(self._keys.index(chosen) if chosen in self._keys else 0)
        self.blockSignals(blocked)
        self._fit()

    def show_reaches(self, reaches: dict[str | None, Reach]) -> None:
        """What each case brings; a case that is missing is still being worked out."""
        for at, key in enumerate(self._keys):
            reach = reaches.get(key)
            self.item(at).setData(REACH, reach)
            if reach is not None:
                described = f"{reach.name}: {total_text(reach)}"
                self.item(at).setData(Qt.ItemDataRole.AccessibleTextRole, described)
                self.item(at).setToolTip(described)
        totals = [reach.total for reach in reaches.values()]
        if totals:
            self.scale = (min(total[0] for total in totals), max(total[6] for total in totals))
        self.viewport().update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """All rows, up to five of them."""
        return QSize(0, self.minimumHeight())

    def _fit(self) -> None:
        row = self.sizeHintForRow(0) if self.count() else 4 * UNIT
        self.setMinimumHeight(min(max(self.count(), 1), 5) * row + 4)
        self.setMaximumHeight(max(self.count(), 1) * row + 4)

    @Slot(int)
    def _on_row_changed(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self.key)

    @Slot(object)
    def _on_theme_changed(self, _: Theme) -> None:
        self.scheduleDelayedItemsLayout()
        self._fit()
