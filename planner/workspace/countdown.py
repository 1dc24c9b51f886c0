"""The inspection countdown, joined to the simulation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from planner.model.calendar import add_months
from planner.model.checks import InvalidPlan, require
from planner.model.countdown import (
    Breach,
    Candidate,
    Countdown,
    LastSafe,
    Lift,
    StandardCountdown,
    lead_days,
)
from planner.model.progress import Progress, unheard
from planner.model.requirement import CannotBeMet, Posts, Requirement, Window
from planner.model.scenario import Lever, Recruits, Scenario
from planner.workspace.engine import simulate_plan
from planner.workspace.requirement import levels_of, require_officers, run_days, run_marks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.plan import Plan
    from planner.model.results import Result
    from planner.model.standard import Standard

MOST = 20
"""Officers up to which a standard is tried."""


def _unseen(found: Countdown) -> None:
    """For when nobody looks before the end."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all parts of a countdown share."""

    plan: Plan
    scenario: Scenario | None
    day: date
    probability: float
    lead: int
    futures: int
    seed: int

    @property
    def window(self) -> Window:
        return Window.on(self.day)

    def play(self, standards: Sequence[Standard], levers: Sequence[Lever], progress: Progress = unheard) -> Result:
        """A run of the standards' teams with levers on top of the scenario's, to the end of what they look at."""
        usual = self.scenario.levers if self.scenario else ()
        return simulate_plan(
            self.plan,
            Scenario("countdown", "Countdown", (*usual, *levers)),
            teams=sorted({standard.team for standard in standards}),
            days=run_days(self.plan, standards, self.window),
            replications=self.futures,
            seed=self.seed,
            marks=[mark for day in (*_month_ends(self), self.day) for mark in run_marks(standards, Window.on(day))],
            progress=progress,
        )


def count_down(
    plan: Plan,
    standards: Sequence[Standard],
    *,
    scenario: Scenario | None = None,
    day: date | None = None,
    probability: float = 0.9,
    futures: int = 200,
    seed: int = 1,
    lifts: bool = True,
    last_safe: bool = True,
    progress: Progress = unheard,
    partial: Callable[[Countdown], None] = _unseen,
) -> Countdown:
    """How likely each standard is met on the day (None: the plan's re-inspection), the trend, what lifts it most, until
    when posts can wait (the slowest part, left out without `last_safe`; so are the steps without `lifts`), and the
    overdue work week by week.

    A plain function for any thread; `progress` may raise Cancelled. `partial` is given what is known on the way: first
    without any lifts. InvalidPlan without a day after the plan's start.
    """
    on = day or plan.reinspection
    if on is None:
        raise InvalidPlan("reinspection", None, "the plan has no date of a re-inspection: name the day")
    require(bool(standards), "standards", (), "name at least one standard")
    require(on > plan.start, "day", on.isoformat(), f"the plan starts on {plan.start}: choose a later day")
    asked = _Asked(plan, scenario, on, probability, lead_days(plan.lead_steps), futures, seed)
    teams = {standard.team: [one for one in standards if one.team == standard.team] for standard in standards}
    told = _Parts(progress, (1 + lifts) * len(teams) + (len(standards) if last_safe else 0))
    usual = {}
    for team, own in teams.items():
        usual[team] = asked.play(own, (), told)
        told.step()
    rows = {standard.key: _standard(asked, standard, usual[standard.team]) for standard in standards}
    breaches = tuple(breach for result in usual.values() for breach in _breaches(result, on))

    def known() -> Countdown:
        return Countdown(
            on, (on - plan.start).days, probability, tuple(rows.values()), breaches, plan.lead_steps, futures, seed
        )

    partial(known())
    for team, own in teams.items() if lifts else ():
        for key, steps in _lifts(asked, own, usual[team], told).items():
            rows[key] = replace(rows[key], lifts=steps)
        told.step()
        partial(known())
    for key in rows if last_safe else ():
        rows[key] = _with_last_safe(asked, rows[key], told)
        told.step()
        partial(known())
    return known()


def find_last_safe(
    plan: Plan, found: Countdown, key: str, *, scenario: Scenario | None = None, progress: Progress = unheard
) -> StandardCountdown:
    """One standard of a countdown that was made of this plan and scenario, with the last safe date or the obstacle."""
    row = next(one for one in found.standards if one.standard.key == key)
    asked = _Asked(plan, scenario, found.day, found.probability, lead_days(found.steps), found.futures, found.seed)
    return _with_last_safe(asked, row, progress)


