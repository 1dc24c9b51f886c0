"""One open plan: its file, its history, its runs; the only thing the window and the command line talk to."""

from planner.workspace.demand_ahead import (
    Past,
    back_test,
    forecast_cases,
    forecast_plan,
    growth_cases,
    past,
    with_history,
)
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
    "Past",
    "Rerun",
    "Workspace",
    "back_test",
    "demo_path",
    "demo_plan",
    "engine_is_ready",
    "forecast_cases",
    "forecast_plan",
    "growth_cases",
    "keep_engine_for_session",
    "new_plan",
    "pack_result",
    "past",
    "prepare_engine",
    "preparing_command",
    "rerun_result",
    "simulate_plan",
    "simulate_until",
    "template_names",
    "with_history",
]
