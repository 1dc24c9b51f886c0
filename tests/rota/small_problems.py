"""Line problems small enough to try every rota of, drawn at random; and their best rotas found by trying."""

from __future__ import annotations

from itertools import product

import numpy as np

from planner.rota.line_faults import line_faults
from planner.rota.lines import (
    OFF,
    CountCap,
    Cover,
    CrowdedWeekends,
    LineProblem,
    Person,
    Price,
    RunCap,
    Shift,
    TurnPrice,
)


def drawn_problem(seed: int, people: int = 3, days: int = 5, shifts: int = 2) -> LineProblem:
    """A problem with every kind of rule, in whole costs."""
    chance = np.random.default_rng(seed)
    choices = [OFF, *range(shifts)]
    crowd = frozenset(range(people - 1))
    covers = [
        Cover(
            day,
            frozenset({shift}),
            int(chance.integers(0, people)),
            under=float(chance.integers(1, 30)),
            over=float(chance.integers(0, 4)),
            people=crowd if chance.random() < 0.3 else None,
        )
        for day in range(days)
        for shift in range(shifts)
    ]
    covers.append(Cover(0, frozenset(range(shifts)), people, under=7.0, over=0.0))
    return LineProblem(
        days=days,
        shifts=tuple(Shift(f"S{shift}", 480 + 60 * shift, bool(shift or seed % 3)) for shift in range(shifts)),
        people=tuple(_person(chance, place, days, choices, 1 if days < 7 else 2) for place in range(people)),
        covers=tuple(covers),
        weekends=((1, 2),) if days < 7 else ((1, 2), (5, 6)),
        constant=11.0,
    )


def _person(chance: np.random.Generator, place: int, days: int, choices: list[int], weekends: int) -> Person:
    free = frozenset(choices)
    shifts = [choice for choice in choices if choice != OFF]
    known = int(chance.integers(0, 4))
    return Person(
        key=f"P{place}",
        allowed=tuple(frozenset({OFF}) if chance.random() < 0.1 else free for _ in range(days)),
        prices=tuple(
            Price(int(chance.integers(days)), int(chance.choice(choices)), float(chance.integers(-5, 9)))
            for _ in range(4)
        ),
        turn_prices=(TurnPrice(shifts[-1], shifts[0], 4.0),) if chance.random() < 0.4 else (),
        forbidden=frozenset({(shifts[-1], shifts[0])}) if chance.random() < 0.5 else frozenset(),
        caps=(
            CountCap(frozenset({int(chance.choice(shifts))}), int(chance.integers(0, 3))),
            CountCap(frozenset(shifts), 2, 0, 2),
            CountCap(frozenset(shifts), 1, 3, 4),
        )[: int(chance.integers(0, 4))],
        run_caps=(RunCap(frozenset({shifts[-1]}), int(chance.integers(1, 3))),) if chance.random() < 0.5 else (),
        most_minutes=int(chance.integers(500, 480 * days)),
        fewest_minutes=int(chance.integers(0, 600)),
        most_days_in_a_row=int(chance.integers(1, days)) if chance.random() < 0.7 else None,
        fewest_days_in_a_row=int(chance.integers(1, 3)),
        fewest_days_off_in_a_row=int(chance.integers(1, 3)),
        most_weekends=int(chance.integers(0, 2)) if chance.random() < 0.5 else None,
        before=tuple(int(choice) for choice in chance.choice(choices, size=known)),
        lone_off=tuple(map(float, chance.integers(0, 9, size=days))) if chance.random() < 0.5 else (),
        weekend_prices=tuple(map(float, (2, 6)[:weekends])) if chance.random() < 0.5 else (),
        crowded_weekends=CrowdedWeekends(2, 1, 7.0) if chance.random() < 0.3 else None,
    )


def lawful_lines(problem: LineProblem, person: Person) -> list[tuple[int, ...]]:
    """Every line that keeps the person's rules, by trying all."""
    lines = product(range(OFF, len(problem.shifts)), repeat=problem.days)
    return [line for line in lines if not list(line_faults(problem, person, line))]


def least_cost(problem: LineProblem) -> float | None:
    """The cost of the best rota, by trying all; None when somebody has no lawful line."""
    arrays = [np.array(lawful_lines(problem, person), dtype=np.int64) for person in problem.people]
    if any(len(lines) == 0 for lines in arrays):
        return None
    costs: list[np.ndarray] = []
    present: list[np.ndarray] = []
    for place, (person, lines) in enumerate(zip(problem.people, arrays, strict=True)):
        costs.append(np.array([problem.line_cost(person, line) for line in lines.tolist()]))
        found = [[cover.counts(place, line[cover.day]) for cover in problem.covers] for line in lines.tolist()]
        present.append(np.array(found, dtype=np.int64))
    total, counted = costs[0], present[0]
    for cost, found in zip(costs[1:], present[1:], strict=True):
        total = (total[:, None] + cost[None, :]).ravel()
        counted = (counted[:, None, :] + found[None, :, :]).reshape(len(total), -1)
    required = np.array([cover.required for cover in problem.covers])
    under = np.array([cover.under for cover in problem.covers])
    over = np.array([cover.over for cover in problem.covers])
    short = required - counted
    cover_cost = np.where(short > 0, under * short, -over * short).sum(axis=1)
    return problem.constant + float((total + cover_cost).min())
