"""The pages of help that ship with the program, found by name or by the words in them. Nothing here may import Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from planner import paths
from planner.report.terms import explanation, glossary, term_for, terms

FIGURES = "figures"
"""The page that is made from the terms."""
ORDER = (
    *("start", "overview", "caseload", "demand", "scenarios", "rota", "inspection", "data"),
    *("importing", "ranges", FIGURES, "versions", "keyboard", "privacy"),
)
OF_DIALOG = {
    "import_wizard": "importing",
    "versions_dialog": "versions",
    "new_plan_dialog": "start",
    "requirement_dialog": "inspection",
    "action_dialog": "inspection",
    "standard_dialog": "inspection",
    "lever_dialog": "scenarios",
    "event_dialog": "demand",
    "counts_dialog": "demand",
    "palette": "keyboard",
}
"""The page for each dialog, by its object name."""
_MARKS = re.compile(r"[*#|`]|\]\([^)]*\)|\[")


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `name` is that of its file without the ending, or `figure/TITLE` for one term."""

    name: str
    title: str
    text: str
    """As Markdown, its long lines joined."""


@lru_cache(maxsize=1)
def pages() -> tuple[Page, ...]:
    """Every page in the order of the list."""
    return tuple(page(name) for name in ORDER)


def page(name: str) -> Page:
    """The page of a name; KeyError when there is none."""
    kind, _, title = name.partition("/")
    if kind == "figure":
        term = term_for(title)
        if term is None:
            raise KeyError(name)
        return Page(name, title, explanation(term, title))
    if name not in ORDER:
        raise KeyError(name)
    text = glossary() if name == FIGURES else paths.shipped("resources", "help", f"{name}.md").read_text("utf-8")
    return Page(name, text.partition("\n")[0].removeprefix("# "), text)


def found(words: str) -> tuple[Page, ...]:
    """Pages and figures that hold every one of these words, titles first; of no words, every page."""
    wanted = words.casefold().split()
    if not wanted:
        return pages()
    figures = (Page(f"figure/{term.name}", term.name, explanation(term)) for term in terms())
    written = (entry for entry in pages() if entry.name != FIGURES)
    hits = [entry for entry in (*written, *figures) if all(word in plain(entry.text) for word in wanted)]
    return tuple(sorted(hits, key=lambda entry: not all(word in entry.title.casefold() for word in wanted)))


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """A page's words without its marks, in small letters."""
    return " ".join(_MARKS.sub(" ", text).casefold().split())
