"""The table in docs/method.md is of these checks; the slow test in test_against_theory.py makes its figures again."""

from __future__ import annotations

import re

from tests.simulate.theory import table
from tests.simulate.theory.catalogue import CHECKS, name_of, rows
from tests.simulate.theory.check import SOURCES

PAGE = table.PAGE.read_text("utf-8")
ROWS = table.rows(PAGE)


def test_the_table_has_every_row_of_the_catalogue():
    assert [{name: row[name] for name in table.fixed_cells(*next(rows()))} for row in ROWS] == [
        table.fixed_cells(check, mean) for check, mean in rows()
    ]


def limits(row: dict[str, str]) -> tuple[float, float]:
    low, high = row["99 % interval"].split(" to ")
    return float(low), float(high)


def test_the_page_says_how_many_rows_lie_outside():
    outside = [row for row in ROWS if not limits(row)[0] <= float(row["theory"]) <= limits(row)[1]]
    said = re.search(r"Of (\d+) means, (\d+) lie", PAGE)
    assert said is not None
    assert (int(said[1]), int(said[2])) == (len(ROWS), len(outside))
    # More would come by chance in one run of the catalogue out of a hundred.
    assert len(outside) <= 3


def test_the_intervals_are_narrow():
    """Two per cent of the theoretical value, or little more."""
    halves = [(limits(row)[1] - limits(row)[0]) / 2 / float(row["theory"]) for row in ROWS]
    assert max(halves) < 0.04
    assert sorted(halves)[int(0.85 * len(halves))] < 0.02


def test_the_checks_cover_what_the_engine_is_proven_by():
    names = " ".join(check.name for check in CHECKS)
    for model in ("M/M/1", "M/M/10", "M/D/1", "M/G/1", "priorities", "interrupts", "Open network", "Closed network"):
        assert model in names
    for model in ("M/M/1", "M/D/1", "A shared resource", "Open network"):
        loads = {check.load for check in CHECKS if check.name.startswith(model)}
        assert len(loads) > 1, model
        assert 0.95 in loads, model


def test_every_check_has_a_name_of_its_own_and_a_source():
    assert len({name_of(check) for check in CHECKS}) == len(CHECKS)
    assert {check.source for check in CHECKS} == set(SOURCES)
