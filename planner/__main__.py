"""`python -m planner`: no arguments, or a plan file alone, opens the window; anything else is the command line."""

from __future__ import annotations

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
    from planner.app.start import open_window

    return open_window(Path(arguments[0]) if a_plan else None)


if __name__ == "__main__":
    sys.exit(main())
