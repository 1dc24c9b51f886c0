"""Charts: right numbers beside the ticks, right months, words for those who cannot see them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from planner.app.charts.axis import MonthAxis
from planner.app.charts.chart import Plot
from planner.app.charts.fan import FanChart
from planner.app.charts.fan_data import FanData
from planner.app.charts.spark import Spark
from planner.app.theme import DARK, LIGHT, Appearance, Choice

START = date(2026, 11, 2)


def _data(days: int = 365, level: float = 30.0, start: date = START) -> FanData:
    line = np.linspace(level, 1.5 * level, days)
    return FanData(start, 0.8 * line, 0.9 * line, line, 1.1 * line, 1.2 * line)


@pytest.fixture
def chart(qtbot: QtBot, appearance: Appearance) -> Iterator[FanChart]:
    chart = FanChart(appearance, "Open cases per officer", "cases per officer", START, "fan", places=1)
    qtbot.addWidget(chart)
    chart.resize(800, 400)
    chart.show()
    chart.show_data(_data(), None, None)
    chart.tell("Words.")
    return chart


def _ticks(axis: pg.AxisItem, low: float, high: float) -> list[tuple[float, str]]:
    pairs = []
    for spacing, values in axis.tickValues(low, high, 600):
        pairs += zip(values, axis.tickStrings(values, axis.autoSIPrefixScale * axis.scale, spacing), strict=True)
    return pairs


@pytest.mark.parametrize("level", [0.0005, 0.9, 31.0, 2_500_000.0])
def test_the_value_axis_never_takes_an_si_prefix(chart: FanChart, level: float) -> None:
    chart.show_data(_data(level=level), None, None)
    axis = chart.plot.getAxis("left")
    axis.setRange(0, level)
    assert not axis.autoSIPrefix
    assert axis.autoSIPrefixScale == 1.0
    for value, text in _ticks(axis, 0, level):
        assert float(text) == pytest.approx(value, rel=0.01, abs=level / 1000)


def test_the_prefix_is_off_before_there_is_data(qtbot: QtBot) -> None:
    plot = Plot(START)
    qtbot.addWidget(plot)
    assert [plot.getAxis(name).autoSIPrefix for name in ("left", "bottom", "right", "top")] == [False] * 4


@pytest.mark.parametrize("top", [0.4, 1.25, 3.0, 7.0, 42.0, 1300.0])
def test_what_is_counted_has_whole_numbers_on_its_axis(qtbot: QtBot, appearance: Appearance, top: float) -> None:
    counted = FanChart(appearance, "Unallocated", "cases", START, "fan")
    qtbot.addWidget(counted)
    texts = [text for _, text in _ticks(counted.plot.getAxis("left"), 0, top)]
    assert texts
    assert all(text.isdecimal() for text in texts)


def test_units_are_on_the_axis(chart: FanChart) -> None:
    assert "cases per officer" in chart.plot.getAxis("left").labelString()


@pytest.mark.parametrize("start", [date(2026, 3, 1), date(2026, 10, 1), date(2026, 11, 2), date(2028, 2, 29)])
def test_month_ticks_stand_on_the_first_across_a_clock_change(start: date) -> None:
    axis = MonthAxis(start)
    (_, values), *_ = axis.tickValues(0, 120, 600)
    texts = axis.tickStrings(values, 1, 30)
    assert len(values) in (3, 4)
    for value, text in zip(values, texts, strict=True):
        day = start + timedelta(days=int(value))
        assert day.day == 1
        assert value == int(value)
        assert text.split("\n")[0] == day.strftime("%b")
    assert texts[0].endswith(str((start + timedelta(days=int(values[0]))).year))


@pytest.mark.parametrize(("days", "width"), [(365, 600), (730, 300), (1461, 600), (1461, 200), (30, 100)])
def test_month_names_have_room(days: int, width: int) -> None:
    (_, values), *_ = MonthAxis(START).tickValues(0, days, width)
    if len(values) > 1:
        assert min(np.diff(values)) * width / days >= 40


def test_a_tick_is_drawn_where_its_day_is(chart: FanChart, qtbot: QtBot) -> None:
    chart.show_data(_data(), None, None)
    qtbot.wait(20)
    view = chart.plot.plotItem.vb
    for number in (60, 150, 300):
        scene = view.mapViewToScene(QPointF(number, 10))
        axis = chart.plot.getAxis("bottom")
        share = (axis.mapFromScene(scene).x()) / axis.size().width()
        assert share * 364 == pytest.approx(number, abs=1.5)


def test_the_drawing_is_described_in_words(chart: FanChart) -> None:
    chart.show_data(_data(), None, None)
    chart.tell("From 30 to 45.")
    assert chart.plot.accessibleName() == "Open cases per officer"
    assert chart.plot.accessibleDescription() == "From 30 to 45."


def test_the_table_shows_the_same_figures_by_month(chart: FanChart, qtbot: QtBot) -> None:
    chart.show_data(_data(), None, None)
    chart.tell("Words.")
    qtbot.mouseClick(chart.toggle, Qt.MouseButton.LeftButton)
    assert chart.table.isVisible()
    assert not chart.plot.isVisible()
    assert chart.table.rowCount() == 13
    assert chart.table.item(0, 0).text() == "Nov 2026"
    assert chart.table.item(0, 1).text() == f"{np.linspace(30, 45, 365)[28]:.1f}"
    assert chart.table.item(12, 0).text() == "Nov 2027"
    qtbot.mouseClick(chart.toggle, Qt.MouseButton.LeftButton)
    assert chart.plot.isVisible()


def test_arrow_keys_read_the_chart_out(chart: FanChart, qtbot: QtBot) -> None:
    chart.show_data(_data(), None, None)
    chart.tell("Words.")
    qtbot.keyClick(chart.plot, Qt.Key.Key_Home)
    assert chart.reading.text().startswith("2 Nov 2026:  30")
    qtbot.keyClick(chart.plot, Qt.Key.Key_Right)
    assert chart.reading.text().startswith("9 Nov 2026:")
    qtbot.keyClick(chart.plot, Qt.Key.Key_End)
    assert chart.reading.text().startswith("1 Nov 2027:  45")


def test_the_reinspection_is_marked_with_its_date(chart: FanChart) -> None:
    chart.show_data(_data(), (35.0, "Limit 35"), (date(2027, 8, 2), "Re-inspection"))
    assert chart._mark.isVisible()
    assert chart._mark.value() == (date(2027, 8, 2) - START).days
    assert chart._mark.label.textItem.toPlainText() == "Re-inspection 2 Aug 2027"
    assert chart._limit.value() == 35.0
    chart.show_data(_data(days=100), None, (date(2027, 8, 2), "Re-inspection"))
    assert not chart._mark.isVisible()


def test_a_previous_result_is_grey_and_says_so(chart: FanChart) -> None:
    chart.show_data(_data(), None, None)
    chart.set_stale(True)
    assert chart.badge.isVisible()
    assert chart.badge.text == "Previous result"
    assert chart._median.opts["pen"].color().name().upper() == LIGHT.stale_line
    chart.set_stale(False)
    assert not chart.badge.isVisible()
    assert chart._median.opts["pen"].color().name().upper() == LIGHT.median


def test_charts_follow_the_theme(chart: FanChart, appearance: Appearance) -> None:
    appearance.choose(Choice.DARK)
    assert chart._median.opts["pen"].color().name().upper() == DARK.median
    assert chart.plot.backgroundBrush().color().name().upper() == DARK.surface


def test_drawing_again_keeps_the_curves(chart: FanChart) -> None:
    before = len(chart.plot.plotItem.items)
    for level in range(1, 30):
        chart.show_data(_data(level=level), (35.0, "Limit"), (date(2027, 8, 2), "Re-inspection"))
    assert len(chart.plot.plotItem.items) == before


def test_none_is_not_released_once_too_often(qtbot: QtBot, appearance: Appearance, chart: FanChart) -> None:
    """PySide6 6.12.0 on Python 3.11 gives back a None it does not own at every call, until the process aborts."""
    spark = Spark(appearance, "median")
    qtbot.addWidget(spark)
    before = sys.getrefcount(None)
    for number in range(1000):
        spark.setToolTip("a")
        spark.setAccessibleName("b")
        spark.setVisible(False)
        chart.plot.setMinimumHeight(number % 7)
        chart.title.setText("c")
    assert sys.getrefcount(None) > before - 50


def test_a_spark_leaves_gaps_and_starts_at_zero(qtbot: QtBot, appearance: Appearance) -> None:
    from PySide6.QtCore import QRectF

    spark = Spark(appearance, "median")
    qtbot.addWidget(spark)
    spark.show_words("calculating…")
    assert spark.placeholder == "calculating…"
    spark.show_values((10.0, None, 20.0), "From 10 to 20.")
    points = spark.points(QRectF(0, 0, 100, 40))
    assert points[1] is None
    assert (points[0].y(), points[2].y()) == (20, 0)
    assert spark.placeholder == ""
    spark.grab()


def test_a_chart_without_data_shows_no_axes(qtbot: QtBot, appearance: Appearance) -> None:
    chart = FanChart(appearance, "Open cases", "cases", START, "fan")
    qtbot.addWidget(chart)
    chart.show()
    assert chart.nothing.isVisible()
    assert not chart.plot.isVisible()
    assert not chart.toggle.isEnabled()
    chart.show_data(_data(), None, None)
    chart.tell("Words.")
    assert chart.plot.isVisible()
    assert chart.toggle.isEnabled()
