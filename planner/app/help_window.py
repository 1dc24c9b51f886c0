"""The help: pages on the right, found by their words on the left. It reads shipped files and opens nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from planner.app import help_pages
from planner.app.theme import UNIT
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme

LIST_WIDTH = 30 * UNIT
NONE = "No page holds all of these words. Try fewer, or a part of one."


class HelpWindow(QWidget):
    """One window for all help; it stays where the user puts it while the plan is worked on."""

    def __init__(self, parent: QWidget, appearance: Appearance) -> None:
        super().__init__(parent, Qt.WindowType.Window, objectName="help_window", accessibleName="Help")
        self.setWindowTitle("Help")
        self.setProperty("kind", "page")
        self._before: list[str] = []
        self.name = ""
        """The page on show."""
        self.search = QLineEdit(objectName="help_search", accessibleName="Find in help", clearButtonEnabled=True)
        self.search.setPlaceholderText("Find in help…")
        self.list = QListWidget(objectName="help_pages", accessibleName="Pages of help")
        self.none = Words(NONE, "muted", wrap=True)
        self.none.hide()
        self.text = QTextBrowser(objectName="help_text", accessibleName="Page of help")
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(3 * UNIT)
        self.back = QPushButton("Back", objectName="help_back", accessibleName="Back to the page before", enabled=False)
        self.back.setToolTip("The page before (Alt+Left)")
        self._arrange()
        self.search.textChanged.connect(self._on_searched)
        self.search.returnPressed.connect(self.text.setFocus)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.text.anchorClicked.connect(self._on_link)
        self.back.clicked.connect(self.go_back)
        for keys, slot in (("Esc", self.close), ("Alt+Left", self.go_back), ("Ctrl+F", self.search.setFocus)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._theme = appearance.theme
        self._on_searched()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(UNIT)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        left.addWidget(self.none)
        left.addWidget(self.back)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        whole.setSpacing(2 * UNIT)
        whole.addLayout(left)
        whole.addWidget(self.text, 1)
        for widget in (self.search, self.list, self.none):
            widget.setFixedWidth(LIST_WIDTH)
        self.resize(112 * UNIT, 84 * UNIT)

    def show_page(self, name: str) -> None:
        """Bring a page to the front; KeyError when there is none of this name."""
        self.search.clear()
        self._turn_to(name)
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus()

    @Slot()
    def go_back(self) -> None:
        """Show the page before."""
        if self._before:
            name = self._before.pop()
            self.name = ""
            self._turn_to(name)

    def _turn_to(self, name: str) -> None:
        page = help_pages.page(name)
        if self.name and self.name != name:
            self._before.append(self.name)
        self.name = name
        self.back.setEnabled(bool(self._before))
        self._lay_out(page.text)
        self.text.setAccessibleDescription(page.title)
        self.setWindowTitle(f"{page.title} - Help")
        self._mark(name)

    def _lay_out(self, markdown: str) -> None:
        """Show a page, with room between its paragraphs: Qt's Markdown leaves none."""
        self.text.setMarkdown(markdown)
        document = self.text.document()
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            form = block.blockFormat()
            within = block.textList() is not None or QTextCursor(block).currentTable() is not None
            form.setBottomMargin(UNIT / 2 if within else UNIT + UNIT / 2)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(form)
            block = block.next()
        cursor.setPosition(0)
        self.text.setTextCursor(cursor)

    def _mark(self, name: str) -> None:
        """Have the list stand on the page on show."""
        self.list.blockSignals(True)
        names = [self.list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(self.list.count())]
        self.list.setCurrentRow(names.index(name) if name in names else -1)
        self.list.blockSignals(False)

    @Slot()
    def _on_searched(self) -> None:
        found = help_pages.found(self.search.text())
        self.list.blockSignals(True)
        self.list.clear()
        for page in found:
            item = QListWidgetItem(f"{page.title} (figure)" if page.name.startswith("figure/") else page.title)
            item.setData(Qt.ItemDataRole.UserRole, page.name)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.none.setVisible(not found)
        if self.search.text().strip() and found:
            self._turn_to(found[0].name)
        else:
            self._mark(self.name)

    @Slot()
    def _on_chosen(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._turn_to(item.data(Qt.ItemDataRole.UserRole))

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        """Pages link to pages; nothing else is opened."""
        name = url.toString().removesuffix(".md")
        if name in help_pages.ORDER:
            self._turn_to(name)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """Colours of links and tables are set when a page is laid out."""
        self._theme = theme
        if self.name:
            self._lay_out(help_pages.page(self.name).text)
