"""Beside the grid of a rota: what it breaks, how fair it is, which visits it makes late, what the solver answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from planner.app.models.table import Column
from planner.app.theme import UNIT
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.words import Words
from planner.report.rota_strips import Share, fairness_sentence, shares

if TYPE_CHECKING:
    from datetime import date

    from planner.app.models.rota_cells import RotaCells
    from planner.app.rota_work import Answer, VisitsAhead
    from planner.app.theme import Appearance
    from planner.model.rota_checks import Breach

RULES, FAIR, VISITS, ANSWER = range(4)
MOST_LATE = 4
"""Late visits that are named before a publication; Visits has all."""
MOST_ROWS = 500
"""Broken rules that are listed; the sentence counts all."""


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A row of the list: a broken rule with its person by name."""

    breach: Breach
    name: str

    @property
    def price(self) -> str:
        """The price, or that it is hard."""
        return "hard" if self.breach.hard else f"{self.breach.price:,}"


BROKEN = (
    Column("Who", lambda row: row.name or "Cover", mark=lambda row: _tone(row), width=18, least=11),
    Column(
        "Day",
        lambda row: "" if row.breach.day is None else short_day(row.breach.day),
        lambda row: None if row.breach.day is None else row.breach.day.toordinal(),
    ),
    Column("Rule", lambda row: row.breach.name, width=30, least=8),
    Column("Points", lambda row: row.price, lambda row: (not row.breach.hard, -row.breach.price), number=True),
)
SHARES = (
    Column("Who", lambda row: row.name, width=18, least=16),
    Column("Hours", lambda row: f"{row.hours:,.0f}", lambda row: row.hours, number=True),
    Column("Over", lambda row: _signed(row.hours_over), lambda row: row.hours_over, number=True),
    Column("Weekends", lambda row: _of(row), lambda row: row.weekends, number=True),
    Column("Nights", lambda row: f"{row.nights}", lambda row: row.nights, number=True),
    Column("Duties", lambda row: f"{row.duties}", lambda row: row.duties, number=True),
)
VISIT_ROWS = (
    Column("Case", lambda row: row[0], mark=lambda row: "" if row[3] == "in time" else "bad", width=16),
    Column("Due", lambda row: row[1], width=16),
    Column("Planned", lambda row: row[2], width=16),
    Column("", lambda row: row[3], width=14),
)


def short_day(day: date) -> str:
    """A day in little room: Mo 2 Nov."""
    return f"{f'{day:%a}'[:2]} {day.day} {day:%b}"


def _tone(row: BrokenRule) -> str:
    return "bad" if row.breach.hard else "warn"


def _signed(hours: float) -> str:
    return f"{round(hours):+,}" if round(hours) else "0"


def _of(share: Share) -> str:
    return f"{share.weekends}" if share.fair_weekends is None else f"{share.weekends} of {share.fair_weekends}"


