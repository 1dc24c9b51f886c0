"""Loading the compiled engine. Its machine code is kept in a folder named after the engine's own sources."""

from __future__ import annotations

import hashlib
import os
import warnings
from functools import lru_cache
from pathlib import Path
from types import ModuleType

_SOURCES = Path(__file__).parent / "kernel"


def source_mark() -> str:
    """Twelve hexadecimal digits that change with any change of the engine's sources.

    A change in one file leaves the compiled callers in other files stale, so the cache cannot go by file.
    """
    digest = hashlib.sha256()
    for path in sorted(_SOURCES.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1)
def load(cache_folder: Path | None = None) -> ModuleType:
    """The engine's event loop, compiled at its first call unless `cache_folder` holds a copy.

    Where the folder cannot be written the engine still runs; it then compiles again in each session, and a
    RuntimeWarning says so.
    """
    from numba import config

    if cache_folder is not None:
        folder = cache_folder / f"engine-{source_mark()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK):
                raise PermissionError(folder)
            setattr(config, "CACHE_DIR", str(folder))  # noqa: B010 - numba's settings have no types
        except OSError:
            warnings.warn(
                f"The folder {folder} cannot be written, so the engine is prepared anew in each session.",
                RuntimeWarning,
                stacklevel=2,
            )
    from planner.simulate.kernel import loop

    return loop
