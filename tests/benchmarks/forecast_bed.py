"""The forecasting bed: real monthly counts, cut into training windows and the twelve months that followed.

The data are not part of the program. They are looked for in the folder that CASELOAD_FORECAST_BED names, and then
beside the project, in ../shared/bench/forecast.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.forecast.scores import Floats, interval_score, quantile_pair, seasonal_scale, weighted_interval_score

HORIZON = 12
SEASON = 12
WINDOWS = (24, 36, 60)
LONDON_ORIGINS = ("2017-04", "2018-12", "2020-04", "2021-12", "2023-06", "2024-12")
"""First months that are forecast."""


@dataclass(frozen=True)
class Cell:
    """One forecast to make: what is known, what followed, and the scale of the errors."""

    series: str
    origin: str
    window: int
    known: Floats
    actual: Floats
    scale: float
    grown: bool
    """Whether the last twelve months were 30 % or more above the twelve before."""


def folder() -> Path | None:
    """Where the bed's files are, or None when this machine has none."""
    places = [
        os.environ.get("CASELOAD_FORECAST_BED"),
        Path(__file__).parents[2].parent / "shared" / "bench" / "forecast",
    ]
    for place in places:
        if place and (Path(place) / "count_bed.csv").is_file():
            return Path(place)
    return None


def series(path: Path) -> dict[str, tuple[list[str], Floats]]:
    """Months and counts (NaN for a gap) of each series in a file."""
    rows: dict[str, list[tuple[str, float]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["series"]].append((row["month"], float(row["count"] or "nan")))
    return {
        name: ([month for month, _ in found], np.array([count for _, count in found])) for name, found in rows.items()
    }


def count_cells(place: Path) -> list[Cell]:
    """Up to six origins a series, with the last 24, 36 and 60 months before each."""
    cells = []
    for name, (months, counts) in series(place / "count_bed.csv").items():
        if name.startswith("MPS"):
            origins = [months.index(month) for month in LONDON_ORIGINS]
        else:
            last = len(counts) - HORIZON
            origins = [last - HORIZON * back for back in range(6) if last - HORIZON * back >= 36]
        cells += [
            cell(name, months, counts, origin, window) for origin in origins for window in WINDOWS if window <= origin
        ]
    return cells


def hospital_cells(place: Path) -> list[Cell]:
    """Two origins a series, with all history before each."""
    return [
        cell(name, months, counts, origin, origin)
        for name, (months, counts) in series(place / "hospital_bed.csv").items()
        for origin in (len(counts) - 2 * HORIZON, len(counts) - HORIZON)
    ]


def cell(name: str, months: list[str], counts: Floats, origin: int, window: int) -> Cell:
    before, actual = counts[:origin], counts[origin : origin + HORIZON]
    grown = bool(before[-HORIZON:].sum() >= 1.3 * max(before[-2 * HORIZON : -HORIZON].sum(), 1))
    return Cell(name, months[origin], window, before[-window:], actual, seasonal_scale(before, SEASON), grown)


def scores(case: Cell, paths: Floats) -> dict[str, float]:
    """Every measure of one cell, from sample paths of counts [paths, months]."""
    paths = np.maximum(paths, 0)
    total, actual = paths.sum(axis=1), case.actual.sum()
    found = {
        "MASE": np.abs(case.actual - np.median(paths, axis=0)).mean() / case.scale,
        "WIS": weighted_interval_score(case.actual, paths).mean() / case.scale,
        "MSIS": interval_score(case.actual, *quantile_pair(paths, 95), 95).mean() / case.scale,
        "total_MSIS": interval_score(actual, *quantile_pair(total, 95), 95) / (HORIZON * case.scale),
    }
    for level in (80, 95):
        low, high = quantile_pair(paths, level)
        found[f"step_{level}"] = 100 * float(((case.actual >= low) & (case.actual <= high)).mean())
        low, high = quantile_pair(total, level)
        found[f"total_{level}"] = 100 * float(low <= actual <= high)
    return {name: float(value) for name, value in found.items()}
