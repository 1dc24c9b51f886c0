"""The controls of the Scenarios place."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.dialogs.lever_fields import fresh, offered, require_valid
from planner.app.panels.lever_list import LeverList
from planner.app.panels.lever_values import MOST_RECRUITS, LeverValues
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.chip import Chip
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.growth import GrowthLever
from planner.app.widgets.number_box import WholeBox
from planner.app.widgets.way_back import WayBack
from planner.app.widgets.words import Words
from planner.model.checks import InvalidPlan
from planner.model.scenario import ForecastDemand, Scenario

if TYPE_CHECKING:
    from planner.app.dialogs.service import Dialogs
    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.model.scenario import Lever
    from planner.model.team import Team

HORIZONS = (12, 24, 36, 48)
"""Months."""
BASE = Scenario("as-today", "Demand as today")
"""Stands in for a plan without scenarios."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is to be simulated: a scenario value, for one team, over some months."""

    scenario: Scenario
    team: str
    months: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where all controls stand."""

    scenario: str | None
    """Its key."""
    team: str
    values: LeverValues
    months: int

    def parts_unlike(self, other: Position) -> frozenset[str]:
        """The names of what differs."""
        whole = {name for name in ("scenario", "team", "months") if getattr(self, name) != getattr(other, name)}
        names = (field.name for field in fields(LeverValues))
        return frozenset(whole | {name for name in names if getattr(self.values, name) != getattr(other.values, name)})


class LeverForm(QFrame):
    """Scenario, team, levers and horizon. `changed` is sent when the user changes any of them."""

    changed = Signal()

    def __init__(self, appearance: Appearance, dialogs: Dialogs) -> None:
        super().__init__(objectName="lever_form")
        self.setProperty("kind", "card")
        self._appearance, self._dialogs = appearance, dialogs
        self._plan: Plan | None = None
        self._others: tuple[Lever, ...] = ()
        self._elsewhere: tuple[Lever, ...] = ()
        self.scenario = ChoiceBox("scenario_box", "Scenario")
        self.team = ChoiceBox("team_box", "Team")
        self.growth = GrowthLever(appearance)
        self.recruits = WholeBox(
            objectName="recruits_box", accessibleName="Recruits, full-time officers", minimum=0, maximum=MOST_RECRUITS
        )
        self.recruits_start = QDateEdit(
            objectName="recruits_start", accessibleName="Recruits start work on", calendarPopup=True
        )
        self.recruits_start.setDisplayFormat("d MMM yyyy")
        self.levers = LeverList(appearance)
        self.horizon = QComboBox(objectName="horizon_box", accessibleName="How far ahead")
        for months in HORIZONS:
            self.horizon.addItem(f"{months} months", months)
        self.horizon.setCurrentIndex(1)
        self.note = Words("", "caption", wrap=True)
        self.unsaved = Chip(appearance, "info", "Not saved as a scenario")
        self.save = QPushButton("Save as scenario…", objectName="save_button", accessibleName="Save as scenario")
        self.reset = QPushButton("Reset", objectName="reset_button", accessibleName="Back to the scenario as saved")
        self.reset.setToolTip(self.reset.accessibleName())
        self._arrange()
        self._connect()
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT // 2)
        for text, control in (("Scenario", self.scenario), ("Team", self.team)):
            self._add(layout, text, control)
        layout.addWidget(self.growth)
        layout.addSpacing(UNIT)
        recruits = QVBoxLayout()
        start = QVBoxLayout()
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        for column, text, control in (
            (recruits, "Recruits", self.recruits),
            (start, "Start work on", self.recruits_start),
        ):
            words = Words(text)
            words.setBuddy(control)
            column.setSpacing(UNIT // 2)
            column.addWidget(words)
            column.addWidget(control)
        row.addLayout(recruits, 2)
        row.addLayout(start, 3)
        layout.addLayout(row)
        layout.addSpacing(UNIT)
        layout.addWidget(self.levers, 1)
        layout.addSpacing(UNIT)
        words = Words("Look ahead")
        words.setBuddy(self.horizon)
        ahead = QHBoxLayout()
        ahead.setSpacing(UNIT)
        ahead.addWidget(words)
        ahead.addWidget(self.horizon, 1)
        layout.addLayout(ahead)
        layout.addWidget(self.note)
        layout.addSpacing(UNIT // 2)
        layout.addWidget(self.unsaved, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(UNIT // 2)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(UNIT)
        self._buttons.addWidget(self.reset)
        self._buttons.addWidget(self.save, 1)
        layout.addLayout(self._buttons)

    @staticmethod
    def _add(layout: QVBoxLayout, text: str, control: QWidget) -> None:
        words = Words(text)
        words.setBuddy(control)
        layout.addWidget(words)
        layout.addWidget(control)
        layout.addSpacing(UNIT)

    def _connect(self) -> None:
        self.scenario.currentIndexChanged.connect(self._on_scenario_chosen)
        self.team.currentIndexChanged.connect(self._on_scenario_chosen)
        self.growth.moved.connect(self._on_lever_moved)
        self.recruits.valueChanged.connect(self._on_lever_moved)
        self.recruits_start.dateChanged.connect(self._on_lever_moved)
        self.levers.add_wanted.connect(self._on_add_wanted)
        self.levers.edit_wanted.connect(self._on_edit_wanted)
        self.levers.remove_wanted.connect(self._on_remove_wanted)
        self.horizon.currentIndexChanged.connect(self._on_lever_moved)
        self.reset.clicked.connect(self._on_scenario_chosen)
        WayBack(self.growth.box, self.growth.box.value, self.growth.box.setValue)
        WayBack(self.recruits, self.recruits.value, self.recruits.setValue)
        WayBack(self.recruits_start, self.recruits_start.date, self.recruits_start.setDate)
        WayBack(self.horizon, self.horizon.currentIndex, self.horizon.setCurrentIndex)
        WayBack(self.levers.list, lambda: self._others, self._put_levers)

    @property
    def base(self) -> Scenario:
        """The scenario that is chosen, as saved."""
        if self._plan is None or not self._plan.scenarios:
            return BASE
        key = self.scenario.currentData()
        return next((entry for entry in self._plan.scenarios if entry.key == key), self._plan.scenarios[0])

    @property
    def values(self) -> LeverValues:
        """The levers as they are set."""
        day = self.recruits_start.date()
        begins = date(day.year(), day.month(), day.day())
        return LeverValues(self.growth.percent, self.recruits.value(), begins, self._others, self._elsewhere)

    @property
    def settings(self) -> Settings:
        """The scenario value on screen, its team and horizon."""
        team = self.team.currentData()
        start = self._plan.start
        scenario = self.values.put(self.base, team, start)
        return Settings(scenario, team, self.horizon.currentData())

    @property
    def position(self) -> Position:
        """Where the controls stand."""
        return Position(self.scenario.currentData(), self.team.currentData(), self.values, self.horizon.currentData())

    def put(self, position: Position) -> None:
        """Put the controls there, without telling anyone; the scenario and team are the plan's."""
        boxes = ((self.scenario, position.scenario), (self.team, position.team), (self.horizon, position.months))
        for box, data in boxes:
            blocked = box.blockSignals(True)
            box.setCurrentIndex(max(box.findData(data), 0))
            box.blockSignals(blocked)
        self._set(position.values)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What the hand moves."""
        return (
            self.scenario,
            self.team,
            self.growth.slider,
            self.growth.box,
            self.recruits,
            self.recruits_start,
            self.levers.list,
            self.horizon,
        )

    @property
    def modified(self) -> bool:
        """Whether the levers differ from the scenario as saved."""
        return self._plan is not None and self.settings.scenario != self.base

    def show_plan(self, plan: Plan, scenario: str | None = None) -> None:
        """List the plan's scenarios and teams; the choice and the levers stay where they can."""
        kept_scenario, kept_team = scenario or self.scenario.currentData(), self.team.currentData()
        kept_values = self.values if self._plan is not None and scenario is None and self.modified else None
        self._plan = plan
        _fill(self.scenario, [(entry.name, entry.key) for entry in plan.scenarios or (BASE,)], kept_scenario)
        _fill(self.team, [(team.name, team.key) for team in plan.teams], kept_team)
        if kept_values is not None:
            try:
                require_valid(plan, (*kept_values.others, *kept_values.elsewhere))
            except InvalidPlan:
                # They speak of a team, stage or band that this plan has not.
                kept_values = None
        self._set(kept_values or LeverValues.read(self.base, self.team.currentData(), plan.start))

    def forget(self) -> None:
        """Another plan is open: levers that were not saved belong to the one before."""
        self._plan = None

    def _set(self, values: LeverValues) -> None:
        controls = (self.recruits, self.recruits_start)
        blocked = [control.blockSignals(True) for control in controls]
        self.growth.show_percent(values.growth_percent)
        self.recruits.setValue(values.recruits)
        day = values.recruits_start
        self.recruits_start.setDate(QDate(day.year, day.month, day.day))
        for control, before in zip(controls, blocked, strict=True):
            control.blockSignals(before)
        self._show_levers(values.others, values.elsewhere)
        self._show_state()

    def _show_levers(self, others: tuple[Lever, ...], elsewhere: tuple[Lever, ...]) -> None:
        self._others, self._elsewhere = others, elsewhere
        once = {type(lever) for lever in others} & {ForecastDemand}
        kinds = tuple(kind for kind in offered(self._plan, self._team) if kind not in once)
        self.levers.show_levers(self._plan, others, len(elsewhere), kinds)

    def _show_state(self) -> None:
        modified = self.modified
        self.recruits_start.setEnabled(self.recruits.value() > 0)
        self.unsaved.setVisible(modified)
        self.reset.setEnabled(modified)
        self.note.setText(self.base.note)
        self.note.setVisible(bool(self.base.note))

    @property
    def _team(self) -> Team:
        return self._plan.team(self.team.currentData())

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.setFixedWidth(min(round(37 * UNIT * theme.text_scale), 48 * UNIT))
        large = theme.text_scale >= LARGE_TEXT
        self._buttons.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)

    @Slot(object)
    def _on_add_wanted(self, kind: type[Lever]) -> None:
        self._ask(fresh(kind, self._plan, self._team), len(self._others), new=True)

    @Slot(int)
    def _on_edit_wanted(self, row: int) -> None:
        self._ask(self._others[row], row, new=False)

    def _ask(self, lever: Lever, row: int, *, new: bool) -> None:
        self._dialogs.ask_lever(
            self._appearance, self._plan, self._team, lever, lambda found: self._put_lever(row, found), new=new
        )

    def _put_lever(self, row: int, lever: Lever) -> None:
        self._put_levers((*self._others[:row], lever, *self._others[row + 1 :]))
        self.levers.choose(row)

    def _put_levers(self, others: tuple[Lever, ...]) -> None:
        self._show_levers(others, self._elsewhere)
        self._on_lever_moved()

    @Slot(int)
    def _on_remove_wanted(self, row: int) -> None:
        self._put_levers((*self._others[:row], *self._others[row + 1 :]))

    @Slot()
    def _on_scenario_chosen(self) -> None:
        if self._plan is None:
            return
        self._set(LeverValues.read(self.base, self.team.currentData(), self._plan.start))
        self.changed.emit()

    @Slot()
    def _on_lever_moved(self) -> None:
        if self._plan is None:
            return
        self._show_state()
        self.changed.emit()


def _fill(box: QComboBox, entries: list[tuple[str, str]], chosen: str | None) -> None:
    """Replace a box's entries without telling anyone, and choose the one with this data, or the first."""
    blocked = box.blockSignals(True)
    box.clear()
    for text, data in entries:
        box.addItem(text, data)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.setToolTip(box.currentText())
    box.blockSignals(blocked)
