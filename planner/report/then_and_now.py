"""A plan beside an earlier copy of it: where each team stood, and where it stands."""

from __future__ import annotations

from planner.model.plan import Plan
from planner.report.document import Grid
from planner.report.position import Position, position
from planner.report.words import day_in_words

_MEASURES: tuple[tuple[str, str, int], ...] = (
    ("Strength (FTE)", "strength_fte", 1),
    ("Open", "open", 0),
    ("Open per officer", "per_officer", 1),
    ("Unallocated", "unallocated", 0),
    ("Overdue", "overdue", 0),
    ("Most overdue (days)", "most_overdue_days", 0),
)


def then_and_now(before: Plan, now: Plan) -> Grid:
    """Each measure of the teams that both plans have, then, now, and the change."""
    known = {team.key for team in before.teams}
    rows = []
    for team in now.teams:
        if team.key in known:
            old, new = position(before, team.key), position(now, team.key)
            rows += [_row(team.name, old, new, *measure) for measure in _MEASURES]
    missing = [team.name for team in now.teams if team.key not in known]
    note = f"Not in the earlier plan: {', '.join(missing)}." if missing else ""
    header = ("Team", "Measure", day_in_words(before.start), day_in_words(now.start), "Change")
    title = "Then and now"
    return Grid(title, header, tuple(rows), (3, 3, 2.2, 2.2, 1.5), frozenset({2, 3, 4}), note)


def _row(team: str, old: Position, new: Position, name: str, field: str, places: int) -> tuple[str, ...]:
    then, now = float(getattr(old, field)), float(getattr(new, field))
    change = round(now, places) - round(then, places)
    signed = "none" if change == 0 else f"{change:+,.{places}f}".replace("-", "\N{MINUS SIGN}")
    return team, name, f"{then:,.{places}f}", f"{now:,.{places}f}", signed
