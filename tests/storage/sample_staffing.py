"""Prices, lead times and action plans to put into files: every field, awkward values; and random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from planner.model.absence import Reduction
from planner.model.action import ActionItem
from planner.model.assumption import Assumption
from planner.model.capacity import CapacityRule
from planner.model.countdown import LEAD_STEPS as SHIPPED_STEPS
from planner.model.countdown import LeadStep
from planner.model.prices import SHIPPED, Grade, Prices
from tests.storage.sample_teams import AWKWARD, sourced

_DAY = date(2027, 1, 4)


def actions() -> tuple[ActionItem, ...]:
    """On the standards of the full plan: one with all it can have, one with nothing."""
    evidence = "Line one\nline two\r\n\ttabbed " + AWKWARD
    return (
        ActionItem("a-2", "s1", AWKWARD, "Head of unit", _DAY, date(2027, 2, 28), evidence),
        ActionItem("a-1", "s0", "Advertise the posts"),
    )


def prices() -> Prices:
    """A list of its own, with a grade that does not ship and teams at grades of their own."""
    own = Grade("0-own", AWKWARD, sourced(0.1 + 0.2, "pounds a year"), sourced(0.0, "share of pay"))
    return replace(
        SHIPPED,
        grades=(own, *SHIPPED.grades),
        usual_grade="0-own",
        recruiting=sourced(1 / 3, "pounds each"),
        training=sourced(1e6, "pounds each"),
        loan_share=sourced(0.5, "share of cost"),
        overtime_rate=sourced(1.5, "times an hour's pay"),
        weekly_hours=sourced(37.0, "hours a week"),
        outsourced_item=sourced(0.0, "pounds each"),
        team_grades=(("mosovo", "staff"), ("dpmu", "0-own")),
    )


def lead_steps() -> tuple[LeadStep, ...]:
    """Two of one name."""
    return LeadStep(AWKWARD, sourced(0.0, "days")), LeadStep(AWKWARD, sourced(365.5, "days"))


def reductions() -> tuple[Reduction, ...]:
    """One that ends, one until further notice."""
    return Reduction(AWKWARD, _DAY, date(2027, 2, 28), 0.1 + 0.2), Reduction("Tutor", _DAY, None, 60.0)


def capacity() -> CapacityRule:
    """Another than the one that ships."""
    return CapacityRule(sourced(1.2, "share of available hours"), sourced(6.0, "weeks"))


_TEXTS = st.text(max_size=100)
_NAMES = st.text(min_size=1, max_size=50).filter(lambda text: bool(text.strip()) and "\n" not in text)
_KEYS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)
_DAYS = st.none() | st.dates(date(1990, 1, 1), date(2090, 12, 31))

ACTIONS = st.lists(
    st.builds(ActionItem, _KEYS, st.sampled_from(["s0", "s3"]), _NAMES, st.sampled_from(["", "PP1"]), _DAYS, _DAYS),
    max_size=3,
    unique_by=lambda action: action.key,
).map(tuple)
PRICES = st.one_of(
    st.just(SHIPPED),
    st.just(prices()),
    st.builds(
        lambda pounds, why: replace(SHIPPED, training=Assumption(pounds, "pounds each", rationale=why)),
        st.floats(0, 1e6),
        _TEXTS,
    ),
)
LEAD_STEPS = st.just(SHIPPED_STEPS) | st.lists(
    st.builds(LeadStep, _NAMES, st.builds(Assumption, st.floats(0, 200), st.just("days"))), min_size=1, max_size=3
).map(tuple)
