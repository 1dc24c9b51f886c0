"""Cases from one officer to another: tried on a team's loads first, then kept in the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from planner.model.caseload import CaseLoad, TeamLoad
from planner.model.checks import InvalidPlan
from planner.model.plan import Plan

Moves = Mapping[str, str | None]
"""The new owner's key by the case's; None takes its owner away."""


def move_cases(plan: Plan, moves: Moves) -> Plan:
    """The plan with these cases under other owners.

    InvalidPlan for a case or officer that is not there, an owner of another team or a supervisor, and for a case
    without an owner that waits outside the team.
    """
    known = {case.key for case in plan.cases}
    for key in moves:
        if key not in known:
            raise InvalidPlan("cases", key, "no such case in this plan")
    return replace(
        plan,
        cases=tuple(
            replace(case, owner=moves[case.key]) if case.key in moves and moves[case.key] != case.owner else case
            for case in plan.cases
        ),
    )


def try_moves(load: TeamLoad, moves: Moves) -> TeamLoad:
    """The team's loads with these of its cases under other owners; hours and shared work stay as they are.

    KeyError for an owner who is not in the team; cases that it does not have are passed over.
    """
    known = {entry.officer.key for entry in load.officers} | {None}
    books: list[tuple[str | None, tuple[CaseLoad, ...]]] = [
        *((entry.officer.key, entry.cases) for entry in load.officers),
        (None, load.unallocated),
    ]
    came: dict[str | None, list[CaseLoad]] = {}
    left: set[str | None] = set()
    for owner, cases in books:
        for case in cases:
            after = moves.get(case.case.key, owner)
            if after == owner:
                continue
            if after not in known:
                raise KeyError(after)
            left.add(owner)
            came.setdefault(after, []).append(replace(case, case=replace(case.case, owner=after)))
    if not left:
        return load

    def now(owner: str | None, cases: tuple[CaseLoad, ...]) -> tuple[CaseLoad, ...]:
        stay = (case for case in cases if moves.get(case.case.key, owner) == owner)
        return (*stay, *came.get(owner, ()))

    touched = left | came.keys()
    officers = tuple(
        entry.holding(now(entry.officer.key, entry.cases)) if entry.officer.key in touched else entry
        for entry in load.officers
    )
    rest = now(None, load.unallocated) if None in touched else load.unallocated
    return replace(load, officers=officers, unallocated=rest)


UNDO_NAMES: dict[Callable[..., Plan], str] = {move_cases: "Move cases"}
"""What the Undo menu calls each change."""
