"""Undo and redo outlive the program: each step is in the file with the change it stands for."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.model.capacity import SHIPPED_RULE
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.prices import SHIPPED
from planner.storage import reading, undo_steps
from planner.storage.errors import Damaged
from planner.storage.inspection import check
from planner.storage.tables import TABLES, TABLES_OF
from planner.workspace import Workspace, pack_events
from tests.storage.sample_events import same, sample_events
from tests.storage.sample_plans import full_plan, large_plan, small_plan
from tests.workspace.test_raw_events import with_import


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.plan"
    Workspace.create(made, small_plan()).close()
    return made


def _noted(plan: Plan, note: str) -> Plan:
    return replace(plan, note=note)


def _joined(plan: Plan, name: str) -> Plan:
    officer = Officer(f"o-{len(plan.officers)}", name, plan.teams[0].key)
    return replace(plan, officers=(*plan.officers, officer))


def _fewer(plan: Plan, _: str) -> Plan:
    return replace(plan, actions=(), standards=plan.standards[1:], scenarios=tuple(reversed(plan.scenarios)))


EDITS: tuple[Callable[[Plan, str], Plan], ...] = (_noted, _joined, _fewer)


def test_steps_go_back_and_forth_after_a_restart(path: Path) -> None:
    with Workspace.open(path) as workspace:
        plans = [workspace.plan]
        for number in range(4):
            workspace.change(f"Step {number}", _joined(workspace.plan, f"Officer {number}"))
            plans.append(workspace.plan)
        workspace.undo()
    with Workspace.open(path) as workspace:
        assert (workspace.undo_label, workspace.redo_label) == ("Step 2", "Step 3")
        workspace.redo()
        assert workspace.plan == plans[4]
        for number in (3, 2, 1, 0):
            assert workspace.undo_label == f"Step {number}"
            workspace.undo()
            assert workspace.plan == plans[number]
        assert workspace.undo_label is None
    with Workspace.open(path) as workspace:
        assert (workspace.plan, workspace.undo_label, workspace.redo_label) == (plans[0], None, "Step 0")
        workspace.change("Another way", _noted(workspace.plan, "other"))
        assert workspace.redo_label is None
    with Workspace.open(path) as workspace:
        assert (workspace.undo_label, workspace.redo_label) == ("Another way", None)


def test_what_is_equal_stays_the_same_object(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.change("Join", _joined(workspace.plan, "First"))
        workspace.change("Join", _joined(workspace.plan, "Second"))
    with Workspace.open(path) as workspace:
        before, heard = workspace.plan, []
        workspace.subscribe(lambda parts, _: heard.append(parts))
        workspace.undo()
        assert heard == [{"officers"}]
        assert workspace.plan.teams is before.teams
        assert workspace.plan.officers[0] is before.officers[0]


@pytest.mark.parametrize("part", sorted(TABLES_OF))
def test_a_step_in_each_part_of_a_plan_goes_back_and_forth_after_a_restart(part: str, tmp_path: Path) -> None:
    full, path = full_plan(), tmp_path / "a.plan"
    with Workspace.create(path, full) as workspace:
        workspace.change(f"Change {part}", _changed_in(part, full))
        changed = workspace.plan
    with Workspace.open(path) as workspace:
        workspace.undo()
        assert workspace.plan == full
        workspace.redo()
        assert workspace.plan == changed != full


def _changed_in(part: str, plan: Plan) -> Plan:
    """The plan with one entry of the part changed, the others as they are."""
    value = getattr(plan, part)
    if part == "prices":
        return replace(plan, prices=SHIPPED)
    if part == "capacity":
        return replace(plan, capacity=SHIPPED_RULE)
    if part == "lead_steps":
        return replace(plan, lead_steps=value[1:])
    if part == "duties":
        first = value[0]
        return replace(plan, duties=(replace(first, hours=(*first.hours, 3.25)), *value[1:]))
    field = {
        "teams": ("summary", "Another."),
        "officers": ("name", "Renamed"),
        "cases": ("legacy", not plan.cases[0].legacy),
        "histories": ("source", "Elsewhere"),
        "resources": ("name", "Renamed"),
        "scenarios": ("note", "Another."),
        "standards": ("name", "Renamed"),
        "events": ("reason", "Another"),
        "growth_cases": ("name", "Renamed"),
        "imports": ("file", "other.csv"),
        "actions": ("what", "Another"),
        "rotas": ("note", "Another."),
    }[part]
    return replace(plan, **{part: (replace(value[0], **dict([field])), *value[1:])})


def test_every_field_and_table_belongs_to_a_part() -> None:
    own = {"name", "start", "reinspection", "illustrative", "note"}
    assert {field.name for field in fields(Plan)} == own | set(TABLES_OF)
    assert set().union(*TABLES_OF.values()) == set(TABLES) - {"plan"}


@pytest.fixture
def booked(tmp_path: Path) -> Path:
    made = tmp_path / "booked.plan"
    Workspace.create(made, large_plan(cases=12, officers=8, rota_days=2)).close()
    return made


def test_only_what_a_step_touched_is_read_again(booked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace.open(booked) as workspace:
        first, *others = workspace.plan.cases
        workspace.change("Mark", replace(workspace.plan, cases=(replace(first, legacy=not first.legacy), *others)))
    with Workspace.open(booked) as workspace:
        before, made = workspace.plan, []
        monkeypatch.setattr(reading, "_case", lambda row: made.append(row) or first)
        workspace.undo()
        assert [row["key"] for row in made] == [first.key]
        assert workspace.plan.cases == (first, *others)
        assert all(now is then for now, then in zip(workspace.plan.cases[1:], before.cases[1:], strict=True))


def test_cases_keep_their_order_when_many_come_and_go(booked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for few in (reading.FEW, 0):
        monkeypatch.setattr(reading, "FEW", few)
        with Workspace.open(booked) as workspace:
            full = workspace.plan
            assert len(full.cases) > 2
            workspace.change("Fewer", replace(full, cases=full.cases[2:]))
        with Workspace.open(booked) as workspace:
            workspace.undo()
            assert workspace.plan == full
            workspace.redo()
            assert workspace.plan.cases == full.cases[2:]
            workspace.undo()


def test_a_drag_is_one_step_after_a_restart_too(path: Path) -> None:
    with Workspace.open(path) as workspace:
        original = workspace.plan
        for number in range(3):
            workspace.change(f"Growth {number}", _noted(workspace.plan, f"{number}"), merge="growth")
    with Workspace.open(path) as workspace:
        assert workspace.undo_label == "Growth 2"
        # A run of the same name in the next session is a step of its own.
        workspace.change("Growth 3", _noted(workspace.plan, "3"), merge="growth")
        workspace.undo()
        assert workspace.plan.note == "2"
        workspace.undo()
        assert (workspace.plan, workspace.undo_label) == (original, None)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["edit", "edit", "drag", "undo", "redo", "restart"]), max_size=14), st.data())
@pytest.mark.slow
def test_any_mixture_with_restarts_is_as_without(
    tmp_path_factory: pytest.TempPathFactory, moves: list[str], data: st.DataObject
) -> None:
    """Against the plainest model: a list of plans and a place in it."""
    made = tmp_path_factory.mktemp("mixture") / "a.plan"
    workspace = Workspace.create(made, full_plan())
    line, place, run = [workspace.plan], 0, False
    for number, move in enumerate(moves):
        if move == "restart":
            workspace.close()
            workspace, run = Workspace.open(made), False
        elif move in ("edit", "drag"):
            edit = data.draw(st.sampled_from(EDITS))
            plan = edit(workspace.plan, f"Edit {number}")
            workspace.change(str(number), plan, merge="drag" if move == "drag" else None)
            if not (move == "drag" and run):
                place += 1
            line[place:] = [plan]
            run = move == "drag"
        else:
            place = max(place - 1, 0) if move == "undo" else min(place + 1, len(line) - 1)
            workspace.undo() if move == "undo" else workspace.redo()
            run = False
        assert workspace.plan == line[place]
        assert (workspace.undo_label is None) == (place == 0)
        assert (workspace.redo_label is None) == (place == len(line) - 1)
    workspace.close()
    with Workspace.open(made, read_only=True) as reader:
        assert reader.plan == line[place]


def test_steps_are_bounded_by_number_and_bytes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo_steps, "MOST_STEPS", 3)
    with Workspace.open(path) as workspace:
        for number in range(6):
            workspace.change(str(number), _noted(workspace.plan, f"{number}"))
        for _ in range(4):
            # Further back than the file keeps, where this session still can.
            workspace.undo()
        assert workspace.plan.note == "1"
        workspace.redo()
    with Workspace.open(path) as workspace:
        assert (workspace.plan.note, workspace.undo_label, workspace.redo_label) == ("2", "2", None)
        workspace.undo()
        assert (workspace.plan.note, workspace.undo_label) == ("1", None)
    monkeypatch.setattr(undo_steps, "MOST_BYTES", 300)
    with Workspace.open(path) as workspace:
        for number in range(6):
            # What is long and like nothing else takes its room compressed, too.
            workspace.change(str(number), _noted(workspace.plan, f"{number} {sha256(b'x' * number).hexdigest()}"))
    with Workspace.open(path) as workspace:
        steps = 0
        while workspace.undo_label is not None:
            workspace.undo()
            steps += 1
        assert 0 < steps < 3


def test_a_step_of_very_many_rows_ends_what_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace.open(path) as workspace:
        workspace.change("Small", _noted(workspace.plan, "small"))
        monkeypatch.setattr(undo_steps, "MOST_ROWS", 4)
        plan = workspace.plan
        for number in range(9):
            plan = _joined(plan, f"{number}")
        workspace.change("Large", plan)
        monkeypatch.undo()
        workspace.change("After", _noted(plan, "after"))
    with Workspace.open(path) as workspace:
        workspace.undo()
        assert (workspace.plan, workspace.undo_label) == (plan, None)


def test_steps_that_no_longer_fit_are_dropped_with_a_sentence(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.change("Join", _joined(workspace.plan, "New"))
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE officer SET name = 'Renamed elsewhere'")
        conn.commit()
    with Workspace.open(path) as workspace:
        with pytest.raises(Damaged, match="another program changed the file"):
            workspace.undo()
        assert workspace.undo_label is None
        assert workspace.plan.officers[0].name == "Renamed elsewhere"
        workspace.change("Note", _noted(workspace.plan, "x"))
    with Workspace.open(path) as workspace:
        assert workspace.undo_label == "Note"
    assert check(path).ok


def test_an_undone_import_comes_back_with_its_events_after_a_restart(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.change("Import", with_import(workspace.plan), raw_events={"i": pack_events(sample_events())})
        workspace.undo()
    with Workspace.open(path) as workspace:
        workspace.redo()
        assert same(workspace.raw_events("i"), sample_events())
        workspace.undo()
        workspace.change("Another way", _noted(workspace.plan, "x"))
    with Workspace.open(path) as workspace, pytest.raises(KeyError):
        workspace.raw_events("i")
