"""Tables in workbooks, read by a process of their own."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from planner.model.progress import Progress, unheard
from planner.model.table import Block, SourceTable
from planner.storage.errors import place
from planner.storage.sheets import errors
from planner.storage.sheets.errors import SheetError
from planner.storage.sheets.limits import WORKBOOK_BYTES
from planner.storage.sheets.reader import BookRequest

_ROOT = Path(__file__).parents[3]
_READER = "import sys; sys.path.insert(0, sys.argv[1]); from planner.storage.sheets.reader import main; main()"


class WorkbookTable:
    """A sheet of a workbook; the process that reads it lives until this is closed."""

    def __init__(self, path: Path, sheet: str | None = None, header_row: int | None = None) -> None:
        """`sheet` is its name, or None for the first that is not hidden. Raises SheetError."""
        self._path = path
        self._sheet = sheet
        self._header_row = header_row
        self._fingerprint = ""
        self._reader: subprocess.Popen[bytes] | None = None
        self.table = self._start()

    def blocks(self, columns: Sequence[int], progress: Progress = unheard) -> Iterator[Block]:
        """The wanted columns, by their indices in the header; progress is in bytes, by the share of rows."""
        if self._reader is None:
            self._start()
        total = self._path_size
        rows = 0
        finished = False
        try:
            self._ask(tuple(columns))
            while (block := self._answer()) is not None:
                rows += block.rows
                progress(total * rows // max(self.table.rows, 1), total)
                if block.rows or block.faults:
                    yield block
            progress(total, total)
            finished = True
        finally:
            if not finished:
                self.close()

    def close(self) -> None:
        """End the reader."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.kill()
            reader.communicate()

    def __enter__(self) -> WorkbookTable:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> SourceTable:
        """Start a reader with the bytes of the file, which must be those that were read first."""
        data = self._read()
        self._path_size = len(data)
        fingerprint = hashlib.sha256(data).hexdigest()
        if self._fingerprint not in ("", fingerprint):
            raise errors.changed(place(self._path))
        self._fingerprint = fingerprint
        self._reader = subprocess.Popen(
            [sys.executable, "-P", "-c", _READER, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"RUST_BACKTRACE": "0"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        where = place(self._path)
        request = BookRequest(data, where, self._path.name, fingerprint, self._sheet, self._header_row)
        try:
            self._ask(request)
            answer: SourceTable | str = self._answer()
            if isinstance(answer, str):
                raise SheetError(answer)
        except BaseException:
            self.close()
            raise
        return answer

    def _read(self) -> bytes:
        try:
            size = self._path.stat().st_size
            if size > WORKBOOK_BYTES:
                raise errors.too_large(place(self._path), f"{size / 1e6:,.0f} MB")
            return self._path.read_bytes()
        except OSError as error:
            raise errors.unreadable(self._path, error) from error

    def _ask(self, request: object) -> None:
        assert self._reader is not None and self._reader.stdin is not None
        try:
            pickle.dump(request, self._reader.stdin, pickle.HIGHEST_PROTOCOL)
            self._reader.stdin.flush()
        except OSError as error:
            raise self._failure() from error

    def _answer(self) -> Any:
        assert self._reader is not None and self._reader.stdout is not None
        try:
            return pickle.load(self._reader.stdout)
        except (EOFError, pickle.UnpicklingError) as error:
            raise self._failure() from error

    def _failure(self) -> SheetError:
        """Why the reader ended without an answer, from its last words."""
        assert self._reader is not None
        reader, self._reader = self._reader, None
        reader.kill()
        words = reader.communicate()[1]
        where = place(self._path)
        if b"memory allocation of" in words or b"MemoryError" in words:
            return errors.too_large(where, "it needs too much memory")
        if words.startswith(b"Timeout"):
            return errors.too_slow(where)
        return errors.damaged(where)
