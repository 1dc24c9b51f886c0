"""Results are kept in the plan file beside the plan: exactly, in little room, and each byte of them is guarded."""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner.model.codec import canonical, fingerprint
from planner.model.plan import Plan
from planner.model.results import Result, digests, month_ends
from planner.storage import connection
from planner.storage.errors import Damaged, Held, ReadOnly
from planner.storage.inspection import check
from planner.storage.planfile import PlanFile
from planner.storage.results import KEPT
from planner.storage.results_packing import Packed, pack, pack_array, unpack_array
from tests.storage.sample_results import sample_result

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def result(plan: Plan) -> Result:
    return sample_result(plan, plan.scenarios[1])


@pytest.fixture(scope="module")
def packed(result: Result) -> Packed:
    return pack(result, "Growth, with recruits")


def test_all_that_is_known_of_a_result_comes_back(file: PlanFile, result: Result, packed: Packed) -> None:
    key = file.save_result(packed)
    assert key == "growth-with-recruits"
    for held in (file, PlanFile.open(file.path, read_only=True)):
        (note,) = held.results()
        assert (note.key, note.name, note.pinned) == (key, "Growth, with recruits", True)
        assert note.length == result.length
        assert note.size == sum(len(part.packed) for part in packed.parts)
        for name in ("plan_fingerprint", "scenario", "start", "days", "replications", "seed", "version", "engine"):
            assert getattr(note, name) == getattr(result, name), name
        assert note.seconds == result.seconds
        assert note.teams == tuple(team.team for team in result.teams)
        assert abs(note.made.timestamp() - time.time()) < 60
        saved = held.result(key)
        assert saved.note == note
        assert saved.inputs() == (result.plan, result.conditions)
        assert saved.digests == digests(result.arrays())


def test_the_arrays_in_brief_are_those_of_the_result(file: PlanFile, result: Result, packed: Packed) -> None:
    saved = file.result(file.save_result(packed))
    ends = list(month_ends(result.start, result.days))
    complete = result.arrays()
    daily = {name for name, note in result.notes().items() if note.daily}
    assert set(saved.fans) == set(saved.month_ends) == daily
    assert set(saved.months) == set(complete) - daily
    for name, values in complete.items():
        if name not in daily:
            assert saved.months[name].dtype == values.dtype
            assert np.array_equal(saved.months[name], values), name
            continue
        assert np.array_equal(saved.month_ends[name], values[..., ends]), name
        expected = [*np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0), values.mean(axis=0, dtype=float)]
        assert np.allclose(saved.fans[name], expected, rtol=1e-6), name


def test_only_what_is_asked_for_is_read(file: PlanFile, packed: Packed) -> None:
    key = file.save_result(packed)
    assert file.result(key, ()).fans == {}
    saved = file.result(key, ("fan",))
    assert saved.fans
    assert saved.months == saved.month_ends == {}
    with pytest.raises(KeyError):
        file.result("nothing")


@pytest.mark.parametrize("kind", ["fan", "months"])
def test_any_array_comes_back_as_it_was(kind: str) -> None:
    chance = np.random.default_rng(3)
    for values in (
        np.zeros((0, 3), np.int32),
        np.array([[-128], [127]], np.int32),
        np.array([[-129, 2**31 - 1]], np.int32),
        np.array([[2**40, -1]], np.int64),
        chance.normal(size=(4, 3, 2)).astype(np.float32)[:, ::-1],
        np.array([[np.nan, np.inf, -0.0]], np.float32),
    ):
        part = pack_array("a", kind, values)
        found = unpack_array(part, hashlib.sha256(part.packed).hexdigest())
        assert found.dtype == values.dtype
        assert found.tobytes() == values.tobytes()


