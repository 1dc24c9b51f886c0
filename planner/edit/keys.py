"""Keys made from names."""

from __future__ import annotations

import re
from collections.abc import Collection


def key_for(name: str, taken: Collection[str], usual: str = "scenario") -> str:
    """A key made from a name (`usual` when it has no letter from a to z and no digit), with a number when taken."""
    key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or usual
    number, result = 2, key
    while result in taken:
        result, number = f"{key}-{number}", number + 1
    return result
