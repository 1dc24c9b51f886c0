"""What can be found out about a file without changing it: whether it is a sound plan, and what is in it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan
from planner.model.codec import fingerprint
from planner.model.countdown import LEAD_STEPS
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.prices import SHIPPED
from planner.storage import raw_events, versions
from planner.storage.connection import connect, journal_path, require_plan_header, undo_interrupted, unsound
from planner.storage.content import read_file
from planner.storage.errors import (
    PlanFileError,
    broken_events,
    broken_result,
    broken_version,
    damaged,
    from_os,
    from_sqlite,
)
from planner.storage.lock import UnreadableLock, holder, lock_path
from planner.storage.migrations import applied, plan_migrations
from planner.storage.results import broken, listed
from planner.storage.surroundings import caution
from planner.storage.upgrade import require_known

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a file: sentences, first the verdict. `ok` is True when the plan can be opened as it is."""

    path: Path
    ok: bool
    lines: tuple[str, ...]


def check(path: Path, *, migrations: Migrations | None = None) -> Findings:
    """What is in the file at `path`; never raises for a bad file and never changes it."""
    path = Path(path).absolute()
    steps = migrations or plan_migrations()
    try:
        require_plan_header(path)
        with _readable(path) as (source, interrupted):
            lines = _inspect(path, source, steps)
    except PlanFileError as error:
        return Findings(path, False, (str(error),))
    except sqlite3.Error as error:
        return Findings(path, False, (str(from_sqlite(error, path, writing=False)),))
    except OSError as error:
        return Findings(path, False, (str(from_os(error, path, writing=False)),))
    if interrupted:
        lines.append("The last save was cut short; it is undone when the plan is next opened for editing.")
    lines.append(_holder_line(path))
    lines += filter(None, (caution(path),))
    return Findings(path, True, (f"{path.name} is a sound plan.", *lines))


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[tuple[Path, bool]]:
    """The file itself, or, when its last save was cut short, a copy in which that save can be undone."""
    if not _is_interrupted(path):
        yield path, False
        return
    with tempfile.TemporaryDirectory(prefix="planner-check-") as folder:
        copy = Path(folder) / "copy.plan"
        shutil.copyfile(path, copy)
        shutil.copyfile(journal_path(path), journal_path(copy))
        undo_interrupted(copy)
        yield copy, True


def _is_interrupted(path: Path) -> bool:
    if not journal_path(path).exists():
        return False
    try:
        with contextlib.closing(connect(path, "ro")) as db:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY
    return False


def _inspect(path: Path, source: Path, migrations: Migrations) -> list[str]:
    db = connect(source, "ro")
    try:
        with db.atomic():
            faults = unsound(path, db)
            if faults:
                raise damaged(path, "; ".join(faults[:5]))
            # Before anything is read: a newer file is not a damaged one.
            require_known(path, db, migrations)
            try:
                plan = read_file(path, db, migrations)
            except InvalidPlan as error:
                raise damaged(path, str(error)) from error
            for detail in broken(db):
                raise broken_result(path, detail)
            for detail in raw_events.broken(db):
                raise broken_events(path, detail)
            for detail in versions.broken(db):
                raise broken_version(path, detail)
            lines = _describe(plan, _schema_line(db, migrations))
            return [*lines, *_events_line(plan, db), *_results_line(db), *_versions_line(db)]
    finally:
        db.close()


def _schema_line(db: Database, migrations: Migrations) -> str:
    behind = len(migrations.pending(db))
    version = applied(migrations, db)
    if behind:
        return (
            f"Its tables are those of an older version ({version[-1]}); opening it for editing brings them up to date."
        )
    return f"Pages, rows, references and model rules are in order (tables: {version[-1]})."


def _results_line(db: Database) -> list[str]:
    notes = listed(db)
    size = sum(note.size for note in notes) / 1e6
    return [f"{_count(len(notes), 'saved result')}, {size:.1f} MB, every byte as it was saved."] if notes else []


def _versions_line(db: Database) -> list[str]:
    notes = versions.listed(db)
    size = sum(note.size for note in notes) / 1e6
    return [f"{_count(len(notes), 'version')}, {size:.1f} MB, every byte as it was kept."] if notes else []


def _events_line(plan: Plan, db: Database) -> list[str]:
    kept = raw_events.kept(db)
    undone = sum(number for key, number in kept.items() if key not in {record.key for record in plan.imports})
    left = f"; {undone:,} are of undone imports and go when no step or version can bring them back" if undone else ""
    total = sum(kept.values())
    what = f"{total:,} single referral{'' if total == 1 else 's'} of {_count(len(kept), 'import')}"
    return [f"{what}, every byte as it was imported{left}."] if kept else []


def _describe(plan: Plan, schema: str) -> list[str]:
    owned = sum(case.owner is not None for case in plan.cases)
    made_up = " It is illustrative: its data are made up." if plan.illustrative else ""
    return [
        schema,
        f"Plan “{plan.name}”, starting {plan.start.isoformat()}.{made_up}",
        f"{_count(len(plan.teams), 'team')}: {', '.join(team.name for team in plan.teams)}.",
        f"{_count(len(plan.officers), 'officer')}, {_count(len(plan.cases), 'open case')} ({owned} with an owner).",
        _histories_line(plan),
        f"{_count(len(plan.events), 'dated event')}, {_count(len(plan.growth_cases), 'growth case')}.",
        f"{_count(len(plan.imports), 'import')}.",
        f"{_count(len(plan.scenarios), 'scenario')}, {_count(len(plan.standards), 'standard')}.",
        f"{_count(len(plan.actions), 'action')} on standards.",
        _staffing_line(plan),
        f"Fingerprint {fingerprint(plan)}.",
    ]


def _staffing_line(plan: Plan) -> str:
    pairs = (plan.prices, SHIPPED), (plan.lead_steps, LEAD_STEPS)
    prices, steps = ("as shipped" if held == shipped else "the plan's own" for held, shipped in pairs)
    return f"Prices: {prices}; steps from approval to the first day of work: {steps}."


def _histories_line(plan: Plan) -> str:
    longest = {
        period: max((len(history.counts) for history in plan.histories if history.period is period), default=0)
        for period in Period
    }
    lengths = [_count(number, str(period)) for period, number in longest.items() if number] or [_count(0, "month")]
    return f"{' and '.join(lengths)} of demand history in {_count(len(plan.histories), 'series', 'series')}."


def _count(number: int, one: str, more: str | None = None) -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def _holder_line(path: Path) -> str:
    try:
        found = holder(path)
    except (UnreadableLock, OSError):
        return f"Its lock file {lock_path(path).name} cannot be read: somebody may have the plan open for editing."
    if found is None:
        return "Nobody has it open for editing."
    if found.gone:
        return f"It was last open for editing by {found}; that program ended without closing it, so it is free."
    return f"It is open for editing by {found}."
