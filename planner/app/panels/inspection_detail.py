"""One standard before the re-inspection: its trend, every step tried, and the way back from the day to an approval."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from planner.app.charts.chance import ChanceChart
from planner.app.charts.dates import day_text
from planner.app.models.table import Column
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.chip import Chip
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.number_box import NumberBox
from planner.app.widgets.words import Words, set_property
from planner.model.standard import Measure

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.model.countdown import Countdown, StandardCountdown
    from planner.model.plan import Plan
    from planner.model.standard import Standard

STEPS = (
    Column("Single step, from the plan's start", lambda lift: _capital(lift.candidate.name), width=48, least=24),
    Column("Chance then", lambda lift: f"{100 * lift.chance:.0f} %", lambda lift: lift.chance, number=True),
    Column(
        "Lift (95 % interval)",
        lambda lift: f"{100 * lift.lift:+.0f} points (± {196 * lift.error:.0f})",
        lambda lift: lift.lift,
        number=True,
    ),
    Column("", lambda lift: ""),
)


class StandardDetail(QWidget):
    """Shown in place of the table; `key` names the standard."""

    back_wanted = Signal()
    dates_wanted = Signal()
    requirement_wanted = Signal()
    target_changed = Signal(float)
    by_changed = Signal(object)

    def __init__(self, appearance: Appearance, start: date) -> None:
        super().__init__(objectName="standard_detail")
        self.key = ""
        self._standard: Standard | None = None
        self.back = QPushButton("All standards", objectName="inspection_back", accessibleName="Back to all standards")
        self.title = Words("", "section", wrap=True)
        self.chip = Chip(appearance, "info", "")
        self.ask = QPushButton("What would it take?", objectName="inspection_ask")
        self.ask.setToolTip("The fewest officers with whom this standard holds as surely as you ask.")
        self.chart = ChanceChart(appearance, start, "chance_chart")
        self.steps = DataTable(appearance, "steps_table", "Single steps tried", STEPS)
        self.sentence = Words("", wrap=True)
        self.find = QPushButton("Find the last safe date", objectName="inspection_find_one")
        self.lead_title = Words("", "strong", wrap=True)
        self.lead: list[tuple[Words, Words]] = []
        self.target = NumberBox(objectName="standard_target", accessibleName="Target", keyboardTracking=False)
        self.target.setDecimals(1)
        self.by = QDateEdit(calendarPopup=True, objectName="standard_by", displayFormat="d MMM yyyy")
        self.by.setAccessibleName("To be met by")
        self.by.setKeyboardTracking(False)
        self.note = Words("", "caption", wrap=True)
        self._arrange()
        self.back.clicked.connect(self.back_wanted)
        self.find.clicked.connect(self.dates_wanted)
        self.ask.clicked.connect(self.requirement_wanted)
        self.target.valueChanged.connect(self._on_target)
        self.by.dateChanged.connect(self._on_by)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        for widget, stretch in ((self.back, 0), (self.title, 1), (self.chip, 0), (self.ask, 0)):
            top.addWidget(widget, stretch)
        left = QVBoxLayout()
        left.setSpacing(2 * UNIT)
        left.addWidget(self.chart, 3)
        left.addWidget(self.steps, 2)
        right = QVBoxLayout()
        right.setSpacing(2 * UNIT)
        right.addWidget(self._posts_card())
        right.addWidget(self._target_card())
        right.addStretch(1)
        self._side = QWidget()
        self._side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        page = QWidget()
        page.setProperty("kind", "page")
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(2 * UNIT)
        self._halves.addLayout(left, 3)
        self._halves.addWidget(self._side, 2)
        area = QScrollArea(widgetResizable=True, accessibleName="Details of the standard")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addWidget(area, 1)

    def _posts_card(self) -> QFrame:
        card, inside = _card("Until when posts can wait")
        inside.addWidget(self.sentence)
        row = QHBoxLayout()
        row.addWidget(self.find)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(self.lead_title)
        self._lead = QGridLayout()
        self._lead.setHorizontalSpacing(2 * UNIT)
        self._lead.setColumnStretch(1, 1)
        inside.addLayout(self._lead)
        return card

    def _target_card(self) -> QFrame:
        card, inside = _card("The standard")
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * UNIT)
        grid.setColumnStretch(2, 1)
        self.bound = Words("")
        self.bound.setBuddy(self.target)
        label = Words("To be met by")
        label.setBuddy(self.by)
        for row, (words, field) in enumerate(((self.bound, self.target), (label, self.by))):
            grid.addWidget(words, row, 0)
            grid.addWidget(field, row, 1)
        inside.addLayout(grid)
        inside.addWidget(self.note)
        return card

    def show_standard(self, plan: Plan, found: Countdown, one: StandardCountdown, today: date) -> None:
        """Show one standard of a countdown; `today` is the user's own day, and `show_fields` follows."""
        from planner.report.countdown import trend_in_words
        from planner.report.standing import approve_sentence, chance_in_words, is_searched, standing

        self.title.setText(one.standard.name)
        self.chip.show_status(standing(one.chance, found.probability).tone, chance_in_words(one, found.probability))
        self._enable(stale=False)
        self.chart.show_standard(one, plan.start, found.probability)
        words = f"Met on {day_text(found.day)}: {chance_in_words(one, found.probability)}; {trend_in_words(one)}."
        self.chart.tell(words)
        self.chart.provenance = (
            f"{plan.name}{' (illustrative data)' if plan.illustrative else ''}. {one.standard.name}."
        )
        self.steps.show_rows(one.lifts)
        self.sentence.setText(approve_sentence(plan, found, one, today))
        self.find.setVisible(not is_searched(one, found.probability))
        self._show_lead(found, one)

    def set_stale(self) -> None:
        """What is on show belongs to the plan as it was."""
        self._enable(stale=True)
        self.find.setEnabled(False)

    def _enable(self, *, stale: bool) -> None:
        self.chart.set_stale(stale)
        for part in (self.chip, self.steps, self.sentence, self.lead_title, self.ask):
            part.setEnabled(not stale)

    def _show_lead(self, found: Countdown, one: StandardCountdown) -> None:
        from planner.report.standing import lead_dates

        rows = lead_dates(found, one)
        goal = "approved on the last safe date" if one.last_safe else "to begin on the day itself"
        self.lead_title.setText(f"{found.lead.days} days from approval to work (assumed); {goal}:")
        while len(self.lead) < len(rows):
            pair = (Words(""), Words("", "strong"))
            for column, words in enumerate(pair):
                self._lead.addWidget(words, len(self.lead), column)
            self.lead.append(pair)
        for (name, days), row in zip(self.lead, rows, strict=True):
            name.setText(f"{row.step.name} ({row.step.days.value:g} days)")
            days.setText(f"{day_text(row.begins)} to {day_text(row.ends)}")

    def show_fields(self, plan: Plan, standard: Standard, *, writable: bool) -> None:
        """The standard as the plan has it now."""
        self._standard = standard
        share = standard.measure is Measure.ON_TIME
        blocked = self.target.blockSignals(True), self.by.blockSignals(True)
        self.bound.setText("At least" if standard.at_least else "At most")
        self.target.setRange(0, 100 if share else 100_000)
        self.target.setSuffix(" %" if share else f" {standard.target.unit}")
        self.target.setValue(standard.target.value * (100 if share else 1))
        first = plan.start
        self.by.setMinimumDate(QDate(first.year, first.month, first.day))
        self.by.setMaximumDate(QDate(2150, 12, 31))
        by = standard.by or plan.reinspection or plan.start
        self.by.setDate(QDate(by.year, by.month, by.day))
        self.target.blockSignals(blocked[0])
        self.by.blockSignals(blocked[1])
        self.target.setEnabled(writable)
        self.by.setEnabled(writable)
        own = "" if standard.by in (None, plan.reinspection) else "Its own date is another than the re-inspection's. "
        self.note.setText(f"{own}The chance above is for the re-inspection's date.")
        set_property(self.note, "tone", "")

    def refuse(self, words: str) -> None:
        """Say what is wrong with what was typed."""
        self.note.setText(words)
        set_property(self.note, "tone", "warn")

    @Slot(float)
    def _on_target(self, value: float) -> None:
        self.target_changed.emit(value / 100 if self._standard.measure is Measure.ON_TIME else value)

    @Slot(QDate)
    def _on_by(self, day: QDate) -> None:
        self.by_changed.emit(date(day.year(), day.month(), day.day()))

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """Large text has the cards below the chart."""
        large = theme.text_scale >= LARGE_TEXT
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        self.steps.setMinimumHeight(round(18 * UNIT * theme.text_scale))


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("kind", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
    inside.setSpacing(UNIT)
    inside.addWidget(Words(title, "section"))
    return card, inside


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
