"""What scenarios cost and buy, and the prices behind it: the real engine in a few futures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QLineF, QPointF
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from planner.app import scenario_views
from planner.app.main_window import MainWindow
from planner.app.panels.scenario_money import ALL, BY_KIND, BY_LEVER, CHANCE, MoneyPage
from planner.app.panels.scenario_pages import MONEY, PRICES
from planner.app.panels.scenario_prices import PricesPage, name_of, value_of
from planner.model.assumption import Status
from planner.model.prices import SHIPPED
from planner.workspace import price_scenarios
from tests.app.held_engine import Engine

pytestmark = pytest.mark.slow

FUTURES = 4


@pytest.fixture
def money(
    kept_window: MainWindow, monkeypatch: pytest.MonkeyPatch, engine: Engine, qtbot: QtBot
) -> Iterator[MoneyPage]:
    monkeypatch.setattr(scenario_views, "FUTURES", FUTURES)
    kept_window.go("scenarios")
    pages = kept_window.panels["scenarios"].pages
    pages.go(MONEY)
    page = pages.page(MONEY)
    page.buys.setCurrentIndex(0)
    page.views.button(CHANCE).click()
    page.picks.tick(["growth-70-recruits", "dpmu-filled"])
    _answered(page, qtbot)
    yield page
    page.run.refuse("")


@pytest.fixture
def prices(kept_window: MainWindow, engine: Engine) -> PricesPage:
    kept_window.go("scenarios")
    pages = kept_window.panels["scenarios"].pages
    pages.go(PRICES)
    return pages.page(PRICES)


def _answered(page: MoneyPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.run.answer is not None and not page.run.at_work and not page.run.stale, timeout=60_000)


def test_the_table_says_what_the_engine_prices(money: MoneyPage, kept_window: MainWindow) -> None:
    plan = kept_window.session.plan
    scenarios = [plan.scenario(key) for key in ("growth-70-recruits", "dpmu-filled")]
    found = price_scenarios(plan, scenarios, plan.standards, days=365, futures=FUTURES)
    rows = money.table.table.rows
    assert [row.name for row in rows] == ["The plan as it is", "+70 % and four POLIT recruits", "DPMU vacancies filled"]
    assert [row.option.cost.together.mean for row in rows] == [option.cost.together.mean for option in found]
    assert [row.value for row in rows] == [sum(option.bought.chances) for option in found]
    texts = money.table.texts(rows)
    assert texts[0][:4] == ("The plan as it is", "yes", "£0", "the same in all")
    assert texts[2][2] == "£185,000"
    assert money.card.answer.text().startswith("“DPMU vacancies filled” costs £185,000 and buys ")
    assert money.card.more.text().startswith("Those in post cost £")
    assert money.card.more.text().endswith("Every price is an assumption; 9 of 14 need your estimate.")


def test_dominated_options_are_marked_by_shape(money: MoneyPage) -> None:
    chart = money.views.chart(CHANCE)
    points = zip(chart.choices, chart._points.points(), strict=True)
    symbols = {choice.name: point.symbol() for choice, point in points}
    assert symbols == {
        "The plan as it is": "o",
        "+70 % and four POLIT recruits": "x",
        "DPMU vacancies filled": "o",
    }
    _, rows = money.views.chart(CHANCE).rows()
    assert [row[3] for row in rows] == ["yes", "no", "yes"]


def test_no_name_is_crossed_by_the_line_of_what_is_worth_its_money_or_cut(
    money: MoneyPage, kept_window: MainWindow, qtbot: QtBot
) -> None:
    chart = money.views.chart(CHANCE)
    box = chart.plot.plotItem.vb
    for width in (1280, 1700):
        kept_window.resize(width, 800)
        QCoreApplication.processEvents()
        names = [item for item in chart._names if item.isVisible()]
        assert len(names) == 3
        line = [box.mapViewToScene(QPointF(*point)) for point in zip(*chart._line.getData(), strict=True)]
        for item in names:
            # Of the letters: three spaces stand before them, and above them there is room.
            letters = item.sceneBoundingRect().adjusted(14, 4, -2, -2)
            assert box.sceneBoundingRect().adjusted(0, 0, 3, 3).contains(letters)
            for first, last in pairwise(line):
                along = (QLineF(first, last).pointAt(at / 500) for at in range(501))
                assert not any(letters.contains(point) for point in along)
    kept_window.resize(1280, 800)


def test_the_page_has_room_for_itself_in_a_small_window(money: MoneyPage, kept_window: MainWindow) -> None:
    kept_window.resize(1280, 800)
    QCoreApplication.processEvents()
    assert money.findChild(QScrollArea).verticalScrollBar().maximum() == 0
    assert money.table.height() >= money.table.minimumHeight() > 0


def test_another_goal_needs_no_other_run(money: MoneyPage) -> None:
    money.buys.setCurrentIndex(money.buys.findData(ALL))
    assert not money.run.at_work
    assert [row.value for row in money.table.table.rows] == [
        100 * row.option.together for row in money.table.table.rows
    ]
    assert "% chance that all are met" in [column.title for column in money.table.table.columns]
    money.buys.setCurrentIndex(money.buys.findData("dpmu-visits"))
    assert all(0 <= row.value <= 100 for row in money.table.table.rows)


def test_the_cost_of_an_option_by_month_lever_and_kind(money: MoneyPage) -> None:
    money.table.choose(2)
    option = money.table.current.option
    money.views.button(BY_KIND).click()
    assert money.views.chart(BY_KIND).isVisible()
    headings, rows = money.views.chart(BY_KIND).rows()
    who = "(Constable, top of scale)"
    kinds = ("Pay", "Employer's contributions", "Recruiting", "Training")
    assert headings == ("Month", *(f"{kind} {who}" for kind in kinds), "Together")
    assert rows[0][0] == "Nov 2026" and rows[0][3] == f"£{3 * 1500:,}"
    assert [row[-1] for row in rows] == [f"£{amount:,.0f}" for amount in option.cost.together.month_mean]
    assert f"Recruiting {who} £4,500" in money.views.chart(BY_KIND).read_out(3.0)
    money.views.button(BY_LEVER).click()
    assert money.views.chart(BY_LEVER).rows()[0][1].startswith("DPMU: 3 recruits asked for")
    assert money.views.chart(BY_LEVER).description == "DPMU vacancies filled: £185,000 together."
    money.table.choose(0)
    assert money.views.chart(BY_LEVER).description == "The plan as it is costs nothing beyond the plan as it is."


def test_without_standards_or_options_it_says_what_to_do(money: MoneyPage, kept_window: MainWindow) -> None:
    money.picks.tick([])
    assert money.card.answer.text().startswith("Tick at least one scenario")
    plan = kept_window.session.plan
    kept_window.session.change("Empty", replace(plan, standards=(), actions=()))
    assert "add standards in Inspection first" in money.card.answer.text()


def test_every_price_has_its_status_and_source(prices: PricesPage, kept_window: MainWindow) -> None:
    plan = kept_window.session.plan
    rows = prices.table.table.rows
    assert len(rows) == 18 and prices.needed.text == "11 of 18 need your estimate"
    assert prices.summary.text() == (
        "An officer costs £74,782 a year (Constable, top of scale, contributions included); from approval to the first "
        "day of work takes 189 days."
    )
    named = {name_of(plan, row): value_of(row) for row in rows}
    assert named["Recruiting one officer"] == "£1,500 each"
    assert named["Sergeant: employer's contributions"] == "48.8 % of pay"
    assert named["Lead time: Vetting"] == "42 days"
    status = prices.table.table.columns[2]
    for row in rows:
        assert (status.mark(row) == "warn") == (row.figure.status is Status.ASSUME)
        assert row.figure.source or row.figure.rationale


def test_a_price_is_changed_with_its_source(prices: PricesPage, kept_window: MainWindow) -> None:
    place = next(at for at, row in enumerate(prices.table.table.rows) if row.place == "prices/recruiting")
    prices.table.choose(place)
    prices.change.click()
    dialog = kept_window.dialogs.present
    assert dialog.windowTitle() == "Change: Recruiting one officer" and dialog.value.value() == 1500
    dialog.status.setCurrentIndex(0)
    assert dialog.note.text() == "A figure marked OK names its source." and not dialog.accept_button.isEnabled()
    dialog.source.setText("Finance department, 2026")
    dialog.value.setValue(1850)
    dialog.accept_button.click()
    figure = kept_window.session.plan.prices.recruiting
    assert (figure.value, figure.status, figure.source) == (1850.0, Status.OK, "Finance department, 2026")
    assert kept_window.session.workspace.undo_label == "Change: Recruiting one officer"
    assert prices.table.current.place == "prices/recruiting"
    prices.restore.click()
    assert kept_window.session.plan.prices == SHIPPED


def test_a_share_is_typed_in_per_cent_and_keeps_its_digits(prices: PricesPage, kept_window: MainWindow) -> None:
    rows = prices.table.table.rows
    for place, typed, kept in (("prices/grades/staff/on_cost", 32.5, 0.325), ("prices/overtime_rate", None, 4 / 3)):
        prices.table.choose([row.place for row in rows].index(place))
        prices.change.click()
        dialog = kept_window.dialogs.present
        if typed is not None:
            assert dialog.value.suffix() == " % of pay" and dialog.value.value() == 30
            dialog.value.setValue(typed)
        dialog.rationale.setPlainText("As finance says.")
        dialog.accept_button.click()
        held = {row.place: row.figure for row in prices.table.table.rows}[place]
        assert held.value == kept and held.rationale == "As finance says."


def test_teams_can_be_priced_at_their_own_grade(prices: PricesPage, kept_window: MainWindow) -> None:
    prices.team.setCurrentIndex(prices.team.findData("referral-sharing"))
    prices.grade.setCurrentIndex(prices.grade.findData("staff"))
    assert kept_window.session.plan.prices.team_grades == (("referral-sharing", "staff"),)
    prices.usual.setCurrentIndex(prices.usual.findData("new-constable"))
    assert kept_window.session.plan.prices.usual_grade == "new-constable"
    assert "Constable, first year" in prices.summary.text()
    assert prices.grade.currentData() == "staff"


def test_a_lead_time_moves_the_last_safe_dates_basis(prices: PricesPage, kept_window: MainWindow) -> None:
    prices.table.choose([row.place for row in prices.table.table.rows].index("lead_steps/2/days"))
    prices.change.click()
    dialog = kept_window.dialogs.present
    dialog.value.setValue(70)
    dialog.accept_button.click()
    assert kept_window.session.plan.lead_steps[2].days.value == 70
    assert "takes 217 days" in prices.summary.text()
