"""Rows about demand and about imports as values of the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from planner.model.checks import InvalidPlan
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.growth import Compound, Factor, GrowthCase, ManualPoints, Override, Percentage, Step, VolumeDriver
from planner.model.imported import ImportKind, ImportRecord, MappedColumn, Trace
from planner.model.period import Period

Row = dict[str, Any]
RowsOf = Callable[..., list[Row]]
"""The rows of a table whose primary key begins with the given keys, in order."""


def history(row: Row, rows_of: RowsOf) -> DemandHistory:
    """A row of the table demand_history with its counts."""
    rows = rows_of("demand_count", row["team"], row["band"])
    found = DemandHistory(
        row["team"],
        row["band"],
        date.fromisoformat(row["start"]),
        tuple(count["cases"] for count in rows),
        row["source"],
        Period(row["period"]),
    )
    for index, count in enumerate(rows):
        if count["begins"] != found.begins(index).isoformat():
            place = f"histories[{row['team']}/{row['band']}]"
            raise InvalidPlan(place, count["begins"], f"the {found.period}s of a history follow one another")
    return found


def event(row: Row) -> DemandEvent:
    """A row of the table demand_event."""
    return DemandEvent(date.fromisoformat(row["day"]), row["reason"], row["team"])


def growth_case(row: Row, rows_of: RowsOf) -> GrowthCase:
    """A row of the table growth_case with its factors and its override."""
    team, key = row["team"], row["key"]
    overrides = rows_of("growth_override", team, key)
    return GrowthCase(
        team,
        key,
        row["name"],
        tuple(_factor(factor) for factor in rows_of("growth_factor", team, key)),
        _override(overrides[0], rows_of) if overrides else None,
        bool(row["replaces_trend"]),
    )


def _factor(row: Row) -> Factor:
    percent, start, rationale = row["percent"], date.fromisoformat(row["start"]), row["rationale"]
    match row["kind"]:
        case "Percentage":
            return Percentage(percent, start, rationale, row["over_days"])
        case "Compound":
            return Compound(percent, start, rationale)
        case "Step":
            end = row["end_day"]
            return Step(percent, start, rationale, None if end is None else date.fromisoformat(end))
    place = f"growth_cases[{row['team']}/{row['growth_case']}].factors[{row['position'] + 1}]"
    raise InvalidPlan(place, row["kind"], "a factor is a Percentage, a Compound or a Step")


def _override(row: Row, rows_of: RowsOf) -> Override:
    team, key, rationale = row["team"], row["growth_case"], row["rationale"]
    points = tuple((date.fromisoformat(point["day"]), point["value"]) for point in rows_of("growth_point", team, key))
    match row["kind"]:
        case "ManualPoints":
            return ManualPoints(points, rationale)
        case "VolumeDriver":
            return VolumeDriver(row["name"], row["cases"], row["per"], points, rationale)
    place = f"growth_cases[{team}/{key}].override"
    raise InvalidPlan(place, row["kind"], "an override is ManualPoints or a VolumeDriver")


def import_record(row: Row, rows_of: RowsOf) -> ImportRecord:
    """A row of the table import_record with its columns and traces."""
    key = row["key"]
    return ImportRecord(
        key=key,
        kind=ImportKind(row["kind"]),
        file=row["file"],
        sheet=row["sheet"],
        fingerprint=row["fingerprint"],
        made=datetime.fromisoformat(row["made"]),
        who=row["who"],
        first_row=row["first_row"],
        last_row=row["last_row"],
        taken=row["taken"],
        columns=tuple(MappedColumn(column["header"], column["field"]) for column in rows_of("import_column", key)),
        traces=tuple(
            Trace(trace["subject"], trace["first_row"], trace["last_row"], trace["value"])
            for trace in rows_of("import_trace", key)
        ),
        conflict=row["conflict"],
    )
