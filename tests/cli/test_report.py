"""`planner report` writes a file or says in one sentence why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from planner.cli.entry import run
from planner.workspace import Workspace, demo_plan
from tests.cli.test_commands import refused
from tests.workspace.test_reports import busy_plan

DATED = ["--date", "2026-11-29"]


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "north.plan"
    Workspace.create(path, busy_plan()).close()
    return path


def test_a_weekly_sheet_of_one_team(capsys, plan_file, tmp_path):
    out = tmp_path / "sheet.pdf"
    wanted = ["report", str(plan_file), "--kind", "weekly", "--team", "team", "--out", str(out), *DATED]
    assert run(wanted) == 0
    assert capsys.readouterr().out.strip() == str(out)
    (page,) = PdfReader(out).pages
    assert "=North <b>" in page.extract_text() and "made on 29 November 2026" in page.extract_text()
    first = out.read_bytes()
    assert run(wanted) == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"--kind": "letter"}, "there is no kind of report 'letter'"),
        ({"--out": "sheet.xlsx"}, "choose a name for PDF (.pdf) or Word (.docx)"),
        ({"--kind": "workbook"}, "choose a name for Excel (.xlsx)"),
        ({"--team": "nobody"}, "this plan has no team 'nobody'"),
        ({"--scenario": "mare"}, "did you mean more?"),
        ({"--standard": "lod"}, "did you mean load?"),
        ({"--out": "none/sheet.pdf"}, "there is no such folder"),
        ({"--before": "last year"}, "has no version 'last year'"),
        ({"--template": "missing.docx", "--out": "sheet.docx"}, "There is no file missing.docx"),
        ({"--template": "own.docx", "--out": "sheet.docx"}, "is not a Word file: choose a .docx or .dotx file"),
        ({"--template": "own.docx"}, "sheet.pdf is none"),
    ],
)
def test_what_cannot_be_made_is_one_sentence(capsys, plan_file, tmp_path, monkeypatch, changes, sentence):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.docx").write_text("This is no Word file.")
    given = {"--kind": "weekly", "--out": "sheet.pdf", **changes}
    error = refused(capsys, "report", str(plan_file), *(part for pair in given.items() for part in pair))
    assert sentence in error
    assert [path.name for path in tmp_path.iterdir() if path.name != plan_file.name] == ["own.docx"]


@pytest.mark.slow
def test_a_version_of_the_plan_stands_beside_it(capsys, tmp_path):
    path = tmp_path / "north.plan"
    with Workspace.create(path, demo_plan()) as workspace:
        workspace.keep_version("Last inspection")
    out = tmp_path / "statement.docx"
    wanted = ["report", str(path), "--kind", "fms", "--out", str(out), "--before", "last inspection"]
    assert run([*wanted, "--replications", "50"]) == 0
    import docx

    text = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
    assert "Beside last year's statement" in text and "Step 4: Demand that will not be met" in text
