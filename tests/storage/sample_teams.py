"""Teams to put into files: one that uses every field of the model, and the plainest."""

from __future__ import annotations

from datetime import date

from planner.model.absence import AbsenceKind, AbsencePattern
from planner.model.assumption import Assumption, BandFigure, Status
from planner.model.duration import PARAMETERS, Duration, Shape
from planner.model.team import (
    Band,
    DueFrom,
    Feed,
    Outcome,
    Performer,
    Ramp,
    Rebanding,
    Recurrence,
    Route,
    Stage,
    Team,
)

AWKWARD = 'O\'Brien "the" 🚓 Ω — 00123; DROP TABLE plan;-- \\ \x00 {}%s'


def figure(value: float, unit: str, **more: object) -> Assumption:
    return Assumption(float(value), unit, **more)  # type: ignore[arg-type]


def sourced(value: float, unit: str) -> Assumption:
    return Assumption(
        float(value),
        unit,
        Status.ADAPT,
        "a report, p. 3",
        "near enough",
        "Chief Inspector",
        date(2024, 2, 29),
        date(2027, 2, 28),
    )


def _durations() -> dict[Shape, Duration]:
    made = {}
    for shape, names in PARAMETERS.items():
        values = {"value": 2.5, "mean": 3.1, "cv": 0.7, "low": 0.1, "mode": 0.2, "high": 1 / 3}
        figures = tuple(sourced(values[name], "ratio" if name == "cv" else "hours") for name in names)
        sample = (5.0, 1.25, 0.1, 7.0, 5.0) if shape is Shape.EMPIRICAL else ()
        made[shape] = Duration(shape, figures, sample)
    return made


def _absences() -> tuple[AbsencePattern, ...]:
    """Two patterns of one kind, whose lengths are of two shapes."""
    sickness = Duration(Shape.LOGNORMAL, (sourced(6.5, "days"), sourced(1.8, "ratio")), unit="days")
    courses = Duration(Shape.EMPIRICAL, sample=(1.0, 5.0, 5.0, 5.0, 10.0), unit="days")
    return (
        AbsencePattern(AbsenceKind.SICKNESS, sourced(1.7, "spells a year"), sickness),
        AbsencePattern(AbsenceKind.COURSE, figure(2, "spells a year"), courses),
        AbsencePattern(AbsenceKind.SICKNESS, figure(0, "spells a year"), courses),
    )


def visiting_team() -> Team:
    hours = _durations()
    bands = (
        Band("vh", "Very high", sourced(0.25, "share"), 0, True, AWKWARD),
        Band("high", AWKWARD, figure(0.25, "share"), 1),
        Band("low", "Low", figure(0.5, "share"), 15),
    )
    visit = Stage(
        "visit",
        "Home visit",
        hours[Shape.EMPIRICAL],
        (Route("visit", figure(0.9, "probability")), Route("ended", figure(0.1, "probability"))),
        Performer.ANY_OFFICER,
        officers=sourced(2, "officers"),
        due=(BandFigure(figure(0, "days"), "high"), BandFigure(sourced(30.5, "days"))),
        due_from=DueFrom.LAST_DONE,
        priority=15,
        recurrence=Recurrence(
            (BandFigure(figure(28, "days"), "vh"), BandFigure(figure(180, "days"))),
            sourced(14, "days"),
            (Rebanding("vh", "high", sourced(0.1, "probability")), Rebanding("high", "vh", figure(0, "probability"))),
            (BandFigure(sourced(0.35, "share"), "low"), BandFigure(figure(0, "share"))),
        ),
        first_action=True,
        skill="driver",
    )
    others = [
        Stage(
            shape.value,
            f"Stage {number}",
            hours[shape],
            (
                Route("visit", figure(1, "probability"), "vh"),
                Route("visit", figure(1 / 3, "probability")),
                Route("ended", sourced(2 / 3, "probability")),
            ),
            Performer.SUPERVISOR if number else Performer.OWNER,
            due=(BandFigure(sourced(45, "days")),) if number == 1 else (),
            due_from=DueFrom.OPENED,
            works_towards=Shape.EXPONENTIAL.value if number == 2 else None,
            delay=Duration(Shape.GAMMA, (figure(20, "days"), figure(0.5, "ratio")), unit="days") if number else None,
            resource="examiners" if number == 1 else None,
        )
        for number, shape in enumerate(shape for shape in Shape if shape is not Shape.EMPIRICAL)
    ]
    week = (0.25, 0.25, 0.125, 0.125, 0.25, 0.0, 0.0)
    lag = Duration(Shape.EMPIRICAL, sample=(1.0, 2.0, 3.0, 4.0, 5.0), unit="days")
    return Team(
        "mosovo",
        AWKWARD,
        bands,
        (*others, visit),
        (
            Outcome("ended", "Ended"),
            Outcome("passed-on", AWKWARD, Feed("dpmu", sourced(0.4, "probability"), lag)),
        ),
        referrals_per_month=sourced(31.7, "cases a month"),
        establishment=figure(12, "FTE"),
        caseload_limit=figure(50, "cases"),
        weekly_hours=figure(37.5, "hours a week"),
        ramp=Ramp(sourced(0.25, "share"), figure(180, "days")),
        leaver_rate=figure(0.1, "share a year"),
        handover_hours=figure(1.5, "hours"),
        refill_days=sourced(190, "days"),
        absences=_absences(),
        overdispersion=sourced(1.4, "ratio"),
        weekday_work=week,
        weekday_referrals=tuple(reversed(week)),
        case_word="offender",
        summary="Several\nlines " + AWKWARD + " and long. " * 2000,
    )


def plain_team(key: str = "dpmu", abstraction: float | None = 0.3) -> Team:
    return Team(
        key,
        key.upper(),
        (Band("standard", "Standard", figure(1, "share")),),
        (
            Stage(
                "enquire",
                "Enquire",
                Duration(Shape.CONSTANT, (figure(8, "hours"),)),
                (Route("closed", figure(1, "probability")),),
            ),
        ),
        (Outcome("closed", "Closed"),),
        referrals_per_month=figure(20, "cases a month"),
        establishment=figure(6, "FTE"),
        caseload_limit=figure(30, "cases"),
        weekly_hours=figure(40, "hours a week"),
        ramp=Ramp(figure(0.5, "share"), figure(90, "days")),
        leaver_rate=figure(0, "share a year"),
        handover_hours=figure(0, "hours"),
        abstraction=None if abstraction is None else figure(abstraction, "share"),
    )
