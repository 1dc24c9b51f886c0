"""Tables in text files and on the clipboard."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest

from planner.model.progress import Cancelled
from planner.model.table import PASTED, Block, Cell
from planner.storage.sheets import text, text_blocks
from planner.storage.sheets.errors import SheetError
from planner.storage.sheets.opening import OpenedTable, open_table, paste_table


def written(tmp_path: Path, content: str | bytes, encoding: str = "utf-8", name: str = "table.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def rows_of(opened: OpenedTable) -> list[tuple[Cell, ...]]:
    return [row for block in all_blocks(opened) for row in zip(*block.columns, strict=True)]


def all_blocks(opened: OpenedTable, columns: Sequence[int] | None = None) -> list[Block]:
    return list(opened.blocks(range(len(opened.table.header)) if columns is None else columns))


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_the_encoding_is_detected(tmp_path: Path, encoding: str, shown: str):
    with open_table(written(tmp_path, "Team,Note\nCafé,£5\n", encoding)) as opened:
        assert opened.table.encoding == shown
        assert opened.table.header == ("Team", "Note")
        assert rows_of(opened) == [("Café", "£5")]
        assert opened.table.caution == ""


def test_an_accent_late_in_the_file_still_decides(tmp_path: Path):
    content = b"Team,Note\n" + b"North,plain\n" * 200_000 + "Café,x\n".encode("cp1252")
    with open_table(written(tmp_path, content)) as opened:
        assert opened.table.encoding == "Windows-1252"
        assert rows_of(opened)[-1] == ("Café", "x")


def test_bytes_without_a_meaning_are_told(tmp_path: Path):
    with open_table(written(tmp_path, b"Team,Note\nCaf\xe9,\x81\n")) as opened:
        assert "cannot be read as Windows-1252" in opened.table.caution
        assert rows_of(opened) == [("Café", "\ufffd")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_gives_even_rows(tmp_path: Path, separator: str):
    lines = [["Date", "Team", "Rate"], ["01/02/2024", "North; or, East", "1,5"], ["02/02/2024", "a|b\tc", "2,5"]]
    content = "\n".join(separator.join(f'"{c}"' if separator in c else c for c in line) for line in lines)
    with open_table(written(tmp_path, content)) as opened:
        assert opened.table.separator == separator
        assert rows_of(opened) == [tuple(line) for line in lines[1:]]


def test_excel_s_own_line_names_the_separator_and_is_no_row(tmp_path: Path):
    with open_table(written(tmp_path, "sep=|\r\nA,B|C,D\r\n1,2|3,4\r\n")) as opened:
        assert (opened.table.separator, opened.table.header_row) == ("|", 1)
        assert rows_of(opened) == [("1,2", "3,4")]


def test_titles_above_the_header_are_passed_over(tmp_path: Path):
    content = "Referrals by month,,\nPrinted,01/02/2024,\n\nMonth,Team,Count\n2024-01,007,3\n"
    with open_table(written(tmp_path, content)) as opened:
        assert opened.table.header == ("Month", "Team", "Count")
        assert opened.table.header_row == 4
        assert all_blocks(opened)[0].first_row == 5
        assert rows_of(opened) == [("2024-01", "007", "3")]


def test_a_header_that_names_but_some_columns_is_found(tmp_path: Path):
    with open_table(written(tmp_path, "Month,Team,Count,,\n" + "2024-01,007,3,4,5\n" * 3)) as opened:
        assert opened.table.header == ("Month", "Team", "Count", "Column 4", "Column 5")


def test_the_header_row_can_be_given(tmp_path: Path):
    path = written(tmp_path, "a,b\nc,d\n1,2\n")
    with open_table(path, header_row=2) as opened:
        assert opened.table.header == ("c", "d")
        assert rows_of(opened) == [("1", "2")]
    with pytest.raises(SheetError, match="counted from 1"):
        open_table(path, header_row=0)


def test_headers_are_distinct_and_none_is_empty(tmp_path: Path):
    with open_table(written(tmp_path, 'Team,,Team (2),"Two\nlines",Team,Team (2),,\n1,2,3,4,5,6,,\n')) as opened:
        assert opened.table.header == ("Team", "Column 2", "Team (2)", "Two lines", "Team (3)", "Team (2) (2)")


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers(tmp_path: Path):
    content = 'A,B\n"two\nlines",1\n\n,,\nx,2\ny'
    with open_table(written(tmp_path, content)) as opened:
        (block,) = all_blocks(opened)
        assert block.columns == (["two\nlines", "x", "y"], ["1", "2", ""])
        assert [block.row_number(index) for index in range(block.rows)] == [2, 5, 6]


def test_a_remark_beside_the_table_makes_no_column(tmp_path: Path):
    with open_table(written(tmp_path, "A,B\n1,2\n3,4,remark\n5,6\n7,8\n")) as opened:
        assert opened.table.header == ("A", "B")
        (block,) = all_blocks(opened)
    assert (block.rows, [fault.row for fault in block.faults]) == (3, [3])


def test_a_blank_row_among_rows_of_one_width_is_left_out(tmp_path: Path):
    with open_table(written(tmp_path, "A,B\n1,2\n,\n3,\n")) as opened:
        (block,) = all_blocks(opened)
    assert (block.columns, block.numbers) == ((["1", "3"], ["2", ""]), [2, 4])


def test_five_hundred_rows_with_too_many_cells_are_told_too(tmp_path: Path):
    with open_table(written(tmp_path, "A,B\n" + "1,2\n" * 500 + "1,2,3\n" * 500)) as opened:
        (block,) = all_blocks(opened)
    assert (block.rows, len(block.faults), block.faults[-1].row) == (500, 500, 1001)


def test_a_row_with_too_many_cells_is_told_and_left_out(tmp_path: Path):
    rows = ["A,B"] + ["1,2"] * 700 + ["Smith, J,3"] + ["4,5"] * 700
    with open_table(written(tmp_path, "\n".join(rows))) as opened:
        (block,) = all_blocks(opened, [1])
    assert block.rows == 1400
    (fault,) = block.faults
    assert (fault.row, fault.column, fault.value) == (702, None, "3 cells")
    assert "3 cells but the header has 2" in fault.reason
    assert (block.row_number(699), block.row_number(700), block.row_number(1399)) == (701, 703, 1402)


def test_a_zero_byte_is_told_by_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(text_blocks, "BLOCK_ROWS", 2000)
    content = "A,B\nx\0y,3\n" + "1,2\n" * 3000 + "x\0y,3\n"
    with open_table(written(tmp_path, content)) as opened:
        first, last = all_blocks(opened, [1, 0])
    assert [(fault.row, fault.column) for fault in first.faults + last.faults] == [(2, 0), (3003, 0)]
    assert (first.columns[1][0], last.columns[1][-1]) == ("", "")


def test_an_open_quotation_mark_at_the_end_loses_no_row_in_silence(tmp_path: Path):
    with (
        open_table(written(tmp_path, 'A,B\n1,2\n3,"four\n5,6\n7,8\n')) as opened,
        pytest.raises(SheetError, match=r"opened in row 3\b"),
    ):
        all_blocks(opened)


def test_a_cell_of_ten_megabytes_is_refused_in_a_sentence(tmp_path: Path):
    with (
        open_table(written(tmp_path, "A,B\n" + "1,2\n" * 90_000 + '"' + "x" * 3_000_000 + '",2\n')) as opened,
        pytest.raises(SheetError, match=r"over 131,072 characters near line 90,002"),
    ):
        all_blocks(opened)
    with pytest.raises(SheetError, match="a line of over 4 million characters"):
        open_table(written(tmp_path, "A,B\n" + "x" * 10_000_000))


def test_more_columns_than_any_spreadsheet_has_are_refused(tmp_path: Path):
    with pytest.raises(SheetError, match="more than 16,384 columns"):
        open_table(written(tmp_path, "a," * 20_000 + "a\n"))


@pytest.mark.parametrize("content", ["", "\n\n\n", ",,\n,,\n", "\ufeff", "  \n"])
def test_an_empty_file_is_told(tmp_path: Path, content: str):
    with pytest.raises(SheetError, match="is empty"):
        open_table(written(tmp_path, content))


@pytest.mark.parametrize("content", ["A,B", "A,B\n", "A,B\r\n\r\n"])
def test_a_header_alone_is_a_table_without_rows(tmp_path: Path, content: str):
    with open_table(written(tmp_path, content)) as opened:
        assert opened.table.header == ("A", "B")
        assert opened.table.preview == ()
        assert all_blocks(opened) == []


def test_one_column_is_a_table_too(tmp_path: Path):
    with open_table(written(tmp_path, "Date\n01/02/2024\n", name="dates.txt")) as opened:
        assert rows_of(opened) == [("01/02/2024",)]


def test_pasted_cells_are_read_as_a_spreadsheet_wrote_them():
    with paste_table('Month\tTeam\tNote\r\n2024-01\t007\t"two\nlines, ""quoted"""\r\n') as opened:
        assert (opened.table.file, opened.table.separator, opened.table.encoding) == (PASTED, "\t", "")
        assert rows_of(opened) == [("2024-01", "007", 'two\nlines, "quoted"')]
    with pytest.raises(SheetError, match="The pasted table is empty"):
        paste_table(" \n")


