"""What the window asks of the engine: plain functions for a job to run, and what they give to draw.

Nothing here may import Qt or pyqtgraph: doing so on a thread ends the process now and then (PySide6 makes its types
when they are first touched, and not safely: 2 of 60 starts with pyqtgraph imported by a job died in pyqtgraph.Qt).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.model.period import Period
from planner.model.progress import Progress

if TYPE_CHECKING:
    from planner.app.charts.fan_data import FanData
    from planner.model.plan import Plan
    from planner.model.results import Result, TeamResult
    from planner.model.scenario import Scenario

OUTLOOK_DAYS = 365
OUTLOOK_REPLICATIONS = 60
SCENARIO_REPLICATIONS = 200
FIRST_LOOK = 10
"""Futures in the first fan after a lever moved: half of the time to it is the engine's, in step with these."""
BEFORE_PYQTGRAPH = (
    "numpy.typing",
    "cProfile",
    "importlib.resources",
    "locale",
    "pydoc",
    "subprocess",
    "xml.etree.ElementTree",
    "xml.dom.minidom",
)
"""Modules without Qt that pyqtgraph imports."""
PREPARING = "Preparing the engine (once, about half a minute)"


@dataclass(frozen=True, slots=True)
class Outlook:
    """A team's middle future, one value a week for twelve months."""

    open: tuple[float, ...]
    unallocated: tuple[float, ...]
    overdue: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OnTime:
    """One band's share of a stage done on time over the horizon: in all futures together, and nine in ten of them."""

    band: str
    share: float | None
    """None when the stage was done in no case of the band."""
    low: float
    high: float
    within_days: float | None
    """The time allowed; None when the band has no clock."""
    target: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioPicture:
    """All that the Scenarios place draws from one run, and what the run was of."""

    title: str
    team: str
    start: date
    per_officer: FanData
    waiting: FanData
    limit: float
    passed: float
    """Share of the futures in which the limit is passed on one day at least."""
    on_time: tuple[OnTime, ...]
    stage: str | None
    """Name of the stage whose time is watched."""
    verdict: str
    replications: int
    seconds: float
    complete: bool = True
    """False for what the first replications say, while the others are still being run."""


def unseen(picture: ScenarioPicture) -> None:
    """For when nobody looks before the end."""


def load_storage(progress: Progress) -> None:
    """Import what opening a plan needs; it takes longer than the opening itself."""
    from planner.model.codec import to_plain
    from planner.model.scenario import Scenario
    from planner.storage.migrations import plan_migrations
    from planner.workspace import Workspace  # noqa: F401

    plan_migrations()
    to_plain(Scenario("as-today", "Demand as today"))


def load_numbers(progress: Progress) -> None:
    """Import what pyqtgraph imports and has no Qt in it: a third of the time that its import takes."""
    import importlib

    from planner.model.calendar import bank_holidays

    for name in BEFORE_PYQTGRAPH:
        importlib.import_module(name)
    # The package behind it has a module for each country of the world.
    bank_holidays(2026, 2026)


def engine_words() -> str:
    """What to say while the engine makes a first step: it may have to be compiled, once on each computer."""
    from planner.workspace import engine_is_ready

    return "Loading the engine…" if engine_is_ready() else PREPARING


def engine_caution(progress: Progress) -> str | None:
    """A sentence for the user when the compiled engine cannot be kept for the next session."""
    from planner.workspace import keep_engine_for_session

    return keep_engine_for_session()


def make_engine_ready(progress: Progress) -> None:
    """See that there is a compiled engine to load, where there is none yet by a process of its own.

    Compiling here would hold the interpreter's lock for up to half a second at a time, and could not be cancelled. It
    is done here after all where the other process fails.
    """
    from planner.workspace import engine_is_ready, keep_engine_for_session, preparing_command

    keep_engine_for_session()
    if not engine_is_ready():
        # Loaded already wherever there is a job to run this; elsewhere this module stays free of Qt.
        from planner.app import jobs

        jobs.BESIDE.run(*preparing_command(), progress)


def outlook(plan: Plan, progress: Progress) -> dict[str, Outlook]:
    """The next twelve months of every team with demand and staffing as they are in the plan."""
    import numpy as np

    from planner.workspace import simulate_plan

    make_engine_ready(progress)
    result = simulate_plan(plan, None, days=OUTLOOK_DAYS, replications=OUTLOOK_REPLICATIONS, progress=progress)

    def weekly(values: np.ndarray) -> tuple[float, ...]:
        return tuple(float(value) for value in np.median(values, axis=0)[::7])

    return {
        team.team: Outlook(weekly(team.open), weekly(team.unallocated), weekly(team.overdue.sum(axis=1)))
        for team in result.teams
    }


