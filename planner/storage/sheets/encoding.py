"""How a text file is written: its encoding and fingerprint, from one pass over its bytes."""

from __future__ import annotations

import codecs
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from planner.storage.sheets.errors import SheetError
from planner.storage.sheets.limits import LINE_BYTES

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
}
_NOT_CP1252 = tuple(bytes([code]) for code in b"\x81\x8d\x8f\x90\x9d")
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1a\x1b")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a text file are read."""

    codec: str
    fingerprint: str
    lossy: bool
    """Some bytes mean nothing in this encoding and are read as a question mark."""


class HashedBytes(io.RawIOBase):
    """A file that reckons the SHA-256 of what was read of it so far, and says whether a zero byte was in it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sha = hashlib.sha256()
        self.done = 0
        self.zeros = False

    def readable(self) -> bool:
        """It is read, not written."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read up to a buffer full."""
        view = memoryview(buffer).cast("B")
        data = self._file.read(len(view))
        view[: len(data)] = data
        self._sha.update(data)
        self.done += len(data)
        self.zeros = self.zeros or b"\0" in data
        return len(data)

    def fingerprint(self) -> str:
        """In hexadecimal digits."""
        return self._sha.hexdigest()


def examine(file: BinaryIO, where: str) -> Encoding:
    """The encoding of a text file from its mark or its bytes; raises SheetError when it is no text.

    Bytes that are valid UTF-8 throughout are UTF-8, for text in another encoding hardly ever is; else they are
    Windows-1252, which spreadsheets in Western Europe save.
    """
    sha = hashlib.sha256()
    head = file.read(_CHUNK)
    codec = _codec(head)
    if codec == "utf-8":
        _require_text(head, where)
    decoder = codecs.getincrementaldecoder(codec)()
    valid, in_cp1252, run = True, True, 0
    chunk = head
    while chunk:
        sha.update(chunk)
        run = _longest_run(chunk, run, where)
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
        in_cp1252 = in_cp1252 and not any(code in chunk for code in _NOT_CP1252)
        chunk = file.read(_CHUNK)
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    if not valid and codec == "utf-8":
        return Encoding("cp1252", sha.hexdigest(), not in_cp1252)
    return Encoding(codec, sha.hexdigest(), not valid)


def _codec(head: bytes) -> str:
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    # Without a mark, every second byte of mostly Latin text in UTF-16 is zero.
    pairs = min(len(head), 4096) // 2
    first, second = head[: 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if pairs and second > 0.4 * pairs and first < 0.05 * pairs:
        return "utf-16-le"
    if pairs and first > 0.4 * pairs and second < 0.05 * pairs:
        return "utf-16-be"
    return "utf-8"


def _require_text(head: bytes, where: str) -> None:
    controls = len(head) - len(head.translate(None, _CONTROL))
    if controls > 8 and controls > 0.01 * len(head):
        raise SheetError(
            f"{where} is neither text nor a workbook: choose a .csv, .xlsx, .xls or .ods file that holds a table."
        )


def _longest_run(chunk: bytes, run: int, where: str) -> int:
    """Bytes since the last line break, after `chunk`; a line that never ends is refused."""
    last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    run = run + len(chunk) if last < 0 else len(chunk) - last
    if run > LINE_BYTES:
        raise SheetError(f"{where} has a line of over {LINE_BYTES // 1_000_000} million characters: it is no table.")
    return run
