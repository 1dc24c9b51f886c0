"""Where a file can be dropped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame

from planner.app.widgets.words import set_property

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData


class DropArea(QFrame):
    """Takes one file by drag and drop."""

    dropped = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(objectName=name)
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Only a file of this computer."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()
            set_property(self, "over", "yes")

    def dragLeaveEvent(self, _: object) -> None:  # noqa: N802
        """No longer over it."""
        set_property(self, "over", "")

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Hand the file on."""
        set_property(self, "over", "")
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)


def dropped_file(data: QMimeData) -> Path | None:
    """The one file that is dragged; None for anything else."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
