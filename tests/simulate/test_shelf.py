"""Files that spare work: found whole or not at all, and the oldest go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from planner.model.duration import Shape
from planner.simulate import durations, shelf

ROOT = Path(__file__).parents[2]


def test_what_was_kept_is_found(tmp_path):
    shelf.write(tmp_path / "a" / "b", b"content")
    assert shelf.read(tmp_path / "a" / "b") == b"content"
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["b"]


@pytest.mark.parametrize("broken", [b"", b"short", bytes(32) + b"content"], ids=["empty", "cut off", "altered"])
def test_a_broken_file_is_as_good_as_none(tmp_path, broken):
    (tmp_path / "a").write_bytes(broken)
    assert shelf.read(tmp_path / "a") is None
    assert shelf.read(tmp_path / "nowhere") is None


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path):
    (tmp_path / "file").write_text("a file where a folder should be")
    shelf.write(tmp_path / "file" / "a", b"content")
    assert shelf.read(tmp_path / "file" / "a") is None


def test_the_newest_stay(tmp_path):
    for number in range(5):
        shelf.write(tmp_path / str(number), b"content")
        os.utime(tmp_path / str(number), (number, number))
    shelf.keep_newest(tmp_path, 2)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["3", "4"]


@pytest.mark.parametrize("shape", [Shape.GAMMA, Shape.LOGNORMAL])
def test_a_table_read_back_is_the_same_to_the_last_bit(tmp_path, shape, monkeypatch):
    monkeypatch.setattr(durations, "_folders", [])
    alone = durations.table.__wrapped__(shape, (3.25, 0.75))
    durations.keep_in(tmp_path)
    first, again = (durations.table.__wrapped__(shape, (3.25, 0.75)) for _ in range(2))
    (file,) = tmp_path.iterdir()
    assert alone.tobytes() == first.tobytes() == again.tobytes()
    shelf.write(file, np.ones_like(alone).tobytes())
    assert durations.table.__wrapped__(shape, (3.25, 0.75)).max() == 1
    assert durations.table.__wrapped__(shape, (3.25, 0.7)).max() > 1


SECOND_START = """
import sys
from planner import paths
from planner.simulate.compiled import keep_in
from planner.simulate.replicate import simulate
from planner.workspace import demo_plan
keep_in(paths.user_cache())
simulate(demo_plan(), days=5, replications=1)
print([name for name in ("numba", "scipy.special") if name in sys.modules])
"""


@pytest.mark.slow
def test_a_start_with_a_warm_cache_imports_neither_numba_nor_scipy():
    """They take longer to import than all else together."""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", SECOND_START], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
        )
    assert done.stdout.strip() == "[]"
