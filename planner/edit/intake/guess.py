"""What the columns of a table probably mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from planner.edit.intake.dates import Unreadable, read_period
from planner.edit.intake.fields import COUNT_OF, RIVALS, fields_for
from planner.edit.intake.mapping import column_cells, names_in_use, worry_of
from planner.edit.intake.privacy import masked, value_worry
from planner.edit.intake.values import text_of
from planner.edit.intake.words import header_words, matching_form
from planner.model.imported import DROPPED, ImportKind
from planner.model.intake import ColumnChoice, Field
from planner.model.plan import Plan
from planner.model.table import Cell, SourceTable

_ALIKE = 0.86
_SAMPLES = 3
_MOST = 0.6
"""Share of the first values that must fit a field for it to be guessed by them."""
_DAYS = {ImportKind.COUNTS: "period", ImportKind.EVENTS: "received"}


def guess_columns(table: SourceTable, kind: ImportKind, plan: Plan) -> tuple[ColumnChoice, ...]:
    """One choice for each column: as the latest import of the kind had it, else by header, else by its first values."""
    fields = fields_for(kind, plan)
    known = names_in_use(plan)
    columns = [
        ColumnChoice(
            column,
            header,
            worry=_sentence(what := worry_of(table, column, known, plan.start)),
            samples=_samples(column_cells(table, column), bool(what)),
        )
        for column, header in enumerate(table.header)
    ]
    guessed: dict[int, tuple[str, str]] = dict(_remembered(columns, kind, fields, plan))
    for column, field, why in (*_by_header(columns, fields), *_by_value(table, kind, plan)):
        taken = {key for key, _ in guessed.values()}
        if column in guessed or field.key in taken or _rivalled(kind, field.key, taken):
            continue
        if field.pseudonym or not columns[column].worry:
            guessed[column] = (field.key, why)
    return tuple(
        replace(choice, field=guessed[choice.column][0], why=guessed[choice.column][1])
        if choice.column in guessed
        else choice
        for choice in columns
    )


def _remembered(
    columns: Iterable[ColumnChoice], kind: ImportKind, fields: Iterable[Field], plan: Plan
) -> Iterable[tuple[int, tuple[str, str]]]:
    """By column, what the latest import of this kind with its header read it as."""
    known = {field.key for field in fields} | {DROPPED}
    before: dict[str, tuple[str, str]] = {}
    for record in plan.imports:
        if record.kind is kind:
            before |= {column.header: (column.field, record.file) for column in record.columns}
    taken: set[str] = set()
    for choice in columns:
        field, file = before.get(choice.header, ("", ""))
        if field in known and field not in taken:
            taken |= {field} - {DROPPED}
            yield choice.column, (field, f"as in the import of {file}")


def _by_header(columns: Iterable[ColumnChoice], fields: Iterable[Field]) -> Iterable[tuple[int, Field, str]]:
    """Columns and fields whose names agree, the surest first; a band's own counts before a count of all."""
    names: dict[str, list[Field]] = {}
    for field in fields:
        for name in (" ".join(header_words(field.name)), field.key.replace("-", " "), *field.synonyms):
            names.setdefault(name, []).append(field)
    found = []
    for choice in columns:
        text = " ".join(header_words(choice.header))
        same = [name for name in (text, matching_form(choice.header)) if name in names]
        for likeness, name in [(0, name) for name in same] or enumerate(get_close_matches(text, names, 3, _ALIKE), 1):
            for field in names[name]:
                found.append((likeness, not field.key.startswith(COUNT_OF), choice.column, field))
    found.sort(key=lambda entry: entry[:3])
    for likeness, _, column, field in found:
        yield column, field, "by a similar header" if likeness else "by its header"


def _by_value(table: SourceTable, kind: ImportKind, plan: Plan) -> Iterable[tuple[int, Field, str]]:
    """Columns whose first values are mostly days, or names of this plan's teams, bands or stages."""
    fields = {field.key: field for field in fields_for(kind, plan)}
    named = {
        "team": {matching_form(text) for team in plan.teams for text in (team.key, team.name)},
        "band": {matching_form(text) for team in plan.teams for band in team.bands for text in (band.key, band.name)},
        "stage": {
            matching_form(text) for team in plan.teams for entry in team.stages for text in (entry.key, entry.name)
        },
        "owner": {matching_form(text) for officer in plan.officers for text in (officer.key, officer.name)},
    }
    for column in range(len(table.header)):
        cells = [cell for cell in column_cells(table, column) if text_of(cell)]
        if not cells:
            continue
        for key, names in named.items():
            if key in fields and _MOST * len(cells) <= sum(matching_form(text_of(cell)) in names for cell in cells):
                yield column, fields[key], "by its values"
        if kind in _DAYS and _MOST * len(cells) <= sum(_is_day(cell) for cell in cells):
            yield column, fields[_DAYS[kind]], "by its values, which are dates"


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, int | float):
        return False
    try:
        read_period(cell)
    except Unreadable:
        return False
    return True


def _rivalled(kind: ImportKind, key: str, taken: Iterable[str]) -> bool:
    """Whether a field already taken says the same; all columns of counts by band count as one field."""
    kinds = {f"{head}{colon}" for head, colon, _ in (field.partition(":") for field in taken)}
    head, colon, _ = key.partition(":")
    return any(
        (one == head + colon and other in kinds) or (other == head + colon and one in kinds)
        for one, other in RIVALS[kind]
    )


def _sentence(what: str) -> str:
    return f"This column looks like {what}." if what else ""


def _samples(cells: Iterable[Cell], private: bool) -> tuple[str, ...]:
    texts = list(dict.fromkeys(text for cell in cells if (text := text_of(cell))))[:_SAMPLES]
    return tuple(masked(text) if private or value_worry(text) else text for text in texts)
