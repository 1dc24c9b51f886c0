"""The standards as rows, the least likely first, with a spark line in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from planner.app.models.table import Column
from planner.app.theme import UNIT
from planner.app.widgets.data_table import DataTable

if TYPE_CHECKING:
    from planner.app.theme import Appearance
    from planner.model.countdown import Countdown, StandardCountdown
    from planner.model.plan import Plan

TREND = 4
"""The column with the spark line."""


@dataclass(frozen=True, slots=True)
class StandardRow:
    """One standard in the words of the table."""

    one: StandardCountdown
    name: str
    target: str
    today: str
    chance: str
    tone: str
    trend: str
    step: str
    approve: str


def rows_of(plan: Plan, found: Countdown, today: date, *, tried: bool) -> list[StandardRow]:
    """A row for each standard, by risk; `tried` says that no more steps will be tried by themselves."""
    from planner.report.countdown import trend_in_words
    from planner.report.standing import (
        approve_by,
        best_step,
        by_risk,
        chance_in_words,
        standing,
        target_in_words,
        today_in_words,
    )

    return [
        StandardRow(
            one,
            one.standard.name,
            target_in_words(one.standard),
            today_in_words(plan, one.standard),
            chance_in_words(one, found.probability),
            standing(one.chance, found.probability).tone,
            trend_in_words(one),
            best_step(one) or ("not tried" if tried else "trying…"),
            approve_by(one, found.probability, today) or "not looked for",
        )
        for one in by_risk(found)
    ]


def _approve_order(row: StandardRow) -> str | None:
    return None if row.one.last_safe is None else row.one.last_safe.approve.isoformat()


COLUMNS = (
    Column("Standard", lambda row: row.name, width=44, least=28),
    Column("Target", lambda row: row.target),
    Column("Today", lambda row: row.today),
    Column("Chance on the day", lambda row: row.chance, lambda row: row.one.chance, mark=lambda row: row.tone),
    Column("Trend", lambda row: row.trend, lambda row: row.one.chance - row.one.trend[0][1], width=10, least=8),
    Column("What lifts it most", lambda row: row.step, width=48, least=28),
    Column("Approve posts by", lambda row: row.approve, _approve_order),
)


class _Trend(QStyledItemDelegate):
    """Draws the chance from 0 to 100 % over time in place of the words, which screen readers and copies keep."""

    def __init__(self, appearance: Appearance, parent: DataTable) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """The cell's ground, then the line with its end marked."""
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        table = self.parent()
        table.style().drawControl(table.style().ControlElement.CE_ItemViewItem, plain, painter, table)
        source = index.model()
        trend = source.sourceModel().rows[source.mapToSource(index).row()].one.trend
        area = QRectF(option.rect).adjusted(UNIT, 6, -UNIT - 3, -6)
        step = area.width() / max(len(trend) - 1, 1)
        points = [
            QPointF(area.left() + step * at, area.bottom() - area.height() * share)
            for at, (_, share) in enumerate(trend)
        ]
        theme = self._appearance.theme
        colour = theme.colour("median" if table.isEnabled() else "stale_line")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("grid"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QPen(colour, 1.75))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(points[-1], 2.75, 2.75)
        painter.restore()


class StandardsTable(DataTable):
    """A click, or Enter, asks for the details of a row (`entered_row`)."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, "standards_table", "Standards, the least likely first", COLUMNS)
        self.setItemDelegateForColumn(TREND, _Trend(appearance, self))
        self.clicked.connect(self._on_clicked)

    @Slot(QModelIndex)
    def _on_clicked(self, _: QModelIndex) -> None:
        # One of several rows that are being chosen for copying is not asked about.
        if len(self.selectionModel().selectedRows()) == 1:
            self.entered_row.emit(self.current)
