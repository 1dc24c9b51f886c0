"""A program that saves edit after edit until it is killed (see test_kill)."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from planner.model.imported import ImportKind, ImportRecord
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.raw_events import RawEvents
from planner.storage.planfile import PlanFile
from tests.storage.sample_events import sample_events
from tests.storage.sample_plans import large_plan


def edited(plan: Plan, number: int) -> Plan:
    """Edit `number`: it changes several tables, all of which say which edit they are from."""
    officers = (
        *plan.officers[:16],
        *(Officer(f"new-{place}", f"Edit {number}", "dpmu") for place in range(number % 9)),
    )
    note = f"{number} " + "x" * (number * 7919 % 30_000)
    cases = tuple(replace(case, legacy=bool((number + place) % 3)) for place, case in enumerate(plan.cases))
    duties = tuple(replace(duty, hours=(float(number % 24),) * (1 + number % 14)) for duty in plan.duties)
    imports = (imported(number),)
    return replace(plan, note=note, officers=officers, cases=cases, duties=duties, imports=imports)


def imported(number: int) -> ImportRecord:
    """The record of the events that edit `number` imports; every third has the same key."""
    about = ImportKind.EVENTS, f"{number}.csv", "", "0" * 64, datetime(2026, 11, 22, tzinfo=UTC), ""
    return ImportRecord(f"i-{number % 3}", *about, 2, 2 + number, number)


def events_of(number: int) -> RawEvents:
    """The events that edit `number` imports."""
    return sample_events(1 + number * 37 % 2000, number)


def first() -> Plan:
    """The plan before all edits: its cases belong to the officers that no edit removes."""
    plan = large_plan(60, 15, 14)
    return edited(replace(plan, officers=plan.officers[:16]), 0)


def say(*words: object) -> None:
    """One line, at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def write(path: Path) -> None:
    """Save edits for ever, each reported after it is saved."""
    with PlanFile.open(path) as file:
        number = int(file.plan.note.split()[0])
        say("open", number)
        while True:
            number += 1
            file.save(edited(file.plan, number), {imported(number).key: events_of(number)})
            say("saved", number)


def main(path: Path) -> None:
    """Write in this process, or, where processes can be forked, in a new one at each line of input."""
    # Everything that is loaded late is loaded once, here.
    PlanFile.open(path, read_only=True).close()
    say("ready")
    if not hasattr(os, "fork"):
        write(path)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            write(path)
        say("child", child)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
