"""Which engine made a result."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_SOURCES = Path(__file__).parent


@lru_cache(maxsize=1)
def sources_mark() -> str:
    """Twelve hexadecimal digits that change with any change of this package's sources, the compiled engine included."""
    digest = hashlib.sha256()
    for path in sorted(_SOURCES.rglob("*.py")):
        digest.update(path.relative_to(_SOURCES).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
