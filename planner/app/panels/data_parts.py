"""The plan editor: a team's map of stages, and its parts as tables that are typed into."""

from __future__ import annotations

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

from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.sheet_editor import SheetEditor
from planner.app.widgets.stage_map import StageMap
from planner.app.widgets.words import Words
from planner.app.widgets.wrapping_row import WrappingRow

if TYPE_CHECKING:
    from planner.app.dialogs.service import Dialogs
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.model.plan import Plan
    from planner.model.table import Cell

LIST_WIDTH = 22 * UNIT
MAP_SHARE, LEAST_MAP = 0.44, 14 * UNIT
"""How much of the page's height the map takes at most, and the pixels it always has."""
LOW = 380
"""Pixels, at a text scale of 1, below which map and tables are not both on show."""


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
        self.map_button = QPushButton("Map", checkable=True, objectName="parts_map", accessibleName="Map of the stages")
        self.map_button.setProperty("tone", "tab")
        self.map_button.setToolTip("Show the map in place of the tables. A click on a stage leads back to its table.")
        self.map = StageMap(appearance)
        self.list = QListWidget(objectName="parts_list", accessibleName="Parts of the team")
        self.editor = SheetEditor(appearance, session, "parts")
        self.model, self.table = self.editor.model, self.editor.table
        self._appearance = appearance
        self._arrange()
        self.map_button.toggled.connect(self._fit)
        appearance.theme_changed.connect(self._fit)
        self.team.currentIndexChanged.connect(self._on_team_chosen)
        self.list.currentRowChanged.connect(self._on_sheet_chosen)
        self.map.stage_chosen.connect(self.choose_stage)
        self.map.arranged.connect(self._fit)
        self.editor.current_changed.connect(self._mark_stage)
        self.editor.register_wanted.connect(self.register_wanted)

    def _arrange(self) -> None:
        top = WrappingRow()
        top.add_together(Words("Team"), self.team)
        top.add(self.team_button)
        top.add(self.map_button, to_the_right=True)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        inside.setSpacing(UNIT)
        inside.addLayout(top)
        self._area = self._map_area()
        inside.addWidget(self._area)
        self.list.setFixedWidth(LIST_WIDTH)
        self._lower = QWidget()
        lower = QHBoxLayout(self._lower)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(2 * UNIT)
        lower.addWidget(self.list)
        lower.addWidget(self.editor, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(card)
        layout.addWidget(self._lower, 1)
        layout.addStretch(0)

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
    def _fit(self) -> None:
        """The map above the tables, so high that there is room for both; where there is none, the one or the other."""
        scale = self._appearance.theme.text_scale
        low = self.height() < LOW * scale
        self.map_button.setVisible(low)
        alone = low and self.map_button.isChecked()
        self._area.setVisible(alone or not low)
        self._lower.setVisible(not alone)
        self.editor.stack_foot(scale >= LARGE_TEXT)
        self.list.setFixedWidth(max(LIST_WIDTH, self.list.sizeHintForColumn(0) + 4 * UNIT))
        room = self.height() - 10 * UNIT * scale if alone else MAP_SHARE * self.height()
        self._area.setFixedHeight(min(self.map.sizeHint().height(), max(round(room), LEAST_MAP)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the map to another height."""
        super().resizeEvent(event)
        self._fit()

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
        return self.editor.exported()

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
        self.map_button.setChecked(False)
        self.choose(self.team.currentData(), "stages")
        self.editor.choose_row(key)

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
        team = self._plan.team(key)
        self.map.show_flow(stage_flow(self._plan, team), team.case_word, None)
        found = sheet(self._plan, key, self.list.currentItem().data(Qt.ItemDataRole.UserRole))
        self.editor.show_sheet(found, team.name, read_only=self._read_only)

    @Slot()
    def _mark_stage(self) -> None:
        if self.model.sheet.key == "stages" and self.editor.row is not None:
            self.map.mark(self.editor.row)
            self.map.update()

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
                self.editor.say(f"Not taken. {error.sentence}", "bad")
                return
            self._session.change(title, plan)

        self._dialogs.ask_text(title, question, present, then)

    @Slot()
    def _on_remove_team(self) -> None:
        from planner.edit.parts.whole_teams import in_words, remove_team

        key, name = self.team.currentData(), self.team.currentText()
        gone = in_words(self._plan, key)
        if self._session.change(f"Remove the team {name}", remove_team(self._plan, key)):
            self.editor.say(f"{name} was removed, with {gone}. Undo brings it back.")
