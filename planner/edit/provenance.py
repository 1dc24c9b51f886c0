"""Where the plan's numbers came from: the register of its figures, and the imports behind its counts and entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, get_args, get_type_hints

from planner.model.absence import AbsencePattern
from planner.model.assumption import Assumption, BandFigure
from planner.model.cases import Case
from planner.model.duration import PARAMETERS, Duration
from planner.model.imported import ImportRecord, Trace
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.team import Band, Outcome, Rebanding, Route, Stage, Team

Value = TypeVar("Value")

_WORDS = {
    "cv": "coefficient of variation",
    "low": "lowest",
    "mode": "most likely",
    "high": "highest",
    "value": "",
    "figure": "",
    "recurrence": "",
    "interval": "days between visits",
    "due": "due within",
    "feed": "passed on",
    "reactive": "reactive share",
}
"""Names of the model that do not say it themselves."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One figure of the plan in the register."""

    place: str
    """Where it stands in the plan, for `set_figure`: `teams/polit/stages/triage/effort/parameters/0`."""
    team: str
    """The team's name; empty for a figure of no team."""
    name: str
    """What it is, in words: "Stage Triage, effort, mean"."""
    figure: Assumption
    editable: bool = True
    """Whether `set_figure` can change it."""


def register(plan: Plan) -> tuple[RegisterRow, ...]:
    """Every figure of the plan with its provenance, in the order of the model."""
    names = {team.key: team.name for team in plan.teams}
    rows = []
    for field in fields(Plan):
        entries = getattr(plan, field.name)
        if is_dataclass(entries):
            rows += [_row("", *found) for found in _figures(entries, (field.name,), (field.name,), {})]
        for number, entry in enumerate(entries if isinstance(entries, tuple) else ()):
            of_team = isinstance(entry, Team)
            team = entry.name if of_team else names.get(getattr(entry, "team", None) or "", "")
            words = () if of_team else (_entry_words(field.name, entry, number, {}),)
            known = _names(entry) if of_team else {}
            place = (field.name, _step(entry, number))
            rows += [_row(team, *found) for found in _figures(entry, place, words, known)]
    return tuple(rows)


def _row(team: str, place: tuple[str, ...], words: tuple[str, ...], figure: Assumption) -> RegisterRow:
    name = ", ".join(filter(None, words))
    return RegisterRow("/".join(place), team, name[:1].upper() + name[1:], figure)


def set_figure(plan: Plan, place: str, figure: Assumption) -> Plan:
    """The plan with `figure` at the place of a row of the register: another status, source, owner, value, …

    KeyError when the plan has no figure there (any more); InvalidPlan for a figure that cannot stand there.
    """

    def put(found: object) -> Assumption:
        if not isinstance(found, Assumption):
            raise KeyError(place)
        return figure

    try:
        return _changed(plan, place.split("/"), put)
    except (AttributeError, StopIteration) as error:
        raise KeyError(place) from error


def _figures(
    value: object, place: tuple[str, ...], words: tuple[str, ...], names: dict[str, str]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Assumption]]:
    """Every figure within a value: its place, the words that lead to it, and itself."""
    kind: type = type(value)
    if isinstance(value, Assumption):
        yield place, words, value
    elif is_dataclass(value) and _holds_figures(kind):
        for field in fields(value):
            inner = getattr(value, field.name)
            if not isinstance(inner, tuple):
                said = _WORDS.get(field.name, field.name.replace("_", " "))
                yield from _figures(inner, (*place, field.name), (*words, said), names)
                continue
            for number, entry in enumerate(inner):
                if not is_dataclass(entry):
                    break
                said = _entry_words(field.name, entry, number, names)
                if isinstance(value, Duration):
                    said = _WORDS.get(found := PARAMETERS[value.shape][number], found)
                yield from _figures(entry, (*place, field.name, _step(entry, number)), (*words, said), names)


@lru_cache(maxsize=256)
def _holds_figures(kind: type) -> bool:
    """Whether a figure can be somewhere within a value of this kind: a long case book need not be searched."""
    inner = {part for hint in get_type_hints(kind).values() for part in _dataclasses(hint)}
    return Assumption in inner or any(_holds_figures(part) for part in inner)


def _dataclasses(hint: object) -> Iterator[type]:
    """The dataclasses that a type hint speaks of."""
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for part in get_args(hint):
        yield from _dataclasses(part)


