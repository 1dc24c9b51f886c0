"""The shipped templates, and what is said about a broken one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.model.absence import AbsenceKind
from planner.model.assumption import Status
from planner.model.checks import InvalidPlan
from planner.model.duration import Shape
from planner.model.plan import Plan
from planner.paths import shipped
from planner.storage.templates import parse_template, read_template, template_names

NAMES = ("polit", "mosovo", "dpmu", "referral-sharing")


def text_of(name: str) -> str:
    return shipped("data", "templates", f"{name}.toml").read_text("utf-8")


def figures(entry: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every figure of a document with its place: whatever has a value, and every bare number."""
    if isinstance(entry, dict) and "value" in entry:
        yield place, entry
    elif isinstance(entry, dict):
        for key, value in entry.items():
            yield from figures(value, f"{place}.{key}")
    elif isinstance(entry, list):
        for number, value in enumerate(entry):
            yield from figures(value, f"{place}[{number}]")


def test_the_names_are_the_files():
    assert template_names() == NAMES
    files = shipped("data", "templates").glob("*.toml")
    assert sorted(path.stem for path in files) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_a_team_that_stands_alone(name: str):
    team = read_template(name)
    assert team.key == name
    assert team.summary
    assert all(outcome.feed is None for outcome in team.outcomes)
    assert all(stage.resource is None for stage in team.stages)
    assert Plan("New plan", date(2026, 11, 2), (team,)).teams == (team,)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_says_where_it_comes_from(name: str):
    found = list(figures(tomllib.loads(text_of(name))))
    assert len(found) > 25
    for place, figure in found:
        assert figure["unit"], place
        status = Status(figure["status"])
        if status is Status.ASSUME:
            assert not figure.get("source"), f"{place}: an assumption pretends to have a source"
            assert len(figure.get("rationale", "")) > 10, f"{place}: says nothing about the placeholder"
        else:
            assert "https://" in figure["source"], f"{place}: no address"
            assert len(figure["source"].split("https://")[0]) > 10, f"{place}: no title"


@pytest.mark.parametrize("name", NAMES)
def test_numbers_without_provenance_are_priorities_and_weeks_only(name: str):
    def bare(entry: Any, key: str) -> Iterator[str]:
        if isinstance(entry, dict):
            for inner, value in entry.items():
                yield from bare(value, inner) if "value" not in entry else ()
        elif isinstance(entry, list):
            for value in entry:
                yield from bare(value, key)
        elif isinstance(entry, int | float) and not isinstance(entry, bool):
            yield key

    assert set(bare(tomllib.loads(text_of(name)), "")) <= {"priority", "weekday_work", "weekday_referrals"}


def test_the_sourced_figures_are_those_of_the_sources():
    polit, mosovo, dpmu = (read_template(name) for name in ("polit", "mosovo", "dpmu"))
    assert [row.figure.value for row in polit.stage("action").due] == [1, 7, 14, 30]
    assert [row.figure.status for row in polit.stage("action").due] == [Status.ADAPT, *[Status.OK] * 3]
    delay = polit.stage("examination").delay
    assert delay is not None
    assert [figure.value for figure in delay.parameters] == [30, 183, 548]
    for team in (mosovo, dpmu):
        visit = team.stage("visit")
        assert visit.recurrence is not None
        assert [row.figure.value for row in visit.recurrence.interval] == [30.4, 91.3, 182.6, 365.25]
        assert [band.share.value for band in team.bands] == [0.02, 0.18, 0.30, 0.50]
        assert visit.crew == team.stage("first-visit").crew == 2
        assert team.caseload_limit.value == 100
    for team in (polit, mosovo, dpmu):
        assert team.abstraction is not None
        assert (team.abstraction.value, team.leaver_rate.value, team.weekly_hours.value) == (0.30, 0.061, 40)
    assert [row.figure.value for row in mosovo.stage("first-visit").due] == [15]
    assert [row.figure.value for row in dpmu.stage("first-visit").due] == [14]
    assert polit.bands[0].immediate


def test_what_nobody_publishes_is_marked_as_an_assumption():
    for name in NAMES:
        team = read_template(name)
        assert team.referrals_per_month.status is team.establishment.status is Status.ASSUME
        for stage in team.stages:
            assert stage.effort.parameters[0].status is Status.ASSUME, (name, stage.key)
            assert all(route.probability.status is Status.ASSUME for route in stage.routes), (name, stage.key)


ABSENCES = """
[[absences]]
kind = "sickness"
spells_a_year = { value = 1.7, unit = "spells a year", status = "ASSUME" }
[absences.length]
shape = "lognormal"
unit = "days"
parameters = [
  { value = 6.5, unit = "days", status = "ASSUME" },
  { value = 1.8, unit = "ratio", status = "ASSUME" },
]
"""