def test_the_plan_is_as_it_was(file: PlanFile, plan: Plan, packed: Packed) -> None:
    file.save_result(packed)
    assert file.plan is plan or file.plan == plan
    file.save(replace(plan, note="changed"))
    assert [note.key for note in file.results()] == ["growth-with-recruits"]
    with PlanFile.open(file.path, read_only=True) as again:
        assert fingerprint(again.plan) == fingerprint(replace(plan, note="changed"))
        # The result knows the plan that it was made from.
        assert again.result("growth-with-recruits", ()).inputs()[0] == plan


def test_a_result_takes_the_place_of_its_namesake(file: PlanFile, plan: Plan, packed: Packed) -> None:
    file.save_result(packed)
    other = sample_result(replace(plan, note="later"), seed=2)
    file.save_result(pack(other, "growth with RECRUITS"))
    (note,) = file.results()
    assert note.seed == 2
    assert note.scenario is None
    assert file.result(note.key).digests == digests(other.arrays())
    # What belonged to the one before is gone, its plan as well.
    with closing(sqlite3.connect(file.path)) as conn:
        assert conn.execute("SELECT count(*) FROM plan_snapshot").fetchone() == (1,)
        assert conn.execute("SELECT count(*) FROM result_part").fetchone()[0] == len(pack(other).parts)


def test_the_newest_results_without_a_name_stay(file: PlanFile, plan: Plan, packed: Packed) -> None:
    file.save_result(packed)
    small = pack(sample_result(plan, replications=2, days=3))
    keys = [file.save_result(small) for _ in range(KEPT + 3)]
    assert keys == [f"run-{number}" for number in range(1, KEPT + 4)]
    found = [note.key for note in file.results()]
    assert found == [*reversed(keys[3:]), "growth-with-recruits"]
    assert check(file.path).ok


def test_results_share_the_plan_they_were_made_from(file: PlanFile, plan: Plan, packed: Packed) -> None:
    file.save_result(packed)
    file.save_result(pack(sample_result(plan, seed=5)))
    with closing(sqlite3.connect(file.path)) as conn:
        assert conn.execute("SELECT count(*) FROM plan_snapshot").fetchone() == (1,)
    file.remove_result("growth-with-recruits")
    assert file.result("run-1", ()).plan_text == canonical(plan)
    file.remove_result("run-1")
    assert file.results() == ()
    with closing(sqlite3.connect(file.path)) as conn:
        assert conn.execute("SELECT count(*) FROM plan_snapshot").fetchone() == (0,)
    with pytest.raises(KeyError):
        file.remove_result("run-1")


def test_a_file_that_may_only_be_read_keeps_nothing(path: Path, packed: Packed) -> None:
    before = path.read_bytes()
    with PlanFile.open(path, read_only=True) as file:
        assert file.results() == ()
        with pytest.raises(ReadOnly):
            file.save_result(packed)
    assert path.read_bytes() == before


