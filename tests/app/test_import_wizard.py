"""The import wizard: from a file to the plan by real clicks and keys, and back by one Undo."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from planner import paths
from planner.app.dialogs.import_wizard import COLUMNS, FILE, RESULT, ImportWizard
from planner.app.dialogs.import_words import meaning
from planner.app.main_window import MainWindow
from planner.app.models.traces import AS_IMPORTED
from planner.model.imported import DROPPED, ImportKind
from planner.model.intake import Conflict
from planner.model.plan import Plan
from planner.workspace import Workspace
from tests.app.small_workbook import workbook

pytestmark = pytest.mark.slow

LEFT = Qt.MouseButton.LeftButton
COUNTS = "Month,Team,Very high,High,Medium,Low\n01/10/2026,POLIT,3,11,,20\n01/11/2026,POLIT,4,12,19,21\n"


def example(name: str) -> Path:
    return paths.shipped("data", "examples", f"{name}.csv")


@pytest.fixture
def window(kept_window: MainWindow) -> MainWindow:
    return kept_window


@pytest.fixture
def wizard(window: MainWindow) -> Iterator[ImportWizard]:
    window.go("data")
    window.panels["data"].import_button.click()
    wizard = window.dialogs.present
    assert isinstance(wizard, ImportWizard)
    yield wizard
    if window.dialogs.present is wizard:
        wizard.reject()


def open_file(wizard: ImportWizard, path: Path, kind: ImportKind, qtbot: QtBot) -> None:
    wizard.source.set_kind(kind)
    wizard.take(path)
    qtbot.waitUntil(lambda: not wizard.busy)


def check(wizard: ImportWizard, qtbot: QtBot) -> None:
    """From the first page to the last."""
    if wizard.page == FILE:
        qtbot.mouseClick(wizard.next_button, LEFT)
    qtbot.mouseClick(wizard.next_button, LEFT)
    qtbot.waitUntil(lambda: not wizard.busy)


def made(folder: Path, text: str, name: str = "counts.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def counts_of(plan: Plan, team: str) -> dict[tuple[str, date], int | None]:
    return {
        (history.band, history.begins(at)): count
        for history in plan.histories
        if history.team == team
        for at, count in enumerate(history.counts)
    }


def test_a_good_file_comes_in_and_goes_again_in_one_step(
    window: MainWindow, wizard: ImportWizard, demo: Plan, qtbot: QtBot
) -> None:
    open_file(wizard, example("referral-counts"), ImportKind.COUNTS, qtbot)
    assert wizard.source.file.text() == "referral-counts.csv"
    assert "separated by commas" in wizard.source.facts.text()
    check(wizard, qtbot)
    assert wizard.result.verdict.text == "Every row can be read"
    assert wizard.result.words.text().startswith("POLIT: ")
    assert wizard.next_button.text() == "Import 96 counts"
    assert window.session.plan == demo
    qtbot.mouseClick(wizard.next_button, LEFT)
    with example("referral-counts").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Team"] == "POLIT"]
    found = counts_of(window.session.plan, "polit")
    for band, title in (("very-high", "Very high"), ("high", "High"), ("medium", "Medium"), ("low", "Low")):
        got = [found[band, day] for day in sorted(day for known, day in found if known == band)][-len(rows) :]
        assert got == [int(row[title]) for row in rows]
    panel = window.panels["data"]
    assert (window.place, panel.pages.currentWidget()) == ("data", panel.imports)
    assert panel.imports.table.current.file == "referral-counts.csv"
    traces = panel.imports.traces.texts(panel.imports.traces.filter.shown)
    assert len(traces) == 96
    assert {row[4] for row in traces} == {AS_IMPORTED}
    assert window.status.undo.text().endswith("referral-counts.csv. Undo takes all of it back.")
    window.actions_by_name["undo"].trigger()
    assert window.session.plan == demo
    assert window.session.workspace.undo_label is None
    assert panel.imports.nothing.isVisible()


def test_a_broken_file_says_what_is_wrong_and_where(
    window: MainWindow, wizard: ImportWizard, demo: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    open_file(wizard, example("broken-referral-events"), ImportKind.EVENTS, qtbot)
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert not wizard.next_button.isEnabled()
    rows = {row.choice.header: row for row in wizard.columns.rows}
    surname = rows["Subj. surname"]
    assert "looks like names" in surname.note.text()
    assert surname.box.accessibleDescription() == surname.note.text()
    assert "Specimen" not in surname.samples.text()
    assert surname.leave_out.isVisible()
    assert not surname.pseudonym.isVisible()
    rows["Ref"].read_as("")
    assert surname.pseudonym.isVisible()
    qtbot.mouseClick(surname.pseudonym, LEFT)
    assert surname.choice.field == "reference"
    assert not surname.undecided
    qtbot.mouseClick(rows["D.O.B."].leave_out, LEFT)
    assert rows["D.O.B."].choice.field == DROPPED
    qtbot.mouseClick(wizard.columns.leave_out_all, LEFT)
    assert wizard.next_button.isEnabled()
    check(wizard, qtbot)
    assert wizard.page == RESULT
    assert not wizard.next_button.isEnabled()
    shown = wizard.result.problems.texts(wizard.result.problems.filter.shown)
    assert ("7", "Recvd on", "06/09/2062") in [row[:3] for row in shown]
    assert wizard.result.verdict.text == f"Nothing is imported yet: {len(shown)} problems"
    wizard.result.problems.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    numbers = [problem.row for problem in wizard.result.problems.filter.shown]
    assert numbers == sorted(numbers, reverse=True)
    wizard.save_problems(tmp_path / "problems.csv")
    qtbot.waitUntil(lambda: not window.jobs.active)
    saved = list(csv.reader(io.StringIO((tmp_path / "problems.csv").read_text("utf-8-sig"))))
    assert len(saved) == len(shown) + 1
    assert "Specimen" not in str(saved)
    wizard.accept()
    assert window.session.plan == demo


def test_the_preview_hides_what_looks_private(wizard: ImportWizard, qtbot: QtBot) -> None:
    open_file(wizard, example("broken-referral-events"), ImportKind.EVENTS, qtbot)
    for preview in (wizard.source.preview, wizard.columns.preview):
        text = str(preview.texts(preview.filter.shown))
        assert "POLIT" in text
        for private in ("Specimen", "01/01/1980", "specimen@example", "00/1234567A", "Made up"):
            assert private not in text


@pytest.mark.slow
def test_leaving_the_wizard_while_it_reads_changes_nothing(
    window: MainWindow, wizard: ImportWizard, demo: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    day = date(2026, 1, 1)
    lines = "".join(f"{day + timedelta(days=at % 300):%d/%m/%Y},POLIT,High,R{at}\n" for at in range(60_000))
    path = made(tmp_path, f"Date received,Team,Risk band,Reference\n{lines}", "events.csv")
    open_file(wizard, path, ImportKind.EVENTS, qtbot)
    qtbot.mouseClick(wizard.next_button, LEFT)
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert wizard.stop_button.isVisible()
    assert wizard.progress_words.text().startswith("Reading")
    qtbot.mouseClick(wizard.stop_button, LEFT)
    assert (wizard.busy, wizard.page, wizard.stop_button.isVisible()) == (False, COLUMNS, False)
    assert not window.jobs.active
    assert wizard.columns.message.text() == "Reading was stopped; the plan is as it was."
    assert wizard.next_button.isEnabled()
    qtbot.mouseClick(wizard.next_button, LEFT)
    wizard.reject()
    qtbot.waitUntil(lambda: not window.jobs.active)
    assert window.session.plan is window.session.workspace.plan
    assert window.session.plan == demo
    assert window.dialogs.present is None
    path.unlink()


def test_a_pasted_table_by_keyboard_alone(window: MainWindow, demo: Plan, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(COUNTS.replace(",", "\t"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    wizard = window.dialogs.present
    qtbot.waitUntil(wizard.isActiveWindow)
    reached = set()
    while not wizard.source.paste_button.hasFocus():
        assert wizard.focusWidget() not in reached
        reached.add(wizard.focusWidget())
        qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(wizard.next_button.isEnabled)
    assert wizard.source.file.text() == "pasted table"
    for page in (COLUMNS, RESULT):
        while not wizard.next_button.hasFocus():
            qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Tab)
        qtbot.keyClick(wizard.next_button, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda page=page: wizard.page == page and wizard.next_button.isEnabled())
    wizard.next_button.setFocus()
    qtbot.keyClick(wizard.next_button, Qt.Key.Key_Return)
    found = counts_of(window.session.plan, "polit")
    assert found["low", date(2026, 11, 1)] == 21
    assert found["medium", date(2026, 10, 1)] == counts_of(demo, "polit")["medium", date(2026, 10, 1)]
    assert window.session.plan.imports[-1].file == "pasted table"
    assert window.session.plan.imports[-1].who


def test_nothing_on_the_clipboard_is_said(wizard: ImportWizard, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    qtbot.mouseClick(wizard.source.paste_button, LEFT)
    assert "Copy the cells" in wizard.source.caution.text()
    assert not wizard.next_button.isEnabled()


@pytest.mark.parametrize("conflict", Conflict)
def test_what_both_hold_is_treated_as_chosen(
    window: MainWindow, wizard: ImportWizard, demo: Plan, tmp_path: Path, qtbot: QtBot, conflict: Conflict
) -> None:
    open_file(wizard, made(tmp_path, COUNTS), ImportKind.COUNTS, qtbot)
    settings = wizard.columns.settings
    settings.conflict.setCurrentIndex(list(Conflict).index(conflict))
    assert settings.conflict_words.text() == meaning(ImportKind.COUNTS, conflict)
    check(wizard, qtbot)
    wizard.accept()
    key = ("high", date(2026, 10, 1))
    before = counts_of(demo, "polit")[key]
    expected = {Conflict.REPLACE: 11, Conflict.ADD: before + 11, Conflict.SKIP: before}[conflict]
    assert counts_of(window.session.plan, "polit")[key] == expected
    assert window.session.plan.imports[-1].conflict == conflict


def test_the_columns_are_remembered_by_their_headings(
    window: MainWindow, wizard: ImportWizard, demo: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    path = made(tmp_path, "Wann,Wer,Wieviel\n01/11/2026,POLIT,7\n")
    open_file(wizard, path, ImportKind.COUNTS, qtbot)
    qtbot.mouseClick(wizard.next_button, LEFT)
    when, who, number = wizard.columns.rows
    number.read_as("")
    assert not wizard.next_button.isEnabled()
    assert wizard.columns.message.text()
    for row, key in ((when, "period"), (who, "team"), (number, "count:high")):
        row.read_as(key)
    assert wizard.next_button.isEnabled()
    check(wizard, qtbot)
    wizard.accept()
    window.ask_import(path)
    again = window.dialogs.present
    qtbot.waitUntil(lambda: not again.busy)
    assert [row.choice.field for row in again.columns.rows] == ["period", "team", "count:high"]
    assert "as in the import of counts.csv" in again.columns.rows[2].note.text()
    again.reject()


def test_another_kind_reads_the_columns_anew(wizard: ImportWizard, qtbot: QtBot) -> None:
    open_file(wizard, example("officers"), ImportKind.COUNTS, qtbot)
    fields = [row.choice.field for row in wizard.columns.rows]
    wizard.source.set_kind(ImportKind.OFFICERS)
    qtbot.waitUntil(lambda: not wizard.busy)
    assert [row.choice.field for row in wizard.columns.rows] != fields
    assert wizard.windowTitle() == "Import: officers"
    assert not wizard.columns.settings.period.isVisibleTo(wizard.columns)
    check(wizard, qtbot)
    assert wizard.next_button.text() == "Import 17 officers"


def test_another_sheet_of_a_workbook(wizard: ImportWizard, tmp_path: Path, qtbot: QtBot) -> None:
    path = workbook(
        tmp_path / "two.xlsx",
        {"Old": [["Month", "Team", "High"], ["01/10/2026", "POLIT", 1]], "New": [["Month", "Low"], ["01/10/2026", 5]]},
    )
    open_file(wizard, path, ImportKind.COUNTS, qtbot)
    assert "Sheet Old (of 2" in wizard.source.facts.text()
    qtbot.mouseClick(wizard.next_button, LEFT)
    wizard.columns.settings.sheet.setCurrentIndex(1)
    wizard.columns.settings.sheet.textActivated.emit("New")
    qtbot.waitUntil(lambda: not wizard.busy)
    assert [row.choice.header for row in wizard.columns.rows] == ["Month", "Low"]
    assert "several teams" in wizard.columns.message.text()
    wizard.columns.settings.team.setCurrentIndex(1)
    assert wizard.next_button.isEnabled()
    check(wizard, qtbot)
    assert wizard.next_button.text() == "Import 1 count"


def test_a_file_that_is_no_table_is_told_on_the_page(wizard: ImportWizard, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "picture.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing of the kind")
    open_file(wizard, path, ImportKind.COUNTS, qtbot)
    assert wizard.source.file.text() == "picture.xlsx"
    assert wizard.source.caution.isVisible()
    assert wizard.source.caution.text().endswith(".")
    assert not wizard.next_button.isEnabled()
    open_file(wizard, tmp_path / "gone.csv", ImportKind.COUNTS, qtbot)
    assert "gone.csv" in wizard.source.caution.text()


def test_a_plan_that_changed_meanwhile_is_not_written_over(
    window: MainWindow, wizard: ImportWizard, demo: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    open_file(wizard, made(tmp_path, COUNTS), ImportKind.COUNTS, qtbot)
    check(wizard, qtbot)
    window.session.change("Edit the note", replace(demo, note="Another."))
    wizard.accept()
    assert window.session.plan == replace(demo, note="Another.")
    assert "The plan was changed after the file was read" in window.banner.words.text()


def test_every_control_of_every_page_has_a_name(wizard: ImportWizard, qtbot: QtBot) -> None:
    open_file(wizard, example("broken-referral-events"), ImportKind.EVENTS, qtbot)
    check(wizard, qtbot)
    kinds = (QAbstractButton, QComboBox, QTableView)
    nameless = [
        control.objectName() or type(control).__name__
        for kind in kinds
        for control in wizard.findChildren(kind)
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not control.accessibleName()
        and not (isinstance(control, QAbstractButton) and control.text())
        and not _inside(control, (QComboBox, QTableView, QDialog) if isinstance(control, QTableView) else (QTableView,))
    ]
    assert nameless == []


def _inside(control: QWidget, kinds: tuple[type, ...]) -> bool:
    parent = control.parentWidget()
    while parent is not None and not isinstance(parent, ImportWizard):
        if isinstance(parent, kinds) or type(parent).__name__ == "QCalendarWidget":
            return True
        parent = parent.parentWidget()
    return False


@pytest.mark.parametrize("text_scale", [1.0, pytest.param(1.5, marks=pytest.mark.slow)])
def test_no_word_is_cut_off(window: MainWindow, wizard: ImportWizard, qtbot: QtBot, text_scale: float) -> None:
    wizard.reject()
    window.appearance.set_text_scale(text_scale)
    window.ask_import(example("referral-events"))
    wizard = window.dialogs.present
    wizard.source.set_kind(ImportKind.EVENTS)
    qtbot.waitUntil(lambda: not wizard.busy)
    for page in (FILE, COLUMNS, RESULT):
        qtbot.waitUntil(lambda page=page: wizard.page == page and not wizard.busy)
        qtbot.wait(20)
        cut = [
            label.text()
            for label in wizard.pages.currentWidget().findChildren(QLabel)
            if label.isVisible() and label.wordWrap() and label.height() < label.heightForWidth(label.width())
        ]
        assert cut == []
        qtbot.mouseClick(wizard.next_button, LEFT) if page != RESULT else wizard.reject()


def test_the_file_keeps_what_was_imported(
    window: MainWindow, wizard: ImportWizard, tmp_path: Path, qtbot: QtBot
) -> None:
    open_file(wizard, made(tmp_path, COUNTS), ImportKind.COUNTS, qtbot)
    check(wizard, qtbot)
    wizard.accept()
    plan, path = window.session.plan, window.session.workspace.path
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.plan == plan
        assert workspace.plan.imports[-1].file == "counts.csv"
