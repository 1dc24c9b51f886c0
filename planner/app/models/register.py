"""The register of assumptions as a table: its columns, and what it can be narrowed to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from planner.app.charts.dates import day_text
from planner.app.models.table import Column
from planner.model.assumption import Status
from planner.model.calendar import add_months

if TYPE_CHECKING:
    from planner.edit.provenance import RegisterRow

TONES = {Status.OK: "good", Status.ADAPT: "info", Status.ASSUME: "warn"}
"""The shape that stands before each status: tick, circle, triangle."""
MEANINGS = {
    Status.OK: "OK: sourced and current",
    Status.ADAPT: "ADAPT: sourced, to be checked against your own force",
    Status.ASSUME: "ASSUME: your estimate needed",
}
ANY, DUE, SOON, NEVER = "Any review date", "Review is due", "Due within 3 months", "No review date"
REVIEWS = (ANY, DUE, SOON, NEVER)
SOON_MONTHS = 3


def value_text(value: float) -> str:
    """A figure as it is read: no more digits than it has."""
    return f"{value:,.6g}"


def review_text(day: date | None, today: date) -> str:
    """A day of review, and whether it has come."""
    if day is None:
        return ""
    return f"{day_text(day)}, due" if day <= today else day_text(day)


def register_columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """The columns of the register; `today` decides what is due."""
    return (
        Column("Team", lambda row: row.team, width=18, least=10),
        Column("Figure", lambda row: row.name, width=60, least=30, middle=True),
        Column("Value", lambda row: value_text(row.figure.value), lambda row: row.figure.value, number=True),
        Column("Unit", lambda row: row.figure.unit),
        Column(
            "Status",
            lambda row: str(row.figure.status),
            lambda row: list(Status).index(row.figure.status),
            mark=lambda row: TONES[row.figure.status],
        ),
        _text_column("Source", lambda row: row.figure.source, 30),
        _text_column("Rationale", lambda row: row.figure.rationale, 34, least=18),
        _text_column("Owner", lambda row: row.figure.owner, 16),
        Column("Review by", lambda row: review_text(row.figure.review, today()), lambda row: row.figure.review),
    )


def _text_column(title: str, text: Callable[[RegisterRow], str], width: int, least: int = 10) -> Column:
    return Column(title, text, lambda row: text(row).casefold() or None, width=width, least=least)


def condition(
    status: Status | None, team: str | None, review: str, today: date
) -> Callable[[RegisterRow], bool] | None:
    """What rows are narrowed to; None when to nothing."""
    soon = add_months(today, SOON_MONTHS)

    def due(day: date | None) -> bool:
        if review == NEVER:
            return day is None
        return day is not None and day <= (today if review == DUE else soon)

    if status is None and team is None and review == ANY:
        return None
    return lambda row: (
        (status is None or row.figure.status is status)
        and (team is None or row.team == team)
        and (review == ANY or due(row.figure.review))
    )


def counts_in_words(rows: list[RegisterRow]) -> str:
    """How many figures there are of each status, the ones that need an estimate last."""
    number = {status: sum(row.figure.status is status for row in rows) for status in Status}
    return ", ".join(f"{number[status]:,} {status}" for status in Status)
