"""What the posts of a scenario cost, day by day, from the dates of its levers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.model.calendar import DAYS_A_YEAR, month_indices
from planner.model.prices import Grade, Prices
from planner.model.requirement import Posts
from planner.model.scenario import Lever, Loan, Recruits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def posts_by_day(lever: Lever, prices: Prices, start: date, days: int, grade: Grade | None = None) -> Floats:
    """[days] pounds that a lever's posts cost on each day of a run; none for a lever that brings nobody.

    A recruit costs recruiting on the day that it is asked for, training on the first day of work and pay with the
    employer's contributions from then on, whoever holds the post. Officers on loan cost the team that borrows them and
    relieve the one that lends them (pounds below 0). What lies outside the run is not counted.
    """
    import numpy as np

    pounds = np.zeros(days)
    if isinstance(lever, Recruits):
        begins = lever.start + timedelta(days=lever.vetting_days)
        pounds[_from(begins, start, days) :] += lever.count * (grade or prices.grade_of(lever.team, lever.role)).daily
        for day, price in ((lever.start, prices.recruiting), (begins, prices.training)):
            if 0 <= (day - start).days < days:
                pounds[(day - start).days] += lever.count * price.value
    elif isinstance(lever, Loan):
        first, past = _from(lever.start, start, days), _from(lever.end + timedelta(days=1), start, days)
        daily = (grade or prices.grade_of(lever.team)).daily * prices.loan_share.value
        pounds[first:past] = lever.count * daily
    return pounds


def posts_by_kind(lever: Lever, prices: Prices, start: date, days: int) -> dict[str, Floats]:
    """What `posts_by_day` adds up, apart: [days] pounds of pay and contributions by grade, recruiting, training, and
    loans by grade."""
    import numpy as np

    if isinstance(lever, Loan):
        return {f"Loans, {prices.grade_of(lever.team).name}": posts_by_day(lever, prices, start, days)}
    if not isinstance(lever, Recruits):
        return {}
    grade = prices.grade_of(lever.team, lever.role)
    begins = lever.start + timedelta(days=lever.vetting_days)
    pay = np.zeros(days)
    pay[_from(begins, start, days) :] = lever.count * grade.pay.value / DAYS_A_YEAR
    kinds = {f"Pay, {grade.name}": pay, "Employer's contributions": pay * grade.on_cost.value}
    for name, day, price in (("Recruiting", lever.start, prices.recruiting), ("Training", begins, prices.training)):
        kinds[name] = np.zeros(days)
        if 0 <= (day - start).days < days:
            kinds[name][(day - start).days] = lever.count * price.value
    return kinds


def by_month(pounds: Floats, start: date) -> Floats:
    """[days] -> [months] the sums of calendar months; the first and the last may be cut short."""
    import numpy as np

    return np.asarray(np.bincount(month_indices(start, pounds.size), pounds), np.float64)


def posts_price(posts: tuple[Posts, ...], counts: tuple[int, ...], prices: Prices, start: date, days: int) -> float:
    """Pounds of a choice of posts over a run."""
    return sum(
        float(posts_by_day(kind.lever(count), prices, start, days, _grade(kind, prices)).sum())
        for kind, count in zip(posts, counts, strict=True)
    )


def posts_yearly(posts: tuple[Posts, ...], counts: tuple[int, ...], prices: Prices) -> float:
    """Pounds for each year that a choice of posts is filled, recruiting and training aside."""
    return sum(
        count * _grade(kind, prices).daily * DAYS_A_YEAR * (1.0 if kind.end is None else prices.loan_share.value)
        for kind, count in zip(posts, counts, strict=True)
    )


def _grade(kind: Posts, prices: Prices) -> Grade:
    return prices.grade_of(kind.team, kind.role) if kind.grade is None else prices.grade(kind.grade)


def _from(day: date, start: date, days: int) -> int:
    """Index of a day, clipped to the run."""
    return min(max((day - start).days, 0), days)
