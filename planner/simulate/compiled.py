"""Loading the compiled engine. Its machine code is kept in a folder named after the engine's own sources."""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

from planner.simulate import durations, native, shelf

Replicate = Callable[[int, int, int], None]
"""Runs one replication: the place of the address table, the seed, the replication's number."""

_SOURCES = Path(__file__).parent / "kernel"
_chosen = [_SOURCES / "__pycache__"]
_loaded: list[Replicate] = []
_alive: list[native.Native] = []


@cache
def source_mark() -> str:
    """Twelve hexadecimal digits that change with any change of the engine's sources.

    Any of them changes the machine code, so the cache goes by all of them together.
    """
    digest = hashlib.sha256()
    for path in sorted([*_SOURCES.glob("*.py"), *_SOURCES.parent.glob("native.py")]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def keep_in(cache_folder: Path) -> None:
    """Say where the compiled engine and tables of durations are kept; it counts until the engine is loaded."""
    _chosen[:] = [cache_folder]
    durations.keep_in(cache_folder / "durations")


def load() -> Replicate:
    """The engine, ready to run: read from the cache folder, or compiled and kept there (tens of seconds).

    Without `keep_in` the folder is the sources' own `__pycache__`. Where it cannot be written the engine still runs; it
    then compiles again in each session, and a RuntimeWarning says so. With NUMBA_DISABLE_JIT=1 it is plain Python.
    """
    if not _loaded:
        folder = _own_folder(_chosen[0])
        _warn_unless_writable(folder)
        if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
            from planner.simulate.kernel.loop import replicate

            _loaded.append(replicate)
        elif native.is_proven():
            found = native.loaded(_machine_code(folder))
            _alive.append(found)
            _loaded.append(found.call)
        else:
            _loaded.append(_kept_by_numba(folder))
    return _loaded[0]


def is_prepared(cache_folder: Path) -> bool:
    """Whether `cache_folder` holds the compiled engine of these sources."""
    return any(_own_folder(cache_folder).rglob("*.o" if native.is_proven() else "*.nbc"))


def _own_folder(cache_folder: Path) -> Path:
    """The folder of these sources among those of other versions."""
    return cache_folder / f"engine-{source_mark()}"


def _warn_unless_writable(folder: Path) -> None:
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


def _kept_by_numba(folder: Path) -> Replicate:
    """The engine as numba compiles it and keeps it in the folder, where that can be written."""
    from numba import config

    if folder.is_dir() and os.access(folder, os.W_OK):
        setattr(config, "CACHE_DIR", str(folder))  # noqa: B010 - numba's settings have no types
    from planner.simulate.kernel import loop, views

    return views.kept_by_numba(loop.replicate)


def _machine_code(folder: Path) -> bytes:
    """The engine's object file: the one in the folder, or a new one."""
    file = folder / f"{native.processor_mark()}.o"
    kept = shelf.read(file)
    if kept is not None:
        return kept
    from planner.simulate.kernel import loop, views

    code = native.machine_code(views.llvm_code(loop.replicate))
    shelf.write(file, code)
    return code
