"""What there is no room for in a window: cut words, pages that scroll sideways, things on top of each other."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabBar,
    QTableView,
    QWidget,
)

from planner.app.widgets.words import Elided

ROWS_AT_LEAST = 2
NEAR = 2
"""Pixels by which sizes may differ: rounding, and the width of a frame."""


def cramped(root: QWidget) -> list[str]:
    """One line for each thing that is on show and has too little room; a tooltip does not make up for it."""
    found: list[str] = []
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root):
            found += _faults(widget)
    return found


def _faults(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QPushButton) and widget.text() and not _drawn_by_its_owner(widget):
        wanted = QSize(widget.sizeHint().width(), widget.fontMetrics().tightBoundingRect(widget.text()).height())
        if widget.width() < wanted.width() - NEAR or widget.height() < wanted.height():
            yield f"button {widget.text()!r}: {_size(widget)} of {wanted.width()} x {wanted.height()}"
    elif isinstance(widget, QLabel) and widget.text() and not _drawn_by_its_owner(widget):
        yield from _label_faults(widget)
    elif isinstance(widget, QTabBar):
        wide = sum(widget.tabSizeHint(at).width() for at in range(widget.count()))
        if wide > widget.width():
            yield f"tabs {widget.accessibleName()!r}: {widget.width()} of {wide}"
    elif isinstance(widget, QTableView) and widget.model() is not None and widget.model().rowCount():
        rows = min(ROWS_AT_LEAST, widget.model().rowCount())
        needed = sum(widget.rowHeight(row) for row in range(rows))
        if widget.viewport().height() < needed:
            yield f"table {widget.accessibleName()!r}: {widget.viewport().height()} of {needed} for {rows} rows"
    elif isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > 0:
        yield f"page {widget.accessibleName()!r}: {widget.horizontalScrollBar().maximum()} too narrow"
    if widget.layout() is not None:
        yield from _overlaps(widget)


def _label_faults(label: QLabel) -> Iterator[str]:
    if isinstance(label, Elided):
        return
    words = label.text()[:40]
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        longest = max(label.fontMetrics().horizontalAdvance(word) for word in label.text().split() or [""])
        if label.height() < needed - NEAR:
            yield f"words {words!r}: {label.height()} of {needed} high"
        if label.contentsRect().width() < longest - NEAR:
            yield f"words {words!r}: {label.contentsRect().width()} of {longest} wide"
    else:
        wanted = label.sizeHint()
        if label.width() < wanted.width() - NEAR or label.height() < wanted.height() - NEAR:
            yield f"words {words!r}: {_size(label)} of {wanted.width()} x {wanted.height()}"


def _overlaps(owner: QWidget) -> Iterator[str]:
    """Children of one layout that lie over each other or beyond its edge."""
    if isinstance(owner, QSplitter | QAbstractScrollArea) or _drawn_by_its_owner(owner):
        return
    shown = [child for child in owner.children() if isinstance(child, QWidget) and child.isVisible()]
    laid_out = [child for child in shown if not child.isWindow()]
    for at, child in enumerate(laid_out):
        place = child.geometry()
        if not owner.rect().adjusted(-NEAR, -NEAR, NEAR, NEAR).contains(place):
            yield f"{_named(child)} reaches beyond {_named(owner)}: {place.getRect()} in {_size(owner)}"
        for other in laid_out[at + 1 :]:
            common = place.intersected(other.geometry())
            if common.width() > NEAR and common.height() > NEAR:
                yield f"{_named(child)} and {_named(other)} lie over each other"


def _drawn_by_its_owner(widget: QWidget) -> bool:
    """Boxes of the stage map elide their words themselves and have a tool tip."""
    return widget.objectName().startswith("stage_box_") or isinstance(widget.parent(), QAbstractItemView)


def _size(widget: QWidget) -> str:
    return f"{widget.width()} x {widget.height()}"


def _named(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return widget.objectName() or widget.accessibleName() or f"{type(widget).__name__} {text[:30]!r}"
