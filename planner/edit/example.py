"""The demo plan: Example Constabulary, a made-up force whose four units show what the planner is for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from planner.edit.beginning import posts
from planner.edit.durations import Chance, chance_stream
from planner.edit.example_goals import example_actions, example_events, example_scenarios, example_standards
from planner.edit.opening import BookSummary, draw_book
from planner.model.assumption import Assumption
from planner.model.calendar import add_months
from planner.model.cases import Case
from planner.model.demand import DemandHistory
from planner.model.people import Officer, Origin, Role
from planner.model.plan import Plan
from planner.model.shipped_growth import cases_of_template
from planner.model.team import Team

START = date(2026, 11, 2)
"""A Monday."""
REINSPECTION = date(2027, 8, 2)
"""Nine months after the start."""
HISTORY_MONTHS = 36
ILLUSTRATIVE = "Illustrative: Example Constabulary"
# Of the first few thousand seeds, one with which the drawn POLIT history shows exactly what it is meant to show:
# 180 referrals in the last three months, 106 in the same three months a year before.
SEED = 2399

_UNITS = {"referrals_per_month": "cases a month", "establishment": "FTE"}


def example_plan(templates: Mapping[str, Team]) -> Plan:
    """The demo plan, made from the four team templates by their names; the same on every machine."""
    teams = _teams(templates)
    officers = _polit() + _mosovo() + _dpmu() + _sharing()
    return Plan(
        name="Example Constabulary",
        start=START,
        teams=tuple(teams.values()),
        officers=officers,
        cases=_cases(teams, officers),
        histories=_histories(teams),
        events=example_events(),
        growth_cases=tuple(case for key in teams for case in cases_of_template(key, START)),
        scenarios=example_scenarios(START),
        standards=example_standards(REINSPECTION),
        actions=example_actions(),
        reinspection=REINSPECTION,
        illustrative=True,
        note="A made-up force. Every count, name and case is invented; nothing here describes a real force or person.",
    )


def _teams(templates: Mapping[str, Team]) -> dict[str, Team]:
    """The templates with the made-up force's own figures."""
    recent, level = "Example history, mean of the last three months", "Example history, the level it was drawn at"
    return {
        "polit": _adapt(templates["polit"], recent, referrals_per_month=60, establishment=14),
        "mosovo": _adapt(templates["mosovo"], level, referrals_per_month=8, establishment=12),
        "dpmu": _adapt(templates["dpmu"], level, referrals_per_month=5, establishment=9),
        "referral-sharing": _adapt(templates["referral-sharing"], level, referrals_per_month=256, establishment=5),
    }


def _adapt(team: Team, demand_source: str, **figures: float) -> Team:
    """A team with some figures of its own in place of the template's placeholders."""
    changed: dict[str, Any] = {
        name: Assumption(
            float(value),
            _UNITS[name],
            source=demand_source if name == "referrals_per_month" else ILLUSTRATIVE,
            rationale=ILLUSTRATIVE,
            dated=START,
        )
        for name, value in figures.items()
    }
    return replace(team, **changed)


def _polit() -> tuple[Officer, ...]:
    return posts("polit", "POLIT", 12, 2)


def _mosovo() -> tuple[Officer, ...]:
    """Nine in post, two integrated offender management officers lent, three recruits on the way."""
    recruits = (date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 5))
    lent = [
        Officer(f"mosovo-iom-{number}", f"MOSOVO IOM {number}", "mosovo", origin=Origin.LOAN, end=date(2027, 4, 30))
        for number in (1, 2)
    ]
    coming = [
        Officer(f"mosovo-r{number}", f"MOSOVO recruit {number}", "mosovo", origin=Origin.RECRUIT, start=start)
        for number, start in enumerate(recruits, start=1)
    ]
    return (*posts("mosovo", "MOSOVO", 9, 2), *lent, *coming)


def _dpmu() -> tuple[Officer, ...]:
    """Six in post where nine are funded."""
    return posts("dpmu", "DPMU", 6, 1)


def _sharing() -> tuple[Officer, ...]:
    return posts("referral-sharing", "Sharing", 4, 1)


def _cases(teams: Mapping[str, Team], officers: tuple[Officer, ...]) -> tuple[Case, ...]:
    """The opening books of all units."""
    summaries = {
        "polit": BookSummary(
            owned=12 * 31,
            work_days={"very-high": 0.5, "high": 1.5, "medium": 3, "low": 6},
            legacy_share=0.25,
        ),
        "mosovo": BookSummary(
            owned=11 * 62,
            work_days={"very-high": 1, "high": 3, "medium": 8, "low": 32},
            legacy_share=0.1,
        ),
        "dpmu": BookSummary(
            owned=6 * 60,
            work_days={"very-high": 2, "high": 6, "medium": 18, "low": 50},
            unallocated=2,
            legacy_share=0.1,
        ),
        "referral-sharing": BookSummary(
            owned=4 * 60,
            work_days={"urgent": 1, "standard": 5, "low": 9},
            unallocated=6,
            legacy_share=0.1,
        ),
    }
    books = [
        draw_book(teams[key], summary, _present(officers, key), START, chance_stream(SEED, 3, number))
        for number, (key, summary) in enumerate(summaries.items())
    ]
    return tuple(case for book in books for case in book)


def _present(officers: tuple[Officer, ...], team: str) -> tuple[Officer, ...]:
    """The team's officers on the first day."""
    return tuple(
        officer
        for officer in officers
        if officer.team == team and officer.role is Role.OFFICER and officer.serves_on(START)
    )


def _histories(teams: Mapping[str, Team]) -> tuple[DemandHistory, ...]:
    """Thirty-six months of counts to October 2026: POLIT up by 70 % in the last twelve, the others slowly rising."""
    rising = {"mosovo": 0.05, "dpmu": 0.05, "referral-sharing": 0.08}
    rows: list[DemandHistory] = []
    for number, (key, team) in enumerate(teams.items()):
        chance = chance_stream(SEED, 1, number)
        level = team.referrals_per_month.value
        months = [
            _polit_level(month) if key == "polit" else level * math.pow(1 + rising[key], (month - 34) / 12)
            for month in range(HISTORY_MONTHS)
        ]
        for band in team.bands:
            counts = tuple(_poisson(mean * band.share.value, chance) for mean in months)
            rows.append(DemandHistory(key, band.key, add_months(START.replace(day=1), -36), counts, ILLUSTRATIVE))
    return tuple(rows)


def _polit_level(month: int) -> float:
    """Expected referrals: 8 % growth a year up to month 22, then a straight rise that adds 70 % in twelve months."""
    before, after = 60 / 1.7, 60.0
    if month <= 22:
        return before * math.pow(1.08, (month - 22) / 12)
    return before + (after - before) * (month - 22) / 12


def _poisson(mean: float, chance: Chance) -> int:
    """A Poisson number by inversion."""
    level, count = chance(), 0
    term = math.exp(-mean)
    while level >= term and count < 10_000:
        level -= term
        count += 1
        term *= mean / count
    return count
