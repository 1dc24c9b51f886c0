"""The simulation joined to the user's machine: where its compiled code is kept."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner import paths
from planner.model.progress import Progress, unheard
from planner.workspace.demand_ahead import demand_of_run

if TYPE_CHECKING:
    from datetime import date

    from planner.model.plan import Plan
    from planner.model.precision import Aim, Estimate
    from planner.model.results import Result
    from planner.model.scenario import Scenario

_session_folder: list[Path] = []
"""In place of the user's cache folder, in a session that cannot write that."""


def engine_folder() -> Path:
    """Where the compiled engine is kept."""
    return _session_folder[0] if _session_folder else paths.user_cache()


def keep_engine_for_session() -> str | None:
    """See that the compiled engine can be kept somewhere; a sentence for the user when that is for this session only.

    The folder that then takes the place of the user's goes with the program.
    """
    if not _session_folder and not _can_write(paths.user_cache()):
        folder = tempfile.mkdtemp(prefix="caseload-planner-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _session_folder.append(Path(folder))
    if not _session_folder:
        return None
    return (
        f"The engine cannot be kept on this computer, as the folder {paths.user_cache()} cannot be written: "
        "it is prepared anew in each session, which takes about half a minute."
    )


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def prepare_engine(folder: Path | None = None) -> None:
    """Load the compiled engine, compiling it first when this machine has no copy yet (tens of seconds, once).

    The copy is kept in `folder`, by default where this session keeps it.
    """
    from planner.simulate.compiled import keep_in
    from planner.simulate.replicate import prepare

    keep_in(folder or engine_folder())
    prepare()


def preparing_command() -> tuple[list[str], dict[str, str]]:
    """The command that has another process compile the engine for this one, and its environment."""
    package = str(Path(__file__).parents[2])
    known = os.environ.get("PYTHONPATH")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([package, known] if known else [package])}
    # A frozen program is its own interpreter; -P keeps what lies in the working folder out of the other's way.
    program = [] if getattr(sys, "frozen", False) else ["-P", "-m", "planner"]
    return [sys.executable, *program, "prepare", "--into", str(engine_folder())], environment


def engine_is_ready() -> bool:
    """Whether this machine has a compiled copy of the engine as it is now; without one the first run takes long."""
    from planner.simulate.compiled import is_prepared

    return is_prepared(engine_folder())


def simulate_plan(
    plan: Plan,
    scenario: Scenario | str | None = None,
    *,
    teams: Sequence[str] | None = None,
    days: int = 730,
    replications: int = 200,
    seed: int = 1,
    marks: Sequence[date] = (),
    progress: Progress = unheard,
) -> Result:
    """Simulate a plan under a scenario (a value, the key of one in the plan, or None for the base).

    New cases of a team follow its forecast where the scenario says so; what is counted by month is cut at `marks` as
    well (Window.marks). KeyError when the plan has no such scenario or
    team; InvalidPlan when the network can never finish, or a team's demand cannot be forecast.
    """
    from planner.simulate.compiled import keep_in
    from planner.simulate.replicate import simulate

    keep_in(engine_folder())
    chosen = plan.scenario(scenario) if isinstance(scenario, str) else scenario
    return simulate(
        plan,
        chosen,
        teams=teams,
        days=days,
        replications=replications,
        seed=seed,
        marks=marks,
        demand=demand_of_run(plan, chosen, days, replications, seed, lambda *_: progress(0, replications)),
        progress=progress,
    )


def simulate_until(
    plan: Plan,
    scenario: Scenario | str | None = None,
    *,
    aims: Sequence[Aim] = (),
    limit: int = 1000,
    first: int = 20,
    teams: Sequence[str] | None = None,
    days: int = 730,
    seed: int = 1,
    marks: Sequence[date] = (),
    progress: Progress = unheard,
    partial: Callable[[Result], None] | None = None,
    estimated: Callable[[Estimate], None] | None = None,
) -> Result:
    """Simulate until every aim's mean is precise enough, or `limit` futures; without aims, `limit` futures.

    After `first`, 50, 200 … futures `partial` is called with the result so far, and `estimated` with how long the whole
    run will take. All callables are called on the calling thread; `progress` may raise Cancelled. Errors are those of
    `simulate_plan`, and InvalidPlan for an aim that this run cannot speak of.
    """
    from planner.simulate.compiled import keep_in
    from planner.simulate.run_length import simulate_until as simulate

    keep_in(engine_folder())
    chosen = plan.scenario(scenario) if isinstance(scenario, str) else scenario
    return simulate(
        plan,
        chosen,
        aims=aims,
        limit=limit,
        first=first,
        teams=teams,
        days=days,
        seed=seed,
        marks=marks,
        demand=demand_of_run(plan, chosen, days, limit, seed, lambda *_: progress(0, limit)),
        progress=progress,
        partial=partial,
        estimated=estimated,
    )
