"""Which column is which field, and whether that will do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.edit.intake.columns import LONGEST_CELL
from planner.edit.intake.fields import ALTERNATIVES, COUNT_OF, RIVALS, fields_for
from planner.edit.intake.privacy import REMEDY, column_worry, header_worry, masked, number_worry
from planner.edit.intake.problems import Problems
from planner.edit.intake.words import listing
from planner.model.imported import DROPPED, ImportKind
from planner.model.intake import ColumnChoice, Field, ImportSettings
from planner.model.plan import Plan
from planner.model.table import Cell, SourceTable


def columns_read(choices: Sequence[ColumnChoice]) -> tuple[int, ...]:
    """The columns whose cells `read_table` wants, in the order in which a block must hold them."""
    return tuple(choice.column for choice in choices if choice.field not in ("", DROPPED))


def names_in_use(plan: Plan) -> frozenset[str]:
    """What teams, bands, stages, outcomes and officers of a plan are called, in lower case."""
    names = {officer.name for officer in plan.officers} | {officer.key for officer in plan.officers}
    for team in plan.teams:
        for entries in ((team,), team.bands, team.stages, team.outcomes):
            names |= {text for entry in entries for text in (entry.key, entry.name)}
    return frozenset(name.lower() for name in names)


def column_cells(table: SourceTable, column: int) -> list[Cell]:
    """The cells of a column among the first rows; of a very long one the beginning."""
    cells = [row[column] for row in table.preview if column < len(row)]
    return [cell[:LONGEST_CELL] if isinstance(cell, str) else cell for cell in cells]


def worry_of(table: SourceTable, column: int, known: frozenset[str], today: date) -> str:
    """What a column looks like that is private, in words, by its header and first cells; or empty."""
    return column_worry(table.header[column], column_cells(table, column), known, today)


def check_choices(
    table: SourceTable,
    kind: ImportKind,
    choices: Sequence[ColumnChoice],
    plan: Plan,
    settings: ImportSettings,
    problems: Problems,
) -> None:
    """Add what is wrong with the mapping itself: fields that are unknown, missing or twice."""
    fields = {field.key: field for field in fields_for(kind, plan)}
    mapped: dict[str, str] = {}
    for choice in choices:
        if not 0 <= choice.column < len(table.header):
            problems.add(0, choice.header, "", f"the table has no such column; it has {listing(table.header)}")
        elif choice.field and choice.field != DROPPED and choice.field not in fields:
            problems.add(0, choice.header, "", f'there is no field "{choice.field}"; there are {listing(fields, 30)}')
        elif choice.field in mapped:
            what = fields[choice.field].name
            problems.add(
                0, choice.header, "", f'"{mapped[choice.field]}" is mapped to {what} already: map one of the two'
            )
        elif choice.field in fields:
            mapped[choice.field] = choice.header
    if not problems.count:
        _check_complete(kind, fields, frozenset(mapped), plan, settings, problems)


def _check_complete(
    kind: ImportKind,
    fields: dict[str, Field],
    mapped: frozenset[str],
    plan: Plan,
    settings: ImportSettings,
    problems: Problems,
) -> None:
    kinds = {COUNT_OF if key.startswith(COUNT_OF) else key for key in mapped}
    names = {key: field.name for key, field in fields.items()} | {COUNT_OF: "the count of one band"}
    for key, field in fields.items():
        if field.required and key not in mapped:
            problems.add(0, "", "", f"no column is mapped to {field.name}: choose the one that holds it")
    for group in ALTERNATIVES[kind]:
        if not kinds & set(group):
            problems.add(0, "", "", f"no column is mapped to {' or '.join(names[key] for key in group)}: choose one")
    for one, other in RIVALS[kind]:
        if {one, other} <= kinds:
            problems.add(0, "", "", f"{names[one]} and {names[other]} cannot both be mapped: choose one of the two")
    teams = {team.key: team for team in plan.teams}
    if settings.team is not None and settings.team not in teams:
        problems.add(0, "", settings.team, f"this plan has no such team; it has {listing(teams)}")
    elif "team" not in kinds and settings.team is None and len(teams) > 1:
        problems.add(
            0, "", "", "the plan has several teams: map a column to Team, or choose one team for the whole file"
        )
    possible = [teams[settings.team]] if settings.team in teams and "team" not in kinds else list(plan.teams)
    if kind is not ImportKind.OFFICERS and not kinds & {"band", COUNT_OF} and any(len(t.bands) > 1 for t in possible):
        problems.add(0, "", "", "no column is mapped to Risk band: choose the one that holds it")


def check_private(
    table: SourceTable, kind: ImportKind, choices: Sequence[ColumnChoice], plan: Plan, problems: Problems
) -> None:
    """Add the columns that look private and are neither kept as pseudonyms nor dropped."""
    fields = {field.key: field for field in fields_for(kind, plan)}
    known = names_in_use(plan)
    chosen = {choice.column: choice.field for choice in choices}
    for column, header in enumerate(table.header):
        what = number_worry(header)
        if what:
            reason = f"the header looks like one of {what}: does the table begin with a row of headers?"
            problems.add(0, masked(header), "", reason)
        key = chosen.get(column, "")
        if key == DROPPED or (key in fields and fields[key].pseudonym):
            continue
        if key in fields and not fields[key].free:
            # Nothing but a day, a number or a name of the plan is kept of it; its values are looked at one by one.
            what = header_worry(header)
            what = "" if what == "free text" else what
        else:
            what = worry_of(table, column, known, plan.start)
        if what:
            problems.add(0, header, "", f"this column looks like {what}: {REMEDY}")
