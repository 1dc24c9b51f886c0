"""The Overview: the figures of each team in its own words, and room for all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from planner.app import runs
from planner.app.main_window import MainWindow
from planner.app.widgets.team_card import TeamCard
from planner.app.widgets.words import Words
from planner.model.plan import Plan
from planner.model.standard import Measure


def test_overview_has_a_card_with_the_figures_of_each_team(window: MainWindow, demo: Plan) -> None:
    from planner.report.position import position

    cards = window.panels["overview"].cards
    assert list(cards) == [team.key for team in demo.teams]
    for key, card in cards.items():
        found = position(demo, key)
        assert card.title.text() == found.name
        assert card.open.figure.text() == f"{found.open:,}"
        assert card.per_officer.text() == f"{found.per_officer:.1f}"
        assert card.limit.text() == f"limit {found.limit:g}"
        assert card.status.text == found.status
        assert card.strength.figure.text() == f"{found.strength_fte:g}"
        assert card.overdue.figure.text() == f"{found.overdue:,}"
        assert card.oldest.figure.text() == f"{found.oldest_days:,}"
        assert len(card.arriving.spark.values) == 36
        assert card.open.spark.placeholder == "calculating…"


def test_a_change_made_elsewhere_is_shown_on_the_next_visit(window: MainWindow, demo: Plan) -> None:
    card = window.panels["overview"].cards["polit"]
    window.go("data")
    assert window.session.change("Fewer cases", replace(demo, cases=demo.cases[:10]))
    window.go("overview")
    assert window.panels["overview"].cards["polit"] is card
    assert card.open.figure.text() == str(sum(case.team == "polit" for case in demo.cases[:10]))
    assert window.session.undo()
    assert card.open.figure.text() == f"{sum(case.team == 'polit' for case in demo.cases):,}"


def test_overview_draws_the_next_twelve_months_when_they_are_known(
    empty_window: MainWindow, plan_file: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    course = runs.Outlook((372.0, 400.0), (0.0, 12.0), (13.0, 20.0))
    monkeypatch.setattr(runs, "outlook", lambda plan, progress: {team.key: course for team in plan.teams})
    empty_window.session.open(plan_file)
    card = empty_window.panels["overview"].cards["polit"]
    qtbot.waitUntil(lambda: card.open.spark.values == (372.0, 400.0))
    assert card.unallocated.note.text() == "in a year: 12 (median)"


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_four_teams_fit_without_scrolling_or_cut_text(window: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.resize(*size)
    qtbot.wait(50)
    panel = window.panels["overview"]
    for card in panel.cards.values():
        inside = card.mapTo(panel, card.rect().bottomRight())
        assert panel.rect().contains(inside)
        for label in (card.title, card.per_officer, card.limit, card.open.figure, card.open.note, card.arriving.note):
            assert label.width() >= label.sizeHint().width()


@pytest.mark.parametrize("text_scale", [1.5, 2.0])
def test_large_text_stands_one_card_below_the_other(window: MainWindow, qtbot: QtBot, text_scale: float) -> None:
    window.resize(1280, 800)
    window.appearance.set_text_scale(text_scale)
    qtbot.wait(50)
    first, second, *_ = window.panels["overview"].cards.values()
    assert first.x() == second.x()
    assert window.width() == 1280
    for button in window.buttons.values():
        assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()) + 20


@pytest.fixture
def cards(window: MainWindow, demo: Plan) -> dict[str, TeamCard]:
    return window.panels["overview"].cards


def test_a_target_below_the_limit_is_a_second_mark_and_sets_the_tone(cards: dict[str, TeamCard]) -> None:
    card = cards["mosovo"]
    assert card.limit.text() == "limit 100"
    assert card.target.text() == "above target 50"
    assert card.target.isVisible()
    assert card.target.property("tone") == "warn"
    assert card.meter.target == 50
    assert card.meter.colour == "warn"
    assert "the target is at most 50, which is passed" in card.meter.accessibleDescription()


def test_a_target_that_is_kept_does_not_warn(window: MainWindow, cards: dict[str, TeamCard], demo: Plan) -> None:
    kept = tuple(
        replace(standard, target=replace(standard.target, value=90.0))
        if standard.team == "mosovo" and standard.measure is Measure.CASELOAD
        else standard
        for standard in demo.standards
    )
    assert window.session.change("Edit a standard", replace(demo, standards=kept))
    assert cards["mosovo"].target.text() == "target 90"
    assert cards["mosovo"].meter.colour == "median"
    assert window.session.change("Drop the standards", replace(demo, standards=(), actions=()))
    assert not cards["mosovo"].target.isVisible()
    assert cards["mosovo"].meter.target is None


def test_figures_are_named_in_the_teams_own_words(cards: dict[str, TeamCard]) -> None:
    names = {key: (card.arriving.label.text(), card.oldest.label.text()) for key, card in cards.items()}
    assert names["polit"] == ("New cases", "Oldest case")
    assert names["mosovo"] == ("New offenders", "Oldest offender")
    assert "Oldest record" in {oldest for _, oldest in names.values()}
    assert cards["mosovo"].unit.text() == "offenders per officer"
    assert cards["mosovo"].arriving.spark.accessibleName() == "New offenders, course"


def test_without_an_open_case_none_is_the_oldest(window: MainWindow, demo: Plan, cards: dict[str, TeamCard]) -> None:
    assert window.session.change("No cases", replace(demo, cases=()))
    for card in cards.values():
        assert card.oldest.figure.text() == "\N{EN DASH}"
        assert "0" not in card.oldest.note.text()


@pytest.mark.parametrize(("width", "height", "text_scale"), [(960, 640, 1.0), (960, 640, 2.0), (1280, 800, 2.0)])
def test_overview_cuts_nothing_in_a_small_window_or_in_large_text(
    window: MainWindow, cards: dict[str, TeamCard], qtbot: QtBot, width: int, height: int, text_scale: float
) -> None:
    window.appearance.set_text_scale(text_scale)
    window.resize(width, height)
    qtbot.wait(50)
    assert (window.width(), window.height()) == (width, height)
    assert window.panels["overview"]._area.horizontalScrollBar().maximum() == 0
    for card in cards.values():
        for words in card.findChildren(Words):
            if words.isVisible():
                assert words.width() >= words.minimumSizeHint().width(), words.text()
                needed = words.heightForWidth(words.width()) if words.wordWrap() else words.sizeHint().height()
                assert words.height() >= needed, words.text()


def test_the_window_is_never_too_small_to_use(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(300, 200)
    assert (window.width(), window.height()) >= (960, 640)
