"""What one comparison with theory is: a plan that says a textbook network, and means that are known exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from planner.model.plan import Plan
from planner.model.results import Result
from planner.model.scenario import Scenario
from planner.simulate.replicate import simulate
from tests.simulate.agreement import days_before, first_wait, time_in_system

SOURCES = {
    "Erlang (1917)": "A. K. Erlang, Solution of some problems in the theory of probabilities of significance in "
    "automatic telephone exchanges, Elektroteknikeren 13, 1917",
    "Pollaczek (1930), Khinchine (1932)": "F. Pollaczek, Über eine Aufgabe der Wahrscheinlichkeitstheorie, "
    "Mathematische Zeitschrift 32, 1930; A. Y. Khinchine, Mathematical theory of a stationary queue, Matematicheskii "
    "Sbornik 39, 1932",
    "Palm (1947)": "C. Palm, The distribution of repairmen in servicing automatic machines, Industritidningen Norden "
    "75, 1947",
    "Cobham (1954)": "A. Cobham, Priority assignment in waiting line problems, Operations Research 2, 1954",
    "Jackson (1957)": "J. R. Jackson, Networks of waiting lines, Operations Research 5, 1957",
    "Kleinrock (1976)": "L. Kleinrock, Queueing Systems, volume 2, 1976, chapter 3",
    "Reiser and Lavenberg (1980)": "M. Reiser and S. S. Lavenberg, Mean-value analysis of closed multichain queuing "
    "networks, Journal of the ACM 27, 1980",
    "Eick, Massey and Whitt (1993)": "S. G. Eick, W. A. Massey and W. Whitt, The physics of the Mt/G/∞ queue, "
    "Operations Research 41, 1993",
    "Campello, Ingolfsson and Shumsky (2017)": "F. Campello, A. Ingolfsson and R. A. Shumsky, Queueing models of case "
    "managers, Management Science 63, 2017",
}
"""Where each formula comes from, by the name that a check gives."""

Measure = Callable[[Result, int], np.ndarray]
"""[replications] a mean of each replication, of calendar months from the given one on."""

SEED = 1
"""Of every row: the program's usual seed, chosen before any row was run."""
QUICK = 10
"""The quick tests run this part of a check's replications."""


@dataclass(frozen=True, slots=True, eq=False)
class Mean:
    """One mean of a network: its exact value, and how a run measures it."""

    what: str
    exact: float
    measure: Measure
    sharp: float = 0.02
    """The half-width of the long run's 99 % interval is at most this share of the exact value."""


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A network at one load, and what theory says of it; `name` is the model in Kendall's notation where it has one."""

    name: str
    source: str
    load: float | None
    """Share of the time that the busiest station's servers work; None when cases never queue."""
    plan: Plan
    means: tuple[Mean, ...]
    days: int = 730
    replications: int = 200
    warm: int = 2
    """Calendar months before the steady state is measured."""
    scenario: Scenario | None = None
    keeps_level: bool = True
    """Arrivals go on and the network is in a steady state, so that Little's law holds of it."""

    def simulate(self, part: int = 1) -> Result:
        """The long run, or one `part`-th of its replications (20 at least)."""
        number = min(max(self.replications // part, 20), self.replications)
        return simulate(self.plan, self.scenario, days=self.days, replications=number, seed=SEED)

    def measured(self, part: int = 1) -> tuple[Result, list[np.ndarray]]:
        """A run and [replications] values of each of `means`."""
        result = self.simulate(part)
        return result, [np.asarray(mean.measure(result, self.warm), float) for mean in self.means]


def wait(band: int | None = None) -> Measure:
    """Days from opening to the first action."""
    return lambda result, warm: first_wait(result.teams[0], warm, band)


def stay(outcome: int = 0) -> Measure:
    """Days from opening to the end."""
    return lambda result, warm: time_in_system(result.teams[0], outcome, warm)


def _daily(name: str, result: Result, warm: int) -> np.ndarray:
    return getattr(result.teams[0], name)[:, days_before(result, warm) :].mean(axis=1, dtype=float)


outside = partial(_daily, "outside")
hours = partial(_daily, "hours_used")
unallocated = partial(_daily, "unallocated")


def owned(result: Result, warm: int) -> np.ndarray:
    """Cases that have an owner."""
    return np.asarray(_daily("open", result, warm) - _daily("unallocated", result, warm))


def queueing(result: Result, warm: int) -> np.ndarray:
    """Cases that queue for the first shared resource."""
    return np.asarray(result.resources[0].waiting[:, days_before(result, warm) :].mean(axis=1))


def resource_wait(result: Result, warm: int) -> np.ndarray:
    """Days from asking for the first team's shared resource to the beginning of the service."""
    team = result.teams[0]
    days = team.waited_days[..., warm:].sum(axis=(1, 2, 3), dtype=float)
    return np.asarray(days / team.served[..., warm:].sum(axis=(1, 2, 3)))


def open_after(days: int) -> Measure:
    """Open cases at the end of one day, counted from 1."""
    return lambda result, warm: result.teams[0].open[:, days - 1].astype(float)
