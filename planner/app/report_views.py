"""Reports for the window: plain functions for a job to run. Nothing here may import Qt (see planner.app.runs)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model.plan import Plan
    from planner.model.progress import Progress
    from planner.report.rich_text import RichText
    from planner.workspace.reports import Report, ReportOrder


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A report, and how it looks."""

    order: ReportOrder
    report: Report
    text: RichText


def make(plan: Plan, order: ReportOrder, progress: Progress) -> Made:
    """Reckon a report and draw it for a look."""
    from planner.app.runs import make_engine_ready
    from planner.report.kinds import Kind
    from planner.workspace.reports import make_report, preview

    if order.kind is not Kind.WEEKLY:
        make_engine_ready(progress)
    report = make_report(plan, order, progress)
    return Made(order, report, preview(report, progress))


def save(report: Report, path: Path, template: Path | None, progress: Progress) -> Path:
    """Write a report to a file, by its ending."""
    from planner.workspace.reports import save_report

    save_report(report, path, template=template, progress=progress)
    return path
