"""Single referrals and the secret of pseudonyms are kept in the plan file beside the plan, whole and guarded."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from planner.model.checks import InvalidPlan
from planner.model.plan import Plan
from planner.model.raw_events import RawEvents
from planner.storage.errors import Damaged, DiskFull, ReadOnly
from planner.storage.events_packing import pack_events, unpack_events
from planner.storage.inspection import check
from planner.storage.planfile import PlanFile
from tests.storage.sample_events import same, sample_events
from tests.storage.test_migrations import _older_file, _third_version

KEY = "i-referral-events"


@pytest.mark.parametrize("count", [0, 1, 500])
@pytest.mark.parametrize("references", [True, False])
def test_packed_and_unpacked_they_are_the_same(count: int, references: bool) -> None:
    events = sample_events(count, references=references)
    assert same(unpack_events(pack_events(events)), events)


def test_the_widest_values_come_back() -> None:
    ends = date(1950, 1, 1).toordinal(), date(2150, 12, 31).toordinal()
    keys = tuple(f"b{number}" for number in range(2**15))
    events = RawEvents(
        days=np.array([ends[1], ends[0], ends[1]], np.int32),
        teams=np.zeros(3, np.int16),
        bands=np.array([0, 2**15 - 1, 7], np.int16),
        rows=np.array([2**31 - 1, 1, 2**31 - 1], np.int32),
        team_keys=("t",),
        band_keys=keys,
    )
    packed = pack_events(events)
    assert same(unpack_events(packed), events)
    assert packed.counts == (
        ("1950-01-01", "t", "b32767", 1),
        ("2150-12-31", "t", "b0", 1),
        ("2150-12-31", "t", "b7", 1),
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": np.zeros(500, np.int64)}, "days"),
        ({"rows": np.ones(499, np.int32)}, "rows"),
        ({"rows": np.zeros(500, np.int32)}, "rows"),
        ({"team_keys": ("mosovo",)}, "teams"),
        ({"bands": np.full(500, -1, np.int16)}, "bands"),
        ({"days": np.full(500, 5, np.int32)}, "days"),
        ({"references": np.zeros((500, 15), np.uint8)}, "references"),
    ],
)
def test_events_that_do_not_fit_together_are_refused(change: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidPlan) as caught:
        replace(sample_events(), **change)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_plan_and_events_are_saved_as_one(file: PlanFile, plan: Plan) -> None:
    events, after = sample_events(), replace(plan, note="imported")
    file.save(after, {KEY: events, "i-case-book": pack_events(sample_events(3, 2))})
    assert same(file.raw_events(KEY), events)
    with PlanFile.open(file.path, read_only=True) as reader:
        assert reader.plan == after
        assert same(reader.raw_events(KEY), events)
        assert same(reader.raw_events("i-case-book"), sample_events(3, 2))
        for key in ("0", "nothing"):
            with pytest.raises(KeyError):
                reader.raw_events(key)
        with pytest.raises(ReadOnly):
            reader.save(after, {KEY: events})
    assert "503 single referrals of 2 imports, every byte as it was imported." in check(file.path).lines


def test_events_are_saved_though_the_plan_is_the_same(file: PlanFile) -> None:
    file.save(file.plan, {KEY: sample_events()})
    assert same(file.raw_events(KEY), sample_events())


def test_the_counts_are_found_by_plain_sql(file: PlanFile, plan: Plan) -> None:
    events = sample_events()
    file.save(plan, {KEY: events})
    with closing(sqlite3.connect(file.path)) as conn:
        found = conn.execute("SELECT day, team, band, events FROM raw_event_count WHERE import = ?", (KEY,)).fetchall()
    expected: dict[tuple[str, str, str], int] = {}
    for day, team, band in zip(events.days.tolist(), events.teams.tolist(), events.bands.tolist(), strict=True):
        place = date.fromordinal(day).isoformat(), events.team_keys[team], events.band_keys[band]
        expected[place] = expected.get(place, 0) + 1
    assert len(set(expected.values())) > 1 or len(expected) < 500
    assert sorted(found) == sorted((*place, number) for place, number in expected.items())


def test_events_of_an_import_that_the_plan_has_not_are_refused(file: PlanFile, plan: Plan) -> None:
    with pytest.raises(KeyError, match="other"):
        file.save(replace(plan, note="no"), {"other": sample_events()})
    assert file.plan == plan


def test_a_save_that_fails_keeps_neither_plan_nor_events(file: PlanFile, plan: Plan) -> None:
    file.save(plan, {KEY: sample_events()})
    assert file._db is not None
    pages = file._db.execute("PRAGMA page_count").fetchone()[0]
    file._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        file.save(replace(plan, note="more"), {KEY: sample_events(100_000, 2)})
    with PlanFile.open(file.path, read_only=True) as reader:
        assert reader.plan == file.plan == plan
        assert same(reader.raw_events(KEY), sample_events())


def test_undone_events_stay_until_the_file_is_next_opened_for_editing(file: PlanFile, plan: Plan) -> None:
    events, undone = sample_events(), replace(plan, imports=plan.imports[:1])
    file.save(plan, {KEY: events})
    file.save(undone)
    assert same(file.raw_events(KEY), events)
    said = "500 are of undone imports and go when no step or version can bring them back"
    assert any(said in line for line in check(file.path).lines)
    file.save(plan)
    file.close()
    with PlanFile.open(file.path) as again:
        assert same(again.raw_events(KEY), events)
        again.save(undone)
    with PlanFile.open(file.path, read_only=True) as reader:
        assert same(reader.raw_events(KEY), events)
    with PlanFile.open(file.path) as again, pytest.raises(KeyError):
        again.raw_events(KEY)
    with closing(sqlite3.connect(file.path)) as conn:
        assert conn.execute("SELECT count(*) FROM raw_event_count").fetchone() == (0,)
    assert not any("single referrals" in line for line in check(file.path).lines)


def test_later_events_of_the_same_key_take_the_place_of_undone_ones(file: PlanFile, plan: Plan) -> None:
    file.save(plan, {KEY: sample_events()})
    file.save(replace(plan, imports=()))
    file.save(plan, {KEY: sample_events(7, 3, references=False)})
    assert same(file.raw_events(KEY), sample_events(7, 3, references=False))
    assert check(file.path).ok


def _sql(statement: str) -> Callable[[sqlite3.Connection], None]:
    return lambda conn: conn.execute(statement)  # type: ignore[return-value]


def _flip(conn: sqlite3.Connection) -> None:
    (packed,) = conn.execute("SELECT packed FROM raw_event_column WHERE name = 'references'").fetchone()
    spoilt = bytearray(packed)
    spoilt[len(spoilt) // 2] ^= 4
    conn.execute("UPDATE raw_event_column SET packed = ? WHERE name = 'references'", (bytes(spoilt),))


def _repack(conn: sqlite3.Connection) -> None:
    """Other bands, in bytes that can be unpacked."""
    (packed,) = conn.execute("SELECT packed FROM raw_event_column WHERE name = 'bands'").fetchone()
    spoilt = zlib.compress(bytes(len(zlib.decompress(packed))))
    conn.execute("UPDATE raw_event_column SET packed = ? WHERE name = 'bands'", (spoilt,))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_repack, "the column bands"),
        (_flip, "the column references"),
        (_sql("UPDATE raw_event_column SET digest = 'x' WHERE name = 'days'"), "their description"),
        (_sql("UPDATE raw_event_column SET dtype = '<i8' WHERE name = 'days'"), "their description"),
        (_sql("DELETE FROM raw_event_column WHERE name = 'references'"), "their description"),
        (_sql("UPDATE raw_events SET events = 1000000000000"), "their description"),
        (_sql("""UPDATE raw_events SET band_keys = '["vh", "low", "0"]'"""), "their description"),
        (_sql("UPDATE raw_event_count SET events = events + 1 WHERE day > '2026'"), "their counts"),
        (_sql("DELETE FROM raw_event_count WHERE day > '2026'"), "their counts"),
    ],
)
def test_what_is_not_as_it_was_imported_is_found_and_named(
    file: PlanFile, plan: Plan, change: Callable[[sqlite3.Connection], None], words: str
) -> None:
    file.save(plan, {KEY: sample_events()})
    file.close()
    with closing(sqlite3.connect(file.path)) as conn, conn:
        change(conn)
    findings = check(file.path)
    assert not findings.ok
    assert f"this is damaged: the single referrals of the import {KEY}: {words}" in findings.lines[0]
    assert "import that file again" in findings.lines[0]
    with PlanFile.open(file.path) as opened:
        assert opened.plan == plan
        if words != "their counts":
            with pytest.raises(Damaged, match=words):
                opened.raw_events(KEY)


def test_opening_a_large_file_does_not_read_the_events(
    file: PlanFile, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.save(plan, {KEY: sample_events(50_000)})
    file.close()
    with closing(sqlite3.connect(file.path)) as conn:
        size = conn.execute("PRAGMA page_size").fetchone()[0]
        last = conn.execute("PRAGMA page_count").fetchone()[0]
    # A page that belongs to the hashes begins with the number of the next one.
    content = bytearray(file.path.read_bytes())
    spoilt = next(
        page
        for page in range(last - 2, 2, -1)
        if content[page * size : page * size + 4] == (page + 2).to_bytes(4, "big")
    )
    content[spoilt * size : spoilt * size + 4] = b"\xff\xff\xff\xff"
    file.path.write_bytes(content)
    monkeypatch.setattr("planner.storage.connection._QUICKLY_READ", 100_000)
    with PlanFile.open(file.path) as opened:
        assert opened.plan == plan
        with pytest.raises(Damaged):
            opened.raw_events(KEY)
    assert not check(file.path).ok


def test_a_pseudonym_key_is_made_once_and_stays(path: Path, plan: Plan) -> None:
    with PlanFile.open(path, read_only=True) as reader, pytest.raises(ReadOnly, match="has no secret for pseudonyms"):
        reader.pseudonym_key()
    with PlanFile.open(path) as file:
        key = file.pseudonym_key()
        assert len(key) == 32
        assert file.pseudonym_key() == key
        assert file.plan == plan
        file.save(replace(plan, note="later"))
    for read_only in (True, False):
        with PlanFile.open(path, read_only=read_only) as file:
            assert file.pseudonym_key() == key


def test_each_file_has_a_pseudonym_key_of_its_own(tmp_path: Path, plan: Plan) -> None:
    keys = set()
    for name in ("a.plan", "b.plan"):
        with PlanFile.create(tmp_path / name, plan) as file:
            keys.add(file.pseudonym_key())
    assert len(keys) == 2


def test_the_pseudonym_key_is_in_nothing_that_is_said_of_the_file(file: PlanFile) -> None:
    before = check(file.path).lines
    key = file.pseudonym_key()
    said = "\n".join(check(file.path).lines)
    assert check(file.path).lines == before
    assert key.hex() not in said
    assert repr(key) not in said


def test_a_file_of_an_older_version_has_neither(tmp_path: Path, plan: Plan) -> None:
    path = _older_file(tmp_path / "third.plan", _third_version(plan), 3)
    with PlanFile.open(path, read_only=True) as file:
        with pytest.raises(KeyError):
            file.raw_events(KEY)
        with pytest.raises(ReadOnly):
            file.pseudonym_key()
    findings = check(path)
    assert findings.ok
    assert not any("single referrals" in line for line in findings.lines)
