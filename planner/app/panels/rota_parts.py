"""What a rota is made of, edited in the Rota place: its tables on the left, the chosen one on the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QListWidget, QMenu, QPushButton, QVBoxLayout, QWidget

from planner.app import rota_work
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.sheet_editor import SheetEditor
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.model.rota import Cover, Rota
    from planner.model.rota_library import LibraryPattern

PEOPLE, COVER, CYCLES, AWAY, RULES = "people", "cover", "cycles", "away", "rules"
RULE_LINES = 5


class RotaPartsPage(QWidget):
    """Every change is saved at once as a step that Undo takes back; Esc goes back to the grid."""

    left = Signal()
    """Back to the grid."""

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__(objectName="rota_parts", accessibleName="What the rota is made of")
        self._appearance, self._session, self._jobs, self._dialogs = appearance, session, jobs, dialogs
        self._plan: Plan | None = None
        self._read_only = False
        self._rota: Rota | None = None
        self._job: Job | None = None
        self.back = QPushButton("Back to the grid", objectName="rota_parts_back")
        self.back.setToolTip("Back to people by days (Esc).")
        self.title = Words("", "section")
        self.list = QListWidget(objectName="rota_parts_list", accessibleName="What the rota is made of")
        self.editor = SheetEditor(appearance, session, "rota_parts")
        self.editor.source_button.hide()
        self.fill = QPushButton("Fill from the team", objectName="rota_parts_fill")
        self.earlier = QPushButton("From the last rota", objectName="rota_parts_earlier")
        self.earlier.setToolTip(
            "Fill in what people worked just before this rota, and their weekends, from the team's published rotas."
        )
        self.library = QPushButton("From the library", objectName="rota_parts_library")
        self.library.setToolTip("Add a shipped cycle, with the kinds of duty that it needs.")
        self.library.setMenu(QMenu(self.library, accessibleName="Cycles of the library"))
        self.everybody = QPushButton("Put everybody on it", objectName="rota_parts_everybody")
        self.everybody.setToolTip("Put everybody of this rota on the chosen cycle, spread over its teams in turn.")
        self.need = QPushButton("From the demand", objectName="rota_parts_need")
        self.need.setToolTip("Work out from a simulation how many people the team's work takes on each weekday.")
        self.need.setMenu(QMenu(self.need, accessibleName="Demand to propose the cover from"))
        self._arrange()
        self.back.clicked.connect(self.left)
        QShortcut(
            QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        ).activated.connect(self.left)
        self.list.currentRowChanged.connect(self._show)
        self.editor.current_changed.connect(self._refresh)
        self.fill.clicked.connect(self._on_fill)
        self.earlier.clicked.connect(self._on_earlier)
        self.everybody.clicked.connect(self._on_everybody)
        self.library.menu().aboutToShow.connect(self._fill_library)
        self.need.menu().aboutToShow.connect(self._fill_need)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        from planner.edit.rota_parts.catalogue import ROTA_SHEETS

        for key, (title, _) in ROTA_SHEETS.items():
            self.list.addItem(title)
            self.list.item(self.list.count() - 1).setData(Qt.ItemDataRole.UserRole, key)
        self.list.setCurrentRow(0)
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        top.addWidget(self.back)
        top.addWidget(self.title, 1)
        for place, button in enumerate((self.fill, self.earlier, self.library, self.everybody, self.need)):
            self.editor.buttons.insertWidget(1 + place, button)
        self.lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.lower.setSpacing(2 * UNIT)
        self.lower.addWidget(self.list)
        self.lower.addWidget(self.editor, 1)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        inside.setSpacing(2 * UNIT)
        inside.addLayout(top)
        inside.addLayout(self.lower, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(card)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """The list as wide as its words; with large text the buttons stand below what is said of a cell."""
        self.list.setFixedWidth(self.list.sizeHintForColumn(0) + 4 * UNIT)
        self.editor.stack_foot(theme.text_scale >= LARGE_TEXT)

    def show_rota(self, rota: Rota) -> None:
        """The tables of a rota of the open plan; the one that was on show stays."""
        self._plan, self._rota, self._read_only = self._session.plan, rota, self._session.workspace.read_only
        self.title.setText(rota.name)
        self._show()

    def choose(self, key: str) -> None:
        """Show a table by its key."""
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == key:
                self.list.setCurrentRow(at)

    @property
    def key(self) -> str:
        """The key of the table on show."""
        return self.list.currentItem().data(Qt.ItemDataRole.UserRole)

    @Slot()
    def _show(self) -> None:
        from planner.edit.rota_parts.catalogue import rota_sheet

        if self._rota is not None:
            sheet = rota_sheet(self._plan, self._rota, self.key)
            # Rules say most of themselves; the table keeps its height from one to the next.
            lines = RULE_LINES if self.key == RULES else 1
            self.editor.message.setMinimumHeight(lines * self.editor.message.fontMetrics().lineSpacing())
            self.editor.show_sheet(sheet, self._rota.name, read_only=self._read_only)

    @Slot()
    def _refresh(self) -> None:
        """The buttons that go with the table on show."""
        key, writable = self.key, not self._read_only
        self.fill.setVisible(key in (PEOPLE, AWAY))
        self.fill.setText("Fill from the team" if key == PEOPLE else "Fill from Caseload")
        self.fill.setToolTip(
            "Add everybody of the team who is not on this rota, with the hours of their full-time equivalent."
            if key == PEOPLE
            else "Add the dated absences of the plan's officers that fall on this rota, whole days only."
        )
        self.earlier.setVisible(key == PEOPLE)
        self.library.setVisible(key == CYCLES)
        self.everybody.setVisible(key == CYCLES)
        self.need.setVisible(key == COVER)
        self.fill.setEnabled(writable)
        self.earlier.setEnabled(writable)
        self.library.setEnabled(writable)
        self.everybody.setEnabled(writable and self.editor.row is not None and bool(self._rota.people))
        self.need.setEnabled(writable and self._job is None)

    @Slot()
    def _on_fill(self) -> None:
        from planner.edit.rota_parts.filling import fill_days_away, fill_from_team

        if self.key == PEOPLE:
            self._fill_with(fill_from_team, "Fill the rota from the team", "Everybody of the team is on this rota.")
        else:
            none = "Caseload has no whole days away on this rota that are not here."
            self._fill_with(fill_days_away, "Fill days away from Caseload", none)

    @Slot()
    def _on_earlier(self) -> None:
        from planner.edit.rota_before import take_over_before

        nothing = "The team has no published rota that goes up to this one, or all of it is here already."
        self._fill_with(take_over_before, "Fill in the days before the rota", nothing)

    def _fill_with(self, edit: object, label: str, nothing: str) -> None:
        plan = edit(self._plan, self._rota.key)
        if plan is self._plan:
            self.editor.say(nothing)
        else:
            self.editor.change(label, plan)

    @Slot()
    def _fill_library(self) -> None:
        from planner.storage.rota_patterns import library_patterns

        menu = self.library.menu()
        menu.clear()
        for pattern in library_patterns():
            menu.addAction(pattern.name, partial(self._on_library, pattern))

    def _on_library(self, cycle: LibraryPattern) -> None:
        from planner.edit.rota_parts.cycles import add_library_cycle

        plan = add_library_cycle(self._plan, self._rota.key, cycle)
        if self.editor.change(f"Add the cycle {cycle.name} to {self._rota.name}", plan):
            self.editor.choose_row(self._rota.patterns[-1].key)

    @Slot()
    def _on_everybody(self) -> None:
        from planner.edit.rota_parts.cycles import put_all_on_cycle
        from planner.storage.rota_patterns import library_patterns

        key = self.editor.row
        spread = next((entry.team_offsets for entry in library_patterns() if entry.key == key), ())
        plan = put_all_on_cycle(self._plan, self._rota.key, key, spread)
        name = next(pattern.name for pattern in self._rota.patterns if pattern.key == key)
        if self.editor.change(f"Put everybody on the cycle {name}", plan):
            self.editor.say(
                f"{len(self._rota.people)} people are on {name}, to be adapted. More, New draft from the cycles, "
                "beside the grid, draws it."
            )

    @Slot()
    def _fill_need(self) -> None:
        menu = self.need.menu()
        menu.clear()
        menu.addAction("Demand and staffing as they are", partial(self.propose, None))
        for scenario in self._plan.scenarios:
            menu.addAction(scenario.name, partial(self.propose, scenario.key))

    def propose(self, scenario: str | None) -> None:
        """Work out the cover that the demand of a scenario asks for, and ask whether to take it."""
        plan, rota = self._plan, self._rota
        work = partial(rota_work.need, plan, rota, scenario)
        self._job = self._jobs.start("What cover the work needs", work, asked=True)
        self.editor.say("Working out what cover the work needs…")
        self.need.setEnabled(False)
        self._job.finished.connect(partial(self._on_needed, rota.key))
        self._job.failed.connect(self._on_need_failed)
        self._job.cancelled.connect(partial(self._on_no_need, "Stopped."))

    def _on_needed(self, key: str, found: object) -> None:
        from planner.report.rota_need import need_words

        self._on_no_need(need_words(found))
        if found.needs and self._rota is not None and self._rota.key == key:
            self._dialogs.ask_rota_need(self._appearance, found, self._rota, partial(self._on_rows, key))

    def _on_no_need(self, words: str) -> None:
        self._job = None
        self._refresh()
        self.editor.say(words)

    def _on_need_failed(self, error: Exception) -> None:
        self._on_no_need("What cover the work needs could not be worked out.")
        self._session.tell_failure(error)

    def _on_rows(self, key: str, rows: tuple[Cover, ...]) -> None:
        from planner.edit.rota_parts.cover import put_need

        self.editor.change("Set the cover from the demand", put_need(self._plan, key, rows))
