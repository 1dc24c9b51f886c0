"""Exponential smoothing with all its doubts: every parameter is weighed by how well it explains the series.

The model is innovations exponential smoothing with an additive, possibly damped trend and fixed regressors (R. Hyndman
and others, "Forecasting with Exponential Smoothing", 2008). Given the smoothing parameters its one-step errors are
linear in the starting level, the starting trend and the regressors, so those and the error variance have a
closed-form posterior, and so has the weight of each set of parameters. Nothing is optimised and nothing can fail to
converge; a short series simply leaves wide posteriors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from planner.forecast.scores import Floats


class Parameters(NamedTuple):
    """Sets of parameters to weigh, one per row of each array [sets]."""

    alpha: Floats
    """How much of an error enters the level."""
    beta: Floats
    """How much of an error enters the trend."""
    phi: Floats
    """What share of the trend is left a period later."""
    prior_mean: Floats
    """Of [level, trend, regressors...], [sets, 2 + regressors]."""
    prior_precision: Floats
    """Of the same, in units of 1 / error variance."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """What a series says of each set of parameters, and where its level and trend stand at the end."""

    parameters: Parameters
    weight: Floats
    """[sets], adding up to one."""
    mean: Floats
    """Of the coefficients, [sets, 2 + regressors]."""
    root: Floats
    """Square root of the coefficients' covariance over the error variance, [sets, 2 + regressors, 2 + regressors]."""
    shape: float
    """Of the inverse gamma distribution of the error variance."""
    scale: Floats
    """Of the same, [sets]."""
    end: Floats
    """Last level and trend of the series itself and for one unit of each coefficient, [2, sets, 3 + regressors]."""


def weigh(values: Floats, regressors: Floats, parameters: Parameters, guess: float, trust: float) -> Posterior:
    """Weigh the parameters by `values` [periods] (NaN: unknown) with `regressors` [periods, regressors].

    `guess` is the error variance to expect, worth `trust` periods of evidence.
    """
    known = ~np.isnan(values)
    errors, end = _filtered(np.where(known, values, 0.0), known, regressors, parameters)
    errors = errors[known]
    design = errors[:, :, 1:].transpose(1, 0, 2)
    target = errors[:, :, 0].T
    precision = parameters.prior_precision
    gram = design.transpose(0, 2, 1) @ design
    diagonal = np.arange(gram.shape[1])
    gram[:, diagonal, diagonal] += precision
    pull = np.einsum("snk,sn->sk", design, target) + precision * parameters.prior_mean
    factor = np.linalg.cholesky(gram)
    mean = np.linalg.solve(gram, pull[:, :, None])[:, :, 0]
    misfit = (
        (target**2).sum(axis=1) + (precision * parameters.prior_mean**2).sum(axis=1) - np.einsum("sk,sk->s", pull, mean)
    )
    shape = (trust + known.sum()) / 2
    scale = (trust * guess + np.maximum(misfit, 0)) / 2
    evidence = (
        0.5 * np.log(precision).sum(axis=1) - np.log(factor[:, diagonal, diagonal]).sum(axis=1) - shape * np.log(scale)
    )
    weight = np.exp(evidence - evidence.max())
    root = np.linalg.inv(factor).transpose(0, 2, 1)
    return Posterior(parameters, weight / weight.sum(), mean, root, float(shape), scale, end)


def _filtered(values: Floats, known: Floats, regressors: Floats, parameters: Parameters) -> tuple[Floats, Floats]:
    """One-step errors [periods, sets, 1 + coefficients] and last states [2, sets, 1 + coefficients].

    Column 0 is the series; the others say what one unit of a coefficient takes away from its errors.
    """
    alpha, beta, phi = (column[:, None] for column in parameters[:3])
    columns = 3 + regressors.shape[1]
    level = np.zeros((len(alpha), columns))
    trend = np.zeros_like(level)
    level[:, 1] = -1.0
    trend[:, 2] = -1.0
    signal = np.column_stack([values, np.zeros((len(values), 2)), regressors])
    errors = np.zeros((len(values), len(alpha), columns))
    for period, seen in enumerate(known):
        trend = phi * trend
        level = level + trend
        if seen:
            error = errors[period] = signal[period] - level
            level = level + alpha * error
            trend = trend + beta * error
    return errors, np.stack([level, trend])


class Drawn(NamedTuple):
    """Futures on the scale of the values, [paths, horizon]."""

    centre: Floats
    """Without the period's own error."""
    value: Floats
    error_variance: Floats
    """Of each path, [paths]."""


def draw(posterior: Posterior, future: Floats, paths: int, chance: np.random.Generator) -> Drawn:
    """Draw `paths` futures, each with parameters and errors of its own; `future` is [horizon, regressors]."""
    chosen = _systematic(posterior.weight, paths, chance)
    variance = posterior.scale[chosen] / chance.standard_gamma(posterior.shape, size=paths)
    deviation = np.sqrt(variance)
    width = posterior.mean.shape[1]
    normal = chance.standard_normal((paths, width))
    coefficient = posterior.mean[chosen] + deviation[:, None] * np.einsum("pij,pj->pi", posterior.root[chosen], normal)
    units = np.concatenate([np.ones((paths, 1)), -coefficient], axis=1)
    level = (posterior.end[0, chosen] * units).sum(axis=1)
    trend = (posterior.end[1, chosen] * units).sum(axis=1)
    alpha, beta, phi = (column[chosen] for column in posterior.parameters[:3])
    fixed = coefficient[:, 2:] @ future.T
    error = deviation[:, None] * chance.standard_normal((paths, len(future)))
    centre = np.empty((paths, len(future)))
    for period in range(len(future)):
        trend = phi * trend
        level = level + trend
        centre[:, period] = level
        level = level + alpha * error[:, period]
        trend = trend + beta * error[:, period]
    centre += fixed
    return Drawn(centre, centre + error, variance)


def _systematic(weight: Floats, count: int, chance: np.random.Generator) -> np.ndarray:
    """`count` indices in proportion to the weights, as evenly as can be, in random order."""
    places = (np.arange(count) + chance.random()) / count
    found = np.minimum(np.searchsorted(np.cumsum(weight), places), len(weight) - 1)
    chance.shuffle(found)
    return found
