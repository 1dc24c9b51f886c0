"""The command line as a process sees it: arguments in, exit code out."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence

import click

from planner.cli.commands import planner

CANCELLED = 130
"""Exit code after Ctrl+C, as a shell reports it."""
MENDABLE = 2
"""Exit code for what the user can mend."""


def run(arguments: Sequence[str]) -> int:
    """Run one command: 0 when it did its job, 2 when the user can mend what is wrong, 130 when it was stopped.

    What is mendable is said in one sentence on stderr. A fault of the program's own is raised.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old console may lack a character; that must not end a run
    try:
        code = planner.main(list(arguments), prog_name="planner", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        return _say("Cancelled.", CANCELLED)
    except click.exceptions.NoArgsIsHelpError as error:
        return _say(error.format_message(), MENDABLE)
    except click.ClickException as error:
        return _say(_sentence(error.format_message()), MENDABLE)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return _say("The disk is full, so not everything could be written: make room and run it again.", MENDABLE)
    except Exception as error:
        sentence = _mendable(error)
        if sentence is None:
            raise
        return _say(_sentence(sentence), MENDABLE)
    return code if isinstance(code, int) else 0


def _mendable(error: Exception) -> str | None:
    """What to tell the user when the error is about their plan or file; None when it is ours."""
    from planner.model.checks import InvalidPlan
    from planner.storage.errors import PlanFileError
    from planner.storage.sheets.errors import SheetError
    from planner.workspace import ImportRefused
    from planner.workspace.reports import ReportRefused

    mendable = InvalidPlan | PlanFileError | SheetError | ImportRefused | ReportRefused
    return str(error) if isinstance(error, mendable) else None


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "?", "!")) else line + "."


def _say(text: str, code: int) -> int:
    click.echo(text, err=True)
    return code
