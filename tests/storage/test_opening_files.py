"""Every way in which a file cannot be opened has its own plain sentence, and no bytes lead to a traceback."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from planner.model.plan import Plan
from planner.storage.errors import Damaged, NotAPlan, PlanFileError, ReadOnly, TooNew, Unreachable
from planner.storage.inspection import check
from planner.storage.planfile import PlanFile
from tests.storage.sample_plans import small_plan


def _nothing(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("not a database\n" * 50)


def _stump(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def _other_program(path: Path) -> None:
    path.unlink()
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE songs (name)")
    conn.close()


def _sql(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        conn = sqlite3.connect(path)
        for statement in statements:
            conn.execute(statement)
        conn.commit()
        conn.close()

    return change


def _cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _newer(path: Path) -> None:
    _sql("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('planner', '0999_later', 'now')")(
        path
    )


@pytest.mark.parametrize(
    ("spoil", "kind", "sentence"),
    [
        (_nothing, NotAPlan, "There is no file full.plan (in"),
        (_folder, NotAPlan, "is a folder, not a plan"),
        (_empty, NotAPlan, "is empty: it holds no plan"),
        (_text, NotAPlan, "is not a plan: it was not made by Caseload Planner"),
        (_stump, Damaged, "it ends in the middle of its first page"),
        (_other_program, NotAPlan, "is a database of another program"),
        (_cut, Damaged, "is damaged ("),
        (_newer, TooNew, "was made by a newer version of Caseload Planner: install that version"),
        (_sql("DROP TABLE officer"), Damaged, "is damaged ("),
        (_sql("DELETE FROM plan"), Damaged, "a plan has a name and a start"),
        (_sql("UPDATE plan SET start = 'soon'"), Damaged, "is damaged ("),
        (_sql("UPDATE plan SET name = ''"), Damaged, "a name cannot be empty"),
        (_sql("UPDATE band SET share = 0.9 WHERE key = 'vh'"), Damaged, "the shares of the bands add up to 1"),
        (_sql("UPDATE stage SET performer = 'nobody'"), Damaged, "is damaged ("),
        (
            _sql("DELETE FROM assumption WHERE field = 'share'"),
            Damaged,
            "every figure has a row of the table assumption",
        ),
        (_sql("DELETE FROM officer"), Damaged, "a row of the table"),
        (_sql("DELETE FROM duration WHERE use = 'effort'"), Damaged, "is damaged ("),
        (_sql("DELETE FROM feed", "UPDATE duration SET mean = 0"), Damaged, "is damaged ("),
        (_sql("UPDATE demand_count SET begins = '1999-01-01'"), Damaged, "the months of a history follow one another"),
        (_sql("UPDATE lever SET kind = 'Magic'"), Damaged, "a lever is one of DemandGrowth"),
        (_sql("UPDATE lever SET fields = '{'"), Damaged, "is damaged ("),
        (_sql("UPDATE lever SET fields = '{\"team\": 1}'"), Damaged, "is damaged ("),
        (_sql("UPDATE lever SET fields = printf('%.*c', 200000, '[')"), Damaged, "is damaged ("),
        (_sql("UPDATE plan SET note = CAST(x'ff' AS TEXT)"), Damaged, "is damaged ("),
    ],
    ids=lambda value: getattr(value, "__name__", None) or str(value)[:30],
)
def test_each_fault_has_its_sentence(
    path: Path, spoil: Callable[[Path], None], kind: type[PlanFileError], sentence: str
) -> None:
    spoil(path)
    for read_only in (False, True):
        with pytest.raises(kind) as caught:
            PlanFile.open(path, read_only=read_only)
        assert sentence in str(caught.value)
        assert "full.plan" in str(caught.value)
        assert str(path.parent) in str(caught.value)
        assert caught.value.path == path
    findings = check(path)
    assert not findings.ok
    assert sentence in findings.lines[0]
    # Neither a lock nor anything else is left beside a file that was not opened.
    assert [entry.name for entry in path.parent.iterdir()] in ([], [path.name])


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="because that folder does not exist"):
        PlanFile.open(tmp_path / "share" / "a.plan")


def test_a_name_that_no_file_has(tmp_path: Path) -> None:
    for name in ("a\0b.plan", "x" * 5000):
        with pytest.raises(PlanFileError):
            PlanFile.open(tmp_path / name)
        assert not check(tmp_path / name).ok


@contextlib.contextmanager
def _ordinary_user() -> Iterator[None]:
    """Without the right of a superuser to write anywhere."""
    if os.name == "nt":
        pytest.skip("folders are not made read-only by a mode on Windows")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def guarded(plan: Plan) -> Iterator[Path]:
    """A plan in a folder that may be read by everybody and written by nobody."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        PlanFile.create(folder / "full.plan", plan).close()
        (folder / "full.plan").chmod(0o444)
        folder.chmod(0o555)
        yield folder / "full.plan"
        folder.chmod(stat.S_IRWXU)


