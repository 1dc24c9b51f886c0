"""A section of the force management statement: the four steps that the inspectorate asks for, filled from the plan.

The steps are those of HMICFRS, "Force management statements: guidance and template for forces".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.model.calendar import DAYS_A_YEAR, add_months
from planner.model.people import Origin
from planner.model.plan import Plan
from planner.model.results import Result
from planner.model.scenario import Scenario
from planner.model.team import Team
from planner.report.actions import action_in_words
from planner.report.decisions import decision_lines
from planner.report.document import Block, Bullets, Chart, Document, Grid, Heading, Paragraph, Provenance
from planner.report.goal import about_pounds, share_in_words
from planner.report.levers import lever_sentence
from planner.report.picture import FanPicture
from planner.report.position import position
from planner.report.scenario_cost import ScenarioCost
from planner.report.summary import verdict
from planner.report.then_and_now import then_and_now
from planner.report.weekly_sheet import loads
from planner.report.words import counted, day_in_words, percentage, pounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

YEARS = 4
CHARTS = 4
"""Teams up to which each has a chart of its demand."""
TO_WRITE = "For the force to write: "
"""What the plan cannot know is asked for, and never made up."""


@dataclass(frozen=True, slots=True, eq=False)
class TeamDemand:
    """New cases of a team: what was counted, and what may come."""

    team: str
    past: tuple[int | None, int | None]
    """Of the twelve months before the last twelve, and of the last twelve; None without a count for each of them."""
    years: tuple[tuple[float, float, float], ...]
    """Of each of the coming years: the middle future, and the range of eight in ten."""
    forecast: bool
    """Whether they come from past counts; else they are the plan's present level."""
    picture: FanPicture | None = None


@dataclass(frozen=True, slots=True, eq=False)
class StatementFigures:
    """All that a section says."""

    plan: Plan
    scenario: Scenario | None
    result: Result
    """Four years."""
    demand: tuple[TeamDemand, ...]
    cost: ScenarioCost | None
    """Of the scenario, over the four years; None without one."""
    before: Plan | None
    """Last year's plan."""
    lead_days: int


def year_ends(start: date) -> tuple[date, ...]:
    """The last days of the four years from a plan's start."""
    return tuple(add_months(start, 12 * year) - timedelta(days=1) for year in range(1, YEARS + 1))


def year_names(start: date) -> tuple[str, ...]:
    """What the four years are called."""
    return tuple(f"Year to {day:%b %Y}" for day in year_ends(start))


def force_statement(figures: StatementFigures, provenance: Provenance) -> Document:
    """The section, with four headings for the four steps."""
    plan = figures.plan
    scenario = "the plan as it is" if figures.scenario is None else figures.scenario.name
    blocks: list[Block] = [
        Paragraph(
            f"Position on {day_in_words(plan.start)}; projection to {day_in_words(year_ends(plan.start)[-1])} under "
            f"{scenario}. The four steps are those of the inspectorate's template."
        ),
        Bullets(tuple(f"{team.name}: {verdict(plan, figures.result, team.key)}" for team in plan.teams)),
        *_demand(figures),
        *_workforce(figures),
        *_done(figures),
        *_unmet(figures),
    ]
    if figures.before is not None:
        blocks += [Heading("Beside last year's statement"), then_and_now(figures.before, plan)]
    else:
        blocks.append(Paragraph("Last year's plan was not named, so nothing stands beside it.", "note"))
    return Document(
        "Force management statement: public protection", plan.name, tuple(blocks), provenance, plan.illustrative
    )


def _demand(figures: StatementFigures) -> list[Block]:
    plan = figures.plan
    rows = tuple(_demand_row(plan.team(one.team), one) for one in figures.demand)
    header = ("Team", "Year before last", "Last year", "Change", *year_names(plan.start))
    note = (
        "New cases. The coming years: the middle future, and in brackets eight futures in ten, from the forecast of "
        "past counts. A star: no forecast can be made, so this is the plan's present level, without growth."
    )
    blocks: list[Block] = [
        Heading("Step 1: Current and projected demand"),
        Grid("New cases a year", header, rows, (3, 1.2, 1.2, 1.1, 1.9, 1.9, 1.9, 1.9), frozenset(range(1, 8)), note),
    ]
    drawn = [one for one in figures.demand if one.picture is not None]
    for one in drawn if len(drawn) <= CHARTS else ():
        assert one.picture is not None
        team = plan.team(one.team)
        low, middle, high = (f"{value:,.0f}" for value in (one.years[-1][1], one.years[-1][0], one.years[-1][2]))
        alt = (
            f"New {team.case_word}s of {team.name} counted and forecast for four years: in the last {middle} in the "
            f"middle future, {low} to {high} in eight futures of ten."
        )
        blocks.append(Chart(one.picture, f"{team.name}: new {team.case_word}s, counted and forecast", alt, 46))
    blocks.append(Paragraph(f"{TO_WRITE}demand that is hidden or not recorded, and what drives the change."))
    return blocks


