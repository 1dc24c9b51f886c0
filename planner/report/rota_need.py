"""What is said of the cover that the work asks for."""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.rota import Cover
from planner.model.rota_need import WEEKDAY_NAMES, DayNeed, RotaNeed
from planner.report.words import counted


def need_words(need: RotaNeed) -> str:
    """From which run the hours are, and what to beware of."""
    if not need.needs:
        return "This rota lies before the plan's first day, or too far ahead of it: no simulation says what it needs."
    basis = "demand and staffing as they are" if need.scenario is None else f"the scenario “{need.scenario}”"
    sentence = f"From {counted(need.replications, 'future')} of {basis}, seed {need.seed}."
    full = [WEEKDAY_NAMES[day.weekday] for day in need.needs if day.limited]
    if not full:
        return sentence
    days = "every day" if len(full) == len(need.needs) else ", ".join(full)
    return f"{sentence} The team uses nearly all its hours on {days}: the work asks for more than is shown."


def people_needed(day: DayNeed, cover: Sequence[Cover]) -> tuple[int, int]:
    """The minimum and the ideal of a weekday, by the rows of cover that the work needs."""
    return next(((row.minimum, row.ideal or 0) for row in cover if day.weekday in row.weekdays), (0, 0))


def need_row(day: DayNeed, cover: Sequence[Cover]) -> tuple[str, ...]:
    """A weekday, its hours on average, those of the busier of five futures, and the people needed."""
    hours = (f"{day.hours:,.0f}", f"{day.busy_hours:,.0f}")
    return (WEEKDAY_NAMES[day.weekday], *hours, *map(str, people_needed(day, cover)))
