"""Help for where the user is: the page of a place or dialog, and what a figure means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QMenu, QWidget

from planner.app import help_pages
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.figure_tile import FigureTile
from planner.report.terms import term_for

if TYPE_CHECKING:
    from planner.app.help_window import HelpWindow
    from planner.app.main_window import MainWindow

ASK = "What does “{}” mean?"


class Guide(QObject):
    """Slots of the help actions; a right click on a figure or a heading asks as well (see `widgets.asking`)."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shown: HelpWindow | None = None
        self.menu: QMenu | None = None
        """The figures to ask about, while they are offered."""

    def show_page(self, name: str) -> None:
        """Open the help at a page."""
        from planner.app.help_window import HelpWindow

        if self._shown is None:
            self._shown = HelpWindow(self._window, self._window.appearance)
        self._shown.show_page(name)

    @property
    def shown(self) -> HelpWindow | None:
        """The help window, once it has been asked for."""
        return self._shown

    def explain(self, title: str) -> None:
        """Open the help at what a figure means; at all of them when this one has no entry."""
        self.show_page(f"figure/{title}" if term_for(title) is not None else help_pages.FIGURES)

    @Slot()
    def _on_help(self) -> None:
        self.show_for_here()

    def show_for_here(self) -> None:
        """Open the help at the page for the dialog on screen, else for the place."""
        present = self._window.dialogs.present
        if present is not None:
            self.show_page(help_pages.OF_DIALOG.get(present.objectName(), "start"))
        else:
            self.show_page("start" if self._window.session.plan is None else self._window.place)

    @Slot()
    def _on_all_help(self) -> None:
        self.show_page("start")

    @Slot()
    def _on_meaning(self) -> None:
        """Offer the figures that are on show, those of the table with the focus first."""
        titles = self.titles()
        if titles:
            self.offer(titles, self._window.mapToGlobal(self._window.rect().center()))
        else:
            self.show_page(help_pages.FIGURES)

    def titles(self) -> tuple[str, ...]:
        """The names of the figures on show, each once."""
        within = self._window.dialogs.present or self._window
        focused = self._window.focusWidget()
        tables = [table for table in within.findChildren(DataTable) if table.isVisible()]
        tables.sort(key=lambda table: table is not focused)
        found = [title for table in tables[:1] if table is focused for title in headings(table)]
        found += [tile.name for tile in within.findChildren(FigureTile) if tile.isVisible()]
        marked = (widget for widget in within.findChildren(QWidget) if widget.isVisible() and widget.property("term"))
        found += [str(widget.property("term")) for widget in marked]
        found += [title for table in tables for title in headings(table)]
        return tuple(title for title in dict.fromkeys(found) if term_for(title) is not None)

    def offer(self, titles: Sequence[str], place: QPoint) -> None:
        """Let the user pick one of these figures to have it explained."""
        menu = QMenu(self._window, objectName="meaning_menu", accessibleName="What does this mean?")
        for title in titles:
            menu.addAction(ASK.format(title)).triggered.connect(lambda _=False, title=title: self.explain(title))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.aboutToHide.connect(self._on_menu_gone)
        self.menu = menu
        menu.popup(place)
        menu.setActiveAction(menu.actions()[0])

    @Slot()
    def _on_menu_gone(self) -> None:
        self.menu = None


def headings(table: DataTable) -> tuple[str, ...]:
    """The titles of a table's columns."""
    return tuple(column.term or column.title for column in table.table.columns if column.title)
