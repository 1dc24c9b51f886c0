"""What people worked just before a rota, from what is published of their team."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from planner.edit.rota import paint, publish
from planner.edit.rota_before import take_over_before
from planner.edit.rota_beginning import begin_rota
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_checks import check_rota
from planner.model.rota_facts import rota_facts
from planner.model.rota_people import RotaPerson
from planner.model.shift import OFF, ShiftKind
from planner.storage.rota_patterns import library_pattern
from tests.model.small_plans import small_plan
from tests.model.small_rotas import LATE, MONDAY, NIGHT, cells, officers, small_rota

WEEK = timedelta(days=7)


def plan_of(*rotas: Rota) -> Plan:
    return small_plan(officers=officers(3), cases=(), rotas=rotas)


def followed(*first: str, start: date = MONDAY + WEEK, **changes) -> Plan:
    """A published rota of a week `r`, and the empty rota `next` after it."""
    then = small_rota(*("-------",) * len(first), key="next", start=start, **changes)
    return publish(plan_of(small_rota(*first), then), "r", "d", MONDAY)


def before(plan: Plan) -> list[tuple[str, ...]]:
    return [person.before for person in take_over_before(plan, "next").rota("next").people]


def test_the_days_before_are_those_that_were_published_up_to_the_first() -> None:
    assert before(followed("EEL--NN", "-------")) == [cells("EEL--NN"), cells("-------")]
    overlapping = followed("EEL--NN", "-------", start=MONDAY + timedelta(days=3))
    assert before(overlapping) == [cells("EEL"), cells("---")]


def test_a_gap_a_draft_and_another_team_say_nothing() -> None:
    gap = followed("EEL--NN", start=MONDAY + timedelta(days=8))
    assert take_over_before(gap, "next") is gap
    draft = plan_of(small_rota("EEL--NN"), small_rota("-------", key="next", start=MONDAY + WEEK))
    assert take_over_before(draft, "next") is draft
    other = followed("EEL--NN")
    teams = (*other.teams, replace(other.teams[0], key="other", name="Other"))
    moved = replace(other, teams=teams, rotas=(replace(other.rotas[0], team="other"), other.rotas[1]))
    assert take_over_before(moved, "next") is moved


def test_the_last_version_counts_and_the_rota_before_it_goes_on() -> None:
    plan = followed("EEL--NN")
    plan = publish(paint(plan, "r", "d", [("a", 5)], OFF), "r", "d", MONDAY)
    earlier = small_rota("-----LL", key="earlier", start=MONDAY - WEEK)
    plan = publish(replace(plan, rotas=(earlier, *plan.rotas)), "earlier", "d", MONDAY - WEEK)
    assert before(plan) == [cells("-----LL EEL---N")]


def test_a_duty_of_other_times_is_that_of_its_key_and_one_that_the_rota_lacks_ends_the_knowledge() -> None:
    renamed = (ShiftKind("day", "Day", "D", 420, 480, 45), replace(LATE, minutes=540))
    assert before(followed("NEL----", shifts=renamed)) == [("day", "late", "", "", "", "")]
    assert before(followed("EELL-NN", shifts=(LATE, NIGHT))) == [cells("LL-NN")]


def test_weekends_beyond_an_equal_share_are_carried_on_from_one_rota_to_the_next() -> None:
    """Two weekends of work among two of 40 hours and one of 20: shares of 0.8, 0.8 and 0.4."""
    people = (RotaPerson("a", weekends_before=1), RotaPerson("b"), RotaPerson("c", 1200))
    plan = plan_of(
        small_rota("EEL--NN -----E-", "-------EE-----", "-------EE-----", people=people),
        small_rota("-------", "-------", "-------", key="next", start=MONDAY + 2 * WEEK),
    )
    plan = take_over_before(publish(plan, "r", "d", MONDAY), "next")
    assert [person.weekends_before for person in plan.rota("next").people] == [2, -1, 0]
    shares = [person.fair_weekends for person in rota_facts(plan, plan.rota("r")).people]
    assert shares == [None, None, None], "no cover is wanted on any weekend"


def test_a_rota_begins_with_what_was_worked_before_and_the_rules_look_back_on_it() -> None:
    plan = publish(plan_of(small_rota("EEL--NN", "-------")), "r", "d", MONDAY)
    begun = begin_rota(plan, "team", "next", library_pattern("two-two-two-four"), MONDAY + WEEK, 1)
    rota = begun.rota("next")
    assert rota.person("a").before == cells("EEL--NN")
    assert rota.person("s").before == (), "who was not on that rota has worked nothing that is known"
    early = {person.officer: ("early", *("",) * 6) for person in rota.people}
    short = [breach for breach in check_rota(rota_facts(begun, rota), early).hard if breach.officer == "a"]
    assert "rest-between-duties" in {breach.rule for breach in short}
