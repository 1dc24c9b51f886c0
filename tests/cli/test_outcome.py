"""What `simulate` prints: the figures of the result, in a table and in JSON whose entries are promised."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner.cli.entry import run
from planner.model.scenario import CaseloadLimit, Outsourcing, Overtime, Scenario
from planner.model.standard import Measure
from planner.workspace import demo_plan
from tests.simulate.small_networks import everything

SMALL = ["simulate", "--team", "dpmu", "--days", "100", "--replications", "6"]

QUANTILES = {"p5", "p25", "p50", "p75", "p95"}
DAILY = {"open_per_officer", "open", "unallocated", "overdue", "strength"}


@pytest.fixture(scope="module")
def document():
    """The JSON for a small run of the demo plan."""
    from planner.cli.outcome import as_document
    from planner.workspace import demo_plan, simulate_plan

    plan = demo_plan()
    result = simulate_plan(plan, teams=("polit", "dpmu"), days=100, replications=6)
    return plan, result, json.loads(as_document(plan, result))


def test_the_json_has_the_promised_entries(document):
    _, _, found = document
    assert set(found) == {
        *("format", "version", "plan", "plan_fingerprint", "illustrative", "scenario", "seed", "replications"),
        *("run", "start", "days", "teams", "standards", "resources", "extra_cost"),
    }
    assert found["run"] == {"stopped": "as asked", "aims": [], "estimate": None}
    assert found["format"] == 1
    assert [team["key"] for team in found["teams"]] == ["polit", "dpmu"]
    for team in found["teams"]:
        assert set(team) == {"key", "name", "verdict", "caseload_limit", "points", "on_time"}
        for point in team["points"]:
            assert set(point) == {"date", "day", *DAILY}
            assert all(set(point[series]) == QUANTILES for series in DAILY)
        assert set(team["on_time"]) == {"stage", "stage_name", "bands"}
        for row in team["on_time"]["bands"]:
            assert set(row) == {"band", "band_name", "count", "on_time_share"}
    assert {row["key"] for row in found["standards"]} == {
        standard.key for standard in demo_plan().standards if standard.team in ("polit", "dpmu")
    }
    for row in found["standards"]:
        assert set(row) == {"key", "name", "team", "date", "chance", "error"}
        # Their dates lie beyond these hundred days.
        assert row["chance"] is None
    for resource in found["resources"]:
        assert set(resource) == {"key", "points"}
        assert all(set(point) == {"date", "day", "waiting", "busy"} for point in resource["points"])


def test_the_json_holds_the_figures_of_the_result(document):
    import numpy as np

    plan, result, found = document
    polit = found["teams"][0]
    assert [point["day"] for point in polit["points"]] == [1, 30, 61, 91, 100]
    assert polit["points"][0]["date"] == plan.start.isoformat()
    last = polit["points"][-1]
    simulated = result.team("polit")
    assert last["open"]["p50"] == pytest.approx(np.median(simulated.open[:, 99]), abs=1e-3)
    assert last["overdue"]["p95"] == pytest.approx(np.quantile(simulated.overdue[:, :, 99].sum(axis=1), 0.95), abs=1e-3)
    watched = next(row.stage for row in plan.standards if row.team == "polit" and row.measure is Measure.ON_TIME)
    assert polit["on_time"]["stage"] == watched
    index = simulated.stages.index(watched)
    for number, row in enumerate(polit["on_time"]["bands"]):
        due = simulated.due[:, index, number].sum()
        assert row["count"] == pytest.approx(due / 6, abs=1e-3)
        if due:
            assert row["on_time_share"] == pytest.approx(simulated.met[:, index, number].sum() / due, abs=1e-4)
        else:
            assert row["on_time_share"] is None


def test_the_table_says_where_each_team_is_heading(capsys):
    assert run(SMALL) == 0
    printed = capsys.readouterr().out
    assert "Example Constabulary, 100 days from" in printed
    assert "after 100 days" in printed
    assert "Illustrative" in printed
    for row in ("Open per officer", "Not allocated", "Overdue", "First visit, by band"):
        assert row in printed
    assert "POLIT" not in printed


def test_two_years_show_six_twelve_and_twenty_four_months(capsys):
    assert run(["simulate", "--team", "dpmu", "--replications", "2"]) == 0
    header = next(line for line in capsys.readouterr().out.splitlines() if "now" in line)
    assert header.split("  ")[-1].strip() == "in 24 months"
    assert "in 6 months" in header


def test_the_same_plan_and_seed_give_the_same_text(capsys):
    texts = []
    for seed in ("1", "1", "2"):
        assert run([*SMALL, "--scenario", "growth-70", "--seed", seed, "--json"]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["teams"] != json.loads(texts[2])["teams"]
    assert json.loads(texts[0])["scenario"] == "growth-70"


def test_a_scenario_goes_by_its_name_too(capsys):
    assert run([*SMALL, "--scenario", "demand AS today", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["scenario"] == "as-today"


def test_overtime_and_outsourcing_are_priced():
    """Hours worked and items sent out, by what each costs: in the JSON by lever and month, and a line of the tables."""
    from planner.cli.outcome import as_document, as_tables
    from planner.workspace import simulate_plan

    base = everything()
    levers = (
        Overtime("a", 8, base.start, cost=38),
        Outsourcing("lab", 0.5, 20, base.start, cost=400),
        CaseloadLimit("a", 5, base.start),
    )
    plan = replace(base, scenarios=(Scenario("more", "More", levers),))
    result = simulate_plan(plan, "more", days=90, replications=4)
    cost = json.loads(as_document(plan, result))["extra_cost"]
    hours, items = result.team("a").overtime.sum() / 4, result.resources[0].outsourced.sum() / 4
    assert hours > 0
    assert items > 0
    assert [entry["mean"] for entry in cost["levers"]] == pytest.approx([38 * hours, 400 * items], abs=0.05)
    assert cost["mean"] == pytest.approx(38 * hours + 400 * items, abs=0.1)
    assert sum(month["mean"] for month in cost["months"]) == pytest.approx(cost["mean"], abs=0.1)
    assert cost["months"][0]["month"] == plan.start.replace(day=1).isoformat()
    assert f"It comes to £{38 * hours:,.0f} (" in as_tables(plan, result)
    plain = simulate_plan(plan, None, days=10, replications=2)
    assert json.loads(as_document(plan, plain))["extra_cost"] is None
    assert "It comes to" not in as_tables(plan, plain)
