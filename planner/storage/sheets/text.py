"""Tables in text: .csv, .tsv and .txt files, and what a spreadsheet puts on the clipboard."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from planner.model.progress import Progress, unheard
from planner.model.table import PASTED, PREVIEW_ROWS, Block, SourceTable
from planner.storage.errors import place
from planner.storage.sheets import errors
from planner.storage.sheets.encoding import NAMES, Encoding, HashedBytes, examine
from planner.storage.sheets.errors import SheetError
from planner.storage.sheets.layout import SAMPLE_ROWS, Layout, find_layout
from planner.storage.sheets.limits import BLOCK_BYTES, COLUMNS, TEXT_BYTES
from planner.storage.sheets.separator import find_separator
from planner.storage.sheets.text_blocks import BlockMaker

_SAMPLE_CHARACTERS = 1 << 18
# So few that the lists die before Python's garbage collector looks at them, which doubles the speed.
_BATCH_ROWS = 500
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
# Fed to the parser after the last line: it comes out as a row of its own unless a quoted cell is still open.
_END = "\0end\0"


class TextTable:
    """A table in a text file or on the clipboard; its file is open only while blocks are read."""

    def __init__(self, source: Path | str, header_row: int | None = None) -> None:
        """`source` is the path of a file, or the pasted text; `header_row` is counted from 1. Raises SheetError."""
        self._source = source
        self._where = "The pasted table" if isinstance(source, str) else place(source)
        self._encoding = self._examine()
        with self._opened() as (text, _):
            sample = text.read(_SAMPLE_CHARACTERS)
            whole = len(sample) < _SAMPLE_CHARACTERS
            sample += text.readline()
        named = _SEPARATOR_LINE.match(sample)
        self._skip_line = named is not None
        body = sample[named.end() :] if named else sample
        self._separator = named[1] if named else find_separator(body)
        layout = self._layout(body, header_row, whole=whole)
        self.table = SourceTable(
            file=PASTED if isinstance(source, str) else source.name,
            sheet="",
            sheets=(),
            fingerprint=self._encoding.fingerprint,
            header_row=layout.header_row,
            header=layout.header,
            preview=layout.preview,
            encoding="" if isinstance(source, str) else NAMES[self._encoding.codec],
            separator=self._separator,
            caution=self._caution(),
            rows=-1,
        )

    def blocks(self, columns: Sequence[int], progress: Progress = unheard) -> Iterator[Block]:
        """The wanted columns, by their indices in the header; progress is in bytes of the file.

        Raises SheetError, at the end when the file is no longer the one that was opened.
        """
        maker = BlockMaker(columns, len(self.table.header), self.table.header_row + 1)
        with self._opened() as (text, hashed):
            total = self._size()
            if self._skip_line:
                text.readline()
            reader = csv.reader(chain(text, [_END]), delimiter=self._separator)
            begun = 0
            try:
                for _ in range(self.table.header_row):
                    next(reader, None)
                while batch := list(islice(reader, _BATCH_ROWS)):
                    ended = batch[-1] == [_END]
                    maker.add(batch[:-1] if ended else batch)
                    if not ended and len(batch) < _BATCH_ROWS:
                        raise self._unclosed(maker.next_row - 1)
                    if maker.is_full() or hashed.done - begun > BLOCK_BYTES:
                        begun = hashed.done
                        progress(min(hashed.done, total), total)
                        yield maker.take(zeros=hashed.zeros)
            except csv.Error as error:
                raise self._unparsable(reader.line_num) from error
            if hashed.fingerprint() != self.table.fingerprint:
                raise errors.changed(self._where)
        progress(total, total)
        if maker.has_rows():
            yield maker.take(zeros=hashed.zeros)

    def close(self) -> None:
        """Nothing is left open."""

    def __enter__(self) -> TextTable:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _examine(self) -> Encoding:
        if isinstance(self._source, str):
            return Encoding("utf-8", hashlib.sha256(_bytes(self._source)).hexdigest(), lossy=False)
        try:
            if self._size() > TEXT_BYTES:
                raise SheetError(f"{self._where} is larger than {TEXT_BYTES / 1e9:g} GB: import it in parts.")
            with self._source.open("rb") as file:
                return examine(file, self._where)
        except OSError as error:
            raise errors.unreadable(self._source, error) from error

    @contextmanager
    def _opened(self) -> Iterator[tuple[TextIO, HashedBytes]]:
        """The text from its beginning, and what counts and hashes its bytes."""
        try:
            raw = io.BytesIO(_bytes(self._source)) if isinstance(self._source, str) else self._source.open("rb")
            with raw:
                hashed = HashedBytes(raw)
                buffered = io.BufferedReader(hashed, 1 << 20)
                yield io.TextIOWrapper(buffered, self._encoding.codec, errors="replace", newline=""), hashed
        except OSError as error:
            raise errors.unreadable(Path(self._source), error) from error

    def _size(self) -> int:
        return len(_bytes(self._source)) if isinstance(self._source, str) else self._source.stat().st_size

    def _layout(self, body: str, header_row: int | None, *, whole: bool) -> Layout:
        reader = csv.reader(io.StringIO(body, newline=""), delimiter=self._separator)
        try:
            rows = list(islice(reader, max(SAMPLE_ROWS, (header_row or 0) + PREVIEW_ROWS)))
        except csv.Error as error:
            raise self._unparsable(reader.line_num) from error
        if not whole and len(rows) > 1 and next(reader, None) is None:
            rows.pop()
        layout = find_layout(rows, header_row)
        if layout is None:
            raise errors.empty(self._where)
        if len(layout.header) > COLUMNS:
            raise SheetError(f"{self._where} has more than {COLUMNS:,} columns: it is no table.")
        return layout

    def _caution(self) -> str:
        if not self._encoding.lossy:
            return ""
        return (
            f"Some characters cannot be read as {NAMES[self._encoding.codec]} and are shown as \ufffd: "
            "save the file again as CSV UTF-8."
        )

    def _unparsable(self, line: int) -> SheetError:
        return SheetError(
            f"{self._where} has a cell of over {csv.field_size_limit():,} characters near line {line:,}: "
            "a quotation mark before it may lack its partner. Mend that line and try again."
        )

    def _unclosed(self, row: int) -> SheetError:
        return SheetError(
            f"{self._where} ends inside quotation marks that were opened in row {row:,}: close them and try again."
        )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
