"""Single referrals as bytes: a column a part, compressed, each with a digest of its own."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.model.raw_events import REFERENCE_BYTES, RawEvents
from planner.storage.results_packing import BrokenPart, inflate

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TYPES = {"days": "<i4", "teams": "<i2", "bands": "<i2", "rows": "<i4", "references": "|u1"}
_STEPS = ("days", "rows")
"""Columns that are kept as the steps from one event to the next, which are small and much alike."""
_HASHES = "references"
"""There is no pattern in them to find: they are stored as they are."""
_FASTEST, _AS_THEY_ARE = 1, 0

Count = tuple[str, str, str, int]
"""Day, team, band, and how many events."""


@dataclass(frozen=True, slots=True)
class EventColumn:
    """One column of an import's events, compressed."""

    name: str
    dtype: str
    packed: bytes
    digest: str
    """SHA-256 of the compressed bytes."""


@dataclass(frozen=True, slots=True)
class PackedEvents:
    """An import's events on their way into a plan file."""

    events: int
    team_keys: str
    """As JSON, like `band_keys`."""
    band_keys: str
    columns: tuple[EventColumn, ...]
    counts: tuple[Count, ...]
    """By day, team and band, in the order of their text."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that is kept of the events, with the digests of the columns in place of their bytes."""
        columns = sorted(f"{column.name} {column.dtype} {column.digest}" for column in self.columns)
        about = [self.events, self.team_keys, self.band_keys, columns]
        # Of a spoilt file a cell may be bytes.
        return hashlib.sha256(json.dumps(about, default=repr).encode()).hexdigest()


def pack_events(events: RawEvents) -> PackedEvents:
    """Events made ready to be kept: under a second for a million, on any thread."""
    columns = {name: getattr(events, name) for name in _TYPES if getattr(events, name) is not None}
    return PackedEvents(
        events=len(events),
        team_keys=json.dumps(events.team_keys),
        band_keys=json.dumps(events.band_keys),
        columns=tuple(_pack(name, values) for name, values in columns.items()),
        counts=counts(events),
    )


def counts(events: RawEvents) -> tuple[Count, ...]:
    """How many events there are of each day, team and band that has any."""
    import numpy as np

    teams, bands = len(events.team_keys), len(events.band_keys)
    places = (events.days.astype(np.int64) * teams + events.teams) * bands + events.bands
    found, numbers = np.unique(places, return_counts=True)
    rows = zip(found.tolist(), numbers.tolist(), strict=True)
    days: dict[int, str] = {}
    given = []
    for place, number in rows:
        day, rest = divmod(place, teams * bands)
        team, band = divmod(rest, bands)
        text = days.get(day) or days.setdefault(day, date.fromordinal(day).isoformat())
        given.append((text, events.team_keys[team], events.band_keys[band], number))
    return tuple(sorted(given))


def _pack(name: str, values: NDArray[Any]) -> EventColumn:
    import numpy as np

    kept = np.ascontiguousarray(values, _TYPES[name])
    if name in _STEPS:
        kept = np.diff(kept, prepend=kept.dtype.type(0))
    if name == _HASHES:
        packed = zlib.compress(kept.data, _AS_THEY_ARE)
    else:
        # Bytes of a like place stand together.
        packed = zlib.compress(kept.view(np.uint8).reshape(-1, kept.itemsize).T.tobytes(), _FASTEST)
    return EventColumn(name, _TYPES[name], packed, hashlib.sha256(packed).hexdigest())


def unpack_events(packed: PackedEvents) -> RawEvents:
    """The events that were packed; BrokenPart when the bytes or what is said of them are not as they were."""
    names = [column.name for column in packed.columns]
    if sorted(set(names) | {_HASHES}) != sorted(_TYPES) or len(set(names)) != len(names):
        raise BrokenPart("its list of columns")
    columns: Mapping[str, Any] = {column.name: _unpack(column, packed.events) for column in packed.columns}
    try:
        return RawEvents(
            team_keys=tuple(json.loads(packed.team_keys)), band_keys=tuple(json.loads(packed.band_keys)), **columns
        )
    except (ValueError, TypeError) as error:
        raise BrokenPart(str(error)) from error


def _unpack(column: EventColumn, events: int) -> NDArray[Any]:
    import numpy as np

    place = f"the column {column.name}"
    width = np.dtype(column.dtype).itemsize if column.dtype == _TYPES[column.name] else 0
    wide = width * (REFERENCE_BYTES if column.name == _HASHES else 1)
    if not width or events < 0 or hashlib.sha256(column.packed).hexdigest() != column.digest:
        raise BrokenPart(place)
    plain = inflate(column.packed, wide * events, place)
    if len(plain) != wide * events:
        raise BrokenPart(place)
    if column.name == _HASHES:
        return np.frombuffer(plain, np.uint8).reshape(events, REFERENCE_BYTES)
    planes = np.frombuffer(plain, np.uint8).reshape(width, events).T
    values = np.ascontiguousarray(planes).view(column.dtype).reshape(events)
    if column.name in _STEPS:
        values = np.cumsum(values, dtype=column.dtype)
    return values.astype(column.dtype[1:])
