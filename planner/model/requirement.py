"""What would it take: standards that are to hold, over which days, how surely, and the posts that may be filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.model.calendar import add_months
from planner.model.checks import require, require_day, require_unique
from planner.model.people import Role
from planner.model.scenario import Loan, Recruits, Scenario
from planner.model.standard import Standard

DAYS_BACK = 30
"""Days, the date itself the last of them, over which what is done is looked at on a date: an inspector counts what was
done up to the visit, and a single day has too few tasks to tell a share from."""


class CannotBeMet(ValueError):
    """No answer exists; the text is one sentence that says what to relax."""


class Hold(StrEnum):
    """What it means that a standard holds over a window (docs/method.md)."""

    ON_DATE = "on the date"
    """At the end of the window's first day; an on-time share or mean wait: that of the `DAYS_BACK` days that end with
    it."""
    EVERY_DAY = "on every day"
    """At the end of each day; an on-time share or mean wait: that of all the window's calendar months together."""
    MONTHS = "in a share of the months"
    """At the end of at least `share` of the window's months; an on-time share or mean wait: in as many,
    each by itself."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days over which a standard is to hold; `last` is the first day itself when it is to hold on that alone."""

    first: date
    last: date
    hold: Hold = Hold.ON_DATE
    share: float = 1.0
    """Of the window's months, with MONTHS."""

    def __post_init__(self) -> None:
        require_day("first", self.first)
        require_day("last", self.last)
        require(self.first <= self.last, "last", self.last.isoformat(), "a window ends on or after its first day")
        alone = self.hold is not Hold.ON_DATE or self.last == self.first
        require(alone, "last", self.last.isoformat(), "what is to hold on a date has a window of that day alone")
        require(0 < self.share <= 1, "share", self.share, "a share of months is above 0 and at most 1")

    @classmethod
    def on(cls, day: date) -> Window:
        """The window of one day."""
        return cls(day, day)

    def days_of(self, start: date, standard: Standard) -> int:
        """Days of a run from `start` that can tell whether a standard holds: to the window's end, or to the end of its
        last calendar month for what is looked at by month."""
        end = self.last
        if standard.measure.monthly and self.hold is not Hold.ON_DATE:
            end = add_months(end.replace(day=1), 1) - timedelta(days=1)
        return (end - start).days + 1

    def marks(self, standard: Standard) -> tuple[date, ...]:
        """Days at whose end a run's count of what is done is to be cut, so that it can tell of the days of a date."""
        if self.hold is not Hold.ON_DATE or not standard.measure.monthly:
            return ()
        return self.first - timedelta(days=DAYS_BACK), self.first


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts of one team that may be filled, `most` of them at most, and when.

    Recruits are asked for on `start` and begin `vetting_days` later, with the team's ramp. With `end` they are officers
    on loan, from `start` to `end` and at full rate.
    """

    team: str
    start: date
    vetting_days: int = 0
    end: date | None = None
    most: int = 20
    grade: str | None = None
    """Key of the grade they are priced at; None for that of the team and role."""
    role: Role = Role.OFFICER

    def __post_init__(self) -> None:
        require(1 <= self.most <= 500, "most", self.most, "at most 1 to 500 posts are filled")
        require(
            self.end is None or self.vetting_days == 0, "vetting_days", self.vetting_days, "a loan needs no vetting"
        )
        rule = "officers alone are lent: recruit supervisors"
        require(self.end is None or self.role is Role.OFFICER, "role", str(self.role), rule)
        self.lever(0)

    def lever(self, count: int) -> Recruits | Loan:
        """The lever that fills `count` of them."""
        if self.end is not None:
            return Loan(self.team, count, self.start, self.end)
        return Recruits(self.team, count, self.start, self.vetting_days, self.role)

    @property
    def begins(self) -> date:
        """The first day of work of those asked for."""
        return self.start + timedelta(days=self.vetting_days)


@dataclass(frozen=True, slots=True)
class Requirement:
    """All of the standards are to hold together, in the same future, with at least this probability."""

    standards: tuple[Standard, ...]
    window: Window
    posts: tuple[Posts, ...]
    probability: float = 0.9
    scenario: Scenario | None = None
    """What happens whatever the number of officers; None for the plan as it is."""
    pot: int | None = None
    """The most officers that may be asked for together."""
    budget: float | None = None
    """The most pounds that they may cost together, to the end of the window."""
    futures: int = 1000
    """The most that a close decision may be looked at in."""
    seed: int = 1

    def __post_init__(self) -> None:
        require(bool(self.standards), "standards", (), "name at least one standard")
        require_unique("standards", [standard.key for standard in self.standards])
        require(bool(self.posts), "posts", (), "name at least one kind of post that may be filled")
        require(len(self.posts) <= 6, "posts", len(self.posts), "at most six kinds of posts are weighed together")
        require(0.5 <= self.probability < 1, "probability", self.probability, "a probability is from 0.5 to below 1")
        require(self.pot is None or self.pot >= 0, "pot", self.pot, "a pot holds no or some officers")
        require(self.budget is None or self.budget >= 0, "budget", self.budget, "a budget is 0 pounds or more")
        require(
            50 <= self.futures <= 100_000, "futures", self.futures, "a decision is looked at in 50 to 100,000 futures"
        )

    def scenario_with(self, counts: tuple[int, ...]) -> Scenario:
        """The scenario with so many of each kind of post filled; levers keep their places whatever the counts."""
        levers = self.scenario.levers if self.scenario else ()
        asked = tuple(posts.lever(count) for posts, count in zip(self.posts, counts, strict=True))
        return Scenario("required", "Required", (*levers, *asked))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the futures say of one choice of posts."""

    counts: tuple[int, ...]
    """Of each kind of post, in the order of the requirement."""
    futures: int
    share: float
    """Of the futures in which all of the standards hold."""
    low: float
    high: float
    """Its confidence interval at 95 %, exact whichever look ended it (Clopper and Pearson)."""
    meets: bool
    """Whether the share reaches the probability that was asked for."""
    sure: bool
    """Whether the interval lies on one side of it."""
    standards: tuple[float, ...]
    """The share of the futures in which each standard holds, taken alone."""
    within_reach: tuple[float, ...]
    """For each standard the strictest target that would hold with the probability that was asked for."""

    @property
    def officers(self) -> int:
        """All posts together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Establishment:
    """The fewest officers that meet a requirement; of several ways, the cheapest."""

    requirement: Requirement
    verdict: Verdict
    rejected: tuple[Verdict, ...]
    """The neighbours: one officer fewer of each kind."""
    tried: tuple[Verdict, ...]
    """All that was looked at, fewest officers first, and ..."""
    prices: tuple[float, ...]
    """... what each would cost, in pounds to the end of the window."""
    steady: bool
    """Whether, of all that was tried, more officers never lowered the probability beyond doubt."""
    fewest: int
    most: int
    """The numbers of officers that the futures cannot tell from the answer, at 95 %. Of several kinds of posts only the
    answer and its neighbours are looked at."""
    cost: float
    """Pounds to the end of the window."""
    yearly: float
    """Pounds for each year that all of the posts are filled."""

    @property
    def sure(self) -> bool:
        """Whether the answer and every neighbour were told from the probability that was asked for."""
        return self.fewest == self.most


class Obstacle(StrEnum):
    """Why a requirement cannot be met."""

    NEVER = "never"
    """No number of officers within the posts offered is enough."""
    FIGHT = "fight"
    """Each standard holds with some number of officers, but no number does for all of them."""
    POT = "pot"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A requirement that cannot be met, and how near it comes."""

    requirement: Requirement
    obstacle: Obstacle
    best: Verdict
    """The choice with the highest probability of all that were tried; within the pot and the budget where these are the
    obstacle."""
    tried: tuple[Verdict, ...]
    needed: Verdict | None = None
    """What would be enough without the pot or the budget, and ..."""
    needed_cost: float | None = None
    """... what it would cost, in pounds to the end of the window."""
