"""The figures of growth cases as rows of the register; they are changed where growth is stated, not there."""

from __future__ import annotations

from collections.abc import Iterator

from planner.edit.provenance import RegisterRow
from planner.model.assumption import Assumption
from planner.model.growth import Compound, Factor, GrowthCase, Percentage, VolumeDriver
from planner.model.plan import Plan
from planner.model.shipped_growth import shipped_figure


def growth_register(plan: Plan) -> tuple[RegisterRow, ...]:
    """Every figure of the plan's growth cases.

    One that ships with the program has its status and source as long as it is not changed; any other is an estimate
    (ASSUME) with the rationale that the user gave.
    """
    names = {team.key: team.name for team in plan.teams}
    return tuple(
        RegisterRow(
            f"growth_cases/{case.team}/{case.key}/{number}",
            names.get(case.team, case.team),
            f"Growth case {case.name}, {words}",
            figure,
            editable=False,
        )
        for case in plan.growth_cases
        for number, (words, figure) in enumerate(_figures(case))
    )


def _figures(case: GrowthCase) -> Iterator[tuple[str, Assumption]]:
    """What each figure of a case is, in words, and the figure."""
    for factor in case.factors:
        unit = "% a year" if isinstance(factor, Compound) else "%"
        stated = Assumption(factor.percent, unit, rationale=factor.rationale)
        yield _words(factor), shipped_figure(factor) or stated
    override = case.override
    if isinstance(override, VolumeDriver):
        unit = f"cases for every {override.per:g} {override.name}"
        yield "cases by volume", Assumption(override.cases, unit, rationale=override.rationale)
    elif override is not None:
        for day, count in override.points:
            yield f"level from {day:%d/%m/%Y}", Assumption(count, "cases a period", rationale=override.rationale)


def _words(factor: Factor) -> str:
    if isinstance(factor, Percentage):
        return f"in a straight line over {factor.over_days} days from {factor.start:%d/%m/%Y}"
    if isinstance(factor, Compound):
        return f"year upon year from {factor.start:%d/%m/%Y}"
    until = "" if factor.end is None else f" until {factor.end:%d/%m/%Y}"
    return f"at once on {factor.start:%d/%m/%Y}{until}"