class RotaSide(QTabWidget):
    """Four pages; a click on a broken rule goes to its cell."""

    cell_wanted = Signal(str, object)
    """The officer (empty for the cover of a day) and the date; None for the rota as a whole."""
    adopt_wanted = Signal()
    """The lines of the answer are to become a draft."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="rota_side", accessibleName="About this rota")
        self.setDocumentMode(True)
        self.rules_words = Words("", "strong", wrap=True)
        self.rules = DataTable(appearance, "rota_rules", "Broken rules", BROKEN)
        self.fair_words = Words("", "strong", wrap=True)
        self.fair = DataTable(appearance, "rota_fairness", "Hours, weekends and nights by person", SHARES)
        self.visit_words = Words("Not worked out yet.", "strong", wrap=True)
        self.visits = DataTable(appearance, "rota_visits", "Visits that fall due", VISIT_ROWS)
        self.answer_words = Words("Ask the solver with Solve, Improve, Repair or Why not?", "strong", wrap=True)
        self.answer_details = Words("", wrap=True)
        self.answer_details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.adopt = QPushButton("Make this a draft", objectName="rota_adopt")
        self.adopt.setToolTip("The rota with that cell, and all that changes with it, as a draft of its own.")
        self.rule_detail = Words("", wrap=True)
        self.rule_detail.setAccessibleName("The chosen rule in words")
        rules = _page(self.rules_words, self.rules)
        rules.layout().addWidget(self.rule_detail)
        self.addTab(rules, "Rules")
        self.addTab(_page(self.fair_words, self.fair), "Fairness")
        self.addTab(_page(self.visit_words, self.visits), "Visits")
        self.addTab(self._answer_page(), "Answer")
        for number, hint in enumerate(
            (
                "Every rule that this draft breaks: hard ones first, then by price. A click goes to the cell.",
                "Hours against contract, weekends against an equal share, and nights, by person.",
                "The book's visits on the days of this draft, before it is published.",
                "What the solver answered last.",
            )
        ):
            self.setTabToolTip(number, hint)
        self.rules.clicked.connect(lambda index: self._go(self.rules.filter.mapToSource(index).row()))
        self.rules.entered_row.connect(self._on_rule)
        self.rules.chosen.connect(self._tell_rule)
        self.adopt.clicked.connect(self.adopt_wanted)

    def _answer_page(self) -> QWidget:
        page = QWidget()
        page.setProperty("kind", "page")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        inside.setSpacing(UNIT)
        self.answer_details.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.answer_words)
        inside.addWidget(self.adopt)
        inside.addWidget(self.answer_details, 1)
        self.adopt.hide()
        area = QScrollArea(widgetResizable=True, accessibleName="Answer of the solver")
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(page)
        return area

    def show_check(self, cells: RotaCells) -> None:
        """What the draft breaks now, and how fair it is."""
        names = {person.key: person.name for person in cells.facts.people}
        breaches = cells.check.breaches
        rows = [BrokenRule(breach, names.get(breach.officer, "")) for breach in breaches[:MOST_ROWS]]
        self.rules.table.show(rows)
        more = f" The first {MOST_ROWS} are listed." if len(breaches) > MOST_ROWS else ""
        self.rules_words.setText(f"{_lawful(cells)}{more}")
        found = shares(cells.facts, cells.lines)
        self.fair.table.show(found)
        self.fair_words.setText(fairness_sentence(found))
        self.setTabText(RULES, f"Rules ({len(breaches):,})")

    def show_visits(self, found: VisitsAhead) -> None:
        """Which visits will be late."""
        self.visit_words.setText(found.sentence)
        self.visits.table.show(found.rows)
        late = sum(late for _, late in found.days)
        self.setTabText(VISITS, f"Visits ({late} late)" if late else "Visits")

    def late_lines(self) -> tuple[str, ...]:
        """What is known of the visits, and the first that would be late."""
        late = [row for row in self.visits.table.rows if row[3] != "in time"]
        more = len(late) - MOST_LATE
        lines = (f"{case}, due {due}: {state}" for case, due, _, state in late[:MOST_LATE])
        return (self.visit_words.text(), *lines, *((f"and {more} more, in Visits",) if more > 0 else ()))

    def show_answer(self, answer: Answer, *, adopt: bool = False) -> None:
        """What the solver answered, on top."""
        self.answer_words.setText(answer.sentence)
        self.answer_details.setText("\n".join(answer.details))
        self.adopt.setVisible(adopt)
        self.setCurrentIndex(ANSWER)

    def _go(self, row: int) -> None:
        if 0 <= row < len(self.rules.table.rows):
            self._on_rule(self.rules.table.rows[row])

    @Slot(object)
    def _tell_rule(self, row: BrokenRule | None) -> None:
        who = f"{row.name}: " if row is not None and row.name else ""
        price = "" if row is None else "hard" if row.breach.hard else f"{row.price} points"
        self.rule_detail.setText("" if row is None else f"{row.breach.name} ({price}). {who}{row.breach.words}")

    @Slot(object)
    def _on_rule(self, row: BrokenRule | None) -> None:
        if row is not None:
            self._tell_rule(row)
            self.cell_wanted.emit(row.breach.officer, row.breach.day)


def _lawful(cells: RotaCells) -> str:
    hard, price = len(cells.check.hard), cells.check.price
    if hard:
        rules = "1 hard rule is" if hard == 1 else f"{hard:,} hard rules are"
        return f"Not lawful: {rules} broken. The others cost {price:,} points."
    return f"Lawful: no hard rule is broken. The others cost {price:,} points."


def _page(words: QLabel, table: QWidget) -> QWidget:
    page = QWidget()
    page.setProperty("kind", "page")
    inside = QVBoxLayout(page)
    inside.setContentsMargins(0, UNIT, 0, 0)
    inside.setSpacing(UNIT)
    inside.addWidget(words)
    inside.addWidget(table, 1)
    return page
