"""A status in a word, with a shape of its own beside the colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from planner.app import icons
from planner.app.theme import UNIT
from planner.app.widgets.words import Words, set_property

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme

SHAPES = {"good": "good", "warn": "warn", "bad": "bad", "info": "info"}
"""The icon of each tone: tick, triangle, octagon, circle."""


class Chip(QFrame):
    """An icon and a word or two on a tint. Tones: good, warn, bad, info."""

    def __init__(self, appearance: Appearance, tone: str, text: str) -> None:
        super().__init__()
        self.setProperty("kind", "chip")
        self._appearance = appearance
        self.tone = tone
        self._shown = ("", "")
        self._icon = QLabel()
        self._words = Words("")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT, 3, UNIT + 4, 3)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(self._words)
        self.show_status(tone, text)
        appearance.theme_changed.connect(self._on_theme_changed)

    @property
    def text(self) -> str:
        """The words."""
        return self._words.text()

    def show_status(self, tone: str, text: str) -> None:
        """Change tone and words."""
        if (tone, text) == self._shown:
            return
        self._shown = (tone, text)
        self.tone = tone
        self._words.setText(text)
        self.setAccessibleName(text)
        set_property(self, "tone", tone)
        self._on_theme_changed(self._appearance.theme)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        colour = theme.colours.text if self.tone == "info" else getattr(theme.colours, self.tone)
        size = theme.pixels("section") + 1
        self._icon.setPixmap(icons.pixmap(SHAPES[self.tone], colour, size, self.devicePixelRatioF()))
