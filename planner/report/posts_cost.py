"""What the posts of a scenario cost, day by day, from the dates of its levers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.model.calendar import DAYS_A_YEAR, month_indices
from planner.model.people import Origin, Role
from planner.model.plan import Plan
from planner.model.prices import Grade, Prices
from planner.model.requirement import Posts
from planner.model.scenario import Lever, Loan, Recruits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class CostKind(StrEnum):
    """What money is spent on."""

    PAY = "pay"
    ON_COST = "employer's contributions"
    RECRUITING = "recruiting"
    TRAINING = "training"
    LOAN = "loans"
    OVERTIME = "overtime"
    OUTSOURCING = "outsourcing"


@dataclass(frozen=True, slots=True, eq=False)
class PostsPart:
    """What one kind of cost of some posts comes to."""

    kind: CostKind
    role: Role
    grade: Grade
    pounds: Floats
    """[days]."""


def posts_by_day(lever: Lever, prices: Prices, start: date, days: int, grade: Grade | None = None) -> Floats:
    """[days] pounds that a lever's posts cost on each day of a run; none for a lever that brings nobody.

    A recruit costs recruiting on the day that it is asked for, training on the first day of work and pay with the
    employer's contributions from then on, whoever holds the post. Officers on loan cost the team that borrows them and
    relieve the one that lends them (pounds below 0). What lies outside the run is not counted.
    """
    import numpy as np

    return sum((part.pounds for part in posts_parts(lever, prices, start, days, grade)), np.zeros(days))


def posts_parts(
    lever: Lever, prices: Prices, start: date, days: int, grade: Grade | None = None
) -> tuple[PostsPart, ...]:
    """What `posts_by_day` adds up: pay, contributions, recruiting and training of recruits, or a loan."""
    if isinstance(lever, Recruits):
        paid = grade or prices.grade_of(lever.team, lever.role)
        begins = lever.start + timedelta(days=lever.vetting_days)
        asked, first = _on_day(lever.start, start, days), _on_day(begins, start, days)
        parts = (
            *_paid(paid, lever.count * _between(begins, None, start, days)),
            (CostKind.RECRUITING, lever.count * asked * prices.recruiting.value),
            (CostKind.TRAINING, lever.count * first * prices.training.value),
        )
        return tuple(PostsPart(kind, lever.role, paid, pounds) for kind, pounds in parts)
    if isinstance(lever, Loan):
        paid = grade or prices.grade_of(lever.team)
        lent = lever.count * _between(lever.start, lever.end, start, days)
        return (PostsPart(CostKind.LOAN, Role.OFFICER, paid, lent * paid.daily * prices.loan_share.value),)
    return ()


def payroll(plan: Plan, team: str, days: int) -> tuple[PostsPart, ...]:
    """What the people whom the plan has in a team cost over a run, by role: full- and part-time, from their dates.

    A leaver's post is paid on, as a recruit's is; those on loan to the team cost it the loan's share.
    """
    import numpy as np

    found = []
    for role in Role:
        grade = plan.prices.grade_of(team, role)
        own, lent = np.zeros(days), np.zeros(days)
        for person in plan.officers_of(team, role):
            there = person.fte * _between(person.start or plan.start, person.end, plan.start, days)
            (lent if person.origin is Origin.LOAN else own)[:] += there
        loans = lent * grade.daily * plan.prices.loan_share.value
        found += [PostsPart(kind, role, grade, pounds) for kind, pounds in (*_paid(grade, own), (CostKind.LOAN, loans))]
    return tuple(part for part in found if part.pounds.any())


def _paid(grade: Grade, people: Floats) -> tuple[tuple[CostKind, Floats], ...]:
    """Pay and contributions of so many people of a grade, day by day."""
    pay = people * grade.pay.value / DAYS_A_YEAR
    return (CostKind.PAY, pay), (CostKind.ON_COST, pay * grade.on_cost.value)


def _between(first: date, last: date | None, start: date, days: int) -> Floats:
    """[days] 1 on the days from `first` to `last` (None: to the end), else 0."""
    import numpy as np

    found = np.zeros(days)
    past = days if last is None else _from(last + timedelta(days=1), start, days)
    found[_from(first, start, days) : past] = 1.0
    return found


def _on_day(day: date, start: date, days: int) -> Floats:
    """[days] 1 on a day, else 0."""
    return _between(day, day, start, days)


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
