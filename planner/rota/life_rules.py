"""The rules of holidays, weekends, wishes, days away, patterns and notice, as the solver is told them."""

from __future__ import annotations

from collections.abc import Callable

from planner.model.rota_facts import PersonFacts
from planner.model.rota_people import PatternUse
from planner.model.rota_solution import RuleInstance
from planner.model.shift import OFF
from planner.rota.rota_model import Literal, RotaModel

FOUR_WEEKS = 28


def state_public_holidays(model: RotaModel) -> None:
    """Nobody is on duty on a public holiday without need."""
    days = [day for day in range(model.facts.rota.days) if model.facts.holidays[day]]
    for place, person in enumerate(model.facts.people):
        for day in days:
            instance = RuleInstance("public-holidays", person.key, model.facts.date(day))
            model.forbid(instance, [model.duty(place, day)])


def _weekends(model: RotaModel, place: int) -> list[Literal]:
    """Whether each weekend is worked: a literal that is true at least when it is."""
    found = []
    for weekend in model.facts.weekends:
        worked = model.cp.new_bool_var("")
        for day in weekend:
            model.cp.add_implication(model.duty(place, day), worked)
        found.append(worked)
    return found


def state_weekends_off(model: RotaModel) -> None:
    """At most so many weekends of four in a row are worked."""
    most = int(model.facts.limit("weekends-off"))
    for place, person in enumerate(model.facts.people):
        weekends = _weekends(model, place)
        for last in range(3, len(weekends)):
            instance = RuleInstance("weekends-off", person.key, model.facts.date(model.facts.weekends[last][-1]))
            model.at_most(instance, sum(weekends[last - 3 : last + 1]), most)


def state_weekend_fairness(model: RotaModel) -> None:
    """Nobody works more weekends than an equal share."""
    for place, person in enumerate(model.facts.people):
        if person.fair_weekends is not None:
            instance = RuleInstance("weekend-fairness", person.key)
            model.at_most(instance, sum(_weekends(model, place)), person.fair_weekends, squared=True)


def state_forward_rotation(model: RotaModel) -> None:
    """A duty does not start much earlier than the one on the day before."""
    slack = model.facts.limit("forward-rotation") * 60
    duties = model.kinds("is_duty")
    backward = [(a, b) for a in duties for b in duties if b.start_minute < a.start_minute - slack]
    for place, person in enumerate(model.facts.people):
        for day in range(max(-len(person.person.before), -1), model.facts.rota.days - 1):
            for first, second in backward:
                instance = RuleInstance("forward-rotation", person.key, model.facts.date(day + 1))
                model.forbid(instance, [model.cell(place, day, first.key), model.cell(place, day + 1, second.key)])


def state_rest_in_blocks(model: RotaModel) -> None:
    """A day off is next to another, or to leave."""
    for place, person in enumerate(model.facts.people):
        for day in range(max(1 - len(person.person.before), 0), model.facts.rota.days - 1):
            if person.can_work(day):
                around = [model.taken(place, day - 1), model.cell(place, day, OFF), model.taken(place, day + 1)]
                model.forbid(RuleInstance("rest-in-blocks", person.key, model.facts.date(day)), around)


def state_earliest_start(model: RotaModel) -> None:
    """No duty starts too early."""
    limit = model.facts.limit("earliest-start") * 60
    early = [kind.key for kind in model.kinds("is_duty") if kind.start_minute < limit]
    for place, person in enumerate(model.facts.people):
        for day in range(model.facts.rota.days):
            for key in early:
                instance = RuleInstance("earliest-start", person.key, model.facts.date(day))
                model.forbid(instance, [model.cell(place, day, key)])


def state_on_call(model: RotaModel) -> None:
    """At most so many days on call in four weeks."""
    most = int(model.facts.limit("on-call"))
    calls = {key: int(kind.on_call) for key, kind in model.facts.kinds.items()}
    if not any(calls.values()):
        return
    for place, person in enumerate(model.facts.people):
        for first in range(0, model.facts.rota.days, FOUR_WEEKS):
            days = range(first, min(first + FOUR_WEEKS, model.facts.rota.days))
            instance = RuleInstance("on-call", person.key, model.facts.date(days[-1]))
            model.at_most(instance, model.total(place, days, calls), most)


def state_wishes(model: RotaModel) -> None:
    """Each wish is met on the days on which the person is there."""
    for place, person in enumerate(model.facts.people):
        for day, wishes in person.wishes.items():
            if person.can_work(day):
                instance = RuleInstance("wishes", person.key, model.facts.date(day))
                for wish in wishes:
                    cell = model.cell(place, day, wish.shift)
                    model.forbid(instance, [~cell if wish.wanted else cell], wish.points)


def state_away_kept(model: RotaModel) -> None:
    """Nothing is worked while somebody is away or not in the team."""
    for place, person in enumerate(model.facts.people):
        for day in range(model.facts.rota.days):
            if not person.can_work(day):
                why = str(person.away[day] or "not in the team")
                instance = RuleInstance("away-kept", person.key, model.facts.date(day), why)
                model.forbid(instance, [~model.cell(place, day, OFF)])
        _forbid_parts(model, "away-kept", place, person, certain=True)


def state_away_asked(model: RotaModel) -> None:
    """Nothing is worked on days that were asked for."""
    for place, person in enumerate(model.facts.people):
        for day in range(model.facts.rota.days):
            if person.asked[day] and person.can_work(day):
                instance = RuleInstance("away-asked", person.key, model.facts.date(day))
                model.forbid(instance, [~model.cell(place, day, OFF)])
        _forbid_parts(model, "away-asked", place, person, certain=False)