class _Parts:
    """Progress over parts of unlike length, each as a thousand."""

    def __init__(self, progress: Progress, parts: int) -> None:
        self._progress, self._parts, self._done = progress, parts, 0

    def __call__(self, done: int, total: int) -> None:
        self._progress(1000 * self._done + 1000 * done // max(total, 1), 1000 * self._parts)

    def step(self, parts: int = 1) -> None:
        self._done += parts


def _standard(asked: _Asked, standard: Standard, result: Result) -> StandardCountdown:
    """The chance and its trend."""
    from planner.report.summary import chance

    now = chance(_met(asked, standard, result, asked.day))
    trend = tuple((day, float(_met(asked, standard, result, day).mean())) for day in (*_month_ends(asked), asked.day))
    return StandardCountdown(standard, now.share, now.error, trend, (), None)


def _with_last_safe(asked: _Asked, row: StandardCountdown, progress: Progress) -> StandardCountdown:
    """A row with its last safe date or the obstacle; one that is safe as it is has neither."""
    if row.chance >= asked.probability:
        return row
    try:
        return replace(row, last_safe=_last_safe(asked, row.standard, progress))
    except CannotBeMet as error:
        return replace(row, obstacle=str(error))


def _met(asked: _Asked, standard: Standard, result: Result, day: date) -> NDArray[np.bool_]:
    met: NDArray[np.bool_] = levels_of(result, [standard], Window.on(day)).met[0]
    return met


def _month_ends(asked: _Asked) -> list[date]:
    """The last days of the months from the start's on that end before the day."""
    first = asked.plan.start.replace(day=1)
    ends = (add_months(first, month) - timedelta(days=1) for month in range(1, 122))
    return [end for end in ends if end < asked.day]


def _lifts(asked: _Asked, standards: list[Standard], usual: Result, progress: Progress) -> dict[str, tuple[Lift, ...]]:
    """By standard, what each candidate does for it; best first."""
    from planner.staffing.candidates import candidates

    team = asked.plan.team(standards[0].team)
    found: dict[str, list[Lift]] = {standard.key: [] for standard in standards}
    tried = candidates(asked.plan, team, asked.lead, asked.day)
    for place, candidate in enumerate(tried):
        progress(place, len(tried))
        result = asked.play(standards, candidate.levers)
        for standard in standards:
            found[standard.key].append(_lift(asked, standard, candidate, usual, result))
    return {
        key: tuple(sorted(rows, key=lambda row: (row.lift, row.nearer), reverse=True)) for key, rows in found.items()
    }


def _lift(asked: _Asked, standard: Standard, candidate: Candidate, usual: Result, result: Result) -> Lift:
    import numpy as np

    before, after = (levels_of(one, [standard], asked.window) for one in (usual, result))
    gain: NDArray[Any] = after.met[0].astype(np.int64) - before.met[0]
    moved = float(np.mean(after.levels[0], dtype=np.float64) - np.mean(before.levels[0], dtype=np.float64))
    return Lift(
        candidate,
        float(after.met[0].mean()),
        float(gain.mean()),
        float(gain.std(ddof=1)) / gain.size**0.5 if gain.size > 1 else float("inf"),
        moved if standard.at_least else -moved,
    )


def _last_safe(asked: _Asked, standard: Standard, progress: Progress) -> LastSafe:
    """Until when the fewest officers that are enough today can wait; CannotBeMet when no number is."""
    from planner.staffing.last_safe import last_day

    plan, lead = asked.plan, timedelta(days=asked.lead)
    posts = Posts(standard.team, plan.start, asked.lead, most=MOST)
    requirement = Requirement(
        (standard,), asked.window, (posts,), asked.probability, asked.scenario, futures=asked.futures, seed=asked.seed
    )
    enough = require_officers(plan, requirement, progress=progress)
    officers = enough.verdict.officers
    shares: dict[date, float] = {}

    def works(day: date) -> bool:
        levers = (Recruits(standard.team, officers, day, asked.lead),)
        shares[day] = float(_met(asked, standard, asked.play([standard], levers), asked.day).mean())
        progress(1, 2)
        return shares[day] >= asked.probability - 1e-9

    # Nobody who begins after the day can help.
    latest = plan.start + timedelta(days=run_days(plan, [standard], asked.window)) - lead
    approve = last_day(plan.start, max(latest, plan.start), works)
    while approve is None and officers < MOST:
        # Fewer futures had decided that so many are enough; all of them say otherwise.
        officers += 1
        approve = last_day(plan.start, max(latest, plan.start), works)
    if approve is None:
        raise CannotBeMet(f"No number of officers up to {MOST}, approved at once, makes “{standard.name}” safe.")
    # Those approved on `latest` begin after the run, so the last day that works is before it, and the next was played.
    chances = shares[approve], shares[approve + timedelta(days=1)]
    return LastSafe(officers, approve, approve + lead, *chances, enough.fewest, max(enough.most, officers))


def _breaches(result: Result, day: date) -> list[Breach]:
    """The overdue tasks of each team and band at the end of each week up to the day."""
    import numpy as np

    weeks = range(6, (day - result.start).days + 1, 7)
    found = []
    for team in result.teams:
        for place, band in enumerate(team.bands):
            for week in weeks:
                overdue = team.overdue[:, place, week]
                found.append(
                    Breach(
                        team.team,
                        band,
                        result.start + timedelta(days=week),
                        float((overdue > 0).mean()),
                        float(overdue.mean()),
                        float(np.quantile(overdue, 0.9, method="inverted_cdf")),
                        float(np.median(team.most_overdue[:, place, week])),
                    )
                )
    return found
