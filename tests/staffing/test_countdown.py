"""The countdown equals direct counting, and one day after the last safe date is too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from planner.model.checks import InvalidPlan
from planner.model.countdown import LEAD_STEPS, Countdown, LeadStep, lead_days
from planner.model.plan import Plan
from planner.model.progress import Cancelled
from planner.model.scenario import Overtime, Recruits, ResourceServers, Scenario
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.report.standards import chance_on
from planner.staffing.candidates import candidates
from planner.staffing.last_safe import last_day
from planner.workspace import count_down, demo_plan, find_last_safe, simulate_plan
from tests.model.small_plans import figure
from tests.simulate.small_networks import (
    START,
    case_managers,
    everything,
    exponential,
    officers,
    plan,
    stage,
    team,
    within,
)

DAY = START + timedelta(days=100)
STEPS = (LeadStep("Advert", figure(10, "days")), LeadStep("Vetting", figure(12, "days")))
FUTURES = 100


def standard(measure: Measure, target: float, key: str) -> Standard:
    return Standard(key, f"Standard {key}", "t", measure, figure(target, MEASURE_UNIT[measure]), stage="work")


STANDARDS = (
    standard(Measure.UNALLOCATED, 3, "queue"),
    standard(Measure.CASELOAD, 5, "safe"),
    standard(Measure.MOST_OVERDUE, 0, "never"),
)


@pytest.fixture(scope="module")
def overloaded() -> Plan:
    """Two officers with half as much work again as they can do, at most five cases each, due in a day."""
    unit = team(stage("work", exponential(6), due=within(1)), rate=1.5 * 2 * 5 / 6, limit=5)
    return replace(plan(unit, people=officers(2)), lead_steps=STEPS)


@pytest.fixture(scope="module")
def found(overloaded) -> Countdown:
    return count_down(overloaded, STANDARDS, day=DAY, futures=FUTURES)


def played(whole: Plan, *levers, days: int = 120):
    """120 days from 1 January end with April: DAY lies in that month."""
    return simulate_plan(whole, Scenario("s", "S", levers), days=days, replications=FUTURES)


def test_chances_and_their_trend_are_counted(overloaded, found):
    result = played(overloaded)
    for one in found.standards:
        assert one.chance == chance_on(result, one.standard, DAY).share
        assert [day for day, _ in one.trend] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), DAY]
        for day, chance in one.trend:
            assert chance == chance_on(result, one.standard, day).share
    queue, safe, _ = found.standards
    assert queue.trend[0][1] > queue.chance
    assert safe.chance == 1
    assert (found.days_left, found.lead) == (100, timedelta(days=22))


def test_an_on_time_share_is_of_the_thirty_days_up_to_the_date():
    """Counted by a run that is cut at the end of every day."""
    unit = team(stage("work", exponential(6), due=within(10)), rate=1.1 * 2 * 5 / 6, limit=5)
    busy = plan(unit, people=officers(2))
    every = [START + timedelta(days=day) for day in range(101)]
    counted = simulate_plan(busy, days=101, replications=FUTURES, marks=every)
    one = counted.team("t")

    def shares(first: int, last: int) -> NDArray[np.float64]:
        due, met = (array[:, 0, 0, first : last + 1].sum(axis=1) for array in (one.due, one.met))
        return met / due

    share = standard(Measure.ON_TIME, float(np.median(shares(71, 100))), "share")
    (found,) = count_down(busy, [share], day=DAY, futures=FUTURES, lifts=False, last_safe=False).standards
    expected = [(shares(*days) >= share.target.value).mean() for days in ((1, 30), (29, 58), (60, 89), (71, 100))]
    assert [chance for _, chance in found.trend] == expected
    assert 0 < found.chance == expected[-1] < 1
    whole = simulate_plan(busy, days=101, replications=FUTURES)
    assert (counted.by_month(one.done) == whole.team("t").done).all()


def test_the_best_single_step_is_the_one_that_counting_finds(overloaded, found):
    queue = found.standards[0]
    usual = chance_on(played(overloaded), STANDARDS[0], DAY).share
    chances = {}
    for candidate in candidates(overloaded, overloaded.teams[0], 22, DAY):
        chances[candidate.name] = chance_on(played(overloaded, *candidate.levers), STANDARDS[0], DAY).share
    assert {lift.candidate.name: lift.chance for lift in queue.lifts} == chances
    assert queue.lifts[0].chance == max(chances.values()) > usual
    for lift in queue.lifts:
        assert lift.lift == pytest.approx(lift.chance - usual)
    assert [lift.lift for lift in queue.lifts] == sorted((lift.lift for lift in queue.lifts), reverse=True)


def test_one_day_after_the_last_safe_date_is_too_late(overloaded, found):
    last = found.standards[0].last_safe
    assert last is not None
    assert START < last.approve < DAY - found.lead
    assert last.begins == last.approve + timedelta(days=22)
    for day, chance in ((last.approve, last.chance), (last.approve + timedelta(days=1), last.day_later)):
        result = played(overloaded, Recruits("t", last.officers, day, 22))
        assert chance_on(result, STANDARDS[0], DAY).share == chance
    assert last.chance >= 0.9 > last.day_later
    fewer = played(overloaded, Recruits("t", last.officers - 1, START, 22))
    assert chance_on(fewer, STANDARDS[0], DAY).share < 0.9


def test_a_safe_standard_needs_no_date_and_a_hopeless_one_says_what_to_relax(found):
    _, safe, never = found.standards
    assert (safe.last_safe, safe.obstacle) == (None, None)
    assert never.last_safe is None
    assert never.obstacle is not None and "relax its target to" in never.obstacle


def test_parts_are_given_on_the_way_and_dates_can_be_found_afterwards(overloaded, found):
    parts: list[Countdown] = []
    usual = {"day": DAY, "futures": FUTURES}
    quick = count_down(overloaded, STANDARDS, last_safe=False, partial=parts.append, **usual)
    assert [bool(part.standards[0].lifts) for part in parts] == [False, True]
    assert parts[-1] == quick and parts[0].breaches == found.breaches
    assert [one.last_safe for one in quick.standards] == [None, None, None]
    assert tuple(find_last_safe(overloaded, quick, one.key) for one in STANDARDS) == found.standards


def test_overdue_work_week_by_week(overloaded, found):
    overdue = played(overloaded).team("t").overdue[:, 0]
    assert [breach.week for breach in found.breaches] == [START + timedelta(days=day) for day in range(6, 101, 7)]
    for breach in found.breaches:
        values = overdue[:, (breach.week - START).days]
        assert (breach.chance, breach.mean) == ((values > 0).mean(), pytest.approx(values.mean()))
        assert (values <= breach.high).mean() >= 0.9 > (values < breach.high).mean() - 1e-9
    assert found.breaches[-1].worst_days > found.breaches[0].worst_days


def test_posts_that_cannot_come_in_time(overloaded):
    soon = count_down(overloaded, STANDARDS[:1], day=START + timedelta(days=20), futures=50, probability=0.99)
    obstacle = soon.standards[0].obstacle
    assert obstacle is not None and "ask earlier, borrow officers, or move the date" in obstacle


def test_what_is_no_countdown(overloaded):
    with pytest.raises(InvalidPlan, match="no date of a re-inspection"):
        count_down(overloaded, STANDARDS)
    with pytest.raises(InvalidPlan, match="choose a later day"):
        count_down(overloaded, STANDARDS, day=START)
    told = []

    def progress(done: int, total: int) -> None:
        told.append(done / total)
        if len(told) > 8:
            raise Cancelled

    with pytest.raises(Cancelled):
        count_down(overloaded, STANDARDS, day=DAY, futures=50, progress=progress)
    assert all(0 <= done <= 1 for done in told)


@pytest.mark.parametrize("last", [None, 0, 1, 40, 99, 100])
def test_the_last_day_is_found_by_halving(last):
    asked = []

    def works(day: date) -> bool:
        asked.append(day)
        return last is not None and (day - START).days <= last

    assert last_day(START, DAY, works) == (None if last is None else START + timedelta(days=last))
    assert len(asked) <= 9


def test_candidates_are_what_the_team_has():
    whole = everything()
    names = [candidate.name for candidate in candidates(whole, whole.team("a"), 189, DAY)]
    assert names[:3] == ["one more recruit", "one officer on loan", "4 hours of overtime a week"]
    assert "visits 10 % less often" in names
    assert names[-1] == "one more server of Lab"
    simple = case_managers()
    kinds = {type(lever) for one in candidates(simple, simple.teams[0], 189, DAY) for lever in one.levers}
    assert ResourceServers not in kinds and Overtime in kinds
    demo = demo_plan()
    for unit in demo.teams:
        for candidate in candidates(demo, unit, 189, demo.reinspection):
            # Every one is a lever that the plan takes.
            replace(demo, scenarios=(Scenario("s", "S", candidate.levers),))


def test_the_steps_add_up_to_about_six_months():
    assert lead_days(LEAD_STEPS) == pytest.approx(182, abs=10)
