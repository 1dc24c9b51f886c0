"""`planner caseload`: who holds what, who is over, what is late, and who can take a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import PLAN, read_plan, wrong

if TYPE_CHECKING:
    from planner.model.assumption import Assumption
    from planner.model.caseload import CaseLoad, TeamLoad
    from planner.model.plan import Plan
    from planner.report.caseload import OfficerRow

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""
NOBODY = "none"
"""Stands for the cases without an owner."""


@click.command(short_help="Show what each officer holds, and has hours for.")
@PLAN
@click.option("--team", "teams", metavar="TEAM", multiple=True, help="May be repeated (default: every team).")
@click.option("--officer", metavar="KEY", help=f"Show this officer's cases ({NOBODY!r}: those without an owner).")
@click.option("--band", metavar="BAND", help="Say who can take a new case of this band.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program.")
def caseload(file: Path | None, teams: tuple[str, ...], officer: str | None, band: str | None, as_json: bool) -> None:
    """Show what each officer holds on the plan's first day and has hours for in the weeks after it.

    \b
    Example:
        planner caseload north.plan --team polit
        planner caseload north.plan --officer polit-06
        planner caseload north.plan --team polit --band high
    """
    from planner.workspace import caseload_of

    plan = read_plan(file)
    known = [team.key for team in plan.teams]
    for key in teams:
        if key not in known:
            raise wrong("--team", f"this plan has no team {key!r}", key, known)
    chosen = _teams_of(plan, officer, teams or tuple(known))
    if band is not None:
        chosen = _with_band(plan, band, chosen, stated=bool(teams))
    loads = [caseload_of(plan, key) for key in chosen]
    if as_json:
        click.echo(_document(plan, loads, officer, band))
    else:
        click.echo(_texts(plan, loads, officer, band))


def _teams_of(plan: Plan, officer: str | None, teams: tuple[str, ...]) -> tuple[str, ...]:
    """The teams that are asked about: an officer's own, where one is named."""
    if officer in (None, NOBODY):
        return teams
    known = {entry.key: entry.team for team in teams for entry in plan.officers_of(team)}
    if officer not in known:
        raise wrong("--officer", f"there is no officer {officer!r} here", str(officer), list(known))
    return (known[officer],)


def _with_band(plan: Plan, band: str, teams: tuple[str, ...], *, stated: bool) -> tuple[str, ...]:
    having = tuple(team for team in teams if any(entry.key == band for entry in plan.team(team).bands))
    if not having or (stated and len(having) < len(teams)):
        known = list(dict.fromkeys(entry.key for team in teams for entry in plan.team(team).bands))
        raise wrong("--band", f"no band {band!r} in every team asked about", band, known)
    return having


def _texts(plan: Plan, loads: list[TeamLoad], officer: str | None, band: str | None) -> str:
    parts = []
    for load in loads:
        if officer is not None:
            parts.append(_book(load, officer))
        elif band is None:
            parts += [_team(load), *_ending(plan, load)]
        if band is not None:
            parts.append(_advice(load, band))
    if plan.illustrative:
        parts.append("Illustrative: every figure of this plan is made up.")
    return "\n\n".join(parts)


def _team(load: TeamLoad) -> str:
    from tabulate import tabulate

    from planner.report.caseload import capacity_text, officer_rows, team_sentence

    rows = [
        [
            *(row.name, *row.by_band, row.open, "" if row.limit is None else f"{row.limit:.0f}"),
            *(f"{row.wanted:.0f}", "" if row.available is None else f"{row.available:.0f}"),
            "" if row.key is None else capacity_text(row.capacity),
            *(
                row.late.overdue or "",
                _days(row.late.oldest_days),
                _days(row.late.most_overdue_days or None),
                row.state,
            ),
        ]
        for row in officer_rows(load)
    ]
    headers = [
        *("Officer", *(band.name for band in load.team.bands), "open", "limit", "hours wanted", "there are"),
        *("capacity", "overdue", "oldest", "most overdue", "state"),
    ]
    alignment = ("left", *("right" for _ in headers[1:-1]), "left")
    table = tabulate(rows, headers=headers, disable_numparse=True, colalign=alignment if rows else None)
    hours = f"Hours are of the {load.weeks} weeks from {load.start:%d/%m/%Y}; ages and delays in days."
    return f"{load.team.name}: {team_sentence(load)}\n{table}\n{hours}"


def _days(days: int | None) -> str:
    return "" if days is None else f"{days:,}"


