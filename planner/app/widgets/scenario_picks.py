"""What is compared: scenarios ticked in a list, one team, one day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Slot
from PySide6.QtWidgets import QDateEdit, QFrame, QVBoxLayout, QWidget

from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.ticks import Ticks
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario

AS_IT_IS = "The plan as it is"


class ScenarioPicks(Ticks):
    """Ticks beside the plan's scenarios, and the plan as it is; what is ticked stays so while it is there."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "Scenarios to look at")

    def show_plan(self, plan: Plan, usual: Iterable[str | None], *, bare: bool = True) -> None:
        """List the scenarios, and with `bare` the plan as it is; `usual` are ticked at first, and when none of those
        ticked is there any more."""
        entries: list[tuple[str, object]] = [(AS_IT_IS, None)] if bare else []
        entries += [(scenario.name, scenario.key) for scenario in plan.scenarios]
        ticked = [value for value in self.values if value in [key for _, key in entries]]
        self.show_entries(entries, ticked or usual)

    @property
    def keys(self) -> tuple[str | None, ...]:
        """Keys of those ticked, None for the plan as it is."""
        return tuple(None if value is None else str(value) for value in self.values)

    def scenarios(self, plan: Plan) -> tuple[Scenario | None, ...]:
        """Those ticked, in the order of the list."""
        return tuple(None if key is None else plan.scenario(key) for key in self.keys)


NO_LIMIT = 2**24 - 1
"""Qt's QWIDGETSIZE_MAX, which PySide6 does not have: no widget is wider."""


class QuestionForm(QFrame):
    """A column of named fields on the left of a page, at one width; in large text as wide as the page."""

    def __init__(self, appearance: Appearance, name: str) -> None:
        super().__init__(objectName=name)
        self.setProperty("kind", "card")
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        self.layout_.setSpacing(UNIT // 2)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def add(self, text: str, field: QWidget, stretch: int = 0) -> None:
        """Put a field below its name."""
        words = Words(text)
        words.setBuddy(field)
        self.layout_.addWidget(words)
        self.layout_.addWidget(field, stretch)
        self.layout_.addSpacing(UNIT)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        if theme.text_scale >= LARGE_TEXT:
            self.setMinimumWidth(0)
            self.setMaximumWidth(NO_LIMIT)
        else:
            self.setFixedWidth(min(round(32 * UNIT * theme.text_scale), 46 * UNIT))


class TeamBox(ChoiceBox):
    """One of the plan's teams."""

    def show_plan(self, plan: Plan, usual: str | None = None) -> None:
        """List the teams; the chosen one stays so, or `usual` is chosen."""
        kept = self.currentData() or usual
        fill(self, [(team.name, team.key) for team in plan.teams], kept)


class DayBox(QDateEdit):
    """A day from the plan's start on."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(calendarPopup=True, displayFormat="d MMM yyyy", objectName=name, accessibleName=words)
        self.setKeyboardTracking(False)
        self._usual: date | None = None

    @property
    def day(self) -> date:
        """The day that is chosen."""
        day = self.date()
        return date(day.year(), day.month(), day.day())

    def show_plan(self, start: date, usual: date) -> None:
        """Offer the plan's days; the chosen one stays so unless it was the usual one, and that has moved."""
        kept = usual if self._usual in (None, self.day) or self.day <= start else self.day
        self._usual = usual
        blocked = QSignalBlocker(self)
        self.setDateRange(QDate(start.year, start.month, start.day).addDays(1), QDate(start.year + 9, start.month, 1))
        self.setDate(QDate(kept.year, kept.month, kept.day))
        del blocked


def fill(box: ChoiceBox, entries: Sequence[tuple[str, object]], chosen: object) -> None:
    """Replace a box's entries without telling anyone, and choose the one with this data, or the first."""
    blocked = QSignalBlocker(box)
    box.clear()
    for text, data in entries:
        box.addItem(text, data)
    found = next((at for at, (_, data) in enumerate(entries) if data == chosen), 0)
    box.setCurrentIndex(found)
    box.setToolTip(box.currentText())
    del blocked
