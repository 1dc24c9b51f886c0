"""Plan values to plain lists, dictionaries and numbers and back; the one way in and out for TOML and JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from planner.model.assumption import Assumption
from planner.model.checks import InvalidPlan
from planner.model.demand import DemandHistory
from planner.model.growth import Factor, Override
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.scenario import Lever, Recruits, Scenario

if TYPE_CHECKING:
    from cattrs import Converter

Value = TypeVar("Value")

_LATER: dict[type, tuple[str, ...]] = {
    Plan: ("events", "growth_cases", "imports", "actions", "prices", "lead_steps", "rotas", "capacity"),
    Scenario: ("baseline", "decided_by", "decided_on", "decision"),
    DemandHistory: ("period",),
    Assumption: ("review",),
    Officer: ("reductions",),
    Recruits: ("role",),
}
"""Fields that came after plans were first fingerprinted: left out where they have their default, so that a plan from
before them keeps its fingerprint, and the results in its file are still seen to be of this plan."""


@lru_cache(maxsize=1)
def _converter() -> Converter:
    from cattrs import Converter
    from cattrs.gen import make_dict_unstructure_fn, override
    from cattrs.strategies import configure_tagged_union

    converter = Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_unstructure_hook(float, float)
    converter.register_structure_hook(date, _read_date)
    converter.register_structure_hook(float, _read_number)
    converter.register_structure_hook(int, _read_whole)
    converter.register_structure_hook(str, _read_text)
    converter.register_structure_hook(bool, _read_truth)

    def without_defaults(kind: type) -> Callable[[Any], dict[str, Any]]:
        left_out: dict[str, Any] = {name: override(omit_if_default=True) for name in _LATER[kind]}
        return make_dict_unstructure_fn(kind, converter, **left_out)

    converter.register_unstructure_hook_factory(_LATER.__contains__, without_defaults)
    configure_tagged_union(Lever, converter, tag_name="lever")
    configure_tagged_union(Factor, converter, tag_name="factor")
    configure_tagged_union(Override, converter, tag_name="override")
    converter.register_unstructure_hook(datetime, lambda moment: moment.isoformat())
    converter.register_structure_hook(datetime, _read_moment)
    return converter


def _read_date(value: object, _: object) -> date:
    if type(value) is date:
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    raise TypeError("a date is written as YYYY-MM-DD")


def _read_moment(value: object, _: object) -> datetime:
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    raise TypeError("a moment is written as YYYY-MM-DDTHH:MM:SS+00:00")


def _read_number(value: object, _: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number is expected")
    return float(value)


def _read_whole(value: object, _: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number is expected")
    return value


def _read_text(value: object, kind: type[str]) -> str:
    if not isinstance(value, str):
        raise TypeError("text is expected")
    if kind is str:
        return value
    words = list(cast(type[StrEnum], kind))
    if value not in words:
        raise InvalidPlan("", value, f"use one of {', '.join(words)}")
    return kind(value)


def _read_truth(value: object, _: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false is expected")
    return value


def to_plain(value: object) -> Any:
    """Nested lists, dictionaries, text, numbers, booleans and None; dates as YYYY-MM-DD; `_LATER` without defaults."""
    return _converter().unstructure(value)


def from_plain(kind: type[Value], document: object, place: str = "") -> Value:
    """Build a model value; raises InvalidPlan whose field says where in the document the fault is."""
    from cattrs import BaseValidationError, transform_error

    try:
        return _converter().structure(document, kind)
    except BaseValidationError as error:
        nested = _first_invalid(error, place or kind.__name__.lower())
        if nested is not None:
            raise nested from None
        text, _, where = transform_error(error, path=place or kind.__name__.lower())[0].rpartition(" @ ")
        raise InvalidPlan(where, "this entry", text or "it could not be read") from None


def _first_invalid(error: BaseException, place: str) -> InvalidPlan | None:
    """The first InvalidPlan inside a tree of cattrs errors, with the path that leads to it."""
    if isinstance(error, InvalidPlan):
        return error.inside(place)
    for inner in getattr(error, "exceptions", ()):
        found = _first_invalid(inner, place + _step(inner))
        if found is not None:
            return found
    return None


def _step(error: BaseException) -> str:
    """The part of a path that cattrs has noted on an error: `.field` or `[index]`."""
    from cattrs import AttributeValidationNote, IterableValidationNote

    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return f".{note.name}"
        if isinstance(note, IterableValidationNote):
            return f"[{note.index}]"
    return ""


def canonical(value: object) -> str:
    """A value's plain form as JSON that is the same for equal values: sorted keys, no spaces."""
    return json.dumps(to_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(value: object) -> str:
    """Sixteen hexadecimal digits that change with any change of `value` (SHA-256 of its plain form)."""
    return fingerprint_of(canonical(value))


def fingerprint_of(text: str) -> str:
    """The fingerprint of the value whose `canonical` form is `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
