"""A plan as the rows of its tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from planner.model.absence import AbsencePattern
from planner.model.action import ActionItem
from planner.model.assumption import Assumption
from planner.model.cases import Case
from planner.model.codec import to_plain
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.duration import PARAMETERS, Duration
from planner.model.growth import GrowthCase, Override, Percentage, Step, VolumeDriver
from planner.model.imported import ImportRecord
from planner.model.people import DutyHours, Officer
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.scenario import Resource, Scenario
from planner.model.standard import Standard
from planner.model.team import Outcome, Stage, Team
from planner.storage.rota_tables import rota_rows
from planner.storage.staffing_rows import add_staffing

Cell = str | int | float | None
Row = tuple[Cell, ...]


class Rows:
    """Rows by table name, each with the columns that `tables.TABLES` lists."""

    def __init__(self) -> None:
        self.tables: defaultdict[str, list[Row]] = defaultdict(list)

    def add(self, table: str, *cells: Cell) -> None:
        """One more row of `table`."""
        self.tables[table].append(cells)

    def figure(self, subject: str, field: str, figure: Assumption) -> float:
        """The figure's value, whose provenance is noted under the row `subject` and its column `field`."""
        self.add(
            "assumption",
            subject,
            field,
            figure.unit,
            str(figure.status),
            figure.source,
            figure.rationale,
            figure.owner,
            _iso(figure.dated),
            _iso(figure.review),
        )
        return figure.value

    def optional(self, subject: str, field: str, figure: Assumption | None) -> float | None:
        """As `figure`, for a figure that may be absent."""
        return None if figure is None else self.figure(subject, field, figure)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _plan(plan: Plan, rows: Rows) -> None:
    """The rows of everything but the plan's lists."""
    rows.add("plan", 1, plan.name, plan.start.isoformat(), _iso(plan.reinspection), int(plan.illustrative), plan.note)
    add_staffing(plan, rows)


def _resource(resource: Resource, position: int, rows: Rows) -> None:
    servers = rows.figure(f"resource/{resource.key}", "servers", resource.servers)
    rows.add("resource", resource.key, position, resource.name, servers)


def _team(team: Team, position: int, rows: Rows) -> None:
    subject = f"team/{team.key}"
    rows.add(
        "team",
        team.key,
        position,
        team.name,
        rows.figure(subject, "referrals_per_month", team.referrals_per_month),
        rows.figure(subject, "establishment", team.establishment),
        rows.figure(subject, "caseload_limit", team.caseload_limit),
        rows.figure(subject, "weekly_hours", team.weekly_hours),
        rows.figure(subject, "ramp_start_share", team.ramp.start_share),
        rows.figure(subject, "ramp_days", team.ramp.days),
        rows.figure(subject, "leaver_rate", team.leaver_rate),
        rows.figure(subject, "handover_hours", team.handover_hours),
        rows.optional(subject, "refill_days", team.refill_days),
        rows.optional(subject, "abstraction", team.abstraction),
        rows.optional(subject, "overdispersion", team.overdispersion),
        team.case_word,
        team.summary,
    )
    for day, (work, referrals) in enumerate(zip(team.weekday_work, team.weekday_referrals, strict=True), start=1):
        rows.add("weekday", team.key, day, work, referrals)
    for place, band in enumerate(team.bands):
        share = rows.figure(f"{subject}/band/{band.key}", "share", band.share)
        rows.add("band", team.key, band.key, place, band.name, share, band.priority, int(band.immediate), band.skill)
    for place, stage in enumerate(team.stages):
        _stage(team.key, stage, place, rows)
    for place, outcome in enumerate(team.outcomes):
        _outcome(team.key, outcome, place, rows)
    for place, pattern in enumerate(team.absences):
        _absence_pattern(team.key, pattern, place, rows)


