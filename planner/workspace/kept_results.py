"""Results between the engine and the plan file; plain functions that run on any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.progress import Progress, unheard
from planner.storage.results_packing import pack as pack_result
from planner.workspace.engine import simulate_plan

if TYPE_CHECKING:
    from planner.model.results import Result
    from planner.model.saved_result import ResultNote, SavedResult

__all__ = ["Rerun", "pack_result", "rerun_result"]


@dataclass(frozen=True, slots=True, eq=False)
class Rerun:
    """A kept result and what running it again gave."""

    note: ResultNote
    result: Result
    differing: tuple[str, ...]
    """The arrays that are not the same to the last bit."""

    @property
    def same_engine(self) -> bool:
        """Whether both were made by the same version and the same sources; otherwise they may well differ."""
        return (self.note.version, self.note.engine) == (self.result.version, self.result.engine)


def rerun_result(saved: SavedResult, progress: Progress = unheard) -> Rerun:
    """Run a kept result again from its own plan and scenario, and compare every complete array by its digest.

    InvalidPlan when this version cannot read or run the plan as it was; `progress` as in `simulate_plan`.
    """
    from planner.model.results import digests

    note = saved.note
    plan, scenario = saved.inputs()
    result = simulate_plan(
        plan,
        scenario,
        teams=note.teams,
        days=note.days,
        replications=note.replications,
        seed=note.seed,
        progress=progress,
    )
    found = digests(result.arrays())
    names = {**saved.digests, **found}
    return Rerun(note, result, tuple(name for name in names if saved.digests.get(name) != found.get(name)))
