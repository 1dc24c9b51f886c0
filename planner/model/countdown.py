"""An inspection countdown: how likely each standard is met on the day, what lifts it, and until when posts can wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from planner.model.assumption import Assumption, Status
from planner.model.checks import require_figure, require_text
from planner.model.scenario import Lever
from planner.model.standard import Standard


@dataclass(frozen=True, slots=True)
class LeadStep:
    """One step from the approval of a post to the first day of work."""

    name: str
    days: Assumption

    def __post_init__(self) -> None:
        require_text("name", self.name)
        require_figure("days", self.days, "days", 0, 730)


_STAGES = (
    "Bedfordshire Police, application timeline, https://www.beds.police.uk/police-forces/bedfordshire-police/areas/"
    "careers/careers/police-officers/application-timeline/"
)
LEAD_STEPS = (
    LeadStep(
        "Advert and sift",
        Assumption(49.0, "days", Status.ADAPT, _STAGES, "Review 2 to 4 weeks, sift 1, result 2 to 4: the middles."),
    ),
    LeadStep(
        "Assessment",
        Assumption(70.0, "days", Status.ADAPT, _STAGES, "About 6 weeks to a date, 2 to 6 to its result: the middles."),
    ),
    LeadStep(
        "Vetting",
        Assumption(
            42.0,
            "days",
            rationale="Your estimate needed. A placeholder (“up to several weeks” is all that was found), with which "
            "the steps add up to about the six months that an application takes (Ask the Police, question 845).",
        ),
    ),
    LeadStep("Posting", Assumption(28.0, "days", rationale="Your estimate needed. A placeholder for release.")),
)
"""The steps that ship with the program, of every plan that has none of its own; the ramp that follows is the team's."""


def lead_days(steps: tuple[LeadStep, ...]) -> int:
    """Days from approval to the first day of work."""
    return round(sum(step.days.value for step in steps))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A single thing that could be done for a team."""

    name: str
    levers: tuple[Lever, ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """What one candidate does for a standard."""

    candidate: Candidate
    chance: float
    """That the standard is then met."""
    lift: float
    """By how much that is more than without, and ..."""
    error: float
    """... its standard error, from the same futures with and without."""
    nearer: float
    """By how much the mean level comes nearer to the target, in the standard's unit."""


@dataclass(frozen=True, slots=True)
class LastSafe:
    """Until when posts can wait."""

    officers: int
    """The fewest that are enough when they are approved at once."""
    approve: date
    """The last day on which their approval is early enough."""
    begins: date
    """The first day of work of those approved then."""
    chance: float
    """That the standard is met when they are approved on that day, ..."""
    day_later: float
    """... and when they are approved one day later."""
    fewest: int | None = None
    """The numbers of officers, approved at once, that the futures cannot tell from enough: from this, ..."""
    most: int | None = None
    """... to this; None where nobody has asked."""


@dataclass(frozen=True, slots=True)
class StandardCountdown:
    """One standard on the day of the re-inspection."""

    standard: Standard
    chance: float
    error: float
    """Monte Carlo standard error of the chance."""
    trend: tuple[tuple[date, float], ...]
    """The chance at the end of each month before the day, and on the day."""
    lifts: tuple[Lift, ...]
    """Of every candidate, the best first."""
    last_safe: LastSafe | None
    """None when the standard is safe without more officers, or when `obstacle` says why no date is."""
    obstacle: str | None = None
    """One sentence: why officers alone do not make it safe."""


@dataclass(frozen=True, slots=True)
class Breach:
    """The overdue tasks of one band at the end of a week."""

    team: str
    band: str
    week: date
    """Its last day."""
    chance: float
    """That anything is overdue."""
    mean: float
    """Overdue tasks in the mean of the futures, and ..."""
    high: float
    """... the number that nine futures of ten do not pass."""
    worst_days: float
    """How late the latest is, in the middle future."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """What stands between a plan and its re-inspection."""

    day: date
    days_left: int
    probability: float
    """From which a standard is called safe."""
    standards: tuple[StandardCountdown, ...]
    breaches: tuple[Breach, ...]
    steps: tuple[LeadStep, ...]
    futures: int
    seed: int

    @property
    def lead(self) -> timedelta:
        """From approval to the first day of work."""
        return timedelta(days=lead_days(self.steps))
