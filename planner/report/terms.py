"""What the figures of the window mean: each declared once, in resources/help/terms.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from planner.paths import shipped

_HOW_TO_ASK = "Right-click a figure or the heading of a column, or press Shift+F1, to read about that one."


@dataclass(frozen=True, slots=True)
class Term:
    """One figure, or one kind of column: what it is, how it is worked out, from what, and where that came from."""

    name: str
    titles: tuple[str, ...]
    """Other titles of tiles and columns that mean the same."""
    definition: str
    formula: str
    """Empty for what is only shown."""
    inputs: str
    source: str
    page: str
    """The help page that says more."""


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """Every term, in the order in which it is declared."""
    import tomllib

    document = tomllib.loads(shipped("resources", "help", "terms.toml").read_text("utf-8"))
    return tuple(Term(**entry | {"titles": tuple(entry["titles"])}) for entry in document["term"])


@lru_cache(maxsize=1)
def _by_title() -> Mapping[str, Term]:
    return {title.casefold(): term for term in terms() for title in (term.name, *term.titles)}


def term_for(title: str) -> Term | None:
    """The term of a tile or column, by its title or by what stands before a comma in it; None when there is none."""
    known, wanted = _by_title(), title.casefold()
    return known.get(wanted) or known.get(wanted.partition(",")[0])


def explanation(term: Term, title: str = "") -> str:
    """A term as Markdown, under the title that it was asked about."""
    parts = [f"# {title or term.name}", term.definition]
    if term.formula:
        parts.append(f"**How it is worked out:** {term.formula}.")
    parts += [f"**From:** {term.inputs}", f"**Source:** {term.source}", f"[More about this]({term.page}.md)"]
    return "\n\n".join(parts) + "\n"


def glossary() -> str:
    """Every term as one Markdown page."""
    parts = [
        "# What the figures mean",
        "Right-click a figure or the heading of a column, or press Shift+F1, to come here.",
    ]
    for term in terms():
        others = f" Also: {', '.join(term.titles[:6])}." if term.titles else ""
        worked_out = f" Worked out as: {term.formula}." if term.formula else ""
        parts.append(
            f"**{term.name}.** {term.definition}{worked_out} From: {term.inputs} Source: {term.source}{others}"
        )
    return "\n\n".join(parts) + "\n"
