"""What starting the program without a command does where there is no window to open."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    surroundings = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "-m", "planner", *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("arguments", [(), ("north.plan",)])
def test_without_a_display_it_says_so(arguments):
    done = start(*arguments)
    assert done.returncode == 2
    assert "no display" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")  # noqa: PTH110
@pytest.mark.slow
def test_a_full_disk_behind_the_output_is_told():
    surroundings = os.environ | {"PYTHONUNBUFFERED": "1"}
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "planner", "show"], stdout=full, stderr=subprocess.PIPE, env=surroundings, text=True
        )
    assert done.returncode == 2
    assert "disk is full" in done.stderr


@pytest.mark.slow
def test_a_cache_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path):
    """Without a cache the engine compiles anew; plain Python stands in for that here, to be quick."""
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder should be")
    ran = subprocess.run(
        [sys.executable, "-m", "planner", "simulate", "--team", "dpmu", "--days", "2", "--replications", "1"],
        env=os.environ | {"XDG_CACHE_HOME": str(blocked), "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert ran.returncode == 0, ran.stderr
    assert "The engine cannot be kept on this computer" in ran.stderr
    assert f"{blocked / 'Caseload Planner'} cannot be written" in ran.stderr
    assert "RuntimeWarning: The folder" not in ran.stderr
