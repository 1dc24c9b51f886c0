"""On-time share by band: bars with their numbers, against the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from planner.app.theme import UNIT
from planner.app.widgets.meter import Meter
from planner.app.widgets.result_chip import ResultChip
from planner.app.widgets.words import Elided, Words

if TYPE_CHECKING:
    from planner.app.runs import OnTime
    from planner.app.theme import Appearance


class OnTimeCard(QFrame):
    """A row for each band: name, time allowed, bar with the target marked, and the share in numbers."""

    def __init__(self, appearance: Appearance, name: str) -> None:
        super().__init__(objectName=name)
        self.setProperty("kind", "card")
        self._appearance = appearance
        self.title = Elided("On time", "section")
        self.badge = ResultChip(appearance, compact=True)
        self.sentence = Words("", "caption", wrap=True)
        self.meters: list[Meter] = []
        self.shares: list[Words] = []
        self._bands: list[str] = []
        self._allowed: list[Words] = []
        self._spreads: list[Words] = []
        top = QHBoxLayout()
        # As high as the headings of its neighbours, which have buttons in them.
        top.addStrut(3 * UNIT + 4)
        top.addWidget(self.title, 1)
        top.addWidget(self.badge)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(UNIT + 4)
        self._grid.setVerticalSpacing(UNIT // 2)
        self._grid.setColumnStretch(2, 1)
        self._rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(top)
        layout.addWidget(self.sentence)
        layout.addWidget(self._rows, 1)

    def show_rows(self, stage: str | None, rows: tuple[OnTime, ...]) -> None:
        """Draw the bands of the stage whose time is watched; None when the team has no such stage."""
        if self._bands != [row.band for row in rows]:
            self._clear()
            for at, row in enumerate(rows):
                self._add_row(at, row.band)
        if stage is None:
            self.title.setText("On time")
            self.sentence.setText("No stage of this team has a standard for its time, or counts as the first action.")
            return
        for at, row in enumerate(rows):
            self._show_row(at, row)
        targets = sorted({row.target for row in rows if row.target is not None})
        mark = f"; mark: target {', '.join(_percent(value) for value in targets)}" if targets else ""
        self.title.setText(f"{stage} on time")
        self.sentence.setText(f"Overall, then 9 in 10 futures{mark}.")

    def _add_row(self, at: int, band: str) -> None:
        share = Words("", "strong")
        share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        allowed, meter, spread = Words("", "caption"), Meter(self._appearance, f"{band}, on time"), Words("", "caption")
        for column, widget in enumerate((Words(band), allowed, meter, share, spread)):
            self._grid.addWidget(widget, at, column)
        self._grid.setRowStretch(at, 1)
        self._bands.append(band)
        self._allowed.append(allowed)
        self.meters.append(meter)
        self.shares.append(share)
        self._spreads.append(spread)

    def _show_row(self, at: int, row: OnTime) -> None:
        if row.share is None:
            text, spread, spoken = "none", "", f"{row.band}: no cases."
        else:
            text, spread = _percent(row.share), f"{100 * row.low:.0f} to {100 * row.high:.0f}"
            target = "" if row.target is None else f" The target is {_percent(row.target)}."
            spoken = f"{row.band}: {_percent(row.share)} on time.{target}"
        self.meters[at].show_value(row.share or 0.0, row.target, 1.0, spoken, at_least=True)
        self.shares[at].setText(text)
        self._spreads[at].setText(spread)
        self._allowed[at].setText("no clock" if row.within_days is None else _days(row.within_days))

    def _clear(self) -> None:
        for listed in (self._bands, self._allowed, self.meters, self.shares, self._spreads):
            listed.clear()
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)

    def set_stale(self, stale: bool, first: int | None = None) -> None:
        """Grey the rows and call them the previous result; `first` futures are in what others will be added to."""
        self.badge.show_result(stale=stale, first=first)
        self._rows.setEnabled(not stale)
        for meter in self.meters:
            meter.set_stale(stale)


NO_BREAK = chr(160)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}{NO_BREAK}%"


def _days(days: float) -> str:
    return "in 1 day" if days == 1 else f"in {days:g} days"
