"""Rotas that use whatever a rota can have, drawn at random, small enough to solve in a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from planner.model.people import Officer, Role
from planner.model.plan import Plan
from planner.model.rota import Cover, Rota
from planner.model.rota_draft import RotaDraft, RotaLine, RotaPublication
from planner.model.rota_people import AwayKind, PatternUse, RotaPerson, RotaWish, Unavailability
from planner.model.rota_rule import Binding
from planner.model.rota_rules import RULES
from planner.model.rota_setting import SHIPPED_SETTINGS, RuleSetting
from planner.model.shift import OFF, ShiftKind, ShiftPattern
from tests.model.small_plans import small_plan
from tests.model.small_rotas import CALL, EARLY, GRADE, LATE, NIGHT, TOUR

KINDS = (EARLY, replace(LATE, crewed=True), NIGHT, CALL, GRADE, TOUR)
STARTS = (
    date(2027, 1, 4),
    date(2026, 12, 22),  # public holidays
    date(2027, 3, 20),  # clocks go forward on the 28th
    date(2026, 10, 18),  # and back on the 25th
)


@st.composite
def rotas(draw: st.DrawFn, most_days: int = 14, most_people: int = 4) -> Plan:
    """A plan with one rota, whose draft `d` has random lines."""
    kinds = tuple(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4, unique=True)))
    start, days = draw(st.sampled_from(STARTS)), draw(st.integers(3, most_days))
    cells = st.sampled_from([OFF, *(kind.key for kind in kinds)])
    numbers = range(draw(st.integers(1, most_people)))
    people = tuple(draw(_person(f"p{number}", kinds, cells)) for number in numbers)
    pattern = ShiftPattern("p", "P", tuple(draw(st.lists(cells, min_size=1, max_size=10))), start)
    officers = tuple(draw(_officer(person, start)) for person in people)
    day = st.integers(0, days - 1).map(lambda number: start + timedelta(number))
    keys = st.sampled_from([person.officer for person in people])
    line = st.lists(cells, min_size=days, max_size=days).map(tuple)
    lines = tuple(
        RotaLine(person.officer, draw(line), tuple(sorted(draw(st.sets(st.integers(0, days - 1), max_size=2)))))
        for person in people
    )
    published = tuple(RotaLine(person.officer, draw(line)) for person in people)
    rota = Rota(
        key="r",
        name="R",
        team="team",
        start=start,
        days=days,
        shifts=kinds,
        people=people,
        cover=tuple(draw(_cover(f"c{number}", kinds)) for number in range(draw(st.integers(0, 3)))),
        patterns=(pattern,),
        away=tuple(draw(_away(keys, day)) for _ in range(draw(st.integers(0, 3)))),
        wishes=tuple(draw(_wish(keys, day, cells)) for _ in range(draw(st.integers(0, 3)))),
        drafts=(RotaDraft("d", "D", lines),),
        publications=(RotaPublication(1, start, published),) if draw(st.booleans()) else (),
    )
    return small_plan(officers=officers, cases=(), rotas=(rota,))


@st.composite
def _person(draw: st.DrawFn, key: str, kinds: tuple[ShiftKind, ...], cells: st.SearchStrategy[str]) -> RotaPerson:
    use = draw(st.sampled_from(PatternUse))
    return RotaPerson(
        key,
        draw(st.sampled_from([600, 1200, 2400])),
        None if use is PatternUse.FREE else "p",
        draw(st.integers(0, 5)),
        use,
        tuple(sorted(draw(st.sets(st.integers(0, 6), max_size=2)))),
        tuple(draw(st.sets(st.sampled_from([kind.key for kind in kinds]), max_size=1))),
        draw(st.sampled_from([None, 480])),
        draw(st.sampled_from([None, 3])),
        draw(st.booleans()),
        draw(st.booleans()),
        tuple(draw(st.lists(cells, max_size=9))) + (OFF, kinds[0].key) * draw(st.sampled_from([0, 0, 15])),
        draw(st.integers(-1, 1)),
    )


@st.composite
def _officer(draw: st.DrawFn, person: RotaPerson, start: date) -> Officer:
    role = draw(st.sampled_from(Role))
    skills = draw(st.sampled_from([(), ("driver",)]))
    end = draw(st.sampled_from([None, None, start + timedelta(2)]))
    return Officer(person.officer, person.officer, "team", role, skills=skills, end=end)


@st.composite
def _cover(draw: st.DrawFn, key: str, kinds: tuple[ShiftKind, ...]) -> Cover:
    shifts = draw(st.sets(st.sampled_from([kind.key for kind in kinds]), min_size=1, max_size=2))
    least = draw(st.integers(0, 2))
    ideal = draw(st.none() | st.integers(least, 3))
    most = draw(st.none() | st.integers(ideal or least, 4))
    weekdays = draw(st.sampled_from([(0, 1, 2, 3, 4, 5, 6), (5, 6)]))
    skill, supervisor = draw(st.sampled_from([None, "driver"])), draw(st.booleans())
    return Cover(key, key, tuple(sorted(shifts)), least, ideal, most, skill, supervisor, weekdays)


@st.composite
def _away(draw: st.DrawFn, keys: st.SearchStrategy[str], days: st.SearchStrategy[date]) -> Unavailability:
    first = draw(days)
    part = draw(st.sampled_from([(None, None), (None, None), (540, 700)]))
    return Unavailability(
        draw(keys),
        draw(st.sampled_from(AwayKind)),
        first,
        first + timedelta(draw(st.integers(0, 5))),
        draw(st.booleans()),
        *part,
    )


@st.composite
def _wish(
    draw: st.DrawFn, keys: st.SearchStrategy[str], days: st.SearchStrategy[date], cells: st.SearchStrategy[str]
) -> RotaWish:
    first = draw(days)
    return RotaWish(draw(keys), first, first + timedelta(2), draw(cells), draw(st.booleans()), draw(st.integers(0, 30)))


def all_priced(rota: Rota) -> Rota:
    """The rota with every rule at a price that may be, tight enough that random lines break it."""
    limits: dict[str, float] = {"hours-a-week": 20, "average-week": 30, "longest-tour": 8, "exposure": 1, "on-call": 1}
    settings = []
    for key, shipped in SHIPPED_SETTINGS.items():
        if RULES[key].binding is Binding.EITHER:
            limit = limits.get(key, shipped.limit)
            settings.append(RuleSetting(key, True, False, limit, RULES[key].points or 11))
    return replace(rota, settings=tuple(settings))


def with_settings(rota: Rota, **changes: Any) -> Rota:
    """The rota with some rules changed: `nights_in_a_row={"limit": 2}`."""
    names = {key.replace("-", "_"): key for key in SHIPPED_SETTINGS}
    own = tuple(replace(rota.setting(names[name]), **fields) for name, fields in changes.items())
    kept = tuple(setting for setting in rota.settings if setting.rule not in {entry.rule for entry in own})
    return replace(rota, settings=(*kept, *own))
