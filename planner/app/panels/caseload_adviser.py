"""Who can take a case: the officers in order with reasons, and those who cannot with why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.models.table import Column
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.model.caseload import TeamLoad
    from planner.report.adviser import Candidate

NEW_CASE, NO_SKILL = "A new case", "No further skill"


def _columns() -> list[Column]:
    from planner.report.caseload import capacity_text

    return [
        Column("Officer", lambda one: one.officer.officer.name, width=24, least=14),
        Column("Can take it", _verdict, lambda one: (bool(one.refusal), one.firm), mark=_tone),
        Column("Capacity", lambda one: capacity_text(one.before), lambda one: one.before, number=True),
        Column("With it", lambda one: capacity_text(one.after), lambda one: one.after, number=True),
        Column("Cases", lambda one: f"{len(one.officer.cases):,}", lambda one: len(one.officer.cases), number=True),
        Column("Why", lambda one: one.refusal or "; ".join(one.reasons[1:]), width=110, least=30),
    ]


def _verdict(one: Candidate) -> str:
    return "No" if one.firm else "Over the limits" if one.refusal else "Yes"


def _tone(one: Candidate) -> str:
    return "bad" if one.firm else "warn" if one.refusal else "good"


class AdviserPage(QWidget):
    """The question above, the officers below; a case without an owner can be given to the chosen one."""

    give_wanted = Signal(str, str)
    """A case's key, and an officer's."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="caseload_adviser")
        self._load: TeamLoad | None = None
        self._writable = False
        self.case = ChoiceBox("adviser_case", "Which case is to be given out")
        self.band = ChoiceBox("adviser_band", "Risk band of the case")
        self.skill = ChoiceBox("adviser_skill", "Skill that the officer must have as well")
        self.answer = Words("", "section", wrap=True)
        self.give = QPushButton("Give it", objectName="adviser_give")
        self.give.setProperty("tone", "primary")
        self.table = DataTable(appearance, "adviser_table", "Officers, who has most room first", _columns())
        self._arrange()
        self.case.currentIndexChanged.connect(self._on_case)
        self.band.currentIndexChanged.connect(self._show)
        self.skill.currentIndexChanged.connect(self._show)
        self.table.chosen.connect(self._on_chosen)
        self.table.entered_row.connect(lambda _: self.give.click())
        self.give.clicked.connect(self._on_give)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(UNIT)
        self.labels = []
        for text, box in (("Who can take", self.case), ("of band", self.band), ("with", self.skill)):
            label = Words(text)
            label.setBuddy(box)
            self.labels.append(label)
            self._row.addWidget(label)
            self._row.addWidget(box, 1)
        self._row.addWidget(self.give)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT + UNIT // 2)
        layout.addLayout(self._row)
        layout.addWidget(self.answer)
        layout.addWidget(self.table, 1)

    def show_load(self, load: TeamLoad, *, writable: bool) -> None:
        """The team as the plan has it; what was asked stays so where it can."""
        self._load, self._writable = load, writable
        skills = sorted({skill for entry in load.officers for skill in entry.officer.skills})
        waiting = sorted(load.unallocated, key=lambda case: (case.case.opened, case.case.key))
        names = {band.key: band.name for band in load.team.bands}
        _fill(
            self.case,
            [(NEW_CASE, None), *((f"{case.case.key} ({names[case.case.band]})", case.case.key) for case in waiting)],
        )
        _fill(self.band, [(band.name, band.key) for band in load.team.bands])
        _fill(self.skill, [(NO_SKILL, None), *((skill, skill) for skill in skills)])
        self._on_case()

    @Slot()
    def _on_case(self) -> None:
        """A case that is there has its band."""
        key = self.case.currentData()
        if self._load is not None and key is not None:
            case = next(one.case for one in self._load.unallocated if one.case.key == key)
            blocked = self.band.blockSignals(True)
            self.band.setCurrentIndex(self.band.findData(case.band))
            self.band.blockSignals(blocked)
        self.band.setEnabled(key is None)
        self._show()

    @Slot()
    def _show(self) -> None:
        load, band = self._load, self.band.currentData()
        if load is None or band is None:
            return
        from planner.report.adviser import who_can_take

        chosen = self.table.current
        found = who_can_take(load, band, self.skill.currentData(), self.case.currentData())
        self.table.show_rows(found)
        for at, one in enumerate(self.table.table.rows):
            if chosen is not None and one.officer.officer.key == chosen.officer.officer.key:
                self.table.choose(at)
        self.answer.setText(_answer(load, found))
        self._on_chosen(self.table.current)

    @Slot(object)
    def _on_chosen(self, one: Candidate | None) -> None:
        """What the button would do, or why it cannot."""
        waiting = self.case.currentData() is not None
        self.give.setEnabled(self._writable and waiting and one is not None and not one.firm)
        self.give.setText("Give it" if one is None or not waiting else f"Give it to {one.officer.officer.name}")
        if not waiting:
            self.give.setToolTip("Choose a case without an owner on the left; there is nothing to give of a new case.")
        elif one is not None and one.refusal:
            self.give.setToolTip(f"{one.officer.officer.name} {one.refusal}.")
        else:
            self.give.setToolTip("Make this officer the owner, in one step that Undo takes back.")

    @Slot()
    def _on_give(self) -> None:
        one, key = self.table.current, self.case.currentData()
        if one is not None and key is not None:
            self.give_wanted.emit(key, one.officer.officer.key)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        large = theme.text_scale >= LARGE_TEXT
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)


def _answer(load: TeamLoad, found: tuple[Candidate, ...]) -> str:
    from planner.report.caseload import capacity_text

    if not found:
        return "Nobody is in this team yet: import officers, or begin the plan with some."
    first = found[0]
    name = first.officer.officer.name
    if not first.refusal:
        able = sum(not one.refusal for one in found)
        others = f"; {able - 1} more can" if able > 1 else ""
        return f"{name} has the most room: {capacity_text(first.after)} of hours with it{others}."
    if first.firm:
        return f"Nobody can take it. {name} {first.refusal}."
    return f"Nobody can take it within the limits. The one with the least over is {name}, who {first.refusal}."


def _fill(box: ChoiceBox, entries: list[tuple[str, str | None]]) -> None:
    """Other entries, the chosen one kept where it is still there; silently."""
    if entries == [(box.itemText(at), box.itemData(at)) for at in range(box.count())]:
        return
    chosen, blocked = box.currentData(), box.blockSignals(True)
    box.clear()
    for text, data in entries:
        box.addItem(text, data)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen is not None else 0)
    box.blockSignals(blocked)
