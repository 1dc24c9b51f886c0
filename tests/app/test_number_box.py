"""Boxes for numbers: a comma between groups of three digits is left out, any other is a decimal point."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from planner.app.widgets.number_box import NumberBox


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
