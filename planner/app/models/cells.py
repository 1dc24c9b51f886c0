"""Parts of the plan as columns and rows to show: the very tables that are exported, with names in place of keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from planner.app.charts.dates import day_text, month_text
from planner.app.models.table import Column
from planner.app.models.traces import SUBJECTS, since_import
from planner.edit.provenance import origins
from planner.model.period import Period

if TYPE_CHECKING:
    from planner.model.demand import DemandHistory
    from planner.model.plan import Plan
    from planner.model.saved_result import ResultNote
    from planner.model.table import Cell
    from planner.report.tables import Table

WIDEST = 44
"""Letters that a column of texts makes room for."""
LEAST = 17
"""Letters of a text that is kept where there is no room for all: a team's name."""
YES_NO = {True: "yes", False: "no"}
SERIES, RESULTS = "series", "results"
"""Tables of the window's own, beside those of `report.tables`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table to show and to export: its cells as they are, and names to show in place of some."""

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def cell_text(cell: Cell) -> str:
    """A cell as British readers write it; nothing for an empty one."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return YES_NO[cell]
    if isinstance(cell, datetime):
        return f"{day_text(cell.date())}, {cell:%H:%M}"
    if isinstance(cell, date):
        return day_text(cell)
    if isinstance(cell, int):
        return f"{cell:,}"
    return f"{cell:,.10g}" if isinstance(cell, float) else cell


def cell_order(cell: Cell) -> tuple[int, object] | None:
    """What cells of one column are sorted by: numbers, then dates, then texts; an empty one has none."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, int | float):
        return 0, cell
    if isinstance(cell, date):
        return 1, cell.isoformat()
    return 2, cell.casefold()


def cell_columns(table: Shown) -> list[Column]:
    """A column for each heading; one that holds nothing but numbers is set to the right."""
    return [_column(title, at, _numbers(table.rows, at)) for at, title in enumerate(table.header)]


def _column(title: str, at: int, number: bool) -> Column:
    return Column(
        title,
        lambda row: cell_text(row[at]),
        lambda row: cell_order(row[at]),
        number=number,
        width=0 if number else WIDEST,
        least=LEAST,
    )


def _numbers(rows: Sequence[tuple[Cell, ...]], at: int) -> bool:
    found = [row[at] for row in rows[:100] if row[at] is not None]
    return bool(found) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in found)


def traced(table: Table, plan: Plan) -> Table:
    """A table of the plan, with a column that says whether imported rows are still as they were."""
    subject = SUBJECTS.get(table.key)
    if subject is None or not plan.imports:
        return table
    found = origins(plan)
    rows = tuple((*row, since_import(found.get(subject(row)))) for row in table.rows)
    return replace(table, header=(*table.header, "Since the import"), rows=rows)


def named(table: Table, plan: Plan) -> Shown:
    """A table of the plan with teams, bands and stages by their names."""
    if "Team" not in table.header:
        return Shown(table.key, table.title, table.header, table.rows)
    names: dict[tuple[str, str, object], str] = {}
    teams = {team.key: team.name for team in plan.teams}
    for team in plan.teams:
        names |= {("Band", team.key, band.key): band.name for band in team.bands}
        names |= {("Stage", team.key, stage.key): stage.name for stage in team.stages}
        names |= {("Leads to", team.key, place.key): place.name for place in (*team.stages, *team.outcomes)}
    at = table.header.index("Team")

    def shown(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(
            teams.get(cell, cell) if place == at else names.get((title, row[at], cell), cell)
            for place, (title, cell) in enumerate(zip(table.header, row, strict=True))
        )

    keeps_keys = table.key in ("teams", "bands", "stages")
    return Shown(table.key, table.title, table.header, table.rows if keeps_keys else tuple(map(shown, table.rows)))


def series_table(plan: Plan) -> Shown:
    """The counts of each team and band in one row: from when to when, how many, and how many are missing."""
    from planner.workspace import sources_of

    rows = []
    found = origins(plan)
    for history in plan.histories:
        team = plan.team(history.team)
        known = [count for count in history.counts if count is not None]
        rows.append(
            (
                team.name,
                team.band(history.band).name,
                str(history.period),
                _period(history, 0),
                _period(history, len(history.counts) - 1),
                len(history.counts),
                len(history.counts) - len(known),
                sum(known),
                sources_of(history, found),
            )
        )
    header = ("Team", "Band", "By", "First", "Last", "Periods", "Gaps", "Cases", "Source")
    return Shown(SERIES, "New cases by team and band", header, tuple(rows))


def _period(history: DemandHistory, at: int) -> str:
    day = history.begins(at)
    return month_text(day) if history.period is Period.MONTH else f"week of {day_text(day)}"


def results_table(notes: Sequence[ResultNote], plan: Plan) -> Shown:
    """The results kept in the plan file."""
    known = {scenario.key: scenario.name for scenario in plan.scenarios}
    rows = tuple(
        (
            note.name or note.key,
            note.made,
            "As today" if note.scenario is None else known.get(note.scenario, note.scenario),
            ", ".join(note.teams),
            note.start,
            note.days,
            note.replications,
            note.seed,
            note.version,
        )
        for note in notes
    )
    header = ("Result", "Made (UTC)", "Scenario", "Teams", "From", "Days", "Futures", "Seed", "Version")
    return Shown(RESULTS, "Kept results", header, rows)