def _stage(team: str, stage: Stage, position: int, rows: Rows) -> None:
    subject = f"team/{team}/stage/{stage.key}"
    recurrence = stage.recurrence
    rows.add(
        "stage",
        team,
        stage.key,
        position,
        stage.name,
        str(stage.performer),
        rows.optional(subject, "officers", stage.officers),
        str(stage.due_from),
        stage.works_towards,
        stage.priority,
        stage.resource,
        None if recurrence is None else rows.figure(subject, "lead_days", recurrence.lead_days),
        int(stage.first_action),
        stage.skill,
    )
    _duration(team, stage.key, "effort", stage.effort, rows)
    if stage.delay is not None:
        _duration(team, stage.key, "delay", stage.delay, rows)
    for place, row in enumerate(stage.due):
        days = rows.figure(f"{subject}/due/{place}", "days", row.figure)
        rows.add("stage_due", team, stage.key, place, row.band, days)
    for place, route in enumerate(stage.routes):
        probability = rows.figure(f"{subject}/route/{place}", "probability", route.probability)
        rows.add("route", team, stage.key, place, route.band, route.to, probability)
    if recurrence is None:
        return
    for place, row in enumerate(recurrence.interval):
        days = rows.figure(f"{subject}/interval/{place}", "days", row.figure)
        rows.add("recurrence_interval", team, stage.key, place, row.band, days)
    for place, row in enumerate(recurrence.reactive):
        share = rows.figure(f"{subject}/reactive/{place}", "share", row.figure)
        rows.add("reactive_share", team, stage.key, place, row.band, share)
    for place, change in enumerate(recurrence.rebanding):
        probability = rows.figure(f"{subject}/rebanding/{place}", "probability", change.probability)
        rows.add("rebanding", team, stage.key, place, change.before, change.after, probability)


def _outcome(team: str, outcome: Outcome, position: int, rows: Rows) -> None:
    rows.add("outcome", team, outcome.key, position, outcome.name)
    if outcome.feed is not None:
        subject = f"team/{team}/outcome/{outcome.key}"
        probability = rows.figure(subject, "probability", outcome.feed.probability)
        rows.add("feed", team, outcome.key, outcome.feed.team, probability)
        _duration(team, outcome.key, "lag", outcome.feed.lag, rows)


def _absence_pattern(team: str, pattern: AbsencePattern, position: int, rows: Rows) -> None:
    spells = rows.figure(f"team/{team}/absence/{position}", "spells_a_year", pattern.spells_a_year)
    rows.add("absence_pattern", team, position, str(pattern.kind), spells)
    _duration(team, str(position), "absence", pattern.length, rows)


def _duration(team: str, part: str, use: str, duration: Duration, rows: Rows) -> None:
    given = {
        name: rows.figure(f"team/{team}/{use}/{part}", name, figure)
        for name, figure in zip(PARAMETERS[duration.shape], duration.parameters, strict=True)
    }
    cells = [given.get(name) for name in ("value", "mean", "cv", "low", "mode", "high")]
    rows.add("duration", team, part, use, str(duration.shape), duration.unit, *cells)
    for place, value in enumerate(duration.sample):
        rows.add("duration_sample", team, part, use, place, value)


def _officer(officer: Officer, position: int, rows: Rows) -> None:
    rows.add(
        "officer",
        officer.key,
        position,
        officer.name,
        officer.team,
        str(officer.role),
        str(officer.origin),
        officer.fte,
        _iso(officer.start),
        _iso(officer.end),
    )
    for place, skill in enumerate(officer.skills):
        rows.add("skill", officer.key, place, skill)
    for place, absence in enumerate(officer.absences):
        days = absence.first.isoformat(), absence.last.isoformat()
        rows.add("absence", officer.key, place, str(absence.kind), *days, absence.share, absence.reason)
    for place, less in enumerate(officer.reductions):
        span = less.first.isoformat(), _iso(less.last)
        rows.add("reduction", officer.key, place, less.reason, *span, less.weekly_hours)


def _duty(duty: DutyHours, position: int, rows: Rows) -> None:
    rows.add("duty", duty.officer, position)
    for number, hours in enumerate(duty.hours):
        rows.add("duty_hours", duty.officer, (duty.start + timedelta(days=number)).isoformat(), hours)


def _case(case: Case, position: int, rows: Rows) -> None:
    rows.add(
        "open_case",
        case.key,
        position,
        case.team,
        case.band,
        case.stage,
        case.opened.isoformat(),
        case.since.isoformat(),
        str(case.phase),
        case.owner,
        _iso(case.due),
        int(case.legacy),
    )


def _history(history: DemandHistory, position: int, rows: Rows) -> None:
    about = history.start.isoformat(), history.source, str(history.period)
    rows.add("demand_history", history.team, history.band, position, *about)
    for place, count in enumerate(history.counts):
        rows.add("demand_count", history.team, history.band, place, history.begins(place).isoformat(), count)


def _event(event: DemandEvent, position: int, rows: Rows) -> None:
    rows.add("demand_event", position, event.on.isoformat(), event.reason, event.team)


