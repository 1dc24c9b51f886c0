"""A table of counts: one row for each month or week, or for each of them and each band."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from planner.edit.intake.columns import Column
from planner.edit.intake.dates import Unreadable, read_period
from planner.edit.intake.fields import COUNT_OF
from planner.edit.intake.histories import Cell as Place
from planner.edit.intake.histories import merge, totals
from planner.edit.intake.problems import Problems
from planner.edit.intake.rows import Places, Rows, Teams, team_reader
from planner.edit.intake.taken import Taken, number
from planner.edit.intake.values import read_count, text_of
from planner.edit.intake.words import plain
from planner.model.imported import Trace
from planner.model.intake import Conflict, ImportSettings
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.table import Cell, SourceTable

_SUMS = frozenset({"total", "totals", "grand total", "sum", "overall total", "subtotal", "average", "mean"})
_WEEKLY = re.compile(r"(?!.*month).*\b(?:w\W?[cb]\b|week)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A month or week as a cell gives it; neither for the sum below a table."""

    day: date | None
    period: Period | None = None
    """None when the cell gives a day only."""

    def __str__(self) -> str:
        if self.day is None:
            return "a sum, left out"
        return f"{self.day:%d/%m/%Y}" if self.period is None else self.period.label(self.day, 0)


class CountReader:
    """Takes rows of counts."""

    def __init__(self, plan: Plan, settings: ImportSettings, headers: Mapping[str, str], today: date) -> None:
        self._plan, self._settings = plan, settings
        self._latest = max(plan.start, today)
        self._teams, self._bands = Teams(plan, settings), Places(plan, "band", "risk band")
        self._headers = headers
        self._read: list[tuple[int, str, str, _Stretch, int]] = []
        """Row, team, band, month or week as it is written, count."""
        self._gaps = 0
        self._sums = 0
        month_first = settings.month_first
        self.columns: dict[str, Column[Any]] = {}
        for field, header in headers.items():
            if field == "period":
                self.columns[field] = Column(header, lambda cell: _stretch(cell, month_first))
            elif field == "team":
                self.columns[field] = team_reader(plan, header)
            elif field == "band":
                self.columns[field] = self._bands.reader(header)
            else:
                self.columns[field] = Column(header, _count)
        self._wide = {field: field.removeprefix(COUNT_OF) for field in headers if field.startswith(COUNT_OF)}
        self._own_bands = {team.key: {band.key for band in team.bands} for team in plan.teams}

    def take(self, rows: Rows, problems: Problems) -> None:
        """Read the counts of some rows."""
        rows = self._without_sums(rows)
        teams, keys = self._teams.read(rows, problems)
        dated = rows.filled("period", problems)
        if self._wide:
            for index in range(len(rows.numbers)):
                if teams[index] >= 0 and dated[index]:
                    self._take_wide(rows, index, keys[teams[index]], problems)
            return
        pairs = self._bands.read(rows, teams, keys, problems)
        for index, pair in enumerate(pairs.tolist()):
            if pair >= 0 and dated[index]:
                team, band = self._bands.pairs[pair]
                self._add(rows, index, team, band, "count")

    def _without_sums(self, rows: Rows) -> Rows:
        import numpy as np

        sums = [code for code, stretch in enumerate(rows.columns["period"].values) if stretch.day is None]
        kept = ~np.isin(rows.codes["period"], sums)
        self._sums += int((~kept).sum())
        return Rows(rows.numbers[kept], {field: codes[kept] for field, codes in rows.codes.items()}, rows.columns)

    def _take_wide(self, rows: Rows, index: int, team: str, problems: Problems) -> None:
        for field, band in self._wide.items():
            if band in self._own_bands[team]:
                self._add(rows, index, team, band, field)
            elif (found := rows.value(field, index)) is not None and found[0]:
                name = self._plan.team(team).name
                reason = f"team {name} has no such risk band: its bands are {self._bands.names(team)}"
                problems.add(int(rows.numbers[index]), self._headers[field], found[0], reason)

    def _add(self, rows: Rows, index: int, team: str, band: str, field: str) -> None:
        count = rows.value(field, index)
        if count is None or count[0] is None:
            self._gaps += rows.codes[field][index] >= -1
            return
        row = int(rows.numbers[index])
        self._read.append((row, team, band, rows.value("period", index), count[0]))

    def finish(self, problems: Problems) -> Taken:
        """The plan with all counts."""
        period = self._period(problems)
        counts: dict[Place, int] = {}
        rows: dict[Place, tuple[int, int]] = {}
        placed: list[tuple[int, Place]] = []
        header = self._headers["period"]
        for row, team, band, stretch, count in self._read:
            start = self._start(stretch, period, row, problems)
            if start is None:
                continue
            place = (team, band, start)
            if place in counts and self._settings.conflict is not Conflict.ADD:
                reason = (
                    f"the same {period}, team and band stand in row {rows[place][1]:,} as well: keep one of them, or "
                    "choose to add"
                )
                problems.add(row, header, f"{start:%d/%m/%Y}", reason)
                continue
            counts[place] = counts.get(place, 0) + count
            rows[place] = (rows.get(place, (row, row))[0], row)
            placed.append((row, place))
        if not counts and not problems.count:
            problems.add(0, "", "", "the table holds no count")
        taken = self._merged(counts, rows, period, problems)
        subjects = {trace.subject for trace in taken.traces}
        taken.rows = len({row for row, place in placed if subject_of(place) in subjects})
        return taken

    def _merged(
        self, counts: dict[Place, int], rows: dict[Place, tuple[int, int]], period: Period, problems: Problems
    ) -> Taken:
        periods = {team: period for team, _, _ in counts}
        merged = merge(self._plan, counts, periods, self._settings.conflict, problems)
        taken = [place for place in counts if place not in merged.kept_old]
        result = Taken(
            self._plan if problems.count else replace(self._plan, histories=merged.histories),
            [Trace(subject_of(place), *rows[place], str(counts[place])) for place in taken],
            0,
            number(len(taken), "referral count"),
            notes=merged.notes,
        )
        if self._sums:
            result.notes.append(f"{number(self._sums, 'row of sums was', 'rows of sums were')} left out.")
        if self._gaps:
            result.notes.append(f"{number(self._gaps, 'cell holds', 'cells hold')} no count and changed nothing.")
        result.totals = totals(self._plan, counts, periods, merged)
        return result

    def _period(self, problems: Problems) -> Period:
        """Whether the table is by month or by week."""
        if self._settings.period is not None:
            return self._settings.period
        hints = {stretch.period for _, _, _, stretch, _ in self._read} - {None}
        if hints:
            return Period.WEEK if hints == {Period.WEEK} else Period.MONTH
        days = {stretch.day for _, _, _, stretch, _ in self._read if stretch.day is not None}
        by_week = any(day.day != 1 for day in days) and all(day.weekday() == 0 for day in days)
        return Period.WEEK if by_week or _WEEKLY.match(self._headers["period"]) else Period.MONTH

    def _start(self, stretch: _Stretch, period: Period, row: int, problems: Problems) -> date | None:
        """The first day of a row's month or week; None, and a problem, when it is neither."""
        day, hint = stretch.day, stretch.period
        assert day is not None  # sums were left out
        reason = ""
        if hint is not None and hint is not period:
            reason = f"this is a {hint} in a table by {period}: import months and weeks from two files"
        elif period is Period.WEEK and day.weekday() != 0:
            reason = f"this is a {day:%A}: weeks run from Monday here, so give their Mondays"
        elif period is Period.MONTH and day.day != 1 and self._settings.period is None:
            reason = "this is not the first of a month: choose whether the table is by month or by week"
        elif period.holding(day) > self._latest:
            reason = f"this {period} lies ahead: a count is of what has come in already"
        if not reason:
            return day if period is Period.WEEK else day.replace(day=1)
        problems.add(row, self._headers["period"], f"{day:%d/%m/%Y}", reason)
        return None


def _stretch(cell: Cell, month_first: bool) -> _Stretch:
    return _Stretch(None) if plain(text_of(cell)) in _SUMS else _Stretch(*read_period(cell, month_first))


def _count(cell: Cell) -> tuple[int | None]:
    return (read_count(cell),)


def subject_of(place: Place) -> str:
    """How a trace names a count."""
    team, band, start = place
    return f"history/{team}/{band}/{start.isoformat()}"


def months_across(table: SourceTable) -> bool:
    """Whether most headers are months or weeks."""
    found = 0
    for header in table.header:
        with suppress(Unreadable):
            found += read_period(header)[0] is not None
    return 2 * found > len(table.header)
