"""A row of controls that goes on in the next line where there is no room for all of it in one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QWidget, QWidgetItem

from planner.app.theme import UNIT


class WrappingRow(QLayout):
    """Each control is as wide as it wants to be; `to_the_right` ones stand at the right end of their line."""

    def __init__(self, *, wraps: bool = True) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._right: list[QLayoutItem] = []
        self._wraps = wraps
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(UNIT)

    def set_wraps(self, wraps: bool) -> None:
        """Whether it may go on in a next line, or asks for the width of one line."""
        self._wraps = wraps
        self.invalidate()

    def add(self, part: QWidget | QLayout, *, to_the_right: bool = False) -> None:
        """A control, or a layout of some that stay together."""
        if isinstance(part, QLayout):
            self.addChildLayout(part)
            self.addItem(part)
        else:
            self.addWidget(part)
        if to_the_right:
            self._right.append(self._items[-1])

    def add_together(self, *widgets: QWidget, to_the_right: bool = False) -> None:
        """Controls that are never parted by the end of a line."""
        group = QHBoxLayout()
        group.setSpacing(UNIT)
        for widget in widgets:
            group.addWidget(widget)
        self.add(group, to_the_right=to_the_right)

    def insertWidget(self, at: int, widget: QWidget) -> None:  # noqa: N802
        """A control in front of the one that is there."""
        self.addChildWidget(widget)
        self._items.insert(at, QWidgetItem(widget))
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Take one more."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:  # noqa: N802
        """One of them."""
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:  # noqa: N802
        """Take one out."""
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The height of all lines."""
        heights = [max(item.sizeHint().height() for item in line) for line in self._lines(width)]
        return sum(heights) + self.spacing() * max(len(heights) - 1, 0)

    def sizeHint(self) -> QSize:  # noqa: N802
        """All in one line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        """As wide as the widest, where it may wrap."""
        whole = self.sizeHint()
        if not self._wraps:
            return whole
        return QSize(max((item.minimumSize().width() for item in self._shown()), default=0), whole.height())

    def setGeometry(self, room: QRect) -> None:  # noqa: N802
        """Give each its place."""
        super().setGeometry(room)
        top = room.top()
        for line in self._lines(room.width()):
            high = max(item.sizeHint().height() for item in line)
            used = sum(item.sizeHint().width() for item in line) + self.spacing() * (len(line) - 1)
            left, spare = room.left(), max(room.width() - used, 0)
            for item in line:
                if item in self._right and spare:
                    left, spare = left + spare, 0
                size = item.sizeHint()
                width = min(size.width(), room.width())
                item.setGeometry(QRect(left, top + (high - size.height()) // 2, width, size.height()))
                left += width + self.spacing()
            top += high + self.spacing()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if lines and left + self.spacing() + wide <= width:
                lines[-1].append(item)
                left += self.spacing() + wide
            else:
                lines.append([item])
                left = wide
        return lines
