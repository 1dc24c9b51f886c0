"""A lever as it is written on the command line: `recruits team=polit count=4 start=2027-01-04`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import click

from planner.cli.arguments import wrong

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.scenario import Lever

_OPTION = "--lever"
_NONE = "none"


def lever_kinds() -> dict[str, type[Any]]:
    """The kinds of levers by the word they are written with: `demand-growth`."""
    from planner.model.scenario import Lever

    return {re.sub(r"(?<!^)([A-Z])", r"-\1", kind.__name__).lower(): kind for kind in get_args(Lever)}


def kind_lines() -> Iterator[str]:
    """Every kind with its fields; those in brackets may be left out."""
    for word, kind in lever_kinds().items():
        given = (f"[{field.name}]" if _has_default(field) else field.name for field in fields(kind))
        yield f"{word}: {' '.join(given)}"


def read_lever(text: str, plan: Plan) -> Lever:
    """The lever that a text says; UsageError for what cannot be read, InvalidPlan for a value out of range.

    The team may be left out where the plan has one.
    """
    try:
        word, *parts = shlex.split(text) or [""]
    except ValueError:
        raise click.UsageError(f"{_OPTION}: {text!r} has a quotation mark without its other half") from None
    kinds = lever_kinds()
    if word not in kinds:
        raise wrong(_OPTION, f"there is no kind of lever {word!r}", word, list(kinds))
    kind = kinds[word]
    known = {field.name: field for field in fields(kind)}
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for part in parts:
        name, given, value = part.partition("=")
        if not given:
            raise click.UsageError(f"{_OPTION}: {part!r} is no field: write it as name=value")
        if name not in known:
            raise wrong(_OPTION, f"{word} has no field {name!r}", name, list(known))
        if name in values:
            raise click.UsageError(f"{_OPTION}: {name} is given twice")
        values[name] = _read(name, value, hints[name])
    if "team" in known and "team" not in values and len(plan.teams) == 1:
        values["team"] = plan.teams[0].key
    missing = [name for name, field in known.items() if name not in values and not _has_default(field)]
    if missing:
        raise click.UsageError(f"{_OPTION}: {word} also needs {' and '.join(missing)}")
    lever: Lever = kind(**values)
    return lever


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING


def _read(name: str, text: str, hint: Any) -> Any:
    """A field's value of the type that its class says."""
    kinds = get_args(hint) or (hint,)
    if type(None) in kinds and text.lower() == _NONE:
        return None
    (kind,) = (one for one in kinds if one is not type(None))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        known = [str(member) for member in kind]
        if text not in known:
            raise wrong(_OPTION, f"{name} cannot be {text!r}", text, known)
        return kind(text)
    if kind is str:
        return text
    try:
        if kind is date:
            return date.fromisoformat(text)
        return int(text) if kind is int else _number(name, text)
    except ValueError:
        wanted = {date: "a date such as 2027-01-04", int: "a whole number"}.get(kind, "a number")
        raise click.UsageError(f"{_OPTION}: {name}={text} is not {wanted}") from None


def _number(name: str, text: str) -> float:
    """A number; of a share, `10%` is 0.1."""
    number = float(text.removesuffix("%"))
    return number / 100 if text.endswith("%") and name == "share" else number
