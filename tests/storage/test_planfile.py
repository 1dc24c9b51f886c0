"""Changes of a plan file are small, whole and on the disk."""

from __future__ import annotations

import os
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from planner.model.plan import Plan
from planner.model.scenario import Scenario
from planner.storage.errors import DiskFull, Held, NotAPlan, PlanFileError, ReadOnly, Unreachable
from planner.storage.migrations import APPLICATION_ID
from planner.storage.planfile import PlanFile
from tests.storage.sample_plans import AWKWARD, full_plan, large_plan, small_plan


def test_file_settings(file: PlanFile) -> None:
    assert APPLICATION_ID.to_bytes(4, "big") == b"CPLN"
    db = file._db
    assert db is not None
    settings = {
        name: db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "foreign_keys", "journal_mode", "synchronous")
    }
    assert settings == {"application_id": APPLICATION_ID, "foreign_keys": 1, "journal_mode": "delete", "synchronous": 3}
    # Byte 18 and 19 of the header are 2 in a file that is in WAL mode.
    assert file.path.read_bytes()[18:20] == b"\1\1"


def test_a_file_put_into_wal_mode_elsewhere_is_put_back(path: Path, plan: Plan) -> None:
    conn = sqlite3.connect(path)
    assert conn.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    conn.close()
    assert path.read_bytes()[18:20] == b"\2\2"
    with PlanFile.open(path) as file:
        assert file.plan == plan
    assert path.read_bytes()[18:20] == b"\1\1"


def test_save_writes_only_the_rows_that_differ(tmp_path: Path) -> None:
    plan = large_plan(200)
    with PlanFile.create(tmp_path / "a.plan", plan) as file:
        assert file._db is not None
        before = file._db.conn.total_changes
        case = replace(plan.cases[5], legacy=True)
        changed = replace(plan, cases=(*plan.cases[:5], case, *plan.cases[6:]))
        file.save(changed)
        # One row out, one in, and the touch that takes the right to write.
        assert file._db.conn.total_changes - before == 3
        file.save(changed)
        assert file._db.conn.total_changes - before == 3
    assert _read(tmp_path / "a.plan") == changed


def test_saving_a_team_again_keeps_what_refers_to_it(file: PlanFile) -> None:
    plan = file.plan
    after = replace(plan, teams=(replace(plan.teams[0], name="New name"), plan.teams[1]))
    file.save(after)
    assert _read(file.path) == after


def test_a_save_that_fails_half_way_leaves_the_file_as_it_was(file: PlanFile) -> None:
    before = file.plan
    # Larger than SQLite's integers: the note and the officers of the same change are already written by then. Put in
    # past the model's own checks, as a fault in the program would.
    history = replace(before.histories[0])
    object.__setattr__(history, "counts", (1, 2**70))
    after = replace(
        before,
        note="half",
        officers=before.officers[:1],
        cases=before.cases[:1],
        duties=(),
        rotas=(),
        histories=(history, *before.histories[1:]),
    )
    with pytest.raises(PlanFileError, match="was not saved, because the plan holds a number"):
        file.save(after)
    assert file.plan is before
    assert _read(file.path) == before
    whole = replace(before, note="whole")
    file.save(whole)
    assert _read(file.path) == whole


def test_text_that_is_no_unicode_is_refused_with_a_sentence(file: PlanFile) -> None:
    with pytest.raises(PlanFileError, match="a letter that no file can keep"):
        file.save(replace(file.plan, note="\ud800"))


def test_a_plan_that_refers_to_nothing_is_refused_with_a_sentence(file: PlanFile) -> None:
    before = file.plan
    after = replace(before, note="orphans")
    # Past the model's own checks, as a fault in the program would be.
    object.__setattr__(after, "officers", ())
    with pytest.raises(PlanFileError, match="FOREIGN KEY constraint failed"):
        file.save(after)
    assert _read(file.path) == before


def test_disk_full(file: PlanFile) -> None:
    before = file.plan
    assert file._db is not None
    # SQLite's own limit gives the error of a full disk, by the same path through the program.
    pages = file._db.execute("PRAGMA page_count").fetchone()[0]
    file._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match=r"The disk that holds full\.plan .* is full: free some space"):
        file.save(replace(before, note="x" * 1_000_000))
    assert file.plan is before
    assert _read(file.path) == before
    file._db.execute("PRAGMA max_page_count = 100000")
    file.save(replace(before, note="x" * 1_000_000))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_disk_full_for_the_lock(path: Path) -> None:
    from planner.storage.errors import from_os

    with pytest.raises(OSError) as caught, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert isinstance(from_os(caught.value, path, writing=True), DiskFull)


def test_create_refuses_to_overwrite(path: Path, plan: Plan) -> None:
    with pytest.raises(NotAPlan, match=r"There is already a file full\.plan"):
        PlanFile.create(path, small_plan())
    assert _read(path) == plan
    with PlanFile.create(path, small_plan(), replace=True):
        pass
    assert _read(path) == small_plan()


def test_create_does_not_replace_a_plan_that_is_in_use(file: PlanFile) -> None:
    with pytest.raises(Held):
        PlanFile.create(file.path, small_plan(), replace=True)


