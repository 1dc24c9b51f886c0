"""The officers' bars: cases by band under the case limit, or hours wanted under the hours there are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from planner.app.charts.caseload_bars import MOST_BARS, Bar, CaseloadBars
from planner.app.widgets.choice_box import ChoiceBox

if TYPE_CHECKING:
    from datetime import date

    from planner.app.caseload_views import Trial
    from planner.app.theme import Appearance
    from planner.model.caseload import TeamLoad
    from planner.model.plan import Plan
    from planner.report.caseload import OfficerRow

CASES_BARS, HOURS_BARS = "Open cases by band", "Hours wanted"


class ChartPage(QWidget):
    """A box says what the bars show; `changed` when the user wants others."""

    changed = Signal()

    def __init__(self, appearance: Appearance, start: date) -> None:
        super().__init__(objectName="caseload_chart_page")
        self.bars = ChoiceBox("caseload_bars_of", "What the bars show")
        self.bars.addItems([CASES_BARS, HOURS_BARS])
        self.bars.setMinimumContentsLength(len(CASES_BARS) + 2)
        self.chart = CaseloadBars(appearance, start)
        row = QHBoxLayout()
        row.addWidget(self.bars)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.chart, 1)
        self.bars.currentIndexChanged.connect(self.changed)

    def show_trial(self, plan: Plan, trial: Trial) -> None:
        """The team as it is, or as it would be while an allocation is tried."""
        load = trial.load
        rows = [row for row in trial.view.rows.sorted(load) if row.key is not None]
        hours = self.bars.currentText() == HOURS_BARS
        if hours:
            bars = _hours_bars(load, rows)
            self.chart.rename(f"Hours wanted of each officer, {load.weeks} weeks", "Hours")
            series, limit = ("Own cases", "Shared work"), "Hours there are"
        else:
            bars = [Bar(row.name, tuple(map(float, row.by_band)), row.limit) for row in rows]
            self.chart.rename("Open cases of each officer, by band", "Open cases")
            series, limit = tuple(band.name for band in load.team.bands), "Case limit"
        source = f"{plan.name}{' (illustrative data)' if plan.illustrative else ''}"
        self.chart.provenance = f"{source}, {load.team.name}, {load.start:%d/%m/%Y}."
        self.chart.show_bars(bars, series, limit, _sentence(bars, tried=bool(trial.moves)), whole=not hours)


def _hours_bars(load: TeamLoad, rows: list[OfficerRow]) -> list[Bar]:
    entries = {entry.officer.key: entry for entry in load.officers}
    shared = [math.fsum(entries[row.key].shared) for row in rows]
    return [Bar(row.name, (row.wanted - more, more), row.available) for row, more in zip(rows, shared, strict=True)]


def _sentence(bars: list[Bar], *, tried: bool) -> str:
    """How many are above the line, and who has most."""
    most = max(bars, key=lambda bar: bar.height, default=None)
    if most is None:
        return "Nobody is in this team."
    over = sum(bar.limit is not None and bar.height > bar.limit for bar in bars)
    trial = " (an allocation that is tried)" if tried else ""
    words = f"{over} of {len(bars)} officers are above the line; {most.name} has most, {most.height:,.0f}{trial}."
    if len(bars) > MOST_BARS:
        words += f" The first {MOST_BARS} are drawn, those with the highest capacity; the table has all."
    return words
