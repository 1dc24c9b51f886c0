"""What a standard would take: the question checked field by field, the answer in words, and a scenario made of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from planner.app import inspection_views
from planner.app.dialogs.requirement import LOAN, RECRUITS, SUPERVISORS, RequirementDialog
from planner.app.inspection_views import Answer
from planner.app.main_window import MainWindow
from planner.model.plan import Plan
from planner.model.progress import Progress
from planner.model.requirement import Hold, Requirement
from planner.model.scenario import Loan, Recruits

LINES = ("3 recruits for DPMU: then it holds in 92 % of the futures.", "With one fewer, 2: in 80 %.")


class Solver:
    """Stands in for the search where a test must hold it back or say what it finds."""

    def __init__(self) -> None:
        self.asked: list[Requirement] = []
        self.found = Answer(LINES, (3,))
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, plan: Plan, requirement: Requirement, progress: Progress) -> Answer:
        self.asked.append(requirement)
        while not self.gate.wait(0.005):
            progress(1, 10)
        return self.found


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Solver]:
    solver = Solver()
    monkeypatch.setattr(inspection_views, "answer", solver)
    yield solver
    solver.gate.set()


@pytest.fixture
def dialog(kept_window: MainWindow, solver: Solver) -> RequirementDialog:
    standard = next(one for one in kept_window.session.plan.standards if one.key == "dpmu-visits")
    kept_window.dialogs.ask_requirement(kept_window.session, kept_window.jobs, standard, None)
    return kept_window.dialogs.present


def test_the_answer_is_said_and_can_be_made_a_scenario(
    dialog: RequirementDialog, solver: Solver, qtbot: QtBot, kept_window: MainWindow
) -> None:
    assert not dialog.make_button.isEnabled()
    dialog.run_button.click()
    qtbot.waitUntil(lambda: dialog.found is not None)
    (asked,) = solver.asked
    assert (asked.probability, asked.window.first, asked.window.hold) == (0.9, date(2027, 8, 2), Hold.ON_DATE)
    assert asked.posts[0].begins == date(2027, 5, 10)
    assert dialog.answer.text() == "\n\n".join(LINES)
    dialog.make_button.click()
    scenario = kept_window.session.plan.scenarios[-1]
    assert scenario.name == "DPMU: 3 officers for “DPMU: mandated visits on time”"
    assert scenario.levers == (Recruits("dpmu", 3, date(2026, 11, 2), 189),)
    assert scenario.note == " ".join(LINES)
    assert kept_window.session.workspace.undo_label.startswith("Add scenario")
    assert not dialog.make_button.isEnabled() and dialog.isVisible()


def test_a_loan_in_a_share_of_the_months(
    dialog: RequirementDialog, solver: Solver, qtbot: QtBot, kept_window: MainWindow
) -> None:
    dialog.hold.setCurrentIndex(2)
    dialog.kinds.tick([("dpmu", LOAN)])
    assert not dialog.lead.isVisible() and dialog.until.isVisible() and dialog.share.isVisible()
    dialog.share.setValue(80)
    dialog.run()
    qtbot.waitUntil(lambda: dialog.found is not None)
    window = solver.asked[0].window
    assert (window.hold, window.last, window.share) == (Hold.MONTHS, date(2028, 2, 2), 0.8)
    dialog.make_button.click()
    (lever,) = kept_window.session.plan.scenarios[-1].levers
    assert lever == Loan("dpmu", 3, date(2026, 11, 2), date(2028, 2, 2))


def test_what_cannot_be_asked_is_said_beside_the_fields(dialog: RequirementDialog) -> None:
    dialog.first.setDate(QDate(2026, 1, 1))
    assert dialog.note.text() == "“From”: the plan starts on 2 Nov 2026; choose that day or a later one."
    assert not dialog.run_button.isEnabled()
    dialog.first.setDate(QDate(2027, 8, 2))
    assert dialog.note.text() == "" and dialog.run_button.isEnabled()
    dialog.hold.setCurrentIndex(1)
    dialog.until.setDate(QDate(2027, 1, 1))
    assert dialog.note.text() == "A window ends on or after its first day."
    assert not dialog.run_button.isEnabled()


def test_a_refusal_is_a_sentence_and_no_scenario(dialog: RequirementDialog, solver: Solver, qtbot: QtBot) -> None:
    solver.found = Answer(("Nothing up to 20 officers is enough: relax its target.",), None)
    dialog.run()
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert dialog.answer.text().startswith("Nothing up to 20 officers")
    assert not dialog.make_button.isEnabled()


def test_another_question_takes_the_answer_away(dialog: RequirementDialog, solver: Solver, qtbot: QtBot) -> None:
    dialog.run()
    qtbot.waitUntil(lambda: dialog.found is not None)
    dialog.probability.setValue(95)
    assert dialog.found is None and not dialog.make_button.isEnabled()
    assert LINES[0] not in dialog.answer.text()


def test_a_search_can_be_cancelled(dialog: RequirementDialog, solver: Solver, qtbot: QtBot) -> None:
    solver.gate.clear()
    dialog.run()
    qtbot.waitUntil(lambda: dialog.strip.bar.maximum() == 100)
    dialog.strip.cancel.click()
    assert dialog.strip.words.text() == "Stopped." and dialog.run_button.isEnabled()
    assert dialog.found is None


def test_several_standards_share_a_pot_and_a_budget(
    dialog: RequirementDialog, solver: Solver, qtbot: QtBot, kept_window: MainWindow
) -> None:
    assert dialog.kinds.values == (("dpmu", RECRUITS),)
    dialog.standards.tick(["dpmu-visits", "mosovo-visits"])
    assert dialog.kinds.count() == 6 and set(dialog.kinds.values) == {("dpmu", RECRUITS), ("mosovo", RECRUITS)}
    dialog.kinds.tick([("dpmu", RECRUITS), ("mosovo", LOAN), ("mosovo", SUPERVISORS)])
    dialog.pot.setValue(6)
    dialog.budget.setValue(250_000)
    solver.found = Answer(LINES, (2, 0, 1))
    dialog.run()
    qtbot.waitUntil(lambda: dialog.found is not None)
    (asked,) = solver.asked
    assert [standard.key for standard in asked.standards] == ["dpmu-visits", "mosovo-visits"]
    assert (asked.pot, asked.budget) == (6, 250_000.0)
    kinds = {(posts.team, posts.end is not None, str(posts.role)) for posts in asked.posts}
    assert kinds == {("dpmu", False, "officer"), ("mosovo", True, "officer"), ("mosovo", False, "supervisor")}
    dialog.make_button.click()
    scenario = kept_window.session.plan.scenarios[-1]
    assert scenario.name == "DPMU, MOSOVO: 3 posts for 2 standards"
    assert sum(lever.count for lever in scenario.levers) == 3


def test_nothing_ticked_is_said(dialog: RequirementDialog) -> None:
    dialog.kinds.tick([])
    assert dialog.note.text() == "Name at least one kind of post that may be filled."
    dialog.standards.tick([])
    assert dialog.note.text() == "Name at least one standard." and not dialog.run_button.isEnabled()
    dialog.standards.tick(["dpmu-visits"])
    assert dialog.note.text() == "" and dialog.run_button.isEnabled()


def test_the_numbers_tried_stand_in_a_table(dialog: RequirementDialog, solver: Solver, qtbot: QtBot) -> None:
    rows = (
        ("2", "80 %", "76 to 84 %", "£90,000", "one fewer: rejected"),
        ("3", "92 %", "90 to 94 %", "£135,000", "the answer"),
    )
    solver.found = Answer(LINES, (3,), rows)
    assert not dialog.table.isVisible()
    dialog.run()
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert dialog.table.isVisible() and dialog.table.rowCount() == 2
    assert dialog.table.item(1, 4).text() == "the answer"
    dialog.probability.setValue(80)
    assert not dialog.table.isVisible()


def test_the_real_search_gives_its_neighbours(demo: Plan) -> None:
    from planner.model.requirement import Posts, Window

    standard = next(one for one in demo.standards if one.key == "dpmu-unallocated")
    day = date(2026, 12, 1)
    loan = Posts("dpmu", demo.start, end=day, most=3)
    requirement = Requirement((standard,), Window.on(day), (loan,), 0.6, futures=50)
    found = inspection_views.answer(demo, requirement, lambda done, total: None)
    assert found.counts is not None and found.rows
    kinds = [row[4].removesuffix(" (close)") for row in found.rows]
    assert kinds.count("the answer") == 1
    assert all(row[1].endswith(" %") and row[3].startswith("£") for row in found.rows)


@pytest.mark.slow
def test_a_requirement_that_nobody_can_meet_is_one_sentence(demo: Plan) -> None:
    from planner.model.requirement import Posts, Window

    standard = next(one for one in demo.standards if one.key == "polit-caseload")
    posts = Posts("polit", demo.start, 189, most=1)
    requirement = Requirement((standard,), Window.on(date(2026, 12, 1)), (posts,), futures=50)
    found = inspection_views.answer(demo, requirement, lambda done, total: None)
    assert found.counts is None and len(found.lines) == 1
    assert "begins before 10 May 2027: ask earlier, borrow officers, or move the date." in found.lines[0]
