"""Charts that leave the window: as pictures whose numbers stand at the right places, and as data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyqtgraph as pg
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from planner.app import runs
from planner.app.charts.dates import MONTHS
from planner.app.charts.fan import FanChart
from planner.app.charts.fan_data import FanData
from planner.app.charts.picture import ENLARGED, KINDS, POINTS_AN_INCH, data_of, image, sheet_of, write_whole
from planner.app.main_window import MainWindow
from planner.app.panels.scenarios import ScenariosPanel
from planner.app.theme import DARK, LIGHT, Appearance, Choice
from planner.model.calendar import add_months

pytestmark = pytest.mark.slow

START = date(2026, 11, 2)
AXIS_WIDTH = 70
"""Further left than this, a number on a sheet belongs to the axis."""
Place = tuple[str, float, float]
"""A text, and where its baseline begins on the sheet, in pixels from the top left."""


def _data(days: int = 365, level: float = 30.0) -> FanData:
    line = np.linspace(level, 1.5 * level, days)
    return FanData(START, 0.8 * line, 0.9 * line, line, 1.1 * line, 1.2 * line)


@pytest.fixture
def chart(qtbot: QtBot, appearance: Appearance) -> FanChart:
    chart = FanChart(appearance, "Open cases per officer", "cases per officer", START, "fan", places=1)
    qtbot.addWidget(chart)
    chart.resize(800, 400)
    chart.show()
    chart.show_data(_data(), (35.0, "Limit 35"), (date(2027, 8, 2), "Re-inspection"))
    chart.tell("From 30 to 45 & on.")
    chart.provenance = "Example Constabulary (illustrative data)."
    qtbot.wait(20)
    return chart


def _pdf_places(chart: FanChart, data: bytes) -> list[Place]:
    """Every text in a PDF with the place of its baseline, turned from points upwards into pixels downwards."""
    (page,) = PdfReader(BytesIO(data)).pages
    places: list[Place] = []
    density = chart.plot.logicalDpiX() / POINTS_AN_INCH

    def visit(text: str, page_matrix: list[float], text_matrix: list[float], *_: object) -> None:
        a, b, c, d, e, f = page_matrix
        x, y = text_matrix[4:6]
        left, up = a * x + c * y + e, b * x + d * y + f
        places.append((" ".join(text.split()), left * density, (float(page.mediabox.height) - up) * density))

    page.extract_text(visitor_text=visit)
    return [place for place in places if place[0]]


def _svg_places(_: FanChart, data: bytes) -> list[Place]:
    places: list[Place] = []

    def walk(element: ElementTree.Element, scale: tuple[float, float], left: float, top: float) -> None:
        moved = element.get("transform", "")
        numbers = [float(number) for number in re.findall(r"[-+.\de]+", moved.partition("(")[2])]
        if moved.startswith("translate"):
            left, top = left + numbers[0] * scale[0], top + numbers[1] * scale[1]
        elif moved:
            left, top = left + numbers[4] * scale[0], top + numbers[5] * scale[1]
            scale = (scale[0] * numbers[0], scale[1] * numbers[3])
        if element.tag.endswith("}text"):
            x, y = float(element.get("x", 0)), float(element.get("y", 0))
            places.append(("".join(element.itertext()).strip(), left + x * scale[0], top + y * scale[1]))
        for child in element:
            walk(child, scale, left, top)

    walk(ElementTree.fromstring(data), (1.0, 1.0), 0.0, 0.0)
    return places


def _number(text: str) -> bool:
    return re.fullmatch(r"[\d.]+", text) is not None


def _months(chart: FanChart) -> list[tuple[str, float]]:
    """Each month's name and the place on the sheet of its first day, reckoned from the calendar alone."""
    sheet = sheet_of(chart, chart.appearance.theme)
    months, day = [], add_months(START.replace(day=1), 1)
    while (number := (day - START).days) < chart.data.days:
        at = chart.plot.plotItem.vb.mapViewToScene(QPointF(number, 0)).x()
        months.append((MONTHS[day.month - 1], sheet.plot.x() + at))
        day = add_months(day, 1)
    return months


