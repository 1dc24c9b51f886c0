"""Where imported numbers came from: every import, and the rows of its file that each entry was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from planner.app.charts.dates import day_text
from planner.app.dialogs.import_words import KINDS
from planner.app.models.table import Column
from planner.app.theme import UNIT
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.words import Elided, Words
from planner.model.imported import DROPPED

if TYPE_CHECKING:
    from planner.app.theme import Appearance
    from planner.model.imported import ImportRecord
    from planner.model.plan import Plan

NOTHING = (
    "Nothing has been imported yet. Every number in this plan was typed in, or came with its template. "
    "Import a file, or drop one on this window, and each of its numbers can be followed back to its row here."
)
IMPORT_COLUMNS = (
    Column(
        "Imported", lambda record: f"{day_text(record.made.date())}, {record.made:%H:%M}", lambda record: record.made
    ),
    Column("What", lambda record: KINDS[record.kind][0]),
    Column("File", lambda record: record.file, width=36),
    Column("Sheet", lambda record: record.sheet, width=18),
    Column(
        "Rows",
        lambda record: f"{record.first_row:,} to {record.last_row:,}",
        lambda record: (record.first_row, record.last_row),
        number=True,
    ),
    Column("Taken", lambda record: f"{record.taken:,}", lambda record: record.taken, number=True),
    Column("By", lambda record: record.who or "not recorded", width=18),
    Column("Where both held it", lambda record: record.conflict),
    Column("Fingerprint", lambda record: record.fingerprint[:12]),
)
TRACE_COLUMNS = (
    Column("What", lambda entry: entry.what, width=48),
    Column(
        "Rows",
        lambda entry: _rows(entry.trace.first_row, entry.trace.last_row),
        lambda entry: (entry.trace.first_row, entry.trace.last_row),
        number=True,
    ),
    Column("Read there", lambda entry: entry.trace.value, width=40),
    Column("In the plan now", lambda entry: entry.now, width=40),
    Column("Since then", lambda entry: entry.words, mark=lambda entry: entry.tone),
)


class ImportsPage(QWidget):
    """A table of imports above the traces of the one that is chosen; one sentence when there is none."""

    import_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="data_imports")
        self._plan: Plan | None = None
        self.nothing = Words(NOTHING, "section", wrap=True)
        self.import_button = QPushButton("Import…", objectName="data_first_import")
        self.table = DataTable(appearance, "import_table", "Imports, newest first", IMPORT_COLUMNS)
        self.facts = Elided("", "caption")
        self.columns = Elided("", "caption")
        self.title = Words("What came from it", "section")
        self.search = QLineEdit(
            objectName="trace_search",
            accessibleName="Show only traces that hold these words",
            placeholderText="Show only rows that hold…",
            clearButtonEnabled=True,
        )
        self.traces = DataTable(appearance, "trace_table", "Entries that came from the import", TRACE_COLUMNS)
        self.search.setMinimumWidth(26 * UNIT)
        self._arrange()
        self.table.chosen.connect(self._on_chosen)
        self.search.textChanged.connect(self.traces.filter.ask)
        self.import_button.clicked.connect(self.import_wanted)

    def _arrange(self) -> None:
        empty = QFrame()
        empty.setProperty("kind", "card")
        inside = QVBoxLayout(empty)
        inside.setContentsMargins(20 * UNIT, 2 * UNIT, 20 * UNIT, 2 * UNIT)
        inside.setSpacing(2 * UNIT)
        inside.addStretch(1)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(self.nothing)
        inside.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(2)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, UNIT, 0, 0)
        below.setSpacing(UNIT // 2)
        row = QHBoxLayout()
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.search)
        below.addWidget(self.facts)
        below.addWidget(self.columns)
        below.addLayout(row)
        below.addWidget(self.traces, 1)
        parts = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        parts.addWidget(self.table)
        parts.addWidget(lower)
        parts.setSizes([160, 360])
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    @property
    def table_title(self) -> str:
        """What the table on show holds."""
        return "Imports"

    def exported(self) -> list[tuple[str, ...]]:
        """The imports as they are shown."""
        return self.table.texts(self.table.filter.shown)

    def show_plan(self, plan: Plan) -> None:
        """The imports of a plan, newest first; the one that was chosen stays so."""
        chosen = self.table.current
        self._plan = plan
        self._stack.setCurrentIndex(1 if plan.imports else 0)
        self.table.show_rows(plan.imports[::-1])
        if chosen is not None:
            self.choose(chosen.key)

    def choose(self, key: str) -> None:
        """Show the traces of an import."""
        for at, record in enumerate(self.table.table.rows):
            if record.key == key:
                self.table.choose(at)

    @Slot(object)
    def _on_chosen(self, record: ImportRecord | None) -> None:
        from planner.app.models.traces import standings

        if record is None or self._plan is None:
            self.traces.show_rows(())
            return
        self.facts.setText(f"SHA-256 of the file: {record.fingerprint}")
        self.columns.setText(f"Columns: {columns_in_words(record, self._plan)}")
        self.traces.show_rows(standings(self._plan, record))


def columns_in_words(record: ImportRecord, plan: Plan) -> str:
    """How each column of the file was read."""
    from planner.workspace import import_fields

    names = {field.key: field.name for field in import_fields(record.kind, plan)}
    return "; ".join(
        f"{column.header} was left out"
        if column.field == DROPPED
        else f"{column.header} as {names.get(column.field, column.field)}"
        for column in record.columns
    )


def _rows(first: int, last: int) -> str:
    return f"{first:,}" if first == last else f"{first:,} to {last:,}"
