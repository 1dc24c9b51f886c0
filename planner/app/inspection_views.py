"""What the Inspection place asks of the engine: plain functions for a job to run.

Nothing here may import Qt (see planner.app.runs).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from planner.model.countdown import Countdown
    from planner.model.plan import Plan
    from planner.model.progress import Progress
    from planner.model.requirement import Requirement
    from planner.model.scenario import Scenario

FUTURES = 200
DECIDES = (
    "start",
    "teams",
    "officers",
    "cases",
    "histories",
    "resources",
    "standards",
    "duties",
    "events",
    "growth_cases",
    "reinspection",
    "lead_steps",
)
"""The fields of a plan that a countdown depends on, beside the scenario's levers."""
KEPT = 4

Basis = tuple[object, ...]
Found = Callable[["Countdown"], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a requirement takes, in words; `counts` of each kind of post, or None when it cannot be met."""

    lines: tuple[str, ...]
    counts: tuple[int, ...] | None
    rows: tuple[tuple[str, ...], ...] = ()
    """Of each number of posts that was tried: which, how often all hold, the interval, the cost, and what it is."""


class Countdowns:
    """The last few countdowns, each with all that decided it: a change that is taken back brings its own again."""

    def __init__(self) -> None:
        self._kept: list[tuple[Basis, Countdown]] = []

    def keep(self, basis: Basis, found: Countdown) -> None:
        """Remember a countdown in place of an earlier one of the same basis."""
        self._kept = [(basis, found), *(row for row in self._kept if row[0] != basis)][:KEPT]

    def of(self, basis: Basis) -> Countdown | None:
        """What was found for this basis."""
        return next((found for known, found in self._kept if known == basis), None)


def basis_of(plan: Plan, scenario: Scenario | None) -> Basis:
    """All that decides a countdown."""
    return (*(getattr(plan, name) for name in DECIDES), scenario.levers if scenario else ())


def count(plan: Plan, scenario: Scenario | None, progress: Progress, partial: Found) -> Countdown:
    """Chances and trends, then what lifts each standard; `partial` is given what is known on the way."""
    from planner.app.runs import make_engine_ready
    from planner.workspace import count_down

    make_engine_ready(progress)
    return count_down(
        plan, plan.standards, scenario=scenario, futures=FUTURES, last_safe=False, progress=progress, partial=partial
    )


def last_safe_dates(
    plan: Plan, found: Countdown, keys: Sequence[str], scenario: Scenario | None, progress: Progress, partial: Found
) -> Countdown:
    """The countdown with the last safe dates of these standards, one after another."""
    from planner.app.runs import make_engine_ready
    from planner.workspace import find_last_safe

    make_engine_ready(progress)
    for at, key in enumerate(keys):

        def heard(done: int, total: int, at: int = at) -> None:
            progress(1000 * at + 1000 * done // max(total, 1), 1000 * len(keys))

        row = find_last_safe(plan, found, key, scenario=scenario, progress=heard)
        rows = tuple(row if one.standard.key == key else one for one in found.standards)
        found = replace(found, standards=rows)
        partial(found)
    return found


def answer(plan: Plan, requirement: Requirement, progress: Progress) -> Answer:
    """The fewest officers that meet a requirement, or the sentence that says what to relax."""
    from planner.app.runs import make_engine_ready
    from planner.model.requirement import CannotBeMet
    from planner.report.requirement import establishment_lines, tried_rows
    from planner.workspace import require_officers

    make_engine_ready(progress)
    try:
        found = require_officers(plan, requirement, progress=progress)
    except CannotBeMet as error:
        return Answer((str(error),), None)
    except InvalidPlan as error:
        return Answer((error.sentence,), None)
    return Answer(establishment_lines(plan, found), found.verdict.counts, tried_rows(plan, found))


def today() -> date:
    """The user's own day."""
    return date.today()  # noqa: DTZ011 - the user's own day


def missing(plan: Plan) -> str:
    """Why there is nothing to count, and what to do; empty when there is."""
    if not plan.standards:
        return (
            "This plan has no standards yet. Add what the inspection asks for, with a target and a date: the chance "
            "of each on the day is counted here."
        )
    if plan.reinspection is None:
        return "This plan has no date of a re-inspection: set one, here or above, and the countdown begins."
    if plan.reinspection <= plan.start:
        return "The re-inspection is not after the plan's start: choose a later day above, and the countdown begins."
    return ""


def overdue_sentence(found: Countdown) -> str:
    """In how many bands overdue work is to be expected before the re-inspection."""
    bands = {(breach.team, breach.band) for breach in found.breaches}
    likely = len({(breach.team, breach.band) for breach in found.breaches if breach.chance > 0.5})
    if not likely:
        return f"Overdue work is not likelier than not in any of {len(bands)} bands before the re-inspection."
    verb = "has" if likely == 1 else "have"
    return (
        f"{likely} of {len(bands)} bands {verb} overdue work likelier than not in some week before the re-inspection."
    )
