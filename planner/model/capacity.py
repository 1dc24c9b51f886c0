"""When an officer has more work than hours: the threshold, and how long it must last."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.assumption import Assumption, Status
from planner.model.checks import require, require_figure


@dataclass(frozen=True, slots=True)
class CapacityRule:
    """Expected hours ÷ available hours above `threshold` is over; so in each of `weeks` weeks running, it lasts."""

    threshold: Assumption
    weeks: Assumption

    def __post_init__(self) -> None:
        require_figure("threshold", self.threshold, "share of available hours", 0.5, 5.0)
        require_figure("weeks", self.weeks, "weeks", 1, 26)
        require(self.weeks.value == int(self.weeks.value), "weeks", self.weeks.value, "a whole number of weeks")

    @property
    def whole_weeks(self) -> int:
        """The weeks as a whole number."""
        return int(self.weeks.value)


SHIPPED_RULE = CapacityRule(
    threshold=Assumption(
        1.1,
        "share of available hours",
        Status.ADAPT,
        "HMPPS Workload Measurement Tool, https://github.com/ministryofjustice/wmt-web: red above 110 %",
        "Set for probation officers; no figure for the police was found. Put in your own.",
    ),
    weeks=Assumption(
        4.0,
        "weeks",
        Status.ADAPT,
        "Written answer on probation caseloads, https://www.parallelparliament.co.uk/question/172934: above 110 % for "
        "four weeks is excessive",
        "Set for probation officers, and of weeks that are past; here it is of the coming ones.",
    ),
)
"""The rule that ships with the program, of every plan that has none of its own."""