def test_the_fingerprint_is_that_of_the_bytes(tmp_path: Path):
    path = written(tmp_path, "A,B\n1,2\n")
    assert open_table(path).table.fingerprint == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_that_changes_after_the_preview_is_noticed(tmp_path: Path):
    path = written(tmp_path, "A,B\n1,2\n")
    with open_table(path) as opened:
        path.write_text("A,B\n1,3\n", "utf-8")
        with pytest.raises(SheetError, match="changed by another program"):
            all_blocks(opened)
        path.unlink()
        with pytest.raises(SheetError, match=r"no file table\.csv"):
            all_blocks(opened)


def test_blocks_are_bounded_by_rows_and_by_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(text_blocks, "BLOCK_ROWS", 1000)
    path = written(tmp_path, "A,B\n" + "1,2\n" * 2600)
    heard: list[tuple[int, int]] = []
    with open_table(path) as opened:
        blocks = list(opened.blocks([0], lambda done, total: heard.append((done, total))))
    assert [(block.first_row, block.rows) for block in blocks] == [(2, 1000), (1002, 1000), (2002, 600)]
    assert heard == [(min(done, path.stat().st_size), path.stat().st_size) for done, _ in sorted(heard)]
    assert len(heard) == 3
    monkeypatch.setattr(text_blocks, "BLOCK_ROWS", 50_000)
    monkeypatch.setattr(text, "BLOCK_BYTES", 1_000_000)
    path = written(tmp_path, "A,B\n" + f"1,{'x' * 2000}\n" * 2600)
    with open_table(path) as opened:
        rows = [block.rows for block in all_blocks(opened, [0])]
    assert sum(rows) == 2600
    assert max(rows) <= 1000


