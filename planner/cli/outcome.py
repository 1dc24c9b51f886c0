"""What a simulation found, as tables for a reader and as JSON for a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.model.calendar import DAYS_A_MONTH
from planner.report.precision import precision_lines
from planner.report.words import day_in_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model.plan import Plan
    from planner.model.precision import RunLength
    from planner.model.results import Result, TeamResult
    from planner.model.team import Team
    from planner.report.cost import Cost

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""

_LOOKED_AT = (6, 12, 24)
"""Months ahead that a table shows."""
_BOUNDS = {"p5": "low90", "p25": "low50", "p50": "median", "p75": "high50", "p95": "high90"}
"""Entry of the JSON for each line of a Fan."""


def as_tables(plan: Plan, result: Result) -> str:
    """For each team a verdict, its course over the coming months, and how often the watched stage is in time."""
    parts = [_heading(plan, result)]
    for team in result.teams:
        parts.extend(_team_tables(plan, result, team))
    extra = _extra_lines(plan, result)
    if extra:
        parts.append(extra)
    if result.length.reached:
        parts.append(precision_lines(plan, result))
    parts.append(
        f"Middle of {result.replications:,} simulated futures, with the range of nine in ten in brackets. "
        f"Seed {result.seed}, plan {result.plan_fingerprint}, version {result.version}; {result.seconds:.1f} s."
    )
    return "\n\n".join(parts)


def as_document(plan: Plan, result: Result) -> str:
    """The same for another program: one JSON object, described in docs/json.md. It is the same for the same inputs,
    but for the estimate of a run with a precision."""
    import json

    document = {
        "format": JSON_FORMAT,
        "version": result.version,
        "plan": plan.name,
        "plan_fingerprint": result.plan_fingerprint,
        "illustrative": plan.illustrative,
        "scenario": result.scenario,
        "seed": result.seed,
        "replications": result.replications,
        "run": _run_document(result.length),
        "start": result.start.isoformat(),
        "days": result.days,
        "teams": [_team_document(plan, result, team) for team in result.teams],
        "standards": _standards(plan, result),
        "resources": [
            {"key": resource.resource, "points": _points(result, {"waiting": resource.waiting, "busy": resource.busy})}
            for resource in result.resources
        ],
        "extra_cost": _extra_document(plan, result),
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _run_document(length: RunLength) -> dict[str, Any]:
    """Why the run is as long as it is. The estimate is there when a precision was asked for: it is a measured time."""
    return {
        "stopped": str(length.stopped),
        "aims": [
            {
                "quantity": str(reached.aim.quantity),
                "team": reached.aim.team,
                "stage": reached.aim.stage,
                "precision": reached.aim.precision,
                "mean": None if reached.mean is None else round(reached.mean, 4),
                "half_width": None if reached.half_width is None else round(reached.half_width, 4),
                "met": reached.met,
            }
            for reached in length.reached
        ],
        "estimate": None
        if length.estimate is None or not length.reached
        else {"seconds": round(length.estimate.seconds, 1), "replications": length.estimate.replications},
    }


def _heading(plan: Plan, result: Result) -> str:
    scenario = plan.scenario(result.scenario).name if result.scenario else "none (the plan as it is)"
    made_up = "\nIllustrative: every figure is made up." if plan.illustrative else ""
    return f"{plan.name}, {result.days:,} days from {day_in_words(result.start)}\nScenario: {scenario}{made_up}"


def _team_tables(plan: Plan, result: Result, found: TeamResult) -> list[str]:
    from tabulate import tabulate

    from planner.report.summary import verdict

    team = plan.team(found.team)
    tables = [f"{team.name}\n{verdict(plan, result, found.team)}", _course(result, found)]
    timely = _timeliness(plan, team, found)
    if timely is not None:
        rows = [[row["band_name"], f"{row['count']:,.0f}", _share(row["on_time_share"])] for row in timely["bands"]]
        headers = [f"{timely['stage_name']}, by band", "due in a run", "on time"]
        tables.append(tabulate(rows, headers=headers, disable_numparse=True, colalign=("left", "right", "right")))
    return tables


def _course(result: Result, found: TeamResult) -> str:
    """The team's daily series now and at the months that are looked at, or at the end of a shorter run."""
    from tabulate import tabulate

    columns = {f"in {month} months": day for month, day in _months(result.days) if month in _LOOKED_AT}
    columns = {"now": 0} | (columns or {f"after {result.days} days": result.days - 1})
    daily = _daily(found)
    rows = [
        [name, *_spreads(daily[entry], list(columns.values()), style)]
        for name, entry, style in (
            ("Open per officer", "open_per_officer", ".1f"),
            ("Open", "open", ",.0f"),
            ("Not allocated", "unallocated", ",.0f"),
            ("Overdue", "overdue", ",.0f"),
        )
    ]
    alignment = ("left", *("right" for _ in columns))
    return tabulate(rows, headers=["", *columns], disable_numparse=True, colalign=alignment)


def _daily(found: TeamResult) -> dict[str, NDArray[Any]]:
    """The daily series that are reported, [R, D], by their entry in the JSON."""
    return {
        "open_per_officer": found.caseload_mean,
        "open": found.open,
        "unallocated": found.unallocated,
        "overdue": found.overdue.sum(axis=1),
        "strength": found.strength,
    }


