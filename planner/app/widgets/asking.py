"""The way from a figure on the screen to what it means."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from planner.report.terms import term_for


def ask_about(widget: QWidget, title: str, place: QPoint) -> None:
    """Offer to explain a figure, at a place on the screen; nothing happens where there is no term or no window."""
    at: QWidget | None = widget
    while at is not None and not hasattr(at, "guide"):
        at = at.parentWidget()
    if at is not None and term_for(title) is not None:
        at.guide.offer((title,), place)


def show_meaning(widget: QWidget, title: str, event: QEvent) -> bool:
    """Show a figure's definition as its tool tip; False when there is none."""
    term = term_for(title)
    if term is None or not isinstance(event, QHelpEvent):
        return False
    # As rich text a long tool tip is set in several lines.
    QToolTip.showText(event.globalPos(), f"<p>{term.definition} Right-click for how it is worked out.</p>", widget)
    return True