def test_reading_ends_when_it_is_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(text_blocks, "BLOCK_ROWS", 500)

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with open_table(written(tmp_path, "A,B\n" + "1,2\n" * 5000)) as opened:
        with pytest.raises(Cancelled):
            list(opened.blocks([0], cancel))
        assert sum(block.rows for block in all_blocks(opened)) == 5000


def test_memory_does_not_grow_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(text_blocks, "BLOCK_ROWS", 1000)
    path = written(tmp_path, "A,B\n" + f"{'x' * 400},{'y' * 400}\n" * 20_000)
    assert path.stat().st_size > 16_000_000
    tracemalloc.start()
    try:
        with open_table(path) as opened:
            rows = sum(block.rows for block in opened.blocks([0, 1]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rows == 20_000
    assert peak < 8_000_000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 something", "a PDF document"),
        (b"SQLite format 3\0" + bytes(100), "a plan or another database"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a web page or XML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "a web page or XML"),
        (bytes(range(256)) * 20, "neither text nor a workbook"),
    ],
)
def test_other_kinds_of_file_are_named(tmp_path: Path, content: bytes, words: str):
    with pytest.raises(SheetError, match=words):
        open_table(written(tmp_path, content, name="old.xls"))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path):
    with pytest.raises(SheetError, match=r"no file none\.csv"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(SheetError, match="is a folder"):
        open_table(tmp_path)
    with pytest.raises(SheetError, match="has no sheets"):
        open_table(written(tmp_path, "A,B\n"), sheet="Data")
