"""Colours, type and spacing: every value that the window's look is made of, once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from planner import paths
from planner.app.stylesheet import stylesheet

UNIT = 8
"""The grid: every margin, gap and fixed size is a multiple of half of this many pixels."""

FONT_FAMILY = "Inter"
FONT_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")

TYPE_SCALE = {"caption": 12, "body": 13, "section": 15, "title": 20, "figure": 24}
"""Text sizes in pixels at a text scale of 1; nothing is set in any other size."""


LARGE_TEXT = 1.3
"""Text scale from which what stands side by side may have to stand one below the other."""


class Choice(StrEnum):
    """What the user asked for in the View menu."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette. Text colours reach 4.5:1 on every background they are used on (see TEXT_PAIRS)."""

    page: str
    surface: str
    rail: str
    border: str
    control_border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    selected: str
    good: str
    good_tint: str
    warn: str
    warn_tint: str
    bad: str
    bad_tint: str
    info_tint: str
    median: str
    band_half: str
    band_most: str
    band_outer: str
    limit: str
    mark: str
    grid: str
    history: str
    track: str
    stale_line: str
    stale_half: str
    stale_most: str
    stale_outer: str


LIGHT = Colours(
    page="#F3F5F8",
    surface="#FFFFFF",
    rail="#E8ECF1",
    border="#D5DCE4",
    control_border="#7D8A99",
    text="#16202B",
    muted="#4A5766",
    accent="#0A5EA8",
    on_accent="#FFFFFF",
    selected="#D3E4F5",
    good="#0A6647",
    good_tint="#DFF3EA",
    warn="#7E4A00",
    warn_tint="#FDEFD3",
    bad="#A3241B",
    bad_tint="#FCE5E2",
    info_tint="#E1EDF9",
    median="#0072B2",
    band_half="#86BCE1",
    band_most="#CBE2F3",
    band_outer="#E6F1F9",
    limit="#B84300",
    mark="#7A3E92",
    grid="#E4E9EF",
    history="#5B6B7C",
    track="#E1E6EC",
    stale_line="#78848F",
    stale_half="#C9D0D8",
    stale_most="#E3E7EC",
    stale_outer="#F0F2F5",
)

DARK = Colours(
    page="#11161C",
    surface="#1A2129",
    rail="#0C1015",
    border="#303B48",
    control_border="#748497",
    text="#E8EDF3",
    muted="#A9B5C3",
    accent="#74B8F2",
    on_accent="#08131D",
    selected="#213A53",
    good="#62D3A9",
    good_tint="#15332A",
    warn="#F2BC62",
    warn_tint="#3A2C12",
    bad="#FF9D8F",
    bad_tint="#42201D",
    info_tint="#1A2E43",
    median="#5CBBF0",
    band_half="#2C668F",
    band_most="#1F4059",
    band_outer="#1C3042",
    limit="#FF9E4A",
    mark="#DBA8EA",
    grid="#2A3440",
    history="#93A3B5",
    track="#303B48",
    stale_line="#8B97A4",
    stale_half="#3B4653",
    stale_most="#2A333D",
    stale_outer="#222A33",
)

TEXT_PAIRS = (
    ("text", "page"),
    ("text", "surface"),
    ("text", "rail"),
    ("text", "selected"),
    ("text", "info_tint"),
    ("muted", "page"),
    ("muted", "surface"),
    ("muted", "rail"),
    ("accent", "surface"),
    ("accent", "page"),
    ("on_accent", "accent"),
    ("good", "good_tint"),
    ("good", "surface"),
    ("warn", "warn_tint"),
    ("warn", "surface"),
    ("bad", "bad_tint"),
    ("bad", "surface"),
    ("limit", "surface"),
    ("mark", "surface"),
)
"""(text, background) pairs in use: each must reach 4.5:1."""

SHAPE_PAIRS = (
    ("control_border", "surface"),
    ("control_border", "page"),
    ("median", "surface"),
    ("history", "surface"),
    ("stale_line", "surface"),
    ("accent", "track"),
)
"""(shape, background) pairs that carry meaning: each must reach 3:1."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A palette together with the size of its text."""

    name: Choice
    colours: Colours
    text_scale: float = 1.0
    tabular: bool = True
    """Whether all digits have one width, as beside each other in a table."""
    line_scale: float = 1.0
    """Thickness of a chart's lines, in multiples of those on the screen: they do not grow with the drawing."""

    def pixels(self, role: str) -> int:
        """Height in pixels of the text in a role of TYPE_SCALE."""
        return round(TYPE_SCALE[role] * self.text_scale)

    def font(self, role: str = "body", *, strong: bool = False) -> QFont:
        """The typeface for a role of TYPE_SCALE."""
        font = QFont(FONT_FAMILY)
        font.setPixelSize(self.pixels(role))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), int(self.tabular))
        return font

    def colour(self, name: str) -> QColor:
        """One colour of the palette, ready to paint with."""
        return QColor(getattr(self.colours, name))


class Appearance(QObject):
    """The theme in use: follows the system unless the user chose one."""

    theme_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice.SYSTEM
        self.theme = self._resolved()
        self._applied: Theme | None = None
        """The theme that the application wears; None until the first is put on."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def choose(self, choice: Choice) -> None:
        """Use the light or dark palette, or follow the system again."""
        self.choice = choice
        scheme = {Choice.LIGHT: Qt.ColorScheme.Light, Choice.DARK: Qt.ColorScheme.Dark}
        QGuiApplication.styleHints().setColorScheme(scheme.get(choice, Qt.ColorScheme.Unknown))
        self._refresh()

    def set_text_scale(self, text_scale: float) -> None:
        """Enlarge all text: 1 is the size of TYPE_SCALE, 2 is twice that."""
        self.theme = Theme(self.theme.name, self.theme.colours, text_scale)
        self.apply()

    def apply(self) -> None:
        """Give the application the theme's palette, font and style sheet, and tell whoever paints by hand."""
        self._applied = self.theme
        application = QApplication.instance()
        application.setPalette(palette(self.theme.colours))
        application.setFont(self.theme.font())
        application.setStyleSheet(stylesheet(self.theme))
        self.theme_changed.emit(self.theme)

    def _refresh(self) -> None:
        self.theme = self._resolved()
        if self.theme != self._applied:
            self.apply()

    def _resolved(self) -> Theme:
        scale = self.theme.text_scale if hasattr(self, "theme") else 1.0
        dark = self.choice is Choice.DARK or (
            self.choice is Choice.SYSTEM and QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        return Theme(Choice.DARK, DARK, scale) if dark else Theme(Choice.LIGHT, LIGHT, scale)

    def _on_system_changed(self, _: Qt.ColorScheme) -> None:
        self._refresh()


def register_fonts() -> None:
    """Load the bundled typeface, so that text looks the same on every machine."""
    if FONT_FAMILY in QFontDatabase.families():
        return
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(paths.shipped("resources", "fonts", name)))


def palette(colours: Colours) -> QPalette:
    """The Qt palette that Fusion draws ordinary controls with."""
    roles = {
        QPalette.ColorRole.Window: colours.page,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.page,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.bad,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Link: colours.accent,
    }
    result = QPalette(QColor(colours.surface), QColor(colours.page))
    for role, value in roles.items():
        result.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.control_border))
    return result


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two #RRGGBB colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
