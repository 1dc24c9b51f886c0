"""What the seven places have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.chip import Chip
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.jobs import Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme

AFTER_PAINT_MILLISECONDS = 20
"""By then a place that was gone to has been painted, and clicks have been answered."""
LEVELS = 5
"""A change of size is passed on from a label to its card, its row, its page and its scroll area."""


class Panel(QWidget):
    """A place: a heading, and below it `body`. It reads the plan, asks the session for changes, redraws when told."""

    help_sentence = ""

    def __init__(self, name: str, title: str, appearance: Appearance, session: Session, jobs: Jobs) -> None:
        super().__init__(objectName=f"{name}_panel", accessibleName=title)
        self.appearance = appearance
        self.session = session
        self.jobs = jobs
        self.heading = Words(title, "title")
        self.subtitle = Words("", "muted", wrap=True)
        self.illustrative = Chip(appearance, "warn", "Illustrative data")
        self.illustrative.setToolTip("Made-up figures for trying the planner; no real force, case or officer.")
        self.illustrative.hide()
        self._top = QGridLayout()
        self._top.setHorizontalSpacing(2 * UNIT)
        self._top.setVerticalSpacing(UNIT // 2)
        self._top.setColumnStretch(1, 1)
        self._top.addWidget(self.heading, 0, 0)
        self._top.addWidget(self.illustrative, 0, 2)
        self._place_subtitle(appearance.theme)
        self.body = QVBoxLayout()
        self.body.setSpacing(2 * UNIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(self._top)
        layout.addLayout(self.body, 1)
        appearance.theme_changed.connect(self._place_subtitle)
        session.opened.connect(self._on_opened)
        session.plan_changed.connect(self._on_plan_changed)

    @Slot(object)
    def _place_subtitle(self, theme: Theme) -> None:
        """Beside the heading, or below it where large text leaves no room."""
        self._top.removeWidget(self.subtitle)
        place = (1, 0, 1, 3) if theme.text_scale >= LARGE_TEXT else (0, 1, 1, 1)
        self._top.addWidget(self.subtitle, *place)

    def show_plan(self) -> None:
        """Draw the open plan from scratch; overridden by each place, which calls this first."""
        plan = self.session.plan
        self.illustrative.setVisible(plan is not None and plan.illustrative)

    def on_parts(self, parts: frozenset[str]) -> None:
        """Redraw what depends on these fields of the plan; by default everything."""
        self.show_plan()

    def parts_ahead(self) -> Iterator[None]:
        """Make what a first visit does not show, in steps of some milliseconds; there is nothing unless overridden."""
        yield from ()

    @Slot()
    def _on_opened(self) -> None:
        self.show_plan()

    @Slot(object, object)
    def _on_plan_changed(self, parts: frozenset[str], _: object) -> None:
        self.on_parts(parts)


def arrange_now() -> None:
    """Give everything its place before the next paint.

    Left to the event loop, words of another length move the charts after these have been painted, and they are painted
    once more.
    """
    for _ in range(LEVELS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
