"""The action plan in words."""

from __future__ import annotations

from datetime import date

from planner.model.action import ActionItem
from planner.model.plan import Plan
from planner.model.standard import Standard
from planner.report.words import day_in_words


def actions_on(plan: Plan, standard: Standard) -> tuple[str, ...]:
    """What is done for a standard, in words, as it stands on the plan's first day."""
    return tuple(action_in_words(action, plan.start) for action in plan.actions if action.standard == standard.key)


def action_in_words(action: ActionItem, day: date) -> str:
    """What is to be done, by whom and when, and how it stands on `day`."""
    owner = f" ({action.owner})" if action.owner else " (nobody has it)"
    evidence = f" Evidence: {' '.join(action.evidence.split())}" if action.evidence.strip() else ""
    return f"{action.what}{owner}: {_state(action, day)}.{evidence}"


def _state(action: ActionItem, day: date) -> str:
    if action.done is not None:
        return f"done on {day_in_words(action.done)}"
    if action.due is None:
        return "to do, without a date"
    return f"{'overdue since' if action.is_late(day) else 'due on'} {day_in_words(action.due)}"
