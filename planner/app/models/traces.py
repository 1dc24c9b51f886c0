"""What became of the entries that an import brought, and where each of the plan's own came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.app.charts.dates import day_text, month_text
from planner.edit.provenance import origins
from planner.model.period import Period

if TYPE_CHECKING:
    from planner.edit.provenance import Origin
    from planner.model.imported import ImportRecord, Trace
    from planner.model.plan import Plan

AS_IMPORTED, CHANGED, GONE, LATER = "As imported", "Changed since", "No longer in the plan", "Imported again later"
NEVER = "Not imported"


@dataclass(frozen=True, slots=True)
class Standing:
    """One trace beside what the plan holds now."""

    trace: Trace
    what: str
    """What it is of, in words."""
    now: str
    words: str
    tone: str
    """Of the shape before the words."""


def standings(plan: Plan, record: ImportRecord) -> list[Standing]:
    """What an import brought, in the order of its file."""
    found, names = origins(plan), _Names(plan)
    return [_standing(trace, found[trace.subject], record, names) for trace in record.traces]


def _standing(trace: Trace, origin: Origin, record: ImportRecord, names: _Names) -> Standing:
    what = names.subject(trace.subject)
    now = "" if origin.held is None else names.value(origin.held)
    read = names.value(trace.value)
    shown = type(trace)(trace.subject, trace.first_row, trace.last_row, read)
    if origin.record.key != record.key:
        return Standing(shown, what, now, LATER, "info")
    return Standing(shown, what, now, *verdict(origin))


def verdict(origin: Origin) -> tuple[str, str]:
    """Whether an entry is as it was imported: words, and the tone of the shape before them."""
    if origin.held is None:
        return GONE, "warn"
    return (CHANGED, "warn") if origin.changed else (AS_IMPORTED, "good")


def since_import(origin: Origin | None) -> str:
    """Whether an entry of the plan is as it was imported, if it was."""
    if origin is None:
        return NEVER
    words, _ = verdict(origin)
    is_count = origin.trace.subject.startswith("history/")
    return f"{words}: was {origin.trace.value}" if words == CHANGED and is_count else words


class _Names:
    """Keys of the plan as the user reads them."""

    def __init__(self, plan: Plan) -> None:
        self._teams = {team.key: team for team in plan.teams}
        self._periods = {(history.team, history.band): history.period for history in plan.histories}
        self._officers = {officer.key: officer.name for officer in plan.officers}

    def subject(self, subject: str) -> str:
        kind, _, rest = subject.partition("/")
        if kind == "history":
            team, band, day = rest.split("/")
            begins = date.fromisoformat(day)
            week = self._periods.get((team, band)) is Period.WEEK
            when = f"week of {day_text(begins)}" if week else month_text(begins)
            return f"{self._named(team, band)}, {when}"
        return self._officers.get(rest, rest) if kind == "officer" else f"Case {rest}"

    def value(self, value: str) -> str:
        """A case or officer in brief has the team's key first, and the band's and stage's."""
        team, slash, rest = value.partition("/")
        if not slash:
            return value
        band, slash, stage = rest.partition("/")
        if not slash:
            return f"{self._named(team)}, {rest} FTE"
        known = self._teams.get(team)
        stages = {} if known is None else {entry.key: entry.name for entry in known.stages}
        return f"{self._named(team, band)}, {stages.get(stage, stage)}"

    def _named(self, team: str, band: str = "") -> str:
        known = self._teams.get(team)
        if known is None:
            return " ".join((team, band)).strip()
        bands = {entry.key: entry.name for entry in known.bands}
        return f"{known.name}, {bands.get(band, band)}" if band else known.name


SUBJECTS = {
    "histories": lambda row: f"history/{row[2]}/{row[3]}/{row[0]}",
    "cases": lambda row: f"case/{row[0]}",
    "officers": lambda row: f"officer/{row[0]}",
}
"""Tables of `report.tables` whose rows may have been imported, and the subject of the trace of a row."""
