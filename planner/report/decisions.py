"""Who decided what about a scenario, and when, in words."""

from __future__ import annotations

from planner.model.scenario import Scenario
from planner.report.words import day_in_words


def decision_lines(scenario: Scenario) -> tuple[str, ...]:
    """One line, or none when nothing was decided."""
    if not (scenario.decided_by or scenario.decision or scenario.decided_on):
        return ()
    on = f" on {day_in_words(scenario.decided_on)}" if scenario.decided_on else ""
    by = f" by {scenario.decided_by}" if scenario.decided_by else ""
    what = f": {' '.join(scenario.decision.split())}" if scenario.decision.strip() else ""
    return (f"Decided{by}{on}{what}",)
