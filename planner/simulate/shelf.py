"""Files of what took long to work out, each with a sum of its content: a broken one is as good as none."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

_SUM_BYTES = 32


def read(file: Path) -> bytes | None:
    """What was written; None when there is no such file or it is not whole."""
    with contextlib.suppress(OSError):
        found = file.read_bytes()
        if found[:_SUM_BYTES] == hashlib.sha256(found[_SUM_BYTES:]).digest():
            return found[_SUM_BYTES:]
    return None


def write(file: Path, content: bytes) -> None:
    """Keep `content`, if the folder can be written; another process sees all of the file or nothing of it."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(content).digest() + content)
        Path(name).replace(file)


def keep_newest(folder: Path, most: int) -> None:
    """Remove all files of a folder but the `most` written last."""
    with contextlib.suppress(OSError):
        files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)
        for file in files[:-most]:
            file.unlink(missing_ok=True)
