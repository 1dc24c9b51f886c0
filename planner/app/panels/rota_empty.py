"""What the Rota place shows of a plan without a rota: how to come to one, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from planner.app.theme import UNIT
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.model.plan import Plan

STEPS = (
    "1. New rota… takes the team's people from the plan and spreads them over a cycle of duties.",
    "2. Edit rota… has their contracts, skills and leave, the duties, the cover and the rules.",
    "3. Solve finds a lawful rota; or paint it by hand, and see at once which rules it breaks.",
    "4. More, Publish… freezes it, and says which visits would be late and who must be told.",
)
NOBODY = "Nobody is in this plan yet: add officers under Data, Plan, Officers, or import them there."


class RotaEmptyPage(QFrame):
    """A sentence, the steps, and the button for the first of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.sentence = Words("This plan has no rota yet.", "section", wrap=True)
        self.steps = Words("\n".join(STEPS), wrap=True)
        self.nobody = Words(NOBODY, "strong", wrap=True)
        self.begin = QPushButton("New rota…", objectName="rota_begin")
        self.begin.setProperty("tone", "primary")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12 * UNIT, 2 * UNIT, 12 * UNIT, 2 * UNIT)
        inside.setSpacing(2 * UNIT)
        row = QHBoxLayout()
        row.addWidget(self.begin)
        row.addStretch(1)
        inside.addStretch(1)
        inside.addWidget(self.sentence)
        inside.addWidget(self.steps)
        inside.addWidget(self.nobody)
        inside.addLayout(row)
        inside.addStretch(2)

    def show_plan(self, plan: Plan, *, writable: bool) -> None:
        """Whether a rota can be begun."""
        self.nobody.setVisible(not plan.officers)
        self.begin.setEnabled(writable and bool(plan.officers))
