"""Imports file after file into one plan in a process of its own, and says what became of each.

`python -m tests.workspace.importing FOLDER FIRST LAST STEP` says in a line of JSON that it begins a file, and in the
next what became of it. A file is refused with a sentence and the plan file keeps its bytes, or it is taken whole, with
a record, and undone again; what is neither ends the process.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from planner.model.intake import Conflict, ImportSettings
from planner.model.plan import Plan
from planner.workspace import ImportRefused, Workspace, guess_columns, open_source, read_import
from tests.benchmarks.importing_child import peak_memory
from tests.workspace.import_mutants import Mutant, mutant

MEMORY = 700_000_000
"""Bytes of address space that importing may add to the process."""
SECONDS = 10
"""Of the processor's time for one file; beyond it the process is ended."""
_ENDINGS = {"xlsx": ".xlsx", "ods": ".ods", "xls": ".xls", "csv": ".csv"}


def attempt(workspace: Workspace, given: Mutant, folder: Path) -> tuple[str, str]:
    """What became of a file, "taken" or "refused", and the sentence."""
    from planner.storage.sheets.errors import SheetError

    before, content = workspace.plan, workspace.path.read_bytes()
    try:
        said = _import(workspace, given, folder)
    except (SheetError, ImportRefused) as error:
        said = str(error)
        _require(said.strip().endswith((".", "?", "!")) and "\n" not in said and len(said) < 1000, said)
        _require(workspace.plan is before and workspace.path.read_bytes() == content, "a refusal changed the plan")
        return "refused", said
    _require_whole(before, workspace.plan, said)
    with Workspace.open(workspace.path, read_only=True) as again:
        _require(again.plan == workspace.plan, "the file holds another plan")
    workspace.undo()
    _require(workspace.plan is before, "an undo leaves something")
    return "taken", said


def _import(workspace: Workspace, given: Mutant, folder: Path) -> str:
    source: Path | str
    if given.form == "paste":
        source = given.content.decode("utf-8", "replace")
    else:
        source = folder / f"file{_ENDINGS[given.form]}"
        source.write_bytes(given.content)
    sound = given.spoilt == "not at all"
    conflict = Conflict.ADD if sound else list(Conflict)[given.number // 7 % 3]
    settings = ImportSettings(conflict=conflict, team=workspace.plan.teams[0].key)
    with open_source(source, given.sheet) as opened:
        choices = guess_columns(opened, given.kind, workspace.plan)
        if sound or given.number // 5 % 2:
            # Half of the files are imported as somebody would who leaves out what looks private.
            choices = tuple(replace(choice, field="drop") if choice.worry else choice for choice in choices)
        read = read_import(opened, given.kind, choices, workspace.import_basis(given.kind), settings, who="fuzz")
    _require((read.plan is None) == (read.problem_count > 0), "a plan with problems, or none without")
    _require(len(read.problems) <= read.problem_count, "more problems than there are")
    workspace.take_import(read)
    return "; ".join(read.totals)


def _require_whole(before: Plan, after: Plan, said: str) -> None:
    _require(len(after.imports) == len(before.imports) + 1, "no record of the import")
    _require(after.imports[:-1] == before.imports, "earlier records changed")
    record = after.imports[-1]
    _require(record.taken <= record.last_row - record.first_row + 1, said)


def _require(condition: bool, sentence: str) -> None:
    if not condition:
        raise AssertionError(sentence)


def limit_memory() -> None:
    """Bound what the process may add to its memory, where the system can."""
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Import the files with the numbers from FIRST to LAST, every STEP."""
    import resource
    import signal

    import numpy as np

    np.linalg.norm(np.zeros(2))
    folder, (first, last, step) = Path(sys.argv[1]), map(int, sys.argv[2:5])
    plan_file = folder / "fuzz.plan"
    with Workspace.open(plan_file) as workspace:
        limit_memory()
        for number in range(first, last, step):
            given = mutant(number, workspace.plan)
            _say({"begun": number, "form": given.form, "spoilt": given.spoilt})
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            began = time.process_time()
            outcome, said = attempt(workspace, given, folder)
            signal.setitimer(signal.ITIMER_PROF, 0)
            seconds = round(time.process_time() - began, 3)
            _say({"done": number, "outcome": outcome, "said": said, "seconds": seconds})
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    _say({"peak": peak_memory(), "children": children})


if __name__ == "__main__":
    main()
