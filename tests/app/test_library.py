"""The scenario library: every button is one step that can be undone, and a locked scenario says so."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QInputDialog

from planner.app.main_window import MainWindow
from planner.app.panels.scenario_library import LibraryPage
from planner.app.panels.scenario_pages import LIBRARY, LIVE
from planner.model.scenario import Scenario
from tests.app.held_engine import Engine


@pytest.fixture
def library(kept_window: MainWindow, engine: Engine) -> LibraryPage:
    kept_window.go("scenarios")
    panel = kept_window.panels["scenarios"]
    panel.pages.go(LIBRARY)
    page = panel.pages.page(LIBRARY)
    page.choose("growth-70")
    return page


def _scenario(window: MainWindow, key: str = "growth-70") -> Scenario:
    return window.session.plan.scenario(key)


def test_the_list_says_what_each_scenario_is(library: LibraryPage) -> None:
    assert library.summary.text() == "9 scenarios, none decided on; “Demand as today” is the baseline."
    texts = library.table.texts(library.table.table.rows)
    assert texts[0] == ("Demand as today", "none", "Baseline", "")
    assert texts[2][:2] == ("+70 % and four POLIT recruits", "Demand, Recruits")
    assert library.form.does.text().startswith("POLIT: new cases rise by 70 %")


def test_a_copy_is_added_after_its_original_and_chosen(library: LibraryPage, kept_window: MainWindow) -> None:
    library.copy.click()
    dialog = kept_window.dialogs.present
    assert isinstance(dialog, QInputDialog) and dialog.textValue() == "+70 % in twelve months, copy"
    dialog.accept()
    names = [row.name for row in kept_window.session.plan.scenarios]
    assert names[1:3] == ["+70 % in twelve months", "+70 % in twelve months, copy"]
    assert library.chosen.name == "+70 % in twelve months, copy"
    assert library.chosen.levers == _scenario(kept_window).levers
    kept_window.session.undo()
    assert "+70 % in twelve months, copy" not in [row.name for row in kept_window.session.plan.scenarios]


def test_a_copy_needs_a_name_of_its_own(library: LibraryPage, kept_window: MainWindow, told) -> None:
    kept_window.banner.hide()
    library.copy_as("Demand as today")
    assert "There is a scenario “Demand as today” already" in kept_window.banner.words.text()
    assert len(kept_window.session.plan.scenarios) == 9


def test_a_locked_scenario_cannot_be_edited_and_says_so(library: LibraryPage, kept_window: MainWindow) -> None:
    assert library.form.name.isEnabled() and not library.form.lock.isVisible()
    library.lock.click()
    assert _scenario(kept_window).locked
    assert library.form.lock.isVisible() and library.form.lock.text == "Locked: unlock it, or change a copy"
    for part in (library.form.name, library.form.note, library.form.by, library.form.keep, library.delete):
        assert not part.isEnabled()
    assert library.copy.isEnabled() and library.lock.text() == "Unlock"
    library.lock.click()
    assert not _scenario(kept_window).locked and library.form.name.isEnabled()


def test_saving_over_a_locked_scenario_is_refused_in_words(library: LibraryPage, kept_window: MainWindow) -> None:
    library.lock.click()
    panel = kept_window.panels["scenarios"]
    panel.show_scenario("growth-70")
    panel.form.growth.box.setValue(30)
    panel.save_as("+70 % in twelve months")
    assert "a locked scenario is not changed: unlock it or change a copy" in kept_window.banner.words.text()
    assert _scenario(kept_window).levers[0].percent == 70


def test_name_note_and_decision_are_kept_in_one_step(library: LibraryPage, kept_window: MainWindow) -> None:
    form = library.form
    assert not form.keep.isEnabled() and not form.on.isEnabled()
    form.name.setText("The rise goes on")
    form.note.setPlainText("As agreed.")
    form.by.setText("Chief officer board")
    form.on.setDate(QDate(2026, 11, 20))
    form.decision.setPlainText("Plan for it.")
    form.keep.click()
    row = _scenario(kept_window)
    assert (row.name, row.note, row.decided_by) == ("The rise goes on", "As agreed.", "Chief officer board")
    assert (row.decided_on, row.decision) == (date(2026, 11, 20), "Plan for it.")
    assert library.chosen.key == "growth-70" and not form.keep.isEnabled()
    assert library.table.texts([row])[0][3] == "20 Nov 2026, Chief officer board: Plan for it."
    assert kept_window.session.workspace.undo_label == "Change scenario “The rise goes on”"
    kept_window.session.undo()
    assert _scenario(kept_window).decided_on is None and form.name.text() == "+70 % in twelve months"


@pytest.mark.parametrize(
    ("by", "name", "said"),
    [
        ("John Smith", "+70 % in twelve months", "It looks like"),
        ("", "Demand as today", "Another scenario has this name."),
        ("", "", "A name cannot be empty."),
    ],
)
def test_what_is_wrong_is_said_below_the_fields(library: LibraryPage, by: str, name: str, said: str) -> None:
    form = library.form
    form.name.setText(name)
    form.by.setText(by)
    form.decision.setPlainText("Yes." if not name else "")
    assert form.wrong.text().startswith(said)
    assert not form.keep.isEnabled()
    form.revert.click()
    assert form.wrong.text() == "" and form.name.text() == "+70 % in twelve months"


def test_one_scenario_is_the_baseline(library: LibraryPage, kept_window: MainWindow) -> None:
    library.baseline.click()
    assert [row.key for row in kept_window.session.plan.scenarios if row.baseline] == ["growth-70"]
    assert library.baseline.text() == "Not the baseline"
    library.baseline.click()
    assert not any(row.baseline for row in kept_window.session.plan.scenarios)
    assert "none is the baseline" in library.summary.text()


def test_a_deleted_scenario_comes_back_by_undo(library: LibraryPage, kept_window: MainWindow) -> None:
    library.delete.click()
    assert "growth-70" not in [row.key for row in kept_window.session.plan.scenarios]
    assert len(library.table.table.rows) == 8
    kept_window.session.undo()
    assert len(library.table.table.rows) == 9


def test_opening_one_goes_to_its_levers(library: LibraryPage, kept_window: MainWindow) -> None:
    library.open.click()
    panel = kept_window.panels["scenarios"]
    assert panel.pages.current == LIVE
    assert panel.form.base.key == "growth-70" and panel.form.growth.box.value() == 70
