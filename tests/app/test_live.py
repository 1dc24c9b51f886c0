"""Live what-if by hand: Esc takes a drag back, a result can be pinned, and a chart can be looked at more closely."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.dialogs.lever_fields import fresh
from planner.app.panels.scenarios import APART_SECONDS, ScenariosPanel
from planner.model.scenario import Overtime
from tests.app.held_engine import Engine

pytestmark = pytest.mark.slow


def _wait_done(panel: ScenariosPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not panel.badge.isVisible() and not panel.strip.bar.isVisible())


def _drag(panel: ScenariosPanel, percent: int) -> QPoint:
    """Press the handle and move it, with the button still down."""
    slider = panel.form.growth.slider
    slider.setFocus()
    scale = panel.form.growth.layout().itemAt(2).widget()
    middle = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(scale.place_of(slider.value())), middle))
    place = QPoint(round(scale.place_of(percent)), middle)
    QTest.mouseMove(slider, place)
    return place


@pytest.mark.parametrize("released", [False, True])
def test_escape_takes_a_drag_back_to_where_it_began(
    panel: ScenariosPanel, qtbot: QtBot, engine: Engine, *, released: bool
) -> None:
    slider = panel.form.growth.slider
    slider.setValue(30)
    _wait_done(panel, qtbot)
    place = _drag(panel, 100)
    assert panel.form.growth.percent == 100
    if released:
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClick(slider, Qt.Key.Key_Escape)
    assert panel.form.growth.percent == 30
    assert panel.subtitle.text() == "POLIT: +30 % demand, no recruits"
    QTest.mouseMove(slider, place - QPoint(20, 0))
    assert panel.form.growth.percent == 30
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=place)
    _wait_done(panel, qtbot)
    assert panel.verdict.text() == "Growth of 30."
    _drag(panel, 50)
    assert panel.form.growth.percent == 50
    assert panel.session.workspace.undo_label is None


def test_a_drag_starts_a_run_at_once_and_then_few(panel: ScenariosPanel, qtbot: QtBot, engine: Engine) -> None:
    qtbot.wait(round(1000 * APART_SECONDS))
    before, begun = len(engine.runs), time.monotonic()
    panel.form.growth.slider.setValue(5)
    assert panel._job is not None
    for percent in range(10, 105, 5):
        panel.form.growth.slider.setValue(percent)
    took = time.monotonic() - begun
    _wait_done(panel, qtbot)
    assert len(engine.runs) <= before + 2 + int(took / APART_SECONDS)
    assert panel.verdict.text() == "Growth of 100."


def _key(widget: QWidget, key: Qt.Key, times: int, qtbot: QtBot) -> None:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(times):
        qtbot.keyClick(widget, key)


def test_escape_takes_every_lever_back_to_where_the_hand_began(panel: ScenariosPanel, qtbot: QtBot) -> None:
    form = panel.form
    panel.window().activateWindow()
    qtbot.waitUntil(panel.window().isActiveWindow)
    levers = (form.growth.box, form.recruits, form.recruits_start, form.horizon)
    _key(form.recruits, Qt.Key.Key_Up, 2, qtbot)
    for lever in levers:
        begun = form.settings
        other = next(other for other in levers if other is not lever)
        other.setFocus(Qt.FocusReason.TabFocusReason)
        _key(lever, Qt.Key.Key_Down if lever is form.horizon else Qt.Key.Key_Up, 2, qtbot)
        assert form.settings != begun
        assert panel.fan.stale
        qtbot.keyClick(lever, Qt.Key.Key_Escape)
        assert form.settings == begun
    _wait_done(panel, qtbot)
    assert panel.subtitle.text().startswith("POLIT: demand as today, 2 recruits")
    assert panel.session.workspace.undo_label is None


def test_escape_in_the_list_of_levers_brings_back_what_was_removed(panel: ScenariosPanel, qtbot: QtBot) -> None:
    form = panel.form
    panel.window().activateWindow()
    qtbot.waitUntil(panel.window().isActiveWindow)
    form._put_lever(0, fresh(Overtime, panel.session.plan, panel.session.plan.team("polit")))
    form.team.setFocus(Qt.FocusReason.TabFocusReason)
    _key(form.levers.list, Qt.Key.Key_Delete, 1, qtbot)
    assert form.values.others == ()
    qtbot.keyClick(form.levers.list, Qt.Key.Key_Escape)
    assert [type(lever) for lever in form.values.others] == [Overtime]
    assert form.levers.list.count() == 1


def test_a_pinned_result_stays_under_its_own_name(panel: ScenariosPanel, qtbot: QtBot) -> None:
    _wait_done(panel, qtbot)
    qtbot.mouseClick(panel.pin, Qt.MouseButton.LeftButton)
    panel.form.growth.slider.setValue(150)
    _wait_done(panel, qtbot)
    assert panel.fan._kept.isVisible()
    assert panel.fan._kept.opts["pen"].style() is Qt.PenStyle.DashLine
    assert float(panel.fan._kept.yData[-1]) == pytest.approx(31)
    assert float(panel.fan.data.median[-1]) == pytest.approx(61)
    assert panel.fan._kept_label.isVisible()
    place = panel.fan._kept_label.pos()
    assert (place.x(), place.y()) == (panel.fan.data.days - 1, pytest.approx(31))
    label = "Pinned: demand as today, no recruits, 24 months"
    assert [entry.text for entry in panel.fan.key.entries][-1] == label
    headings, rows = panel.fan.rows()
    assert headings[-1] == label
    assert rows[0][-1] == "31.0"
    assert panel.fan.read_out(0.0).endswith("pinned: 31.0")
    panel.form.growth.slider.setValue(0)
    panel.form.team.setCurrentIndex(panel.form.team.findData("dpmu"))
    _wait_done(panel, qtbot)
    assert not panel.fan._kept.isVisible()
    panel.form.team.setCurrentIndex(panel.form.team.findData("polit"))
    _wait_done(panel, qtbot)
    assert panel.fan._kept.isVisible()
    qtbot.mouseClick(panel.pin, Qt.MouseButton.LeftButton)
    assert not panel.fan._kept.isVisible()
    assert not panel.fan._kept_label.isVisible()
    assert len(panel.fan.key.entries) == 3


def test_a_pin_goes_with_the_plan_it_is_of(panel: ScenariosPanel, qtbot: QtBot) -> None:
    from dataclasses import replace

    _wait_done(panel, qtbot)
    panel.pin.click()
    plan = panel.session.plan
    assert panel.session.change("Fewer cases", replace(plan, cases=plan.cases[:100]))
    assert not panel.pin.isChecked()
    assert not panel.fan._kept.isVisible()


def test_a_chart_is_looked_at_closely_and_whole_again(panel: ScenariosPanel, qtbot: QtBot) -> None:
    _wait_done(panel, qtbot)
    plot = panel.fan.plot
    whole = plot.viewRange()[0]
    assert not panel.fan.all.isVisible()
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    for _ in range(3):
        qtbot.keyClick(plot, Qt.Key.Key_Plus)
    low, high = plot.viewRange()[0]
    assert high - low == pytest.approx(0.343 * (whole[1] - whole[0]))
    assert low == pytest.approx(whole[0])
    assert panel.fan.all.isVisible()
    for _ in range(45):
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    left, right = plot.viewRange()[0]
    assert left <= 315 <= right
    assert right - left == pytest.approx(high - low)
    assert panel.fan.reading.text().startswith("13 Sep 2027")
    panel.form.growth.slider.setValue(70)
    _wait_done(panel, qtbot)
    assert plot.viewRange()[0] == pytest.approx([left, right])
    qtbot.mouseClick(panel.fan.all, Qt.MouseButton.LeftButton)
    assert plot.viewRange()[0] == pytest.approx(whole)
    assert not panel.fan.all.isVisible()
    _turn_wheel(panel, Qt.KeyboardModifier.NoModifier)
    assert not plot.zoomed
    _turn_wheel(panel, Qt.KeyboardModifier.ControlModifier)
    assert plot.zoomed
    panel.form.horizon.setCurrentIndex(0)
    _wait_done(panel, qtbot)
    assert not plot.zoomed
    assert plot.viewRange()[0] == pytest.approx([0, 364])


def _turn_wheel(panel: ScenariosPanel, modifiers: Qt.KeyboardModifier) -> None:
    view = panel.fan.plot.viewport()
    place = QPointF(view.rect().center())
    event = QWheelEvent(
        place,
        QPointF(view.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
