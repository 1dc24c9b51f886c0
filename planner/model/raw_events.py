"""Single referrals as they were imported: columns of numbers, kept in the file beside the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.checks import FIRST_DAY, LAST_DAY, require

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REFERENCE_BYTES = 8
"""The first of a keyed hash (`pseudonym.pseudonym_bytes`): of a million references two are taken for one with a chance
of 1 in 40 million."""


@dataclass(frozen=True, slots=True, eq=False)
class RawEvents:
    """The N events of one import, in the order of the file; they are not changed after it."""

    days: NDArray[np.int32]
    """[N] `date.toordinal` of the day on which each came in."""
    teams: NDArray[np.int16]
    """[N] Places in `team_keys`."""
    bands: NDArray[np.int16]
    """[N] Places in `band_keys`."""
    rows: NDArray[np.int32]
    """[N] Rows of the file, as a spreadsheet numbers them."""
    team_keys: tuple[str, ...]
    band_keys: tuple[str, ...]
    references: NDArray[np.uint8] | None = None
    """[N, 8] The beginning of the pseudonym of each event's own reference; None when none was kept."""

    def __post_init__(self) -> None:
        count = len(self.days)
        for name, kind in (("days", "int32"), ("teams", "int16"), ("bands", "int16"), ("rows", "int32")):
            values = getattr(self, name)
            found = f"{values.dtype}{list(values.shape)}"
            require(found == f"{kind}[{count}]", name, found, f"it is one {kind} for each of {count} events")
        if self.references is not None:
            found = f"{self.references.dtype}{list(self.references.shape)}"
            wanted = f"uint8[{count}, {REFERENCE_BYTES}]"
            require(found == wanted, "references", found, f"a reference is {REFERENCE_BYTES} bytes for each event")
        _require_within("days", self.days, FIRST_DAY.toordinal(), LAST_DAY.toordinal())
        _require_within("teams", self.teams, 0, len(self.team_keys) - 1)
        _require_within("bands", self.bands, 0, len(self.band_keys) - 1)
        _require_within("rows", self.rows, 1, 2**31 - 1)

    def __len__(self) -> int:
        return len(self.days)


def _require_within(field: str, values: NDArray[np.int32] | NDArray[np.int16], low: int, high: int) -> None:
    if len(values):
        least, most = int(values.min()), int(values.max())
        require(low <= least and most <= high, field, (least, most), f"all lie from {low} to {high}")
