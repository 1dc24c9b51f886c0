"""Esc in a control: back to what it said before the hand began to move it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

Value = TypeVar("Value")

PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason)
"""Focus that goes to a calendar, a list or a menu, and comes back: the same movement goes on."""


class WayBack(QObject, Generic[Value]):
    """A movement begins with a press of the mouse, or with the focus for the keys; Esc takes back all of it, once.

    What is set goes through the control's own signals, so that whoever listens sees one more change.
    """

    def __init__(self, control: QWidget, value: Callable[[], Value], put: Callable[[Value], object]) -> None:
        super().__init__(control)
        self._value, self._put = value, put
        self._began: Value | None = None
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Where a movement begins and ends, and Esc."""
        kind = event.type()
        if kind is QEvent.Type.MouseButtonPress:
            self._began = self._value()
        elif isinstance(event, QFocusEvent) and event.reason() not in PASSING:
            self._began = self._value() if kind is QEvent.Type.FocusIn else None
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            return self._taken_back(pressed=kind is QEvent.Type.KeyPress)
        return super().eventFilter(watched, event)

    def _taken_back(self, *, pressed: bool) -> bool:
        began = self._began
        if not pressed or began is None or began == self._value():
            return False
        self._put(began)
        return True
