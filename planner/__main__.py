"""`python -m planner`: no arguments opens the window, anything else is the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program on the process's arguments; gives its exit code."""
    from planner.cli.crash import report_uncaught

    sys.excepthook = report_uncaught
    if len(sys.argv) > 1:
        from planner.cli.entry import run

        return run(sys.argv[1:])
    from planner.app.start import open_window

    return open_window(None)


if __name__ == "__main__":
    sys.exit(main())
