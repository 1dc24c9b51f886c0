"""The average case: against hand calculations and the balance that the templates are built for."""

from __future__ import annotations

import pytest

from planner.edit.flow import case_flow
from planner.model.assumption import BandFigure
from planner.model.calendar import DAYS_A_MONTH
from planner.model.checks import InvalidPlan
from planner.model.team import Performer, Rebanding, Team
from planner.storage.templates import read_template, template_names
from tests.model.small_plans import band, days, figure, hours, recurrence, route, small_team, stage


def productive_hours_a_month(team: Team) -> float:
    assert team.abstraction is not None
    return team.weekly_hours.value * (1 - team.abstraction.value) * DAYS_A_MONTH / 7


def test_a_chain_with_a_loop():
    # a is left for b always; b goes back to a half of the time: two visits each.
    team = small_team(
        bands=(band("all", 1),),
        stages=(
            stage("a", route("b"), effort=hours(3), delay=days(10)),
            stage("b", route("a", 0.5), route("done", 0.5), effort=hours(1), officers=figure(2, "officers")),
        ),
    )
    flow = case_flow(team)
    assert flow.visits == pytest.approx({("all", "a"): 2, ("all", "b"): 2})
    assert flow.officer_hours == pytest.approx(2 * 3 + 2 * 1 * 2)
    assert flow.outside_days({("all", "a"): 1, ("all", "b"): 2}) == pytest.approx({("all", "a"): 10, ("all", "b"): 0})
    assert flow.days_a_case({("all", "a"): 1, ("all", "b"): 2}) == pytest.approx(26)


def test_supervisors_hours_are_apart():
    team = small_team(
        stages=(
            stage("a", route("b")),
            stage("b", performer=Performer.SUPERVISOR, effort=hours(0.5), officers=figure(2, "officers")),
        ),
    )
    flow = case_flow(team)
    assert (flow.officer_hours, flow.supervisor_hours) == pytest.approx((2, 1))


def test_bands_have_their_own_routes_and_shares():
    team = small_team(
        bands=(band("high", 0.2), band("low", 0.8)),
        stages=(stage("a", route("done"), route("b", 1, "high")), stage("b")),
    )
    assert case_flow(team).visits == pytest.approx(
        {("high", "a"): 0.2, ("high", "b"): 0.2, ("low", "a"): 0.8, ("low", "b"): 0}
    )


def test_a_recurring_stage_with_rebanding():
    # Every visit moves a high one to low and never back; a low one ends at every fourth visit.
    visits = recurrence(rebanding=(Rebanding("high", "low", figure(1, "probability")),))
    team = small_team(
        stages=(stage("a", route("a", 0.75), route("done", 0.25), recurrence=visits),),
    )
    flow = case_flow(team)
    # high: one visit each; low: its own half and what high leaves (3/4 of a half), four visits each.
    assert flow.visits == pytest.approx({("high", "a"): 0.5, ("low", "a"): 4 * (0.5 + 0.375)})
    assert flow.turn_days["low", "a"] == 83
    assert flow.outside_days(dict.fromkeys(flow.visits, 5.0)) == pytest.approx({("high", "a"): 83, ("low", "a"): 83})


def a_round(**changes: object) -> Team:
    """A turn every 90 days, ready 7 days before; every second one is followed by an enquiry and a delay of 10 days."""
    stages = (
        stage(
            "visit", route("visit", 0.4), route("enquiry", 0.5), route("done", 0.1), recurrence=recurrence(**changes)
        ),
        stage("enquiry", route("visit"), effort=hours(1), delay=days(10)),
    )
    return small_team(bands=(band("all", 1),), stages=stages)


def test_a_turn_is_counted_from_the_last_one():
    """What a case did elsewhere since its last turn has used up a part of the wait."""
    flow = case_flow(a_round())
    visit, enquiry = ("all", "visit"), ("all", "enquiry")
    assert flow.visits == pytest.approx({visit: 10, enquiry: 5})
    # Ten turns, of which five come after an enquiry that took 3 + 10 days.
    outside = flow.outside_days({visit: 4, enquiry: 3})
    assert outside == pytest.approx({visit: 83 - 5 * 13 / 10, enquiry: 10})
    assert flow.days_a_case({visit: 4, enquiry: 3}) == pytest.approx(10 * 83 - 5 * 13 + 10 * 4 + 5 * 13)
    # Nine others lie before a visit, on average over all visits (a geometric number), and one more before an enquiry.
    stay = 83 - 5 * 13 / 10 + 4
    assert flow.days_before({visit: 4, enquiry: 3})[enquiry] == pytest.approx(10 * stay + 9 * 5 / 9 * 13)


