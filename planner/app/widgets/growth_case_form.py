"""One growth case, edited in place: its parts, one at a time, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from planner.app.demand_views import points_in
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.growth_parts import (
    KINDS,
    UNSAID,
    fresh,
    is_explained,
    part_text,
    parts_of,
    points_text,
    with_part,
    without_part,
)
from planner.app.widgets.number_box import NumberBox, WholeBox
from planner.app.widgets.words import Words, set_property
from planner.model.checks import InvalidPlan
from planner.model.growth import Compound, GrowthCase, ManualPoints, Percentage, Step, VolumeDriver

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.app.widgets.growth_parts import Part

SLIDER = (-50, 150)
"""What the slider reaches, in percent; the box takes what the model does."""
WHY = "Needed: say where this figure comes from. Without it the fan shows the change, but it is not kept."
FIELDS: dict[type, tuple[str, ...]] = {
    Percentage: ("percent", "start", "over_days"),
    Compound: ("percent", "start"),
    Step: ("percent", "start", "end"),
    ManualPoints: ("points",),
    VolumeDriver: ("name", "cases", "per", "volumes"),
}
LABELS = {
    "percent": "Change",
    "start": "From",
    "over_days": "Reached in",
    "end": "Until",
    "points": "New cases a period, one point a line (Mar 2027 80)",
    "name": "Volume of",
    "cases": "New cases",
    "per": "for every",
    "volumes": "Units a period, one point a line (Mar 2027 2500)",
}


class GrowthCaseForm(QWidget):
    """Shows a case and tells of every change: `edited` for what can be drawn, whether it may be kept or not."""

    edited = Signal(object)
    """The changed GrowthCase."""
    settled = Signal()
    """A drag ended, or another control has the focus: what follows is another step."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="growth_case_form")
        self.case: GrowthCase | None = None
        self._at = 0
        self._start, self._level = date(2000, 1, 1), 1.0
        self.part = ChoiceBox("growth_part", "Part of the growth case")
        self.add_part = _quiet("Add part", "growth_add_part", "Add a part to the growth case")
        self.add_part.setProperty("menu", "narrow")
        self.remove_part = _quiet("Remove part", "growth_remove_part", "Remove this part of the growth case")
        menu = QMenu(self.add_part)
        menu.setAccessibleName("Add a part")
        for kind, name in KINDS.items():
            menu.addAction(name).triggered.connect(lambda _=False, kind=kind: self._on_add_part(kind))
        self.add_part.setMenu(menu)
        self.slider = QSlider(Qt.Orientation.Horizontal, minimum=SLIDER[0], maximum=SLIDER[1], singleStep=1, pageStep=5)
        self.slider.setObjectName("growth_percent_slider")
        self.slider.setAccessibleName("Change in percent")
        self.controls: dict[str, QWidget] = {
            "percent": _number(-100, 1000, " %"),
            "start": _day(),
            "over_days": WholeBox(minimum=0, maximum=3660, suffix=" days"),
            "end": _day(),
            "points": QPlainTextEdit(tabChangesFocus=True),
            "name": QLineEdit(),
            "cases": _number(0, 1_000_000, ""),
            "per": _number(0.01, 1e9, " units"),
            "volumes": QPlainTextEdit(tabChangesFocus=True),
        }
        self.has_end = ChoiceBox("growth_has_end", "Whether the step ends")
        self.has_end.addItems(("For good", "Until"))
        self.why = QPlainTextEdit(tabChangesFocus=True, objectName="growth_rationale", accessibleName="Reason")
        self.why.setPlaceholderText("Who says so, and why it should hold here")
        self.note = Words("", "caption", wrap=True)
        self.level = QCheckBox("In place of the history's own trend", objectName="growth_replaces_trend")
        self._rows: dict[str, tuple[QWidget, ...]] = {}
        self._arrange(appearance)
        self._connect()
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)
        self.show_case(None, self._start, self._level)

    def _arrange(self, appearance: Appearance) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        self.heading = Words("", "strong", wrap=True)
        layout.addWidget(self.heading)
        layout.addWidget(self.part)
        buttons.addWidget(self.add_part)
        buttons.addWidget(self.remove_part)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        for name, control in self.controls.items():
            control.setObjectName(f"growth_{name}")
            control.setAccessibleName(LABELS[name])
            words = Words(LABELS[name])
            words.setBuddy(control)
            wide = isinstance(control, QPlainTextEdit)
            row = QWidget()
            inside = QVBoxLayout(row) if wide else QHBoxLayout(row)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(UNIT // 2 if wide else UNIT)
            inside.addWidget(words)
            if name == "end":
                inside.addWidget(self.has_end)
            if name == "percent":
                inside.addWidget(self.slider, 1)
            inside.addWidget(control, 0 if name in ("percent", "end") else 1)
            layout.addWidget(row)
            self._rows[name] = (row,)
        words = Words("Reason")
        words.setBuddy(self.why)
        layout.addWidget(words)
        layout.addWidget(self.note)
        layout.addWidget(self.why)
        layout.addWidget(self.level)
        self._body = [words, self.why, self.note, self.level, self.part, self.add_part, self.remove_part]

    def _connect(self) -> None:
        self.part.currentIndexChanged.connect(self._on_part_chosen)
        self.remove_part.clicked.connect(self._on_remove_part)
        self.slider.valueChanged.connect(self._on_slid)
        self.slider.sliderReleased.connect(self.settled)
        self.has_end.currentIndexChanged.connect(self._on_changed)
        self.level.toggled.connect(self._on_changed)
        self.why.textChanged.connect(self._on_changed)
        for control in self.controls.values():
            if isinstance(control, QDateEdit):
                control.dateChanged.connect(self._on_changed)
            elif isinstance(control, QPlainTextEdit):
                control.textChanged.connect(self._on_changed)
            elif isinstance(control, QLineEdit):
                control.textEdited.connect(self._on_changed)
            else:
                control.valueChanged.connect(self._on_changed)

    def show_case(self, case: GrowthCase | None, start: date, level: float, part: int | None = None) -> None:
        """Fill the form; None for the history's own trend, which has nothing to edit."""
        same = self.case is not None and case is not None and (case.team, case.key) == (self.case.team, self.case.key)
        self.case, self._start, self._level = case, start, level
        count = len(parts_of(case)) if case is not None else 0
        self._at = min(part if part is not None else (self._at if same else 0), max(count - 1, 0))
        self._fill()

    def _fill(self) -> None:
        """Show the chosen part without telling anyone."""
        everything = [*self.controls.values(), self.slider, self.has_end, self.why, self.level, self.part]
        before = [control.blockSignals(True) for control in everything]
        parts = parts_of(self.case) if self.case is not None else ()
        self.heading.setText(
            "The history's own trend has nothing to set. Add a case to state how demand grows."
            if self.case is None
            else ""
        )
        self.heading.setVisible(self.case is None)
        self.part.clear()
        self.part.addItems([part_text(part) for part in parts])
        self.part.setCurrentIndex(self._at)
        part = parts[self._at] if parts else None
        shown = FIELDS[type(part)] if part is not None else ()
        for name, row in self._rows.items():
            for widget in row:
                widget.setVisible(name in shown)
        for name in shown:
            self._put(name, getattr(part, name))
        for widget in self._body:
            widget.setVisible(self.case is not None)
        for widget in (self.why, self._body[0], self.note):
            widget.setVisible(part is not None)
        self.part.setVisible(len(parts) > 1)
        self.remove_part.setEnabled(part is not None)
        if part is not None:
            said = "" if part.rationale == UNSAID else part.rationale
            if said != self.why.toPlainText():
                self.why.setPlainText(said)
        if self.case is not None:
            self.level.setChecked(self.case.replaces_trend)
        for control, blocked in zip(everything, before, strict=True):
            control.blockSignals(blocked)
        self._tell(None)

    def _put(self, name: str, value: object) -> None:
        control = self.controls[name]
        if isinstance(control, QDateEdit):
            if name == "end":
                self.has_end.setCurrentIndex(int(value is not None))
                control.setEnabled(value is not None)
            if isinstance(value, date):
                control.setDate(QDate(value.year, value.month, value.day))
        elif isinstance(control, QPlainTextEdit):
            control.setPlainText(points_text(value))
        elif isinstance(control, QLineEdit):
            control.setText(value)
        else:
            control.setValue(value)
            if name == "percent":
                self.slider.setValue(round(value))

    def _get(self, name: str) -> object:
        control = self.controls[name]
        if isinstance(control, QDateEdit):
            day = control.date()
            return (
                None if name == "end" and not self.has_end.currentIndex() else date(day.year(), day.month(), day.day())
            )
        if isinstance(control, QPlainTextEdit):
            return points_in(control.toPlainText())
        return control.text() if isinstance(control, QLineEdit) else control.value()

    @Slot()
    def _on_changed(self) -> None:
        if self.case is None:
            return
        parts = parts_of(self.case)
        try:
            changed = replace(self.case, replaces_trend=self.level.isChecked())
            if parts:
                part = parts[self._at]
                self.controls["end"].setEnabled(self.has_end.currentIndex() > 0)
                values = {name: self._get(name) for name in FIELDS[type(part)]}
                made = replace(part, rationale=self.why.toPlainText().strip() or UNSAID, **values)
                changed = with_part(changed, self._at, made)
                blocked = self.part.blockSignals(True)
                self.part.setItemText(self._at, part_text(made))
                self.part.blockSignals(blocked)
        except InvalidPlan as error:
            self._tell(error)
            return
        self.case = changed
        self._tell(None)
        self.edited.emit(changed)

    def _tell(self, error: InvalidPlan | None) -> None:
        """What stands in the way of keeping the case, below its reason."""
        if error is not None:
            place = f"{error.field[:1].upper()}{error.field[1:]}: " if error.field.startswith("line") else ""
            text = f"{place}{error.sentence}"
        else:
            text = "" if self.case is None or is_explained(self.case) else WHY
        self.note.setText(text)
        self.note.setVisible(bool(text))
        set_property(self.note, "tone", "warn" if text else "")
        self.why.setAccessibleDescription(text)

    @Slot(int)
    def _on_slid(self, value: int) -> None:
        box = self.controls["percent"]
        blocked = box.blockSignals(True)
        box.setValue(value)
        box.blockSignals(blocked)
        self._on_changed()

    @Slot(int)
    def _on_part_chosen(self, row: int) -> None:
        self._at = max(row, 0)
        self.settled.emit()
        self._fill()

    def _on_add_part(self, kind: type[Part]) -> None:
        part = fresh(kind, self._start, self._level)
        changed = with_part(self.case, len(parts_of(self.case)), part)
        self.settled.emit()
        self.show_case(
            changed, self._start, self._level, next(at for at, one in enumerate(parts_of(changed)) if one is part)
        )
        self.edited.emit(changed)
        self.why.setFocus()

    @Slot()
    def _on_remove_part(self) -> None:
        changed = without_part(self.case, self._at)
        self.settled.emit()
        self.show_case(changed, self._start, self._level)
        self.edited.emit(changed)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        line = round(1.5 * theme.pixels("body"))
        for edit, lines in ((self.why, 3), (self.controls["points"], 5), (self.controls["volumes"], 5)):
            edit.setFixedHeight(lines * line + UNIT)


def _quiet(text: str, name: str, accessible_name: str) -> QPushButton:
    button = QPushButton(text, objectName=name, accessibleName=accessible_name)
    button.setProperty("tone", "quiet")
    return button


def _number(low: float, high: float, suffix: str) -> NumberBox:
    return NumberBox(decimals=2, minimum=low, maximum=high, suffix=suffix)


def _day() -> QDateEdit:
    return QDateEdit(
        calendarPopup=True,
        displayFormat="d MMM yyyy",
        minimumDate=QDate(1950, 1, 1),
        maximumDate=QDate(2150, 12, 31),
    )
