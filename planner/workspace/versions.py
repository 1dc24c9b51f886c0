"""Two plans, or versions of one, compared in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.model.plan import Plan
from planner.model.version import LONGEST_NAME
from planner.storage.errors import broken_version
from planner.storage.results_packing import BrokenPart
from planner.storage.versions import VersionDocument, unpack

if TYPE_CHECKING:
    from planner.report.differences import Figures


def before_step(label: str) -> str:
    """What the version is called that is kept before a step: "Before: Import counts.csv"."""
    return f"Before: {label}"[:LONGEST_NAME]


def unpack_version(path: Path, document: VersionDocument) -> Plan:
    """The plan of a version of the file at `path`; Damaged when a byte is not as it was kept. Runs on any thread."""
    try:
        return unpack(document)
    except BrokenPart as error:
        raise broken_version(path, str(error)) from error


def compare_plans(before: Plan, after: Plan) -> tuple[str, ...]:
    """What became different between two plans, each as a sentence; empty when they are equal. Runs on any thread."""
    from planner.report.differences import differences

    if before == after:
        return ()
    found = differences(before, after, _figures(before), _figures(after))
    lines = found or ("something that has no words yet",)
    return tuple(f"{line[:1].upper()}{line[1:].rstrip('.')}." for line in lines)


def _figures(plan: Plan) -> Figures:
    from planner.edit.provenance import register

    return {
        row.place: (f"{row.team}: {row.name[:1].lower()}{row.name[1:]}" if row.team else row.name, row.figure)
        for row in register(plan)
    }
