"""Keys made from names."""

from __future__ import annotations

import re


def key_for(name: str, taken: set[str]) -> str:
    """A key made from a name, with a number when that is taken."""
    key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "scenario"
    number, result = 2, key
    while result in taken:
        result, number = f"{key}-{number}", number + 1
    return result
