"""A result as a plan file keeps it: what it was made from, and its arrays in brief."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from planner.model.checks import require, require_text
from planner.model.codec import from_plain
from planner.model.plan import Plan
from planner.model.precision import RunLength
from planner.model.scenario import Scenario

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAN_ROWS = ("5 %", "25 %", "50 %", "75 %", "95 %", "mean")
"""The rows of a kept fan: quantiles over the replications, and their mean."""
GIVEN_KEY = re.compile(r"run-(\d+)")
"""Keys that the program gives to results without a name."""


@dataclass(frozen=True, slots=True)
class ResultNote:
    """What is known of a kept result without its arrays."""

    key: str
    name: str
    pinned: bool
    """Kept until it is removed; others give way to newer ones."""
    made: datetime
    """In UTC."""
    plan_fingerprint: str
    scenario: str | None
    """Key of the scenario; None for the base plan."""
    teams: tuple[str, ...]
    start: date
    days: int
    replications: int
    seed: int
    version: str
    engine: str
    seconds: float
    length: RunLength
    size: int
    """Bytes that its arrays take in the file."""


@dataclass(frozen=True, slots=True, eq=False)
class SavedResult:
    """A kept result. Its arrays go by the names of `Result.arrays`; R replications, D days, M calendar months."""

    note: ResultNote
    digests: Mapping[str, str]
    """Of the complete arrays, as `results.digests` makes them."""
    fans: Mapping[str, NDArray[Any]]
    """[6, …, D] of each daily array: `FAN_ROWS` over the replications."""
    month_ends: Mapping[str, NDArray[Any]]
    """[R, …, M] of each daily array: every replication on the days that `results.month_ends` names."""
    months: Mapping[str, NDArray[Any]]
    """[R, …, M] each monthly array, complete."""
    plan_text: str
    """The plan that was simulated, as `codec.canonical` writes it."""
    scenario_text: str | None

    def inputs(self) -> tuple[Plan, Scenario | None]:
        """The plan and the scenario as they were; InvalidPlan when this version has no room for them any more."""
        scenario = None
        if self.scenario_text is not None:
            scenario = from_plain(Scenario, json.loads(self.scenario_text), "the result's scenario")
        return from_plain(Plan, json.loads(self.plan_text), "the result's plan"), scenario


def result_key(name: str) -> str:
    """The key of a result with this name: its letters without accents and its digits, joined by hyphens.

    InvalidPlan for a name that gives none, or one that the program gives to results without a name.
    """
    require_text("name", name)
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    key = "-".join(re.findall("[a-z0-9]+", plain))
    require(bool(key), "name", name, "a result's name has a letter from a to z or a digit")
    require(not GIVEN_KEY.fullmatch(key), "name", name, "such names are given to results without one: choose another")
    return key
