"""A countdown in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.model.countdown import LEAD_STEPS, Breach, Candidate, Countdown, LastSafe, Lift, StandardCountdown
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.report.countdown import breach_lines, countdown_lines, lead_line
from tests.model.small_plans import figure, small_plan

DAY = date(2027, 8, 2)
CASELOAD = Standard("c", "Cases each", "team", Measure.CASELOAD, figure(20, MEASURE_UNIT[Measure.CASELOAD]))
LIFT = Lift(Candidate("one more recruit", ()), 0.75, 0.25, 0.02, 1.5)
LAST = LastSafe(3, date(2027, 1, 18), date(2027, 7, 26), 0.92, 0.88)
ONE = StandardCountdown(CASELOAD, 0.5, 0.03, ((date(2026, 11, 30), 0.7), (DAY, 0.5)), (LIFT,), LAST)
COUNTDOWN = Countdown(DAY, 273, 0.9, (ONE,), (), LEAD_STEPS, 200, 1)


def lines(**changes: object) -> tuple[str, ...]:
    return countdown_lines(small_plan(), COUNTDOWN, replace(ONE, **changes))  # type: ignore[arg-type]


def test_a_standard_at_risk():
    assert lines() == (
        "“Cases each” (at most 20): met in 50 % of the futures (± 5.9 %), falling from 70 % on 30 November 2026.",
        "Of the single steps tried, one more recruit lifts it most: to 75 % (by 25.0 ± 3.9 points).",
        (
            "Last safe date: 18 January 2027. 3 more officers for Team approved by then begin by 26 July 2027 and make "
            "it 92 %; approved one day later, 88 %."
        ),
    )


def test_a_safe_one_one_that_no_step_lifts_and_one_that_officers_do_not_help():
    safe = lines(chance=0.98, last_safe=None, lifts=(replace(LIFT, lift=0.0),))
    assert "rising from 70 %" in safe[0]
    assert safe[1:] == ("Of the single steps tried, none lifts it.", "It is safe without more officers.")
    hopeless = lines(chance=0.72, last_safe=None, obstacle="Because.", lifts=(replace(LIFT, lift=0.0),))
    assert "much as at the start" in hopeless[0]
    assert hopeless[1] == "Of the single steps tried, none lifts it; one more recruit brings it nearest (by 1.5)."
    assert hopeless[2] == "Officers alone do not make it safe. Because."


def test_none_and_all_are_said_as_such_and_a_share_comes_nearer_by_points():
    assert lines(chance=0.0)[0].startswith("“Cases each” (at most 20): met in none of the futures (± 5.9 %)")
    assert "met in all of the futures" in lines(chance=1.0)[0]
    share = replace(ONE.standard, measure=Measure.ON_TIME, target=figure(0.9, "share"), stage="work")
    hopeless = lines(standard=share, chance=0.0, lifts=(replace(LIFT, lift=0.0, nearer=0.0513),))
    assert hopeless[1].endswith("none lifts it; one more recruit brings it nearest (by 5.1 points).")


def test_overdue_work_and_the_lead():
    weeks = [date(2026, 11, 8), date(2026, 11, 15)]
    rows = [
        Breach("team", "high", week, chance, 2.25, 4.0, 12.4) for week, chance in zip(weeks, (0.2, 0.8), strict=True)
    ]
    rows += [Breach("team", "low", week, 0.1, 0.1, 0.0, 0.0) for week in weeks]
    assert breach_lines(small_plan(), replace(COUNTDOWN, breaches=tuple(rows))) == (
        (
            "Team, high: overdue work likelier than not from the week to 15 November 2026; in the week to 15 November "
            "2026 4 or fewer overdue in nine futures of ten, 2.2 in the mean, in the middle future the latest by 12 "
            "days."
        ),
        "Team, low: overdue work unlikely in any week (at most 10 %).",
    )
    assert lead_line(COUNTDOWN).startswith("From approval to the first day of work: 189 days (advert and sift 49, ")


def test_a_step_whose_lift_may_be_chance_is_said_to_be_so():
    assert lines(lifts=(replace(LIFT, lift=0.06, error=0.044),))[1].endswith(
        "(by 6.0 ± 8.6 points, which chance alone may give)."
    )


def test_a_middle_future_without_overdue_work_has_no_latest():
    row = Breach("team", "high", date(2026, 11, 8), 0.6, 2.25, 4.0, 0.0)
    (line,) = breach_lines(small_plan(), replace(COUNTDOWN, breaches=(row,)))
    assert line.endswith("4 or fewer overdue in nine futures of ten, 2.2 in the mean.")
    (line,) = breach_lines(small_plan(), replace(COUNTDOWN, breaches=(replace(row, high=1.0),)))
    assert line.endswith("1 or fewer overdue in nine futures of ten, 2.2 in the mean of all.")
    (line,) = breach_lines(small_plan(), replace(COUNTDOWN, breaches=(replace(row, chance=0.0),)))
    assert line == "Team, high: overdue work in no week of any future."
