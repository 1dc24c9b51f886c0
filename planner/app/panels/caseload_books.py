"""The officers above, the cases of the chosen one below, and between them what a re-allocation would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from planner.app.caseload_views import Trial, cases_of
from planner.app.theme import UNIT
from planner.app.widgets.case_tables import CasesTable, OfficersTable, case_columns, officer_columns
from planner.app.widgets.words import Elided, Words, set_property

if TYPE_CHECKING:
    from planner.app.caseload_views import TeamView
    from planner.app.theme import Appearance, Theme
    from planner.model.team import Team
    from planner.report.caseload import OfficerRow

ROWS_AT_LEAST = 6
HINT = (
    "To try another allocation, drag cases onto an officer above, or choose some and press M. Nothing is changed yet."
)


class BooksPage(QWidget):
    """A trial is shown in both tables and in words; it is kept or discarded as a whole."""

    keep_wanted = Signal()
    move_wanted = Signal(object)
    """Keys of cases for which an owner is to be chosen."""
    trial_changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="caseload_books")
        self.trial: Trial | None = None
        self._trials: dict[str, Trial] = {}
        """What is tried in each team that was looked at, by the team's key."""
        self._writable = False
        self._shape: Team | None = None
        """The team that the columns are for."""
        self._before: dict[str | None, tuple[int, str]] = {}
        self.officers = OfficersTable(appearance)
        self.cases = CasesTable(appearance)
        self.title = Elided("", "section")
        self.move_button = QPushButton("Move to…", objectName="caseload_move")
        self.move_button.setToolTip("Choose an officer for the chosen cases (M). It is tried first, not kept.")
        self.strip = QFrame(objectName="caseload_trial", accessibleName="Re-allocation that is tried")
        self.strip.setProperty("kind", "banner")
        self.effect = Words(HINT, wrap=True)
        self.keep_button = QPushButton("Keep", objectName="caseload_keep")
        self.keep_button.setProperty("tone", "primary")
        self.discard_button = QPushButton("Discard", objectName="caseload_discard")
        self._arrange()
        self.officers.chosen.connect(self._on_officer)
        self.officers.entered_row.connect(lambda _: self.cases.setFocus())
        self.officers.dropped.connect(self._on_dropped)
        self.officers.hovered.connect(self._on_hovered)
        self.cases.move_wanted.connect(self._ask)
        self.move_button.clicked.connect(self._ask)
        self.keep_button.clicked.connect(self.keep_wanted)
        self.discard_button.clicked.connect(self.discard)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        strip = QHBoxLayout(self.strip)
        strip.setContentsMargins(2 * UNIT, UNIT // 2, UNIT, UNIT // 2)
        strip.setSpacing(UNIT)
        strip.addWidget(self.effect, 1)
        strip.addWidget(self.discard_button)
        strip.addWidget(self.keep_button)
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        top.addWidget(self.title, 1)
        top.addWidget(self.move_button)
        book = QWidget()
        lower = QVBoxLayout(book)
        lower.setContentsMargins(0, UNIT // 2, 0, 0)
        lower.setSpacing(UNIT)
        lower.addWidget(self.strip)
        lower.addLayout(top)
        lower.addWidget(self.cases, 1)
        self.halves = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False, objectName="caseload_halves")
        self.halves.addWidget(self.officers)
        self.halves.addWidget(book)
        self.halves.setStretchFactor(0, 3)
        self.halves.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.halves)

    def show_view(self, view: TeamView, *, writable: bool) -> None:
        """The team as the plan has it; its trial goes on as far as it still fits."""
        self._writable = writable
        self.trial = self._trials.setdefault(view.load.team.key, Trial(view))
        self.trial.fit(view)
        self._draw()

    def forget(self) -> None:
        """Another plan: what was tried is gone with it."""
        self.trial = None
        self._trials.clear()

    def _draw(self) -> None:
        """Both tables with the trial in them; what was chosen stays so."""
        from planner.report.caseload import capacity_text

        trial = self.trial
        base, load = trial.base, trial.load
        self._before = {
            before.officer.key: (len(before.cases), capacity_text(before.capacity))
            for before, after in zip(base.officers, load.officers, strict=True)
            if before is not after
        }
        chosen = self.officers.current
        columns = None if base.team == self._shape else officer_columns(base.team, self._was)
        self._shape = base.team
        if columns is not None:
            self.cases.show_rows((), case_columns(base.team, self._from))
        # The book is shown once, when everything else is.
        blocked = self.officers.blockSignals(True)
        self.officers.show_rows(trial.view.rows.sorted(load), columns)
        if chosen is not None:
            for at, row in enumerate(self.officers.table.rows):
                if row.key == chosen.key:
                    self.officers.choose(at)
        self.officers.blockSignals(blocked)
        self._show_book(self.officers.current)
        self._tell()

    def _was(self, row: OfficerRow) -> str:
        """What an officer's row was before the trial."""
        found = self._before.get(row.key)
        return f"Trial: was {found[0]} cases, {found[1]}" if found else ""

    def _from(self, key: str) -> str:
        """From whom a trial took a case."""
        if self.trial is None or key not in self.trial.moves:
            return ""
        return f"from {self.name_of(self.trial.view.home[key])}"

    def name_of(self, key: str | None) -> str:
        """An officer's post."""
        from planner.report.caseload import NO_OWNER

        names = {entry.officer.key: entry.officer.name for entry in self.trial.base.officers}
        return names.get(key, NO_OWNER) if key is not None else NO_OWNER

    @Slot(object)
    def _on_officer(self, row: OfficerRow | None) -> None:
        self._show_book(row)

    def _show_book(self, row: OfficerRow | None) -> None:
        if row is None or self.trial is None:
            self.cases.show_rows(())
            self.title.setText("")
            self.move_button.setEnabled(False)
            return
        cases = cases_of(self.trial.load, row.key)
        late = sorted(cases, key=lambda case: (-(case.days_late or -10_000), case.case.opened))
        self.cases.show_rows(late)
        whose = "Cases without an owner" if row.key is None else f"Cases of {row.name}"
        self.title.setText(f"{whose}: {len(cases):,}")
        self.cases.setAccessibleName(whose)
        self.move_button.setEnabled(bool(cases))

    @property
    def count(self) -> int:
        """How many cases a trial moves."""
        return 0 if self.trial is None else len(self.trial.moves)

    def _tell(self, words: str = "", tone: str = "info") -> None:
        """What a trial does, or how to begin one."""
        from planner.report.caseload import effect_lines
        from planner.report.words import counted

        moved = self.count
        if not words and moved:
            effect = "; ".join(effect_lines(self.trial.base, self.trial.load))
            hours = self.trial.base.team.handover_hours.value
            handover = f" Handing over takes about {hours:g} hours a case." if hours else ""
            words = f"Tried, not kept: {counted(moved, 'case')} moved. {effect}.{handover}"
        self.effect.setText(words or HINT)
        self.strip.setAccessibleDescription(self.effect.text())
        set_property(self.strip, "tone", tone)
        for button in (self.keep_button, self.discard_button):
            button.setVisible(bool(moved))
        self.keep_button.setEnabled(self._writable)
        self.keep_button.setToolTip(
            "Make this the plan, in one step that Undo takes back." if self._writable else "This plan is read-only."
        )

    @Slot(object, object)
    def _on_dropped(self, keys: tuple[str, ...], row: OfficerRow) -> None:
        self.move(keys, row.key)

    @Slot(object, object)
    def _on_hovered(self, keys: tuple[str, ...] | None, row: OfficerRow | None) -> None:
        """Say what dropping here would do."""
        if keys is None:
            self._tell()
            return
        from planner.report.caseload import effect_lines

        refusal = self.trial.refusal(keys, row.key)
        if refusal:
            self._tell(refusal, "warn")
            return
        lines = effect_lines(self.trial.load, self.trial.with_more(keys, row.key))
        self._tell(f"Drop here: {'; '.join(lines) or 'nothing changes'}.")

    @Slot()
    def _ask(self) -> None:
        keys = self.cases.chosen_keys
        if keys:
            self.move_wanted.emit(keys)

    def move(self, keys: tuple[str, ...], owner: str | None) -> None:
        """Try these cases under another owner."""
        refusal = self.trial.refusal(keys, owner)
        if refusal:
            self._tell(refusal, "warn")
            return
        self.trial.move(keys, owner)
        self._draw()
        self.trial_changed.emit()

    @Slot()
    def discard(self) -> None:
        """Go back to the allocation of the plan."""
        if self.trial is not None:
            self.trial.clear()
            self._draw()
            self.officers.setFocus()
            self.trial_changed.emit()

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """A few rows of each table are always there."""
        high = round(theme.pixels("body") * 1.5) + UNIT
        self.officers.setMinimumHeight((ROWS_AT_LEAST if theme.text_scale < 1.5 else 4) * high)
        self.cases.setMinimumHeight(4 * high)
