"""The demo plan's standards and scenarios."""

from __future__ import annotations

from datetime import date

from planner.model.action import ActionItem
from planner.model.assumption import Assumption, Status
from planner.model.demand import DemandEvent
from planner.model.scenario import DemandGrowth, ForecastDemand, Recruits, Scenario
from planner.model.standard import MEASURE_UNIT, Measure, Standard

_CHOSEN = "Illustrative: Example Constabulary's own choice. Enter your force's target."


def _target(measure: Measure, value: float) -> Assumption:
    return Assumption(value, MEASURE_UNIT[measure], rationale=_CHOSEN)


def example_standards(by: date) -> tuple[Standard, ...]:
    """What the units are to keep to by the re-inspection."""
    inspectors = Assumption(
        50.0,
        "cases",
        Status.OK,
        "Police Professional, High workloads leave Merseyside sex offender managers playing catch-up "
        "(HM Inspector Parr), https://policeprofessional.com/news/high-workloads-leave-merseyside-sex-offender-managers-playing-catch-up/",
        "100 each was called double what inspectors would like to see.",
    )
    first = tuple(
        _on_time(f"polit-first-{key}", f"POLIT: first action on time, {name} risk", "polit", "action", 0.9, by, key)
        for key, name in (("very-high", "very high"), ("high", "high"), ("medium", "medium"), ("low", "low"))
    )
    return (
        _at_most("polit-caseload", "POLIT: open cases per officer", "polit", Measure.CASELOAD, 20.0, by),
        *first,
        _at_most("polit-unallocated", "POLIT: unallocated cases", "polit", Measure.UNALLOCATED, 5.0, by),
        Standard("mosovo-caseload", "MOSOVO: offenders per manager", "mosovo", Measure.CASELOAD, inspectors, by=by),
        _on_time("mosovo-visits", "MOSOVO: visits on time", "mosovo", "visit", 0.95, by),
        _at_most("mosovo-overdue", "MOSOVO: most overdue visit", "mosovo", Measure.MOST_OVERDUE, 30.0, by),
        Standard("dpmu-caseload", "DPMU: offenders per officer", "dpmu", Measure.CASELOAD, inspectors, by=by),
        _on_time("dpmu-first-visits", "DPMU: first visits within 14 days", "dpmu", "first-visit", 0.95, by),
        _on_time("dpmu-visits", "DPMU: mandated visits on time", "dpmu", "visit", 0.95, by),
        _at_most("dpmu-unallocated", "DPMU: unallocated offenders", "dpmu", Measure.UNALLOCATED, 5.0, by),
        _on_time("sharing", "Records shared within 25 days", "referral-sharing", "share", 0.95, by),
    )


def _at_most(key: str, name: str, team: str, measure: Measure, value: float, by: date) -> Standard:
    return Standard(key, name, team, measure, _target(measure, value), by=by)


def _on_time(key: str, name: str, team: str, stage: str, share: float, by: date, band: str | None = None) -> Standard:
    return Standard(key, name, team, Measure.ON_TIME, _target(Measure.ON_TIME, share), stage, band, by)


def example_actions() -> tuple[ActionItem, ...]:
    """The made-up force's answer to its inspection, in its first weeks."""
    return (
        ActionItem(
            "polit-posts",
            "polit-caseload",
            "Illustrative: bring the case for more POLIT posts to the chief officers",
            "Head of unit",
            date(2026, 12, 14),
        ),
        ActionItem(
            "mosovo-dates",
            "mosovo-visits",
            "Illustrative: put the dates of all visits into one list, the latest first",
            "MOSOVO supervisor",
            date(2026, 11, 30),
            date(2026, 10, 26),
            "Illustrative: the list of 26 October.",
        ),
        ActionItem(
            "dpmu-vacancies",
            "dpmu-first-visits",
            "Illustrative: fill the three vacant posts from within the force",
            "DPMU supervisor",
            date(2027, 1, 29),
        ),
    )


def example_events() -> tuple[DemandEvent, ...]:
    """A day on which the made-up force's own ways changed."""
    return (
        DemandEvent(
            date(2025, 8, 1),
            "Illustrative: officers now file a record about every child they meet at an incident.",
            "referral-sharing",
        ),
    )


def example_scenarios(start: date) -> tuple[Scenario, ...]:
    """Demand as today, the force's own 70 % rise with and without recruits, and three sourced rates of growth."""
    year = "Published rates of growth differ by what they count"
    return (
        Scenario("as-today", "Demand as today", note="No change: the present month goes on.", baseline=True),
        Scenario(
            "growth-70",
            "+70 % in twelve months",
            (DemandGrowth("polit", 70.0, start),),
            "POLIT referrals rise by 70 % again over twelve months, as they did over the last twelve.",
        ),
        Scenario(
            "growth-70-recruits",
            "+70 % and four POLIT recruits",
            (DemandGrowth("polit", 70.0, start), Recruits("polit", 4, start, vetting_days=182)),
            "Four recruits asked for at once. From application to appointment usually takes about six months "
            "(Ask the Police, question 845).",
        ),
        Scenario(
            "growth-low",
            "Low growth: +8 % a year",
            (DemandGrowth("polit", 8.0, start),),
            f"{year}: recorded child sexual abuse and exploitation crimes, 2023 (VKPP). Check against your own force.",
        ),
        Scenario(
            "growth-mid",
            "Middle growth: +19 % a year",
            (DemandGrowth("polit", 19.0, start),),
            f"{year}: cases that the National Crime Agency sent to forces more than doubled in four years to 2021 "
            "(HMICFRS). Check against your own force.",
        ),
        Scenario(
            "growth-high",
            "High growth: +26 % a year",
            (DemandGrowth("polit", 26.0, start),),
            f"{year}: leads from abroad, roughly doubled in three years (Independent). Check against your own force.",
        ),
        Scenario(
            "as-forecast",
            "As forecast",
            (ForecastDemand("polit"), ForecastDemand("mosovo"), ForecastDemand("dpmu")),
            "New cases go on as the past counts foretell, and nobody can say exactly how: each future has its own.",
        ),
        Scenario(
            "as-forecast-high",
            "As forecast, high growth",
            tuple(ForecastDemand(team, "high") for team in ("polit", "mosovo", "dpmu")),
            "The level of the past counts, growing as the highest published rates say. Check against your own force.",
        ),
        Scenario(
            "dpmu-filled",
            "DPMU vacancies filled",
            (Recruits("dpmu", 3, start, vetting_days=91),),
            "The three vacant posts are filled from within the force in three months.",
        ),
    )
