"""A message across the top of the window that waits until it is read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from planner.app.theme import UNIT
from planner.app.widgets.words import Words, set_property


class Banner(QFrame):
    """One sentence, at most one thing to do about it, and Close. Hidden until there is something to say."""

    def __init__(self) -> None:
        super().__init__(objectName="banner")
        self.setProperty("kind", "banner")
        self.words = Words("", wrap=True)
        self.act = QPushButton(objectName="banner_act", accessibleName="Do something about this message")
        self.dismiss = QPushButton("Close", objectName="banner_close", accessibleName="Close this message")
        self._action: Callable[[], object] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.act)
        layout.addWidget(self.dismiss)
        self.act.clicked.connect(self._on_act)
        self.dismiss.clicked.connect(self.hide)
        self.hide()

    def tell(
        self, sentence: str, tone: str = "info", action_text: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Show a sentence in the tone info, warn or bad, with a button when there is something to do."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        set_property(self, "tone", tone)
        self._action = action
        self.act.setText(action_text)
        self.act.setAccessibleName(action_text)
        self.act.setVisible(action is not None)
        self.show()

    def _on_act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()
