"""The seven places: how each is made, and what is got ready of them before the first visit."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from planner.app.panels.overview import OverviewPanel

if TYPE_CHECKING:
    from planner.app.main_window import MainWindow
    from planner.app.panels.panel import Panel

WITH_CHARTS = ("scenarios", "demand", "inspection", "caseload")
"""Places that draw with pyqtgraph, and need an open plan."""
MODULES_AHEAD = (
    "app.panels.lever_values",
    "app.panels.lever_form",
    "app.panels.scenario_pages",
    "app.panels.lever_steps",
    "app.panels.scenario_drawing",
    "app.panels.scenarios",
    "app.panels.scenario_form",
    "app.panels.scenario_library",
    "app.charts.multiples",
    "app.charts.futures",
    "app.charts.waterfall",
    "app.panels.scenario_compare",
    "app.panels.scenario_why",
    "app.charts.costs",
    "app.panels.scenario_money",
    "app.panels.scenario_prices",
    "app.dialogs.lever",
    "app.charts.history",
    "app.panels.demand_cases",
    "app.panels.backtest_page",
    "app.panels.demand",
    "app.charts.overdue_weeks",
    "app.widgets.standards_table",
    "app.panels.inspection_detail",
    "app.panels.action_plan",
    "app.panels.inspection",
    "edit.provenance",
    "report.levers",
    "report.tables",
    "app.models.traces",
    "app.models.register",
    "edit.intake.privacy",
    "edit.intake.kept_text",
    "edit.intake.values",
    "edit.parts.catalogue",
    "report.stage_flow",
    "app.widgets.data_table",
    "app.dialogs.import_words",
    "app.panels.data_contents",
    "app.panels.data",
    "edit.rota",
    "report.rota_strips",
    "app.models.rota_cells",
    "app.panels.rota_side",
    "app.panels.rota_bar",
    "app.panels.rota",
    "app.widgets.case_tables",
    "app.charts.caseload_bars",
    "app.panels.caseload_books",
    "app.panels.caseload_chart",
    "app.panels.caseload_adviser",
    "app.panels.caseload_time_off",
    "app.panels.caseload",
)
"""Imported after the window is up, before the places that need them are made."""
WIDGETS_A_STEP = 40
"""So many are given their style in one step."""


def make_place(window: MainWindow, place: str) -> Panel:
    """The panel of a place, joined to the window. Its modules are imported now: those with charts take long."""
    shared = (window.appearance, window.session, window.jobs)
    if place == "overview":
        return OverviewPanel(*shared)
    if place == "scenarios":
        from planner.app.panels.scenarios import ScenariosPanel

        panel = ScenariosPanel(*shared, window.dialogs)
        panel.strip.running_changed.connect(window.actions_by_name["stop_work"].setEnabled)
        panel.steps.changed.connect(window.undoing.on_levers)
        panel.pages.stack.currentChanged.connect(window.undoing.refresh)
        return panel
    if place == "demand":
        from planner.app.panels.demand import DemandPanel

        panel = DemandPanel(*shared, window.dialogs)
        panel.place_wanted.connect(window.go)
        panel.scenario_added.connect(window.tell_scenario)
        return panel
    if place == "data":
        from planner.app.panels.data import DataPanel

        panel = DataPanel(*shared, window.dialogs)
        panel.import_wanted.connect(window.actions_by_name["import_table"].trigger)
        return panel
    if place == "caseload":
        from planner.app.panels.caseload import CaseloadPanel

        panel = CaseloadPanel(*shared, window.dialogs)
        panel.import_wanted.connect(window.actions_by_name["import_table"].trigger)
        return panel
    if place == "inspection":
        from planner.app.panels.inspection import InspectionPanel

        return InspectionPanel(*shared, window.dialogs)
    from planner.app.panels.rota import RotaPanel

    return RotaPanel(*shared, window.dialogs)


def make_ahead(window: MainWindow) -> Iterator[None]:
    """Make the slowest places before the first visit, out of sight, in steps of some milliseconds."""
    if window.session.plan is None:
        return
    for name in MODULES_AHEAD:
        importlib.import_module(f"planner.{name}")
        yield
    for place in (*WITH_CHARTS, "data", "caseload", "rota"):
        if place in window.panels or window.session.plan is None:
            continue
        window.make_panel(place)
        yield
        window.add_place(place)
        yield
        panel = window.panels[place]
        for _ in panel.parts_ahead():
            yield
        panel.resize(window.stack.size())
        for at, widget in enumerate(panel.findChildren(QWidget)):
            widget.ensurePolished()
            if at % WIDGETS_A_STEP == WIDGETS_A_STEP - 1:
                yield
        panel.layout().activate()
        yield
        # Fonts, icons and styles that are needed for the first time take as long as all the rest of a painting.
        panel.grab()
        yield
