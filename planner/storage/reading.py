"""The rows of a plan file as a plan."""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
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
from planner.storage.tables import TABLES, TABLES_OF, Touched

if TYPE_CHECKING:
    from sqlite_utils import Database

_Row = dict[str, Any]
FEW = 2_000
"""So many cases are read one by one."""
_LEVERS = {kind.__name__: kind for kind in get_args(Lever)}


def read_plan(db: Database) -> Plan:
    """The plan in `db`; raises InvalidPlan when its rows break a rule or do not fit together."""
    with _faults():
        reader = _Reader(db, TABLES)
        return Plan(**reader.whole(), **{part: reader.part(part) for part in TABLES_OF})


def read_changed(db: Database, known: Plan, touched: Touched) -> Plan:
    """The plan in `db`, which differs from `known` in no rows but those touched; as `read_plan`.

    What has no row among them is the same object as in `known`, and is not read: a force has 20,000 cases.
    """
    with _faults():
        parts = {part for part, tables in TABLES_OF.items() if not tables.isdisjoint(touched)}
        few = len(touched.get("open_case", ())) <= FEW
        reader = _Reader(db, {"plan"}.union(*(TABLES_OF[part] for part in parts if part != "cases" or not few)))
        found = {part: reader.part(part) for part in parts if part != "cases" or not few}
        if "cases" in parts and few:
            found["cases"] = _changed_cases(db, known, touched["open_case"])
        whole = {name: value for name, value in reader.whole().items() if value != getattr(known, name)}
        return replace(known, **whole, **found)


def _changed_cases(db: Database, known: Plan, touched: set[tuple[Any, ...]]) -> tuple[Case, ...]:
    table = TABLES["open_case"]
    query = f"SELECT {', '.join(table.columns)} FROM open_case WHERE key = ?"
    rows = [dict(zip(table.columns, row, strict=True)) for keys in touched for row in db.execute(query, keys)]
    came = {row["key"]: _case(row) for row in rows}
    places = {row["key"]: row["position"] for row in rows}
    if len(places) == len(touched) and all(
        place < len(known.cases) and known.cases[place].key == key for key, place in places.items()
    ):
        cases = list(known.cases)
        for key, place in places.items():
            cases[place] = came[key]
        return tuple(cases)
    there = {case.key: case for case in known.cases if (case.key,) not in touched} | came
    return tuple(there[key] for (key,) in db.execute("SELECT key FROM open_case ORDER BY position").fetchall())


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        # A broken row can fail anywhere in the building of the values: an unknown word for an enumeration, a
        # date that is none, a missing partner row. InvalidPlan is a ValueError and already says where.
        if isinstance(error, InvalidPlan):
            raise
        rule = "every row has its partner rows and every cell a known form"
        raise InvalidPlan("the file", str(error), rule) from error


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


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


class _Reader:
    """All rows of some tables of one file, and the values they make."""

    def __init__(self, db: Database, names: Collection[str]) -> None:
        self._rows: dict[str, list[_Row]] = {
            name: [dict(zip(table.columns, row, strict=True)) for row in db.execute(table.select)]
            for name, table in TABLES.items()
            if name in names
        }
        self._provenance = {(row["subject"], row["field"]): row for row in self._rows.get("assumption", ())}
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

    def whole(self) -> dict[str, Any]:
        """The fields of the plan's own row."""
        if not self._rows["plan"]:
            raise InvalidPlan("plan", None, "a plan has a name and a start")
        row = self._rows["plan"][0]
        return {
            "name": row["name"],
            "start": date.fromisoformat(row["start"]),
            "reinspection": _day(row["reinspection"]),
            "illustrative": bool(row["illustrative"]),
            "note": row["note"],
        }

    def part(self, name: str) -> Any:
        """One of the other fields."""
        if name == "prices":
            return prices(self._rows, self._figure)
        if name == "lead_steps":
            return lead_steps(self._rows, self._figure)
        if name == "capacity":
            return capacity(self._rows, self._figure)
        table, make = self._lists[name]
        return tuple(make(row) for row in self._rows[table])

    @property
    def _lists(self) -> dict[str, tuple[str, Callable[[_Row], Any]]]:
        """The fields that are lists: the table with a row for each entry, and what makes the entry of it."""
        return {
            "teams": ("team", self._team),
            "officers": ("officer", self._officer),
            "duties": ("duty", self._duty),
            "cases": ("open_case", _case),
            "histories": ("demand_history", lambda row: history(row, self._of)),
            "resources": ("resource", self._resource),
            "scenarios": ("scenario", self._scenario),
            "standards": ("standard", self._standard),
            "events": ("demand_event", event),
            "growth_cases": ("growth_case", lambda row: growth_case(row, self._of)),
            "imports": ("import_record", lambda row: import_record(row, self._of)),
            "actions": ("action", action),
            "rotas": ("rota", lambda row: rota(row, self._of)),
        }

    def _resource(self, row: _Row) -> Resource:
        servers = self._figure(f"resource/{row['key']}", "servers", row["servers"])
        return Resource(row["key"], row["name"], servers)

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

    def _duty(self, row: _Row) -> DutyHours:
        officer: str = row["officer"]
        rows = self._of("duty_hours", officer)
        if not rows:
            raise InvalidPlan(f"duties[{officer}].hours", 0, "a rota has at least one day")
        start = date.fromisoformat(rows[0]["day"])
        for number, row in enumerate(rows):
            if row["day"] != (start + timedelta(days=number)).isoformat():
                raise InvalidPlan(f"duties[{officer}]", row["day"], "the days of a rota follow one another")
        return DutyHours(officer, start, tuple(row["hours"] for row in rows))

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
