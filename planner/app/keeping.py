"""Versions, new plans and copies, as plain functions for a job to run. Nothing here may import Qt (see `runs`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.model.progress import Progress

if TYPE_CHECKING:
    from planner.edit.beginning import Beginning
    from planner.model.plan import Plan
    from planner.storage.versions import PackedVersion, VersionDocument


@dataclass(frozen=True, slots=True)
class Compared:
    """A version's plan, and what became different since."""

    plan: Plan
    lines: tuple[str, ...]


def compare_with(path: Path, document: VersionDocument, now: Plan, progress: Progress) -> Compared:
    """Read a version and compare the plan with it."""
    from planner.workspace import compare_plans, unpack_version

    plan = unpack_version(path, document)
    progress(1, 2)
    return Compared(plan, compare_plans(plan, now))


def pack_named(plan: Plan, name: str, progress: Progress) -> PackedVersion:
    """Make the plan ready to be kept under a name."""
    from planner.model.version import VersionKind
    from planner.workspace import pack_version

    return pack_version(plan, VersionKind.NAMED, name)


def pack_before(plan: Plan, name: str, progress: Progress) -> PackedVersion:
    """Make the plan ready to be kept before going back to the version of this name."""
    from planner.model.version import VersionKind
    from planner.workspace import before_step, pack_version

    return pack_version(plan, VersionKind.SAFETY, before_step(f"Go back to “{name}”"))


def pack_of_today(plan: Plan, progress: Progress) -> PackedVersion:
    """Make the plan ready to be kept as it was when it was opened today."""
    from planner.model.version import VersionKind
    from planner.workspace import pack_version

    return pack_version(plan, VersionKind.REGULAR, "As it was when opened")


def make_plan(name: str, teams: Sequence[tuple[str, Beginning]], progress: Progress) -> Plan:
    """A plan with teams from templates."""
    from planner.workspace import new_plan_of_teams

    return new_plan_of_teams(name, teams, progress)


def copy_plan(source: Path, target: Path, progress: Progress) -> Path:
    """Write a copy of a plan file."""
    from planner.workspace import copy_plan as copy

    copy(source, target)
    return target
