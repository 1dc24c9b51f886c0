"""What the Caseload place asks of the plan: plain functions for a job to run, and the quick ones that follow a drag.

Nothing here may import Qt (see planner.app.runs).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from planner.model.caseload import CaseLoad, OfficerLoad, TeamLoad
    from planner.model.plan import Plan
    from planner.model.progress import Progress
    from planner.report.caseload import OfficerRow

DECIDES = frozenset({"start", "teams", "officers", "cases", "duties", "capacity"})
"""The fields of a plan that a caseload depends on."""


@dataclass(frozen=True, slots=True, eq=False)
class TeamView:
    """A team's loads, and what is said of them: worked out once, beside the window."""

    load: TeamLoad
    rows: Rows
    home: dict[str, str | None]
    """The owner in the plan of every case."""
    sentence: str


class Rows:
    """The officers' rows, each made once: a trial changes those of a few."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[OfficerLoad, OfficerRow]] = {}

    def of(self, load: TeamLoad, entry: OfficerLoad) -> OfficerRow:
        """One officer's row."""
        from planner.report.caseload import officer_row

        known = self._known.get(id(entry))
        if known is None:
            known = self._known[id(entry)] = (entry, officer_row(load, entry))
        return known[1]

    def sorted(self, load: TeamLoad) -> list[OfficerRow]:
        """The cases without an owner first, then the officers, the highest capacity on top."""
        from planner.report.caseload import unallocated_row

        def order(row: OfficerRow) -> tuple[float, str]:
            high = float("inf") if row.capacity is None and row.open else row.capacity or 0.0
            return -high, row.name

        rows = sorted((self.of(load, entry) for entry in load.officers), key=order)
        return [unallocated_row(load), *rows] if load.unallocated else rows


def view_team(plan: Plan, team: str, progress: Progress) -> TeamView:
    """What each officer of a team holds and has hours for."""
    from planner.report.caseload import team_sentence
    from planner.workspace import caseload_of

    progress(0, 1)
    load, rows = caseload_of(plan, team), Rows()
    home: dict[str, str | None] = {case.case.key: None for case in load.unallocated}
    home |= {case.case.key: entry.officer.key for entry in load.officers for case in entry.cases}
    return TeamView(load, rows, home, team_sentence(load, [rows.of(load, entry) for entry in load.officers]))


@dataclass(slots=True)
class Trial:
    """A re-allocation that is tried: cases by key, and whom each would go to."""

    view: TeamView
    moves: dict[str, str | None] = field(default_factory=dict)
    _load: TeamLoad | None = None

    @property
    def base(self) -> TeamLoad:
        """The team as the plan has it."""
        return self.view.load

    @property
    def load(self) -> TeamLoad:
        """The team as it would be."""
        if not self.moves:
            return self.base
        if self._load is None:
            self._load = self.with_more((), None)
        return self._load

    def with_more(self, keys: Iterable[str], owner: str | None) -> TeamLoad:
        """The team as it would be with these cases moved as well."""
        from planner.edit.allocation import try_moves

        return try_moves(self.base, self.moves | dict.fromkeys(keys, owner))

    def move(self, keys: Iterable[str], owner: str | None) -> None:
        """Try these cases under another owner; one that comes back to its own is not moved."""
        for key in keys:
            if self.view.home[key] == owner:
                self.moves.pop(key, None)
            else:
                self.moves[key] = owner
        self._load = None

    def clear(self) -> None:
        """Try nothing."""
        self.moves.clear()
        self._load = None

    def fit(self, view: TeamView) -> None:
        """Go on from the team as it is now; moves that it does not allow any more are dropped."""
        self.view, self._load, home = view, None, view.home
        owners = {entry.officer.key for entry in view.load.officers} | {None}
        self.moves = {
            key: owner for key, owner in self.moves.items() if key in home and owner in owners and home[key] != owner
        }

    def refusal(self, keys: Iterable[str], owner: str | None) -> str:
        """Why these cases cannot go there; empty when they can."""
        from dataclasses import replace

        if owner is not None:
            return ""
        asked = set(keys)
        try:
            for entry in self.base.officers:
                for case in entry.cases:
                    if case.case.key in asked:
                        replace(case.case, owner=None)
        except InvalidPlan:
            return "A case that waits for something outside the team keeps its officer: move it to another one instead."
        return ""


def cases_of(load: TeamLoad, officer: str | None) -> tuple[CaseLoad, ...]:
    """An officer's cases; those without an owner for None; none when the officer is not there."""
    if officer is None:
        return load.unallocated
    return next((entry.cases for entry in load.officers if entry.officer.key == officer), ())
