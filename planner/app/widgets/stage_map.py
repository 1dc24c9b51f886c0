"""A team's stages as boxes and arrows, with the open cases on each: the map for editing them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from planner.app.theme import UNIT

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.report.stage_flow import FlowArrow, FlowBox, StageFlow

BOX_LETTERS, OUTCOME_LETTERS = 24, 18
ROOMY, ROOMY_LETTERS = 110, 27
"""A map at least so many letters wide has wider outcomes."""
LEAST_LETTERS = 10
"""A box is never narrower: with large text there are more rows instead."""
MOST_ROWS = 3
MARGIN = 5 * UNIT // 2
"""Room above the boxes for the arrows that lead back."""
HEAD = 7
"""Length of an arrow's head in pixels."""
LABEL_PLACES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.15, 0.85)
"""Where along an arrow its share may stand: the first of these at which it covers nothing."""
MAIN_SHARE = 0.3
"""Ways that fewer cases take are drawn faintly, until their stage is chosen."""


class _Box(QPushButton):
    """One stage: its name, and how many open cases are there. A click or Enter chooses it."""

    def __init__(self, box: FlowBox, word: str, parent: QWidget) -> None:
        super().__init__(parent, objectName=f"stage_box_{box.key}", checkable=True)
        self.box = box
        self.setProperty("kind", "stage_box")
        held = box.working + box.outside
        load = [f"{held:,} {word if held == 1 else word + 's'}"]
        if box.outside and box.working:
            load.append(f"{box.outside:,} waiting outside")
        if box.overdue:
            load.append(f"{box.overdue:,} overdue")
        self.load = load
        self.setAccessibleName(f"Stage {box.name}: {', '.join(load)}")
        self.setToolTip(f"{box.name}: {', '.join(load)}")

    def fit(self, width: int) -> None:
        """Put in what there is room for."""
        metrics = self.fontMetrics()
        room = width - 2 * UNIT
        name = metrics.elidedText(self.box.name, Qt.TextElideMode.ElideRight, room).replace("&", "&&")
        held = metrics.elidedText(self.load[0], Qt.TextElideMode.ElideRight, room)
        late = self.load[-1] if self.box.overdue else ""
        second = f"{held}, {late}" if late and metrics.horizontalAdvance(f"{held}, {late}") <= room else held
        self.setText(f"{name}\n{second}")


class _Outcome(QLabel):
    """How a case ends: words in a frame, with nothing to choose."""

    def __init__(self, box: FlowBox, parent: QWidget) -> None:
        super().__init__(parent, objectName=f"stage_box_{box.key}", textFormat=Qt.TextFormat.PlainText)
        self.box = box
        self.setProperty("kind", "outcome_box")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(f"Outcome {box.name}")
        self.setToolTip(f"A case ends here: {box.name}")

    def fit(self, width: int) -> None:
        """Put in what there is room for."""
        self.setText(self.fontMetrics().elidedText(self.box.name, Qt.TextElideMode.ElideRight, width - 2 * UNIT))


