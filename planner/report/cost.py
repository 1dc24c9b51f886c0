"""What a scenario costs beyond the usual pay: overtime worked and items sent to outside suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.calendar import month_indices
from planner.model.results import Result
from planner.model.scenario import Lever, Outsourcing, Overtime, Scenario

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Cost:
    """Pounds: the mean over the futures, and the range that nine in ten of them lie in (5 and 95 %)."""

    month_mean: Floats
    """[M] by calendar month of the run; the first and the last may be cut short."""
    month_low: Floats
    month_high: Floats
    mean: float
    """Over the whole run."""
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class ExtraCost:
    """The costs of a scenario's levers, each with the lever, and of all of them together."""

    levers: tuple[tuple[Overtime | Outsourcing, Cost], ...]
    together: Cost


def extra_cost(result: Result, scenario: Scenario) -> ExtraCost:
    """What overtime and outsourcing cost in a run of `scenario`, in the order of its levers.

    On a day that two overtimes of a team cover, the hours are those of the one with the later start, and likewise for
    items of a resource. Items are counted by month: when several levers share a month they are divided in proportion to
    share times days. Levers on teams that the run leaves out cost nothing here and are not listed.
    """
    import numpy as np

    months = month_indices(result.start, result.days)
    whole = np.zeros((result.replications, months[-1] + 1))
    costs: list[tuple[Overtime | Outsourcing, Cost]] = []
    teams = {team.team: team for team in result.teams}
    resources = {resource.resource: resource for resource in result.resources}
    for place, lever in enumerate(scenario.levers):
        if isinstance(lever, Overtime) and lever.team in teams:
            hours = teams[lever.team].overtime.astype(np.float64) * _counts(place, result, scenario)
            spent = lever.cost * _by_month(hours, months)
        elif isinstance(lever, Outsourcing) and lever.resource in resources:
            items = result.by_month(resources[lever.resource].outsourced)
            spent = lever.cost * items * _part_of_months(place, lever, result, scenario)
        else:
            continue
        costs.append((lever, _cost(spent)))
        whole += spent
    return ExtraCost(tuple(costs), _cost(whole))


def _cost(pounds: Floats) -> Cost:
    """A cost from pounds by replication and month, [R, M]."""
    import numpy as np

    total = pounds.sum(axis=1)
    low, high = np.quantile(total, (0.05, 0.95))
    month_low, month_high = np.quantile(pounds, (0.05, 0.95), axis=0)
    return Cost(pounds.mean(axis=0), month_low, month_high, float(total.mean()), float(low), float(high))


def _by_month(daily: Floats, months: NDArray[np.int64]) -> Floats:
    """[R, D] -> [R, M]."""
    import numpy as np

    sums = np.zeros((daily.shape[0], months[-1] + 1))
    np.add.at(sums.T, months, daily.T)
    return sums


def _counts(place: int, result: Result, scenario: Scenario) -> NDArray[np.bool_]:
    """[D] the days on which the lever at `place` counts: those of its span that no lever like it takes over."""
    import numpy as np

    alike = {other: scenario.levers[other] for other, _ in _like(scenario.levers[place], scenario)}
    spans = [(other, lever) for other, lever in alike.items() if isinstance(lever, Overtime | Outsourcing)]
    counted = np.zeros(result.days, bool)
    # Of two with one start the later in the list counts, as in the simulation.
    for other, lever in sorted(spans, key=lambda span: span[1].start):
        first = max((lever.start - result.start).days, 0)
        past = result.days if lever.end is None else max((lever.end - result.start).days + 1, 0)
        counted[first:past] = other == place
    return counted


def _part_of_months(place: int, lever: Outsourcing, result: Result, scenario: Scenario) -> Floats:
    """[M] the part of a resource's items of each month that the lever at `place` sent out."""
    import numpy as np

    months = month_indices(result.start, result.days)
    sent = {
        other: np.bincount(months, share * _counts(other, result, scenario)) for other, share in _like(lever, scenario)
    }
    everything = sum(sent.values())
    return np.divide(sent[place], everything, out=np.zeros_like(sent[place]), where=everything > 0)


def _like(lever: Lever, scenario: Scenario) -> list[tuple[int, float]]:
    """Places of the levers that work on the same team's overtime, or the same resource's items with the share sent."""
    if isinstance(lever, Overtime):
        levers = enumerate(scenario.levers)
        return [(place, 1.0) for place, other in levers if isinstance(other, Overtime) and other.team == lever.team]
    assert isinstance(lever, Outsourcing)
    return [
        (place, other.share)
        for place, other in enumerate(scenario.levers)
        if isinstance(other, Outsourcing) and other.resource == lever.resource
    ]
