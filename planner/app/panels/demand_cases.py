"""The side column of the Demand place: growth cases and dated events, and every change that is made to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from planner.app.charts.dates import day_text
from planner.app.demand_views import OWN_TREND, events_of
from planner.app.names import key_for
from planner.app.panels.lever_list import SentenceList
from planner.app.theme import UNIT
from planner.app.widgets.growth_board import GrowthBoard
from planner.app.widgets.growth_case_form import GrowthCaseForm
from planner.app.widgets.growth_parts import KINDS, fresh, is_explained, with_part
from planner.app.widgets.words import Words
from planner.model.checks import InvalidPlan
from planner.model.growth import GrowthCase
from planner.model.shipped_growth import Subject, shipped_cases

if TYPE_CHECKING:
    from planner.app.dialogs.service import Dialogs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.app.widgets.growth_parts import Part
    from planner.model.demand import DemandEvent
    from planner.model.plan import Plan

REST_MILLISECONDS = 300
"""A change is kept when the controls have been at rest this long, or the drag ends."""
NO_EVENTS = "None. Pin a day on which policy, recording or tools changed."


class DemandCases(QWidget):
    """Works on one team. A case being edited is a draft, drawn at once; it is kept in the plan once it is explained."""

    drawn = Signal(object)
    """A case changed, and should be drawn: a GrowthCase, or None when the list of cases changed."""
    chosen = Signal()
    """Another case is to be shown."""
    scenario_added = Signal(str, str)
    """Its name and key."""

    def __init__(self, appearance: Appearance, session: Session, dialogs: Dialogs) -> None:
        super().__init__()
        self._session, self._dialogs = session, dialogs
        self._team = ""
        self._level = 1.0
        self._gesture = 0
        self.draft: GrowthCase | None = None
        self.board = GrowthBoard(appearance)
        self.form = GrowthCaseForm(appearance)
        self.events = SentenceList("event_list", "Dated events", NO_EVENTS)
        self.add, self.copy, self.rename, self.remove = (
            _quiet(text, f"growth_{name}", f"{words} a growth case")
            for text, name, words in (
                ("Add", "add", "Add"),
                ("Copy", "copy", "Copy"),
                ("Rename…", "rename", "Rename"),
                ("Remove", "remove", "Remove"),
            )
        )
        self.follow = QPushButton("Follow this in a scenario", objectName="growth_follow")
        self.pin = _quiet("Pin…", "event_pin", "Pin an event")
        self.edit_event = _quiet("Edit…", "event_edit", "Edit the chosen event")
        self.unpin = _quiet("Remove", "event_remove", "Remove the chosen event")
        self._arrange()
        self._fill_menu()
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self.keep)
        self.board.chosen.connect(self._on_chosen)
        self.form.edited.connect(self._on_edited)
        self.form.settled.connect(self._on_settled)
        self.copy.clicked.connect(self._on_copy)
        self.rename.clicked.connect(self._on_rename)
        self.remove.clicked.connect(self._on_remove)
        self.follow.clicked.connect(self._on_follow)
        self.pin.clicked.connect(lambda: self._ask_event(None))
        self.edit_event.clicked.connect(self._on_edit_event)
        self.events.itemActivated.connect(self._on_edit_event)
        self.unpin.clicked.connect(self._on_unpin)
        self.events.remove_wanted.connect(self._on_unpin)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        cases, below = _card("Growth cases", (self.add, self.copy, self.rename, self.remove))
        below.addWidget(self.board)
        below.addWidget(self.form)
        below.addWidget(self.follow)
        events, under = _card("Dated events", (self.pin, self.edit_event, self.unpin))
        under.addWidget(self.events)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, UNIT // 2, 0)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(cases)
        layout.addWidget(events)
        layout.addStretch(1)

    def _fill_menu(self) -> None:
        self.menu = QMenu(self.add)
        self.menu.setAccessibleName("Add a growth case")
        for kind, name in KINDS.items():
            self.menu.addAction(name).triggered.connect(lambda _=False, kind=kind: self.begin(kind))
        self.menu.addSeparator()
        for subject in Subject:
            action = self.menu.addAction(f"Low, middle and high with sources: {subject}")
            action.triggered.connect(lambda _=False, subject=subject: self.add_shipped(subject))
        self.add.setMenu(self.menu)
        self.add.setProperty("menu", "narrow")

    @property
    def _plan(self) -> Plan:
        return self._session.plan

    @property
    def cases(self) -> tuple[GrowthCase, ...]:
        """The team's cases as they are drawn: with the draft in its place, or as a new one."""
        kept = tuple(case for case in self._plan.growth_cases if case.team == self._team)
        draft = self.draft
        if draft is None:
            return kept
        if all(case.key != draft.key for case in kept):
            return (*kept, draft)
        return tuple(draft if case.key == draft.key else case for case in kept)

    @property
    def case(self) -> GrowthCase | None:
        """The chosen one; None for the history's own trend."""
        return next((case for case in self.cases if case.key == self.board.key), None)

    def show_team(self, team: str, level: float) -> None:
        """Show another team, or the same one after a change of the plan that was not made here."""
        if team != self._team:
            self.keep()
            self.draft = None
        self._team, self._level = team, level
        self._show_cases(self.board.key)
        self._show_events()

    def forget_draft(self) -> None:
        """Somebody else changed the growth cases (an undo, say)."""
        self._rest.stop()
        self.draft = None

    def _show_cases(self, key: str | None) -> None:
        names = [(case.key, case.name if is_explained(case) else f"{case.name} (not kept yet)") for case in self.cases]
        self.board.show_cases([(None, OWN_TREND), *names], key)
        self.form.show_case(self.case, self._plan.start, self._level)
        self._refresh()

    def _show_events(self) -> None:
        row = self.events.currentRow()
        self.events.clear()
        for event in events_of(self._plan, self._team):
            whom = " (all teams)" if event.team is None else ""
            self.events.addItem(f"{day_text(event.on)}{whom}: {event.reason}")
        self.events.setCurrentRow(min(max(row, 0), self.events.count() - 1))
        self.events.setAccessibleDescription("" if self.events.count() else NO_EVENTS)
        self._refresh()

    def _refresh(self) -> None:
        writable = self._session.workspace is not None and not self._session.workspace.read_only
        case = self.case
        self.form.setEnabled(writable)
        self.add.setEnabled(writable)
        for button in (self.copy, self.rename, self.remove):
            button.setEnabled(writable and case is not None)
        self.follow.setEnabled(writable and (case is None or is_explained(case)))
        self.pin.setEnabled(writable)
        for button in (self.edit_event, self.unpin):
            button.setEnabled(writable and self.events.count() > 0)

    def begin(self, kind: type[Part]) -> None:
        """A new case with one part, which waits for its reason."""
        self.keep()
        name = KINDS[kind]
        key = key_for(name, {case.key for case in self.cases})
        self.draft = with_part(GrowthCase(self._team, key, name), 0, fresh(kind, self._plan.start, self._level))
        self._show_cases(key)
        self.drawn.emit(self.draft)
        self.chosen.emit()
        self.form.why.setFocus()

    def add_shipped(self, subject: Subject) -> None:
        """The three published cases, each with its source, in place of any of the same keys."""
        from planner.edit.demand import put_growth_case

        self.keep()
        plan = self._plan
        for case in shipped_cases(self._team, subject, plan.start):
            plan = put_growth_case(plan, case)
        self._take(f"Add three growth cases for {subject}", plan, "mid")

    @Slot(object)
    def _on_edited(self, case: GrowthCase) -> None:
        before = self.draft
        self.draft = case
        if before is None or is_explained(before) != is_explained(case):
            names = [(one.key, one.name if is_explained(one) else f"{one.name} (not kept yet)") for one in self.cases]
            self.board.show_cases([(None, OWN_TREND), *names], case.key)
            self._refresh()
        self.drawn.emit(case)
        self._rest.start()

    @Slot()
    def _on_settled(self) -> None:
        self.keep()
        self._gesture += 1

    @Slot()
    def keep(self) -> None:
        """Put the draft into the plan, if it says why; changes of one gesture are one step."""
        from planner.edit.demand import put_growth_case

        self._rest.stop()
        draft = self.draft
        if draft is None or self._session.plan is None or not is_explained(draft):
            return
        self.draft = None
        merge = f"growth {draft.team}/{draft.key} {self._gesture}"
        if draft not in self._plan.growth_cases:
            label = f"Change growth case “{draft.name}”"
            self._session.change(label, put_growth_case(self._plan, draft), self, merge)
        self._refresh()

    @Slot(object)
    def _on_chosen(self, key: str | None) -> None:
        self._on_settled()
        if (
            self.draft is not None
            and self.draft.key != key
            and all(case.key != self.draft.key for case in self._plan.growth_cases if case.team == self._team)
        ):
            # A new case without a reason stays in the list until it is removed.
            self.form.show_case(self.case, self._plan.start, self._level)
        else:
            self.draft = None if self.draft is None or self.draft.key != key else self.draft
            self.form.show_case(self.case, self._plan.start, self._level)
        self._refresh()
        self.chosen.emit()

    @Slot()
    def _on_copy(self) -> None:
        from planner.edit.demand import put_growth_case

        self.keep()
        case = self.case
        if not is_explained(case):
            return
        name = f"Copy of {case.name}"
        copied = replace(case, key=key_for(name, {known.key for known in self.cases}), name=name)
        self._take(f"Copy growth case “{case.name}”", put_growth_case(self._plan, copied), copied.key)

    @Slot()
    def _on_rename(self) -> None:
        self.keep()
        case = self.case
        self._dialogs.ask_text(
            "Rename the growth case", "Name:", case.name, lambda name: self.rename_to(case.key, name)
        )

    def rename_to(self, key: str, name: str) -> None:
        """Give a case another name."""
        from planner.edit.demand import put_growth_case

        case = next(case for case in self.cases if case.key == key)
        renamed = replace(case, name=name)
        if is_explained(case):
            self._take(f"Rename growth case “{case.name}”", put_growth_case(self._plan, renamed), key)
        else:
            self.draft = renamed
            self._show_cases(key)
            self.drawn.emit(renamed)

    @Slot()
    def _on_remove(self) -> None:
        from planner.edit.demand import remove_growth_case

        self._rest.stop()
        case = self.case
        self.draft = None
        if all((kept.team, kept.key) != (case.team, case.key) for kept in self._plan.growth_cases):
            self._show_cases(None)
            self.drawn.emit(None)
            return
        label = f"Remove growth case “{case.name}”"
        self._try(lambda: self._take(label, remove_growth_case(self._plan, case.team, case.key), None))

    @Slot()
    def _on_follow(self) -> None:
        """A scenario in which the team's new cases come as this forecast says."""
        from planner.edit.scenarios import put_scenario
        from planner.model.scenario import ForecastDemand, Scenario

        self.keep()
        case, plan = self.case, self._plan
        end = "as forecast" if case is None else case.name
        name = f"{plan.team(self._team).name}: {end}"
        key = key_for(name, {scenario.key for scenario in plan.scenarios})
        scenario = Scenario(key, name, (ForecastDemand(self._team, None if case is None else case.key),))
        if self._session.change(f"Add scenario “{name}”", put_scenario(plan, scenario), self):
            self.scenario_added.emit(name, key)

    def _ask_event(self, event: DemandEvent | None) -> None:
        team = self._plan.team(self._team)
        self._dialogs.ask_event(self._plan, team, event, lambda found: self.put_event(event, found))

    def put_event(self, before: DemandEvent | None, event: DemandEvent) -> None:
        """Pin an event, in place of `before`."""
        from planner.edit.demand import pin_event, remove_event

        plan = self._plan if before is None else remove_event(self._plan, before)
        verb = "Pin" if before is None else "Change"
        self._take(f"{verb} the event of {day_text(event.on)}", pin_event(plan, event), self.board.key)

    @property
    def _event(self) -> DemandEvent | None:
        row = self.events.currentRow()
        return events_of(self._plan, self._team)[row] if row >= 0 else None

    @Slot()
    def _on_edit_event(self) -> None:
        if self._event is not None:
            self._ask_event(self._event)

    @Slot()
    def _on_unpin(self) -> None:
        from planner.edit.demand import remove_event

        event = self._event
        if event is not None:
            label = f"Remove the event of {day_text(event.on)}"
            self._take(label, remove_event(self._plan, event), self.board.key)

    def _take(self, label: str, plan: Plan, key: str | None) -> None:
        if self._session.change(label, plan, self):
            self._show_cases(key)
            self._show_events()
            self.drawn.emit(None)
            self.chosen.emit()

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except InvalidPlan as error:
            self._session.faulted.emit(error.sentence, None)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.events.setFont(theme.font("caption"))
        self.events.setMinimumHeight(round(4 * 1.4 * theme.pixels("caption")))


def _card(title: str, buttons: tuple[QPushButton, ...]) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("kind", "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
    layout.setSpacing(UNIT)
    layout.addWidget(Words(title, "section"))
    row = QHBoxLayout()
    row.setSpacing(0)
    row.setContentsMargins(-UNIT, 0, 0, 0)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    layout.addLayout(row)
    return card, layout


def _quiet(text: str, name: str, accessible_name: str) -> QPushButton:
    button = QPushButton(text, objectName=name, accessibleName=accessible_name)
    button.setProperty("tone", "quiet")
    return button
