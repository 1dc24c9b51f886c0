"""One open plan: its file, its history, its runs; the only thing the window and the command line talk to."""

from planner.storage.events_packing import pack_events
from planner.workspace.engine import (
    engine_is_ready,
    keep_engine_for_session,
    prepare_engine,
    preparing_command,
    simulate_plan,
    simulate_until,
)
from planner.workspace.examples import demo_path, demo_plan, new_plan, template_names
from planner.workspace.kept_results import Rerun, pack_result, rerun_result
from planner.workspace.open_plan import Workspace

__all__ = [
    "Rerun",
    "Workspace",
    "demo_path",
    "demo_plan",
    "engine_is_ready",
    "keep_engine_for_session",
    "new_plan",
    "pack_events",
    "pack_result",
    "prepare_engine",
    "preparing_command",
    "rerun_result",
    "simulate_plan",
    "simulate_until",
    "template_names",
]