class StageMap(QWidget):
    """Boxes in the order of the stages, in rows; forward arrows between them, those that skip or go back in curves."""

    stage_chosen = Signal(str)
    arranged = Signal()
    """The boxes have other places, and the map may need another height."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="stage_map", accessibleName="Map of the team's stages")
        self._theme = appearance.theme
        self._flow: StageFlow | None = None
        self._boxes: dict[str, _Box | _Outcome] = {}
        self._rows = 1
        self._taken: list[QRectF] = []
        """Where there is a box or a label, while the map is painted."""
        self._least = 0
        """Pixels that the outcomes take, one below the other."""
        appearance.theme_changed.connect(self._on_theme_changed)

    def show_flow(self, flow: StageFlow, word: str, chosen: str | None) -> None:
        """Show a team's map; `word` is what a case is called."""
        for box in self._boxes.values():
            box.hide()
            box.deleteLater()
        self._flow = flow
        self._boxes = {
            entry.key: _Outcome(entry, self) if entry.outcome else _Box(entry, word, self) for entry in flow.boxes
        }
        for key, box in self._boxes.items():
            if isinstance(box, _Box):
                box.clicked.connect(lambda _=False, key=key: self._on_clicked(key))
            box.show()
        self.setAccessibleDescription(self.sentence)
        self.mark(chosen)
        self._arrange()

    def mark(self, chosen: str | None) -> None:
        """Show which stage is the chosen one."""
        for key, box in self._boxes.items():
            if isinstance(box, _Box):
                box.setChecked(key == chosen)

    @property
    def sentence(self) -> str:
        """What the map says, in words."""
        if self._flow is None:
            return ""
        stages = [box for box in self._flow.boxes if not box.outcome]
        fullest = max(stages, key=lambda box: box.working + box.outside)
        held = fullest.working + fullest.outside
        most = f"; most open cases are at {fullest.name} ({held:,})" if held else ""
        return f"{len(stages)} stages, from {stages[0].name} to {stages[-1].name}{most}."

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its rows."""
        return QSize(600, self._needed_height())

    def _needed_height(self) -> int:
        return max(self._rows * (self._box_height() + self._between) + UNIT, self._least)

    def _box_height(self) -> int:
        return 2 * self.fontMetrics().height() + 2 * UNIT

    @property
    def _gap(self) -> int:
        """Pixels between two boxes: a share that stands there has room."""
        return max(6 * UNIT, self.fontMetrics().horizontalAdvance("100 %") + UNIT)

    @property
    def _between(self) -> int:
        """Pixels between two rows: likewise."""
        return max(4 * UNIT, self.fontMetrics().height() + UNIT)

    def _arrange(self) -> None:
        if self._flow is None:
            return
        letter = self.fontMetrics().averageCharWidth()
        gap = self._gap
        outcomes = [box for box in self._boxes.values() if box.box.outcome]
        stages = [box for box in self._boxes.values() if not box.box.outcome]
        aside = (ROOMY_LETTERS if self.width() >= ROOMY * letter else OUTCOME_LETTERS) * letter
        room = max(self.width() - aside - gap, 1)
        wide = BOX_LETTERS * letter
        across = max(min((room + gap) // (wide + gap), len(stages)), math.ceil(len(stages) / MOST_ROWS), 1)
        while across > 1 and (room - (across - 1) * gap) // across < LEAST_LETTERS * letter + 2 * UNIT:
            across -= 1
        low = self.fontMetrics().height() + UNIT
        self._rows = math.ceil(len(stages) / across)
        self._least = len(outcomes) * (low + UNIT) + 2 * UNIT
        wide = min(wide + 4 * UNIT, (room - (across - 1) * gap) // across)
        high = self._box_height()
        step = high + self._between
        for at, box in enumerate(stages):
            row, column = divmod(at, across)
            box.setGeometry(column * (wide + gap), MARGIN + row * step, wide, high)
            box.fit(wide)
        total = max(self._rows * step - self._between, self._least - 3 * UNIT)
        between = (total - len(outcomes) * low) / max(len(outcomes) - 1, 1) if len(outcomes) > 1 else 0
        for at, box in enumerate(outcomes):
            top = MARGIN + (round(at * (low + between)) if len(outcomes) > 1 else (high - low) // 2)
            box.setGeometry(self.width() - aside, top, aside, low)
            box.fit(aside)
        self.setMinimumHeight(self._needed_height())
        self.updateGeometry()
        self.update()
        self.arranged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give the boxes other places."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """The arrows, behind the boxes; the surer a way is, the thicker its line."""
        if self._flow is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        totals: dict[str, float] = {}
        for arrow in self._flow.arrows:
            totals[arrow.start] = totals.get(arrow.start, 0.0) + arrow.share
        chosen = next((key for key, box in self._boxes.items() if isinstance(box, _Box) and box.isChecked()), None)
        self._taken = [QRectF(box.geometry()) for box in self._boxes.values()]
        # What matters most is drawn last, over the rest.
        for arrow in sorted(self._flow.arrows, key=lambda arrow: (arrow.start == chosen, arrow.share)):
            self._draw(painter, arrow, arrow.share / totals[arrow.start], arrow.start == chosen)
        painter.end()

    def _draw(self, painter: QPainter, arrow: FlowArrow, share: float, chosen: bool) -> None:
        colours = self._theme.colours
        usual = colours.control_border if share >= MAIN_SHARE else colours.border
        colour = QColor(colours.accent if chosen else usual)
        painter.setPen(QPen(colour, 1 + 2 * share))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        start, end = self._boxes[arrow.start].geometry(), self._boxes[arrow.end].geometry()
        path, tip, heading = _way(QRectF(start), QRectF(end), self._gap + 2 * UNIT)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(_head(tip, heading))
        if chosen or self._neighbours(start, end):
            self._label(painter, path, share, chosen)

    def _neighbours(self, start: QRect, end: QRect) -> bool:
        return start.y() == end.y() and 0 < end.x() - start.right() <= self._gap + 2 * UNIT

    def _label(self, painter: QPainter, path: QPainterPath, share: float, chosen: bool) -> None:
        text = f"{100 * share:.0f} %"
        colours = self._theme.colours
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(text) + UNIT // 2
        rooms = [
            QRectF(place.x() - width / 2, place.y() - metrics.height() - 1, width, metrics.height())
            for place in (path.pointAtPercent(share) for share in LABEL_PLACES)
        ]
        free = (room for room in rooms if not any(room.intersects(other) for other in self._taken))
        room = next(free, rooms[0])
        self._taken.append(room)
        painter.setBrush(QColor(colours.surface))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRect(room)
        painter.setPen(QColor(colours.accent if chosen else colours.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _on_clicked(self, key: str) -> None:
        self.mark(key)
        self.update()
        self.stage_chosen.emit(key)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self._theme = theme
        self._arrange()


def _way(start: QRectF, end: QRectF, near: float) -> tuple[QPainterPath, QPointF, QPointF]:
    """The line from a box to another, its tip and the direction in which it arrives; `near` ones have none between."""
    path = QPainterPath()
    ahead = end.left() > start.right()
    level = abs(start.top() - end.top()) < 1
    if start == end:
        top = QPointF(start.center().x(), start.top())
        path.moveTo(top + QPointF(UNIT, 0))
        path.cubicTo(top + QPointF(3 * UNIT, -2 * UNIT), top + QPointF(-3 * UNIT, -2 * UNIT), top + QPointF(-UNIT, 0))
        return path, top + QPointF(-UNIT, 0), QPointF(0, 1)
    if ahead:
        begin, tip = QPointF(start.right(), start.center().y()), QPointF(end.left(), end.center().y())
        path.moveTo(begin)
        reach = (tip.x() - begin.x()) / 2
        bend = QPointF(0, 3 * UNIT) if level and tip.x() - begin.x() > near else QPointF(0, 0)
        if not bend.isNull():
            # Past the boxes between, below them.
            begin, tip = (
                QPointF(start.center().x() + UNIT, start.bottom()),
                QPointF(end.center().x() - UNIT, end.bottom()),
            )
            path = QPainterPath(begin)
            path.cubicTo(begin + bend, tip + bend, tip)
            return path, tip, QPointF(0, -1)
        path.cubicTo(begin + QPointF(reach, 0), tip - QPointF(reach, 0), tip)
        return path, tip, QPointF(1, 0)
    if level:
        begin, tip = QPointF(start.center().x(), start.top()), QPointF(end.center().x(), end.top())
        path.moveTo(begin)
        path.cubicTo(begin - QPointF(0, 2 * UNIT), tip - QPointF(0, 2 * UNIT), tip)
        return path, tip, QPointF(0, 1)
    down = end.top() > start.top()
    begin = QPointF(start.center().x(), start.bottom() if down else start.top())
    tip = QPointF(end.center().x(), end.top() if down else end.bottom())
    path.moveTo(begin)
    half = QPointF(0, (tip.y() - begin.y()) / 2)
    path.cubicTo(begin + half, tip - half, tip)
    return path, tip, QPointF(0, 1 if down else -1)


def _head(tip: QPointF, heading: QPointF) -> QPolygonF:
    side = QPointF(-heading.y(), heading.x()) * (HEAD / 2)
    back = tip - heading * HEAD
    return QPolygonF([tip, back + side, back - side])
