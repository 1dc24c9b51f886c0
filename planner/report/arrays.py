"""All arrays of a run as one file for other programs."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from planner.model.codec import to_plain
from planner.model.results import AXES

if TYPE_CHECKING:
    from planner.model.results import Result

ABOUT = "about"
"""Name of the entry that says what the others are."""


def write_arrays(result: Result, path: Path) -> None:
    """A compressed NumPy archive: every array by name, and in `about` their axes and units as JSON text.

    The file appears whole or not at all; raises OSError.
    """
    import numpy as np

    draft = path.with_name(f".{path.name}.{token_hex(8)}.new")
    text = np.array(json.dumps(about_arrays(result), indent=2, ensure_ascii=False))
    arrays: dict[str, Any] = result.arrays()
    try:
        with draft.open("xb") as file:
            np.savez_compressed(file, allow_pickle=False, **{ABOUT: text}, **arrays)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def about_arrays(result: Result) -> dict[str, Any]:
    """What a run was made from, what its axes stand for, and the axes, unit and meaning of each array."""
    return {
        "plan": result.plan.name,
        "plan_fingerprint": result.plan_fingerprint,
        "illustrative": result.plan.illustrative,
        "scenario": None if result.conditions is None else to_plain(result.conditions),
        "seed": result.seed,
        "version": result.version,
        "engine": result.engine,
        "start": result.start.isoformat(),
        "days": result.days,
        "replications": result.replications,
        "axes": AXES,
        "teams": {
            team.team: {part: getattr(team, part) for part in ("bands", "stages", "outcomes", "queues")}
            for team in result.teams
        },
        "arrays": {
            name: {"axes": note.axes, "unit": note.unit, "meaning": note.meaning}
            for name, note in result.notes().items()
        },
    }