def _book(load: TeamLoad, officer: str) -> str:
    from tabulate import tabulate

    from planner.report.caseload import book_table

    table = book_table(load, None if officer == NOBODY else officer)
    rows = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    return (
        f"{load.team.name}, {table.title}: {len(rows):,}\n{tabulate(rows, headers=table.header, disable_numparse=True)}"
    )


def _ending(plan: Plan, load: TeamLoad) -> list[str]:
    from planner.report.time_off import ending_sentences

    return ["\n".join(found)] if (found := ending_sentences(plan, load.team.key)) else []


def _advice(load: TeamLoad, band: str) -> str:
    from planner.report.adviser import who_can_take

    name = load.team.band(band).name
    found = who_can_take(load, band)
    able = [one for one in found if not one.refusal]
    lines = [f"{load.team.name}: a new case of band {name} can be taken by"]
    lines += [f"  {at}. {one.officer.officer.name}: {'; '.join(one.reasons)}" for at, one in enumerate(able, start=1)]
    if not able:
        lines[0] = f"{load.team.name}: nobody can take a new case of band {name} within the limits."
    lines += [f"  not {one.officer.officer.name}: {one.refusal}" for one in found if one.refusal]
    return "\n".join(lines)


def _document(plan: Plan, loads: list[TeamLoad], officer: str | None, band: str | None) -> str:
    import json

    document = {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "start": plan.start.isoformat(),
        "rule": {"threshold": _figure(plan.capacity.threshold), "weeks": _figure(plan.capacity.weeks)},
        "teams": [_team_entry(plan, load, officer, band) for load in loads],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _figure(figure: Assumption) -> dict[str, Any]:
    return {"value": figure.value, "status": str(figure.status), "source": figure.source}


def _team_entry(plan: Plan, load: TeamLoad, officer: str | None, band: str | None) -> dict[str, Any]:
    from planner.report.caseload import officer_row, unallocated_row
    from planner.report.time_off import ending_entries

    rows = [(officer_row(load, entry), entry.wanted, entry.available) for entry in load.officers]
    entry: dict[str, Any] = {
        "team": load.team.key,
        "name": load.team.name,
        "capacity": _rounded(load.capacity),
        "officers": [
            {**_row(load, row), "wanted_by_week": _weeks(wanted), "available_by_week": _weeks(available)}
            for row, wanted, available in rows
        ],
        "unallocated": _row(load, unallocated_row(load)),
        "about_to_end": ending_entries(plan, load.team.key),
    }
    if officer is not None:
        cases = load.unallocated if officer == NOBODY else load.officer(officer).cases
        entry["cases"] = [_case(case) for case in cases]
    if band is not None:
        entry["can_take"] = _candidates(load, band)
    return entry


def _row(load: TeamLoad, row: OfficerRow) -> dict[str, Any]:
    return {
        "officer": row.key,
        "name": row.name,
        "cases": {band.key: count for band, count in zip(load.team.bands, row.by_band, strict=True)},
        "open": row.open,
        "limit": _rounded(row.limit),
        "wanted": round(row.wanted, 3),
        "available": _rounded(row.available),
        "capacity": _rounded(row.capacity),
        "over": row.over,
        "lasts": row.lasts,
        "overdue": row.late.overdue,
        "oldest_days": row.late.oldest_days,
        "most_overdue_days": row.late.most_overdue_days,
        "most_overdue_stage": row.late.most_overdue or None,
        "state": row.state,
        "note": row.note,
    }


def _case(load: CaseLoad) -> dict[str, Any]:
    case = load.case
    return {
        "case": case.key,
        "band": case.band,
        "stage": case.stage,
        "phase": str(case.phase),
        "opened": case.opened.isoformat(),
        "due": None if case.due is None else case.due.isoformat(),
        "days_late": load.days_late,
        "legacy": case.legacy,
        "wanted_by_week": _weeks(load.weeks),
        "hours_left": round(load.hours_left, 3),
    }


def _candidates(load: TeamLoad, band: str) -> list[dict[str, Any]]:
    from planner.report.adviser import who_can_take

    return [
        {
            "officer": one.officer.officer.key,
            "can": not one.refusal,
            "capacity": _rounded(one.before),
            "capacity_with_case": _rounded(one.after),
            "reasons": list(one.reasons),
            "refusal": one.refusal,
        }
        for one in who_can_take(load, band)
    ]


def _weeks(weeks: tuple[float, ...]) -> list[float]:
    return [round(week, 3) for week in weeks]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
