"""What the Demand place draws: plain functions for a job to run, and the quick ones that follow a drag.

Nothing here may import Qt (see planner.app.runs).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan
from planner.model.growth import GrowthCase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.forecast.backtest import BackTest
    from planner.forecast.bands import TeamForecast
    from planner.model.demand import DemandEvent
    from planner.model.period import Period
    from planner.model.plan import Plan
    from planner.model.progress import Progress
    from planner.workspace import Past

    Values = NDArray[np.float64]

MONTHS_AHEAD = 24
SHARES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""The ends of the 95, 80 and 50 % ranges, and the middle."""
OWN_TREND = "History's own trend"


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """A forecast under one growth case: quantiles of the counts, and of the sum over the next twelve months."""

    name: str
    quantiles: Values
    """[shares, periods]."""
    total: tuple[float, ...]
    """One figure for each of SHARES."""


@dataclass(frozen=True, slots=True, eq=False)
class DemandView:
    """A team's counts (all bands, or one) with what the forecast begins with; a growth case is added by `reach`."""

    team: str
    band: str | None
    names: tuple[str, str]
    """Of the team and of the band, in words."""
    period: Period
    past: Past
    counts: Values
    first: date
    """The first day of the first period ahead."""
    with_trend: TeamForecast
    without_trend: TeamForecast
    words: tuple[str, ...]
    """Why the range is as wide as it is."""

    @property
    def begin(self) -> date:
        """The first day of the first count."""
        return self.past.counts.begin

    def starts(self, ahead: int) -> tuple[date, ...]:
        """The first day of each period, known and ahead, and of the one after the last."""
        return tuple(self.period.start(self.begin, place) for place in range(len(self.counts) + ahead + 1))


def demand_view(plan: Plan, team: str, band: str | None, progress: Progress) -> DemandView:
    """Look at the past and forecast what is to come, with the history's trend and without; InvalidPlan without counts.

    Both are remembered by the workspace, so that another look at the same counts takes a moment.
    """
    from planner.workspace import forecast_plan, past

    level = GrowthCase(team, "level", "Level", replaces_trend=True)
    probe = replace(plan, growth_cases=(level,), scenarios=())
    chosen = plan.team(team)

    def heard(shift: int) -> Progress:
        return lambda done, total: progress(done + shift * total, 2 * total)

    progress(0, 0)
    history = past(plan, team, band)
    own = forecast_plan(probe, (team,), months=MONTHS_AHEAD, progress=heard(0))[team]
    flat = forecast_plan(probe, (team,), months=MONTHS_AHEAD, cases={team: "level"}, progress=heard(1))[team]
    counts = history.counts.total if band is None else history.counts.bands[band]
    return DemandView(
        team,
        band,
        (chosen.name, "all bands" if band is None else chosen.band(band).name),
        own.period,
        history,
        counts,
        own.first,
        own.forecast,
        flat.forecast,
        own.forecast.team.words,
    )


def reach(view: DemandView, case: GrowthCase | None) -> Reach:
    """The forecast under a growth case (None: the history's own trend); some 15 milliseconds, so a drag can wait."""
    import numpy as np

    from planner.forecast.growth import grow, grow_counts

    base = view.without_trend if case is not None and case.replaces_trend else view.with_trend
    counts = base.counts
    if case is not None:
        grown = grow(base.expected, case, view.first, view.period)
        counts = grow_counts(base.counts, base.expected, grown)
    series = counts.sum(axis=1) if view.band is None else counts[:, base.bands.index(view.band)]
    year = series[:, : view.period.per_year].sum(axis=1)
    return Reach(
        OWN_TREND if case is None else case.name,
        np.quantile(series, SHARES, axis=0),
        tuple(float(value) for value in np.quantile(year, SHARES)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class BackTestView:
    """A back-test, with whose it is."""

    team: str
    band: str | None
    names: tuple[str, str]
    period: Period
    begin: date
    found: BackTest


def back_test_view(plan: Plan, team: str, band: str | None, progress: Progress) -> BackTestView:
    """Make the forecast again at past dates; InvalidPlan when the history is too short for that."""
    from planner.workspace import back_test, past

    found = back_test(plan, team, band, progress=progress)
    counts, chosen = past(plan, team, band).counts, plan.team(team)
    names = (chosen.name, "all bands" if band is None else chosen.band(band).name)
    return BackTestView(team, band, names, counts.period, counts.begin, found)


def has_history(plan: Plan, team: str) -> bool:
    """Whether there is something to draw: each band of the team has two counts before the plan's start."""
    bands = {band.key for band in plan.team(team).bands}
    for history in plan.histories:
        known = [
            count
            for place, count in enumerate(history.counts)
            if count is not None and history.begins(place) < history.period.holding(plan.start)
        ]
        if history.team == team and len(known) >= 2:
            bands.discard(history.band)
    return not bands


def events_of(plan: Plan, team: str) -> tuple[DemandEvent, ...]:
    """Dated events that touch a team, oldest first."""
    return tuple(sorted((event for event in plan.events if event.team in (None, team)), key=lambda event: event.on))


def points_in(text: str) -> tuple[tuple[date, float], ...]:
    """Days and figures typed or pasted, one pair a line: `Mar 2027 80`, `2027-03 80`, `1/3/2027, 80`.

    InvalidPlan names the first line that cannot be read.
    """
    from planner.edit.intake.dates import Unreadable
    from planner.edit.intake.values import read_number

    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.replace("\t", " ").replace(";", " ").split()
        if not parts:
            continue
        day = _day_in([part.strip(",") for part in parts[:-1]])
        if day is None:
            raise InvalidPlan(f"line {number}", line.strip(), "each line is a month or day and a figure: Mar 2027 80")
        try:
            found.append((day, read_number(parts[-1])))
        except Unreadable as error:
            raise InvalidPlan(f"line {number}", line.strip(), str(error)) from None
    return tuple(sorted(found))


def _day_in(parts: Sequence[str]) -> date | None:
    from planner.app.charts.dates import MONTHS

    pieces = [piece for part in parts for piece in part.replace("/", "-").split("-") if piece]
    names = {name.casefold(): number for number, name in enumerate(MONTHS, start=1)}
    try:
        numbers = [names.get(piece[:3].casefold()) or int(piece) for piece in pieces]
        if len(numbers) == 3 and numbers[0] > 31:
            return date(*numbers)
        if len(numbers) == 3:
            return date(numbers[2], numbers[1], numbers[0])
        if len(numbers) == 2:
            year, month = sorted(numbers, reverse=True)
            return date(year, month, 1)
    except (ValueError, TypeError):
        return None
    return None


def middle_of(starts: Sequence[date], place: int, origin: date) -> float:
    """Days from `origin` to the middle of a period."""
    return ((starts[place] - origin) + (starts[place + 1] - origin)) / timedelta(days=2)


@dataclass(frozen=True, slots=True, eq=False)
class DemandLook:
    """All that the place draws at first: the view, and what each growth case makes of it (None: none)."""

    view: DemandView
    cases: tuple[GrowthCase, ...]
    reaches: dict[str | None, Reach]


def look(plan: Plan, team: str, band: str | None, cases: tuple[GrowthCase, ...], progress: Progress) -> DemandLook:
    """The view of a team's demand with these growth cases; errors are those of `demand_view`."""
    view = demand_view(plan, team, band, progress)
    found: dict[str | None, Reach] = {None: reach(view, None)}
    for case in cases:
        progress(0, 0)
        found[case.key] = reach(view, case)
    return DemandLook(view, cases, found)
