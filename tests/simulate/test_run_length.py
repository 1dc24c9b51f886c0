"""A run is carried on, looked at, stopped when it is precise enough, and cancelled at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from planner.model.checks import InvalidPlan
from planner.model.plan import Plan
from planner.model.precision import Aim, Estimate, Quantity, Reached, Stop, reach, student_quantile
from planner.model.progress import Cancelled
from planner.model.results import Result
from planner.simulate import machine
from planner.simulate.replicate import Run, simulate
from planner.simulate.run_length import FEWEST, ROUNDS, expected_replications, simulate_until
from planner.workspace import demo_plan
from tests.simulate.small_networks import differing, everything, exponential, station, within

DAYS = 60


@pytest.fixture(scope="module")
def plan() -> Plan:
    return everything()


@pytest.fixture(scope="module")
def busy() -> Plan:
    """Two officers who are kept busy nine tenths of the time, with work that is due in a week."""
    found = station(2, 0.9, exponential(5))
    serve = replace(found.teams[0].stages[0], due=within(7))
    return replace(found, teams=(replace(found.teams[0], stages=(serve,)),))


def test_a_run_carried_on_is_the_run_done_at_once(plan: Plan) -> None:
    run = Run(plan, days=DAYS, limit=40, seed=3)
    for to in (1, 2, 20, 20, 33):
        run.extend(to)
        assert run.done == run.result().replications == len(run.result().team("a").open) == to
        assert differing(run.result(), simulate(plan, days=DAYS, replications=to, seed=3)) == []
    with pytest.raises(ValueError, match="no room for 41"):
        run.extend(41)


def test_an_earlier_result_does_not_change_when_the_run_goes_on(plan: Plan) -> None:
    run = Run(plan, days=DAYS, limit=40, seed=3)
    run.extend(10)
    early = run.result()
    run.extend(40)
    assert early.replications == 10
    assert differing(early, simulate(plan, days=DAYS, replications=10, seed=3)) == []


def test_a_run_goes_on_after_it_was_cancelled(plan: Plan) -> None:
    run = Run(plan, days=400, limit=300, seed=3)
    run.extend(10)
    with pytest.raises(Cancelled):
        run.extend(300, _cancel_after(30))
    assert run.done == 10
    assert run.result().replications == 10
    run.extend(60)
    assert differing(run.result(), simulate(plan, days=400, replications=60, seed=3)) == []


def _cancel_after(enough: int) -> Callable[[int, int], None]:
    def cancel(done: int, total: int) -> None:
        if done >= enough:
            raise Cancelled

    return cancel


def test_a_fault_in_a_thread_ends_the_run_at_once(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    real = machine.Machine.run
    ran: list[int] = []

    def fail(engine: machine.Machine, output: object, seed: int, first: int, stopped: Callable[[], bool]) -> None:
        ran.append(first)
        if first >= 30:
            raise RuntimeError("a replication ran out of room for cases")
        real(engine, output, seed, first, stopped)  # type: ignore[arg-type]

    monkeypatch.setattr(machine.Machine, "run", fail)
    with pytest.raises(RuntimeError, match="out of room"):
        simulate(plan, days=400, replications=100_00, threads=2)
    assert len(ran) < 200


# Cancelling


class _Impatient:
    """A progress callable that cancels as a user does: at any moment once the futures are under way."""

    def __init__(self, after_seconds: float) -> None:
        self.pressed: float | None = None
        self._timer = threading.Timer(after_seconds, self._press)

    def _press(self) -> None:
        self.pressed = time.perf_counter()

    def __call__(self, done: int, total: int) -> None:
        if self.pressed is not None:
            raise Cancelled
        if done and self._timer.ident is None:
            self._timer.start()


@pytest.mark.parametrize("after_seconds", [0.2, 0.33, 0.4])
def test_cancel_stops_all_teams_within_200_milliseconds(after_seconds: float) -> None:
    run = Run(demo_plan(), days=730, limit=2000)
    before = set(threading.enumerate())
    impatient = _Impatient(after_seconds)
    with pytest.raises(Cancelled):
        run.extend(2000, impatient)
    assert impatient.pressed is not None
    took = time.perf_counter() - impatient.pressed
    assert took < 0.2, f"{took:.3f} s"
    assert {
        thread for thread in threading.enumerate() if thread not in before and "replications" in thread.name
    } == set()
    assert run.result().replications == 0


def test_cancel_ends_a_run_with_a_precision_in_any_round(plan: Plan) -> None:
    for enough in (1, 25, 120):
        heard: list[int] = []
        with pytest.raises(Cancelled):
            simulate_until(
                plan,
                aims=(Aim(Quantity.OPEN, "a", 1e-6),),
                limit=400,
                days=200,
                progress=_cancel_after(enough),
                partial=lambda result, heard=heard: heard.append(result.replications),  # type: ignore[misc]
            )
        assert heard == [size for size in ROUNDS if size < enough]


# Precision


def test_the_run_ends_when_every_aim_is_reached(busy: Plan) -> None:
    loose, strict = Aim(Quantity.OPEN, "t", 50), Aim(Quantity.OPEN, "t", 0.8)
    share = Aim(Quantity.ON_TIME, "t", 0.5, stage="serve")
    result = simulate_until(busy, aims=(loose, strict, share), limit=20_000, days=100)
    assert result.length.stopped is Stop.PRECISE
    assert [found.aim for found in result.length.reached] == [loose, strict, share]
    assert all(found.met for found in result.length.reached)
    assert result.length.reached == tuple(reach(result, found.aim) for found in result.length.reached)
    assert 200 < result.replications < 20_000
    # It is not much longer than it has to be, and what it found is what a plain run finds.
    half_width = result.length.reached[1].half_width
    assert half_width is not None
    assert 0.7 * 0.8 < half_width <= 0.8
    assert differing(result, simulate(busy, days=100, replications=result.replications)) == []


def test_never_decided_on_fewer_than_fifty(busy: Plan) -> None:
    result = simulate_until(busy, aims=(Aim(Quantity.OPEN, "t", 1000),), limit=20_000, days=100)
    assert result.replications == FEWEST
    assert result.length.stopped is Stop.PRECISE
    short = simulate_until(busy, aims=(Aim(Quantity.OPEN, "t", 1000),), limit=30, days=100)
    assert short.replications == 30
    assert short.length.stopped is Stop.LIMIT


def test_the_limit_is_said(busy: Plan) -> None:
    result = simulate_until(busy, aims=(Aim(Quantity.OPEN, "t", 0.001),), limit=230, days=100)
    assert result.replications == 230
    assert result.length.stopped is Stop.LIMIT
    assert not result.length.reached[0].met


def test_a_run_without_aims_has_the_length_asked_for(plan: Plan) -> None:
    result = simulate_until(plan, limit=33, days=DAYS)
    assert result.length.stopped is Stop.AS_ASKED
    assert result.length.reached == ()
    assert differing(result, simulate(plan, days=DAYS, replications=33)) == []


def test_partial_results_stream_out_on_the_callers_thread(busy: Plan) -> None:
    caller = threading.current_thread()
    partial: list[Result] = []
    estimates: list[Estimate] = []

    def listen(result: Result) -> None:
        assert threading.current_thread() is caller
        partial.append(result)

    aim = Aim(Quantity.OPEN, "t", 0.001)
    result = simulate_until(busy, aims=(aim,), limit=1000, days=50, partial=listen, estimated=estimates.append)
    assert [found.replications for found in partial] == [20, 50, 200, 800]
    for found in partial:
        assert found.length.stopped is None
        assert found.length.reached == (reach(found, aim),)
        assert np.array_equal(found.team("t").open, result.team("t").open[: found.replications])
    assert [estimate.replications for estimate in estimates] == [1000] * 4
    assert result.length.estimate == estimates[0]


def test_progress_counts_towards_what_is_expected(busy: Plan) -> None:
    heard: list[tuple[int, int]] = []
    simulate_until(busy, limit=300, days=50, progress=lambda done, total: heard.append((done, total)))
    assert heard[0] == (0, 300)
    assert heard[-1] == (300, 300)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


def test_an_aim_beyond_the_run_is_refused_before_anything_runs(plan: Plan) -> None:
    sound = Aim(Quantity.OPEN, "a", 1)
    with pytest.raises(InvalidPlan) as error:
        simulate_until(plan, aims=(sound, Aim(Quantity.OPEN, "b", 1)), teams=["a"], days=DAYS)
    assert error.value.field == "aims[1].team"


@pytest.mark.slow
def test_the_trial_foretells_the_time_of_the_run() -> None:
    demo = demo_plan()
    estimates: list[Estimate] = []
    begun = time.perf_counter()
    run = simulate_until(demo, limit=300, teams=["polit"], estimated=estimates.append)
    took = time.perf_counter() - begun
    first = estimates[0]
    assert first.replications == run.replications == 300
    assert took / 4 < first.seconds < 4 * took


def test_the_trial_foretells_the_length_of_the_run(busy: Plan) -> None:
    estimates: list[Estimate] = []
    aim = Aim(Quantity.OPEN, "t", 0.8)
    run = simulate_until(busy, aims=(aim,), limit=20_000, days=100, estimated=estimates.append)
    # A spread measured on 20 values is off by a third now and then, its square by twice that.
    assert run.replications / 4 < estimates[0].replications < 4 * run.replications


# The rule by itself


def _ends(chance: np.random.Generator, draw: Callable[[int], np.ndarray], precision: float) -> tuple[float, float, int]:
    """Mean, half-width and number of values when the rule ends a run of independent values."""
    aim = Aim(Quantity.OPEN, "t", precision)
    values = np.empty(0)
    to = 20
    while True:
        values = np.append(values, draw(to - values.size))
        half_width = student_quantile(to - 1) * values.std(ddof=1) / np.sqrt(to)
        reached = Reached(aim, float(values.mean()), float(half_width))
        expected = expected_replications((reached,), to, 5000)
        if expected == to:
            return float(values.mean()), float(half_width), to
        to = next((size for size in ROUNDS if size > to), min(expected, 4 * to))


@pytest.mark.parametrize("skewed", [False, True], ids=["normal", "exponential"])
@pytest.mark.parametrize("precision", [0.25, 0.12, 0.07])
@pytest.mark.slow
def test_intervals_cover_almost_as_often_as_they_say(skewed: bool, precision: float) -> None:
    """A run that ends when its interval is narrow enough ends a little too often on a spread measured too small."""
    chance = np.random.default_rng(11)
    draw = (lambda size: chance.exponential(size=size)) if skewed else (lambda size: chance.normal(1, 1, size))
    found = [_ends(chance, draw, precision) for _ in range(3000)]
    covered = np.mean([abs(mean - 1) <= half_width for mean, half_width, _ in found])
    assert (0.9 if skewed else 0.925) < covered < 0.965
    assert all(half_width <= precision for _, half_width, number in found if number < 5000)


def test_the_rule_looks_at_few_sizes() -> None:
    aim = Aim(Quantity.OPEN, "t", 1.0)

    def expected(done: int, half_width: float | None) -> int:
        return expected_replications((Reached(aim, 5.0, half_width),), done, 10_000)

    assert expected(20, 0.1) == 50
    assert expected(20, 2.0) == 200
    assert expected(20, 10.0) == 2100
    assert expected(50, 0.9) == 50
    assert expected(50, 1.1) == 200
    assert expected(200, 1.0) == 200
    assert expected(200, 1.01) == 216
    assert expected(200, None) == 10_000
    assert expected(10_000, 2.0) == 10_000
