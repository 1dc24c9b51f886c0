"""A case book: one row for each open case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner.edit.intake.columns import Column
from planner.edit.intake.dates import Unreadable, read_day
from planner.edit.intake.kept_text import lone_texts
from planner.edit.intake.people import hidden_owner_reader, owner_reader, pseudonym_reader
from planner.edit.intake.privacy import REMEDY
from planner.edit.intake.problems import Problems
from planner.edit.intake.rows import Places, Rows, Teams, team_reader
from planner.edit.intake.taken import Taken, number
from planner.edit.intake.values import read_key, read_truth, text_of
from planner.edit.intake.words import plain
from planner.model.cases import Case, Phase
from planner.model.imported import Trace
from planner.model.intake import Conflict, ImportSettings
from planner.model.people import Role
from planner.model.plan import Plan
from planner.model.table import Cell

_PHASES = {
    "task": Phase.TASK, "work": Phase.TASK, "officer": Phase.TASK, "ready": Phase.TASK, "in hand": Phase.TASK,
    "delay": Phase.DELAY, "waiting": Phase.DELAY, "external": Phase.DELAY, "outside": Phase.DELAY,
}  # fmt: skip


class CaseReader:
    """Takes rows of open cases."""

    def __init__(self, plan: Plan, settings: ImportSettings, headers: Mapping[str, str], key: bytes) -> None:
        self._plan, self._settings, self._headers = plan, settings, headers
        self._teams = Teams(plan, settings)
        self._bands, self._stages = Places(plan, "band", "risk band"), Places(plan, "stage", "stage")
        self._officers = {officer.key: officer for officer in plan.officers}
        self._cases: dict[str, Case] = {}
        self._rows: dict[str, int] = {}
        self._dated_by_opening = 0
        month_first = settings.month_first
        known = frozenset(case.key for case in plan.cases)

        def day(header: str) -> Column[Any]:
            return Column(header, lambda cell: read_day(cell, month_first))

        makers: dict[str, Callable[[str], Column[Any]]] = {
            "reference": lambda header: pseudonym_reader(header, key),
            "key": lambda header: Column(header, lambda cell: read_key(cell, known)),
            "team": lambda header: team_reader(plan, header),
            "band": self._bands.reader,
            "stage": self._stages.reader,
            "owner": lambda header: owner_reader(plan, header),
            "owner-name": lambda header: hidden_owner_reader(plan, header, key),
            "opened": day,
            "since": day,
            "due": day,
            "legacy": lambda header: Column(header, read_truth),
            "phase": lambda header: Column(header, _phase),
        }
        self.columns: dict[str, Column[Any]] = {field: makers[field](header) for field, header in headers.items()}
        self._name = "reference" if "reference" in headers else "key"

    def take(self, rows: Rows, problems: Problems) -> None:
        """Read the cases of some rows."""
        teams, keys = self._teams.read(rows, problems)
        bands = self._bands.read(rows, teams, keys, problems)
        stages = self._stages.read(rows, teams, keys, problems)
        good = rows.filled(self._name, problems) & rows.filled("opened", problems) & (bands >= 0) & (stages >= 0)
        for field in ("owner", "owner-name", "since", "due", "legacy", "phase"):
            if field in rows.codes:
                good &= rows.codes[field] >= -1
        for index in range(len(good)):
            if good[index]:
                team, band = self._bands.pairs[bands[index]]
                self._take(rows, index, team, band, self._stages.pairs[stages[index]][1], problems)

    def _take(self, rows: Rows, index: int, team: str, band: str, stage: str, problems: Problems) -> None:
        row = int(rows.numbers[index])
        key, opened = rows.value(self._name, index), rows.value("opened", index)
        since, due = rows.value("since", index), rows.value("due", index)
        owner = rows.value("owner", index) or rows.value("owner-name", index) or None
        if since is None:
            since = opened
            self._dated_by_opening += 1
        phase = rows.value("phase", index) or self._usual_phase(team, stage, due, owner)
        faults = self._faults(team, owner, opened, since, phase)
        if key in self._rows:
            faults.append((self._name, f"row {self._rows[key]:,} has the same: each case stands once in the file"))
        for field, reason in faults:
            problems.add(row, self._headers.get(field, ""), self._shown(field, opened, since, owner), reason)
        self._rows.setdefault(key, row)
        if not faults:
            legacy = bool(rows.value("legacy", index))
            self._cases[key] = Case(key, team, band, stage, opened, since, phase, owner, due, legacy)

    def _faults(self, team: str, owner: str | None, opened: date, since: date, phase: Phase) -> list[tuple[str, str]]:
        """Fields and what is wrong with them."""
        faults = []
        start = f"{self._plan.start:%d/%m/%Y}"
        if opened >= self._plan.start:
            faults.append(("opened", f"an open case was opened before the plan begins on {start}"))
        elif since >= self._plan.start:
            faults.append(("since", f"what a case waits for began before the plan does on {start}"))
        elif opened > since:
            faults.append(("since", f"this is before the case was opened on {opened:%d/%m/%Y}"))
        field = "owner" if "owner" in self._headers else "owner-name"
        if owner is None:
            if phase is Phase.DELAY:
                faults.append(
                    ("phase", "a case without an owner waits for its first task: give it an owner, or phase task")
                )
            return faults
        officer = self._officers[owner]
        if officer.team != team:
            faults.append((field, f"this officer is in team {self._plan.team(officer.team).name}, not in the case's"))
        elif officer.role is not Role.OFFICER:
            faults.append((field, "a supervisor owns no case"))
        return faults

    def _shown(self, field: str, opened: date, since: date, owner: str | None) -> str:
        days = {"opened": opened, "since": since}
        if field in days:
            return f"{days[field]:%d/%m/%Y}"
        return self._officers[owner].name if owner is not None and field == "owner" else ""

    def _usual_phase(self, team: str, stage: str, due: date | None, owner: str | None) -> Phase:
        """Without a column for it: work to do, or for a recurring stage whose turn is not near yet, the wait for it."""
        recurrence = self._plan.team(team).stage(stage).recurrence
        if recurrence is None or due is None or owner is None:
            return Phase.TASK
        near = self._plan.start + timedelta(days=round(recurrence.lead_days.value))
        return Phase.DELAY if due > near else Phase.TASK

    def finish(self, problems: Problems) -> Taken:
        """The plan with the case book."""
        if not self._cases and not problems.count:
            problems.add(0, "", "", "the table holds no case")
        if self._name == "key":
            for key in lone_texts(self._rows, frozenset(case.key for case in self._plan.cases)):
                reason = f"this looks like one of names: {REMEDY}"
                problems.add(self._rows[key], self._headers["key"], key, reason, private=True)
        conflict = self._settings.conflict
        teams = {case.team for case in self._cases.values()}
        kept = [case for case in self._plan.cases if conflict is not Conflict.REPLACE or case.team not in teams]
        present = {case.key: case for case in kept}
        same = [key for key in self._cases if key in present]
        for key in same:
            if present[key].team != self._cases[key].team:
                name = self._plan.team(present[key].team).name
                problems.add(self._rows[key], self._headers[self._name], "", f"{name} has an open case of this key")
        taken = {key: case for key, case in self._cases.items() if conflict is not Conflict.SKIP or key not in present}
        after = [taken.pop(case.key, case) for case in kept]
        result = Taken(
            self._plan if problems.count else replace(self._plan, cases=(*after, *taken.values())),
            [
                Trace(f"case/{key}", self._rows[key], self._rows[key], f"{case.team}/{case.band}/{case.stage}")
                for key, case in self._cases.items()
                if conflict is not Conflict.SKIP or key not in same
            ],
            len(self._cases) - (len(same) if conflict is Conflict.SKIP else 0),
            "",
        )
        result.what = number(result.rows, "case")
        self._tell(result, teams, same)
        return result

    def _tell(self, result: Taken, teams: set[str], same: list[str]) -> None:
        conflict = self._settings.conflict
        for team in self._plan.teams:
            if team.key in teams:
                own = [case for case in self._cases.values() if case.team == team.key]
                unowned = sum(case.owner is None for case in own)
                before = len(self._plan.cases_of(team.key))
                instead = f", in place of {before:,}" if conflict is Conflict.REPLACE and before else ""
                result.totals.append(
                    f"{team.name}: {number(len(own), 'open case')}{instead}; {unowned:,} without an owner"
                )
        if same:
            done = "are brought up to date" if conflict is Conflict.ADD else "stay as they were"
            result.notes.append(f"{number(len(same), 'case')} already in the plan {done}.")
        if self._dated_by_opening:
            undated = number(self._dated_by_opening, "case does", "cases do")
            result.notes.append(f"{undated} not say when the wait began: the day of opening is taken.")


def _phase(cell: Cell) -> Phase:
    found = _PHASES.get(plain(text_of(cell)))
    if found is None:
        raise Unreadable("a phase is task (waits for work) or delay (waits for something outside)")
    return found
