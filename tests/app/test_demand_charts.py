"""What the demand charts draw, say and give away, and the words that are typed for points."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from planner.app.charts.end_labels import spread
from planner.app.charts.history import HistoryChart, short_names, shortened
from planner.app.charts.picture import data_of
from planner.app.demand_views import demand_view, points_in, reach
from planner.app.theme import Appearance
from planner.model.checks import InvalidPlan
from planner.model.growth import Compound, GrowthCase
from planner.model.plan import Plan
from planner.model.progress import unheard

pytestmark = pytest.mark.slow

CASE = GrowthCase("polit", "own", "Our own", (Compound(30.0, date(2026, 11, 2), "A guess"),), replaces_trend=True)


@pytest.fixture
def chart(appearance: Appearance, demo: Plan, qtbot: QtBot) -> HistoryChart:
    chart = HistoryChart(appearance, demo.start, "history")
    qtbot.addWidget(chart)
    chart.resize(900, 500)
    chart.show()
    view = demand_view(demo, "polit", None, unheard)
    chart.show_view(view, ())
    chart.show_reaches(reach(view, CASE), (reach(view, None),))
    chart.tell("A sentence.")
    return chart


def test_the_table_has_every_count_and_every_range(chart: HistoryChart) -> None:
    headings, rows = chart.rows()
    assert headings == ("Month", "Count", "Sign", "Middle future", "Half of futures", "80 %", "95 %")
    assert len(rows) == 36 + 24
    assert rows[0][:2] == ("Nov 2023", f"{chart.view.counts[0]:.0f}")
    assert rows[36][0] == "Nov 2026"
    assert rows[36][3] == f"{chart.reach.quantiles[3, 0]:.0f}"
    chart.copy_data()
    assert QGuiApplication.clipboard().text().count("\n") == 61


def test_signs_have_shapes_of_their_own_and_words(chart: HistoryChart) -> None:
    marks = chart.view.past.chart.marks
    for rule, mark in marks.items():
        assert len(chart._signs[rule.name].getData()[0]) == mark.sum()
    assert len({signs.opts["symbol"] for signs in chart._signs.values()}) == 4
    rule, mark = next((rule, mark) for rule, mark in marks.items() if mark.any())
    assert rule.value in chart.read_out(chart._places(0)[int(mark.argmax())])
    assert rule.value in chart.key.toolTip()


def test_levels_and_limits_are_steps_with_their_figures(chart: HistoryChart) -> None:
    phases = chart.view.past.chart.phases
    assert len(phases) == len(chart.view.past.changes) + 1 > 1
    assert [item.toPlainText() for item in chart._level_words] == [f"{phase.mean:.0f}" for phase in phases]
    for line, values in (
        (chart._levels, [phase.mean for phase in phases]),
        (chart._lower, [phase.lower for phase in phases]),
        (chart._upper, [phase.upper for phase in phases]),
    ):
        across, up = line.getData()
        assert up[::3].tolist() == up[1::3].tolist() == values
        assert across[::3].tolist() == [chart._edge(phase.begin) for phase in phases]
        assert across[1::3].tolist() == [chart._edge(phase.end) for phase in phases]
    assert (chart._mean.opacity(), chart._levels.opacity()) == (0.0, 1.0)


def test_the_start_of_the_forecast_is_named_in_the_first_drawing(chart: HistoryChart) -> None:
    assert chart._now.label.toPlainText() == "Forecast"


def test_the_sentence_goes_with_the_picture_where_the_window_has_it_elsewhere(chart: HistoryChart) -> None:
    chart.tell("A sentence.", "How to read it.")
    assert chart.reading.text() == "How to read it."
    assert chart.description == "A sentence."
    chart.plot._move(1.0)
    assert chart.reading.text().startswith("Nov 2023")
    chart.plot._move(-1.0)
    assert chart.reading.text() == "How to read it."


def test_lines_are_named_at_their_end_and_months_stop_there(chart: HistoryChart) -> None:
    texts = [text for _, text, _ in chart.labels._labels]
    assert set(texts) == {
        "Our own",
        "History's own trend",
        "half of futures",
        "80 % of futures",
        "95 % of futures",
    }
    low, high = chart.plot.viewRange()[0]
    ((_, ticks),) = chart.plot.months.tickValues(low, high, 800)
    assert max(ticks) <= chart.plot.months.until < high


def test_the_read_out_names_the_month_and_its_ranges(chart: HistoryChart) -> None:
    assert chart.read_out(1.0) == f"Nov 2023:  {chart.view.counts[0]:.0f}"
    ahead = chart.read_out(float((date(2027, 1, 15) - chart.view.begin).days))
    assert ahead.startswith("Jan 2027:  ")
    assert "95 %: " in ahead
    assert chart.read_out(-1.0) == ""
    assert chart.read_out(99_999.0) == ""


def test_the_picture_and_the_data_leave_the_window(chart: HistoryChart) -> None:
    assert data_of(chart, ".png").startswith(b"\x89PNG")
    drawing = data_of(chart, ".svg").decode()
    assert "<polygon points=" in drawing
    assert "Our own" in drawing


@pytest.mark.parametrize(
    "line", ["Mar 2027 80", "March 2027\t80", "2027-03, 80", "1/3/2027 80", "2027-03-01; 80", "03/2027 80.0"]
)
def test_points_are_read_as_people_write_them(line: str) -> None:
    assert points_in(line) == ((date(2027, 3, 1), 80.0),)


@pytest.mark.parametrize("line", ["80", "Mar 80 x", "Foo 2027 80", "31/2/2027 80", "Mar 2027 -1", "Mar 2027 nan"])
def test_a_line_that_is_no_point_is_named(line: str) -> None:
    with pytest.raises(InvalidPlan, match="line 2"):
        points_in(f"Jan 2027 1\n{line}")


def test_a_decimal_comma_in_a_point_is_refused() -> None:
    assert points_in("Mar 2027 1,500") == ((date(2027, 3, 1), 1500.0),)
    with pytest.raises(InvalidPlan, match=r"line 1.*write 2\.5"):
        points_in("Mar 2027 2,5")


def test_labels_are_kept_apart_inside_their_room() -> None:
    assert spread([5.0, 5.2, 9.0], 1.0, 0.0, 10.0) == [5.0, 6.0, 9.0]
    assert spread([9.5, 9.8], 1.0, 0.0, 10.0) == [9.0, 10.0]
    assert spread([1.0], 1.0, 2.0, 10.0) == [2.0]


def test_long_names_end_at_a_word() -> None:
    assert shortened("High: as leads to the UK grew", 22) == "High: as leads to…"
    assert shortened("Short", 22) == "Short"


def test_names_are_cut_at_the_colon_where_that_tells_them_apart() -> None:
    assert short_names(["High: as leads grew", "Low: as crime grew", "Own"], 22) == ["High", "Low", "Own"]
    assert short_names(["POLIT: one", "POLIT: two"], 22) == ["POLIT: one", "POLIT: two"]
