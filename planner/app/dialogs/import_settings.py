"""What holds for the whole file: sheet, team, period, dates, and what to do where the plan has the same already."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QDateEdit, QFrame, QVBoxLayout

from planner.app.dialogs.import_words import CONFLICTS, PERIODS, THINGS, meaning
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.words import Words
from planner.model.imported import ImportKind
from planner.model.intake import ImportSettings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from planner.model.plan import Plan
    from planner.model.table import SourceTable

DAYS = {None: "As in the file", True: "This day"}


class DayChoice(QFrame):
    """A day, or none."""

    changed = Signal()

    def __init__(self, name: str, accessible_name: str, present: date) -> None:
        super().__init__()
        self.given = ChoiceBox(f"{name}_given", f"{accessible_name}: given or not")
        self.given.addItems(list(DAYS.values()))
        self.box = QDateEdit(QDate(present.year, present.month, present.day), calendarPopup=True)
        self.box.setObjectName(name)
        self.box.setAccessibleName(accessible_name)
        self.box.setDisplayFormat("d MMM yyyy")
        self.box.setDateRange(QDate(1950, 1, 1), QDate(2150, 12, 31))
        self.box.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(self.given)
        layout.addWidget(self.box)
        self.given.currentIndexChanged.connect(lambda at: self.box.setVisible(at > 0))
        self.given.currentIndexChanged.connect(self.changed)
        self.box.dateChanged.connect(self.changed)

    @property
    def day(self) -> date | None:
        """The day that is set."""
        day = self.box.date()
        return date(day.year(), day.month(), day.day()) if self.given.currentIndex() else None


class SettingsForm(QFrame):
    """One control below the other, each under its name, with what it means below it."""

    changed = Signal()
    sheet_chosen = Signal(str)

    def __init__(self, plan: Plan) -> None:
        super().__init__(objectName="import_settings")
        self.setProperty("kind", "card")
        self._plan = plan
        self._kind = ImportKind.COUNTS
        self._teams: list[str | None] = [None, *(team.key for team in plan.teams)]
        self.sheet = ChoiceBox("import_sheet", "Sheet")
        self.team = ChoiceBox("import_team", "Team of every row")
        self.team.addItem("As a column says")
        self.team.addItems([f"{team.name}, every row" for team in plan.teams])
        if len(plan.teams) == 1:
            self.team.setCurrentIndex(1)
        self.period = ChoiceBox("import_period", "Counts are by")
        self.period.addItems(list(PERIODS.values()))
        self.dates = ChoiceBox("import_dates", "Order of day and month")
        self.dates.addItems(("Day first: 31/03/2026", "Month first: 03/31/2026"))
        self.conflict = ChoiceBox("import_conflict", "Where the plan has it already")
        self.conflict.addItems(list(CONFLICTS.values()))
        self.first = DayChoice("import_first_day", "First day that the file covers", plan.start)
        self.last = DayChoice("import_last_day", "Last day that the file covers", plan.start)
        self.conflict_words = Words("", "caption", wrap=True)
        self.names: dict[QWidget, Words] = {}
        self._arrange()
        for box in (self.team, self.period, self.dates, self.conflict):
            box.currentIndexChanged.connect(self._on_changed)
        for day in (self.first, self.last):
            day.changed.connect(self._on_changed)
        self.sheet.textActivated.connect(self.sheet_chosen)
        self.show_kind(self._kind)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(Words("For the whole file", "section"))
        rows = (
            (self.sheet, "Sheet"),
            (self.team, "Team"),
            (self.period, "Counts are by"),
            (self.dates, "Dates are written"),
            (self.first, "It holds all from"),
            (self.last, "It holds all up to"),
            (self.conflict, "Where the plan has it already"),
        )
        for box, name in rows:
            words = Words(name, "caption", wrap=True)
            words.setBuddy(box.given if isinstance(box, DayChoice) else box)
            self.names[box] = words
            layout.addSpacing(UNIT // 2)
            layout.addWidget(words)
            layout.addWidget(box)
        layout.addWidget(self.conflict_words)
        layout.addStretch(1)

    def show_kind(self, kind: ImportKind) -> None:
        """Ask for what matters to this kind."""
        self._kind = kind
        self._show(self.period, kind in (ImportKind.COUNTS, ImportKind.EVENTS))
        for day in (self.first, self.last):
            self._show(day, kind is ImportKind.EVENTS)
        self.names[self.conflict].setText(f"Where the plan has the {THINGS[kind]} already")
        self._on_changed()

    def show_table(self, table: SourceTable) -> None:
        """Offer the sheets of a file."""
        blocked = self.sheet.blockSignals(True)
        self.sheet.clear()
        self.sheet.addItems(list(table.sheets))
        self.sheet.setCurrentText(table.sheet)
        self.sheet.blockSignals(blocked)
        self._show(self.sheet, len(table.sheets) > 1)

    def _show(self, box: QWidget, shown: bool) -> None:
        box.setVisible(shown)
        self.names[box].setVisible(shown)

    @property
    def settings(self) -> ImportSettings:
        """As they are set."""
        events = self._kind is ImportKind.EVENTS
        return ImportSettings(
            conflict=list(CONFLICTS)[self.conflict.currentIndex()],
            team=self._teams[self.team.currentIndex()],
            period=list(PERIODS)[self.period.currentIndex()],
            month_first=self.dates.currentIndex() == 1,
            first_day=self.first.day if events else None,
            last_day=self.last.day if events else None,
        )

    @Slot()
    def _on_changed(self) -> None:
        self.conflict_words.setText(meaning(self._kind, self.settings.conflict))
        self.conflict.setAccessibleDescription(self.conflict_words.text())
        self.changed.emit()
