"""Boxes for numbers: a comma between groups of three digits is left out, any other is a decimal point."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QToolTip, QVBoxLayout
from pytestqt.qtbot import QtBot

from planner.app.widgets.number_box import NumberBox, WholeBox


@pytest.mark.parametrize("suffix", ["", " hours a week"])
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2,5", 2.5),
        ("2,25", 2.25),
        ("0,75", 0.75),
        ("-2,5", -2.5),
        ("2.5", 2.5),
        ("-2.5", -2.5),
        ("1,500", 1500),
        ("-1,500", -1500),
        ("12,000.5", 12000.5),
        ("1500", 1500),
    ],
)
def test_a_comma_is_what_was_meant(qtbot: QtBot, typed: str, value: float, suffix: str) -> None:
    box = NumberBox(decimals=2, minimum=-100_000, maximum=100_000, suffix=suffix)
    qtbot.addWidget(box)
    box.selectAll()
    qtbot.keyClicks(box.lineEdit(), typed)
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert box.value() == value
    assert box.text() == f"{value:g}{suffix}"


def test_commas_that_mean_nothing_are_not_left_out(qtbot: QtBot) -> None:
    box = NumberBox(decimals=2, maximum=100_000, value=7)
    box.setKeyboardTracking(False)
    qtbot.addWidget(box)
    box.selectAll()
    qtbot.keyClicks(box.lineEdit(), "1,50,0")
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert box.value() < 10


@pytest.mark.parametrize("suffix", ["", " days"])
@pytest.mark.parametrize(("typed", "value"), [("35", 35), ("-4", -4), ("1,500", 1500), ("1500", 1500)])
def test_a_whole_number_is_taken(qtbot: QtBot, typed: str, value: int, suffix: str) -> None:
    box = WholeBox(minimum=-100_000, maximum=100_000, suffix=suffix)
    box.setGroupSeparatorShown(True)
    qtbot.addWidget(box)
    box.selectAll()
    qtbot.keyClicks(box.lineEdit(), typed)
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert box.value() == value


PARTS = pytest.mark.parametrize("typed", ["3.5", "3,5", ".5", "1,50"])


@pytest.mark.parametrize("suffix", ["", " days"])
@PARTS
def test_a_part_of_a_number_is_not_a_greater_whole_one(qtbot: QtBot, typed: str, suffix: str) -> None:
    box = WholeBox(minimum=0, maximum=100_000, value=7, suffix=suffix, keyboardTracking=False)
    form = _form(qtbot, box)
    box.selectAll()
    qtbot.keyClicks(box.lineEdit(), typed)
    assert not QToolTip.isVisible()
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Tab)
    assert box.value() == 7
    assert box.text() == f"7{suffix}"
    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text() == "Only a whole number can stand here."
    QToolTip.hideText()
    form.close()


@PARTS
def test_enter_does_not_take_a_part_of_a_number_for_another(qtbot: QtBot, typed: str) -> None:
    box = WholeBox(minimum=0, maximum=100_000, value=7)
    form = _form(qtbot, box)
    box.selectAll()
    qtbot.keyClicks(box.lineEdit(), typed)
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert form.isVisible()
    assert box.text() == typed
    assert QToolTip.isVisible()
    QToolTip.hideText()
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(box.lineEdit(), "4")
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert not form.isVisible()
    assert box.value() == 4


def _form(qtbot: QtBot, box: WholeBox) -> QDialog:
    """A dialog with the box, another field, and a button that Enter presses."""
    form = QDialog()
    qtbot.addWidget(form)
    lines = QVBoxLayout(form)
    done = QPushButton("Done", default=True)
    done.clicked.connect(form.accept)
    for field in (box, QLineEdit(), done):
        lines.addWidget(field)
    form.show()
    form.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    return form
