"""What the fans show, each in one sentence made from its data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.app.charts.dates import day_text, month_text

if TYPE_CHECKING:
    from planner.app.charts.fan_data import FanData


def futures_words(count: int, *, complete: bool) -> str:
    """What a drawing is made of; without `complete` more futures are on their way."""
    return f"{count} futures" if complete else f"the first {count} futures"


def caseload_sentence(data: FanData, limit: float, passed: float, futures: str) -> str:
    """What the caseload fan shows; `passed` is the share of futures that are over the limit at some time."""
    first, last = float(data.median[0]), float(data.median[-1])
    end = day_text(data.start + timedelta(days=data.days - 1))
    text = (
        f"Middle future: {first:.0f} at first, {last:.0f} on {end} "
        f"(9 in 10: {data.low90[-1]:.0f} to {data.high90[-1]:.0f})"
    )
    return f"{text}; {_limit_words(data, limit, passed)}. From {futures}."


def _limit_words(data: FanData, limit: float, passed: float) -> str:
    """When the middle future is over the limit, or how many others are."""
    over = data.median > limit
    if not over.any():
        return f"it stays under the limit of {limit:g}{_others_words(passed)}"
    if over.all():
        return f"over the limit of {limit:g} from the start"
    first = int(over.argmax())
    since = data.days - int((~over)[::-1].argmax())

    def month(number: int) -> str:
        return month_text(data.start + timedelta(days=number))

    if since >= data.days:
        return f"over the limit for a time from {month(first)}"
    earlier = f", and for a time from {month(first)}" if month(first) != month(since) else ""
    return f"over the limit from {month(since)}{earlier}"


def _others_words(passed: float) -> str:
    """In how many futures of ten a limit is passed that the middle one keeps."""
    if passed == 0:
        return ", as does every other"
    if passed < 0.05:
        return ", passed for a time in fewer than 1 future in 10"
    count = max(round(10 * passed), 1)
    return f", passed for a time in about {count} future{'' if count == 1 else 's'} in 10"


def waiting_sentence(data: FanData, words: str) -> str:
    """What the fan of unallocated cases shows; `words` is what the team calls cases."""
    end = day_text(data.start + timedelta(days=data.days - 1))
    spread = f"{data.low90[-1]:.0f} to {data.high90[-1]:.0f}"
    return f"{float(data.median[-1]):.0f} {words} on {end} (9 in 10 futures: {spread})."
