"""How precisely a run's means are to be known, and how precisely they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import NormalDist
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan, require, require_day

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.plan import Plan
    from planner.model.results import Result, TeamResult
    from planner.model.team import Team

CONFIDENCE = 0.95


class Quantity(StrEnum):
    """What a run's precision is measured on: the mean over the futures of ..."""

    OPEN = "open"
    """... a team's open cases on a day."""
    UNALLOCATED = "unallocated"
    """... its cases in the allocation queue on a day."""
    CASELOAD = "caseload"
    """... its owned cases per full-time equivalent on a day."""
    OVERDUE = "overdue"
    """... its overdue tasks on a day."""
    ON_TIME = "on-time"
    """... the share done by their due date of a stage's tasks that fall due in the run."""
    MOST_OVERDUE = "most-overdue"
    """... the days by which its latest task is overdue on a day."""
    WAIT = "wait"
    """... the days from asking for a stage's shared resource to the beginning, in the mean of the whole run."""
    LONGEST_WAIT = "longest-wait"
    """... the days that the case which queues longest for a stage's shared resource has waited, on a day."""

    @property
    def staged(self) -> bool:
        """Whether it is of one stage."""
        return self in (Quantity.ON_TIME, Quantity.WAIT, Quantity.LONGEST_WAIT)

    @property
    def at_resource(self) -> bool:
        """Whether that stage is one that uses a shared resource."""
        return self in (Quantity.WAIT, Quantity.LONGEST_WAIT)

    @property
    def banded(self) -> bool:
        """Whether it is told apart by band."""
        return self.staged or self in (Quantity.OVERDUE, Quantity.MOST_OVERDUE)

    @property
    def of_whole_run(self) -> bool:
        """Whether it is of all that was done up to a day, and not of how things stand on one."""
        return self in (Quantity.ON_TIME, Quantity.WAIT)


def check_quantity(quantity: Quantity, stage: str | None, band: str | None) -> None:
    """InvalidPlan for a stage where none belongs or none where one does, or a band that is not told apart."""
    rule = f"{quantity} is of one stage: name it" if quantity.staged else f"{quantity} is not told apart by stage"
    require((stage is not None) == quantity.staged, "stage", stage, rule)
    require(band is None or quantity.banded, "band", band, f"{quantity} is not told apart by band")


@dataclass(frozen=True, slots=True)
class Aim:
    """The mean of a quantity over all futures is to be known to within `precision`, with 95 % confidence."""

    quantity: Quantity
    team: str
    precision: float
    """Half-width of the confidence interval, in the quantity's unit (a share for ON_TIME)."""
    on: date | None = None
    """The day; None for the run's last day. What is of the whole run has none."""
    stage: str | None = None
    """Of a quantity that is of one stage: which."""
    band: str | None = None
    """Only this band, of a quantity that is told apart by band; None for all."""

    def __post_init__(self) -> None:
        require(
            math.isfinite(self.precision) and self.precision > 0,
            "precision",
            self.precision,
            "a precision is a number above 0",
        )
        check_quantity(self.quantity, self.stage, self.band)
        require_day("on", self.on)
        rule = f"{self.quantity} is of the whole run, not a day"
        require(self.on is None or not self.quantity.of_whole_run, "on", str(self.on), rule)


def check_stage(team: Team, quantity: Quantity, key: str | None) -> None:
    """InvalidPlan when a wait is asked for of a stage in which nobody waits for a shared resource, or an on-time share
    of one whose tasks are never due."""
    if key is None:
        return
    stage = team.stage(key)
    if quantity.at_resource:
        rule = "nobody waits for a shared resource in this stage: name a stage that uses one"
        require(stage.resource is not None, "stage", key, rule)
    if quantity is Quantity.ON_TIME:
        rule = "this stage has no due date, so nothing in it is on time or late: give it one, or name another stage"
        require(stage.recurrence is not None or bool(team.clocked_stage(stage).due), "stage", key, rule)


