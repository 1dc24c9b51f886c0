"""The officers and the cases of one of them as tables between which cases are dragged."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication

from planner.app.charts.dates import day_text
from planner.app.models.table import Column
from planner.app.widgets.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from planner.app.theme import Appearance
    from planner.model.caseload import CaseLoad
    from planner.model.team import Team
    from planner.report.caseload import OfficerRow

CASES = "application/x-caseload-cases"
"""What a drag carries: keys of cases, one a line."""


def officer_columns(team: Team, trial: Callable[[OfficerRow], str]) -> list[Column]:
    """Officers by bands, then how full and how late; `trial` says what a row was before a trial."""
    from planner.report.caseload import capacity_text

    bands = [
        Column(band.name, lambda row, at=at: _count(row.by_band[at]), lambda row, at=at: row.by_band[at], number=True)
        for at, band in enumerate(team.bands)
    ]

    def column(title: str, value: Callable[[OfficerRow], float | None]) -> Column:
        return Column(title, lambda row: _whole(value(row)), value, number=True)

    def share(row: OfficerRow) -> str:
        return "" if row.key is None else capacity_text(row.capacity)

    return [
        Column("Officer", lambda row: row.name, width=24, least=14),
        Column("State", lambda row: row.state, lambda row: row.state, mark=lambda row: row.tone, width=30, least=24),
        Column("Capacity", share, lambda row: row.capacity, number=True),
        *bands,
        column("Open", lambda row: row.open),
        column("Limit", lambda row: row.limit),
        Column("Overdue", lambda row: _count(row.late.overdue), lambda row: row.late.overdue, number=True),
        Column("Most overdue", _most_overdue, lambda row: row.late.most_overdue_days or None, width=36, least=14),
        column("Oldest, days", lambda row: row.late.oldest_days),
        column("Hours wanted", lambda row: row.wanted),
        column("Hours available", lambda row: row.available),
        Column("Note", lambda row: trial(row) or row.note, width=44, least=16),
    ]


def _count(number: int) -> str:
    return f"{number:,}" if number else ""


def _whole(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _most_overdue(row: OfficerRow) -> str:
    from planner.report.words import counted

    days = row.late.most_overdue_days
    return f"{counted(days, 'day')}, {row.late.most_overdue}" if days else ""


def case_columns(team: Team, moved: Callable[[str], str]) -> list[Column]:
    """A case's band, stage, phase, dates and hours; `moved` says from whom a trial took it."""
    from planner.report.caseload import late_text, waiting_for

    bands = {band.key: (at, band.name) for at, band in enumerate(team.bands)}
    stages = {stage.key: stage.name for stage in team.stages}
    return [
        Column("Case", lambda case: case.case.key, width=22, least=12),
        Column("Band", lambda case: bands[case.case.band][1], lambda case: bands[case.case.band][0]),
        Column("Stage", lambda case: stages[case.case.stage], width=40, least=26),
        Column("Waits for", lambda case: waiting_for(team, case)),
        Column("Due", lambda case: _day(case.case.due), lambda case: _iso(case.case.due)),
        Column(
            "Late or left",
            lambda case: late_text(case.days_late),
            lambda case: None if case.days_late is None else -case.days_late,
            mark=lambda case: "bad" if case.overdue else "",
        ),
        Column("Opened", lambda case: _day(case.case.opened), lambda case: _iso(case.case.opened)),
        Column("Legacy", lambda case: "legacy" if case.case.legacy else ""),
        Column("Hours wanted", lambda case: f"{_hours(case):.1f}", _hours, number=True),
        Column("Hours to the end", lambda case: f"{case.hours_left:.0f}", lambda case: case.hours_left, number=True),
        Column("Tried", lambda case: moved(case.case.key), width=26),
    ]


def _hours(case: CaseLoad) -> float:
    return math.fsum(case.weeks)


def _day(day: Any) -> str:
    return "" if day is None else day_text(day)


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()


class OfficersTable(DataTable):
    """Cases that are dropped on a row are `dropped` there; while they are held over it, they are `hovered`."""

    dropped = Signal(object, object)
    """The cases' keys, and the row."""
    hovered = Signal(object, object)
    """Likewise; both None when the drag has gone elsewhere."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, "officers_table", "Officers and what they hold", ())
        self._appearance = appearance
        self._over: int | None = None
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Cases may be dropped here."""
        if event.mimeData().hasFormat(CASES):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Show whom they would go to; near an edge the table scrolls."""
        if not event.mimeData().hasFormat(CASES):
            return
        at = self.indexAt(event.position().toPoint()).row()
        if at != (-1 if self._over is None else self._over):
            self._mark(at if at >= 0 else None)
            row = self._row(at)
            self.hovered.emit(keys_in(event.mimeData()) if row is not None else None, row)
        if at >= 0:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """Nothing would happen now."""
        self._mark(None)
        self.hovered.emit(None, None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Hand the cases over."""
        row = self._row(self.indexAt(event.position().toPoint()).row())
        self._mark(None)
        self.hovered.emit(None, None)
        if row is not None and event.mimeData().hasFormat(CASES):
            event.acceptProposedAction()
            self.dropped.emit(keys_in(event.mimeData()), row)

    def _row(self, at: int) -> OfficerRow | None:
        return self.table.rows[self.filter.mapToSource(self.filter.index(at, 0)).row()] if at >= 0 else None

    def _mark(self, at: int | None) -> None:
        self._over = at
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A frame around the row that would get the cases."""
        super().paintEvent(event)
        if self._over is None:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self._appearance.theme.colour("accent"), 2))
        top, high = self.rowViewportPosition(self._over), self.rowHeight(self._over)
        painter.drawRect(1, top + 1, self.viewport().width() - 3, high - 2)
        painter.end()


class CasesTable(DataTable):
    """The chosen cases are dragged with the mouse, or moved with M (`move_wanted`)."""

    move_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, "cases_table", "Cases of the chosen officer", ())
        self._pressed: QPoint | None = None
        """Where the mouse went down on a case, until it drags or goes up."""

    @property
    def chosen_keys(self) -> tuple[str, ...]:
        """The keys of the chosen cases, in their order."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = (self.table.rows[self.filter.mapToSource(self.filter.index(place, 0)).row()] for place in places)
        return tuple(row.case.key for row in rows)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A drag may begin here."""
        super().mousePressEvent(event)
        place = event.position().toPoint()
        left = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        self._pressed = place if left and self.indexAt(place).isValid() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Carry the chosen cases once the mouse has gone far enough."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        way = (event.position().toPoint() - self._pressed).manhattanLength()
        if way >= QApplication.startDragDistance() and self.chosen_keys:
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(carried(self.chosen_keys))
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """No drag any more."""
        self._pressed = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """M asks whom the chosen cases go to."""
        if event.key() == Qt.Key.Key_M and not event.modifiers() and self.current is not None:
            self.move_wanted.emit()
        else:
            super().keyPressEvent(event)


def carried(keys: tuple[str, ...]) -> QMimeData:
    """Cases as a drag carries them."""
    data = QMimeData()
    data.setData(CASES, "\n".join(keys).encode())
    return data


def keys_in(data: QMimeData) -> tuple[str, ...]:
    """The cases that a drag carries."""
    return tuple(bytes(data.data(CASES)).decode().split("\n"))
