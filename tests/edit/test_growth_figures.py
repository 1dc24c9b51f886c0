"""The figures of growth cases in the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.edit.growth_figures import growth_register
from planner.model.assumption import Assumption, Status
from planner.model.growth import GrowthCase, ManualPoints, Percentage, Step, VolumeDriver
from planner.model.shipped_growth import FIGURES, Subject
from planner.workspace import new_plan, plan_table

DAY = date(2027, 1, 1)
SHIPPED = new_plan("polit", start=date(2026, 11, 1))


def test_the_cases_that_ship_are_sourced() -> None:
    rows = growth_register(SHIPPED)
    assert [row.figure for row in rows] == [figure.rate for figure in FIGURES[Subject.ONLINE_ABUSE]]
    assert rows[0].team == SHIPPED.teams[0].name
    assert rows[0].name == "Growth case Low: as recorded crime grew, year upon year from 01/11/2026"
    assert not any(row.editable for row in rows)


def test_a_rate_that_was_changed_is_an_estimate() -> None:
    low, *others = SHIPPED.growth_cases
    changed = replace(low, factors=(replace(low.factors[0], percent=9.0),))
    figure = growth_register(replace(SHIPPED, growth_cases=(changed, *others)))[0].figure
    assert (figure.value, figure.status, figure.source) == (9.0, Status.ASSUME, "")
    assert figure.rationale == low.factors[0].rationale


def test_every_kind_of_growth_has_its_figure() -> None:
    cases = (
        GrowthCase("polit", "a", "A", (Percentage(70, DAY, "Why"), Step(-5, DAY, "So", date(2027, 7, 1)))),
        GrowthCase("polit", "b", "B", override=ManualPoints(((DAY, 50.0), (date(2028, 1, 1), 60.0)), "Because")),
        GrowthCase(
            "polit", "c", "C", override=VolumeDriver("disseminations", 30, 1000, ((DAY, 2000.0),), "By the year")
        ),
    )
    rows = growth_register(replace(SHIPPED, growth_cases=cases))
    assert [(row.name.partition(", ")[2], row.figure) for row in rows] == [
        ("in a straight line over 365 days from 01/01/2027", Assumption(70, "%", rationale="Why")),
        ("at once on 01/01/2027 until 01/07/2027", Assumption(-5, "%", rationale="So")),
        ("level from 01/01/2027", Assumption(50, "cases a period", rationale="Because")),
        ("level from 01/01/2028", Assumption(60, "cases a period", rationale="Because")),
        ("cases by volume", Assumption(30, "cases for every 1000 disseminations", rationale="By the year")),
    ]
    assert len({row.place for row in rows}) == len(rows)


def test_the_exported_register_holds_them() -> None:
    table = plan_table(SHIPPED, "assumptions")
    status, name = table.header.index("Status"), table.header.index("Figure")
    assert [row[status] for row in table.rows if str(row[name]).startswith("Growth case")] == ["ADAPT"] * 3
