"""Plans to start from: the demo plan and the shipped templates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner import paths
from planner.model.progress import Progress, unheard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.edit.beginning import Beginning
    from planner.model.plan import Plan
    from planner.model.team import Team

DEMO_FILE = "Example Constabulary.plan"


def template_names() -> tuple[str, ...]:
    """The names `new_plan` takes."""
    from planner.storage.templates import template_names as names

    return names()


def demo_plan() -> Plan:
    """Example Constabulary: illustrative, and the same on every machine."""
    from planner.edit.example import START, example_plan
    from planner.edit.example_rota import add_example_rota
    from planner.storage.rota_patterns import library_pattern
    from planner.storage.templates import read_template
    from planner.storage.templates import template_names as names

    plan = example_plan({name: read_template(name) for name in names()})
    return add_example_rota(plan, "polit", library_pattern("early-late-weeks"), START)


def demo_path(folder: Path | None = None) -> Path:
    """Where the demo plan is kept: in `folder`, or among the user's documents."""
    return (folder or paths.user_documents()) / DEMO_FILE


def new_plan(
    template: str, name: str | None = None, beginning: Beginning | None = None, start: date | None = None
) -> Plan:
    """A plan with one team from a template, called as the team is unless named, starting on `start` (by default today).

    InvalidPlan for a bad figure.
    """
    from planner.edit.beginning import Beginning, begin
    from planner.storage.templates import read_template

    day = start or date.today()  # noqa: DTZ011 - the user's own day
    team = read_template(template)
    return begin(team, team.name if name is None else name, day, beginning or Beginning())


def template_team(name: str) -> Team:
    """The team of a template; InvalidPlan when there is none of that name."""
    from planner.storage.templates import read_template

    return read_template(name)


def new_plan_of_teams(name: str, teams: Sequence[tuple[str, Beginning]], progress: Progress = unheard) -> Plan:
    """A plan with several teams from templates, starting today; InvalidPlan for a bad figure. Runs on any thread."""
    from planner.edit.beginning import joined

    plans = []
    for done, (template, beginning) in enumerate(teams, start=1):
        plans.append(new_plan(template, None, beginning))
        progress(done, len(teams))
    return joined(name, plans)
