"""Plans to start from: the demo plan and the shipped templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner import paths

if TYPE_CHECKING:
    from planner.model.plan import Plan

DEMO_FILE = "Example Constabulary.plan"


def template_names() -> tuple[str, ...]:
    """The names `new_plan` takes."""
    from planner.storage.templates import template_names as names

    return names()


def demo_plan() -> Plan:
    """Example Constabulary: illustrative, and the same on every machine."""
    from planner.edit.example import example_plan
    from planner.storage.templates import read_template
    from planner.storage.templates import template_names as names

    return example_plan({name: read_template(name) for name in names()})


def demo_path(folder: Path | None = None) -> Path:
    """Where the demo plan is kept: in `folder`, or among the user's documents."""
    return (folder or paths.user_documents()) / DEMO_FILE


def new_plan(template: str, name: str, start: date | None = None) -> Plan:
    """An empty plan with one team from a template, starting on `start` (by default today)."""
    from planner.model.plan import Plan
    from planner.storage.templates import read_template

    team = read_template(template)
    return Plan(name=name, start=start or date.today(), teams=(replace(team),))  # noqa: DTZ011 - the user's own day
