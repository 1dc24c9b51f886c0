"""Above the grid of a rota: which rota and draft, what is painted, and what the solver is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from planner.app.names import key_for
from planner.app.rota_run import IMPROVE, SOLVE
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.chip import Chip
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.rota_brushes import RotaBrushes
from planner.app.widgets.run_strip import RunStrip
from planner.model.shift import OFF

if TYPE_CHECKING:
    from planner.app.models.rota_cells import RotaCells
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.model.rota import Rota
    from planner.model.rota_checks import RotaCheck
    from planner.model.rota_draft import RotaDraft, RotaLine

ACROSS = QBoxLayout.Direction.LeftToRight
SECONDS = ((15, "15 seconds"), (60, "1 minute"), (300, "5 minutes"))
PUBLISHED = "published "
"""Begins what stands for a published version in the box, before its number: no key has a space."""


class RotaBar(QWidget):
    """Two rows of controls. What is on show is remembered by key, so that it stays through a change of the plan."""

    shown_changed = Signal()
    """Another rota or draft is to be shown."""
    brush_changed = Signal(object)
    new_wanted = Signal()
    edit_wanted = Signal()
    copy_wanted = Signal()
    remove_wanted = Signal()
    solve_wanted = Signal(str)
    why_wanted = Signal(str)

    def __init__(self, appearance: Appearance, session: Session) -> None:
        super().__init__(objectName="rota_bar")
        self._session = session
        self._chosen: tuple[str | None, str | None] = (None, None)
        self.rotas = ChoiceBox("rota_choice", "Rota on show")
        self.drafts = ChoiceBox("rota_draft", "Draft or published version on show")
        self.rotas.setMinimumContentsLength(22)
        self.state = Chip(appearance, "info", "")
        self.new = _button("New rota…", "rota_new", "Begin a rota for a team from a cycle of duties.")
        self.edit = _button("Edit rota…", "rota_edit", "Its people, duties, cover, cycles, leave, wishes and rules.")
        self.copy = _action(self, "Copy draft", "rota_copy", "A draft of its own with the same duties and locks.")
        self.remove = _action(self, "Remove draft", "rota_remove", "Take this draft out; Undo brings it back.")
        self.brushes = RotaBrushes(appearance)
        self.solve = _button("Solve", "rota_solve", "Find the best lawful rota, locks kept, as a draft of its own.")
        self.solve.setProperty("tone", "primary")
        self.improve = _button("Improve", "rota_improve", "Make this draft lawful and better, locks kept.")
        self.seconds_box = ChoiceBox("rota_seconds", "How long the solver looks at most")
        self.seconds_box.setMinimumContentsLength(8)
        for seconds, words in SECONDS:
            self.seconds_box.addItem(words, seconds)
        self.why = _button(
            "Why not…",
            "rota_why",
            "Ask what it would cost to have the chosen cell otherwise, or which rules forbid it.",
        )
        self.why_menu = QMenu(self.why, accessibleName="Have the chosen cell as")
        self.why.setMenu(self.why_menu)
        self.more = _button("More", "rota_more", "Publish, days away and repair, drafts, compare, export, print.")
        self.more_menu = QMenu(self.more, accessibleName="More for this rota")
        self.more.setMenu(self.more_menu)
        self.strip = RunStrip("Solving", "search")
        self._arrange()
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)
        self.rotas.activated.connect(self._on_rota)
        self.drafts.activated.connect(self._on_draft)
        self.brushes.brush_changed.connect(self.brush_changed)
        self.new.clicked.connect(self.new_wanted)
        self.edit.clicked.connect(self.edit_wanted)
        self.copy.triggered.connect(lambda: self.copy_wanted.emit())
        self.remove.triggered.connect(lambda: self.remove_wanted.emit())
        self.solve.clicked.connect(lambda: self.solve_wanted.emit(SOLVE))
        self.improve.clicked.connect(lambda: self.solve_wanted.emit(IMPROVE))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        self.first, self.second, self.third = QBoxLayout(ACROSS), QHBoxLayout(), QHBoxLayout()
        chosen, buttons = QHBoxLayout(), QHBoxLayout()
        for row in (self.first, self.second, self.third):
            row.setSpacing(UNIT)
            column.addLayout(row)
        self.first.addLayout(chosen, 1)
        self.first.addLayout(buttons)
        chosen.setSpacing(UNIT)
        buttons.setSpacing(UNIT)
        chosen.addWidget(self.rotas, 2)
        chosen.addWidget(self.drafts, 1)
        chosen.addWidget(self.state)
        for widget in (self.edit, self.new, self.more):
            buttons.addWidget(widget)
        self.second.addWidget(self.brushes)
        self.second.addStretch(1)
        for widget in (self.solve, self.improve, self.seconds_box, self.why):
            self.third.addWidget(widget)
        self.third.addWidget(self.strip, 1)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """With large text the buttons stand below what is chosen."""
        self.first.setDirection(QBoxLayout.Direction.TopToBottom if theme.text_scale >= LARGE_TEXT else ACROSS)
        self.rotas.setMinimumContentsLength(8 if theme.text_scale >= LARGE_TEXT else 22)
        self.drafts.setMinimumContentsLength(8 if theme.text_scale >= LARGE_TEXT else 12)

    @property
    def seconds(self) -> float:
        """How long the solver may look."""
        return float(self.seconds_box.currentData())

    @property
    def rota(self) -> Rota | None:
        """The rota on show, as the plan has it now."""
        plan = self._session.plan
        return None if plan is None else next((rota for rota in plan.rotas if rota.key == self._chosen[0]), None)

    @property
    def draft(self) -> RotaDraft | None:
        """The draft on show; None for a published version."""
        rota = self.rota
        return None if rota is None else next((draft for draft in rota.drafts if draft.key == self._chosen[1]), None)

    @property
    def lines(self) -> tuple[RotaLine, ...]:
        """The lines on show."""
        draft = self.draft
        if draft is not None:
            return draft.lines
        version = next((one for one in self.rota.publications if self._chosen[1] == f"{PUBLISHED}{one.version}"), None)
        assert version is not None
        return version.lines

    @property
    def version_name(self) -> str:
        """What the draft or version on show is called."""
        return self.drafts.currentText()

    def other_versions(self) -> list[tuple[str, tuple[RotaLine, ...]]]:
        """The drafts and published versions that are not on show, by name."""
        rota = self.rota
        found = {draft.key: draft.lines for draft in rota.drafts}
        found |= {f"{PUBLISHED}{version.version}": version.lines for version in rota.publications}
        places = range(self.drafts.count())
        rows = ((self.drafts.itemText(at), self.drafts.itemData(at)) for at in places)
        return [(name, found[key]) for name, key in rows if key != self._chosen[1]]

    def choose(self, rota: str | None, draft: str | None) -> None:
        """Show a rota and draft from the next change of the plan on; without a draft the rota's last one."""
        self._chosen = (rota, draft)

    def free_name(self, name: str) -> tuple[str, str]:
        """A key and a name that no draft of the rota has."""
        names = {draft.name for draft in self.rota.drafts}
        number, free = 2, name
        while free in names:
            free, number = f"{name} {number}", number + 1
        return key_for(free, {draft.key for draft in self.rota.drafts}, "draft"), free

    def show_plan(self, plan: Plan) -> None:
        """Fill the boxes; what was on show stays where it is still there."""
        rota, draft = self._chosen
        keys = [entry.key for entry in plan.rotas]
        if rota not in keys:
            rota, draft = (keys[-1] if keys else None), None
        self.rotas.clear()
        for entry in plan.rotas:
            self.rotas.addItem(entry.name, entry.key)
        self.rotas.setCurrentIndex(self.rotas.findData(rota))
        self._chosen = (rota, draft)
        self._show_drafts()

    def _show_drafts(self) -> None:
        self.drafts.clear()
        rota, (key, draft) = self.rota, self._chosen
        if rota is None:
            return
        for entry in rota.drafts:
            self.drafts.addItem(entry.name, entry.key)
        for version in reversed(rota.publications):
            day = f"{version.on.day} {version.on:%b %Y}"
            self.drafts.addItem(f"Published {version.version}, {day}", f"{PUBLISHED}{version.version}")
        at = self.drafts.findData(draft)
        if at < 0:
            at = max(0, len(rota.drafts) - 1)
        self.drafts.setCurrentIndex(at)
        self._chosen = (key, self.drafts.itemData(at))

    @Slot()
    def _on_rota(self) -> None:
        self._chosen = (self.rotas.currentData(), None)
        self._show_drafts()
        self.shown_changed.emit()

    @Slot()
    def _on_draft(self) -> None:
        self._chosen = (self._chosen[0], self.drafts.currentData())
        self.shown_changed.emit()

    def show_state(self, check: RotaCheck, *, pending: bool = False) -> None:
        """Whether what is on show is lawful."""
        hard = len(check.hard)
        if pending:
            self.state.show_status("info", "Checking…")
        elif hard:
            self.state.show_status("bad", f"{hard:,} hard {'rule' if hard == 1 else 'rules'} broken")
        else:
            self.state.show_status("good", "Lawful")

    def refresh(self, *, writable: bool, at_work: bool) -> None:
        """What can be done now."""
        draft, rota = self.draft, self.rota
        self.new.setEnabled(writable)
        self.copy.setEnabled(writable)
        last = rota is not None and len(rota.drafts) + len(rota.publications) <= 1
        self.remove.setEnabled(writable and draft is not None and not last and not at_work)
        for button in (self.solve, self.improve, self.why):
            button.setEnabled(writable and draft is not None and not at_work)
        self.brushes.setEnabled(writable and draft is not None)

    def fill_why(self, cells: RotaCells, present: str) -> None:
        """The duties that the chosen cell does not have."""
        self.why_menu.clear()
        for shift in (*cells.facts.kinds, OFF):
            if shift != present:
                name = cells.shift_words(shift)
                action = self.why_menu.addAction(f"{name[:1].upper()}{name[1:]}")
                action.triggered.connect(lambda _=False, shift=shift: self.why_wanted.emit(shift))


def _action(parent: QWidget, text: str, name: str, hint: str) -> QAction:
    action = QAction(text, parent, objectName=name)
    action.setToolTip(hint)
    return action


def _button(text: str, name: str, hint: str) -> QPushButton:
    button = QPushButton(text, objectName=name)
    button.setToolTip(hint)
    return button
