"""What the demand charts say in words: the table's cells, the read-out, and the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from planner.app.charts.dates import day_text, month_text
from planner.model.period import Period

if TYPE_CHECKING:
    from planner.app.demand_views import BackTestView, DemandView, Reach

RANGES = (("Half of futures", 2, 4), ("80 %", 1, 5), ("95 %", 0, 6))
"""Names of the ranges, and the places of their ends among the quantiles."""


def period_text(period: Period, start: date) -> str:
    """A period as a table's first column has it."""
    return month_text(start) if period is Period.MONTH else f"Week of {day_text(start)}"


def cells(view: DemandView | None, reach: Reach | None) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The table behind the chart of counts and forecast."""
    noun = "Month" if view is None or view.period is Period.MONTH else "Week"
    headings = (noun, "Count", "Sign", "Middle future", *(name for name, _, _ in RANGES))
    if view is None or reach is None:
        return headings, ()
    starts = view.starts(reach.quantiles.shape[1])
    known = len(view.counts)
    rows: list[Sequence[str]] = [
        (period_text(view.period, starts[at]), _count(view, at), short_signs(view, at), "", "", "", "")
        for at in range(known)
    ]
    rows += [
        (period_text(view.period, starts[known + at]), "", "", *_figures(reach, at))
        for at in range(reach.quantiles.shape[1])
    ]
    return headings, rows


def _count(view: DemandView, at: int) -> str:
    count = float(view.counts[at])
    return "not known" if count != count else f"{count:.0f}"


SHORT = {"OUTSIDE": "outside", "TWO_OF_THREE": "2 of 3", "SIDE": "8 on a side", "TREND": "6 one way"}
"""Signs as a table has room for them."""


def short_signs(view: DemandView, at: int) -> str:
    """Why a count is marked, in a table's cell."""
    return ", ".join(SHORT[rule.name] for rule, mark in view.past.chart.marks.items() if mark[at])


def signs(view: DemandView, at: int) -> str:
    """Why a count is marked."""
    return ", ".join(rule.value for rule, mark in view.past.chart.marks.items() if mark[at])


def _figures(reach: Reach, at: int) -> tuple[str, ...]:
    column = reach.quantiles[:, at]
    return f"{column[3]:.0f}", *(f"{column[low]:.0f} to {column[high]:.0f}" for _, low, high in RANGES)


def read_out(view: DemandView, reach: Reach, day: float) -> str:
    """The period that holds a place on the axis; empty outside."""
    starts = view.starts(reach.quantiles.shape[1])
    edges = [(start - view.begin).days for start in starts]
    place = next((at for at in range(len(edges) - 1) if edges[at] <= day < edges[at + 1]), None)
    if place is None:
        return ""
    when, known = period_text(view.period, starts[place]), len(view.counts)
    if place < known:
        why = signs(view, place)
        return f"{when}:  {_count(view, place)}{f'   ({why})' if why else ''}"
    middle, half, most, outer = _figures(reach, place - known)
    return f"{when}:  {middle}   (half: {half},  80 %: {most},  95 %: {outer})"


def outlook_sentence(view: DemandView, reach: Reach) -> str:
    """What the chart says of the next year."""
    total = reach.total
    name = reach.name[:1].lower() + reach.name[1:] if reach.name.startswith("History") else f"“{reach.name}”"
    return f"With {name}: about {total[3]:,.0f} in the next 12 months (80 % range: {total[1]:,.0f} to {total[5]:,.0f})."


def back_test_cells(view: BackTestView | None) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The table behind the back-test: what was foretold one period before, and what came."""
    noun = "Month" if view is None or view.period is Period.MONTH else "Week"
    headings = (noun, "Counted", "Middle", "80 %", "95 %", "Inside 80 %")
    if view is None:
        return headings, ()
    found = view.found
    rows = []
    for row, place in enumerate(found.origins):
        actual, low, high = found.actual[row, 0], found.low_80[row, 0], found.high_80[row, 0]
        rows.append(
            (
                period_text(view.period, view.period.start(view.begin, place)),
                f"{actual:.0f}",
                f"{found.median[row, 0]:.0f}",
                f"{low:.0f} to {high:.0f}",
                f"{found.low_95[row, 0]:.0f} to {found.high_95[row, 0]:.0f}",
                "yes" if low <= actual <= high else "no",
            )
        )
    return headings, rows


def back_test_sentence(view: BackTestView) -> str:
    """How many of the counts that are drawn fell inside their range."""
    rows = back_test_cells(view)[1]
    inside = sum(row[-1] == "yes" for row in rows)
    return f"{inside} of {len(rows)} {view.period}s inside the 80 % range, a {view.period} ahead, from {rows[0][0]} on."
