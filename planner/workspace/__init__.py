"""One open plan: its file, its history, its runs; the only thing the window and the command line talk to."""

from planner.workspace.engine import engine_is_ready, prepare_engine, simulate_plan
from planner.workspace.examples import demo_path, demo_plan, new_plan, template_names
from planner.workspace.open_plan import Workspace

__all__ = [
    "Workspace",
    "demo_path",
    "demo_plan",
    "engine_is_ready",
    "new_plan",
    "prepare_engine",
    "simulate_plan",
    "template_names",
]
