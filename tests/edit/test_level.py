"""How long work lies in a team that holds a caseload level: against queueing theory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.edit.flow import case_flow
from planner.edit.level import Level, hours_a_day, level_at
from planner.model.absence import AbsenceKind, AbsencePattern
from planner.model.assumption import BandFigure
from planner.model.duration import Duration, Shape
from planner.model.people import Officer
from planner.model.team import DueFrom, Performer, Team
from tests.model.small_plans import band, days, figure, route, small_team, stage


def exponential(hours: float) -> Duration:
    return Duration(Shape.EXPONENTIAL, (figure(hours, "hours"),))


def people(*shares: float) -> tuple[Officer, ...]:
    return tuple(Officer(f"o{number}", "O", "team", fte=share) for number, share in enumerate(shares))


def station(*, efforts: Duration | None = None, **changes: Any) -> Team:
    """One stage; no hours are lost, and every day of the week is alike."""
    one = stage("serve", effort=efforts or exponential(2), performer=changes.pop("performer", Performer.OWNER))
    return small_team(**{"bands": (band("all", 1),), "stages": (one,), "abstraction": None} | changes)


def at(team: Team, cases: float, *shares: float) -> Level:
    return level_at(team, case_flow(team), people(*shares or (1.0,)), cases, supervisor_days=1)


def busy(team: Team, level: Level, *shares: float) -> float:
    return level.rate * case_flow(team).officer_hours / hours_a_day(team, people(*shares or (1.0,)))


@pytest.mark.parametrize("load", [0.3, 0.7, 0.9])
def test_one_officer_is_a_single_server(load: float):
    """M/M/1: s / (1 - s) cases at a load of s."""
    team = station()
    level = at(team, load / (1 - load))
    assert busy(team, level) == pytest.approx(load, rel=1e-6)


def test_steady_work_waits_half_as_long():
    """M/D/1: the number present is s + s² / 2 (1 - s)."""
    team = station(efforts=Duration(Shape.CONSTANT, (figure(2, "hours"),)))
    assert busy(team, at(team, 0.8 + 0.64 / 0.4)) == pytest.approx(0.8, rel=1e-6)


def test_priorities_are_cobhams():
    """Two bands of equal load at s = 0.8 in all: waits of W / (1 - 0.4) and W / ((1 - 0.4) (1 - 0.8))."""
    team = station(bands=(band("first", 0.5), band("second", 0.5, priority=1)))
    whole = 0.8 / 0.2  # cases present do not depend on the order of service
    level = at(team, whole)
    effort = 2 / hours_a_day(team, people(1.0))
    assert busy(team, level) == pytest.approx(0.8, rel=1e-6)
    assert level.work_days["first", "serve"] == pytest.approx(effort * (1 + 0.8 / 0.6), rel=1e-6)
    assert level.work_days["second", "serve"] == pytest.approx(effort * (1 + 0.8 / (0.6 * 0.2)), rel=1e-6)


def test_an_immediate_band_waits_for_its_own_kind_only():
    team = station(bands=(band("first", 0.5, immediate=True), band("second", 0.5, priority=1)))
    level = at(team, 0.8 / 0.2)
    effort = 2 / hours_a_day(team, people(1.0))
    load = busy(team, level) / 2
    assert level.work_days["first", "serve"] == pytest.approx(effort * (1 + load / (1 - load)), rel=1e-6)


def test_a_pool_is_within_a_tenth_of_erlangs_formula():
    """M/M/4 at s = 0.85: 7.309 cases present (Erlang C)."""
    team = station(performer=Performer.ANY_OFFICER)
    assert busy(team, at(team, 7.309, 1, 1, 1, 1), 1, 1, 1, 1) == pytest.approx(0.85, rel=0.02)


def test_the_earliest_due_go_first():
    """Two stages of one priority: the one due ten days sooner waits ten days less, or not at all."""

    def team(later: float) -> Team:
        due = [(BandFigure(figure(within, "days")),) for within in (20, 20 + later)]
        first, second = (
            stage(key, route(to), effort=exponential(2), due=clock, due_from=DueFrom.READY, delay=days(30))
            for key, to, clock in zip(("a", "b"), ("b", "done"), due, strict=True)
        )
        return station(stages=(first, second))

    even = at(team(0), 80)
    assert even.work_days["all", "a"] == pytest.approx(even.work_days["all", "b"])
    some = at(team(3), 80)
    assert some.work_days["all", "b"] - some.work_days["all", "a"] == pytest.approx(3)
    assert sum(some.work_days.values()) == pytest.approx(sum(even.work_days.values()), rel=0.01)
    all_ = at(team(1000), 80)
    assert all_.work_days["all", "a"] == pytest.approx(2 / hours_a_day(team(0), people(1.0)), rel=1e-6)


def test_too_many_cases_keep_everybody_busy_and_lie_longer():
    team = station(stages=(stage("serve", effort=exponential(2), delay=days(10)),))
    few, many = at(team, 500), at(team, 1000)
    assert busy(team, few) == busy(team, many) == pytest.approx(0.99)
    for level, cases in ((few, 500), (many, 1000)):
        assert level.rate * case_flow(team).days_a_case(level.work_days) == pytest.approx(cases, rel=1e-3)


def test_a_team_that_only_waits_has_its_cases_by_littles_law():
    team = station(stages=(stage("serve", effort=Duration(Shape.CONSTANT, (figure(0, "hours"),)), delay=days(40)),))
    assert at(team, 80).rate == pytest.approx(2)


def test_no_case_or_no_hour_is_no_pace():
    team = station()
    assert at(team, 0).rate == 0
    assert level_at(team, case_flow(team), (), 5, 1).rate == 0


def test_hours_of_an_average_day():
    team = station()
    assert hours_a_day(team, people(1.0, 0.5)) == pytest.approx(1.5 * 40 / 7)
    rate = replace(team, abstraction=figure(0.25, "share"))
    assert hours_a_day(rate, people(1.0)) == pytest.approx(0.75 * 40 / 7)
    spells = AbsencePattern(AbsenceKind.SICKNESS, figure(365.25 / 50, "spells a year"), days(5))
    assert hours_a_day(replace(team, absences=(spells, spells)), people(1.0)) == pytest.approx(0.8 * 40 / 7)
    office = replace(team, weekday_work=(0.2,) * 5 + (0.0,) * 2)
    # Eight bank holidays a year of the 261 days that are worked.
    assert hours_a_day(office, people(1.0)) == pytest.approx((1 - 8.1 / 261) * 40 / 7, rel=2e-3)
