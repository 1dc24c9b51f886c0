"""Whether a rota is published in time: what is said, and not forbidden, where people are told late."""

from __future__ import annotations

from datetime import date

from planner.model.calendar import add_months
from planner.model.rota import Rota
from planner.model.rota_line import day_words

SOURCE = "Metropolitan Police, disclosure 01.FOI.23.033379"
"""A roster is published at least one month before it starts and covers at least three months. Status: OK (sourced)."""
CUSTOM = (
    f"Rosters are published at least one month before they begin and cover at least three months ({SOURCE}; status OK, "
    "sourced)"
)


def ended_words(rota: Rota) -> str:
    """Why a rota that is over is not published any more."""
    return f"the rota ended on {rota.end.day} {rota.end:%B %Y}: it can no longer be published"


def publication_warnings(rota: Rota, on: date) -> tuple[str, ...]:
    """Sentences about a first version that is told late; changes to what is published have notices of their own."""
    if rota.published is not None or on > rota.end:
        return ()
    days = f"{rota.days} {'day' if rota.days == 1 else 'days'}"
    if on >= rota.start:
        begun = (on - rota.start).days + 1
        have = "has" if begun == 1 else "have"
        first = (
            f"The rota began on {day_words(rota.start)}: {begun} of its {days} {have} begun by the day of publication."
        )
        return (first, f"{CUSTOM}.")
    found = []
    clear, setting = (rota.start - on).days - 1, rota.setting("short-notice")
    if setting.in_use and setting.limit is not None and clear < setting.limit:
        notice = f"{clear} clear {'day' if clear == 1 else 'days'}"
        rule = f"a change to a published rota needs at least {setting.limit:g}"
        found.append(f"It begins on {day_words(rota.start)}, with {notice} of notice: {rule}.")
    if on > add_months(rota.start, -1):
        found.append(f"{CUSTOM}: this one begins in {(rota.start - on).days} days and covers {days}.")
    return tuple(found)
