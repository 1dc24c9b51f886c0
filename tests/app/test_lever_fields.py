"""The table of the levers' fields says what the model says."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import get_args

import pytest

from planner.app.dialogs.lever_fields import FIELDS, Control, LeverField, choices, fresh, offered, require_valid
from planner.model.absence import Absence, AbsenceKind
from planner.model.assumption import Assumption
from planner.model.checks import InvalidPlan
from planner.model.plan import Plan
from planner.model.scenario import (
    AbstractionRate,
    ForecastDemand,
    Lever,
    Loan,
    Outsourcing,
    ReactiveShare,
    Resource,
    ResourceServers,
    VisitInterval,
)

KINDS = get_args(Lever)
NUMBERS = [
    pytest.param(kind, field, id=f"{kind.__name__}.{field.name}")
    for kind, table in FIELDS.items()
    for field in table
    if field.control in (Control.WHOLE, Control.NUMBER, Control.PERCENT)
]


def with_examiners(plan: Plan) -> Plan:
    """The plan with examiners whom POLIT's cases wait for."""
    team = plan.team("polit")
    waits = next(stage for stage in team.stages if stage.delay is not None)
    stages = tuple(replace(stage, resource="examiners") if stage is waits else stage for stage in team.stages)
    return replace(
        plan,
        resources=(Resource("examiners", "Device examiners", Assumption(40.0, "servers")),),
        teams=tuple(replace(entry, stages=stages) if entry is team else entry for entry in plan.teams),
    )


@pytest.fixture(scope="module")
def plan(demo: Plan) -> Plan:
    return with_examiners(demo)


def test_every_kind_and_every_field_is_asked_for() -> None:
    assert set(FIELDS) == set(KINDS)
    for kind in KINDS:
        asked = [field.name for field in FIELDS[kind]]
        assert len(asked) == len(set(asked))
        assert set(asked) == {field.name for field in fields(kind)} - {"team"}


@pytest.mark.parametrize(("kind", "field"), NUMBERS)
def test_the_limits_are_the_models(plan: Plan, kind: type[Lever], field: LeverField) -> None:
    lever = fresh(kind, plan, plan.team("polit"))
    scale, step = (100, 1) if field.control is Control.PERCENT else (1, 1)
    for limit, beyond in ((field.low, field.low - step), (field.high, field.high + step)):
        replace(lever, **{field.name: limit / scale if scale > 1 else limit})
        with pytest.raises(InvalidPlan) as refused:
            replace(lever, **{field.name: beyond / scale})
        assert refused.value.field == field.name


@pytest.mark.parametrize("team", ["polit", "mosovo"])
def test_what_is_offered_begins_as_a_lever_that_the_plan_allows(plan: Plan, team: str) -> None:
    kinds = offered(plan, plan.team(team))
    assert len(kinds) >= 10
    for kind in kinds:
        lever = fresh(kind, plan, plan.team(team))
        require_valid(plan, (lever,))
        for field in FIELDS[kind]:
            if field.control in (
                Control.CASE,
                Control.BAND,
                Control.STAGE,
                Control.OUTCOME,
                Control.RESOURCE,
                Control.TRIGGER,
            ):
                known = choices(field.control, plan, plan.team(team), getattr(lever, field.name))
                assert getattr(lever, field.name) in [value for _, value in known]
                for _, value in known:
                    require_valid(plan, (replace(lever, **{field.name: value}),))


def test_what_makes_no_sense_for_a_team_is_not_offered(plan: Plan, demo: Plan) -> None:
    polit, mosovo = plan.team("polit"), plan.team("mosovo")
    assert {VisitInterval, ReactiveShare}.isdisjoint(offered(plan, polit))
    assert {VisitInterval, ReactiveShare} <= set(offered(plan, mosovo))
    assert {ResourceServers, Outsourcing} <= set(offered(plan, polit))
    assert {ResourceServers, Outsourcing}.isdisjoint(offered(plan, mosovo))
    assert {ResourceServers, Outsourcing}.isdisjoint(offered(demo, demo.team("polit")))
    assert ForecastDemand in offered(plan, polit)
    assert ForecastDemand not in offered(replace(plan, histories=(), scenarios=()), polit)
    assert AbstractionRate in offered(plan, polit)
    itemised = replace(polit, abstraction=None)
    leave = Absence(AbsenceKind.LEAVE, date(2027, 3, 1), date(2027, 3, 5))
    officers = tuple(
        replace(officer, absences=(leave,)) if officer.team == "polit" else officer for officer in plan.officers
    )
    other = replace(plan, teams=tuple(itemised if team is polit else team for team in plan.teams), officers=officers)
    assert AbstractionRate not in offered(other, itemised)


def test_what_a_plan_refuses_names_the_field_of_the_lever(plan: Plan) -> None:
    with pytest.raises(InvalidPlan) as refused:
        require_valid(plan, (Loan("polit", 1, plan.start, plan.start), VisitInterval("mosovo", 90, plan.start, "none")))
    assert refused.value.field == "band"
    assert "no such band" in refused.value.rule
