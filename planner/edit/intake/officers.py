"""A list of officers: one row for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from planner.edit.intake.columns import Column
from planner.edit.intake.dates import Unreadable, read_day
from planner.edit.intake.kept_text import like_names, lone_texts
from planner.edit.intake.mapping import names_in_use
from planner.edit.intake.people import pseudonym_reader
from planner.edit.intake.privacy import REMEDY
from planner.edit.intake.problems import Problems
from planner.edit.intake.rows import Rows, Teams, team_reader
from planner.edit.intake.taken import Taken, number
from planner.edit.intake.values import read_key, read_number, read_post, read_skills, text_of
from planner.edit.intake.words import plain
from planner.edit.rota import without_people
from planner.model.checks import InvalidPlan
from planner.model.imported import Trace
from planner.model.intake import Conflict, ImportSettings
from planner.model.people import Officer, Origin, Role
from planner.model.plan import Plan
from planner.model.table import Cell

_ROLES = {
    **dict.fromkeys(
        ("officer", "pc", "dc", "constable", "detective constable", "investigator", "manager"), Role.OFFICER
    ),
    **dict.fromkeys(
        ("supervisor", "sergeant", "sgt", "ps", "ds", "detective sergeant", "di", "inspector", "detective inspector"),
        Role.SUPERVISOR,
    ),
}
_ORIGINS = {
    **dict.fromkeys(("in post", "post", "permanent", "substantive", "police officer"), Origin.POST),
    **dict.fromkeys(("recruit", "new", "new starter", "joiner"), Origin.RECRUIT),
    **dict.fromkeys(("on loan", "loan", "attached", "attachment", "seconded", "secondment"), Origin.LOAN),
}
_LEAST, _SHOWN_DIGITS = 0.1, 8


class OfficerReader:
    """Takes rows of officers."""

    def __init__(self, plan: Plan, settings: ImportSettings, headers: Mapping[str, str], key: bytes) -> None:
        self._plan, self._settings, self._headers = plan, settings, headers
        self._teams = Teams(plan, settings)
        self._present = {officer.key: officer for officer in plan.officers}
        self._by_name = {plain(officer.name): officer.key for officer in plan.officers}
        self._officers: dict[str, Officer] = {}
        self._rows: dict[str, int] = {}
        known = names_in_use(plan)
        month_first = settings.month_first
        makers: dict[str, Callable[[str], Column[Any]]] = {
            "person": lambda header: pseudonym_reader(header, key),
            "key": lambda header: Column(header, lambda cell: read_key(cell, known)),
            "name": lambda header: Column(header, lambda cell: read_post(cell, known)),
            "team": lambda header: team_reader(plan, header),
            "role": lambda header: Column(
                header, lambda cell: _one_of(_ROLES, cell, "a role is officer or supervisor")
            ),
            "fte": lambda header: Column(header, _fte),
            "hours": lambda header: Column(header, read_number),
            "start": lambda header: Column(header, lambda cell: read_day(cell, month_first)),
            "end": lambda header: Column(header, lambda cell: read_day(cell, month_first)),
            "origin": lambda header: Column(
                header, lambda cell: _one_of(_ORIGINS, cell, "an origin is in post, recruit or on loan")
            ),
            "skills": lambda header: Column(header, read_skills),
        }
        self.columns: dict[str, Column[Any]] = {field: makers[field](header) for field, header in headers.items()}
        self._names = next(field for field in ("person", "key", "name") if field in headers)

    def take(self, rows: Rows, problems: Problems) -> None:
        """Read the officers of some rows."""
        teams, keys = self._teams.read(rows, problems)
        good = rows.filled(self._names, problems) & (teams >= 0)
        for codes in rows.codes.values():
            good &= codes >= -1
        for index in range(len(good)):
            if good[index]:
                self._take(rows, index, keys[teams[index]], problems)

    def _take(self, rows: Rows, index: int, team: str, problems: Problems) -> None:
        row = int(rows.numbers[index])
        key, name = self._identity(rows, index)
        if key in self._rows:
            reason = f"row {self._rows[key]:,} has the same: each officer stands once in the file"
            problems.add(row, self._headers[self._names], "" if self._names == "person" else name, reason)
            return
        self._rows[key] = row
        changes: dict[str, Any] = {field: rows.value(field, index) for field in ("start", "end") if field in rows.codes}
        for field in ("role", "origin", "skills", "fte"):
            value = rows.value(field, index)
            if value is not None:
                changes[field] = value
        hours = rows.value("hours", index)
        if hours is not None:
            changes["fte"] = round(hours / self._plan.team(team).weekly_hours.value, 4)
        try:
            present = self._present.get(key) or Officer(key, name, team)
            self._officers[key] = replace(present, name=name, team=team, **changes)
        except InvalidPlan as error:
            field = "hours" if error.field == "fte" and hours is not None else error.field
            value = hours if field == "hours" else error.value
            problems.add(row, self._headers.get(field, ""), "" if value is None else str(value), error.rule)

    def _identity(self, rows: Rows, index: int) -> tuple[str, str]:
        """Key and name of a row's officer."""
        if self._names == "person":
            key = rows.value("person", index)
            return key, f"Officer {key[:_SHOWN_DIGITS]}"
        name = rows.value("name", index)
        if self._names == "key":
            key = rows.value("key", index)
            present = self._present.get(key)
            return key, name or (present.name if present else key)
        return self._by_name.get(plain(name)) or plain(name).replace(" ", "-"), name

    def finish(self, problems: Problems) -> Taken:
        """The plan with these officers."""
        if not self._officers and not problems.count:
            problems.add(0, "", "", "the table holds no officer")
        self._check_names(problems)
        conflict = self._settings.conflict
        teams = {officer.team for officer in self._officers.values()}
        same = [key for key in self._officers if key in self._present]
        taken = {
            key: officer
            for key, officer in self._officers.items()
            if conflict is not Conflict.SKIP or key not in self._present
        }
        gone = {
            officer.key
            for officer in self._plan.officers
            if conflict is Conflict.REPLACE and officer.team in teams and officer.key not in taken
        }
        self._check_cases(gone, taken, problems)
        result = Taken(
            self._plan,
            [
                Trace(f"officer/{key}", self._rows[key], self._rows[key], f"{o.team}/{o.fte:g}")
                for key, o in taken.items()
            ],
            len(taken),
            number(len(taken), "officer"),
        )
        if same:
            done = "stay as they were" if conflict is Conflict.SKIP else "are brought up to date"
            result.notes.append(f"{number(len(same), 'officer')} already in the plan {done}.")
        if gone:
            result.notes.append(f"{number(len(gone), 'officer')} of the plan are not in the file and leave it.")
        for team in self._plan.teams:
            own = [officer for officer in taken.values() if officer.team == team.key]
            if own:
                posts = sum(officer.fte for officer in own)
                result.totals.append(f"{team.name}: {number(len(own), 'officer')}, {posts:g} full-time equivalents")
        if not problems.count:
            kept = [taken.pop(officer.key, officer) for officer in self._plan.officers if officer.key not in gone]
            duties = tuple(duty for duty in self._plan.duties if duty.officer not in gone)
            rotas = without_people(self._plan.rotas, gone)
            officers = (*kept, *taken.values())
            result.plan = replace(self._plan, officers=officers, duties=duties, rotas=rotas)
        return result

    def _check_names(self, problems: Problems) -> None:
        """Of keys, posts and skills, those that only beside the others look like names."""
        known = names_in_use(self._plan)
        reason = f"this looks like one of names: {REMEDY}"
        for field in {"key", "name"} & self._headers.keys():
            rows = {getattr(officer, field): self._rows[key] for key, officer in self._officers.items()}
            for text in lone_texts(rows, known):
                problems.add(rows[text], self._headers[field], text, reason, private=True)
        skills = [officer.skills for officer in self._officers.values()]
        if "skills" in self._headers and like_names(skills, known):
            problems.add(0, self._headers["skills"], "", f"this column looks like names: {REMEDY}")

    def _check_cases(self, gone: set[str], taken: Mapping[str, Officer], problems: Problems) -> None:
        """Nobody who owns cases may leave the plan, their team or their role by an import."""
        owned: dict[str, int] = {}
        for case in self._plan.cases:
            if case.owner is not None:
                owned[case.owner] = owned.get(case.owner, 0) + 1
        for key, count in owned.items():
            officer, after = self._present[key], taken.get(key)
            cases = number(count, "open case")
            if key in gone:
                reason = (
                    f"{officer.name} owns {cases} and is not in the file: add a row, give an end date, or choose to add"
                )
                problems.add(0, "", "", reason)
            elif after is not None and (after.team != officer.team or after.role is not Role.OFFICER):
                field = "team" if after.team != officer.team else "role"
                reason = f"{officer.name} owns {cases} of the present team and role: hand them over first"
                problems.add(self._rows[key], self._headers.get(field, ""), "", reason)


def _one_of(words: Mapping[str, Any], cell: Cell, rule: str) -> Any:
    found = words.get(plain(text_of(cell)))
    if found is None:
        raise Unreadable(rule)
    return found


def _fte(cell: Cell) -> float:
    value = read_number(cell)
    if not _LEAST <= value <= 1:
        raise Unreadable("a full-time equivalent is from 0.1 to 1")
    return value
