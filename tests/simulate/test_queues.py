"""Order of service: the queues give their items out in order of rank, whatever is put in and taken out in between."""

from __future__ import annotations

import heapq
from dataclasses import replace
from datetime import timedelta
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.absence import Absence, AbsenceKind
from planner.model.cases import Case
from planner.simulate import machine
from planner.simulate.kernel import layout
from planner.simulate.network import build
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import DAY_HOURS, START, band, constant, officers, plan, stage, team

ROOM = 64


@pytest.fixture(scope="module")
def world():
    """A table of addresses with room for 64 cases and eight officers, and the arrays it points to."""
    whole = plan(team(stage("serve", constant(1)), rate=0), people=officers(8))
    built = build(whole, None, ("t",), 30)
    state = machine.new_world(built.network)
    output = machine.new_output(built.network, 1)
    assert state.cases.size >= ROOM
    table = machine.address_table(built.network, state, output)
    yield built.network, state, output, table.ctypes.data


@pytest.fixture(scope="module")
def probes() -> ModuleType:
    """Compiled functions that use the queues on behalf of a test (the engine's own cannot be called from Python)."""
    from tests.simulate import queue_probes

    return queue_probes


def nothing_known(state: layout.World) -> None:
    """No event of today, known in the morning or come up since."""
    state.clock["events"] = state.clock["known"] = 0
    state.events[:] = state.known[0] = layout.NEVER


STEPS = st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=ROOM)
"""Ranks that are put in, and None where one is taken out."""


@settings(deadline=None, derandomize=True)
@given(STEPS)
@pytest.mark.slow
def test_a_queue_gives_the_lowest_rank_first(world, probes, steps):
    _, state, _, table = world
    expected: list[tuple[int, int]] = []
    root = -1
    for item, rank in enumerate(steps):
        if rank is not None:
            # The engine's ranks are unique: they end with a number that counts up.
            state.items["rank"][item] = rank * 1000 + item
            heapq.heappush(expected, (rank * 1000 + item, item))
            root = probes.put(table, root, item)
        elif expected:
            assert root == heapq.heappop(expected)[1]
            root = probes.take(table, root)
    while expected:
        assert root == heapq.heappop(expected)[1]
        root = probes.take(table, root)
    assert root == -1


EVENTS = st.lists(st.tuples(st.integers(0, 9), st.one_of(st.none(), st.integers(0, ROOM))), max_size=60)
"""Ticks and actors of events that are added, or called off when they are there; None where the first one happens."""


@settings(deadline=None, derandomize=True)
@given(EVENTS)
@pytest.mark.slow
def test_todays_events_come_in_order_and_can_be_called_off(world, probes, steps):
    """By tick, then cases before officers, then by number."""
    _, state, _, table = world
    nothing_known(state)
    expected: set[tuple[int, int]] = set()
    for tick, number in steps:
        actor = number if number is None or number % 2 else layout.OFFICER + number
        if (tick, actor) in expected:
            expected.remove((tick, actor))
            probes.forget(table, tick, actor)
        elif actor is not None and len(expected) < ROOM:
            expected.add((tick, actor))
            probes.push(table, tick, actor)
        elif expected:
            assert divmod(probes.pop(table), 1 << layout.ACTOR_BITS) == min(expected)
            expected.remove(min(expected))
    for event in sorted(expected):
        assert divmod(probes.pop(table), 1 << layout.ACTOR_BITS) == event
    assert state.clock["events"][0] == 0
    assert (state.events == layout.NEVER).all()


@pytest.mark.slow
def test_calling_off_any_of_many_events_keeps_the_others_in_order(world, probes):
    """Heaps of up to 60 events, deep enough for the event that fills a gap to belong above or below it."""
    _, state, _, table = world
    chance = np.random.default_rng(5)
    for _ in range(40):
        nothing_known(state)
        events = [(int(tick), case) for case, tick in enumerate(chance.integers(0, 10_000, 60))]
        for tick, case in events:
            probes.push(table, tick, case)
        for place in chance.permutation(60)[:20]:
            probes.forget(table, *events[place])
            events[place] = (-1, -1)
        left = sorted(event for event in events if event[1] >= 0)
        assert [divmod(probes.pop(table), 1 << layout.ACTOR_BITS) for _ in left] == left


