"""Single events, as columns of numbers, into counts by month or week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from planner.edit.intake.columns import EMPTY
from planner.edit.intake.problems import Problems
from planner.edit.intake.values import text_of
from planner.model.period import Period
from planner.model.pseudonym import DIGEST_BYTES, pseudonym_bytes
from planner.model.raw_events import REFERENCE_BYTES
from planner.model.table import Cell

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SPACE = re.compile(r"\s")
_LATE_START = 3
"""Days: a file whose first event is on the 4th may well hold the month (New Year's Day and a weekend)."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The months or weeks that a file of events holds in full."""

    period: Period
    start: date
    """The first of them."""
    length: int
    left_out: tuple[str, ...]
    """Those that it holds in part, as the user reads them."""


def coverage(period: Period, first: date, last: date, first_told: bool) -> Coverage:
    """What is held in full by a file that holds everything from `first` to `last`.

    Unless the user has said so (`first_told`), a month also counts when `first` is among its first four days.
    """
    begins = first.replace(day=1) if period is Period.MONTH else first - timedelta(days=first.weekday())
    grace = 0 if first_told or period is Period.WEEK else _LATE_START
    left_out = []
    length = period.place(begins, last) + 1
    if period.start(begins, length) - timedelta(days=1) > last:
        length -= 1
        left_out.append(f"{period.label(begins, length)} (the file ends on {last.day} {last:%B %Y})")
    if (first - begins).days > grace and length > 0:
        left_out.append(f"{period.label(begins, 0)} (the file begins on {first.day} {first:%B %Y})")
        begins, length = period.start(begins, 1), length - 1
    return Coverage(period, begins, length, tuple(left_out))


def places_of(days: NDArray[np.int32], period: Period, start: date) -> NDArray[np.int64]:
    """[N] The month or week of each day (ordinals), 0 for the one that begins on `start`."""
    import numpy as np

    if period is Period.WEEK:
        return (days.astype(np.int64) - start.toordinal()) // 7
    months = (days.astype(np.int64) - date(1970, 1, 1).toordinal()).astype("datetime64[D]").astype("datetime64[M]")
    return np.asarray(months.astype(np.int64) - ((start.year - 1970) * 12 + start.month - 1))


def pseudonyms(key: bytes, cells: Sequence[Cell]) -> NDArray[np.uint8]:
    """[N, 8] The beginning of `pseudonym_bytes` of each cell, zeros for an empty one."""
    import numpy as np

    nothing = bytes(DIGEST_BYTES)
    texts = _plain_bytes(cells)
    if texts is None:
        digests = [pseudonym_bytes(key, text) if (text := text_of(cell)) else nothing for cell in cells]
    else:
        copied = blake2b(digest_size=DIGEST_BYTES, key=key).copy
        digests = []
        for text_bytes in texts:
            state = copied()
            state.update(text_bytes)
            digests.append(state.digest() if text_bytes else nothing)
    whole = np.frombuffer(b"".join(digests), np.uint8).reshape(len(digests), DIGEST_BYTES)
    return np.ascontiguousarray(whole[:, :REFERENCE_BYTES])


def _plain_bytes(cells: Sequence[Cell]) -> list[bytes] | None:
    """What `pseudonym_bytes` hashes, for cells that are all ASCII text without spaces; else None.

    With it, and a copy of the keyed state in place of a new one, a million references take half the time.
    """
    try:
        joined = "\0".join(cells)  # type: ignore[arg-type]
    except TypeError:
        return None
    if not joined.isascii() or _SPACE.search(joined):
        return None
    texts = joined.lower().encode().split(b"\0")
    return texts if len(texts) == len(cells) else None


class References:
    """A column of references, of which only pseudonyms stay. A code is a place in the latest block, or EMPTY."""

    def __init__(self, header: str, key: bytes) -> None:
        self.header = header
        self.values: list[object] = []
        self._key = key
        self._digests: NDArray[np.uint8] | None = None

    def read(self, cells: Sequence[Cell], numbers: NDArray[np.int32], problems: Problems) -> NDArray[np.int32]:
        """[rows] The code of each cell; any text will do."""
        import numpy as np

        self._digests = pseudonyms(self._key, cells)
        given = self._digests.any(axis=1)
        return np.where(given, np.arange(len(cells), dtype=np.int32), np.int32(EMPTY))

    def digests(self, codes: NDArray[np.int32]) -> NDArray[np.uint8]:
        """[N, 8] What stands for the references behind codes of the latest block, zeros for an empty cell."""
        import numpy as np

        assert self._digests is not None  # a block has been read
        found: NDArray[np.uint8] = self._digests[np.maximum(codes, 0)]
        found[codes < 0] = 0
        return found

    def shown(self, code: int) -> str:
        """What is kept of a cell, as the user reads it."""
        return "" if code < 0 or self._digests is None else f"p-{self._digests[code].tobytes().hex()}"


def repeated(
    references: NDArray[np.uint8], known: NDArray[np.uint8] | None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """[N] Whether a reference stands in an earlier row too, and whether it is among the known ones."""
    import numpy as np

    short = np.ascontiguousarray(references).view(np.uint64).ravel()
    order = np.argsort(short, kind="stable")
    ordered = short[order]
    within = np.zeros(len(short), bool)
    within[order[1:]] = ordered[1:] == ordered[:-1]
    before = np.zeros(len(short), bool)
    if known is not None and len(known):
        before = np.isin(short, np.ascontiguousarray(known).view(np.uint64).ravel())
    given = short != 0
    return within & given & ~before, before & given
