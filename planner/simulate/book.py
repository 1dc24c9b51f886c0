"""The opening book as the rows that the compiled engine begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.model.assumption import figure_for
from planner.model.cases import Case, Phase
from planner.model.plan import Plan
from planner.model.team import DueFrom, Stage, Team
from planner.simulate.calendars import salt
from planner.simulate.durations import share_shorter
from planner.simulate.kernel import layout, records

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Book:
    """A team's opening book; its rows name band, stage and owner by their place in the team.

    `owners` are the keys of those who own cases, and `owner_of` which of them owns each case (the last of `owners`,
    which nobody is called, owns the cases without an owner).
    """

    rows: NDArray[Any]
    owners: tuple[str, ...]
    owner_of: NDArray[np.int64]

    def placed(self, first_band: int, first_stage: int, people: Mapping[str, int]) -> NDArray[Any]:
        """The rows with their places in the network; a case whose owner is not among `people` has none."""
        rows = self.rows.copy()
        rows["band"] += first_band
        rows["stage"] += first_stage
        rows["owner"] = np.array([people.get(owner, -1) for owner in self.owners], np.int64)[self.owner_of]
        return rows


def book_of(plan: Plan, team: Team) -> Book:
    """The open cases of a team, in the plan's order."""
    cases = plan.cases_of(team.key)
    rows = np.zeros(len(cases), records.OPENING)
    bands = {band.key: place for place, band in enumerate(team.bands)}
    stages = {stage.key: place for place, stage in enumerate(team.stages)}
    rows["salt"] = [salt(team.key, "case", case.key) for case in cases]
    rows["band"] = [bands[case.band] for case in cases]
    rows["stage"] = [stages[case.stage] for case in cases]
    rows["legacy"] = [case.legacy for case in cases]
    today = plan.start.toordinal()
    rows["opened"] = [case.opened.toordinal() - today for case in cases]
    rows["since"] = [case.since.toordinal() - today for case in cases]
    waits = np.array([stage.delay is not None or stage.recurrence is not None for stage in team.stages])
    away = np.array([case.phase is Phase.DELAY for case in cases], bool) & waits[rows["stage"]]
    rows["phase"] = np.where(away, layout.DELAY, layout.TASK)
    _set_dues(rows, team, cases, today)
    _set_passed(rows, team, away)
    owners = tuple(dict.fromkeys(case.owner for case in cases if case.owner is not None))
    place_of = {owner: place for place, owner in enumerate(owners)}
    owner_of = np.array([place_of.get(case.owner or "", len(owners)) for case in cases], np.int64)
    return Book(rows, (*owners, ""), owner_of)


def _set_dues(rows: NDArray[Any], team: Team, cases: tuple[Case, ...], today: int) -> None:
    """A case of the book without a due date is due by its stage's clock, if it has one."""
    usual = {(stage.key, band.key): _usual_due(team, stage, band.key) for stage in team.stages for band in team.bands}
    for row, case in enumerate(cases):
        due = case.due.toordinal() if case.due is not None else None
        if due is None:
            from_opened, within = usual[case.stage, case.band]
            if within is not None:
                due = (case.opened if from_opened else case.since).toordinal() + int(within)
        if due is not None:
            rows[row]["has_due"] = 1
            rows[row]["due"] = due - today + 1  # a task is due by the end of its day


def _usual_due(team: Team, stage: Stage, band: str) -> tuple[bool, float | None]:
    """Whether a task's time runs from the opening of its case (or from `since`), and how many days it has."""
    if stage.recurrence is not None:
        interval = figure_for(stage.recurrence.interval, band)
        return False, interval.value if interval else None
    clock = team.clocked_stage(stage)
    within = figure_for(clock.due, band)
    return clock.due_from is DueFrom.OPENED, within.value if within else None


def _set_passed(rows: NDArray[Any], team: Team, away: NDArray[np.bool_]) -> None:
    """The share of delays that are shorter than those of the book are already."""
    for place, stage in enumerate(team.stages):
        of_stage = away & (rows["stage"] == place)
        if stage.delay is not None and of_stage.any():
            rows["passed"][of_stage] = share_shorter(stage.delay, -rows["since"][of_stage])
