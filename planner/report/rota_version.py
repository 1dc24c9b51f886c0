"""Which version of a rota some lines are, in words."""

from __future__ import annotations

from operator import eq, is_

from planner.model.rota import Rota
from planner.model.rota_draft import RotaLine
from planner.report.words import day_in_words


def version_words(rota: Rota, lines: tuple[RotaLine, ...]) -> str:
    """The published version or the draft whose lines these are; where they are a copy, one that has the same."""
    for same in (is_, eq):
        for one in reversed(rota.publications):
            if same(one.lines, lines):
                return f"version {one.version}, published on {day_in_words(one.on)}"
        for draft in reversed(rota.drafts):
            if same(draft.lines, lines):
                return f"draft, not published: {draft.name}"
    return "draft, not published"
