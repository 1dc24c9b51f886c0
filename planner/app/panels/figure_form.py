"""The form for one figure of the register: how far it can be trusted, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from planner.app.charts.dates import day_text
from planner.app.models.register import MEANINGS, value_text
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.words import Elided, Words, set_property
from planner.model.assumption import Assumption, Status
from planner.model.calendar import add_months
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from planner.app.theme import Appearance, Theme
    from planner.edit.provenance import RegisterRow

FIRST_DAY, LAST_DAY = QDate(1950, 1, 1), QDate(2150, 12, 31)
REVIEW_MONTHS = 12
"""A first review is offered in so many months."""


class FigureForm(QFrame):
    """Status, source, rationale, owner and review date. `accepted` brings the figure as the user left it."""

    accepted = Signal(object, object)
    """The row of the register, and its figure."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="figure_form")
        self.setProperty("kind", "card")
        self._row: RegisterRow | None = None
        self._read_only = False
        self.title = Elided("", "section")
        self.value = Words("", "muted")
        self.status = ChoiceBox("figure_status", "Status")
        self.status.addItems([MEANINGS[status] for status in Status])
        self.source = QLineEdit(objectName="figure_source", accessibleName="Source")
        self.owner = QLineEdit(objectName="figure_owner", accessibleName="Owner")
        self.rationale = QPlainTextEdit(objectName="figure_rationale", accessibleName="Rationale", tabChangesFocus=True)
        self.has_review = ChoiceBox("figure_has_review", "Whether it is reviewed")
        self.has_review.addItems(("Not set", "By"))
        self.review = QDateEdit(calendarPopup=True, objectName="figure_review", accessibleName="Review by")
        self.review.setDateRange(FIRST_DAY, LAST_DAY)
        self.review.setDisplayFormat("d MMM yyyy")
        self.notes = {name: Words("", "caption", wrap=True) for name in ("status", "source", "owner", "rationale")}
        self.save_button = QPushButton("Keep", objectName="figure_keep")
        self.save_button.setProperty("tone", "primary")
        self.save_button.setToolTip("One step that can be undone.")
        self.revert_button = QPushButton("Put back", objectName="figure_revert")
        self._arrange()
        for edited in (self.source.textChanged, self.owner.textChanged, self.rationale.textChanged):
            edited.connect(self._on_edited)
        for box in (self.status, self.has_review):
            box.currentIndexChanged.connect(self._on_edited)
        self.review.dateChanged.connect(self._on_edited)
        self.save_button.clicked.connect(self._on_accepted)
        for line in (self.source, self.owner):
            line.returnPressed.connect(self._on_accepted)
        self.revert_button.clicked.connect(lambda: self.show_row(self._row))
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)
        self.show_row(None)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        top.addWidget(self.title, 1)
        top.addWidget(self.value)
        top.addSpacing(2 * UNIT)
        top.addWidget(self.revert_button)
        top.addWidget(self.save_button)
        review = QHBoxLayout()
        review.setSpacing(UNIT)
        review.addWidget(self.has_review)
        review.addWidget(self.review)
        review.addStretch(1)
        left, right = _grid(), _grid()
        for at, (name, box) in enumerate((("Status", self.status), ("Source", self.source), ("Owner", self.owner))):
            _add(left, 2 * at, name, box, box)
            left.addWidget(self.notes[name.lower()], 2 * at + 1, 1)
        words = _add(right, 0, "Rationale", self.rationale, self.rationale)
        words.setMinimumHeight(self.owner.sizeHint().height())
        right.setAlignment(words, Qt.AlignmentFlag.AlignTop)
        right.addWidget(self.notes["rationale"], 1, 1)
        _add(right, 2, "Review", self.has_review, review)
        left.setRowStretch(6, 1)
        right.setRowStretch(0, 1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(3 * UNIT)
        self._halves.addLayout(left, 3)
        self._halves.addLayout(right, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addLayout(self._halves)

    @property
    def edited(self) -> bool:
        """Whether what is on screen differs from the plan."""
        return self._row is not None and self._values() != _values_of(self._row.figure)

    def set_read_only(self, read_only: bool) -> None:
        """Whether the plan can be changed."""
        self._read_only = read_only
        self.show_row(self._row)

    def show_row(self, row: RegisterRow | None) -> None:
        """Show a figure as the plan has it; nothing can be typed without one."""
        self._row = None
        enabled = row is not None and row.editable and not self._read_only
        for box in (self.status, self.source, self.owner, self.rationale, self.has_review):
            box.setEnabled(enabled)
        self.title.setText(
            "No figure is chosen" if row is None else f"{row.team}: {row.name}" if row.team else row.name
        )
        figure = Assumption(0.0, "") if row is None else row.figure
        elsewhere = "" if row is None or row.editable else "; to be changed in Demand"
        self.value.setText(
            "" if row is None else f"{value_text(figure.value)} {figure.unit}{_dated(figure)}{elsewhere}"
        )
        self.status.setCurrentIndex(list(Status).index(figure.status))
        self.source.setText(figure.source)
        self.source.setCursorPosition(0)
        self.owner.setText(figure.owner)
        self.rationale.setPlainText(figure.rationale)
        self.has_review.setCurrentIndex(int(figure.review is not None))
        self._show_day(figure.review or add_months(date.today(), REVIEW_MONTHS))  # noqa: DTZ011 - the user's own day
        self._row = row
        self._on_edited()

    def _show_day(self, day: date) -> None:
        self.review.setDate(QDate(day.year, day.month, day.day))

    def _values(self) -> dict[str, object]:
        day = self.review.date()
        return {
            "status": list(Status)[self.status.currentIndex()],
            "source": self.source.text().strip(),
            "rationale": self.rationale.toPlainText().strip(),
            "owner": self.owner.text().strip(),
            "review": date(day.year(), day.month(), day.day()) if self.has_review.currentIndex() else None,
        }

    def _figure(self) -> Assumption | InvalidPlan:
        try:
            return replace(self._row.figure, **self._values())
        except InvalidPlan as error:
            return error

    @Slot()
    def _on_edited(self) -> None:
        """Say beside a field what is wrong with it."""
        self.review.setEnabled(bool(self.has_review.currentIndex()) and self.has_review.isEnabled())
        if self._row is None:
            self.save_button.setEnabled(False)
            self.revert_button.setEnabled(False)
            return
        found = self._figure()
        refused = found if isinstance(found, InvalidPlan) else None
        for name, note in self.notes.items():
            wrong = refused is not None and refused.field == name
            note.setText(refused.sentence if wrong else "")
            note.setVisible(wrong)
            box = getattr(self, name)
            set_property(note, "tone", "bad" if wrong else "")
            set_property(box, "wrong", "yes" if wrong else "")
            box.setAccessibleDescription(note.text())
        self.save_button.setEnabled(self.edited and refused is None)
        self.revert_button.setEnabled(self.edited)

    @Slot()
    def _on_accepted(self) -> None:
        if self.save_button.isEnabled():
            self.accepted.emit(self._row, self._figure())

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """Three lines of rationale at least; large text has the halves one below the other."""
        large = theme.text_scale >= LARGE_TEXT
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        self.rationale.setMinimumHeight(4 * theme.pixels("body") + UNIT)
        self.rationale.setMaximumHeight(6 * theme.pixels("body") + 2 * UNIT)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * UNIT)
    grid.setVerticalSpacing(UNIT // 2)
    grid.setColumnStretch(1, 1)
    return grid


def _add(grid: QGridLayout, row: int, name: str, buddy: QWidget, field: QWidget | QLayout) -> Words:
    words = Words(name)
    words.setBuddy(buddy)
    grid.addWidget(words, row, 0)
    if isinstance(field, QLayout):
        grid.addLayout(field, row, 1)
    else:
        grid.addWidget(field, row, 1)
    return words


def _values_of(figure: Assumption) -> dict[str, object]:
    return {
        "status": figure.status,
        "source": figure.source.strip(),
        "rationale": figure.rationale.strip(),
        "owner": figure.owner.strip(),
        "review": figure.review,
    }


def _dated(figure: Assumption) -> str:
    return "" if figure.dated is None else f" (source of {day_text(figure.dated)})"
