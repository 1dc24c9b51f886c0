"""Every icon of the set can be drawn."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from planner import paths
from planner.app import icons
from planner.app.actions import ACTIONS
from planner.app.widgets.chip import SHAPES

NAMES = sorted(file.stem for file in paths.shipped("resources", "icons").glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_icon_draws_something(qapp: QApplication, name: str) -> None:
    image = icons.pixmap(name, "#0A5EA8", 24).toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 128 for x in range(24) for y in range(24))
    assert 15 < inked < 24 * 24 / 2


def test_icon_takes_the_colour_it_is_given(qapp: QApplication) -> None:
    image = icons.pixmap("overview", "#FF0000", 48).toImage()
    colours = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    assert {(c.red(), c.green(), c.blue()) for c in colours if c.alpha() == 255} == {(255, 0, 0)}


def test_every_icon_that_is_asked_for_exists() -> None:
    assert {spec.icon for spec in ACTIONS if spec.icon} | set(SHAPES.values()) <= set(NAMES)


def test_shapes_of_the_tones_differ() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)
