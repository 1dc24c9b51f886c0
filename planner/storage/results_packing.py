"""Results as bytes: small enough for the plan file, and each part with a digest of its own."""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from planner.model.codec import canonical, to_plain
from planner.model.results import Result, digests, month_ends
from planner.model.saved_result import result_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAN, MONTH_ENDS, MONTHS = "fan", "month_ends", "months"
_TYPES = ("|i1", "<i2", "<i4", "<i8", "<f4", "<f8")
_MOST_BYTES = 2_000_000_000
"""A part that claims to be larger is not read."""
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_LESS = {"met": "due", "on_time": "done"}
"""Counts that are kept as what they fall short of another: mostly zeros, which take less room. Results of earlier
versions hold tasks on time beside those done."""


class BrokenPart(ValueError):
    """Bytes that are not what was once packed; the message names the part."""


@dataclass(frozen=True, slots=True)
class Part:
    """One array of a kept result, compressed."""

    array: str
    kind: str
    dtype: str
    """Of the values as they are kept."""
    complete: str
    """Of the values as they are given back."""
    shape: tuple[int, ...]
    packed: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the compressed bytes."""
        return hashlib.sha256(self.packed).hexdigest()


@dataclass(frozen=True, slots=True)
class Packed:
    """A result on its way into a plan file."""

    key: str | None
    """None: the file gives it the next number."""
    snapshot: bytes
    about: dict[str, Any]
    """Columns of the table `result`, but for the key and those that the file decides."""
    parts: tuple[Part, ...]


def pack(result: Result, name: str | None = None) -> Packed:
    """A complete result, made ready to be kept: about a second for 1,000 replications of four teams, on any thread.

    A result with a name takes the place of the one that has the same key, and stays until it is removed. InvalidPlan
    for a name that cannot be one.
    """
    key = None if name is None else result_key(name)
    plan = canonical(result.plan)
    title = result.plan.name if result.conditions is None else result.conditions.name
    about = {
        "name": name or title,
        "pinned": int(name is not None),
        "made": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "plan": result.plan_fingerprint,
        "scenario": result.scenario,
        "conditions": None if result.conditions is None else canonical(result.conditions),
        "teams": json.dumps([team.team for team in result.teams]),
        "first_day": result.start.isoformat(),
        "days": result.days,
        "replications": result.replications,
        "seed": result.seed,
        "version": result.version,
        "engine": result.engine,
        "seconds": result.seconds,
        "length": json.dumps(to_plain(result.length)),
        "digests": json.dumps(digests(result.arrays())),
    }
    return Packed(key, zlib.compress(plan.encode()), about, tuple(_parts(result)))


def _parts(result: Result) -> list[Part]:
    import numpy as np

    ends = list(month_ends(result.start, result.days))
    arrays, parts = result.arrays(), []
    for name, note in result.notes().items():
        values = arrays[name]
        if note.daily:
            fan = np.quantile(values, _QUANTILES, axis=0)
            rows = np.concatenate([fan, values.mean(axis=0, dtype=np.float64)[None]])
            parts.append(pack_array(name, FAN, rows.astype(np.float32)))
            parts.append(pack_array(name, MONTH_ENDS, values[..., ends]))
        else:
            place, _, last = name.rpartition(".")
            values = arrays[f"{place}.{_LESS[last]}"] - values if last in _LESS else values
            parts.append(pack_array(name, MONTHS, values))
    return parts


def restore(parts: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Monthly arrays as they were, from those that were kept."""
    found = dict(parts)
    for name, values in parts.items():
        place, _, last = name.rpartition(".")
        if last in _LESS:
            found[name] = parts[f"{place}.{_LESS[last]}"] - values
    return found


def pack_array(name: str, kind: str, values: NDArray[Any]) -> Part:
    """An array in few bytes: whole numbers no wider than the largest of them, bytes of a like place together, and
    months with the replications side by side, which are much alike."""
    import numpy as np

    narrow = np.moveaxis(values, 0, -1) if kind == MONTHS else values
    narrow = narrow.astype(_narrowest(narrow)) if values.dtype.kind == "i" else narrow
    narrow = np.ascontiguousarray(narrow, narrow.dtype.newbyteorder("<"))
    planes = narrow.view(np.uint8).reshape(-1, narrow.itemsize).T.tobytes()
    complete = values.dtype.newbyteorder("<").str
    return Part(name, kind, narrow.dtype.str, complete, values.shape, zlib.compress(planes))


def _narrowest(values: NDArray[Any]) -> str:
    import numpy as np

    low, high = (int(values.min()), int(values.max())) if values.size else (0, 0)
    for name in _TYPES[:3]:
        if np.iinfo(name).min <= low and high <= np.iinfo(name).max:
            return name
    return "<i8"


def unpack_array(part: Part, digest: str) -> NDArray[Any]:
    """The array that was packed; BrokenPart when the bytes or what is said of them are not as they were."""
    import numpy as np

    place = f"{part.array}, {part.kind}"
    if part.digest != digest:
        raise BrokenPart(place)
    if part.dtype not in _TYPES or part.complete not in _TYPES or min(part.shape, default=-1) < 0:
        raise BrokenPart(place)
    width, count = np.dtype(part.dtype).itemsize, math.prod(part.shape)
    planes = inflate(part.packed, width * count, place)
    if len(planes) != width * count:
        raise BrokenPart(place)
    values = np.frombuffer(planes, np.uint8).reshape(width, count).T
    narrow = np.ascontiguousarray(values).view(part.dtype)
    if part.kind == MONTHS:
        return np.ascontiguousarray(np.moveaxis(narrow.reshape(*part.shape[1:], part.shape[0]), -1, 0), part.complete)
    return narrow.reshape(part.shape).astype(part.complete)


def inflate(packed: bytes, most: int, place: str) -> bytes:
    """What was compressed; BrokenPart when it is more than `most` bytes or no compressed bytes at all."""
    if most > _MOST_BYTES:
        raise BrokenPart(place)
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(packed, most + 1)
    except zlib.error:
        raise BrokenPart(place) from None
    if len(found) > most or not unpacker.eof:
        raise BrokenPart(place)
    return found
