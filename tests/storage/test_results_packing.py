"""What is kept of a result, as bytes."""

from __future__ import annotations

import numpy as np

from planner.storage.results_packing import restore


def test_results_of_earlier_versions_hold_tasks_on_time_of_those_done() -> None:
    done, late = np.array([[5, 7]]), np.array([[1, 7]])
    assert restore({"team.t.done": done, "team.t.on_time": late})["team.t.on_time"].tolist() == [[4, 0]]
