"""The reports that there are, and as what files each can be had."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A report."""

    BRIEF = "brief"
    FMS = "fms"
    INSPECTION = "inspection"
    WEEKLY = "weekly"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True)
class KindNote:
    """What a report is called, and what it is for."""

    name: str
    purpose: str
    forms: tuple[str, ...]
    """Endings of file names, the usual one first."""


NOTES: dict[Kind, KindNote] = {
    Kind.BRIEF: KindNote(
        "Leader's brief",
        "One question, the answer first, on two pages: for a board or a chief officer.",
        (".pdf", ".docx"),
    ),
    Kind.FMS: KindNote(
        "Force management statement",
        "The four steps of the annual statement, to be edited; four years ahead.",
        (".docx", ".pdf"),
    ),
    Kind.INSPECTION: KindNote(
        "Inspection pack",
        "Standards, countdown, action plan with evidence, overdue work, and what has changed.",
        (".pdf", ".docx"),
    ),
    Kind.WEEKLY: KindNote(
        "Supervisor's weekly sheet",
        "A page for each team: who is over, what is late and due, who is away, the next visits.",
        (".pdf", ".docx"),
    ),
    Kind.WORKBOOK: KindNote(
        "Workbook", "Every table behind the reports, with charts, prices and assumptions: for Excel.", (".xlsx",)
    ),
}
FORM_NAMES = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}


def forms_in_words(kind: Kind) -> str:
    """As what a report can be had: "PDF (.pdf) or Word (.docx)"."""
    return " or ".join(f"{FORM_NAMES[form]} ({form})" for form in NOTES[kind].forms)