def _growth_case(case: GrowthCase, position: int, rows: Rows) -> None:
    rows.add("growth_case", case.team, case.key, position, case.name, int(case.replaces_trend))
    for place, factor in enumerate(case.factors):
        rows.add(
            "growth_factor",
            case.team,
            case.key,
            place,
            type(factor).__name__,
            factor.percent,
            factor.start.isoformat(),
            factor.rationale,
            factor.over_days if isinstance(factor, Percentage) else None,
            _iso(factor.end) if isinstance(factor, Step) else None,
        )
    if case.override is not None:
        _override(case.team, case.key, case.override, rows)


def _override(team: str, case: str, override: Override, rows: Rows) -> None:
    kind, rationale = type(override).__name__, override.rationale
    if isinstance(override, VolumeDriver):
        rows.add("growth_override", team, case, kind, rationale, override.name, override.cases, override.per)
        points = override.volumes
    else:
        rows.add("growth_override", team, case, kind, rationale, None, None, None)
        points = override.points
    for place, (day, value) in enumerate(points):
        rows.add("growth_point", team, case, place, day.isoformat(), value)


def _import(record: ImportRecord, position: int, rows: Rows) -> None:
    rows.add(
        "import_record",
        record.key,
        position,
        str(record.kind),
        record.file,
        record.sheet,
        record.fingerprint,
        record.made.isoformat(),
        record.who,
        record.first_row,
        record.last_row,
        record.taken,
        record.conflict,
    )
    for place, column in enumerate(record.columns):
        rows.add("import_column", record.key, place, column.header, column.field)
    for place, trace in enumerate(record.traces):
        rows.add("import_trace", record.key, place, trace.subject, trace.first_row, trace.last_row, trace.value)


def _scenario(scenario: Scenario, position: int, rows: Rows) -> None:
    marks = int(scenario.locked), int(scenario.baseline)
    decided = scenario.decided_by, _iso(scenario.decided_on), scenario.decision
    rows.add("scenario", scenario.key, position, scenario.name, scenario.note, *marks, *decided)
    for place, lever in enumerate(scenario.levers):
        fields = json.dumps(to_plain(lever), ensure_ascii=False)
        rows.add("lever", scenario.key, place, type(lever).__name__, fields)


def _standard(standard: Standard, position: int, rows: Rows) -> None:
    rows.add(
        "standard",
        standard.key,
        position,
        standard.name,
        standard.team,
        str(standard.measure),
        rows.figure(f"standard/{standard.key}", "target", standard.target),
        standard.stage,
        standard.band,
        _iso(standard.by),
    )


def _action(action: ActionItem, position: int, rows: Rows) -> None:
    days = _iso(action.due), _iso(action.done)
    rows.add("action", action.key, position, action.standard, action.what, action.owner, *days, action.evidence)


def _rota(rota: Rota, position: int, rows: Rows) -> None:
    for table, *cells in rota_rows(rota, position):
        rows.add(table, *cells)


_PARTS: dict[str, Callable[[Any, int, Rows], None]] = {
    "teams": _team,
    "officers": _officer,
    "duties": _duty,
    "cases": _case,
    "histories": _history,
    "resources": _resource,
    "scenarios": _scenario,
    "standards": _standard,
    "events": _event,
    "growth_cases": _growth_case,
    "imports": _import,
    "actions": _action,
    "rotas": _rota,
}
"""The plan's lists, each with what writes one entry at its position."""


def all_rows(plan: Plan) -> dict[str, list[Row]]:
    """Every row of the plan, by table."""
    rows = Rows()
    _plan(plan, rows)
    for part, write in _PARTS.items():
        for position, entry in enumerate(getattr(plan, part)):
            write(entry, position, rows)
    return rows.tables


def changed_rows(before: Plan, after: Plan) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """The rows to remove and the rows to add, by table, that turn the file of one plan into the file of another."""
    old, new = Rows(), Rows()
    _plan(before, old)
    _plan(after, new)
    for part, write in _PARTS.items():
        entries = enumerate(zip_longest(getattr(before, part), getattr(after, part)))
        for position, (earlier, later) in entries:
            # Most entries of most plans are the very same object as before.
            if earlier is later or earlier == later:
                continue
            if earlier is not None:
                write(earlier, position, old)
            if later is not None:
                write(later, position, new)
    gone, come = {}, {}
    for table in old.tables.keys() | new.tables.keys():
        earlier_rows, later_rows = set(old.tables[table]), set(new.tables[table])
        gone[table] = [row for row in old.tables[table] if row not in later_rows]
        come[table] = [row for row in new.tables[table] if row not in earlier_rows]
    return gone, come
