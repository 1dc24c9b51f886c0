"""A forecast as tables for a reader and as JSON for a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.model.checks import InvalidPlan
from planner.report.words import day_in_words

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from planner.forecast.demand_paths import DemandPaths
    from planner.model.period import Period
    from planner.model.plan import Plan
    from planner.model.progress import Progress
    from planner.workspace import Past

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""
_SHARES = (0.025, 0.1, 0.5, 0.9, 0.975)
_ENTRIES = ("p2_5", "p10", "p50", "p90", "p97_5")
"""Entry of the JSON for each of the shares."""


@dataclass(frozen=True, slots=True, eq=False)
class TeamOutlook:
    """A team's forecast under the chosen growth case, and under each of its cases."""

    team: str
    case: str | None
    ahead: DemandPaths
    cases: Mapping[str | None, DemandPaths]


def outlook(
    plan: Plan, teams: tuple[str, ...], cases: Mapping[str, str | None], months: int, seed: int, progress: Progress
) -> list[TeamOutlook]:
    """Forecast each of the teams; errors are those of `forecast_plan`."""
    from planner.workspace import forecast_cases, forecast_plan

    forecast_plan(plan, teams, months=months, cases=cases, seed=seed, progress=progress)
    found = []
    for team in teams:
        every = forecast_cases(plan, team, months=months, seed=seed, progress=lambda *_: progress(0, 0))
        found.append(TeamOutlook(team, cases.get(team), every[cases.get(team)], every))
    return found


def as_tables(plan: Plan, found: list[TeamOutlook], seed: int) -> str:
    """For each team whether its level has changed, its months ahead with their ranges, its bands and growth cases."""
    made_up = "\nIllustrative: every figure is made up." if plan.illustrative else ""
    parts = [f"{plan.name}: new cases from {day_in_words(plan.start)}{made_up}"]
    for one in found:
        parts.extend(_team_tables(plan, one))
    parts.append(
        f"Middle of {found[0].ahead.counts.shape[0]:,} futures of the counts, with the ranges that hold 80 and 95 in a "
        f"hundred. Seed {seed}."
    )
    return "\n\n".join(parts)


def _team_tables(plan: Plan, one: TeamOutlook) -> list[str]:
    team = plan.team(one.team)
    lines = [team.name, _sentence(plan, one.team, None)]
    if one.case is not None:
        lines.append(f"Under the growth case “{_case_name(plan, one.team, one.case)}”.")
    lines.extend(one.ahead.forecast.team.words)
    parts = ["\n".join(lines), _table(plan, one, None)]
    for band in team.bands:
        heading = f"{team.name}, {band.name}\n{_sentence(plan, one.team, band.key)}"
        parts += [heading, _table(plan, one, band.key)]
    if len(one.cases) > 1:
        parts.append(_case_table(plan, one))
    return parts


def _table(plan: Plan, one: TeamOutlook, band: str | None) -> str:
    """The periods ahead beside the same ones of the year before, and their sum."""
    from tabulate import tabulate

    series = _Series.of(plan, one, band)
    rows = [
        [_short(series.period, day), _count(before), *_ranges(bounds)]
        for day, before, bounds in zip(series.days, series.year_before, series.quantiles, strict=True)
    ]
    rows.append([f"{len(rows)} {series.period}s", _count(series.total_before), *_ranges(series.total)])
    headers = [str(series.period), "a year before", "middle", "80 %", "95 %"]
    return tabulate(rows, headers=headers, disable_numparse=True, colalign=("left", *["right"] * 4))


def _case_table(plan: Plan, one: TeamOutlook) -> str:
    from tabulate import tabulate

    rows = [
        [_case_name(plan, one.team, key), *_ranges(_quantiles(paths.counts.sum(axis=(1, 2))))]
        for key, paths in one.cases.items()
    ]
    headers = [f"Growth, sum of {one.ahead.counts.shape[2]} {one.ahead.period}s", "middle", "80 %", "95 %"]
    return tabulate(rows, headers=headers, disable_numparse=True, colalign=("left", *["right"] * 3))


