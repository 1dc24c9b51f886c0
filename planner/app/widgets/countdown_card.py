"""The answer of the Inspection place in one glance: how many days are left, and how many standards are likely met."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QBoxLayout, QDateEdit, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.asking import ask_about
from planner.app.widgets.chip import Chip
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.figure_tile import FigureTile
from planner.app.widgets.result_chip import ResultChip
from planner.app.widgets.run_strip import RunStrip
from planner.app.widgets.words import Words, set_property

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.model.countdown import Countdown
    from planner.model.plan import Plan

TONES = {"good": "likely", "warn": "in doubt", "bad": "unlikely"}


class CountdownCard(QFrame):
    """Days and date, headline and counts, what happens besides, and the run."""

    day_changed = Signal(object)
    """The user chose another day of the re-inspection."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="countdown_card")
        self.setProperty("kind", "card")
        self.days = FigureTile(appearance, "Re-inspection in")
        self.day = QDateEdit(calendarPopup=True, objectName="reinspection_day", displayFormat="d MMM yyyy")
        self.day.setAccessibleName("Date of the re-inspection")
        self.day.setDateRange(QDate(1950, 1, 1), QDate(2150, 12, 31))
        self.day.setKeyboardTracking(False)
        self.headline = Words("", "title", wrap=True)
        self.headline.setProperty("term", "Standards likely met")
        self.worst = Words("", "muted", wrap=True)
        self.chips = {tone: Chip(appearance, tone, "") for tone in TONES}
        self.badge = ResultChip(appearance)
        self.scenario = ChoiceBox("inspection_scenario", "What happens besides")
        self.strip = RunStrip("Counting down", "countdown")
        self.find = QPushButton("Find the last safe dates", objectName="inspection_find")
        self.find.setProperty("tone", "primary")
        self.find.setToolTip("For each standard that is not likely met: until when posts can be approved.")
        self.note = Words("", "caption", wrap=True)
        self._arrange()
        self.day.dateChanged.connect(self._on_day)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer to say what the answer means; the tile asks for itself."""
        ask_about(self, "Standards likely met", event.globalPos())

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(UNIT // 2)
        left.addWidget(self.days)
        left.addWidget(self.day)
        left.addStretch(1)
        chips = QHBoxLayout()
        chips.setSpacing(UNIT)
        for chip in (*self.chips.values(), self.badge):
            chips.addWidget(chip)
        chips.addStretch(1)
        middle = QVBoxLayout()
        middle.setSpacing(UNIT // 2)
        middle.addWidget(self.headline)
        middle.addLayout(chips)
        middle.addWidget(self.worst)
        middle.addWidget(self.note)
        middle.addWidget(self.strip)
        middle.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(UNIT)
        right.addWidget(self.find)
        words = Words("Under the scenario", "caption")
        words.setBuddy(self.scenario)
        right.addWidget(words)
        right.addWidget(self.scenario)
        right.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        self._row.setSpacing(3 * UNIT)
        self._row.addLayout(left)
        self._row.addLayout(middle, 1)
        self._row.addLayout(right)

    def show_plan(self, plan: Plan, *, writable: bool) -> None:
        """The day, and the scenarios there are; the chosen one stays."""
        blocked = self.day.blockSignals(True), self.scenario.blockSignals(True)
        day = plan.reinspection or plan.start
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.day.setEnabled(writable)
        chosen = self.scenario.currentData()
        self.scenario.clear()
        self.scenario.addItem("The plan as it is", None)
        for scenario in plan.scenarios:
            self.scenario.addItem(scenario.name, scenario.key)
        self.scenario.setCurrentIndex(max(self.scenario.findData(chosen), 0))
        self.day.blockSignals(blocked[0])
        self.scenario.blockSignals(blocked[1])
        left = (day - plan.start).days
        self.days.show_figure(f"{left:,} day{'' if left == 1 else 's'}", "")
        self.days.note.hide()
        self.days.setToolTip("Counted from the plan's start.")
        self.tell("")

    def show_countdown(self, found: Countdown, *, stale: bool) -> None:
        """The headline and how many standards stand how."""
        from planner.report.standing import by_risk, headline, standing
        from planner.report.words import percentage

        self.headline.setText(headline(found))
        worst = by_risk(found)[0]
        least = f"Least likely: “{worst.standard.name}” ({percentage(worst.chance)})."
        rule = f"Likely means: met in {percentage(found.probability)} of {found.futures:,} futures or more."
        self.worst.setText(f"{least} {rule}")
        tones = [standing(one.chance, found.probability).tone for one in found.standards]
        for tone, chip in self.chips.items():
            chip.show_status(tone, f"{tones.count(tone)} {TONES[tone]}")
            chip.setVisible(True)
        self.set_stale(stale)

    def show_nothing(self, headline: str) -> None:
        """Words in place of a result."""
        self.headline.setText(headline)
        self.worst.setText("")
        for chip in self.chips.values():
            chip.hide()
        self.set_stale(False)

    def set_stale(self, stale: bool) -> None:
        """Say that what is shown belongs to the plan as it was."""
        self.badge.show_result(stale=stale, first=None)
        for part in (self.headline, self.worst, *self.chips.values()):
            part.setEnabled(not stale)

    def tell(self, refusal: str) -> None:
        """Say beside the day what is wrong with it; empty when nothing is."""
        self.note.setText(refusal)
        self.note.setVisible(bool(refusal))
        set_property(self.note, "tone", "warn" if refusal else "")
        set_property(self.day, "wrong", "yes" if refusal else "")
        self.day.setAccessibleDescription(refusal)

    @Slot(QDate)
    def _on_day(self, day: QDate) -> None:
        self.day_changed.emit(date(day.year(), day.month(), day.day()))

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """Large text has the parts one below the other."""
        large = theme.text_scale >= LARGE_TEXT
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
