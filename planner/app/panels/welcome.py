"""What is shown while no plan is open: the ways to begin, and the plans that were open last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from planner.app.theme import UNIT
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

WAYS = (
    ("new_plan", "New plan", "From your teams and what you know by heart, in five minutes."),
    ("open_plan", "Open a plan", "Or drag its file onto this window."),
    (
        "open_demo",
        "Look at the example",
        "Example Constabulary: four teams with made-up figures.",
    ),
)
NO_RECENT = "The plans you open will be listed here."


class WelcomePage(QWidget):
    """Three ways to begin on the left, recent plans on the right."""

    def __init__(self, actions: dict[str, QAction], open_path: Callable[[Path], object]) -> None:
        super().__init__(objectName="welcome_page", accessibleName="Welcome")
        self.setProperty("kind", "page")
        self._open_path = open_path
        self.buttons: dict[str, QPushButton] = {}
        self.recent = QListWidget(objectName="recent_plans", accessibleName="Recent plans")
        self.recent.itemActivated.connect(self._on_activated)
        self.recent.itemClicked.connect(self._on_activated)
        self.none = Words(NO_RECENT, "muted", wrap=True)
        left = QVBoxLayout()
        left.setSpacing(UNIT)
        for name, text, sentence in WAYS:
            button = QPushButton(text, objectName=f"welcome_{name}", accessibleDescription=sentence)
            button.setProperty("tone", "primary" if name == "new_plan" else "")
            button.setToolTip(actions[name].toolTip())
            button.clicked.connect(actions[name].trigger)
            self.buttons[name] = button
            left.addWidget(button)
            left.addWidget(Words(sentence, "muted", wrap=True))
            left.addSpacing(UNIT)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(UNIT)
        right.addWidget(Words("Recent plans", "section"))
        right.addWidget(self.recent, 1)
        right.addWidget(self.none)
        right.addStretch(0)
        card = QFrame()
        card.setProperty("kind", "card")
        halves = QHBoxLayout(card)
        halves.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 3 * UNIT)
        halves.setSpacing(4 * UNIT)
        halves.addLayout(left, 1)
        halves.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * UNIT, 3 * UNIT, 4 * UNIT, 3 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(Words("Caseload Planner", "title"))
        layout.addWidget(
            Words(
                "How much work is coming, who carries it, and what it would take. Nothing leaves this computer.",
                "muted",
                wrap=True,
            )
        )
        layout.addWidget(card, 1)

    def show_recent(self, plans: Sequence[Path]) -> None:
        """List the plans that are still where they were."""
        self.recent.clear()
        for path in plans:
            item = QListWidgetItem(f"{path.stem}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{path.stem}, in {path.parent}")
            item.setToolTip(str(path))
            self.recent.addItem(item)
        self.recent.setVisible(bool(plans))
        self.none.setVisible(not plans)
        if plans:
            self.recent.setCurrentRow(0)

    def _on_activated(self, item: QListWidgetItem) -> None:
        self._open_path(Path(item.data(Qt.ItemDataRole.UserRole)))