def _forbid_parts(model: RotaModel, rule: str, place: int, person: PersonFacts, *, certain: bool) -> None:
    for on, entries in person.parts.items():
        for entry in entries:
            for day in (on - 1, on):
                if entry.certain is not certain or day < 0:
                    continue
                for kind in model.kinds("is_duty"):
                    if model.facts.overlaps(kind, day, entry, on):
                        instance = RuleInstance(rule, person.key, model.facts.date(day), str(entry.kind))
                        model.forbid(instance, [model.cell(place, day, kind.key)])


def state_free_days(model: RotaModel) -> None:
    """Nothing is worked on a part-timer's fixed free days."""
    for place, person in enumerate(model.facts.people):
        for day in range(model.facts.rota.days):
            if model.facts.date(day).weekday() in person.person.free_weekdays:
                instance = RuleInstance("free-days", person.key, model.facts.date(day))
                model.forbid(instance, [~model.cell(place, day, OFF)])


def state_restricted(model: RotaModel) -> None:
    """Somebody's own limits: kinds of duty, length, duties in a week."""
    for place, facts in enumerate(model.facts.people):
        person = facts.person
        longest = 1440 if person.most_duty_minutes is None else person.most_duty_minutes
        refused = [kind for kind in model.facts.kinds.values() if kind.key in person.barred or kind.minutes > longest]
        for day in range(model.facts.rota.days):
            for kind in refused:
                instance = RuleInstance("restricted", facts.key, words=f"no {kind.name}")
                model.forbid(instance, [model.cell(place, day, kind.key)])
        if person.most_week_duties is not None:
            each = {key: int(kind.is_duty) for key, kind in model.facts.kinds.items()}
            for week in model.facts.weeks:
                words = f"{person.most_week_duties} duties a week"
                instance = RuleInstance("restricted", facts.key, model.facts.date(week[-1]), words)
                model.at_most(instance, model.total(place, week, each), person.most_week_duties)


def state_locked(model: RotaModel) -> None:
    """Locked days are as they were locked."""
    for place, person in enumerate(model.facts.people):
        for day, cell in person.held.items():
            words, asked = _cell_name(model, cell), day in person.pinned
            instance = RuleInstance("locked", person.key, model.facts.date(day), words, asked)
            model.forbid(instance, [~model.cell(place, day, cell)])


def _cell_name(model: RotaModel, cell: str) -> str:
    return "day off" if cell == OFF else model.facts.kinds[cell].name


def state_fixed_pattern(model: RotaModel) -> None:
    """Days of a pattern that is kept are as it says."""
    for place, person in enumerate(model.facts.people):
        if person.person.pattern_use is PatternUse.KEPT:
            for day, asked in enumerate(person.pattern or ()):
                words = _cell_name(model, asked)
                instance = RuleInstance("fixed-pattern", person.key, model.facts.date(day), words)
                model.forbid(instance, [~model.cell(place, day, asked)])


def state_duty_moved(model: RotaModel) -> None:
    """No other duty than the pattern's."""
    _charge_pattern(model, "duty-moved", lambda asked, cell: OFF not in (asked, cell))


def state_duty_dropped(model: RotaModel) -> None:
    """No day off in place of the pattern's duty."""
    _charge_pattern(model, "duty-dropped", lambda asked, cell: cell == OFF)


def state_rest_day_worked(model: RotaModel) -> None:
    """No duty on the pattern's rest days."""
    _charge_pattern(model, "rest-day-worked", lambda asked, cell: asked == OFF)


def _charge_pattern(model: RotaModel, rule: str, counts: Callable[[str, str], bool]) -> None:
    for place, person in enumerate(model.facts.people):
        if person.person.pattern_use is PatternUse.ADAPTED:
            for day, asked in enumerate(person.pattern or ()):
                instance = RuleInstance(rule, person.key, model.facts.date(day))
                for cell in (OFF, *model.facts.kinds):
                    if cell != asked and counts(asked, cell):
                        model.forbid(instance, [model.cell(place, day, cell)])


def state_told_by_midnight(model: RotaModel) -> None:
    """Published days that have begun or are over are as they were published, but for whoever is away."""
    for place, person in enumerate(model.facts.people):
        for day, cell in enumerate(person.published or ()):
            notice = model.facts.notice_days(day)
            if notice is not None and notice < 0 and person.can_work(day):
                instance = RuleInstance("told-by-midnight", person.key, model.facts.date(day), _cell_name(model, cell))
                model.forbid(instance, [~model.cell(place, day, cell)])


def state_published_kept(model: RotaModel) -> None:
    """Published days still to come stay as they are where they can."""
    for place, person in enumerate(model.facts.people):
        for day, cell in enumerate(person.published or ()):
            notice = model.facts.notice_days(day)
            if person.can_work(day) and (notice is None or notice >= 0):
                instance = RuleInstance("published-kept", person.key, model.facts.date(day))
                model.forbid(instance, [~model.cell(place, day, cell)])


def state_short_notice(model: RotaModel) -> None:
    """Changes are told with the clear days that the rule asks for."""
    limit = int(model.facts.limit("short-notice"))
    for place, person in enumerate(model.facts.people):
        for day, cell in enumerate(person.published or ()):
            notice = model.facts.notice_days(day)
            if notice is not None and 0 <= notice < limit and person.can_work(day):
                instance = RuleInstance("short-notice", person.key, model.facts.date(day))
                model.forbid(instance, [~model.cell(place, day, cell)])
