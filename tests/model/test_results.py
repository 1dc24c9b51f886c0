"""The arrays of a result: what is said of them is true, and a digest tells any two of them apart."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from planner.model.checks import InvalidPlan
from planner.model.results import AXES, ResourceResult, TeamResult, array_notes, digests, month_ends
from planner.model.saved_result import result_key

ROOT = Path(__file__).parents[2]


def test_every_array_says_what_it_holds() -> None:
    for kind in (TeamResult, ResourceResult):
        notes = array_notes(kind)
        assert set(notes) == {entry.name for entry in fields(kind) if str(entry.type) in ("Counts", "Amounts")}
        for name, note in notes.items():
            assert note.axes[0] == "replication", name
            assert note.axes[-1] in ("day", "month"), name
            assert set(note.axes) <= set(AXES), name
            assert note.unit, name
            assert note.meaning, name


def table(kind: type) -> str:
    """The rows of docs/results.md about one part of a result."""
    types = {"Counts": "int32", "Amounts": "float32"}
    kept = {entry.name: types[str(entry.type)] for entry in fields(kind) if "note" in entry.metadata}
    return "\n".join(
        f"| `{name}` | {', '.join(note.axes)} | {kept[name]} | {note.unit} | {note.meaning} |"
        for name, note in array_notes(kind).items()
    )


@pytest.mark.parametrize("kind", [TeamResult, ResourceResult])
def test_the_structure_is_written_down_as_it_is(kind: type) -> None:
    text = (ROOT / "docs" / "results.md").read_text("utf-8")
    assert table(kind) in text, f"write this into docs/results.md:\n{table(kind)}"


def test_the_axes_are_written_down_as_they_are() -> None:
    text = (ROOT / "docs" / "results.md").read_text("utf-8")
    rows = "\n".join(f"| {name} | {meaning} |" for name, meaning in AXES.items())
    assert rows in text, f"write this into docs/results.md:\n{rows}"


def test_a_digest_is_of_values_type_and_shape() -> None:
    values = np.arange(12, dtype=np.int32).reshape(3, 4)
    same = {
        "itself": values,
        "another order in memory": np.asfortranarray(values),
        "every other one": np.repeat(values, 2, axis=1)[:, ::2],
        "big-endian": values.astype(">i4"),
    }
    others = {
        "another value": values + (values == 7),
        "another type": values.astype(np.int64),
        "another shape": values.reshape(4, 3),
        "minus nothing": np.array([[0.0]], np.float32),
        "nothing": np.array([[-0.0]], np.float32),
        "empty": np.zeros((0, 4), np.int32),
    }
    found = digests(same | others)
    assert len({found[name] for name in same}) == 1
    assert len(set(found.values())) == 1 + len(others)
    # The promise holds for other programs: this is how the digest is made.
    import hashlib

    assert found["itself"] == hashlib.sha256(b"<i4 (3, 4)" + values.tobytes()).hexdigest()


@pytest.mark.parametrize(
    ("start", "days", "ends"),
    [
        (date(2026, 11, 2), 1, [0]),
        (date(2026, 11, 30), 1, [0]),
        (date(2026, 11, 30), 2, [0, 1]),
        (date(2027, 1, 15), 60, [16, 44, 59]),
        (date(2028, 2, 1), 29, [28]),
    ],
)
def test_months_end_on_their_last_day_or_with_the_run(start: date, days: int, ends: list[int]) -> None:
    assert list(month_ends(start, days)) == ends
    for day in ends[:-1]:
        assert (start + timedelta(days=day + 1)).day == 1


def test_a_key_is_made_of_a_name() -> None:
    assert result_key("Growth 70 %, recruits") == "growth-70-recruits"
    assert result_key("Überlast, Straße") == "uberlast-strasse"
    for name in ("", "§§", "Run 3", "two\nlines", "x" * 201):
        with pytest.raises(InvalidPlan) as error:
            result_key(name)
        assert error.value.field == "name"
    assert result_key("Run 3b") == "run-3b"