def _demand_row(team: Team, one: TeamDemand) -> tuple[str, ...]:
    before, last = one.past
    change = "" if not before or last is None else f"{100 * (last / before - 1):+.0f} %".replace("-", "\N{MINUS SIGN}")
    years = (
        f"{middle:,.0f} ({low:,.0f}\N{EN DASH}{high:,.0f})" if one.forecast else f"{middle:,.0f} *"
        for middle, low, high in one.years
    )
    return team.name, _number(before), _number(last), change, *years


def _number(value: float | None) -> str:
    return "not counted" if value is None else f"{value:,.0f}"


def _workforce(figures: StatementFigures) -> list[Block]:
    plan = figures.plan
    blocks: list[Block] = [Heading("Step 2: Workforce")]
    performance, capacity, supply = [], [], []
    for team in plan.teams:
        found = position(plan, team.key)
        limit = team.caseload_limit.value
        over = sum(load.over > 0 for load in loads(plan, team))
        performance.append(
            (team.name, f"{found.open:,}", f"{found.per_officer:.1f}", f"{limit:g}", f"{over:,}", f"{found.overdue:,}",
             f"{found.most_overdue_days:,}")
        )  # fmt: skip
        vacant = max(team.establishment.value - found.strength_fte, 0.0)
        share = vacant / team.establishment.value if team.establishment.value else 0.0
        capacity.append(
            (team.name, f"{team.establishment.value:g}", f"{found.strength_fte:g}", f"{vacant:g}",
             percentage(round(share, 2)), _hours(team), _used(figures.result, team))
        )  # fmt: skip
        refill = "not refilled" if team.refill_days is None else f"{team.refill_days.value:g} days"
        supply.append(
            (team.name, f"{percentage(team.leaver_rate.value)} a year", refill, f"{figures.lead_days:,} days",
             f"{team.ramp.days.value:g} days from {percentage(team.ramp.start_share.value)}", _newcomers(plan, team))
        )  # fmt: skip
    blocks += [
        Heading("Performance and condition", 2),
        Grid("", ("Team", "Open", "Per officer", "Limit", "Officers above it", "Overdue", "Most overdue (days)"),
             tuple(performance), (3, 1, 1.2, 1, 1.6, 1.1, 1.8), frozenset(range(1, 7))),
        Heading("Capacity", 2),
        Grid("", ("Team", "Establishment (FTE)", "In post", "Vacant", "Vacant share", "Hours after absences",
                  "Of the hours, used in year 1"),
             tuple(capacity), (3, 1.5, 1, 1, 1.2, 1.9, 2), frozenset(range(1, 7)),
             "Hours: those of a full-time officer in a week, less what leave, sickness, courses and court take."),
        Heading("Capability", 2),
        *_capability(plan),
        Heading("Wellbeing", 2),
        Paragraph(_wellbeing(plan)),
        Paragraph(f"{TO_WRITE}sickness, exposure to material, survey results and support."),
        Heading("Security of supply", 2),
        Grid("", ("Team", "Leavers", "A post stays empty", "From approval to day one", "Newcomers reach full rate",
                  "Due to join"),
             tuple(supply), (3, 1.5, 1.6, 1.7, 2.4, 1.4), frozenset()),
    ]  # fmt: skip
    return blocks


def _hours(team: Team) -> str:
    hours = team.weekly_hours.value
    if team.abstraction is not None:
        return f"{hours * (1 - team.abstraction.value):.1f} of {hours:g}"
    lost = sum(pattern.share for pattern in team.absences)
    return f"{hours * (1 - min(lost, 1.0)):.1f} of {hours:g}"


def _used(result: Result, team: Team) -> str:
    found = result.team(team.key)
    days = min(365, result.days)
    available = float(found.hours_available[:, :days].sum())
    return share_in_words(min(float(found.hours_used[:, :days].sum()) / available, 1.0)) if available else "no hours"


def _newcomers(plan: Plan, team: Team) -> str:
    coming = [one for one in plan.officers_of(team.key) if one.start is not None and one.start > plan.start]
    recruits = sum(one.origin is Origin.RECRUIT for one in coming)
    return "nobody" if not coming else f"{len(coming)}, {counted(recruits, 'recruit')} of them"


def _capability(plan: Plan) -> list[Block]:
    rows = []
    for team in plan.teams:
        present = [one for one in plan.officers_of(team.key) if one.serves_on(plan.start)]
        asked = {band.skill for band in team.bands} | {stage.skill for stage in team.stages}
        for skill in sorted({skill for one in present for skill in one.skills} | {skill for skill in asked if skill}):
            held = sum(skill in one.skills for one in present)
            state = "held by nobody" if not held else "held by one officer alone" if held == 1 else "covered"
            rows.append((team.name, skill, f"{held} of {len(present)}", "yes" if skill in asked else "no", state))
    if not rows:
        return [Paragraph(f"The plan names no skills. {TO_WRITE}accreditation and training needs.")]
    header = ("Team", "Skill", "Officers who hold it", "Work asks for it", "State")
    return [Grid("", header, tuple(rows), (3, 2.4, 1.8, 1.6, 2.4), frozenset({2}))]


