"""`check` says what is in a file and never changes it (the faulty ones are in test_opening_files)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from planner.model.codec import fingerprint
from planner.model.plan import Plan
from planner.storage.inspection import check
from planner.storage.lock import lock_path
from planner.storage.planfile import PlanFile
from tests.storage.sample_plans import large_plan, small_plan
from tests.storage.test_planfile import _cut_short


def test_a_sound_plan(path: Path, plan: Plan) -> None:
    before = path.stat().st_mtime_ns
    findings = check(path)
    assert findings.ok
    text = "\n".join(findings.lines)
    assert findings.lines[0] == "full.plan is a sound plan."
    assert "2 teams: " in text
    assert "4 officers, 2 open cases (1 with an owner)." in text
    assert "4 months and 36 weeks of demand history in 2 series." in text
    assert "3 dated events, 3 growth cases." in findings.lines
    assert "5 imports." in findings.lines
    assert "2 scenarios, 6 standards." in text
    assert "2 actions on standards." in findings.lines
    assert "Prices: the plan's own; steps from approval to the first day of work: the plan's own." in findings.lines
    assert "It is illustrative" in text
    assert f"Fingerprint {fingerprint(plan)}." in text
    assert "Nobody has it open for editing." in text
    assert path.stat().st_mtime_ns == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_small_and_large(tmp_path: Path) -> None:
    PlanFile.create(tmp_path / "small.plan", small_plan()).close()
    text = "\n".join(check(tmp_path / "small.plan").lines)
    assert "1 team: DPMU." in text
    assert "0 officers, 0 open cases" in text
    assert "1 scenario, 0 standards." in text
    assert "illustrative" not in text
    PlanFile.create(tmp_path / "large.plan", large_plan()).close()
    assert "2000 open cases" in "\n".join(check(tmp_path / "large.plan").lines)


def test_who_holds_it(file: PlanFile) -> None:
    assert check(file.path).lines[-1].startswith("It is open for editing by ")
    mark = json.loads(lock_path(file.path).read_text())
    lock_path(file.path).write_text(json.dumps({**mark, "pid": 2**22 + 5, "born": "x"}))
    assert "that program ended without closing it" in check(file.path).lines[-1]
    lock_path(file.path).write_text("?")
    assert "cannot be read: somebody may have the plan open" in check(file.path).lines[-1]
    lock_path(file.path).unlink()


def test_a_save_that_was_cut_short(path: Path) -> None:
    _cut_short(path)
    files = {entry: entry.read_bytes() for entry in path.parent.iterdir()}
    findings = check(path)
    assert findings.ok
    assert "The last save was cut short; it is undone when the plan is next opened for editing." in findings.lines
    assert {entry: entry.read_bytes() for entry in path.parent.iterdir()} == files


def test_while_a_save_is_under_way(file: PlanFile) -> None:
    assert file._db is not None
    with file._db.atomic():
        file._db.execute("UPDATE plan SET note = 'under way'")
        # There is a journal now, but its owner lives.
        assert check(file.path).ok
    assert check(file.path).ok
    assert replace(file.plan, note="x") != file.plan


def test_a_copied_folder_is_named(monkeypatch, file):
    assert not any("copied to other machines" in line for line in check(file.path).lines)
    monkeypatch.setenv("OneDrive", str(file.path.parent))
    assert any("copied to other machines" in line for line in check(file.path).lines)
