"""Undo gives back the very same plan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.edit.history import History
from planner.model.plan import Plan


def _plan(number: int) -> Plan:
    """A value to go through the history, which never looks inside it."""
    plan = object.__new__(Plan)
    object.__setattr__(plan, "name", f"plan {number}")
    return plan


def test_a_new_history_has_nothing_to_undo() -> None:
    plan = _plan(0)
    history = History(plan)
    assert history.present is plan
    assert (history.undo_label, history.redo_label) == (None, None)
    assert history.undo() is plan
    assert history.redo() is plan


@given(st.lists(st.sampled_from(["a", "b"]), max_size=30), st.integers(0, 40))
def test_as_many_undos_as_edits_give_the_same_plan(labels: list[str], again: int) -> None:
    plans = [_plan(number) for number in range(len(labels) + 1)]
    history = History(plans[0])
    for label, plan in zip(labels, plans[1:], strict=True):
        history.record(label, plan)
    for label, plan in zip(reversed(labels), reversed(plans[:-1]), strict=True):
        assert history.undo_label == label
        assert history.undo() is plan
        assert history.redo_label == label
    assert history.present is plans[0]
    assert history.undo_label is None
    for _ in range(again):
        history.redo()
    assert history.present is plans[min(again, len(labels))]


@given(st.lists(st.tuples(st.sampled_from(["edit", "undo", "redo"]), st.sampled_from([None, "drag", "typing"]))))
def test_any_mixture_keeps_to_the_rules(steps: list[tuple[str, str | None]]) -> None:
    """Against the plainest possible model: a list of steps and a place in it."""
    history = History(_plan(0))
    line, place, run = [history.present], 0, None
    for number, (step, merge) in enumerate(steps, start=1):
        if step == "edit":
            plan = _plan(number)
            history.record(str(number), plan, merge)
            if merge is None or merge != run:
                place += 1
            line[place:] = [plan]
            run = merge
        else:
            place = max(place - 1, 0) if step == "undo" else min(place + 1, len(line) - 1)
            assert (history.undo() if step == "undo" else history.redo()) is line[place]
            run = None
        assert history.present is line[place]
        assert (history.undo_label is None) == (place == 0)
        assert (history.redo_label is None) == (place == len(line) - 1)


def test_a_drag_is_one_step() -> None:
    plans = [_plan(number) for number in range(5)]
    history = History(plans[0])
    history.record("Growth to 10 %", plans[1], merge="growth")
    history.record("Growth to 20 %", plans[2], merge="growth")
    assert history.undo_label == "Growth to 20 %"
    history.record("Recruits to 3", plans[3], merge="recruits")
    assert history.undo() is plans[2]
    # The undo ended the run: what follows is a step of its own, and what was undone is gone.
    history.record("Growth to 30 %", plans[4], merge="growth")
    assert history.redo_label is None
    assert history.undo() is plans[2]
    assert history.undo() is plans[0]


def test_an_undo_ends_the_run() -> None:
    plans = [_plan(number) for number in range(4)]
    history = History(plans[0])
    history.record("one", plans[1])
    history.record("two", plans[2], merge="drag")
    history.undo()
    history.record("three", plans[3], merge="drag")
    assert history.undo() is plans[1]


def test_a_redo_ends_the_run_too() -> None:
    plans = [_plan(number) for number in range(3)]
    history = History(plans[0])
    history.record("one", plans[1], merge="drag")
    history.undo()
    history.redo()
    history.record("two", plans[2], merge="drag")
    assert history.undo() is plans[1]


def test_the_oldest_steps_are_forgotten() -> None:
    plans = [_plan(number) for number in range(11)]
    history = History(plans[0], limit=3)
    for plan in plans[1:]:
        history.record("edit", plan)
    for expected in (9, 8, 7, 7):
        assert history.undo() is plans[expected]


def test_a_limit_below_one_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="at least one change"):
        History(_plan(0), limit=0)
