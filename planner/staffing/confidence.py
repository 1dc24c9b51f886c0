"""How well a share is known from so many futures."""

from __future__ import annotations

CONFIDENCE = 0.95
LOOKS = (50, 200, 800)
"""Futures after which a share is looked at; then after each fourfold, and at the limit."""


def looks(limit: int) -> tuple[int, ...]:
    """The numbers of futures after which a decision may be made, the limit last."""
    found = [size for size in LOOKS if size < limit]
    while found and found[-1] >= LOOKS[-1] and 4 * found[-1] < limit:
        found.append(4 * found[-1])
    return (*found, limit)


def interval(held: int, futures: int, limit: int) -> tuple[float, float]:
    """The confidence interval of the probability of what held in so many futures.

    It is that of C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits", Biometrika 26, 1934. Each
    look has its part of the 5 %, so that at 95 % the truth lies in the interval of whichever look is the last.
    """
    from scipy.special import betaincinv

    tail = (1 - CONFIDENCE) / len(looks(limit)) / 2
    low = float(betaincinv(held, futures - held + 1, tail)) if held else 0.0
    high = float(betaincinv(held + 1, futures - held, 1 - tail)) if held < futures else 1.0
    return low, high
