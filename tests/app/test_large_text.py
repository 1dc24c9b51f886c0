"""Text of twice the size in a window of 1280 by 800: nothing is cut, nothing lies over anything else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from planner.app.main_window import MainWindow
from planner.app.panels.data_parts import PartsPage
from tests.app.cramped import cramped

TABS = {"caseload": ("Officers", "Chart", "Who can take one?", "Reductions and absences")}
TABS["data"] = ("Contents", "Plan", "Imports", "Assumptions")
BUTTONS = {"demand": ("Forecast", "Back-test"), "inspection": ("Standards", "Action plan")}
PAGES = {"scenarios": ("Live what-if", "Library", "Compare", "Why", "Money", "Prices")}
STOPS = [
    ("overview", ""),
    ("rota", ""),
    ("rota", "Edit rota"),
    *((place, page) for place, pages in (TABS | BUTTONS | PAGES).items() for page in pages),
]


@pytest.fixture
def large_window(kept_window: MainWindow, qtbot: QtBot) -> Iterator[MainWindow]:
    size = kept_window.size()
    kept_window.resize(1280, 800)
    kept_window.appearance.set_text_scale(2.0)
    yield kept_window
    kept_window.appearance.set_text_scale(1.0)
    kept_window.resize(size)


def settle(qtbot: QtBot) -> None:
    for _ in range(5):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        qtbot.wait(20)


def go(window: MainWindow, place: str, page: str, qtbot: QtBot) -> None:
    window.go(place)
    panel = window.panels[place]
    if place in TABS:
        panel.tabs.setCurrentIndex(TABS[place].index(page))
    elif place in BUTTONS:
        next(button for button in panel.pages.buttons() if button.text() == page).click()
    elif place in PAGES:
        next(button for button in panel.pages.tabs.buttons() if button.text() == page).click()
        qtbot.waitUntil(lambda: panel.picture is not None and panel.picture.complete, timeout=60_000)
        qtbot.waitUntil(lambda: not window.jobs.active, timeout=60_000)
    elif place == "rota" and page:
        panel.edit_parts()
    if place == "caseload":
        qtbot.waitUntil(lambda: panel._job is None and not panel._stale, timeout=20_000)
    settle(qtbot)


@pytest.mark.slow
@pytest.mark.parametrize(("place", "page"), STOPS)
def test_nothing_is_cut_at_twice_the_size(large_window: MainWindow, place: str, page: str, qtbot: QtBot) -> None:
    go(large_window, place, page, qtbot)
    assert cramped(large_window) == []


def test_map_and_tables_of_the_plan_take_turns_where_there_is_no_room_for_both(
    large_window: MainWindow, qtbot: QtBot
) -> None:
    go(large_window, "data", "Plan", qtbot)
    page: PartsPage = large_window.panels["data"].parts
    assert page.table.isVisible() and not page.map.isVisible()
    page.map_button.click()
    settle(qtbot)
    assert page.map.isVisible() and not page.table.isVisible()
    assert cramped(large_window) == []
    stage = page.map.findChildren(QPushButton)[1]
    stage.click()
    settle(qtbot)
    assert page.table.isVisible() and not page.map.isVisible() and page.editor.row == stage.box.key
    large_window.appearance.set_text_scale(1.0)
    settle(qtbot)
    assert page.table.isVisible() and page.map.isVisible() and not page.map_button.isVisible()


def test_what_is_cut_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = QWidget(window)
    layout = QVBoxLayout(page)
    button, words = QPushButton("A button with many words"), QLabel("A line that is rather long")
    layout.addWidget(button)
    layout.addWidget(words)
    page.adjustSize()
    window.show()
    settle(qtbot)
    assert cramped(window) == []
    button.setFixedWidth(40)
    words.setFixedWidth(40)
    settle(qtbot)
    assert len(cramped(window)) == 2
    button.setFixedWidth(button.sizeHint().width())
    words.setFixedWidth(words.sizeHint().width())
    settle(qtbot)
    assert cramped(window) == []
    words.move(button.pos())
    assert [line for line in cramped(window) if line.endswith("lie over each other")]
