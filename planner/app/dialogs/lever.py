"""The question about one lever: a small form, made from the table of its kind's fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDateEdit,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from planner.app.dialogs.lever_fields import FIELDS, Control, LeverField, choices, require_valid
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.number_box import NumberBox, WholeBox
from planner.app.widgets.words import Words, set_property
from planner.model.checks import InvalidPlan
from planner.report.levers import lever_name, lever_sentence

if TYPE_CHECKING:
    from planner.app.theme import Appearance
    from planner.model.plan import Plan
    from planner.model.scenario import Lever
    from planner.model.team import Team

FIRST_DAY, LAST_DAY = QDate(1950, 1, 1), QDate(2150, 12, 31)
"""What the model takes for a date."""
WIDTH = 57 * UNIT
"""Of the form, in pixels at a text scale of 1."""


class FieldControl(QWidget):
    """The control of one field. `value` is the very one that was given until the user changes what is shown."""

    changed = Signal()

    def __init__(self, field: LeverField, given: object, options: list[tuple[str, object]]) -> None:
        super().__init__()
        self.field = field
        self._given = given
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        self.has_end: ChoiceBox | None = None
        """Whether there is a last day, where there need be none."""
        if field.control in (Control.DAY, Control.LAST_DAY):
            self._read = self._make_day(row)
        elif field.control in (Control.WHOLE, Control.NUMBER, Control.PERCENT):
            self._read = self._make_number(row)
        else:
            self._read = self._make_choice(row, options)
        row.addStretch(1)
        self._shown = self._read()

    @property
    def value(self) -> object:
        """The field's value as it is set."""
        shown = self._read()
        return self._given if shown == self._shown else shown

    def _make_number(self, row: QHBoxLayout) -> Callable[[], object]:
        field = self.field
        whole, scale = field.control is Control.WHOLE, 100.0 if field.control is Control.PERCENT else 1.0
        self.box = WholeBox() if whole else NumberBox(decimals=2)
        self.box.setRange(field.low, field.high)
        self.box.setMinimumWidth(14 * UNIT)
        self.box.setGroupSeparatorShown(True)
        if field.unit == "£":
            self.box.setPrefix("£")
        elif field.unit:
            self.box.setSuffix(f" {field.unit}")
        self.box.setValue(self._given if whole else self._given * scale)
        self.box.valueChanged.connect(self.changed)
        self._name(row)
        return lambda: self.box.value() if whole else self.box.value() / scale

    def _make_choice(self, row: QHBoxLayout, options: list[tuple[str, object]]) -> Callable[[], object]:
        self.box = ChoiceBox("", "")
        self.box.setMinimumContentsLength(24)
        for text, _ in options:
            self.box.addItem(text)
        # Looked up here and not by Qt, which would turn a member of an enumeration into a text.
        stand_for = [data for _, data in options]
        self.box.setCurrentIndex(stand_for.index(self._given))
        self.box.currentIndexChanged.connect(self.changed)
        self._name(row)
        return lambda: stand_for[self.box.currentIndex()]

    def _make_day(self, row: QHBoxLayout) -> Callable[[], object]:
        optional = self.field.control is Control.LAST_DAY
        self.box = QDateEdit(calendarPopup=True)
        self.box.setDateRange(FIRST_DAY, LAST_DAY)
        self.box.setDisplayFormat("d MMM yyyy")
        if isinstance(self._given, date):
            self.box.setDate(QDate(self._given.year, self._given.month, self._given.day))
        self.box.dateChanged.connect(self.changed)
        if optional:
            self.has_end = ChoiceBox(f"lever_has_{self.field.name}", "Whether it ends")
            self.has_end.addItems(("None", "Ends on"))
            self.has_end.setCurrentIndex(int(self._given is not None))
            self.has_end.currentIndexChanged.connect(lambda at: self.box.setEnabled(at > 0))
            self.has_end.currentIndexChanged.connect(self.changed)
            self.box.setEnabled(self.has_end.currentIndex() > 0)
            row.addWidget(self.has_end)
        self._name(row)

        def read() -> date | None:
            day = self.box.date()
            return None if optional and not self.has_end.currentIndex() else date(day.year(), day.month(), day.day())

        return read

    def _name(self, row: QHBoxLayout) -> None:
        self.box.setObjectName(f"lever_{self.field.name}")
        self.box.setAccessibleName(self.field.label)
        self.box.setAccessibleDescription(self.field.help)
        row.addWidget(self.box)

    def begin_on(self, day: date) -> None:
        """What an end that is not set yet begins with when it is."""
        if self.has_end is not None and not self.has_end.currentIndex():
            blocked = self.box.blockSignals(True)
            self.box.setDate(QDate(day.year, day.month, day.day))
            self.box.blockSignals(blocked)
            self._shown = self._read()


