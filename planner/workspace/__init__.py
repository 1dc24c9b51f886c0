"""One open plan: its file, its history, its runs; the only thing the window and the command line talk to."""

from planner.workspace.engine import (
    engine_is_ready,
    keep_engine_for_session,
    prepare_engine,
    preparing_command,
    simulate_plan,
)
from planner.workspace.examples import demo_path, demo_plan, new_plan, template_names
from planner.workspace.open_plan import Workspace

__all__ = [
    "Workspace",
    "demo_path",
    "demo_plan",
    "engine_is_ready",
    "keep_engine_for_session",
    "new_plan",
    "prepare_engine",
    "preparing_command",
    "simulate_plan",
    "template_names",
]
