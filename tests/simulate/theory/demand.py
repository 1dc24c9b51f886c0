"""Demand that varies with time, met by cases that only wait outside: M(t)/G/∞, whose mean is known at every moment."""

from __future__ import annotations

from datetime import timedelta

from planner.model.duration import Duration, Shape
from planner.model.scenario import DemandGrowth, Scenario
from tests.simulate.small_networks import START, constant, duration, exponential, plan, stage, team
from tests.simulate.theory import formulas
from tests.simulate.theory.check import Check, Mean, open_after

RATE = 5.0
WEEK = (0.3, 0.2, 0.2, 0.1, 0.1, 0.05, 0.05)
"""Share of a week's new cases from Monday on."""
GROWS, OVER, PERCENT = 30, 120, 70
DAYS = 200


def _rate(day: int) -> float:
    """New cases of a day, counted from 0: a level by weekday that grows in a straight line."""
    risen = min(max((day - GROWS) / OVER, 0.0), 1.0)
    return RATE * 7 * WEEK[(START.weekday() + day) % 7] * (1 + PERCENT / 100 * risen)


def _varying(name: str, delay: Duration, part: formulas.Part, evenings: tuple[int, ...]) -> Check:
    rates = [_rate(day) for day in range(DAYS)]
    return Check(
        f"M(t)/G/∞, {name}",
        "Eick, Massey and Whitt (1993)",
        None,
        plan(team(stage("wait", constant(0), delay=delay), rate=RATE, weekday_referrals=WEEK)),
        tuple(Mean(f"open after day {day}", formulas.present(rates[:day], part), open_after(day)) for day in evenings),
        days=DAYS,
        replications=2000,
        scenario=Scenario("s", "S", (DemandGrowth("t", PERCENT, START + timedelta(GROWS), OVER),)),
        keeps_level=False,
    )


CHECKS = (
    _varying("exponential, 20 days", exponential(20, "days"), formulas.exponential_part(20), (5, 60, 200)),
    _varying("constant 3 days", constant(3, "days"), formulas.constant_part(3), (88, 92)),
    _varying(
        "gamma, 12 days, cv 0.6",
        duration(Shape.GAMMA, 12, 0.6, unit="days"),
        formulas.gamma_part(12, 0.6),
        (20, 110),
    ),
    _varying(
        "lognormal, 15 days, cv 1.5",
        duration(Shape.LOGNORMAL, 15, 1.5, unit="days"),
        formulas.lognormal_part(15, 1.5),
        (100, 200),
    ),
)
