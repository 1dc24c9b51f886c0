"""Draws of a Duration from uniform numbers, the same on every platform and with every version of numpy."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

from planner.model.duration import Duration, Shape

Chance = Callable[[], float]
"""Gives the next uniform number, 0 included and 1 excluded."""

_NORMAL = NormalDist()


def draw_length(duration: Duration, chance: Chance) -> float:
    """One length of time from the distribution, in its unit."""
    return _draw(duration, chance, biased=False)


def draw_age(duration: Duration, chance: Chance) -> float:
    """How long ago a length of time that is running now began, in its unit.

    Somebody who looks in at any moment meets long lengths more often than short ones, in proportion to their length,
    and meets them at any point of their course alike: a length-biased draw times a uniform number.
    """
    return _draw(duration, chance, biased=True) * chance()


def _draw(duration: Duration, chance: Chance, *, biased: bool) -> float:
    """A length; length-biased (its density is multiplied by the length and scaled) when `biased`."""
    shape = duration.shape
    if shape is Shape.LOGNORMAL:
        variance = math.log1p(duration.cv**2)
        centre = math.log(duration.mean) + (0.5 if biased else -0.5) * variance
        return math.exp(centre + math.sqrt(variance) * _normal(chance))
    if shape in (Shape.GAMMA, Shape.EXPONENTIAL):
        order = duration.cv**-2
        return duration.mean / order * _gamma(order + biased, chance)
    if not biased or duration.mean == 0:
        return _bounded(duration, chance)
    longest = max(duration.sample) if shape is Shape.EMPIRICAL else duration.parameters[-1].value
    while True:
        length = _bounded(duration, chance)
        if chance() * longest <= length:
            return length


def _bounded(duration: Duration, chance: Chance) -> float:
    """A length from a shape with a greatest value."""
    if duration.shape is Shape.EMPIRICAL:
        return duration.sample[int(chance() * len(duration.sample))]
    if duration.shape is Shape.CONSTANT:
        return duration.mean
    low, mode, high = (figure.value for figure in duration.parameters)
    level = chance()
    if level * (high - low) < mode - low:
        return low + math.sqrt(level * (high - low) * (mode - low))
    return high - math.sqrt((1 - level) * (high - low) * (high - mode))


def _normal(chance: Chance) -> float:
    """A standard normal number."""
    return _NORMAL.inv_cdf(min(max(chance(), 1e-12), 1 - 1e-12))


def _gamma(order: float, chance: Chance) -> float:
    """A gamma number of scale 1 (Marsaglia and Tsang, "A simple method for generating gamma variables", 2000)."""
    if order < 1:
        return float(_gamma(order + 1, chance) * max(chance(), 1e-300) ** (1 / order))
    third = order - 1 / 3
    while True:
        normal = _normal(chance)
        cube = (1 + normal / math.sqrt(9 * third)) ** 3
        if cube > 0 and math.log(max(chance(), 1e-300)) < normal**2 / 2 + third * (1 - cube + math.log(cube)):
            return float(third * cube)


def chance_stream(*seed: int) -> Chance:
    """Uniform numbers from 0 to below 1, the same on every machine; other seeds give streams of their own."""
    from numpy.random import PCG64, Generator

    generator = Generator(PCG64(list(seed)))
    return lambda: float(generator.random())