def test_a_file_of_an_older_version_has_no_results(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        for table in ("result_part", "result", "plan_snapshot"):
            conn.execute(f"DROP TABLE {table}")
        conn.commit()
    with PlanFile.open(path, read_only=True) as file:
        assert file.results() == ()
        with pytest.raises(KeyError):
            file.result("run-1")
    assert check(path).ok


def test_a_file_changed_by_another_program_keeps_nothing_more(file: PlanFile, packed: Packed) -> None:
    with closing(sqlite3.connect(file.path)) as conn:
        conn.execute("UPDATE plan SET note = 'theirs'")
        conn.commit()
    with pytest.raises(Held):
        file.save_result(packed)
    assert file.results() == ()


def test_a_result_that_cannot_be_kept_leaves_the_last_one(file: PlanFile, result: Result, packed: Packed) -> None:
    file.save_result(packed)
    twice = replace(packed, parts=(*pack(replace(result, seed=9)).parts, packed.parts[0]))
    with pytest.raises(Exception, match="not saved"):
        file.save_result(twice)
    assert file.result("growth-with-recruits").digests == digests(result.arrays())
    assert file.results()[0].seed == result.seed


def _flip(statement: str, *values: object) -> Callable[[sqlite3.Connection], None]:
    return lambda conn: conn.execute(statement, values) and None


_OF_ONE = "result = 'growth-with-recruits' AND array = 'team.mosovo.open'"
_CHANGED = f"UPDATE result_part SET {{}} WHERE {_OF_ONE} AND kind = 'fan'"
FAULTS = {
    "a byte of an array": (
        _flip(_CHANGED.format("packed = CAST(substr(packed, 1, 50) || x'00' || substr(packed, 52) AS BLOB)")),
        "team.mosovo.open, fan",
    ),
    "a short array": (_flip(_CHANGED.format("packed = substr(packed, 1, 50)")), "team.mosovo.open, fan"),
    "another shape": (_flip(_CHANGED.format("shape = '[6, 44]'")), "its description"),
    "no shape at all": (_flip(_CHANGED.format("shape = '?'")), "its description"),
    "a missing array": (_flip("DELETE FROM result_part WHERE " + _OF_ONE), "its description"),
    "another seed": (_flip("UPDATE result SET seed = 8 WHERE pinned"), "its description"),
    "another digest": (_flip("UPDATE result SET digests = replace(digests, 'a', 'b') WHERE pinned"), "its description"),
    "no date": (_flip("UPDATE result SET made = 'today' WHERE pinned"), "its description"),
    "a byte of the plan": (
        _flip(
            "UPDATE plan_snapshot SET document = CAST(substr(document, 1, 90) || x'00' || substr(document, 92) AS BLOB)"
        ),
        "the plan it was made from",
    ),
}


@pytest.mark.parametrize(("change", "said"), FAULTS.values(), ids=FAULTS)
def test_what_is_not_as_it_was_saved_is_found_and_named(
    path: Path, packed: Packed, plan: Plan, change: Callable[[sqlite3.Connection], None], said: str
) -> None:
    with PlanFile.open(path) as file:
        file.save_result(packed)
        file.save_result(pack(sample_result(plan, replications=2, days=3)))
    assert check(path).ok
    with closing(sqlite3.connect(path)) as conn:
        change(conn)
        conn.commit()
    findings = check(path)
    assert not findings.ok
    (line,) = findings.lines
    assert "growth-with-recruits" in line
    assert said in line
    assert "remove that result" in line
    # The plan is as good as before, and so is the other result, unless it is their plan that is broken.
    with PlanFile.open(path) as file:
        assert file.plan == plan
        with pytest.raises(Damaged, match="growth-with-recruits"):
            file.result("growth-with-recruits")
        if "plan" not in said:
            assert file.result("run-1").fans
            file.remove_result("growth-with-recruits")
            assert check(path).ok


def test_a_flipped_byte_of_the_file_is_found_wherever_it_is_in_the_arrays(path: Path, packed: Packed) -> None:
    with PlanFile.open(path) as file:
        file.save_result(packed)
    content = path.read_bytes()
    chance = np.random.default_rng(4)
    parts = [part for part in packed.parts if part.shape and 0 not in part.shape]
    for part in chance.choice(np.array(parts, object), 12, replace=False):
        # A piece that one page holds.
        piece = part.packed[10:50]
        at = content.find(piece)
        if at < 0:
            continue
        spoilt = bytearray(content)
        spoilt[at + int(chance.integers(len(piece)))] ^= 1 << int(chance.integers(8))
        path.write_bytes(spoilt)
        findings = check(path)
        assert not findings.ok
        assert f"{part.array}, {part.kind}" in findings.lines[0]


@pytest.fixture
def large(path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with a result, taken for one that is too large to be read whole."""
    with PlanFile.open(path) as file:
        file.save_result(pack(sample_result(plan, replications=300, days=100), "Large"))
    monkeypatch.setattr(connection, "_QUICKLY_READ", 1000)
    return path


def test_opening_does_not_read_the_arrays(large: Path, plan: Plan) -> None:
    """A page of an array that cannot even be followed to the next does not keep the plan from being opened."""
    with closing(sqlite3.connect(large)) as conn:
        (page,) = conn.execute("PRAGMA page_size").fetchone()
        (packed,) = conn.execute("SELECT packed FROM result_part ORDER BY length(packed) DESC").fetchone()
    content = bytearray(large.read_bytes())
    at = content.find(packed[len(packed) // 2 : len(packed) // 2 + 100])
    first = at - at % page
    content[first : first + 4] = b"\xff\xff\xff\xff"
    large.write_bytes(content)
    for read_only in (True, False):
        with PlanFile.open(large, read_only=read_only) as file:
            assert file.plan == plan
            assert [note.key for note in file.results()] == ["large"]
            with pytest.raises(Damaged):
                file.result("large")
    assert not check(large).ok


def test_a_large_file_with_a_broken_plan_is_refused(large: Path) -> None:
    with closing(sqlite3.connect(large)) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("UPDATE officer SET team = 'nowhere'")
        conn.commit()
    with pytest.raises(Damaged, match="refers to a row of team"):
        PlanFile.open(large)
    content = bytearray(large.read_bytes())
    with closing(sqlite3.connect(large)) as conn:
        (page,) = conn.execute("PRAGMA page_size").fetchone()
        (root,) = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'weekday'").fetchone()
    content[(root - 1) * page : (root - 1) * page + 40] = b"\x5a" * 40
    large.write_bytes(content)
    with pytest.raises(Damaged):
        PlanFile.open(large)


KEEPER = """
import os, pickle, sys
from dataclasses import replace
from pathlib import Path
from planner.storage.planfile import PlanFile

def say(*words):
    # In one piece, so that a kill does not cut a line in two.
    sys.stdout.write(" ".join(map(str, words)) + "\\n")
    sys.stdout.flush()

path, packed = Path(sys.argv[1]), pickle.loads(Path(sys.argv[2]).read_bytes())
PlanFile.open(path, read_only=True).close()
for _ in sys.stdin:
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        say("gone")
        continue
    with PlanFile.open(path) as file:
        say("open", os.getpid())
        number = file.results()[0].seed
        while True:
            number += 1
            file.save_result(replace(packed, about={**packed.about, "seed": number}))
            say("saved", number)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the writer is killed as POSIX systems kill")
def test_a_killed_writer_leaves_the_last_result(
    path: Path, plan: Plan, tmp_path_factory: pytest.TempPathFactory
) -> None:
    result = sample_result(plan, replications=100, days=100)
    packed = tmp_path_factory.mktemp("packed") / "packed"
    packed.write_bytes(pickle.dumps(pack(result, "last")))
    with PlanFile.open(path) as file:
        file.save_result(pack(result, "last"))
    chance = np.random.default_rng(int(time.time()))
    program = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(path), str(packed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    interrupted, seeds = 0, [result.seed]
    with program:
        for _ in range(30):
            said = _killed(program, float(chance.uniform(0, 0.1)))
            interrupted += path.with_name(f"{path.name}-journal").exists()
            assert check(path).ok
            with PlanFile.open(path) as file:
                saved = file.result("last")
            # The result after the last reported one may have been kept without time to say so.
            last = said if said is not None else seeds[-1]
            assert saved.note.seed in (last, last + 1)
            assert saved.digests == digests(result.arrays())
            seeds.append(saved.note.seed)
        assert program.stdin is not None
        program.stdin.close()
    assert seeds[-1] >= 10
    assert interrupted >= 3


def _killed(program: subprocess.Popen[str], seconds: float) -> int | None:
    """Let a writer live that long after it opened the plan; the last result it reported, if any."""
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write("\n")
    program.stdin.flush()
    last, killer = None, None
    while (line := program.stdout.readline().split()) != ["gone"]:
        assert line, "the program that starts the writers has ended"
        if line[0] == "open":
            killer = threading.Timer(seconds, os.kill, (int(line[1]), signal.SIGKILL))
            killer.start()
        elif len(line) == 2:
            last = int(line[1])
    assert killer is not None
    killer.join()
    return last
