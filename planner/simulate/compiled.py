"""Loading the compiled engine. Its machine code is kept in a folder named after the engine's own sources."""

from __future__ import annotations

import hashlib
import os
import warnings
from pathlib import Path
from types import ModuleType

_SOURCES = Path(__file__).parent / "kernel"
_chosen = [_SOURCES / "__pycache__"]
_loaded: list[ModuleType] = []


def source_mark() -> str:
    """Twelve hexadecimal digits that change with any change of the engine's sources.

    A change in one file leaves the compiled callers in other files stale, so the cache cannot go by file.
    """
    digest = hashlib.sha256()
    for path in sorted(_SOURCES.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def keep_in(cache_folder: Path) -> None:
    """Say where the compiled engine is kept; it counts until the engine is loaded."""
    _chosen[:] = [cache_folder]


def load() -> ModuleType:
    """The engine's event loop, ready to run: read from the cache folder, or compiled and kept there (tens of seconds).

    Without `keep_in` the folder is the sources' own `__pycache__`. Where it cannot be written the engine still runs; it
    then compiles again in each session, and a RuntimeWarning says so.
    """
    if not _loaded:
        _choose_folder(_chosen[0])
        from planner.simulate.kernel import loop, views

        views.make_ready(loop.replicate)
        _loaded.append(loop)
    return _loaded[0]


def is_prepared(cache_folder: Path) -> bool:
    """Whether `cache_folder` holds the compiled engine of these sources."""
    return any(_own_folder(cache_folder).rglob("*.nbc"))


def _own_folder(cache_folder: Path) -> Path:
    """The folder of these sources among those of other versions."""
    return cache_folder / f"engine-{source_mark()}"


def _choose_folder(cache_folder: Path) -> None:
    from numba import config

    folder = _own_folder(cache_folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(folder)
    except OSError:
        warnings.warn(
            f"The folder {folder} cannot be written, so the engine is prepared anew in each session.",
            RuntimeWarning,
            stacklevel=3,
        )
    else:
        setattr(config, "CACHE_DIR", str(folder))  # noqa: B010 - numba's settings have no types
