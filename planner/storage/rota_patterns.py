"""The fixed cycles of duties that ship with the program, in data/rota/patterns.toml."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from planner.model.checks import InvalidPlan
from planner.model.codec import from_plain
from planner.model.rota_library import LibraryPattern
from planner.paths import shipped

_PLACE = "data/rota/patterns.toml"


@lru_cache(maxsize=1)
def library_patterns() -> tuple[LibraryPattern, ...]:
    """Every shipped cycle, in the order in which they are offered; InvalidPlan when the file is missing or wrong."""
    try:
        document = tomllib.loads(shipped("data", "rota", "patterns.toml").read_text(encoding="utf-8"))
    except OSError:
        raise InvalidPlan("patterns", _PLACE, "it is missing: the program is not completely installed") from None
    return tuple(
        from_plain(LibraryPattern, entry, f"{_PLACE}[{place}]") for place, entry in enumerate(document["patterns"])
    )


def library_pattern(key: str) -> LibraryPattern:
    """A shipped cycle by its key; InvalidPlan when there is none."""
    for pattern in library_patterns():
        if pattern.key == key:
            return pattern
    known = ", ".join(pattern.key for pattern in library_patterns())
    raise InvalidPlan("pattern", key, f"choose one of {known}")