def _names(team: Team) -> dict[str, str]:
    """How the parts of a team are called, by their keys."""
    parts: tuple[Band | Stage | Outcome, ...] = (*team.bands, *team.stages, *team.outcomes)
    return {part.key: part.name for part in parts}


def _entry_words(field: str, entry: object, number: int, names: dict[str, str]) -> str:
    """What one entry of a list is called."""
    said = _WORDS.get(field, field.removesuffix("s").replace("_", " "))
    band = getattr(entry, "band", None)
    of_band = "" if band is None else f" (band {names.get(band, band)})"
    match entry:
        case BandFigure():
            return said + of_band
        case Route():
            return f"route to {names.get(entry.to, entry.to)}{of_band}"
        case Rebanding():
            return f"band {names.get(entry.before, entry.before)} becomes {names.get(entry.after, entry.after)}"
        case AbsencePattern():
            return f"absence {number + 1} ({entry.kind})"
    return f"{said} {getattr(entry, 'name', number + 1)}"


def _step(entry: object, number: int) -> str:
    """How a place names one entry of a list: by its key, or by its number from 0 where it has none."""
    return str(getattr(entry, "key", number))


def _changed(value: Value, steps: list[str], change: Callable[[object], Any]) -> Value:
    """The value with what `steps` lead to changed."""
    if not steps:
        return change(value)  # type: ignore[no-any-return]
    step, rest = steps[0], steps[1:]
    if isinstance(value, tuple):
        index = next(index for index, entry in enumerate(value) if _step(entry, index) == step)
        return (*value[:index], _changed(value[index], rest, change), *value[index + 1 :])  # type: ignore[return-value]
    return replace(value, **{step: _changed(getattr(value, step), rest, change)})  # type: ignore[type-var]


@dataclass(frozen=True, slots=True)
class Origin:
    """The import that a number or entry of the plan came from."""

    record: ImportRecord
    trace: Trace
    held: str | None
    """What the plan holds now, as text; None when it is not there any more."""

    @property
    def changed(self) -> bool:
        """Whether the plan now holds something else than was imported.

        Of an import that added to what was there, only that it is gone can be told.
        """
        return self.held is None or (self.record.conflict != "add" and self.held != self.trace.value)


def trace_of(plan: Plan, subject: str) -> Origin | None:
    """Where the subject of a trace came from, by the latest import that speaks of it; None when none does."""
    for record in reversed(plan.imports):
        for trace in reversed(record.traces):
            if trace.subject == subject:
                return Origin(record, trace, held(plan, subject))
    return None


def origins(plan: Plan) -> dict[str, Origin]:
    """`trace_of` for every subject that was ever imported."""
    found = {trace.subject: (record, trace) for record in plan.imports for trace in record.traces}
    now = {
        **{
            f"history/{history.team}/{history.band}/{history.begins(place).isoformat()}": _count_text(count)
            for history in plan.histories
            for place, count in enumerate(history.counts)
        },
        **{f"case/{case.key}": case_in_brief(case) for case in plan.cases},
        **{f"officer/{officer.key}": officer_in_brief(officer) for officer in plan.officers},
    }
    return {subject: Origin(record, trace, now.get(subject)) for subject, (record, trace) in found.items()}


def held(plan: Plan, subject: str) -> str | None:
    """What the plan holds of a trace's subject, in the form of `Trace.value`; None when nothing."""
    kind, _, rest = subject.partition("/")
    if kind == "case":
        return next((case_in_brief(case) for case in plan.cases if case.key == rest), None)
    if kind == "officer":
        return next((officer_in_brief(officer) for officer in plan.officers if officer.key == rest), None)
    team, band, day = rest.split("/")
    for history in plan.histories:
        if (history.team, history.band) == (team, band):
            place = history.period.place(history.start, date.fromisoformat(day))
            return _count_text(history.counts[place]) if 0 <= place < len(history.counts) else None
    return None


def _count_text(count: int | None) -> str | None:
    return None if count is None else str(count)


def case_in_brief(case: Case) -> str:
    """A case as a trace notes it."""
    return f"{case.team}/{case.band}/{case.stage}"


def officer_in_brief(officer: Officer) -> str:
    """An officer as a trace notes it."""
    return f"{officer.team}/{officer.fte:g}"