def test_create_leaves_nothing_behind(tmp_path: Path) -> None:
    PlanFile.create(tmp_path / "a.plan", small_plan()).close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.plan"]
    with pytest.raises(PlanFileError):
        PlanFile.create(tmp_path / "b.plan", small_plan("\ud800"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.plan"]


def test_create_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="that folder does not exist"):
        PlanFile.create(tmp_path / "nowhere" / "a.plan", small_plan())
    with pytest.raises(NotAPlan, match="is a folder"):
        PlanFile.create(tmp_path, small_plan(), replace=True)


def test_replacing_a_file_whose_last_save_was_cut_short(path: Path, plan: Plan) -> None:
    _cut_short(path)
    with PlanFile.create(path, small_plan(), replace=True):
        assert not path.with_name("full.plan-journal").exists()
    assert _read(path) == small_plan()


@pytest.mark.parametrize("name", ["with space", "a?mode=memory&x#y%20", "Ünïcödé 🚓", "q'uo\"te", "100%", "-rf"])
def test_any_file_name(tmp_path: Path, name: str) -> None:
    if os.name == "nt" and set(name) & set('?"'):
        pytest.skip("Windows allows no such name")
    folder = tmp_path / name
    folder.mkdir()
    path = folder / f"{name}.plan"
    with PlanFile.create(path, small_plan()) as file:
        file.save(small_plan("saved"))
    assert _read(path).note == "saved"


def test_a_path_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with PlanFile.create(Path("a.plan"), small_plan()) as file:
        assert file.path == tmp_path / "a.plan"


def test_read_only_open_cannot_save(path: Path) -> None:
    with PlanFile.open(path, read_only=True) as file:
        assert file.read_only
        with pytest.raises(ReadOnly, match="open for reading only"):
            file.save(small_plan())


def test_read_only_open_works_while_somebody_edits(file: PlanFile) -> None:
    changed = replace(file.plan, note="changed")
    file.save(changed)
    with PlanFile.open(file.path, read_only=True) as reader:
        assert reader.plan == changed
        file.save(replace(changed, note="again"))
        assert reader.plan == changed


def test_read_only_open_leaves_no_trace(path: Path) -> None:
    before = path.stat().st_mtime_ns
    PlanFile.open(path, read_only=True).close()
    assert path.stat().st_mtime_ns == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_change_by_another_program_is_not_overwritten(file: PlanFile) -> None:
    conn = sqlite3.connect(file.path)
    conn.execute("UPDATE plan SET note = 'by hand'")
    conn.commit()
    conn.close()
    with pytest.raises(Held, match="was changed by another program"):
        file.save(replace(file.plan, note="here"))
    assert _read(file.path).note == "by hand"


def test_a_program_that_keeps_the_file_locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.storage.connection._BUSY_SECONDS", 0.05)
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Held, match="being used by another program"):
        PlanFile.open(path)
    with pytest.raises(Held, match="being used by another program"):
        PlanFile.open(path, read_only=True)
    conn.close()
    PlanFile.open(path).close()


def test_close_twice(path: Path) -> None:
    file = PlanFile.open(path)
    file.close()
    file.close()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    with pytest.raises(ReadOnly):
        file.save(small_plan())


def test_a_cut_short_save_is_undone_by_the_next_writer(path: Path, plan: Plan) -> None:
    _cut_short(path)
    with PlanFile.open(path) as file:
        assert file.plan == plan
    assert not path.with_name("full.plan-journal").exists()


def test_a_cut_short_save_cannot_be_read_without_undoing_it(path: Path) -> None:
    _cut_short(path)
    with pytest.raises(ReadOnly, match=r"The last save of full\.plan .* was interrupted"):
        PlanFile.open(path, read_only=True)


def test_saving_a_scenario_of_a_large_plan_is_quick(tmp_path: Path) -> None:
    plan = large_plan()
    with PlanFile.create(tmp_path / "large.plan", plan) as file:
        times = []
        for number in range(9):
            plan = replace(plan, scenarios=(*plan.scenarios[:-1], Scenario("s7", f"Now {number}")))
            began = time.process_time()
            file.save(plan)
            times.append(time.process_time() - began)
    # The processor's time (about 2 ms), which other work on the machine does not lengthen.
    assert sorted(times)[4] < 0.02, times


def test_names_survive_whatever_they_hold(path: Path) -> None:
    with PlanFile.open(path, read_only=True) as file:
        assert file.plan.name == AWKWARD == full_plan().name


def _read(path: Path) -> Plan:
    with PlanFile.open(path, read_only=True) as file:
        return file.plan


def _cut_short(path: Path) -> None:
    """Leave the file as a process leaves it that dies during a save: pages half written, journal not yet removed."""
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA cache_size = 1")
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("UPDATE officer SET name = name || 'x'")
    conn.execute("UPDATE plan SET note = hex(zeroblob(400000))")
    conn.execute("DELETE FROM open_case")
    torn = path.read_bytes()
    journal_path = path.with_name(f"{path.name}-journal")
    journal = bytearray(journal_path.read_bytes())
    conn.execute("ROLLBACK")
    conn.close()
    whole = path.read_bytes()
    assert torn != whole
    path.write_bytes(torn)
    journal_path.write_bytes(journal)
