"""One open plan: its file, its history, its runs; the only thing the window and the command line talk to."""

from planner.workspace.causes import explain_difference
from planner.workspace.costs import Option, price_scenarios
from planner.workspace.countdown import count_down
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
from planner.workspace.requirement import require_officers

__all__ = [
    "Option",
    "Rerun",
    "Workspace",
    "count_down",
    "demo_path",
    "demo_plan",
    "engine_is_ready",
    "explain_difference",
    "keep_engine_for_session",
    "new_plan",
    "pack_result",
    "prepare_engine",
    "preparing_command",
    "price_scenarios",
    "require_officers",
    "rerun_result",
    "simulate_plan",
    "simulate_until",
    "template_names",
]
