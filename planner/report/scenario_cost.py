"""What a scenario costs by month and lever, what it buys, and which options are worth their money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.model.prices import Prices, with_prices
from planner.model.scenario import Lever, Scenario
from planner.model.standard import Standard
from planner.report.cost import Cost, extra_cost
from planner.report.posts_cost import by_month, posts_by_day
from planner.report.standards import chance_on

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.results import Result

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioCost:
    """Pounds beyond what the plan costs as it is, over the days of a run."""

    months: tuple[date, ...]
    """First days of the calendar months; the run may see only a part of the first and the last."""
    levers: tuple[tuple[Lever, Cost], ...]
    """Those that cost something, in the order of the scenario."""
    together: Cost


def scenario_cost(result: Result, scenario: Scenario, prices: Prices) -> ScenarioCost:
    """What the levers of a run's scenario cost: posts by their dates, overtime and outsourcing by what was used.

    Overtime and outsourcing without a price of their own have that of the list. Levers on teams that the run leaves out
    cost nothing here and are not listed.
    """
    import numpy as np

    priced = with_prices(scenario, prices)
    extra = extra_cost(result, priced)
    teams = {team.team for team in result.teams}
    used = {id(lever): cost for lever, cost in extra.levers}
    lines: list[tuple[Lever, Cost]] = []
    posts = np.zeros(extra.together.month_mean.size)
    for lever, with_price in zip(scenario.levers, priced.levers, strict=True):
        if id(with_price) in used:
            lines.append((lever, used[id(with_price)]))
        elif getattr(lever, "team", None) in teams:
            months = by_month(posts_by_day(lever, prices, result.start, result.days), result.start)
            if months.any():
                lines.append((lever, _fixed(months)))
                posts += months
    whole = extra.together
    fixed = float(posts.sum())
    together = Cost(
        whole.month_mean + posts,
        whole.month_low + posts,
        whole.month_high + posts,
        whole.mean + fixed,
        whole.low + fixed,
        whole.high + fixed,
    )
    return ScenarioCost(tuple(result.month(index) for index in range(posts.size)), tuple(lines), together)


def _fixed(months: Floats) -> Cost:
    """A cost that no luck changes."""
    total = float(months.sum())
    return Cost(months, months, months, total, total, total)


@dataclass(frozen=True, slots=True)
class Bought:
    """What a scenario's money buys."""

    pounds: float
    """Mean, over the run."""
    chances: tuple[float, ...]
    """Of each standard, that it is met on its date."""
    per_standard: float | None
    """Pounds for each standard that is met, in the mean of the futures; None when none ever is."""
    per_more: float | None
    """Pounds for each standard met that would not be met otherwise; None when no more are."""


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A scenario with what it costs and buys."""

    scenario: Scenario
    cost: ScenarioCost
    bought: Bought
    together: float
    """The share of the futures in which all of the standards are met, each on its date."""
    efficient: bool
    """On the frontier of cost against that share: no other option is as cheap and as likely, and better in one."""


def bought(pounds: float, chances: Sequence[float], usual: Sequence[float]) -> Bought:
    """What money buys, with the chances of each standard under the scenario and (`usual`) without it.

    The mean number of standards met is the sum of their chances.
    """
    met, more = sum(chances), sum(chances) - sum(usual)
    return Bought(
        pounds, tuple(chances), pounds / met if met > 0 else None, pounds / more if round(more, 9) > 0 else None
    )


def chances_of(result: Result, standards: Sequence[Standard], day: date) -> tuple[float, ...]:
    """How likely each standard is met on its own date, or on `day` when it has none."""
    return tuple(chance_on(result, standard, standard.by or day).share for standard in standards)


def efficient(options: Sequence[tuple[float, float]]) -> tuple[bool, ...]:
    """Of options (pounds, probability), which are on the frontier: no other is as cheap and as likely, and better in
    one of them."""
    return tuple(
        not any(other[0] <= one[0] and other[1] >= one[1] and other != one for other in options) for one in options
    )
