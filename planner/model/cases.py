"""The case book: the cases that are open on the plan's start date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.model.checks import require, require_key


class Phase(StrEnum):
    """What an open case is waiting for."""

    TASK = "task"
    """An officer's effort on the stage (the case is in the allocation queue when it has no owner)."""
    DELAY = "delay"
    """Something outside the team: the stage's external delay, or the next time a recurring stage falls due."""


@dataclass(frozen=True, slots=True)
class Case:
    """One open case. `owner` None: in the allocation queue. `since`: the day its present phase began."""

    key: str
    team: str
    band: str
    stage: str
    opened: date
    since: date
    phase: Phase = Phase.TASK
    owner: str | None = None
    due: date | None = None
    """When the task in hand (or, for a recurring stage, the next one) is due; None when it has no clock."""
    legacy: bool = False
    """Part of the backlog that existed before the plan began."""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require(
            self.opened <= self.since,
            "since",
            self.since.isoformat(),
            "a phase begins on or after the day the case was opened",
        )
        require(
            self.owner is not None or self.phase is Phase.TASK,
            "owner",
            None,
            "a case without an owner waits for its first task: give it an owner or set its phase to task",
        )
