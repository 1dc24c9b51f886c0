"""What need not be worked out again for a value that has not changed since the last time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Concatenate, ParamSpec, TypeVar, cast

First = TypeVar("First")
Rest = ParamSpec("Rest")
Found = TypeVar("Found")


def kept(
    most: int,
) -> Callable[[Callable[Concatenate[First, Rest], Found]], Callable[Concatenate[First, Rest], Found]]:
    """Keep the last `most` values of a function whose first argument is a frozen value: a plan.

    They are found again by the identity of that argument, because comparing or hashing a whole plan takes longer than
    the work that is saved, and by the equality of the others. The argument is kept with its value, so that no later
    one can take its identity. Whoever changes a plan has another one, for which nothing is found. Any thread may
    call; at worst two work out the same.
    """

    def keeping(function: Callable[Concatenate[First, Rest], Found]) -> Callable[Concatenate[First, Rest], Found]:
        found: dict[Hashable, tuple[First, Found]] = {}

        def looked_up(first: First, *rest: Rest.args, **named: Rest.kwargs) -> Found:
            key = (id(first), rest, tuple(sorted(named.items())))
            entry = found.pop(key, None) or (first, function(first, *rest, **named))
            found[key] = entry
            for oldest in list(found)[:-most]:
                found.pop(oldest, None)
            return entry[1]

        return cast(Callable[Concatenate[First, Rest], Found], looked_up)

    return keeping
