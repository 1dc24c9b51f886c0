"""The team templates that are shipped as TOML files under data/templates/."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from planner.model.checks import InvalidPlan
from planner.model.codec import from_plain
from planner.model.team import Team
from planner.paths import shipped

_NAMES = ("polit", "mosovo", "dpmu", "referral-sharing")


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
    return from_plain(Team, document, place)
