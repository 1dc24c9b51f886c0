"""A table that is typed into, with what is wrong said beside it, and buttons for rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.models.parts import PartsModel
from planner.app.theme import UNIT
from planner.app.widgets.parts_table import PartsTable
from planner.app.widgets.words import Words, set_property
from planner.app.widgets.wrapping_row import WrappingRow

if TYPE_CHECKING:
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.edit.parts.sheet import CellProblem, Sheet, Typed
    from planner.model.plan import Plan
    from planner.model.table import Cell

ACROSS = QBoxLayout.Direction.LeftToRight


class SheetEditor(QWidget):
    """Shows one sheet at a time. Every change is a step of its own; a block that is pasted is one step."""

    current_changed = Signal()
    """Another cell is the current one, or the sheet is another."""
    register_wanted = Signal(str)
    """The place of a figure in the register of assumptions."""

    def __init__(self, appearance: Appearance, session: Session, name: str) -> None:
        super().__init__(objectName=f"{name}_editor")
        self._session = session
        self._owner = ""
        self._read_only = False
        self.note = Words("", "caption", wrap=True)
        self.model = PartsModel(appearance, self._take, self)
        self.table = PartsTable(appearance, self.model, f"{name}_table")
        self.message = Words("", "caption", wrap=True)
        self.add_button = QPushButton("Add a row", objectName=f"{name}_add")
        self.remove_button = QPushButton("Remove row", objectName=f"{name}_remove")
        self.source_button = QPushButton("Source and status…", objectName=f"{name}_source")
        self.source_button.setToolTip("Go to the chosen figure in the register of assumptions.")
        self.forget_button = QPushButton("Put back", objectName=f"{name}_forget")
        self.forget_button.setToolTip("Forget what was not taken, and show what the plan holds.")
        self.buttons = WrappingRow(wraps=False)
        """Beside the message: further buttons go in front."""
        self._arrange()
        self.table.current_changed.connect(self._on_current_changed)
        self.table.pasted.connect(self._on_pasted)
        self.model.problems_changed.connect(self._on_current_changed)
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        self.source_button.clicked.connect(self._on_source)
        self.forget_button.clicked.connect(self.model.forget_problems)

    def _arrange(self) -> None:
        for button in (self.forget_button, self.source_button, self.remove_button, self.add_button):
            self.buttons.addWidget(button)
        self._foot = QBoxLayout(ACROSS)
        self._foot.setSpacing(UNIT)
        self._foot.addWidget(self.message, 1)
        self._foot.addLayout(self.buttons)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(UNIT)
        inside.addWidget(self.note)
        inside.addWidget(self.table, 1)
        inside.addLayout(self._foot)

    def stack_foot(self, stacked: bool) -> None:
        """The buttons below the message, where there is no room for both beside each other."""
        self.buttons.set_wraps(stacked)
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if stacked else ACROSS)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet on show."""
        return self.model.sheet

    @property
    def row(self) -> str | None:
        """The key of the current row."""
        current = self.table.currentIndex()
        return self.model.sheet.rows[current.row()].key if current.isValid() else None

    def exported(self) -> list[tuple[Cell, ...]]:
        """The rows as they are shown."""
        sheet = self.model.sheet
        return (
            [] if sheet is None else [tuple(column.show(row.value) for column in sheet.columns) for row in sheet.rows]
        )

    def show_sheet(self, sheet: Sheet, owner: str, *, read_only: bool) -> None:
        """A sheet of a team or a rota, whose name is `owner`; the current cell stays where it is still there."""
        current = self.table.currentIndex()
        at = (current.row(), current.column()) if current.isValid() else (0, 0)
        self._owner, self._read_only = owner, read_only
        self.model.show(sheet, read_only=read_only)
        self.table.setAccessibleName(f"{sheet.title} of {owner}")
        self.note.setText(sheet.note)
        self.note.setVisible(bool(sheet.note))
        if sheet.rows:
            self.table.setCurrentIndex(
                self.model.index(min(at[0], len(sheet.rows) - 1), min(at[1], len(sheet.columns) - 1))
            )
        self._on_current_changed()

    def choose_row(self, key: str) -> None:
        """Go to a row by its key."""
        for at, row in enumerate(self.model.sheet.rows):
            if row.key == key:
                self.table.setCurrentIndex(self.model.index(at, 0))
                self.table.setFocus()

    @Slot()
    def _on_current_changed(self) -> None:
        """Say beside the table what is wrong, or what the cell is."""
        sheet, current = self.model.sheet, self.table.currentIndex()
        if sheet is None:
            return
        problem = self.model.problem_at(current)
        if problem is None and self.model.problems:
            problem = next(iter(self.model.problems.values()))
        if problem is not None:
            more = len(self.model.problems) - 1
            others = f" {more} more {'cell is' if more == 1 else 'cells are'} marked." if more else ""
            waiting = len(self.model.waiting)
            block = f" None of the {waiting} pasted cells is taken until all can be." if waiting else ""
            self.say(f"Not taken. {problem.sentence}{others}{block}", "bad")
        elif not sheet.rows:
            self.say("There is nothing of this kind yet.")
        else:
            self.say(self._told(current) if current.isValid() else "")
        writable = not self._read_only
        self.forget_button.setVisible(bool(self.model.problems))
        self.add_button.setEnabled(writable and sheet.new is not None)
        self.remove_button.setEnabled(writable and sheet.dropped is not None and current.isValid())
        self.source_button.setEnabled(self.model.place_of(current) is not None)
        self.current_changed.emit()

    def _told(self, current: QModelIndex) -> str:
        told = self.model.sheet.told(self.model.sheet.rows[current.row()])
        return "\n".join(filter(None, (self.model.column_of(current).hint, told)))

    def say(self, text: str, tone: str = "") -> None:
        """Say something beside the table."""
        self.message.setText(text)
        set_property(self.message, "tone", tone)

    def change(self, label: str, plan: Plan) -> bool:
        """Save a changed plan as one step."""
        return bool(self._session.change(label, plan))

    def _take(self, cells: Sequence[Typed]) -> Sequence[CellProblem]:
        from planner.edit.parts.sheet import NotTaken, put_cells

        sheet = self.model.sheet
        try:
            plan = put_cells(sheet, cells)
        except NotTaken as error:
            return error.problems
        what = sheet.columns[cells[0].column].title if len(cells) == 1 else f"{len(cells)} cells"
        self.change(f"Change {_within(what)} in {_within(sheet.title)} of {self._owner}", plan)
        return ()

    @Slot(int, int, object)
    def _on_pasted(self, row: int, column: int, block: Sequence[Sequence[str]]) -> None:
        from planner.edit.parts.sheet import NotTaken, pasted_cells

        if self._read_only:
            return
        try:
            cells = pasted_cells(self.model.sheet, row, column, block)
        except NotTaken as error:
            self.say(str(error), "bad")
            return
        self.model.put(cells)

    @Slot()
    def _on_add(self) -> None:
        from planner.edit.parts.sheet import NotTaken, add_row

        sheet = self.model.sheet
        try:
            plan, key = add_row(sheet)
        except NotTaken as error:
            self.say(str(error), "bad")
            return
        if self.change(f"Add to {_within(sheet.title)} of {self._owner}", plan):
            at = next((at for at, row in enumerate(self.model.sheet.rows) if row.key == key), self.model.rowCount() - 1)
            self.table.setCurrentIndex(self.model.index(at, 0))
            self.table.setFocus()

    @Slot()
    def _on_remove(self) -> None:
        from planner.edit.parts.sheet import NotTaken, remove_row

        sheet, key = self.model.sheet, self.row
        try:
            plan = remove_row(sheet, key)
        except NotTaken as error:
            self.say(str(error), "bad")
            return
        # Rows without a name of their own are counted: what was refused would stand beside another.
        self.model.problems.clear()
        self.model.waiting.clear()
        self.change(f"Remove from {_within(sheet.title)} of {self._owner}", plan)

    @Slot()
    def _on_source(self) -> None:
        place = self.model.place_of(self.table.currentIndex())
        if place is not None:
            self.register_wanted.emit(place)


def _within(title: str) -> str:
    """A title as it stands within a sentence: FTE stays FTE."""
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"