class LeverDialog(QDialog):
    """Asks for one lever of a team and hands it to `then`; it cannot be accepted while the model refuses it."""

    def __init__(
        self,
        parent: QWidget,
        appearance: Appearance,
        plan: Plan,
        team: Team,
        lever: Lever,
        *,
        new: bool,
        then: Callable[[Lever], None],
    ) -> None:
        super().__init__(parent, objectName="lever_dialog")
        kind = lever_name(type(lever))
        self.setWindowTitle(f"{'Add a lever' if new else 'Edit the lever'}: {kind[:1].lower()}{kind[1:]}")
        self._plan, self._given, self._then = plan, lever, then
        self._scale = appearance.theme.text_scale
        self.lever: Lever | None = lever
        """What the form says; None while the model refuses it."""
        self.controls: dict[str, FieldControl] = {}
        self.notes: dict[str, Words] = {}
        """Below each control: its help, or why the model refuses what it says."""
        for field in FIELDS[type(lever)]:
            given = getattr(lever, field.name)
            control = FieldControl(field, given, choices(field.control, plan, team, given))
            control.changed.connect(self._on_changed)
            self.controls[field.name] = control
            self.notes[field.name] = Words(field.help, "caption", wrap=True)
        self.sentence = Words("", "strong", wrap=True)
        self.accept_button = QPushButton("Add" if new else "Change", objectName="lever_accept", default=True)
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="lever_cancel")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self._arrange()
        self._on_changed()

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, UNIT, 0)
        grid.setHorizontalSpacing(2 * UNIT)
        grid.setVerticalSpacing(UNIT + UNIT // 2)
        grid.setColumnStretch(1, 1)
        for at, (name, control) in enumerate(self.controls.items()):
            words = Words(control.field.label)
            words.setBuddy(control.box)
            # In the middle of the control beside it, whatever stands below that.
            words.setMinimumHeight(control.sizeHint().height())
            cell = QVBoxLayout()
            cell.setSpacing(UNIT // 2)
            cell.addWidget(control)
            cell.addWidget(self.notes[name])
            grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(cell, at, 1)
        grid.setRowStretch(len(self.controls), 1)
        page = QWidget()
        page.setProperty("kind", "page")
        page.setLayout(grid)
        self._area = QScrollArea(widgetResizable=True, accessibleName="Fields of the lever")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(page)
        self._page = page
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.sentence)
        layout.addLayout(buttons)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Qt by itself would not make it higher than two thirds of the screen; typing begins in the first field."""
        super().showEvent(event)
        self.resize(self.sizeHint())
        first = next(iter(self.controls.values())).box
        first.setFocus()
        if isinstance(first, QAbstractSpinBox):
            first.selectAll()

    def sizeHint(self) -> QSize:  # noqa: N802
        """All fields without scrolling, as far as the window over which it stands is high enough."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        least = self._page.minimumSizeHint().width() + bar
        inside = max(round(WIDTH * min(self._scale, 1.5)), least)
        rest = 2 * self.sentence.fontMetrics().height() + self.accept_button.sizeHint().height() + 10 * UNIT
        form = self._page.layout()
        wanted = form.totalHeightForWidth(inside) if form.hasHeightForWidth() else form.totalSizeHint().height()
        return QSize(inside + 5 * UNIT, min(wanted + rest, self.parentWidget().window().height() - 6 * UNIT))

    @Slot()
    def _on_changed(self) -> None:
        values = {name: control.value for name, control in self.controls.items()}
        for name, control in self.controls.items():
            idle = control.field.idle_when
            is_idle = idle is not None and values[idle[0]] == idle[1]
            control.setEnabled(not is_idle)
            if is_idle:
                values[name] = next(field.default for field in fields(self._given) if field.name == name)
            if "start" in values:
                control.begin_on(values["start"])
        refused = self._take(values)
        for name, note in self.notes.items():
            wrong = refused is not None and refused.field == name
            note.setText(refused.sentence if wrong else self.controls[name].field.help)
            note.setVisible(bool(note.text()))
            set_property(note, "tone", "warn" if wrong else "")
            self.controls[name].box.setAccessibleDescription(note.text())
        self.accept_button.setEnabled(refused is None)
        if refused is None:
            self.sentence.setText(lever_sentence(self.lever, self._plan))
        elif refused.field in self.notes:
            self.sentence.setText("This cannot be simulated yet: see the field in question.")
        else:
            self.sentence.setText(refused.sentence)

    def _take(self, values: dict[str, object]) -> InvalidPlan | None:
        """Make the lever of the values; what is wrong with them, if anything."""
        kept = {field.name: getattr(self._given, field.name) for field in fields(self._given)}
        try:
            self.lever = type(self._given)(**(kept | values))
            require_valid(self._plan, (self.lever,))
        except InvalidPlan as error:
            self.lever = None
            return error
        return None

    def accept(self) -> None:
        """Hand the lever over; nothing happens while the model refuses it."""
        if self.lever is not None:
            super().accept()
            self._then(self.lever)
