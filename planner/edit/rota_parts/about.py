"""A rota itself as a table of one row: its name, its days and its note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.edit.parts.sheet import PartColumn, PartRow, Sheet
from planner.edit.parts.texts import day_text, whole_of
from planner.edit.rota import put_rota
from planner.edit.rota_parts.texts import field_column
from planner.model.checks import require
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_draft import RotaDraft, RotaLine
from planner.model.shift import OFF


@dataclass(frozen=True, slots=True)
class RotaAbout:
    """What is said of a rota as a whole."""

    name: str
    days: int
    note: str


def about_sheet(plan: Plan, rota: Rota) -> Sheet:
    """The rota in one row."""
    return Sheet(
        "about",
        "This rota",
        (
            field_column("Name", "name", str, str, hint="What the rota is called in the list above the grid."),
            PartColumn("Team", lambda _: plan.team(rota.team).name, hint="Whose rota it is."),
            PartColumn(
                "First day", lambda _: day_text(rota.start), hint="Another first day is another rota: New rota…"
            ),
            field_column("Length", "days", lambda days: f"{days}", whole_of, "days", number=True, hint=_LENGTH),
            PartColumn("Last day", lambda _: day_text(rota.end), hint="It follows from the length."),
            field_column("Note", "note", str, str, hint="What whoever opens this rota has to know."),
        ),
        (PartRow(rota.key, RotaAbout(rota.name, rota.days, rota.note)),),
        lambda rows, _: _changed(plan, rota, rows),
        note=_NOTE,
    )


_LENGTH = "Days from the first to the last. New days are as the cycles say; those beyond the end go from the drafts."
_NOTE = "The lists beside this one say who is on it, which duties there are, what cover is needed, and by which rules."


def resize_rota(rota: Rota, days: int) -> Rota:
    """The rota with so many days: drafts go on as the cycles say, or end earlier. InvalidPlan once one is published."""
    if days == rota.days:
        return rota
    rule = "a version of this rota is published, and its days stay: begin a new rota after it"
    require(not rota.publications, "days", days, rule)
    require(days >= 1, "days", days, "a rota has at least one day")
    longer = replace(rota, days=days, drafts=())
    cycles = {person.officer: longer.pattern_cells(person) or (OFF,) * days for person in rota.people}

    def resized(line: RotaLine) -> RotaLine:
        cells = (*line.cells[:days], *cycles[line.officer][rota.days :])
        return replace(line, cells=cells, locked=tuple(day for day in line.locked if day < days))

    def fitted(draft: RotaDraft) -> RotaDraft:
        kept = tuple(visit for visit in draft.visits if visit.day <= longer.end)
        return replace(draft, lines=tuple(map(resized, draft.lines)), visits=kept)

    return replace(longer, drafts=tuple(map(fitted, rota.drafts)))


def _changed(plan: Plan, rota: Rota, rows: Sequence[PartRow]) -> Plan:
    said = rows[0].value
    return put_rota(plan, replace(resize_rota(rota, said.days), name=said.name, note=said.note))