def test_a_turn_that_passes_unvisited_takes_time_and_no_effort():
    reactive = (BandFigure(figure(0.25, "share"), "all"),)
    usual, flow = case_flow(a_round()), case_flow(a_round(reactive=reactive))
    visit, enquiry = ("all", "visit"), ("all", "enquiry")
    assert flow.visits == pytest.approx(usual.visits)
    assert flow.steps == usual.steps
    assert flow.tasks == pytest.approx({visit: 7.5, enquiry: 5})
    assert flow.officer_hours == pytest.approx(7.5 * 2 + 5 * 1)
    # A quarter of the nine later turns is counted from a due date 7 days ahead.
    work = {visit: 4, enquiry: 3}
    assert flow.outside_days(work)[visit] == pytest.approx(usual.outside_days(work)[visit] + 0.25 * 9 * 7 / 10)
    assert flow.days_a_case(work) == pytest.approx(usual.days_a_case(work) + 0.25 * (9 * 7 - 10 * 4))


def test_shares_of_reactive_management_are_by_band():
    reactive = (BandFigure(figure(1, "share"), "low"), BandFigure(figure(0.5, "share")))
    team = small_team(
        stages=(stage("a", route("a", 0.75), route("done", 0.25), recurrence=recurrence(reactive=reactive)),)
    )
    flow = case_flow(team)
    assert flow.tasks == pytest.approx({("high", "a"): 1, ("low", "a"): 0})
    assert flow.officer_hours == pytest.approx(2)


def test_a_case_that_never_ends_is_refused():
    with pytest.raises(InvalidPlan, match="every case must be able to reach an outcome"):
        case_flow(small_team(stages=(stage("a", route("a")),)))


def test_the_polit_template_is_in_balance():
    """Twelve officers, sixty referrals a month: 31 open cases each, and 83 to 90 % of productive hours in use."""
    team = read_template("polit")
    assert team.referrals_per_month.value == 60
    flow = case_flow(team)
    busy = 60 * flow.officer_hours / (12 * productive_hours_a_month(team))
    assert 0.83 < busy < 0.90
    # A typical wait of five days for each task: busy officers, but no heap.
    present = 60 / DAYS_A_MONTH * flow.days_a_case(dict.fromkeys(flow.visits, 5.0))
    assert present / 12 == pytest.approx(31, rel=0.03)
    assert 1.7 * busy > 1.4


def test_a_quarter_of_referrals_end_before_anyone_is_visited():
    flow = case_flow(read_template("polit"))
    acted_on = sum(visits for (_, key), visits in flow.visits.items() if key == "action")
    assert acted_on == pytest.approx(0.77, abs=0.03)


@pytest.mark.parametrize("name", ["mosovo", "dpmu"])
def test_the_register_keeps_its_mix_and_takes_the_hours_of_one_in_sixty(name: str):
    team = read_template(name)
    flow = case_flow(team)
    outside = flow.outside_days(dict.fromkeys(flow.visits, 5.0))
    present = {
        entry.key: sum(visits * (outside[place] + 5) for place, visits in flow.visits.items() if place[0] == entry.key)
        for entry in team.bands
    }
    total = sum(present.values())
    for entry in team.bands:
        assert present[entry.key] / total == pytest.approx(entry.share.value, abs=0.02)
    assert 6 < total / 365.25 < 11, "mean years on the register"
    hours_a_year = flow.officer_hours / total * 365.25
    assert 12 * productive_hours_a_month(team) / hours_a_year == pytest.approx(60, rel=0.15)


@pytest.mark.parametrize("name", template_names())
def test_what_enters_a_template_leaves_it(name: str):
    flow = case_flow(read_template(name))
    onwards = dict.fromkeys(flow.visits, 0.0)
    for (before, _), chance in flow.steps.items():
        onwards[before] += chance
    ended = sum(visits * (1 - onwards[place]) for place, visits in flow.visits.items())
    assert ended == pytest.approx(1)