READERS = {".pdf": _pdf_places, ".svg": _svg_places}


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize("level", [0.9, 30.0, 250_000.0])
def test_each_number_beside_the_axis_stands_where_its_value_is(chart: FanChart, ending: str, level: float) -> None:
    chart.show_data(_data(level=level), None, None)
    places = READERS[ending](chart, data_of(chart, ending))
    sheet = sheet_of(chart, chart.appearance.theme)
    half = chart.fontMetrics().capHeight() / 2
    numbers = [(float(text), base - half) for text, left, base in places if _number(text) and left < AXIS_WIDTH]
    assert len(numbers) >= 3
    for value, y in numbers:
        expected = sheet.plot.y() + chart.plot.plotItem.vb.mapViewToScene(QPointF(0, value)).y()
        assert y == pytest.approx(expected, abs=2.5), value


@pytest.mark.parametrize("ending", READERS)
def test_each_month_stands_where_its_first_day_is(chart: FanChart, ending: str) -> None:
    places = READERS[ending](chart, data_of(chart, ending))
    bottom = sheet_of(chart, chart.appearance.theme).plot.bottom()
    metrics = chart.fontMetrics()
    drawn = 0
    for text, x in _months(chart):
        middles = [
            left + metrics.horizontalAdvance(text) / 2
            for other, left, base in places
            if other == text and bottom - 60 < base < bottom
        ]
        drawn += bool(middles)
        assert middles == [pytest.approx(x, abs=2.5)] * len(middles), text
    assert drawn >= 10


@pytest.mark.parametrize("ending", READERS)
def test_a_picture_says_what_it_is_of(chart: FanChart, ending: str) -> None:
    chart.set_stale(True)
    texts = [place[0] for place in READERS[ending](chart, data_of(chart, ending))]
    for text in (
        "Open cases per officer (previous result)",
        "From 30 to 45 & on.",
        "Middle future",
        "Example Constabulary (illustrative data).",
        "Limit 35",
    ):
        assert text in texts


def test_a_png_is_twice_the_screen_and_light(chart: FanChart, appearance: Appearance) -> None:
    appearance.choose(Choice.DARK)
    drawn = QImage.fromData(data_of(chart, ".png"), "PNG")
    assert drawn.width() == ENLARGED * (chart.plot.viewport().width() + 16)
    assert drawn.pixelColor(3, 3).name().upper() == LIGHT.surface
    colours = {drawn.pixelColor(x, y).name().upper() for x in range(200, 1400, 3) for y in range(150, 600, 3)}
    assert {LIGHT.band_half, LIGHT.band_most, LIGHT.limit} <= colours
    assert chart.plot.backgroundBrush().color().name().upper() == DARK.surface


