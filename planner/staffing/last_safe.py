"""The last day on which something still works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta


def last_day(first: date, last: date, works: Callable[[date], bool]) -> date | None:
    """A day on which it works while it does not on the next, looked for by halving; None when not even on `first`.

    `works` is asked about days from `first` to `last`; after `last` it is taken not to work.
    """
    if not works(first):
        return None
    good, bad = first, last + timedelta(days=1)
    while (bad - good).days > 1:
        middle = good + timedelta(days=(bad - good).days // 2)
        if works(middle):
            good = middle
        else:
            bad = middle
    return good
