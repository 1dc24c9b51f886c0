"""The book's visits on a rota's days: in time with two officers together where that can be, and late ones are seen."""

from __future__ import annotations

from dataclasses import replace

from planner.model.assumption import BandFigure
from planner.model.cases import Case
from planner.model.plan import Plan
from planner.model.rota_checks import lines_of
from planner.model.rota_facts import rota_facts
from planner.rota.visits import VisitPlan, due_visits, place_visits
from tests.model.small_plans import figure, hours, recurrence, route, small_plan, small_team, stage
from tests.model.small_rotas import MONDAY, day, officers, small_rota


def plan_with(*cases: Case, lines: tuple[str, ...], effort: float = 4.0, lead: float = 2.0) -> Plan:
    every = (BandFigure(figure(90, "days")),)
    again = recurrence(interval=every, lead_days=figure(lead, "days"))
    visit = stage(
        "visit", route("done", 0.5), route("visit", 0.5), recurrence=again, officers=figure(2, "officers"),
        effort=hours(effort),
    )  # fmt: skip
    team = small_team(stages=(visit,))
    rota = small_rota(*lines)
    return small_plan(start=MONDAY, teams=(team,), officers=officers(4), cases=cases, rotas=(rota,))


def case(key: str, due: int | None, owner: str | None = "a", band: str = "high") -> Case:
    date = None if due is None else day(due)
    return Case(key, "team", band, "visit", day(-90), day(-90), owner=owner, due=date)


def placed(plan: Plan) -> VisitPlan:
    rota = plan.rotas[0]
    return place_visits(plan, rota_facts(plan, rota), lines_of(rota.drafts[0].lines))


def test_two_go_together_with_the_owner_in_time() -> None:
    found = placed(plan_with(case("c1", 3), lines=("--LEE--", "-EEEE--", "-EEEE--")))
    (visit,) = found.placed
    assert (visit.day, visit.officers[0]) == (day(3), "a"), "on day 2 the owner is on late duty, with nobody together"
    assert visit.days_late == 0
    assert found.late == found.unplaced == ()


def test_somebody_else_goes_where_the_owner_cannot_in_time() -> None:
    (visit,) = placed(plan_with(case("c1", 3), lines=("----EE-", "--EE---", "--EE---"))).placed
    assert (visit.day, set(visit.officers)) == (day(2), {"b", "c"}), "2 days before the due date at the earliest"


def test_what_cannot_be_in_time_is_late_and_what_has_no_day_is_named() -> None:
    cases = [case(f"c{number}", 1, None) for number in range(4)]
    found = placed(plan_with(*cases, lines=("-EE----", "-EE----")))
    assert [visit.day for visit in found.placed] == [day(1), day(2)], "7 h 15 min give one visit of 4 hours a day"
    assert [visit.days_late for visit in found.late] == [1]
    assert [left.key for left in found.unplaced] == ["c2", "c3"]


def test_nights_grading_and_other_dates_are_left_out() -> None:
    plan = plan_with(case("c1", 3), case("c2", 60), case("c3", None), lines=("NNNN---", "NNNN---"))
    assert [entry[0].key for entry in due_visits(plan, "team", MONDAY, day(6))] == ["c1"]
    assert [left.key for left in placed(plan).unplaced] == ["c1"]


def test_the_more_urgent_goes_first_on_one_day() -> None:
    low, high = case("c1", 2, None, "low"), case("c2", 2, None, "high")
    found = placed(plan_with(low, high, lines=("--E----", "--E----")))
    assert [visit.case for visit in found.placed] == ["c2"]
    assert replace(found.placed[0], due=None).days_late == 0
