"""HiGHS, which solves linear and whole-number programmes, without what it writes."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any, cast


def silent_highs() -> Any:
    """A new, empty model on one thread that writes nothing."""
    import highspy

    _introduce()
    model: Any = cast(Any, highspy).Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    return model


@cache
def _introduce() -> None:
    """Let HiGHS say its name and licence, which no option stops it from once a process, where nobody reads it.

    WORKAROUND: it writes to the process's own output from C, so it is that which is turned away for a moment.
    """
    import highspy

    try:
        kept = os.dup(1)
    except OSError:  # a windowed program has no output at all
        return
    if sys.stdout is not None:
        sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        cast(Any, highspy).Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
