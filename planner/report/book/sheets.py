"""What stands on the sheets of the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from planner.model.countdown import Countdown
from planner.model.plan import Plan
from planner.model.results import Result, month_ends
from planner.model.standard import MEASURE_UNIT
from planner.report.book.costs import costs_sheet, prices_sheet
from planner.report.book.sheet import Book, Column, NativeChart, Series, Sheet, Value
from planner.report.brief import TRUST, Figure
from planner.report.document import Provenance
from planner.report.force_statement import TeamDemand, year_names
from planner.report.inspection_pack import action_rows, overdue_bands
from planner.report.position import position
from planner.report.print_style import COLOURS
from planner.report.scenario_cost import Option
from planner.report.standing import by_risk, interval, short_day, standing
from planner.report.summary import fan
from planner.report.weekly_sheet import due_cases, late_cases, loads

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_CHARTS = 12


@dataclass(frozen=True, slots=True, eq=False)
class BookFigures:
    """All that the workbook holds."""

    plan: Plan
    result: Result
    """Of the scenario that is looked at, or of the plan as it is."""
    scenario_name: str
    countdown: Countdown | None
    """None for a plan without standards, or without a day on which they are looked at."""
    options: tuple[Option, ...]
    demand: tuple[TeamDemand, ...]
    register: tuple[Figure, ...]


def workbook(figures: BookFigures, provenance: Provenance) -> Book:
    """The sheets in the order of the reports, assumptions last."""
    plan = figures.plan
    sheets = [
        _position(plan),
        *_standards(figures),
        *_options(figures),
        costs_sheet(plan, figures.options),
        prices_sheet(plan),
        *_ahead(figures),
        _demand(figures),
        _overdue(plan),
        *_breaches(figures),
        _actions(plan),
        _loads(plan),
        _due(plan),
        _assumptions(figures.register),
    ]
    title = f"Workbook: {plan.name}"
    return Book(title, plan.name, tuple(sheets), provenance, plan.illustrative)


def _position(plan: Plan) -> Sheet:
    found = [position(plan, team.key) for team in plan.teams]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            one.name, one.strength_fte, one.establishment, one.open, one.per_officer, one.limit, one.unallocated,
            one.overdue, one.most_overdue_days, one.oldest_days, one.status,
        )
        for one in found
    )  # fmt: skip
    columns = (
        Column("Team", width=30),
        Column("Strength (FTE)", "number"),
        Column("Establishment (FTE)", "number"),
        Column("Open", "whole"),
        Column("Open per officer", "number"),
        Column("Caseload limit", "number"),
        Column("Unallocated", "whole"),
        Column("Overdue", "whole"),
        Column("Most overdue (days)", "whole"),
        Column("Oldest (days)", "whole"),
        Column("State", width=22),
    )
    series = (Series(4, COLOURS["median"]), Series(5, COLOURS["band_half"]))
    alt = "Open cases per officer of each team beside its limit; the figures stand in the table."
    chart = NativeChart("bar", "Open per officer, and the limit", alt, 0, series, 0, len(rows) - 1)
    return Sheet("Position", "Where the teams stand", f"On {short_day(plan.start)}.", columns, rows, (chart,))


def _standards(figures: BookFigures) -> list[Sheet]:
    found = figures.countdown
    if found is None:
        return []
    rows = []
    for one in by_risk(found):
        low, high = interval(one)
        target = one.standard.target.value
        word = standing(one.chance, found.probability).word
        bound = "at least" if one.standard.at_least else "at most"
        unit = MEASURE_UNIT[one.standard.measure]
        team = figures.plan.team(one.standard.team).name
        rows.append((one.standard.name, team, bound, target, unit, one.chance, low, high, word))
    columns = (
        Column("Standard", width=48), Column("Team", width=24), Column("Bound"), Column("Target", "number", 10),
        Column("Unit", width=10), Column("Chance", "share"), Column("Lowest (95 %)", "share"),
        Column("Highest (95 %)", "share"), Column("In a word", width=12),
    )  # fmt: skip
    alt = "The chance that each standard is met on the day; the figures stand in the table."
    chart = NativeChart("bar", "Chance of each standard", alt, 0, (Series(5, COLOURS["median"]),), 0, len(rows) - 1)
    note = f"On {short_day(found.day)}, under {figures.scenario_name}."
    return [Sheet("Standards", "How likely each standard is met", note, columns, tuple(rows), (chart,))]


def _options(figures: BookFigures) -> list[Sheet]:
    standards = figures.plan.standards
    rows = tuple(
        (
            one.scenario.name, one.cost.together.mean, one.cost.together.low, one.cost.together.high,
            sum(one.bought.chances), one.together, "yes" if one.efficient else "no", *one.bought.chances,
        )
        for one in figures.options
    )  # fmt: skip
    columns = (
        Column("Scenario", width=36), Column("Cost (mean)", "money", 16), Column("5 % below", "money", 16),
        Column("95 % below", "money", 16), Column("Standards met (mean)", "number"), Column("All met", "share"),
        Column("Efficient", width=11), *(Column(standard.name, "share", 18) for standard in standards),
    )  # fmt: skip
    alt = "The mean cost of each scenario; the figures stand in the table."
    chart = NativeChart("bar", "Cost of each scenario", alt, 0, (Series(1, COLOURS["median"]),), 0, len(rows) - 1)
    note = "Beyond the plan as it is. Efficient: no other is as cheap and as likely to meet all, and better in one."
    return [Sheet("Options", "Scenarios side by side", note, columns, rows, (chart,))]


def _ahead(figures: BookFigures) -> list[Sheet]:
    sheets = []
    found = figures.result
    for name, title, values, kind in (
        ("Per officer ahead", "Open cases per officer ahead", "caseload_mean", "number"),
        ("Unallocated ahead", "Cases without an owner ahead", "unallocated", "whole"),
        ("Overdue ahead", "Overdue tasks ahead", "overdue", "whole"),
    ):
        rows: list[tuple[Value, ...]] = []
        charts: list[NativeChart] = []
        for team in figures.plan.teams:
            daily = getattr(found.team(team.key), values)
            first = len(rows)
            rows += _fan_rows(team.name, daily.sum(axis=1) if daily.ndim == 3 else daily, found)
            if len(charts) < MOST_CHARTS:
                alt = f"{title} of {team.name} at each month's end: middle future and nine in ten; see the table."
                charts.append(NativeChart("line", f"{team.name}: {title.lower()}", alt, 1, _FAN, first, len(rows) - 1))
        columns = (
            Column("Team", width=30), Column("At the end of", "date"),
            *(Column(text, "number" if kind == "number" else "whole") for text in _QUANTILES),
        )  # fmt: skip
        note = f"At the end of each month, under {figures.scenario_name}; so many of the futures are below."
        sheets.append(Sheet(name, title, note, columns, tuple(rows), tuple(charts)))
    return sheets


_QUANTILES = ("5 % below", "25 % below", "Middle future", "75 % below", "95 % below")
_FAN = (
    Series(2, COLOURS["band_half"], dashed=True),
    Series(4, COLOURS["median"]),
    Series(6, COLOURS["band_half"], dashed=True),
)


def _fan_rows(name: str, daily: NDArray[Any], result: Result) -> list[tuple[Value, ...]]:
    drawn = fan(daily)
    parts = (drawn.low90, drawn.low50, drawn.median, drawn.high50, drawn.high90)
    return [
        (name, result.start + timedelta(days=day), *(float(part[day]) for part in parts))
        for day in month_ends(result.start, result.days)
    ]


def _demand(figures: BookFigures) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for one in figures.demand:
        name = figures.plan.team(one.team).name
        for year, (middle, low, high) in zip(year_names(figures.plan.start), one.years, strict=True):
            source = "forecast of past counts" if one.forecast else "present level, no growth"
            rows.append((name, year, low if one.forecast else None, middle, high if one.forecast else None, source))
    columns = (
        Column("Team", width=30), Column("Year", width=18), Column("10 % below", "whole"), Column("Middle", "whole"),
        Column("90 % below", "whole"), Column("Where from", width=28),
    )  # fmt: skip
    return Sheet("Demand", "New cases a year", "Four years from the plan's start.", columns, tuple(rows))


def _overdue(plan: Plan) -> Sheet:
    found = overdue_bands(plan)
    rows = tuple(
        (
            f"{one.team.name}, {one.band}", one.count, None if one.worst is None else one.worst.key,
            one.days if one.worst else None,
            None if one.worst is None else one.team.stage(one.worst.stage).name,
        )
        for one in found
    )  # fmt: skip
    columns = (
        Column("Team and band", width=40), Column("Overdue", "whole"), Column("Most overdue", width=18),
        Column("Days late", "whole"), Column("Task", width=30),
    )  # fmt: skip
    alt = "Overdue work of each team and band; the figures stand in the table."
    chart = NativeChart("bar", "Overdue work by band", alt, 0, (Series(1, COLOURS["median"]),), 0, len(rows) - 1)
    return Sheet("Overdue", "Overdue work by band", f"On {short_day(plan.start)}.", columns, rows, (chart,))


def _breaches(figures: BookFigures) -> list[Sheet]:
    if figures.countdown is None:
        return []
    plan = figures.plan
    rows = tuple(
        (
            plan.team(one.team).name, plan.team(one.team).band(one.band).name, one.week, one.chance, one.mean, one.high,
            one.worst_days,
        )
        for one in figures.countdown.breaches
    )  # fmt: skip
    columns = (
        Column("Team", width=30), Column("Band", width=18), Column("Week to", "date"), Column("Chance of any", "share"),
        Column("Overdue (mean)", "number"), Column("90 % at most", "whole"), Column("Latest by (days)", "whole"),
    )  # fmt: skip
    note = f"Week by week, under {figures.scenario_name}."
    return [Sheet("Overdue by week", "Overdue work ahead, by team and band", note, columns, rows)]


def _actions(plan: Plan) -> Sheet:
    rows = tuple(
        (one.what, standard, one.owner, one.due, one.done, state, one.evidence)
        for one, standard, state in action_rows(plan)
    )
    columns = (
        Column("What", width=50), Column("Standard", width=40), Column("Owner", width=20), Column("Due", "date"),
        Column("Done", "date"), Column("State", width=18), Column("Evidence", width=60),
    )  # fmt: skip
    return Sheet("Action plan", "What is done, and what shows it", "", columns, rows)


def _loads(plan: Plan) -> Sheet:
    rows = tuple(
        (team.name, load.officer.name, load.officer.fte, load.cases, load.limit, load.over, load.late, load.due)
        for team in plan.teams
        for load in loads(plan, team)
    )
    columns = (
        Column("Team", width=30), Column("Post", width=26), Column("FTE", "number"), Column("Cases", "whole"),
        Column("Limit", "whole"), Column("Over by", "whole"), Column("Late", "whole"),
        Column("Due in 14 days", "whole"),
    )  # fmt: skip
    return Sheet("Officers", "Who holds what", f"On {short_day(plan.start)}; below 0 is room.", columns, rows)


def _due(plan: Plan) -> Sheet:
    names = {officer.key: officer.name for officer in plan.officers}
    rows: list[tuple[Value, ...]] = []
    for team in plan.teams:
        for state, cases in (
            ("late", late_cases(plan, team)),
            ("due", due_cases(plan, team, visits=False)),
            ("visit due", due_cases(plan, team, visits=True)),
        ):
            rows += [
                (
                    team.name, state, case.key, team.band(case.band).name, team.stage(case.stage).name,
                    names.get(case.owner or "", "nobody yet"), case.due,
                    (plan.start - case.due).days if case.due and case.due < plan.start else None,
                )
                for case in cases
            ]  # fmt: skip
    columns = (
        Column("Team", width=30), Column("State", width=12), Column("Case", width=16), Column("Band", width=18),
        Column("Task", width=30), Column("Owner", width=26), Column("Due", "date"), Column("Days late", "whole"),
    )  # fmt: skip
    return Sheet(
        "Late and due", "Late work, and what is due in 14 days", f"On {short_day(plan.start)}.", columns, tuple(rows)
    )


def _assumptions(register: Sequence[Figure]) -> Sheet:
    rows = tuple(
        (
            one.team, one.name, one.figure.value, one.figure.unit, TRUST[one.figure.status], one.figure.source,
            one.figure.rationale, one.figure.owner, one.figure.review,
        )
        for one in register
    )  # fmt: skip
    columns = (
        Column("Team", width=24), Column("Figure", width=50), Column("Value", "number", 12), Column("Unit", width=20),
        Column("How far to trust it", width=22), Column("Source", width=50), Column("Rationale", width=50),
        Column("Owner", width=18), Column("Review by", "date"),
    )  # fmt: skip
    note = "Every figure of the plan. To change one, change it in the plan: this sheet feeds nothing."
    return Sheet("Assumptions", "Assumptions", note, columns, rows)
