"""Dates, counts and amounts as they are said."""

from __future__ import annotations

from datetime import date


def day_in_words(day: date) -> str:
    """A date as it is said: 2 November 2026."""
    return f"{day.day} {day:%B %Y}"


def counted(number: int, thing: str) -> str:
    """So many of a thing, whose plural ends in s."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def percentage(share: float) -> str:
    """A share in percent, to a tenth where it needs one."""
    return f"{round(100 * share, 1):g} %"


def pounds(amount: float) -> str:
    """An amount of money; pence only where there are some."""
    return f"£{amount:,.0f}" if amount == round(amount) else f"£{amount:,.2f}"


def rounded_pounds(amount: float) -> str:
    """An amount with the three figures that an estimate bears."""
    return pounds(round(amount, -max(len(f"{abs(round(amount))}") - 3, 0)))


def of_the_futures(share: float) -> str:
    """In how many futures something holds, after "in": none, all, or a share."""
    if share in (0, 1):
        return "all of the futures" if share else "none of the futures"
    return f"{percentage(share)} of the futures"
