"""The parts of a plan as tables of plain cells: one header, one row for each entry, units in the header."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from planner.model.assumption import Assumption
from planner.model.growth import Compound, ManualPoints, Percentage, Step, VolumeDriver
from planner.model.plan import Plan
from planner.model.prices import PRICES
from planner.model.standard import MEASURE_UNIT
from planner.model.table import Cell
from planner.report.levers import lever_name, lever_sentence
from planner.report.words import counted

Row = tuple[Cell, ...]
Sources = Mapping[str, str]
"""Where an entry was imported from, in words, by the subject of its trace."""
NO_SOURCES: Sources = {}


@dataclass(frozen=True, slots=True)
class Table:
    """A part of a plan. The first row of a file it is written to is its header."""

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def table_names() -> tuple[str, ...]:
    """The keys that `plan_table` takes, in the order in which they are offered."""
    return tuple(_TABLES)


def plan_table(plan: Plan, key: str, sources: Sources = NO_SOURCES) -> Table:
    """A part of the plan by its key; KeyError when there is none. `histories`, `cases` and `officers` can be imported
    again."""
    title, header, rows = _TABLES[key]
    return Table(key, title, header, tuple(rows(plan, sources)))


def _made_up(plan: Plan) -> str:
    """Where an entry came from that was not imported."""
    return "illustrative" if plan.illustrative else ""


def _histories(plan: Plan, sources: Sources) -> Iterator[Row]:
    for history in plan.histories:
        for index, count in enumerate(history.counts):
            day = history.begins(index)
            subject = f"history/{history.team}/{history.band}/{day}"
            source = history.source if count is None else sources.get(subject, history.source)
            yield day, str(history.period), history.team, history.band, count, source


def _cases(plan: Plan, sources: Sources) -> Iterator[Row]:
    made_up = _made_up(plan)
    for case in plan.cases:
        legacy = "yes" if case.legacy else "no"
        dates = (case.opened, case.since, case.due)
        source = sources.get(f"case/{case.key}", made_up)
        yield case.key, case.team, case.band, case.stage, case.owner, *dates, str(case.phase), legacy, source


def _officers(plan: Plan, sources: Sources) -> Iterator[Row]:
    made_up = _made_up(plan)
    for officer in plan.officers:
        yield (
            officer.key,
            officer.name,
            officer.team,
            str(officer.role),
            str(officer.origin),
            officer.fte,
            officer.start,
            officer.end,
            "; ".join(officer.skills),
            sources.get(f"officer/{officer.key}", made_up),
        )


def _absences(plan: Plan, _: Sources) -> Iterator[Row]:
    for officer in plan.officers:
        for absence in officer.absences:
            yield officer.key, str(absence.kind), absence.first, absence.last, absence.share, absence.reason


def _reductions(plan: Plan, _: Sources) -> Iterator[Row]:
    for officer in plan.officers:
        for less in officer.reductions:
            yield officer.key, less.reason, less.first, less.last, less.weekly_hours


def _duties(plan: Plan, _: Sources) -> Iterator[Row]:
    from datetime import timedelta

    for duty in plan.duties:
        for day, hours in enumerate(duty.hours):
            yield duty.officer, duty.start + timedelta(days=day), hours


def _events(plan: Plan, _: Sources) -> Iterator[Row]:
    for event in plan.events:
        yield event.on, event.team or "every team", event.reason


def _growth_cases(plan: Plan, _: Sources) -> Iterator[Row]:
    for case in plan.growth_cases:
        about = (case.team, case.key, case.name, "yes" if case.replaces_trend else "no")
        for factor in case.factors:
            yield (*about, *_factor(factor), factor.rationale)
        for day, value, unit in _points(case.override):
            rationale = case.override.rationale if case.override else ""
            yield (*about, "level set to", day, None, value, unit, rationale)
        if not case.factors and case.override is None:
            yield (*about, "no change", None, None, None, "", "")


def _factor(factor: Percentage | Compound | Step) -> Row:
    if isinstance(factor, Percentage):
        return f"in a straight line over {counted(factor.over_days, 'day')}", factor.start, None, factor.percent, "%"
    if isinstance(factor, Compound):
        return "year upon year", factor.start, None, factor.percent, "% a year"
    return "at once", factor.start, factor.end, factor.percent, "%"


def _points(override: ManualPoints | VolumeDriver | None) -> Iterator[Row]:
    if isinstance(override, ManualPoints):
        yield from ((day, value, "cases a period") for day, value in override.points)
    elif override is not None:
        unit = f"{override.name} a period, {override.cases:g} cases for every {override.per:g}"
        yield from ((day, value, unit) for day, value in override.volumes)


def _imports(plan: Plan, _: Sources) -> Iterator[Row]:
    for record in plan.imports:
        columns = "; ".join(f"{column.header}: {column.field}" for column in record.columns)
        made = f"{record.made:%Y-%m-%d %H:%M}"
        rows = (record.first_row, record.last_row, record.taken)
        about = (record.key, str(record.kind), record.file, record.sheet, made, record.who)
        yield *about, *rows, record.conflict, columns, record.fingerprint


def _teams(plan: Plan, _: Sources) -> Iterator[Row]:
    for team in plan.teams:
        figures = (team.referrals_per_month, team.establishment, team.caseload_limit, team.weekly_hours)
        strength = plan.strength(team.key)
        yield team.key, team.name, *(figure.value for figure in figures), strength, len(plan.cases_of(team.key))


def _bands(plan: Plan, _: Sources) -> Iterator[Row]:
    for team in plan.teams:
        for band in team.bands:
            immediate = "yes" if band.immediate else "no"
            source = _said(band.share)
            yield team.key, band.key, band.name, band.share.value, band.priority, immediate, band.skill, source


def _stages(plan: Plan, _: Sources) -> Iterator[Row]:
    for team in plan.teams:
        for stage in team.stages:
            delay = None if stage.delay is None else stage.delay.mean
            about = (team.key, stage.key, stage.name, str(stage.performer), stage.crew)
            yield *about, stage.effort.mean, delay, stage.resource, stage.skill


def _routes(plan: Plan, _: Sources) -> Iterator[Row]:
    for team in plan.teams:
        for stage in team.stages:
            for route in stage.routes:
                source = _said(route.probability)
                yield team.key, stage.key, route.band or "every other", route.to, route.probability.value, source


def _resources(plan: Plan, _: Sources) -> Iterator[Row]:
    for resource in plan.resources:
        yield resource.key, resource.name, resource.servers.value, _said(resource.servers)


def _standards(plan: Plan, _: Sources) -> Iterator[Row]:
    for standard in plan.standards:
        target = (standard.target.value, MEASURE_UNIT[standard.measure])
        where = (standard.team, standard.stage, standard.band, str(standard.measure))
        yield standard.key, standard.name, *where, *target, standard.by, _said(standard.target)


def _actions(plan: Plan, _: Sources) -> Iterator[Row]:
    for action in plan.actions:
        about = (action.key, action.standard, action.what, action.owner)
        yield *about, action.due, action.done, action.evidence


def _prices(plan: Plan, _: Sources) -> Iterator[Row]:
    prices = plan.prices
    priced: dict[str, list[str]] = {grade.key: [] for grade in prices.grades}
    for team in plan.teams:
        priced[prices.grade_of(team.key).key].append(team.key)
    for grade in prices.grades:
        teams = "; ".join(priced[grade.key])
        for name, figure in (("pay", grade.pay), ("contributions", grade.on_cost)):
            yield f"{grade.name}: {name}", grade.key, teams, *_price(figure)
    for name in PRICES:
        yield name.replace("_", " ").capitalize(), "", "", *_price(getattr(prices, name))


def _price(figure: Assumption) -> Row:
    return figure.value, figure.unit, _said(figure), figure.rationale


def _lead_times(plan: Plan, _: Sources) -> Iterator[Row]:
    for number, step in enumerate(plan.lead_steps, start=1):
        yield number, step.name, step.days.value, _said(step.days), step.days.rationale


def _scenarios(plan: Plan, _: Sources) -> Iterator[Row]:
    for scenario in plan.scenarios:
        marks = ("yes" if mark else "no" for mark in (scenario.locked, scenario.baseline))
        decided = (scenario.decided_by, scenario.decided_on, scenario.decision)
        about = (scenario.key, scenario.name, *marks, scenario.note, *decided)
        if not scenario.levers:
            yield *about, None, "", "Nothing is changed."
        for number, lever in enumerate(scenario.levers, start=1):
            yield *about, number, lever_name(type(lever)), lever_sentence(lever, plan)


def _said(figure: Assumption) -> str:
    """A figure's status and source."""
    return f"{figure.status}: {figure.source}" if figure.source else str(figure.status)


