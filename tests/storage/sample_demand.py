"""Demand and imports to put into files: every field, every kind, awkward values; and random ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from planner.model.demand import DemandEvent
from planner.model.growth import Compound, GrowthCase, ManualPoints, Percentage, Step, VolumeDriver
from planner.model.imported import DROPPED, ImportKind, ImportRecord, MappedColumn, Trace
from tests.storage.sample_teams import AWKWARD

_DAY = date(2027, 1, 4)


def demand_events() -> tuple[DemandEvent, ...]:
    """Of one team and of all, not in the order of their days, two on one day."""
    return (
        DemandEvent(_DAY, AWKWARD, "mosovo"),
        DemandEvent(date(2020, 3, 23), "A lockdown"),
        DemandEvent(_DAY, "A tool for every team"),
    )


def growth_cases() -> tuple[GrowthCase, ...]:
    """Every kind of factor and override; two teams have a case of one key, and one case changes nothing."""
    factors = (
        Percentage(70.0, _DAY, AWKWARD, 366),
        Percentage(-100.0, _DAY, "It ends"),
        Compound(0.1 + 0.2, date(1950, 1, 1), "Line one\nline two\r\n\ttabbed " + "x" * 5000),
        Step(1000.0, _DAY, "For good"),
        Step(-0.001, _DAY, "For a day", _DAY + timedelta(1)),
        Percentage(70.0, _DAY, AWKWARD, 366),
    )
    points = ((_DAY, 0.0), (_DAY + timedelta(1), 1 / 3), (date(2150, 12, 31), 1e6))
    return (
        GrowthCase("mosovo", "high", AWKWARD, factors, ManualPoints(points, AWKWARD), True),
        GrowthCase("dpmu", "high", "High", override=VolumeDriver(AWKWARD, 30.5, 1e-9, points, "By volume")),
        GrowthCase("mosovo", "none", "As before"),
    )


def imports() -> tuple[ImportRecord, ...]:
    """One of every kind, with headers and cells as files have them."""
    digest = "0123456789abcdef" * 4
    moment = datetime(2026, 11, 22, 15, 4, 5, 123456, UTC)
    columns = (MappedColumn(AWKWARD, "reference"), MappedColumn("", DROPPED), MappedColumn("", DROPPED))
    traces = (
        Trace("history/mosovo/vh/2023-11-01", 2, 1_000_001, "  0044 "),
        Trace("officer/0012", 1, 1, AWKWARD),
        Trace("officer/0012", 1, 1, ""),
    )
    about = AWKWARD, "", digest, moment, AWKWARD, 2, 9, 8
    return (
        ImportRecord("0", ImportKind.COUNTS, "pasted table", "Sheet 1", "f" * 64, moment, "", 1, 1, 0),
        *(ImportRecord(f"i-{kind}", kind, *about, columns, traces, "replace") for kind in ImportKind),
    )


_TEXTS = st.text(max_size=100)
_WHYS = st.text(min_size=1, max_size=50).filter(lambda text: bool(text.strip()))
_NAMES = _WHYS.filter(lambda text: "\n" not in text)
_KEYS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)
_DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
_TEAMS = st.sampled_from(["mosovo", "dpmu"])
_PERCENT = st.floats(-100, 1000)
_POINTS = st.dictionaries(_DAYS, st.floats(0, 1e6), min_size=1, max_size=5).map(
    lambda found: tuple(sorted(found.items()))
)
_FACTORS = st.one_of(
    st.builds(Percentage, _PERCENT, _DAYS, _WHYS, st.integers(0, 3660)),
    st.builds(Compound, _PERCENT, _DAYS, _WHYS),
    st.builds(Step, _PERCENT, _DAYS, _WHYS, st.none() | st.dates(date(2091, 1, 1), date(2100, 1, 1))),
)
_OVERRIDES = st.one_of(
    st.builds(ManualPoints, _POINTS, _WHYS),
    st.builds(VolumeDriver, _NAMES, st.floats(0, 1e6), st.floats(1e-6, 1e9), _POINTS, _WHYS),
)
_TRACES = st.builds(Trace, _WHYS, st.integers(1, 50), st.integers(50, 2**31), _TEXTS)

EVENTS = st.lists(
    st.builds(DemandEvent, _DAYS, _NAMES, st.none() | _TEAMS),
    max_size=4,
    unique_by=lambda event: (event.team, event.on),
).map(tuple)
CASES = st.lists(
    st.builds(
        GrowthCase,
        _TEAMS,
        _KEYS.filter(lambda key: key != "high"),
        _NAMES,
        st.lists(_FACTORS, max_size=3).map(tuple),
        st.none() | _OVERRIDES,
        st.booleans(),
    ),
    max_size=3,
    unique_by=lambda case: (case.team, case.key),
)
IMPORTS = st.lists(
    st.builds(
        ImportRecord,
        _KEYS,
        st.sampled_from(ImportKind),
        _NAMES,
        _TEXTS,
        st.sampled_from(["0" * 64, "a" * 64]),
        st.datetimes(timezones=st.just(UTC)),
        _TEXTS,
        st.integers(1, 50),
        st.integers(50, 2**31),
        st.integers(0, 1),
        st.lists(st.builds(MappedColumn, _TEXTS, _TEXTS), max_size=3).map(tuple),
        st.lists(_TRACES, max_size=3).map(tuple),
        _TEXTS,
    ),
    max_size=3,
    unique_by=lambda record: record.key,
).map(tuple)
