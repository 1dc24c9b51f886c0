"""The command palette: a few letters find any action, place, scenario, team or standard; Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from planner.app.palette_entries import Entry, matching
from planner.app.theme import UNIT
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

NONE = "Nothing here is called that. Try fewer letters."
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Palette(QDialog):
    """Closes with Esc, or with Enter after having done what is chosen."""

    def __init__(self, parent: QWidget, entries: Sequence[Entry]) -> None:
        super().__init__(parent, objectName="palette", accessibleName="Find and do")
        self.setWindowTitle("Find and do")
        self._entries = tuple(entries)
        self.shown: tuple[Entry, ...] = ()
        self.typed = QLineEdit(objectName="palette_typed", accessibleName="What to find", clearButtonEnabled=True)
        self.typed.setPlaceholderText("An action, place, scenario, team or standard…")
        self.list = QListWidget(objectName="palette_list", accessibleName="What was found")
        self.none = Words(NONE, "muted")
        self.none.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.typed)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.none)
        self.resize(76 * UNIT, 52 * UNIT)
        self.typed.installEventFilter(self)
        self.typed.textChanged.connect(self._on_typed)
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemClicked.connect(self._on_activated)
        self._on_typed()

    @Slot()
    def _on_typed(self) -> None:
        self.shown = matching(self._entries, self.typed.text())
        self.list.clear()
        for entry in self.shown:
            keys = f"  ({entry.keys})" if entry.keys else ""
            item = QListWidgetItem(f"{entry.kind}: {entry.text}{keys}")
            self.list.addItem(item)
        self.list.setVisible(bool(self.shown))
        self.none.setVisible(not self.shown)
        self.list.setCurrentRow(0 if self.shown else -1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Arrow keys move in the list and Enter takes from it, while the letters go on being typed."""
        if watched is self.typed and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_activated()
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _on_activated(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self.shown):
            entry = self.shown[at]
            self.accept()
            # What is chosen may open a dialog of its own: this one is gone by then.
            QTimer.singleShot(0, entry.run)
