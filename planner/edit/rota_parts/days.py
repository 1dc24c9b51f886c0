"""The days away and the wishes of the people of a rota, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from planner.edit.intake.dates import Unreadable
from planner.edit.parts.sheet import PartColumn, PartRow, Sheet
from planner.edit.parts.texts import choice_of, day_of, day_text, key_of, number_text, whole_of
from planner.edit.rota import put_rota
from planner.edit.rota_parts.texts import (
    Duties,
    clock_of,
    clock_text,
    field_column,
    truth_column,
    weekdays_of,
    weekdays_text,
)
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_people import AwayKind, RotaWish, Unavailability

WISH_POINTS = 10


def away_sheet(plan: Plan, rota: Rota) -> Sheet:
    """Leave, courses, court and other days on which somebody is elsewhere."""
    return Sheet(
        "away",
        "Days away",
        (
            _who_column(plan, rota, "Who is away."),
            field_column(
                "Why",
                "kind",
                str,
                choice_of(AwayKind),
                choices=tuple(map(str, AwayKind)),
                hint="Courses, court and other duty are work: they break no run of duties. Leave and sickness are not.",
            ),
            *_date_columns("away"),
            truth_column(
                "Certain",
                "certain",
                "No for leave that was asked for and not granted, or a court warning: kept where it can be.",
            ),
            PartColumn(
                "From",
                lambda away: clock_text(away.from_minute),
                _with_begin,
                hint="Where only a part of each day is lost: from when. Empty for whole days.",
            ),
            PartColumn(
                "To",
                lambda away: clock_text(away.to_minute),
                _with_end,
                hint="Where only a part of each day is lost: until when. Empty for whole days.",
            ),
        ),
        _numbered(rota.away),
        lambda rows, _: put_rota(plan, replace(rota, away=_values(rows))),
        (lambda: _new(rota.away, Unavailability(rota.people[0].officer, AwayKind.LEAVE, rota.start, rota.start)))
        if rota.people
        else None,
        lambda row: put_rota(plan, replace(rota, away=_without(rota.away, row))),
        "Nobody is rostered on a day away. What is painted on one stays, and the check says so until it is repaired.",
    )


def wish_sheet(plan: Plan, rota: Rota) -> Sheet:
    """What people would like, each wish with its price."""
    duties = Duties(rota.shifts)
    return Sheet(
        "wishes",
        "Wishes",
        (
            _who_column(plan, rota, "Whose wish it is."),
            truth_column("Wanted", "wanted", "Yes: this is wanted. No: anything but this."),
            field_column(
                "Duty",
                "shift",
                duties.text,
                duties.key,
                choices=duties.choices,
                hint="The letters of a duty, or off for a day off.",
            ),
            *_date_columns("wished for"),
            field_column(
                "Days", "weekdays", weekdays_text, weekdays_of, hint="The weekdays it is about, as Mon-Fri or Sat, Sun."
            ),
            field_column(
                "Price",
                "points",
                number_text,
                whole_of,
                "points a day",
                number=True,
                hint="What each day on which it is not met costs, beside the prices of the rules.",
            ),
        ),
        _numbered(rota.wishes),
        lambda rows, _: put_rota(plan, replace(rota, wishes=_values(rows))),
        (lambda: _new(rota.wishes, RotaWish(rota.people[0].officer, rota.start, rota.start, points=WISH_POINTS)))
        if rota.people
        else None,
        lambda row: put_rota(plan, replace(rota, wishes=_without(rota.wishes, row))),
        "A wish is never forced: the solver meets it where nothing dearer stands against it.",
    )


def _who_column(plan: Plan, rota: Rota, hint: str) -> PartColumn:
    names = {officer.key: officer.name for officer in plan.officers}
    people = {person.officer: names[person.officer] for person in rota.people}
    return field_column(
        "Post",
        "officer",
        people.__getitem__,
        key_of(people, "post on this rota"),
        choices=(*people.values(),),
        hint=hint,
    )


def _date_columns(what: str) -> tuple[PartColumn, PartColumn]:
    def first(value: Any, text: str) -> Any:
        day = _day(text)
        return replace(value, first=day, last=max(day, value.last))

    return (
        PartColumn("First day", lambda value: day_text(value.first), first, hint=f"First day {what}; day/month/year."),
        field_column("Last day", "last", day_text, _day, hint=f"Last day {what}, itself included."),
    )


def _day(text: str) -> date:
    day = day_of(text)
    if day is None:
        raise Unreadable("write a day, such as 04/01/2027")
    return day


def _with_begin(away: Unavailability, text: str) -> Unavailability:
    if not text:
        return replace(away, from_minute=None, to_minute=None)
    begins = clock_of(text)
    ends = away.to_minute if away.to_minute is not None and away.to_minute > begins else 1440
    return replace(away, from_minute=begins, to_minute=ends)


def _with_end(away: Unavailability, text: str) -> Unavailability:
    if not text:
        return replace(away, from_minute=None, to_minute=None)
    return replace(away, from_minute=away.from_minute or 0, to_minute=clock_of(text))


def _numbered(values: Sequence[Any]) -> tuple[PartRow, ...]:
    return tuple(PartRow(str(number), value) for number, value in enumerate(values))


def _values(rows: Sequence[PartRow]) -> tuple[Any, ...]:
    return tuple(row.value for row in rows)


def _new(values: Sequence[Any], value: Any) -> PartRow:
    return PartRow(str(len(values)), value)


def _without(values: Sequence[Any], gone: PartRow) -> tuple[Any, ...]:
    return tuple(value for number, value in enumerate(values) if str(number) != gone.key)
