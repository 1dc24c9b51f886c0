"""A file becomes part of the open plan in one step that can be undone, whole or not at all."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.edit.beginning import Beginning
from planner.edit.plans import rename
from planner.edit.provenance import origins
from planner.model.demand import DemandHistory
from planner.model.imported import DROPPED, ImportKind
from planner.model.intake import Conflict, ImportSettings
from planner.model.progress import Cancelled
from planner.model.pseudonym import pseudonym
from planner.storage.errors import ReadOnly
from planner.workspace import (
    ImportRefused,
    ReadImport,
    Source,
    Workspace,
    export_table,
    guess_columns,
    import_fields,
    new_plan,
    open_source,
    plan_table,
    read_import,
    sources_of,
    write_problems,
)
from tests.workspace.import_mutants import good_rows
from tests.workspace.made_files import text_of, xlsx_parts, zipped

START = date(2026, 11, 2)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    plan = new_plan("polit", None, Beginning(6, 1, 2, 40.0), START)
    with Workspace.create(tmp_path / "north.plan", plan) as opened:
        yield opened


def table(workspace: Workspace, kind: ImportKind) -> str:
    return text_of(good_rows(kind, workspace.plan), "\t")


def read(workspace: Workspace, source: Source, kind: ImportKind, conflict: Conflict = Conflict.REPLACE) -> ReadImport:
    choices = guess_columns(source, kind, workspace.plan)
    dropped = tuple(replace(choice, field=DROPPED) if choice.worry else choice for choice in choices)
    return read_import(source, kind, dropped, workspace.import_basis(kind), ImportSettings(conflict))


def dump(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    try:
        return list(db.iterdump())
    finally:
        db.close()


@pytest.mark.parametrize("kind", list(ImportKind))
def test_an_import_is_one_step_that_is_undone_and_done_again(workspace: Workspace, kind: ImportKind) -> None:
    before, heard = workspace.plan, []
    workspace.subscribe(lambda parts, origin: heard.append((parts, origin)))
    with open_source(table(workspace, kind)) as source:
        read_once = read(workspace, source, kind, Conflict.ADD)
    assert workspace.plan is before
    workspace.take_import(read_once, origin="wizard")
    assert workspace.plan.imports[-1] == read_once.record
    assert workspace.undo_label == read_once.label
    assert len(heard) == 1
    assert heard[0][0] >= {"imports"}
    assert heard[0][1] == "wizard"
    workspace.undo()
    assert workspace.plan is before
    workspace.redo()
    assert workspace.plan is read_once.plan
    if kind is ImportKind.EVENTS:
        assert len(workspace.raw_events(workspace.plan.imports[-1].key)) == read_once.record.taken
    with Workspace.open(workspace.path, read_only=True) as again:
        assert again.plan == workspace.plan


def test_the_reading_runs_on_any_thread(workspace: Workspace) -> None:
    found: list[ReadImport] = []
    basis = workspace.import_basis(ImportKind.COUNTS)
    text = table(workspace, ImportKind.COUNTS)

    def work() -> None:
        with open_source(text) as source:
            choices = guess_columns(source, ImportKind.COUNTS, basis.plan)
            found.append(read_import(source, ImportKind.COUNTS, choices, basis))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    workspace.take_import(found[0])
    assert len(workspace.plan.histories) == 4


def test_problems_keep_the_plan_and_the_file_as_they_are(workspace: Workspace, tmp_path: Path) -> None:
    before, content = workspace.plan, workspace.path.read_bytes()
    with open_source(table(workspace, ImportKind.COUNTS).replace("very-high", "purple", 1)) as source:
        wrong = read(workspace, source, ImportKind.COUNTS)
    assert wrong.problem_count == 1
    assert wrong.plan is None
    with pytest.raises(ImportRefused, match="1 problem, so nothing was imported"):
        workspace.take_import(wrong)
    assert workspace.plan is before
    assert workspace.path.read_bytes() == content
    write_problems(wrong, tmp_path / "problems.csv")
    assert "\n2,Risk band," in (tmp_path / "problems.csv").read_text("utf-8")


def test_a_plan_that_moved_on_is_not_overwritten(workspace: Workspace) -> None:
    with open_source(table(workspace, ImportKind.COUNTS)) as source:
        late = read(workspace, source, ImportKind.COUNTS)
    workspace.change("Rename", rename(workspace.plan, "Another"))
    with pytest.raises(ImportRefused, match="changed after the file was read"):
        workspace.take_import(late)
    assert workspace.plan.imports == ()
    workspace.undo()
    workspace.take_import(late)
    assert len(workspace.plan.imports) == 1


def test_pseudonyms_of_two_secrets_never_meet(workspace: Workspace) -> None:
    with open_source(table(workspace, ImportKind.EVENTS)) as source:
        one = read(workspace, source, ImportKind.EVENTS)
        other = read(workspace, source, ImportKind.EVENTS)
    workspace.take_import(one)
    workspace.undo()
    with pytest.raises(ImportRefused, match="read it again"):
        workspace.take_import(other)
    workspace.take_import(one)


@pytest.mark.parametrize("name", ["counts.csv", "counts.xlsx"])
def test_a_file_that_changes_between_preview_and_import_is_noticed(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    rows = good_rows(ImportKind.COUNTS, workspace.plan)
    path = tmp_path / name

    def write() -> None:
        path.write_bytes(zipped(xlsx_parts(rows)) if path.suffix == ".xlsx" else text_of(rows).encode())

    write()
    with open_source(path) as source:
        assert read(workspace, source, ImportKind.COUNTS).problem_count == 0
        rows[-1][3] = 99
        write()
        with pytest.raises(Exception, match=rf"{name}.* was changed"):
            read(workspace, source, ImportKind.COUNTS)
        path.unlink()
        with pytest.raises(Exception, match=name):
            read(workspace, source, ImportKind.COUNTS)
    assert workspace.plan.imports == ()


def test_events_that_were_imported_before_are_not_counted_twice(workspace: Workspace) -> None:
    def take() -> int:
        with open_source(table(workspace, ImportKind.EVENTS)) as source:
            workspace.take_import(read(workspace, source, ImportKind.EVENTS, Conflict.ADD))
        return sum(count or 0 for history in workspace.plan.histories for count in history.counts)

    assert take() == take() > 20


def test_a_plan_that_is_only_read_can_be_tried_and_is_not_changed(workspace: Workspace) -> None:
    path = workspace.path
    workspace.close()
    content = path.read_bytes()
    with Workspace.open(path, read_only=True) as looking, open_source(table(looking, ImportKind.EVENTS)) as source:
        tried = read(looking, source, ImportKind.EVENTS)
        assert tried.problem_count == 0
        with pytest.raises(ReadOnly):
            looking.take_import(tried)
    assert path.read_bytes() == content


def events_file(path: Path, rows: int) -> Path:
    """So many referrals of three years."""
    days = [f"{START - timedelta(days=day + 1):%d/%m/%Y}" for day in range(1095)]
    with path.open("w", newline="") as file:
        file.write("Date received,Team,Risk band,Reference\r\n")
        file.writelines(f"{days[number % 1095]},polit,high,REF{number}\r\n" for number in range(rows))
    return path


def cancelled_at(workspace: Workspace, events: Path, share: float) -> None:
    """Cancel there; the file must hold what it held, and the same reading must then go through."""
    before, held = workspace.plan, dump(workspace.path)
    heard: list[float] = []

    def stop(done: int, total: int) -> None:
        heard.append(done / total)
        if heard[-1] >= share:
            raise Cancelled

    with open_source(events) as source:
        choices = guess_columns(source, ImportKind.EVENTS, workspace.plan)
        basis = workspace.import_basis(ImportKind.EVENTS)
        with pytest.raises(Cancelled):
            read_import(source, ImportKind.EVENTS, choices, basis, progress=stop)
        assert share <= heard[-1] < min(share + 0.3, 1)
        assert workspace.plan is before
        assert dump(workspace.path) == held
        heard.clear()
        read = read_import(
            source, ImportKind.EVENTS, choices, basis, progress=lambda done, total: heard.append(done / total)
        )
    workspace.take_import(read)
    assert len(workspace.plan.imports) == 1
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_a_cancelled_import_leaves_the_file_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    cancelled_at(workspace, events_file(tmp_path / "events.csv", 60_000), 0.5)


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cancelled_import_of_a_million_leaves_the_file_as_it_was(
    workspace: Workspace, tmp_path: Path, share: float
) -> None:
    cancelled_at(workspace, events_file(tmp_path / "events.csv", 1_000_000), share)


def test_fields_are_offered_for_each_kind(workspace: Workspace) -> None:
    for kind in ImportKind:
        assert any(field.required for field in import_fields(kind, workspace.plan)) or kind is ImportKind.OFFICERS


def test_a_table_says_where_its_rows_came_from(workspace: Workspace) -> None:
    with open_source(table(workspace, ImportKind.COUNTS)) as source:
        workspace.take_import(read(workspace, source, ImportKind.COUNTS))
    rows = plan_table(workspace.plan, "histories").rows
    assert {str(row[-1]).partition(", imported on")[0] for row in rows} >= {
        "pasted table, row 2",
        "pasted table, row 41",
    }
    history = workspace.plan.histories[0]
    edited = replace(history, counts=(77, *history.counts[1:]))
    workspace.change("Edit", replace(workspace.plan, histories=(edited, *workspace.plan.histories[1:])))
    assert str(plan_table(workspace.plan, "histories").rows[0][-1]).endswith("; changed since")
    register = plan_table(workspace.plan, "assumptions")
    assert len(register.rows) > 50
    assert {row[register.header.index("Status")] for row in register.rows} <= {"OK", "ADAPT", "ASSUME"}


def test_each_count_names_the_import_it_came_from_and_no_other(workspace: Workspace) -> None:
    told = DemandHistory("polit", "high", date(2026, 6, 1), (2, 3, 4, 5), "Counted by hand")
    workspace.change("Counts", replace(workspace.plan, histories=(told,)))

    def take(rows: str, conflict: Conflict) -> None:
        with open_source(rows) as source:
            workspace.take_import(read(workspace, source, ImportKind.COUNTS, conflict))

    def sources() -> dict[str, str]:
        found = plan_table(workspace.plan, "histories").rows
        return {f"{row[0]:%b}": str(row[-1]).partition(", imported on")[0] for row in found}

    take("Month\tHigh\nAug-26\t7\nOct-26\t9", Conflict.REPLACE)
    assert sources() == {
        "Jun": "Counted by hand",
        "Jul": "Counted by hand",
        "Aug": "pasted table, row 2",
        "Sep": "Counted by hand",
        "Oct": "pasted table, row 3",
    }
    (history,) = workspace.plan.histories
    assert sources_of(history, origins(workspace.plan)) == "Counted by hand; pasted table"
    take("Month\tHigh\nJul-26\t1", Conflict.ADD)
    assert plan_table(workspace.plan, "histories").rows[1][-1].endswith("added to what was there, or changed since")
    take("w/c\tHigh\n01/06/2026\t7", Conflict.REPLACE)
    take("Month\tHigh\nMay-26\t7\nJul-26\t8", Conflict.REPLACE)
    assert sources() == {"May": "pasted table, row 2", "Jun": "", "Jul": "pasted table, row 3"}


def test_single_referrals_are_exported_with_pseudonyms(workspace: Workspace, tmp_path: Path) -> None:
    assert export_table(workspace, "referrals", tmp_path / "none.csv") == 0
    rows = "Received\tBand\tRef\n01/09/2026\tHigh\tCR/1\n30/09/2026\tLow\t"
    for conflict in (Conflict.REPLACE, Conflict.ADD):
        with open_source(rows) as source:
            workspace.take_import(read(workspace, source, ImportKind.EVENTS, conflict))
    assert export_table(workspace, "referrals", tmp_path / "referrals.csv") == 3
    lines = (tmp_path / "referrals.csv").read_text("utf-8-sig").splitlines()
    known = pseudonym(workspace.pseudonym_key(), "CR/1")[:18]
    assert lines[1:] == [
        f"2026-09-01,polit,high,{known},import-1,2",
        "2026-09-30,polit,low,,import-1,3",
        "2026-09-30,polit,low,,import-2,3",
    ]
