"""Every array of a run, in a file that says what is in it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from planner.model.results import AXES
from planner.report.arrays import write_arrays
from tests.storage.sample_plans import full_plan
from tests.storage.sample_results import sample_result


def test_the_file_holds_every_array_and_says_what_it_is(tmp_path: Path) -> None:
    plan = full_plan()
    result = sample_result(plan, plan.scenarios[1])
    path = tmp_path / "run.of.mine"
    write_arrays(result, path)
    with np.load(path, allow_pickle=False) as file:
        about = json.loads(str(file["about"]))
        assert set(file.files) == {"about", *result.arrays()} == {"about", *about["arrays"]}
        for name, values in result.arrays().items():
            assert file[name].dtype == values.dtype
            assert file[name].tobytes() == values.tobytes(), name
            note = about["arrays"][name]
            assert len(note["axes"]) == values.ndim
            assert note["unit"]
    assert about["axes"] == AXES
    assert about["scenario"]["key"] == plan.scenarios[1].key
    assert about["teams"]["mosovo"]["bands"] == [band.key for band in plan.team("mosovo").bands]
    for name in ("plan_fingerprint", "seed", "version", "engine", "days", "replications"):
        assert about[name] == getattr(result, name), name
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    result = sample_result(full_plan())
    with pytest.raises(OSError, match="nowhere"):
        write_arrays(result, tmp_path / "nowhere" / "run.npz")
    (tmp_path / "run.npz").mkdir()
    with pytest.raises(OSError, match=r"run\.npz"):
        write_arrays(result, tmp_path / "run.npz")
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.npz"]
