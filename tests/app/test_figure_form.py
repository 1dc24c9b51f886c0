"""The form for one figure of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.app.panels.figure_form import FigureForm
from planner.edit.growth_figures import growth_register
from planner.edit.provenance import register

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from planner.app.theme import Appearance
    from planner.model.plan import Plan


def test_a_growth_case_is_looked_up_here_and_changed_in_demand(
    appearance: Appearance, demo: Plan, qtbot: QtBot
) -> None:
    form = FigureForm(appearance)
    qtbot.addWidget(form)
    form.show_row(growth_register(demo)[0])
    assert form.source.text().startswith("VKPP")
    assert form.value.text() == "8 % a year; to be changed in Demand"
    assert not form.source.isEnabled()
    form.show_row(register(demo)[0])
    assert "Demand" not in form.value.text()
    assert form.source.isEnabled()
