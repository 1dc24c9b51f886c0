"""A case book drawn from a summary is what a visitor to a level-running unit would find."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from numpy.random import PCG64, Generator

from planner.edit.flow import case_flow
from planner.edit.opening import BookSummary, draw_book
from planner.model.assumption import Assumption, BandFigure, figure_for
from planner.model.cases import Case, Phase
from planner.model.checks import InvalidPlan
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.team import Team
from planner.storage.templates import read_template

START = date(2026, 11, 2)
WAITS = {"very-high": 1.0, "high": 3.0, "medium": 6.0, "low": 10.0}


def officers(team: str, *shares: float) -> tuple[Officer, ...]:
    return tuple(Officer(f"{team}-{number}", f"Post {number}", team, fte=share) for number, share in enumerate(shares))


def book(name: str, seed: int = 5, *, people: int = 12, **summary: object) -> tuple[Case, ...]:
    fields = {"owned": 372, "work_days": WAITS} | summary
    return draw_book(
        read_template(name),
        BookSummary(**fields),
        officers(name, *[1.0] * people),
        START,
        Generator(PCG64(seed)).random,
    )


@pytest.mark.parametrize("name", ["polit", "mosovo", "dpmu"])
def test_a_drawn_book_makes_a_plan(name: str):
    cases = book(name, unallocated=7)
    team = read_template(name)
    plan = Plan("Drawn", START, (team,), officers(name, *[1.0] * 12), cases)
    assert len(plan.cases) == 379
    for case in cases:
        assert case.opened <= case.since < START
        assert (START - case.opened).days <= 7305
    waiting = [case for case in cases if case.owner is None]
    assert len(waiting) == 7
    assert {(case.stage, case.phase) for case in waiting} == {(team.stages[0].key, Phase.TASK)}


def test_the_same_seed_draws_the_same_book():
    assert book("polit") == book("polit")
    assert book("polit") != book("polit", seed=6)


def test_owners_are_dealt_by_the_hours_they_work():
    cases = draw_book(
        read_template("polit"),
        BookSummary(100, WAITS),
        officers("polit", 1.0, 0.5, 1.0),
        START,
        Generator(PCG64(1)).random,
    )
    assert sorted(Counter(case.owner for case in cases).values()) == [20, 40, 40]
    assert set(Counter(case.owner for case in book("polit")).values()) == {31}


def test_the_stages_are_found_in_proportion_to_littles_law():
    team = read_template("polit")
    flow = case_flow(team)
    cases = book("polit", owned=8_000)
    outside = flow.outside_days(dict.fromkeys(flow.visits, 1.0))
    expected: Counter[tuple[str, Phase]] = Counter()
    for (band, key), visits in flow.visits.items():
        work = 1.0 if key == "supervisor-review" else WAITS[band]
        expected[key, Phase.TASK] += visits * work
        expected[key, Phase.DELAY] += visits * outside[band, key]
    total = sum(expected.values())
    found = Counter((case.stage, case.phase) for case in cases)
    for place, weight in expected.items():
        share = weight / total
        assert found[place] / 8_000 == pytest.approx(share, abs=4 * (share * (1 - share) / 8_000) ** 0.5 + 1e-9), place


def test_the_age_of_a_case_is_half_its_length_and_more():
    """Mean age in a level-running unit: by the inspection paradox above half the mean life of 189 days."""
    cases = book("polit", owned=4_000)
    ages = [(START - case.opened).days for case in cases]
    waits = [(START - case.since).days for case in cases if case.stage == "examination" and case.phase is Phase.DELAY]
    delay = read_template("polit").stage("examination").delay
    assert delay is not None
    assert sum(waits) / len(waits) == pytest.approx(delay.mean * (1 + delay.cv**2) / 2, rel=0.05)
    assert 130 < sum(ages) / len(ages) < 200


def test_due_dates_follow_the_stage_clock():
    team = read_template("polit")
    stages = set()
    for case in book("polit"):
        due = figure_for(team.stage("action").due, case.band)
        towards_action = case.stage == "action" or team.stage(case.stage).works_towards == "action"
        if towards_action and case.phase is Phase.TASK:
            stages.add(case.stage)
            assert due is not None
            assert case.due == case.opened + timedelta(days=due.value)
        else:
            assert case.due is None
    assert {"research", "action"} <= stages


def test_visits_are_due_an_interval_after_the_last_one():
    visit = read_template("mosovo").stage("visit")
    assert visit.recurrence is not None
    kinds = set()
    for case in book("mosovo", owned=682):
        if case.stage != "visit":
            continue
        interval = figure_for(visit.recurrence.interval, case.band)
        assert interval is not None and case.due is not None
        if case.phase is Phase.DELAY:
            assert case.due == case.since + timedelta(days=round(interval.value))
            assert case.due > START, "a visit that is due is no longer waited for"
        else:
            assert case.due == case.since + timedelta(days=7)
            kinds.add(case.due < START)
    assert kinds == {True, False}, "some visits are overdue and some are only ready"


def test_the_longest_open_cases_are_the_legacy():
    cases = book("polit", legacy_share=0.25)
    old = [case.opened for case in cases if case.legacy]
    new = [case.opened for case in cases if not case.legacy]
    assert len(old) == 93
    assert max(old) <= min(new)


@pytest.mark.parametrize(
    ("summary", "field"),
    [
        ({"owned": -1}, "owned"),
        ({"unallocated": -1}, "unallocated"),
        ({"legacy_share": 1.1}, "legacy_share"),
        ({"longest_days": 0}, "longest_days"),
        ({"work_days": {"low": 0.0}}, "work_days"),
        ({"work_days": {"low": 3.0}}, "work_days"),
    ],
)
def test_an_impossible_summary_is_refused(summary: dict[str, object], field: str):
    with pytest.raises(InvalidPlan) as caught:
        book("polit", **summary)
    assert caught.value.field == field


def test_owned_cases_need_somebody():
    with pytest.raises(InvalidPlan, match="owned cases need an officer"):
        book("polit", people=0)


def test_no_case_is_older_than_told():
    ages = [(START - case.opened).days for case in book("mosovo", longest_days=400)]
    assert max(ages) <= 400


def managed(share: float) -> Team:
    """The MOSOVO template with a share of its low band under reactive management."""
    team = read_template("mosovo")
    visit = team.stage("visit")
    assert visit.recurrence is not None
    turn = replace(visit.recurrence, reactive=(BandFigure(Assumption(share, "share"), "low"),))
    changed = replace(visit, recurrence=turn)
    return replace(team, stages=tuple(changed if stage is visit else stage for stage in team.stages))


@pytest.mark.slow
def test_reactive_management_leaves_fewer_visits_to_make():
    found = []
    for share in (0.0, 0.6, 1.0):
        summary = BookSummary(4_000, WAITS)
        cases = draw_book(managed(share), summary, officers("mosovo", 1.0), START, Generator(PCG64(3)).random)
        low = [case for case in cases if case.band == "low" and case.stage == "visit"]
        waiting = [case for case in low if case.phase is Phase.DELAY]
        assert waiting and all(case.due is not None and case.due >= START - timedelta(days=1) for case in waiting)
        found.append((len(low) - len(waiting)) / len(low))
    # A task waits 10 days of a turn of 358; the cases that are not visited have none.
    assert found[0] == pytest.approx(10 / 368, rel=0.5)
    assert found[1] == pytest.approx(0.4 * 10 / (0.4 * 368 + 0.6 * 365), rel=0.65)
    assert found[1] < 0.7 * found[0]
    assert found[2] == 0


def test_the_queue_for_an_owner_is_left_to_the_last_priority():
    cases = [case for case in book("polit", unallocated=300) if case.owner is None]
    ages: dict[str, list[int]] = {}
    for case in cases:
        assert case.opened == case.since
        ages.setdefault(case.band, []).append((START - case.opened).days)
    bands = {entry.key: len(ages.get(entry.key, ())) / entry.share.value for entry in read_template("polit").bands}
    assert bands["very-high"] <= bands["high"] < bands["medium"] < bands["low"] / 5
    # By Little's law the low ones have waited for as long as so many of them take to come.
    flow = case_flow(read_template("polit"))
    work = {place: 1.0 if place[1] == "supervisor-review" else WAITS[place[0]] for place in flow.visits}
    low_a_day = 0.3 * 372 / flow.days_a_case(work)
    assert sum(ages["low"]) / len(ages["low"]) == pytest.approx(len(ages["low"]) / low_a_day, rel=0.15)


def test_without_waits_the_caseload_says_how_long_work_lies():
    """More cases for the same hands: a larger share of them waits for the team."""

    def with_the_team(each: int) -> float:
        cases = book("polit", owned=12 * each, work_days=None)
        return sum(case.phase is Phase.TASK for case in cases) / len(cases)

    assert 0.08 < with_the_team(28) < with_the_team(34) < with_the_team(60) / 2


def test_nobody_and_nothing_is_an_empty_book():
    assert book("polit", owned=0, people=0, work_days=None) == ()
    waiting = book("polit", owned=0, people=0, unallocated=5, work_days=None)
    assert len(waiting) == 5