_TABLES: dict[str, tuple[str, tuple[str, ...], Callable[[Plan, Sources], Iterator[Row]]]] = {
    "histories": (
        "Counts of new cases",
        ("Period start", "Counted by", "Team", "Band", "Cases", "Source"),
        _histories,
    ),
    "cases": (
        "Open cases",
        (
            *("Case key", "Team", "Band", "Stage", "Owner key", "Opened", "Since", "Next due", "Waiting for"),
            *("Legacy", "Imported from"),
        ),
        _cases,
    ),
    "officers": (
        "Officers",
        (
            *("Officer key", "Post", "Team", "Role", "Origin", "FTE", "Start date", "End date", "Skills"),
            "Imported from",
        ),
        _officers,
    ),
    "absences": (
        "Dated absences",
        ("Officer", "Kind", "First day", "Last day", "Share of hours lost", "Reason"),
        _absences,
    ),
    "reductions": (
        "Reductions of hours",
        ("Officer", "Reason", "First day", "Last day", "Hours a week less"),
        _reductions,
    ),
    "rota": ("Hours of the rota", ("Officer", "Day", "Productive hours"), _duties),
    "events": ("Dated events", ("Day", "Team", "Reason"), _events),
    "growth-cases": (
        "Growth cases",
        (
            *("Team", "Growth case", "Name", "Replaces the trend", "Change", "From", "Until", "Value", "Unit"),
            "Rationale",
        ),
        _growth_cases,
    ),
    "imports": (
        "Imports",
        (
            *("Import", "Kind", "File", "Sheet", "Made (UTC)", "By", "First row", "Last row", "Rows taken"),
            *("Where both held it", "Columns", "SHA-256"),
        ),
        _imports,
    ),
    "teams": (
        "Teams",
        (
            *("Team", "Name", "Referrals (cases a month)", "Establishment (FTE)", "Caseload limit (cases)"),
            *("Weekly hours (hours)", "Strength today (FTE)", "Open cases"),
        ),
        _teams,
    ),
    "bands": (
        "Risk bands",
        ("Team", "Band", "Name", "Share of new cases", "Priority (0 first)", "Immediate", "Skill", "Source"),
        _bands,
    ),
    "stages": (
        "Stages",
        (
            *("Team", "Stage", "Name", "Done by", "Crew (officers)", "Effort (mean hours)", "Delay (mean days)"),
            *("Resource", "Skill"),
        ),
        _stages,
    ),
    "routes": ("Routes", ("Team", "Stage", "Band", "Leads to", "Probability", "Source"), _routes),
    "resources": ("Shared resources", ("Resource", "Name", "Servers", "Source"), _resources),
    "standards": (
        "Standards",
        ("Standard", "Name", "Team", "Stage", "Band", "Measure", "Target", "Unit", "By", "Source"),
        _standards,
    ),
    "scenarios": (
        "Scenarios",
        (
            *("Scenario", "Name", "Locked", "Baseline", "Note", "Decided by", "Decided on", "Decision"),
            *("Lever", "Kind", "What it does"),
        ),
        _scenarios,
    ),
    "actions": ("Action plan", ("Action", "Standard", "What", "Owner", "Due", "Done", "Evidence"), _actions),
    "prices": ("Prices", ("Price", "Grade", "Teams", "Value", "Unit", "Source", "Rationale"), _prices),
    "lead-times": (
        "Lead times",
        ("Step", "Name", "Days", "Source", "Rationale"),
        _lead_times,
    ),
}
