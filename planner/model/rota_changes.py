"""What a change to a published rota takes: who is told by when, and what is owed for it.

Rules of notice and compensation are those of constables and sergeants in England and Wales, as Police Federation
branches put them; inspectors are paid no overtime. Money is an estimate from the plan's prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from planner.model.calendar import DAYS_A_YEAR
from planner.model.plan import Plan
from planner.model.rota_checks import Lines
from planner.model.rota_facts import PersonFacts, RotaFacts
from planner.model.rota_line import day_words
from planner.model.shift import OFF

REST_DAY_RATE, HOLIDAY_RATE = 1.5, 2.0
"""Times an hour's pay: a rest day worked with too little notice, and a public holiday."""
SHORTEST_PAID_HOURS = 4.0
"""A rest day that is worked counts at least so many hours."""
REST_DAY_NOTICE, HOLIDAY_NOTICE = 15, 8
"""Clear days: with so many a rest day is given instead of pay; with fewer a holiday is given back as well."""
NOTIFIED_WITHIN = 4
"""Days within which the other rest day is named."""
_RATES = "https://nottinghamshire.polfed.org/ufaqs/will-i-get-compensation-for-duty-on-a-rostered-rest-day/"
_HOLIDAYS = "http://www.westmidspolfed.com/advice-regs/?/Pay/Rostered-Rest-Days--Public-Holidays"
SOURCES = (
    f"{_RATES}: time and a half, at least 4 hours, below 15 clear days; from 15 days another rest day within 4 days",
    f"{_HOLIDAYS}: double time on a public holiday, below 8 days another day off, below 15 days with authority",
)


@dataclass(frozen=True, slots=True)
class RotaChange:
    """One day of one person that is not what was published. `paid_hours` are hours' pay that are owed."""

    officer: str
    name: str
    day: date
    before: str
    after: str
    clear_days: int
    """Between the day on which it is told and the day itself."""
    tell_by: date
    """The day by whose end it has to be told."""
    paid_hours: float
    rest_days: int
    """Days off that are owed."""
    cost: float
    """Pounds, at the plan's prices."""
    words: str


@dataclass(frozen=True, slots=True)
class RotaOffer:
    """A duty of today that somebody who has the day off could agree to."""

    short: str
    """What is short, in words."""
    change: RotaChange
    words: str


def list_changes(plan: Plan, facts: RotaFacts, before: Lines, after: Lines, today: date) -> tuple[RotaChange, ...]:
    """Each change from one rota to another, told today, by day and person. Days up to today are left out."""
    found = []
    for person in facts.people:
        old = before.get(person.key)
        if old is None:
            continue
        for day, (was, now) in enumerate(zip(old, after[person.key], strict=True)):
            if was != now and facts.dates[day] > today:
                found.append(change_of(plan, facts, person, day, (was, now), today))
    return tuple(sorted(found, key=lambda change: (change.day, change.name)))


def change_of(
    plan: Plan, facts: RotaFacts, person: PersonFacts, day: int, cells: tuple[str, str], today: date
) -> RotaChange:
    """The change of one day of a person from one cell to another, told today."""
    on = facts.dates[day]
    clear = (on - today).days - 1
    hours, rest_days, owed = _owed(facts, day, cells, clear)
    was, now = (facts.kinds[cell].name if cell != OFF else "day off" for cell in cells)
    away = person.away[day]
    why = f" ({away})" if away is not None else ""
    words = f"{person.name}, {day_words(on)}: {was} becomes {now}{why}"
    return RotaChange(
        person.key,
        person.name,
        on,
        *cells,
        clear,
        on - timedelta(days=1),
        hours,
        rest_days,
        round(hours * hourly_pay(plan, facts.rota.team), 2),
        f"{words}{'; ' + owed if owed else ''}",
    )


def _owed(facts: RotaFacts, day: int, cells: tuple[str, str], clear: int) -> tuple[float, int, str]:
    """Hours' pay and days off that a change brings, and both in words."""
    was, now = cells
    if now == OFF or not facts.kinds[now].is_duty:
        return 0.0, 0, ""
    worked = facts.kinds[now].counts / 60
    if facts.holidays[day] and was == OFF:
        back = clear < HOLIDAY_NOTICE
        authority = "; needs an assistant chief constable's authority" if clear < REST_DAY_NOTICE else ""
        also = " and another day off" if back else ""
        return worked * HOLIDAY_RATE, int(back), f"public holiday: double time{also}{authority}"
    if was != OFF:
        return 0.0, 0, ""
    if clear >= REST_DAY_NOTICE:
        return 0.0, 1, f"rest day worked: another one, named within {NOTIFIED_WITHIN} days"
    paid = max(worked, SHORTEST_PAID_HOURS) * REST_DAY_RATE
    notice = "on the day itself" if clear < 0 else f"with {clear} clear days' notice"
    return paid, 0, f"rest day worked {notice}: {paid:g} hours' pay, or as time"


def hourly_pay(plan: Plan, team: str) -> float:
    """Pounds of an hour at plain time, contributions left out."""
    grade = plan.prices.grade_of(team)
    return grade.pay.value / (DAYS_A_YEAR / 7 * plan.prices.weekly_hours.value)