@dataclass(frozen=True, slots=True, eq=False)
class _Series:
    """What is told of a team or of one band."""

    period: Period
    past: list[tuple[date, int | None]]
    """The last year."""
    days: list[date]
    """The first day of each period ahead."""
    year_before: list[int | None]
    quantiles: list[list[float]]
    """At `_SHARES`, for each period ahead."""
    total: list[float]
    total_before: int | None
    """Of as many periods up to the first one ahead; None where one is unknown."""

    @classmethod
    def of(cls, plan: Plan, one: TeamOutlook, band: str | None) -> _Series:
        from planner.workspace import counts_of

        paths, counts = one.ahead, counts_of(plan, one.team)
        drawn = paths.counts.sum(axis=1) if band is None else paths.counts[:, paths.forecast.bands.index(band)]
        series = counts.total if band is None else counts.bands[band]
        known = [None if count != count else int(count) for count in series.tolist()]
        year, ahead = paths.period.per_year, drawn.shape[1]
        before = [known[place] if 0 <= (place := len(known) - year + at) < len(known) else None for at in range(ahead)]
        last = known[-ahead:]
        whole = None if len(last) < ahead or None in last else sum(count for count in last if count is not None)
        dated = [(paths.period.start(counts.begin, place), count) for place, count in enumerate(known)]
        days = [paths.period.start(paths.first, at) for at in range(ahead)]
        return cls(
            paths.period,
            dated[-year:],
            days,
            before,
            _quantiles(drawn).T.tolist(),
            _quantiles(drawn.sum(axis=1)),
            whole,
        )


def _quantiles(values: NDArray[Any]) -> Any:
    import numpy as np

    return np.quantile(values, _SHARES, axis=0)


def _ranges(bounds: Any) -> list[str]:
    """The middle, and the 80 and 95 % ranges."""
    lowest, low, middle, high, highest = (f"{bound:,.0f}" for bound in bounds)
    return [middle, f"{low} to {high}", f"{lowest} to {highest}"]


def _count(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def _short(period: Period, day: date) -> str:
    return f"{day:%b %Y}" if period == "month" else f"{day.day} {day:%b %Y}"


def _case_name(plan: Plan, team: str, key: str | None) -> str:
    from planner.workspace import growth_cases

    return next((case.name for case in growth_cases(plan, team) if case.key == key), "The history's own trend")


def _sentence(plan: Plan, team: str, band: str | None) -> str:
    """Whether the level has changed, as far as so few counts can say."""
    from planner.workspace import past

    def words(found: Past) -> str:
        return found.words

    return _told(lambda: words(past(plan, team, band)))


def _told(look: Callable[[], str]) -> str:
    try:
        return look()
    except InvalidPlan as error:
        return f"Whether the level has changed cannot be said: {error.rule}."


def as_document(plan: Plan, found: list[TeamOutlook], seed: int) -> str:
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
        "paths": found[0].ahead.counts.shape[0],
        "teams": [_team_document(plan, one) for one in found],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _team_document(plan: Plan, one: TeamOutlook) -> dict[str, Any]:
    team = plan.team(one.team)
    return {
        "key": team.key,
        "name": team.name,
        "period": str(one.ahead.period),
        "case": one.case,
        "words": list(one.ahead.forecast.team.words),
        "dispersion": round(one.ahead.forecast.team.dispersion, 4),
        "series": [_series_document(plan, one, band) for band in (None, *(band.key for band in team.bands))],
        "cases": [
            {
                "case": key,
                "name": _case_name(plan, one.team, key),
                "total": _entries(_quantiles(paths.counts.sum(axis=(1, 2)))),
            }
            for key, paths in one.cases.items()
        ],
    }


def _series_document(plan: Plan, one: TeamOutlook, band: str | None) -> dict[str, Any]:
    series = _Series.of(plan, one, band)
    return {
        "band": band,
        "level": _sentence(plan, one.team, band),
        "past": [{"date": day.isoformat(), "count": count} for day, count in series.past],
        "ahead": [
            {"date": day.isoformat(), **_entries(bounds)}
            for day, bounds in zip(series.days, series.quantiles, strict=True)
        ],
        "total": _entries(series.total),
    }


def _entries(bounds: Any) -> dict[str, float]:
    return {entry: round(float(bound), 3) for entry, bound in zip(_ENTRIES, bounds, strict=True)}
