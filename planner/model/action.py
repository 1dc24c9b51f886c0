"""An item of an action plan: what is done so that a standard is met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.model.checks import require, require_day, require_key, require_text

MOST_OWNER, MOST_EVIDENCE = 60, 4000
"""Characters."""


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One thing that somebody does for a standard, as a force answers an inspection."""

    key: str
    standard: str
    """Key of the standard that it hangs on."""
    what: str
    owner: str = ""
    """A role or a pseudonym, never a name; empty while nobody has it."""
    due: date | None = None
    done: date | None = None
    """The day on which it was done; None while it is not."""
    evidence: str = ""
    """What shows that it was done, or how far it is."""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("what", self.what)
        one_line = len(self.owner) <= MOST_OWNER and "\n" not in self.owner
        require(one_line, "owner", self.owner[:40], f"an owner is one line of at most {MOST_OWNER} characters")
        require_day("due", self.due)
        require_day("done", self.done)
        short = len(self.evidence) <= MOST_EVIDENCE
        require(short, "evidence", len(self.evidence), f"evidence is text of at most {MOST_EVIDENCE:,} characters")

    def is_late(self, day: date) -> bool:
        """Whether it was due before `day` and is not done."""
        return self.done is None and self.due is not None and self.due < day