def _team_document(plan: Plan, result: Result, found: TeamResult) -> dict[str, Any]:
    from planner.report.summary import verdict

    team = plan.team(found.team)
    return {
        "key": team.key,
        "name": team.name,
        "verdict": verdict(plan, result, team.key),
        "caseload_limit": team.caseload_limit.value,
        "points": _points(result, _daily(found)),
        "on_time": _timeliness(plan, team, found),
    }


def _points(result: Result, daily: dict[str, NDArray[Any]]) -> list[dict[str, Any]]:
    """The daily series at the end of the first day, of every month after it, and of the last day."""
    from datetime import timedelta

    from planner.report.summary import fan

    days = sorted({0, *(day for _, day in _months(result.days)), result.days - 1})
    fans = {name: fan(values[:, days]) for name, values in daily.items()}
    return [
        {
            "date": (result.start + timedelta(days=day)).isoformat(),
            "day": day + 1,
            **{
                name: {entry: round(float(getattr(lines, bound)[at]), 3) for entry, bound in _BOUNDS.items()}
                for name, lines in fans.items()
            },
        }
        for at, day in enumerate(days)
    ]


def _standards(plan: Plan, result: Result) -> list[dict[str, Any]]:
    """How likely it is that each standard is met on its date, or at the end; None when its date is not in the run."""
    from datetime import timedelta

    from planner.report.standards import chance_on

    last = result.start + timedelta(days=result.days - 1)
    teams = [team.team for team in result.teams]
    rows = []
    for standard in plan.standards:
        day = standard.by or last
        if standard.team in teams:
            met = chance_on(result, standard, day) if result.start <= day <= last else None
            rows.append(
                {
                    "key": standard.key,
                    "name": standard.name,
                    "team": standard.team,
                    "date": day.isoformat(),
                    "chance": None if met is None else round(met.share, 4),
                    "error": None if met is None else round(met.error, 4),
                }
            )
    return rows


def _extra_lines(plan: Plan, result: Result) -> str:
    """What overtime and outsourcing come to, lever by lever; empty when the scenario has neither."""
    from planner.report.cost import extra_cost
    from planner.report.levers import lever_sentence
    from planner.report.words import pounds

    if result.conditions is None:
        return ""
    lines = []
    for lever, spent in extra_cost(result, result.conditions).levers:
        middle, low, high = (pounds(round(amount)) for amount in (spent.mean, spent.low, spent.high))
        lines.append(f"{lever_sentence(lever, plan)} It comes to {middle} ({low} to {high}).")
    return "\n".join(lines)


def _extra_document(plan: Plan, result: Result) -> dict[str, Any] | None:
    """Pounds that overtime and outsourcing cost, by lever and together; None when the scenario has neither."""
    from planner.report.cost import extra_cost
    from planner.report.levers import lever_sentence

    cost = extra_cost(result, result.conditions) if result.conditions is not None else None
    if cost is None or not cost.levers:
        return None

    def entry(spent: Cost) -> dict[str, Any]:
        months = [
            {"month": result.month(place).isoformat(), "mean": round(float(mean), 2)}
            for place, mean in enumerate(spent.month_mean)
        ]
        totals = {"mean": round(spent.mean, 2), "p5": round(spent.low, 2), "p95": round(spent.high, 2)}
        return totals | {"months": months}

    levers = [{"lever": lever_sentence(lever, plan)} | entry(spent) for lever, spent in cost.levers]
    return {"currency": "GBP"} | entry(cost.together) | {"levers": levers}


def _months(days: int) -> list[tuple[int, int]]:
    """Each whole month within the horizon, with the index of its last day; 730 days hold 24 months."""
    last = int((days + 1) / DAYS_A_MONTH)
    return [(month, min(round(month * DAYS_A_MONTH), days) - 1) for month in range(1, last + 1)]


def _spreads(values: NDArray[Any], days: list[int], style: str) -> list[str]:
    """For each day the median with the range of nine in ten, in figures no finer than they can bear."""
    from planner.report.summary import fan

    lines = fan(values[:, days])
    spreads = []
    for bounds in zip(lines.low90, lines.median, lines.high90, strict=True):
        low, middle, high = (format(float(value), style) for value in bounds)
        spreads.append(middle if low == high else f"{middle} ({low} to {high})")
    return spreads


def _timeliness(plan: Plan, team: Team, found: TeamResult) -> dict[str, Any] | None:
    """The stage whose timeliness is watched; for each band its tasks that fall due in a run (mean) and the
    share done by then. None when the team has no such stage; a share is None when no task fell due."""
    from planner.report.summary import on_time_by_band, watched_stage

    stage = watched_stage(plan, team)
    if stage is None:
        return None
    due = found.due[:, found.stages.index(stage.key)].sum(axis=(0, 2))
    shares = on_time_by_band(found, stage.key)
    return {
        "stage": stage.key,
        "stage_name": stage.name,
        "bands": [
            {
                "band": band,
                "band_name": team.band(band).name,
                "count": round(float(due[number]) / len(found.due), 3),
                "on_time_share": None if shares[band] is None else round(float(shares[band] or 0.0), 4),
            }
            for number, band in enumerate(found.bands)
        ],
    }


def _share(share: float | None) -> str:
    from planner.report.summary import percent

    return "none" if share is None else percent(share)
