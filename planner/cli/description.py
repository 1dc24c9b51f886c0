"""A plan in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.edit.provenance import register
from planner.model.assumption import Status, figure_for
from planner.model.people import Role
from planner.report.actions import actions_on
from planner.report.decisions import decision_lines
from planner.report.levers import lever_sentence
from planner.report.words import counted, day_in_words, percentage

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario
    from planner.model.standard import Standard
    from planner.model.team import Team


def describe(plan: Plan) -> str:
    """What is in a plan, a paragraph for each team, then its standards, scenarios and how sound its figures are."""
    parts = [_heading(plan)]
    parts.extend(_team(plan, team) for team in plan.teams)
    if plan.standards:
        parts.append("Standards:\n" + "\n".join(_standard_and_actions(plan, standard) for standard in plan.standards))
    if plan.scenarios:
        parts.append("Scenarios:\n" + "\n".join(_scenario(plan, scenario) for scenario in plan.scenarios))
    parts.append(_soundness(plan))
    return "\n\n".join(parts)


def _heading(plan: Plan) -> str:
    lines = [f"{plan.name}, from {day_in_words(plan.start)}"]
    if plan.illustrative:
        lines.append("Illustrative: every figure is made up.")
    if plan.reinspection is not None:
        lines.append(f"Re-inspection: {day_in_words(plan.reinspection)}")
    if plan.note:
        lines.append(plan.note)
    return "\n".join(lines)


def _team(plan: Plan, team: Team) -> str:
    from planner.report.position import position

    here = position(plan, team.key)
    supervisors = counted(len(plan.officers_of(team.key, Role.SUPERVISOR)), "supervisor")
    bands = ", ".join(f"{band.name} {percentage(band.share.value)}" for band in team.bands)
    return "\n".join(
        (
            f"{team.name} (--team {team.key})",
            f"  {here.sentence}",
            f"  {here.establishment:g} posts and {supervisors}; {here.legacy:,} open from the legacy backlog.",
            f"  About {team.referrals_per_month.value:g} come in a month: {bands}.",
            *(f"  {line}" for line in _demand(plan, team)),
            *(f"  {line}" for line in (_hours_lost(plan, team), *_skills(plan, team), *_reactive(team))),
            *(f"  {line}" for line in _rotas(plan, team)),
        )
    )


def _demand(plan: Plan, team: Team) -> Iterator[str]:
    """What is known of past demand, and what the plan says of how it goes on."""
    own = [history for history in plan.histories if history.team == team.key]
    if own:
        most = max(len(history.counts) for history in own)
        yield f"Past counts: {counted(most, str(own[0].period))} from {day_in_words(min(row.start for row in own))}."
    for event in plan.events:
        if event.team in (None, team.key):
            yield f"Event on {day_in_words(event.on)}: {event.reason}"
    cases = [f"{case.name} (--case {case.key})" for case in plan.growth_cases if case.team == team.key]
    if cases:
        yield f"Growth cases: {'; '.join(cases)}."


def _hours_lost(plan: Plan, team: Team) -> str:
    """What takes hours from a team: its rate, or absences entered one by one."""
    if team.abstraction is not None:
        return f"{percentage(team.abstraction.value)} of paid hours are lost to leave, sickness, courses and court."
    patterns = [
        f"{pattern.kind}, {pattern.spells_a_year.value:g} times a year for {pattern.length.mean:g} days on average"
        for pattern in team.absences
    ]
    at_random = f"each officer is away at random: {'; '.join(patterns)}" if patterns else "nobody is away at random"
    dated = sum(len(officer.absences) for officer in plan.officers if officer.team == team.key)
    return f"Absences are itemised: {at_random}; {counted(dated, 'dated absence')}."


def _skills(plan: Plan, team: Team) -> Iterator[str]:
    """Each skill that is asked for, where, and how many have it."""
    asked: dict[str, list[str]] = {}
    for band in team.bands:
        if band.skill is not None:
            asked.setdefault(band.skill, []).append(f"band {band.name}")
    for stage in team.stages:
        if stage.skill is not None:
            asked.setdefault(stage.skill, []).append(stage.name)
    people = [officer for officer in plan.officers if officer.team == team.key]
    for skill, places in asked.items():
        have = sum(skill in officer.skills for officer in people)
        yield f"Skill “{skill}” is needed for {', '.join(places)}: {have:,} of {len(people):,} people have it."


def _reactive(team: Team) -> Iterator[str]:
    """The shares of cases under reactive management, stage by stage."""
    for stage in team.stages:
        if stage.recurrence is None:
            continue
        shares = [(band.name, figure_for(stage.recurrence.reactive, band.key)) for band in team.bands]
        rows = [f"{name} {percentage(share.value)}" for name, share in shares if share is not None and share.value]
        if rows:
            yield f"Managed reactively, without {stage.name}: {', '.join(rows)}."


def _rotas(plan: Plan, team: Team) -> Iterator[str]:
    """How many have a rota, and the days from the first to the last of them."""
    people = {officer.key for officer in plan.officers if officer.team == team.key}
    rotas = [duty for duty in plan.duties if duty.officer in people]
    if rotas:
        first = min(duty.start for duty in rotas)
        last = max(duty.start + timedelta(days=len(duty.hours) - 1) for duty in rotas)
        span = f"{day_in_words(first)} to {day_in_words(last)}"
        yield f"Rotas say the hours of {len(rotas):,} of {len(people):,} people, {span}."


def _scenario(plan: Plan, scenario: Scenario) -> str:
    marks = ", baseline" * scenario.baseline + ", locked" * scenario.locked
    rows = [f"  - {scenario.name} (--scenario {scenario.key}): {counted(len(scenario.levers), 'lever')}{marks}"]
    rows.extend(f"      {lever_sentence(lever, plan)}" for lever in scenario.levers)
    rows.extend(f"      {line}" for line in decision_lines(scenario))
    return "\n".join(rows)


def _standard_and_actions(plan: Plan, standard: Standard) -> str:
    rows = [f"  - {_standard(standard)}"]
    rows.extend(f"      {line}" for line in actions_on(plan, standard))
    return "\n".join(rows)


def _standard(standard: Standard) -> str:
    target = standard.target
    value = percentage(target.value) if target.unit == "share" else f"{target.value:g} {target.unit}"
    by = f" by {day_in_words(standard.by)}" if standard.by else ""
    return f"{standard.name}: {'at least' if standard.at_least else 'at most'} {value}{by}"


def _soundness(plan: Plan) -> str:
    """How many of the plan's figures rest on a source."""
    figures = [row.figure.status for row in register(plan)]
    assumed, adapted = figures.count(Status.ASSUME), figures.count(Status.ADAPT)
    return (
        f"Of {counted(len(figures), 'figure')}, {assumed:,} need your estimate and {adapted:,} should be checked "
        "against your own force; the rest are sourced."
    )
