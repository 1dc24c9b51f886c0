"""The rules of rest and of hours, as the solver is told them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from planner.model.rota_facts import PersonFacts
from planner.model.rota_people import PatternUse
from planner.model.rota_solution import RuleInstance
from planner.model.shift import ShiftKind
from planner.rota.rota_model import Literal, RotaModel

AVERAGED_DAYS, FEWEST_AVERAGED = 119, 28


def state_rest_between_duties(model: RotaModel) -> None:
    """Two duties on days that follow each other leave the hours of rest between them."""
    limit = model.facts.limit("rest-between-duties") * 60
    _forbid_short_gaps(model, "rest-between-duties", 1, limit)


def state_rest_day_length(model: RotaModel) -> None:
    """Two duties with one day off between them leave the hours of a rest day."""
    limit = model.facts.limit("rest-day-length") * 60
    _forbid_short_gaps(model, "rest-day-length", 2, limit)


def _forbid_short_gaps(model: RotaModel, rule: str, apart: int, limit: float) -> None:
    duties = model.kinds("is_duty")
    longest = min((-len(person.person.before) for person in model.facts.people), default=0)
    first_day = max(longest, -apart)
    for day in range(min(first_day, 0), model.facts.rota.days - apart):
        short = [
            (first, second)
            for first in duties
            for second in duties
            if model.facts.gap_minutes(day, first, day + apart, second) < limit
        ]
        for place, person in enumerate(model.facts.people):
            if day >= -len(person.person.before):
                _forbid_pairs(model, RuleInstance(rule, person.key), place, (day, day + apart), short)


def _forbid_pairs(
    model: RotaModel,
    instance: RuleInstance,
    place: int,
    days: tuple[int, int],
    short: list[tuple[ShiftKind, ShiftKind]],
) -> None:
    between: list[Literal] = []
    if days[1] - days[0] == 2:
        working = model.working(place, days[0] + 1)
        if working is True:
            return
        between = [True if working is False else ~working]
    for first, second in short:
        worked = (model.cell(place, days[0], first.key), model.cell(place, days[1], second.key))
        model.forbid(instance, [*worked, *between])


def state_gap_between_rest_days(model: RotaModel) -> None:
    """Of so many days in a row one is a day off."""
    length = int(model.facts.limit("gap-between-rest-days"))
    _forbid_runs(model, "gap-between-rest-days", length, model.taken)


def state_duties_in_a_row(model: RotaModel) -> None:
    """At most so many working days follow each other."""
    _forbid_runs(model, "duties-in-a-row", int(model.facts.limit("duties-in-a-row")) + 1, model.working)


def state_nights_in_a_row(model: RotaModel) -> None:
    """At most so many nights follow each other."""
    nights = [kind.key for kind in model.kinds("is_night")]
    length = int(model.facts.limit("nights-in-a-row")) + 1
    if nights:
        _forbid_runs(model, "nights-in-a-row", length, partial(_any_of, model, nights))


def _any_of(model: RotaModel, keys: list[str], place: int, day: int) -> Literal:
    """Whether one of these kinds of duty is worked."""
    if day < 0:
        return any(model.cell(place, day, key) for key in keys)
    if len(keys) == 1:
        return model.cell(place, day, keys[0])
    found = model.cp.new_bool_var("")
    model.cp.add(sum(model.cell(place, day, key) for key in keys) == found)
    return found


def _forbid_runs(model: RotaModel, rule: str, length: int, is_so: Callable[[int, int], Literal]) -> None:
    """Of `length` days in a row, one is not so."""
    length = max(length, 1)
    for place, person in enumerate(model.facts.people):
        known = model.known_days(person)
        literals = [is_so(place, day) for day in known]
        for last in range(max(length - 1, -known.start), len(known)):
            model.forbid(RuleInstance(rule, person.key), literals[last - length + 1 : last + 1])


def state_rest_days_over_roster(model: RotaModel) -> None:
    """So many days off a week, over the days on which somebody is present."""
    limit = model.facts.limit("rest-days-over-roster")
    for place, person in enumerate(model.facts.people):
        present = [day for day in range(model.facts.rota.days) if person.counts_as_present(day)]
        needed = math.floor(limit * len(present) / 7 + 1e-9)
        taken = sum(model.taken(place, day) for day in present)
        instance = RuleInstance("rest-days-over-roster", person.key, words=f"{needed} in {len(present)} days")
        model.at_most(instance, taken, len(present) - needed)


def state_longest_tour(model: RotaModel) -> None:
    """No tour of duty is longer than agreed."""
    limit = model.facts.limit("longest-tour") * 60
    long = [kind for kind in model.kinds("is_duty") if kind.minutes > limit]
    for place, person in enumerate(model.facts.people):
        for kind in long:
            for day in range(model.facts.rota.days):
                instance = RuleInstance("longest-tour", person.key, words=kind.name)
                model.forbid(instance, [model.cell(place, day, kind.key)])


def state_hours_a_week(model: RotaModel) -> None:
    """At most so many hours from a Monday to a Sunday."""
    limit = int(model.facts.limit("hours-a-week") * 60)
    minutes = {key: kind.minutes for key, kind in model.facts.kinds.items()}
    for place, person in enumerate(model.facts.people):
        for week in model.facts.weeks:
            instance = RuleInstance("hours-a-week", person.key, model.facts.date(week[-1]))
            model.at_most(instance, model.total(place, week, minutes), limit, 60)


def state_average_week(model: RotaModel) -> None:
    """At most so many hours a week on average over 17 weeks, or what is known of them."""
    limit = model.facts.limit("average-week") * 60
    minutes = {key: kind.minutes for key, kind in model.facts.kinds.items()}
    last = model.facts.rota.days - 1
    for place, person in enumerate(model.facts.people):
        if person.person.opted_out:
            continue
        known = model.known_days(person)
        sundays = [day for day in range(last) if model.facts.date(day).weekday() == 6]
        ends = [day for day in sundays if day - known.start + 1 >= AVERAGED_DAYS] + [last]
        for end in ends:
            days = range(max(known.start, end - AVERAGED_DAYS + 1), end + 1)
            if len(days) < FEWEST_AVERAGED:
                continue
            present = sum(day < 0 or person.counts_as_present(day) for day in days)
            elsewhere = sum(person.credit[day] for day in days if day >= 0 and person.works_elsewhere(day))
            instance = RuleInstance("average-week", person.key)
            spare = math.floor(limit * present / 7 + 1e-9) - elsewhere
            model.at_most(instance, model.total(place, days, minutes), spare, 60)


def state_hours_over_roster(model: RotaModel) -> None:
    """The counted hours are near those of the contract."""
    tolerance = int(model.facts.limit("hours-over-roster") * 60)
    counts = {key: kind.counts for key, kind in model.facts.kinds.items()}
    for place, person in enumerate(model.facts.people):
        if person.person.pattern_use is PatternUse.KEPT:
            continue
        counted = model.total(place, range(model.facts.rota.days), counts)
        wanted = person.target_minutes - sum(person.credit)
        _keep_near(model, person, counted, wanted, tolerance)


def _keep_near(model: RotaModel, person: PersonFacts, counted: Literal, wanted: int, tolerance: int) -> None:
    hours = f"{person.target_minutes / 60:.0f} h"
    instance = RuleInstance("hours-over-roster", person.key, words=f"{hours}, {tolerance / 60:g} h more or fewer")
    model.at_most(instance, counted, wanted + tolerance, 60)
    if not person.person.is_recuperative:
        model.at_least(instance, counted, wanted - tolerance, 60)


def state_exposure(model: RotaModel) -> None:
    """At most so many image-grading duties from a Monday to a Sunday."""
    most = int(model.facts.limit("exposure"))
    grading = {key: int(kind.exposure and kind.is_duty) for key, kind in model.facts.kinds.items()}
    if not any(grading.values()):
        return
    for place, person in enumerate(model.facts.people):
        for week in model.facts.weeks:
            instance = RuleInstance("exposure", person.key, model.facts.date(week[-1]))
            model.at_most(instance, model.total(place, week, grading), most)
