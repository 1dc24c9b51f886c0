"""Tables written for spreadsheet programs."""

from __future__ import annotations

import csv
import os
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from planner.model.table import Cell
from planner.storage.sheets.errors import SheetError
from planner.storage.sheets.opening import open_table
from planner.storage.sheets.writing import write_table

HEADER = ("Text", "Number", "Day", "Moment", "Truth")
MOMENT = datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001
DANGEROUS = ["=1+1", "+1+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1"]


def test_csv_opens_in_excel_and_runs_nothing(tmp_path: Path):
    path = tmp_path / "out.csv"
    rows: list[list[Cell]] = [['café, "x"', -4.5, date(2024, 1, 2), MOMENT, True], ["-12", None, "", 7, False]]
    write_table(path, HEADER, rows + [[text] for text in DANGEROUS])
    assert path.read_bytes().startswith(b"\xef\xbb\xbfText,")
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file))
    assert read[1] == ['café, "x"', "-4.5", "2024-01-02", "2024-01-02 03:04:05", "TRUE"]
    assert read[2] == ["-12", "", "", "7", "FALSE"]
    assert [row[0] for row in read[3:]] == [f"'{text}" for text in DANGEROUS]


def test_xlsx_holds_cells_of_their_kinds_and_no_formula(tmp_path: Path):
    path = tmp_path / "out.xlsx"
    rows: list[list[Cell]] = [
        ["007", -4.5, date(2024, 1, 2), MOMENT, True],
        ["x" * 40_000, float("inf"), date(1850, 1, 1), MOMENT.replace(year=1850)],
    ]
    write_table(path, HEADER, rows + [[text, 1] for text in DANGEROUS])
    with open_table(path) as opened:
        assert opened.table.header == HEADER
        assert opened.table.preview[0] == tuple(rows[0])
        assert opened.table.preview[1] == ("x" * 32_767, "inf", "1850-01-01", "1850-01-02 03:04:05", "")
        assert [row[0] for row in opened.table.preview[2:]] == DANGEROUS
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b'state="frozen"' in sheet
    assert b"<cols>" in sheet


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_a_file_is_replaced_whole_or_left_as_it_was(tmp_path: Path, name: str):
    path = tmp_path / name
    write_table(path, ["A"], [[1]])
    before = path.read_bytes()

    def broken() -> Iterator[list[Cell]]:
        yield from [[n] for n in range(500)]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_table(path, ["A"], broken())
    assert [entry.name for entry in tmp_path.iterdir()] == [name]
    assert path.read_bytes() == before
    write_table(path, ["A"], [[2]])
    assert path.read_bytes() != before


def test_what_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SheetError, match=r"ends in \.csv or \.xlsx"):
        write_table(tmp_path / "out.pdf", ["A"], [])
    for name in ("out.csv", "out.xlsx"):
        with pytest.raises(SheetError, match="no such folder"):
            write_table(tmp_path / "none" / name, ["A"], [])
    monkeypatch.setattr("planner.storage.sheets.writing._EXCEL_ROWS", 300)
    with pytest.raises(SheetError, match="no more than 300 rows"):
        write_table(tmp_path / "out.xlsx", ["A"], [[1]] * 300)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that may not be written to")
def test_a_folder_without_permission_is_told(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(SheetError, match="was not written"):
        write_table(tmp_path / "out.xlsx", ["A"], [[1]])
