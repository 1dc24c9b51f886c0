"""The report dialog: makes a report beside the window, shows it, saves it, and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from planner.app import report_views
from planner.app.dialogs.report import ReportDialog
from planner.app.main_window import MainWindow
from planner.app.report_views import Made
from planner.app.theme import LIGHT
from planner.model.plan import Plan
from planner.model.progress import Progress
from planner.report.kinds import Kind
from planner.report.print_style import COLOURS
from planner.report.rich_text import rich_text
from planner.workspace.reports import Report, ReportOrder
from tests.report.printed import small_report

DOCUMENT = replace(small_report(), blocks=small_report().blocks[:4])
"""With one chart, which takes time to draw."""
LOOK = rich_text(DOCUMENT)


class Press:
    """Stands in for the runs behind a report where a test must hold it back."""

    def __init__(self) -> None:
        self.asked: list[ReportOrder] = []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, plan: Plan, order: ReportOrder, progress: Progress) -> Made:
        self.asked.append(order)
        while not self.gate.wait(0.005):
            progress(1, 10)
        return Made(order, Report(order.kind, DOCUMENT), LOOK)


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    press = Press()
    monkeypatch.setattr(report_views, "make", press)
    yield press
    press.gate.set()


@pytest.fixture
def dialog(kept_window: MainWindow) -> ReportDialog:
    kept_window.actions_by_name["make_report"].trigger()
    dialog = kept_window.dialogs.present
    assert isinstance(dialog, ReportDialog)
    return dialog


def choose(dialog: ReportDialog, kind: Kind) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))


def test_a_report_is_made_shown_and_saved(
    dialog: ReportDialog, kept_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """Without a stand-in: a weekly sheet needs no run."""
    choose(dialog, Kind.WEEKLY)
    dialog.team.setCurrentIndex(2)
    assert not dialog.save_button.isEnabled()
    dialog.make_button.click()
    qtbot.waitUntil(lambda: dialog.made is not None, timeout=60_000)
    assert "MOSOVO" in dialog.look.toPlainText() and "Next visits" in dialog.look.toPlainText()
    dialog.save_button.click()
    asking = dialog.findChild(QFileDialog, "save_report_dialog")
    assert asking.selectedFiles()[0].endswith("example-constabulary-supervisor-s-weekly-sheet.pdf")
    asking.reject()
    out = tmp_path / "sheet.pdf"
    dialog.save(out)
    qtbot.waitUntil(lambda: dialog.strip.words.text() == "Saved as sheet.pdf.", timeout=60_000)
    assert "MOSOVO" in PdfReader(out).pages[0].extract_text()
    assert dialog.save_button.isEnabled() and dialog.isVisible()


def test_the_form_asks_what_the_kind_needs(dialog: ReportDialog, press: Press, qtbot: QtBot) -> None:
    shown = {
        Kind.BRIEF: (True, True, True, False, False),
        Kind.FMS: (False, True, False, False, True),
        Kind.INSPECTION: (False, True, True, False, True),
        Kind.WEEKLY: (False, False, False, True, False),
        Kind.WORKBOOK: (False, True, True, False, False),
    }
    for kind, wanted in shown.items():
        choose(dialog, kind)
        fields = (dialog.standard, dialog.scenario, dialog.by, dialog.team, dialog.before)
        assert tuple(field.isVisible() for field in fields) == wanted
    choose(dialog, Kind.BRIEF)
    dialog.standard.setCurrentIndex(dialog.standard.findData("dpmu-visits"))
    dialog.scenario.setCurrentIndex(dialog.scenario.findData("growth-70"))
    dialog.probability.setValue(80)
    dialog.make()
    qtbot.waitUntil(lambda: dialog.made is not None)
    (order,) = press.asked
    assert (order.kind, order.standard, order.probability) == (Kind.BRIEF, "dpmu-visits", 0.8)
    assert order.scenario.key == "growth-70" and order.by.isoformat() == "2027-08-02"
    pictures = dialog.look.document()
    assert pictures.resource(QTextDocument.ResourceType.ImageResource, QUrl("chart0.png")).width() > 600
    dialog.probability.setValue(90)
    assert dialog.made is None and not dialog.save_button.isEnabled()


def test_making_can_be_stopped_and_a_fault_is_a_sentence(
    dialog: ReportDialog, press: Press, qtbot: QtBot, tmp_path: Path
) -> None:
    press.gate.clear()
    dialog.make()
    qtbot.waitUntil(lambda: dialog.strip.bar.maximum() == 100 and dialog.strip.running)
    dialog.strip.cancel.click()
    assert dialog.strip.words.text() == "Stopped." and dialog.made is None
    press.gate.set()
    dialog.make()
    qtbot.waitUntil(lambda: dialog.made is not None)
    dialog.save(tmp_path / "no such folder" / "brief.pdf")
    qtbot.waitUntil(lambda: "there is no such folder" in dialog.note.text(), timeout=20_000)
    dialog.take_template(tmp_path / "none.docx")
    dialog.save(tmp_path / "brief.docx")
    qtbot.waitUntil(lambda: "There is no file none.docx" in dialog.note.text(), timeout=20_000)
    assert list(tmp_path.glob("brief*")) == []
    assert dialog.save_button.isEnabled()


def test_print_wears_the_windows_light_palette() -> None:
    assert {name: getattr(LIGHT, name) for name in COLOURS} == COLOURS
