"""One open plan: its file, its history, its runs; the only thing the window and the command line talk to."""

from planner.report.scenario_cost import Option
from planner.storage.copies import copy_plan
from planner.storage.events_packing import pack_events
from planner.storage.versions import pack_version
from planner.workspace.caseload import caseload_of
from planner.workspace.causes import explain_difference
from planner.workspace.comparison import Comparison, compare_scenarios
from planner.workspace.costs import price_scenarios
from planner.workspace.countdown import count_down, find_last_safe
from planner.workspace.demand_ahead import (
    Past,
    back_test,
    counts_of,
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
from planner.workspace.examples import (
    demo_path,
    demo_plan,
    new_plan,
    new_plan_of_teams,
    template_names,
    template_team,
)
from planner.workspace.intake import (
    ImportBasis,
    ImportRefused,
    ReadImport,
    Source,
    guess_columns,
    import_fields,
    open_source,
    read_import,
)
from planner.workspace.kept_results import Rerun, pack_result, rerun_result
from planner.workspace.open_plan import Workspace
from planner.workspace.requirement import require_officers
from planner.workspace.tables import export_table, origin_in_words, plan_table, sources_of, table_names, write_problems
from planner.workspace.versions import before_step, compare_plans, unpack_version

__all__ = [
    "Comparison",
    "ImportBasis",
    "ImportRefused",
    "Option",
    "Past",
    "ReadImport",
    "Rerun",
    "Source",
    "Workspace",
    "back_test",
    "before_step",
    "caseload_of",
    "compare_plans",
    "compare_scenarios",
    "copy_plan",
    "count_down",
    "counts_of",
    "demo_path",
    "demo_plan",
    "engine_is_ready",
    "explain_difference",
    "export_table",
    "find_last_safe",
    "forecast_cases",
    "forecast_plan",
    "growth_cases",
    "guess_columns",
    "import_fields",
    "keep_engine_for_session",
    "new_plan",
    "new_plan_of_teams",
    "open_source",
    "origin_in_words",
    "pack_events",
    "pack_result",
    "pack_version",
    "past",
    "plan_table",
    "prepare_engine",
    "preparing_command",
    "price_scenarios",
    "read_import",
    "require_officers",
    "rerun_result",
    "simulate_plan",
    "simulate_until",
    "sources_of",
    "table_names",
    "template_names",
    "template_team",
    "unpack_version",
    "with_history",
    "write_problems",
]
