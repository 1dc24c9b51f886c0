"""A random length of time: an effort in officer-hours, or an external delay in days."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from planner.model.assumption import Assumption
from planner.model.checks import require, require_figure


class Shape(StrEnum):
    """The distributions that the engine draws from."""

    CONSTANT = "constant"
    EXPONENTIAL = "exponential"
    GAMMA = "gamma"
    LOGNORMAL = "lognormal"
    TRIANGULAR = "triangular"
    EMPIRICAL = "empirical"


PARAMETERS: dict[Shape, tuple[str, ...]] = {
    Shape.CONSTANT: ("value",),
    Shape.EXPONENTIAL: ("mean",),
    Shape.GAMMA: ("mean", "cv"),
    Shape.LOGNORMAL: ("mean", "cv"),
    Shape.TRIANGULAR: ("low", "mode", "high"),
    Shape.EMPIRICAL: (),
}
"""The names of a shape's parameters, in the order `Duration.parameters` holds them."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A distribution over lengths of time in `unit`; cv is the standard deviation divided by the mean."""

    shape: Shape
    parameters: tuple[Assumption, ...] = ()
    sample: tuple[float, ...] = ()
    """The user's own durations, for the empirical shape."""
    unit: str = "hours"

    def __post_init__(self) -> None:
        names = PARAMETERS[self.shape]
        require(
            len(self.parameters) == len(names),
            "parameters",
            len(self.parameters),
            f"a {self.shape} duration takes {', '.join(names) or 'a sample only'}",
        )
        for name, figure in zip(names, self.parameters, strict=True):
            if name == "cv":
                require_figure(name, figure, "ratio", 0.01, 5.0)
            else:
                require_figure(name, figure, self.unit, 0.0, 100_000.0)
        if self.shape is Shape.TRIANGULAR:
            low, mode, high = (figure.value for figure in self.parameters)
            require(
                low <= mode <= high and low < high,
                "parameters",
                (low, mode, high),
                "low ≤ mode ≤ high, low < high",
            )
        if self.shape in (Shape.GAMMA, Shape.LOGNORMAL, Shape.EXPONENTIAL):
            require(self.parameters[0].value > 0, "mean", self.parameters[0].value, "a mean is above zero")
        if self.shape is Shape.EMPIRICAL:
            require(
                len(self.sample) >= 5,
                "sample",
                len(self.sample),
                "at least five durations of your own are needed",
            )
            for value in self.sample:
                require(0 <= value < math.inf, "sample", value, "a duration is a number that is not negative")
        else:
            require(not self.sample, "sample", len(self.sample), "only an empirical duration has a sample")

    @property
    def mean(self) -> float:
        """The mean, in `unit`."""
        if self.shape is Shape.EMPIRICAL:
            return sum(self.sample) / len(self.sample)
        if self.shape is Shape.TRIANGULAR:
            return sum(figure.value for figure in self.parameters) / 3
        return self.parameters[0].value

    @property
    def cv(self) -> float:
        """Standard deviation divided by mean (0 for a constant)."""
        if self.shape is Shape.CONSTANT:
            return 0.0
        if self.shape is Shape.EXPONENTIAL:
            return 1.0
        if self.shape is Shape.TRIANGULAR:
            low, mode, high = (figure.value for figure in self.parameters)
            variance = (low * low + mode * mode + high * high - low * mode - low * high - mode * high) / 18
            return float(variance**0.5) / self.mean
        if self.shape is Shape.EMPIRICAL:
            mean = self.mean
            variance = sum((value - mean) ** 2 for value in self.sample) / len(self.sample)
            return float(variance**0.5) / mean if mean else 0.0
        return self.parameters[1].value
