"""The second page of the import wizard: what each column is read as, and what holds for the whole file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from planner.app.dialogs.import_settings import SettingsForm
from planner.app.models.cells import cell_text
from planner.app.models.table import Column
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.turns import Turns
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.words import Elided, Words, set_property
from planner.model.imported import DROPPED
from planner.report.words import counted

if TYPE_CHECKING:
    from planner.app.theme import Appearance
    from planner.model.imported import ImportKind
    from planner.model.intake import ColumnChoice, Field, Problem
    from planner.model.plan import Plan
    from planner.model.table import Cell, SourceTable

NOT_IMPORTED, LEFT_OUT, UNDECIDED = "Not imported", "Leave out", "Not decided"
WAYS_OUT, WAY_OUT = "Make it a pseudonym, or leave it out.", "Leave it out."
HIDDEN = "•••"
"""What the preview shows of a column that looks private."""
ROWS_A_TURN = 12
"""Rows of controls made in one turn of the event loop: a wide file does not hold the window up."""
HEADER_WIDTH, CHOICE_WIDTH = 22 * UNIT, 26 * UNIT


class ColumnRow(QFrame):
    """One column: its heading and first values, the field it is read as, and what is to be known about that."""

    changed = Signal()

    def __init__(self, choice: ColumnChoice, fields: Sequence[Field], scale: float) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self._given = choice
        self._fields = fields
        self._keys = ["", DROPPED, *(field.key for field in fields)]
        self.header = Elided(choice.header, "strong")
        self.samples = Elided(", ".join(choice.samples) or "empty", "caption")
        self.box = ChoiceBox(f"import_field_{choice.column}", f"Column {choice.header} is read as")
        self.box.addItems([UNDECIDED if choice.worry else NOT_IMPORTED, LEFT_OUT, *(field.name for field in fields)])
        self.box.setCurrentIndex(self._keys.index(choice.field))
        self.note = Words("", "caption", wrap=True)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.pseudonym = QPushButton("Make a pseudonym", objectName=f"import_pseudonym_{choice.column}")
        self.leave_out = QPushButton("Leave out", objectName=f"import_leave_out_{choice.column}")
        self._secret = [field.key for field in fields if field.pseudonym]
        self._free: list[str] = []
        """Fields that keep a pseudonym, and that no other column is read as."""
        self._arrange(scale)
        self.box.currentIndexChanged.connect(self.changed)
        self.pseudonym.clicked.connect(self._on_pseudonym)
        self.leave_out.clicked.connect(lambda: self.read_as(DROPPED))

    def _arrange(self, scale: float) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addStretch(1)
        left.addWidget(self.header)
        left.addWidget(self.samples)
        left.addStretch(1)
        names = QWidget()
        names.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        large = scale >= LARGE_TEXT
        if not large:
            names.setFixedWidth(round(HEADER_WIDTH * scale))
            self.box.setFixedWidth(round(CHOICE_WIDTH * scale))
        ways = QHBoxLayout()
        ways.setSpacing(UNIT // 2)
        for button in (self.pseudonym, self.leave_out):
            button.setProperty("tone", "quiet")
            button.setAccessibleName(f"{button.text()}: column {self._given.header}")
            ways.addWidget(button)
        ways.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addStretch(1)
        right.addWidget(self.note)
        right.addLayout(ways)
        right.addStretch(1)
        layout = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight, self)
        layout.setContentsMargins(UNIT, UNIT // 2, UNIT, UNIT // 2)
        layout.setSpacing(UNIT // 2 if large else 2 * UNIT)
        layout.addWidget(names)
        layout.addWidget(self.box)
        layout.addLayout(right, 1)

    @property
    def choice(self) -> ColumnChoice:
        """The column with the field that is chosen."""
        return replace(self._given, field=self._keys[self.box.currentIndex()])

    def read_as(self, key: str) -> None:
        """Choose a field by its key."""
        self.box.setCurrentIndex(self._keys.index(key))

    @property
    def undecided(self) -> bool:
        """Whether the column looks private, and nobody has said what becomes of it."""
        key = self.choice.field
        return bool(self._given.worry) and key != DROPPED and key not in self._secret

    def show_state(self, problem: str, taken: frozenset[str]) -> None:
        """Say what is wrong, or what becomes of the column; `taken` are the fields of the other columns."""
        self._free = [key for key in self._secret if key not in taken]
        if self.undecided:
            problem = f"{self._given.worry} {WAYS_OUT if self._free else WAY_OUT}"
        self.note.setText(problem or self._state())
        set_property(self.note, "tone", "bad" if problem else "")
        self.pseudonym.setVisible(self.undecided and bool(self._free))
        self.leave_out.setVisible(self.undecided)
        self.box.setAccessibleDescription(self.note.text())

    def _state(self) -> str:
        choice = self.choice
        if choice.field == DROPPED:
            return "Left out: never stored."
        if not choice.field:
            return "Nothing of it is stored."
        field = next(field for field in self._fields if field.key == choice.field)
        if field.pseudonym:
            return f"Kept as a pseudonym only. {field.help}"
        guessed = choice.field == self._given.field and self._given.why
        return f"Guessed {self._given.why}. {field.help}" if guessed else field.help

    @Slot()
    def _on_pseudonym(self) -> None:
        self.read_as(self._free[0])
        self.box.setFocus()


class ColumnsPage(QWidget):
    """Settings on the left; on the right a row for each column and the first rows of the file below them."""

    changed = Signal()

    def __init__(self, appearance: Appearance, plan: Plan) -> None:
        super().__init__()
        self._appearance = appearance
        self._plan = plan
        self._table: SourceTable | None = None
        self._kind: ImportKind | None = None
        self.rows: list[ColumnRow] = []
        self.settings = SettingsForm(plan)
        self.message = Words("", "caption", wrap=True)
        self.leave_out_all = QPushButton("Leave all of them out", objectName="import_leave_out_all")
        self.leave_out_all.setAccessibleName("Leave out every column that may be private and is not decided")
        self.leave_out_all.clicked.connect(self._on_leave_out_all)
        self.preview = DataTable(appearance, "import_preview", "First rows of the file", ())
        self.complete = False
        """Whether the table can be read with these choices, as far as its first rows tell."""
        self._turns = Turns(self)
        self._page = QWidget()
        self._page.setProperty("kind", "page")
        self._list = QVBoxLayout(self._page)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._arrange()
        self.settings.changed.connect(self._on_changed)

    def _arrange(self) -> None:
        area = QScrollArea(widgetResizable=True, accessibleName="Columns of the file")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._page)
        self._area = area
        settings = QScrollArea(widgetResizable=True, accessibleName="For the whole file")
        settings.setFrameShape(QFrame.Shape.NoFrame)
        settings.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        settings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        settings.setWidget(self.settings)
        settings.setFixedWidth(round(33 * UNIT * self._appearance.theme.text_scale))
        self.title = Words("What is in each column?", "section")
        right = QVBoxLayout()
        right.setSpacing(UNIT)
        right.addWidget(self.title)
        right.addWidget(area, 3)
        right.addWidget(Words("First rows of the file", "strong"))
        right.addWidget(self.preview, 2)
        below = QHBoxLayout()
        below.setSpacing(UNIT)
        below.addWidget(self.message, 1)
        below.addWidget(self.leave_out_all)
        right.addLayout(below)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(settings)
        layout.addLayout(right, 1)

    @property
    def choices(self) -> tuple[ColumnChoice, ...]:
        """What each column is read as."""
        return tuple(row.choice for row in self.rows)

    def show_table(self, table: SourceTable, kind: ImportKind, choices: Sequence[ColumnChoice]) -> None:
        """Begin anew with a table and what its columns probably mean."""
        from planner.workspace import import_fields

        self._table, self._kind = table, kind
        self.settings.show_kind(kind)
        self.settings.show_table(table)
        for row in self.rows:
            row.deleteLater()
        self.rows = []
        while self._list.count():
            self._list.takeAt(0)
        self._turns.run(self._make_rows(choices, import_fields(kind, self._plan)))

    def _make_rows(self, choices: Sequence[ColumnChoice], fields: Sequence[Field]) -> Iterator[None]:
        for at, choice in enumerate(choices):
            row = ColumnRow(choice, fields, self._appearance.theme.text_scale)
            row.changed.connect(self._on_changed)
            self.rows.append(row)
            self._list.addWidget(row)
            if at % ROWS_A_TURN == ROWS_A_TURN - 1 and at + 1 < len(choices):
                yield
        self._list.addStretch(1)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        if self._table is None or self._kind is None or len(self.rows) < len(self._table.header):
            self.complete = False
            return
        problems = self._problems()
        by_column = {problem.column: problem.reason for problem in reversed(problems) if problem.column}
        taken = [row.choice.field for row in self.rows]
        for at, row in enumerate(self.rows):
            row.show_state(by_column.get(row.choice.header, ""), frozenset(taken[:at] + taken[at + 1 :]))
        undecided = sum(row.undecided for row in self.rows)
        whole = [problem.reason for problem in problems if not problem.column]
        if undecided:
            whole.append(f"{counted(undecided, 'column')} that may be private: decide what becomes of each.")
        self.leave_out_all.setVisible(undecided > 1)
        self.complete = not problems and not undecided
        self.message.setText(" ".join(whole))
        set_property(self.message, "tone", "" if self.complete else "bad")
        self.message.setVisible(bool(whole))
        self._show_preview()
        self.changed.emit()

    @Slot()
    def _on_leave_out_all(self) -> None:
        for row in self.rows:
            if row.undecided:
                row.read_as(DROPPED)

    def tell(self, sentence: str) -> None:
        """Say what came of reading the file, until something is changed."""
        self.message.setText(sentence)
        set_property(self.message, "tone", "warn")
        self.message.show()

    def _problems(self) -> tuple[Problem, ...]:
        from planner.edit.intake.mapping import check_choices
        from planner.edit.intake.problems import Problems

        problems = Problems()
        check_choices(self._table, self._kind, self.choices, self._plan, self.settings.settings, problems)
        return problems.listed()

    def _show_preview(self) -> None:
        names = {DROPPED: "left out"}
        columns = []
        for at, row in enumerate(self.rows):
            choice = row.choice
            read_as = names.get(choice.field, row.box.currentText() if choice.field else row.box.currentText().lower())
            columns.append(preview_column(f"{choice.header}\n{read_as}", at, hidden=bool(choice.worry)))
        self.preview.show_rows(self._table.preview, columns)


def preview_column(title: str, at: int, *, hidden: bool) -> Column:
    """A column of the file as it stands there; of one that looks private nothing is shown."""

    def text(row: Sequence[Cell]) -> str:
        return HIDDEN if hidden else cell_text(row[at]) if at < len(row) else ""

    return Column(title, text, width=24, least=24)
