"""How print looks: the window's light palette and its dashes, on white paper."""

from __future__ import annotations

from functools import cache

from planner import paths

COLOURS = {
    "text": "#16202B",
    "muted": "#4A5766",
    "accent": "#0A5EA8",
    "border": "#D5DCE4",
    "surface": "#FFFFFF",
    "page": "#F3F5F8",
    "grid": "#E4E9EF",
    "info_tint": "#E1EDF9",
    "median": "#0072B2",
    "band_half": "#86BCE1",
    "band_most": "#CBE2F3",
    "limit": "#B84300",
    "mark": "#7A3E92",
    "history": "#5B6B7C",
    "good": "#0A6647",
    "warn": "#7E4A00",
    "bad": "#A3241B",
    "track": "#E1E6EC",
}
"""By the names of the window's theme; a test holds them together."""

DASHES: dict[str, tuple[float, ...]] = {"dash": (4.0, 2.0), "dot": (1.0, 2.0)}
"""In widths of the line, as the window's dashed and dotted pens are."""

REGULAR, STRONG = "InterPaper-Regular", "InterPaper-SemiBold"
"""The window's typeface in the form that PDF can hold, with digits of one width."""


def font_file(name: str) -> str:
    """Where a typeface is."""
    return str(paths.shipped("resources", "fonts", f"{name}.ttf"))


UNKNOWN = "\N{WHITE SQUARE}"


def drawable(text: str) -> str:
    """Text with a mark in the place of what the typeface cannot draw."""
    return "".join(letter if ord(letter) in _letters() else UNKNOWN for letter in text)


@cache
def _letters() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(font_file(REGULAR)).get_charmap())
