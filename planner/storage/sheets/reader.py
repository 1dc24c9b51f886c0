"""The process that reads a workbook: whatever a hostile file does to it, the planner lives on.

It takes pickled requests from its input and answers on its output: first a BookRequest, answered with a SourceTable or
the sentence of an error; then any number of tuples of columns, each answered with blocks and None.
"""

from __future__ import annotations

import contextlib
import faulthandler
import pickle
import sys
from dataclasses import dataclass
from typing import BinaryIO

from planner.storage.sheets.errors import SheetError
from planner.storage.sheets.limits import READER_MEMORY, READER_SECONDS


@dataclass(frozen=True, slots=True)
class BookRequest:
    """A workbook to be opened."""

    data: bytes
    where: str
    """How sentences name the file."""
    file: str
    fingerprint: str
    sheet: str | None
    """None for the first one."""
    header_row: int | None


def main() -> None:
    """Serve the process that started this one, until it closes the input."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    _limit_memory()
    request: BookRequest = pickle.load(requests)
    _watch(READER_SECONDS)
    from planner.storage.sheets.book import Book

    try:
        book = Book(request, _watch)
    except SheetError as error:
        _answer(answers, str(error))
        return
    _answer(answers, book.table)
    while True:
        faulthandler.cancel_dump_traceback_later()
        try:
            columns: tuple[int, ...] = pickle.load(requests)
        except EOFError:
            return
        _watch(READER_SECONDS)
        for block in book.blocks(columns):
            faulthandler.cancel_dump_traceback_later()
            _answer(answers, block)
            _watch(READER_SECONDS)
        _answer(answers, None)


def _answer(answers: BinaryIO, answer: object) -> None:
    pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


def _watch(seconds: float) -> None:
    """End this process after so long, even while no Python code gets its turn: the watch is a thread in C."""
    faulthandler.dump_traceback_later(seconds, exit=True)


def _limit_memory() -> None:
    """Bound the address space, where the system knows such a bound and no lower one is set."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = READER_MEMORY if most == resource.RLIM_INFINITY else min(READER_MEMORY, most)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
