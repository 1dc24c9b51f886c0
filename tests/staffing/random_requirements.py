"""Random small plans with a requirement each: one or two overloaded teams, and one or two standards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from planner.model.duration import Shape
from planner.model.plan import Plan
from planner.model.requirement import Hold, Posts, Requirement, Window
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.model.team import Ramp, Team
from tests.simulate.small_networks import (
    DAY_HOURS,
    START,
    duration,
    figure,
    officers,
    plan,
    route,
    stage,
    team,
    within,
)

FUTURES = 400
MOST = {1: 8, 2: 4}
"""Posts of each kind, by the number of kinds."""


def random_requirement(number: int) -> tuple[Plan, Requirement]:
    """Plan and requirement number so-and-so; every third has two teams that recruit from one pot or budget."""
    chance = np.random.default_rng((2026, number))
    kinds = 2 if number % 3 == 2 else 1
    keys = ["t", "u"][:kinds]
    teams, people = [], []
    for key in keys:
        present = int(chance.integers(1, 4))
        teams.append(_team(chance, key, present))
        people += officers(present, key)
    whole = plan(*teams, people=tuple(people))
    first = START + timedelta(days=int(chance.integers(60, 100)))
    standards = tuple(_standard(chance, key) for key in keys)
    posts = tuple(
        Posts(key, START + timedelta(days=int(chance.integers(0, 20))), int(chance.integers(0, 10)), most=MOST[kinds])
        for key in keys
    )
    probability = float(chance.choice([0.6, 0.8, 0.9, 0.95]))
    window = _window(chance, first)
    # Two teams share a pot or a budget, which is now and then too small.
    pot = int(chance.integers(2, 7)) if number % 6 == 2 else None
    budget = float(chance.integers(10, 80) * 1000) if number % 6 == 5 else None
    return whole, Requirement(standards, window, posts, probability, pot=pot, budget=budget, futures=FUTURES)


def _team(chance: np.random.Generator, key: str, present: int) -> Team:
    effort = duration(Shape.LOGNORMAL, float(chance.uniform(3, 10)), float(chance.uniform(0.3, 1.2)))
    load = float(chance.uniform(0.9, 1.9)) * present
    work = stage("work", effort, route("done"), due=within(float(chance.integers(3, 15))), first_action=True)
    return replace(
        team(work, key=key, rate=load * DAY_HOURS / effort.mean, limit=int(chance.integers(2, 12))),
        ramp=Ramp(figure(float(chance.uniform(0.3, 1)), "share"), figure(float(chance.integers(0, 60)), "days")),
    )


def _standard(chance: np.random.Generator, key: str) -> Standard:
    # These teams have no shared resource that cases would wait for.
    measure = Measure(chance.choice([str(entry) for entry in Measure if not entry.at_resource]))
    target = {
        Measure.CASELOAD: float(chance.integers(2, 8)),
        Measure.UNALLOCATED: float(chance.integers(0, 15)),
        Measure.MOST_OVERDUE: float(chance.integers(0, 15)),
        Measure.ON_TIME: float(chance.uniform(0.6, 0.95)),
    }[measure]
    return Standard(f"s-{key}", f"Standard of {key}", key, measure, figure(target, MEASURE_UNIT[measure]), stage="work")


def _window(chance: np.random.Generator, first: object) -> Window:
    hold = Hold(chance.choice([str(entry) for entry in Hold]))
    if hold is Hold.ON_DATE:
        return Window.on(first)  # type: ignore[arg-type]
    last = first + timedelta(days=int(chance.integers(5, 45)))  # type: ignore[operator]
    return Window(first, last, hold, 0.5 if hold is Hold.MONTHS else 1.0)  # type: ignore[arg-type]
