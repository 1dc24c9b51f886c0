"""A problem of the benchmark as a line problem, and lines as its roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from planner.rota.benchmark import Instance, Staff
from planner.rota.lines import OFF, CountCap, Cover, LineProblem, Person, Price, Shift


def line_problem(instance: Instance) -> LineProblem:
    """The same problem with the same costs."""
    places = {shift.key: place for place, shift in enumerate(instance.shifts)}
    after = frozenset((places[one.key], places[then]) for one in instance.shifts for then in one.not_before)
    prices: dict[str, dict[tuple[int, int], float]] = {one.key: defaultdict(float) for one in instance.staff}
    for wish in instance.on_requests:
        prices[wish.staff][wish.day, places[wish.shift]] -= wish.weight
    for wish in instance.off_requests:
        prices[wish.staff][wish.day, places[wish.shift]] += wish.weight
    return LineProblem(
        days=instance.days,
        shifts=tuple(Shift(shift.key, shift.minutes) for shift in instance.shifts),
        people=tuple(_person(instance, one, places, after, prices[one.key]) for one in instance.staff),
        covers=tuple(
            Cover(want.day, frozenset({places[want.shift]}), want.required, want.under, want.over)
            for want in instance.cover
        ),
        weekends=tuple(tuple(range(day, min(day + 2, instance.days))) for day in range(5, instance.days, 7)),
        constant=float(sum(wish.weight for wish in instance.on_requests)),
    )


def _person(
    instance: Instance,
    one: Staff,
    places: dict[str, int],
    after: frozenset[tuple[int, int]],
    prices: dict[tuple[int, int], float],
) -> Person:
    most_of = {place: one.most_of.get(key, 0) for key, place in places.items()}
    free = frozenset({OFF, *(place for place, most in most_of.items() if most)})
    off = frozenset({OFF})
    return Person(
        key=one.key,
        allowed=tuple(off if day in one.days_off else free for day in range(instance.days)),
        prices=tuple(Price(day, choice, cost) for (day, choice), cost in prices.items()),
        forbidden=after,
        caps=tuple(CountCap(frozenset({place}), most) for place, most in most_of.items() if 0 < most < instance.days),
        most_minutes=one.most_minutes,
        fewest_minutes=one.fewest_minutes,
        most_days_in_a_row=one.most_in_a_row,
        fewest_days_in_a_row=one.fewest_in_a_row,
        fewest_days_off_in_a_row=one.fewest_off_in_a_row,
        most_weekends=one.most_weekends,
    )


def roster(instance: Instance, rota: Sequence[Sequence[int]]) -> dict[str, tuple[str | None, ...]]:
    """The shifts of each person's line by their names."""
    keys = [shift.key for shift in instance.shifts]
    return {
        one.key: tuple(None if choice == OFF else keys[choice] for choice in line)
        for one, line in zip(instance.staff, rota, strict=True)
    }
