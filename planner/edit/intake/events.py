"""A table of single referrals: one row each, counted by month or week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.edit.intake.columns import Column
from planner.edit.intake.counting import Coverage, References, coverage, places_of, repeated
from planner.edit.intake.counts import subject_of
from planner.edit.intake.dates import read_day
from planner.edit.intake.histories import Cell as Place
from planner.edit.intake.histories import merge, totals
from planner.edit.intake.problems import Problems
from planner.edit.intake.rows import Places, Rows, Teams, team_reader
from planner.edit.intake.taken import Taken, number
from planner.model.demand import LONGEST_HISTORY
from planner.model.imported import Trace
from planner.model.intake import Conflict, ImportSettings
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.raw_events import RawEvents

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LONGEST_SILENCE = 366
"""Days; a longer stretch without any referral in the file points to a wrong date."""


class EventReader:
    """Takes rows of events; each costs some 18 bytes."""

    def __init__(
        self,
        plan: Plan,
        settings: ImportSettings,
        headers: Mapping[str, str],
        key: bytes,
        today: date,
        known: NDArray[np.uint8] | None,
    ) -> None:
        self._plan, self._settings, self._headers = plan, settings, headers
        self._known = known
        self._latest = max(plan.start, today).toordinal()
        self._teams, self._bands = Teams(plan, settings), Places(plan, "band", "risk band")
        self._days: list[NDArray[np.int32]] = []
        self._places: list[NDArray[np.int16]] = []
        self._rows: list[NDArray[np.int32]] = []
        self._references: list[NDArray[np.uint8]] = []
        month_first = settings.month_first
        self.columns: dict[str, Column[Any] | References] = {}
        for field, header in headers.items():
            if field == "received":
                self.columns[field] = Column(header, lambda cell: read_day(cell, month_first))
            elif field == "team":
                self.columns[field] = team_reader(plan, header)
            elif field == "band":
                self.columns[field] = self._bands.reader(header)
            else:
                self.columns[field] = References(header, key)

    def take(self, rows: Rows, problems: Problems) -> None:
        """Keep the day, team and band of some rows, and the pseudonyms of their references."""
        import numpy as np

        teams, keys = self._teams.read(rows, problems)
        places = self._bands.read(rows, teams, keys, problems)
        good = rows.filled("received", problems) & (places >= 0)
        ordinals = np.array([day.toordinal() for day in rows.columns["received"].values] or [0], np.int32)
        days = ordinals[np.maximum(rows.codes["received"], 0)]
        for index in np.flatnonzero(good & (days > self._latest)).tolist():
            day = date.fromordinal(int(days[index]))
            reason = "this day lies ahead: a referral has come in already"
            problems.add(int(rows.numbers[index]), self._headers["received"], f"{day:%d/%m/%Y}", reason)
        good &= days <= self._latest
        self._days.append(days[good])
        self._places.append(places[good].astype(np.int16))
        self._rows.append(rows.numbers[good])
        if "reference" in rows.codes:
            column = self.columns["reference"]
            assert isinstance(column, References)
            self._references.append(column.digests(rows.codes["reference"][good]))

    def finish(self, problems: Problems) -> Taken:
        """The plan with the events counted."""
        import numpy as np

        result = Taken(self._plan, [], 0, number(0, "referral"))
        if not sum(map(len, self._days)):
            if not problems.count:
                problems.add(0, "", "", "the table holds no referral")
            return result
        days, rows = np.concatenate(self._days), np.concatenate(self._rows)
        places = np.concatenate(self._places)
        references = np.concatenate(self._references) if self._references else None
        self._check_silence(days, rows, problems)
        if problems.count:
            return result
        fresh = np.ones(len(days), bool) if references is None else self._fresh(references, result)
        cells, held = self._cells(days, places, fresh, result, problems)
        if problems.count:
            return result
        sizes = np.bincount(held[held >= 0], minlength=len(cells)).tolist()
        counts = dict(zip(cells, sizes, strict=True))
        periods = self._periods()
        merged = merge(self._plan, counts, periods, self._settings.conflict, problems)
        if problems.count:
            return result
        kept = np.array([cell in merged.kept_old for cell in cells] + [True])
        taken = ~kept[held]
        result.plan = replace(self._plan, histories=merged.histories)
        result.notes += merged.notes
        result.rows = int(taken.sum())
        result.what = number(result.rows, "referral")
        result.traces = _traces(cells, sizes, held, rows, merged.kept_old)
        result.events = self._raw(
            days[taken], places[taken], rows[taken], None if references is None else references[taken]
        )
        result.totals = totals(self._plan, counts, periods, merged)
        return result

    def _periods(self) -> dict[str, Period]:
        """What each team of the table is counted by."""
        present = {history.team: history.period for history in self._plan.histories}
        chosen = self._settings.period
        return {team: chosen or present.get(team, Period.MONTH) for team, _ in self._bands.pairs}

    def _check_silence(self, days: NDArray[np.int32], rows: NDArray[np.int32], problems: Problems) -> None:
        import numpy as np

        seen = np.unique(days)
        for place in np.flatnonzero(np.diff(seen) > _LONGEST_SILENCE).tolist():
            before, after = int(seen[place]), int(seen[place + 1])
            lone = before if place < len(seen) / 2 else after
            row = int(rows[np.argmax(days == lone)])
            reason = (
                f"between {_written(before)} and {_written(after)} the file holds no referral at all: look for a wrong "
                "year, or import the two parts one after the other"
            )
            problems.add(row, self._headers["received"], f"{date.fromordinal(lone):%d/%m/%Y}", reason)

    def _fresh(self, references: NDArray[np.uint8], result: Taken) -> NDArray[np.bool_]:
        """[N] Whether an event is counted: it repeats none of the file nor, when counts are added, an earlier one."""
        known = self._known if self._settings.conflict is Conflict.ADD else None
        within, before = repeated(references, known)
        for found, what in ((within, "repeat a reference"), (before, "were imported before")):
            if found.any():
                result.notes.append(f"{number(int(found.sum()), 'row')} that {what} were skipped.")
        return ~(within | before)

    def _cells(
        self,
        days: NDArray[np.int32],
        places: NDArray[np.int16],
        fresh: NDArray[np.bool_],
        result: Taken,
        problems: Problems,
    ) -> tuple[list[Place], NDArray[np.int32]]:
        """The counts the file holds in full, zeros among them, and [N] to which of them each event belongs, or -1."""
        import numpy as np

        first, last = int(days.min()), int(days.max())
        whole_first = self._settings.first_day or date.fromordinal(first)
        whole_last = self._settings.last_day or date.fromordinal(last)
        cells: list[Place] = []
        held = np.full(len(days), -1, np.int32)
        periods = self._periods()
        for period in sorted(set(periods.values())):
            held_whole = coverage(period, whole_first, whole_last, self._settings.first_day is not None)
            if held_whole.length < 1:
                problems.add(0, "", "", f"the file holds no whole {period}: {'; '.join(held_whole.left_out)}")
                continue
            if held_whole.length > LONGEST_HISTORY:
                reason = f"the file spans {held_whole.length:,} {period}s: at most {LONGEST_HISTORY:,} are kept"
                problems.add(0, "", "", reason)
                continue
            index = places_of(days, period, held_whole.start)
            inside = fresh & (index >= 0) & (index < held_whole.length)
            firsts = self._first_cells(cells, held_whole, [team for team in periods if periods[team] is period])
            base = np.array([firsts.get(pair, -1) for pair in self._bands.pairs])[places]
            chosen = inside & (base >= 0)
            held[chosen] = base[chosen] + index[chosen]
            self._note_left_out(held_whole, int((fresh & (base >= 0) & ~inside).sum()), result)
        return cells, held

    def _first_cells(self, cells: list[Place], held: Coverage, teams: list[str]) -> dict[tuple[str, str], int]:
        """Add the cells of all bands of some teams; gives where those of each band begin."""
        firsts = {}
        starts = [held.period.start(held.start, place) for place in range(held.length)]
        for team in teams:
            for band in self._plan.team(team).bands:
                firsts[team, band.key] = len(cells)
                cells += [(team, band.key, start) for start in starts]
        return firsts

    @staticmethod
    def _note_left_out(held: Coverage, rows: int, result: Taken) -> None:
        if held.left_out:
            result.notes.append(
                f"Not counted, because the file holds it in part: {' and '.join(held.left_out)}; {number(rows, 'row')}."
            )

    def _raw(
        self,
        days: NDArray[np.int32],
        places: NDArray[np.int16],
        rows: NDArray[np.int32],
        references: NDArray[np.uint8] | None,
    ) -> RawEvents:
        import numpy as np

        teams = tuple(dict.fromkeys(team for team, _ in self._bands.pairs))
        bands = tuple(dict.fromkeys(band for _, band in self._bands.pairs))
        team_of = np.array([teams.index(team) for team, _ in self._bands.pairs], np.int16)
        band_of = np.array([bands.index(band) for _, band in self._bands.pairs], np.int16)
        return RawEvents(days, team_of[places], band_of[places], rows, teams, bands, references)


def _traces(
    cells: list[Place], sizes: list[int], held: NDArray[np.int32], rows: NDArray[np.int32], kept: frozenset[Place]
) -> list[Trace]:
    """The first and last row behind each count; the whole file behind a zero."""
    import numpy as np

    # Where an index comes twice, what is written last stays; the rows are in the order of the file.
    firsts = np.full(len(cells) + 1, rows.min())
    lasts = np.full(len(cells) + 1, rows.max())
    lasts[held] = rows
    firsts[held[::-1]] = rows[::-1]
    return [
        Trace(subject_of(cell), first, last, str(size))
        for cell, size, first, last in zip(cells, sizes, firsts.tolist(), lasts.tolist(), strict=False)
        if cell not in kept
    ]


def _written(day: int) -> str:
    found = date.fromordinal(day)
    return f"{found.day} {found:%B %Y}"
