"""Colours that can be read, in both themes, and a switch between them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from planner.app.theme import (
    DARK,
    FONT_FAMILY,
    LIGHT,
    SHAPE_PAIRS,
    TEXT_PAIRS,
    TYPE_SCALE,
    Appearance,
    Choice,
    Colours,
    contrast,
)


def test_contrast_agrees_with_the_published_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "background"), TEXT_PAIRS)
def test_text_reaches_4_5_to_1(colours: Colours, text: str, background: str) -> None:
    assert contrast(getattr(colours, text), getattr(colours, background)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "background"), SHAPE_PAIRS)
def test_shapes_that_carry_meaning_reach_3_to_1(colours: Colours, shape: str, background: str) -> None:
    assert contrast(getattr(colours, shape), getattr(colours, background)) >= 3.0


def test_switching_changes_palette_and_tells_painters(appearance: Appearance) -> None:
    heard: list[object] = []
    appearance.theme_changed.connect(heard.append)
    appearance.choose(Choice.DARK)
    assert QApplication.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.page
    assert [theme.name for theme in heard] == [Choice.DARK]
    appearance.choose(Choice.LIGHT)
    assert QApplication.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.page


def test_choosing_a_theme_puts_on_its_whole_style(qapp: QApplication) -> None:
    qapp.setStyleSheet("")
    fresh = Appearance()
    fresh.choose(Choice.LIGHT)
    assert LIGHT.page in qapp.styleSheet()
    fresh.choose(Choice.DARK)
    assert DARK.page in qapp.styleSheet()
    fresh.choose(Choice.LIGHT)
    fresh.deleteLater()


def test_the_bundled_typeface_is_loaded_in_both_weights(appearance: Appearance) -> None:
    assert FONT_FAMILY in QFontDatabase.families()
    assert {"Regular", "SemiBold"} <= {style.replace(" ", "") for style in QFontDatabase.styles(FONT_FAMILY)}


def test_text_doubles_in_every_role(appearance: Appearance) -> None:
    appearance.set_text_scale(2.0)
    assert all(appearance.theme.pixels(role) == 2 * size for role, size in TYPE_SCALE.items())
    assert QApplication.font().pixelSize() == 2 * TYPE_SCALE["body"]
