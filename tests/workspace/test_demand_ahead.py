"""New cases of a run follow the team's forecast: the same futures however the run is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from planner.model.checks import InvalidPlan
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.growth import Compound, GrowthCase, Step
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.progress import Cancelled, unheard
from planner.model.scenario import DemandGrowth, ForecastDemand, Lever, Scenario
from planner.workspace import (
    Workspace,
    back_test,
    demand_ahead,
    forecast_cases,
    forecast_plan,
    past,
    simulate_plan,
    simulate_until,
    with_history,
)
from planner.workspace.demand_ahead import demand_of_run
from tests.forecast.count_series import steady
from tests.simulate.small_networks import START, band, constant, officers, plan, stage, team

DAYS = 60


def history(key: str, band_key: str, mean: float, months: int = 30, seed: int = 1) -> DemandHistory:
    return DemandHistory(key, band_key, date(2023, 7, 1), tuple(int(count) for count in steady(mean, months, seed)))


@pytest.fixture(scope="module")
def counted() -> Plan:
    """Team a is forecast at three times its present level in two bands, team b by weeks; c has no counts."""
    halves = (band("one", 0.5), band("two", 0.5))
    teams = (
        team(stage("serve", constant(1)), key="a", rate=1, bands=halves, weekday_referrals=(0.2,) * 5 + (0.0, 0.0)),
        team(stage("serve", constant(1)), key="b", rate=1),
        team(stage("serve", constant(1)), key="c", rate=1),
    )
    weeks = tuple(int(count) for count in steady(14, 80, 9))
    return plan(
        *teams,
        people=(*officers(4, "a"), *officers(4, "b"), *officers(1, "c")),
        histories=(
            history("a", "one", 60),
            history("a", "two", 30, seed=2),
            DemandHistory("b", "all", date(2024, 7, 1), weeks, period=Period.WEEK),
        ),
        growth_cases=(
            GrowthCase("a", "step", "A step", (Step(100, date(2026, 2, 1), "new duty"),)),
            GrowthCase("a", "level", "Level", (Compound(0, START, "no growth"),), replaces_trend=True),
            GrowthCase("b", "step", "A step", (Step(50, date(2026, 2, 1), "new duty"),)),
        ),
    )


def follow(*levers: Lever) -> Scenario:
    return Scenario("follow", "Follow", levers or (ForecastDemand("a"),))


def test_new_cases_come_at_the_level_of_the_history(counted: Plan) -> None:
    found = simulate_plan(counted, follow(), days=DAYS, replications=200)
    assert found.team("a").arrived.sum(axis=2).mean(axis=0) == pytest.approx([60 * 2, 30 * 2], rel=0.12)
    base = simulate_plan(counted, None, days=DAYS, replications=200)
    assert np.array_equal(found.team("b").arrived, base.team("b").arrived)
    assert not np.array_equal(found.team("a").arrived, base.team("a").arrived)


def test_a_growth_case_and_a_growth_lever_multiply(counted: Plan) -> None:
    plain, stepped, both = (
        demand_of_run(counted, follow(lever), DAYS, 20, 1)["a"].expected
        for lever in (ForecastDemand("a"), ForecastDemand("a", "step"), ForecastDemand("a", "step"))
    )
    assert stepped[:, :, :31] == pytest.approx(plain[:, :, :31])
    assert stepped[:, :, 31:] == pytest.approx(2 * plain[:, :, 31:])
    assert np.array_equal(stepped, both)
    lever = DemandGrowth("a", 50, START, 0)
    one = simulate_plan(counted, follow(ForecastDemand("a", "step")), days=DAYS, replications=200)
    more = simulate_plan(counted, follow(ForecastDemand("a", "step"), lever), days=DAYS, replications=200)
    assert more.team("a").arrived.sum() == pytest.approx(1.5 * one.team("a").arrived.sum(), rel=0.03)


def test_a_case_that_replaces_the_trend_has_a_forecast_of_its_own(counted: Plan) -> None:
    own, level = (
        demand_of_run(counted, follow(ForecastDemand("a", key)), DAYS, 20, 1)["a"].expected for key in (None, "level")
    )
    assert not np.array_equal(own, level)


def test_a_future_is_the_same_however_many_there_are_and_however_long_they_are(counted: Plan) -> None:
    scenario = follow(ForecastDemand("a"), ForecastDemand("b"))
    few = demand_of_run(counted, scenario, DAYS, 20, 1)
    many = demand_of_run(counted, scenario, DAYS, 5000, 1)
    longer = demand_of_run(counted, scenario, 1825, 20, 1)
    other = demand_of_run(counted, scenario, DAYS, 20, 2)
    for key in ("a", "b"):
        assert few[key].expected.shape[0] == 20
        assert many[key].expected.shape[0] == 1000
        assert np.array_equal(many[key].expected[:20], few[key].expected)
        assert np.array_equal(longer[key].expected[..., :DAYS], few[key].expected)
        assert not np.array_equal(other[key].expected, few[key].expected)
        assert few[key].dispersion == longer[key].dispersion >= 1


@pytest.mark.slow
def test_every_run_of_up_to_ten_years_is_foretold(counted: Plan) -> None:
    late = replace(counted, start=date(2026, 1, 31))
    found = demand_of_run(late, follow(ForecastDemand("a"), ForecastDemand("b")), 3660, 2, 1)
    assert [one.expected.shape[2] for one in found.values()] == [3660, 3660]


def test_a_run_until_precise_finds_what_a_plain_run_finds(counted: Plan) -> None:
    heard: list[tuple[int, int]] = []
    until = simulate_until(counted, follow(), limit=30, days=DAYS, progress=lambda *steps: heard.append(steps))
    plain = simulate_plan(counted, follow(), days=DAYS, replications=30)
    assert np.array_equal(until.team("a").arrived, plain.team("a").arrived)
    assert {total for _, total in heard} == {30}


def test_a_kept_run_is_had_again_bit_for_bit(counted: Plan, tmp_path: Path) -> None:
    result = simulate_plan(counted, follow(ForecastDemand("a", "step"), ForecastDemand("b")), days=DAYS, seed=5)
    bare = replace(counted, histories=(), growth_cases=())
    with Workspace.create(tmp_path / "kept.plan", bare) as workspace:
        key = workspace.save_result(result, "As forecast")
        demand_ahead.forget()
        assert workspace.rerun(key).differing == ()


def test_what_was_forecast_is_not_forecast_again(counted: Plan) -> None:
    demand_ahead.forget()
    first = forecast_plan(counted, ["a"])["a"]
    renamed = replace(counted, name="Another", histories=tuple(replace(row) for row in counted.histories))
    assert np.shares_memory(forecast_plan(renamed, ["a"], months=24)["a"].forecast.counts, first.forecast.counts)
    changed = replace(counted, histories=(history("a", "one", 61), *counted.histories[1:]))
    assert not np.shares_memory(forecast_plan(changed, ["a"])["a"].forecast.counts, first.forecast.counts)
    assert not np.shares_memory(forecast_plan(counted, ["a"], seed=2)["a"].forecast.counts, first.forecast.counts)


def test_only_so_many_are_kept(counted: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demand_ahead, "MOST_KEPT", 2)

    def counts(seed: int) -> np.ndarray:
        return forecast_plan(counted, ["a"], seed=seed, paths=2)["a"].forecast.counts

    first, second = counts(100), counts(101)
    assert np.shares_memory(counts(100), first)
    counts(102)
    assert np.shares_memory(counts(100), first)
    assert not np.shares_memory(counts(101), second)


def test_events_of_the_team_and_of_all_change_the_forecast(counted: Plan) -> None:
    day = date(2025, 3, 1)
    plain = forecast_plan(counted, ["a"])["a"]

    def changed(event_team: str | None) -> bool:
        events = (DemandEvent(day, "all referrals now come here", event_team),)
        found = forecast_plan(replace(counted, events=events), ["a"])["a"]
        return not np.array_equal(found.counts, plain.counts)

    assert [changed(key) for key in ("a", None, "b")] == [True, True, False]


def test_a_whole_plan_is_forecast_with_progress_by_series(counted: Plan) -> None:
    demand_ahead.forget()
    heard: list[tuple[int, int]] = []
    found = forecast_plan(counted, months=24, cases={"a": "step"}, progress=lambda *steps: heard.append(steps))
    assert list(found) == ["a", "b"] == list(with_history(counted))
    assert (heard[0], heard[-1]) == ((0, 5), (5, 5))
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert [found[key].expected.shape for key in found] == [(1000, 2, 24), (1000, 1, 104)]
    assert found["b"].first == date(2025, 12, 29)
    assert np.median(found["a"].counts[:, :, 2]) > 1.7 * np.median(found["a"].forecast.counts[:, :, 2])


def test_a_team_alone_is_as_among_others(counted: Plan) -> None:
    whole = forecast_plan(counted)
    demand_ahead.forget()
    assert np.array_equal(forecast_plan(counted, ["b"])["b"].counts, whole["b"].counts)


def test_growth_cases_stand_side_by_side(counted: Plan) -> None:
    found = forecast_cases(counted, "a")
    assert list(found) == [None, "step", "level"]
    assert np.array_equal(found[None].counts, forecast_plan(counted, ["a"])["a"].counts)
    assert np.array_equal(found["step"].counts, forecast_plan(counted, ["a"], cases={"a": "step"})["a"].counts)


@pytest.mark.parametrize("after", [pytest.param(0, marks=pytest.mark.slow), 1])
def test_cancel_ends_a_forecast(counted: Plan, after: int) -> None:
    demand_ahead.forget()

    def stop(done: int, total: int) -> None:
        if done >= after:
            raise Cancelled

    works: list[Callable[[], object]] = [
        lambda: forecast_plan(counted, progress=stop),
        lambda: simulate_plan(counted, follow(), days=DAYS, progress=lambda *_: stop(after, 0)),
    ]
    for work in works:
        with pytest.raises(Cancelled):
            work()
    assert forecast_plan(counted, ["b"], progress=unheard)


def test_the_past_and_its_words(counted: Plan) -> None:
    found = past(counted, "a")
    assert (found.counts.begin, found.counts.length) == (date(2023, 7, 1), 30)
    assert found.words.startswith("Within ordinary variation: about 9")
    assert past(counted, "a", "two").words.startswith("Within ordinary variation: about 3")
    risen = replace(counted, histories=(*counted.histories[:2], weekly_rise()))
    assert past(risen, "b").words.startswith("The level changed in the week of 6 January 2025: from about 1")
    with pytest.raises(InvalidPlan, match="no counts of past cases"):
        past(counted, "c")


def weekly_rise() -> DemandHistory:
    counts = (*steady(14, 27, 9), *steady(40, 51, 9))
    return DemandHistory("b", "all", date(2024, 7, 1), tuple(int(count) for count in counts), period=Period.WEEK)


def test_a_back_test_is_of_the_team_or_of_a_band(counted: Plan) -> None:
    whole, one = (back_test(counted, "a", chosen, origins=3, paths=50) for chosen in (None, "one"))
    assert whole.actual[0, 0] == sum(row.counts[27] for row in counted.histories[:2])
    assert one.actual[0, 0] == counted.histories[0].counts[27]
    assert back_test(counted, "b", origins=2, paths=50).actual.shape == (2, 52)


@pytest.mark.parametrize(
    ("levers", "field", "words"),
    [
        ((DemandGrowth("a", 5, START), ForecastDemand("c")), "levers[2].histories", "no counts of past cases"),
        ((ForecastDemand("a", "none"),), "levers[1].case", "no such growth case"),
    ],
)
def test_what_cannot_be_followed_is_a_sentence(
    counted: Plan, levers: tuple[Lever, ...], field: str, words: str
) -> None:
    with pytest.raises(InvalidPlan, match=words) as caught:
        simulate_plan(counted, follow(*levers), days=DAYS)
    assert caught.value.field == field


def test_a_team_follows_its_forecast_once() -> None:
    with pytest.raises(InvalidPlan, match="once in a scenario"):
        follow(ForecastDemand("a"), ForecastDemand("a", "step"))
    assert follow(ForecastDemand("a"), ForecastDemand("b"))