def itemised(absences: str = ABSENCES) -> str:
    """The POLIT template with absences by pattern in place of the rate."""
    head, _, rest = text_of("polit").partition("[abstraction]")
    return head + rest[rest.index("[leaver_rate]") :] + absences


def test_a_template_may_itemise_absences():
    team = parse_template(itemised(), "mine.toml")
    assert team.abstraction is None
    (pattern,) = team.absences
    assert (pattern.kind, pattern.spells_a_year.value) == (AbsenceKind.SICKNESS, 1.7)
    assert (pattern.length.shape, pattern.length.mean, pattern.length.cv) == (Shape.LOGNORMAL, 6.5, 1.8)


def test_a_template_may_ask_for_skills():
    text = text_of("mosovo")
    text = text.replace('[[bands]]\nkey = "very-high"', '[[bands]]\nskill = "ARMS"\nkey = "very-high"', 1)
    text = text.replace('[[stages]]\nkey = "visit"', '[[stages]]\nskill = "driver"\nkey = "visit"', 1)
    team = parse_template(text, "mine.toml")
    assert [band.skill for band in team.bands] == ["ARMS", None, None, None]
    assert {stage.key: stage.skill for stage in team.stages if stage.skill} == {"visit": "driver"}


def test_a_template_may_manage_reactively():
    text = text_of("mosovo")
    turn = "[[stages.recurrence.interval]]"
    share = (
        '[[stages.recurrence.reactive]]\nband = "low"\nfigure = { value = 0.4, unit = "share", status = "ASSUME" }\n\n'
    )
    assert turn in text
    recurrence = parse_template(text.replace(turn, share + turn, 1), "mine.toml").stage("visit").recurrence
    assert recurrence is not None
    assert [(row.band, row.figure.value) for row in recurrence.reactive] == [("low", 0.4)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (text_of("polit") + ABSENCES, r"mine\.toml\.absences: 1 .* never both"),
        (itemised().replace("value = 1.7", "value = 170"), r"absences\[0\]\.spells_a_year: 170.* between 0 and 100"),
        (itemised().replace('"sickness"', '"holiday"'), r"absences\[0\]\.kind: 'holiday' .* use one of annual leave"),
        (itemised(ABSENCES.replace('unit = "days"\nparam', 'unit = "hours"\nparam')), r"absences\[0\]\.length"),
    ],
)
def test_what_is_wrong_with_an_absence_is_told(text: str, message: str):
    with pytest.raises(InvalidPlan, match=message) as caught:
        parse_template(text, "mine.toml")
    assert "\n" not in str(caught.value)


def test_an_unknown_name_is_told_the_names():
    with pytest.raises(InvalidPlan, match="template: 'cid' is not allowed: choose one of polit, mosovo, dpmu"):
        read_template("cid")


@pytest.mark.parametrize("name", ["../polit", "POLIT", ""])
def test_only_the_names_are_read(name: str):
    with pytest.raises(InvalidPlan, match="choose one of"):
        read_template(name)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "weekly_hours]\nvalue = 40",
            "weekly_hours]\nvalue = 400",
            r"mine\.toml\.weekly_hours: 400.* between 1 and 60",
        ),
        ('status = "OK"', 'status = "SURE"', r"status: 'SURE' .*OK, ADAPT, ASSUME"),
        ('unit = "FTE"', 'unit = "posts"', r"mine\.toml\.establishment\.unit: 'posts' .* measured in FTE"),
        ('to = "research"', 'to = "resarch"', r"stages\[grading\]\.routes\.to: 'resarch' .* no such stage"),
        ('name = "POLIT"', "name = POLIT", r"mine\.toml: .* not TOML: .*line 11"),
        ('name = "POLIT"', "", r"mine\.toml.*name"),
        ('name = "POLIT"', 'name = "POLIT"\ncolour = "red"', r"mine\.toml.*colour"),
    ],
)
def test_a_broken_template_is_described_in_one_sentence(old: str, new: str, message: str):
    text = text_of("polit")
    assert old in text
    with pytest.raises(InvalidPlan, match=message) as caught:
        parse_template(text.replace(old, new, 1), "mine.toml")
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def lost(*parts: str) -> Path:
        return tmp_path.joinpath(*parts)

    monkeypatch.setattr("planner.storage.templates.shipped", lost)
    read_template.cache_clear()
    with pytest.raises(InvalidPlan, match="not completely installed"):
        read_template("polit")
