"""run.py: what it says, and (slow) that a set-up which fails or is killed heals on the next run."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
USERS_OWN = dict(os.environ)
"""As it was before conftest.py moved the user's folders: the installers' caches are there."""


@pytest.fixture
def script():
    """run.py as a module of its own."""
    spec = importlib.util.spec_from_file_location("run_script", ROOT / "run.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def start(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, folder / "run.py", *arguments],
        cwd=folder.parent,
        env=USERS_OWN | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_help_says_the_three_commands():
    done = start(ROOT, "--help")
    assert done.returncode == 0
    for command in ("python3 run.py ", "python3 run.py test", "python3 run.py -- ARGS"):
        assert command in done.stdout


def test_another_word_is_refused_with_the_same_text():
    done = start(ROOT, "tests")
    assert done.returncode == 2
    assert "python3 run.py test" in done.stdout


def test_it_uses_the_standard_library_only(tmp_path):
    shutil.copy(ROOT / "run.py", tmp_path)
    subprocess.run([sys.executable, "-S", "-c", "import run"], cwd=tmp_path, check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux loader")
def test_a_missing_library_is_seen(script):
    assert script.loads("libc.so.6")
    assert not script.loads("libnothing-of-the-kind.so.1")


@pytest.mark.skipif(sys.platform != "linux", reason="Debian's packages")
def test_who_may_not_install_is_told_the_one_line(script, monkeypatch):
    monkeypatch.setattr(script.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(script.shutil, "which", lambda _: "apt-get")
    with pytest.raises(SystemExit, match=r"sudo apt-get install libegl1 libgl1$"):
        script.install_system_packages(["libegl1", "libgl1"], "The window needs libraries")


def test_a_failed_program_gives_its_exit_code(script):
    script.PYTHON = Path(sys.executable)
    assert script.run("-c", "raise SystemExit(7)") == 7


def test_the_program_is_found_from_any_folder(script, tmp_path, monkeypatch):
    (tmp_path / "planner.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    script.PYTHON = Path(sys.executable)
    assert script.run("-c", f"import planner; assert planner.__file__.startswith({str(ROOT)!r})") == 0


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(os.name == "nt", reason="kills a process group")
def test_set_up_fails_in_a_sentence_and_heals(tmp_path):
    folder = tmp_path / "check out"
    folder.mkdir()
    for name in ("run.py", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "planner", folder / "planner", ignore=shutil.ignore_patterns("__pycache__"))

    cut_off = start(folder, "--", "--version", PIP_NO_INDEX="1", PIP_FIND_LINKS="", UV_OFFLINE="1", UV_NO_CACHE="1")
    assert cut_off.returncode == 1
    assert "could not be installed" in cut_off.stderr
    assert "Traceback" not in cut_off.stderr

    command = [sys.executable, folder / "run.py", "--", "--version"]
    killed = subprocess.Popen(command, env=USERS_OWN, stdout=subprocess.DEVNULL, start_new_session=True)
    time.sleep(1.5)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert not (folder / ".venv" / "set-up-complete").exists()

    healed = start(folder, "--", "--version")
    assert healed.returncode == 0, healed.stderr
    assert "Setting up" in healed.stdout

    began = time.perf_counter()
    again = start(folder, "--", "--version")
    assert again.stdout.startswith("Caseload Planner ")
    assert time.perf_counter() - began < 2
