"""What scenarios are compared in, as it is written on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from planner.cli.arguments import refuse_outside, wrong

if TYPE_CHECKING:
    from planner.model.explanation import Subject
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario
    from planner.model.team import Team

BASE = "base"
"""Stands for the plan as it is, without a scenario."""


def read_measure(
    plan: Plan,
    scenarios: Sequence[Scenario | None],
    *,
    wanted: str,
    team: str | None,
    day: datetime | None,
    stage: str | None,
    band: str | None,
) -> Subject:
    """The measure that `--measure` and its companions ask for; UsageError for what is not in the plan."""
    from planner.model.calendar import add_months
    from planner.model.explanation import ChanceOf, MeanOf
    from planner.model.precision import Quantity
    from planner.model.requirement import Window
    from planner.report.summary import watched_stage

    standards = {standard.key: standard for standard in plan.standards}
    quantities = [str(quantity) for quantity in Quantity]
    if wanted in standards:
        on = day.date() if day else standards[wanted].by or plan.reinspection
        if on is None:
            raise click.UsageError("--on: this standard has no date of its own, so say on which day")
        refuse_outside(plan, "--on", on, after_start=True)
        return ChanceOf(standards[wanted], Window.on(on))
    if wanted not in quantities:
        raise wrong("--measure", f"there is no measure or standard {wanted!r}", wanted, [*quantities, *standards])
    known = [entry.key for entry in plan.teams]
    if team is not None and team not in known:
        raise wrong("--team", f"this plan has no team {team!r}", team, known)
    key = team or _only_team(scenarios)
    quantity = Quantity(wanted)
    if quantity is Quantity.ON_TIME and stage is None:
        watched = watched_stage(plan, plan.team(key))
        if watched is None:
            raise click.UsageError("--stage: say which stage, as this team has none that is watched")
        stage = watched.key
    if quantity.at_resource and stage is None:
        stage = only_resource_stage(plan.team(key), "--stage")
    on = day.date() if day else add_months(plan.start, 12)
    refuse_outside(plan, "--on", on, after_start=True)
    return MeanOf(quantity, key, on, stage, band)


def only_resource_stage(team: Team, option: str) -> str:
    """The one stage of a team that uses a shared resource; UsageError when there is none or there are several."""
    found = [stage.key for stage in team.stages if stage.resource is not None]
    if not found:
        raise click.UsageError(f"{option}: no stage of {team.name} uses a shared resource, so nobody waits for one")
    if len(found) > 1:
        raise click.UsageError(f"{option}: say which of {', '.join(found)}, each of which uses a shared resource")
    return found[0]


def _only_team(scenarios: Sequence[Scenario | None]) -> str:
    teams = {getattr(lever, "team", None) for scenario in scenarios if scenario for lever in scenario.levers}
    if len(teams) != 1 or None in teams:
        raise click.UsageError("--team: say which, as these scenarios are not about one team alone")
    return str(teams.pop())