def scenario_picture(
    plan: Plan,
    scenario: Scenario | None,
    team: str,
    days: int,
    title: str,
    progress: Progress,
    partial: Callable[[ScenarioPicture], None] = unseen,
) -> ScenarioPicture:
    """Simulate a scenario and reduce it to what is drawn for one team; `partial` is given what is known on the way."""

    from planner.workspace import simulate_until

    def pictured(result: Result, *, complete: bool) -> ScenarioPicture:
        return _picture(plan, team, title, result, complete=complete)

    make_engine_ready(progress)
    result = simulate_until(
        plan,
        scenario,
        limit=SCENARIO_REPLICATIONS,
        first=FIRST_LOOK,
        teams=(team,),
        days=days,
        progress=progress,
        partial=lambda found: partial(pictured(found, complete=False)),
    )
    return pictured(result, complete=True)


def _picture(plan: Plan, team: str, title: str, result: Result, *, complete: bool) -> ScenarioPicture:
    import numpy as np

    from planner.report.summary import verdict, watched_stage

    found = result.team(team)
    strength = found.strength
    per_officer = np.divide(found.open, strength, out=np.zeros_like(strength), where=strength > 0)
    stage, limit = watched_stage(plan, plan.team(team)), plan.team(team).caseload_limit.value
    return ScenarioPicture(
        title,
        team,
        result.start,
        _fan(result.start, per_officer),
        _fan(result.start, found.unallocated),
        limit,
        float((per_officer > limit).any(axis=1).mean()),
        () if stage is None else _on_time(plan, found, stage.key),
        None if stage is None else stage.name,
        verdict(plan, result, team),
        result.replications,
        result.seconds,
        complete,
    )


def _fan(start: date, values: object) -> FanData:
    from planner.app.charts.fan_data import FanData
    from planner.report.summary import fan

    found = fan(values)
    return FanData(start, found.low90, found.low50, found.median, found.high50, found.high90)


def _on_time(plan: Plan, found: TeamResult, stage_key: str) -> tuple[OnTime, ...]:
    """Share done on time of a stage's tasks that fall due, per band, over all months of the run."""
    import numpy as np

    from planner.model.assumption import figure_for
    from planner.model.standard import Measure
    from planner.report.summary import on_time_by_band

    team = plan.team(found.team)
    stage = team.stage(stage_key)
    at = found.stages.index(stage_key)
    targets = {
        standard.band: standard.target.value
        for standard in plan.standards
        if standard.team == team.key and standard.measure is Measure.ON_TIME and standard.stage == stage_key
    }
    overall = on_time_by_band(found, stage_key)
    rows = []
    for index, band in enumerate(found.bands):
        fell_due, met = (array[:, at, index, :].sum(axis=1) for array in (found.due, found.met))
        shares = met[fell_due > 0] / fell_due[fell_due > 0]
        low, high = np.quantile(shares, (0.05, 0.95)) if shares.size else (0.0, 0.0)
        due = figure_for(team.clocked_stage(stage).due, band)
        rows.append(
            OnTime(
                team.band(band).name,
                overall[band],
                float(low),
                float(high),
                None if due is None else due.value,
                targets.get(band, targets.get(None)),
            )
        )
    return tuple(rows)


def caseload_target(plan: Plan, team: str) -> float | None:
    """The most open cases per officer that the plan's standards ask for; None when they ask for nothing."""
    from planner.model.standard import Measure

    targets = [
        standard.target.value
        for standard in plan.standards
        if standard.team == team and standard.measure is Measure.CASELOAD and standard.band is None
    ]
    return min(targets, default=None)


def team_history(plan: Plan, team: str, years: int = 3) -> tuple[Period, tuple[int | None, ...]]:
    """New cases of all bands in each month or week of the last years of history, oldest first; None where a band has a
    gap."""
    histories = [history for history in plan.histories if history.team == team]
    period = histories[0].period if histories else Period.MONTH
    totals: dict[date, list[int | None]] = {}
    for history in histories:
        for at, count in enumerate(history.counts):
            totals.setdefault(history.begins(at), []).append(count)
    return period, tuple(_sum(totals[day]) for day in sorted(totals))[-years * period.per_year :]


def _sum(counts: Sequence[int | None]) -> int | None:
    return None if any(count is None for count in counts) else sum(count for count in counts if count is not None)
