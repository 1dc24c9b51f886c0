"""A table that is typed into: keys as in a spreadsheet, choices as lists, blocks copied and pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from planner.app.models.parts import PartsModel
from planner.app.theme import UNIT
from planner.app.widgets.data_table import tabbed

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme

WIDEST_LETTERS = 42
CLEARED_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class _Editor(QStyledItemDelegate):
    """A line to type in, or a list where only some texts are understood."""

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex
    ) -> QWidget:
        """The editor of one cell, named for a screen reader."""
        column = index.model().column_of(index)
        name = f"{column.title}, row {index.row() + 1}"
        if column.choices:
            box = QComboBox(parent, accessibleName=name)
            box.addItems(list(column.choices))
            box.activated.connect(lambda _: self._done(box))
            return box
        return QLineEdit(parent, accessibleName=name, toolTip=column.hint)

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:  # noqa: N802
        """Begin with what the cell shows."""
        text = index.model().text_at(index)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findText(text), 0))
        else:
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex) -> None:  # noqa: N802
        """Have the text taken."""
        text = editor.currentText() if isinstance(editor, QComboBox) else editor.text()
        if text != model.text_at(index):
            model.setData(index, text)

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


class PartsTable(QTableView):
    """F2, Enter or typing edits; Ctrl+C copies what is chosen, Ctrl+V pastes at the current cell; Delete empties."""

    current_changed = Signal()
    pasted = Signal(int, int, object)
    """Row, column and the block of texts."""

    def __init__(self, appearance: Appearance, model: PartsModel, name: str) -> None:
        super().__init__(objectName=name, accessibleName="Table of parts")
        self.setModel(model)
        self.setItemDelegate(_Editor(self))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setProperty("kind", "sheet")
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        model.modelReset.connect(self._on_model_reset)
        model.problems_changed.connect(self._on_problems_changed)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    @property
    def headings(self) -> tuple[str, ...]:
        """The titles of the columns, with their units."""
        model = self.model()
        return tuple(model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount()))

    def widen(self) -> None:
        """Make the columns as wide as their texts, up to a limit."""
        model, metrics = self.model(), self.fontMetrics()
        last = model.columnCount() - 1
        # A number at the far end of a wide window is hard to read beside its row.
        self.horizontalHeader().setStretchLastSection(last >= 0 and not model.sheet.columns[last].number)
        widest = WIDEST_LETTERS * metrics.averageCharWidth()
        for column in range(model.columnCount()):
            texts = [str(model.index(row, column).data() or "") for row in range(min(model.rowCount(), 200))]
            wanted = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 3 * UNIT
            self.setColumnWidth(
                column, min(max(wanted, self.horizontalHeader().sectionSizeHint(column) + UNIT), widest)
            )

    def copied(self) -> str:
        """The chosen cells, tabs between the columns."""
        indexes = self.selectedIndexes()
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        model = self.model()
        return tabbed([[model.text_at(model.index(row, column)) for column in columns] for row in rows])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Copy, paste, empty and edit."""
        current = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif event.matches(QKeySequence.StandardKey.Paste) and current.isValid():
            self.paste(QGuiApplication.clipboard().text())
        elif event.key() in CLEARED_KEYS and current.isValid():
            if current.flags() & Qt.ItemFlag.ItemIsEditable:
                self.model().setData(current, "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            # The Enter that ends an edit comes by here as well.
            if self.state() != QAbstractItemView.State.EditingState and current.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(current)
        else:
            super().keyPressEvent(event)

    def paste(self, text: str) -> None:
        """Take a block of texts as a spreadsheet copies it, from the current cell on."""
        block = [line.split("\t") for line in text.rstrip("\r\n").split("\n")]
        block = [[part.strip("\r") for part in line] for line in block]
        current = self.currentIndex()
        self.pasted.emit(current.row(), current.column(), block)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # noqa: N802
        """Say that another cell is the current one."""
        super().currentChanged(current, previous)
        self.current_changed.emit()

    @Slot()
    def _on_model_reset(self) -> None:
        self.widen()

    @Slot()
    def _on_problems_changed(self) -> None:
        """Room for the mark before a text that was not taken."""
        for _, column in (*self.model().problems, *self.model().waiting):
            wanted = min(self.sizeHintForColumn(column), WIDEST_LETTERS * self.fontMetrics().averageCharWidth())
            self.setColumnWidth(column, max(self.columnWidth(column), wanted))

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        height = round(theme.pixels("body") * 1.5) + 2 * UNIT
        self.verticalHeader().setDefaultSectionSize(height)
        self.widen()
