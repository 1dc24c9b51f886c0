"""An engine that a test can hold back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import numpy as np

from planner.app import runs
from planner.app.charts.fan_data import FanData
from planner.app.panels.lever_form import Settings
from planner.model.calendar import add_months
from planner.model.plan import Plan
from planner.model.progress import Progress
from planner.model.scenario import DemandGrowth, Scenario

START = date(2026, 11, 2)
"""Of the demo plan."""


class Engine:
    """Stands in for the engine where a test must hold a run back, fail it, or count runs."""

    def __init__(self) -> None:
        self.runs: list[tuple[Scenario, str, int]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.error: Exception | None = None
        self.looks: tuple[int, ...] = ()
        """After so many futures there is something to draw; each waits for its own permission from `look`."""
        self.look = threading.Semaphore(0)
        self.given = 0
        """How many such first looks were handed over."""

    def __call__(
        self,
        plan: Plan,
        scenario: Scenario,
        team: str,
        days: int,
        title: str,
        progress: Progress,
        partial: Callable[[runs.ScenarioPicture], None],
    ) -> runs.ScenarioPicture:
        self.runs.append((scenario, team, days))
        progress(1, 10)
        for count in self.looks:
            while not self.look.acquire(timeout=0.005):
                progress(2, 10)
            partial(self._picture(scenario, team, days, title, count, complete=False))
            self.given += 1
        while not self.gate.wait(0.005):
            progress(5, 10)
        if self.error is not None:
            raise self.error
        return self._picture(scenario, team, days, title, 200, complete=True)

    def picture_of(self, settings: Settings, count: int) -> runs.ScenarioPicture:
        """What the first so many futures of these settings say."""
        days = (add_months(START, settings.months) - START).days
        return self._picture(settings.scenario, settings.team, days, "First look", count, complete=False)

    @staticmethod
    def _picture(
        scenario: Scenario, team: str, days: int, title: str, count: int, *, complete: bool
    ) -> runs.ScenarioPicture:
        growth = sum(lever.percent for lever in scenario.levers if isinstance(lever, DemandGrowth))
        line = np.linspace(31, 31 + growth / 5, days)
        fan = FanData(START, 0.8 * line, 0.9 * line, line, 1.1 * line, 1.2 * line)
        on_time = (runs.OnTime("High", 0.8, 0.7, 0.9, 7.0, 0.9), runs.OnTime("Low", None, 0.0, 0.0, None, None))
        verdict = f"Growth of {growth:g}."
        return runs.ScenarioPicture(
            title, team, START, fan, fan, 35.0, 0.3, on_time, "Action", verdict, count, 0.1, complete
        )
