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
    """... the share of a stage's tasks that were done by their due date, over the whole run."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The mean of a quantity over all futures is to be known to within `precision`, with 95 % confidence."""

    quantity: Quantity
    team: str
    precision: float
    """Half-width of the confidence interval, in the quantity's unit (a share for ON_TIME)."""
    on: date | None = None
    """The day; None for the run's last day. An on-time share has none."""
    stage: str | None = None
    """The stage whose on-time share it is; None for every other quantity."""
    band: str | None = None
    """Only this band, of overdue tasks or an on-time share; None for all."""

    def __post_init__(self) -> None:
        require(
            math.isfinite(self.precision) and self.precision > 0,
            "precision",
            self.precision,
            "a precision is a number above 0",
        )
        on_time = self.quantity is Quantity.ON_TIME
        require((self.stage is not None) == on_time, "stage", self.stage, "an on-time share, and only it, has a stage")
        require_day("on", self.on)
        require(self.on is None or not on_time, "on", str(self.on), "an on-time share is of the whole run, not a day")
        banded = self.band is None or self.quantity in (Quantity.OVERDUE, Quantity.ON_TIME)
        require(banded, "band", self.band, f"{self.quantity} is not told apart by band")


def check_aim(aim: Aim, plan: Plan, teams: tuple[str, ...], days: int) -> None:
    """InvalidPlan when a run of these teams over so many days cannot say what the aim asks for."""
    require(aim.team in teams, "team", aim.team, "it is one of the teams that are simulated")
    team = plan.team(aim.team)
    stages, bands = (tuple(entry.key for entry in part) for part in (team.stages, team.bands))
    require(aim.stage is None or aim.stage in stages, "stage", aim.stage, f"it is a stage of team {aim.team}")
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
    """[R or fewer] the quantity in each future; futures in which no such task was done have no on-time share."""
    import numpy as np

    found = result.team(aim.team)
    if aim.quantity is Quantity.ON_TIME:
        return _on_time(found, aim)
    day = result.days - 1 if aim.on is None else (aim.on - result.start).days
    if aim.quantity is Quantity.OVERDUE:
        bands = slice(None) if aim.band is None else [found.bands.index(aim.band)]
        return np.asarray(found.overdue[:, bands, day].sum(axis=1), np.float64)
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
    done, on_time = (array[:, place, bands].sum(axis=(1, 2), dtype=np.float64) for array in (found.done, found.on_time))
    return np.asarray(on_time[done > 0] / done[done > 0])


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
