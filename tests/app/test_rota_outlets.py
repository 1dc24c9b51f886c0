"""What leaves the Rota place: published, compared, repaired, exported and printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QSizeF, Qt
from pytestqt.qtbot import QtBot

from planner.app import rota_work
from planner.app.charts.picture import POINTS_AN_INCH
from planner.app.main_window import MainWindow
from planner.app.panels.rota import RotaPanel
from planner.app.paper import DOTS_AN_INCH, Setting, page_layout
from planner.app.rota_paper import CLOSE_SPACING, CLOSE_TEXT
from planner.model.rota_people import AwayKind
from planner.workspace.rota import new_rota

pytestmark = pytest.mark.slow

START, TODAY = date(2026, 11, 2), date(2026, 10, 30)


@pytest.fixture
def place(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> RotaPanel:
    """The place with a rota of seven people over two weeks, checked."""
    monkeypatch.setattr(rota_work, "today", lambda: TODAY)
    plan = new_rota(replace(window.session.plan, rotas=()), "dpmu", "dpmu-rota", "two-two-two-four", START, 2)
    assert window.session.change("Begin a rota", plan)
    window.go("rota")
    panel = window.panels["rota"]
    qtbot.waitUntil(lambda: not panel.cells.pending)
    return panel


def test_a_rota_that_breaks_hard_rules_is_published_with_a_reason_only(
    window: MainWindow, place: RotaPanel, qtbot: QtBot
) -> None:
    place.grid.setCurrentIndex(place.cells.index(0, 4))
    qtbot.keyClicks(place.grid, "n")
    place.grid.setCurrentIndex(place.cells.index(0, 5))
    qtbot.keyClicks(place.grid, "e")
    lines = place.draft.lines
    place.outlets.ask_to_publish()
    dialog = window.dialogs.present
    assert "Everybody on the rota (7)" in dialog.told.toPlainText()
    assert not dialog.accept_button.isEnabled()
    dialog.reason.setPlainText("Agreed with the federation.")
    assert "with 2 clear days of notice" in dialog.late.text()
    dialog.day.setDate(QDate(2026, 11, 16))
    assert dialog.late.text() == "The rota ended on 15 November 2026: it can no longer be published."
    assert not dialog.accept_button.isEnabled()
    dialog.day.setDate(QDate(TODAY.year, TODAY.month, TODAY.day))
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    version = place.rota.published
    assert (version.version, version.on, version.reason) == (1, TODAY, "Agreed with the federation.")
    assert [line.cells for line in version.lines] == [line.cells for line in lines]
    assert {duty.officer for duty in place.session.plan.duties} >= {line.officer for line in lines}
    qtbot.waitUntil(lambda: not place.cells.pending)

    place.grid.setCurrentIndex(place.cells.index(1, 8))
    qtbot.keyClick(place.grid, Qt.Key.Key_Delete)
    place.outlets.ask_to_publish()
    assert "1 person, 1 change" in window.dialogs.present.told.toPlainText()
    window.dialogs.present.reject()

    place.bar.drafts.setCurrentIndex(place.bar.drafts.count() - 1)
    place.bar.drafts.activated.emit(place.bar.drafts.currentIndex())
    assert place.draft is None
    qtbot.keyClick(place.grid, Qt.Key.Key_Delete)
    assert "cannot be painted" in place.note.text()
    qtbot.waitUntil(lambda: not place.cells.pending)


def test_sickness_is_repaired_in_a_draft_of_its_own(window: MainWindow, place: RotaPanel, qtbot: QtBot) -> None:
    place.grid.setCurrentIndex(place.cells.index(2, 0))
    officer = place.rota.people[2].officer
    place.outlets.ask_away()
    dialog = window.dialogs.present
    assert dialog.who.currentData() == officer
    dialog.last.setDate(QDate(2026, 11, 1))
    assert not dialog.accept_button.isEnabled()
    dialog.last.setDate(QDate(2026, 11, 4))
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert [(away.officer, away.kind) for away in place.rota.away] == [(officer, AwayKind.SICK)]
    qtbot.waitUntil(lambda: not place.runs.at_work, timeout=30_000)
    assert place.draft.name == "Repaired"
    assert place.draft.line(officer).cells[:3] == ("", "", "")
    assert place.side.answer_words.text().startswith("Repaired with ")
    told = place.side.answer_details.text().splitlines()
    assert told[0].startswith("Tell by the end of ")
    assert any(line.startswith("• ") for line in told)
    qtbot.waitUntil(lambda: not place.cells.pending)


def test_two_drafts_are_compared_in_counts_and_words(place: RotaPanel, qtbot: QtBot) -> None:
    place.bar.copy.trigger()
    assert place.draft.name == "Copy of The pattern as it stands"
    place.grid.setCurrentIndex(place.cells.index(0, 0))
    before = place.cells.shift_words(place.draft.lines[0].cells[0])
    qtbot.keyClick(place.grid, Qt.Key.Key_Delete)
    (name, lines), *_ = place.bar.other_versions()
    place.outlets.compare(name, lines)
    qtbot.waitUntil(lambda: "differ" in place.side.answer_words.text())
    said = place.side.answer_details.text()
    assert "Hard rules broken: " in said
    assert f"Mon 2 November: {before} becomes day off" in said


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".ics", ".pdf"])
def test_a_rota_is_saved_as_a_file(place: RotaPanel, qtbot: QtBot, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"rota{ending}"
    if ending == ".pdf":
        place.outlets.save_pdf(path)
    else:
        place.outlets.save(place.rota.people[0].officer if ending == ".ics" else None, path)
    qtbot.waitUntil(lambda: path.exists() and not place.jobs.asked)
    begins = {".xlsx": b"PK", ".csv": b"", ".ics": b"BEGIN:VCALENDAR", ".pdf": b"%PDF"}
    assert path.read_bytes().startswith(begins[ending])
    assert path.stat().st_size > 300


def test_the_menu_offers_what_can_be_done(place: RotaPanel) -> None:
    place.bar.more_menu.aboutToShow.emit()
    texts = {action.text(): action.isEnabled() for action in place.bar.more_menu.actions()}
    assert texts["Publish…"]
    assert not texts["Compare with"]
    assert texts["Print…"]
    assert texts["Copy draft"]
    assert not texts["Remove draft"], "the only one"


def test_paper_has_four_weeks_to_a_page(place: RotaPanel) -> None:
    plan = new_rota(place.session.plan, "dpmu", "longer", "two-two-two-four", START, 9)
    place.bar.choose("longer", None)
    assert place.session.change("Begin a longer rota", plan)
    papers = place.outlets._papers()
    assert [len(paper.headings) - 1 for paper in papers] == [28, 28, 7]
    assert papers[0].headings[1] == "Mo 2"


def test_forty_people_by_four_weeks_are_one_page_and_none_of_its_columns_is_cut(place: RotaPanel) -> None:
    paper = place.outlets._papers()[0]
    rows = tuple((f"DPMU supervisor {row:02}", *["E"] * 28) for row in range(40))
    headings = ("Post", *(f"We {10 + day}" for day in range(28)))
    full = replace(paper, headings=headings, rows=rows, text=CLOSE_TEXT, spacing=CLOSE_SPACING)
    room = QSizeF(page_layout().paintRectPixels(DOTS_AN_INCH).size())
    setting = Setting(full, room, DOTS_AN_INCH / POINTS_AN_INCH)
    assert sum(setting._widths) == pytest.approx(room.width())
    for _ in setting.arrange():
        pass
    assert len(setting.pages) == 1
    assert setting._head[1] == ["We", "10"]
