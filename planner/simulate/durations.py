"""Inverse distribution tables: what share of durations is shorter than what, ready for the compiled engine."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from planner import __version__
from planner.model.duration import Duration, Shape
from planner.simulate import shelf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_CELLS = 1024
_LAST = 1 - 2.0**-31
_MOST_FILES = 512
_folders: list[Path] = []


def keep_in(folder: Path) -> None:
    """Say where tables are kept that need scipy, which takes most of a second to import."""
    _folders[:] = [folder]


@lru_cache(maxsize=1)
def knots() -> Floats:
    """The probabilities that a table's columns stand for: three runs of 1,025, each dividing the last cell of the one
    before into 1,024. The very last column stands for 1 - 2^-31."""
    import numpy as np

    cells = np.arange(_CELLS + 1) / _CELLS
    step = 1.0 / _CELLS
    runs = [cells, 1 - step + cells * step, 1 - step**2 + cells * step**2]
    found = np.concatenate(runs)
    found[-1] = _LAST
    # The engine never reads the last knot of the first two runs; keep them finite.
    found[_CELLS] = found[2 * _CELLS + 1] = _LAST
    return found


@lru_cache(maxsize=256)
def table(shape: Shape, parameters: tuple[float, ...], sample: tuple[float, ...] = ()) -> Floats:
    """Quantiles at `knots()`, scaled so that linear interpolation keeps the distribution's mean exactly."""
    import numpy as np

    if not _folders or shape not in (Shape.GAMMA, Shape.LOGNORMAL):
        return _worked_out(shape, parameters, sample)
    file = _folders[0] / f"{_mark(repr((shape.value, parameters)))}.f8"
    kept = shelf.read(file)
    if kept is not None:
        return np.frombuffer(kept)
    found = _worked_out(shape, parameters, sample)
    shelf.write(file, found.tobytes())
    shelf.keep_newest(file.parent, _MOST_FILES)
    return found


def _mark(name: str) -> str:
    """A file's name: another for another table, and after any change of how tables are made."""
    sources = b"".join(path.read_bytes() for path in Path(__file__).parent.glob("durations.py"))
    return hashlib.sha256(__version__.encode() + sources + name.encode()).hexdigest()[:24]


def _worked_out(shape: Shape, parameters: tuple[float, ...], sample: tuple[float, ...]) -> Floats:
    import numpy as np

    at = knots()
    if shape is Shape.EMPIRICAL:
        values = np.quantile(np.asarray(sample), np.clip(at, 0, 1))
        mean = float(np.mean(sample))
    else:
        values = _quantiles(shape, parameters, at)
        if shape in (Shape.GAMMA, Shape.LOGNORMAL):
            # The first cell would reach down to 0, far below anything a narrow distribution gives: let it start where
            # the line from its end through its middle does.
            middle = _quantiles(shape, parameters, at[1:2] / 2)[0]
            values[0] = max(2 * middle - values[1], 0.0)
        mean = _mean(shape, parameters)
    drawn = mean_of(values)
    return np.asarray(values * (mean / drawn) if drawn > 0 else values, dtype=np.float64)


def _quantiles(shape: Shape, parameters: tuple[float, ...], at: Floats) -> Floats:
    import numpy as np

    if shape is Shape.GAMMA:
        from scipy.special import gammaincinv

        mean, cv = parameters
        form = 1.0 / cv**2
        return np.asarray(gammaincinv(form, at) * (mean / form), dtype=np.float64)
    if shape is Shape.LOGNORMAL:
        from scipy.special import ndtri

        mean, cv = parameters
        variance = np.log1p(cv**2)
        return np.asarray(np.exp(np.log(mean) - variance / 2 + np.sqrt(variance) * ndtri(at)), dtype=np.float64)
    if shape is Shape.TRIANGULAR:
        low, mode, high = parameters
        turn = (mode - low) / (high - low)
        rising = low + np.sqrt(np.maximum(at, 0) * (high - low) * (mode - low))
        falling = high - np.sqrt(np.maximum(1 - at, 0) * (high - low) * (high - mode))
        return np.where(at < turn, rising, falling)
    raise ValueError(f"a {shape} duration needs no table")


def _mean(shape: Shape, parameters: tuple[float, ...]) -> float:
    return sum(parameters) / 3 if shape is Shape.TRIANGULAR else parameters[0]


def mean_of(values: Floats) -> float:
    """The mean of what the engine draws from a table (trapezium rule over the cells that it reads)."""
    import numpy as np

    total = 0.0
    width = 1.0 / _CELLS
    for run in range(3):
        part = values[run * (_CELLS + 1) : (run + 1) * (_CELLS + 1)]
        cells = (part[:-1] + part[1:]) / 2
        used = cells if run == 2 else cells[:-1]
        total += float(np.sum(used)) * width
        width /= _CELLS
    return total


def share_shorter(duration: Duration, ages: float | Floats) -> Floats:
    """The share of durations shorter than each of `ages` (same unit), by the same table that the engine draws from."""
    import numpy as np

    if duration.shape is Shape.CONSTANT:
        shorter = np.where(np.less(ages, duration.mean), 0.0, 1.0)
    elif duration.shape is Shape.EXPONENTIAL:
        shorter = -np.expm1(-np.asarray(ages) / duration.mean)
    else:
        values = table_of(duration)
        read = np.r_[0:_CELLS, _CELLS + 1 : 2 * _CELLS + 1, 2 * _CELLS + 2 : 3 * _CELLS + 3]
        shorter = np.asarray(np.interp(ages, values[read], knots()[read]))
    return np.where(np.less_equal(ages, 0), 0.0, np.minimum(shorter, _LAST))


def table_of(duration: Duration) -> Floats:
    """The table of a duration that has one."""
    return table(duration.shape, tuple(figure.value for figure in duration.parameters), duration.sample)
