"""Painting, locking, filling and publishing a rota: each gives a new plan, and what was published never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.edit import rota as changes
from planner.edit.history import History
from planner.model.checks import InvalidPlan
from planner.model.plan import Plan
from planner.model.rota import Cover, Rota
from planner.model.rota_draft import PlacedVisit
from planner.model.rota_notice import publication_warnings
from planner.model.rota_people import AwayKind, PatternUse, RotaPerson, RotaWish, Unavailability
from planner.model.rota_setting import SHIPPED_SETTINGS, RuleSetting
from planner.model.shift import OFF, ShiftPattern
from tests.model.small_rotas import MONDAY, cells, day, rota_plan


@pytest.fixture
def plan() -> Plan:
    return rota_plan("EELL---", "--EELL-")


def line(plan: Plan, officer: str = "a", draft: str = "d") -> str:
    letters = {"early": "E", "late": "L", "night": "N", OFF: "-"}
    return "".join(letters[cell] for cell in plan.rotas[0].draft(draft).line(officer).cells)


def rota(plan: Plan) -> Rota:
    return plan.rotas[0]


def test_cells_are_painted_but_for_the_locked(plan: Plan) -> None:
    held = changes.lock(plan, "r", "d", [("a", 1), ("a", 0)])
    assert rota(held).draft("d").line("a").locked == (0, 1)
    painted = changes.paint(held, "r", "d", [("a", 0), ("a", 2), ("b", 6)], "night")
    assert (line(painted), line(painted, "b")) == ("EENL---", "--EELLN")
    free = changes.lock(painted, "r", "d", [("a", 0)], locked=False)
    assert line(changes.paint(free, "r", "d", [("a", 0), ("a", 1)], OFF)) == "-ENL---"
    assert line(plan) == "EELL---"


def test_painting_what_is_there_changes_nothing(plan: Plan) -> None:
    assert changes.paint(plan, "r", "d", [], "late") is plan
    locked = changes.lock(plan, "r", "d", [("a", 0)])
    assert changes.paint(locked, "r", "d", [("a", 0)], "late") is locked


def test_drafts_are_copied_filled_and_removed(plan: Plan) -> None:
    two = changes.add_draft(plan, "r", "copy", "Copy", source="d")
    filled = changes.adopt(two, "r", "copy", {"a": cells("NNN----")}, "By the solver")
    assert (line(filled, draft="copy"), line(filled, "b", "copy"), line(filled)) == ("NNN----", "--EELL-", "EELL---")
    assert rota(filled).draft("copy").note == "By the solver"
    assert changes.remove_draft(filled, "r", "copy") == plan
    assert line(changes.add_draft(plan, "r", "new", "New"), draft="new") == "-------"
    with pytest.raises(InvalidPlan, match="no such person"):
        changes.adopt(plan, "r", "d", {"z": cells("NNN----")})


def test_a_new_draft_follows_the_fixed_patterns(plan: Plan) -> None:
    pattern = ShiftPattern("p", "P", cells("EL-"), MONDAY)
    person = RotaPerson("a", pattern="p", pattern_offset=1, pattern_use=PatternUse.ADAPTED)
    with_pattern = changes.put_person(changes.change_rota(plan, "r", patterns=(pattern,)), "r", person)
    assert line(changes.add_draft(with_pattern, "r", "new", "New"), draft="new") == "L-EL-EL"


def test_people_join_and_leave_with_all_that_is_theirs(plan: Plan) -> None:
    more = changes.put_person(plan, "r", RotaPerson("s"))
    assert line(more, "s") == "-------"
    more = changes.add_away(more, "r", Unavailability("s", AwayKind.SICK, day(0), day(1)))
    more = changes.change_rota(more, "r", wishes=(RotaWish("s", day(0), day(0)), RotaWish("a", day(0), day(0))))
    more = changes.place_visits(
        more, "r", "d", (PlacedVisit("c", day(0), ("a", "s")), PlacedVisit("c2", day(0), ("a",)))
    )
    more = changes.publish(more, "r", "d", MONDAY)
    fewer = rota(changes.remove_person(more, "r", "s"))
    assert [person.officer for person in fewer.people] == ["a", "b"]
    assert (fewer.away, len(fewer.wishes), len(fewer.drafts[0].visits)) == ((), 1, 1)
    assert [entry.officer for entry in fewer.publications[0].lines] == ["a", "b", "s"]


def test_days_away_are_taken_back(plan: Plan) -> None:
    away = Unavailability("a", AwayKind.LEAVE, day(0), day(1))
    assert changes.remove_away(changes.add_away(plan, "r", away), "r", away) == plan
    with pytest.raises(InvalidPlan, match="no such days away"):
        changes.remove_away(plan, "r", away)


def test_a_rule_that_is_as_it_ships_is_not_kept(plan: Plan) -> None:
    own = changes.set_rule(plan, "r", RuleSetting("nights-in-a-row", limit=5, hard=True))
    assert rota(own).settings == (RuleSetting("nights-in-a-row", limit=5, hard=True),)
    assert changes.set_rule(own, "r", SHIPPED_SETTINGS["nights-in-a-row"]) == plan


def test_what_is_published_is_versioned_dated_and_never_changes(plan: Plan) -> None:
    first = changes.publish(changes.lock(plan, "r", "d", [("a", 0)]), "r", "d", MONDAY)
    with pytest.raises(InvalidPlan, match="published already"):
        changes.publish(first, "r", "d", MONDAY)
    changed = changes.paint(first, "r", "d", [("a", 3)], "night")
    with pytest.raises(InvalidPlan, match="not dated before it"):
        changes.publish(changed, "r", "d", MONDAY - timedelta(1))
    second = changes.publish(changed, "r", "d", MONDAY + timedelta(1), "Operation")
    assert [(entry.version, entry.reason) for entry in rota(second).publications] == [(1, ""), (2, "Operation")]
    assert rota(second).publications[0] == rota(first).publications[0]
    assert rota(second).published is rota(second).publications[1]
    with pytest.raises(InvalidPlan, match="stays as it was"):
        changes.change_rota(second, "r", publications=())
    with pytest.raises(InvalidPlan, match="stays as it was"):
        changes.put_rota(second, replace(rota(second), publications=rota(second).publications[:1]))


def test_a_rota_is_added_and_removed(plan: Plan) -> None:
    other = replace(rota(plan), key="other")
    assert changes.remove_rota(changes.put_rota(plan, other), "other") == plan
    for change in (changes.remove_rota, changes.set_rule):
        with pytest.raises(InvalidPlan, match="no such rota"):
            change(plan, "x", *((SHIPPED_SETTINGS["wishes"],) if change is changes.set_rule else ()))
    with pytest.raises(InvalidPlan, match="no such draft"):
        changes.paint(plan, "r", "x", [("a", 0)], "late")


def test_a_rota_that_has_ended_is_not_published_any_more(plan: Plan) -> None:
    assert rota(changes.publish(plan, "r", "d", day(6))).published is not None
    with pytest.raises(InvalidPlan, match="the rota ended on 10 January 2027: it can no longer be published"):
        changes.publish(plan, "r", "d", day(7))


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 12, 4), []),
        (date(2026, 12, 5), ["this one begins in 30 days and covers 7 days"]),
        (date(2026, 12, 19), ["begins in 16 days"]),
        (date(2026, 12, 20), ["begins on Mon 4 January, with 14 clear days of notice: ", "begins in 15 days"]),
        (date(2027, 1, 4), ["began on Mon 4 January: 1 of its 7 days has begun", "status OK, sourced"]),
        (date(2027, 1, 10), ["began on Mon 4 January: 7 of its 7 days have begun", "at least one month before"]),
        (date(2027, 1, 11), []),
    ],
)
def test_a_first_version_that_is_told_late_is_warned_of(plan: Plan, on: date, words: list[str]) -> None:
    warnings = publication_warnings(rota(plan), on)
    assert len(warnings) == len(words)
    assert all(word in warning for word, warning in zip(words, warnings, strict=True))


def test_every_change_has_a_name_of_its_own() -> None:
    public = {
        entry
        for name, entry in vars(changes).items()
        if callable(entry) and not name.startswith("_") and getattr(entry, "__module__", "") == changes.__name__
    }
    assert public - {changes.without_people, changes.is_published, changes.published_words} == set(changes.UNDO_NAMES)


PAINTED = st.tuples(st.sampled_from("ab"), st.integers(0, 6), st.sampled_from(["early", "late", OFF]))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["paint", "lock", "free"]), PAINTED), max_size=8))
def test_as_many_undos_bring_the_plan_back(steps: list[tuple[str, tuple[str, int, str]]]) -> None:
    start = changes.change_rota(rota_plan("EELL---", "--EELL-"), "r", cover=(Cover("c", "C", ("early",), 1),))
    history = History(start)
    for number, (kind, (officer, at, shift)) in enumerate(steps):
        before = history.present
        if kind == "paint":
            after = changes.paint(before, "r", "d", [(officer, at)], shift)
        else:
            after = changes.lock(before, "r", "d", [(officer, at)], locked=kind == "lock")
        history.record(f"Step {number}", after)
    while history.undo_label is not None:
        history.undo()
    assert history.present == start
