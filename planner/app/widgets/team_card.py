"""One team on the Overview: where it stands, in a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.asking import ask_about
from planner.app.widgets.chip import Chip
from planner.app.widgets.figure_tile import FigureTile
from planner.app.widgets.meter import LIMIT_STYLE, TARGET_STYLE, MarkWords, Meter
from planner.app.widgets.words import Words, held, plural, set_property

if TYPE_CHECKING:
    from planner.app.runs import Outlook
    from planner.app.theme import Appearance, Theme
    from planner.model.period import Period
    from planner.report.position import Position

CALCULATING = "calculating…"
NOTHING = "\N{EN DASH}"
AHEAD = "next 12 months, median"


class TeamCard(QFrame):
    """Name and status, open cases per officer against the limit, and six figures with their course."""

    def __init__(self, appearance: Appearance, team: str) -> None:
        super().__init__(objectName=f"team_card_{team}")
        self.setProperty("kind", "card")
        self.team = team
        self.title = Words("", "section")
        self.status = Chip(appearance, "info", "")
        self.sentence = Words("", "muted", wrap=True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.per_officer = Words("", "figure")
        self.unit = Words("", "caption")
        self.limit = MarkWords(appearance, LIMIT_STYLE)
        self.target = MarkWords(appearance, TARGET_STYLE)
        self.target.hide()
        self.meter = Meter(appearance, "Cases per officer against the limit")
        self.per_officer.setProperty("term", "Cases per officer")
        self.strength = FigureTile(appearance, "Strength")
        self.arriving = FigureTile(appearance, "New cases", "history", Qt.PenStyle.SolidLine)
        self.oldest = FigureTile(appearance, "Oldest case")
        self.open = FigureTile(appearance, "Open cases", "median")
        self.unallocated = FigureTile(appearance, "Unallocated", "median")
        self.overdue = FigureTile(appearance, "Overdue", "median")
        self._arrange()
        self.show_calculating()
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.status)
        self._bar = QGridLayout()
        self._bar.setSpacing(UNIT)
        self._bar.setColumnStretch(2, 1)
        self._bar.addWidget(self.per_officer, 0, 0)
        self._bar.addWidget(self.unit, 0, 1)
        marks = QVBoxLayout()
        marks.setSpacing(0)
        marks.addStretch(1)
        marks.addWidget(self.limit)
        marks.addWidget(self.target)
        marks.addStretch(1)
        self._bar.addLayout(marks, 0, 3)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * UNIT)
        grid.setVerticalSpacing(UNIT)
        tiles = (self.strength, self.arriving, self.oldest, self.open, self.unallocated, self.overdue)
        for at, tile in enumerate(tiles):
            grid.addWidget(tile, at // 3, at % 3)
            grid.setColumnStretch(at % 3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT + 4, 2 * UNIT, UNIT + 4)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addWidget(self.sentence)
        layout.addLayout(self._bar)
        layout.addLayout(grid, 1)

    def show_position(self, position: Position, tone: str, case_word: str, target: float | None = None) -> None:
        """The team as it stands today; `case_word` is what it calls a case, `target` the most that it aims to hold."""
        self._name_figures(case_word)
        self.setAccessibleName(f"{position.name}: {position.sentence}")
        self.title.setText(position.name)
        self.status.show_status(tone, position.status)
        self.sentence.setText(position.sentence)
        self.per_officer.setText(f"{position.per_officer:.1f}")
        self._show_marks(position, case_word, target)
        self.strength.show_figure(f"{position.strength_fte:g}", f"in post, of {position.establishment:g} funded")
        if position.oldest_case is None:
            self.oldest.show_figure(NOTHING, "none open")
        else:
            self.oldest.show_figure(_whole(position.oldest_days), "days open")
        self.open.show_figure(_whole(position.open), AHEAD)
        self.unallocated.show_figure(_whole(position.unallocated), AHEAD)
        self.overdue.show_figure(_whole(position.overdue), AHEAD)

    def _name_figures(self, case_word: str) -> None:
        word = plural(case_word)
        self.unit.setText(f"{word} per officer")
        self.meter.setAccessibleName(f"{word.capitalize()} per officer against the limit")
        self.arriving.rename(f"New {word}")
        self.oldest.rename(f"Oldest {case_word}")
        self.open.rename(held(case_word))

    def _show_marks(self, position: Position, case_word: str, target: float | None) -> None:
        """The limit and the target, in words and on the bar."""
        above = target is not None and position.per_officer > target
        described = f"{position.per_officer:.1f} {plural(case_word)} per officer; the limit is {position.limit:g}"
        if target is not None:
            described = f"{described}, the target is at most {target:g}{', which is passed' if above else ''}"
            self.target.setText(f"{'above ' if above else ''}target {target:g}")
        self.limit.setText(f"limit {position.limit:g}")
        self.target.setVisible(target is not None)
        set_property(self.target, "tone", "warn" if above else "")
        self.meter.show_value(
            position.per_officer,
            position.limit,
            1.25 * max(position.per_officer, position.limit),
            f"{described}.",
            target=target,
        )

    def show_history(self, period: Period, counts: tuple[int | None, ...]) -> None:
        """New cases in each past month or week, oldest first."""
        known = [count for count in counts if count is not None]
        if not known:
            self.arriving.show_figure(NOTHING, "no history yet")
            self.arriving.spark.show_words("")
            return
        self.arriving.show_figure(_whole(known[-1]), f"last {period}; past {len(counts)} {period}s")
        self.arriving.spark.show_values(
            counts, f"{self.arriving.name} a {period} over {len(counts)} {period}s: from {known[0]} to {known[-1]}."
        )

    def show_calculating(self) -> None:
        """No course is known until the simulation is done."""
        self.show_waiting(CALCULATING)

    def show_waiting(self, text: str) -> None:
        """Words in place of the courses ahead."""
        for tile in (self.open, self.unallocated, self.overdue):
            tile.spark.show_words(text)

    def show_outlook(self, outlook: Outlook) -> None:
        """The middle future of the next twelve months."""
        for tile, values in (
            (self.open, outlook.open),
            (self.unallocated, outlook.unallocated),
            (self.overdue, outlook.overdue),
        ):
            tile.spark.show_values(
                values,
                f"{tile.name}, simulated: {values[0]:.0f} at first, {values[-1]:.0f} after 12 months (middle future).",
            )
            tile.note.setText(f"in a year: {_whole(values[-1])} (median)")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer to say what the large figure means; the tiles ask for themselves."""
        ask_about(self, "Cases per officer", event.globalPos())

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """In large text the bar has a line of its own."""
        large = theme.text_scale >= LARGE_TEXT
        self.unit.setWordWrap(large)
        self._bar.removeWidget(self.meter)
        self._bar.addWidget(self.meter, *((1, 0, 1, 4) if large else (0, 2, 1, 1)))


def _whole(number: float | None) -> str:
    return NOTHING if number is None else f"{number:,.0f}"
