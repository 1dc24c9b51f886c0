"""What differs between two plans, in words: "3 officers added; POLIT: referrals per month 60 → 70"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from planner.model.assumption import Assumption
from planner.model.cases import Case
from planner.model.demand import DemandHistory
from planner.model.plan import Plan
from planner.model.scenario import Lever, Resource, Scenario
from planner.model.team import Team
from planner.report.levers import lever_name, lever_sentence
from planner.report.words import counted, day_in_words, percentage

MOST_NAMED = 3
"""Entries of a kind that are named one by one; the rest are counted."""
Figures = Mapping[str, tuple[str, Assumption]]
"""A plan's figures by their place in it, each with what it is called."""

_WORDS = {
    "fte": "full-time equivalent",
    "start": "first day",
    "end": "last day",
    "by": "met by",
    "done": "done on",
    "origin": "how they came to the team",
    "baseline": "the baseline",
    "on": "day",
    "percent": "",
    "count": "",
    "cases": "",
    "hours": "hours a week",
    "over_days": "days to get there",
    "vetting_days": "days of vetting",
    "replaces_trend": "in place of the trend",
}
"""Names of the model that do not say it themselves; the empty ones go without."""
_KINDS = {
    "officers": "officer",
    "standards": "standard",
    "actions": "action",
    "resources": "shared resource",
    "growth_cases": "growth case",
    "imports": "import",
    "rotas": "rota",
}
_OF_TEAM = ("name", "case_word", "summary", "weekday_work", "weekday_referrals", "absences")
_WHOLE = ("name", "start", "reinspection", "illustrative", "note")


def differences(before: Plan, after: Plan, figures_before: Figures, figures_after: Figures) -> tuple[str, ...]:
    """Each difference as a sentence without its full stop, the most telling first; empty when the plans are equal."""
    lines = [*_entries("team", before.teams, after.teams), *_parts_of_teams(before, after)]
    lines += _figures(before, after, figures_before, figures_after)
    for field, word in _KINDS.items():
        lines += _entries(word, getattr(before, field), getattr(after, field))
    lines += _cases(before, after)
    lines += _scenarios(before, after)
    lines += _histories(before, after)
    lines += _changed_lists(before, after)
    lines += _changes("the plan", before, after, _WHOLE)
    return tuple(lines)


