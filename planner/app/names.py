"""Keys made from names."""

from planner.edit.keys import key_for

__all__ = ["key_for"]
