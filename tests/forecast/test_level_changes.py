"""Level changes: found where they are, not found where there is chance, season or a gap."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.forecast.control_chart import ControlChart, phased_chart
from planner.forecast.level_changes import LevelChange, in_words, level_changes
from planner.model.period import Period
from tests.forecast.count_series import seasonal, steady

FIRST = date(2022, 9, 1)


def charted(counts, season=12) -> tuple[ControlChart, tuple[LevelChange, ...]]:
    changes = level_changes(counts, season)
    return phased_chart(counts, [change.place for change in changes]), changes


def sentence(counts, period=Period.MONTH) -> str:
    return in_words(*charted(counts), FIRST, period)


def test_a_change_is_found_with_its_levels():
    counts = np.concatenate([steady(44, 30, 1), steady(71, 18, 2)])
    (change,) = level_changes(counts)
    assert change.place == 30
    assert change.before == pytest.approx(counts[:30].mean())
    assert change.after == pytest.approx(counts[30:].mean())
    assert change.chance <= 0.01
    before, after = counts[:30].mean(), counts[30:].mean()
    assert sentence(counts).startswith(
        f"The level changed in March 2025: from about {before:.0f} to {after:.0f} a month. Since then "
    )


def test_two_changes_are_told_apart():
    counts = np.concatenate([steady(30, 24, 3), steady(60, 24, 4), steady(20, 24, 5)])
    places = [change.place for change in level_changes(counts)]
    assert len(places) == 2
    assert abs(places[0] - 24) <= 1
    assert abs(places[1] - 48) <= 1


def test_chance_and_season_are_no_change():
    found = sum(bool(level_changes(steady(20, 48, seed))) for seed in range(40))
    assert found <= 3
    found = sum(bool(level_changes(seasonal(60, 30, seed, size=0.8))) for seed in range(40))
    assert found <= 3


def test_a_strong_season_hides_no_change():
    """Counts that double and halve within the year, and rise by a half in the middle."""
    rise = np.repeat([1.0, 1.5], 36)

    def found(season: int) -> int:
        rounds = (level_changes(np.rint(rise * seasonal(60, 72, seed, size=0.9)), season) for seed in range(20))
        return sum(any(abs(change.place - 36) <= 2 for change in changes) for changes in rounds)

    assert found(12) >= 16
    assert found(1) <= 4


def test_a_gap_shifts_nothing():
    counts = np.concatenate([steady(44, 30, 1), steady(71, 18, 2)])
    counts[[3, 4, 20]] = np.nan
    (change,) = level_changes(counts)
    assert change.place == 30
    assert change.before == pytest.approx(np.nanmean(counts[:30]))


def test_too_few_counts_show_nothing():
    assert level_changes([1, 1, 1, 90, 90, 90]) == ()
    assert level_changes([5] * 40) == ()
    assert len(level_changes([1] * 6 + [90] * 6)) == 1


def test_a_level_of_nothing():
    (change,) = level_changes([0] * 10 + [5, 7, 6, 4, 8, 5, 6, 7, 5, 6])
    assert (change.place, change.before, change.after) == (10, 0.0, 5.9)


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 9), st.integers(0, 1_000_000)), min_size=2, max_size=60).filter(
        lambda counts: sum(count is not None for count in counts) >= 2
    ),
    st.sampled_from(Period),
)
@settings(max_examples=60, deadline=None)
def test_any_history_gets_a_chart_and_a_sentence(counts, period):
    chart, changes = charted(counts, period.per_year)
    assert all(0 <= phase.lower <= phase.mean <= phase.upper for phase in chart.phases)
    assert len(chart.phases) == len(changes) + 1
    assert [change.place for change in changes] == sorted(change.place for change in changes)
    assert in_words(chart, changes, FIRST, period).endswith(".")


def test_words_for_ordinary_variation():
    counts = [20.0, 22, 18, 21, 19, 20, 22, 18, 21, 19, 20, 22]
    assert sentence(counts) == "Within ordinary variation: about 20 a month, 14 to 26 by chance alone."


def test_words_for_a_count_outside_the_limits():
    counts = [*steady(20, 20, 6), 70, *steady(20, 10, 7)]
    assert sentence(counts) == "No lasting change of level, but 1 month outside the limits of 0.1 to 44: May 2024."
    assert "1 week outside the limits of 0.1 to 44: the week of 19 January 2023" in sentence(counts, Period.WEEK)


def test_words_for_a_run():
    quiet = [20.0, 22, 18, 21, 19, 20, 22, 18, 21, 19, 20, 22, 18, 21, 19, 20]
    counts = [*quiet, 17, 18.5, 19.5, 20.5, 21.5, 23, 18, 21]
    assert sentence(counts) == (
        "No lasting change of level, but a sign that it may be moving: six in a row rising or falling."
    )


QUIET = [20.0, 22, 18, 21, 19, 20, 22, 18, 21, 19, 20, 22]


def test_words_since_a_change_are_of_the_new_level_alone():
    """Twelve counts around 20, then twenty-four around 60, with limits, by hand, of 60.5 +- 2.66 x 162/23."""
    sixties = [3 * count for count in QUIET] * 2
    moved = "The level changed in September 2023: from about 20 to 60 a month. Since then "
    assert sentence([*QUIET, *sixties]) == f"{moved}42 to 79 by chance alone."
    one_out = [*QUIET, *sixties[:-1], 110]
    assert "1 month outside the limits of " in sentence(one_out)
    assert sentence(one_out).endswith(": August 2025.")
    early = [*QUIET[:5], 45, *QUIET[6:], *sixties]
    assert sentence(early).endswith(" by chance alone.")


def test_words_for_a_sign_since_a_change():
    counts = [*QUIET, *[60.0, 66, 54, 63, 57, 60, 66, 54], 52, 54, 57, 60, 64, 68, 57, 63]
    assert "Since then there is a sign that it may be moving again: six in a row rising or falling." in sentence(counts)


def test_small_levels_keep_a_decimal():
    counts = np.concatenate([np.tile([1.0, 0, 2], 14), np.tile([9.0, 7, 8, 10], 6)])
    assert "from about 1 to 8.5 a month" in sentence(counts)
