"""The levers of a scenario that have no control of their own: a list of sentences, to add to, edit and remove from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.words import Words
from planner.report.levers import lever_name, lever_sentence

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.model.scenario import Lever

NOTHING = "None yet: loans, overtime, triage and more can be added."
LINES_SHOWN = 6
"""The list is at least so many lines high."""


class _Wrapped(QStyledItemDelegate):
    """Rows as high as their text, wrapped at the list's width."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # noqa: N802
        """What the text needs: the style's own estimate is for one line."""
        view = self.parent()
        width = view.viewport().width()
        room = view.viewport().rect().adjusted(0, 0, -3 * UNIT, 100_000)
        text = view.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), index.data())
        return QSize(width, text.height() + UNIT + UNIT // 2)


class SentenceList(QListWidget):
    """Sentences, one below the other; Enter asks to edit the present one, Delete to remove it."""

    remove_wanted = Signal()

    def __init__(self, name: str, accessible_name: str, nothing: str) -> None:
        """`nothing` is what an empty list says."""
        super().__init__(objectName=name, accessibleName=accessible_name)
        self._nothing = nothing
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Wrapped(self))

    def sizeHint(self) -> QSize:  # noqa: N802
        """A few lines; the list takes what room there is, and scrolls."""
        return QSize(0, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Delete and Backspace remove; Enter edits wherever the style would not."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self.remove_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The rows are wrapped anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """An empty list says what can be in it."""
        super().paintEvent(event)
        if self.count() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            room = self.viewport().rect().adjusted(UNIT, UNIT // 2, -UNIT, -UNIT // 2)
            painter.drawText(room, int(Qt.TextFlag.TextWordWrap), self._nothing)
            painter.end()


class LeverList(QWidget):
    """The list with its three buttons. It asks; whoever owns it changes the scenario and shows the new levers."""

    add_wanted = Signal(object)
    """The kind of lever, a class."""
    edit_wanted = Signal(int)
    remove_wanted = Signal(int)
    """The place of the lever in the list."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.list = SentenceList("lever_list", "Further levers", NOTHING)
        self.elsewhere = Words("", "caption", wrap=True)
        self.add = _quiet("Add…", "lever_add", "Add a lever")
        self.add.setProperty("menu", "narrow")
        self.menu = QMenu(self.add)
        self.menu.setAccessibleName("Add a lever")
        self.add.setMenu(self.menu)
        self.edit = _quiet("Edit…", "lever_edit", "Edit the chosen lever")
        self.remove = _quiet("Remove", "lever_remove", "Remove the chosen lever")
        self._words = Words("Further levers")
        self._words.setBuddy(self.list)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for button in (self.add, self.edit, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(0)
        self._top.addWidget(self._words, 1)
        self._top.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(self._top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.elsewhere)
        self.list.itemActivated.connect(self._on_edit)
        self.list.currentRowChanged.connect(self._on_current_changed)
        self.list.remove_wanted.connect(self._on_remove)
        self.edit.clicked.connect(self._on_edit)
        self.remove.clicked.connect(self._on_remove)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)
        self._on_current_changed()

    def show_levers(
        self, plan: Plan, levers: tuple[Lever, ...], elsewhere: int, offered: tuple[type[Lever], ...]
    ) -> None:
        """List levers; `elsewhere` are those of other teams, `offered` the kinds that Add… has."""
        row = self.list.currentRow()
        self.list.clear()
        for lever in levers:
            item = QListWidgetItem(lever_sentence(lever, plan))
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(row, 0), len(levers) - 1))
        self.list.setAccessibleDescription("" if levers else NOTHING)
        noun = "lever" if elsewhere == 1 else "levers"
        self.elsewhere.setText(f"And {elsewhere} {noun} of other teams.")
        self.elsewhere.setVisible(bool(elsewhere))
        self.menu.clear()
        for kind in offered:
            action = self.menu.addAction(lever_name(kind))
            action.setObjectName(f"add_{kind.__name__}")
            action.triggered.connect(lambda _=False, kind=kind: self.add_wanted.emit(kind))
        self._on_current_changed()

    def choose(self, row: int) -> None:
        """Make one lever the present one."""
        self.list.setCurrentRow(row)
        self.list.setFocus()

    @Slot()
    def _on_current_changed(self) -> None:
        for button in (self.edit, self.remove):
            button.setEnabled(self.list.currentRow() >= 0)

    @Slot()
    def _on_edit(self) -> None:
        if self.list.currentRow() >= 0:
            self.edit_wanted.emit(self.list.currentRow())

    @Slot()
    def _on_remove(self) -> None:
        if self.list.currentRow() >= 0:
            self.remove_wanted.emit(self.list.currentRow())

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        large = theme.text_scale >= LARGE_TEXT
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        self.list.setFont(theme.font("caption"))
        self.list.setMinimumHeight(round(LINES_SHOWN * 1.4 * theme.pixels("caption")))
        self.list.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """A new style sheet changes the font and with it every row's height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "list"):
            self.list.scheduleDelayedItemsLayout()


def _quiet(text: str, name: str, accessible_name: str) -> QPushButton:
    button = QPushButton(text, objectName=name, accessibleName=accessible_name)
    button.setProperty("tone", "quiet")
    return button
