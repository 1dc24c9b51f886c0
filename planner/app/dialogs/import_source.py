"""The first page of the import wizard: what is to be brought in, and from which file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from planner import paths
from planner.app.dialogs.import_columns import preview_column
from planner.app.dialogs.import_words import KINDS, PRIVATE, SEPARATORS
from planner.app.theme import UNIT
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.drop_area import DropArea
from planner.app.widgets.words import Words
from planner.model.imported import ImportKind
from planner.report.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.app.theme import Appearance
    from planner.model.intake import ColumnChoice
    from planner.model.table import SourceTable

EXAMPLES = {
    ImportKind.COUNTS: "referral-counts",
    ImportKind.EVENTS: "referral-events",
    ImportKind.CASES: "case-book",
    ImportKind.OFFICERS: "officers",
}
"""Files in data/examples that show what each kind looks like."""
FORMATS = "CSV, Excel (.xlsx or .xls), OpenDocument, or cells that you copied in a spreadsheet."
BROKEN = "broken"
"""What the name of a file with mistakes begins with."""


class SourcePage(QWidget):
    """Kind on the left, file on the right."""

    kind_changed = Signal()
    given = Signal(object)
    """A path, or the text of a pasted table."""
    choose_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.kinds = QButtonGroup(self)
        self.buttons: dict[ImportKind, QRadioButton] = {}
        self.drop = DropArea("import_drop")
        self.choose_button = QPushButton("Choose a file…", objectName="import_choose")
        self.paste_button = QPushButton("Paste from a spreadsheet", objectName="import_paste")
        self.paste_button.setToolTip("Copy the cells with their headings in your spreadsheet first.")
        self.file = Words("Drop a file here", "section", wrap=True)
        self.facts = Words(FORMATS, "muted", wrap=True)
        self.caution = Words("", "caption", wrap=True)
        self.caution.setProperty("tone", "warn")
        self.caution.hide()
        self.examples = Words("Try an example:", "caption")
        self.good_button = QPushButton("a good one", objectName="import_good_example")
        self.broken_button = QPushButton("one with mistakes", objectName="import_broken_example")
        self.preview = DataTable(appearance, "import_first_rows", "First rows of the file", ())
        self.preview.hide()
        self._arrange()
        self.buttons[ImportKind.COUNTS].setChecked(True)
        self.kinds.buttonToggled.connect(self._on_kind_toggled)
        self.drop.dropped.connect(self.given)
        self.choose_button.clicked.connect(self.choose_wanted)
        self.paste_button.clicked.connect(self.paste)
        self.good_button.clicked.connect(lambda: self._give_example(""))
        self.broken_button.clicked.connect(lambda: self._give_example(BROKEN))
        self._show_examples()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(UNIT)
        left.addWidget(Words("What do you bring in?", "section"))
        for kind, (title, sentence) in KINDS.items():
            button = QRadioButton(title, objectName=f"import_kind_{kind}")
            button.setAccessibleDescription(sentence)
            self.kinds.addButton(button)
            self.buttons[kind] = button
            words = Words(sentence, "caption", wrap=True)
            words.setIndent(3 * UNIT + UNIT // 2)
            left.addWidget(button)
            left.addWidget(words)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(UNIT)
        right.addWidget(Words("From which file?", "section"))
        right.addWidget(self.drop, 2)
        right.addLayout(self._example_row())
        right.addWidget(self.preview, 3)
        right.addWidget(Words(PRIVATE, "caption", wrap=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4 * UNIT)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)
        self._fill_drop()

    def _fill_drop(self) -> None:
        inside = QVBoxLayout(self.drop)
        inside.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        inside.setSpacing(UNIT)
        inside.addStretch(1)
        for words in (self.file, self.facts, self.caution):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addStretch(1)
        row.addWidget(self.choose_button)
        row.addWidget(self.paste_button)
        row.addStretch(1)
        inside.addSpacing(UNIT)
        inside.addLayout(row)
        inside.addStretch(1)

    def _example_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(UNIT // 2)
        row.addWidget(self.examples)
        for button in (self.good_button, self.broken_button):
            button.setProperty("tone", "quiet")
            button.setAccessibleName(f"Try an example: {button.text()}")
            row.addWidget(button)
        row.addStretch(1)
        return row

    @property
    def kind(self) -> ImportKind:
        """The kind that is chosen."""
        return next(kind for kind, button in self.buttons.items() if button.isChecked())

    def set_kind(self, kind: ImportKind) -> None:
        """Choose a kind."""
        self.buttons[kind].setChecked(True)

    def show_table(self, table: SourceTable, choices: Sequence[ColumnChoice]) -> None:
        """Say what was opened, and show its first rows."""
        self.file.setText(table.file)
        self.facts.setText(facts(table))
        self._show_caution(table.caution)
        columns = [preview_column(choice.header, choice.column, hidden=bool(choice.worry)) for choice in choices]
        self.preview.show_rows(table.preview, columns)
        self.preview.show()

    def show_fault(self, name: str, sentence: str) -> None:
        """Say why a file could not be opened."""
        self.file.setText(name)
        self.facts.clear()
        self.preview.hide()
        self._show_caution(sentence)

    def show_opening(self, name: str) -> None:
        """Say that a file is being opened."""
        self.file.setText(name)
        self.facts.setText("Opening…")
        self.preview.hide()
        self._show_caution("")

    def _show_caution(self, sentence: str) -> None:
        self.caution.setText(sentence)
        self.caution.setVisible(bool(sentence))

    @Slot()
    def paste(self) -> None:
        """Take the table that was copied in a spreadsheet."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.given.emit(text)
        else:
            self.show_fault(
                "Nothing to paste", "Copy the cells, with their headings, in your spreadsheet; then press Paste here."
            )

    def _example(self, before: str) -> Path | None:
        name = "-".join(part for part in (before, EXAMPLES[self.kind]) if part)
        try:
            return paths.shipped("data", "examples", f"{name}.csv")
        except FileNotFoundError:
            return None

    def _give_example(self, before: str) -> None:
        self.given.emit(self._example(before))

    def _show_examples(self) -> None:
        for button, before in ((self.good_button, ""), (self.broken_button, BROKEN)):
            button.setVisible(self._example(before) is not None)
        self.examples.setVisible(self._example("") is not None or self._example(BROKEN) is not None)

    @Slot(object, bool)
    def _on_kind_toggled(self, _: object, on: bool) -> None:
        if on:
            self._show_examples()
            self.kind_changed.emit()


def facts(table: SourceTable) -> str:
    """What is known of an open table, in a sentence or two."""
    rows = f"{counted(table.rows, 'row')} and " if table.rows >= 0 else ""
    size = f"{rows}{counted(len(table.header), 'column')}; the headings are in row {table.header_row}."
    if table.sheets:
        others = len(table.sheets) - 1
        more = f" (of {others + 1}; another can be chosen on the next page)" if others else ""
        return f"{size} Sheet {table.sheet}{more}."
    if not table.encoding:
        return size
    return f"{size} {table.encoding} text, separated by {SEPARATORS.get(table.separator, repr(table.separator))}."
