"""Growth cases that ship with the program: low, middle and high, each figure with who says so."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from planner.model.assumption import Assumption, Status
from planner.model.growth import Compound, Factor, GrowthCase


class Subject(StrEnum):
    """What grows."""

    ONLINE_ABUSE = "online child abuse referrals"
    REGISTERED_OFFENDERS = "registered sex offenders"


class Figure(NamedTuple):
    """A named rate of growth, in per cent a year, compounded."""

    key: str
    name: str
    rate: Assumption


def _rate(percent: float, status: Status, source: str, rationale: str, dated: date | None = None) -> Assumption:
    return Assumption(percent, "% a year", status, source, rationale, dated=dated)


FIGURES: dict[Subject, tuple[Figure, Figure, Figure]] = {
    Subject.ONLINE_ABUSE: (
        Figure(
            "low",
            "Low: as recorded crime grew",
            _rate(
                8.0,
                Status.ADAPT,
                "VKPP, national analysis of police-recorded child sexual abuse and exploitation crimes, 2022 and 2023 "
                "reports, https://vkpp.org.uk",
                "About 107,000 crimes in 2022 (+7.6 %) and 115,489 in 2023 (+7.9 %). Recorded crime follows what "
                "police already do, so it grows more slowly than referrals.",
            ),
        ),
        Figure(
            "mid",
            "Middle: as cases sent to forces grew",
            _rate(
                19.0,
                Status.ADAPT,
                "HMICFRS, inspection of how well the police and NCA tackle the online sexual abuse and exploitation of "
                "children, https://hmicfrs.justiceinspectorates.gov.uk",
                "More than 20,000 cases in 2021, more than double four years earlier: doubling in four years is 19 % a "
                "year.",
                date(2023, 4, 5),
            ),
        ),
        Figure(
            "high",
            "High: as leads to the UK grew",
            _rate(
                26.0,
                Status.ADAPT,
                "The Independent, https://www.independent.co.uk/news/uk/crime/online-child-abuse-paedophile-arrests-"
                "nca-b2922390.html",
                "Material and leads from NCMEC roughly doubled in three years: 26 % a year. Single forces have seen "
                "42 to 92 % in one year.",
            ),
        ),
    ),
    Subject.REGISTERED_OFFENDERS: (
        Figure(
            "low",
            "Low: as in the latest year",
            _rate(
                2.5,
                Status.OK,
                "Ministry of Justice figures by way of Yahoo/PA, "
                "https://uk.news.yahoo.com/sex-offender-monitoring-must-reformed-161049281.html",
                "68,357 in March 2023 and 70,052 in March 2024.",
            ),
        ),
        Figure(
            "mid",
            "Middle: as since 2011",
            _rate(
                5.0,
                Status.OK,
                "Ministry of Justice figures by way of LBC and Yahoo/PA, "
                "https://www.lbc.co.uk/news/record-number-of-registered-sex-offenders-now-live-in-england-and-wales-"
                "see-how/",
                "36,921 in March 2011 and 70,052 in March 2024: 5.0 % a year, compounded.",
            ),
        ),
        Figure(
            "high",
            "High: as in the fastest years",
            _rate(
                8.0,
                Status.OK,
                "Creedon review by way of Yahoo/PA, "
                "https://uk.news.yahoo.com/sex-offender-monitoring-must-reformed-161049281.html",
                "Growth of 3 to 8 % a year; the upper end.",
            ),
        ),
    ),
}


SUBJECTS = {
    "polit": Subject.ONLINE_ABUSE,
    "mosovo": Subject.REGISTERED_OFFENDERS,
    "dpmu": Subject.REGISTERED_OFFENDERS,
}
"""What a team from a template takes in, by the template's key; no figure is published for the others."""


def cases_of_template(team: str, start: date) -> tuple[GrowthCase, ...]:
    """The cases that a team made from the template of that key begins with."""
    return shipped_cases(team, SUBJECTS[team], start) if team in SUBJECTS else ()


def shipped_cases(team: str, subject: Subject, start: date) -> tuple[GrowthCase, ...]:
    """The three named cases, growing from `start` on; each takes the place of the history's own trend."""
    return tuple(
        GrowthCase(
            team,
            figure.key,
            figure.name,
            (Compound(figure.rate.value, start, _rationale(figure.rate)),),
            replaces_trend=True,
        )
        for figure in FIGURES[subject]
    )


def shipped_figure(factor: Factor) -> Assumption | None:
    """The rate that a part of a growth case states, with its source; None for one that was changed, or is another's."""
    rates = [figure.rate for figures in FIGURES.values() for figure in figures]
    return next(
        (
            rate
            for rate in rates
            if isinstance(factor, Compound) and (factor.percent, factor.rationale) == (rate.value, _rationale(rate))
        ),
        None,
    )


def _rationale(rate: Assumption) -> str:
    return f"{rate.rationale} Source: {rate.source}."
