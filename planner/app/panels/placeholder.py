"""A place that is not built yet, and says in one sentence what will be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from planner.app import icons
from planner.app.panels.panel import Panel
from planner.app.theme import UNIT
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.jobs import Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme

SENTENCES = {
    "caseload": "Caseload will show each officer's cases by risk band, hours and capacity, what is overdue, "
    "and who can take the next case.",
}


class PlaceholderPanel(Panel):
    """One icon, one sentence."""

    def __init__(self, name: str, title: str, appearance: Appearance, session: Session, jobs: Jobs) -> None:
        super().__init__(name, title, appearance, session, jobs)
        self.help_sentence = SENTENCES[name]
        self._name = name
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.sentence = sentence = Words(SENTENCES[name], "section", wrap=True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        note = Words("It comes in a later version; the other places work today.", "muted")
        note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setSpacing(2 * UNIT)
        inside.setContentsMargins(24 * UNIT, 2 * UNIT, 24 * UNIT, 2 * UNIT)
        inside.addStretch(1)
        # Not aligned by the layout: a wrapped label then gets the height of its narrowest form.
        for widget in (self._icon, sentence, note):
            inside.addWidget(widget)
        inside.addStretch(2)
        self.body.addWidget(card, 1)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)
        self.show_plan()

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self._icon.setPixmap(icons.pixmap(self._name, theme.colours.muted, 6 * UNIT, self.devicePixelRatioF()))