MORNING = st.lists(st.integers(0, layout.TICKS - 1), max_size=ROOM // 2)
"""Ticks of the day of what is known in the morning: of cases 0, 1 and so on."""


@settings(deadline=None, derandomize=True)
@given(MORNING, MORNING, st.integers(0, 3), st.sampled_from([0, 33, 10_000]))
def test_what_was_known_and_what_comes_up_happen_in_one_order(world, probes, known, later, parts, yesterday):
    """Whichever parts of the day they fall into: crowded into the first 2^14 ticks, or spread over all of it; and
    however many parts the day is cut into, by what was known yesterday."""
    _, state, _, table = world
    day = 3
    clock = state.clock
    clock["now"] = clock["listed_to"] = day * layout.TICKS
    clock["day_end"] = (day + 1) * layout.TICKS
    nothing_known(state)
    clock["past_known"] = yesterday
    state.day_lists[:] = -1
    ticks = [day * layout.TICKS + (tick >> 2 * parts) for tick in known + later]
    for case, tick in enumerate(ticks[: len(known)]):
        probes.plan_for(table, case, tick)
    assert clock["events"][0] == 0
    probes.order(table, day)
    for case, tick in enumerate(ticks[len(known) :], len(known)):
        probes.plan_for(table, case, tick)
    assert clock["events"][0] == len(later)
    found = [divmod(probes.pop(table), 1 << layout.ACTOR_BITS) for _ in ticks]
    assert found == sorted((tick, case) for case, tick in enumerate(ticks))
    assert clock["events"][0] == 0
    assert clock["known"][0] == clock["past_known"][0]


RANKED = st.tuples(st.integers(0, 30), st.integers(-4000 << 20, 12000 << 20))


@settings(deadline=None, derandomize=True)
@given(st.lists(RANKED, min_size=2, max_size=12))
def test_rank_is_by_priority_then_due_then_first_come(world, probes, wanted):
    _, state, _, table = world
    state.clock["sequence"] = 0
    ranks = [probes.rank(table, priority, due) for priority, due in wanted]
    in_order = sorted(range(len(wanted)), key=lambda number: (*wanted[number], number))
    assert sorted(range(len(wanted)), key=ranks.__getitem__) == in_order


def _case(key: str, band_key: str, due: int) -> Case:
    yesterday = START - timedelta(days=1)
    return Case(key, "t", band_key, "serve", yesterday, yesterday, owner="t-0", due=START + timedelta(days=due))


ORDER = ("high-early", "high-late", "high-last", "low-early", "low-late")
BOOK = (
    _case("low-late", "low", 9),
    _case("high-late", "high", 6),
    _case("low-early", "low", 2),
    _case("high-early", "high", 5),
    _case("high-last", "high", 6),
)


@pytest.mark.parametrize("limit", [1, 1000], ids=["allocation queue", "own queue"])
@pytest.mark.parametrize("key", ORDER)
def test_tasks_are_done_by_priority_then_due_date_then_first_come(key, limit):
    """Five cases of a day's work each: the day on which the marked one closes tells its turn."""
    # A day's work less a second, so that rounding does not push a task past midnight.
    work = stage("serve", constant(DAY_HOURS * (1 - 1e-5)))
    bands = (band("high", 0.5), band("low", 0.5, priority=1))
    owner = None if limit == 1 else "t-0"
    book = tuple(replace(case, legacy=case.key == key, owner=owner) for case in BOOK)
    whole = plan(team(work, rate=0, limit=limit, bands=bands), cases=book)
    legacy = simulate(whole, days=6, replications=1).team("t").legacy[0]
    assert int(np.argmin(legacy)) == ORDER.index(key)


def test_work_stops_for_an_absence_and_goes_on_after_it():
    """A task of a day and a half begun before two days of leave ends on the day after them."""
    away = Absence(AbsenceKind.LEAVE, START + timedelta(days=1), START + timedelta(days=2))
    whole = plan(
        team(stage("serve", constant(1.5 * DAY_HOURS)), rate=0),
        people=officers(1, absences=(away,)),
        cases=(_case("only", "all", 9),),
    )
    found = simulate(whole, days=6, replications=1).team("t")
    assert found.open[0].tolist() == [1, 1, 1, 0, 0, 0]
    assert found.hours_used[0].tolist() == pytest.approx([5, 0, 0, 2.5, 0, 0])
    assert found.hours_available[0].tolist() == pytest.approx([5, 0, 0, 5, 5, 5])
