"""The rows of a plan file as a plan."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

from planner.model.absence import Absence, AbsenceKind, AbsencePattern
from planner.model.assumption import Assumption, BandFigure, Status
from planner.model.cases import Case, Phase
from planner.model.checks import InvalidPlan
from planner.model.codec import from_plain
from planner.model.duration import PARAMETERS, Duration, Shape
from planner.model.people import DutyHours, Officer, Origin, Role
from planner.model.plan import Plan
from planner.model.scenario import Lever, Resource, Scenario
from planner.model.standard import Measure, Standard
from planner.model.team import (
    Band,
    DueFrom,
    Feed,
    Outcome,
    Performer,
    Ramp,
    Rebanding,
    Recurrence,
    Route,
    Stage,
    Team,
)
from planner.storage.demand_reading import event, growth_case, history, import_record
from planner.storage.rota_tables import rota
from planner.storage.staffing_reading import action, capacity, lead_steps, prices, reduction
from planner.storage.tables import TABLES

if TYPE_CHECKING:
    from sqlite_utils import Database

_Row = dict[str, Any]
_LEVERS = {kind.__name__: kind for kind in get_args(Lever)}


def read_plan(db: Database) -> Plan:
    """The plan in `db`; raises InvalidPlan when its rows break a rule or do not fit together."""
    try:
        return _Reader(db).plan()
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        # A broken row can fail anywhere in the building of the values: an unknown word for an enumeration, a
        # date that is none, a missing partner row. InvalidPlan is a ValueError and already says where.
        if isinstance(error, InvalidPlan):
            raise
        rule = "every row has its partner rows and every cell a known form"
        raise InvalidPlan("the file", str(error), rule) from error


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class _Reader:
    """All rows of one file, and the values they make."""

    def __init__(self, db: Database) -> None:
        self._rows: dict[str, list[_Row]] = {
            name: [dict(zip(table.columns, row, strict=True)) for row in db.execute(table.select)]
            for name, table in TABLES.items()
        }
        self._provenance = {(row["subject"], row["field"]): row for row in self._rows["assumption"]}
        self._groups: dict[tuple[str, int], dict[tuple[Any, ...], list[_Row]]] = {}

    def _of(self, table: str, *keys: str) -> list[_Row]:
        """The rows of `table` whose primary key begins with `keys`, in order."""
        groups = self._groups.get((table, len(keys)))
        if groups is None:
            columns = TABLES[table].columns[: len(keys)]
            groups = defaultdict(list)
            for row in self._rows[table]:
                groups[tuple(row[column] for column in columns)].append(row)
            self._groups[table, len(keys)] = groups
        return groups.get(keys, [])

    def _figure(self, subject: str, field: str, value: float) -> Assumption:
        row = self._provenance.get((subject, field))
        if row is None:
            raise InvalidPlan(f"{subject}/{field}", value, "every figure has a row of the table assumption")
        return Assumption(
            value=value,
            unit=row["unit"],
            status=Status(row["status"]),
            source=row["source"],
            rationale=row["rationale"],
            owner=row["owner"],
            dated=_day(row["dated"]),
            review=_day(row["review"]),
        )

    def _optional(self, subject: str, field: str, value: float | None) -> Assumption | None:
        return None if value is None else self._figure(subject, field, value)

    def plan(self) -> Plan:
        if not self._rows["plan"]:
            raise InvalidPlan("plan", None, "a plan has a name and a start")
        row = self._rows["plan"][0]
        return Plan(
            name=row["name"],
            start=date.fromisoformat(row["start"]),
            teams=tuple(self._team(team) for team in self._rows["team"]),
            officers=tuple(self._officer(officer) for officer in self._rows["officer"]),
            cases=tuple(self._case(case) for case in self._rows["open_case"]),
            histories=tuple(history(entry, self._of) for entry in self._rows["demand_history"]),
            resources=tuple(
                Resource(
                    entry["key"],
                    entry["name"],
                    self._figure(f"resource/{entry['key']}", "servers", entry["servers"]),
                )
                for entry in self._rows["resource"]
            ),
            scenarios=tuple(self._scenario(scenario) for scenario in self._rows["scenario"]),
            standards=tuple(self._standard(standard) for standard in self._rows["standard"]),
            duties=tuple(self._duty(duty["officer"]) for duty in self._rows["duty"]),
            events=tuple(event(entry) for entry in self._rows["demand_event"]),
            growth_cases=tuple(growth_case(entry, self._of) for entry in self._rows["growth_case"]),
            imports=tuple(import_record(entry, self._of) for entry in self._rows["import_record"]),
            actions=tuple(action(entry) for entry in self._rows["action"]),
            prices=prices(self._rows, self._figure),
            lead_steps=lead_steps(self._rows, self._figure),
            capacity=capacity(self._rows, self._figure),
            rotas=tuple(rota(entry, self._of) for entry in self._rows["rota"]),
            reinspection=_day(row["reinspection"]),
            illustrative=bool(row["illustrative"]),
            note=row["note"],
        )

    def _team(self, row: _Row) -> Team:
        key: str = row["key"]
        subject = f"team/{key}"
        week = self._of("weekday", key)
        figures = {
            name: self._figure(subject, name, row[name])
            for name in (
                "referrals_per_month",
                "establishment",
                "caseload_limit",
                "weekly_hours",
                "leaver_rate",
                "handover_hours",
            )
        }
        return Team(
            key=key,
            name=row["name"],
            bands=tuple(self._band(band) for band in self._of("band", key)),
            stages=tuple(self._stage(stage) for stage in self._of("stage", key)),
            outcomes=tuple(self._outcome(outcome) for outcome in self._of("outcome", key)),
            ramp=Ramp(
                self._figure(subject, "ramp_start_share", row["ramp_start_share"]),
                self._figure(subject, "ramp_days", row["ramp_days"]),
            ),
            refill_days=self._optional(subject, "refill_days", row["refill_days"]),
            abstraction=self._optional(subject, "abstraction", row["abstraction"]),
            absences=tuple(self._absence_pattern(pattern) for pattern in self._of("absence_pattern", key)),
            overdispersion=self._optional(subject, "overdispersion", row["overdispersion"]),
            weekday_work=tuple(day["work"] for day in week),
            weekday_referrals=tuple(day["referrals"] for day in week),
            case_word=row["case_word"],
            summary=row["summary"],
            **figures,
        )

    def _band(self, row: _Row) -> Band:
        share = self._figure(f"team/{row['team']}/band/{row['key']}", "share", row["share"])
        return Band(row["key"], row["name"], share, row["priority"], bool(row["immediate"]), row["skill"])

    def _stage(self, row: _Row) -> Stage:
        team, key = row["team"], row["key"]
        subject = f"team/{team}/stage/{key}"
        return Stage(
            key=key,
            name=row["name"],
            effort=self._duration(team, key, "effort"),
            routes=tuple(
                Route(
                    route["destination"],
                    self._figure(f"{subject}/route/{route['position']}", "probability", route["probability"]),
                    route["band"],
                )
                for route in self._of("route", team, key)
            ),
            performer=Performer(row["performer"]),
            officers=self._optional(subject, "officers", row["officers"]),
            due=self._band_figures("stage_due", "days", team, key, f"{subject}/due"),
            due_from=DueFrom(row["due_from"]),
            works_towards=row["works_towards"],
            priority=row["priority"],
            delay=self._duration(team, key, "delay") if self._of("duration", team, key, "delay") else None,
            resource=row["resource"],
            recurrence=None if row["lead_days"] is None else self._recurrence(row, subject),
            first_action=bool(row["first_action"]),
            skill=row["skill"],
        )

    def _band_figures(self, table: str, column: str, team: str, stage: str, subject: str) -> tuple[BandFigure, ...]:
        return tuple(
            BandFigure(self._figure(f"{subject}/{row['position']}", column, row[column]), row["band"])
            for row in self._of(table, team, stage)
        )

    def _recurrence(self, row: _Row, subject: str) -> Recurrence:
        team, key = row["team"], row["key"]
        return Recurrence(
            interval=self._band_figures("recurrence_interval", "days", team, key, f"{subject}/interval"),
            lead_days=self._figure(subject, "lead_days", row["lead_days"]),
            rebanding=tuple(
                Rebanding(
                    change["from_band"],
                    change["to_band"],
                    self._figure(f"{subject}/rebanding/{change['position']}", "probability", change["probability"]),
                )
                for change in self._of("rebanding", team, key)
            ),
            reactive=self._band_figures("reactive_share", "share", team, key, f"{subject}/reactive"),
        )

    def _absence_pattern(self, row: _Row) -> AbsencePattern:
        team, place = row["team"], str(row["position"])
        spells = self._figure(f"team/{team}/absence/{place}", "spells_a_year", row["spells_a_year"])
        return AbsencePattern(AbsenceKind(row["kind"]), spells, self._duration(team, place, "absence"))

    def _outcome(self, row: _Row) -> Outcome:
        team, key = row["team"], row["key"]
        feeds = self._of("feed", team, key)
        if not feeds:
            return Outcome(key, row["name"])
        probability = self._figure(f"team/{team}/outcome/{key}", "probability", feeds[0]["probability"])
        return Outcome(key, row["name"], Feed(feeds[0]["to_team"], probability, self._duration(team, key, "lag")))

    def _duration(self, team: str, part: str, use: str) -> Duration:
        rows = self._of("duration", team, part, use)
        if not rows:
            raise InvalidPlan(f"team/{team}/{use}/{part}", None, "it has a row of the table duration")
        shape = Shape(rows[0]["shape"])
        return Duration(
            shape=shape,
            parameters=tuple(
                self._figure(f"team/{team}/{use}/{part}", name, rows[0][name]) for name in PARAMETERS[shape]
            ),
            sample=tuple(row["value"] for row in self._of("duration_sample", team, part, use)),
            unit=rows[0]["unit"],
        )

    def _officer(self, row: _Row) -> Officer:
        return Officer(
            key=row["key"],
            name=row["name"],
            team=row["team"],
            role=Role(row["role"]),
            origin=Origin(row["origin"]),
            fte=row["fte"],
            start=_day(row["first_day"]),
            end=_day(row["last_day"]),
            skills=tuple(skill["name"] for skill in self._of("skill", row["key"])),
            absences=tuple(
                Absence(
                    AbsenceKind(absence["kind"]),
                    date.fromisoformat(absence["first_day"]),
                    date.fromisoformat(absence["last_day"]),
                    absence["share"],
                    absence["reason"],
                )
                for absence in self._of("absence", row["key"])
            ),
            reductions=tuple(reduction(less) for less in self._of("reduction", row["key"])),
        )

    def _duty(self, officer: str) -> DutyHours:
        rows = self._of("duty_hours", officer)
        if not rows:
            raise InvalidPlan(f"duties[{officer}].hours", 0, "a rota has at least one day")
        start = date.fromisoformat(rows[0]["day"])
        for number, row in enumerate(rows):
            if row["day"] != (start + timedelta(days=number)).isoformat():
                raise InvalidPlan(f"duties[{officer}]", row["day"], "the days of a rota follow one another")
        return DutyHours(officer, start, tuple(row["hours"] for row in rows))

    @staticmethod
    def _case(row: _Row) -> Case:
        return Case(
            key=row["key"],
            team=row["team"],
            band=row["band"],
            stage=row["stage"],
            opened=date.fromisoformat(row["opened"]),
            since=date.fromisoformat(row["since"]),
            phase=Phase(row["phase"]),
            owner=row["owner"],
            due=_day(row["due"]),
            legacy=bool(row["legacy"]),
        )

    def _scenario(self, row: _Row) -> Scenario:
        levers = []
        for number, lever in enumerate(self._of("lever", row["key"]), start=1):
            place = f"scenarios[{row['key']}].levers[{number}]"
            if lever["kind"] not in _LEVERS:
                raise InvalidPlan(place, lever["kind"], f"a lever is one of {', '.join(_LEVERS)}")
            levers.append(from_plain(_LEVERS[lever["kind"]], json.loads(lever["fields"]), place))
        return Scenario(
            key=row["key"],
            name=row["name"],
            levers=tuple(levers),
            note=row["note"],
            locked=bool(row["locked"]),
            baseline=bool(row["baseline"]),
            decided_by=row["decided_by"],
            decided_on=_day(row["decided_on"]),
            decision=row["decision"],
        )

    def _standard(self, row: _Row) -> Standard:
        return Standard(
            key=row["key"],
            name=row["name"],
            team=row["team"],
            measure=Measure(row["measure"]),
            target=self._figure(f"standard/{row['key']}", "target", row["target"]),
            stage=row["stage"],
            band=row["band"],
            by=_day(row["by_date"]),
        )
