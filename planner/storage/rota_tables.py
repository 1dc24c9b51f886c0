"""Rotas as rows of their tables, and rows as rotas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from planner.model.codec import from_plain, to_plain
from planner.model.rota import Cover, Rota
from planner.model.rota_draft import PlacedVisit, RotaDraft, RotaLine, RotaPublication
from planner.model.rota_people import RotaPerson, RotaWish, Unavailability
from planner.model.rota_setting import RuleSetting
from planner.model.shift import ShiftKind, ShiftPattern

Row = dict[str, Any]
RowsOf = Callable[..., list[Row]]
"""The rows of a table whose primary key begins with some values, in order."""

ROTA_PARTS: dict[str, type] = {
    "shifts": ShiftKind,
    "people": RotaPerson,
    "cover": Cover,
    "patterns": ShiftPattern,
    "away": Unavailability,
    "wishes": RotaWish,
    "settings": RuleSetting,
}
"""The lists of a rota whose entries are kept as JSON."""


def rota_rows(rota: Rota, position: int) -> Iterator[tuple[Any, ...]]:
    """Every row of a rota, each with the name of its table first."""
    key = rota.key
    yield "rota", key, position, rota.name, rota.team, rota.start.isoformat(), rota.days, rota.note
    for part in ROTA_PARTS:
        for place, entry in enumerate(getattr(rota, part)):
            yield "rota_part", key, part, place, json.dumps(to_plain(entry), ensure_ascii=False)
    for place, draft in enumerate(rota.drafts):
        yield "rota_draft", key, draft.key, place, draft.name, draft.note
        for number, line in enumerate(draft.lines):
            locked = ",".join(map(str, line.locked))
            yield "rota_line", key, draft.key, line.officer, number, ",".join(line.cells), locked
        for number, visit in enumerate(draft.visits):
            due = None if visit.due is None else visit.due.isoformat()
            about = (visit.case, visit.day.isoformat(), ",".join(visit.officers), due)
            yield "rota_visit", key, draft.key, number, *about
    for publication in rota.publications:
        yield "rota_publication", key, publication.version, publication.on.isoformat(), publication.reason
        for number, line in enumerate(publication.lines):
            yield "rota_published_line", key, publication.version, line.officer, number, ",".join(line.cells)


def rota(row: Row, rows_of: RowsOf) -> Rota:
    """A row of the table rota, with all that belongs to it."""
    key = row["key"]
    parts: dict[str, Any] = {
        part: tuple(
            from_plain(kind, json.loads(entry["fields"]), f"rotas[{key}].{part}[{place}]")
            for place, entry in enumerate(rows_of("rota_part", key, part))
        )
        for part, kind in ROTA_PARTS.items()
    }
    return Rota(
        key=key,
        name=row["name"],
        team=row["team"],
        start=date.fromisoformat(row["start"]),
        days=row["days"],
        drafts=tuple(_draft(draft, rows_of) for draft in rows_of("rota_draft", key)),
        publications=tuple(_publication(entry, rows_of) for entry in rows_of("rota_publication", key)),
        note=row["note"],
        **parts,
    )


def _draft(row: Row, rows_of: RowsOf) -> RotaDraft:
    key, draft = row["rota"], row["key"]
    lines = (
        RotaLine(line["officer"], tuple(line["cells"].split(",")), _numbers(line["locked"]))
        for line in rows_of("rota_line", key, draft)
    )
    visits = tuple(_visit(entry) for entry in rows_of("rota_visit", key, draft))
    return RotaDraft(draft, row["name"], tuple(lines), visits, row["note"])


def _visit(row: Row) -> PlacedVisit:
    due = None if row["due"] is None else date.fromisoformat(row["due"])
    return PlacedVisit(row["open_case"], date.fromisoformat(row["day"]), tuple(row["officers"].split(",")), due)


def _publication(row: Row, rows_of: RowsOf) -> RotaPublication:
    lines = (
        RotaLine(line["officer"], tuple(line["cells"].split(",")))
        for line in rows_of("rota_published_line", row["rota"], row["version"])
    )
    return RotaPublication(row["version"], date.fromisoformat(row["day"]), tuple(lines), row["reason"])


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(",")) if text else ()
