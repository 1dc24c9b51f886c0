"""Every part of a plan is a table: as wide as its header, a row for each entry, units beside the numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from planner.model.absence import Absence, AbsenceKind, Reduction
from planner.model.assumption import Assumption
from planner.model.demand import DemandEvent
from planner.model.growth import Compound, GrowthCase, ManualPoints, Percentage, Step, VolumeDriver
from planner.model.imported import ImportKind, ImportRecord, MappedColumn
from planner.model.people import DutyHours
from planner.model.plan import Plan
from planner.model.scenario import Resource
from planner.report.tables import plan_table, table_names
from planner.workspace import demo_plan

DAY = date(2027, 1, 4)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The demo plan with something in every part."""
    demo = demo_plan()
    absent = replace(
        demo.officers[0],
        absences=(Absence(AbsenceKind.COURSE, DAY, DAY, 0.5, "Interviews"),),
        reductions=(Reduction("Tutor", DAY, None, 8.0),),
    )
    team = replace(demo.teams[0], abstraction=None)
    drivers = VolumeDriver("disseminations", 30, 1000, ((DAY, 9000.0),), "NCA")
    cases = (
        GrowthCase("polit", "low", "Low", (Percentage(5, DAY, "a", 200), Compound(2, DAY, "b"), Step(9, DAY, "c"))),
        GrowthCase("polit", "set", "Set", override=ManualPoints(((DAY, 40.0), (date(2028, 1, 3), 50.0)), "d")),
        GrowthCase("polit", "driven", "Driven", override=drivers, replaces_trend=True),
        GrowthCase("polit", "none", "None"),
    )
    record = ImportRecord(
        *("import-1", ImportKind.COUNTS, "counts.csv", "", "0" * 64, datetime(2026, 11, 1, tzinfo=UTC), "A planner"),
        *(2, 9, 8, (MappedColumn("Month", "period"), MappedColumn("Notes", "drop"))),
    )
    return replace(
        demo,
        teams=(team, *demo.teams[1:]),
        officers=(absent, *demo.officers[1:]),
        events=(DemandEvent(DAY, "A new tool", "polit"), DemandEvent(DAY, "A new law")),
        growth_cases=cases,
        scenarios=tuple(scenario for scenario in demo.scenarios if scenario.key == "growth-70"),
        imports=(record,),
        resources=(Resource("lab", "Device examiners", Assumption(3, "servers")),),
        prices=replace(demo.prices, team_grades=(("referral-sharing", "staff"),)),
        duties=(DutyHours(demo.officers[1].key, DAY, (8.0, 0.0, 7.5)),),
    )


def test_every_table_is_as_wide_as_its_header(plan: Plan) -> None:
    for name in table_names():
        table = plan_table(plan, name)
        assert table.rows, name
        assert {len(row) for row in table.rows} == {len(table.header)}, name
        assert len(set(table.header)) == len(table.header), name


def test_rows_say_what_the_plan_holds(plan: Plan) -> None:
    assert plan_table(plan, "events").rows == ((DAY, "polit", "A new tool"), (DAY, "every team", "A new law"))
    growth = [row[1:2] + row[4:] for row in plan_table(plan, "growth-cases").rows]
    assert growth == [
        ("low", "in a straight line over 200 days", DAY, None, 5, "%", "a"),
        ("low", "year upon year", DAY, None, 2, "% a year", "b"),
        ("low", "at once", DAY, None, 9, "%", "c"),
        ("set", "level set to", DAY, None, 40.0, "cases a period", "d"),
        ("set", "level set to", date(2028, 1, 3), None, 50.0, "cases a period", "d"),
        ("driven", "level set to", DAY, None, 9000.0, "disseminations a period, 30 cases for every 1000", "NCA"),
        ("none", "no change", None, None, None, "", ""),
    ]
    officer = plan.officers[1].key
    assert plan_table(plan, "rota").rows[1:] == ((officer, date(2027, 1, 5), 0.0), (officer, date(2027, 1, 6), 7.5))
    assert plan_table(plan, "actions").rows[1][:2] == ("mosovo-dates", "mosovo-visits")
    assert plan_table(plan, "actions").rows[1][4:6] == (date(2026, 11, 30), date(2026, 10, 26))
    prices = {row[0]: row[1:5] for row in plan_table(plan, "prices").rows}
    assert prices["Constable, top of scale: pay"] == ("constable", "polit; mosovo; dpmu", 50_257, "pounds a year")
    assert prices["Police staff investigator: contributions"] == ("staff", "referral-sharing", 0.3, "share of pay")
    assert prices["Training"] == ("", "", 4000, "pounds each")
    assert [row[:3] for row in plan_table(plan, "lead-times").rows][2] == (3, "Vetting", 42)
    assert plan_table(plan, "absences").rows == ((plan.officers[0].key, "course", DAY, DAY, 0.5, "Interviews"),)
    assert plan_table(plan, "reductions").rows == ((plan.officers[0].key, "Tutor", DAY, None, 8.0),)
    assert plan_table(plan, "imports").rows[0][-2] == "Month: period; Notes: drop"
    assert len(plan_table(plan, "cases").rows) == len(plan.cases)


def test_sources_stand_beside_their_rows(plan: Plan) -> None:
    case = plan.cases[3]
    rows = plan_table(plan, "cases", {f"case/{case.key}": "book.csv, row 7"}).rows
    assert rows[3][-1] == "book.csv, row 7"
    assert rows[4][-1] == "illustrative"
    history = plan.histories[0]
    day = history.begins(1).isoformat()
    rows = plan_table(plan, "histories", {f"history/{history.team}/{history.band}/{day}": "counts.csv, row 3"}).rows
    assert [row[-1] for row in rows[:2]] == [history.source, "counts.csv, row 3"]
