"""A short list of things that could be done for a team, to see which helps most."""

from __future__ import annotations

from datetime import date

from planner.model.assumption import figure_for
from planner.model.countdown import Candidate
from planner.model.plan import Plan
from planner.model.scenario import (
    AbstractionRate,
    CaseloadLimit,
    EffortChange,
    Loan,
    Overtime,
    Recruits,
    ResourceServers,
    VisitInterval,
)
from planner.model.team import Team

OVERTIME_HOURS = 4.0
TENTH = 0.1


def candidates(plan: Plan, team: Team, lead: int, until: date) -> tuple[Candidate, ...]:
    """From the plan's start: one more recruit, one officer on loan to the day, overtime, a tenth less effort, a
    caseload limit a tenth higher, visits a tenth less often, a tenth less abstraction, another server of a resource."""
    start, key = plan.start, team.key
    found = [
        Candidate("one more recruit", (Recruits(key, 1, start, lead),)),
        Candidate("one officer on loan", (Loan(key, 1, start, until),)),
        Candidate(f"{OVERTIME_HOURS:g} hours of overtime a week", (Overtime(key, OVERTIME_HOURS, start),)),
        Candidate("10 % less effort a task", (EffortChange(key, -100 * TENTH, start),)),
    ]
    limit = round(team.caseload_limit.value * (1 + TENTH))
    if limit <= 1000:
        found.append(Candidate("a caseload limit 10 % higher", (CaseloadLimit(key, limit, start),)))
    visits = _visits(team, start)
    if visits:
        found.append(Candidate("visits 10 % less often", visits))
    if team.abstraction is not None and team.abstraction.value > 0:
        share = team.abstraction.value * (1 - TENTH)
        found.append(Candidate("10 % less abstraction", (AbstractionRate(key, share, start),)))
    used = {stage.resource for stage in team.stages}
    found += [
        Candidate(
            f"one more server of {resource.name}",
            (ResourceServers(resource.key, int(resource.servers.value) + 1, start),),
        )
        for resource in plan.resources
        if resource.key in used
    ]
    return tuple(found)


def _visits(team: Team, start: date) -> tuple[VisitInterval, ...]:
    """The interval of each band, a tenth longer, where one stage alone comes round again."""
    recurring = [stage.recurrence for stage in team.stages if stage.recurrence is not None]
    if len(recurring) != 1:
        return ()
    intervals = [(band.key, figure_for(recurring[0].interval, band.key)) for band in team.bands]
    return tuple(
        VisitInterval(team.key, min(figure.value * (1 + TENTH), 3660), start, band)
        for band, figure in intervals
        if figure is not None
    )
