"""A back-test as tables for a reader and as JSON for a program."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.forecast.backtest import BackTest, Score
    from planner.model.plan import Plan
    from planner.model.progress import Progress

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""
_METHODS = ("this program", "last year's figure")


def back_tests(
    plan: Plan, teams: tuple[str, ...], origins: int, seed: int, progress: Progress
) -> list[tuple[str, BackTest]]:
    """The back-test of each team's sum; errors are those of `back_test`. Progress counts origins."""
    from planner.workspace import back_test

    return [
        (
            team,
            back_test(
                plan,
                team,
                origins=origins,
                seed=seed,
                progress=lambda done, of, at=at: progress(at * of + done, len(teams) * of),  # type: ignore[misc]
            ),
        )
        for at, team in enumerate(teams)
    ]


def as_tables(plan: Plan, found: list[tuple[str, BackTest]], seed: int) -> str:
    """For each team how often the ranges held, and the scores beside those of last year's figure."""
    from tabulate import tabulate

    made_up = "\nIllustrative: every figure is made up." if plan.illustrative else ""
    parts = [f"{plan.name}: forecasts of a year made again from past months{made_up}"]
    headers = ["", "MASE", "in 80 %", "in 95 %", "interval score", "WIS"]
    for key, test in found:
        rows = [
            [name, *_figures(score)] for name, score in zip(_METHODS, (test.ours, test.seasonal_naive), strict=True)
        ]
        parts.append(f"{plan.team(key).name}\n{test.words}{_totals(test)}")
        parts.append(tabulate(rows, headers=headers, disable_numparse=True, colalign=("left", *["right"] * 5)))
    parts.append(
        "MASE, interval score (of the 95 % range) and WIS are divided by the mean change from year to year before the "
        f"first forecast; lower is better. Seed {seed}."
    )
    return "\n\n".join(parts)


def _figures(score: Score) -> list[str]:
    return [
        f"{score.mase:.2f}",
        f"{100 * score.inside_80:.0f} %",
        f"{100 * score.inside_95:.0f} %",
        f"{score.scaled_interval_score:.2f}",
        f"{score.weighted_interval_score:.3f}",
    ]


def _totals(test: BackTest) -> str:
    """How often the range of a whole year's sum held; nothing where no whole year is known."""
    if math.isnan(test.total_inside_80):
        return ""
    inside = f"{100 * test.total_inside_80:.0f} % of the 80 % and {100 * test.total_inside_95:.0f} % of the 95 % ranges"
    return f"\nOf the whole years that are known, {inside} held the year's sum."


def as_document(plan: Plan, found: list[tuple[str, BackTest]], seed: int) -> str:
    """The same for another program: one JSON object, described in docs/json.md."""
    import json

    from planner import __version__
    from planner.model.codec import fingerprint

    document = {
        "format": JSON_FORMAT,
        "version": __version__,
        "plan": plan.name,
        "plan_fingerprint": fingerprint(plan),
        "illustrative": plan.illustrative,
        "seed": seed,
        "teams": [
            {
                "key": key,
                "name": plan.team(key).name,
                "words": test.words,
                "origins": len(test.origins),
                "horizon": test.actual.shape[1],
                "forecast": _scores(test.ours),
                "seasonal_naive": _scores(test.seasonal_naive),
                "total_inside_80": _number(test.total_inside_80),
                "total_inside_95": _number(test.total_inside_95),
            }
            for key, test in found
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _scores(score: Score) -> dict[str, float | None]:
    return {name: _number(getattr(score, name)) for name in type(score).__dataclass_fields__}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
