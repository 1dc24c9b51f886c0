"""Who is named in a plan: roles and pseudonyms, never people."""

from __future__ import annotations

import re

from planner.edit.intake.privacy import value_worry
from planner.edit.intake.words import PLAIN_WORDS
from planner.model.checks import require

_POSTS = """
    acc acting assistant board chief commander constable dc dcc dci dcs detective development di director ds dsu finance
    governance head hr improvement insp inspector it lead learning manager pc people performance ps sergeant sgt
    superintendent supt temporary vulnerability workforce
"""
_POST_WORDS = PLAIN_WORDS | frozenset(_POSTS.split())
"""Words of posts and boards, none of which is a person's name."""


def require_role(field: str, text: str) -> None:
    """InvalidPlan when the text looks like a person's name, or another thing that is private."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    worry = "" if _POST_WORDS.issuperset(words) else value_worry(" ".join(text.split()))
    require(not worry, field, text[:1] + "…", f"it looks like {worry}: put a role or a pseudonym, never a person")
