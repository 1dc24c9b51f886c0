"""A result is kept with its plan and run again, bit for bit, whatever became of the plan."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from planner.model.checks import InvalidPlan
from planner.model.codec import fingerprint
from planner.model.plan import Plan
from planner.model.progress import Cancelled
from planner.model.results import Result
from planner.model.scenario import DemandGrowth, Scenario
from planner.storage.errors import ReadOnly
from planner.workspace import Workspace, pack_result, rerun_result, simulate_plan, simulate_until
from tests.simulate.small_networks import START, everything

GROWTH = Scenario("growth", "Growth", (DemandGrowth("a", 40, START),))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return replace(everything(), scenarios=(GROWTH,))


@pytest.fixture(scope="module")
def result(plan: Plan) -> Result:
    return simulate_until(plan, "growth", limit=60, days=120, teams=["b", "a"], seed=5)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory, plan: Plan, result: Result) -> Path:
    path = tmp_path_factory.mktemp("kept") / "kept.plan"
    with Workspace.create(path, plan) as workspace:
        assert workspace.save_result(result, "Growth") == "growth"
    return path


@pytest.fixture
def workspace(made_once: Path, tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(Path(shutil.copy(made_once, tmp_path / "kept.plan"))) as opened:
        yield opened


def test_run_again_it_is_identical(workspace: Workspace, result: Result) -> None:
    heard: list[tuple[int, int]] = []
    again = workspace.rerun("growth", lambda done, total: heard.append((done, total)))
    assert again.differing == ()
    assert again.same_engine
    assert again.result.replications == 60
    assert again.result.conditions == GROWTH
    assert [team.team for team in again.result.teams] == [team.team for team in result.teams] == ["a", "b"]
    assert heard[-1] == (60, 60)


def test_the_plan_may_have_changed_since(workspace: Workspace, plan: Plan) -> None:
    team = plan.team("a")
    fewer = replace(team, caseload_limit=replace(team.caseload_limit, value=2.0))
    workspace.change("Lower the limit", replace(plan, teams=(fewer, plan.team("b")), scenarios=()))
    assert workspace.results()[0].plan_fingerprint != fingerprint(workspace.plan)
    assert workspace.rerun("growth").differing == ()


def test_a_difference_is_found_and_named(workspace: Workspace) -> None:
    saved = workspace.result("growth", ())
    spoilt = {**saved.digests, "team.a.open": "0" * 64}
    del spoilt["team.b.closed"]
    found = rerun_result(replace(saved, digests={**spoilt, "team.c.open": "0" * 64}))
    assert set(found.differing) == {"team.a.open", "team.b.closed", "team.c.open"}
    other = rerun_result(replace(saved, note=replace(saved.note, seed=6)))
    assert "team.a.open" in other.differing
    assert other.same_engine
    assert not replace(other, note=replace(other.note, version="0.0.1")).same_engine
    assert not replace(other, note=replace(other.note, engine="0" * 12)).same_engine


def test_a_plan_that_no_longer_fits_is_a_sentence(workspace: Workspace) -> None:
    saved = workspace.result("growth", ())
    with pytest.raises(InvalidPlan, match="the result's plan"):
        rerun_result(replace(saved, plan_text='{"name": "x", "colour": "red"}'))


def test_keeping_a_result_is_no_change_of_the_plan(workspace: Workspace, plan: Plan, result: Result) -> None:
    heard: list[frozenset[str]] = []
    workspace.subscribe(lambda parts, origin: heard.append(parts))
    before = fingerprint(workspace.plan)
    assert workspace.save_result(result) == "run-1"
    workspace.remove_result("growth")
    assert heard == []
    assert workspace.undo_label is None
    assert fingerprint(workspace.plan) == before
    workspace.change("Note", replace(plan, note="noted"))
    workspace.undo()
    assert [note.key for note in workspace.results()] == ["run-1"]


def test_the_long_part_is_done_on_another_thread(workspace: Workspace, result: Result) -> None:
    made: list[object] = []

    def work() -> None:
        found = simulate_plan(workspace.plan, "growth", days=30, replications=20)
        made.append(pack_result(found, "Beside"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert workspace.save_result(made[0]) == "beside"  # type: ignore[arg-type]
    assert workspace.rerun("beside").differing == ()


def test_a_cancelled_run_leaves_the_last_result(workspace: Workspace, plan: Plan) -> None:
    before = workspace.path.read_bytes()

    def cancel(done: int, total: int) -> None:
        if done > 25:
            raise Cancelled

    with pytest.raises(Cancelled):
        workspace.save_result(simulate_until(plan, limit=500, days=300, progress=cancel), "Growth")
    assert workspace.path.read_bytes() == before
    assert workspace.rerun("growth").differing == ()


def test_a_plan_that_is_only_read_lists_and_reruns_but_keeps_nothing(made_once: Path, result: Result) -> None:
    with Workspace.open(made_once, read_only=True) as workspace:
        assert [note.key for note in workspace.results()] == ["growth"]
        assert workspace.result("growth", ("fan",)).fans["team.a.open"].shape == (6, 120)
        with pytest.raises(ReadOnly, match="so the result was not kept"):
            workspace.save_result(result)
