"""What the command palette can reach, and how well an entry fits what was typed. Nothing here may import Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to go to or do."""

    text: str
    kind: str
    """In a word: Action, Place, Scenario, Team, Standard, Recent plan, Help."""
    run: Callable[[], object]
    keys: str = ""
    """The shortcut that does the same."""


def matching(entries: Sequence[Entry], typed: str) -> tuple[Entry, ...]:
    """The entries that hold every typed word, best first; all in their own order when nothing is typed.

    A word fits at the beginning of the text best, then at the beginning of a word, then anywhere; and in the kind.
    """
    words = typed.casefold().split()
    scored = [(score, at) for at, entry in enumerate(entries) if (score := _score(entry, words)) is not None]
    return tuple(entries[at] for _, at in sorted(scored))


def _score(entry: Entry, words: Sequence[str]) -> int | None:
    """Lower is better; None when a word is not there."""
    text, total = entry.text.casefold(), 0
    for word in words:
        if text.startswith(word):
            total += 0
        elif f" {word}" in text:
            total += 1
        elif word in text:
            total += 2
        elif entry.kind.casefold().startswith(word):
            total += 3
        else:
            return None
    return total
