"""The smallest team and plan, to change one thing at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from planner.model.assumption import Assumption, BandFigure
from planner.model.cases import Case
from planner.model.duration import Duration, Shape
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.team import Band, Outcome, Ramp, Recurrence, Route, Stage, Team

START = date(2026, 11, 2)


def figure(value: float, unit: str) -> Assumption:
    return Assumption(value, unit)


def hours(mean: float) -> Duration:
    return Duration(Shape.CONSTANT, (figure(mean, "hours"),))


def days(mean: float) -> Duration:
    return Duration(Shape.CONSTANT, (figure(mean, "days"),), unit="days")


def route(to: str, probability: float = 1.0, band: str | None = None) -> Route:
    return Route(to, figure(probability, "probability"), band)


def stage(key: str = "work", *routes: Route, **changes: Any) -> Stage:
    return Stage(**{"key": key, "name": key, "effort": hours(2), "routes": routes or (route("done"),)} | changes)


def band(key: str, share: float, **changes: Any) -> Band:
    return Band(**{"key": key, "name": key, "share": figure(share, "share")} | changes)


def recurrence(**changes: Any) -> Recurrence:
    every = (BandFigure(figure(90, "days")),)
    return Recurrence(**{"interval": every, "lead_days": figure(7, "days")} | changes)


def small_team(**changes: Any) -> Team:
    """One stage, two bands of half the cases each, two hours a case, 60 cases a month."""
    fields: dict[str, Any] = {
        "key": "team",
        "name": "Team",
        "bands": (band("high", 0.5), band("low", 0.5, priority=1)),
        "stages": (stage(),),
        "outcomes": (Outcome("done", "Done"),),
        "referrals_per_month": figure(60, "cases a month"),
        "establishment": figure(2, "FTE"),
        "caseload_limit": figure(10, "cases"),
        "weekly_hours": figure(40, "hours a week"),
        "ramp": Ramp(figure(0.5, "share"), figure(90, "days")),
        "leaver_rate": figure(0, "share a year"),
        "handover_hours": figure(0, "hours"),
        "abstraction": figure(0.3, "share"),
    }
    return Team(**fields | changes)


def small_case(key: str = "case-1", **changes: Any) -> Case:
    fields: dict[str, Any] = {
        "team": "team",
        "band": "high",
        "stage": "work",
        "opened": date(2026, 10, 1),
        "since": date(2026, 10, 20),
        "owner": "officer-1",
    }
    return Case(key, **fields | changes)


def small_plan(**changes: Any) -> Plan:
    """Two officers, one open case."""
    fields: dict[str, Any] = {
        "name": "Small",
        "start": START,
        "teams": (small_team(),),
        "officers": (Officer("officer-1", "Officer 1", "team"), Officer("officer-2", "Officer 2", "team")),
        "cases": (small_case(),),
    }
    return Plan(**fields | changes)
