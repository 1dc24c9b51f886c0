"""What it would take, in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.model.people import Role
from planner.model.requirement import Establishment, Hold, Obstacle, Posts, Requirement, Shortfall, Verdict, Window
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.report.goal import goal_in_words
from planner.report.requirement import establishment_lines, shortfall_sentence, window_in_words
from tests.model.small_plans import figure, small_plan

DAY = date(2027, 10, 1)
CASELOAD = Standard("c", "Cases each", "team", Measure.CASELOAD, figure(20, MEASURE_UNIT[Measure.CASELOAD]))
ON_TIME = Standard("o", "In time", "team", Measure.ON_TIME, figure(0.9, MEASURE_UNIT[Measure.ON_TIME]), "work")
POSTS = Posts("team", date(2026, 11, 2), 91, most=10)
ASKED = Requirement((CASELOAD,), Window.on(DAY), (POSTS,))


def verdict(count: int, share: float, *standards: float, reach: float = 23.25, sure: bool = True) -> Verdict:
    alone = standards or (share,)
    return Verdict((count,), 800, share, share - 0.02, share + 0.02, share >= 0.9, sure, alone, (reach,) * len(alone))


def answer(**changes: object) -> Establishment:
    tried = (verdict(3, 0.85), verdict(4, 0.95))
    sound = Establishment(ASKED, tried[1], tried[:1], tried, (150_000.0, 219_026.6), True, 4, 4, 219_026.6, 299_130.2)
    return replace(sound, **changes)  # type: ignore[arg-type]


def test_the_answer_its_neighbour_and_its_cost():
    assert establishment_lines(small_plan(), answer()) == (
        (
            "4 recruits for Team, asked for on 2 November 2026 and at work from 1 February 2027: then “Cases each” "
            "(at most 20) holds on 1 October 2027 in 95 % of 800 futures (93 % to 97 % with 95 % confidence); asked "
            "for: 90 %."
        ),
        "With one fewer, 3: in 85 % of 800 futures (83 % to 87 % with 95 % confidence), 5 percentage points too few.",
        (
            "They cost about £219,000 to 1 October 2027, and about £299,000 for each whole year in post; prices are "
            "assumptions."
        ),
    )


def test_kinds_of_recruits_are_told_apart():
    leads = replace(POSTS, role=Role.SUPERVISOR)
    asked = replace(ASKED, posts=(POSTS, leads))
    both, fewer = (replace(verdict(2, share), counts=counts) for share, counts in ((0.95, (2, 1)), (0.8, (2, 0))))
    lines = establishment_lines(small_plan(), answer(requirement=asked, verdict=both, rejected=(fewer,)))
    assert lines[0].startswith("2 recruits for Team, asked for on 2 November 2026 and at work from 1 February 2027; 1 ")
    assert "1 recruited supervisor for Team, asked for on 2 November 2026" in lines[0]
    assert lines[1].startswith("With one supervisor fewer for Team, 0: in 80 %")
    never = Shortfall(asked, Obstacle.NEVER, fewer, (fewer,))
    assert "No number up to 10 officers for Team and 10 supervisors for Team is enough" in shortfall_sentence(
        small_plan(), never
    )


def test_no_officers_doubt_and_a_curve_that_falls():
    none = answer(verdict=verdict(0, 0.95), rejected=(), fewest=0, most=2, steady=False)
    lines = establishment_lines(small_plan(), none)
    assert lines[0].startswith("No more officers are needed: “Cases each” (at most 20) holds on 1 October 2027")
    assert "cannot tell 0 to 2 officers apart" in lines[1]
    assert "the smaller numbers were tried as well" in lines[2]


def test_windows():
    last = date(2028, 3, 31)
    span = "from 1 October 2027 to 31 March 2028"
    assert window_in_words(Window(DAY, last, Hold.EVERY_DAY)) == f"on every day {span}"
    assert window_in_words(Window(DAY, last, Hold.MONTHS, 0.75)) == f"in at least 75 % of the months {span}"


def test_what_to_relax():
    tried = (verdict(0, 0.1), verdict(10, 0.6, reach=21.04))
    short = Shortfall(ASKED, Obstacle.NEVER, tried[1], tried)
    assert shortfall_sentence(small_plan(), short) == (
        "No number up to 10 officers for Team is enough: “Cases each” (at most 20) holds on 1 October 2027 in at most "
        "60 % of the futures; relax its target to 21.1, its date or the probability, allow more officers, or change "
        "something other than the number of officers."
    )
    assert "allow more officers" not in shortfall_sentence(small_plan(), replace(short, best=tried[0]))
    hopeless = replace(short, best=verdict(10, 0.0), tried=(verdict(0, 0.0), verdict(10, 0.0)))
    assert "holds on 1 October 2027 in none of the futures; relax" in shortfall_sentence(small_plan(), hopeless)
    soon = replace(short, requirement=replace(ASKED, window=Window.on(date(2027, 1, 31))))
    assert shortfall_sentence(small_plan(), soon).endswith(
        "asked for on 2 November 2026 begins before 1 February 2027: ask earlier, borrow officers, or move the date."
    )


def test_a_pot_a_budget_and_a_fight():
    tried = (verdict(0, 0.1), verdict(4, 0.95))
    pot = Shortfall(replace(ASKED, pot=0), Obstacle.POT, tried[0], tried, tried[1], 1000.0)
    sentence = shortfall_sentence(small_plan(), pot)
    assert sentence.startswith(
        "A pot of 0 officers is too small: with what it allows, “Cases each” (at most 20) holds in 10 %"
    )
    assert "4 officers would do, at about £1,000 to 1 October 2027, so raise the pot" in sentence
    budget = replace(pot, requirement=replace(ASKED, budget=0.0), obstacle=Obstacle.BUDGET)
    assert shortfall_sentence(small_plan(), budget).startswith("A budget of £0 is too small")
    both = replace(ASKED, standards=(CASELOAD, ON_TIME))
    seen = (verdict(0, 0.1, 0.1, 0.95), verdict(2, 0.1, 0.5, 0.92), verdict(9, 0.2, 0.99, 0.2))
    assert shortfall_sentence(small_plan(), Shortfall(both, Obstacle.FIGHT, seen[2], seen)) == (
        "These standards fight: “Cases each” (at most 20) holds with 9 officers and “In time” (at least 90 %) holds "
        "with 0 to 2 officers, but no number does for all of them: relax the one that matters less."
    )


def test_what_a_leader_is_told_a_standard_asks():
    day = date(2027, 8, 2)
    wait = Standard("w", "Devices", "team", Measure.WAIT, figure(30, "days"), stage="work")
    goals = [
        goal_in_words(small_plan(), one, day) for one in (ON_TIME, wait, replace(wait, measure=Measure.LONGEST_WAIT))
    ]
    assert goals == [
        "have at least 90 % of “work” of Team on time in the 30 days to 2 August 2027",
        "keep the mean wait for “work” of Team at or below 30 days in the 30 days to 2 August 2027",
        "have nobody of Team wait longer than 30 days for “work” on 2 August 2027",
    ]
