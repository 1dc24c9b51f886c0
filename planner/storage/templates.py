"""The team templates that are shipped as TOML files under data/templates/."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import lru_cache
from typing import Any

from planner.model.assumption import Status
from planner.model.checks import InvalidPlan
from planner.model.codec import from_plain
from planner.model.duration import Shape
from planner.model.team import DueFrom, Performer, Team
from planner.paths import shipped

_NAMES = ("polit", "mosovo", "dpmu", "referral-sharing")
_WORDS: dict[str, type[StrEnum]] = {"status": Status, "shape": Shape, "performer": Performer, "due_from": DueFrom}


def template_names() -> tuple[str, ...]:
    """The names `read_template` knows, in the order in which they are offered."""
    return _NAMES


@lru_cache(maxsize=len(_NAMES))
def read_template(name: str) -> Team:
    """The team that a template describes; InvalidPlan says which name, or which file and field, is wrong."""
    if name not in _NAMES:
        raise InvalidPlan("template", name, f"choose one of {', '.join(_NAMES)}")
    place = f"data/templates/{name}.toml"
    try:
        text = shipped("data", "templates", f"{name}.toml").read_text(encoding="utf-8")
    except OSError:
        raise InvalidPlan("template", name, f"{place} is missing: the program is not completely installed") from None
    return parse_template(text, place)


def parse_template(text: str, place: str) -> Team:
    """The team in a template's text; `place` names the text in errors, which are InvalidPlan."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidPlan(place, "this text", f"it is not TOML: {error}") from None
    return from_plain(Team, _with_words(document), place)


def _with_words(entry: Any, key: str = "") -> Any:
    """The document with each fixed word as the model's own value, so that a misspelt one is found."""
    if isinstance(entry, dict):
        return {name: _with_words(value, name) for name, value in entry.items()}
    if isinstance(entry, list):
        return [_with_words(value) for value in entry]
    kind = _WORDS.get(key)
    if kind is None:
        return entry
    if entry not in set(kind):
        raise InvalidPlan(key, entry, f"use one of {', '.join(kind)}")
    return kind(entry)
