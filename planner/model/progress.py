"""How long work reports on itself and is stopped."""

from __future__ import annotations

from collections.abc import Callable


class Cancelled(Exception):
    """Raised by a progress callable to end the work; nothing is kept."""


Progress = Callable[[int, int], None]
"""Called as progress(done, total); it may raise Cancelled."""


def unheard(done: int, total: int) -> None:
    """A progress callable for when nobody listens."""
