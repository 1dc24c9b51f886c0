"""The growth lever: a slider from 0 to 150 % with a mark that it snaps to, and the number itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QStyleOptionSlider, QVBoxLayout, QWidget

from planner.app.theme import UNIT
from planner.app.widgets.number_box import WholeBox
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme

MOST = 150
MARK = 70
STEP = 5
REACH = 4
"""A drag that ends within this many percent of the mark ends on it."""


class _Scale(QWidget):
    """The numbers below the slider, each under its place on the groove."""

    def __init__(self, appearance: Appearance, slider: QSlider) -> None:
        super().__init__()
        self._appearance = appearance
        self._slider = slider
        appearance.theme_changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """One line of text and its ticks."""
        return QSize(20 * UNIT, self.fontMetrics().height() + UNIT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The same height."""
        return QSize(0, self.sizeHint().height())

    def place_of(self, value: int) -> float:
        """Where the handle's middle is for a value."""
        option = QStyleOptionSlider()
        self._slider.initStyleOption(option)
        handle = self._slider.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self._slider
        )
        room = self._slider.width() - handle.width()
        return handle.width() / 2 + room * value / MOST

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Ticks and numbers; the marked one is stronger."""
        theme = self._appearance.theme
        painter = QPainter(self)
        for value in (0, MARK, MOST):
            strong = value == MARK
            painter.setFont(theme.font("caption", strong=strong))
            painter.setPen(QPen(theme.colour("accent" if strong else "muted"), 2 if strong else 1))
            place = self.place_of(value)
            painter.drawLine(int(place), 0, int(place), 5)
            text = f"+{value} %" if value else "0 %"
            width = painter.fontMetrics().horizontalAdvance(text) + 2
            left = min(max(place - width / 2, 0), self.width() - width)
            painter.drawText(QRectF(left, 5, width, self.height() - 5), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    @Slot(object)
    def _on_theme_changed(self, _: Theme) -> None:
        self.update()


class GrowthLever(QWidget):
    """Growth of demand in percent. `moved` is sent for changes by the user only.

    Esc takes a drag back to where it began, while the button is down and after it.
    """

    moved = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.slider = QSlider(
            Qt.Orientation.Horizontal,
            minimum=0,
            maximum=MOST,
            singleStep=STEP,
            pageStep=2 * STEP,
            accessibleName="Growth of demand in twelve months, percent",
            objectName="growth_slider",
        )
        self.box = WholeBox(
            minimum=0,
            maximum=MOST,
            singleStep=STEP,
            suffix=" %",
            prefix="+",
            accessibleName="Growth of demand in twelve months, percent, as a number",
            objectName="growth_box",
        )
        self.box.setKeyboardTracking(False)
        words = Words("Growth in 12 months", wrap=True)
        words.setBuddy(self.box)
        top = QHBoxLayout()
        top.addWidget(words, 1)
        top.addWidget(self.box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(top)
        layout.addWidget(self.slider)
        layout.addWidget(_Scale(appearance, self.slider))
        self._began: int | None = None
        """The growth before the last drag."""
        self._given_up = False
        """The drag was taken back, and the button is still down."""
        self.slider.installEventFilter(self)
        self.slider.valueChanged.connect(self._on_slider_changed)
        self.box.valueChanged.connect(self._on_box_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Where a drag begins, and Esc that takes it back."""
        kind = event.type()
        if kind is QEvent.Type.MouseButtonPress:
            self._began, self._given_up = self.percent, False
        elif kind is QEvent.Type.MouseButtonRelease:
            self._given_up = False
        elif kind is QEvent.Type.MouseMove and self._given_up:
            return True
        elif kind is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape and self._began is not None:
            began, self._began = self._began, None
            self._given_up = self.slider.isSliderDown()
            self.slider.setSliderDown(False)
            self._take(began)
            return True
        elif kind is QEvent.Type.FocusOut:
            self._began = None
        return super().eventFilter(watched, event)

    @property
    def percent(self) -> int:
        """The growth that is set."""
        return self.box.value()

    def show_percent(self, percent: int) -> None:
        """Set it without sending `moved`."""
        for control in (self.slider, self.box):
            blocked = control.blockSignals(True)
            control.setValue(percent)
            control.blockSignals(blocked)

    @Slot(int)
    def _on_slider_changed(self, value: int) -> None:
        self._take(snapped(value))

    @Slot(int)
    def _on_box_changed(self, value: int) -> None:
        self._take(value)

    def _take(self, percent: int) -> None:
        self.show_percent(percent)
        self.moved.emit(percent)


def snapped(value: int) -> int:
    """The place a drag to `value` settles on: the mark when it is near, otherwise the nearest step."""
    if abs(value - MARK) <= REACH:
        return MARK
    return min(round(value / STEP) * STEP, MOST)
