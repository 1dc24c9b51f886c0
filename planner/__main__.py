"""`python -m planner`: no arguments, or a plan file alone, opens the window; anything else is the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> int:
    """Run the program on the process's arguments; gives its exit code."""
    from planner.cli.crash import report_uncaught

    sys.excepthook = report_uncaught
    arguments = sys.argv[1:]
    a_plan = len(arguments) == 1 and arguments[0].lower().endswith(".plan")
    if arguments and not a_plan:
        from planner.cli.entry import run

        return run(arguments)
    if _has_no_display():
        sys.stderr.write("There is no display to open a window on: `planner --help` lists what works without one.\n")
        return 2
    from planner.app.start import open_window

    return open_window(Path(arguments[0]) if a_plan else None)


def _has_no_display() -> bool:
    """Whether Qt would end the process for want of a display (Linux only; elsewhere there is always one)."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in named)


if __name__ == "__main__":
    sys.exit(main())
