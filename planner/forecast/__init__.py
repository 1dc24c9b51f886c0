"""Demand ahead, from counts and growth scenarios (a later issue fills it)."""
