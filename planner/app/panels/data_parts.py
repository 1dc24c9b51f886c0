"""The plan editor: a team's map of stages, and its parts as tables that are typed into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from planner.app.models.parts import PartsModel
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.parts_table import PartsTable
from planner.app.widgets.stage_map import StageMap
from planner.app.widgets.words import Words, set_property

if TYPE_CHECKING:
    from planner.app.dialogs.service import Dialogs
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.edit.parts.sheet import CellProblem, Typed
    from planner.model.plan import Plan
    from planner.model.table import Cell

LIST_WIDTH = 22 * UNIT
MAP_SHARE, LEAST_MAP = 0.44, 14 * UNIT
"""How much of the page's height the map takes at most, and the pixels it always has."""


class PartsPage(QWidget):
    """Left the tables there are, right the one that is chosen; above them the team and its map."""

    register_wanted = Signal(str)
    """The place of a figure in the register of assumptions."""

    def __init__(self, appearance: Appearance, session: Session, dialogs: Dialogs) -> None:
        super().__init__(objectName="data_parts")
        self._session = session
        self._dialogs = dialogs
        self._plan: Plan | None = None
        self._read_only = False
        self.team = ChoiceBox("parts_team", "Team to edit")
        self.team.setMinimumContentsLength(20)
        self.team_button = QPushButton("Add, rename, remove", objectName="parts_team_menu")
        self.team_button.setToolTip("Add, rename or remove a team.")
        self._fill_team_menu()
        self.map = StageMap(appearance)
        self.list = QListWidget(objectName="parts_list", accessibleName="Parts of the team")
        self.note = Words("", "caption", wrap=True)
        self.model = PartsModel(appearance, self._take, self)
        self.table = PartsTable(appearance, self.model, "parts_table")
        self.message = Words("", "caption", wrap=True)
        self.add_button = QPushButton("Add a row", objectName="parts_add")
        self.remove_button = QPushButton("Remove row", objectName="parts_remove")
        self.source_button = QPushButton("Source and status…", objectName="parts_source")
        self.source_button.setToolTip("Go to the chosen figure in the register of assumptions.")
        self.forget_button = QPushButton("Put back", objectName="parts_forget")
        self.forget_button.setToolTip("Forget what was not taken, and show what the plan holds.")
        self._arrange()
        self.team.currentIndexChanged.connect(self._on_team_chosen)
        self.list.currentRowChanged.connect(self._on_sheet_chosen)
        self.map.stage_chosen.connect(self.choose_stage)
        self.map.arranged.connect(self._fit_map)
        self.table.current_changed.connect(self._on_current_changed)
        self.table.pasted.connect(self._on_pasted)
        self.model.problems_changed.connect(self._on_current_changed)
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        self.source_button.clicked.connect(self._on_source)
        self.forget_button.clicked.connect(self.model.forget_problems)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        top.addWidget(Words("Team"))
        top.addWidget(self.team)
        top.addWidget(self.team_button)
        top.addStretch(1)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        inside.setSpacing(UNIT)
        inside.addLayout(top)
        self._area = self._map_area()
        inside.addWidget(self._area)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(self.message, 1)
        for button in (self.forget_button, self.source_button, self.remove_button, self.add_button):
            buttons.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(UNIT)
        right.addWidget(self.note)
        right.addWidget(self.table, 1)
        right.addLayout(buttons)
        self.list.setFixedWidth(LIST_WIDTH)
        lower = QHBoxLayout()
        lower.setSpacing(2 * UNIT)
        lower.addWidget(self.list)
        lower.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(card)
        layout.addLayout(lower, 1)

    def _map_area(self) -> QScrollArea:
        """The map in a frame that scrolls where large text leaves no room for all of it."""
        area = QScrollArea(widgetResizable=True, accessibleName="Map of the team's stages")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setProperty("kind", "inside")
        self.map.setProperty("kind", "map")
        area.setWidget(self.map)
        return area

    @Slot()
    def _fit_map(self) -> None:
        """All of the map, or so much of the page as leaves room for the table."""
        room = round(MAP_SHARE * self.height())
        self._area.setFixedHeight(min(self.map.sizeHint().height(), max(room, LEAST_MAP)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the map to another height."""
        super().resizeEvent(event)
        self._fit_map()

    def _fill_team_menu(self) -> None:
        menu = QMenu(self.team_button)
        self.add_team = menu.addMenu("Add a team like")
        self.rename = menu.addAction("Rename this team…", self._ask_name)
        self.word = menu.addAction("What a case is called…", self._ask_word)
        menu.addSeparator()
        self.remove_team = menu.addAction("Remove this team", self._on_remove_team)
        menu.aboutToShow.connect(self._on_menu)
        self.team_button.setMenu(menu)

    @property
    def table_title(self) -> str:
        """What the table on show holds."""
        return "" if self.model.sheet is None else f"{self.team.currentText()}, {self.model.sheet.title}"

    def exported(self) -> list[tuple[Cell, ...]]:
        """The rows as they are shown."""
        sheet = self.model.sheet
        return (
            [] if sheet is None else [tuple(column.show(row.value) for column in sheet.columns) for row in sheet.rows]
        )

    def show_plan(self, plan: Plan, *, read_only: bool) -> None:
        """A plan's teams; the team and table that were on show stay so where they are still there."""
        from planner.edit.parts.catalogue import SHEETS

        self._plan, self._read_only = plan, read_only
        chosen = self.team.currentData()
        blocked = self.team.blockSignals(True)
        self.team.clear()
        for team in plan.teams:
            self.team.addItem(team.name, team.key)
        self.team.setCurrentIndex(max(self.team.findData(chosen), 0))
        self.team.blockSignals(blocked)
        self.team_button.setEnabled(not read_only)
        if self.list.count() == 0:
            blocked = self.list.blockSignals(True)
            for key, (title, _) in SHEETS.items():
                self.list.addItem(title)
                self.list.item(self.list.count() - 1).setData(Qt.ItemDataRole.UserRole, key)
            self.list.setCurrentRow(0)
            self.list.blockSignals(blocked)
        self._show()

    def choose(self, team: str, sheet: str) -> None:
        """Show a table of a team by their keys."""
        self.team.setCurrentIndex(self.team.findData(team))
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == sheet:
                self.list.setCurrentRow(at)

    @Slot(str)
    def choose_stage(self, key: str) -> None:
        """Go to a stage in the table of stages."""
        self.choose(self.team.currentData(), "stages")
        for at, row in enumerate(self.model.sheet.rows):
            if row.key == key:
                self.table.setCurrentIndex(self.model.index(at, 0))
                self.table.setFocus()

    @Slot(int)
    def _on_team_chosen(self, _: int) -> None:
        self.model.problems.clear()
        self._show()

    @Slot(int)
    def _on_sheet_chosen(self, _: int) -> None:
        self._show()

    def _show(self) -> None:
        from planner.edit.parts.catalogue import sheet
        from planner.report.stage_flow import stage_flow

        key = self.team.currentData()
        if self._plan is None or key is None or self.list.currentItem() is None:
            return
        current = self.table.currentIndex()
        at = (current.row(), current.column()) if current.isValid() else (0, 0)
        found = sheet(self._plan, key, self.list.currentItem().data(Qt.ItemDataRole.UserRole))
        team = self._plan.team(key)
        self.map.show_flow(stage_flow(self._plan, team), team.case_word, None)
        self.model.show(found, read_only=self._read_only)
        self.table.setAccessibleName(f"{found.title} of {team.name}")
        self.note.setText(found.note)
        self.note.setVisible(bool(found.note))
        if found.rows:
            self.table.setCurrentIndex(
                self.model.index(min(at[0], len(found.rows) - 1), min(at[1], len(found.columns) - 1))
            )
        self._on_current_changed()

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
            self._say(f"Not taken. {problem.sentence}{others}", "bad")
        elif not sheet.rows:
            self._say("There is nothing of this kind yet.", "")
        else:
            self._say(self.model.column_of(current).hint if current.isValid() else "", "")
        writable = not self._read_only
        self.forget_button.setVisible(bool(self.model.problems))
        self.add_button.setEnabled(writable and sheet.new is not None)
        self.remove_button.setEnabled(writable and sheet.dropped is not None and current.isValid())
        self.source_button.setEnabled(self.model.place_of(current) is not None)
        if sheet.key == "stages" and current.isValid():
            self.map.mark(sheet.rows[current.row()].key)
            self.map.update()

    def _say(self, text: str, tone: str) -> None:
        self.message.setText(text)
        set_property(self.message, "tone", tone)

    def _take(self, cells: Sequence[Typed]) -> Sequence[CellProblem]:
        from planner.edit.parts.sheet import NotTaken, put_cells

        sheet = self.model.sheet
        try:
            plan = put_cells(sheet, cells)
        except NotTaken as error:
            return error.problems
        what = sheet.columns[cells[0].column].title if len(cells) == 1 else f"{len(cells)} cells"
        self._session.change(f"Change {what.lower()} in {sheet.title.lower()} of {self.team.currentText()}", plan)
        return ()

    @Slot(int, int, object)
    def _on_pasted(self, row: int, column: int, block: Sequence[Sequence[str]]) -> None:
        from planner.edit.parts.sheet import NotTaken, pasted_cells

        if self._read_only:
            return
        try:
            cells = pasted_cells(self.model.sheet, row, column, block)
        except NotTaken as error:
            self._say(str(error), "bad")
            return
        self.model.put(cells)

    @Slot()
    def _on_add(self) -> None:
        from planner.edit.parts.sheet import NotTaken, add_row

        sheet = self.model.sheet
        try:
            plan, key = add_row(sheet)
        except NotTaken as error:
            self._say(str(error), "bad")
            return
        if self._session.change(f"Add to {sheet.title.lower()} of {self.team.currentText()}", plan):
            at = next((at for at, row in enumerate(self.model.sheet.rows) if row.key == key), self.model.rowCount() - 1)
            self.table.setCurrentIndex(self.model.index(at, 0))
            self.table.setFocus()

    @Slot()
    def _on_remove(self) -> None:
        from planner.edit.parts.sheet import NotTaken, remove_row

        sheet, current = self.model.sheet, self.table.currentIndex()
        try:
            plan = remove_row(sheet, sheet.rows[current.row()].key)
        except NotTaken as error:
            self._say(str(error), "bad")
            return
        self._session.change(f"Remove from {sheet.title.lower()} of {self.team.currentText()}", plan)

    @Slot()
    def _on_source(self) -> None:
        place = self.model.place_of(self.table.currentIndex())
        if place is not None:
            self.register_wanted.emit(place)

    @Slot()
    def _on_menu(self) -> None:
        from planner.workspace import template_names, template_team

        self.add_team.clear()
        for name in template_names():
            team = template_team(name)
            self.add_team.addAction(team.name, lambda team=team: self._on_add_team(team))
        self.remove_team.setEnabled(self._plan is not None and len(self._plan.teams) > 1)

    def _on_add_team(self, template: object) -> None:
        from planner.edit.parts.whole_teams import add_team

        plan, key = add_team(self._plan, template)
        if self._session.change(f"Add the team {plan.team(key).name}", plan):
            self.choose(key, "officers")

    def _ask_name(self) -> None:
        from planner.edit.parts.whole_teams import rename_team

        self._ask("Rename the team", "Name of the team", self.team.currentText(), rename_team)

    def _ask_word(self) -> None:
        from planner.edit.parts.whole_teams import call_cases

        word = self._plan.team(self.team.currentData()).case_word
        self._ask("What a case is called", "In the singular (case, offender, record)", word, call_cases)

    def _ask(self, title: str, question: str, present: str, edit: object) -> None:
        from planner.model.checks import InvalidPlan

        def then(text: str) -> None:
            try:
                plan = edit(self._plan, self.team.currentData(), text)
            except InvalidPlan as error:
                self._say(f"Not taken. {error.rule[:1].upper()}{error.rule[1:]}.", "bad")
                return
            self._session.change(title, plan)

        self._dialogs.ask_text(title, question, present, then)

    @Slot()
    def _on_remove_team(self) -> None:
        from planner.edit.parts.whole_teams import in_words, remove_team

        key, name = self.team.currentData(), self.team.currentText()
        gone = in_words(self._plan, key)
        if self._session.change(f"Remove the team {name}", remove_team(self._plan, key)):
            self._say(f"{name} was removed, with {gone}. Undo brings it back.", "")
