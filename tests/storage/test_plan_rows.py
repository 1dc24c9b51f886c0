"""A plan goes into the tables of its file and comes back the same; any tool can read them, and bad rows are named."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from planner.model.absence import AbsencePattern
from planner.model.codec import fingerprint
from planner.model.growth import Factor, Override
from planner.model.imported import ImportKind
from planner.model.people import DutyHours
from planner.model.plan import Plan
from planner.model.scenario import Lever
from planner.storage.errors import Damaged
from planner.storage.planfile import PlanFile
from planner.storage.tables import TABLES
from tests.storage.sample_events import EVENT_TABLES
from tests.storage.sample_plans import plans
from tests.storage.sample_results import RESULT_TABLES


def _values(value: object) -> Iterator[Any]:
    """Every value of the model inside a plan."""
    if isinstance(value, tuple):
        for entry in value:
            yield from _values(entry)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from _values(getattr(value, field.name))


def test_full_plan_uses_every_field(plan: Plan) -> None:
    """Each field with a default has another value somewhere in the plan, and each kind of lever is there."""
    found: defaultdict[type, list[Any]] = defaultdict(list)
    for value in _values(plan):
        found[type(value)].append(value)
    for kind, values in found.items():
        for field in fields(kind):
            given = {getattr(value, field.name) != field.default for value in values}
            assert True in given, f"{kind.__name__}.{field.name}"
    assert set(get_args(Lever)) | set(get_args(Factor)) | set(get_args(Override)) <= found.keys()
    assert {record.kind for record in plan.imports} == set(ImportKind)
    assert {AbsencePattern, DutyHours} <= found.keys()


def test_round_trip_is_exact(path: Path, plan: Plan) -> None:
    with PlanFile.open(path, read_only=True) as file:
        assert file.plan == plan
        assert fingerprint(file.plan) == fingerprint(plan)


# Without shrinking: a failure would take minutes, as each try makes a file.
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate))
@given(before=plans(), after=plans())
@pytest.mark.slow
def test_any_plan_can_follow_any_other(tmp_path_factory: pytest.TempPathFactory, before: Plan, after: Plan) -> None:
    path = tmp_path_factory.mktemp("any") / "any.plan"
    with PlanFile.create(path, before) as file:
        assert _read(path) == before
        file.save(after)
        assert file.plan is after
    assert _read(path) == after


def test_every_table_is_strict_and_listed(path: Path) -> None:
    conn = sqlite3.connect(path)
    tables = {name: strict for _, name, kind, _, _, strict in conn.execute("PRAGMA table_list") if kind == "table"}
    columns = {name: {row[1] for row in conn.execute(f"PRAGMA table_info({name})")} for name in TABLES}
    primary = {name: [row[1] for row in conn.execute(f"PRAGMA table_info({name})") if row[5]] for name in TABLES}
    conn.close()
    ours = {name: strict for name, strict in tables.items() if not name.startswith(("sqlite_", "_sqlite_"))}
    assert ours == dict.fromkeys({*TABLES, *RESULT_TABLES, *EVENT_TABLES, "secret", "undo_step", "version"}, 1)
    for name, table in TABLES.items():
        assert columns[name] == set(table.columns), name
        assert sorted(primary[name]) == sorted(table.columns[: table.keys]), name


def test_collar_numbers_and_case_keys_stay_text(path: Path) -> None:
    conn = sqlite3.connect(path)
    assert conn.execute("SELECT key, typeof(key) FROM officer ORDER BY position").fetchone() == ("0012", "text")
    assert conn.execute("SELECT key, typeof(key) FROM open_case ORDER BY position").fetchone() == ("00123", "text")
    conn.close()


def test_a_figure_and_its_source_are_found_by_plain_sql(path: Path) -> None:
    conn = sqlite3.connect(path)
    found = conn.execute(
        "SELECT b.share, a.source, a.dated FROM band b JOIN assumption a "
        "ON a.subject = 'team/' || b.team || '/band/' || b.key AND a.field = 'share' WHERE b.key = 'vh'"
    ).fetchone()
    conn.close()
    assert found == (0.25, "a report, p. 3", "2024-02-29")


def test_growth_and_what_was_imported_are_found_by_plain_sql(path: Path) -> None:
    conn = sqlite3.connect(path)
    growth = conn.execute(
        "SELECT kind, percent, start, over_days, end_day FROM growth_factor "
        "WHERE team = 'mosovo' AND growth_case = 'high' AND position IN (0, 4) ORDER BY position"
    ).fetchall()
    cell = conn.execute(
        "SELECT c.cases, r.kind, t.first_row, t.value FROM demand_count c JOIN import_trace t "
        "ON t.subject = 'history/' || c.team || '/' || c.band || '/' || c.begins "
        "JOIN import_record r ON r.key = t.import WHERE r.key = 'i-referral-counts'"
    ).fetchall()
    conn.close()
    assert growth == [("Percentage", 70.0, "2027-01-04", 366, None), ("Step", -0.001, "2027-01-04", None, "2027-01-05")]
    assert cell == [(0, "referral-counts", 2, "  0044 ")]


def test_a_rota_is_found_by_plain_sql(path: Path) -> None:
    conn = sqlite3.connect(path)
    assert conn.execute(
        "SELECT officer, sum(hours) FROM duty_hours WHERE day >= '2027' GROUP BY officer"
    ).fetchall() == [
        ("0012", 8.0),
        ("l1", 0.1 + 0.2 + 24),
    ]
    conn.close()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("DELETE FROM duty_hours WHERE officer = 'l1'", "a rota has at least one day"),
        ("DELETE FROM duty_hours WHERE day = '2026-12-31'", "the days of a rota follow one another"),
        ("DELETE FROM duration WHERE use = 'absence' AND part = '1'", "damaged"),
        ("UPDATE duty_hours SET hours = 25 WHERE officer = '0012'", "an officer works 0 to 24 hours a day"),
        (
            "UPDATE demand_count SET begins = '2024-01-02' WHERE team = 'dpmu' AND position = 1",
            "the weeks of a history follow",
        ),
        ("UPDATE demand_history SET period = 'week'", "a weekly history starts on a Monday"),
        ("UPDATE demand_event SET reason = ''", "a reason cannot be empty"),
        ("UPDATE growth_factor SET kind = 'Magic'", "a factor is a Percentage, a Compound or a Step"),
        ("UPDATE growth_factor SET percent = 2000", "growth is between -100 and"),
        ("UPDATE growth_factor SET over_days = NULL", "damaged"),
        ("UPDATE growth_override SET kind = 'Magic'", "an override is ManualPoints or a VolumeDriver"),
        ("UPDATE growth_override SET per = NULL", "damaged"),
        ("DELETE FROM growth_point", "there is at least one point"),
        ("UPDATE growth_case SET key = 'low' WHERE key = 'high'", "a row of the table"),
        ("UPDATE import_record SET made = '2026-11-22 10:00'", "the time of an import is in UTC"),
        ("UPDATE import_record SET kind = 'songs'", "songs"),
        ("UPDATE import_trace SET last_row = 0", "rows are numbered from 1"),
        ("UPDATE assumption SET review = 'soon'", "damaged"),
        ("UPDATE absence_pattern SET kind = 'holiday'", "holiday"),
        ("UPDATE scenario SET baseline = 1", "one baseline at most"),
        ("UPDATE scenario SET decided_on = '1 May' WHERE key = 'all'", "damaged"),
        ("UPDATE action SET what = ''", "a name cannot be empty"),
        ("UPDATE grade SET pay = -1 WHERE key = '0-own'", "must be between 0 and"),
        ("DELETE FROM assumption WHERE subject = 'price_list' AND field = 'training'", "a row of the table assumption"),
        ("UPDATE lead_step SET days = 600", "take 730 days at most"),
        ("UPDATE assumption SET unit = 'days' WHERE field = 'spells_a_year'", "measured in spells a year"),
    ],
)
def test_rows_that_make_no_plan_are_named(path: Path, change: str, words: str) -> None:
    conn = sqlite3.connect(path)
    conn.execute(change)
    conn.commit()
    conn.close()
    with pytest.raises(Damaged, match=words):
        PlanFile.open(path)


def _read(path: Path) -> Plan:
    with PlanFile.open(path, read_only=True) as file:
        return file.plan
