"""Data: what is in the plan, where it came from, the register of assumptions, and all of it on paper and in files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from planner.app.main_window import MainWindow
from planner.app.models.register import DUE, NEVER, REVIEWS
from planner.app.models.table import Column, FilterModel, TableModel
from planner.app.models.traces import AS_IMPORTED, CHANGED, LATER
from planner.app.models.traces import NEVER as NOT_IMPORTED
from planner.app.panels.data import DataPanel
from planner.app.paper import Paper, pdf_steps
from planner.app.theme import Appearance
from planner.app.widgets.data_table import DataTable
from planner.edit.growth_figures import growth_register
from planner.edit.provenance import register
from planner.model.assumption import Status
from planner.model.calendar import add_months
from planner.model.codec import fingerprint
from planner.model.imported import ImportKind, ImportRecord, MappedColumn, Trace
from planner.model.plan import Plan
from planner.workspace import Workspace

ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
MADE = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def window(kept_window: MainWindow) -> MainWindow:
    return kept_window


@pytest.fixture
def empty_window(kept_window: MainWindow) -> MainWindow:
    return kept_window


@pytest.fixture
def appearance(kept_window: MainWindow) -> Appearance:
    return kept_window.appearance


@pytest.fixture
def data(window: MainWindow) -> DataPanel:
    window.go("data")
    return window.panels["data"]


def record(plan: Plan, key: str, *, band: int = 0, months: int = 3) -> ImportRecord:
    """An import of the last counts of a band, one in each row from row 2."""
    history = plan.histories[band]
    first = len(history.counts) - months
    traces = tuple(
        Trace(
            f"history/{history.team}/{history.band}/{history.begins(first + at)}",
            2 + at,
            2 + at,
            str(history.counts[first + at]),
        )
        for at in range(months)
    )
    columns = (MappedColumn("Month", "period"), MappedColumn("Surname", "drop"))
    return ImportRecord(
        key, ImportKind.COUNTS, f"{key}.csv", "", "a" * 64, MADE, "dcs", 2, 1 + months, months, columns, traces
    )


def written(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))


def test_the_plan_in_one_glance(data: DataPanel, demo: Plan) -> None:
    shown = {name: tile.figure.text() for name, tile in data.contents.tiles.items()}
    assert shown == {
        "Teams": "4",
        "Officers": f"{len(demo.officers)}",
        "Open cases": f"{len(demo.cases):,}",
        "Counts of new cases": f"{sum(len(history.counts) for history in demo.histories):,}",
        "Dated events": "1",
        "Imports": "0",
        "Kept results": "0",
    }
    assert data.contents.tiles["Counts of new cases"].note.text() == "Nov 2023 to Oct 2026"
    assert data.contents.tiles["Open cases"].note.text() == "8 not allocated"


def test_counts_by_team_and_band_have_their_first_and_last_period(data: DataPanel, demo: Plan) -> None:
    rows = data.contents.table.texts(data.contents.table.filter.shown)
    history = demo.histories[0]
    assert len(rows) == len(demo.histories)
    total = sum(count for count in history.counts if count is not None)
    assert rows[0][:8] == ("POLIT", "Very high", "month", "Nov 2023", "Oct 2026", "36", "0", str(total))


def test_every_table_of_the_list_has_the_rows_it_says(data: DataPanel) -> None:
    contents = data.contents
    for at in range(contents.list.count()):
        contents.list.setCurrentRow(at)
        title, _, number = contents.list.item(at).text().rpartition(" (")
        assert contents.title.text() == title == data.contents.table_title
        assert contents.table.filter.rowCount() == int(number.rstrip(")").replace(",", ""))


def test_a_count_says_its_row_and_whether_it_was_changed(window: MainWindow, data: DataPanel, demo: Plan) -> None:
    plan = replace(demo, imports=(record(demo, "autumn"),))
    history = plan.histories[0]
    plan = replace(plan, histories=(replace(history, counts=(*history.counts[:-1], 99)), *plan.histories[1:]))
    window.session.change("Import", plan)
    data.contents.choose("histories")
    rows = [row for row in data.contents.table.filter.shown if row[2:4] == ("POLIT", "Very high")]
    was = demo.histories[0].counts[-1]
    assert [row[-1] for row in rows[-4:]] == [NOT_IMPORTED, AS_IMPORTED, AS_IMPORTED, f"{CHANGED}: was {was}"]
    assert "autumn.csv, row 4, imported on 3 November 2026" in rows[-1][-2]


def test_an_import_shows_what_came_of_it(window: MainWindow, data: DataPanel, demo: Plan) -> None:
    first, again = record(demo, "autumn"), record(demo, "october", months=1)
    window.session.change("Import", replace(demo, imports=(first, again)))
    data.go("Imports")
    imports = data.imports
    assert [row[2] for row in imports.table.texts(imports.table.filter.shown)] == ["october.csv", "autumn.csv"]
    assert "3 Nov 2026, 09:30" in imports.table.copied()
    imports.choose("autumn")
    rows = imports.traces.texts(imports.traces.filter.shown)
    assert [(row[0], row[1], row[4]) for row in rows] == [
        ("POLIT, Very high, Aug 2026", "2", AS_IMPORTED),
        ("POLIT, Very high, Sep 2026", "3", AS_IMPORTED),
        ("POLIT, Very high, Oct 2026", "4", LATER),
    ]
    assert "Surname was left out" in imports.columns.text()
    assert "Month as Month or week" in imports.columns.text()
    assert "a" * 64 in imports.facts.text()


def test_without_imports_the_page_says_so(data: DataPanel) -> None:
    data.go("Imports")
    assert data.imports.nothing.isVisible()
    assert not data.imports.table.isVisible()


def test_a_change_elsewhere_is_there_at_the_next_visit(window: MainWindow, data: DataPanel, demo: Plan) -> None:
    window.go("overview")
    window.session.change("Leave", replace(demo, cases=demo.cases[1:]))
    assert data.contents.tiles["Open cases"].figure.text() == f"{len(demo.cases):,}"
    window.go("data")
    assert data.contents.tiles["Open cases"].figure.text() == f"{len(demo.cases) - 1:,}"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_table_on_show_is_exported(window: MainWindow, data: DataPanel, tmp_path: Path, ending: str) -> None:
    data.contents.choose("officers")
    data.contents.search.setText("polit")
    path = tmp_path / f"officers{ending}"
    data.export(path)
    _wait(window)
    rows = data.contents.table.filter.shown
    assert 0 < len(rows) < len(data.contents.table.table.rows)
    if ending == ".csv":
        found = written(path)
        assert tuple(found[0]) == data.contents.table.headings
        assert [row[1] for row in found[1:]] == [row[1] for row in rows]
    else:
        assert path.read_bytes()[:2] == b"PK"


def _wait(window: MainWindow) -> None:
    for job in window.jobs.active:
        job.wait()
    QGuiApplication.processEvents()


def test_a_table_that_cannot_be_written_is_told(
    window: MainWindow, data: DataPanel, told: Callable[[], str], tmp_path: Path, qtbot: QtBot
) -> None:
    data.export(tmp_path / "nowhere" / "table.csv")
    qtbot.waitUntil(lambda: bool(told()))
    assert "table.csv" in told()


NUMBERS = (
    Column("Name", lambda row: row[0]),
    Column("Number", lambda row: "" if row[1] is None else f"{row[1]:,}", lambda row: row[1], number=True),
)


def test_a_table_sorts_by_value_with_empty_cells_last(appearance: Appearance, qtbot: QtBot) -> None:
    table = DataTable(appearance, "numbers", "Numbers", NUMBERS)
    qtbot.addWidget(table)
    QAbstractItemModelTester(table.table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QAbstractItemModelTester(table.filter, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.show_rows([("b", 1000), ("a", None), ("C", 9), ("d", 20)])
    table.choose(3)
    for order, expected in ((ASCENDING, [9, 20, 1000, None]), (DESCENDING, [1000, 20, 9, None])):
        table.sortByColumn(1, order)
        assert [row[1] for row in table.filter.shown] == expected
        assert table.current == ("d", 20)
    table.sortByColumn(0, ASCENDING)
    assert [row[0] for row in table.filter.shown] == ["a", "b", "C", "d"]
    table.filter.ask("1,0")
    assert table.filter.shown == [("b", 1000)]


def test_five_thousand_rows_are_sorted_and_searched_rightly(appearance: Appearance) -> None:
    table = TableModel(appearance, NUMBERS)
    found = FilterModel(table)
    table.show([(f"case {at * 7919 % 5000}", at * 7919 % 5000) for at in range(5000)])
    found.sort(1, DESCENDING)
    assert [row[1] for row in found.shown] == list(range(4999, -1, -1))
    found.ask("case 499", lambda row: row[1] % 2 == 0)
    assert [row[1] for row in found.shown] == [4998, 4996, 4994, 4992, 4990]


def test_what_is_chosen_is_copied_for_a_spreadsheet(appearance: Appearance, qtbot: QtBot) -> None:
    table = DataTable(appearance, "numbers", "Numbers", NUMBERS)
    qtbot.addWidget(table)
    table.show_rows([("=1+1", 1000), ("two\twords", -9), ("last", 20)])
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == "Name\tNumber\n'=1+1\t1,000\ntwo words\t-9\nlast\t20"


@pytest.fixture
def assumptions(data: DataPanel) -> DataPanel:
    data.go("Assumptions")
    return data


def test_the_register_is_narrowed(window: MainWindow, assumptions: DataPanel, demo: Plan) -> None:
    page, today = assumptions.register, assumptions.register.today()
    rows = (*register(demo), *growth_register(demo))
    assert page.table.filter.rowCount() == len(rows)
    page.status.setCurrentText("ADAPT")
    page.team.setCurrentText("MOSOVO")
    kept = [row for row in rows if row.figure.status is Status.ADAPT and row.team == "MOSOVO"]
    assert 0 < len(kept) < len(rows)
    assert [row.place for row in page.table.filter.shown] == [row.place for row in kept]
    assert page.summary.text().startswith(f"{len(kept)} of {len(rows)} figures: 0 OK, {len(kept)} ADAPT, 0 ASSUME")
    page.search.setText("no such word")
    assert page.table.filter.rowCount() == 0
    assert not page.form.source.isEnabled()
    page.search.clear()
    assert page.form.source.isEnabled()
    for months, expected in ((0, {DUE: 1, REVIEWS[2]: 1}), (2, {DUE: 0, REVIEWS[2]: 1}), (9, {DUE: 0, REVIEWS[2]: 0})):
        page.form.has_review.setCurrentIndex(1)
        page.form._show_day(add_months(today, months))
        page.form.save_button.click()
        for choice, number in {**expected, NEVER: len(kept) - 1}.items():
            page.review.setCurrentText(choice)
            assert page.table.filter.rowCount() == number, (months, choice)
        page.review.setCurrentIndex(0)
    assert page.table.table.columns[8].text(page.table.filter.shown[0])


def test_a_figure_is_changed_in_one_step(window: MainWindow, assumptions: DataPanel, demo: Plan) -> None:
    page, form = assumptions.register, assumptions.register.form
    at, row = next((at, row) for at, row in enumerate(register(demo)) if row.figure.status is Status.ASSUME)
    page.table.choose(at)
    assert not form.save_button.isEnabled()
    form.status.setCurrentIndex(list(Status).index(Status.OK))
    assert form.notes["source"].isVisible()
    assert form.notes["source"].text() == "A figure marked OK names its source."
    assert form.source.accessibleDescription() == form.notes["source"].text()
    assert not form.save_button.isEnabled()
    form.source.setText("Annual count, 2026")
    assert not form.notes["source"].isVisible()
    form.owner.setText("Inspector, planning")
    form.rationale.setPlainText("Counted in the year before.")
    form.save_button.click()
    changed = register(window.session.plan)[at].figure
    assert (changed.status, changed.source, changed.owner) == (Status.OK, "Annual count, 2026", "Inspector, planning")
    assert (changed.value, changed.rationale) == (row.figure.value, "Counted in the year before.")
    assert page.table.current.place == row.place
    assert not form.save_button.isEnabled()
    assert window.status.undo.text().startswith("Last change: Change what is known of")
    window.actions_by_name["undo"].trigger()
    assert window.session.plan == demo
    assert window.session.workspace.undo_label is None
    assert form.source.text() == row.figure.source
    assert window.status.undo.text().startswith("Taken back: Change what is known of")


def test_put_back_forgets_what_was_typed(assumptions: DataPanel) -> None:
    form = assumptions.register.form
    before = form.owner.text()
    form.owner.setText("Somebody else")
    form.revert_button.click()
    assert form.owner.text() == before
    assert not form.edited


def test_a_plan_that_is_open_read_only_is_not_edited(window: MainWindow, plan_file: Path) -> None:
    with Workspace.open(plan_file):
        window.session.open(plan_file, read_only=True)
        window.go("data")
        panel = window.panels["data"]
        panel.go("Assumptions")
        assert not panel.import_button.isEnabled()
        assert not panel.register.form.source.isEnabled()
        assert panel.export_button.isEnabled()


def test_the_register_by_keyboard(window: MainWindow, assumptions: DataPanel, qtbot: QtBot) -> None:
    page = assumptions.register
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.form.title.text().endswith(page.table.table.rows[1].name)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(page.form.status.hasFocus)
    qtbot.keyClick(page.form.status, Qt.Key.Key_Tab)
    assert page.form.source.hasFocus()


def _pages(data: bytes) -> list[str]:
    return [page.extract_text().replace("\t", " ").replace("\n", " ") for page in PdfReader(BytesIO(data)).pages]


def test_the_register_on_paper(
    window: MainWindow, assumptions: DataPanel, demo: Plan, tmp_path: Path, qtbot: QtBot
) -> None:
    page = assumptions.register
    page.team.setCurrentText("Referral sharing")
    path = tmp_path / "register.pdf"
    page.save_pdf(path)
    qtbot.waitUntil(path.exists)
    data = path.read_bytes()
    box = PdfReader(BytesIO(data)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    texts = _pages(data)
    rows = page.table.filter.shown
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert "Team Figure Value Unit Status Source Rationale Owner Review by" in text
        assert f"Page {number} of {len(texts)}" in text
        assert "Register of assumptions" in text
        assert "Example Constabulary (illustrative data)" in text
        assert f"Plan {fingerprint(demo)}" in text
    assert f"{len(rows)} rows" in texts[0]
    assert sum(text.count(" Referral sharing ") for text in texts) >= len(rows)
    assert page.print_button.isEnabled()


def test_every_row_is_on_paper_whole(appearance: Appearance) -> None:
    """Long words are broken, not cut; a row stands on one page."""
    word = "x" * 300
    rows = tuple((f"row{at}", f"{word} end{at}", "1") for at in range(12))
    paper = Paper("Title", "Plan", "", "Plan 1", date(2026, 11, 2), ("A", "B", "C"), rows)
    left = pdf_steps(paper)
    next(left)
    left.close()
    steps = pdf_steps(paper)
    while True:
        try:
            next(steps)
        except StopIteration as ended:
            texts = _pages(ended.value)
            break
    for at in range(12):
        (text,) = [text for text in texts if f"row{at} " in text]
        assert f"end{at} " in text
    assert sum(text.count("x") for text in texts) == 12 * 300 + sum(text.count("ex") for text in texts)


def _drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(400, 400), Qt.DropAction.CopyAction, data, left, none))


def test_a_plan_dropped_on_the_window_is_opened(window: MainWindow, tmp_path: Path, demo: Plan) -> None:
    other = tmp_path / "North.plan"
    Workspace.create(other, replace(demo, name="North", cases=())).close()
    _drop(window, other)
    assert window.session.plan.name == "North"


def test_a_table_dropped_on_the_window_is_imported(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    table = tmp_path / "counts.csv"
    table.write_text("Month,Team,High\n01/10/2026,POLIT,7\n")
    _drop(window, table)
    wizard = window.dialogs.present
    qtbot.waitUntil(wizard.next_button.isEnabled)
    assert wizard.source.file.text() == "counts.csv"
    wizard.reject()
