"""Every control of every place and dialog has a name, a key of its own where it has one, and is reached by Tab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDateEdit, QDialog, QLineEdit, QPushButton, QTableWidget, QVBoxLayout
from pytestqt.qtbot import QtBot

from planner.app.actions import ACTIONS, place_specs
from planner.app.main_window import MainWindow
from planner.app.theme import DARK, LIGHT, TEXT_PAIRS
from tests.app import whole_window

PLACES = tuple(spec.name for spec in place_specs())


@pytest.fixture
def walked(kept_window: MainWindow, no_engine: None) -> Iterator[MainWindow]:
    """The window; what visits set going is not waited for."""
    yield kept_window
    whole_window.leave(kept_window)
    for job in kept_window.jobs.active:
        job.cancel()


@pytest.mark.parametrize(
    "place", [pytest.param(place, marks=[pytest.mark.slow] * (place == "scenarios")) for place in PLACES]
)
def test_every_control_of_a_place_is_named_and_reached(
    walked: MainWindow, place: str, subtests: pytest.Subtests
) -> None:
    for view in whole_window.views(walked, (place,)):
        with subtests.test(view):
            assert whole_window.faults(walked) == []


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_every_control_of_the_dialogs_of_a_place_is_named_and_reached(
    walked: MainWindow, place: str, subtests: pytest.Subtests
) -> None:
    seen: set[str] = set()
    for view in whole_window.views(walked, (place,)):
        # A dialog can change which buttons there are, so they are looked for anew after each.
        while asker := next((entry for entry in whole_window.askers(walked) if entry.text() not in seen), None):
            seen.add(asker.text())
            dialog = whole_window.asked(walked, asker)
            if dialog is not None:
                with subtests.test(f"{view}: {asker.text()}"):
                    assert whole_window.faults(dialog) == []
            whole_window.leave(walked)


def test_every_control_of_the_dialogs_of_the_menus_is_named_and_reached(
    walked: MainWindow, subtests: pytest.Subtests
) -> None:
    opened = 0
    for spec in ACTIONS:
        action = walked.actions_by_name[spec.name]
        if spec.text.endswith("…") and action.isEnabled() and spec.name != "save_scenario":
            dialog = whole_window.asked(walked, action)
            if dialog is not None:
                opened += 1
                with subtests.test(spec.name):
                    assert whole_window.faults(dialog) == []
            whole_window.leave(walked)
    assert opened >= 4


def test_what_is_wrong_is_found(qtbot: QtBot) -> None:
    """The search itself: a nameless field, one that Tab passes by, a table that holds it, and a key for two."""
    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    table = QTableWidget(2, 2, accessibleName="Holds")
    away = QPushButton("Passed by")
    away.clicked.connect(dialog.accept)
    away.setFocusPolicy(away.focusPolicy().ClickFocus)
    for widget in (QLineEdit(), QDateEdit(accessibleName="Day"), away, table, QPushButton("Well made")):
        layout.addWidget(widget)
    for name in ("one", "two"):
        action = QAction(name, dialog)
        action.setShortcut(QKeySequence("F7"))
        dialog.addAction(action)
    dialog.show()
    found = whole_window.faults(dialog)
    assert [words.split(":")[0] for words in found] == ["no name", "one key for two", "not reached", "not left"]
    assert "Passed by" in found[2]
    assert "Holds" in found[3]


def test_the_contrast_of_each_colour_for_text_is_judged() -> None:
    """A colour that words are set in is in the list of pairs, whatever its name."""
    shapes = {"border", "control_border", "selected", "good_tint", "warn_tint", "bad_tint", "info_tint", "page"}
    shapes |= {"surface", "rail", "median", "grid", "history", "track"}
    for colours in (LIGHT, DARK):
        names = {name for name in colours.__slots__ if not name.startswith(("band_", "stale_"))}
        assert names - shapes == {text for text, _ in TEXT_PAIRS}