def test_lines_of_a_png_are_as_thick_as_on_the_screen(chart: FanChart) -> None:
    def thickness(drawn: QImage) -> int:
        """Of the limit line, where it is thickest in its dashes."""
        columns = range(drawn.width() // 2, drawn.width() // 2 + 30)
        return max(
            sum(drawn.pixelColor(x, y).name().upper() == LIGHT.limit for y in range(drawn.height())) for x in columns
        )

    assert thickness(image(chart)) == pytest.approx(ENLARGED * thickness(chart.grab().toImage()), abs=1)


@pytest.mark.parametrize("ending", KINDS)
def test_a_zoomed_chart_draws_and_exports(chart: FanChart, ending: str, qtbot: QtBot) -> None:
    before = data_of(chart, ending)
    chart.plot.setXRange(100, 200, padding=0)
    chart.plot.setYRange(20, 50, padding=0)
    qtbot.wait(20)
    assert not chart.grab().isNull()
    after = data_of(chart, ending)
    assert len(after) > 5_000
    assert after != before


def test_the_data_is_what_the_table_shows(chart: FanChart, qtbot: QtBot) -> None:
    chart.exports["copy_data"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    chart.toggle.setChecked(True)
    table = chart.table
    assert len(lines) == 1 + table.rowCount()
    assert lines[0].split("\t") == [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
    for row in range(table.rowCount()):
        assert lines[1 + row].split("\t") == [table.item(row, at).text() for at in range(table.columnCount())]


@pytest.mark.parametrize("as_table", [False, True])
def test_keys_copy_while_the_chart_has_the_focus(chart: FanChart, qtbot: QtBot, *, as_table: bool) -> None:
    chart.toggle.setChecked(as_table)
    chart.activateWindow()
    qtbot.waitUntil(chart.isActiveWindow)
    focused = chart.table if as_table else chart.plot
    focused.setFocus()
    qtbot.keyClick(focused, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("At the end of\t")
    qtbot.keyClick(focused, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().image().width() == ENLARGED * (chart.plot.viewport().width() + 16)


def test_nothing_can_be_exported_before_there_is_a_result(qtbot: QtBot, appearance: Appearance) -> None:
    chart = FanChart(appearance, "Open cases", "cases", START, "fan")
    qtbot.addWidget(chart)
    assert not chart.share.isEnabled()
    assert not any(action.isEnabled() for action in chart.exports.values())
    assert chart.share.accessibleName() == "Open cases: save or copy"


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> ScenariosPanel:
    def drawn(plan: object, scenario: object, team: str, days: int, title: str, *_: object) -> object:
        on_time = (runs.OnTime("High", 0.8, 0.7, 0.9, 7.0, 0.9),)
        return runs.ScenarioPicture(title, team, START, _data(), _data(), 35.0, 0.0, on_time, "Act", "Words.", 200, 0.1)

    monkeypatch.setattr(runs, "scenario_picture", drawn)
    window.go("scenarios")
    panel = window.panels["scenarios"]
    qtbot.waitUntil(lambda: panel.picture is not None)
    return panel


@pytest.mark.parametrize("ending", KINDS)
def test_save_picture_through_the_dialog(
    window: MainWindow, panel: ScenariosPanel, qtbot: QtBot, tmp_path: Path, ending: str
) -> None:
    panel.fan.exports["save_picture"].trigger()
    dialog = window.findChild(QFileDialog, "save_picture_dialog")
    assert [f"*{kind}" in dialog.nameFilters()[at] for at, kind in enumerate(KINDS)] == [True] * 3
    path = tmp_path / f"chart{ending}"
    dialog.fileSelected.emit(str(path))
    dialog.accept()
    qtbot.waitUntil(path.exists)
    starts = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
    assert path.read_bytes().startswith(starts[ending])
    assert "illustrative" in panel.fan.provenance
    qtbot.waitUntil(lambda: not window.jobs.active)
    assert [file.name for file in tmp_path.iterdir() if "chart" in file.name] == [path.name]


def test_a_picture_that_cannot_be_written_is_told_in_a_sentence(
    window: MainWindow, panel: ScenariosPanel, qtbot: QtBot, tmp_path: Path, told: Callable[[], str]
) -> None:
    panel.save_picture(panel.fan, tmp_path / "no such folder" / "chart.png")
    qtbot.waitUntil(lambda: told() != "")
    folder = tmp_path / "no such folder"
    assert told() == (
        f"chart.png could not be used: there is no folder {folder}. Bring it back, or choose another one."
    )


def test_a_picture_of_an_unknown_kind_is_refused(
    panel: ScenariosPanel, tmp_path: Path, told: Callable[[], str]
) -> None:
    panel.save_picture(panel.fan, tmp_path / "chart.jpg")
    assert told() == "A picture can be saved as .png, .svg, .pdf; “chart.jpg” is none of them."
    assert not (tmp_path / "chart.jpg").exists()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chart.png"
    path.write_bytes(b"before")
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        write(self, data[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"after it all")
    monkeypatch.undo()
    assert path.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["chart.png"]
    write_whole(path, b"after")
    assert path.read_bytes() == b"after"


def test_pyqtgraph_uses_pyside(chart: FanChart) -> None:
    assert pg.Qt.QT_LIB == "PySide6"
