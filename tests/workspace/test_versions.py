"""Versions: whole plans under a name in the file, and the way back to one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from planner.model.checks import InvalidPlan
from planner.model.version import MOST_SAFETY, KeepRule, VersionKind, kept_days
from planner.storage.errors import Damaged, ReadOnly
from planner.storage.inspection import check
from planner.workspace import Workspace, pack_version
from tests.storage.sample_events import same, sample_events
from tests.storage.sample_plans import full_plan
from tests.workspace.test_raw_events import with_import


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.plan"
    Workspace.create(made, full_plan()).close()
    return made


def test_going_back_is_a_step_of_its_own_with_a_version_before_it(path: Path) -> None:
    with Workspace.open(path) as workspace:
        first = workspace.plan
        key = workspace.keep_version("As agreed")
        assert key == "v-1"
        workspace.change("Note", replace(first, note="later", actions=(), standards=first.standards[1:]))
        later = workspace.plan
        workspace.restore_version(key)
        assert workspace.plan == first
        assert workspace.undo_label == "Go back to “As agreed”"
        workspace.undo()
        assert workspace.plan is later
        workspace.redo()
        notes = workspace.versions()
        assert [(note.kind, note.name) for note in notes] == [
            (VersionKind.SAFETY, "Before: Go back to “As agreed”"),
            (VersionKind.NAMED, "As agreed"),
        ]
        assert workspace.version(notes[0].key) == later
        with pytest.raises(KeyError):
            workspace.restore_version("v-9")
    with Workspace.open(path) as workspace:
        assert workspace.undo_label == "Go back to “As agreed”"
    assert check(path).ok


def test_a_version_brings_its_events_back(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.change("Import", with_import(workspace.plan), raw_events={"i": sample_events()})
        workspace.keep_version("With the referrals")
        workspace.undo()
        workspace.change("Another way", replace(workspace.plan, note="x"))
    with Workspace.open(path) as workspace:
        workspace.restore_version("v-1")
        assert same(workspace.raw_events("i"), sample_events())
        workspace.undo()
        workspace.remove_version("v-1")
        # Only the step can bring them back now.
        workspace.change("Yet another way", replace(workspace.plan, note="y"))
    with Workspace.open(path) as workspace, pytest.raises(KeyError):
        workspace.raw_events("i")


def test_versions_nobody_asked_for_give_way(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.keep_version("Mine")
        for number in range(MOST_SAFETY + 3):
            workspace.change("Note", replace(workspace.plan, note=f"{number}"))
            workspace.keep_version(pack_version(workspace.plan, VersionKind.SAFETY, f"Before {number}"))
        names = [note.name for note in workspace.versions()]
        assert names == [*(f"Before {number}" for number in range(MOST_SAFETY + 2, 2, -1)), "Mine"]
        # The same plan is not kept twice, unless somebody asks for it.
        assert workspace.keep_version(pack_version(workspace.plan, VersionKind.REGULAR, "Today")) is None
        assert workspace.keep_version("Asked for") is not None


@pytest.mark.slow
def test_regular_versions_are_thinned_by_the_rule(path: Path) -> None:
    with Workspace.open(path) as workspace:
        for back in range(70, -1, -1):
            workspace.change("Note", replace(workspace.plan, note=f"{back}"))
            made = datetime(2026, 11, 27, 12, tzinfo=UTC) - timedelta(days=back)
            version = pack_version(workspace.plan, VersionKind.REGULAR, "Opened")
            workspace.keep_version(replace(version, made=made), KeepRule(daily=3, weekly=2, monthly=3))
        days = [note.made.date() for note in workspace.versions()]
    assert days == [
        date(2026, 11, 27),
        date(2026, 11, 26),
        date(2026, 11, 25),
        date(2026, 11, 22),  # the Sunday of the week before
        date(2026, 10, 31),
        date(2026, 9, 30),
    ]


def test_a_rule_keeps_the_latest_of_each_span() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert kept_days(days, KeepRule(0, 0, 0)) == frozenset()
    assert sorted(kept_days(days, KeepRule(2, 0, 0))) == [date(2026, 12, 30), date(2026, 12, 31)]
    assert len(kept_days(days, KeepRule())) == 7 + 2 + 11  # two of the weeks and one of the months are among the days
    with pytest.raises(InvalidPlan):
        KeepRule(daily=-1)


def test_bad_names_broken_bytes_and_read_only_files(path: Path) -> None:
    with Workspace.open(path) as workspace:
        for name in ("", "x" * 101):
            with pytest.raises(InvalidPlan):
                workspace.keep_version(name)
        workspace.keep_version("Sound")
    with Workspace.open(path, read_only=True) as reader:
        assert reader.version("v-1") == reader.plan
        with pytest.raises(ReadOnly):
            reader.keep_version("No")
        with pytest.raises(ReadOnly):
            reader.restore_version("v-1")
    with closing(sqlite3.connect(path)) as conn:
        (packed,) = conn.execute("SELECT packed FROM version").fetchone()
        conn.execute("UPDATE version SET packed = ?", (packed[:-9] + b"?" + packed[-8:],))
        conn.commit()
    assert "the version v-1" in check(path).lines[0]
    with Workspace.open(path) as workspace:
        before = workspace.plan
        with pytest.raises(Damaged, match="remove that version"):
            workspace.restore_version("v-1")
        assert workspace.plan is before
    # Sound bytes of another plan than was kept are no version either.
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE version SET packed = ?, plan = ?", (packed, "0" * 16))
        conn.commit()
    with Workspace.open(path) as workspace:
        with pytest.raises(Damaged, match="the version v-1"):
            workspace.version("v-1")
        workspace.remove_version("v-1")
        with pytest.raises(KeyError):
            workspace.remove_version("v-1")
    assert check(path).ok
