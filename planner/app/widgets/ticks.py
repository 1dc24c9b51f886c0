"""A list of things to tick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

KEY = Qt.ItemDataRole.UserRole


class Ticks(QListWidget):
    """A tick beside each entry; the space bar sets and clears it."""

    changed = Signal()
    """The user ticked something, or took a tick away."""

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__(objectName=name, accessibleName=accessible_name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _: self.changed.emit())

    def show_entries(self, entries: Sequence[tuple[str, object]], ticked: Iterable[object]) -> None:
        """List these texts with their values, some of them ticked; nobody is told."""
        wanted = list(ticked)
        blocked = QSignalBlocker(self)
        self.clear()
        for text, value in entries:
            item = QListWidgetItem(text, self)
            item.setData(KEY, value)
            item.setToolTip(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if value in wanted else Qt.CheckState.Unchecked)
        del blocked

    def show_ticked(self) -> None:
        """Scroll to the first that is ticked."""
        for at in range(self.count()):
            if self.item(at).checkState() is Qt.CheckState.Checked:
                self.setCurrentRow(at)
                self.scrollToItem(self.item(at), QListWidget.ScrollHint.PositionAtCenter)
                return

    @property
    def values(self) -> tuple[object, ...]:
        """The values of those ticked, in the order of the list."""
        items = [self.item(at) for at in range(self.count())]
        return tuple(item.data(KEY) for item in items if item.checkState() is Qt.CheckState.Checked)

    def tick(self, values: Iterable[object]) -> None:
        """Tick these and no others."""
        wanted = list(values)
        blocked = QSignalBlocker(self)
        for at in range(self.count()):
            item = self.item(at)
            item.setCheckState(Qt.CheckState.Checked if item.data(KEY) in wanted else Qt.CheckState.Unchecked)
        del blocked
        self.changed.emit()
