"""The question whom chosen cases go to: officers with what it would do to each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from planner.app.models.table import Column
from planner.app.theme import UNIT
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.caseload_views import Trial
    from planner.app.theme import Appearance
    from planner.report.caseload import OfficerRow


@dataclass(frozen=True, slots=True)
class Choice:
    """An officer as things are tried now, and with the cases."""

    now: OfficerRow
    then: OfficerRow


def _columns() -> list[Column]:
    from planner.report.caseload import capacity_text

    def capacities(choice: Choice) -> str:
        if choice.now.key is None:
            return ""
        return f"{capacity_text(choice.now.capacity)} → {capacity_text(choice.then.capacity)}"

    return [
        Column("Officer", lambda choice: choice.now.name, width=28, least=16),
        Column("Cases", lambda choice: f"{choice.now.open} → {choice.then.open}", lambda choice: choice.then.open),
        Column("Capacity", capacities, lambda choice: choice.then.capacity),
        Column("Then", lambda choice: choice.then.state, mark=lambda choice: choice.then.tone, width=34),
    ]


class MoveDialog(QDialog):
    """Type to narrow, arrows to choose, Enter to move; `then` gets the officer's key, or None for no owner."""

    def __init__(
        self,
        parent: QWidget,
        appearance: Appearance,
        trial: Trial,
        keys: tuple[str, ...],
        then: Callable[[str | None], None],
    ) -> None:
        super().__init__(parent, objectName="move_dialog")
        from planner.report.words import counted

        self._then = then
        self.setWindowTitle(f"Move {counted(len(keys), 'case')}")
        self.search = QLineEdit(objectName="move_search", accessibleName="Show only officers that hold these words")
        self.search.setPlaceholderText("Type a part of the officer's post…")
        self.table = DataTable(appearance, "move_table", "Officers, and what the cases would do to each", _columns())
        self.table.show_rows(_choices(trial, keys))
        self.note = Words("It is tried first: you see the effect on both before you keep it.", "caption", wrap=True)
        self.accept_button = QPushButton("Try it", objectName="move_accept", default=True)
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="move_cancel")
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        self.resize(90 * UNIT, 60 * UNIT)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._on_search)
        self.table.entered_row.connect(lambda _: self.accept())
        self.table.chosen.connect(lambda choice: self.accept_button.setEnabled(choice is not None))
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Arrows in the search field move in the table."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.table.filter.rowCount():
                at = min(max(self.table.currentIndex().row() + step, 0), self.table.filter.rowCount() - 1)
                self.table.setCurrentIndex(self.table.filter.index(at, 0))
                return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _on_search(self, text: str) -> None:
        words = text.casefold().split()
        self.table.filter.ask("", lambda choice: all(word in choice.now.name.casefold() for word in words))
        self.table.choose_first()

    def accept(self) -> None:
        """Hand the officer over; nothing happens while none is chosen."""
        choice = self.table.current
        if choice is not None:
            super().accept()
            self._then(choice.now.key)


def _choices(trial: Trial, keys: tuple[str, ...]) -> list[Choice]:
    """Everybody but the cases' own owner, the one with the most room with them first; then nobody."""
    from planner.report.caseload import officer_row, unallocated_row

    load, asked = trial.load, set(keys)
    books = [(entry.officer.key, entry.cases) for entry in load.officers] + [(None, load.unallocated)]
    moved = [(owner, case) for owner, cases in books for case in cases if case.case.key in asked]
    owners = {owner for owner, _ in moved}
    found = []
    for entry in load.officers:
        if owners != {entry.officer.key}:
            more = (case for owner, case in moved if owner != entry.officer.key)
            after = entry.holding((*entry.cases, *more))
            found.append(Choice(trial.view.rows.of(load, entry), officer_row(load, after)))
    found.sort(key=lambda choice: (choice.then.capacity is None, choice.then.capacity or 0.0, choice.now.name))
    if owners != {None} and not trial.refusal(keys, None):
        found.append(Choice(unallocated_row(load), unallocated_row(trial.with_more(keys, None))))
    return found
