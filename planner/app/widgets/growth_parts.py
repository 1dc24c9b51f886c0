"""The parts a growth case can have: their names, their sentences, and what a new one begins with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.app.charts.dates import day_text, month_text
from planner.model.growth import Compound, GrowthCase, ManualPoints, Override, Percentage, Step, VolumeDriver

Part = Percentage | Compound | Step | ManualPoints | VolumeDriver

KINDS: dict[type[Part], str] = {
    Percentage: "Percentage over a period",
    Compound: "Percentage a year",
    Step: "Step on a day",
    ManualPoints: "Points by hand",
    VolumeDriver: "Follows a volume",
}
UNSAID = "(no reason yet)"
"""The rationale of a part that nobody has explained yet: it is drawn, and not kept."""


def fresh(kind: type[Part], start: date, level: float) -> Part:
    """A part to begin with; `level` is the count a period at present."""
    first = start.replace(day=1)
    year = first.replace(year=first.year + 1)
    points = ((first, round(level)), (year, round(level)))
    made: dict[type[Part], Part] = {
        Percentage: Percentage(10.0, start, UNSAID),
        Compound: Compound(5.0, start, UNSAID),
        Step: Step(10.0, start, UNSAID),
        ManualPoints: ManualPoints(points, UNSAID),
        VolumeDriver: VolumeDriver("Referrals elsewhere", 30.0, 1000.0, _volumes(points, 30.0), UNSAID),
    }
    return made[kind]


def _volumes(points: tuple[tuple[date, float], ...], rate: float) -> tuple[tuple[date, float], ...]:
    return tuple((day, round(count * 1000 / rate)) for day, count in points)


def parts_of(case: GrowthCase) -> tuple[Part, ...]:
    """The factors, then the override."""
    return (*case.factors, *((case.override,) if case.override is not None else ()))


def with_part(case: GrowthCase, at: int, part: Part) -> GrowthCase:
    """The case with `part` at a place of `parts_of`, or as a new one behind the last. There is one override at most."""
    parts = [*parts_of(case)]
    parts[at : at + 1] = [part]
    return _of(case, parts)


def without_part(case: GrowthCase, at: int) -> GrowthCase:
    """The case without one of its parts."""
    return _of(case, [part for place, part in enumerate(parts_of(case)) if place != at])


def _of(case: GrowthCase, parts: list[Part]) -> GrowthCase:
    factors = tuple(part for part in parts if not isinstance(part, ManualPoints | VolumeDriver))
    overrides: list[Override] = [part for part in parts if isinstance(part, ManualPoints | VolumeDriver)]
    return replace(case, factors=factors, override=overrides[-1] if overrides else None)


def is_explained(case: GrowthCase) -> bool:
    """Whether every part says why."""
    return all(part.rationale != UNSAID for part in parts_of(case))


def part_text(part: Part) -> str:
    """A part in a few words."""
    if isinstance(part, Percentage):
        return f"{part.percent:+g} % over {part.over_days} days from {day_text(part.start)}"
    if isinstance(part, Compound):
        return f"{part.percent:+g} % a year from {day_text(part.start)}"
    if isinstance(part, Step):
        return f"{part.percent:+g} % at once on {day_text(part.start)}"
    days = part.points if isinstance(part, ManualPoints) else part.volumes
    span = (
        f"{month_text(days[0][0])} to {month_text(days[-1][0])}" if len(days) > 1 else f"from {month_text(days[0][0])}"
    )
    return f"Points, {span}" if isinstance(part, ManualPoints) else f"{part.name}, {span}"


def points_text(points: tuple[tuple[date, float], ...]) -> str:
    """Points as they are typed: one a line."""
    return "\n".join(f"{day_text(day)}  {figure:g}" for day, figure in points)