def _wellbeing(plan: Plan) -> str:
    parts = []
    for team in plan.teams:
        found = loads(plan, team)
        over = sum(load.over > 0 for load in found)
        most = max((load.cases for load in found), default=0)
        parts.append(f"{team.name}: {over} of {counted(len(found), 'officer')} above the limit, the most {most:,}")
    return f"Caseloads as a burden. {'; '.join(parts)}."


def _done(figures: StatementFigures) -> list[Block]:
    plan, scenario = figures.plan, figures.scenario
    blocks: list[Block] = [Heading("Step 3: What will be done")]
    if scenario is None:
        blocks.append(Paragraph("No change of staffing or policy is part of this projection."))
    else:
        sentences = tuple(lever_sentence(lever, plan) for lever in scenario.levers) or ("Nothing is changed.",)
        blocks += [Paragraph(f"The projection takes “{scenario.name}” as what will happen:"), Bullets(sentences)]
        blocks.append(
            Paragraph(" ".join(f"{line}." for line in decision_lines(scenario)) or "No decision is recorded.")
        )
        if figures.cost is not None and figures.cost.levers:
            blocks.append(_cost(figures))
    done = tuple(action_in_words(action, plan.start) for action in plan.actions)
    blocks.append(Heading("Action plan", 2))
    blocks.append(Bullets(done) if done else Paragraph("The plan has no action plan yet."))
    return blocks


def cost_by_year(cost: ScenarioCost, start: date) -> tuple[tuple[float, ...], ...]:
    """Pounds of each lever, and of all together last, in each of the four years. Whole calendar months go to the year
    that holds their first day of the run."""
    ends = year_ends(start)
    years = [next((at for at, end in enumerate(ends) if max(month, start) <= end), YEARS - 1) for month in cost.months]
    rows = []
    for months in (*(line.month_mean for _, line in cost.levers), cost.together.month_mean):
        sums = [0.0] * YEARS
        for year, amount in zip(years, months, strict=True):
            sums[year] += float(amount)
        rows.append(tuple(sums))
    return tuple(rows)


def _cost(figures: StatementFigures) -> Grid:
    assert figures.cost is not None
    amounts = cost_by_year(figures.cost, figures.plan.start)
    names = [lever_sentence(lever, figures.plan) for lever, _ in figures.cost.levers] + ["Together"]
    rows = tuple((name, *(pounds(round(amount)) for amount in sums)) for name, sums in zip(names, amounts, strict=True))
    note = (
        f"Beyond the plan as it is; {about_pounds(figures.cost.together.mean)} over the four years, at today's prices."
    )
    header = ("What", *year_names(figures.plan.start))
    return Grid("What it costs", header, rows, (5, 1.5, 1.5, 1.5, 1.5), frozenset({1, 2, 3, 4}), note)


def _unmet(figures: StatementFigures) -> list[Block]:
    plan, result = figures.plan, figures.result
    rows: list[tuple[str, ...]] = []
    for team in plan.teams:
        found = result.team(team.key)
        for name, values in (
            (f"Open {team.case_word}s", found.open),
            ("Without an owner", found.unallocated),
            ("Overdue", found.overdue.sum(axis=1)),
        ):
            rows.append((team.name, name, *(_range(values, day, result) for day in year_ends(plan.start))))
    years = tuple(f"{day:%b %Y}" for day in year_ends(plan.start))
    note = "Middle future, and in brackets nine futures in ten, at the end of each year."
    blocks: list[Block] = [
        Heading("Step 4: Demand that will not be met"),
        Grid("What will be waiting", ("Team", "What", *years), tuple(rows), (3.2, 2, 2, 2, 2, 2),
             frozenset(range(2, 6)), note),
    ]  # fmt: skip
    accepted = [
        line for scenario in plan.scenarios for line in (f"{scenario.name}. {one}." for one in decision_lines(scenario))
    ]
    blocks.append(Heading("Mitigation, and who accepts what is left", 2))
    blocks.append(Bullets(tuple(accepted)) if accepted else Paragraph("Nobody is recorded to have accepted this yet."))
    blocks.append(Paragraph(f"{TO_WRITE}how what waits is triaged, and what the expected effect on people is."))
    return blocks


def _range(values: NDArray[np.int32], day: date, result: Result) -> str:
    import numpy as np

    at = min((day - result.start).days, result.days - 1)
    low, middle, high = np.quantile(values[:, at], (0.05, 0.5, 0.95))
    return f"{middle:,.0f} ({low:,.0f}\N{EN DASH}{high:,.0f})"


def run_days(start: date) -> int:
    """Days of a run that covers the four years."""
    return min((year_ends(start)[-1] - start).days + 1, int(YEARS * DAYS_A_YEAR) + 1)
