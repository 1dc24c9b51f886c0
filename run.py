"""Set up Caseload Planner in a folder of its own (.venv) and run it. It needs Python 3.11 or newer and nothing else.

python3 run.py              open the window (without a display: print the demo plan's results instead)
python3 run.py test [...]   run the tests; anything after `test` goes to pytest
python3 run.py -- ARGS      run `planner ARGS`
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this line is for whoever starts it with an older Python
    sys.exit(f"Caseload Planner needs Python 3.11 or newer, and this is {sys.version.split()[0]}: use a newer one.")

import ctypes
import hashlib
import os
import platform
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "set-up-complete"
LOG = VENV / "set-up.log"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LINUX = sys.platform.startswith("linux")
DISPLAY = not LINUX or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))

# What Qt loads from the system, and the Debian package that brings it; the second list is for an X display only.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

TWO_AT_ONCE = ("-n", "2", "--dist", "loadfile")
"""The whole suite runs in two processes, as a test mostly keeps one core busy; what is chosen by hand runs in one."""


def main(arguments: list[str]) -> int:
    """Set up if need be, then do what the arguments ask; gives the program's exit code."""
    if arguments and arguments[0] not in ("test", "--"):
        print(__doc__.strip())
        return 0 if arguments[0] in ("-h", "--help") else 2
    set_up()
    if arguments[:1] == ["--"]:
        return run("-m", "planner", *arguments[1:])
    if arguments[:1] == ["test"]:
        need_system_libraries(QT_LIBRARIES)
        return run("-m", "pytest", *(arguments[1:] or TWO_AT_ONCE), folder=ROOT)
    if DISPLAY:
        need_system_libraries(QT_LIBRARIES | (X11_LIBRARIES if os.environ.get("DISPLAY") else {}))
        return run("-m", "planner")
    print("There is no display here, so this is the demo plan's forecast instead of its window.", flush=True)
    return run("-m", "planner", "demo") or run("-m", "planner", "simulate")


def set_up() -> None:
    """Make .venv hold exactly what requirements.lock names; quick when it does. The stamp is written last."""
    state = f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {sys.version} {platform.machine()}"
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") == state:
        return
    STAMP.unlink(missing_ok=True)
    if find_spec("ensurepip") is None:
        install_system_packages([f"python3.{sys.version_info.minor}-venv"], "Python cannot make a virtual environment")
    print("Setting up in .venv (once; it downloads about 450 MB) ", end="", flush=True)
    if not works():
        shutil.rmtree(VENV, ignore_errors=True)
        attempt(sys.executable, "-m", "venv", str(VENV)) or stop("Python could not make a virtual environment in .venv")
    uv = re.search(r"^uv==.*?(?=^\S|\Z)", LOCK.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    only_uv = VENV / "uv.lock"
    only_uv.write_text(uv.group() if uv else "", "utf-8")
    pip = (str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r")
    by_uv = (str(PYTHON), "-m", "uv", "pip", "sync", "--python", str(PYTHON), "--require-hashes", str(LOCK))
    # uv does not read pip's settings, so on a network where only pip knows the way pip does the whole job.
    if not (attempt(*pip, str(only_uv)) and attempt(*by_uv)) and not attempt(*pip, str(LOCK)):
        stop("The packages could not be installed: check the network and pip's settings, then run this again")
    STAMP.write_text(state, "utf-8")
    print(" done.", flush=True)


def works() -> bool:
    """Whether .venv has this Python and a pip (an interrupted set-up may not)."""
    code = f"import pip, sys; sys.exit(sys.version != {sys.version!r})"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", code], capture_output=True).returncode == 0


def attempt(*command: str) -> bool:
    """Run one step of the set-up, its output into the log, a dot on the screen every five seconds."""
    VENV.mkdir(exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        step = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT)
        while True:
            try:
                return step.wait(timeout=5) == 0
            except subprocess.TimeoutExpired:
                print(".", end="", flush=True)
            except KeyboardInterrupt:
                step.terminate()
                sys.exit("\nStopped; the next run carries on from here.")


def stop(sentence: str) -> None:
    """End with one sentence and where the details are."""
    sys.exit(f"\n{sentence} (details: {LOG}).")


def need_system_libraries(wanted: dict[str, str]) -> None:
    """On Linux, see that the libraries Qt takes from the system can be loaded."""
    if LINUX:
        missing = [package for library, package in wanted.items() if not loads(library)]
        if missing:
            install_system_packages(missing, "The window needs libraries that this system lacks")


def loads(library: str) -> bool:
    """Whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system_packages(packages: list[str], reason: str) -> None:
    """Install Debian packages when that is allowed; otherwise end with the one line that would."""
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") and os.geteuid() == 0:
        print(f"{reason}: installing {', '.join(packages)}.", flush=True)
        quiet = {"capture_output": True, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        for command in (install, ["apt-get", "update"], install):
            if subprocess.run(command, **quiet).returncode == 0 and command is install:
                return
    line = f"sudo apt-get install {' '.join(packages)}" if shutil.which("apt-get") else ", ".join(packages)
    sys.exit(f"{reason}. Install them, then run this again: {line}")


def run(*arguments: str, folder: Path | None = None) -> int:
    """Run the environment's Python with this checkout importable; gives its exit code."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    if not DISPLAY and "pytest" in arguments:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    program = subprocess.Popen([str(PYTHON), "-P", *arguments], env=environment, cwd=folder)
    while True:
        try:
            return program.wait()
        except KeyboardInterrupt:
            continue  # the program has been told as well, and says how it ends


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
