"""A file's rows come into a plan from the command line, all or none; a plan's tables go out and come in again."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.cli.entry import run
from planner.model.imported import ImportKind
from planner.model.plan import Plan
from planner.workspace import Workspace, demo_plan, table_names
from tests.cli.test_commands import refused
from tests.workspace.import_mutants import good_rows
from tests.workspace.made_files import text_of, xlsx_parts, zipped

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "north.plan"
    plan = demo_plan()
    first = replace(plan.officers[0], fte=0.6, skills=("Interviews", "Visits"), end=date(2027, 3, 31))
    plan = replace(plan, illustrative=False, cases=plan.cases[::30], officers=(first, *plan.officers[1:]))
    Workspace.create(path, plan).close()
    return path


@pytest.fixture
def plan_file(made_once, tmp_path) -> Path:
    return Path(shutil.copy(made_once, tmp_path / "north.plan"))


@pytest.fixture
def counts(plan_file) -> Path:
    path = plan_file.with_name("counts.csv")
    path.write_text(text_of(good_rows(ImportKind.COUNTS, demo_plan())))
    return path


def read(path: Path) -> Plan:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.plan


def imported(capsys, *arguments: object) -> str:
    """What a successful import printed."""
    assert run(["import", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_an_import_says_what_it_understood_and_what_changed(capsys, plan_file, counts):
    said = imported(capsys, counts, plan_file, "--as", "referral-counts", "--who", "A planner")
    for part in (
        "counts.csv",
        "header in row 1",
        "Risk band",
        "The first rows",
        "What changes",
        "Imported into north.plan",
    ):
        assert part in said
    record = read(plan_file).imports[-1]
    assert (record.file, record.who, record.taken, record.kind) == ("counts.csv", "A planner", 40, ImportKind.COUNTS)
    history = next(row for row in read(plan_file).histories if (row.team, row.band) == ("polit", "very-high"))
    assert history.counts[history.period.place(history.start, good_rows(ImportKind.COUNTS, demo_plan())[1][0])] == 0


def test_a_dry_run_changes_no_byte_and_waits_for_nobody(capsys, plan_file, counts):
    before = plan_file.read_bytes()
    with Workspace.open(plan_file):
        said = imported(capsys, counts, plan_file, "--as", "referral-counts", "--dry-run")
    assert "Nothing was changed in north.plan" in said
    assert plan_file.read_bytes() == before


def test_problems_are_listed_and_nothing_is_imported(capsys, plan_file, counts):
    rows = [list(row) for row in good_rows(ImportKind.COUNTS, demo_plan())]
    for row in rows[5:35]:
        row[3] = "several"
    counts.write_text(text_of(rows))
    before = plan_file.read_bytes()
    errors = plan_file.with_name("problems.csv")
    arguments = [str(counts), str(plan_file), "--as", "referral-counts", "--errors", str(errors)]
    assert run(["import", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.err == "counts.csv has 30 problems, so nothing was imported; problems.csv lists them.\n"
    assert printed.out.count("several") == 20
    assert "10 more problems" in printed.out
    assert plan_file.read_bytes() == before
    with errors.open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.reader(file))
    assert listed[0] == ["Row", "Column", "Value", "What is wrong"]
    assert [row[:3] for row in listed[1:]] == [[str(number), "Count", "several"] for number in range(6, 36)]


@pytest.mark.parametrize("over", ["counts.csv", "north.plan"])
def test_the_list_of_problems_takes_no_others_place(capsys, plan_file, counts, over):
    before = counts.read_bytes(), plan_file.read_bytes()
    errors = counts.with_name(over)
    assert run(["import", str(counts), str(plan_file), "--as", "referral-counts", "--errors", str(errors)]) == 2
    assert "choose another name" in capsys.readouterr().err
    assert (counts.read_bytes(), plan_file.read_bytes()) == before


def test_the_plan_keeps_the_name_that_the_user_gives(capsys, plan_file, counts):
    counts = counts.rename(counts.with_name("Specimen John.csv"))
    assert run(["import", str(counts), str(plan_file), "--as", "referral-counts"]) == 0
    assert "the plan keeps it as S… (13 characters).csv" in capsys.readouterr().out
    assert b"Specimen" not in plan_file.read_bytes()
    assert run(["import", str(counts), str(plan_file), "--as", "referral-counts", "--file-name", "book 7"]) == 0
    assert b"book 7" in plan_file.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes among the files of Windows")
@pytest.mark.timeout(20)
def test_a_pipe_is_not_waited_for(capsys, plan_file, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert run(["import", str(tmp_path / "pipe.csv"), str(plan_file), "--as", "referral-counts"]) == 2
    assert "is a pipe or a device: save the table as a file" in capsys.readouterr().err


def test_a_column_is_read_as_the_user_says(capsys, plan_file, counts):
    text = counts.read_text().replace("Count", "Zahl", 1).replace("Risk band", "Stufe", 1)
    counts.write_text(text)
    said = imported(
        capsys, counts, plan_file, "--as", "referral-counts", "--map", "zahl=count", "--map", "Stufe=Band", "--dry-run"
    )
    assert "as you said" in said
    arguments = ["import", str(counts), str(plan_file), "--as", "referral-counts"]
    assert "has no column 'Zal'; did you mean Zahl?" in refused(capsys, *arguments, "--map", "Zal=count")
    assert "did you mean count?" in refused(capsys, *arguments, "--map", "Zahl=cuont")
    assert "COLUMN=FIELD" in refused(capsys, *arguments, "--map", "Zahl")


def test_what_no_column_says_is_said_once_for_the_whole_file(capsys, plan_file):
    path = plan_file.with_name("weeks.csv")
    path.write_text("Week,Band,Count\n03/16/2026,High,4\n03/23/2026,High,6\n")
    arguments = ["import", str(path), str(plan_file), "--as", "referral-counts", "--team", "dpmu", "--period", "week"]
    assert run(arguments) == 2
    assert "the American way" in capsys.readouterr().out
    assert run([*arguments, "--month-first"]) == 0
    history = next(row for row in read(plan_file).histories if (row.team, row.band) == ("dpmu", "high"))
    assert (history.start, history.counts, str(history.period)) == (date(2026, 3, 16), (4, 6), "week")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as", "referral-count"], "did you mean referral-counts?"),
        (["--as", "officers", "--team", "POLITE"], "did you mean polit?"),
        (["--as", "officers", "--sheet", "May"], "has no sheets"),
        (["--as", "officers", "--conflict", "merge"], "--conflict"),
        ([], "--as"),
    ],
)
def test_what_can_be_mended_is_one_sentence(capsys, plan_file, counts, options, said):
    before = plan_file.read_bytes()
    assert said in refused(capsys, "import", str(counts), str(plan_file), *options)
    assert plan_file.read_bytes() == before


def test_the_only_plan_here_is_meant_unless_it_is_made_up(capsys, plan_file, counts, monkeypatch):
    monkeypatch.chdir(plan_file.parent)
    assert "Imported into north.plan" in imported(capsys, "counts.csv", "--as", "referral-counts")
    plan_file.unlink()
    Workspace.create(plan_file, demo_plan()).close()
    before = plan_file.read_bytes()
    assert "illustrative" in refused(capsys, "import", "counts.csv", "--as", "referral-counts")
    assert plan_file.read_bytes() == before
    assert "its other figures are made up" in imported(capsys, "counts.csv", "north.plan", "--as", "referral-counts")
    assert "is a plan" in refused(capsys, "import", "north.plan", "--as", "referral-counts")


def test_a_sheet_is_chosen_by_its_name(capsys, plan_file):
    book = plan_file.with_name("book.xlsx")
    parts = xlsx_parts(good_rows(ImportKind.OFFICERS, demo_plan()), ("Staff", "Empty"))
    book.write_bytes(zipped(parts))
    assert "sheet Staff" in imported(
        capsys, book, plan_file, "--as", "officers", "--sheet", "Staff", "--conflict", "add"
    )
    assert "Empty" in refused(capsys, "import", str(book), str(plan_file), "--as", "officers", "--sheet", "Empty")


def test_another_program_gets_one_object(capsys, plan_file, counts):
    found = json.loads(imported(capsys, counts, plan_file, "--as", "referral-counts", "--json"))
    assert found["imported"]
    assert found["problem_count"] == 0
    assert found["import"] == read(plan_file).imports[-1].key
    assert {column["column"]: column["field"] for column in found["columns"]}["Count"] == "count"
    assert found["fingerprint"] == read(plan_file).imports[-1].fingerprint
    assert len(found["changes"]) >= 1


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
@pytest.mark.slow
def test_ctrl_c_leaves_the_plan_as_it_was(plan_file):
    events = plan_file.with_name("events.csv")
    header, *rows = good_rows(ImportKind.EVENTS, demo_plan())
    events.write_text(text_of([header]) + text_of(rows) * 2_500)
    before = plan_file.read_bytes()
    started = subprocess.Popen(
        [sys.executable, "-m", "planner", "import", str(events), str(plan_file), "--as", "referral-events"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # As in a terminal, also where whoever runs the tests has turned Ctrl+C off.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    lock = plan_file.with_name(f"{plan_file.name}.lock")
    deadline = time.monotonic() + 60
    while not (found := list(plan_file.parent.glob("*lock*"))) and started.poll() is None:
        assert time.monotonic() < deadline, lock
        time.sleep(0.01)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert found
    assert (started.returncode, out, err.splitlines()[-1]) == (130, "", "Cancelled.")
    assert plan_file.read_bytes() == before
    assert read(plan_file).imports == ()


@pytest.mark.parametrize(
    ("name", "kind"), [("histories.xlsx", "referral-counts"), ("cases.csv", "case-book"), ("officers.csv", "officers")]
)
def test_an_exported_table_comes_in_again_the_same(capsys, plan_file, name, kind):
    part = name.partition(".")[0]
    out = plan_file.with_name(name)
    assert run(["export", str(plan_file), "--what", part, "--out", str(out)]) == 0
    assert name in capsys.readouterr().out
    before = getattr(read(plan_file), part)
    imported(capsys, out, plan_file, "--as", kind)
    after = read(plan_file)
    assert [_values(entry) for entry in getattr(after, part)] == [_values(entry) for entry in before]
    assert after.imports[-1].taken > len(before) / 2


def _values(entry: object) -> object:
    """All but where it came from."""
    return replace(entry, source="") if hasattr(entry, "source") else entry


def test_every_table_can_be_exported(capsys, plan_file):
    for name in table_names():
        out = plan_file.with_name(f"{name}.csv")
        assert run(["export", str(plan_file), "--what", name, "--out", str(out)]) == 0
        with out.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        assert len(header) == len(set(header))
        assert all(len(row) == len(header) for row in rows)
        assert f"Wrote {len(rows):,} row" in capsys.readouterr().out


def test_an_export_writes_over_nothing_unasked(capsys, plan_file):
    out = plan_file.with_name("cases.csv")
    out.write_text("mine")
    arguments = ["export", str(plan_file), "--what", "cases", "--out", str(out)]
    assert "already a file cases.csv" in refused(capsys, *arguments)
    assert out.read_text() == "mine"
    assert run([*arguments, "--replace"]) == 0
    capsys.readouterr()
    assert "did you mean cases?" in refused(capsys, *arguments[:3], "case", "--out", "new.csv")
    assert ".csv" in refused(capsys, *arguments[:5], str(plan_file.with_name("cases.pdf")))