def test_a_folder_that_cannot_be_written(guarded: Path, plan: Plan) -> None:
    with _ordinary_user():
        with pytest.raises(ReadOnly, match=r"full\.plan .* cannot be changed, .*: open it read-only"):
            PlanFile.open(guarded)
        with PlanFile.open(guarded, read_only=True) as file:
            assert file.plan == plan
        with pytest.raises(ReadOnly, match=r"new\.plan .* cannot be changed"):
            PlanFile.create(guarded.with_name("new.plan"), small_plan())
        assert check(guarded).ok


def test_a_file_that_cannot_be_written_in_a_folder_that_can(guarded: Path) -> None:
    guarded.parent.chmod(0o777)
    with _ordinary_user():
        with pytest.raises(ReadOnly, match="open it read-only"):
            PlanFile.open(guarded)
        assert [entry.name for entry in guarded.parent.iterdir()] == [guarded.name]


def test_a_file_that_may_not_be_read(guarded: Path) -> None:
    guarded.chmod(0o000)
    with _ordinary_user():
        with pytest.raises(Unreachable, match="you are allowed to read the file"):
            PlanFile.open(guarded)
        assert not check(guarded).ok


def _mutations(original: bytes, chance: np.random.Generator) -> Iterator[bytes]:
    """A hundred of each: a few wrong bytes, a file cut short, and a stretch or a whole of nonsense."""
    for _ in range(100):
        spoilt = bytearray(original)
        for place in chance.integers(0, len(spoilt), chance.integers(1, 30)):
            spoilt[place] ^= 1 << int(chance.integers(8))
        yield bytes(spoilt)
    for _ in range(50):
        yield original[: int(chance.integers(0, len(original)))]
    for _ in range(50):
        # The first page holds the header and all table definitions: hit it most.
        spoilt = bytearray(original)
        for place in chance.integers(0, 8192, 3):
            spoilt[place] = int(chance.integers(256))
        yield bytes(spoilt)
    for _ in range(50):
        start = int(chance.integers(0, len(original)))
        nonsense = chance.bytes(int(chance.integers(1, 5000)))
        yield original[:start] + nonsense + original[start + len(nonsense) :]
    for _ in range(25):
        yield original[:100] + chance.bytes(int(chance.integers(0, 20_000)))
    for _ in range(25):
        yield chance.bytes(int(chance.integers(0, 20_000)))


@pytest.mark.slow
def test_no_bytes_lead_to_a_traceback(made_once: Path, tmp_path: Path) -> None:
    path = tmp_path / "spoilt.plan"
    sound = beside = 0
    slowest = 0.0
    for content in _mutations(made_once.read_bytes(), np.random.default_rng(20261122)):
        path.write_bytes(content)
        began = time.perf_counter()
        findings = check(path)
        assert path.read_bytes() == content
        try:
            with PlanFile.open(path, read_only=True):
                opened = True
        except PlanFileError as error:
            assert str(error).endswith(".")
            opened = False
        # A plan opens though what lies beside it (the tables of results, say) is spoilt; nothing sound is refused.
        assert opened or not findings.ok, findings
        beside += opened and not findings.ok
        with contextlib.suppress(PlanFileError), PlanFile.open(path) as file:
            file.save(small_plan("overwritten"))
        slowest = max(slowest, time.perf_counter() - began)
        sound += opened
        path.with_name("spoilt.plan-journal").unlink(missing_ok=True)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert sound < 150
    assert beside < 10
    assert slowest < 5


def test_a_spoilt_journal_does_no_harm(path: Path, plan: Plan) -> None:
    journal = path.with_name("full.plan-journal")
    chance = np.random.default_rng(7)
    for content in (b"", chance.bytes(3000), b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + chance.bytes(4096)):
        journal.write_bytes(content)
        with contextlib.suppress(PlanFileError):
            PlanFile.open(path, read_only=True).close()
        check(path)
        with contextlib.suppress(PlanFileError), PlanFile.open(path) as file:
            assert file.plan == plan
        journal.unlink(missing_ok=True)
