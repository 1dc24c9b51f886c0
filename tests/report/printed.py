"""A small report with one of everything, for the tests of its forms."""

from __future__ import annotations

from datetime import date, timedelta

from planner.report.document import (
    Bullets,
    Chart,
    Document,
    Grid,
    Heading,
    NewPage,
    Paragraph,
    Provenance,
)
from planner.report.picture import BarsPicture, ChanceRow, ChancesPicture, FanPicture

HOSTILE = "<b>=1+1</b> & “Nord” \x07"
"""A name that is markup, a formula and a bell."""
SEEN = "<b>=1+1</b> & “Nord” \ufffd"
START = date(2026, 11, 2)
PROVENANCE = Provenance("Example <i>", "0123456789abcdef", "1.0", START, date(2026, 11, 29), 7, 200)


def fan_of(days: int = 300, low: float = 20.0, high: float = 40.0) -> FanPicture:
    line = [low + (high - low) * day / (days - 1) for day in range(days)]
    parts = (tuple(value * factor for value in line) for factor in (0.8, 0.9, 1.0, 1.1, 1.2))
    low90, low50, median, high50, high90 = parts
    dates = tuple(START + timedelta(days=day) for day in range(days))
    return FanPicture(
        "Open cases per officer", dates, low90, low50, median, high50, high90, "Middle future", tuple(line), "without",
        (20.0, "Target: at most 20"), (date(2027, 8, 2), "2 August 2027"),
    )  # fmt: skip


def small_report(rows: int = 3) -> Document:
    chances = ChancesPicture(
        (
            ChanceRow(HOSTILE, 0.2, 0.1, 0.3, "bad"),
            ChanceRow("Doubtful", 0.7, 0.6, 0.8, "warn"),
            ChanceRow("Sure", 1.0, 0.98, 1.0, "good"),
        ),
        0.9,
    )
    blocks = (
        Heading(f"Question {HOSTILE}"),
        Paragraph(f"How many for {HOSTILE}?"),
        Paragraph("Five more officers.", "answer"),
        Chart(fan_of(), "Open cases", "Alternative of the fan", 60),
        Grid("Options", ("Option", "Cost"), tuple((f"{HOSTILE} {row}", f"£{row},000") for row in range(rows)), (3, 1),
             frozenset({1}), "A note"),
        NewPage(),
        Heading("Part", 2),
        Bullets(("one", HOSTILE)),
        Chart(chances, "Chances", "Alternative of the chances", 50),
        Chart(BarsPicture("Overdue", (("POLIT", 12.0, "12, the latest"), (HOSTILE, 3.0, "3"))), "Overdue", "Bars", 40),
    )  # fmt: skip
    return Document(HOSTILE, "North", blocks, PROVENANCE, True)
