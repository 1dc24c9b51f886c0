"""An import's single referrals go into the file with the plan that refers to them, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.model.imported import ImportKind, ImportRecord
from planner.model.plan import Plan
from planner.model.pseudonym import pseudonym
from planner.storage.errors import DiskFull, ReadOnly
from planner.workspace import Workspace, pack_events
from tests.storage.sample_events import same, sample_events
from tests.storage.sample_plans import small_plan

RECORD = ImportRecord(
    "i", ImportKind.EVENTS, "a.csv", "", "0" * 64, datetime(2026, 11, 22, tzinfo=UTC), "", 2, 501, 500
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "a.plan", small_plan()) as opened:
        yield opened


def with_import(plan: Plan) -> Plan:
    return replace(plan, imports=(*plan.imports, RECORD))


def test_one_step_that_can_be_undone_and_redone(workspace: Workspace) -> None:
    before, heard = workspace.plan, []
    workspace.subscribe(lambda parts, _: heard.append(parts))
    workspace.change("Import a.csv", with_import(before), raw_events={"i": pack_events(sample_events())})
    assert heard == [{"imports"}]
    assert workspace.undo_label == "Import a.csv"
    assert same(workspace.raw_events("i"), sample_events())
    workspace.undo()
    assert workspace.plan == before
    workspace.redo()
    assert workspace.plan.imports == (RECORD,)
    assert same(workspace.raw_events("i"), sample_events())


def test_a_change_that_fails_changes_nothing(workspace: Workspace) -> None:
    before = workspace.plan
    db = workspace._file._db
    assert db is not None
    db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(DiskFull):
        workspace.change("Import", with_import(before), raw_events={"i": sample_events(50_000)})
    assert workspace.plan is before
    assert workspace.undo_label is None
    with pytest.raises(KeyError):
        workspace.raw_events("i")


def test_a_file_open_for_reading_takes_neither_events_nor_a_key(workspace: Workspace) -> None:
    with Workspace.open(workspace.path, read_only=True) as reader:
        with pytest.raises(ReadOnly, match="the change was not made"):
            reader.change("Import", with_import(reader.plan), raw_events={"i": sample_events()})
        with pytest.raises(ReadOnly, match="no secret for pseudonyms yet"):
            reader.pseudonym_key()
        assert reader.plan.imports == ()


def test_the_key_is_no_change_of_the_plan(workspace: Workspace) -> None:
    key = workspace.pseudonym_key()
    assert workspace.undo_label is None
    workspace.change("Note", replace(workspace.plan, note="x"))
    assert workspace.pseudonym_key() == key
    assert pseudonym(key, "A 1") == pseudonym(workspace.pseudonym_key(), "a  1")
