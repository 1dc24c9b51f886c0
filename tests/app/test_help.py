"""Help: a page for every place, found by its words, and the meaning of every figure on the screen."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner import paths
from planner.app import help_pages
from planner.app.actions import ACTIONS, place_specs
from planner.app.guide import headings
from planner.app.help_window import HelpWindow
from planner.app.main_window import MainWindow
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.figure_tile import FigureTile
from planner.report.terms import term_for, terms

NO_FIGURE = {""}
"""Titles of columns that hold no text."""


def test_every_page_is_listed_and_links_only_to_pages() -> None:
    shipped = {path.stem for path in paths.shipped("resources", "help").glob("*.md")}
    assert {*shipped, help_pages.FIGURES} == set(help_pages.ORDER)
    for page in help_pages.pages():
        assert page.title
        assert page.text.startswith(f"# {page.title}\n")
        for target in re.findall(r"\]\(([^)]*)\)", page.text):
            assert target.removesuffix(".md") in help_pages.ORDER, (page.name, target)
    assert {spec.name for spec in place_specs()} <= set(help_pages.ORDER)
    assert set(help_pages.OF_DIALOG.values()) <= set(help_pages.ORDER)


def test_the_keys_that_help_names_are_those_of_the_actions() -> None:
    text = help_pages.page("keyboard").text
    for spec in ACTIONS:
        if spec.shortcut and not spec.place and spec.shortcut not in ("Ctrl+Q", "Ctrl+Shift+S"):
            assert spec.shortcut in text, spec.name


def test_every_term_says_what_it_is_and_where_it_comes_from() -> None:
    titles = [title.casefold() for term in terms() for title in (term.name, *term.titles)]
    assert len(titles) == len(set(titles))
    for term in terms():
        assert term.definition.endswith(".")
        assert term.inputs
        assert term.source
        assert term.page in help_pages.ORDER


def test_words_find_pages_and_figures() -> None:
    assert help_pages.found("  ") == help_pages.pages()
    assert [page.name for page in help_pages.found("pseudonym secret")] == ["privacy"]
    assert help_pages.found("KEYBOARD")[0].name == "keyboard"
    assert "figure/Strength" in [page.name for page in help_pages.found("full-time equivalents supervisors")]
    assert help_pages.found("xyzzy") == ()
    with pytest.raises(KeyError):
        help_pages.page("no such page")


@pytest.mark.slow
def test_every_place_has_a_page_and_every_figure_and_column_a_term(
    window: MainWindow, no_engine: None, qtbot: QtBot
) -> None:
    for spec in place_specs():
        window.go(spec.name)
        window.actions_by_name["help"].trigger()
        assert window.guide.shown.isVisible()
        assert window.guide.shown.name == spec.name
        assert window.guide.shown.text.toPlainText().startswith(spec.text)
        for _ in window.panels[spec.name].parts_ahead():
            pass
    tiles = window.findChildren(FigureTile)
    tables = window.findChildren(DataTable)
    assert len(tiles) > 20
    assert len(tables) > 4
    titles = {tile.name for tile in tiles} | {title for table in tables for title in headings(table)}
    contents = window.panels["data"].findChild(DataTable, "data_table")
    listed = window.panels["data"].findChild(type(window.panels["data"].contents.list), "data_tables")
    for at in range(listed.count()):
        listed.setCurrentRow(at)
        titles |= set(headings(contents))
    missing = sorted({title for title in titles if term_for(title) is None} - NO_FIGURE)
    assert not missing, "; ".join(missing)


def test_help_is_read_and_searched_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.guide.show_page("overview")
    shown = window.guide.shown
    qtbot.waitUntil(shown.isActiveWindow)
    shown.search.setFocus()
    qtbot.keyClicks(shown.search, "lock file")
    assert shown.name == "versions"
    qtbot.keyClicks(shown.search, " nowhere")
    assert shown.none.isVisible()
    shown.search.clear()
    shown.list.setFocus()
    qtbot.keyClick(shown.list, Qt.Key.Key_Home)
    assert shown.name == "start"
    shown.text.anchorClicked.emit(QUrl("importing.md"))
    assert shown.name == "importing"
    qtbot.keyClick(shown, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shown.name == "start"
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_f1_in_a_dialog_opens_its_page(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_name["versions"].trigger()
    dialog = window.dialogs.present
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: window.guide.shown is not None and window.guide.shown.name == "versions")
    dialog.reject()


def test_a_right_click_on_a_figure_says_what_it_means(window: MainWindow, qtbot: QtBot) -> None:
    card = window.panels["overview"].cards["polit"]
    for widget, title in ((card.strength.figure, "Strength"), (card.per_officer, "Cases per officer")):
        place = widget.rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
        QApplication.sendEvent(widget, event)
        menu = window.guide.menu
        assert [action.text() for action in menu.actions()] == [f"What does “{title}” mean?"]
        menu.actions()[0].trigger()
        qtbot.waitUntil(lambda: window.guide.menu is None)
        shown = window.guide.shown
        assert shown.name == f"figure/{title}"
        assert "How it is worked out" in shown.text.toPlainText()
        assert term_for(title).definition in shown.text.toPlainText()


def test_a_right_click_on_a_heading_says_what_the_column_means(window: MainWindow, qtbot: QtBot) -> None:
    window.go("data")
    table = window.panels["data"].findChild(DataTable, "data_table")
    header = table.horizontalHeader()
    header.customContextMenuRequested.emit(QPoint(header.sectionPosition(0) + 4, 4))
    title = table.table.columns[0].title
    window.guide.menu.actions()[0].trigger()
    assert window.guide.shown.name == f"figure/{title}"


def test_shift_f1_offers_what_is_on_show(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    menu = window.guide.menu
    texts = [action.text() for action in menu.actions()]
    assert "What does “Oldest offender” mean?" in texts
    assert "What does “Cases per officer” mean?" in texts
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert isinstance(window.guide.shown, HelpWindow)
    assert window.guide.shown.name.startswith("figure/")