def check_aim(aim: Aim, plan: Plan, teams: tuple[str, ...], days: int) -> None:
    """InvalidPlan when a run of these teams over so many days cannot say what the aim asks for."""
    require(aim.team in teams, "team", aim.team, "it is one of the teams that are simulated")
    team = plan.team(aim.team)
    stages, bands = (tuple(entry.key for entry in part) for part in (team.stages, team.bands))
    require(aim.stage is None or aim.stage in stages, "stage", aim.stage, f"it is a stage of team {aim.team}")
    check_stage(team, aim.quantity, aim.stage)
    require(aim.band is None or aim.band in bands, "band", aim.band, f"it is a band of team {aim.team}")
    if aim.on is not None and not 0 <= (aim.on - plan.start).days < days:
        raise InvalidPlan("on", aim.on.isoformat(), f"it is one of the run's {days:,} days from {plan.start}")


class Stop(StrEnum):
    """Why a run ended."""

    AS_ASKED = "as asked"
    """It has the number of futures that was asked for."""
    PRECISE = "precise enough"
    """Every aim was reached."""
    LIMIT = "limit"
    """The most futures allowed were run and an aim was not reached."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How precisely an aim's mean is known. None when fewer than two futures had anything to measure."""

    aim: Aim
    mean: float | None
    half_width: float | None
    """Half of the 95 % confidence interval (Student's t)."""

    @property
    def met(self) -> bool:
        """Whether it is as precise as the aim asks."""
        return self.half_width is not None and self.half_width <= self.aim.precision


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a trial run foretells: the whole run's seconds and number of futures."""

    seconds: float
    replications: int


@dataclass(frozen=True, slots=True)
class RunLength:
    """Why a run is as long as it is; `stopped` is None of a partial result, whose run goes on."""

    stopped: Stop | None = Stop.AS_ASKED
    reached: tuple[Reached, ...] = ()
    estimate: Estimate | None = None
    """As it was after the trial; None when there was no need of one."""


def reach(result: Result, aim: Aim) -> Reached:
    """How precisely `result` knows the mean that `aim` is about."""
    values = measured(result, aim)
    if values.size < 2:
        return Reached(aim, None, None)
    error = float(values.std(ddof=1)) / math.sqrt(values.size)
    return Reached(aim, float(values.mean()), student_quantile(values.size - 1) * error)


def measured(result: Result, aim: Aim) -> NDArray[np.float64]:
    """[R or fewer] the quantity in each future; without such a task a future has no on-time share or mean wait."""
    import numpy as np

    found = result.team(aim.team)
    if aim.quantity is Quantity.ON_TIME:
        return _on_time(found, aim)
    if aim.quantity is Quantity.WAIT:
        return _mean_wait(found, aim)
    day = result.days - 1 if aim.on is None else (aim.on - result.start).days
    bands = slice(None) if aim.band is None else [found.bands.index(aim.band)]
    if aim.quantity is Quantity.OVERDUE:
        return np.asarray(found.overdue[:, bands, day].sum(axis=1), np.float64)
    if aim.quantity is Quantity.MOST_OVERDUE:
        return np.asarray(found.most_overdue[:, bands, day].max(axis=1), np.float64)
    if aim.quantity is Quantity.LONGEST_WAIT:
        place = found.queues.index(aim.stage or "")
        return np.asarray(found.longest_wait[:, place, bands, day].max(axis=1), np.float64)
    daily = {
        Quantity.OPEN: found.open,
        Quantity.UNALLOCATED: found.unallocated,
        Quantity.CASELOAD: found.caseload_mean,
    }[aim.quantity]
    return daily[:, day].astype(np.float64)


def _on_time(found: TeamResult, aim: Aim) -> NDArray[np.float64]:
    import numpy as np

    place = found.stages.index(aim.stage or "")
    bands = slice(None) if aim.band is None else [found.bands.index(aim.band)]
    due, met = (array[:, place, bands].sum(axis=(1, 2), dtype=np.float64) for array in (found.due, found.met))
    return np.asarray(met[due > 0] / due[due > 0])


def _mean_wait(found: TeamResult, aim: Aim) -> NDArray[np.float64]:
    import numpy as np

    place = found.queues.index(aim.stage or "")
    bands = slice(None) if aim.band is None else [found.bands.index(aim.band)]
    number, days = (
        array[:, place, bands].sum(axis=(1, 2), dtype=np.float64) for array in (found.served, found.waited_days)
    )
    return np.asarray(days[number > 0] / number[number > 0])


def student_quantile(freedom: int) -> float:
    """The 97.5 % quantile of Student's t (Abramowitz and Stegun 26.7.5; within 0.2 % from 5 degrees of freedom on)."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + math.fsum(term / freedom**power for power, term in enumerate(terms, start=1))