def _entries(word: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[str]:
    """Entries added, removed and changed, by their keys."""
    old, new = ({_key(entry): entry for entry in entries} for entries in (before, after))
    for verb, found in (
        ("added", [entry for key, entry in new.items() if key not in old]),
        ("removed", [entry for key, entry in old.items() if key not in new]),
    ):
        if found:
            yield f"{counted(len(found), word)} {verb}: {_named([_name(entry) for entry in found])}"
    if word == "team":
        return
    changed = [(old[key], entry) for key, entry in new.items() if key in old and old[key] != entry]
    lines = [line for earlier, later in changed for line in _changes(f"{word} {_name(later)}", earlier, later)]
    yield from _at_most(lines, f"more changes to {word}s")
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield f"the order of the {word}s"


def _key(entry: Any) -> Hashable:
    return (getattr(entry, "team", None), entry.key) if hasattr(entry, "replaces_trend") else entry.key


def _name(entry: Any) -> str:
    return str(getattr(entry, "name", None) or getattr(entry, "what", None) or getattr(entry, "file", entry.key))


def _named(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _at_most(lines: Sequence[str], rest: str, most: int = 8) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"{len(lines) - most:,} {rest}"


def _changes(subject: str, before: Any, after: Any, names: Sequence[str] | None = None) -> Iterator[str]:
    """The fields of one entry that differ, but for its figures, which have lines of their own."""
    for name in names or [field.name for field in fields(before)]:
        old, new = getattr(before, name), getattr(after, name)
        if old == new or _bare(old) == _bare(new):
            continue
        word = _WORDS.get(name, name.replace("_", " "))
        yield f"{subject}: {word} {_change(old, new)}".replace("  ", " ")


def _bare(value: object) -> object:
    """A value without the figures in it."""
    if isinstance(value, Assumption):
        return Assumption
    if isinstance(value, tuple):
        return tuple(_bare(entry) for entry in value)
    if is_dataclass(value):
        return type(value), *(_bare(getattr(value, field.name)) for field in fields(value))
    return value


def _change(old: object, new: object) -> str:
    long = any(isinstance(value, str) and len(value) > 40 for value in (old, new))
    plain = all(value is None or isinstance(value, str | int | float | date | Enum) for value in (old, new))
    if plain and not long:
        return f"{_said(old)} → {_said(new)}"
    if isinstance(old, tuple) and isinstance(new, tuple) and len(old) != len(new):
        return f"{len(old)} → {len(new)}"
    return "changed"


def _said(value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return day_in_words(value) if isinstance(value, date) else str(value)


def _figures(before: Plan, after: Plan, old: Figures, new: Figures) -> Iterator[str]:
    """Figures whose value differs; those of things that came or went are told with the things."""
    teams = {team.key for team in before.teams} & {team.key for team in after.teams}
    lines, sources = [], 0
    for place, (name, figure) in new.items():
        if place not in old:
            continue
        earlier = old[place][1]
        if earlier.value != figure.value:
            lines.append(
                f"{name} {_figure(earlier.value, figure.unit)} → {_figure(figure.value, figure.unit, end=True)}"
            )
        elif earlier != figure:
            sources += 1
    for place, (name, figure) in new.items():
        if place not in old and _optional(place, teams):
            lines.append(f"{name} set to {_figure(figure.value, figure.unit, end=True)}")
    for place, (name, _) in old.items():
        if place not in new and _optional(place, teams):
            lines.append(f"{name} no longer set")
    yield from _at_most(lines, "more figures changed", 12)
    if sources:
        verb = "has" if sources == 1 else "have"
        yield f"{counted(sources, 'figure')} {verb} another source, status, owner or date"


def _optional(place: str, teams: Collection[str]) -> bool:
    """Whether a place is a figure of one of these teams itself, which may be absent."""
    steps = place.split("/")
    return steps[0] == "teams" and len(steps) == 3 and steps[1] in teams


def _figure(value: float, unit: str, *, end: bool = False) -> str:
    if unit in ("share", "probability"):
        return percentage(value) if end else f"{round(100 * value, 1):g}"
    return f"{value:,g}"


def _parts_of_teams(before: Plan, after: Plan) -> Iterator[str]:
    """Stages, bands and outcomes of teams that are in both."""
    old = {team.key: team for team in before.teams}
    for team in after.teams:
        if team.key not in old or old[team.key] == team:
            continue
        for field, word in (("stages", "stage"), ("bands", "band"), ("outcomes", "outcome")):
            for line in _entries(word, getattr(old[team.key], field), getattr(team, field)):
                yield f"{team.name}: {line}"
        yield from _changes(team.name, old[team.key], team, _OF_TEAM)


def _cases(before: Plan, after: Plan) -> Iterator[str]:
    old, new = ({case.key: case for case in plan.cases} for plan in (before, after))
    pairs = [(old[key], case) for key, case in new.items() if key in old and old[key] != case]
    kinds: tuple[tuple[str, Callable[[Case, Case], bool]], ...] = (
        ("given to another officer", lambda one, two: two.owner not in (None, one.owner)),
        ("left without an owner", lambda one, two: one.owner is not None and two.owner is None),
        (
            "moved to another stage",
            lambda one, two: (one.team, one.stage, one.phase) != (two.team, two.stage, two.phase),
        ),
        ("put into another band", lambda one, two: one.band != two.band),
        ("given other dates", lambda one, two: _dates(one) != _dates(two)),
    )
    counts = [("added", sum(key not in old for key in new)), ("removed", sum(key not in new for key in old))]
    counts += [(verb, sum(differs(*pair) for pair in pairs)) for verb, differs in kinds]
    for verb, number in counts:
        if number:
            yield f"{counted(number, 'open case')} {verb}"


def _dates(case: Case) -> tuple[object, ...]:
    return case.opened, case.since, case.due, case.legacy


def _scenarios(before: Plan, after: Plan) -> Iterator[str]:
    old = {scenario.key: scenario for scenario in before.scenarios}
    yield from (
        line
        for line in _entries("scenario", before.scenarios, after.scenarios)
        if not line.endswith(("levers changed",)) and ": levers " not in line
    )
    for scenario in after.scenarios:
        earlier = old.get(scenario.key)
        if earlier is not None and earlier.levers != scenario.levers:
            yield from _levers(earlier, scenario, before, after)


def _levers(earlier: Scenario, later: Scenario, before: Plan, after: Plan) -> Iterator[str]:
    """Levers that came, went or were moved; those of one kind for one team are paired in their order."""
    subject = f"scenario {later.name}"
    old = _counted_levers(earlier.levers)
    new = _counted_levers(later.levers)
    for mark, lever in new.items():
        if mark not in old:
            yield f"{subject}: added “{lever_sentence(lever, after)}”"
        elif old[mark] != lever:
            place = str(getattr(lever, "team", None) or getattr(lever, "resource", ""))
            parts: tuple[Team | Resource, ...] = (*after.teams, *after.resources)
            names = {part.key: part.name for part in parts}
            what = f"{subject}: {lever_name(type(lever)).lower()} of {names.get(place, place)}"
            for line in _changes(what, old[mark], lever):
                yield line + (" %" if hasattr(lever, "percent") and old[mark].percent != lever.percent else "")
    for mark, lever in old.items():
        if mark not in new:
            yield f"{subject}: removed “{lever_sentence(lever, before)}”"


def _counted_levers(levers: Sequence[Lever]) -> dict[tuple[Hashable, ...], Any]:
    seen: Counter[tuple[Hashable, ...]] = Counter()
    found: dict[tuple[Hashable, ...], Any] = {}
    for lever in levers:
        subjects = (getattr(lever, name, None) for name in ("team", "resource", "band", "stage"))
        mark: tuple[Hashable, ...] = (type(lever).__name__, *subjects)
        seen[mark] += 1
        found[(*mark, seen[mark])] = lever
    return found


def _histories(before: Plan, after: Plan) -> Iterator[str]:
    names = {(team.key, band.key): f"{team.name}, {band.name}" for team in after.teams for band in team.bands}
    old = {(history.team, history.band): history for history in before.histories}
    new = {(history.team, history.band): history for history in after.histories}
    lines = []
    for mark, history in new.items():
        if old.get(mark) != history:
            lines.append(f"counts of new cases of {names.get(mark, '/'.join(mark))}: {_counts(old.get(mark), history)}")
    gone = sum(mark not in new for mark in old)
    yield from _at_most(lines, "more series of counts changed", 6)
    if gone:
        yield f"{gone} series of counts removed"


def _counts(earlier: DemandHistory | None, later: DemandHistory) -> str:
    if earlier is None:
        return f"{counted(len(later.counts), str(later.period))} added"
    if earlier.period is not later.period:
        return f"by {earlier.period} → by {later.period}"
    old, new = (
        {history.begins(place): count for place, count in enumerate(history.counts)} for history in (earlier, later)
    )
    changed = sum(new.get(day) != count for day, count in old.items())
    said = [f"{len(old)} → {len(new)} {later.period}s"] if len(old) != len(new) else []
    said += [f"{counted(changed, 'count')} changed"] if changed else []
    return ", ".join(said) or "source changed"


def _changed_lists(before: Plan, after: Plan) -> Iterator[str]:
    """Lists whose entries have no name."""
    for field, word in (("events", "dated event"), ("duties", "officer with a rota"), ("lead_steps", "step to a post")):
        old, new = getattr(before, field), getattr(after, field)
        if old == new:
            continue
        plural = word.replace("officer", "officers") if word.startswith("officer") else f"{word}s"
        yield f"{plural}: {len(old)} → {len(new)}" if len(old) != len(new) else f"{plural} changed"
    grades = before.prices.grades, after.prices.grades
    if [grade.key for grade in grades[0]] != [grade.key for grade in grades[1]]:
        yield "the grades of the price list changed"
