"""What a scenario costs by month and lever, what it buys, and which options are worth their money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.model.people import Role
from planner.model.prices import Prices, with_prices
from planner.model.scenario import Lever, Overtime, Scenario
from planner.model.standard import Standard
from planner.report.cost import Cost, extra_cost
from planner.report.posts_cost import CostKind, by_month, posts_by_day, posts_parts
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
    parts: tuple[CostPart, ...]
    """By what it is spent on, for whom and at which grade; they add up to the mean of `together` in every month."""


@dataclass(frozen=True, slots=True, eq=False)
class CostPart:
    """What one kind of cost comes to, in the mean of the futures."""

    kind: CostKind
    months: Floats
    """[M] pounds by calendar month of the run."""
    role: Role | None = None
    """Of posts and overtime: whose. None of outsourcing."""
    grade: str | None = None
    """Key of the grade they are priced at."""

    @property
    def mean(self) -> float:
        """Pounds over the whole run."""
        return float(self.months.sum())


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
    parts = _Parts()
    for lever, with_price in zip(scenario.levers, priced.levers, strict=True):
        if id(with_price) in used:
            lines.append((lever, used[id(with_price)]))
            parts.add_used(lever, used[id(with_price)], prices)
        elif getattr(lever, "team", None) in teams:
            months = by_month(posts_by_day(lever, prices, result.start, result.days), result.start)
            if months.any():
                lines.append((lever, _fixed(months)))
                posts += months
                parts.add_posts(lever, prices, result)
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
    months_of_run = tuple(result.month(index) for index in range(posts.size))
    return ScenarioCost(months_of_run, tuple(lines), together, parts.ordered())


class _Parts:
    """Costs of like kind, role and grade, added up."""

    def __init__(self) -> None:
        self._sums: dict[tuple[CostKind, Role | None, str | None], Floats] = {}

    def add_posts(self, lever: Lever, prices: Prices, result: Result) -> None:
        for part in posts_parts(lever, prices, result.start, result.days):
            self._add((part.kind, part.role, part.grade.key), by_month(part.pounds, result.start))

    def add_used(self, lever: Lever, cost: Cost, prices: Prices) -> None:
        if isinstance(lever, Overtime):
            self._add((CostKind.OVERTIME, Role.OFFICER, prices.grade_of(lever.team).key), cost.month_mean)
        else:
            self._add((CostKind.OUTSOURCING, None, None), cost.month_mean)

    def _add(self, key: tuple[CostKind, Role | None, str | None], months: Floats) -> None:
        self._sums[key] = self._sums[key] + months if key in self._sums else months

    def ordered(self) -> tuple[CostPart, ...]:
        """Kind by kind, without those that come to nothing."""
        kinds = list(CostKind)
        rows = sorted(self._sums.items(), key=lambda row: (kinds.index(row[0][0]), str(row[0][1:])))
        return tuple(CostPart(kind, months, role, grade) for (kind, role, grade), months in rows if months.any())


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
    days: int
    """Of the run, from the plan's start."""
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
